"""Letters in the tour: the starting texts approved, a run with its preview, printed list, deliveries noted, one letter from a household."""

from __future__ import annotations

from functools import partial
from typing import Any

from desk.tour.hands import Hands


def _done(hands: Hands) -> None:
    """Does the dialog's act and waits until it is closed."""
    from PySide6.QtWidgets import QApplication

    hands.press("Ctrl+Return")
    hands.wait(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
    hands.settle()


def _back(hands: Hands, code: str) -> None:
    """Esc until the page is shown."""
    from desk.ui.kit.pages import spec_of

    spec = spec_of(code)
    assert spec is not None
    name = spec.factory.partition(":")[2]
    for _again in range(3):
        if type(hands.window.page()).__name__ != name:
            hands.press("Esc")
            hands.settle()
    hands.shown(code)


def story(hands: Hands) -> None:
    """Texts, a run, deliveries, one letter."""
    hands.window.open_page("letter-list")
    hands.shown("letter-list")
    hands.snap("letters-empty")
    _templates(hands)
    _run(hands)
    _deliveries(hands)
    _one(hands)
    _greetings(hands)


def _greetings(hands: Hands) -> None:
    """Nobody of the roster has agreed to greetings: the list says so for each; the occasions of the year."""
    hands.window.open_page("greetings")
    hands.shown("greetings")
    hands.snap("greetings")
    hands.press("Ctrl+2")
    occasions = hands.shown("occasions")
    hands.wait(lambda: _rows(occasions) > 0, "the occasions")
    hands.snap("occasions")
    hands.press("Return")
    page = hands.shown("greet")
    hands.wait(lambda: page.left.total() > 0, "who is left out")
    hands.press("F6")
    hands.press("F6")
    hands.settle()
    hands.snap("greetings-left-out")


def _templates(hands: Hands) -> None:
    hands.press("Ctrl+2")
    page = hands.shown("letter-templates")
    with hands.job("take over the starting texts"):
        hands.press("Ctrl+I")
        hands.wait(lambda: page.view() == "draft" and page.table.total() >= 9, "the drafts")
    hands.snap("letter-drafts")
    with hands.job("approve the starting texts"):
        left = page.table.total()
        while left:
            hands.press("Ctrl+Y")
            hands.dialog()
            hands.settle()
            _done(hands)
            left -= 1
            hands.wait(partial(_has, page, left), "the list of drafts to follow")
    page.show_view("in-use")
    hands.settle()
    hands.snap("letter-templates")
    hands.press("Return")
    text = hands.shown("letter-text")
    hands.wait(lambda: text.preview.pages() > 0, "the letter beside its text")
    hands.snap("letter-text")
    _back(hands, "letter-templates")


def _run(hands: Hands) -> None:
    hands.window.open_page("letter-list")
    hands.shown("letter-list")
    hands.press("Insert")
    page = hands.shown("letter-write")
    hands.wait(lambda: page.to_write.total() > 0 and page.preview.pages() > 0, "the audience")
    with hands.job("write letters to an audience"):
        hands.goto(page.form, "subject")
        hands.type("核对联系方式")
        hands.choose(page.form, "role", "tenant")
        hands.settle()
        hands.snap("letter-write")
        hands.press("F6")
        hands.settle()
        hands.snap("letter-recipients")
        hands.press("Ctrl+S")
        hands.shown("letter-list")
    letters = hands.window.page()
    hands.wait(lambda: _rows(letters) > 0, "the letters")
    hands.settle()
    hands.snap("letters-written")
    hands.keep_slip(_number(letters))
    hands.press("Ctrl+1")
    runs = hands.shown("letter-runs")
    hands.wait(lambda: runs.table.total() > 0, "the run")
    hands.snap("letter-runs")
    hands.keep_slip(_number(runs))
    _back(hands, "letter-list")


def _number(page: Any) -> str:
    return str(page.table.current().number)


def _has(page: Any, rows: int) -> bool:
    return _rows(page) == rows


def _rows(page: Any) -> int:
    return int(page.table.total())


def _deliveries(hands: Hands) -> None:
    page = hands.window.page()
    hands.wait(lambda: _rows(page) > 0, "the letters")
    with hands.job("note the deliveries of a list"):
        hands.press("Ctrl+A")
        hands.settle()
        hands.press("Ctrl+J")
        hands.dialog()
        hands.settle()
        hands.snap("letter-delivered")
        _done(hands)


def _one(hands: Hands) -> None:
    hands.press("Return")
    hands.shown("household")
    with hands.job("write one letter"):
        hands.press("Ctrl+Ins")
        dialog = hands.dialog()
        hands.settle()
        hands.goto(dialog.form, "again")
        hands.press("Space")
        hands.snap("letter-one")
        _done(hands)


__all__ = ["story"]
