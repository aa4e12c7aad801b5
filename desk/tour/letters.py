"""Letters in the tour: the starting texts approved, a run with its preview, printed list, deliveries noted, one letter from a household."""

from __future__ import annotations

from functools import partial
from typing import Any

from desk.services import letters
from desk.tour.hands import Hands

ROOMS = ("1-2-1002", "2-1-802")


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
    """Who agreed gets a card for the next occasion; of the others the list says why not."""
    _agree(hands)
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
    for _part in range(4):  # where it is narrow, letter and lists come in the place of the form
        if page.left.isVisible():
            break
        hands.press("F6")
        hands.settle()
    hands.snap("greetings-left-out")
    hands.press("F6")
    with hands.job("write cards for an occasion"):
        hands.choose(page.form, "means", "card")
        hands.wait(lambda: page.to_write.total() > 0, "who is greeted")
        hands.settle()
        hands.snap("greet")
        hands.press("Ctrl+S")
        greetings = hands.shown("greetings")
    greetings.show_view("all")
    hands.wait(lambda: _rows(greetings) > 0, "who is to be greeted")
    hands.snap("greetings-listed")
    _papers(hands)


def _papers(hands: Hands) -> None:
    """The first card, and a list for the telephone."""
    made = letters.greeting_runs(hands.desk).rows[0]
    hands.keep_slip(made.numbers[0])
    hands.press("Ctrl+2")
    occasions = hands.shown("occasions")
    hands.wait(lambda: _rows(occasions) > 1, "the occasions")
    hands.press("Down")
    hands.press("Return")
    page = hands.shown("greet")
    hands.wait(lambda: page.to_write.total() > 0, "who is greeted")
    with hands.job("make a list of calls"):
        hands.press("Ctrl+S")
        hands.shown("greetings")
    hands.keep_slip(letters.greeting_runs(hands.desk).rows[0].number)


def _agree(hands: Hands) -> None:
    """Two households say at the counter that they want greetings."""
    for room in ROOMS:
        hands.press("F2")
        hands.type(room)
        hands.press("Return")
        page = hands.shown("household")
        hands.wait(partial(_somebody, page), "the household's people")
        with hands.job("record an agreement to greetings"):
            hands.press("Ctrl+Y")
            form = hands.dialog().form
            hands.goto(form, "greetings")
            hands.press("Space")
            hands.snap("greetings-agreed")
            hands.save()


def _somebody(page: Any) -> bool:
    return page.selected() is not None


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
            hands.save()
            left -= 1
            hands.wait(partial(_has, page, left), "the list of drafts to follow")
    page.show_view("in-use")
    hands.settle()
    hands.snap("letter-templates")
    hands.press("Return")
    text = hands.shown("letter-text")
    hands.wait(lambda: text.preview.pages() > 0, "the letter beside its text")
    hands.snap("letter-text")
    hands.back("letter-templates")


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
    hands.back("letter-list")


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
        hands.save()


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
        hands.save()


__all__ = ["story"]
