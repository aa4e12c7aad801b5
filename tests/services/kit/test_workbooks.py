"""Workbooks as other programs write them: values count, looks do not."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from desk.errors import DeskError
from desk.services.kit.workbooks import opened, package, rows
from desk.services.kit.workbooks.package import unescaped

Change = Callable[[str, str], tuple[str, str]]


def rewritten(file: Path, change: Change) -> Path:
    """The workbook with names and texts of its parts changed."""
    made = file.with_name("changed.xlsx")
    with ZipFile(file) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name).decode()))
    return made


def values(file: Path) -> list[tuple[object, ...]]:
    with opened(file) as book:
        return [row for sheet in book.worksheets for row in rows(book, sheet)]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.append(["房号", "姓名"])
    page.append([46024, "张三"])
    page["A2"].number_format = "0.0000000"
    workbook.save(tmp_path / "plain.xlsx")
    return tmp_path / "plain.xlsx"


def formatted(plain: Path, key: int, code: str = "") -> Path:
    def change(name: str, text: str) -> tuple[str, str]:
        if name == "xl/styles.xml":
            text = (
                text.replace('numFmtId="164"', f'numFmtId="{key}"')
                if code
                else re.sub("<numFmts.*?</numFmts>", "", text)
            )
            text = text.replace("0.0000000", code) if code else text.replace('numFmtId="164"', f'numFmtId="{key}"')
        return name, text

    return rewritten(plain, change)


@pytest.mark.parametrize("key", [14, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])
def test_the_built_in_formats_of_dates_are_dates(plain: Path, key: int) -> None:
    assert values(formatted(plain, key))[1][0] == datetime(2026, 1, 2)  # noqa: DTZ001 - without a zone, as a workbook has it


@pytest.mark.parametrize("key", [18, 32, 33, 34, 35, 55, 56])
def test_the_built_in_formats_of_times_are_times(plain: Path, key: int) -> None:
    assert isinstance(values(formatted(plain, key))[1][0], (datetime, time))


def test_a_workbook_may_define_such_a_format_itself(plain: Path) -> None:
    assert values(formatted(plain, 58, "0000000"))[1][0] == 46024


WANTED = [("房号", "姓名"), (46024, "张三")]


@pytest.mark.parametrize(
    "change",
    [
        lambda name, text: (name.replace("/", "\\"), text),
        lambda name, text: (name.replace("sharedStrings", "SharedStrings").replace("sheet1", "Sheet1"), text),
        lambda name, text: (name, text.replace("<cellXfs", '<cellXfs strange="1"') if "styles" in name else text),
        lambda name, text: (name, re.sub('xfId="[0-9]+"', 'xfId="99"', text) if "styles" in name else text),
        lambda name, text: (name, re.sub("<fill>.*?</fill>", "<fill/>", text) if "styles" in name else text),
        lambda name, text: (name, re.sub('<cellStyle name="[^"]*"', "<cellStyle", text) if "styles" in name else text),
        lambda name, text: (name, text[:40] if "styles" in name else text),
        lambda name, text: (name, re.sub(r"\d{4}-\d\d-\d\dT", "not a day", text) if "core" in name else text),
        lambda name, text: (name, re.sub(r'(<c r="A2") s="\d+"', r'\1 s=""', text)),
        lambda name, text: (
            name,
            text.replace("schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(
                "schemas.openxmlformats.org/officeDocument/2006/relationships",
                "purl.oclc.org/ooxml/officeDocument/relationships",
            )
            .replace("http://purl", "http://purl"),
        ),
    ],
    ids=[
        "backslash",
        "case",
        "attribute",
        "xfid",
        "fill",
        "style-name",
        "styles-cut",
        "properties",
        "empty-s",
        "strict",
    ],
)
def test_values_count_looks_do_not(plain: Path, change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    assert values(rewritten(plain, change)) == WANTED
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("twice", ["<v>1.</v><is><t>01.</t></is>", "<is><t>01.</t></is><v>1.</v>"])
def test_a_value_written_twice_counts_once(plain: Path, twice: str) -> None:
    def change(name: str, text: str) -> tuple[str, str]:
        return name, re.sub('<c r="A2".*?</c>', f'<c r="A2" t="inlineStr">{twice}</c>', text)

    assert values(rewritten(plain, change))[1][0] == "1."


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ("张_x4E09_", "张三"),
        ("a_x0009_b_x000A_c", "a\tb\nc"),
        ("喻言_x000D_", "喻言\n"),
        ("一_x000D_\n二", "一\n二"),
        ("_x005F_x000D_", "_x000D_"),
        ("a_x0007_b_xFFFE", "ab_xFFFE"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_", ""),
    ],
)
def test_escaped_characters(kept: str, text: str) -> None:
    assert unescaped(kept) == text


def test_a_joined_cell_counts_for_all_its_rows_where_it_is_asked(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    for row in (["a", "b"], ["c", None], [None, None], ["d", None]):
        page.append(row)
    page.merge_cells("B1:B3")
    workbook.save(tmp_path / "m.xlsx")
    with opened(tmp_path / "m.xlsx") as book:
        sheet = book.worksheets[0]
        assert [row[1:2] for row in rows(book, sheet, merged=True)] == [("b",), ("b",), (), ()]
        assert [row[1:2] for row in rows(book, sheet)] == [("b",), (), (), ()]


# ------------------------------------------------------------------------------------------- what would take all memory
def sheet_with(plain: Path, inside: str) -> Path:
    """The workbook with these rows in place of its own."""

    def change(name: str, text: str) -> tuple[str, str]:
        if name.startswith("xl/worksheets/"):
            text = re.sub(
                "<sheetData>.*</sheetData>", lambda _found: f"<sheetData>{inside}</sheetData>", text, flags=re.S
            )
        return name, text

    return rewritten(plain, change)


def refusal(file: Path) -> str:
    with pytest.raises(DeskError) as caught:
        values(file)
    return caught.value.code


LONG = "x" * (5 << 20)
BOMBS = {
    "a cell": f'<row r="1"><c r="A1" t="inlineStr"><is><t>{LONG}</t></is></c></row>',
    "an attribute": f'<row r="1"><c r="A1" t="n" x="{LONG}"><v>1</v></c></row>',
    "a comment": f"<!--{LONG}-->",
}


@pytest.mark.parametrize("inside", BOMBS.values(), ids=BOMBS)
def test_what_has_no_end_is_refused(plain: Path, inside: str) -> None:
    assert refusal(sheet_with(plain, inside)) == "workbook-large"


def test_rows_that_go_back_are_refused(plain: Path) -> None:
    row = '<row r="{}"><c r="A{}"><v>1</v></c></row>'
    inside = "".join(row.format(number, number) for number in (2, 1_048_576) * 200)
    assert refusal(sheet_with(plain, inside)) == "workbook-broken"


def test_a_text_of_excels_own_length_is_read(plain: Path) -> None:
    escaped = "_x000A_" * 32_767
    inside = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{escaped}</t></is></c></row>'
    assert values(sheet_with(plain, inside)) == [("\n" * 32_767,)]


@pytest.mark.parametrize(
    ("limit", "most"),
    [("MOST_UNPACKED", 1000), ("_MOST_SHARED", 1), ("_MOST_SMALL", 500)],
    ids=["all", "texts", "styles"],
)
def test_more_than_a_list_can_hold_is_refused(
    plain: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    with ZipFile(plain, "a") as book:
        book.writestr("xl/sharedStrings.xml", "<sst><si><t>甲</t></si><si/></sst>")
    monkeypatch.setattr(package, limit, most)
    assert refusal(plain) == "workbook-large"


def test_a_huge_file_is_not_read_at_all(tmp_path: Path) -> None:
    file = tmp_path / "huge.xlsx"
    with file.open("wb") as empty:
        empty.truncate(8 << 30)  # a sparse file
    assert refusal(file) == "workbook-large"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert refusal(tmp_path / "pipe.xlsx") == "workbook-broken"
