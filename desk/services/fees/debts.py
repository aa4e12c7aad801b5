"""Who owes what past its due day: the monthly list with the next step, arrears by age, fulfilment (handbook B3, C-33, S1).

A debt is what one payer of one room owes: bills know their payer, what was brought forward or charged once is the owner's.
Nothing here is printed for others, and a household sees its own debts only (PIPL 25).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import DeskError, NotFound
from desk.i18n import _
from desk.models import Building, Customer, Staff, Unit
from desk.models.fees import Bill, DunningContact, DunningLetter
from desk.models.money import Allocation, Charge, JournalEntry
from desk.rules import fees as rules
from desk.rules.fees import dunning as rule
from desk.rules.kit import wording
from desk.rules.kit.dates import add_months
from desk.services.fees.core import chunks, owner_now, payers, rooms, the_unit
from desk.services.fees.views import (
    AgeSum,
    AgesView,
    ContactView,
    DebtRow,
    DebtView,
    FulfilmentRow,
    LetterView,
)
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.paging import Page
from desk.services.slips import views

Key = tuple[int, int | None]
"""Room and payer."""


@dataclass
class _Debt:
    """What is gathered of one payer of one room."""

    payer: str
    fen: int = 0
    disputed: int = 0
    count: int = 0
    oldest: date = date.max
    charges: list[int] = field(default_factory=list)


def gathered(session: Session, now: date, unit_ids: Sequence[int] | None = None) -> dict[Key, _Debt]:
    """What is past due, by room and payer; of some rooms only."""
    question = (
        select(Charge.id, Charge.unit_id, Charge.open_fen, Charge.since, Charge.disputed, Bill.payer_id, Bill.payer)
        .outerjoin(Bill, Bill.charge_id == Charge.id)
        .where(Charge.open_fen > 0, Charge.unit_id.is_not(None), Charge.since < now)
        .order_by(Charge.since, Charge.id)
    )
    if unit_ids is not None:
        question = question.where(Charge.unit_id.in_(unit_ids))
    rows = session.execute(question).all()
    owners = owners_of(session, {row.unit_id for row in rows if row.payer_id is None}, now)
    found: dict[Key, _Debt] = {}
    for row in rows:
        payer_id, payer = row.payer_id, row.payer or ""
        if payer_id is None:
            payer_id, payer = owners.get(row.unit_id, (None, ""))
        debt = found.setdefault((row.unit_id, payer_id), _Debt(payer))
        if row.disputed:
            debt.disputed += row.open_fen
            continue
        debt.fen += row.open_fen
        debt.count += 1
        debt.oldest = min(debt.oldest, row.since)
        debt.charges.append(row.id)
    return found


def owners_of(session: Session, units: Iterable[int], now: date) -> Mapping[int, tuple[int, str]]:
    """By room who owns it on a day: id and name."""
    found = {}
    for unit_id, roles in payers(session, units).items():
        owner = next((each for each in roles["owner"] if each.span.holds(now)), None)
        if owner is not None:
            found[unit_id] = (owner.id, owner.name)
    return found


def debts(
    desk: Desk, *, view: str = "due", building_id: int | None = None, text: str = "", offset: int = 0, limit: int = 200
) -> Page[DebtRow]:
    """The dunning list: who is to be dunned, broken promises first, then the oldest debt.

    Args:
        desk: the desk.
        view: `due`: past due, without a running promise; `promises`: with one; `all`; `older`: over six months; `law`: at law.
        building_id: of one building.
        text: words in room or payer.
        offset: rows left out at the start.
        limit: the most rows.
    """
    with desk.look() as session:
        units = None
        if building_id:
            units = list(session.scalars(select(Unit.id).where(Unit.building_id == building_id)))
        rows = rows_of(session, desk, units)
    words = text.split()
    chosen = [row for row in rows if _fits(row, view) and all(word in row.room or word in row.payer for word in words)]
    chosen.sort(key=lambda row: (row.promise != "broken", row.oldest, row.unit_id))
    return Page(tuple(chosen[offset : offset + limit]), len(chosen))


def _fits(row: DebtRow, view: str) -> bool:
    if view == "due":
        return row.fen > 0 and row.promise != "running" and bool(row.next_step)
    if view == "promises":
        return row.promise == "running"
    if view == "older":
        return row.age in ("older", "limitation")
    if view == "law":
        return row.step == "at-law"
    return True


def debt_counts(desk: Desk) -> Mapping[str, int]:
    """How many households each view of the list has."""
    with desk.look() as session:
        rows = rows_of(session, desk, None)
    return {view: sum(_fits(row, view) for row in rows) for view in ("due", "promises", "older", "law", "all")}


def rows_of(session: Session, desk: Desk, units: Sequence[int] | None) -> list[DebtRow]:
    """What is past due, by room and payer; of some rooms only."""
    now = desk.today()
    found = {key: debt for key, debt in gathered(session, now, units).items() if debt.fen or debt.disputed}
    names = rooms(session, [unit_id for unit_id, _payer in found])
    letters, promises = _letters(session, found), _promises(session, desk, found)
    rows = []
    for key, debt in found.items():
        unit_id, payer_id = key
        step, letter_on = letters.get(key, ("", None))
        own = promises.get(key, [])
        oldest = debt.oldest if debt.count else now
        rows.append(
            DebtRow(
                unit_id, names.get(unit_id, ""), payer_id, debt.payer, debt.fen, debt.count, oldest,
                rule.age(oldest, now) if debt.count else "not-due", step, letter_on,
                rule.next_step(step) if debt.count else "", rule.promise_state(own, now, debt.oldest if debt.count else None),
                own[-1].by if own else None, debt.disputed,
                rule.limitation_day(oldest, desk.holidays), tuple(debt.charges),
            )
        )  # fmt: skip
    return rows


def _letters(session: Session, found: Mapping[Key, _Debt]) -> dict[Key, tuple[str, date | None]]:
    """The last letter of each debt, when something that it asked for is still owed: else the steps begin anew."""
    last: dict[Key, tuple[str, date | None]] = {}
    units = sorted({unit_id for unit_id, _payer in found})
    for some in chunks(units):
        for row in session.scalars(
            select(DunningLetter)
            .where(DunningLetter.unit_id.in_(some), DunningLetter.state != "void")
            .order_by(DunningLetter.id)
        ):
            debt = found.get((row.unit_id, row.payer_id))
            if debt is not None and any(str(charge) in row.amounts for charge in debt.charges):
                last[row.unit_id, row.payer_id] = (row.step, row.issued)
    return last


def _promises(session: Session, desk: Desk, found: Mapping[Key, _Debt]) -> dict[Key, list[rule.Promise]]:
    made: dict[Key, list[rule.Promise]] = {}
    units = sorted({unit_id for unit_id, _payer in found})
    for some in chunks(units):
        for unit_id, payer_id, at, promised in session.execute(
            select(DunningContact.unit_id, DunningContact.payer_id, DunningContact.at, DunningContact.promised)
            .where(DunningContact.unit_id.in_(some), DunningContact.promised.is_not(None))
            .order_by(DunningContact.id)
        ):
            if (unit_id, payer_id) in found and promised is not None:
                day = desk.local(at).date()
                made.setdefault((unit_id, payer_id), []).append(rule.Promise(day, promised))
    return made


def debt_row(session: Session, desk: Desk, unit_id: int, payer_id: int | None) -> DebtRow | None:
    """What one payer of one room owes past its due day; None for nothing."""
    rows = rows_of(session, desk, [unit_id])
    return next((row for row in rows if row.payer_id == payer_id), None)


def debt(desk: Desk, unit_id: int, payer_id: int | None = None) -> DebtView:
    """Everything about one household that owes; of the payer who owes most when none is named.

    Raises:
        NotFound: there is no such room.
    """
    with desk.look() as session:
        unit = the_unit(session, unit_id)
        rows = sorted(rows_of(session, desk, [unit_id]), key=lambda row: -row.fen)
        row = next((row for row in rows if payer_id is None or row.payer_id == payer_id), None)
        who = payer_id if payer_id is not None else row.payer_id if row is not None else None
        if who is None:
            owner = owner_now(session, unit_id, desk.today())
            who = owner.id if owner is not None else None
        person = session.get(Customer, who) if who is not None else None
        letters = session.scalars(
            select(DunningLetter)
            .where(DunningLetter.unit_id == unit_id, DunningLetter.payer_id == who)
            .order_by(DunningLetter.id.desc())
            .limit(50)
        ).all()
        contacts = session.execute(
            select(DunningContact, Staff.name)
            .join(Staff, Staff.id == DunningContact.staff_id)
            .where(DunningContact.unit_id == unit_id, DunningContact.payer_id == who)
            .order_by(DunningContact.id.desc())
            .limit(50)
        )
        found = fulfilment_of(session, desk, [who]).get(who) if who is not None else None
        return DebtView(
            row, unit.name, row.payer if row is not None else person.name if person is not None else "", unit_id, who,
            letter_views(session, letters),
            tuple(ContactView(one.id, one.at, one.outcome, one.promised, one.note, name) for one, name in contacts),
            found.paid if found else 0, found.due if found else 0, found.share if found else None,
        )  # fmt: skip


def letter_views(session: Session, rows: Sequence[DunningLetter]) -> tuple[LetterView, ...]:
    """Letters as they are shown, each with what of it is still owed."""
    names = rooms(session, [row.unit_id for row in rows])
    wanted = sorted({int(charge) for row in rows for charge in row.amounts})
    still: dict[int, int] = {}
    for some in chunks(wanted):
        still |= dict(session.execute(select(Charge.id, Charge.open_fen).where(Charge.id.in_(some))).all())
    slips = {}
    for some_rows in chunks([row.id for row in rows]):
        for slip in views(session, [f"dunning:{one}" for one in some_rows]):
            slips[slip.subject] = slip
    return tuple(
        LetterView(
            row.id, row.number, row.unit_id, names[row.unit_id], row.payer_id, row.payer, row.step, row.issued, row.pay_by,
            row.fen, row.state, row.signer, row.on, reasons.said(row.note), sum(still.get(int(charge), 0) for charge in row.amounts),
            slips.get(f"dunning:{row.id}"),
        )
        for row in rows
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------- ages
def ages(desk: Desk) -> AgesView:
    """What is owed by age, by building and by kind of fee, and how much of this month's bills was collected."""
    now = desk.today()
    month = rules.month_of(now)
    with desk.look() as session:
        by_day = session.execute(
            select(Charge.since, func.count(), func.sum(Charge.open_fen))
            .where(Charge.open_fen > 0)
            .group_by(Charge.since)
        ).all()
        counts: dict[str, list[int]] = {name: [0, 0] for name in rule.AGES}
        for since, count, fen in by_day:
            place = counts[rule.age(since, now)]
            place[0] += count
            place[1] += int(fen)
        parts = session.execute(
            select(Unit.building_id, Charge.kind, func.count(), func.sum(Charge.open_fen))
            .select_from(Charge)
            .outerjoin(Unit, Unit.id == Charge.unit_id)
            .where(Charge.open_fen > 0, Charge.since < now)
            .group_by(Unit.building_id, Charge.kind)
        ).all()
        names = session.execute(select(Building.id, Building.name).order_by(Building.sort)).all()
        billed, left = session.execute(
            select(func.coalesce(func.sum(Bill.fen), 0), func.coalesce(func.sum(Charge.open_fen), 0))
            .join(Charge, Charge.id == Bill.charge_id)
            .where(Bill.month == month, Bill.state != "void")
        ).one()
    return AgesView(
        tuple(AgeSum(name, label("fee_ages", name), *counts[name]) for name in rule.AGES),
        _summed([(part[0], part[2], int(part[3])) for part in parts], dict(names)),
        _summed(
            [(part[1], part[2], int(part[3])) for part in parts],
            {kind: label("charge_kinds", kind) for kind in sorted({part[1] for part in parts})},
        ),
        sum(fen for _count, fen in counts.values()), month, int(billed), int(billed) - int(left),
    )  # fmt: skip


