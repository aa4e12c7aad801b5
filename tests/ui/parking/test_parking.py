"""Parking cards and residents' certificates by keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLabel

from desk.rules.fees import month_end
from desk.services import certificates, money
from desk.services import parking as service
from desk.ui.forms.dialog import ActDialog
from tests.kit.site import PIN
from tests.ui.fees.works import Fees
from tests.ui.keys.things import OWNER

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialogs() -> list[ActDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]


def no_dialog() -> None:
    assert [(one.problem(), one.form.problems(), one.approval.form.problems()) for one in dialogs()] == []


def test_a_card_is_issued_renewed_and_taken_back_by_keys(counter: Counter) -> None:
    counter.window.open_page("parking")
    counter.settle()
    counter.press("Insert")
    form = dialogs()[0].form
    last = counter.desk.today() + timedelta(days=30)
    form.set_values(
        {"unit_id": 1, "plate": "粤b 12345", "holder": "赵六", "until": last, "paid_until": last, "papers_seen": True}
    )
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"holder"}
    form.set_value("holder", OWNER)
    counter.press("Ctrl+Enter")
    no_dialog()
    page = counter.page()
    counter.until(lambda: page.record is not None)
    assert (page.record.plate, page.record.state) == ("粤B12345", "active")
    counter.press("Ctrl+J")
    form = dialogs()[0].form
    form.set_values({"until": last + timedelta(days=30), "paid_until": last, "unpaid_because": "银行托收在途"})
    counter.settle()
    assert dialogs()[0].approval.role == "supervisor"
    dialogs()[0].approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    assert page.record.until == last + timedelta(days=30)
    counter.press("Ctrl+B", "Ctrl+Enter")
    no_dialog()
    assert page.record.state == "returned"


def test_what_is_paid_comes_from_the_months_bills(counter: Counter) -> None:
    works = Fees(counter)
    works.item("TC", "150", "车位费", family="parking", basis="space", charge_kind="parking")
    works.bill()
    counter.window.open_page("parking")
    counter.settle()
    counter.press("Insert")
    form = dialogs()[0].form
    first = counter.desk.today().replace(day=1)
    last = month_end(first)
    form.set_value("unit_id", counter.unit)
    counter.until(lambda: form.value("paid_until") == first - timedelta(days=1))
    assert "已缴费至取自物业账单，不必填写。" in [one.text() for one in form.findChildren(QLabel) if one.isVisible()]
    form.set_values({"plate": "粤B12345", "holder": OWNER, "until": last, "paid_until": last, "papers_seen": True})
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"paid_until"}, "what is typed does not stand against the books"
    form.set_value("paid_until", None)
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"until"}
    counter.press("Esc")
    money.open_shift(counter.desk)
    (owed,) = money.open_charges(counter.desk, counter.unit)
    tender = (money.Tender("wechat", owed.open_fen),)
    money.pay(counter.desk, money.PayEntry(OWNER, tender, counter.unit))
    counter.press("Insert")
    form = dialogs()[0].form
    form.set_values({"unit_id": counter.unit, "plate": "粤B12345", "holder": OWNER, "until": last, "papers_seen": True})
    counter.until(lambda: form.value("paid_until") == last)
    counter.press("Ctrl+Enter")
    no_dialog()
    page = counter.page()
    counter.until(lambda: page.record is not None)
    assert (page.record.paid_until, page.record.receipt[:3]) == (last, "ZD-")
    counter.press("Ctrl+J")
    assert dialogs()[0].form.value("paid_until") == last, "a renewal knows it, too"


def test_a_space_is_added_by_a_supervisors_pin(counter: Counter) -> None:
    counter.window.open_page("parking-spaces")
    counter.settle()
    counter.press("Insert")
    dialogs()[0].form.set_values({"number": "b1-001"})
    dialogs()[0].approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.spaces(counter.desk).rows[0].number == "B1-001"


def test_a_certificate_is_issued_from_the_household_by_keys(counter: Counter) -> None:
    counter.window.open_page("household", unit_id=1)
    counter.settle()
    counter.press("Alt+C")
    counter.until(lambda: bool(dialogs()))
    counter.settle()
    dialogs()[0].form.set_value("purpose", "子女入学")
    counter.press("Ctrl+Enter")
    no_dialog()
    found = certificates.certificates(counter.desk).rows
    assert [(row.name, row.purpose) for row in found] == [(OWNER, "子女入学")]
    counter.press("Ctrl+Del")
    dialogs()[0].form.set_value("reason", "写错")
    dialogs()[0].approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    assert certificates.certificate(counter.desk, found[0].id).state == "void"
