"""A barcode scanner types fast and ends with Enter; it is recognised wherever the focus is."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desk.ui.shell import scanner as module
from desk.ui.shell.scanner import GAP_MS, Scanner, fold


class Keyboard:
    """Presses keys where the system would, with a clock of its own; falls through to the focused widget as Qt does."""

    now = 1000

    def __init__(self, page):
        self.page = page
        self.at = Keyboard.now = 1000

    def press(self, text, *, gap, key=None):
        self.at = Keyboard.now = self.at + gap
        code = key or Qt.Key(ord(text.upper())) if len(text) == 1 and ord(text) < 128 else key or Qt.Key.Key_unknown
        event = QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(self.at)
        QCoreApplication.sendEvent(self.page.windowHandle(), event)

    def type(self, text, *, gap=5, enter=True):
        for character in text:
            self.press(character, gap=gap)
        if enter:
            self.press("\r", gap=gap, key=Qt.Key.Key_Return)


@pytest.fixture
def page(look, qtbot):
    found = QWidget()
    layout = QVBoxLayout(found)
    found.line, found.area, found.plain = QLineEdit(), QPlainTextEdit(), QWidget()
    found.plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for widget in (found.line, found.area, found.plain):
        layout.addWidget(widget)
    qtbot.addWidget(found)
    found.show()
    qtbot.waitUntil(found.isActiveWindow)
    return found


@pytest.fixture
def scans(look, page, monkeypatch):
    # What an input method hands over has no time of its own: it comes by the clock of the keyboard too.
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: Keyboard.now / 1000))
    scanner = Scanner(look)
    found = []
    scanner.scanned.connect(found.append)
    yield found
    scanner.deleteLater()


def test_a_scan_is_seen_with_the_focus_on_anything(page, scans):
    page.plain.setFocus()
    Keyboard(page).type("TS-20261121-0031")
    assert scans == ["TS-20261121-0031"]


def test_what_the_scan_typed_into_a_line_is_taken_out(page, scans):
    page.line.setFocus()
    page.line.setText("楼上漏水")
    page.line.setCursorPosition(2)
    Keyboard(page).type("BX-20261121-0002")
    assert scans == ["BX-20261121-0002"]
    assert page.line.text() == "楼上漏水"
    assert page.line.cursorPosition() == 2


def test_what_the_scan_typed_into_a_text_is_taken_out(page, scans):
    page.area.setFocus()
    page.area.setPlainText("第一行\n第二行")
    cursor = page.area.textCursor()
    cursor.setPosition(3)
    page.area.setTextCursor(cursor)
    Keyboard(page).type("BX-20261121-0002")
    assert scans == ["BX-20261121-0002"]
    assert page.area.toPlainText() == "第一行\n第二行"


def test_a_hand_is_no_scanner(page, scans):
    page.line.setFocus()
    Keyboard(page).type("zhang3", gap=GAP_MS + 40)
    assert scans == []
    assert page.line.text() == "zhang3"


def test_keys_are_not_lost_when_the_systems_count_of_time_begins_anew(page, scans):
    """It has 32 bits on some systems, and what goes on behind a Chinese line of a card reader is dropped."""
    page.line.setFocus()
    keyboard = Keyboard(page)
    keyboard.at = 2**32 - 1000
    keyboard.type("粤B12347")
    assert scans == ["粤B12347"]
    keyboard.at = 0
    keyboard.type("zhang", enter=False, gap=GAP_MS + 40)
    assert page.line.text() == "zhang"


def test_a_short_burst_is_no_scan(page, scans):
    page.line.setFocus()
    Keyboard(page).type("11101")
    assert scans == []
    assert page.line.text() == "11101"


def test_a_slow_enter_after_fast_keys_is_no_scan(page, scans):
    keyboard = Keyboard(page)
    page.line.setFocus()
    keyboard.type("1234567", enter=False)
    keyboard.press("\r", gap=500, key=Qt.Key.Key_Return)
    assert scans == []


def test_a_hand_then_a_scan_keeps_what_the_hand_typed(page, scans):
    keyboard = Keyboard(page)
    page.line.setFocus()
    keyboard.type("abc", gap=90, enter=False)
    keyboard.at += 400
    keyboard.type("FX-20261121-0007")
    assert scans == ["FX-20261121-0007"]
    assert page.line.text() == "abc"


def test_full_width_characters_are_folded(page, scans):
    page.line.setFocus()
    Keyboard(page).type("ＴＳ－２０２６１１２１－００３１")
    assert scans == ["TS-20261121-0031"]
    assert page.line.text() == ""


def test_text_committed_by_an_input_method_counts(page, scans):
    page.line.setFocus()
    keyboard = Keyboard(page)
    keyboard.press("T", gap=5)
    event = QInputMethodEvent()
    event.setCommitString("S-20261121-0031")
    QCoreApplication.sendEvent(page.line, event)
    keyboard.press("\r", gap=5, key=Qt.Key.Key_Return)
    assert scans == ["TS-20261121-0031"]
    assert page.line.text() == ""


def test_fold():
    assert fold("ＡＢ－１２—3") == "AB-12-3"


def test_the_window_opens_what_was_scanned(window, qtbot, settle):
    opened = []
    window.open_target = lambda target, about="": opened.append(target)
    window.take_scan("1-1-101")
    settle()
    assert opened == [next(iter(opened))]
    assert opened[0].startswith("unit:")


def test_an_unknown_code_is_shown_in_the_finder(window, qtbot, settle):
    with qtbot.waitSignal(window.finder.answered):
        window.take_scan("NO-SUCH-CODE")
    assert window.finder.text() == "NO-SUCH-CODE"


def test_a_page_may_take_the_scan(window, settle):
    taken = []
    window.page().scanned = lambda text: taken.append(text) or True
    window.take_scan("1-1-101")
    settle()
    assert taken == ["1-1-101"]
    assert isinstance(window.page(), QObject)
