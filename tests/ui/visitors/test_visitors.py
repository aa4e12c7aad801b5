"""Visitors by keys: registered with a card, let in by the shift leader's PIN, card and deposit back; no field keeps a document."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desk.services import money
from desk.services import visitors as service
from desk.ui.forms.dialog import ActDialog
from desk.ui.visitors.acts import names_of, visit_fields
from tests.kit.site import PIN

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialogs() -> list[ActDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]


def no_dialog() -> None:
    assert [(one.problem(), one.form.problems(), one.approval.form.problems()) for one in dialogs()] == []


def visited(counter: Counter, **other: object) -> service.VisitView:
    values = {
        "name": "赵来访", "purpose": "走亲访友", "answer": "yes", "unit_id": 1, "seen": True, "card": "plastic",
        "labels": ("V-01",), "until": counter.clock() + timedelta(hours=3),
    }  # fmt: skip
    return service.register(counter.desk, service.VisitEntry(**{**values, **other}))


def test_a_visitor_is_registered_and_leaves_by_keys(counter: Counter) -> None:
    counter.press("Shift+F4")
    counter.settle()
    counter.press("Ctrl+Enter")
    assert set(dialogs()[0].form.problems()) >= {"name", "purpose", "answer"}
    dialogs()[0].form.set_values(
        {"unit_id": 1, "name": "赵来访", "purpose": "走亲访友", "answer": "yes", "seen": True, "card": "paper", "companions": "钱某，孙某"}
    )  # fmt: skip
    counter.press("Ctrl+Enter")
    no_dialog()
    page = counter.page()
    counter.until(lambda: page.record is not None)
    assert ([person.name for person in page.record.people], page.record.state) == (["赵来访", "钱某", "孙某"], "here")
    counter.press("Ctrl+B", "Ctrl+Enter")
    no_dialog()
    assert (page.record.state, page.record.cards[0].state) == ("left", "back")


def test_the_shift_leader_lets_in_by_pin(counter: Counter) -> None:
    counter.window.open_page("visitors")
    counter.settle()
    counter.press("Insert")
    form = dialogs()[0].form
    form.set_values(
        {"unit_id": 1, "name": "赵来访", "purpose": "送药", "answer": "not-reached", "seen": True, "card": "paper"}
    )
    counter.press("Ctrl+Enter")
    assert "card" in form.problems()
    form.set_value("agreed", "业主母亲，领班认识")
    counter.settle()
    assert dialogs()[0].approval.role == "supervisor"
    dialogs()[0].approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.visits(counter.desk).rows[0].out == 1


def test_a_card_comes_back_with_its_deposit(counter: Counter) -> None:
    money.open_shift(counter.desk, opening=10_000)
    visited(counter, deposit=2000)
    counter.window.open_page("visitor-cards")
    counter.settle()
    counter.press("Ctrl+B")
    assert "20.00" in dialogs()[0].told()
    counter.press("Ctrl+Enter")
    for one in dialogs():
        one.approval.form.set_value("approval_pin", PIN)
        counter.press("Ctrl+Enter")
    no_dialog()
    assert service.cards(counter.desk, "all").rows[0].held == 0


def test_a_matter_is_fed_back_and_a_card_is_scanned(counter: Counter) -> None:
    view = visited(counter, matter="电梯异响", passed_to="工程部")
    counter.window.take_scan("V-01")
    counter.settle()
    assert counter.page().record.id == view.id
    counter.press("Ctrl+R")
    dialogs()[0].form.set_value("answer", "已派维保")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert counter.page().record.result == "已派维保"


def test_no_field_offers_to_keep_an_identity_card() -> None:
    names = {field.name for field in visit_fields()}
    assert not {name for name in names if "keep" in name or "pledge" in name or "hold" in name}
    seen = next(field for field in visit_fields() if field.name == "seen")
    assert "never kept" in seen.text
    assert names_of("甲，乙、丙; 丁\n戊") == ("甲", "乙", "丙", "丁", "戊")
