"""What stands in the way of an act, collected from all features (architecture "Gate")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.features import features, load
from desk.rules.kit.gate import Obstacle
from desk.services.kit.desk import Desk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def obstacles(session: Session, desk: Desk, act: str, subject: str) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of an act, in the order of the features.

    Args:
        session: of the act, or of a question (the window shows what stands in the way before anybody presses a button).
        desk: the desk.
        act: the gate (`request.close`).
        subject: the record, `request:12`.
    """
    found: list[Obstacle] = []
    for feature in features():
        if act in feature.obstacles:
            found += load(feature.obstacles[act])(session, desk, subject)
    return tuple(found)


__all__ = ["obstacles"]
