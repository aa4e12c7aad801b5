"""What every list page has: a frozen question, keys that work everywhere on it, marks on what is shown, nothing hidden unsaid."""

from __future__ import annotations

import inspect
import threading
from dataclasses import FrozenInstanceError, dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.services.kit.paging import Page as Rows
from desk.ui.kit import pages
from desk.ui.kit.list_page import ListAct, ListPage, Query, View
from desk.ui.kit.tables import Column


@dataclass(frozen=True)
class Row:
    id: int
    name: str


class ThingsPage(ListPage):
    """A list of a hundred things, some of them over."""

    heading = "Things"
    views = (View("open", "Open", "Nothing is open."), View("all", "All", "There is nothing."))
    search = "Words"
    marking = True
    asked: list = []
    held: threading.Event | None = None

    def __init__(self, shell, desk):
        self.done = []
        super().__init__(shell, desk)

    @staticmethod
    def counted(total):
        return "{n} thing" if total == 1 else "{n} things"

    def columns(self):
        return (Column("mark", "✓", 3, get=self.mark), Column("name", "Name", 20, sort="name"))

    def list_acts(self):
        return (
            ListAct("open", "Open", "Enter", lambda row: self.done.append(("open", row.id)), at="under"),
            ListAct("add", "Add", "Ins", lambda: self.done.append(("add",)), on="list", at="head", role="primary"),
            ListAct("drop", "Drop", "Del", lambda rows: self.done.append(("drop", [r.id for r in rows])), on="rows"),
            ListAct("odd", "Odd", "Ctrl+O", lambda row: self.done.append(("odd", row.id)), at="under",
                    fits=lambda row: row.id % 2 == 1),
        )  # fmt: skip

    @staticmethod
    def read(desk, query, part):
        if ThingsPage.held is not None:
            ThingsPage.held.wait(5)
        ThingsPage.asked.append((query, threading.get_ident()))
        count = 100 if query.view == "all" else 10
        rows = tuple(Row(n, f"thing {n}") for n in range(count) if query.text in f"thing {n}")
        return Rows(rows[part.offset : part.offset + part.limit], len(rows), 3 if query.text else 0)


@pytest.fixture
def page(window, settle, monkeypatch):
    spec = pages.PageSpec("things", "Things", f"{__name__}:ThingsPage")
    known = pages.registered()
    monkeypatch.setattr(pages, "registered", lambda: (*known, spec))
    ThingsPage.asked, ThingsPage.held = [], None
    shown = window.open_page("things")
    settle()
    return shown


def test_the_question_is_frozen_and_asked_off_the_windows_thread(page, settle):
    query, thread = ThingsPage.asked[-1]
    assert query == Query("open", "")
    assert thread != threading.get_ident()
    with pytest.raises(FrozenInstanceError):
        query.text = "x"


def test_a_filter_changed_meanwhile_does_not_change_what_was_asked(page, settle):
    ThingsPage.held = threading.Event()
    page.show_view("all")
    page.text.setText("thing 7")  # typed while the list is being read
    ThingsPage.held.set()
    settle()
    assert (Query("all", "")) in [query for query, _thread in ThingsPage.asked]
    QTest.qWait(250)
    settle()
    assert ThingsPage.asked[-1][0] == Query("all", "thing 7")
    assert page.table.total() == 11


def test_a_key_works_wherever_the_focus_is_on_the_page(page, settle):
    for holder in (page.table.view, page.text, page.filters.buttons["all"]):
        page.done.clear()
        holder.setFocus()
        QTest.keyClick(holder, Qt.Key.Key_Insert)
        settle()
        assert page.done == [("add",)], holder
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert page.done[-1] == ("open", 0)


def test_what_does_not_fit_a_row_is_not_done(page, settle):
    assert not page.buttons["odd"].isEnabled()
    page.card.run("odd")
    assert page.done == []
    page.table.select(lambda row: row.id == 1)
    assert page.buttons["odd"].isEnabled()
    page.card.run("odd")
    assert page.done == [("odd", 1)]


