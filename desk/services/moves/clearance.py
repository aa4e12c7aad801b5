"""The clearance as a service: one question, what stands open for a home, asked of every feature (architecture "The clearance")."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk.services.households.within import open_matters
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.moves.views import ClearanceView


def clearance(desk: Desk, unit_id: int) -> ClearanceView:
    """What stands open for a home, each with its reason and the act that settles it; and what stands in the way of moving out.

    Balances, deposits, keys, passes, requests, renovations: whatever a feature declares as a lamp.

    Raises:
        NotFound: no such unit.
    """
    with desk.look() as session:
        return clearance_of(session, desk, unit_id)


def clearance_of(session: Session, desk: Desk, unit_id: int) -> ClearanceView:
    """The same inside a transaction, so that an act sees what another counter did a moment ago (handbook M10)."""
    room, lines = open_matters(session, desk, unit_id)
    return ClearanceView(unit_id, room, lines, obstacles(session, desk, "move.out", f"unit:{unit_id}"))


__all__ = ["clearance", "clearance_of"]
