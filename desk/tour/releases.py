"""The story of goods release in the tour: a part leaves although fees are owed, a whole move waits for them; then the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.services import finder, money, releases

if TYPE_CHECKING:
    from desk.tour.hands import Hands

ROOM = "1-2-1102"
OWED = 23_400


def tell(hands: Hands) -> None:
    """Two releases of one home, and what the guard does with them."""
    _owing(hands)
    part = _part(hands)
    whole = _whole(hands)
    _gate(hands, part)
    _lists(hands, whole)


def _owing(hands: Hands) -> None:
    """The home owes its management fee, and the till is open."""
    desk = hands.desk
    if money.my_shift(desk) is None:
        money.open_shift(desk, counter="2", opening=50_000)
    unit = next(hit.id for hit in finder.find(desk, ROOM) if hit.kind == "unit")
    money.charge(desk, money.ChargeEntry("management", OWED, unit))


def _form(hands: Hands) -> Any:
    hands.press("F2")
    hands.type(ROOM)
    hands.settle()
    hands.press("Return")
    hands.wait(lambda: type(hands.window.page()).__name__ == "HouseholdPage", "the household")
    hands.settle()
    hands.press("F8")
    page = hands.shown("release-form")
    hands.wait(lambda: page.form.value("customer_id"), "the people of the room")
    hands.settle()
    return page


def _goods(hands: Hands, *lines: tuple[str, str]) -> None:
    """Types the goods, in pinyin."""
    for name, quantity in lines:
        hands.type(name)
        hands.settle()
        hands.press("Return")
        hands.settle()
        hands.type(quantity)
        hands.press("Return", 2)


def _newest(hands: Hands) -> Any:
    return releases.releases(hands.desk, limit=1).rows[0]


def _part(hands: Hands) -> Any:
    with hands.job("release a part of the goods"):
        page = _form(hands)
        hands.press("Space")
        hands.press("Return")
        _goods(hands, ("sf", "2"), ("bx", "1"), ("zx", "8"))
        hands.goto(page.form, "plate")
        hands.type("粤B12345")
        hands.snap("release-part")
        hands.press("Ctrl+Return")
        hands.wait(lambda: type(hands.window.page()).__name__ == "HouseholdPage", "the household again")
        hands.settle()
    made = _newest(hands)
    hands.keep_slip(made.number)
    return made


def _whole(hands: Hands) -> Any:
    with hands.job("release everything, the fees first"):
        page = _form(hands)
        hands.choose(page.form, "scope", "whole")
        hands.goto(page.form, "papers")
        hands.press("Space")
        hands.press("Return")
        _goods(hands, ("sf", "1"), ("cz", "1"))
        hands.goto(page.form, "leaving")
        hands.press("Space")
        hands.press("Ctrl+Return")
        hands.wait(lambda: "waived" in page.form.problems(), "the refusal")
        hands.snap("release-refused")
        hands.press("F9")
        cashier = hands.shown("cashier")
        hands.wait(lambda: cashier.due() == OWED, "what is owed")
        hands.goto(cashier.form, "cash")
        hands.type(f"{OWED // 100}")
        hands.press("Ctrl+Return")
        hands.wait(lambda: cashier.form.value("unit_id") is None, "the payment")
        hands.settle()
        while type(hands.window.page()).__name__ == "CashierPage":
            hands.press("Esc")
            hands.settle()
        page = hands.shown("release-form")
        hands.wait(lambda: page.form.value("items"), "the draft")
        hands.settle()
        hands.snap("release-settled")
        hands.press("Ctrl+Return")
        hands.wait(lambda: type(hands.window.page()).__name__ == "MoveOutForm", "the form of the move-out")
        hands.settle()
    made = _newest(hands)
    assert made.scope == "whole", made
    hands.keep_slip(made.number, "a5")
    return made


def _gate(hands: Hands, made: Any) -> None:
    hands.window.open_page("releases")
    hands.shown("releases")
    hands.snap("releases")
    with hands.job("pass a slip at the gate"):
        hands.press("Ctrl+1")
        page = hands.shown("gate")
        hands.type(made.number)
        hands.press("Return")
        hands.wait(lambda: page.view is not None, "the slip")
        hands.snap("gate-good")
        hands.press("Ctrl+Return")
        dialog = hands.dialog()
        hands.goto(dialog.form, "guard")
        hands.type("老吴")
        hands.press("Ctrl+Return")
        hands.wait(lambda: page.view is not None and page.view.state == "passed", "the goods to pass")
        hands.settle()
    hands.press("Return")  # shown a second time
    hands.wait(lambda: page.view.events[0].kind == "gate-used", "the refusal at the gate")
    hands.snap("gate-used")


def _lists(hands: Hands, whole: Any) -> None:
    hands.window.open_target(f"release:{whole.id}")
    page = hands.shown("release")
    hands.wait(lambda: page.record is not None, "the slip's page")
    hands.snap("release")
    hands.window.open_page("releases", view="copies")
    hands.shown("releases")
    hands.press("Ctrl+P")
    hands.dialog()
    hands.snap("release-week")
    hands.press("Ctrl+Return")
    hands.settle()


__all__ = ["tell"]
