"""The story of works that ran on paper before Desk: file and deposit are taken over; refused a refund, cleared, and paid back less a damage."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from desk.services.site import policy
from desk.tour.renovation import works

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from desk.tour.hands import Hands

ROOM, OWNER, BELOW = "1-2-1201", "方宏志", "龚雅琴"
BEGAN, LAST, PASSED = 130, 42, 96
"""So many days ago the works began, should have ended, passed the inspection."""


def tell(hands: Hands) -> None:
    """From the old certificate to the refund, whatever the day of the week."""
    policy.change_rules(hands.desk, {"renovation.refund_weekdays": "1-7"})
    with works.shift(hands):
        with hands.job("take running works and their deposit over"):
            page = _file(hands)
            _deposit(hands, page)
        with hands.job("clear the obstacles and refund"):
            _refused(hands, page)
            _clear(hands, page)
            _refund(hands, page)
    policy.change_rules(hands.desk, {"renovation.refund_weekdays": "1-5"})


def _day(hands: Hands, ago: int) -> date:
    return hands.desk.today() - timedelta(days=ago)


def _type(hands: Hands, form: Any, **values: object) -> None:
    """Types into fields one after the other; what a field holds already is selected when Tab comes to it."""
    for name, text in values.items():
        hands.goto(form, name)
        hands.type(f"{text}")


def _asked(hands: Hands, key: str, fill: Callable[[Any], None], picture: str, done: Callable[[], object]) -> None:
    """An act by its key that asks something, where the history does not tell that it ended."""
    hands.press(key)
    fill(hands.dialog().form)
    hands.snap(picture)
    hands.press("Ctrl+Return")
    hands.wait(lambda: QApplication.activeModalWidget() is None and done(), f"the act of {key}")
    hands.settle()


def _file(hands: Hands) -> Any:
    hands.window.open_page("renovations")
    hands.shown("renovations")
    hands.press("Ins")
    form = hands.shown("renovation-form").form
    hands.goto(form, "unit_id")
    hands.type(ROOM)
    hands.settle()
    hands.press("Return")
    _type(hands, form, applicant=OWNER, first=_day(hands, BEGAN), last=_day(hands, LAST))
    hands.goto(form, "officer_id")
    hands.press("Down")
    hands.goto(form, "works")
    works.choose(hands, form.field("works").rows_of_cells()[0][0], "wall")
    hands.press("Tab", 2)
    hands.press("Space")
    hands.goto(form, "running")
    hands.press("Space")
    _type(hands, form, certificate="2026-017", started_on=_day(hands, BEGAN))
    works.tick_all(hands, form, "documents")
    hands.snap("old-works-form")
    hands.press("Ctrl+S")
    page = hands.shown("renovation")
    hands.wait(lambda: page.view() is not None and page.view().taken_over, "the file of the old works")
    return page


def _deposit(hands: Hands, page: Any) -> None:
    def old(form: Any) -> None:
        _type(hands, form, payer=OWNER, amount="2000", paper_number="0031872", taken_on=_day(hands, BEGAN))

    _asked(hands, "Ctrl+Ins", old, "old-deposit", lambda: any(each.held for each in page.view().deposits))


def _refused(hands: Hands, page: Any) -> None:
    def passed(form: Any) -> None:
        _type(hands, form, on=_day(hands, PASSED))

    works.act(hands, page, "Ctrl+J")
    works.act(hands, page, "Ctrl+Y", passed, picture="old-works-inspection")
    hands.press("Ctrl+U")
    hands.dialog()
    hands.press("Ctrl+Return")
    hands.settle()
    hands.snap("old-works-refund-refused")
    hands.press("Esc")
    hands.settle()


def _clear(hands: Hands, page: Any) -> None:
    def signed(form: Any) -> None:
        _type(hands, form, signer=BELOW)
        hands.goto(form, "by_owner")
        hands.press("Space")

    def nobody(form: Any) -> None:
        hands.goto(form, "nobody")
        hands.press("Space")

    works.act(hands, page, "Alt+X", signed, picture="old-works-downstairs")
    works.act(hands, page, "Ctrl+Shift+M", nobody)
    works.act(hands, page, "Ctrl+Shift+D", lambda form: works.tick_all(hands, form, "documents"))


def _refund(hands: Hands, page: Any) -> None:
    def refund(form: Any) -> None:
        hands.choose(form, "payer", "self")
        hands.choose(form, "method", "transfer")
        for name in ("certificate", "receipt"):
            hands.goto(form, name)
            hands.press("Space")
        hands.goto(form, "deductions")
        for words in ("墙面", "搬运划伤", "照片 2 张", "350.50"):
            hands.type(words)
            hands.press("Tab")

    works.act(hands, page, "Ctrl+U", refund, picture="old-works-refund")
    hands.wait(lambda: page.view().state in ("refunded", "filed"), "the refund")
    hands.snap("old-works-refunded")


__all__ = ["tell"]
