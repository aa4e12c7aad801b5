"""What several acts on keys need: the record, its loan, its history; how it is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import NotFound
from desk.i18n import _
from desk.models import Customer, Occupancy, Staff
from desk.models.households import belongs_now
from desk.models.keys import KeyEvent, KeyLoan, KeySet
from desk.rules.keys import CYCLE, HELD
from desk.rules.kit import phones
from desk.services import slips
from desk.services.finder import index
from desk.services.keys.views import KeyEventView, KeySetView, LoanView
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept
from desk.services.kit.lines import MOST

SETS = Kept(CYCLE, KeySet, lambda: _("These keys are not there."))
"""Sets of keys and their life cycle."""


def get(session: Session, key_set_id: int) -> KeySet:
    """A set.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(KeySet, key_set_id)
    if row is None:
        raise NotFound(SETS.absent())
    return row


def owners_of(session: Session, desk: Desk, unit_id: int | None) -> tuple[str, ...]:
    """Names of the owners of a home now, in the order in which they were registered."""
    if unit_id is None:
        return ()
    return tuple(
        session.scalars(
            select(Customer.name)
            .join(Occupancy, Occupancy.customer_id == Customer.id)
            .where(Occupancy.unit_id == unit_id, Occupancy.role == "owner", belongs_now(desk.today()))
            .order_by(Occupancy.id)
        )
    )


def open_loan(session: Session, row: KeySet) -> KeyLoan | None:
    """The loan of a set that is not back."""
    return session.scalars(select(KeyLoan).where(KeyLoan.out_of == row.id)).first()


def the_loan(session: Session, row: KeySet) -> KeyLoan:
    """The loan of a set that is out."""
    loan = open_loan(session, row)
    assert loan is not None, f"{row.number} is out without a loan"
    return loan


def record(act: Act, row: KeySet, kind: str, note: str = "", **data: Any) -> None:
    """Writes a line of the history, renews the finder, says what the act is about."""
    act.session.add(
        KeyEvent(key_set_id=row.id, at=act.at, staff_id=act.staff_id, kind=kind, note=note.strip(), data=data or None)
    )
    act.about("key-set", row.id, number=row.number, state=row.state, **data)
    act.touch("unit", row.unit_id)
    act.session.flush()
    index.write(act.session, "key-set", [row.id])


def release_places(row: KeySet, at: datetime, to: str = "") -> None:
    """Tag and hook are free again: the desk no longer answers for the set."""
    row.tag_held = row.hook_held = None
    row.ended_at, row.ended_to = at, to


def loan_view(row: KeyLoan, staff: str, now: datetime) -> LoanView:
    """A loan as plain data."""
    return LoanView(
        row.id, row.number, row.borrower_kind, row.borrower, row.company, phones.mask_phone(row.phone), row.purpose,
        row.permission, row.permitted_by, row.pieces, row.pieces_back, row.pieces_lost, row.lent_at, row.due_at,
        row.ended_at, row.condition, reasons.said(row.note), staff, row.ended_at is None and row.due_at < now,
    )  # fmt: skip


def view(session: Session, desk: Desk, row: KeySet) -> KeySetView:
    """A set with all that belongs to it."""
    session.flush()
    now = desk.clock()
    loans = [
        loan_view(loan, staff, now)
        for loan, staff in session.execute(
            select(KeyLoan, Staff.name)
            .join(Staff, Staff.id == KeyLoan.staff_id)
            .where(KeyLoan.key_set_id == row.id)
            .order_by(KeyLoan.id.desc())
            .limit(MOST)
        )
    ]
    events = session.execute(
        select(KeyEvent, Staff.name)
        .join(Staff, Staff.id == KeyEvent.staff_id)
        .where(KeyEvent.key_set_id == row.id)
        .order_by(KeyEvent.id.desc())
        .limit(MOST)
    )
    taker = session.get(Staff, row.staff_id)
    return KeySetView(
        row.id, row.number, row.kind, row.state, row.unit_id, row.unit.name if row.unit else "", row.name, row.tag,
        row.hook, row.pieces, row.sealed, row.seal, row.given_by, phones.mask_phone(row.phone), row.consent_by,
        row.standing, row.until, reasons.said(row.note), row.taken_at, row.ended_at, row.ended_to, taker.name if taker else "",
        next((loan for loan in loans if loan.ended_at is None), None),
        owners_of(session, desk, row.unit_id), tuple(loans),
        tuple(KeyEventView(event.at, name, event.kind, reasons.said(event.note), event.data or {}) for event, name in events),
        slips.views(session, [f"key-set:{row.id}"]),
    )  # fmt: skip


def held(session: Session, unit_id: int | None = None) -> list[KeySet]:
    """The sets that the desk answers for, of one home or all, in the order of their hooks."""
    query = select(KeySet).where(KeySet.state.in_(HELD))
    if unit_id is not None:
        query = query.where(KeySet.unit_id == unit_id)
    return list(session.scalars(query.order_by(KeySet.hook, KeySet.id)))


__all__ = [
    "SETS", "get", "held", "loan_view", "open_loan", "owners_of", "record", "release_places", "the_loan", "view",
]  # fmt: skip
