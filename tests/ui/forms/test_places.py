"""No field of a form moves because of a choice: what is typed blind lands where it was meant to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.ui.forms import Form
from desk.ui.kit.pages import PageAction

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def places(form: Form) -> dict[str, Any]:
    """Row and column of each field that is shown."""
    grid = form._grid
    return {
        name: grid.getItemPosition(grid.indexOf(cell))[:2]
        for name, cell in form._cells.items()
        if name not in form._hidden
    }


def moving(form: Form) -> set[tuple[str, str, str]]:
    """Which choice moves which field: (field, value, what moved)."""
    found = set()
    for name, cell in form._cells.items():
        if cell.spec.kind not in ("choice", "check") or name in form._hidden:
            continue
        field, was = cell.field, cell.field.value()
        choices = [True, False] if cell.spec.kind == "check" else [field.itemData(at) for at in range(field.count())]
        before = places(form)
        for value in choices:
            form.set_value(name, value)
            form._settle()
            now = places(form)
            found |= {(name, str(value), each) for each in before.keys() & now.keys() if before[each] != now[each]}
        form.set_value(name, was)
        form._settle()
    return found


def forms_shown(counter: Counter) -> list[Form]:
    root = QApplication.activeModalWidget() or counter.window
    return [form for form in root.findChildren(Form) if form.isVisible()]


FORMS = ("release-form", "renovation-form", "member-form", "move-form", "leave-form", "request-form")
NEW = ("keys", "visitors", "parcels", "parking", "notices", "greetings", "household")
"""Pages whose Ins asks for a new one."""


@pytest.fixture
def every_form(counter: Counter) -> dict[str, set[tuple[str, str, str]]]:
    """What moves in each form, by its page: one window for all of them."""
    found = {}
    for code in FORMS:
        counter.window.open_page(code, unit_id=counter.unit)
        counter.settle()
        (form,) = forms_shown(counter)
        found[code] = moving(form)
        form.mark_saved()
    for code in NEW:
        counter.window.open_page(code, **({"unit_id": counter.unit} if code == "household" else {}))
        counter.settle()
        new: PageAction = next(each for each in counter.page().actions_by_key() if each.key == "Ins")
        new.run()
        counter.until(lambda: bool(forms_shown(counter)))
        counter.settle()
        (form,) = forms_shown(counter)
        found[f"new of {code}"] = moving(form)
        form.mark_saved()
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            dialog.reject()
            counter.settle()
    return found


def test_no_field_moves_because_of_a_choice(counter: Counter, every_form: dict[str, set[tuple[str, str, str]]]) -> None:
    assert {code: moved for code, moved in every_form.items() if moved} == {}


def test_no_field_moves_because_of_who_joins(counter: Counter) -> None:
    counter.window.open_page("member-form", customer_id="新客户")
    counter.settle()
    form = counter.page().form
    before = places(form)
    form.set_value("phones", ("13800009999",))
    form.set_value("customer_id", (counter.residents()["单雄风"], "单雄风"))
    counter.settle()
    assert places(form) == before
    assert not form.field("phones").isEnabled()  # on file already
    assert form.field("document_number").isEnabled()
    assert counter.page()._entry(form.values()).person.phones == ()  # not handed over, and not lost either
    form.set_value("customer_id", "新客户")
    counter.settle()
    assert form.field("phones").isEnabled()
    assert counter.page()._entry(form.values()).person.phones == ("13800009999",)
    form.mark_saved()


def test_a_childs_guardian_is_asked_last(counter: Counter) -> None:
    counter.window.open_page("household", unit_id=counter.unit)
    counter.settle()
    counter.press("Ins")
    counter.until(lambda: bool(forms_shown(counter)))
    (form,) = forms_shown(counter)
    before = places(form)
    form.set_value("birthday", counter.desk.today() - timedelta(days=3000))
    form.set_value("consent", True)
    form._settle()
    now = places(form)
    assert "guardian_name" in now
    assert {name: now[name] for name in before} == before
    form.mark_saved()
