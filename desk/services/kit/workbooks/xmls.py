"""Lists that are one XML: workbooks of Excel 2003 (.xml, often called .xls by the program that exported them) and OpenDocument (.ods).

Both are read by expat, row by row, as an .xlsx is. What a cell repeats or leaves out is counted before it is built, so a small file
cannot ask for all the memory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from desk.services.kit.workbooks.others import Listed
from desk.services.kit.workbooks.package import MOST_TEXT, MOST_UNPACKED, Merged, TooLarge, parse

_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
MOST_CELLS = 20_000_000
"""Cells of a file, empty ones between the others included: a list of 100,000 rooms with 40 columns has a fifth of them."""
_SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT = f"{_OASIS}table:1.0", f"{_OASIS}office:1.0", f"{_OASIS}text:1.0"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


class _Rows:
    """Listens to a parser and collects sheets; the two kinds of XML say what begins and ends."""

    def __init__(self, found: Listed) -> None:
        self.found = found
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self._refused
        self.title, self.state = "", "visible"
        self.rows: list[tuple[object, ...]] = []
        self.joined: list[Merged] = []
        self.row: list[object] = []
        self.count = 0
        self.given: Mapping[str, str] = {}
        self.text: list[str] = []
        self.size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        raise NotImplementedError

    def _refused(self, *_given: object) -> None:
        raise ValueError("lists have no document type")

    def begin_sheet(self, title: str, state: str) -> None:
        """A sheet begins."""
        self.title, self.state, self.rows, self.joined = title, state, [], []

    def end_sheet(self) -> None:
        """What was collected is a sheet."""
        self.found.add(self.title, self.state, self.rows, self.joined)

    def begin_text(self, given: Mapping[str, str]) -> None:
        """A cell begins, with its attributes."""
        self.given, self.text, self.size = given, [], 0

    def hear(self, text: str) -> None:
        """Takes a piece of the cell's text."""
        self.size += len(text)
        if self.size > MOST_TEXT:
            raise TooLarge
        self.text.append(text)

    def put(self, value: object, times: int = 1) -> None:
        """Adds a cell to the row; empty ones count when another follows."""
        self.row += [value] * times
        if len(self.row) > _MOST_COLUMNS:
            raise TooLarge

    def put_row(self, times: int = 1) -> None:
        """Adds the row, without the empty cells at its end."""
        while self.row and self.row[-1] in (None, ""):
            self.row.pop()
        self.count += times * (len(self.row) + 1)
        if self.count > MOST_CELLS or len(self.rows) + times > _MOST_ROWS:
            raise TooLarge
        self.rows += [tuple(self.row)] * times
        self.row = []

    def join(self, down: int, across: int) -> None:
        """The cell that comes next is joined with those below and beside it."""
        if down > 1 or across > 1:
            top, left = len(self.rows) + 1, len(self.row)
            self.joined.append(Merged(top, left, top + down - 1, left + across - 1))

    def read(self, source: IO[bytes]) -> None:
        """Reads it all."""
        for _piece in parse(source, self.parser):
            pass


def _whole(said: str | None, most: int, least: int = 1) -> int:
    """A count as an attribute says it, within bounds."""
    return min(max(int(said), least), most) if said and said.isdecimal() else least


def _number(text: str) -> object:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _moment(text: str) -> object:
    """A day or a moment; what is none stays as it is written."""
    try:
        return datetime.fromisoformat(text[:19])
    except ValueError:
        return text


# ---------------------------------------------------------------------------------------------------------- Excel 2003
def looks_like_2003(content: bytes) -> bool:
    """Whether a file is a workbook in the XML of Excel 2003."""
    return content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and _SHEET.encode() in content[:4096]


def open_2003(content: bytes) -> Listed:
    """Opens it.

    Raises:
        TooLarge. Exception: almost any, when it is damaged.
    """
    found = Listed()
    _Rows2003(found).read(BytesIO(content))
    if not found.worksheets:
        raise ValueError("no sheet")
    return found


