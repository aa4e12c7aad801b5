# ruff: noqa: PLC0415 - openpyxl is loaded with the first workbook
"""Workbooks that are written: texts stay texts (what begins with = is no formula), headings in bold that stay in sight."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from desk.errors import StorageError
from desk.i18n import _
from desk.slips.engine.fonts import clean

_PERCENT = "0.0%"
_MOMENT = "yyyy-mm-dd hh:mm"
_AMOUNT = "#,##0.00"


def new_book() -> Any:
    """An empty workbook."""
    from openpyxl import Workbook

    book: Any = Workbook(write_only=False)
    book.remove(book.active)
    return book


def save(book: Any, path: Path) -> Path:
    """Writes the workbook beside its place and moves it there when it is complete.

    Raises:
        StorageError: `file-in-use` when another program holds the file, `io` else.
    """
    part = path.with_name(path.name + ".part")
    try:
        _refuse_what_is_no_file(path)
        book.save(part)
        os.replace(part, path)  # noqa: PTH105 - replaces on Windows too
    except PermissionError as error:
        raise StorageError(
            "file-in-use",
            _("{file} is open in another program or write-protected. Close it there, or choose another name.").format(
                file=path.name
            ),
        ) from error
    except OSError as error:
        raise StorageError(
            "io", _("{file} cannot be written ({error}).").format(file=path.name, error=error)
        ) from error
    finally:
        with suppress(OSError):  # a name that is too long cannot be taken away either
            part.unlink(missing_ok=True)
    return path


def _refuse_what_is_no_file(path: Path) -> None:
    """A device or a pipe would be replaced by the file: whoever may do that (an administrator) would break the machine.

    Raises:
        StorageError: `io`. OSError: the disk said no.
    """
    if path.exists() and not path.is_file():
        # L10N: {file} 不是普通文件
        raise StorageError("io", _("{file} is no ordinary file. Choose another name.").format(file=path.name))


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages that are written as a workbook is: beside their place, and moved there whole."""

    pdf: bytes

    def save(self, part: Path) -> None:
        """Writes them."""
        part.write_bytes(self.pdf)


class Percent(Decimal):
    """A share in per cent, to be written as a rate."""


class Amount(Decimal):
    """An amount of yuan, to be written with two places."""


class Sheet:
    """A sheet with headings in bold that stay in sight."""

    def __init__(self, book: Any, title: str, headings: Sequence[tuple[str, float]]) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._sheet = book.create_sheet(_sheet_name(title, book.sheetnames))
        self._row = 0
        self.row([heading for heading, _width in headings])
        for place, (_heading, width) in enumerate(headings, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
            self._sheet.cell(1, place).font = Font(bold=True)
        self._sheet.freeze_panes = "A2"

    def row(self, values: Iterable[object]) -> None:
        """Adds a line: texts as texts, whole numbers, amounts, shares, moments."""
        self._row += 1
        for place, value in enumerate(values, 1):
            if value == "" or value is None:
                continue
            cell = self._sheet.cell(self._row, place)
            if isinstance(value, Percent):
                cell.value = value / 100
                cell.number_format = _PERCENT
            elif isinstance(value, Amount):
                cell.value = value
                cell.number_format = _AMOUNT
            elif isinstance(value, datetime):
                cell.value = value
                cell.number_format = _MOMENT
            elif isinstance(value, str):
                cell.value = clean(value)
                cell.data_type = "s"  # = + - @ begin a formula else
            else:
                cell.value = value

    def bars(self, title: str, values: int, *, across: bool = False) -> None:
        """Draws the rows so far as bars at the right of the table, by the names of the first column; the program's own drawings live on paper.

        Args:
            title: over the chart.
            values: the column that is drawn, from 1.
            across: the bars lie, for long names; else they stand.
        """
        from openpyxl.chart import BarChart, Reference

        if self._row < 2:
            return
        chart: Any = BarChart()
        chart.type, chart.title, chart.legend = ("bar" if across else "col"), title, None
        chart.height, chart.width = max(7.0, min(16.0, 2.5 + 0.8 * self._row)) if across else 8.0, 18.0
        if across:
            chart.x_axis.scaling.orientation = "maxMin"
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.add_data(Reference(self._sheet, min_col=values, min_row=2, max_row=self._row))
        chart.set_categories(Reference(self._sheet, min_col=1, min_row=2, max_row=self._row))
        self._sheet.add_chart(chart, f"{chr(ord('A') + self._sheet.max_column + 1)}2")


def _sheet_name(title: str, taken: Iterable[str]) -> str:
    """A name that workbooks allow: at most 31 characters, without the marks of their formulas, each once."""
    name = "".join(" " if character in "[]:*?/\\" else character for character in title).strip()[:28] or "-"
    used = {other.casefold() for other in taken}
    number, found = 1, name
    while found.casefold() in used:
        number += 1
        found = f"{name} {number}"
    return found


__all__ = ["Amount", "Pages", "Percent", "Sheet", "new_book", "save"]
