"""A hurried hand at the counter: two presses for one, Esc in the middle, a colleague who takes over, a disk that says no."""

from __future__ import annotations

import sqlite3
import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from desk.errors import StorageError
from desk.models.kit.database import open_database
from desk.services import drafts, staff
from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.forms.page import FormPage
from desk.ui.shell.set_up import SetUpPage

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
SPEC = FormSpec("Log a request", (FieldSpec("name", "Name"), FieldSpec("text", "Content", "multiline")))


class Hurried(FormPage):
    """A form whose saving can be held up."""

    spec = SPEC
    draft_key = "hurried"

    def __init__(self, shell, desk):
        super().__init__(shell, desk)
        self.kept = []
        self.go_on = threading.Event()
        self.go_on.set()

    def save(self, values):
        self.go_on.wait(10)
        with self.desk.act("test.save") as act:
            self.desk.require("receptionist")
            act.about("test", 1)
            who = act.actor.login
        self.kept.append((who, values["name"]))
        return values["name"]


@pytest.fixture
def form(window, settle, add_page):
    add_page("hurried", Hurried)
    page = window.open_page("hurried")
    settle()
    return page


def dialogs(kind=QDialog):
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def come_back(window, desk, settle, login):
    staff.sign_in(desk, login, "246810")
    window.gate.signed_in.emit()
    settle()


# ------------------------------------------------------------------------------------------------ two presses for one
def test_ctrl_enter_twice_saves_once(form, qtbot, settle):
    form.form.set_value("name", "漏水")
    form.go_on.clear()
    for _press in range(3):
        qtbot.keyClick(form.form.field("name"), Key.Key_Return, CTRL)
    form.go_on.set()
    settle()
    assert len(form.kept) == 1


def test_esc_while_an_act_is_under_way_waits_for_it(window, form, qtbot, settle):
    go_on, told = threading.Event(), []
    dialog = ActDialog(form, SPEC, lambda _values: go_on.wait(10), yes="OK")
    dialog.acted.connect(told.append)
    dialog.start()
    dialog.act()
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert dialog.isVisible()
    go_on.set()
    settle()
    assert told == [True]
    assert not dialogs()


# ------------------------------------------------------------------------------------------------------ changing hands
def test_what_was_typed_a_moment_before_locking_is_a_draft_of_who_typed_it(window, form, desk, qtbot, settle):
    qtbot.keyClicks(form.form.field("name"), "half")
    window.lock()
    settle()
    come_back(window, desk, settle, "zhou")
    assert window.page() is not form
    assert drafts.drafts(desk) == []
    assert "林晓" in window.messages.text()
    window.lock()
    settle()
    come_back(window, desk, settle, "lin")
    assert [found.data["name"] for found in drafts.drafts(desk)] == ["half"]


def test_who_comes_back_finds_the_form_as_it_was(window, form, desk, qtbot, settle):
    qtbot.keyClicks(form.form.field("name"), "half")
    window.lock()
    settle()
    come_back(window, desk, settle, "lin")
    assert window.page() is form
    assert form.form.value("name") == "half"


def test_ctrl_l_in_a_dialog_puts_it_aside_for_who_began_it(window, form, desk, qtbot, settle):
    dialog = ActDialog(form, SPEC, lambda _values: None, yes="OK").start()
    dialog.form.set_value("name", "half")
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Key.Key_L, CTRL)
    settle()
    assert window.locked()
    assert not dialog.isVisible()
    come_back(window, desk, settle, "lin")
    assert dialog.isVisible()
    assert dialog.form.value("name") == "half"
    window.lock()
    settle()
    come_back(window, desk, settle, "zhou")
    assert not dialogs()  # nobody goes on with what a colleague had begun


def test_locking_while_saving_saves_first(window, form, desk, settle):
    form.form.set_value("name", "漏水")
    form.go_on.clear()
    form.submit(printing=False)
    window.lock()
    form.go_on.set()
    settle()
    assert form.kept == [("lin", "漏水")]
    assert window.locked()
    assert desk.actor is None


def test_locking_works_while_another_program_holds_the_database(window, desk, settle, monkeypatch):
    def refuse(_desk):
        raise StorageError("locked", "数据被占用。")

    monkeypatch.setattr(staff, "sign_out", refuse)
    window.lock()
    settle()
    assert window.locked()
    assert desk.actor is None


