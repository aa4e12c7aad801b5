"""Balances brought forward, by hand and from an office's own workbook (handbook R1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.services import money
from desk.services.money import ChargeEntry, import_arrears
from desk.services.site import check
from tests.services.money.cashier import ROOM, balance, codes, pay

AS_OF = date(2026, 10, 31)
WIDE = (
    ("阳光花园 欠费明细表（截至 2026-10-31）",),
    ("序号", "房号", "业主", "物业费", "水费", "电费", "停车费", "预缴款", "合计"),
    (1, "1栋1单元101", "王芳", 719.82, 35.5, None, 150, None, 905.32),
    (2, "1-1-102", "李伟", "1,200.00", "—", 0, None, 300, 1200),
    (3, "A座101", "张敏", None, None, 239.94000000000003, None, None, 239.94),
    ("合计", None, None, 1919.82, 35.5, 239.94, 150, 300, 2345.26),
    ("制表人：林晓",),
)


@pytest.fixture
def chief(desk, staff_of_site):
    desk.actor = staff_of_site.supervisor
    return desk


def book(path: Path, *lines: tuple[object, ...], title: str = "欠费") -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for line in lines:
        sheet.append(line)
    file = path / "欠费.xlsx"
    workbook.save(file)
    return file


def changed(place: tuple[int, int], value: object) -> tuple[tuple[object, ...], ...]:
    """The wide list with another value in one cell (row and column counted from 1)."""
    lines = [list(line) for line in WIDE]
    lines[place[0] - 1][place[1] - 1] = value
    return tuple(tuple(line) for line in lines)


def test_by_hand_a_balance_stands_against_opening(chief, staff_of_site):
    entry = ChargeEntry("management", 71982, ROOM, period="2026-05 至 2026-10", since=AS_OF, source="手工账 12 页")
    brought = money.bring_forward(chief, entry)
    assert (brought.brought_forward, brought.since, brought.open_fen) == (True, AS_OF, 71982)
    assert balance(chief, "opening") == -71982
    assert balance(chief, "income:management") == 0
    money.bring_credit_forward(chief, 2, 5000, source="预存")
    assert money.balances(chief, 2).prepaid == 5000
    with pytest.raises(InvalidInput) as refused:
        money.bring_forward(chief, ChargeEntry("management", 0, None))
    assert codes(refused) == {"amount": "positive", "since": "required", "unit_id": "required"}
    chief.actor = staff_of_site.receptionist
    with pytest.raises(NotAllowed):
        money.bring_forward(chief, entry)
    assert check.check(chief) == []


def test_a_list_with_a_column_for_each_fee(chief, tmp_path):
    file = book(tmp_path, *WIDE)
    looked = import_arrears(chief, file, as_of=AS_OF, dry_run=True)
    assert (looked.rooms, looked.created, looked.problems, looked.written) == (3, 6, (), False)
    assert money.arrears(chief).total == 0
    done = import_arrears(chief, file, as_of=AS_OF)
    assert done.fen == {"management": 71982 + 120000, "water": 3550, "electricity": 23994, "parking": 15000}
    assert (done.prepaid, done.written) == (30000, True)
    assert [(each.row, each.text[:2]) for each in done.left_out] == [(6, "合计"), (7, "制表")], (
        "what is not taken is told"
    )
    assert money.balances(chief, ROOM).owed == {"management": 71982, "water": 3550, "parking": 15000}
    assert money.balances(chief, 2).prepaid == 30000
    again = import_arrears(chief, file, as_of=AS_OF)
    assert (again.created, again.unchanged, again.written) == (0, 6, False)
    money.open_shift(chief)
    pay(chief, ("cash", 71982))
    assert [each.kind for each in money.open_charges(chief, ROOM)] == ["water", "parking"]
    assert check.check(chief) == []


def test_a_list_with_a_line_for_each_fee(chief, tmp_path):
    file = book(
        tmp_path,
        ("楼栋", "单元", "房号", "收费项目", "所属期", "欠费金额", "截止日期", "单号"),
        ("1栋", "1单元", "101", "物业服务费", "2026-09", 239.94, "2026-09-30", "W-9"),
        (None, None, None, "车位管理费", "2026-09", 150, "2026-09-30", "T-9"),
        (None, None, "102", "生活垃圾处理费", "2026-09", 8, None, None),
    )
    done = import_arrears(chief, file, as_of=AS_OF)
    assert done.fen == {"management": 23994, "parking": 15000, "other": 800}
    first = money.open_charges(chief, ROOM)[0]
    assert (first.period, first.since, first.source) == ("2026-09", date(2026, 9, 30), "W-9")
    assert money.open_charges(chief, 2)[0].since == AS_OF


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("lines", "where", "code"),
    [
        (changed((3, 4), "七百"), ("D", 3, "物业费"), "amount"),
        (changed((3, 4), 719.825), ("D", 3, "物业费"), "fen"),
        (changed((3, 4), -5), ("D", 3, "物业费"), "negative"),
        (changed((3, 4), "#REF!"), ("D", 3, "物业费"), "cell-error"),
        (changed((3, 2), "9栋9单元999"), ("B", 3, "房号"), "room-unknown"),
        (changed((3, 2), "王芳家"), ("B", 3, "房号"), "room"),
        (changed((4, 2), "1-1-101"), ("D", 4, "物业费"), "duplicate"),
        (changed((3, 9), 900), ("I", 3, "合计"), "total"),
    ],
)
def test_every_problem_is_told_by_its_cell_and_nothing_is_taken(chief, tmp_path, lines, where, code):
    file = book(tmp_path, *lines)
    refused = import_arrears(chief, file, as_of=AS_OF)
    assert code in [each.code for each in refused.problems]
    found = next(each for each in refused.problems if each.code == code)
    assert ((found.column, found.row, found.heading), found.sheet) == (where, "欠费")
    assert found.room  # whose row it is, not only where
    assert not refused.written
    assert money.arrears(chief).total == 0
    taken = import_arrears(chief, file, as_of=AS_OF, skip_bad=True)
    assert taken.written
    assert taken.problems == refused.problems
    assert not any(each.row == found.row and each.sheet == found.sheet for each in taken.left_out)
    assert money.balances(chief, ROOM if found.row != 3 else 2).total or found.row != 3
    assert check.check(chief) == []


def test_another_amount_for_the_same_is_a_problem_and_no_correction(chief, tmp_path):
    import_arrears(chief, book(tmp_path, *WIDE), as_of=AS_OF)
    again = import_arrears(chief, book(tmp_path, *changed((5, 6), 240)), as_of=AS_OF)
    assert "differs" in [each.code for each in again.problems]
    assert balance(chief, "receivable:13:electricity") == 23994


def test_what_is_no_list_of_arrears_is_said(chief, tmp_path, staff_of_site):
    with pytest.raises(DeskError) as refused:
        import_arrears(chief, book(tmp_path, ("房号", "姓名"), ("101", "王芳")), as_of=AS_OF)
    assert refused.value.code == "arrears-none"
    with pytest.raises(DeskError) as refused:
        import_arrears(chief, book(tmp_path, *WIDE), as_of=date(2026, 11, 22))
    assert refused.value.code == "future"
    chief.actor = staff_of_site.receptionist
    with pytest.raises(NotAllowed):
        import_arrears(chief, book(tmp_path, *WIDE), as_of=AS_OF)


@pytest.mark.one_engine
def test_an_import_that_is_stopped_leaves_nothing(chief, tmp_path):
    lines = [("房号", "水费"), *((f"1-1-{n}", 1) for n in range(101, 700))]
    with pytest.raises(DeskError) as stopped:
        import_arrears(chief, book(tmp_path, *lines), as_of=AS_OF, cancelled=lambda: True)
    assert stopped.value.code == "cancelled"
    assert money.arrears(chief).total == 0
