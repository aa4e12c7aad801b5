"""Whose identity card, credit code or number plate was scanned: exact, by the index of the column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import Customer, Occupancy, Vehicle
from desk.rules.kit.identity import check_document, guess_kind, normalise
from desk.services.kit.desk import Desk

Targets = list[tuple[str, dict[str, Any]]]
"""Where records are opened, with what the page is told besides."""


def people(session: Session, desk: Desk, number: str) -> Targets:
    """Persons and companies with this number on file: the room where they are, else their own page.

    Args:
        session: of the question.
        desk: the desk.
        number: normalised, as `rules.scans` gives it.
    """
    kind = guess_kind(normalise(number))
    key = check_document(kind, number, today=desk.today()).person_key if kind is not None else number
    found: Targets = []
    for customer_id in session.scalars(select(Customer.id).where(Customer.document_key == (key or number))):
        rooms = session.scalars(
            select(Occupancy.unit_id)
            .where(Occupancy.customer_id == customer_id)
            .order_by(Occupancy.until.is_not(None), Occupancy.lives.desc(), Occupancy.id.desc())
        )
        found.append(_place(next(iter(rooms), None), customer_id))
    return found


def vehicles(session: Session, _desk: Desk, plate: str) -> Targets:
    """The rooms that a plate belongs to."""
    rows: Sequence[Any] = session.execute(
        select(Vehicle.unit_id, Vehicle.customer_id).where(Vehicle.plate == plate, Vehicle.until.is_(None))
    ).all()
    return [_place(unit_id, customer_id) for unit_id, customer_id in rows]


def _place(unit_id: int | None, customer_id: int | None) -> tuple[str, dict[str, Any]]:
    if unit_id is None:
        return f"customer:{customer_id}", {}
    return f"unit:{unit_id}", {"about": f"customer:{customer_id}"} if customer_id is not None else {}


__all__ = ["Targets", "people", "vehicles"]
