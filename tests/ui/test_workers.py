"""Who is responsible is chosen by keys; workers are kept in the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desk.services import requests, workers
from desk.services.kit.desk import Actor
from desk.services.requests import RequestEntry
from desk.services.workers import WorkerEntry
from desk.ui.workers import ResponsibleField

pytest_plugins = ["tests.ui.counter"]


@pytest.fixture
def crew(counter):
    me, counter.desk.actor = counter.desk.actor, Actor(1, "zhou", "周敏", "manager")
    for entry in (
        WorkerEntry("孙师傅", "cleaning"),
        WorkerEntry("赵铁柱", "engineering", ("plumber",)),
        WorkerEntry("钱大勇", "engineering", hours="20-8"),
    ):
        workers.add_worker(counter.desk, entry)
    counter.desk.actor = me
    return counter


def job(desk, who=""):
    entry = RequestEntry("repair", "phone", caller_name="王五", category="leak", content="漏水", place="1栋")
    made = requests.log_request(desk, replace(entry, promised_at=desk.clock() + timedelta(hours=3)))
    return requests.assign(desk, made.id, department="engineering", responsible=who) if who else made


def offered(field):
    return [field.itemData(row) for row in range(field.count())]


def the_field(counter):
    counter.until(lambda: counter.page().acts.dialog is not None)
    counter.settle()
    field = counter.page().acts.dialog.form.field("responsible")
    field.setFocus()
    counter.settle()
    assert isinstance(field, ResponsibleField)
    return field


def test_those_of_the_department_and_on_duty_come_first_and_the_present_one_last(crew):
    made = job(crew.desk, "赵铁柱")
    crew.window.open_page("request", request_id=made.id)
    crew.settle()
    crew.press("Ctrl+D")
    field = the_field(crew)
    assert offered(field) == ["", "钱大勇", "孙师傅", "周敏", "林晓", "陈刚", "赵铁柱"]
    crew.page().acts.dialog.form.set_value("department", "cleaning")
    crew.page().acts.dialog.form.field("department").setFocus()
    field.setFocus()
    assert offered(field)[1] == "孙师傅"


def test_who_comes_by_tab_types_over_the_present_name_also_when_the_department_changed(crew):
    made = job(crew.desk, "赵铁柱")
    crew.window.open_page("request", request_id=made.id)
    crew.settle()
    crew.press("Ctrl+D")
    field = the_field(crew)
    form = crew.page().acts.dialog.form
    field.set_value("赵铁柱")
    form.set_value("department", "cleaning")
    form.field("department").setFocus()
    crew.press("Tab")
    assert field.lineEdit().selectedText() == field.currentText() != ""
    crew.write("孙师傅")
    field.settle()
    assert field.value() == "孙师傅"


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_enter_takes_the_top_entry_and_a_free_name_is_a_choice_of_its_own(crew):
    made = job(crew.desk)
    crew.window.open_page("request", request_id=made.id)
    crew.settle()
    crew.press("Ctrl+D")
    field = the_field(crew)
    type_into(field, "赵")
    popup = field.completer().popup()
    lines = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    assert lines == ["赵铁柱 · 水工 · 当班", "名单以外：赵"]
    crew.press("Enter")
    assert field.value() == "赵铁柱"
    type_into(field, "赵")
    crew.press("Down", "Down", "Enter")
    assert (field.value(), field.currentText()) == ("赵", "赵")
    crew.page().acts.dialog.form.field("note").setFocus()
    assert field.value() == "赵"  # it was chosen as it is
    type_into(field, "zhaot")
    crew.press("Enter")
    assert field.value() == "赵铁柱"
    type_into(field, "外包公司")
    popup.hide()
    field.settle()  # as the form does when it is left or saved
    assert field.value() == "外包公司"
    type_into(field, "钱")
    popup.hide()
    field.settle()  # as the form does when it is left or saved
    assert field.value() == "钱大勇"  # leaving takes what stands on top, too
    crew.page().acts.dialog.act()
    crew.settle()
    assert requests.request(crew.desk, made.id).responsible == "钱大勇"


def test_a_name_that_nobody_here_has_stays_as_it_is(crew):
    made = job(crew.desk, "赵")
    crew.window.open_page("request", request_id=made.id)
    crew.settle()
    crew.press("Ctrl+D")
    field = the_field(crew)
    field.set_value("赵")
    field.settle()
    assert field.value() == "赵"


def type_into(field, words):
    field.setFocus()
    field.lineEdit().selectAll()
    for char in words:
        QApplication.sendEvent(
            field.lineEdit(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char)
        )
