"""The sheets of an office's own list of rooms: which are read and how, and what is told of those that are not.

What a sheet is a list of, the feature says (`by_headings`); how a row's place is read, `places`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from desk.i18n import _
from desk.rules import roster
from desk.rules.kit.rooms import RoomKey, parse_parts
from desk.rules.roster_headings import PLACE
from desk.services.kit.workbooks import Book, Cancelled, Progress, rows, stop_if, visible
from desk.services.kit.workbooks.package import Sheet
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan

_LOOKED_AT = 30
"""How many rows at the top of a sheet may come before the headings."""
_STEP = 200

Columns = Callable[[Sequence[str]], dict[str, int] | None]
"""The columns that a row of headings names; None when they are not those of such a list."""


def plan_of(title: str, top: Sequence[Sequence[object]], columns_of: Columns) -> SheetPlan | None:
    """The plan of a sheet by its first rows: the row that names the most fields is that of the headings; None without one."""
    best: SheetPlan | None = None
    above: tuple[str, ...] = ()
    for number, row in enumerate(top, start=1):
        texts = tuple(roster.plain_text(value).replace("\n", " ") for value in row)
        own = sum(bool(text) for text in texts) > 1
        for headings in (texts, _joined(above, texts)) if own else ():
            columns = columns_of(headings)
            if columns and (best is None or len(columns) > len(best.columns)):
                best = SheetPlan(title, number, columns, headings)
        above = texts
    return best


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two rows of headings as one: a heading that is joined downwards stands in the upper row."""
    width = max(len(upper), len(lower))
    rows = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    return tuple(below or over for over, below in zip(*rows, strict=True))


def plans_in(workbook: Book, columns_of: Columns) -> list[SheetPlan]:
    """The plans of all visible sheets that hold such a list."""
    found = (plan_of(sheet.title, _top(workbook, sheet), columns_of) for sheet in visible(workbook))
    return [plan for plan in found if plan is not None]


def not_read(workbook: Book, plans: Sequence[SheetPlan], columns_of: Columns) -> list[ListProblem]:
    """What is told of sheets that hold such a list and are not read: hidden ones, and those without headings."""
    read = {plan.sheet for plan in plans}
    found = []
    for sheet in workbook.worksheets:
        if sheet.title in read:
            continue
        top = _top(workbook, sheet)
        if sheet.sheet_state != "visible":
            if plan_of(sheet.title, top, columns_of):
                message = _("The sheet “{sheet}” is hidden and was not read. Show it in Excel to import it too.")
                found.append(ListProblem(sheet.title, 1, "", "sheet", message.format(sheet=sheet.title)))
        elif any(_is_like(plan, sheet.title, top) for plan in plans):
            # L10N: 工作表“{sheet}”没有表头，未读取。请加上与其他工作表相同的表头。
            message = _("The sheet “{sheet}” was not read: it has no headings. Give it those of the other sheets.")
            found.append(ListProblem(sheet.title, 1, "", "sheet", message.format(sheet=sheet.title)))
    return found


def lines_of(
    workbook: Book,
    plans: Sequence[SheetPlan],
    progress: Progress | None,
    cancelled: Cancelled | None,
    *,
    share: int = 1,
) -> Iterator[tuple[SheetPlan, int, tuple[object, ...]]]:
    """The rows below the headings with their numbers; a cell of a place that is joined over several rows counts for each.

    Args:
        workbook: the opened list.
        plans: of the sheets that are read.
        progress: called with done and total now and then.
        cancelled: asked now and then.
        share: which part of the whole work reading is: 2 is half of it.

    Raises:
        DeskError: `cancelled`.
    """
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    total = sum(sheets[plan.sheet].max_row or 0 for plan in plans if plan.sheet in sheets)
    count = 0
    for plan in plans:
        if plan.sheet not in sheets:
            continue
        places = {index for name, index in plan.columns.items() if name in (*PLACE, "name")}
        for number, row in enumerate(rows(workbook, sheets[plan.sheet], merged=places), start=1):
            if number > plan.header_row:
                yield plan, number, row
            count += 1
            if count % _STEP == 0:
                stop_if(cancelled)
                if progress is not None:
                    progress(count, max(total, count) * share)


def _top(workbook: Book, sheet: Sheet) -> list[tuple[object, ...]]:
    return list(islice(rows(workbook, sheet), _LOOKED_AT))


def _is_like(plan: SheetPlan, title: str, top: Sequence[Sequence[object]]) -> bool:
    """Whether a row of a sheet without headings has a room where the list has its rooms, and something beside it."""
    index, building = plan.columns.get("room", -1), plan.columns.get("building", -1)

    def at(row: Sequence[object], place: int) -> object:
        return row[place] if 0 <= place < len(row) else None

    return any(
        sum(value is not None and value != "" for value in row) > 1
        and isinstance(parse_parts(at(row, building) or title, None, at(row, index)), RoomKey)
        for row in top
        if at(row, index) not in (None, "")
    )


__all__ = ["lines_of", "not_read", "plan_of", "plans_in"]
