"""The story of a move in the tour: a tenant moves in, a defect is found; later the household is cleared and moves out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.tour.hands import resident_card

if TYPE_CHECKING:
    from desk.tour.hands import Hands

TENANT, SPOUSE = "许文强", "冯程程"
CARDS = ("11000019860314007", "11000019880722008")
ROOM = "1-2-1101"


def tell(hands: Hands) -> None:
    """A tenant moves in with a defect found; the household is cleared and moves out."""
    with hands.job("move a tenant in"):
        page = _begin(hands)
        _hand_over(hands, page)
    with hands.job("move a household out"):
        _out(hands, page)
    for name in ("moves", "resident-passes"):
        hands.window.open_page(name)
        hands.shown(name)
        hands.snap(name)


def _begin(hands: Hands) -> Any:
    hands.press("F11")
    form = hands.shown("move-form").form
    hands.find(form, "unit_id", ROOM)
    hands.choose(form, "who", "tenant")
    hands.goto(form, "people")
    for name, body in zip((TENANT, SPOUSE), CARDS, strict=True):
        hands.type(name)
        hands.press("Return", 2)
        hands.type(resident_card(body))
        hands.press("Return", 2)
        hands.type("2")
        hands.press("Return")
        hands.press("Space")
        hands.press("Return")
    hands.snap("move-form")
    hands.press("Ctrl+S")
    page = hands.shown("move")
    hands.wait(lambda: page.record is not None, "the move")
    hands.settle()
    hands.snap("move-begun")
    return page


def _act(hands: Hands, page: Any, key: str, fill: Callable[[Any], None] | None = None, *, picture: str = "") -> None:
    """Does an act by its key; one that asks something is filled in."""
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


def _choose(hands: Hands, cell: Any, code: str) -> None:
    for _again in range(cell.count()):
        if cell.value() == code:
            return
        hands.press("Down")
    raise AssertionError(code)


def _hand_over(hands: Hands, page: Any) -> None:
    def inspected(form: Any) -> None:
        hands.goto(form, "defects")
        row = form.field("defects").rows_of_cells()[0]
        _choose(hands, row[0], "kitchen")
        hands.press("Tab")
        _choose(hands, row[1], "pipes")
        hands.press("Tab")
        hands.type("水槽下水管接口渗水")

    def read(form: Any) -> None:
        hands.goto(form, "water")
        hands.type("128.6")
        hands.goto(form, "electricity")
        hands.type("3071")

    def keys(form: Any) -> None:
        hands.goto(form, "keys")
        row = form.field("keys").rows_of_cells()[0]
        _choose(hands, row[0], "home")
        hands.press("Tab")
        hands.type("A-1101")
        hands.press("Tab")
        hands.type("3")

    _act(hands, page, "Ctrl+Shift+I", inspected, picture="move-inspection")
    _act(hands, page, "Alt+D", read, picture="move-meters")
    _act(hands, page, "Alt+K", keys, picture="move-keys")
    _act(hands, page, "Ctrl+T", lambda _form: None, picture="move-sign")
    _act(hands, page, "Ctrl+T", lambda _form: None)
    _act(hands, page, "Ctrl+J", lambda _form: None)
    hands.wait(lambda: page.record.state == "moved-in", "the end of the move-in")
    _act(hands, page, "Alt+I", lambda _form: None, picture="move-passes")
    hands.snap("moved-in")
    for slip in page.record.slips:
        hands.keep_slip(slip.number)
    for one in page.record.passes:
        hands.keep_slip(one.number)


def _out(hands: Hands, page: Any) -> None:
    hands.window.open_page("leave-form", unit_id=page.record.unit_id)
    form = hands.shown("leave-form").form
    hands.settle()
    hands.choose(form, "why", "end-of-lease")
    hands.snap("leave-form")
    hands.press("Ctrl+S")
    page = hands.shown("move")
    hands.wait(lambda: page.record is not None and page.record.kind == "out", "the move-out")
    hands.settle()
    hands.press("Ctrl+J")
    hands.dialog()
    hands.press("Ctrl+Return")
    hands.settle()
    hands.snap("move-out-refused")
    hands.press("Esc")

    def noted(form: Any) -> None:
        for kind in ("water", "electricity"):
            hands.goto(form, f"{kind}_reason")
            hands.type("10月账单已付")

    _act(hands, page, "Alt+F", noted, picture="move-utilities")
    _act(hands, page, "Alt+K", lambda _form: None, picture="move-keys-back")
    _act(hands, page, "Alt+J", lambda _form: None, picture="move-passes-back")
    hands.snap("move-out-cleared")
    _act(hands, page, "Ctrl+J", lambda _form: None)
    hands.wait(lambda: page.record.state == "moved-out", "the end of the move-out")
    hands.settle()
    hands.snap("moved-out")
    for slip in page.record.slips:
        hands.keep_slip(slip.number)


__all__ = ["tell"]
