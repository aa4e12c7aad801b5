"""What will fall due (handbook S2): by the same function as the run; given out on paper, and compared with the bills later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound, Problem
from desk.i18n import _
from desk.models import Customer, Unit
from desk.models.fees import Bill, BillLine, FeeAssignment, FeeItem, Forecast, ForecastLine
from desk.models.kit.functions import new_ids
from desk.models.money import Charge
from desk.rules import fees as rules
from desk.rules.fees.billing import Assigned, Expected, compare
from desk.rules.fees.billing import forecast as reckoned
from desk.rules.kit import wording
from desk.services.fees import facts
from desk.services.fees.core import chunks, item_names, refuse, rooms, the_unit
from desk.services.fees.entries import ForecastEntry
from desk.services.fees.run import stop_if
from desk.services.fees.views import DifferenceRow, ForecastHomeView, ForecastLineView, ForecastView
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing_copies
from desk.services.kit.sequences import next_number
from desk.services.kit.workbooks import Cancelled, Progress
from desk.services.slips import issue
from desk.slips.engine.slip import Slip
from desk.slips.fees import ForecastFacts, ForecastRow, forecast_slip

UNITS = 400


def check_forecast(desk: Desk, entry: ForecastEntry) -> list[Problem]:  # noqa: ARG001 - as every check is called
    """What is wrong with what is asked: 1 to 12 months."""
    check = Checker()
    if not 1 <= entry.months <= rules.FORECAST_MOST:
        # L10N: 请选择 1 到 12 个月
        check.add("months", "range", _("Ask for 1 to 12 months."))
    return check.problems


def forecast(
    desk: Desk, entry: ForecastEntry, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> ForecastView:
    """What will fall due in the months after this one.

    Raises:
        InvalidInput: field `months`. NotFound: there is no such room or payer. DeskError: `cancelled`.
    """
    refuse(check_forecast(desk, entry))
    with desk.look() as session:
        return _view(session, desk, entry, _expected(session, desk, entry, progress, cancelled))


def forecast_by_home(desk: Desk, entry: ForecastEntry) -> tuple[ForecastHomeView, ...]:
    """Who will owe what in the months after this one, room by room and payer by payer in building order.

    Raises:
        InvalidInput: field `months`. NotFound: there is no such room or payer.
    """
    refuse(check_forecast(desk, entry))
    with desk.look() as session:
        months = _months(desk, entry)
        homes: dict[tuple[int, int | None], dict[date, int | None]] = {}
        for each in _expected(session, desk, entry, None, None):  # in building order
            cells = homes.setdefault((each.unit_id, each.payer_id), {})
            if each.fen is not None:
                cells[each.month] = (cells.get(each.month) or 0) + each.fen
            else:
                cells.setdefault(each.month, None)
        known = {unit_id for unit_id, payer in homes if payer is not None}
        for unit_id in known:  # whom a reading will be billed to is known when it is read
            homes.pop((unit_id, None), None)
        names = rooms(session, [unit_id for unit_id, _payer in homes])
        payers: dict[int, str] = {}
        for some in chunks(sorted({payer for _unit, payer in homes if payer is not None})):
            payers |= dict(session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(some))).all())
        found = []
        for (unit_id, payer), cells in homes.items():
            fen = tuple(cells.get(month, 0) for month in months)
            who = payers.get(payer, "") if payer is not None else ""
            found.append(ForecastHomeView(unit_id, names[unit_id], who, fen, sum(each or 0 for each in fen)))
        return tuple(found)


def _months(desk: Desk, entry: ForecastEntry) -> tuple[date, ...]:
    now = rules.month_of(desk.today())
    return rules.months_from(now, entry.months + 1)[1:]


def _expected(
    session: Session, desk: Desk, entry: ForecastEntry, progress: Progress | None, cancelled: Cancelled | None
) -> list[Expected]:
    months = _months(desk, entry)
    found: list[Expected] = []
    for some in _assigned(session, months, entry.unit_id, progress, cancelled):
        found += reckoned(some, months)
    if entry.payer_id is not None:
        found = [each for each in found if each.payer_id in (None, entry.payer_id)]
    return found


def _assigned(
    session: Session,
    months: Sequence[date],
    unit_id: int | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[list[Assigned]]:
    """What is assigned in the months, some rooms at a time."""
    first, last = months[0], rules.month_end(months[-1])
    items = facts.items_of(session)
    having = select(FeeAssignment.unit_id).where(
        FeeAssignment.since <= last, or_(FeeAssignment.until.is_(None), FeeAssignment.until >= first)
    )
    question = select(Unit.id).where(Unit.id.in_(having)).order_by(Unit.sort)
    if unit_id is not None:
        the_unit(session, unit_id)
        question = question.where(Unit.id == unit_id)
    ids = list(session.scalars(question))
    for start in range(0, len(ids), UNITS):
        stop_if(cancelled)
        yield facts.assigned(session, items, ids[start : start + UNITS], first, last, metered=False)
        if progress is not None:
            progress(min(start + UNITS, len(ids)), len(ids))


def _view(session: Session, desk: Desk, entry: ForecastEntry, expected: Sequence[Expected]) -> ForecastView:
    months = _months(desk, entry)
    by_item: dict[int, dict[date, int | None]] = {}
    for each in expected:
        cells = by_item.setdefault(each.item_id, {})
        if each.fen is None:
            cells[each.month] = None
        else:
            cells[each.month] = (cells.get(each.month) or 0) + each.fen
    names = item_names(session)
    codes = {item_id: place for place, item_id in enumerate(session.scalars(select(FeeItem.id).order_by(FeeItem.code)))}
    lines = tuple(
        ForecastLineView(item_id, names[item_id], tuple(by_item[item_id].get(month, 0) for month in months))
        for item_id in sorted(by_item, key=lambda one: codes[one])
    )
    totals = tuple(sum(line.fen[place] or 0 for line in lines) for place in range(len(months)))
    payer = session.get(Customer, entry.payer_id) if entry.payer_id is not None else None
    if entry.payer_id is not None and payer is None:
        raise NotFound(_("This person is not there."))
    room = rooms(session, [entry.unit_id]).get(entry.unit_id, "") if entry.unit_id else ""
    return ForecastView(
        "", room, payer.name if payer else "", months, lines, totals, sum(totals), _overdue(session, desk, entry), entry.unit_id,
        entry.payer_id,
    )  # fmt: skip


def _overdue(session: Session, desk: Desk, entry: ForecastEntry) -> int:
    question = select(func.coalesce(func.sum(Charge.open_fen), 0)).where(
        Charge.open_fen > 0, Charge.since < desk.today(), Charge.unit_id.is_not(None)
    )
    if entry.unit_id is not None:
        question = question.where(Charge.unit_id == entry.unit_id)
    if entry.payer_id is not None:
        question = question.join(Bill, Bill.charge_id == Charge.id).where(Bill.payer_id == entry.payer_id)
    return int(session.scalar(question) or 0)


def _slip(desk: Desk, view: ForecastView) -> Slip:
    with writing_copies(desk, "forecast") as head:
        return forecast_slip(
            ForecastFacts(
                room=view.room,
                payer=view.payer,
                day=wording.day(desk.today()),
                months=tuple(wording.month(month) for month in view.months),
                rows=tuple(ForecastRow(line.item, line.fen) for line in view.lines),
                totals=view.totals,
                total=view.total,
                overdue=view.overdue,
                **head,
            )
        )


def forecast_preview(desk: Desk, entry: ForecastEntry) -> Slip:
    """The sheet as it would be issued.

    Raises:
        InvalidInput: field `months`. NotFound.
    """
    return _slip(desk, forecast(desk, entry))


def issue_forecast(
    desk: Desk, entry: ForecastEntry, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> ForecastView:
    """Gives a forecast out on paper, and keeps its lines to be compared with the bills.

    Raises:
        InvalidInput: field `months`. NotFound. DeskError: `cancelled`. NotAllowed: nobody is signed in.
    """
    refuse(check_forecast(desk, entry))
    with desk.act("fees.forecast") as act:
        desk.require("receptionist")
        session = act.session
        expected = _expected(session, desk, entry, progress, cancelled)
        view = _view(session, desk, entry, expected)
        row = Forecast(
            number=next_number(session, "YE", desk.local(act.at).date()), at=act.at, staff_id=act.staff_id, first=view.months[0],
            months=entry.months, unit_id=entry.unit_id, payer_id=entry.payer_id, fen=view.total,
        )  # fmt: skip
        session.add(row)
        session.flush()
        lines = [
            {
                "forecast_id": row.id, "unit_id": each.unit_id, "item_id": each.item_id, "month": each.month, "fen": each.fen,
                "rates": " ".join(f"{rate.normalize():f}" for rate in each.rates), "days": each.days,
            }
            for each in expected
            if each.fen is not None
        ]  # fmt: skip
        if lines:
            ids = new_ids(session, ForecastLine, len(lines))
            session.execute(insert(ForecastLine), [{"id": one, **line} for one, line in zip(ids, lines, strict=True)])
        view = replace(view, number=row.number, id=row.id)
        slip = issue(act, desk, _slip(desk, view), subject=f"forecast:{row.id}", number=row.number)
        act.about("forecast", row.id, number=row.number, months=entry.months, fen=view.total)
        if entry.unit_id:
            act.touch("unit", entry.unit_id)
        return replace(view, slip=slip)


def compare_month(desk: Desk, month: date, *, forecast_id: int | None = None) -> tuple[DifferenceRow, ...]:
    """What was billed of a month against the forecast: empty when it was exact, else each difference with its reason.

    Args:
        desk: the desk.
        month: any day of it.
        forecast_id: which forecast; the newest one of the whole site that holds the month when None.

    Raises:
        NotFound: no forecast holds the month.
    """
    first = rules.month_of(month)
    with desk.look() as session:
        row = session.get(Forecast, forecast_id) if forecast_id is not None else _newest(session, first)
        if row is None:
            # L10N: 没有包含该月的预计
            raise NotFound(_("No forecast holds this month."))
        expected = [
            Expected(
                line.unit_id, line.item_id, line.month, line.fen, None,
                tuple(Decimal(rate) for rate in line.rates.split()), line.days,
            )
            for line in session.scalars(
                select(ForecastLine).where(ForecastLine.forecast_id == row.id, ForecastLine.month == first)
            )
        ]  # fmt: skip
        found = compare(expected, _billed(session, first, row))
        names, items = rooms(session, [each.unit_id for each in found]), item_names(session)
        return tuple(
            DifferenceRow(
                each.unit_id,
                names[each.unit_id],
                items[each.item_id],
                each.month,
                each.expected,
                each.billed,
                each.reason,
            )
            for each in found
        )


def _newest(session: Session, month: date) -> Forecast | None:
    for row in session.scalars(
        select(Forecast)
        .where(Forecast.unit_id.is_(None), Forecast.payer_id.is_(None), Forecast.first <= month)
        .order_by(Forecast.id.desc())
    ):
        if month in rules.months_from(row.first, row.months):
            return row
    return None


def _billed(session: Session, month: date, row: Forecast) -> list[Expected]:
    """The bills of a month for items with a fixed price, as a forecast says them."""
    question = (
        select(Bill.id, Bill.unit_id, Bill.item_id, Bill.fen, Bill.payer_id)
        .join(FeeItem, FeeItem.id == Bill.item_id)
        .where(Bill.month == month, Bill.state != "void", FeeItem.basis != "meter")
    )
    if row.unit_id is not None:
        question = question.where(Bill.unit_id == row.unit_id)
    if row.payer_id is not None:
        question = question.where(Bill.payer_id == row.payer_id)
    rates: Mapping[int, list[tuple[Decimal, int]]] = defaultdict(list)
    lines = (
        select(BillLine.bill_id, BillLine.rate, BillLine.days)
        .join(Bill, Bill.id == BillLine.bill_id)
        .where(Bill.month == month, Bill.state != "void")
    )
    if row.unit_id is not None:
        lines = lines.where(Bill.unit_id == row.unit_id)
    for bill_id, rate, days in session.execute(lines):
        rates[bill_id].append((rate, days))
    return [
        Expected(
            unit_id, item_id, month, fen, payer_id, tuple(rate for rate, _days in rates[bill_id]),
            sum(days for _rate, days in rates[bill_id]),
        )
        for bill_id, unit_id, item_id, fen, payer_id in session.execute(question)
    ]  # fmt: skip


__all__ = ["check_forecast", "compare_month", "forecast", "forecast_preview", "issue_forecast"]
