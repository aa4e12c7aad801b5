"""Work off the UI thread."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desk.errors import DeskError
from desk.ui.kit import tasks


def test_work_is_done_elsewhere_and_told_here(qtbot):
    told = []
    tasks.run(threading.get_ident, on_done=lambda value: told.append((value, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] != threading.main_thread().ident
    assert told[0][1] == threading.main_thread().ident


def test_jobs_of_the_database_keep_their_order(qtbot):
    done = []
    for number in range(20):
        tasks.run(lambda n=number: n, on_done=done.append)
    qtbot.waitUntil(tasks.idle)
    assert done == list(range(20))


def fail(code):
    raise DeskError(code, "Disk full.")


def test_errors_in_words_go_to_who_asked_or_to_the_window(qtbot):
    own, windows = [], []
    tasks.set_default_error(windows.append)
    tasks.run(lambda: fail("one"), on_error=own.append)
    tasks.run(lambda: fail("two"))
    qtbot.waitUntil(tasks.idle)
    tasks.set_default_error(None)
    assert [error.code for error in own] == ["one"]
    assert [error.code for error in windows] == ["two"]


def test_bugs_go_to_the_exception_hook_on_the_ui_thread(qtbot, monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: seen.append((kind, threading.get_ident())))
    tasks.run(lambda: 1 / 0, on_error=lambda error: pytest.fail("a bug is no sentence"))
    qtbot.waitUntil(tasks.idle)
    assert seen == [(ZeroDivisionError, threading.main_thread().ident)]


def test_nobody_is_told_when_the_page_is_gone(qtbot):
    gate = threading.Event()
    told = []
    page = QWidget()
    tasks.run(lambda: gate.wait(5), on_done=told.append, owner=page)
    page.deleteLater()
    QApplication.sendPostedEvents(page)
    QApplication.processEvents()
    gate.set()
    qtbot.waitUntil(tasks.idle)
    assert told == []


def dialogs():
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, tasks.ProgressDialog) and widget.isVisible()
    ]


def test_short_work_shows_no_dialog(qtbot):
    tasks.run(lambda progress: progress(1, 1), progress="Import")
    qtbot.waitUntil(tasks.idle)
    assert not dialogs()


def test_long_work_shows_its_progress_and_can_be_cancelled(qtbot):
    gate = threading.Event()
    done = []

    def work(progress):
        progress.step(3, 10, "Row 3")
        while not progress.cancelled():
            gate.wait(0.005)
        progress.step(4, 10)
        return "never"

    tasks.run(work, on_done=done.append, progress="Import")
    qtbot.waitUntil(lambda: bool(dialogs()))
    dialog = dialogs()[0]
    assert dialog.windowTitle() == "Import"
    assert (dialog._bar.value(), dialog._bar.maximum(), dialog._words.text()) == (3, 10, "Row 3")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(tasks.idle)
    assert done == []
    assert not dialogs()
