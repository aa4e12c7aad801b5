"""Reading the slips: how often one was printed and by whom, and the list of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from desk.models import PrintLog, SlipRecord, Staff
from desk.models.kit.functions import holds, words_in
from desk.models.slips import printings_of
from desk.services import slips
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page, check_sort
from desk.services.slips.core import SlipView, view_of


@dataclass(frozen=True, slots=True)
class PrintingView:
    """One printing of a slip.

    Attributes:
        count: 0 for the first one, else the number beside 补打.
        printer: the system's name of the printer; "" when it is not known.
        reason: why it was printed again, or "".
    """

    count: int
    at: datetime
    staff: str
    printer: str
    reason: str
    taken: bool


def printings(desk: Desk, number: str) -> tuple[PrintingView, ...]:
    """The printings of a slip, oldest first.

    Raises:
        NotFound: no slip has this number.
    """
    view = slips.slip_view(desk, number)
    with desk.look() as session:
        rows = session.execute(
            select(PrintLog, Staff.name)
            .join(Staff, Staff.id == PrintLog.staff_id)
            .where(PrintLog.slip_id == view.id)
            .order_by(PrintLog.id)
        )
        return tuple(PrintingView(row.count, row.at, name, row.printer, row.reason, row.taken) for row, name in rows)


_SORTS = {"issued": SlipRecord.id, "number": SlipRecord.number, "title": SlipRecord.title, "state": SlipRecord.state}


def slip_list(
    desk: Desk,
    *,
    text: str = "",
    kind: str = "",
    sort: str = "issued",
    descending: bool = True,
    offset: int = 0,
    limit: int = 200,
) -> Page[SlipView]:
    """All slips, sorted and cut in SQL.

    Args:
        desk: the desk.
        text: words that all have to occur in the number or the title.
        kind: code of a kind of slip; "" for every kind.
        sort: issued, number, title or state.
        descending: the last one first.
        offset: rows left out at the start.
        limit: the most rows.

    Raises:
        InvalidInput: field `sort`: there is no such order.
    """
    check_sort(sort, _SORTS)
    wanted = [SlipRecord.kind == kind] if kind else []
    wanted += [or_(holds(SlipRecord.number, word), holds(SlipRecord.title, word)) for word in words_in(text)]
    column = _SORTS[sort]
    count = printings_of(SlipRecord.id)
    statement = (
        select(SlipRecord, count)
        .options(joinedload(SlipRecord.staff))
        .where(*wanted)
        .order_by(column.desc() if descending else column, SlipRecord.id.desc())
        .offset(offset)
        .limit(limit)
    )
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(SlipRecord).where(*wanted)) or 0
        rows = tuple(view_of(row, printed, row.staff.name) for row, printed in session.execute(statement))
    return Page(rows, total)
