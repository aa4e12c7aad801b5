"""Money in the tour: a shift is opened, something is charged and paid by two means, a receipt is voided, the shift handed over."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from desk.tour.hands import Hands
from desk.ui.forms.dialog import ActDialog

PIN = "258046"


def _page(hands: Hands, name: str) -> Any:
    hands.wait(lambda: type(hands.window.page()).__name__ == name, f"the page {name}")
    hands.settle()
    return hands.window.page()


def _dialog(hands: Hands) -> Any:
    hands.wait(lambda: isinstance(QApplication.activeModalWidget(), ActDialog), "the dialog")
    hands.settle()
    return QApplication.activeModalWidget()


def _pay(hands: Hands, page: Any, **amounts: str) -> None:
    form = page.form
    hands.goto(form, "lines")
    hands.type("门禁卡")
    hands.press("Return", 2)
    hands.type("150")
    for name, amount in amounts.items():
        hands.goto(form, name)
        hands.type(amount)


def story(hands: Hands) -> None:
    """The cashier's morning."""
    hands.press("F2")
    hands.type("1-2-1002")
    hands.press("Return")
    _page(hands, "HouseholdPage")
    hands.press("F9")
    page = _page(hands, "CashierPage")
    hands.snap("cashier-no-shift")
    with hands.job("open a shift"):
        hands.press("Ctrl+J")
        dialog = _dialog(hands)
        hands.goto(dialog.form, "opening")
        hands.type("200")
        hands.press("Ctrl+Return")
        hands.closed()
        hands.wait(lambda: page.shift is not None, "the shift to be open")
    with hands.job("take a payment by two means"):
        _pay(hands, page, cash="100", wechat="50")
        hands.settle()
        hands.snap("cashier")
        hands.press("Ctrl+Return")
        hands.wait(lambda: not page.busy and page.form.value("unit_id") is None, "the payment to be saved")
        hands.settle()
    hands.snap("cashier-paid")
    hands.press("Ctrl+1")
    _page(hands, "ReceiptsPage")
    hands.snap("receipts")
    hands.press("Return")
    receipt = _page(hands, "ReceiptPage")
    hands.wait(lambda: receipt.receipt is not None, "the receipt")
    hands.snap("receipt")
    with hands.job("void a receipt"):
        hands.press("Ctrl+Delete")
        dialog = _dialog(hands)
        hands.type("重复收款" if hands.desk.site.slip_language != "en" else "Paid twice")
        hands.press("Ctrl+Return")
        hands.closed()
        hands.wait(lambda: receipt.receipt.state == "void", "the receipt to be void")
    hands.snap("receipt-void")
    hands.window.open_page("deposits")
    _page(hands, "DepositsPage")
    hands.snap("deposits")
    hands.window.open_page("arrears")
    _page(hands, "ArrearsPage")
    hands.snap("arrears")
    hands.window.open_page("day-book")
    _page(hands, "DayBookPage")
    hands.snap("day-book")
    _hand_over(hands)


def _hand_over(hands: Hands) -> None:
    hands.window.open_page("shift")
    page = _page(hands, "ShiftPage")
    hands.wait(lambda: page.shift is not None, "the shift")
    hands.snap("shift")
    with hands.job("hand the shift over"):
        hands.press("Ctrl+M")
        dialog = _dialog(hands)
        hands.goto(dialog.form, "pieces")
        hands.type("2")
        hands.snap("hand-over")
        hands.goto(dialog.form, "pin")
        hands.type(PIN)
        hands.press("Ctrl+Return")
        hands.closed()
        hands.wait(lambda: page.shift.state == "handed-over", "the shift to be handed over")
    hands.settle()
    hands.snap("shift-handed-over")


__all__ = ["story"]
