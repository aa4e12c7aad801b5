# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered; what was scanned is read with it
"""Recognises a barcode scanner or a card reader: it types like a keyboard, only much faster than a hand, and ends with Enter.

The keys are seen where they enter the window, before any field: a scan is recognised wherever the focus is. What was typed
into a field is taken out again (`untyped`). With an input method on, keys that it swallows come back as text that it hands
over or still composes; both are watched on the focused widget. Full-width characters are folded.
"""

from __future__ import annotations

import re
import time
import unicodedata

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from desk.ui.shell.untyped import Before

GAP_MS = 30
"""A hand needs 60 ms and more between two keys, a scanner 1–15 ms."""
SLOW_MS = 45
"""Scanners without a wire are slower: so slow a text is a scan only when it is a code by its form."""
LEAST = 6
"""Shorter bursts may be a rolling hand on a number pad."""
_BETWEEN_LETTERS = re.compile(r"['’\s]+")
"""What input methods show between the syllables that they compose."""


class Scanner(QObject):
    """Watches the keys of the program's windows.

    Signals:
        scanned: the text, folded to ASCII where it has a form there; a card reader's line has tabs or line ends in it.
        used: any key was pressed (for locking after idle minutes).
    """

    scanned = Signal(str)
    used = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._taken = ""
        """What came as keys or was handed over."""
        self._composed = ""
        """What an input method composes of the scan."""
        self._shown = ""
        """All that it composes, with what a hand had begun."""
        self._begun = ""
        """What a hand had begun to compose before the scan."""
        self._slowest = 0
        self._last = 0
        self._seen = 0.0
        self._tail = False
        self._busy = False
        self._before: Before | None = None
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
        if not self._busy:
            self._shown = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._busy:
            return False
        if kind == QEvent.Type.KeyPress and watched is self._window and isinstance(event, QKeyEvent):
            return self._key(event)
        if kind == QEvent.Type.InputMethod and watched is self._focus and isinstance(event, QInputMethodEvent):
            return self._composing(event)
        if kind == QEvent.Type.MouseButtonPress and watched is self._window:
            self.used.emit()
        return False

    # -------------------------------------------------------------------------------------------------------- keys
    def _key(self, event: QKeyEvent) -> bool:
        self.used.emit()
        now = event.timestamp()
        gap = self._gap(now)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter(gap)
        if event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock):
            return False  # scanners press Shift for capitals
        if event.key() == Qt.Key.Key_Tab and self._in_a_line(gap):
            self._add("\t", gap)
            return True
        text = fold(event.text())
        if len(text) != 1 or not text.isprintable():
            self._forget()
            return False
        if self._tail and gap <= GAP_MS:
            return True  # a card reader goes on behind the number: authority, validity
        self._add(text, gap)
        return False

    def _gap(self, now: int) -> int:
        """The time since the key before, which `now` is for the next one; a count that begins anew (after 49 days) is a long one."""
        gap, self._last, self._seen = now - self._last, now, time.monotonic()
        return gap if gap >= 0 else SLOW_MS + 1

    def _enter(self, gap: int) -> bool:
        code = self._taken + self._composed
        if self._tail and gap <= GAP_MS:
            return True
        if gap <= max(GAP_MS, min(self._slowest + 5, SLOW_MS)) and self._is_scan(code):
            self._found(code)
            return True
        if self._in_a_line(gap):
            self._add("\n", gap)
            return True
        self._forget()
        return False

    def _in_a_line(self, gap: int) -> bool:
        """Whether a card reader is typing a line: Chinese came key by key, faster than any input method is used."""
        return gap <= GAP_MS >= self._slowest and len(self._taken) > 1 and not self._taken.isascii()

    def _is_scan(self, code: str) -> bool:
        if len(code) < LEAST:
            return False
        return bool(code.isascii() and self._slowest <= GAP_MS) or _known(code)

    # --------------------------------------------------------------------------------------------- input methods
    def _composing(self, event: QInputMethodEvent) -> bool:
        """Text that an input method hands over or still shows; True keeps it from the field."""
        gap = self._gap(
            self._last + round((time.monotonic() - self._seen) * 1000)
        )  # these events have no time of their own
        handed = fold(event.commitString())
        shown = _BETWEEN_LETTERS.sub("", fold(event.preeditString()))
        before, self._shown = self._shown, shown
        if not handed and not shown:
            return False
        if handed:
            whole = len(self._composed) > 1
            if not self._hand_over(handed, gap, before):
                return False
            code = self._taken
            if whole and not shown and len(code) >= LEAST and _known(code):  # its Enter went to the input method
                self._found(code)
                return True
            return False
        if gap > SLOW_MS or not (self._taken or self._composed):
            self._begin()
            self._begun = before
        else:
            self._slowest = max(self._slowest, gap)
        self._composed = shown[len(self._begun) :] if shown.startswith(self._begun) else shown
        return False

    def _hand_over(self, text: str, gap: int, before: str) -> bool:
        """Text was handed over; False when a hand chose it."""
        if text.isascii() and text.isprintable():
            plain = _BETWEEN_LETTERS.sub("", text) if before else text
            own = plain[len(self._begun) :] if self._begun and plain.startswith(self._begun) else plain
        elif self._composed and gap <= SLOW_MS:
            # It made a word of the letters: they were shown before, and what follows the word is as it came.
            own = self._composed + re.sub(r"^.*[^\x00-\x7f]", "", text)
        elif len(text) == 1 and text.isprintable():
            own = text
        else:
            self._forget()
            return False
        self._composed = self._begun = ""
        self._add(own, gap)
        return True

    # ------------------------------------------------------------------------------------------------- the burst
    def _add(self, text: str, gap: int) -> None:
        if not (self._taken or self._composed) or gap > SLOW_MS:
            self._begin()
        else:
            self._slowest = max(self._slowest, gap)
        self._taken += text
        self._tail = False

    def _begin(self) -> None:
        self._forget()
        self._before = Before()

    def _forget(self) -> None:
        self._taken = self._composed = self._begun = ""
        self._slowest = 0
        self._tail = False
        self._before = None

    def _found(self, code: str) -> None:
        before = self._before
        self._forget()
        self._shown = ""
        self._tail = not code.isascii()
        self._busy = True
        try:
            if before is not None:
                before.put_back()
        finally:
            self._busy = False
        self.scanned.emit(code)


def _known(text: str) -> bool:
    """Whether a text is a code by its form."""
    from desk.services.finder.scanned import read  # SQLAlchemy comes with it: only when there is something to ask

    return bool(read(text).code)


def fold(text: str) -> str:
    """Full-width letters, digits and dashes as ASCII."""
    return unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-").replace("－", "-")
