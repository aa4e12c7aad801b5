"""The story of a notice: a water outage written, approved, issued, put up, delivered; callers are told; it is back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desk.tour.money import PIN

if TYPE_CHECKING:
    from desk.tour.hands import Hands


def tell(hands: Hands) -> None:
    """A notice of an outage, by keys."""
    page = _write(hands)
    _approve(hands, page)
    _prove(hands, page)
    _is_back(hands, page)


def _save(hands: Hands) -> None:
    from PySide6.QtWidgets import QApplication

    hands.press("Ctrl+Return")
    hands.wait(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
    hands.settle()


def _pin(hands: Hands) -> None:
    """Where somebody of a lower role is at the counter, the supervisor's PIN."""
    box = hands.dialog().approval
    if box.role:
        hands.goto(box.form, "approval_pin")
        hands.type(PIN)


def _retype(hands: Hands, form: Any, name: str, words: str) -> None:
    hands.goto(form, name)
    hands.press("Ctrl+A")
    hands.type(words)


def _write(hands: Hands) -> Any:
    hands.window.open_page("notices")
    hands.shown("notices")
    now = hands.desk.now()
    with hands.job("write a notice"):
        hands.press("Ins")
        form = hands.shown("notice-form").form
        hands.wait(lambda: "〔" in form.value("text"), "the proposed words")
        hands.goto(form, "places")
        hands.type("1")
        hands.goto(form, "since")
        hands.type((now - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M"))
        hands.goto(form, "until")
        hands.type((now + timedelta(hours=6)).strftime("%Y-%m-%d %H:%M"))
        hands.goto(form, "emergency")
        hands.press("Space")
        _retype(hands, form, "title", "紧急停水通知")
        _retype(hands, form, "text", "因 1栋 水泵故障正在抢修，暂停供水，请关好水龙头。不便之处，敬请谅解。")
        _retype(hands, form, "english", "The pump of building 1 is being repaired. Please close your taps.")
        hands.snap("notice-form")
        hands.press("Ctrl+S")
        page = hands.shown("public-notice")
        hands.wait(lambda: page.record is not None, "the notice")
    return page


def _approve(hands: Hands, page: Any) -> None:
    with hands.job("approve and issue a notice"):
        hands.press("Ctrl+J")
        hands.wait(lambda: page.acts.dialog is not None or page.record.state == "approved", "the approval")
        if page.acts.dialog is not None:
            _pin(hands)
            hands.snap("notice-approve")
            _save(hands)
        hands.press("Ctrl+J")
        hands.wait(lambda: page.record.state == "issued", "the notice to be issued")
    hands.keep_slip(page.record.number)


def _prove(hands: Hands, page: Any) -> None:
    with hands.job("put a notice up"):
        hands.press("Ctrl+M")
        form = hands.dialog().form
        hands.goto(form, "place")
        hands.type("1单元大堂公告栏")
        hands.snap("notice-posted")
        _save(hands)
    with hands.job("deliver a notice"):
        hands.press("Ctrl+1")
        homes = hands.shown("notice-deliveries")
        hands.press("Ctrl+J")
        form = hands.dialog().form
        hands.goto(form, "signer")
        hands.type("董涵佳")
        _save(hands)
        homes.show_view("all")
        hands.settle()
        hands.snap("notice-deliveries")
        hands.press("Escape", 2)
    hands.wait(lambda: hands.window.page() is page, "the notice again")


def _is_back(hands: Hands, page: Any) -> None:
    from desk.services import notices

    notices.sweep(hands.desk)  # what the minute's clock does
    page.refresh()
    hands.wait(lambda: bool(page.record.running), "the incident")
    hands.snap("notice")
    with hands.job("end an outage"):
        hands.press("Ctrl+J")
        form = hands.dialog().form
        hands.goto(form, "result")
        hands.type("水泵已修好，恢复供水。")
        _save(hands)
        hands.wait(lambda: page.record.state == "ended", "the end")
    with hands.job("take posters down"):
        hands.press("Ctrl+B")
        hands.dialog()
        _save(hands)
    hands.window.open_page("notices")
    shown = hands.shown("notices")
    shown.show_view("all")
    hands.settle()
    hands.snap("notices")


__all__ = ["tell"]