def test_locking_covers_an_open_dialog_and_gives_it_back(open_window, desk, clock, settle, qtbot):
    window = open_window(desk, staff_sign_in=True)
    dialog = ActDialog(window.page(), SPEC, lambda values: values, yes="OK").start()
    dialog.form.set_value("name", "half")
    clock.forward(minutes=16)
    window._check_idle()
    settle()
    assert window.locked()
    assert not dialogs()
    come_back(window, desk, settle, "lin")
    assert dialogs() == [dialog]
    assert dialog.form.value("name") == "half"
    dialog.reject()


def test_a_colleague_does_not_get_the_dialog(open_window, desk, clock, settle):
    window = open_window(desk, staff_sign_in=True)
    ActDialog(window.page(), SPEC, lambda values: values, yes="OK").start()
    clock.forward(minutes=16)
    window._check_idle()
    settle()
    come_back(window, desk, settle, "zhou")
    assert not dialogs()


def test_what_was_typed_in_a_dialog_before_esc_is_offered_there_again(window, form, desk, qtbot, settle):
    def begin(note=""):
        dialog = ActDialog(form, SPEC, lambda values: values["text"], yes="OK", note=note).start()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    dialog = begin()
    qtbot.keyClick(dialog, Key.Key_Escape)
    settle()
    assert not window.messages.text()  # nothing was typed
    dialog = begin("BX-20261121-0001")
    dialog.form.field("text").setFocus()
    qtbot.keyClicks(dialog.form.field("text"), "half a sentence")
    qtbot.keyClick(dialog, Key.Key_Escape)
    settle()
    assert "F7" in window.messages.text()
    assert begin("BX-20261121-0002").told() == ""  # of another record
    dialogs()[0].reject()
    dialog = begin("BX-20261121-0001")
    assert "half a sentence" in dialog.told()
    assert dialog.form.value("text") == ""  # never by itself
    qtbot.keyClick(dialog, Key.Key_F7)
    assert dialog.form.value("text") == "half a sentence"
    dialog.act()
    settle()
    dialog = begin("BX-20261121-0001")
    assert dialog.told() == ""  # it was done
    dialog.reject()


def test_a_colleague_is_not_offered_what_was_typed_in_a_dialog(window, form, desk, manager, settle):
    dialog = ActDialog(form, SPEC, lambda values: values, yes="OK").start()
    dialog.form.set_value("text", "half")
    dialog.reject()
    clerk, desk.actor = desk.actor, manager
    dialog = ActDialog(form, SPEC, lambda values: values, yes="OK").start()
    assert dialog.told() == ""
    dialog.reject()
    desk.actor = clerk
    dialog = ActDialog(form, SPEC, lambda values: values, yes="OK").start()
    assert "half" in dialog.told()
    dialog.act()
    settle()


def test_a_scan_does_not_open_a_page_behind_a_dialog(window, form, settle):
    dialog = ActDialog(form, SPEC, lambda values: values, yes="OK").start()
    window.take_scan("1-1-101")
    settle()
    assert window.page() is form
    dialog.reject()


# ------------------------------------------------------------------------------------------------------------- drafts
def test_an_offered_draft_survives_another_entry(window, form, desk, qtbot, settle):
    qtbot.keyClicks(form.form.field("name"), "first")
    window.open_page("today")
    window.open_page("hurried")
    settle()
    qtbot.keyClicks(form.form.field("name"), "second")
    form._keep_draft()
    settle()
    form.submit(printing=False)
    settle()
    window.open_page("hurried")
    settle()
    assert form._offer.isVisible()
    form._take_offer()
    assert form.form.value("name") == "first"


def test_two_entries_left_half_way_are_offered_one_after_the_other(window, form, clock, qtbot, settle):
    for text in ("first", "second"):
        qtbot.keyClicks(form.form.field("name"), text)
        window.open_page("today")
        settle()
        clock.forward(minutes=1)
        window.open_page("hurried")
        settle()
    offered = []
    while form._offer.isVisible():
        offered.append(form._drafts.offers[0].state["name"])
        form._drop_offer()
        settle()
    assert offered == ["second", "first"]
    window.open_page("today")
    window.open_page("hurried")
    settle()
    assert not form._offer.isVisible()


