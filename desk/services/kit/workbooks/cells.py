# ruff: noqa: PLC0415 - openpyxl is loaded with the first workbook
"""The values of a worksheet, row by row, straight from the parser: building a tree of every cell would be most of the time of reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from desk.services.kit.workbooks.package import MOST_ESCAPED, Sheet, TooLarge, Workbook, column_index, parse, unescaped

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
        for _piece in parse(source, cells.parser):
            yield from cells.finished()


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
        self.columns: dict[str, int] = {}
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
            self.column = self.column + 1 if place is None else self._column(place)
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
            if self.number > _MOST_ROWS:
                raise ValueError("a row beyond the last one of Excel")
            if self.number <= self.given:
                raise ValueError("rows go back")
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
                row[self.column :] = [_NO_RESULT if unknown else self._value()]
        elif kind == _ROW:
            # A row that is not written is an empty one.
            for _missing in range(self.given + 1, self.number):
                self.rows.append(())
            self.rows.append(tuple(self.row))
            self.given = self.number
        elif kind == _PHONETIC:
            self.silent = False

    def _column(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        index = self.columns.get(letters)
        if index is None:
            index = self.columns[letters] = column_index(letters)
        return index

    def _value(self) -> object:
        text = "".join(self.pieces)
        if self.type == "s":
            return self.shared[int(text)]
        if self.type == "n":
            number = float(text) if "." in text or "E" in text or "e" in text else int(text)
            style = int(self.style) if self.style.isdecimal() else 0
            if style not in self.dates:
                return number
            try:
                return self.from_excel(number, self.epoch, timedelta=style in self.durations)
            except (OverflowError, ValueError):
                return "#VALUE!"
        if self.type == "b":
            return text == "1"
        return self.from_iso(text) if self.type == "d" else unescaped(text)