class _Rows2003(_Rows):
    """`Worksheet`, `Row`, `Cell`, `Data`; numbers count rows and cells from 1 where some are left out."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _blank, tag = name.rpartition(" ")
        if space != _SHEET and tag != "Visible":
            return
        given = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if tag == "Worksheet":
            self.begin_sheet(given.get("Name", ""), "visible")
        elif tag == "Row":
            missing = _whole(given.get("Index"), _MOST_ROWS, len(self.rows) + 1) - len(self.rows) - 1
            if missing:
                self.put_row(missing)
        elif tag == "Cell":
            at = _whole(given.get("Index"), _MOST_COLUMNS, len(self.row) + 1)
            self.put(None, at - len(self.row) - 1)
            self.begin_text(given)
            self.join(*(_whole(given.get(f"Merge{way}"), _MOST_COLUMNS, 0) + 1 for way in ("Down", "Across")))
        elif tag == "Data":
            self.given = {**self.given, **given}
            self.parser.CharacterDataHandler = self.hear
        elif tag == "Visible":
            self.text, self.size = [], 0
            self.parser.CharacterDataHandler = self.hear

    def end(self, name: str) -> None:
        space, _blank, tag = name.rpartition(" ")
        if tag == "Visible":
            self.parser.CharacterDataHandler = None
            self.state = "hidden" if "Hidden" in "".join(self.text) else self.state
        elif space != _SHEET:
            return
        elif tag == "Data":
            self.parser.CharacterDataHandler = None
        elif tag == "Cell":
            self.put(self._value("".join(self.text)))
            self.put(None, _whole(self.given.get("MergeAcross"), _MOST_COLUMNS, 0))
        elif tag == "Row":
            self.put_row()
        elif tag == "Worksheet":
            self.end_sheet()

    def _value(self, text: str) -> object:
        kind = self.given.get("Type", "String")
        if not text:
            return None
        if kind == "Number":
            return _number(text)
        if kind == "DateTime":
            return _moment(text)
        return text == "1" if kind == "Boolean" else text


# -------------------------------------------------------------------------------------------------------- OpenDocument
def open_document(content: bytes) -> Listed:
    """Opens an .ods.

    Raises:
        TooLarge. Exception: almost any, when it is damaged.
    """
    with ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise TooLarge
        found = Listed()
        with archive.open("content.xml") as source:
            _RowsOfDocument(found).read(source)
    if not found.worksheets:
        raise ValueError("no sheet")
    return found


_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)")


class _RowsOfDocument(_Rows):
    """`table`, `table-row`, `table-cell`, `p`; rows and cells may say how often they are repeated."""

    def __init__(self, found: Listed) -> None:
        super().__init__(found)
        self.hidden: set[str] = set()
        self.style = ""
        self.depth = 0
        self.repeated = 1
        self.empty = 0
        self.silent = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE} table":
            self.depth += 1
            hidden = attributes.get(f"{_TABLE} style-name", "") in self.hidden
            self.begin_sheet(attributes.get(f"{_TABLE} name", ""), "hidden" if hidden else "visible")
            self.empty = 0
        elif name.endswith(" style"):
            self.style = next((value for key, value in attributes.items() if key.endswith(" name")), "")
        elif name.endswith(" table-properties") and attributes.get(f"{_TABLE} display") == "false":
            self.hidden.add(self.style)
        elif self.depth != 1:
            return
        elif name == f"{_TABLE} table-row":
            self.repeated = _whole(attributes.get(f"{_TABLE} number-rows-repeated"), _MOST_ROWS)
        elif name in (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"):
            self.begin_text(attributes)
        elif name == f"{_OFFICE} annotation":
            self.silent += 1
        elif name == f"{_TEXT} p" and not self.silent:
            if self.text:
                self.hear("\n")
            self.parser.CharacterDataHandler = self.hear
        elif name in (f"{_TEXT} s", f"{_TEXT} tab", f"{_TEXT} line-break") and not self.silent:
            self.hear("\n" if name.endswith("break") else " ")

    def end(self, name: str) -> None:
        if name == f"{_TABLE} table":
            self.depth -= 1
            self.end_sheet()
        elif self.depth != 1:
            return
        elif name == f"{_TEXT} p":
            self.parser.CharacterDataHandler = None
        elif name == f"{_OFFICE} annotation":
            self.silent -= 1
        elif name in (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell"):
            self._end_cell()
        elif name == f"{_TABLE} table-row":
            self._end_row()

    def _end_cell(self) -> None:
        value = self._value("".join(self.text))
        times = _whole(self.given.get(f"{_TABLE} number-columns-repeated"), _MOST_COLUMNS)
        if value is None and len(self.row) + times >= _MOST_COLUMNS:
            return  # the empty rest of the row
        self.join(
            *(_whole(self.given.get(f"{_TABLE} number-{way}-spanned"), _MOST_ROWS) for way in ("rows", "columns"))
        )
        self.put(value, times)

    def _end_row(self) -> None:
        if not any(value is not None for value in self.row):
            self.row, self.empty = [], self.empty + self.repeated  # told when another row follows
            return
        if self.empty:
            row, self.row = self.row, []
            self.put_row(self.empty)
            self.row, self.empty = row, 0
        self.put_row(self.repeated)

    def _value(self, text: str) -> object:
        kind = self.given.get(f"{_OFFICE} value-type", "")
        if kind in ("float", "currency", "percentage"):
            return _number(self.given.get(f"{_OFFICE} value", text))
        if kind == "date":
            return _moment(self.given.get(f"{_OFFICE} date-value", text))
        if kind == "time" and (found := _DURATION.match(self.given.get(f"{_OFFICE} time-value", ""))):
            return timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3]))
        return text or None


# ---------------------------------------------------------------------------------------------------------------- xlsb
_ROW_HEADER = 0
_CELLS = range(1, 12)


def check_binary(content: bytes) -> None:
    """Looks at an .xlsb before it is built: its reader makes room for every cell up to the last one.

    Raises:
        TooLarge: it says of itself that it has more than a list can.
    """
    with ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise TooLarge
        for name in archive.namelist():
            if re.fullmatch(r"(?i)/?xl[/\\]worksheets[/\\][^/\\]+\.bin", name):
                last, wide = _extent(archive.read(name))
                if (last + 1) * (wide + 1) > MOST_CELLS:
                    raise TooLarge


def _extent(part: bytes) -> tuple[int, int]:
    """The last row and column of a sheet, counted from 0."""
    place, last, wide = 0, 0, 0
    while place < len(part):
        kind, place = part[place], place + 1
        if kind & 0x80 and place < len(part):
            kind, place = (kind & 0x7F) | (part[place] & 0x7F) << 7, place + 1
        size = shift = 0
        for _byte in range(4):
            if place >= len(part):
                break
            byte, place = part[place], place + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if kind == _ROW_HEADER:
            last = max(last, int.from_bytes(part[place : place + 4], "little"))
        elif kind in _CELLS:
            wide = max(wide, int.from_bytes(part[place : place + 4], "little"))
        place += size
    return last, wide


__all__ = ["OPEN_DOCUMENT", "check_binary", "looks_like_2003", "open_2003", "open_document"]
