"""Lists that are no .xlsx: old workbooks, texts in the writings that offices use, web pages called .xls; and the marked copy."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as some
from openpyxl.comments import Comment

from desk.errors import DeskError
from desk.services import roster
from desk.services.kit.desk import Desk
from desk.services.kit.workbooks import marked, opened, rows
from desk.services.kit.workbooks.others import decoded, open_text

LINES = (
    ("房号", "业主姓名", "联系电话"),
    ("0101", "欧阳念南", "13800000101"),
    ("0102", "褚燕,陈默然", "0755-26001234"),
)
TRADITIONAL = (("房號", "屋主姓名", "聯絡電話"), ("0101", "歐陽念南", "0912345678"), ("0102", "陳默然", "0912345679"))


def text_of(lines: tuple[tuple[str, ...], ...], sign: str) -> str:
    return "\r\n".join(sign.join(f'"{cell}"' if sign in cell else cell for cell in line) for line in lines) + "\r\n"


def values(file: Path) -> list[tuple[object, ...]]:
    with opened(file) as book:
        return list(rows(book, book.worksheets[0], merged=True))


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_whatever_writing_and_parting(tmp_path: Path, coding: str, sign: str) -> None:
    file = tmp_path / "1栋.csv"
    file.write_bytes(text_of(LINES, sign).encode(coding))
    assert values(file) == list(LINES)
    with opened(file) as book:
        assert [sheet.title for sheet in book.worksheets] == ["1栋"], "the sheet is called as the file"


def test_the_writing_of_taiwan_is_told_from_that_of_the_mainland(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(text_of(TRADITIONAL, ",").encode("cp950"))
    assert values(file) == list(TRADITIONAL)


@given(
    some.text(alphabet=some.sampled_from("栋单元房号业主姓名电话张王李赵阳光花园面积①－（）0123456789,\n"), min_size=1)
)
def test_what_was_written_in_gb_comes_back(text: str) -> None:
    text = ",".join(LINES[0]) + "\n" + text
    assert decoded(text.encode("gb18030")) == text


@given(some.binary(max_size=300))
def test_any_bytes_are_text_or_a_refusal(content: bytes) -> None:
    try:
        open_text(content, "x")
    except ValueError:
        return


def test_what_keeps_excel_from_reckoning_is_taken_off(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text('sep=;\r\n房号;电话\r\n="0101";\'13800000101\r\n0102;"两行\n一格"\r\n', encoding="utf-8")
    assert values(file) == [("房号", "电话"), ("0101", "13800000101"), ("0102", "两行\n一格")]


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), time())


def old_workbook(file: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("1栋")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, words in enumerate(("房号", "业主姓名", "联系电话", "入住日期")):
        sheet.write(0, column, words)
    for row, line in enumerate(((101, "欧阳念南", 13800000101), ("0102", "褚燕", "0755-26001234")), 1):
        for column, value in enumerate(line):
            sheet.write(row, column, value)
    sheet.write(1, 3, date(2020, 5, 1), day)
    sheet.write_merge(3, 4, 1, 1, "陈默然")
    sheet.write(3, 0, 103)
    sheet.write(4, 0, 104)
    sheet.write(5, 0, 46024, xlwt.easyxf(num_format_str='m"月"d"日"'))
    hidden = book.add_sheet("旧")
    hidden.visibility = 1
    hidden.write(0, 0, "x")
    book.save(str(file))
    return file


@pytest.mark.parametrize("name", ["list.xls", "list.et", "list.xlsx"])
def test_an_old_workbook_is_read_by_what_it_is_not_by_its_name(tmp_path: Path, name: str) -> None:
    file = old_workbook(tmp_path / name)
    assert values(file) == [
        ("房号", "业主姓名", "联系电话", "入住日期"),
        (101, "欧阳念南", 13800000101, midnight(2020, 5, 1)),
        ("0102", "褚燕", "0755-26001234", None),
        (103, "陈默然", None, None),
        (104, "陈默然", None, None),
        (midnight(2026, 1, 2), None, None, None),  # I4, X1: a room that Excel made a date is told by the reader
    ]
    with opened(file) as book:
        assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [("1栋", "visible"), ("旧", "hidden")]


def test_a_web_page_called_xls_is_read(tmp_path: Path) -> None:
    file = tmp_path / "导出.xls"
    page = (
        '<html><head><meta charset="gb2312"></head><body><table><tr><th>房号<th>业主姓名</tr>'
        '<tr><td rowspan="2">101</td><td>欧阳念南</td></tr><tr><td>褚燕<br>陈默然</td></tr>'
        "<tr><td colspan=2>合&nbsp;计</td></tr></table></body></html>"
    )
    file.write_bytes(page.encode("gb18030"))
    assert values(file) == [("房号", "业主姓名"), ("101", "欧阳念南"), ("101", "褚燕\n陈默然"), ("合 计", None)]


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", ["csv", "xls"])
def test_a_roster_comes_in_from_each(desk: Desk, staff_of_site: object, tmp_path: Path, kind: str) -> None:
    desk.actor = staff_of_site.manager
    file = tmp_path / f"1栋1单元.{kind}"
    if kind == "csv":
        file.write_bytes(text_of(LINES[:2], ",").encode("gb18030"))
    else:
        old_workbook(file)
    report = roster.preview(desk, file)
    assert report.people >= 1
    assert not [problem for problem in report.problems if problem.row == 2]


def test_what_is_too_large_is_refused_before_it_is_built(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("房号\n" + "一" * 40_000, encoding="utf-8")
    with pytest.raises(DeskError) as refused:
        values(file)
    assert refused.value.code == "workbook-large"


def test_a_marked_copy_keeps_the_look_and_says_what_is_wrong_in_its_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "1栋"
    page.append(["房号", "电话"])
    page.append(["101", "1380"])
    page["A1"].font = openpyxl.styles.Font(bold=True)
    page["B2"].comment = Comment("前台：请核对", "办公室")
    page.merge_cells("A3:B3")
    file, target = tmp_path / "list.xlsx", tmp_path / "marked.xlsx"
    book.save(file)
    marks = [
        marked.Mark("1栋", 2, "B", "少一位"),
        marked.Mark("1栋", 2, "B", "也不是座机"),
        marked.Mark("1栋", 3, "B", "x"),
    ]
    marked.marked_copy(file, [*marks, marked.Mark("1栋", 2, "", "整行"), marked.Mark("没有", 1, "A", "y")], target)
    copy = openpyxl.load_workbook(target)["1栋"]
    assert copy["B2"].comment.text == "前台：请核对\n少一位\n也不是座机"
    assert copy["A2"].comment.text == "整行"
    assert copy["A3"].comment.text == "x", "joined cells carry it in their first one"
    assert copy["A1"].font.bold
    assert openpyxl.load_workbook(file)["1栋"]["A2"].comment is None, "the office's own file stays as it is"


@pytest.mark.parametrize("name", ["list.csv", "list.xls"])
def test_a_list_that_is_no_xlsx_gets_a_marked_copy_of_its_values(tmp_path: Path, name: str) -> None:
    file, target = tmp_path / name, tmp_path / "marked.xlsx"
    if name.endswith("csv"):
        file.write_bytes(text_of(LINES, ",").encode("gb18030"))
    else:
        old_workbook(file)
    with opened(file) as book:
        title = book.worksheets[0].title
    marked.marked_copy(file, [marked.Mark(title, 2, "C", "少一位")], target)
    copy = openpyxl.load_workbook(target)[title]
    assert copy["B2"].value == "欧阳念南"
    assert copy["C2"].comment.text == "少一位"
    with pytest.raises(DeskError) as refused:
        marked.marked_copy(file, [], tmp_path / "nowhere" / "x.xlsx")
    assert refused.value.code == "file-unwritable"
