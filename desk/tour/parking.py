"""The story of a parking card in the tour: a space, a card for its home, lost and replaced, and what its papers look like."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desk.services import parking

if TYPE_CHECKING:
    from desk.tour.hands import Hands

ROOM, HOLDER, PLATE = "1-2-1002", "董涵佳", "粤B12345"


def tell(hands: Hands) -> None:
    """From the space to the new card for a lost one, by keys."""
    _space(hands)
    page = _card(hands)
    _lost(hands, page)
    for name in ("parking", "parking-spaces"):
        hands.window.open_page(name)
        hands.shown(name)
        hands.snap(name)


def _space(hands: Hands) -> None:
    hands.window.open_page("parking-spaces")
    hands.shown("parking-spaces")
    with hands.job("add a parking space"):
        hands.press("Ins")
        form = hands.dialog().form
        hands.fill(form, number="B1-018")
        hands.choose(form, "kind", "own")
        hands.find(form, "unit_id", ROOM)
        hands.save()


def _card(hands: Hands) -> Any:
    last = hands.desk.today() + timedelta(days=30)
    hands.window.open_page("parking")
    hands.shown("parking")
    with hands.job("issue a parking card"):
        hands.press("Ins")
        form = hands.dialog().form
        hands.find(form, "unit_id", ROOM)
        hands.fill(form, plate=PLATE, holder=HOLDER)
        hands.goto(form, "space_id")
        hands.press("Down")
        hands.fill(form, until=last, paid_until=last, receipt="SK-1103")
        hands.goto(form, "papers_seen")
        hands.press("Space")
        hands.snap("parking-card-form")
        hands.save()
        page = hands.shown("parking-card")
        hands.wait(lambda: page.record is not None, "the parking card")
    hands.snap("parking-card")
    return page


def _lost(hands: Hands, page: Any) -> None:
    first = page.record.number
    with hands.job("a lost parking card is replaced"):
        hands.press("Ctrl+Shift+X")
        hands.dialog()
        hands.type("车内遗失")
        hands.save()
        hands.wait(lambda: page.record.state == "lost", "the loss to be noted")
        hands.press("Ctrl+Shift+N")
        form = hands.dialog().form
        hands.goto(form, "note")
        hands.type("遗失补发")
        hands.snap("parking-card-replaced")
        hands.save()
        hands.wait(lambda: page.record is not None and page.record.number != first, "the new card")
    hands.snap("parking-card-new")
    assert page.record.replaces == first
    hands.keep_slip(parking.issue_plastic(hands.desk, page.record.id).number)


__all__ = ["tell"]
