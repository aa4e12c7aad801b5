# ruff: noqa: PLC0415 - openpyxl is loaded with the first workbook
"""A copy of an office's own list with what is wrong marked in it: the cell is coloured and says why, so it is put right where it is kept."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desk.errors import DeskError
from desk.i18n import _
from desk.rules.kit.personal import exported
from desk.services.kit.workbooks import opened, rows

if TYPE_CHECKING:
    from openpyxl import Workbook

    from desk.services.kit.desk import Desk

_COLOUR = "FFFFE08A"
_MOST = 32_000
"""Characters of a comment, a little less than a cell holds."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a cell; `column`: its letters, "" for the row as a whole."""

    sheet: str
    row: int
    column: str
    words: str


def marked_copy(file: Path, marks: Iterable[Mark], target: Path) -> None:
    """Writes a copy of a list as .xlsx in which the cells with a problem are coloured and carry a comment.

    Of an .xlsx all stays as it looks, but for pictures and macros; of any other list the values stay.

    Args:
        file: the list that was read.
        marks: what is wrong, several of one cell together.
        target: where the copy goes.

    Raises:
        DeskError: `file-unwritable`; what `workbooks.opened` says of a list that cannot be read.
    """
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = _book(file)
    said: dict[tuple[str, int, str], list[str]] = {}
    for mark in marks:
        said.setdefault((mark.sheet, max(mark.row, 1), mark.column or "A"), []).append(mark.words)
    fill = PatternFill("solid", start_color=_COLOUR, end_color=_COLOUR)
    for (title, row, column), words in said.items():
        if title not in book.sheetnames:
            continue
        cell = book[title][f"{column}{row}"]
        for joined in book[title].merged_cells.ranges:
            if cell.coordinate in joined:  # only the first cell of joined ones can carry anything
                cell = book[title].cell(joined.min_row, joined.min_col)
                break
        before = cell.comment.text + "\n" if cell.comment is not None else ""
        cell.fill = fill
        cell.comment = Comment((before + "\n".join(words))[:_MOST], "Desk", height=120, width=320)
    try:
        book.save(target)
    except OSError as error:
        message = _("{file} cannot be written. Close it in Excel, or choose another name.").format(file=target.name)
        raise DeskError("file-unwritable", message) from error


def keep_problems(
    desk: Desk,
    file: Path,
    marks: Sequence[Mark],
    target: Path,
    *,
    headings: Sequence[str],
    lines: Sequence[Sequence[str]],
) -> Path:
    """Keeps what is wrong with an office's own list: as a copy of it with the cells marked, or as CSV where the name ends so.

    The copy says what the list itself says, so it needs nobody's word; that it was made is kept, for people stand in it (handbook C-27).

    Args:
        desk: the desk.
        file: the list that was read.
        marks: what is wrong.
        target: where to.
        headings: of the CSV.
        lines: of the CSV.

    Raises:
        DeskError: `file-unwritable`. NotAllowed: nobody is signed in.
    """
    with desk.act("import.problems-export") as act:
        desk.require("receptionist")
        rule = exported(act.name)
        act.subject = "site:1"
        act.data.update(people=len({(one.sheet, one.row) for one in marks}), purpose=rule.purpose, file=target.name)
        act.only_looked()
        if target.suffix.lower() != ".csv":
            marked_copy(file, marks, target)
        else:
            _write_lines(headings, lines, target)
        act.if_lost.append(lambda: target.unlink(missing_ok=True))
    return target


def _write_lines(headings: Sequence[str], lines: Sequence[Sequence[str]], target: Path) -> None:
    try:
        with target.open("w", newline="", encoding="utf-8-sig") as stream:  # Excel has its characters right
            csv.writer(stream).writerows([headings, *lines])
    except OSError as error:
        message = _("{file} cannot be written. Close it in Excel, or choose another name.").format(file=target.name)
        raise DeskError("file-unwritable", message) from error


def _book(file: Path) -> Workbook:
    from openpyxl import Workbook as New
    from openpyxl import load_workbook  # loaded late: a tenth of a second

    with opened(file) as found:  # what is too large or broken is refused before openpyxl builds all of it
        if file.suffix.lower() == ".xlsx":
            try:
                return load_workbook(file)
            except Exception:  # noqa: BLE001  # what it does not bear is written anew, with the values
                pass
        book = New()
        book.remove(book.worksheets[0])
        for sheet in found.worksheets:
            page = book.create_sheet(sheet.title[:31])
            page.sheet_state = sheet.sheet_state
            for row in rows(found, sheet):
                page.append([value if _plain(value) else str(value) for value in row])
        return book


def _plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float, bool)) or hasattr(value, "isoformat")


__all__ = ["Mark", "keep_problems", "marked_copy"]
