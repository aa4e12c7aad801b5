"""The story of a notice: a water outage written, approved, issued, put up, delivered; callers are told; it is back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from desk.services import notices, slips
from desk.slips.engine.raster import page_rgb
from desk.tour.money import PIN

if TYPE_CHECKING:
    from desk.tour.hands import Hands


def tell(hands: Hands) -> None:
    """A notice of an outage, by keys."""
    page = _write(hands)
    _approve(hands, page)
    _prove(hands, page)
    _is_back(hands, page)


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
            hands.save()
        hands.press("Ctrl+J")
        hands.wait(lambda: page.record.state == "issued", "the notice to be issued")
    hands.keep_slip(page.record.number)


def _prove(hands: Hands, page: Any) -> None:
    with hands.job("put a notice up"):
        hands.press("Ctrl+M")
        form = hands.dialog().form
        hands.goto(form, "place")
        hands.type("1单元大堂公告栏")
        hands.goto(form, "photo")
        hands.type(f"{_photo(hands, page.record)}")
        hands.snap("notice-posted")
        hands.save()
    with hands.job("deliver a notice"):
        hands.press("Ctrl+1")
        homes = hands.shown("notice-deliveries")
        hands.press("Ctrl+J")
        form = hands.dialog().form
        hands.goto(form, "signer")
        hands.type("董涵佳")
        hands.save()
        homes.show_view("all")
        hands.settle()
        hands.snap("notice-deliveries")
        hands.press("Escape")
    hands.wait(lambda: hands.window.page() is page, "the notice again")


def _photo(hands: Hands, notice: Any) -> Path:
    """The photo that a worker brings of the board: the poster as it hangs there."""
    file = Path(hands.desk.data) / "notice-board.jpg"
    shown = page_rgb(slips.pdf(hands.desk, notice.number), 0, 90)
    QImage(shown.data, shown.width, shown.height, shown.stride, QImage.Format.Format_RGB888).save(str(file))
    return file


def _is_back(hands: Hands, page: Any) -> None:

    notices.sweep(hands.desk)  # what the minute's clock does
    page.refresh()
    hands.wait(lambda: bool(page.record.running), "the incident")
    hands.snap("notice")
    with hands.job("end an outage"):
        hands.press("Ctrl+J")
        form = hands.dialog().form
        hands.goto(form, "result")
        hands.type("水泵已修好，恢复供水。")
        hands.save()
        hands.wait(lambda: page.record.state == "ended", "the end")
    with hands.job("take posters down"):
        hands.press("Ctrl+B")
        hands.dialog()
        hands.save()
    with hands.job("print where a notice hung"):
        hands.press("Ctrl+Shift+P")
        dialog = hands.dialog()
        hands.wait(dialog.table.total, "the papers")
        hands.press("Ctrl+End")
        hands.snap("notice-papers")
        hands.press("Return")
        hands.closed()
    hands.wait(lambda: any(slip.kind == "notice-proof" for slip in page.record.slips), "the record of where it hung")
    number = next(slip.number for slip in page.record.slips if slip.kind == "notice-proof")
    hands.keep_slip(number, pdf=slips.pdf(hands.desk, number))
    hands.window.open_page("notices")
    shown = hands.shown("notices")
    shown.show_view("all")
    hands.settle()
    hands.snap("notices")


__all__ = ["tell"]
