"""Every kind of file that an office may choose: read alike, or refused in a sentence that says what it is and what to do."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from desk.errors import DeskError
from desk.services.kit.workbooks import KINDS, opened, rows, xmls
from desk.services.kit.workbooks.marked import Mark, marked_copy
from desk.services.roster.read import read_roster

HEADINGS = ("房号", "业主姓名", "联系电话", "入住日期")
LINES: tuple[tuple[Any, ...], ...] = (
    ("1栋1单元101", "欧阳念南", "13800000101", date(2020, 5, 1)),
    ("1栋1单元102", "褚燕", "13800000102", None),
)
TEXTS = [[str(value) if value is not None else "" for value in line] for line in (HEADINGS, *LINES)]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


# ------------------------------------------------------------------------------------------------------ how they are made
def xlsx() -> bytes:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "1栋"
    for line in (HEADINGS, *LINES):
        page.append(line)
    return saved(book.save)


def saved(save: Callable[[Any], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def strict() -> bytes:
    spaces = (
        ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for one, other in spaces:
                text = text.replace(one, other)
            new.writestr(name, text)
    return stream.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("1栋")
    for row, line in enumerate((HEADINGS, *LINES)):
        for column, value in enumerate(line):
            if isinstance(value, date):
                page.write(row, column, value, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
            elif value is not None:
                page.write(row, column, value)
    return saved(book.save)


def text(sign: str, coding: str) -> bytes:
    return "\r\n".join(sign.join(line) for line in TEXTS).encode(coding)


def page() -> bytes:
    """What many a web suite calls .xls."""
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in TEXTS)
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head>'
    return f'{head}<body><table border="1">{lines}</table></body></html>'.encode()


def xml_2003(sheet: str = "") -> bytes:
    def cell(value: str) -> str:
        return f'<Cell><Data ss:Type="String">{value}</Data></Cell>' if value else ""

    lines = "".join(f"<Row>{''.join(map(cell, line))}</Row>" for line in TEXTS)
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<Worksheet ss:Name="1栋"><Table>{sheet or lines}</Table></Worksheet></Workbook>'
    ).encode()


def ods(body: str = "", head: str = "") -> bytes:
    def cell(value: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in TEXTS)
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = "".join(f' xmlns:{name}="{space}{name}:1.0"' for name in ("office", "table", "text", "style"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}>{head}<office:body><office:spreadsheet>'
        f'<table:table table:name="1栋">{body or lines}<table:table-row table:number-rows-repeated="1048573">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def xlsb(last: int = 0) -> bytes:
    """A binary workbook with its texts in the cells; `last`: the number of a further row."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
        size, length = b"", len(body)
        while True:
            size += bytes([(length & 0x7F) | (0x80 if length > 127 else 0)])
            length >>= 7
            if not length:
                return head + size + body

    def wide(words: str) -> bytes:
        return struct.pack("<I", len(words)) + words.encode("utf-16-le")

    lines = b""
    for number, line in enumerate(TEXTS):
        lines += record(0, struct.pack("<IIHBBI", number, 0, 300, 0, 0, 0))
        lines += b"".join(record(6, struct.pack("<II", at, 0) + wide(cell)) for at, cell in enumerate(line) if cell)
    if last:
        lines += record(0, struct.pack("<IIHBBI", last, 0, 300, 0, 0, 0)) + record(
            5, struct.pack("<IId", 16_383, 0, 1.0)
        )
    sheet = record(129) + record(148, struct.pack("<4I", 0, len(TEXTS) - 1, 0, 3)) + record(145) + lines
    sheet += record(146) + record(130)
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("1栋"))
    book += record(144) + record(132)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>',
        )
    return stream.getvalue()


def renamed_stream(name: str) -> bytes:
    """A container of Excel 97 whose one stream is called otherwise."""
    old, new = ("Workbook".encode("utf-16-le"), name.encode("utf-16-le"))
    content = xls()
    at = content.index(old)
    entry = new.ljust(64, b"\x00") + struct.pack("<H", len(new) + 2)
    return content[:at] + entry + content[at + 66 :]


