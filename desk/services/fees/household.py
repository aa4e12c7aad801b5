"""What a household's page and Today show of fees: the lamp of the dunning, lines of the history, what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, exists, func, literal, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.fees import Bill, BillRun, DunningContact, DunningLetter, FeeAssignment, FeeItem, Statement
from desk.models.money import Charge
from desk.rules import fees as rules
from desk.rules.fees import dunning as rule
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.services.fees.debts import debts, rows_of
from desk.services.fees.views import DebtRow
from desk.services.households.views import HouseholdView
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, LightView, TimelineView

SHOWN_BILLS = 60
SHOWN_CARD = 24


def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Red when a promise was broken or something is older than six months, amber while it is dunned, promised or disputed, else green."""
    # L10N: 催缴
    name = _("Dunning")
    rows = rows_of(session, desk, [home.unit.id])
    found = _worst([row for row in rows if row.fen], home.unit.id)
    disputed = sum(row.disputed for row in rows)
    if not found and not disputed:
        # L10N: 没有逾期
        return LightView("dunning", name, _("Nothing past due"), "green", "")
    # L10N: 有异议的账单 {amount}
    words = _("Disputed: {amount}").format(amount=figures(disputed)) if disputed else ""
    if not found:
        return LightView("dunning", name, words, "amber", f"debt:{home.unit.id}")
    text, state, target = found
    return LightView("dunning", name, wording.dotted(text, words), state, target)


def _worst(owing: Sequence[DebtRow], unit_id: int) -> tuple[str, Literal["amber", "red"], str] | None:
    """The worst of what is past due and not disputed: its words, the colour, where it is settled."""
    broken = next((row for row in owing if row.promise == "broken"), None)
    if broken is not None:
        # L10N: 承诺 {day} 付款未兑现，逾期 {amount}
        words = _("Promised by {day} and not paid, {amount} past due")
        return words.format(day=wording.day(broken.promised), amount=figures(broken.fen)), "red", f"debt:{unit_id}"
    old = next((row for row in owing if row.age in ("older", "limitation")), None)
    if old is not None:
        # L10N: 有超过 6 个月的欠费 {amount}
        return _("Older than six months: {amount}").format(amount=figures(old.fen)), "red", f"debt:{unit_id}"
    running = next((row for row in owing if row.promise == "running"), None)
    if running is not None:
        # L10N: 承诺 {day} 前付款
        words = _("Promised by {day}: {amount}")
        return words.format(day=wording.day(running.promised), amount=figures(running.fen)), "amber", f"debt:{unit_id}"
    if not owing:
        return None
    # L10N: 逾期 {amount}
    text = _("Past due {amount}").format(amount=figures(sum(row.fen for row in owing)))
    step = next((row.step for row in owing if row.step), "")
    return wording.dotted(text, label("dunning_steps", step) if step else ""), "amber", "fees:debt"


