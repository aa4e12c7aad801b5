"""The clearance as a service: one question, what stands open for a home, asked of every feature (architecture "The clearance")."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk import features
from desk.services.households import home_of
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
    home = home_of(session, desk, unit_id)
    lights = sorted((light for light in features.each("lights") if light.leaving), key=lambda light: light.order)
    lines = tuple(features.load(light.read)(session, desk, home) for light in lights)
    return ClearanceView(unit_id, home.unit.name, lines, obstacles(session, desk, "move.out", f"unit:{unit_id}"))


__all__ = ["clearance", "clearance_of"]