def with_password() -> bytes:
    """An .xls whose first record after the beginning says that the rest is encrypted."""
    book = xlwt.Workbook()
    book.add_sheet("1栋").write(0, 0, "x")
    stream = book.get_biff_data()
    size = struct.unpack("<H", stream[2:4])[0] + 4
    filepass = struct.pack("<HHHHH", 0x2F, 6, 0, 0x1234, 0x5678)
    from xlwt.CompoundDoc import XlsDoc

    return saved(lambda into: XlsDoc().save(into, stream[:size] + filepass + stream[size:]))


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def values(file: Path) -> list[tuple[object, ...]]:
    with opened(file) as book:
        return [row for sheet in book.worksheets for row in rows(book, sheet)]


GOOD = {
    "list.xlsx": xlsx,
    "strict.xlsx": strict,
    "list.xls": xls,
    "list.et": xls,
    "list.xlsb": xlsb,
    "list.ods": ods,
    "utf8.csv": lambda: text(",", "utf-8"),
    "mark.csv": lambda: text(",", "utf-8-sig"),
    "utf16.txt": lambda: text("\t", "utf-16"),
    "gb.csv": lambda: text(",", "gb18030"),
    "big5.txt": lambda: text("\t", "utf-8").decode().replace("业", "業").replace("联", "聯").replace("电话", "電話")
    .replace("欧阳", "歐陽").replace("号", "號").replace("栋", "棟").replace("单", "單").replace("证", "證").encode("cp950"),
    "page.xls": page,
    "xml2003.xls": xml_2003,
    "xml2003.xml": xml_2003,
    "tabs.xls": lambda: text("\t", "gb18030"),
    "commas.xlsx": lambda: text(",", "utf-8-sig"),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_of_list_is_read_alike(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(GOOD[name]())
    content = read_roster(file, today=date(2026, 11, 26))
    people = [(line.room.code, each.name, each.phones, each.since) for line in content.lines for each in line.people]
    assert people == [
        ("1-1-101", "歐陽念南" if name.startswith("big5") else "欧阳念南", ("13800000101",), date(2020, 5, 1)),
        ("1-1-102", "褚燕", ("13800000102",), None),
    ]
    assert not content.problems


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith((".csv", ".txt"))])
def test_the_marked_copy_of_any_list_is_a_workbook(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(GOOD[name]())
    with opened(file) as book:
        title = book.worksheets[0].title
    marked_copy(file, [Mark(title, 2, "A", "房号缺楼栋")], tmp_path / "marked.xlsx")
    made = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert made[title]["A2"].comment.text == "房号缺楼栋"
    assert made[title]["B2"].value == "欧阳念南"


WORD = zipped(word__document=b"<w/>", **{"[Content_Types].xml": b"<Types/>"})
PASSWORD, FOREIGN, EMPTY, BROKEN = "workbook-password", "workbook-foreign", "workbook-empty", "workbook-broken"
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "locked.xlsx": (lambda: renamed_stream("EncryptedPackage"), PASSWORD, "密码"),
    "locked.xls": (with_password, PASSWORD, "密码"),
    "letter.docx": (lambda: WORD, FOREIGN, "文字文档"),
    "letter.xlsx": (lambda: WORD, FOREIGN, "文字文档"),
    "letter.doc": (lambda: renamed_stream("WordDocument"), FOREIGN, "文字文档"),
    "slides.pptx": (lambda: zipped(ppt__slides=b""), FOREIGN, "演示文稿"),
    "bill.pdf": (lambda: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", FOREIGN, "PDF"),
    "bill.xlsx": (lambda: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", FOREIGN, "PDF"),
    "scan.png": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", FOREIGN, "图片"),
    "photo.jpg": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", FOREIGN, "图片"),
    "all.zip": (lambda: zipped(list=xlsx()), FOREIGN, "压缩包"),
    "all.rar": (lambda: b"Rar!\x1a\x07\x01\x00", FOREIGN, "压缩包"),
    "setup.exe": (lambda: b"MZ\x90\x00\x03\x00", FOREIGN, "程序"),
    "~$list.xlsx": (lambda: b"\x05admin" + b" " * 159, FOREIGN, "~$"),
    "empty.xlsx": (lambda: b"", EMPTY, "空"),
    "empty.csv": (lambda: b"\xef\xbb\xbf\r\n", EMPTY, "空"),
    "half.xlsx": (lambda: xlsx()[:3000], BROKEN, "另存"),
    "noise.xls": (lambda: bytes(range(256)) * 20, BROKEN, "另存"),
    "words.xlsx": ("只是一句话。".encode, BROKEN, "另存"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_is_told_what_it_is(tmp_path: Path, name: str) -> None:
    make, code, word = REFUSED[name]
    (tmp_path / name).write_bytes(make())
    with pytest.raises(DeskError) as refused:
        values(tmp_path / name)
    assert refused.value.code == code
    assert word in refused.value.message


def test_a_list_that_another_program_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(xlsx())

    def locked(_self: Path) -> bytes:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(DeskError) as refused:
        values(file)
    assert refused.value.code == "file-unreadable"
    assert "关闭" in refused.value.message


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(DeskError):
        values(tmp_path)


def test_the_xml_of_2003_leaves_rows_and_cells_out(tmp_path: Path) -> None:
    file = tmp_path / "list.xls"
    file.write_bytes(
        xml_2003(
            '<Row><Cell ss:MergeDown="1" ss:MergeAcross="1"><Data ss:Type="String">甲</Data></Cell><Cell><Data ss:Type="Number">7</Data></Cell></Row>'
            '<Row><Cell ss:Index="3"><Data ss:Type="DateTime">2020-05-01T00:00:00.000</Data></Cell></Row>'
            '<Row ss:Index="4"><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Number">1.5</Data></Cell></Row>'
        )
    )
    assert values(file) == [("甲", None, 7), (None, None, midnight(date(2020, 5, 1))), (), (True, 1.5)]
    with opened(file) as book:
        assert next(iter(rows(book, book.worksheets[0], merged=True)))[:1] == ("甲",)
        assert list(rows(book, book.worksheets[0], merged=True))[1] == ("甲", None, midnight(date(2020, 5, 1)))


def test_an_open_document_repeats_hides_and_joins(tmp_path: Path) -> None:
    hidden = (
        '<office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles>"
    )
    body = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="7" table:number-rows-spanned="2"><text:p>7.00</text:p>'
        '<office:annotation><text:p>Notiz</text:p></office:annotation></table:table-cell><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="date" office:date-value="2020-05-01"><text:p>1. Mai</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:covered-table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>a<text:s/>b</text:p>'
        "<text:p>c</text:p></table:table-cell></table:table-row></table:table>"
        '<table:table table:name="旧" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    file = tmp_path / "list.ods"
    file.write_bytes(ods(body, hidden))
    with opened(file) as book:
        assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets] == [("1栋", "visible"), ("旧", "hidden")]
        first = book.worksheets[0]
        assert list(rows(book, first)) == [
            (7, None, None, midnight(date(2020, 5, 1))),
            (),
            (),
            ("a b\nc",),
            ("a b\nc",),
        ]
        assert [(cells.top, cells.left, cells.bottom) for cells in book.merged(first)] == [(1, 0, 2)]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bomb.ods", lambda: ods('<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16000"/>'
                                 '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>')),
        ("bomb.xls", lambda: xml_2003('<Row><Cell ss:Index="16000"><Data ss:Type="String">x</Data></Cell></Row>' * 3000)),
        ("bomb.xlsb", lambda: xlsb(1_048_000)),
        ("long.xls", lambda: xml_2003(f'<Row><Cell><Data ss:Type="String">{"x" * 40_000}</Data></Cell></Row>')),
    ],
)  # fmt: skip
def test_small_files_that_ask_for_all_memory_are_refused(tmp_path: Path, name: str, make: Callable[[], bytes]) -> None:
    (tmp_path / name).write_bytes(make())
    with pytest.raises(DeskError) as refused:
        values(tmp_path / name)
    assert refused.value.code == "workbook-large"


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    content = xml_2003().replace(b"<?mso", b'<!DOCTYPE x [<!ENTITY a "b">]><?mso')
    (tmp_path / "list.xls").write_bytes(content)
    with pytest.raises(DeskError) as refused:
        values(tmp_path / "list.xls")
    assert refused.value.code == BROKEN


def test_every_kind_that_is_offered_is_tried() -> None:
    assert {Path(name).suffix for name in GOOD} | {".xlsm", ".tsv"} >= set(KINDS)
    assert xmls.MOST_CELLS < 2**25
