"""The story of a renovation in the tour: filed, approved, paid, passes issued, extended, inspected; the refund that is not due yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.tour.hands import resident_card
from desk.tour.renovation import on_paper, works

if TYPE_CHECKING:
    from desk.tour.hands import Hands

OWNER = "高建华"
WORKERS = (
    ("赵铁柱", "11000019850314001"), ("钱大勇", "11000019850314003"), ("孙立新", "11000019850314005"),
    ("周长海", "11000019850314007"), ("吴金宝", "11000019850314009"), ("郑友田", "11000019850314011"),
)  # fmt: skip


def tell(hands: Hands) -> None:
    """The whole way of a small renovation that the owner does alone."""
    with works.shift(hands):
        page = _file(hands)
        with hands.job("a renovation's whole way"):
            _until_the_start(hands, page)
            _at_work(hands, page)
        _refused(hands, page)
    on_paper.tell(hands)


def _file(hands: Hands) -> Any:
    hands.window.open_page("renovations")
    hands.shown("renovations")
    with hands.job("file a renovation"):
        hands.press("Ins")
        form = hands.shown("renovation-form").form
        hands.goto(form, "unit_id")
        hands.type("1-2-1102")
        hands.settle()
        hands.press("Return")
        hands.goto(form, "applicant")
        hands.type(OWNER)
        hands.goto(form, "officer_id")
        hands.press("Down")
        hands.goto(form, "works")
        works.choose(hands, form.field("works").rows_of_cells()[0][0], "wall")
        hands.press("Tab", 2)
        hands.press("Space")
        works.tick_all(hands, form, "documents")
        hands.snap("renovation-form")
        hands.press("Ctrl+S")
        page = hands.shown("renovation")
        hands.wait(lambda: page.view() is not None, "the renovation file")
    return page


def _until_the_start(hands: Hands, page: Any) -> None:
    def signed(form: Any) -> None:
        for party in ("owner", "centre"):
            hands.goto(form, party)
            hands.press("Space")

    works.act(hands, page, "Ctrl+J")
    works.act(hands, page, "Ctrl+Y")
    works.act(hands, page, "Ctrl+G", lambda _form: None)
    hands.snap("renovation-told")
    works.act(hands, page, "Alt+N")
    works.act(hands, page, "Ctrl+T", signed)
    works.act(hands, page, "Alt+Y", lambda _form: None, picture="renovation-deposit")
    works.act(
        hands, page, "Ctrl+Shift+D", lambda form: works.tick_all(hands, form, "documents"), picture="renovation-papers"
    )
    works.act(hands, page, "Ctrl+J")
    hands.snap("renovation-running")


def _at_work(hands: Hands, page: Any) -> None:
    def passes(form: Any) -> None:
        hands.goto(form, "workers")
        for name, body in WORKERS:
            hands.type(name)
            hands.press("Return")
            hands.type(resident_card(body))
            hands.press("Return", 3)
        for name in ("copy_shown", "papers_seen"):
            hands.goto(form, name)
            hands.press("Space")

    def extended(form: Any) -> None:
        hands.goto(form, "copies")
        hands.press("Space")
        works.tick_all(hands, form, "passes")

    works.act(hands, page, "Alt+Q", passes, picture="renovation-passes")
    works.act(hands, page, "Ctrl+Shift+R", extended, picture="renovation-extension")
    works.act(hands, page, "Ctrl+J")
    works.act(hands, page, "Ctrl+Y", lambda _form: None, picture="renovation-inspection")
    hands.snap("renovation-passed")


def _refused(hands: Hands, page: Any) -> None:
    """The three months are not over: the list of what stands in the way is all there is."""
    hands.press("Ctrl+U")
    hands.dialog()
    hands.press("Ctrl+Return")
    hands.settle()
    hands.snap("renovation-refund-refused")
    hands.press("Esc")
    assert page.view().state == "passed"
    for name in ("renovations", "worker-passes", "renovation-deposits"):
        hands.window.open_page(name)
        hands.shown(name)
        hands.snap(name)
    certificate = next(slip for slip in page.view().slips if slip.kind == "renovation-certificate")
    hands.keep_slip(certificate.number)


__all__ = ["tell"]
