"""Work off the UI thread."""

from __future__ import annotations

import gc
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


def test_acts_keep_their_order(qtbot):
    done = []
    for number in range(20):
        tasks.run(lambda n=number: n, on_done=done.append, pool=tasks.ACTS)
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
    told = []
    tasks.run(lambda: 1 / 0, on_error=told.append)
    tasks.run(lambda: 1 / 0, on_error=lambda error: pytest.fail("a bug of its own"), on_bug=told.append)
    qtbot.waitUntil(tasks.idle)
    assert seen == [(ZeroDivisionError, threading.main_thread().ident)] * 2
    assert [error.code for error in told] == ["bug", "bug"], "and in words to who asked"


def test_a_bug_in_an_answer_is_reported_and_the_next_answer_comes(qtbot, monkeypatch):
    seen, told = [], []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: seen.append(kind))
    tasks.run(lambda: 1, on_done=lambda value: 1 / 0)
    tasks.run(lambda: 2, on_done=told.append)
    qtbot.waitUntil(tasks.idle)
    assert (seen, told) == ([ZeroDivisionError], [2])


@pytest.mark.parametrize("fn", [lambda: 1, lambda: fail("no"), lambda: 1 / 0], ids=["value", "sentence", "bug"])
def test_busy_lasts_as_long_as_the_work_and_ends_before_it_is_told(qtbot, monkeypatch, fn):
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: None)
    turns, told = [], []
    busy = tasks.Busy(turns.append)
    tasks.run(fn, on_done=lambda _v: told.append(bool(busy)), on_error=lambda _e: told.append(bool(busy)), busy=busy)
    assert busy
    qtbot.waitUntil(tasks.idle)
    assert (turns, told) == ([True, False], [False])


def test_a_save_waits_neither_for_long_work_nor_for_a_printer(qtbot):
    gate = threading.Event()
    told = []
    for pool in (tasks.LONG, tasks.PRINTERS, tasks.PRINTING, tasks.READS):
        tasks.run(lambda: gate.wait(5), pool=pool)
    tasks.run(lambda: "saved", on_done=told.append, pool=tasks.ACTS)
    try:
        qtbot.waitUntil(lambda: told == ["saved"])
    finally:
        gate.set()
        qtbot.waitUntil(tasks.idle)


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


def gone(widget):
    widget.deleteLater()
    QApplication.sendPostedEvents(widget)
    QApplication.processEvents()


def test_work_may_end_after_the_window_of_its_progress_was_closed(qtbot):
    gate = threading.Event()
    told = []
    window = QWidget()
    job = tasks.run(lambda _progress: gate.wait(5), progress="Import", owner=window)
    job.at_end(lambda: told.append("end"))
    del job
    gone(window)
    gate.set()
    qtbot.waitUntil(tasks.idle)
    assert told == []


@pytest.mark.parametrize("outcome", ["value", "sentence", "bug", "cancelled"])
def test_the_end_is_told_whatever_the_outcome(qtbot, outcome):
    told = []

    def work(progress):
        if outcome == "sentence":
            raise DeskError("no-paper", "The printer has no paper.")
        if outcome == "bug":
            raise ValueError("a bug")
        if outcome == "cancelled":
            progress.cancel()
            progress.step(1)
        return 1

    with qtbot.capture_exceptions() as bugs:
        job = tasks.run(work, on_done=told.append, on_error=lambda _e: None, progress="Import")
        job.at_end(lambda: told.append("end"))
        qtbot.waitUntil(lambda: "end" in told)
    assert len(bugs) == (outcome == "bug")
    assert told == ([1, "end"] if outcome == "value" else ["end"])


def test_a_job_that_is_done_is_held_by_nothing_and_ends_here(qtbot):
    """A window stays open all day and does thousands of jobs; what one of them held may be a widget."""
    ended = []

    class Held:
        def __del__(self):
            ended.append(threading.get_ident())

    def start():
        held = Held()
        tasks.run(lambda: held, on_done=lambda _value: held)

    for _again in range(20):
        for _job in range(10):
            start()
        qtbot.waitUntil(tasks.idle)
    gc.collect()
    assert len(ended) == 200
    assert set(ended) == {threading.main_thread().ident}
