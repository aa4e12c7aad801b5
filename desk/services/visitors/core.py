"""What several acts on visitors need: the records, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import NotFound
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.money import Account, Deposit
from desk.models.visitors import Visit, VisitorCard, VisitPerson
from desk.rules.kit import identity, phones, wording
from desk.rules.visitors import CARD_CYCLE, CYCLE
from desk.services import slips
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.lifecycle import Kept
from desk.services.visitors.views import VisitorCardView, VisitPersonView, VisitView

VISITS = Kept(CYCLE, Visit, lambda: _("This visit is not there."))
"""Visits and their life cycle."""
CARDS = Kept(CARD_CYCLE, VisitorCard, lambda: _("This card is not there."))
"""Temporary cards and theirs."""


def get(session: Session, visit_id: int) -> Visit:
    """A visit.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Visit, visit_id)
    if row is None:
        raise NotFound(VISITS.absent())
    return row


def card_views(session: Session, desk: Desk, ids: Iterable[int]) -> tuple[VisitorCardView, ...]:
    """Cards as plain data, in the order given."""
    wanted, now = list(ids), desk.clock()
    first = (
        select(VisitPerson.name)
        .where(VisitPerson.visit_id == Visit.id, VisitPerson.position == 0)
        .correlate(Visit)
        .scalar_subquery()
    )
    found = {}
    for card, number, room, host, name, balance in session.execute(
        select(VisitorCard, Visit.number, Unit.name, Visit.host, first, Account.balance)
        .join(Visit, Visit.id == VisitorCard.visit_id)
        .outerjoin(Unit, Unit.id == Visit.unit_id)
        .outerjoin(Deposit, Deposit.id == VisitorCard.deposit_id)
        .outerjoin(Account, Account.id == Deposit.account_id)
        .where(VisitorCard.id.in_(wanted))
    ):
        found[card.id] = VisitorCardView(
            card.id, card.number, card.visit_id, number, card.kind, card.label, card.state, name or "", room or host,
            card.until, card.issued_at, card.ended_at, -(balance or 0), card.state == "out" and card.until < now,
            desk.local(card.until).date() > desk.local(card.issued_at).date(), reasons.said(card.note),
        )  # fmt: skip
    return tuple(found[each] for each in wanted)


def view(session: Session, desk: Desk, row: Visit, receipt: str = "") -> VisitView:
    """A visit with all that belongs to it."""
    session.flush()
    names: dict[int, str] = {each.id: each.name for each in session.scalars(select(Staff))}
    cards = session.scalars(select(VisitorCard.id).where(VisitorCard.visit_id == row.id).order_by(VisitorCard.id))
    people = tuple(
        VisitPersonView(
            person.name,
            wording.labelled(
                identity.kind_name(person.document_kind) if person.document_kind else "",
                identity.mask_number(person.document_number) if person.document_number else "",
            ),
            phones.mask_phone(person.phone),
        )
        for person in row.people
    )
    return VisitView(
        row.id, row.number, row.state, row.unit_id, row.unit.name if row.unit else "", row.host, row.answer, row.agreed,
        names.get(row.agreed_by_id or 0, ""), row.purpose, row.brings, row.plate, row.came_at, row.until, row.left_at,
        row.matter, row.passed_to, row.result, row.answered_at, reasons.said(row.note), names.get(row.staff_id, ""), people,
        card_views(session, desk, cards), slips.views(session, [f"visit:{row.id}"]), receipt,
    )  # fmt: skip


__all__ = ["CARDS", "VISITS", "card_views", "get", "view"]
