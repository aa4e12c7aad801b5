"""The story of a member in the tour: joined at the VIP desk, the card handed over, reported lost, replaced. Points go on from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.tour.hands import resident_card

if TYPE_CHECKING:
    from desk.tour.hands import Hands

NAME = "欧阳明月"
"""Who joins; the story of points goes on with her."""
BODY = "11000019880620402"


def tell(hands: Hands) -> None:
    """Joins a member and replaces the card; her page is shown at the end."""
    page = join(hands)
    _hand_over(hands, page)
    _lose_and_replace(hands, page)
    for name in ("members", "card-book", "member-desk"):
        hands.window.open_page(name)
        hands.shown(name)
        hands.snap(name)
    hands.window.open_target(f"member:{page.record.id}")
    hands.shown("member")


def join(hands: Hands) -> Any:
    """Takes somebody in by keys alone; gives her page."""
    with hands.job("join a member"):
        hands.press("F10")
        hands.shown("member-desk")
        hands.type(NAME)
        hands.settle()
        hands.press("Return")
        form = hands.shown("member-form").form
        for name, words in (
            ("document_number", resident_card(BODY)), ("phones", "13800005566"), ("address", "1栋2单元1102"),
            ("latin_name", "Ouyang Mingyue"),
        ):  # fmt: skip
            hands.goto(form, name)
            hands.type(words)
        hands.goto(form, "goods")
        hands.press("Space")
        for name in ("receipts_seen", "identity_seen", "consent", "greetings"):
            hands.goto(form, name)
            hands.press("Space")
        hands.snap("member-form")
        hands.press("Ctrl+Return")
        page = hands.shown("member")
        hands.wait(lambda: page.record is not None, "the member")
    hands.snap("member-joined")
    for slip in page.record.slips:
        hands.keep_slip(slip.number)
    return page


def _act(hands: Hands, page: Any, key: str, fill: Callable[[Any], None] | None = None, *, picture: str = "") -> None:
    """Does an act of the member by its key; one that asks something is filled in."""
    before = len(page.record.events)
    hands.press(key)
    if fill is not None:
        dialog = hands.dialog()
        fill(dialog.form)
        if picture:
            hands.snap(picture)
        hands.press("Ctrl+Return")
    hands.wait(lambda: len(page.record.events) > before, f"the act of {key}")
    hands.settle()


def _hand_over(hands: Hands, page: Any) -> None:
    with hands.job("hand a card over"):
        _act(hands, page, "Ctrl+J", lambda _form: None)
    receipt = next(slip for slip in page.record.slips if slip.kind == "card-receipt")
    hands.keep_slip(receipt.number)


def _lose_and_replace(hands: Hands, page: Any) -> None:
    def lost(form: Any) -> None:
        hands.goto(form, "note")
        hands.type("本人来电，昨晚在地铁遗失")

    def seen(form: Any) -> None:
        hands.goto(form, "identity_seen")
        hands.press("Space")

    old = page.record.card.number
    with hands.job("report a card lost and replace it"):
        _act(hands, page, "Ctrl+Shift+X", lost, picture="member-lost")
        hands.snap("member-card-lost")
        _act(hands, page, "Ctrl+Shift+N", seen, picture="member-replace")
    assert page.record.card.old == old
    replacement = next(slip for slip in page.record.slips if slip.kind == "card-replacement")
    hands.keep_slip(replacement.number)
    hands.window.take_scan(old)  # the old card is found: it stays dead
    hands.shown("member")
    hands.wait(lambda: page.record is not None and bool(page.heading.late.text()), "the warning of a dead card")
    hands.snap("member-dead-card")


__all__ = ["NAME", "join", "tell"]
