"""The story of what is kept and given out: a key lent and accepted back, a visitor with a card, a parcel handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk.tour.hands import Hands


def tell(hands: Hands) -> None:
    """Keys, visitors and parcels, by keys."""
    _keys(hands)
    _visitor(hands)
    _parcel(hands)


def _save(hands: Hands) -> None:
    from PySide6.QtWidgets import QApplication

    hands.press("Ctrl+Return")
    hands.wait(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
    hands.settle()


def _fill(hands: Hands, form: Any, **values: str) -> None:
    for name, words in values.items():
        hands.goto(form, name)
        hands.type(words)


def _keys(hands: Hands) -> None:
    hands.window.open_page("keys")
    hands.shown("keys")
    with hands.job("take keys into custody"):
        hands.press("Ins")
        form = hands.dialog().form
        hands.goto(form, "unit_id")
        hands.type("1-2-1002")
        hands.settle()
        hands.press("Return")
        _fill(hands, form, name="入户门钥匙", tag="K-1002", hook="A-12", given_by="董涵佳", consent_by="董涵佳")
        hands.goto(form, "consented")
        hands.press("Space")
        hands.snap("key-custody")
        _save(hands)
        page = hands.shown("key-set")
        hands.wait(lambda: page.record is not None, "the keys")
    with hands.job("lend keys"):
        hands.press("Ctrl+J")
        form = hands.dialog().form
        _fill(hands, form, purpose="检修水管")
        hands.snap("key-loan")
        _save(hands)
        hands.wait(lambda: page.record.state == "out", "the keys to be lent")
    hands.snap("key-lent")
    with hands.job("accept keys back"):
        hands.press("Ctrl+B")
        hands.dialog()
        hands.snap("key-return")
        _save(hands)
        hands.wait(lambda: page.record.state == "kept", "the keys to be back")
    hands.window.open_page("keys")
    hands.shown("keys")
    hands.snap("keys")
    with hands.job("count keys"):
        hands.window.open_page("key-count")
        hands.shown("key-count")
        hands.press("Space")
        hands.snap("key-count")
        hands.press("Ctrl+Return")
        hands.dialog()
        _save(hands)
    for slip in page.record.slips:
        hands.keep_slip(slip.number)


def _visitor(hands: Hands) -> None:
    hands.window.open_page("visitors")
    hands.shown("visitors")
    with hands.job("register a visitor with a card"):
        hands.press("Ins")
        form = hands.dialog().form
        hands.goto(form, "unit_id")
        hands.type("1-2-1002")
        hands.settle()
        hands.press("Return")
        _fill(hands, form, name="赵来访", purpose="走亲访友")
        hands.choose(form, "answer", "yes")
        hands.goto(form, "seen")
        hands.press("Space")
        hands.choose(form, "card", "plastic")
        _fill(hands, form, labels="V-01")
        hands.snap("visitor-form")
        _save(hands)
        page = hands.shown("visit")
        hands.wait(lambda: page.record is not None, "the visit")
    hands.snap("visit")
    hands.window.open_page("visitors")
    hands.shown("visitors")
    hands.snap("visitors")
    with hands.job("a visitor leaves"):
        hands.press("Ctrl+B")
        hands.dialog()
        hands.snap("visitor-leaves")
        _save(hands)
    hands.window.open_page("visitor-cards")
    hands.shown("visitor-cards")
    hands.snap("visitor-cards")
    hands.keep_slip(page.record.number)


def _parcel(hands: Hands) -> None:
    hands.window.open_page("parcels")
    hands.shown("parcels")
    with hands.job("take a parcel"):
        hands.press("Ins")
        form = hands.dialog().form
        hands.goto(form, "unit_id")
        hands.type("1-2-1002")
        hands.settle()
        hands.press("Return")
        _fill(hands, form, recipient="王芳", tracking="SF1234567890", what="纸箱", place="A3")
        hands.snap("parcel-form")
        _save(hands)
    hands.snap("parcels")
    with hands.job("hand a parcel out"):
        hands.press("Ctrl+J")
        form = hands.dialog().form
        hands.goto(form, "signed")
        hands.press("Space")
        hands.snap("parcel-handed-out")
        _save(hands)
    hands.window.take_scan("SF1234567890")
    page = hands.shown("parcel")
    hands.wait(lambda: page.record is not None, "the parcel")
    assert page.record.state == "handed-out"
    hands.snap("parcel")
    hands.keep_slip(page.record.number)


__all__ = ["tell"]
