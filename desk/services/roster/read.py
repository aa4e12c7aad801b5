"""Reads a site's own roster from an Excel workbook: which sheets, which columns.

Nothing here knows the database. What a line says is in `roster_line.py`, what the words mean in `rules/roster.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain, islice
from pathlib import Path

from desk.errors import DeskError
from desk.i18n import _
from desk.rules import roster
from desk.rules.kit.rooms import RoomKey, parse_parts
from desk.rules.roster_headings import group_heading, heading_columns, heading_field
from desk.rules.roster_places import Title
from desk.services.kit.workbooks import Book, Cancelled, Progress, opened, rows, stop_if, visible
from desk.services.kit.workbooks.package import Sheet
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan
from desk.services.roster import titles
from desk.services.roster.data import RosterContent
from desk.services.roster.line import SheetReader

_LOOKED_AT = 30
"""How many rows at the top of a sheet may come before the headings."""
_TOLD = frozenset(
    ("name", "document", "tenant", "tenant_phone", "tenant_document", "family", "family_phone", "family_document")
)
"""Fields whose columns are told when they cannot be read; a third phone or a second note is not."""
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
        if not text and heading_field(above):
            merged.append(above)
        else:
            merged.append(group_heading(group, text) if text and group else text)
    return tuple(merged)


def find_headings(sheet: str, top: Sequence[Sequence[object]]) -> SheetPlan | None:
    """The plan for a sheet from its first rows; None when there is no roster in it.

    The row that names the most fields is the headings' row; it must name the room and a person, or the room and two more.
    """
    best: SheetPlan | None = None
    above: tuple[str, ...] = ()
    for number, row in enumerate(top, start=1):
        texts = _heading_texts(row)
        own = heading_columns(texts)
        if len(own) >= 2:
            headings = _tworows(above, texts)
            columns = heading_columns(headings)
            if len(columns) < len(own):
                headings, columns = texts, own
            enough = "room" in columns and ("name" in columns or "tenant" in columns or len(columns) >= 3)
            if enough and (best is None or len(columns) > len(best.columns)):
                best = SheetPlan(sheet, number, columns, headings)
        above = texts
    return best


_ROWS_LIKE_THE_FIRST = 5
_MOBILE = re.compile(r"1[3-9]\d{9}")


def like_the_first(sheet: str, top: Sequence[Sequence[object]], first: SheetPlan | None) -> SheetPlan | None:
    """The plan of a further sheet without headings, whose rows are those of the first sheet's columns; None when they are not."""
    if first is None or "name" not in first.columns:
        return None
    looked = [row for row in top if sum(value is not None and value != "" for value in row) > 1][:_ROWS_LIKE_THE_FIRST]

    def fits(row: Sequence[object]) -> bool:
        def text(name: str) -> str:
            index = first.columns.get(name, -1)
            return roster.plain_text(row[index]) if 0 <= index < len(row) else ""

        building = text("building") or sheet
        room, name = text("room"), text("name")
        named = any(c.isalpha() for c in name) or not name
        return named and isinstance(parse_parts(building, None, room), RoomKey)

    if not looked or not all(fits(row) for row in looked):
        return None
    return SheetPlan(sheet, 0, first.columns, first.headings)


def _passed_over(sheet: Sheet, top: Sequence[Sequence[object]]) -> ListProblem | None:
    """What is told of a sheet that is not read although there are people in it, or a table of anything."""
    wide = sum(sum(value is not None and value != "" for value in row) > 1 for row in top)
    if wide < 2 and not any(_MOBILE.search(roster.plain_text(value)) for row in top for value in row):
        return None
    message = _("The sheet “{sheet}” was not read: it has no row of headings with a room and a name.")
    return ListProblem(sheet.title, 1, "", "sheet", message.format(sheet=sheet.title))


def _hidden(workbook: Book) -> list[ListProblem]:
    """What is told of hidden sheets that hold a roster."""
    found = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            top = list(islice(rows(workbook, sheet), _LOOKED_AT))
            if find_headings(sheet.title, top) or _passed_over(sheet, top):
                message = _("The sheet “{sheet}” is hidden and was not read. Show it in Excel to import it too.")
                found.append(ListProblem(sheet.title, 1, "", "sheet", message.format(sheet=sheet.title)))
    return found


def _unread_columns(plan: SheetPlan) -> list[ListProblem]:
    """What is told of columns with names, phones or documents that are not read, since another column has their meaning."""
    taken = set(plan.columns.values())
    found = []
    for index, heading in enumerate(plan.headings):
        field = heading_field(heading) if heading and index not in taken else None
        if field in _TOLD or (field == "phone" and "phone2" not in plan.columns):
            message = _("The column “{heading}” is not read: another column is read for it already.")
            letter = roster.column_letter(index)
            found.append(
                ListProblem(
                    plan.sheet, max(plan.header_row, 1), letter, "column", message.format(heading=heading), heading
                )
            )
    return found


