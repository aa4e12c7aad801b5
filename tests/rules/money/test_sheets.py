"""The words of an office's own list of arrears (handbook R1)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desk.errors import Problem
from desk.rules.money.sheets import heading_columns, heading_field, is_list, read_amount, read_kind


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("房号", "room"), ("楼栋", "building"), ("物业费", "management"), ("物业服务费（元）", "management"), ("管理費", "management"),
        ("水费", "water"), ("电费", "electricity"), ("车位费", "parking"), ("停车费欠费", "parking"), ("其他费用", "other"),
        ("预缴款", "prepaid"), ("预存余额", "prepaid"), ("收费项目", "kind"), ("欠费金额", "amount"), ("未缴金额", "amount"),
        ("所属期", "period"), ("截止日期", "since"), ("收据编号", "source"), ("合计", "total"),
        ("建筑面积", None), ("业主姓名", None), ("联系电话", None), ("序号", None), ("备注", None), ("", None), ("滞纳金", None),
    ],
)  # fmt: skip
def test_headings(heading, field):
    assert heading_field(heading) == field


def test_a_list_names_the_room_and_a_fee():
    assert is_list(heading_columns(("房号", "水费")))
    assert is_list(heading_columns(("房号", "收费项目", "金额")))
    assert not is_list(heading_columns(("房号", "姓名", "电话")))
    assert not is_list(heading_columns(("水费", "电费")))


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (239.94000000000003, 23994), (35.5, 3550), (1200, 120000), ("1,200.00", 120000), ("￥35.50元", 3550), ("３５", 3500),
        (Decimal("0.01"), 1), (0, 0), (-5, -500), (None, None), ("", None), ("—", None), ("无", None),
    ],
)  # fmt: skip
def test_amounts(value, fen):
    assert read_amount(value) == fen


@pytest.mark.parametrize(
    ("value", "code"), [(719.825, "fen"), ("七百", "amount"), (float("nan"), "amount"), (1e13, "large")]
)
def test_what_is_no_amount(value, code):
    found = read_amount(value)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("物业服务费", "management"),
        ("车位管理费", "parking"),
        ("生活水费", "water"),
        ("公摊电费", "electricity"),
        ("杂费", "other"),
        ("罚金", None),
    ],
)
def test_kinds(text, kind):
    assert read_kind(text) == kind
