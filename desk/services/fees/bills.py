"""Bills: the list, one of them with its lines and history, disputes, court, voids by reversal (handbook S1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select
from sqlalchemy.orm import Session

from desk import i18n
from desk.errors import DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import SlipRecord, Staff, Unit
from desk.models.fees import Bill, BillEvent, BillLine, FeeItem, Meter, MeterReading
from desk.models.kit.functions import begins_with, holds, words_in
from desk.models.money import Charge
from desk.rules import fees as rules
from desk.rules.fees import dunning
from desk.services.fees.core import absent, chunks, get, note, rooms
from desk.services.fees.views import BillEventView, BillLineView, BillRow, BillView, SoonRow
from desk.services.finder import index
from desk.services.finder.index import Page as IndexPage
from desk.services.finder.index import newest
from desk.services.finder.reading import met
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, Step, moving
from desk.services.kit.paging import Page, check_sort
from desk.services.kit.words import TextView, texts_of
from desk.services.money.within import get as get_charge
from desk.services.money.within import give_prepaid_back, mark_disputed, take_back
from desk.services.slips import SlipView, views, void_within

BILLS = Kept(rules.BILL, Bill, lambda: absent(Bill))
"""Bills and their life cycle."""


# ---------------------------------------------------------------------------------------------------------------- acts
def dispute(desk: Desk, bill_id: int, *, reason: str) -> BillView:
    """Records that a bill is disputed: it is still shown and owed, but not dunned, and payments pass over it.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`, nothing of it is owed. NotFound; NotAllowed.
    """
    with moving(desk, BILLS, bill_id, "dispute", {"reason": reason}) as step:
        mark_disputed(step.act.session, step.row.charge_id, on=True)
        return _moved(desk, step, reason)


def resolve(desk: Desk, bill_id: int, *, reason: str) -> BillView:
    """Records how a dispute was settled: the bill is dunned again from here on.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, BILLS, bill_id, "resolve", {"reason": reason}) as step:
        mark_disputed(step.act.session, step.row.charge_id, on=False)
        return _moved(desk, step, reason)


def sue(desk: Desk, bill_id: int, *, reason: str) -> BillView:
    """Takes a bill to court.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, BILLS, bill_id, "sue", {"reason": reason}) as step:
        return _moved(desk, step, reason)


def withdraw(desk: Desk, bill_id: int, *, reason: str) -> BillView:
    """Takes a bill back from court.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, BILLS, bill_id, "withdraw", {"reason": reason}) as step:
        return _moved(desk, step, reason)


def void_bill(desk: Desk, bill_id: int, *, reason: str) -> BillView:
    """Voids a bill of which nothing was paid, by a reversal of its charge; the next run makes it anew with another number.

    What the run itself had paid of it from a prepayment goes back there.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`; `paid`, void the receipt first. NotFound; NotAllowed.
    """
    with moving(desk, BILLS, bill_id, "void", {"reason": reason}) as step:
        charge = get_charge(step.act.session, step.row.charge_id)
        give_prepaid_back(step.act, desk, charge, reason.strip())
        take_back(step.act, desk, charge, reason.strip())
        _voided(step.act, step.row, reason.strip())
        return _moved(desk, step, reason)


def _voided(act: Act, row: Bill, reason: str) -> None:
    """What a void bill takes along: its paper is void too, the others on it get a new one."""
    mark_disputed(act.session, row.charge_id, on=False)
    row.prepaid_fen = 0
    if row.paper:
        paper = row.paper
        void_within(act, paper, reason)
        for each in act.session.scalars(select(Bill).where(Bill.paper == paper)):
            each.paper = ""


def _moved(desk: Desk, step: Step[Bill], reason: str) -> BillView:
    act, row = step.act, step.row
    row.reason = "" if row.state == "open" else reason.strip()
    note(act, row, step.move.happened, reason.strip())
    act.session.flush()
    act.session.refresh(row)
    act.about("bill", row.id, number=row.number, reason=reason.strip(), fen=row.fen)
    act.touch("unit", row.unit_id)
    act.touch("charge", row.charge_id)
    index.write(act.session, "bill", [row.id])
    return bill_view(act.session, desk, row)


def charge_voided(act: Act, desk: Desk, subject: str, reason: str) -> None:
    """A charge was taken back at the cashier's: the bill that raised it is void with it."""
    del desk
    kind, _colon, number = subject.partition(":")
    row = act.session.get(Bill, int(number)) if kind == "bill" and number.isdigit() else None
    if row is None or row.state == "void":
        return
    row.state, row.reason = "void", reason
    note(act, row, "voided", reason)
    _voided(act, row, reason)
    act.touch("bill", row.id)


