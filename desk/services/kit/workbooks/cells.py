# ruff: noqa: PLC0415 - openpyxl is loaded with the first workbook
"""The values of a worksheet, row by row, straight from the parser: building a tree of every cell would be most of the time of reading.

Rows as Excel, WPS and openpyxl write them (cells with a value or a text, and nothing else) are read by a pattern, in a third of the
parser's time; from the first row on that is any different, the parser reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any
from xml.parsers import expat

from desk.services.kit.workbooks.package import (
    MOST_ESCAPED,
    MOST_TOKEN,
    PIECE,
    Sheet,
    TooLarge,
    Workbook,
    column_index,
    parse,
    unescaped,
)

_SPACES = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
_ROW, _CELL, _VALUE, _TEXT, _PHONETIC, _FORMULA = range(6)
_KNOWN = {
    f"{space} {name}": kind
    for space in _SPACES
    for name, kind in (("row", _ROW), ("c", _CELL), ("v", _VALUE), ("t", _TEXT), ("rPh", _PHONETIC), ("f", _FORMULA))
}
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_NO_RESULT = "#VALUE!"
"""A formula whose result is not in the file: a program wrote it, and it was never opened in Excel."""


def sheet_rows(workbook: Workbook, sheet: Sheet) -> Iterator[tuple[object, ...]]:
    """The values of all rows of a worksheet; rows that are not in the file are empty.

    Args:
        workbook: an opened workbook.
        sheet: one of its worksheets.
    """
    cells = _Cells(workbook)
    with workbook.open(sheet.part) as source:
        plain = _Plain(source, cells)
        for _piece in plain.read():
            yield from cells.finished()
        for _piece in parse(source, cells.parser, begun=plain.rest, given=plain.given):
            yield from cells.finished()


_BEGIN = b"<sheetData>"
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.[01][\"'](?: encoding=[\"'](?i:utf-8)[\"'])?(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>)?\s*"
    rb'<worksheet [^<>]{0,4000}?\bxmlns="([^"<>&]{1,200})"[^<>]{0,4000}>'
)
"""What stands before the rows: text in UTF-8, no other names for the elements."""
_MOST_HEAD = 1 << 20
_PLAIN_ROW = re.compile(
    rb'\s*<row (?:[^<>&]{0,400}? )?r="([0-9]{1,7})"(?: [^<>&]{0,400}?)?(?:/>|>(.*?)</row>)', re.DOTALL
)
_PLAIN_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,5})")?(?: t="([a-zA-Z]{1,9})")?'
    rb'(?:/>|>(?:<v>([^<&\r]*)</v>|<is><t(?: xml:space="preserve")?>([^<&\r]*)</t></is>)?</c>)|(.+)',
    re.DOTALL,
)


class _Plain:
    """Reads the rows at the beginning of a sheet that are written plainly; `rest` is what the parser has to read after them."""

    def __init__(self, source: IO[bytes], cells: _Cells) -> None:
        self.source = source
        self.cells = cells
        self.rest = b""
        self.given = 0

    def read(self) -> Iterator[None]:
        """Gives control back after each piece."""
        if not self._begin():
            return
        plain = True
        while plain and len(self.rest) < MOST_TOKEN:
            end = self.rest.rfind(b"</row>") + 6
            if end > 6:
                place = self._rows(self.rest[:end])
                plain, self.rest = place == end, self.rest[place:]
                yield
            if plain:
                piece = self.source.read(PIECE)
                self.rest += piece
                plain = bool(piece)

    def _begin(self) -> bool:
        """Gives the parser all that stands before the rows; False when it has to read the rows, too."""
        while (at := self.rest.find(_BEGIN)) < 0 and len(self.rest) < _MOST_HEAD:
            piece = self.source.read(PIECE)
            if not piece:
                return False
            self.rest += piece
        head = _HEAD.match(self.rest)
        if at < 0 or head is None or head[1].decode("ascii", "replace") not in _SPACES or b"<!" in self.rest[:at]:
            return False
        self.given = at + len(_BEGIN)
        self.cells.parser.Parse(self.rest[: self.given], False)
        self.rest = self.rest[self.given :]
        return True

    def _rows(self, block: bytes) -> int:
        """Reads whole rows; up to where they are plain."""
        place, cells = 0, self.cells
        while (found := _PLAIN_ROW.match(block, place)) is not None:
            row: list[object] = []
            for letters, style, kind, value, text, other in _PLAIN_CELL.findall(found[2] or b""):
                if other:
                    return place
                written = value or text
                if written:
                    column = cells.column_of(letters)
                    if not len(row) <= column < _MOST_COLUMNS or len(written) > MOST_ESCAPED:
                        return place
                    row.extend([None] * (column - len(row)))
                    if kind == b"inlineStr":
                        row.append(unescaped(written.decode()))
                    elif kind == b"s":
                        row.append(cells.shared[int(written)])
                    else:
                        row.append(cells.value(kind.decode() or "n", style.decode() or "0", written.decode()))
            cells.put(int(found[1]), row)
            place = found.end()
        return place


class _Cells:
    """Listens to the parser and collects whole rows."""

    def __init__(self, workbook: Workbook) -> None:
        from openpyxl.utils.datetime import from_excel, from_ISO8601

        self.from_excel: Any = from_excel
        self.from_iso: Any = from_ISO8601
        self.shared = workbook.shared
        self.epoch = workbook.epoch
        self.dates: set[int] = workbook.dates
        self.durations: set[int] = workbook.durations
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.rows: list[tuple[object, ...]] = []
        self.given = 0
        self.number = 0
        self.row: list[object] = []
        self.columns: dict[str | bytes, int] = {}
        self.column = -1
        self.type = "n"
        self.style = "0"
        self.pieces: list[str] = []
        self.size = 0
        self.silent = False
        self.formula = False
        self.valued = False

    def finished(self) -> list[tuple[object, ...]]:
        """The rows that are complete since the last time."""
        rows, self.rows = self.rows, []
        return rows

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = _KNOWN.get(name)
        if kind is None:
            return
        if kind == _CELL:
            place = attributes.get("r")
            self.column = self.column + 1 if place is None else self.column_of(place.rstrip("0123456789"))
            self.type = attributes.get("t", "n")
            self.style = attributes.get("s", "0")
            self.pieces, self.size = [], 0
            self.formula = self.valued = False
        elif kind == _VALUE:
            # Some programs write the value twice, as text beside it too: this one counts.
            self.pieces, self.size, self.valued = [], 0, True
            self.parser.CharacterDataHandler = self._characters
        elif kind == _TEXT:
            if not self.silent and not self.valued:
                self.parser.CharacterDataHandler = self._characters
        elif kind == _ROW:
            number = attributes.get("r")
            self.number = self.number + 1 if number is None else int(float(number))
            self._check(self.number)
            self.row, self.column = [], -1
        elif kind == _FORMULA:
            self.formula = True
        else:
            self.silent = True

    def _characters(self, text: str) -> None:
        self.size += len(text)
        if self.size > MOST_ESCAPED:
            raise TooLarge
        self.pieces.append(text)

    def _end(self, name: str) -> None:
        kind = _KNOWN.get(name)
        if kind is None:
            return
        if kind in (_VALUE, _TEXT):
            self.parser.CharacterDataHandler = None
        elif kind == _CELL:
            # A formula that gave an empty text says so by its type.
            unknown = self.formula and not self.size and self.type == "n"
            if (self.size or unknown) and 0 <= self.column < _MOST_COLUMNS:
                row = self.row
                row.extend([None] * (self.column - len(row)))
                row[self.column :] = [
                    _NO_RESULT if unknown else self.value(self.type, self.style, "".join(self.pieces))
                ]
        elif kind == _ROW:
            self._put(self.row)
        elif kind == _PHONETIC:
            self.silent = False

    def put(self, number: int, row: list[object]) -> None:
        """A whole row that was read without the parser."""
        self._check(number)
        self.number = number
        self._put(row)

    def _check(self, number: int) -> None:
        if number > _MOST_ROWS:
            raise ValueError("a row beyond the last one of Excel")
        if number <= self.given:
            raise ValueError("rows go back")

    def _put(self, row: list[object]) -> None:
        # A row that is not written is an empty one.
        for _missing in range(self.given + 1, self.number):
            self.rows.append(())
        self.rows.append(tuple(row))
        self.given = self.number

    def column_of(self, letters: str | bytes) -> int:
        """The number of a column by its letters."""
        index = self.columns.get(letters)
        if index is None:
            index = self.columns[letters] = column_index(letters)
        return index

    def value(self, kind: str, written: str, text: str) -> object:
        """What a cell holds, by its type and its style as the file writes them."""
        if kind == "s":
            return self.shared[int(text)]
        if kind == "n":
            number = float(text) if "." in text or "E" in text or "e" in text else int(text)
            style = int(written) if written.isdecimal() else 0
            if style not in self.dates:
                return number
            try:
                return self.from_excel(number, self.epoch, timedelta=style in self.durations)
            except (OverflowError, ValueError):
                return "#VALUE!"
        if kind == "b":
            return text == "1"
        return self.from_iso(text) if kind == "d" else unescaped(text)
