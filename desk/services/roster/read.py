"""Reads a site's own roster from an Excel workbook: which sheets, which columns.

Nothing here knows the database. What a line says is in `roster_line.py`, what the words mean in `rules/roster.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from desk.errors import DeskError
from desk.i18n import _
from desk.rules import roster
from desk.services.kit.workbooks import Cancelled, Progress, opened, rows, stop_if, visible
from desk.services.roster.data import RosterContent, SheetPlan
from desk.services.roster.line import SheetReader

_LOOKED_AT = 30
"""How many rows at the top of a sheet may come before the headings."""
_STEP = 200
"""Rows between two reports of progress."""


def _heading_texts(row: Sequence[object]) -> tuple[str, ...]:
    return tuple(roster.plain_text(value).replace("\n", " ") for value in row)


def _tworows(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
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
            headings = _tworows(above, texts)
            columns = roster.heading_columns(headings)
            enough = "room" in columns and ("name" in columns or "tenant" in columns or len(columns) >= 3)
            if enough and (best is None or len(columns) > len(best.columns)):
                best = SheetPlan(sheet, number, columns, headings)
        above = texts
    return best


def read_plans(file: Path) -> list[SheetPlan]:
    """The plans of all visible sheets that hold a roster.

    Raises:
        DeskError: `workbook-xls`, `workbook-password`, `workbook-broken`, `file-missing`, `file-unreadable`.
    """
    found = []
    with opened(file) as workbook:
        for sheet in visible(workbook):
            plan = find_headings(sheet.title, list(islice(rows(workbook, sheet), _LOOKED_AT)))
            if plan:
                found.append(plan)
    return found


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
    with opened(file) as workbook:
        sheets = visible(workbook) if given is None else [s for s in workbook.worksheets if s.title in given]
        total = sum(sheet.max_row or 0 for sheet in sheets)
        done = 0
        for sheet in sheets:
            lines = rows(workbook, sheet)
            top = list(islice(lines, _LOOKED_AT)) if given is None else []
            plan = find_headings(sheet.title, top) if given is None else given[sheet.title]
            if plan is None:
                continue
            used.append(plan)
            reader = SheetReader(plan, content, today, skip_bad=skip_bad)
            for number, row in enumerate(chain(top, lines), start=1):
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
