"""The line of an identity-card reader, however the reader writes it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.kit.identity import resident_check_digit
from desk.rules.kit.identity_line import IdentityLine, parse_identity_line

NUMBER = "11010519491231002X"
WANTED = IdentityLine(
    "欧阳念南", NUMBER, "resident-card", "female", date(1949, 12, 31), "北京市朝阳区百子湾路1号院2号楼3单元401室"
)


@pytest.mark.parametrize(
    "between",
    ["\t", "|", "\n", "\r\n", " | ", "；", "\u2028"],
)
def test_the_parts_are_told_whatever_stands_between(between):
    line = between.join(
        [
            "欧阳念南",
            "女",
            "汉",
            "19491231",
            "北京市朝阳区百子湾路1号院2号楼3单元401室",
            NUMBER,
            "北京市公安局朝阳分局",
            "2016.01.01-2036.01.01",
        ]
    )
    assert parse_identity_line(line) == WANTED


def test_labels_are_understood_in_any_order():
    line = f"公民身份号码：{NUMBER} 姓名：欧阳念南 性别：女 民族：汉 出生：1949年12月31日 住址：{WANTED.address}"
    assert parse_identity_line(line) == WANTED


def test_full_width_and_commas():
    line = "欧阳念南，女，汉族，１９４９－１２－３１，北京市朝阳区百子湾路1号院2号楼3单元401室，１１０１０５１９４９１２３１００２Ｘ"
    assert parse_identity_line(line) == WANTED


def test_a_space_filled_name_is_closed_and_a_latin_one_kept():
    assert parse_identity_line(f"张 三|男|{NUMBER}").name == "张三"
    assert parse_identity_line(f"ZHANG SAN|M|{NUMBER}").name == "ZHANG SAN"


def test_a_wrong_check_digit_still_fills_the_form():
    found = parse_identity_line("张三\t男\t汉\t19491231\t北京市朝阳区某路1号\t110105194912310021")
    assert found is not None
    assert found.number == "110105194912310021"


def test_a_nation_is_not_an_address_and_a_family_called_bai_is_a_name():
    found = parse_identity_line(f"白|男|白|{NUMBER}")
    assert (found.name, found.address) == ("白", "")


@pytest.mark.parametrize(
    "text", ["", "张三", "张三、李四", "张三 13800000000", NUMBER, f"|{NUMBER}|", "1栋1单元101", "a|b|c"]
)
def test_ordinary_text_is_no_line(text):
    assert parse_identity_line(text) is None


@given(st.text(max_size=80))
def test_no_text_breaks_it(text):
    found = parse_identity_line(text)
    assert found is None or (found.name and found.number)


@given(
    st.dates(date(1930, 1, 1), date(2020, 12, 31)),
    st.integers(0, 999),
    st.sampled_from(["\t", "|", "\n"]),
)
def test_birth_and_number_come_through(born, sequence, between):
    first = f"440305{born:%Y%m%d}{sequence:03d}"
    number = first + resident_check_digit(first)
    line = between.join(["翟田林", "男", "汉", f"{born:%Y-%m-%d}", "广东省深圳市南山区科技路8号", number])
    assert parse_identity_line(line) == IdentityLine(
        "翟田林", number, "resident-card", "male", born, "广东省深圳市南山区科技路8号"
    )
