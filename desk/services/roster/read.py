"""Reads a site's own roster from an Excel workbook: which sheets, which columns.

Nothing here knows the database. What a line says is in `roster_line.py`, what the words mean in `rules/roster.py`.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

from desk.errors import DeskError
from desk.i18n import _
from desk.rules import roster
from desk.services.roster.cells import sheet_rows
from desk.services.roster.data import RosterContent, SheetPlan
from desk.services.roster.line import SheetReader

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_LOOKED_AT = 30
"""How many rows at the top of a sheet may come before the headings."""
_STEP = 200
"""Rows between two reports of progress."""


# -------------------------------------------------------------------------------------------------------- the workbook
def _broken() -> DeskError:
    return DeskError(
        "roster-broken",
        _(
            "This file cannot be read as an Excel workbook. Open it in Excel, save it again as .xlsx and choose the new file."
        ),
    )


def _content(file: Path) -> bytes:
    # All of it at once: the file is not held open, and one that is open in Excel can be read.
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise DeskError("file-missing", _("The file {file} is not there.").format(file=file.name)) from None
    except OSError as error:
        raise DeskError(
            "file-unreadable",
            _("The file {file} cannot be read. Close it in other programs, or copy it, and try again.").format(
                file=file.name
            ),
        ) from error
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise DeskError(
                "roster-password",
                _("This workbook has a password. Open it in Excel, save it without the password and choose that file."),
            )
        raise DeskError(
            "roster-xls", _("This is an old .xls workbook. Open it in Excel, save it as .xlsx and choose the new file.")
        )
    if not content.startswith(b"PK"):
        if file.suffix.lower() == ".xls":
            raise DeskError(
                "roster-xls",
                _("This is an old .xls workbook. Open it in Excel, save it as .xlsx and choose the new file."),
            )
        raise _broken()
    return content


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    """The workbook; whatever openpyxl says about a damaged one becomes a sentence."""
    import openpyxl

    content = _content(file)
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it does not know; they do not matter to us.
        warnings.simplefilter("ignore")
        try:
            workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # a damaged workbook makes openpyxl raise almost anything
            raise _broken() from error
        try:
            yield workbook
        finally:
            workbook.close()


def _rows(workbook: Any, sheet: Any) -> Iterator[tuple[object, ...]]:
    rows = sheet_rows(workbook, sheet)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as error:  # see _opened
            raise _broken() from error
        yield row


def _heading_texts(row: Sequence[object]) -> tuple[str, ...]:
    return tuple(roster.plain_text(value).replace("\n", " ") for value in row)


def _two_rows(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    """The headings of a column whose heading stands in the row above (merged downwards) or is grouped by it (租户信息: 姓名, 电话)."""
    merged = []
    group = ""
    for index, text in enumerate(lower):
        above = upper[index] if index < len(upper) else ""
        group = above or group
        if not text and roster.heading_field(above):
            merged.append(above)
        elif text and any(word in group for word in ("租户", "租客", "承租")) and "租" not in text:
            merged.append(f"租户{text}")
        else:
            merged.append(text)
    return tuple(merged)


def find_headings(sheet: str, top: Sequence[Sequence[object]]) -> SheetPlan | None:
    """The plan for a sheet from its first rows; None when there is no roster in it.

    The row that names the most fields is the headings' row; it must name the room and a person, or the room and two more.
    """
    best: SheetPlan | None = None
    above: tuple[str, ...] = ()
    for number, row in enumerate(top, start=1):
        texts = _heading_texts(row)
        own = roster.heading_columns(texts)
        if len(own) >= 2:
            headings = _two_rows(above, texts)
            columns = roster.heading_columns(headings)
            enough = "room" in columns and ("name" in columns or "tenant" in columns or len(columns) >= 3)
            if enough and (best is None or len(columns) > len(best.columns)):
                best = SheetPlan(sheet, number, columns, headings)
        above = texts
    return best


def _visible(workbook: Any) -> list[Any]:
    return [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def read_plans(file: Path) -> list[SheetPlan]:
    """The plans of all visible sheets that hold a roster.

    Raises:
        DeskError: `roster-xls`, `roster-password`, `roster-broken`, `file-missing`, `file-unreadable`.
    """
    found = []
    with _opened(file) as workbook:
        for sheet in _visible(workbook):
            plan = find_headings(sheet.title, list(islice(_rows(workbook, sheet), _LOOKED_AT)))
            if plan:
                found.append(plan)
    return found


def stop_if(cancelled: Cancelled | None) -> None:
    """Stops the import when the clerk said so; the transaction is rolled back.

    Raises:
        DeskError: code `cancelled`.
    """
    if cancelled is not None and cancelled():
        raise DeskError("cancelled", _("The import was stopped. Nothing was changed."))


def read_roster(
    file: Path,
    *,
    today: date,
    plans: Sequence[SheetPlan] | None = None,
    skip_bad: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RosterContent:
    """Reads all lines.

    Args:
        file: an .xlsx workbook.
        today: for dates and birthdays.
        plans: how to read which sheets; None guesses from the headings.
        skip_bad: leave out lines with a problem instead of only the wrong field.
        progress: called with the rows read so far and about how many there are.
        cancelled: asked now and then; True stops with DeskError `cancelled`.

    Raises:
        DeskError: see `read_plans`; `roster-none` when no sheet holds a roster.
    """
    content = RosterContent()
    used: list[SheetPlan] = []
    given = {plan.sheet: plan for plan in plans} if plans is not None else None
    with _opened(file) as workbook:
        sheets = _visible(workbook) if given is None else [s for s in workbook.worksheets if s.title in given]
        total = sum(sheet.max_row or 0 for sheet in sheets)
        done = 0
        for sheet in sheets:
            rows = _rows(workbook, sheet)
            top = list(islice(rows, _LOOKED_AT)) if given is None else []
            plan = find_headings(sheet.title, top) if given is None else given[sheet.title]
            if plan is None:
                continue
            used.append(plan)
            reader = SheetReader(plan, content, today, skip_bad=skip_bad)
            for number, row in enumerate(chain(top, rows), start=1):
                if number > plan.header_row:
                    reader.read(number, row)
                done += 1
                if done % _STEP == 0:
                    stop_if(cancelled)
                    if progress is not None:
                        progress(done, max(total, done))
        content.rows = done
    content.plans = tuple(used)
    if not used:
        raise DeskError(
            "roster-none",
            _(
                "No sheet of this file has a row of headings with a room and a name. Name the columns, for example 房号, 姓名, 联系电话."
            ),
        )
    return content
