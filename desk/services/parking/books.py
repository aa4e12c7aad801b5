"""Until when parking of a home is paid, where the month's fees bill it; offices without fees type it (handbook S19)."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from sqlalchemy.orm import Session

from desk.errors import Checker
from desk.features import hooks
from desk.i18n import _
from desk.models.parking import ParkingSpace
from desk.rules.kit import wording
from desk.services.kit.desk import Desk
from desk.services.parking.views import PaidView, ParkingCardEntry, RenewEntry

Entry = TypeVar("Entry", ParkingCardEntry, RenewEntry)


def paid(session: Session, desk: Desk, unit_id: int, space_id: int | None) -> PaidView | None:
    """What the month's bills say; None where they bill no parking at this home (hook `parking_paid`)."""
    space = session.get(ParkingSpace, space_id) if space_id is not None else None
    for told in hooks("parking_paid"):
        found = told(session, desk, unit_id, space.number if space is not None else "")
        if found is not None:
            return PaidView(*found)
    return None


def paid_until(desk: Desk, unit_id: int, *, space_id: int | None = None) -> PaidView | None:
    """Until when parking of a home is paid by the month's bills; None where they bill none: then it is typed.

    Args:
        desk: the desk.
        unit_id: the home.
        space_id: the space that the card is for; of several charges the one that names it counts.
    """
    with desk.look() as session:
        return paid(session, desk, unit_id, space_id)


def from_books(session: Session, desk: Desk, entry: Entry, unit_id: int | None, space_id: int | None) -> Entry:
    """The entry with what the books say is paid; as typed where they say nothing.

    Raises:
        InvalidInput: `paid_until` (`books`): another day is typed than the books say.
    """
    known = paid(session, desk, unit_id, space_id) if unit_id is not None else None
    if known is None:
        return entry
    if entry.paid_until not in (None, known.until):
        check = Checker()
        # L10N: 按账单，该户停车费已缴至 {day}
        words = _("By the month's bills, parking of this home is paid until {day}.")
        check.add("paid_until", "books", words.format(day=wording.day(known.until)))
        check.done()
    return replace(entry, paid_until=known.until, receipt=entry.receipt.strip() or known.paper)


__all__ = ["from_books", "paid", "paid_until"]
