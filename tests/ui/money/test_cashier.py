"""The cashier by keys: change, two means, what is refused beside its field, void by PIN, the shift."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.services import drafts, money
from desk.ui.forms.dialog import ActDialog
from tests.kit.site import PIN

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialog(counter: Counter) -> ActDialog:
    counter.settle()
    found = QApplication.activeModalWidget()
    assert isinstance(found, ActDialog)
    return found


def goto(form: Any, name: str) -> None:
    form.field(name).setFocus()


def shift(counter: Counter, opening: int = 20_000) -> money.ShiftView:
    return money.open_shift(counter.desk, opening=opening)


def owes(counter: Counter, fen: int, item: str = "门禁卡") -> money.ChargeView:
    return money.charge(
        counter.desk, money.ChargeEntry("service", fen, counter.unit, item=item, since=date(2026, 10, 1))
    )


def cashier(counter: Counter) -> Any:
    page = counter.window.open_page("cashier", unit_id=counter.unit)
    counter.settle()
    return page


def last(counter: Counter) -> money.ReceiptRow:
    return money.receipts(counter.desk).rows[0]


def test_a_room_pays_in_cash_and_sees_its_change_while_it_types(counter: Counter) -> None:
    shift(counter)
    owes(counter, 15_000)
    page = cashier(counter)
    assert page.form.value("payer") == "单雄风"
    assert "150.00" in page.due_words.text()
    goto(page.form, "cash")
    counter.write("200")
    assert "50.00" in page.change_words.text()
    counter.until(lambda: page.preview.pages() == 1)
    counter.press("Ctrl+Enter")
    row = last(counter)
    assert (row.fen, row.methods, row.room != "") == (15_000, ("cash",), True)
    found = money.receipt(counter.desk, row.id)
    assert found.change == 5_000
    assert money.balances(counter.desk, counter.unit).total == 0
    assert page.form.value("unit_id") is None, "the next one can come"
    assert found.number in counter.message()


def test_two_means_pay_one_receipt(counter: Counter) -> None:
    shift(counter)
    owes(counter, 15_000)
    page = cashier(counter)
    goto(page.form, "cash")
    counter.write("100")
    goto(page.form, "wechat")
    counter.press("Alt+S")
    assert page.form.field("wechat").text() == "50"
    counter.press("Ctrl+S")
    assert sorted(last(counter).methods) == ["cash", "wechat"]
    assert last(counter).fen == 15_000


def test_the_oldest_is_paid_first_unless_others_are_ticked(counter: Counter) -> None:
    shift(counter)
    first, second = owes(counter, 10_000), owes(counter, 5_000, "复印")
    page = cashier(counter)
    counter.press("F2")
    page.form.field("charges").ticks[first.id].setFocus()
    counter.press("Space")
    assert "50.00" in page.due_words.text()
    goto(page.form, "cash")
    counter.write("50")
    counter.press("Ctrl+S")
    assert {row.id: row.open_fen for row in money.open_charges(counter.desk, counter.unit)} == {first.id: 10_000}
    assert second.id not in {row.id for row in money.open_charges(counter.desk, counter.unit)}


def test_what_is_charged_now_is_paid_at_once(counter: Counter) -> None:
    shift(counter)
    page = cashier(counter)
    goto(page.form, "lines")
    counter.write("复印")
    counter.press("Enter", "Enter")
    counter.write("3")
    counter.press("Enter", "Enter")
    assert page.form.field("cash").hasFocus(), "Enter on the empty line goes on"
    counter.write("5")
    assert "2.00" in page.change_words.text()
    counter.press("Ctrl+S")
    assert (last(counter).fen, last(counter).items) == (300, "复印")


@pytest.mark.parametrize(
    ("name", "typed"), [("cash", ""), ("cash", "-1"), ("wechat", "0.001"), ("cash", "abc"), ("wechat", "500")]
)
def test_a_refused_amount_is_said_beside_its_field(counter: Counter, name: str, typed: str) -> None:
    shift(counter)
    owes(counter, 15_000)
    page = cashier(counter)
    goto(page.form, name)
    if typed:
        counter.write(typed)
    counter.press("Ctrl+S")
    assert name in page.form.problems()
    assert money.receipts(counter.desk).total == 0


def half_typed(counter: Counter) -> tuple[Any, money.ChargeView, money.ChargeView]:
    """A payment half typed: one charge unticked, a part of the other, a line of its own, an amount that is none yet."""
    shift(counter)
    first, second = owes(counter, 10_000), owes(counter, 5_000, "复印")
    page = cashier(counter)
    charges = page.form.field("charges")
    charges.ticks[first.id].setChecked(False)
    charges.amounts[second.id].setText("20")
    goto(page.form, "lines")
    counter.write("钥匙")
    counter.press("Enter", "Enter")
    counter.write("3")
    goto(page.form, "cash")
    counter.write("2O")
    goto(page.form, "note")
    counter.write("代付")
    return page, first, second


def is_as_typed(page: Any, first: money.ChargeView, second: money.ChargeView) -> None:
    charges = page.form.field("charges")
    assert {one: (tick.isChecked(), charges.amounts[one].text()) for one, tick in charges.ticks.items()} == {
        first.id: (False, ""), second.id: (True, "20")
    }  # fmt: skip
    assert [(line["item"], line["amount"]) for line in page.form.value("lines")] == [("钥匙", 3)]
    assert (page.form.field("cash").text(), page.form.value("note"), page.form.value("payer")) == (
        "2O",
        "代付",
        "单雄风",
    )
    assert "23.00" in page.due_words.text()


def test_a_payment_half_typed_is_a_draft_when_another_page_is_opened(counter: Counter) -> None:
    page, first, second = half_typed(counter)
    counter.window.open_page("receipts")
    counter.settle()
    assert counter.message(), "it is said that it was kept"
    assert len(drafts.drafts(counter.desk, form="cashier")) == 1
    counter.window.back()
    counter.settle()
    assert counter.page() is page
    is_as_typed(page, first, second)
    counter.window.open_page("receipts")
    counter.settle()
    cashier(counter)
    counter.press("F7")
    is_as_typed(page, first, second)
    goto(page.form, "cash")
    page.form.field("cash").clear()
    counter.write("23")
    counter.press("Ctrl+S")
    assert (last(counter).fen, drafts.drafts(counter.desk)) == (2_300, [])


def test_a_payment_half_typed_is_kept_while_it_is_typed(counter: Counter) -> None:
    """A crash or a power cut takes nothing but the last moment: it is on the disk without any key."""
    page, first, second = half_typed(counter)
    assert page._draft_timer.isActive()
    page._draft_timer.timeout.emit()
    counter.settle()
    (kept,) = drafts.drafts(counter.desk, form="cashier")
    after: Any = type(page)(counter.window, counter.desk)
    after.open()
    counter.settle()
    after._take_offer()
    counter.settle()
    is_as_typed(after, first, second)
    assert after.slot == kept.key
    after.deleteLater()


def test_a_colleague_does_not_see_a_payment_half_typed(counter: Counter) -> None:
    from desk.services.kit.desk import Actor

    page, first, second = half_typed(counter)
    clerk = counter.desk.actor
    assert clerk is not None
    assert page.put_aside(), "the window locks"
    counter.settle()
    counter.desk.actor = Actor(clerk.id + 1, "zhou", "周", "receptionist")
    counter.window.leave()
    cashier(counter)
    assert page._drafts.offers == []
    counter.desk.actor = clerk
    cashier(counter)
    counter.press("F7")
    is_as_typed(page, first, second)


def test_what_was_paid_meanwhile_is_not_paid_again_by_a_draft(counter: Counter) -> None:
    page, first, second = half_typed(counter)
    counter.window.open_page("receipts")
    counter.settle()
    tender = (money.Tender("cash", 4_000),)
    money.pay(counter.desk, money.PayEntry("单雄风", tender, counter.unit, named={second.id: 4_000}))
    counter.window.back()
    counter.settle()
    charges = page.form.field("charges")
    assert (charges.ticks[first.id].isChecked(), charges.amounts[second.id].text()) == (False, "10")
    assert "13.00" in page.due_words.text()


def test_a_room_that_was_only_looked_at_leaves_no_draft(counter: Counter) -> None:
    owes(counter, 15_000)
    page = cashier(counter)
    assert not page._draft_timer.isActive()
    counter.window.open_page("receipts")
    counter.settle()
    assert drafts.drafts(counter.desk) == []


def test_without_a_shift_the_page_says_so_and_opens_one(counter: Counter) -> None:
    owes(counter, 15_000)
    page = cashier(counter)
    assert page.shift_button.isVisible()
    counter.press("Ctrl+J")
    asked = dialog(counter)
    goto(asked.form, "opening")
    counter.write("200")
    counter.press("Ctrl+Enter")
    assert not page.shift_button.isVisible()
    opened = money.my_shift(counter.desk)
    assert opened is not None
    assert opened.opening == 20_000


def test_a_void_asks_for_a_supervisor(counter: Counter) -> None:
    shift(counter)
    owes(counter, 15_000)
    paid = money.pay(counter.desk, money.PayEntry("单雄风", (money.Tender("cash", 15_000),), counter.unit))
    page: Any = counter.window.open_page("receipt", receipt_id=paid.id)
    counter.settle()
    counter.press("Ctrl+Del")
    asked = dialog(counter)
    counter.write("重复收款")
    counter.press("Ctrl+Enter")
    assert "approver" in asked.approval.form.problems() or asked.form.problems()
    assert money.receipt(counter.desk, paid.id).state == "issued"
    asked.approval.form.field("approval_pin").setFocus()
    counter.write(PIN)
    counter.press("Ctrl+Enter")
    assert money.receipt(counter.desk, paid.id).state == "void"
    assert page.receipt.state == "void"
    assert money.balances(counter.desk, counter.unit).total == 15_000


def test_a_shift_is_handed_over_with_a_difference_that_is_explained(counter: Counter) -> None:
    opened = shift(counter)
    page: Any = counter.window.open_page("shift", shift_id=opened.id)
    counter.settle()
    counter.press("Ctrl+M")
    asked = dialog(counter)
    goto(asked.form, "pieces")
    counter.write("1")
    assert "-" in asked.form.field("pieces").sum_words.text() or "−" in asked.form.field("pieces").sum_words.text()
    goto(asked.form, "pin")
    counter.write(PIN)
    counter.press("Ctrl+Enter")
    assert "reason" in asked.form.problems()
    goto(asked.form, "reason")
    counter.write("找零有误")
    counter.press("Ctrl+Enter")
    assert page.shift.state == "handed-over"
    assert page.shift.difference == -10_000
    counter.press("Ctrl+Y")
    asked = dialog(counter)
    asked.form.set_value("login", "chen")
    goto(asked.form, "pin")
    counter.write(PIN)
    counter.press("Ctrl+Enter")
    taken = money.my_shift(counter.desk)
    assert taken is not None
    assert (taken.staff, taken.opening) == ("陈刚", 10_000)
    assert counter.page().shift.id == taken.id


def test_a_deposit_is_taken_and_given_back_with_a_deduction(counter: Counter) -> None:
    shift(counter, 100_000)
    page: Any = counter.window.open_page("deposits")
    counter.settle()
    counter.press("Insert")
    asked = dialog(counter)
    asked.form.set_values({"unit_id": counter.unit, "payer": "单雄风", "kind": "key", "amount": "200"})
    counter.settle()
    counter.press("Ctrl+Enter")
    assert page.held.fen == 20_000
    assert page.held.fen == sum(row.held for row in money.deposits(counter.desk).rows)
    page.table.keys().setFocus()
    counter.press("Enter")
    asked = dialog(counter)
    asked.form.set_value("deductions", [{"item": "钥匙", "reason": "丢失", "evidence": "", "amount": "50"}])
    counter.press("Ctrl+Enter")
    if money.held_by_age(counter.desk).fen:
        asked.approval.form.field("approval_pin").setFocus()
        counter.write(PIN)
        counter.press("Ctrl+Enter")
    assert money.held_by_age(counter.desk).fen == 0


def test_a_balance_is_brought_forward_with_approval_and_noticed(counter: Counter) -> None:
    page: Any = counter.window.open_page("arrears")
    counter.settle()
    counter.press("Insert")
    asked = dialog(counter)
    asked.form.set_values({"unit_id": counter.unit, "kind": "management", "amount": "300", "since": date(2026, 9, 1)})
    asked.approval.form.field("approval_pin").setFocus()
    counter.write(PIN)
    counter.press("Ctrl+Enter")
    assert money.balances(counter.desk, counter.unit).owed == {"management": 30_000}
    counter.settle()
    assert page.table.total() == 1
    page.table.keys().setFocus()
    counter.press("Enter")
    assert type(counter.page()).__name__ == "CashierPage"
    assert counter.page().form.value("unit_id") == counter.unit


def test_a_list_of_arrears_is_tried_before_it_is_imported(
    counter: Counter, counter_master: Any, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("房号", "物业费", "水费"), ("1栋1单元101", 300, 12.5), ("1栋1单元999", 10, None)):
        sheet.append(row)
    file = tmp_path / "arrears.xlsx"
    book.save(file)
    counter.desk.actor = counter_master[2]
    page: Any = counter.window.open_page("arrears-import", file=file)
    counter.until(lambda: page.report is not None)
    assert not page.report.written
    assert [problem.code for problem in page.report.problems] == ["room-unknown"]
    counter.press("Ctrl+Enter")
    assert money.arrears(counter.desk).total == 0, "a row with a problem stops it"
    page.skip.setFocus()
    counter.press("Space")
    counter.until(page.import_button.isEnabled)
    counter.press("Ctrl+Enter")
    counter.until(lambda: page.report.written)
    assert [row.fen for row in money.arrears(counter.desk).rows] == [31_250]


def test_a_problem_of_a_list_of_arrears_opens_the_home_it_is_about(
    counter: Counter, counter_master: Any, tmp_path: Path
) -> None:
    (tmp_path / "arrears.csv").write_text(
        "房号,业主姓名,物业费\n1栋1单元101,张三,三百\n1栋1单元999,李四,10\n", encoding="utf-8"
    )
    counter.desk.actor = counter_master[2]
    page: Any = counter.window.open_page("arrears-import", file=tmp_path / "arrears.csv")
    counter.until(lambda: page.report is not None)
    page.problems.view.setFocus()
    assert [(each.room, each.person) for each in page.report.problems] == [
        ("1栋1单元101", "张三"),
        ("1栋1单元999", "李四"),
    ]
    counter.press("Down", "Enter")
    assert counter.page() is page
    counter.press("Up", "Enter")
    assert type(counter.page()).__name__ == "HouseholdPage"
    counter.press("Esc")
    assert counter.page() is page
    assert len(page.report.problems) == 2


def test_a_charge_of_which_nothing_was_paid_is_voided_by_a_supervisor(counter: Counter) -> None:
    owes(counter, 15_000)
    counter.window.open_page("charges", unit_id=counter.unit)
    counter.settle()
    counter.press("Ctrl+Del")
    asked = dialog(counter)
    counter.write("录错")
    asked.approval.form.field("approval_pin").setFocus()
    counter.write(PIN)
    counter.press("Ctrl+Enter")
    assert money.balances(counter.desk, counter.unit).total == 0
    assert [row.state for row in money.charges_of(counter.desk, counter.unit)] == ["void"]


def test_the_light_of_the_fees_opens_the_cashier_for_the_room(counter: Counter) -> None:
    owes(counter, 15_000)
    page: Any = counter.window.open_target(f"unit:{counter.unit}")
    counter.settle()
    page.lights.buttons["money"].setFocus()
    counter.press("Space")
    assert type(counter.page()).__name__ == "CashierPage"
    assert counter.page().form.value("unit_id") == counter.unit


def test_what_a_room_paid_ahead_is_taken_over_and_paid_back(counter: Counter) -> None:
    from desk.services.kit.desk import Actor

    shift(counter)
    clerk = counter.desk.actor
    assert clerk is not None
    counter.desk.actor = Actor(clerk.id, clerk.login, clerk.name, "supervisor")
    counter.window.open_page("charges", unit_id=counter.unit)
    counter.settle()
    counter.press("Ctrl+U")
    assert QApplication.activeModalWidget() is None
    assert counter.message(), "nothing is there to be paid back, and it is said"
    counter.press("Ctrl+Ins")
    counter.write("300")
    counter.press("Ctrl+Enter")
    assert money.balances(counter.desk, counter.unit).prepaid == 30_000
    counter.press("Ctrl+U")
    form = dialog(counter).form
    assert (form.value("payee"), form.value("amount")) == ("单雄风", 300)
    form.set_value("amount", 120)
    form.set_value("reason", "搬走")
    counter.press("Ctrl+Enter")
    assert money.balances(counter.desk, counter.unit).prepaid == 18_000
    row = last(counter)
    assert (row.fen, row.kind) == (12_000, "refund")