def lines(session: Session, desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """Bills, letters, contacts and statements of a room."""
    unit = home.unit.id
    found = [
        TimelineView(
            at=at,
            # L10N: 账单 {number}
            title=_("Bill {number}").format(number=number),
            detail=wording.dotted(item, wording.month(month), figures(fen), payer),
            state="void" if state == "void" else "",
            staff=staff,
            target=f"bill:{bill_id}",
        )
        for bill_id, number, item, month, fen, payer, state, at, staff in session.execute(
            select(
                Bill.id, Bill.number, FeeItem.name, Bill.month, Bill.fen, Bill.payer, Bill.state, BillRun.at, Staff.name
            )
            .join(FeeItem, FeeItem.id == Bill.item_id)
            .join(BillRun, BillRun.id == Bill.run_id)
            .join(Staff, Staff.id == BillRun.staff_id)
            .where(Bill.unit_id == unit)
            .order_by(Bill.id.desc())
            .limit(SHOWN_BILLS)
        )
    ]
    return [*found, *_letters(session, desk, unit), *_contacts(session, unit)]


def _letters(session: Session, desk: Desk, unit: int) -> list[TimelineView]:
    letters = session.execute(
        select(DunningLetter, Staff.name)
        .join(Staff, Staff.id == DunningLetter.staff_id)
        .where(DunningLetter.unit_id == unit)
        .order_by(DunningLetter.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            at=desk.midnight(row.issued),
            title=f"{label('dunning_steps', row.step)} {row.number}",
            detail=wording.dotted(figures(row.fen), row.payer, label("letter_states", row.state), row.signer),
            state="void" if row.state == "void" else "",
            staff=staff,
            target=f"dunning:{row.id}",
        )
        for row, staff in letters
    ]


def _contacts(session: Session, unit: int) -> list[TimelineView]:
    contacts = session.execute(
        select(DunningContact, Staff.name)
        .join(Staff, Staff.id == DunningContact.staff_id)
        .where(DunningContact.unit_id == unit)
        .order_by(DunningContact.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            at=row.at,
            title=label("contact_outcomes", row.outcome),
            detail=wording.dotted(wording.day(row.promised), figures(row.fen) if row.fen else "", row.note),
            state="",
            staff=staff,
            target="",
        )
        for row, staff in contacts
    ]


@dataclass(frozen=True, slots=True)
class HomeBill:
    """A bill on the household's page."""

    id: int
    number: str
    item: str
    month: date
    fen: int
    open_fen: int
    due: date
    state: str


def of_home(session: Session, _desk: Desk, home: HouseholdView) -> tuple[HomeBill, ...]:
    """The bills of a room: those that are owed first, then the newest."""
    rows = session.execute(
        select(Bill.id, Bill.number, FeeItem.name, Bill.month, Bill.fen, Charge.open_fen, Bill.due, Bill.state)
        .join(FeeItem, FeeItem.id == Bill.item_id)
        .join(Charge, Charge.id == Bill.charge_id)
        .where(Bill.unit_id == home.unit.id, Bill.state != "void")
        .order_by((Charge.open_fen > 0).desc(), Bill.id.desc())
        .limit(SHOWN_CARD)
    )
    return tuple(HomeBill(*row[:7], rules.shown_state(row[7], row[4], row[5])) for row in rows)


# --------------------------------------------------------------------------------------------------------------- Today
def _nothing() -> Select[int]:
    return select(literal(0))


def _unbilled(desk: Desk, _now: datetime) -> Select[int]:
    now = desk.today()
    if now.day < int(desk.policy["fees.bill_day"]):
        return _nothing()
    month = rules.month_of(now)
    made = exists().where(BillRun.month == month)
    return select(func.count(func.distinct(FeeAssignment.item_id))).where(
        FeeAssignment.since <= rules.month_end(month),
        (FeeAssignment.until.is_(None)) | (FeeAssignment.until >= month),
        ~made,
    )


@counted_by(_unbilled)
def unbilled(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Charge items of this month that nobody has billed, from the day on which bills are made."""
    count = session.scalar(_unbilled(desk, now)) or 0
    month = wording.month(rules.month_of(desk.today()))
    return DueItems(count, (DueRow(month, "", "bill-runs"),)[:limit] if count else (), "bill-runs")


def _owing(desk: Desk) -> Select[Any]:
    """Rooms with something past due and not disputed."""
    return (
        select(Charge.unit_id)
        .where(Charge.open_fen > 0, Charge.since < desk.today(), ~Charge.disputed, Charge.unit_id.is_not(None))
        .distinct()
    )


def _to_dun(desk: Desk, _now: datetime) -> Select[int]:
    now = desk.today()
    if now.day < int(desk.policy["fees.dunning_day"]):
        return _nothing()
    promised = select(DunningContact.unit_id).where(DunningContact.promised >= now)
    lately = select(DunningLetter.unit_id).where(
        DunningLetter.issued >= now.replace(day=1), DunningLetter.state != "void"
    )
    owing = _owing(desk).subquery()
    return (
        select(func.count()).select_from(owing).where(owing.c.unit_id.not_in(promised), owing.c.unit_id.not_in(lately))
    )


@counted_by(_to_dun)
def to_dun(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Households that are to be dunned this month and were not, from the day of the monthly list."""
    count = session.scalar(_to_dun(desk, now)) or 0
    rows = debts(desk, limit=limit).rows if count and limit else ()
    return DueItems(
        count,
        tuple(DueRow(row.room, wording.dotted(figures(row.fen), row.payer), f"debt:{row.unit_id}") for row in rows),
        "debts",
    )


def _last_promises(session: Session, desk: Desk, *, day: date | None) -> list[tuple[int, str, date, int]]:
    del session
    rows = debts(desk, view="all", limit=100_000).rows
    wanted = [
        row
        for row in rows
        if (row.promise == "broken" if day is None else row.promise == "running" and row.promised == day)
    ]
    return [(row.unit_id, row.room, row.promised or desk.today(), row.fen) for row in wanted]


def broken(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Promises to pay that were broken: they stand on top of the dunning list."""
    rows = _last_promises(session, desk, day=None)
    return _promised(rows, limit)


def promised_today(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Promises that end today."""
    rows = _last_promises(session, desk, day=desk.today())
    return _promised(rows, limit)


def _promised(rows: list[tuple[int, str, date, int]], limit: int) -> DueItems:
    return DueItems(
        len(rows),
        tuple(
            DueRow(room, wording.dotted(wording.day(day), figures(fen)), f"debt:{unit_id}")
            for unit_id, room, day, fen in rows[:limit]
        ),
        "debts",
    )


def _unsigned(desk: Desk, _now: datetime) -> Select[int]:
    late = desk.today() - timedelta(days=int(desk.policy["fees.pay_by_days"]))
    return select(func.count(DunningLetter.id)).where(DunningLetter.state == "issued", DunningLetter.issued <= late)


@counted_by(_unsigned)
def unsigned(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Letters that nobody has signed for, so that there is no proof of the demand."""
    count = session.scalar(_unsigned(desk, now)) or 0
    late = desk.today() - timedelta(days=int(desk.policy["fees.pay_by_days"]))
    rows = session.execute(
        select(DunningLetter.id, DunningLetter.number, Unit.name, DunningLetter.issued)
        .join(Unit, Unit.id == DunningLetter.unit_id)
        .where(DunningLetter.state == "issued", DunningLetter.issued <= late)
        .order_by(DunningLetter.issued)
        .limit(limit)
    ).all()
    return DueItems(
        count,
        tuple(
            DueRow(number, wording.dotted(room, wording.day(issued)), f"dunning:{one}")
            for one, number, room, issued in rows
        ),
        "letters",
    )


def _older(desk: Desk, _now: datetime) -> Select[int]:
    _first, last = rule.age_edges(desk.today())["older"]
    owing = (
        select(Charge.unit_id)
        .where(Charge.open_fen > 0, Charge.since <= last, ~Charge.disputed, Charge.unit_id.is_not(None))
        .distinct()
        .subquery()
    )
    return select(func.count()).select_from(owing)


@counted_by(_older)
def older(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Households that owe something older than six months: the target is none (handbook A6)."""
    count = session.scalar(_older(desk, now)) or 0
    rows = debts(desk, view="older", limit=limit).rows if count and limit else ()
    return DueItems(
        count,
        tuple(
            DueRow(row.room, wording.dotted(figures(row.fen), wording.day(row.oldest)), f"debt:{row.unit_id}")
            for row in rows
        ),
        "debts:older",
    )


def _statements(desk: Desk, _now: datetime) -> Select[int]:
    first = rule.quarter_of(rule.quarter_of(desk.today()) - timedelta(days=1))
    return select(func.count(Statement.id)).where(Statement.quarter == first, Statement.state == "issued")


@counted_by(_statements)
def open_statements(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Statements of the last quarter that are neither signed nor disputed."""
    count = session.scalar(_statements(desk, now)) or 0
    first = rule.quarter_of(rule.quarter_of(desk.today()) - timedelta(days=1))
    rows = session.execute(
        select(Statement.id, Statement.number, Unit.name)
        .join(Unit, Unit.id == Statement.unit_id)
        .where(Statement.quarter == first, Statement.state == "issued")
        .order_by(Unit.sort)
        .limit(limit)
    ).all()
    return DueItems(count, tuple(DueRow(number, room, f"statement:{one}") for one, number, room in rows), "statements")


__all__ = [
    "HomeBill",
    "broken",
    "light",
    "lines",
    "of_home",
    "older",
    "open_statements",
    "promised_today",
    "to_dun",
    "unbilled",
    "unsigned",
]
