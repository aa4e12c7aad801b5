"""The desk's own book by keys: beside a running form, proposed and taken over, telephones filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desk.models import Staff
from desk.services import desk_book as service
from desk.ui.desk_book.panel import BookPanel
from desk.ui.forms.dialog import ActDialog
from tests.kit.site import PIN, actor

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialog() -> ActDialog:
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
    return found


def panels() -> list[BookPanel]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, BookPanel) and one.isVisible()]


def test_the_book_is_read_beside_a_form_that_keeps_what_was_typed(counter: Counter) -> None:
    service.begin(counter.desk)
    counter.window.open_page("renovation-form")
    counter.settle()
    field = counter.page().form.field("applicant")
    field.setFocus()
    counter.write("王芳")
    counter.press("Shift+F1")
    counter.until(lambda: bool(panels()) and panels()[0].table.total() > 0)
    panel = panels()[0]
    assert panel.name.text() == "装修备案所需资料"  # what belongs beside this page
    counter.press("d", "t", "k", "r")
    counter.until(lambda: panel.name.text() == "电梯困人")
    counter.press("Esc")
    assert panels() == []
    assert field.text() == "王芳"
    assert QApplication.focusWidget() is field


def test_the_book_is_read_beside_a_dialog_too(counter: Counter) -> None:
    service.begin(counter.desk)
    counter.window.open_page("parking")
    counter.settle()
    counter.press("Insert")
    dialog().form.set_value("holder", "王芳")
    counter.press("Shift+F1")
    counter.until(lambda: bool(panels()) and panels()[0].table.total() > 0)
    counter.press("Down")
    counter.press("Esc")
    assert dialog().form.value("holder") == "王芳"
    counter.press("Esc")


def test_a_proposal_is_made_and_taken_over_by_keys(counter: Counter) -> None:
    counter.window.open_page("book")
    counter.settle()
    counter.press("Insert")
    counter.until(lambda: any(isinstance(one, ActDialog) and one.isVisible() for one in QApplication.topLevelWidgets()))
    dialog().form.set_values({"kind": "law", "title": "民法典", "text": ""})
    counter.press("Ctrl+Enter")
    assert set(dialog().form.problems()) == {"text"}
    dialog().form.set_value("text", "第九百四十四条")
    counter.press("Ctrl+Enter")
    assert [each.number for each in service.changes(counter.desk, open_only=True)] == ["民法典"]
    counter.window.open_page("book-proposals")
    counter.settle()
    counter.press("Ctrl+J")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    (row,) = service.entries(counter.desk).rows
    assert (row.title, row.updated_by) == ("民法典", counter.desk.actor.name if counter.desk.actor else "")
    counter.window.open_target(f"book-entry:{row.id}")
    counter.settle()
    assert counter.page().view.text == "第九百四十四条"


def test_an_older_proposal_asks_before_it_writes_over_a_newer_text(counter: Counter) -> None:
    desk = counter.desk
    with desk.database.read() as session:
        chief = session.scalars(select(Staff).where(Staff.login == "chen")).one()
    with desk.approved(actor(chief)):
        entry = service.save(desk, service.BookText("law", "民法典", "第九百四十四条"))
        service.propose(desk, service.BookText("law", "民法典", "旧稿"), entry.id)
        service.save(desk, service.BookText("law", "民法典", "第九百四十四条：不得停水停电催费"), entry.id)
    page = counter.window.open_page("book-proposals")
    counter.settle()
    assert "手册内容较新" in page.table.model.columns[5].text(page.table.current())
    counter.press("Ctrl+J")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert set(dialog().form.problems()) == {"over"}
    assert service.entry(desk, entry.id).version == 2
    dialog().form.set_value("over", True)
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert service.entry(desk, entry.id).text == "旧稿"


def test_telephones_are_filled_in_by_keys(counter: Counter) -> None:
    service.begin(counter.desk)
    counter.window.open_target("book:missing")
    counter.settle()
    assert counter.page().view() == "missing"
    counter.press("Ctrl+Ins")
    counter.until(lambda: any(isinstance(one, ActDialog) and one.isVisible() for one in QApplication.topLevelWidgets()))
    first = service.entries(counter.desk, "telephone").rows[0]
    dialog().form.set_value(f"phone-{first.id}", "110")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert service.entry(counter.desk, first.id).phone == "110"
    assert service.counts(counter.desk)["missing"] == 11


def test_an_entry_is_found_by_the_one_box(counter: Counter) -> None:
    service.begin(counter.desk)
    row = service.search(counter.desk, "dtkr")[0]
    counter.press("F2")
    counter.press("d", "t", "k", "r")
    counter.press("Enter")
    counter.until(lambda: getattr(counter.page(), "view", None) is not None)
    assert counter.page().view.id == row.id
