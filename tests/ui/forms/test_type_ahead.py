"""Enter that is faster than the search: what is typed after it goes where Enter goes; what is left is not opened again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.ui.forms import FieldSpec, Form, FormSpec

Key = Qt.Key
HIT = SimpleNamespace(kind="unit", id=7, title="1-1-101", subtitle="", target="unit:7", past=False)


@pytest.fixture
def slow(look: Any, qtbot: Any, settle: Any) -> Iterator[SimpleNamespace]:
    """A form whose search for a room waits until it may answer."""
    go = threading.Event()
    found = [HIT]

    def search(_text: str) -> list[Any]:
        go.wait(5)
        return found

    spec = FormSpec(
        "Log a request", (FieldSpec("room", "Room", "room", search=search), FieldSpec("text", "Content", "multiline"))
    )
    form = Form(spec)
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    form.field("room").setFocus()
    yield SimpleNamespace(form=form, go=go, found=found, room=form.field("room"), text=form.field("text"))
    go.set()
    settle()


def commit(words: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def test_what_is_typed_behind_enter_goes_where_enter_goes(slow: SimpleNamespace, settle: Any) -> None:
    QTest.keyClicks(slow.room, "1-1-101")
    QTest.keyClick(slow.room, Key.Key_Return)
    QTest.keyClicks(slow.room, "AC ")
    commit("漏水")
    assert slow.room.text() == "1-1-101"
    slow.go.set()
    settle()
    assert slow.form.value("room") == 7
    assert slow.text.toPlainText() == "AC 漏水"


def test_what_is_typed_behind_an_enter_that_found_nothing_is_not_lost(slow: SimpleNamespace, settle: Any) -> None:
    slow.found.clear()
    QTest.keyClicks(slow.room, "9-9-9")
    QTest.keyClick(slow.room, Key.Key_Return)
    QTest.keyClicks(slow.room, "x")
    slow.go.set()
    settle()
    assert "x" in slow.room.text() + slow.text.toPlainText()


def test_who_went_on_by_tab_is_not_called_back(slow: SimpleNamespace, settle: Any) -> None:
    QTest.keyClicks(slow.room, "1-1-101")
    QTest.keyClick(slow.room, Key.Key_Return)
    QTest.keyClick(slow.room, Key.Key_Tab)
    QTest.keyClicks(slow.text, "drip")
    slow.go.set()
    settle()
    assert slow.text.hasFocus()
    assert (slow.form.value("room"), slow.text.toPlainText()) == (7, "drip")
    assert not slow.room.list.isVisible()


def test_a_list_that_was_left_does_not_open_again(slow: SimpleNamespace, settle: Any) -> None:
    QTest.keyClicks(slow.room, "1-1")
    QTest.keyClick(slow.room, Key.Key_Tab)
    slow.go.set()
    settle()
    assert not slow.room.list.isVisible()


def test_esc_takes_an_enter_back_that_still_waits(slow: SimpleNamespace, settle: Any) -> None:
    QTest.keyClicks(slow.room, "1-1-101")
    QTest.keyClick(slow.room, Key.Key_Return)
    QTest.keyClick(slow.room, Key.Key_Escape)
    slow.go.set()
    settle()
    assert slow.room.hasFocus()
    assert slow.form.value("room") is None
    assert slow.room.text() == "1-1-101"