def test_marked_rows_else_the_current_one(page, settle):
    page.card.run("drop")
    assert page.done == [("drop", [0])]
    page.marks.add([Row(3, "thing 3"), Row(4, "thing 4")])
    page.card.run("drop")
    assert page.done[-1] == ("drop", [3, 4])


def test_marks_belong_to_what_is_shown(page, settle):
    page.marks.add([Row(3, "thing 3")])
    page.show_view("all")
    settle()
    assert page.marks.ids() == []
    assert page.card.marks_bar.isHidden()


def test_closed_ones_that_fit_are_hinted_at(page, settle):
    assert page.closed_button.isHidden()
    page.text.setText("thing 4")
    page.again()
    settle()
    assert "3" in page.closed_button.text()
    page.closed_button.click()
    settle()
    assert (page.view(), page.words()) == ("all", "thing 4")


def test_a_list_that_does_not_count_them_is_asked_for_all(page, settle, monkeypatch):
    read = ThingsPage.read
    monkeypatch.setattr(
        ThingsPage, "read", staticmethod(lambda *given: Rows((found := read(*given)).rows, found.total))
    )
    page.text.setText("thing 4")  # one of the ten, eleven of the hundred
    page.again()
    settle()
    assert page.closed_button.isVisible()
    assert "10" in page.closed_button.text()
    page.text.setText("thing 40")
    page.again()
    settle()
    assert (page.table.total(), "1" in page.closed_button.text()) == (0, True)
    page.closed_button.click()
    settle()
    assert (page.view(), page.words(), page.table.total()) == ("all", "thing 40", 1)
    assert page.closed_button.isHidden()
    page.text.setText("")
    page.show_view("open")
    settle()
    assert page.closed_button.isHidden()


def test_every_list_that_shows_a_part_has_the_whole_of_it():
    """Only so it can say how many others fit what is typed."""
    lists = [pages.load(spec) for spec in pages.registered()]
    parts = [each for each in lists if inspect.isclass(each) and issubclass(each, ListPage) and each.search]
    assert len(parts) > 20
    assert [each.__name__ for each in parts if each.views and all(view.code != "all" for view in each.views)] == []


def test_nothing_fits_says_how_to_see_all(page, settle):
    page.text.setText("nothing of it")
    page.again()
    settle()
    assert page.table.total() == 0
    page.table.empty_button.click()
    settle()
    assert page.table.total() == 100
    assert page.words() == ""


def test_the_keys_stay_where_the_list_becomes_empty_and_full_again(page, settle):
    page.table.view.setFocus()
    page.text.setText("nothing of it")
    page.again()
    settle()
    assert QApplication.focusWidget() is page.table.empty_button
    page.text.setText("")
    page.again()
    settle()
    assert QApplication.focusWidget() is page.table.view


def test_every_list_page_reads_without_a_page(window, settle):
    """`read` has no page at hand, so that no widget is read on a worker; its question is a frozen value."""
    found = 0
    for spec in pages.registered():
        kind = pages.load(spec)
        if not (inspect.isclass(kind) and issubclass(kind, ListPage)):
            continue
        found += 1
        assert isinstance(inspect.getattr_static(kind, "read"), staticmethod), spec.code
        assert isinstance(inspect.getattr_static(kind, "count"), staticmethod), spec.code
        page = window.open_page(spec.code)
        settle()
        query = page.query()
        hash(query)
        assert page.query() == query
        keys = [action.key for action in page.actions_by_key()]
        assert len(keys) == len(set(keys)), (spec.code, keys)
        for code, button in page.buttons.items():
            # Where no key of the table means it, the list of every act (Ctrl+K) leads there.
            assert page.card.act(code).key or button.text(), f"{spec.code}: {code} has neither key nor words"
        if page.table.total() == 0:
            assert page.empty().words or spec.code == "quality", spec.code
    assert found >= 7
