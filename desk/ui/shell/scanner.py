"""Recognises a barcode scanner: it types like a keyboard, only much faster than a hand, and ends with Enter.

The keys are seen where they enter the window, before any field: a scan is recognised wherever the focus is. What the
scanner typed into a text field is taken out again. With a Chinese input method on, keys that the method swallows come back
as committed text, which is watched on the focused widget; full-width characters are folded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

GAP_MS = 30
"""A hand needs 60 ms and more between two keys, a scanner 1–15 ms."""
LEAST = 6
"""Shorter bursts may be a rolling hand on a number pad."""


class Scanner(QObject):
    """Watches the keys of the program's windows.

    Signals:
        scanned: the code, folded to ASCII.
        used: any key was pressed (for locking after idle minutes).
    """

    scanned = Signal(str)
    used = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._burst = ""
        self._last = 0
        self._before: Callable[[], None] | None = None
        self._window: QWindow | None = None
        self._focus: QObject | None = None
        app.focusWindowChanged.connect(self._watch_window)
        app.focusObjectChanged.connect(self._watch_focus)
        self._watch_window(QGuiApplication.focusWindow())
        self._watch_focus(QGuiApplication.focusObject())

    def _watch_window(self, window: QWindow | None) -> None:
        if self._window is not None and shiboken6.isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _watch_focus(self, target: QObject | None) -> None:
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = target if isinstance(target, QWidget) else None
        if self._focus is not None:
            self._focus.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and watched is self._window and isinstance(event, QKeyEvent):
            return self._key(event)
        if kind == QEvent.Type.InputMethod and watched is self._focus and isinstance(event, QInputMethodEvent):
            self._committed(event)
        elif kind == QEvent.Type.MouseButtonPress and watched is self._window:
            self.used.emit()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        self.used.emit()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            code, quick = self._burst, event.timestamp() - self._last <= GAP_MS
            self._burst = ""
            if quick and len(code) >= LEAST:
                self._take_out(code)
                self.scanned.emit(code)
                return True
            return False
        text = fold(event.text())
        if event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock):
            return False  # scanners press Shift for capitals
        if len(text) != 1 or not text.isascii() or not text.isprintable():
            self._burst = ""
            return False
        self._add(text, event.timestamp())
        return False

    def _committed(self, event: QInputMethodEvent) -> None:
        text = fold(event.commitString())
        if not text:
            return
        now = event.timestamp() if hasattr(event, "timestamp") else self._last
        if text.isascii() and text.isprintable():
            self._add(text, now)
        else:
            self._burst = ""

    def _add(self, text: str, now: int) -> None:
        if not self._burst or now - self._last > GAP_MS:
            self._burst = ""
            self._remember()
        self._burst += text
        self._last = now

    def _remember(self) -> None:
        """Notes what the focused field holds before the first key of a burst reaches it."""
        field = QApplication.focusWidget()
        self._before = None
        if isinstance(field, QLineEdit):
            text, cursor = field.text(), field.cursorPosition()
            selection = (field.selectionStart(), len(field.selectedText()))

            def restore() -> None:
                if shiboken6.isValid(field) and field.text() != text:
                    field.setText(text)
                    field.setCursorPosition(cursor)
                    if selection[1]:
                        field.setSelection(*selection)
                    field.textEdited.emit(text)

            self._before = restore
        elif isinstance(field, QPlainTextEdit):
            document = field.document()
            steps = document.availableUndoSteps()
            length = document.characterCount()
            start = field.textCursor().position()

            def take_out() -> None:
                if not shiboken6.isValid(field):
                    return
                typed = document.characterCount() - length
                if document.availableUndoSteps() >= steps and typed > 0:
                    cursor = field.textCursor()
                    cursor.setPosition(start)
                    cursor.setPosition(start + typed, cursor.MoveMode.KeepAnchor)
                    cursor.removeSelectedText()

            self._before = take_out

    def _take_out(self, code: str) -> None:
        if self._before is not None:
            self._before()
            self._before = None


def fold(text: str) -> str:
    """Full-width letters, digits and dashes as ASCII."""
    return unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-").replace("－", "-")
