"""A room is understood alike in every list of the office's own: the roster, arrears, readings of meters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from desk.errors import DeskError
from desk.services.fees import imports as readings
from desk.services.kit.workbooks.plans import ListProblem
from desk.services.money.arrears import read as read_arrears
from desk.services.roster.read import read_roster

TODAY = date(2026, 11, 26)
HEADINGS = ("分期", "楼栋", "单元", "楼层", "房号", "业主姓名", "物业费", "本次读数", "日期")
Found = tuple[list[str], list[ListProblem]]


def of_roster(file: Path) -> Found:
    content = read_roster(file, today=TODAY, estate="阳光花园")
    return [line.room.code for line in content.lines], content.problems


def of_arrears(file: Path) -> Found:
    content = read_arrears(file, TODAY, TODAY, None, None, None, estate="阳光花园")
    return [item.room for _sheet, item in content.items], content.problems


def of_readings(file: Path) -> Found:
    content = readings._read(file, TODAY, TODAY, "阳光花园", None, None)
    return [line.room for line in content.lines], content.problems


READERS = (of_roster, of_arrears, of_readings)


def row(*place: object) -> tuple[object, ...]:
    """A line of the list: phase, building, entrance, floor, room."""
    return (*place, "张三", 12.5, 345, None)


def book(
    folder: Path, *rows: tuple[object, ...], title: str = "名册", change: Callable[[Any], object] | None = None
) -> Path:
    made = openpyxl.Workbook()
    page: Any = made.active
    page.title = title
    page.append(HEADINGS)
    for each in rows:
        page.append(each)
    if change is not None:
        change(made)
    file = folder / "list.xlsx"
    made.save(file)
    return file


DIVIDER = ("2栋1单元", *[None] * 8)
PLACES: tuple[tuple[tuple[tuple[object, ...], ...], list[str]], ...] = (
    ((row("二期", "3栋", "1单元", None, "101"), row(None, None, None, None, "102")), ["2期3-1-101", "2期3-1-102"]),
    ((row(None, "3#楼", 2, 2, 1), row(None, "3#楼", 2, 10, "02")), ["3-2-201", "3-2-1002"]),
    ((row(None, None, None, None, "A座-12F-1203"), row(None, None, None, None, "阳光花园1栋1单元101")), ["A-1203", "1-1-101"]),
    ((DIVIDER, row(None, None, None, None, 101), ("3号楼", *[None] * 8), row(None, None, None, None, 101)), ["2-1-101", "3-101"]),
    ((row(None, "1栋1单元", None, None, 101), row(None, "1栋2单元", None, None, 101)), ["1-1-101", "1-2-101"]),
    ((row(None, 3, 0, None, 502.0), row(None, "三幢", None, None, "五〇二")), ["3-502", "3-502"]),
    ((row(None, "1栋\u202a", "1单元", None, "1栋1单元101室"),), ["1-1-101"]),
)  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("rows", "rooms"), PLACES)
def test_a_place_is_read_alike(
    tmp_path: Path, reader: Callable[[Path], Found], rows: tuple[tuple[object, ...], ...], rooms: list[str]
) -> None:
    assert reader(book(tmp_path, *rows)) == (rooms, [])


@pytest.mark.parametrize("reader", READERS)
def test_a_sheet_may_be_called_as_its_building(tmp_path: Path, reader: Callable[[Path], Found]) -> None:
    assert reader(book(tmp_path, row(None, None, None, None, 101), title="3号楼")) == (["3-101"], [])


@pytest.mark.parametrize("reader", READERS)
def test_a_joined_place_counts_for_all_its_rows(tmp_path: Path, reader: Callable[[Path], Found]) -> None:
    file = book(
        tmp_path, row(None, "7栋", "2单元", None, 101), row(None, None, None, None, 102), row(None, "8栋", None, None, 101),
        change=lambda made: (made.active.merge_cells("B2:B3"), made.active.merge_cells("C2:C4")),
    )  # fmt: skip
    assert reader(file) == (["7-2-101", "7-2-102", "8-2-101"], [])


def test_a_joined_amount_is_owed_once(tmp_path: Path) -> None:
    file = book(
        tmp_path, row(None, "7栋", None, None, 101), (None, "7栋", None, None, 102, "张三", None, 5, None),
        change=lambda made: made.active.merge_cells("G2:G3"),
    )  # fmt: skip
    assert of_arrears(file)[0] == ["7-101"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "place", [(None, "1栋", None, None, date(2026, 1, 2)), (None, date(2026, 1, 2), None, None, 101)]
)
def test_a_place_that_became_a_day_is_told_with_room_and_name(
    tmp_path: Path, reader: Callable[[Path], Found], place: tuple[object, ...]
) -> None:
    found, (problem,) = reader(book(tmp_path, row(*place)))
    assert not found
    assert (problem.sheet, problem.row, problem.person) == ("名册", 2, "张三")
    assert (problem.code, problem.column) == ("room", "E" if place[1] == "1栋" else "B")
    assert "2026" in problem.room


@pytest.mark.parametrize("reader", READERS[1:])
def test_two_rooms_in_a_cell_are_told_where_one_is_needed(tmp_path: Path, reader: Callable[[Path], Found]) -> None:
    found, (problem,) = reader(book(tmp_path, row(None, "3栋", None, None, "1201/1202")))
    assert not found
    assert (problem.column, problem.room, problem.person) == ("E", "3栋 1201/1202", "张三")


@pytest.mark.parametrize("reader", READERS)
def test_a_hidden_sheet_is_told(tmp_path: Path, reader: Callable[[Path], Found]) -> None:
    def hide(made: Any) -> None:
        page = made.create_sheet("旧")
        page.append(HEADINGS)
        page.append(row(None, "9栋", None, None, 101))
        page.sheet_state = "hidden"

    found, (problem,) = reader(book(tmp_path, row(None, "1栋", None, None, 101), change=hide))
    assert found == ["1-101"]
    assert (problem.sheet, problem.code) == ("旧", "sheet")


@pytest.mark.parametrize("reader", READERS[1:])
def test_a_sheet_without_headings_is_told(tmp_path: Path, reader: Callable[[Path], Found]) -> None:
    def add(made: Any) -> None:
        made.create_sheet("2栋").append(row(None, None, None, None, 101))
        made.create_sheet("说明").append(("请勿修改", "谢谢"))

    found, (problem,) = reader(book(tmp_path, row(None, "1栋", None, None, 101), change=add))
    assert found == ["1-101"]
    assert (problem.sheet, problem.code) == ("2栋", "sheet")


@pytest.mark.parametrize("reader", READERS[1:])
def test_headings_may_stand_in_two_rows(tmp_path: Path, reader: Callable[[Path], Found]) -> None:
    def two(made: Any) -> None:
        made.active.insert_rows(2)
        made.active["G1"], made.active["G2"], made.active["H1"], made.active["H2"] = (
            "费用",
            "物业费",
            "水表",
            "本次读数",
        )

    assert reader(book(tmp_path, row(None, "1栋", None, None, 101), change=two)) == (["1-101"], [])


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("reader", READERS)
def test_a_text_is_read_in_any_writing(tmp_path: Path, reader: Callable[[Path], Found], coding: str) -> None:
    lines = (HEADINGS, row(None, "1栋", "1单元", None, "101"))
    text = "\r\n".join(",".join("" if value is None else str(value) for value in line) for line in lines)
    (tmp_path / "list.csv").write_text(text, encoding=coding, newline="")
    assert reader(tmp_path / "list.csv") == (["1-1-101"], [])


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    def since_1904(made: Any) -> None:
        made.epoch = CALENDAR_MAC_1904
        made.active["I2"] = 45000 - 1462  # without a format of dates

    file = book(tmp_path, row(None, "1栋", None, None, 101), change=since_1904)
    items = read_arrears(file, TODAY, TODAY, None, None, None).items
    lines = readings._read(file, TODAY, TODAY, "", None, None).lines
    assert [item.since for _sheet, item in items] == [line.on for line in lines] == [date(2023, 3, 15)]


@pytest.mark.parametrize("reader", READERS)
def test_what_has_no_such_headings_is_refused(tmp_path: Path, reader: Callable[[Path], Found]) -> None:
    made = openpyxl.Workbook()
    made.save(tmp_path / "empty.xlsx")
    with pytest.raises(DeskError) as refused:
        reader(tmp_path / "empty.xlsx")
    assert refused.value.code.endswith("-none")


@pytest.mark.parametrize("reader", READERS[1:])
def test_a_row_that_says_nothing_but_its_place_helps_those_below(
    tmp_path: Path, reader: Callable[[Path], Found]
) -> None:
    empty = (None, "6栋", "2单元", None, "见附注", "张三", None, None, None)
    file = book(tmp_path, empty, row(None, None, None, None, 101))
    assert reader(file) == (["6-2-101"], [])