# ----------------------------------------------------------------------------------------------------------- questions
def bill(desk: Desk, bill_id: int) -> BillView:
    """One bill.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return bill_view(session, desk, get(session, Bill, bill_id))


def bill_by_number(desk: Desk, number: str) -> BillView:
    """A bill by its number, or by that of the paper it stands on (in any case, spaces ignored: a scanner typed it).

    Raises:
        NotFound: there is none.
    """
    plain = "".join(number.split()).upper()
    with desk.look() as session:
        row = session.scalars(select(Bill).where(Bill.number == plain)).first()
        if row is None:
            row = session.scalars(select(Bill).where(Bill.paper == plain).order_by(Bill.id)).first()
        if row is None:
            subject = session.scalar(
                select(SlipRecord.subject).where(SlipRecord.number == plain, SlipRecord.kind == "bill")
            )
            row = session.get(Bill, int(subject.partition(":")[2])) if subject else None
        if row is None:
            raise NotFound(absent(Bill))
        return bill_view(session, desk, row)


def to_pay(desk: Desk, number: str) -> BillView:
    """What the cashier is to take for a scanned bill: `others` are the open charges of the paper it stands on, its own first.

    Raises:
        NotFound: there is none. DeskError: `void`; `settled`.
    """
    view = bill_by_number(desk, number)
    if view.state == "void":
        # L10N: {number} 已作废
        raise DeskError("void", _("{number} is void already.").format(number=view.number))
    if not view.others:
        # L10N: {number} 已结清
        raise DeskError("settled", _("{number} is settled: nothing is to be paid.").format(number=view.number))
    return view


_SORTS = {
    "number": Bill.id,
    "room": Unit.sort,
    "due": Bill.due,
    "fen": Bill.fen,
    "open": Charge.open_fen,
    "month": Bill.month,
}


@dataclass(frozen=True, slots=True)
class BillFilter:
    """Which bills a list shows; "" and None do not narrow.

    Attributes:
        state: of `rules.fees.SHOWN`, or `owing`: anything to be paid, `overdue`: past its due day, `soon`: due within a month.
        month: any day of it. text: begins a number, or words in room or payer.
    """

    state: str = ""
    month: date | None = None
    item_id: int | None = None
    unit_id: int | None = None
    payer_id: int | None = None
    run_id: int | None = None
    text: str = ""


def bills(
    desk: Desk,
    which: BillFilter | None = None,
    *,
    sort: str = "number",
    descending: bool = True,
    offset: int = 0,
    limit: int = 200,
) -> Page[BillRow]:
    """Bills, cut and sorted in SQL.

    Args:
        desk: the desk.
        which: narrows them.
        sort: number, room, due, fen, open, month.
        descending: the last one first.
        offset: rows left out at the start.
        limit: the most rows.

    Raises:
        InvalidInput: field `sort`.
    """
    check_sort(sort, _SORTS)
    wanted = which or BillFilter()
    conditions = _state(wanted.state, desk.today())
    chosen: tuple[tuple[Any, object], ...] = (
        (Bill.month, rules.month_of(wanted.month) if wanted.month else None), (Bill.item_id, wanted.item_id),
        (Bill.unit_id, wanted.unit_id), (Bill.payer_id, wanted.payer_id), (Bill.run_id, wanted.run_id),
    )  # fmt: skip
    conditions += [field == value for field, value in chosen if value is not None]
    words = words_in(wanted.text)
    for word in words:
        known = met(desk, word, unit=Bill.unit_id, bill=Bill.id)
        said = (begins_with(Bill.number, word.upper()), holds(Unit.name, word), holds(Bill.payer, word))
        conditions.append(or_(*said, known))
    base = (
        select(
            Bill.id, Bill.number, Bill.unit_id, Unit.name, Bill.payer, FeeItem.name, Bill.month, Bill.fen, Charge.open_fen,
            Bill.due, Bill.state,
        )
        .join(Charge, Charge.id == Bill.charge_id)
        .join(Unit, Unit.id == Bill.unit_id)
        .join(FeeItem, FeeItem.id == Bill.item_id)
        .where(*conditions)
    )  # fmt: skip
    count = select(func.count(Bill.id)).join(Charge, Charge.id == Bill.charge_id)
    if words:
        count = count.join(Unit, Unit.id == Bill.unit_id)
    column = _SORTS[sort]
    order = (column.desc(), Bill.id.desc()) if descending else (column, Bill.id)
    with desk.look() as session:
        total = session.scalar(count.where(*conditions)) or 0
        rows = session.execute(base.order_by(*order).offset(offset).limit(limit))
        return Page(tuple(BillRow(*row[:10], rules.shown_state(row[10], row[7], row[8])) for row in rows), total)


SOON = 31
"""What falls due within so many days is soon due (handbook S2: about once a month)."""


def _soon(now: date, days: int = SOON) -> list[ColumnElement[bool]]:
    return [Bill.due >= now, Bill.due <= date.fromordinal(now.toordinal() + days)]


def _state(state: str, now: date) -> list[ColumnElement[bool]]:
    alive = Bill.state != "void"
    found: Mapping[str, list[ColumnElement[bool]]] = {
        "": [],
        "void": [Bill.state == "void"],
        "settled": [alive, Charge.open_fen == 0],
        "open": [Bill.state == "open", Charge.open_fen == Bill.fen],
        "part-paid": [Bill.state == "open", Charge.open_fen > 0, Charge.open_fen < Bill.fen],
        "disputed": [Bill.state == "disputed", Charge.open_fen > 0],
        "at-law": [Bill.state == "at-law", Charge.open_fen > 0],
        "owing": [alive, Charge.open_fen > 0],
        "overdue": [alive, Charge.open_fen > 0, Bill.due < now],
        "soon": [Bill.state == "open", Charge.open_fen > 0, *_soon(now)],
    }
    return list(found.get(state, []))


def bill_counts(desk: Desk) -> Mapping[str, int]:
    """How many bills there are of each view of the list; `ever`: 1 once there is any."""
    now = desk.today()
    owing = (Charge.open_fen > 0) & (Bill.state != "void")
    with desk.look() as session:
        row = session.execute(
            select(
                func.count(Bill.id),
                func.coalesce(func.sum(case((Bill.due < now, 1), else_=0)), 0),
                func.coalesce(func.sum(case((Bill.state == "disputed", 1), else_=0)), 0),
                func.coalesce(func.sum(case((and_(Bill.state == "open", *_soon(now)), 1), else_=0)), 0),
            )
            .select_from(Charge)
            .join(Bill, Bill.charge_id == Charge.id)
            .where(owing)
        ).one()
        ever = row[0] or session.scalars(select(Bill.id).limit(1)).first() is not None
    counts = {"owing": row[0], "overdue": int(row[1]), "disputed": int(row[2]), "soon": int(row[3])}
    return {**counts, "ever": int(bool(ever))}


def due_soon(
    desk: Desk, *, days: int = SOON, unit_id: int | None = None, offset: int = 0, limit: int = 200
) -> Page[SoonRow]:
    """The list of what falls due soon: open bills by their due day, the nearest first (handbook S2).

    Raises:
        InvalidInput: field `days`, below 0 or more than ten years.
    """
    if not 0 <= days <= 3660:
        raise InvalidInput(
            [Problem("range", _("Between {least} and {most}, please.").format(least=0, most=3660), "days")]
        )
    now = desk.today()
    conditions = [
        Bill.state == "open",
        Charge.open_fen > 0,
        *_soon(now, days),
    ]
    if unit_id is not None:
        conditions.append(Bill.unit_id == unit_id)
    base = (
        select(Bill.id, Bill.number, Unit.name, Bill.payer, FeeItem.name, Charge.open_fen, Bill.due)
        .join(Charge, Charge.id == Bill.charge_id)
        .join(Unit, Unit.id == Bill.unit_id)
        .join(FeeItem, FeeItem.id == Bill.item_id)
        .where(*conditions)
    )
    with desk.look() as session:
        total = session.scalar(select(func.count(Bill.id)).join(Charge, Charge.id == Bill.charge_id).where(*conditions))
        rows = session.execute(base.order_by(Bill.due, Unit.sort, Bill.id).offset(offset).limit(limit))
        return Page(tuple(SoonRow(*row) for row in rows), total or 0)


def bill_view(session: Session, desk: Desk, row: Bill) -> BillView:
    """A bill as it is shown."""
    names = rooms(session, [row.unit_id])
    charge = row.charge
    others = _others(session, row)
    events = session.execute(
        select(BillEvent, Staff.name)
        .join(Staff, Staff.id == BillEvent.staff_id)
        .where(BillEvent.bill_id == row.id)
        .order_by(BillEvent.id)
    )
    return BillView(
        row.id, row.number, row.unit_id, names[row.unit_id], row.item_id, row.item.name, row.item.charge_kind, row.payer_id,
        row.payer, row.month, row.first, row.last, row.quantity, row.fen, row.off, charge.open_fen, row.prepaid_fen,
        row.issued, row.due, row.state, rules.shown_state(row.state, row.fen, charge.open_fen), reasons.said(row.reason), row.charge_id,
        dunning.age(row.due, desk.today()), row.paper, _lines(session, row),
        tuple(BillEventView(event.at, event.kind, reasons.said(event.note), name) for event, name in events),
        _papers(session, row), others,
    )  # fmt: skip


def _others(session: Session, row: Bill) -> tuple[int, ...]:
    """The open charges of the paper that the bill stands on, its own first; its own alone where it stands on none."""
    found = [row.charge_id] if row.state != "void" and row.charge.open_fen else []
    if row.paper:
        question = (
            select(Charge.id)
            .join(Bill, Bill.charge_id == Charge.id)
            .where(Bill.paper == row.paper, Bill.id != row.id, Charge.open_fen > 0, Bill.state == "open")
            .order_by(Bill.id)
        )
        found += session.scalars(question)
    return tuple(found)


def _papers(session: Session, row: Bill) -> tuple[SlipView, ...]:
    found = views(session, [f"bill:{row.id}"])
    if row.paper and all(slip.number != row.paper for slip in found):
        subject = session.scalar(select(SlipRecord.subject).where(SlipRecord.number == row.paper))
        if subject:
            found = (*found, *(slip for slip in views(session, [subject]) if slip.number == row.paper))
    return found


def _lines(session: Session, row: Bill) -> tuple[BillLineView, ...]:
    ids = [one for line in row.lines for one in (line.from_id, line.to_id) if one]
    values = dict(session.execute(select(MeterReading.id, MeterReading.value).where(MeterReading.id.in_(ids))).all())
    numbers = dict(
        session.execute(
            select(Meter.id, Meter.number).where(Meter.id.in_([line.meter_id for line in row.lines if line.meter_id]))
        ).all()
    )
    return tuple(
        BillLineView(
            line.first, line.last, line.quantity, line.rate, line.days, line.of_days, line.fen, line.off, line.discount,
            numbers.get(line.meter_id or 0, ""), values.get(line.from_id or 0), values.get(line.to_id or 0),
        )
        for line in row.lines
    )  # fmt: skip


# -------------------------------------------------------------------------------------------------------------- finder
def pages(connection: Connection, ids: Sequence[int]) -> Iterator[IndexPage]:
    """What bills put into the finder's index: their numbers."""
    for some in chunks(ids):
        for bill_id, number, state, room, item in connection.execute(
            select(Bill.id, Bill.number, Bill.state, Unit.name, FeeItem.name)
            .join(Unit, Unit.id == Bill.unit_id)
            .join(FeeItem, FeeItem.id == Bill.item_id)
            .where(Bill.id.in_(some))
        ):
            page = IndexPage(
                "bill", bill_id, state == "void", number, {"room": room, "item": item}, f"bill:{bill_id}", newest(bill_id),
            )  # fmt: skip
            folded = number.lower()
            # Three terms and no more: a month has tens of thousands of bills, and a number leads to one.
            page.add({folded, folded.replace("-", ""), f"zd{int(folded.rpartition('-')[2])}"})
            yield page