def _summed(parts: Sequence[tuple[Any, int, int]], names: Mapping[Any, str]) -> tuple[AgeSum, ...]:
    """Counts and sums by what the parts belong to, in the order of the names; what owes nothing is left out."""
    found: dict[Any, list[int]] = {}
    for key, count, fen in parts:
        place = found.setdefault(key, [0, 0])
        place[0] += count
        place[1] += fen
    return tuple(AgeSum(f"{key}", name, *found[key]) for key, name in names.items() if key in found)


# ---------------------------------------------------------------------------------------------------------- fulfilment
def fulfilment_of(
    session: Session, desk: Desk, customer_ids: Sequence[int] | None = None
) -> dict[int, rule.Fulfilment]:
    """How well payers paid in the last twelve months, by customer (policy `fees.fulfilment_months`)."""
    now, months = desk.today(), int(desk.policy["fees.fulfilment_months"])
    paid = (
        select(Allocation.charge_id, func.max(JournalEntry.day).label("day"))
        .join(JournalEntry, JournalEntry.id == Allocation.entry_id)
        .where(Allocation.fen > 0)
        .group_by(Allocation.charge_id)
        .subquery()
    )
    question = (
        select(Bill.payer_id, Bill.due, Charge.open_fen, Charge.disputed, paid.c.day)
        .join(Charge, Charge.id == Bill.charge_id)
        .outerjoin(paid, paid.c.charge_id == Charge.id)
        .where(Bill.state != "void", Bill.due >= add_months(now, -months), Bill.due < now)
    )
    if customer_ids is not None:
        question = question.where(Bill.payer_id.in_(customer_ids))
    found: dict[int, list[rule.Due]] = {}
    for payer_id, due, open_fen, disputed, day in session.execute(question):
        found.setdefault(payer_id, []).append(
            rule.Due(due, None if open_fen else day, disputed=disputed and open_fen > 0)
        )
    return {payer_id: rule.fulfilment(many, now, months) for payer_id, many in found.items()}


