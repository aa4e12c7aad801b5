"""The story of points in the tour: a sale at stacked discounts, a refund in part, an upgrade, a redemption, a gift, the statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.i18n import current_language
from desk.services import cards, points, schemes, slips, staff
from desk.services.kit.desk import Actor
from desk.tour.cards import NAME
from desk.ui.shell.offers import letters_of

if TYPE_CHECKING:
    from desk.tour.hands import Hands

COUNTER = ("A01", "云裳女装")


def tell(hands: Hands) -> None:
    """Goes on with the member who joined: everything at her page and in the lists beside it, by keys alone."""
    _counter(hands)
    _member(hands)
    _sell(hands)
    _refund(hands)
    _member(hands)
    _rise(hands)
    page = _member(hands)
    _redeem(hands, page)
    for name in (
        "purchases",
        "redemptions",
        "vouchers",
        "points-gifts",
        "points-report",
        "top-members",
        "vip-scheme",
        "shop-counters",
        "partners",
    ):
        hands.window.open_page(name)
        hands.shown(name)
        hands.settle()
        hands.snap(name)


def _counter(hands: Hands) -> None:
    """A counter of the mall; a supervisor puts it on file."""
    clerk = hands.desk.actor
    chief = next(each for each in staff.staff_list(hands.desk) if each.role == "manager")
    hands.desk.actor = Actor(chief.id, chief.login, chief.name, chief.role)
    try:
        if not any(each.code == COUNTER[0] for each in schemes.counters(hands.desk)):
            schemes.save_counter(hands.desk, schemes.CounterEntry(*COUNTER, "clothing"))
    finally:
        hands.desk.actor = clerk


def _member(hands: Hands) -> Any:
    row = next(each for each in cards.members(hands.desk, cards.MemberFilter("all", "", NAME)).rows)
    hands.window.open_target(f"member:{row.id}")
    page = hands.shown("member")
    hands.wait(lambda: page.record is not None and page.record.id == row.id, "the member")
    hands.settle()
    return page


def _did(hands: Hands, newest: Callable[[], str], act: Callable[[], None]) -> None:
    """Does something that issues a slip, and keeps it; `newest` gives the number of the last one, "" for none."""
    before = newest()
    act()
    hands.wait(lambda: newest() != before, "a new slip")
    hands.settle()
    hands.keep_slip(newest())


def _sell(hands: Hands) -> None:
    with hands.job("log a purchase at stacked discounts"):
        hands.press("Ins")
        hands.fill(hands.dialog().form, receipt="000127", counter=COUNTER[0], label="1280", promotion="8")
        hands.snap("purchase-form")
        hands.press("Ctrl+Return")
        hands.wait(lambda: "901.12" in hands.window.messages.text(), "the purchase")
    hands.settle()
    hands.snap("member-points")
    # A large purchase brings her to the next level.
    hands.press("Ins")
    hands.fill(hands.dialog().form, receipt="000128", counter=COUNTER[0], label="91000")
    hands.press("Ctrl+Return")
    hands.wait(lambda: "80,080.00" in hands.window.messages.text(), "the purchase")
    hands.settle()


def _refund(hands: Hands) -> None:
    with hands.job("log a refund in part"):
        hands.press("Ctrl+1")
        page = hands.shown("purchases")
        hands.wait(lambda: page.table.total() >= 2, "the purchases")
        hands.press("Down")
        hands.press("Ctrl+U")
        form = hands.dialog().form
        hands.goto(form, "fen")
        hands.press("Ctrl+A")
        hands.type("9.01")
        hands.snap("purchase-refund")
        hands.press("Ctrl+Return")
        hands.settle()
    hands.snap("purchases-refunded")


def _rise(hands: Hands) -> None:
    with hands.job("raise a member"):
        hands.press("Ctrl+2")
        found = hands.shown("upgrades")
        hands.wait(lambda: found.table.total() > 0, "the level to decide")
        hands.snap("upgrades")
        hands.press("Ctrl+Y")
        hands.dialog()
        hands.press("Ctrl+Return")
        hands.wait(lambda: found.table.total() == 0, "the level")
        hands.settle()
    with hands.job("reckon all levels now"):
        hands.press("Ctrl+F5")
        hands.settle()
        hands.snap("levels-reckoned")


def _by_letters(hands: Hands, code: str) -> None:
    """An act without a key of its own, from the list of everything, by the letters that stand beside it in the language shown."""
    hands.press("Ctrl+K")
    hands.type(letters_of(current_language())[code])
    hands.snap("everything")
    hands.press("Return")


def _redeem(hands: Hands, page: Any) -> None:
    def redeem() -> None:
        hands.press("Alt+E")
        hands.fill(hands.dialog().form, item="真丝围巾", label="380", counter=COUNTER[0])
        hands.snap("redeem-form")
        hands.press("Ctrl+Return")

    def gift() -> None:
        hands.press("Alt+G")
        form = hands.dialog().form
        hands.goto(form, "item")
        hands.type("保温杯")
        hands.press("Ctrl+Return")

    def redeemed() -> str:
        return next((row.number for row in points.redemptions(hands.desk).rows), "")

    def given() -> str:
        return next((row.number for row in points.gifts(hands.desk).rows), "")

    def printed() -> str:
        found = [
            slip.number
            for slip in slips.slips_of(hands.desk, f"member:{page.record.id}")
            if slip.number.startswith("LJ-")
        ]
        return max(found, default="")

    with hands.job("redeem points"):
        _did(hands, redeemed, redeem)
    with hands.job("hand out the gift of the quarter"):
        _did(hands, given, gift)
    with hands.job("print where the points come from"):
        _did(hands, printed, lambda: _by_letters(hands, "member:Print the points statement"))
    hands.settle()
    hands.snap("member-diamond")


__all__ = ["tell"]
