"""The story of what is kept and given out: a key lent and accepted back, a visitor with a card, a parcel handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.tour.hands import Hands


def tell(hands: Hands) -> None:
    """Keys, visitors and parcels, by keys."""
    _keys(hands)
    _visitor(hands)
    _parcel(hands)


def _keys(hands: Hands) -> None:
    hands.window.open_page("keys")
    hands.shown("keys")
    with hands.job("take keys into custody"):
        hands.press("Ins")
        form = hands.dialog().form
        hands.find(form, "unit_id", "1-2-1002")
        hands.fill(form, name="入户门钥匙", tag="K-1002", hook="A-12", given_by="董涵佳", consent_by="董涵佳")
        hands.goto(form, "consented")
        hands.press("Space")
        hands.snap("key-custody")
        hands.save()
        page = hands.shown("key-set")
        hands.wait(lambda: page.record is not None, "the keys")
    with hands.job("lend keys"):
        hands.press("Ctrl+J")
        form = hands.dialog().form
        hands.fill(form, purpose="检修水管")
        hands.snap("key-loan")
        hands.save()
        hands.wait(lambda: page.record.state == "out", "the keys to be lent")
    hands.snap("key-lent")
    with hands.job("accept keys back"):
        hands.press("Ctrl+B")
        hands.dialog()
        hands.snap("key-return")
        hands.save()
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
        hands.save()
    for slip in page.record.slips:
        hands.keep_slip(slip.number)


def _visitor(hands: Hands) -> None:
    hands.window.open_page("visitors")
    hands.shown("visitors")
    with hands.job("register a visitor with a card"):
        hands.press("Ins")
        form = hands.dialog().form
        hands.find(form, "unit_id", "1-2-1002")
        hands.fill(form, name="赵来访", purpose="走亲访友")
        hands.choose(form, "answer", "yes")
        hands.goto(form, "seen")
        hands.press("Space")
        hands.choose(form, "card", "plastic")
        hands.fill(form, labels="V-01")
        hands.snap("visitor-form")
        hands.save()
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
        hands.save()
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
        hands.find(form, "unit_id", "1-2-1002")
        hands.fill(form, recipient="王芳", tracking="SF1234567890", what="纸箱", place="A3")
        hands.snap("parcel-form")
        hands.save()
    hands.snap("parcels")
    with hands.job("hand a parcel out"):
        hands.press("Ctrl+J")
        form = hands.dialog().form
        hands.goto(form, "signed")
        hands.press("Space")
        hands.snap("parcel-handed-out")
        hands.save()
    hands.window.take_scan("SF1234567890")
    page = hands.shown("parcel")
    hands.wait(lambda: page.record is not None, "the parcel")
    assert page.record.state == "handed-out"
    hands.snap("parcel")
    hands.keep_slip(page.record.number)


__all__ = ["tell"]
