"""The tour's story of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.tour.hands import Hands


def story(hands: Hands) -> None:
    """Told below."""
    hands.settle()