def lines_of(session: Session, bill_ids: Sequence[int]) -> Mapping[int, list[BillLine]]:
    """The lines of many bills, by bill."""
    found: dict[int, list[BillLine]] = {}
    for some in chunks(bill_ids):
        for line in session.scalars(
            select(BillLine).where(BillLine.bill_id.in_(some)).order_by(BillLine.bill_id, BillLine.position)
        ):
            found.setdefault(line.bill_id, []).append(line)
    return found


def texts_for(desk: Desk, bill_id: int) -> tuple[TextView, ...]:
    """The texts to send about a bill, those that fit its state first (handbook S30); they tell neither amount nor room and threaten with nothing.

    Raises:
        NotFound: there is no such bill.
    """
    shown = bill(desk, bill_id)
    with i18n.speaking(desk.site.slip_language):
        return texts_of(desk, "bill", shown.shown, number=shown.number, matter=shown.item, until=shown.due, ahead=False)


__all__ = [
    "BillFilter",
    "bill",
    "bill_by_number",
    "bill_counts",
    "bill_view",
    "bills",
    "charge_voided",
    "dispute",
    "due_soon",
    "lines_of",
    "pages",
    "resolve",
    "sue",
    "texts_for",
    "to_pay",
    "void_bill",
    "withdraw",
]