def test_leaving_a_form_on_a_full_disk_loses_nothing(window, form, desk, qtbot, settle, monkeypatch):
    def refuse(*_args):
        raise StorageError("disk-full", "磁盘已满。")

    monkeypatch.setattr(drafts, "save_draft", refuse)
    qtbot.keyClicks(form.form.field("name"), "half")
    window.open_page("today")
    settle()
    assert "磁盘已满。" in window.messages.text()
    assert window.messages.kind == "error"
    window.open_page("hurried")
    settle()
    assert form._offer.isVisible()
    form._take_offer()
    assert form.form.value("name") == "half"


def test_a_full_disk_is_told_and_what_is_typed_stays(window, form, desk, settle):
    with desk.database.write() as session:
        session.connection().exec_driver_sql(
            f"PRAGMA max_page_count={session.connection().exec_driver_sql('PRAGMA page_count').scalar()}"
        )
    form.form.set_value("name", "漏水")
    form.form.set_value("text", "长" * 200_000)
    form._keep_draft()
    settle()
    assert "磁盘" in window.messages.text()
    assert form.form.value("name") == "漏水"


# ----------------------------------------------------------------------------------------------- what stays alive
def test_a_bug_in_one_search_leaves_the_finder_alive(window, qtbot, settle, monkeypatch):
    bugs = []
    monkeypatch.setattr(sys, "excepthook", lambda *found: bugs.append(found[0]))
    good = window.finder._search

    def bad(_text):
        raise KeyError("a bug")

    window.finder.set_search(bad)
    window.finder.type_in("101")
    settle()
    window.finder.set_search(good)
    window.finder.type_in("1-1-101")
    settle()
    assert bugs == [KeyError]
    assert window.finder.list.isVisible()


def test_a_database_in_use_by_another_program_is_told(window, form, desk, settle):
    desk.database.close()
    desk.database = open_database(desk.database.file, busy_seconds=0.05)
    form.form.set_value("name", "漏水")
    other = sqlite3.connect(desk.database.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    form.submit(printing=False)
    settle()
    other.execute("ROLLBACK")
    other.close()
    assert form.kept == []
    assert window.page() is form
    assert window.messages.kind == "error"
    form.submit(printing=False)
    settle()
    assert [name for _login, name in form.kept] == ["漏水"]


# ---------------------------------------------------------------------------------------------------- odd typing
@pytest.mark.parametrize("text", ["1e9999999", "9" * 60, "1e400", "-1e99999", "0.1e-99999", "１２３４５６７８９０" * 9])
@pytest.mark.parametrize("kind", ["number", "money"])
def test_a_figure_beyond_reason_is_told_beside_its_field(look, qtbot, kind, text):
    form = Form(FormSpec("Log a request", (FieldSpec("figure", "Amount", kind),)))
    qtbot.addWidget(form)
    form.field("figure").setText(text)
    assert form.values() == {"figure": None}
    assert form.check()["figure"]


@pytest.mark.parametrize(
    "text", ["+9999999999999999h", "+99999999999m", "9999-12-31", "+9999", "0001-01-01", "-9999", "明天 99:99"]
)
def test_a_moment_beyond_the_calendar_is_no_moment(look, qtbot, desk, text):
    form = Form(FormSpec("Log a request", (FieldSpec("at", "Date", "datetime"), FieldSpec("on", "Date", "date"))), desk)
    qtbot.addWidget(form)
    for name in ("at", "on"):
        form.field(name).setText(text)
        form.check()
    form.values()


def test_what_was_typed_before_midnight_means_the_day_that_was_meant(look, qtbot, desk, clock):
    clock.now = desk.local(clock.now).replace(hour=23, minute=58)
    day = clock.now.date()
    form = Form(FormSpec("Log a request", (FieldSpec("at", "Date", "datetime"), FieldSpec("on", "Date", "date"))), desk)
    qtbot.addWidget(form)
    form.field("at").setText("23:59")
    form.field("on").setText("今天")
    kept = form.state()
    clock.forward(minutes=5)
    assert (form.value("at").date(), form.value("on")) == (day, day)
    form.settle()
    assert (form.value("at").date(), form.value("on")) == (day, day)
    form.clear()
    form.restore(kept)  # a draft that is taken up on the next day
    assert (form.value("at").date(), form.value("on")) == (day, day)


def test_the_count_of_rooms_survives_a_typing_error(look, qtbot, empty_desk):
    page = SetUpPage(empty_desk)
    qtbot.addWidget(page)
    page.form.set_values({"buildings": "1-9栋", "floors": "9" * 30})
    page.form.field("entrances").setText("1e5000")
    page.form._settle()
    assert page.form.check()
