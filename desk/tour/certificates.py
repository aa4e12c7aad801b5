"""The story of a residence certificate in the tour: issued from the household, printed, listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.tour.hands import Hands

ROOM = "1-2-1002"


def tell(hands: Hands) -> None:
    """The certificate for a school, by keys."""
    hands.press("F2")
    hands.type(ROOM)
    hands.settle()
    hands.press("Return")
    hands.shown("household")
    with hands.job("issue a residence certificate"):
        hands.press("Alt+C")
        form = hands.dialog().form
        hands.fill(form, purpose="子女入学", addressee="阳光小学")
        hands.snap("certificate-form")
        hands.save()
    hands.snap("certificates")  # printed, its paper is kept


__all__ = ["tell"]
