"""Fees in the tour: two items, meters read, a month billed, a bill paid by scanning it, a letter, a promise, a statement, a forecast."""

from __future__ import annotations

from functools import partial
from typing import Any

from desk.services import money
from desk.tour.hands import Hands

ROOM = "1-2-1002"


def _dialog(hands: Hands) -> Any:
    dialog = hands.dialog()
    hands.settle()
    return dialog


def _room(hands: Hands, form: Any) -> None:
    hands.goto(form, "unit_id")
    hands.type(ROOM)
    hands.press("Return")
    hands.wait(lambda: form.value("unit_id") is not None, "the room")


def _select(page: Any, code: str) -> bool:
    return bool(page.table.select(lambda row: row.code == code))


def _known(page: Any) -> bool:
    return page.item is not None


def _items(hands: Hands) -> None:
    """Two items, one fixed and one by the meter, each given to a room."""
    hands.press("Ctrl+3")
    page = hands.shown("fee-items")
    for code, name, rate, chosen in (
        ("WY", "物业服务费", "2.68", {}),
        ("SF", "水费", "3.45", {"basis": "meter", "meter_kind": "water", "charge_kind": "water", "family": "energy"}),
    ):
        with hands.job(f"set up the charge item {code}"):
            hands.press("Insert")
            dialog = _dialog(hands)
            hands.fill(dialog.form, code=code, name=name)
            for field, choice in chosen.items():
                hands.choose(dialog.form, field, choice)
            hands.fill(dialog.form, rate=rate, since="2026-01-01")
            if code == "SF":
                hands.snap("fee-item-form")
            hands.save()
        hands.wait(partial(_select, page, code), f"the item {code}")
        hands.press("Return")
        item = hands.shown("fee-item")
        hands.wait(partial(_known, item), "the item")
        with hands.job(f"give {code} to a room"):
            hands.press("Insert")
            dialog = _dialog(hands)
            _room(hands, dialog.form)
            hands.fill(dialog.form, since="2026-01-01")
            hands.save()
        hands.snap(f"fee-item-{code.lower()}")
        hands.back("fee-items")
    hands.snap("fee-items")


def _meters(hands: Hands) -> None:
    hands.press("Ctrl+4")
    page = hands.shown("meters")
    hands.press("Insert")
    dialog = _dialog(hands)
    _room(hands, dialog.form)
    hands.fill(dialog.form, number="S0001")
    hands.goto(dialog.form, "since")
    hands.press("Ctrl+A")
    hands.type("2026-06-30")
    hands.fill(dialog.form, first="100")
    hands.save()
    hands.wait(lambda: page.reading.queue, "the meter to be read")
    with hands.job("read a meter"):
        hands.press("Ctrl+J")
        hands.type("112.5")
        hands.snap("meters")
        hands.press("Return")
        hands.wait(lambda: page.reading.read == 1, "the reading to be kept")
    hands.settle()


def _run(hands: Hands) -> str:
    hands.press("Ctrl+2")
    page = hands.shown("bill-run")
    hands.wait(lambda: page.found is not None and page.found.bills, "the preview")
    hands.snap("bill-run")
    with hands.job("bill a month"):
        hands.press("Ctrl+Return")
        hands.wait(lambda: page.runs.total() == 1, "the run")
    hands.settle()
    hands.snap("bill-run-made")
    hands.press("Ctrl+1")
    hands.shown("bills")
    hands.snap("bills")
    hands.press("Return")
    page = hands.shown("bill")
    hands.wait(lambda: page.record is not None, "the bill")
    hands.press("Ctrl+Shift+P")
    hands.wait(lambda: page.record.paper, "the paper of the bill")
    hands.settle()
    hands.snap("bill")
    number = str(page.record.paper)
    hands.keep_slip(number)
    return number


def _shift(hands: Hands) -> None:
    """A till shift, which payments need; that of the cashier's story waits to be taken over."""
    if money.my_shift(hands.desk) is None:
        money.open_shift(hands.desk, counter="3", opening=50000)


