"""The story of the desk's own book: telephones, the book beside a form, a change, the wall sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.services import desk_book
from desk.tour.money import PIN

if TYPE_CHECKING:
    from desk.tour.hands import Hands


def tell(hands: Hands) -> None:
    """The book, by keys."""
    desk_book.begin(hands.desk)  # what the first sign-in does
    hands.window.open_target("book:missing")
    page = hands.shown("book")
    with hands.job("fill in the telephones"):
        hands.press("Ctrl+Ins")
        form = hands.dialog().form
        for row, number in zip(
            desk_book.entries(hands.desk, "telephone").rows, ("110", "119", "0755-26001234"), strict=False
        ):
            hands.goto(form, f"phone-{row.id}")
            hands.type(number)
        _pin(hands)
        hands.snap("book-telephones")
        hands.save()
    page.show_view("all")
    hands.settle()
    hands.snap("book")
    hands.window.open_page("renovation-form")
    form = hands.shown("renovation-form").form
    hands.goto(form, "applicant")
    hands.type("董涵佳")
    with hands.job("look it up beside a form"):
        hands.press("Shift+F1")
        hands.dialog()
        hands.snap("book-beside")
        hands.type("dtkr")
        hands.settle()
        hands.snap("book-found")
        hands.press("Escape")
    assert form.value("applicant") == "董涵佳"
    for kind in ("book-wall", "book-leaflet"):
        hands.keep_slip(desk_book.print_paper(hands.desk, kind).number)


def _pin(hands: Hands) -> None:
    box: Any = hands.dialog().approval
    if box.role:
        hands.goto(box.form, "approval_pin")
        hands.type(PIN)


__all__ = ["tell"]
