"""Workbooks for tests of lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl


def workbook(file: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], merge: Sequence[str] = ()) -> Path:
    """Writes sheets (name: rows), the cells `merge` joined on each of them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        page = book.create_sheet(title)
        for line in lines:
            page.append(line)
        for cells in merge:
            page.merge_cells(cells)
    book.save(file)
    return file
