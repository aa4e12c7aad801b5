"""Rows that are read by a pattern give what the parser gives; from the first other row on the parser reads."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.errors import DeskError
from desk.services.kit.workbooks import cells, opened, rows

FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>房号</t></is></c><c r="B1" s="0"><v>12</v></c></row>'
LAST = '<row r="9" spans="1:2"><c r="B9" t="inlineStr"><is><t xml:space="preserve"> 末 </t></is></c></row>'
PIECES = {
    "plain": '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="D3"><v>1.5</v></c><c r="E3" s="1"/></row>',
    "empty row": '<row r="3" ht="15"/>',
    "blanks": '\n  <row r="3">\n<c r="A3"><v>7</v></c>\n</row>\n',
    "formula": '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row>',
    "formula without result": '<row r="3"><c r="A3"><f>1+1</f></c></row>',
    "reference": '<row r="3"><c r="A3" t="str"><v>a&amp;b &#x5f20;</v></c></row>',
    "comment": '<!-- <row r="2"></row> --><row r="3"><c r="A3"><v>7</v></c></row>',
    "comment inside": '<row r="3"><c r="A3"><v>7</v></c><!-- </row> --><c r="B3"><v>8</v></c></row>',
    "cdata": '<row r="3"><c r="A3" t="str"><v><![CDATA[</row>x]]></v></c></row>',
    "rich text": '<row r="3"><c r="A3" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>jia</t></rPh></is></c></row>',
    "other order": '<row spans="1:2" r="3"><c t="b" r="A3"><v>1</v></c><c s="0" r="B3"><v>3</v></c></row>',
    "columns back": '<row r="3"><c r="C3"><v>1</v></c><c r="A3"><v>2</v></c></row>',
    "no places": "<row><c><v>1</v></c><c><v>2</v></c></row>",
    "line end": '<row r="3"><c r="A3" t="str"><v>a\r\nb_x000D_c</v></c></row>',
    "error and date": '<row r="3"><c r="A3" t="e"><v>#REF!</v></c><c r="B3" t="d"><v>2026-03-01</v></c></row>',
    "too far": '<row r="3"><c r="XFE3"><v>1</v></c><c r="ZZZ3"><v>1</v></c></row>',
    "broken": '<row r="3"><c r="A3"><v>7</c></row>',
    "cut": '<row r="3"><c r="A3"><v>7</v>',
    "rows go back": '<row r="1"><c r="A1"><v>7</v></c></row>',
    "no text": '<row r="3"><c r="A3" t="s"><v>99</v></c></row>',
    "no number": '<row r="3"><c r="A3"><v>x</v></c></row>',
}


def made(folder: Path, inside: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>', code: str = "utf-8") -> Path:
    book = openpyxl.Workbook()
    book.save(folder / "whole.xlsx")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'{head}<worksheet xmlns="{space}"><sheetData>{inside}</sheetData></worksheet>'
    shared = f'<sst xmlns="{space}"><si><t>零</t></si><si><t>一</t></si></sst>'
    with ZipFile(folder / "whole.xlsx") as old, ZipFile(folder / "made.xlsx", "w") as new:
        for name in old.namelist():
            content: bytes = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = sheet.encode(code)
            if name != "xl/sharedStrings.xml":
                new.writestr(name, content)
        new.writestr("xl/sharedStrings.xml", shared)
    return folder / "made.xlsx"


def read(file: Path) -> object:
    try:
        with opened(file) as book:
            return list(rows(book, book.worksheets[0]))
    except DeskError as error:
        return error.code


def both(file: Path) -> tuple[object, object]:
    quick = read(file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells._Plain, "read", lambda self: iter(()))
        return quick, read(file)


@pytest.mark.parametrize("name", PIECES)
def test_any_row_is_read_as_the_parser_reads_it(tmp_path: Path, name: str) -> None:
    quick, slow = both(made(tmp_path, FIRST + PIECES[name] + LAST))
    assert quick == slow
    assert name in ("broken", "cut", "rows go back", "no text", "no number", "no places") or isinstance(quick, list)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        ("<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n", "utf-8-sig"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "utf-8"),
        ('<!DOCTYPE worksheet [<!ENTITY a "b">]>', "utf-8"),
        ("", "utf-8"),
    ],
)
def test_any_head_is_read_as_the_parser_reads_it(tmp_path: Path, head: str, code: str) -> None:
    quick, slow = both(made(tmp_path, FIRST + LAST, head, code))
    assert quick == slow


def test_plain_rows_are_not_given_to_the_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells._Cells, "_characters", lambda self, text: pytest.fail("the parser reads a value"))
    assert read(made(tmp_path, FIRST + PIECES["plain"] + LAST)) == [
        ("房号", 12), (), ("一", None, None, 1.5), *[()] * 5, (None, " 末 "),
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([FIRST, *PIECES.values(), LAST, "</row>", "<", "<c r='A1'/>"]), max_size=5))
def test_whatever_follows_whatever(tmp_path: Path, pieces: list[str]) -> None:
    quick, slow = both(made(tmp_path, "".join(pieces)))
    assert quick == slow