def fulfilment_list(desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[FulfilmentRow]:
    """Who paid less than the limit in time and still has a class and privileges: a supervisor is asked to take them back."""
    limit_percent = Decimal(str(desk.policy["fees.fulfilment_percent"]))
    with desk.look() as session:
        people = {
            row.id: row for row in session.scalars(select(Customer).where(Customer.klass.in_(list(rule.CLASS_AFTER))))
        }
        found = []
        for some in chunks(sorted(people)):
            for customer_id, one in fulfilment_of(session, desk, list(some)).items():
                if one.share is not None and one.below(limit_percent):
                    row = people[customer_id]
                    found.append((row, one))
        homes = _homes(session, [row.id for row, _one in found])
    found.sort(key=lambda each: (each[1].share or 0, each[0].id))
    rows = [
        FulfilmentRow(
            row.id,
            row.name,
            row.klass,
            rule.CLASS_AFTER[row.klass],
            one.paid,
            one.due,
            one.share,
            homes.get(row.id, ""),
        )
        for row, one in found
        if one.share is not None
    ]
    return Page(tuple(rows[offset : offset + limit]), len(rows))


def _homes(session: Session, customers: Sequence[int]) -> Mapping[int, str]:
    found: dict[int, list[str]] = {}
    for some in chunks(customers):
        for customer_id, name in session.execute(
            select(Bill.payer_id, Unit.name)
            .join(Unit, Unit.id == Bill.unit_id)
            .where(Bill.payer_id.in_(some))
            .distinct()
        ):
            found.setdefault(customer_id, []).append(name)
    return {customer_id: wording.listed(names) for customer_id, names in found.items()}


def take_class_back(desk: Desk, customer_id: int, *, reason: str = "") -> str:
    """Takes a customer back to ordinary because too few bills were paid in time; a supervisor confirms it. Gives the new class.

    Raises:
        DeskError: `fulfilment`, the rate is not below the limit. NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("fees.take-class-back") as act:
        desk.require("supervisor")
        return _take_back(act, desk, customer_id, reason)


def _take_back(act: Act, desk: Desk, customer_id: int, reason: str) -> str:
    session = act.session
    row = session.get(Customer, customer_id, with_for_update={"of": Customer})
    if row is None:
        # L10N: 没有该客户
        raise NotFound(_("This person is not there."))
    one = fulfilment_of(session, desk, [customer_id]).get(customer_id)
    limit = Decimal(str(desk.policy["fees.fulfilment_percent"]))
    if one is None or not one.below(limit) or row.klass not in rule.CLASS_AFTER:
        # L10N: 履约率未低于标准，或该客户没有分类优待
        raise DeskError("fulfilment", _("The rate is not below the limit, or this customer has no privileges."))
    before, row.klass = row.klass, rule.CLASS_AFTER[row.klass]
    row.changed_at = act.at
    act.about("customer", row.id, before=before, after=row.klass, paid=one.paid, due=one.due, reason=reason.strip())
    return row.klass


__all__ = [
    "ages",
    "debt",
    "debt_counts",
    "debt_row",
    "debts",
    "fulfilment_list",
    "fulfilment_of",
    "gathered",
    "letter_views",
    "owners_of",
    "rows_of",
    "take_class_back",
]