def _pay(hands: Hands, number: str) -> None:
    """The household comes with its paper: its code is scanned, part of it is paid."""
    with hands.job("pay a bill by scanning its code"):
        hands.window.take_scan(number)
        page = hands.shown("cashier")
        hands.wait(page.due, "the bill's charges")
        hands.goto(page.form, "wechat")
        hands.type("100")
        hands.snap("bill-scanned")
        hands.press("Ctrl+Return")
        hands.wait(lambda: not page.busy and page.form.value("unit_id") is None, "the payment to be saved")
    hands.settle()


def story(hands: Hands) -> None:
    """The fees of a month."""
    hands.window.open_page("bills")
    hands.shown("bills")
    hands.snap("bills-empty")
    _items(hands)
    _meters(hands)
    number = _run(hands)
    _shift(hands)
    _pay(hands, number)
    _dunning(hands)


def _dunning(hands: Hands) -> None:
    """What is past due: brought forward from paper, so that there is something to dun on the tour's first day."""
    _old_debt(hands)
    hands.window.open_page("debts")
    page = hands.shown("debts")
    hands.wait(lambda: page.table.total() > 0, "somebody to dun")
    hands.snap("debts")
    with hands.job("dun a household"):
        hands.press("Ctrl+P")
        _dialog(hands)
        hands.save()
    hands.settle()
    with hands.job("log a promise to pay"):
        hands.press("Ctrl+G")
        dialog = _dialog(hands)
        hands.choose(dialog.form, "outcome", "promised")
        hands.fill(dialog.form, promised="+5")
        hands.save()
    hands.settle()
    hands.press("F6")
    hands.settle()
    hands.snap("debts-promised")
    hands.press("Return")
    hands.shown("debt")
    hands.settle()
    hands.snap("debt")
    hands.back("debts")
    hands.press("Ctrl+6")
    letters = hands.shown("letters")
    hands.wait(lambda: letters.table.total() > 0, "the letter")
    hands.snap("letters")
    hands.keep_slip(str(letters.table.current().number))
    with hands.job("note who signed for a letter"):
        hands.press("Ctrl+T")
        dialog = _dialog(hands)
        hands.save()
    hands.press("Ctrl+7")
    hands.shown("debt-ages")
    hands.snap("debt-ages")
    _ahead(hands)


def _ahead(hands: Hands) -> None:
    """Statements of the last quarter, one of them signed; and what will fall due, by item and by home."""
    hands.press("Ctrl+8")
    statements = hands.shown("statements")
    with hands.job("issue the statements of a quarter"):
        hands.press("Ctrl+Shift+P")
        hands.wait(lambda: statements.table.total() > 0, "the statements")
    hands.settle()
    hands.snap("statements")
    hands.keep_slip(str(statements.table.current().number))
    with hands.job("note who signed for a statement"):
        hands.press("Ctrl+T")
        _dialog(hands)
        hands.save()
    hands.press("Ctrl+9")
    hands.shown("forecast")
    hands.press("Ctrl+8")
    statements = hands.shown("statements")
    hands.wait(lambda: statements.table.total() > 0, "the statements")
    hands.snap("statements-signed")
    hands.press("Ctrl+9")
    page = hands.shown("forecast")
    hands.wait(lambda: page.found is not None, "the forecast")
    hands.press("F6")
    hands.wait(lambda: page.homes.total() > 0, "who will owe it")
    hands.snap("forecast-homes")
    hands.press("F6")
    with hands.job("give a forecast out"):
        hands.press("Ctrl+Return")
        hands.settle()
    hands.snap("forecast")


def _old_debt(hands: Hands) -> None:
    hands.window.open_page("arrears")
    hands.shown("arrears")
    hands.press("Insert")
    dialog = _dialog(hands)
    _room(hands, dialog.form)
    hands.choose(dialog.form, "kind", "management")
    hands.fill(dialog.form, amount="480", since="2026-03-31")
    hands.save()


__all__ = ["story"]