def read_plans(file: Path) -> list[SheetPlan]:
    """The plans of all visible sheets that hold a roster.

    Raises:
        DeskError: `workbook-password`, `workbook-broken`, `file-missing`, `file-unreadable`.
    """
    found: list[SheetPlan] = []
    with opened(file) as workbook:
        for sheet in visible(workbook):
            top = list(islice(rows(workbook, sheet), _LOOKED_AT))
            plan = find_headings(sheet.title, top) or like_the_first(sheet.title, top, found[0] if found else None)
            if plan:
                found.append(plan)
    return found


def _guessed(
    sheet: Sheet, top: Sequence[Sequence[object]], used: Sequence[SheetPlan], content: RosterContent, title: Title
) -> SheetPlan | None:
    """The plan of a sheet by its first rows; what of it is not read is told."""
    plan = find_headings(sheet.title, top) or like_the_first(sheet.title, top, used[0] if used else None)
    if plan is not None and title.left and used:
        # L10N: 从名称看，工作表“{sheet}”是已搬离的人，没有读取。如需导入，请在列的设置中选中它。
        message = _(
            "By its name the sheet “{sheet}” is of people who have left. It was not read; choose it to import it."
        )
        content.problems.append(ListProblem(sheet.title, 1, "", "sheet", message.format(sheet=sheet.title)))
        return None
    if plan is not None:
        content.problems += _unread_columns(plan)
    elif passed_over := _passed_over(sheet, top):
        content.problems.append(passed_over)
    return plan


def _chosen(
    sheet: Sheet, top: Sequence[Sequence[object]], given: Mapping[str, SheetPlan], content: RosterContent
) -> SheetPlan:
    """The plan the clerk left. What was chosen is no news; what nobody chose is told."""
    plan = given[sheet.title]
    content.problems += _unread_columns(plan) if plan == find_headings(sheet.title, top) else []
    return plan


def _not_offered(workbook: Book, given: Mapping[str, SheetPlan]) -> list[ListProblem]:
    """What is told of the sheets that could not be chosen, because they are hidden or have no headings."""
    found = [each for each in _hidden(workbook) if each.sheet not in given]
    for sheet in visible(workbook):
        if sheet.title in given:
            continue
        top = list(islice(rows(workbook, sheet), _LOOKED_AT))
        chosen = find_headings(sheet.title, top) or any(
            like_the_first(sheet.title, top, plan) for plan in given.values()
        )
        if not chosen and (passed_over := _passed_over(sheet, top)):
            found.append(passed_over)
    return found


def read_roster(
    file: Path,
    *,
    today: date,
    plans: Sequence[SheetPlan] | None = None,
    skip_bad: bool = False,
    estate: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RosterContent:
    """Reads all lines.

    Args:
        file: an .xlsx workbook.
        today: for dates and birthdays.
        plans: how to read which sheets; None guesses from the headings.
        skip_bad: leave out lines with a problem instead of only the wrong field.
        estate: the estate's name, which may stand in front of a room.
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
        content.problems += _hidden(workbook) if given is None else _not_offered(workbook, given)
        said = titles.of_sheets(
            sheets, lambda sheet: islice(rows(workbook, sheet), _LOOKED_AT), find_headings if given is None else given
        )
        for sheet in sheets:
            lines = rows(workbook, sheet, merged=True)
            top = list(islice(lines, _LOOKED_AT))
            title = said[sheet.title]
            plan = _guessed(sheet, top, used, content, title) if given is None else _chosen(sheet, top, given, content)
            if plan is None:
                continue
            used.append(plan)
            above = top[: plan.header_row]
            reader = SheetReader(
                plan, content, today, skip_bad=skip_bad, estate=estate, from_1904=workbook.from_1904, title=title, above=above
            )  # fmt: skip
            for number, row in enumerate(chain(top, lines), start=1):
                if number > plan.header_row:
                    reader.read(number, row)
                content.rows += 1
                if content.rows % _STEP == 0:
                    stop_if(cancelled)
                    if progress is not None:
                        progress(content.rows, max(total, content.rows))
            content.problems += [*reader.beside.told(), *reader.doubts.settle(content)]
    content.plans = tuple(used)
    content.problems += titles.on_two_sheets(content) if len(used) > 1 else []
    if not used:
        raise _no_roster()
    return content


def _no_roster() -> DeskError:
    message = _(
        "No sheet of this file has a row of headings with a room and a name. Name the columns, for example 房号, 姓名, 联系电话."
    )
    return DeskError("roster-none", message)
