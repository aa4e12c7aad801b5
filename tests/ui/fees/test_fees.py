"""Fees by keys: a scanned bill is paid, a month billed, meters read one after another, a household dunned, what is refused said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from desk.services import fees, money
from desk.ui.forms.dialog import ActDialog
from tests.ui.fees.works import Fees

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialog(counter: Counter) -> ActDialog:
    counter.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, ActDialog)
    return found


@pytest.fixture
def works(counter: Counter) -> Fees:
    return Fees(counter)


def past_due(works: Fees) -> fees.BillView:
    works.item()
    now = works.counter.clock.now
    works.counter.clock.now = now - timedelta(days=60)
    bill = works.bill()
    works.counter.clock.now = now
    return bill


def test_a_scanned_bill_opens_the_cashier_with_its_room_and_charges(counter: Counter, works: Fees) -> None:
    money.open_shift(counter.desk, opening=10_000)
    works.item()
    works.item("GG", "20", "公共能耗费", basis="fixed", charge_kind="other")
    bill = works.bill()
    paper = fees.bill_paper(counter.desk, bill.id)
    other = money.charge(counter.desk, money.ChargeEntry("service", 500, counter.unit, item="门禁卡"))
    counter.window.open_page("today")
    counter.window.take_scan(paper.number)
    counter.settle()
    page: Any = counter.page()
    assert type(page).__name__ == "CashierPage"
    assert (page.form.value("unit_id"), page.due()) == (counter.unit, 25_994)
    assert not page.form.field("charges").ticks[other.id].isChecked()
    page.form.field("wechat").setFocus()
    counter.press("Alt+S", "Ctrl+S")
    assert fees.bill(counter.desk, bill.id).shown == "settled"
    counter.window.take_scan(paper.number)
    counter.settle()
    assert type(counter.page()).__name__ == "BillPage"
    assert "已结清" in counter.message()


def test_a_disputed_bill_is_not_ticked_at_the_cashiers(counter: Counter, works: Fees) -> None:
    works.item()
    bill = works.bill()
    page: Any = counter.window.open_page("bill", bill_id=bill.id)
    counter.settle()
    counter.press("Ctrl+Shift+Y")
    asked = dialog(counter)
    counter.press("Ctrl+Enter")
    assert "reason" in asked.form.problems()
    counter.write("面积不符")
    counter.press("Ctrl+Enter")
    assert page.record.shown == "disputed"
    cashier: Any = counter.window.open_page("cashier", unit_id=counter.unit)
    counter.settle()
    assert not cashier.form.field("charges").ticks[bill.charge_id].isChecked()
    assert cashier.due() == 0


def test_a_month_is_billed_by_ctrl_enter_and_again_there_is_nothing_left(counter: Counter, works: Fees) -> None:
    works.item()
    page: Any = counter.window.open_page("bill-run")
    counter.until(lambda: page.found is not None)
    assert "1" in page._counts.text()
    counter.press("Ctrl+Enter")
    counter.until(lambda: page.runs.total() == 1)
    assert "¥239.94" in counter.message()
    counter.until(lambda: page.found is not None and page.found.bills == 0)
    assert not page.run_button.isEnabled()
    page.due.setFocus()
    page.due.set_value(counter.desk.today() - timedelta(days=1))
    page.due.editingFinished.emit()
    counter.until(lambda: page._problem.text() != "")


def test_meters_are_read_one_after_another_and_a_jump_asks(counter: Counter, works: Fees) -> None:
    first = works.meter()
    second = fees.add_meter(counter.desk, fees.MeterEntry(counter.unit, "electricity", "D0001", date(2026, 9, 30)))
    page: Any = counter.window.open_page("meters")
    counter.until(lambda: len(page.reading.queue) == 2)
    counter.press("Ctrl+J")
    order = [meter.id for meter in page.reading.queue]
    assert sorted(order) == sorted((first, second.id))
    page.reading.start_at(first)
    counter.write("900")
    counter.press("Enter")
    assert page.reading._problem.text()
    assert fees.meter(counter.desk, first).last == 110
    counter.press("Enter")
    counter.until(lambda: fees.meter(counter.desk, first).last == 900)
    counter.until(lambda: len(page.reading.queue) == 1)
    counter.write("-1")
    counter.press("Enter")
    assert page.reading._problem.text()
    assert page.reading.value.text() == "-1", "nothing typed is lost"


def test_a_household_is_dunned_and_promises(counter: Counter, works: Fees) -> None:
    past_due(works)
    page: Any = counter.window.open_page("debts")
    counter.until(lambda: page.table.total() == 1)
    counter.press("Ctrl+P")
    dialog(counter)
    counter.press("Ctrl+Enter")
    counter.until(lambda: fees.letters(counter.desk).total == 1)
    counter.press("Ctrl+G")
    asked = dialog(counter)
    asked.form.set_value("outcome", "promised")
    counter.press("Ctrl+Enter")
    assert "promised" in asked.form.problems()
    asked.form.set_value("promised", counter.desk.today() + timedelta(days=3))
    counter.press("Ctrl+Enter")
    counter.until(lambda: page.table.total() == 0)
    letter = fees.letters(counter.desk).rows[0]
    debt: Any = counter.window.open_page("debt", debt_id=letter.unit_id, payer_id=letter.payer_id)
    for width, under in ((1366, False), (1024, True)):
        counter.window.resize(width, 700)
        counter.settle()
        assert (debt.contacts.mapTo(debt, QPoint()).y() > debt.letters.mapTo(debt, QPoint()).y()) == under, width
    counter.window.open_page("letters")
    letters: Any = counter.page()
    counter.until(lambda: letters.table.total() == 1)
    counter.press("Ctrl+T")
    dialog(counter)
    counter.press("Ctrl+Enter")
    counter.until(lambda: fees.letters(counter.desk).rows[0].state == "signed")


def test_a_text_that_threatens_is_refused_beside_its_field(counter: Counter, works: Fees) -> None:
    del works
    counter.window.open_page("letters")
    counter.settle()
    counter.press("Ctrl+E")
    asked = dialog(counter)
    asked.form.set_value("text", "{姓名}：逾期停水。")
    asked.approval.form.set_value("approval_pin", "246810")
    counter.press("Ctrl+Enter")
    assert "text" in asked.form.problems()
    assert asked.form.value("text") == "{姓名}：逾期停水。"
    assert fees.texts(counter.desk)[0].version == 0


def test_a_forecast_says_who_will_owe_it(counter: Counter, works: Fees) -> None:
    works.item()
    page: Any = counter.window.open_page("forecast")
    counter.settle()
    counter.press("F6")
    (row,) = (row for _at, row in page.homes.model.loaded())
    assert (row.unit_id, row.payer, row.fen) == (counter.unit, "单雄风", (23_994,) * 3)
    for table, extra in (
        (page.homes, ["单雄风"]),
        (page.table, []),
    ):  # the months that are asked for, by their own names
        heads = [
            table.model.headerData(at, Qt.Orientation.Horizontal)
            for at in range(table.model.columnCount())
            if not table.view.isColumnHidden(at)
        ]
        assert heads[1 + len(extra) :] == ["2026年12月", "2027年1月", "2027年2月", "合计"]
    page.months.setValue(12)
    counter.until(lambda: page.found is not None and len(page.found.months) == 12)
    assert "前 6 个月" in page._sum.text()
    page.homes.view.setFocus()
    counter.press("Enter")
    assert counter.page().unit_id == counter.unit
    counter.press("Esc")
    counter.press("F6")
    assert page.table.isVisible()
    assert not page.homes.isVisible()


def test_what_goes_by_reading_is_no_nought_in_a_total(counter: Counter, works: Fees) -> None:
    works.item()
    works.item(
        "SF", "3.45", "水费", family="energy", basis="meter", charge_kind="water", meter_kind="water", supplier="水司"
    )
    page: Any = counter.window.open_page("forecast")
    counter.until(lambda: page.found is not None and len(page.found.lines) == 2)
    total = page.table.model.columns[-1]
    assert [total.text(row) for _at, row in page.table.model.loaded()] == ["按抄表", "¥719.82"]


def test_a_forecast_is_given_out(counter: Counter, works: Fees) -> None:
    works.item()
    page: Any = counter.window.open_page("forecast", unit_id=counter.unit)
    counter.until(lambda: page.found is not None and page.found.total == 3 * 23_994)
    counter.press("Ctrl+Enter")
    from desk.services.slips.lists import slip_list

    counter.until(lambda: slip_list(counter.desk, kind="forecast").total == 1)


def test_what_one_room_pays_is_changed_days_are_charged_after_all_and_a_rate_goes(
    counter: Counter, works: Fees
) -> None:
    from decimal import Decimal

    item = works.item()
    counter.desk.actor = works.chief
    fees.add_rate(counter.desk, item, date(2027, 1, 1), Decimal("2.90"))
    row = fees.assignments(counter.desk, item_id=item).rows[0]
    fees.exempt(counter.desk, fees.ExemptEntry(row.id, date(2026, 12, 1), date(2026, 12, 31), "空置"))
    page: Any = counter.window.open_target(f"fee-item:{item}")
    counter.settle()
    page.table.view.setFocus()
    counter.press("Ctrl+K", *"xggh", "Enter")
    dialog(counter).form.field("own_rate").setFocus()
    counter.write("1.50")
    counter.press("Ctrl+Enter")
    assert fees.assignments(counter.desk, item_id=item).rows[0].own_rate == Decimal("1.50")
    counter.press("Ctrl+K", *"cxms", "Enter", "Ctrl+Enter")
    assert fees.assignments(counter.desk, item_id=item).rows[0].exemptions == ()
    counter.press("Ctrl+K", *"scdj", "Enter", "Ctrl+Enter")
    assert [rate.rate for rate in fees.item(counter.desk, item).rates] == [Decimal("2.68")]
    counter.press("Ctrl+K", *"scdj", "Enter")
    assert QApplication.activeModalWidget() is None
    assert counter.message(), "the last one stays, and it is said"


def test_what_falls_due_soon_has_its_list_the_nearest_first(counter: Counter, works: Fees) -> None:
    counter.window.open_page("bills")
    counter.settle()
    page: Any = counter.page()
    assert "Ctrl+3" in page.empty().words  # the very first day: where to begin
    works.item()
    works.item("GG", "20", "公共能耗费", basis="fixed", charge_kind="other")
    works.bill()
    page.refresh()
    counter.settle()
    page.show_view("soon")
    counter.settle()
    assert page.table.total() == 2
    assert (page.query().view, page.table._sort, page.table._descending) == ("soon", "due", False)
    assert dict(fees.bill_counts(counter.desk))["soon"] == 2
