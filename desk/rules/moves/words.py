"""What is said of a move in general places; it needs no database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.catalog import label
from desk.rules.kit import wording

SHOWN = (
    "begun", "leaving", "inspected", "keys", "handouts", "moved-in", "passes", "keys-back", "passes-back", "clearance",
    "moved-out", "cancelled", "reversed",
)  # fmt: skip
"""The events of a move that a household's history tells."""


def found_move(detail: Mapping[str, Any]) -> list[str]:
    """What the finder says of a move: room, state, who."""
    return [detail["room"], label("move_states", detail["state"]), wording.listed(detail["names"])]


__all__ = ["SHOWN", "found_move"]
