"""A key that is held down: the keyboard repeats it thirty times a second, the program does once what it means."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication

import desk.ui
from desk.ui.kit.pages import MOVING, shortcut

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def hold(key: Qt.Key, times: int = 40) -> None:
    """A key as it enters the window, and again and again."""
    for turn in range(times):
        focus = QApplication.focusWidget()
        assert focus is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "\r", autorep=turn > 0)
            event.setTimestamp(10_000 + 33 * turn)
            QCoreApplication.sendEvent(focus.window().windowHandle(), event)


def test_enter_that_is_held_goes_on_by_one_field_and_saves_nothing(counter: Counter) -> None:
    page = counter.window.new_request(unit_id=1, kind="repair")
    counter.settle()
    page.form.set_values({"category": "leak", "content": "漏水", "caller": counter.residents()["单雄风"]})
    page.form.go_on("content")
    before = page.form.focused_name()
    hold(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page() is page
    assert page.form.focused_name() not in ("", before)
    assert not page.form.problems()  # nor was it tried


def test_esc_that_is_held_goes_back_by_one_page(counter: Counter) -> None:
    for code in ("households", "requests", "slips"):
        counter.window.open_page(code)
        counter.settle()
    hold(Qt.Key.Key_Escape)
    counter.settle()
    assert counter.window.place()[0] == "requests"


def test_every_key_acts_once_but_those_that_move(counter: Counter) -> None:
    counter.window.open_page("request-form")
    counter.settle()
    bound = counter.window.findChildren(QShortcut)
    assert len(bound) > 20
    for made in bound:
        keys: Any = made.key().toString()
        assert made.autoRepeat() == (keys.rpartition("+")[2] in MOVING), keys
    assert shortcut("Alt+Left", counter.window, lambda: None).autoRepeat()
    elsewhere = [
        file.name for file in Path(desk.ui.__path__[0]).rglob("*.py") if re.search(r"\bQShortcut\(", file.read_text())
    ]
    assert elsewhere == ["pages.py"]
