"""The keys stay on the page: a control that is disabled or hidden while it has the focus does not throw it into the side bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page


class FocusKeeper(QObject):
    """Brings the focus back to the page when Qt moves it on because its holder went out of use.

    While a page is busy its buttons are disabled, and Qt hands the focus to whatever comes next in the window: Enter would
    then leave the page. The page itself holds it instead; when the control can be used again, it has the focus again.
    """

    def __init__(self, window: QWidget, app: QApplication, page: Callable[[], Page | None]) -> None:
        super().__init__(window)
        self._window = window
        self._page = page
        self._waiting: QWidget | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        page = self._page()
        if page is None or old is None or not shiboken6.isValid(old) or not page.isAncestorOf(old):
            return
        if not page.isVisible():
            return  # the sign-in covers the window, and the PIN has the keys
        if old.isEnabled() and old.isVisible():
            return  # somebody went on by Tab or mouse
        if new is not None and (new is page or page.isAncestorOf(new) or new.window() is not self._window):
            return
        self._wait_for(old)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wait_for(self, widget: QWidget) -> None:
        if self._waiting is not None and shiboken6.isValid(self._waiting):
            self._waiting.removeEventFilter(self)
        self._waiting = widget
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        back = event.type() in (QEvent.Type.EnabledChange, QEvent.Type.Show)
        if back and watched is self._waiting and self._waiting.isEnabled() and self._waiting.isVisible():
            widget, self._waiting = self._waiting, None
            widget.removeEventFilter(self)
            if self._window.focusWidget() is self._page():  # nobody chose another place meanwhile
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return False


CLIPBOARD = frozenset({Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Z})


class PageKeys(QObject):
    """Keys of the page reach it from inside a field, too.

    On Linux a line takes Ctrl+E, Ctrl+U, Ctrl+K, Ctrl+D… for itself (end of the line, delete it). Where a page has such a key it means
    that; all, copy, paste, cut and undo stay the field's.
    """

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._field: QWidget | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = new if isinstance(new, (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)) else None
        if self._field is not None:
            self._field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z and event.key() not in CLIPBOARD
        letter = letter or event.key() == Qt.Key.Key_Insert
        if held != Qt.KeyboardModifier.ControlModifier or not letter:
            return False
        event.ignore()
        return True


class HeldKeys(QObject):
    """Enter and Esc that are held down count once.

    The keyboard repeats them thirty times a second: Enter would run through the fields of a form and press its button, Esc
    through the pages back to the first. Seen where keys enter a window, as a scan is; keys of shortcuts see to it themselves
    (`pages.shortcut`).
    """

    KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})

    def __init__(self, parent: QObject, app: QApplication) -> None:
        super().__init__(parent)
        self._at: QWindow | None = None
        app.focusWindowChanged.connect(self._moved)
        self._moved(app.focusWindow())

    def _moved(self, window: QWindow | None) -> None:
        if self._at is not None and shiboken6.isValid(self._at):
            self._at.removeEventFilter(self)
        self._at = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.isAutoRepeat()
            and event.key() in self.KEYS
        )


__all__ = ["FocusKeeper", "HeldKeys", "PageKeys"]
