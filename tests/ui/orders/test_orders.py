"""Work orders: those that are out, the morning's jobs, the return form with its lines, by keys and by scan."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desk.services import orders as work_orders
from desk.services import requests, slips
from desk.services.requests import RequestEntry
from desk.ui.kit import printing
from desk.ui.kit.marks import RefusedDialog
from tests.ui.test_structure import clipped, nameless

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def job(counter: Counter, content: str = "水管漏水") -> Any:
    """A repair that was given to a crew: the work order that is out."""
    view = requests.log_request(
        counter.desk,
        RequestEntry(
            "repair",
            "phone",
            unit_id=counter.unit,
            caller_name="王五",
            category="leak",
            content=content,
            repeated_back=True,
            promised_at=requests.proposed_promise(counter.desk, "normal"),
        ),
    )
    requests.assign(counter.desk, view.id, department="engineering", responsible="陈刚")
    return work_orders.by_code(counter.desk, view.number).row


def numbers(counter: Counter) -> list[str]:
    counter.settle()
    return [row.number for _at, row in sorted(counter.page().table.model.loaded(), key=lambda one: one[0])]


def fill(counter: Counter, order: Any) -> Any:
    """Opens the return form and fills what is required, by keys."""
    counter.window.open_page("order-return", order_id=order.id)
    counter.clock.forward(hours=2)
    counter.settle()
    counter.write("10:30")
    counter.press("Enter")
    counter.write("11:15")
    counter.press("Enter")
    counter.write("更换角阀")
    counter.press("Enter", "Enter")
    return counter.page()


def test_scanning_opens_the_return_form_and_saving_resolves_the_request(counter: Counter) -> None:
    order = job(counter)
    counter.window.open_page("households")
    counter.settle()
    counter.window.take_scan(order.number)
    counter.settle()
    page = counter.page()
    assert page.title() == order.number
    counter.clock.forward(hours=2)
    counter.write("10:30")
    counter.press("Enter")
    counter.write("11:15")
    counter.press("Enter")
    counter.write("更换角阀")
    counter.press("Enter", "Enter")
    counter.write("角阀")
    counter.press("Enter", "2", "Enter")
    counter.write("个")
    counter.press("Enter")
    counter.write("18.50")
    counter.press("Enter", "Ctrl+Insert")
    counter.write("人工")
    counter.press("Enter")
    counter.write("1.5")
    counter.press("Enter", "Enter")
    counter.write("60")
    counter.press("Enter")
    lines = page.form.value("lines")
    assert [(line.kind, line.quantity, line.price) for line in lines] == [
        ("material", Decimal(2), Decimal("18.50")),
        ("labour", Decimal("1.5"), Decimal(60)),
    ]
    assert "127.00" in page.form.field("lines")._sums.text()
    counter.press("Ctrl+S")
    back = work_orders.order(counter.desk, order.id)
    assert (back.row.state, back.request_state, back.total) == ("returned", "resolved", Decimal("127.00"))
    assert counter.window.page() is not page


def test_enter_on_the_empty_line_leaves_the_table(counter: Counter) -> None:
    page = fill(counter, job(counter))
    assert counter.focus() is page.form.field("lines")._lines[0].name
    counter.press("Enter")
    assert counter.focus() is page.form.field("signed")
    counter.press("Space", "Enter")
    counter.write("王五")
    counter.press("Ctrl+S")
    order = work_orders.unreturned(counter.desk)
    assert order.total == 0


@pytest.mark.parametrize(("figure", "cell"), [("-2", "quantity"), ("0", "quantity"), ("abc", "quantity")])
def test_a_wrong_quantity_is_refused_beside_the_line_and_nothing_is_lost(
    counter: Counter, figure: str, cell: str
) -> None:
    order = job(counter)
    page = fill(counter, order)
    counter.write("角阀")
    counter.press("Enter")
    counter.write(figure)
    counter.press("Ctrl+S")
    field = page.form.field("lines")
    assert page.form.problems()["lines"]
    assert "1" in page.form.problems()["lines"]
    assert counter.focus() is getattr(field._lines[0], cell)
    assert field._lines[0].quantity.text() == figure
    assert work_orders.order(counter.desk, order.id).row.state == "out"
    field._lines[0].quantity.setText("3")
    counter.press("Ctrl+S")
    assert work_orders.order(counter.desk, order.id).lines[0].quantity == 3


def test_times_that_cannot_be_are_said_beside_them(counter: Counter) -> None:
    order = job(counter)
    counter.window.open_page("order-return", order_id=order.id)
    counter.settle()
    page = counter.page()
    counter.press("Ctrl+S")
    assert "arrived_at" in page.form.problems()
    counter.write("23:00")
    counter.press("Enter")
    counter.write("22:00")
    counter.press("Enter", "Ctrl+S")
    assert {"arrived_at", "finished_at", "result"} <= set(page.form.problems())


def test_lines_survive_as_a_draft(counter: Counter) -> None:
    order = job(counter)
    page = fill(counter, order)
    counter.write("角阀")
    counter.press("Enter", "2", "Esc")
    assert counter.window.page() is not page
    counter.window.open_page("order-return", order_id=order.id)
    counter.settle()
    counter.press("F7")
    assert [(line.name, line.quantity) for line in page.form.value("lines")] == [("角阀", Decimal(2))]
    page.form.mark_saved()


def test_a_line_is_dropped_by_key(counter: Counter) -> None:
    page = fill(counter, job(counter))
    counter.write("角阀")
    counter.press("Enter", "2", "Ctrl+Del")
    assert page.form.value("lines") == ()
    assert counter.focus() is page.form.field("lines")._lines[0].name


def test_a_returned_order_is_only_shown(counter: Counter) -> None:
    order = job(counter)
    fill(counter, order)
    counter.press("Ctrl+S")
    counter.window.take_scan(order.number.lower())
    counter.settle()
    page = counter.page()
    assert page.title() == order.number
    assert page.record.result == "更换角阀"
    assert [label for label in page.findChildren(QLabel) if label.text() == "更换角阀" and label.isVisible()]
    assert not page.buttons["return"].isVisible()
    assert page.card("papers").content.slips.newest().number == order.number
    counter.press("Ctrl+O")
    assert counter.page().view().state == "resolved"


def test_the_page_of_one_that_is_out_leads_to_its_return(counter: Counter) -> None:
    order = job(counter)
    counter.window.open_target(f"work-order:{order.number}")
    counter.settle()
    assert counter.page().title() == order.number
    assert counter.page().buttons["return"].hasFocus()
    counter.press("Ctrl+R")
    assert counter.focus() is counter.page().form.field("arrived_at")
    counter.press("Esc")
    assert counter.page().record.number == order.number


def test_a_code_nobody_knows_is_said(counter: Counter) -> None:
    counter.window.take_scan("PG-20260101-0009")
    counter.settle()
    assert "PG-20260101-0009" in counter.message()


def test_the_list_shows_what_is_out_and_enter_opens_the_return(counter: Counter) -> None:
    first, second = job(counter, "甲"), job(counter, "乙")
    counter.window.open_page("requests")
    counter.settle()
    counter.page().doors["work-orders"].click()
    assert numbers(counter) == [first.number, second.number]
    counter.press("Down", "Enter")
    assert counter.page().title() == second.number
    counter.press("Esc")
    assert counter.page().view() == "out"


def test_without_a_printer_the_morning_is_one_pdf(
    counter: Counter, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [job(counter, "甲"), job(counter, "乙")]
    counter.window.open_page("work-orders", view="morning")
    assert numbers(counter) == [order.number for order in orders]
    counter.press("Ctrl+P")
    assert counter.window.messages._button.isVisible()
    target = tmp_path / "morning.pdf"
    monkeypatch.setattr("desk.ui.slips.batch.ask_file", lambda _page, _number: target)
    counter.window.messages._button.click()
    counter.settle()
    assert target.read_bytes().startswith(b"%PDF")
    assert [row.printings for row in work_orders.unreturned(counter.desk).rows] == [1, 1]


def test_marked_orders_are_printed_as_one_job(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [job(counter, "甲"), job(counter, "乙"), job(counter, "丙")]
    sent: list[bytes] = []
    monkeypatch.setattr(printing, "available_printers", lambda: ["Office"])
    monkeypatch.setattr(printing, "print_now", lambda pdf, *_args, **_kinds: sent.append(pdf) or 1)
    slips.save_printer_choice(counter.desk, "dispatch", slips.PrinterChoice("Office", "a5", copies=2))
    counter.window.open_page("work-orders")
    counter.settle()
    counter.press("Space", "Space", "Ctrl+P")
    counter.until(lambda: "Office" in counter.message())
    assert len(sent) == 2  # as many sets as are remembered
    printed = {row.number: row.printings for row in work_orders.unreturned(counter.desk).rows}
    assert printed == {orders[0].number: 1, orders[1].number: 1, orders[2].number: 0}
    assert counter.page().marks.ids() == []


def test_printing_from_the_list_of_requests_names_what_has_no_order(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "available_printers", lambda: ["Office"])
    monkeypatch.setattr(printing, "print_now", lambda *_args, **_kinds: 1)
    order = job(counter, "甲")
    counter.clock.forward(minutes=1)
    promised = requests.proposed_promise(counter.desk, "normal")
    entry = RequestEntry(
        "repair",
        "phone",
        unit_id=counter.unit,
        caller_name="王五",
        category="leak",
        content="乙",
        repeated_back=True,
        promised_at=promised,
    )
    left = requests.log_request(counter.desk, entry)
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+A", "Ctrl+P")
    counter.until(
        lambda: any(isinstance(one, RefusedDialog) and one.isVisible() for one in QApplication.topLevelWidgets())
    )
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, RefusedDialog) and one.isVisible())
    assert [row.number for _at, row in dialog.table.model.loaded()] == [left.number]
    assert work_orders.order(counter.desk, order.id).row.printings == 1
    dialog.accept()
    counter.settle()
    assert counter.page().marks.ids() == [left.id]  # what was left out stays marked


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_every_word_is_whole(counter: Counter, size: tuple[int, int]) -> None:
    counter.window.resize(*size)
    order = job(counter)
    counter.window.open_page("work-orders")
    counter.settle()
    assert clipped(counter.window) + nameless(counter.window) == []
    fill(counter, order)
    counter.write("角阀")
    counter.press("Enter", "1")
    assert clipped(counter.page()) + nameless(counter.page()) == []
    field = counter.page().form.field("lines")
    assert all(line.name.height() >= line.name.minimumSizeHint().height() for line in field._lines)
    counter.page().form.mark_saved()


def test_what_was_forgotten_on_a_returned_order_is_put_right(counter: Counter) -> None:
    """FAULTS: a returned work order was locked for good (handbook S34)."""
    order = job(counter)
    page = fill(counter, order)
    counter.press("Ctrl+S")
    assert work_orders.order(counter.desk, order.id).total == Decimal(0)
    counter.window.open_page("work-order", order_id=order.id)
    counter.settle()
    counter.press("Shift+Del")
    page = counter.page()
    counter.until(lambda: page.form.value("result") == "更换角阀")
    assert page.form.field("reason").hasFocus()
    counter.press("Ctrl+S")
    assert set(page.form.problems()) == {"reason"}
    counter.write("漏登材料")
    page.form.field("lines").setFocus()
    page.form.set_value("lines", (work_orders.LineEntry("material", "角阀", Decimal(2), "个", Decimal("18.50")),))
    counter.press("Ctrl+S")
    view = work_orders.order(counter.desk, order.id)
    assert (view.row.state, view.total) == ("returned", Decimal("37.00"))
    assert counter.message() == f"{order.number} 的回单已更正。"
