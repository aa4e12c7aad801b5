"""Letters by keys: texts taken over and approved, a run with its preview, delivery, one letter from the household's page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QFileDialog

from desk.services import letters as service
from desk.services.kit.desk import Actor, Desk
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import printing
from tests.kit.site import PIN

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]
TEXT = "尊敬的{称呼}：\n请核对 {房号} 登记的电话。\n{落款}\n{日期}"


@pytest.fixture(autouse=True)
def no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "available_printers", list)


def dialog() -> ActDialog:
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
    return found


def no_dialog() -> None:
    open_ones = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
    assert [(one.problem(), one.form.problems(), one.approval.form.problems()) for one in open_ones] == []


def in_use(counter: Counter, **other: Any) -> service.TemplateView:
    desk: Desk = counter.desk
    values: dict[str, Any] = {"name": "核对函", "kind": "service", "text": TEXT, "style": "gong", **other}
    draft = service.save_template(desk, service.TemplateEntry(**values))
    with desk.approved(Actor(2, "chen", "陈刚", "supervisor")):
        return service.approve_template(desk, draft.id)


def test_the_starting_texts_are_approved_by_the_supervisors_pin(counter: Counter) -> None:
    counter.window.open_page("letter-templates")
    counter.settle()
    page = counter.page()
    counter.press("Ctrl+I")
    counter.until(lambda: page.view() == "draft" and page.table.total() == 9)
    page.table.select(lambda row: row.kind == "service")
    counter.press("Ctrl+Y")
    at = dialog()
    assert at.approval.role == "supervisor"
    at.approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.template_counts(counter.desk)["in-use"] == 1
    assert page.table.total() == 8  # the list of drafts follows


def test_a_text_is_written_with_the_letter_beside_it(counter: Counter) -> None:
    counter.window.open_page("letter-templates")
    counter.settle()
    counter.press("Insert")
    page = counter.page()
    counter.press("Ctrl+S")
    assert set(page.form.problems()) == {"name", "text"}
    page.form.set_values({"name": "催缴", "kind": "dunning", "text": "{称呼}：逾期将停水。{电话}"})
    counter.settle()
    counter.press("Ctrl+S")
    assert set(page.form.problems()) == {"text"}
    page.form.set_values({"kind": "service", "text": TEXT})
    counter.settle()
    counter.until(lambda: page.preview.pages() == 1)
    counter.press("Ctrl+S")
    counter.until(lambda: type(counter.page()).__name__ == "TemplatesPage")
    assert service.templates(counter.desk, state="draft").rows[0].name == "催缴"
    assert not page.form.is_changed()


def test_a_run_shows_who_gets_one_and_who_does_not(counter: Counter) -> None:
    in_use(counter)
    in_use(counter, name="贺卡", kind="greeting", text="{称呼}：\n节日快乐")
    counter.window.open_page("letter-list")
    counter.settle()
    counter.press("Insert")
    page = counter.page()
    counter.until(lambda: page.to_write.total() == 1)
    assert page.to_write.current().salutation == "单先生/女士"
    counter.until(lambda: page.preview.pages() == 1)
    counter.press("Ctrl+Enter")
    assert set(page.form.problems()) == {"subject"}
    page.form.set_value("persons", "person")
    page.form.set_value("role", "living")
    counter.until(lambda: page.to_write.total() == 2)
    counter.press("Ctrl+PgDown")
    assert page.to_write.current().name == "曾丽"
    counter.press("Ctrl+Del")  # taken out by hand
    counter.until(lambda: page.to_write.total() == 1 and page.left.total() == 1)
    counter.press("F6", "F6", "Ctrl+Del")  # and put back from the list of those left out
    counter.until(lambda: page.to_write.total() == 2)
    greeting = next(one for one in service.templates(counter.desk).rows if one.kind == "greeting")
    page.form.set_value("template_id", str(greeting.id))
    counter.until(lambda: page.left.total() == 2)
    assert not page.print_button.isEnabled()
    page.form.set_value(
        "template_id", str(next(one for one in service.templates(counter.desk).rows if one.kind == "service").id)
    )
    counter.until(lambda: page.to_write.total() == 2)
    page.form.set_value("subject", "核对电话")
    counter.press("Ctrl+Enter")
    counter.until(lambda: type(counter.page()).__name__ == "LettersPage")
    counter.until(lambda: counter.page().table.total() == 2)
    assert service.runs(counter.desk).rows[0].letters == 2
    assert "打印机" in counter.message()  # none on this PC: it offers one PDF


def test_deliveries_are_noted_one_by_one_or_as_the_list_came_back(counter: Counter) -> None:
    template = in_use(counter)
    service.run(counter.desk, service.RunEntry(template.id, "核对", persons=True))
    counter.window.open_page("letter-list")
    counter.settle()
    page = counter.page()
    counter.press("Ctrl+A", "Ctrl+J")
    at = dialog()
    assert at.form.value("by") == "林晓"
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.letter_counts(counter.desk)["delivered"] == 2
    page.show_view("delivered")
    counter.settle()
    counter.press("Ctrl+B")
    dialog().form.set_value("note", "查无此人")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.letter_counts(counter.desk)["returned"] == 1
    counter.press("Enter")
    counter.until(lambda: type(counter.page()).__name__ == "HouseholdPage")


def test_the_runs_page_exports_with_the_managers_pin(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    template = in_use(counter)
    service.run(counter.desk, service.RunEntry(template.id, "核对"))
    greeting = in_use(counter, name="贺卡", kind="greeting", text="{称呼}：\n节日快乐")
    with pytest.raises(Exception, match="没有符合条件"):
        service.run(counter.desk, service.RunEntry(greeting.id, "节日"))
    file = tmp_path / "contacts.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    counter.window.open_page("letter-runs")
    counter.settle()
    counter.press("Ctrl+Shift+E")
    at = dialog()
    assert at.approval.role == "manager"
    at.approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    counter.until(file.exists)
    no_dialog()
    assert next(iter(load_workbook(file).active.values))[0] == "单号"
    counter.press("Enter")
    counter.until(lambda: type(counter.page()).__name__ == "LettersPage" and counter.page().table.total() == 1)


def test_one_letter_from_the_page_of_the_household(counter: Counter) -> None:
    counter.window.open_page("household", unit_id=1)
    counter.settle()
    counter.until(lambda: counter.page().view is not None)
    counter.press("Ctrl+Ins")
    counter.until(lambda: "模板" in counter.message())  # none is in use: it says so and leads there
    in_use(counter)
    counter.press("Ctrl+Ins")
    assert dialog().form.value("template_id")
    counter.press("Ctrl+Enter")
    no_dialog()
    (row,) = service.letters(counter.desk).rows
    assert (row.name, row.household) == ("单雄风", False)
    counter.press("Ctrl+Ins", "Ctrl+Enter")
    assert "again" in dialog().form.problems()
    dialog().form.set_value("again", True)
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.letters(counter.desk).total == 2
