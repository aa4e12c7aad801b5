# ruff: noqa: PLC0415 - its dictionary is loaded when somebody first types a letter
"""A drop-down list in which typing finds an entry: by its words, by pinyin or initials, the same in every list of the program."""

from __future__ import annotations

from functools import lru_cache
from time import monotonic

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSortFilterProxyModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter

OWN = Qt.ItemDataRole.UserRole + 1
"""Role of an entry that stands for what was typed itself: it comes last and is taken only when it is chosen."""
PAUSE = 1.0
"""Seconds after which a letter begins a new search in a list without a box to type in."""


@lru_cache(maxsize=4096)
def _sounds(words: str) -> frozenset[str]:
    from desk.rules.kit.names import pinyin_terms  # its dictionary is loaded when somebody first types a letter

    return frozenset(pinyin_terms(words))


def fits(words: str, typed: str) -> bool:
    """Whether an entry is meant by what was typed: a part of its words, or the beginning of its pinyin or initials."""
    wanted = typed.strip().casefold()
    if not wanted or wanted in words.casefold():
        return True
    return wanted.isascii() and wanted.isalpha() and any(term.startswith(wanted) for term in _sounds(words))


def rank(words: str, typed: str) -> int:
    """How well an entry fits: 0 begins with it, 1 holds it, 2 sounds so; 3 not at all."""
    wanted, said = typed.strip().casefold(), words.casefold()
    if said.startswith(wanted):
        return 0
    return 1 if wanted in said else 2 if fits(words, typed) else 3


class _Fitting(QSortFilterProxyModel):
    """The entries that fit what was typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.typed = ""

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # type: ignore[override]  # PySide's stubs have the persistent index too
        source = self.sourceModel()
        words = source.data(source.index(row, 0, parent))
        return bool(words) and fits(str(words), self.typed)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:  # type: ignore[override]  # PySide's stubs have the persistent index too
        """The best entry on top, those that fit alike in the list's own order."""
        first, second = ((bool(index.data(OWN)), rank(str(index.data()), self.typed)) for index in (left, right))
        return (first, left.row()) < (second, right.row())


class Chooser(QComboBox):
    """A drop-down list; what is typed finds an entry whether or not the list has a box to type in.

    Signals:
        entered: Enter took the entry on top of those that fit.
        passed_on: what was typed fits no entry of a list without a box: it was meant for another field.
    """

    entered = Signal()
    passed_on = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._typed, self._at = "", 0.0
        self._fitting: _Fitting | None = None

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        if (line := self.lineEdit()) is not None:  # a screen reader stands in the box, not on the list around it
            line.setAccessibleName(name)

    def search_by_typing(self) -> None:
        """Makes the list one with a box to type in, and shows under it the entries that fit."""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer, line = QCompleter(self), self.lineEdit()
        if line is None:
            return
        self._fitting = _Fitting(completer)
        self._fitting.setSourceModel(self.model())
        completer.setModel(self._fitting)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        line.textEdited.connect(self._search)
        line.setAccessibleName(self.accessibleName())  # a list that grows longer gets its box while it is shown
        self.setCompleter(completer)
        popup = completer.popup()
        assert popup is not None
        popup.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the list of those that fit takes the one that is marked, else the one on top."""
        completer = self.completer()
        popup = completer.popup() if completer is not None else None
        if (
            popup is not None
            and watched is popup
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            marked = popup.currentIndex()
            row = self.findText(str(marked.data())) if marked.isValid() else self.found(self.currentText())
            popup.hide()
            if row >= 0:
                self.take(row)
                QTimer.singleShot(0, self, self.entered.emit)  # the focus comes back from the list first
            return True
        return super().eventFilter(watched, event)

    def take(self, row: int) -> None:
        """Chooses an entry and shows its words."""
        self.setCurrentIndex(row)
        self.setEditText(self.itemText(row))

    def _search(self, text: str) -> None:
        if self._fitting is not None:
            self._fitting.typed = text
            self._fitting.invalidate()
            self._fitting.sort(0)

    def found(self, typed: str) -> int:
        """The row of the entry that is meant by what was typed, the best one first; -1 for none."""
        rows = [
            row
            for row in range(self.count())
            if self.itemText(row) and not self.itemData(row, OWN) and fits(self.itemText(row), typed)
        ]
        return min(rows, key=lambda row: rank(self.itemText(row), typed), default=-1) if typed.strip() else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if self.isEditable() or not plain or not typed.strip() or not typed.isprintable():
            super().keyPressEvent(event)
            return
        now = monotonic()
        self._typed = (self._typed if now - self._at < PAUSE else "") + typed
        self._at = now
        row = self.found(self._typed)
        if row < 0:
            self._typed = typed
            row = self.found(typed)
        if row < 0:
            self._typed = ""
            self.passed_on.emit(typed)
        elif row != self.currentIndex():
            self.setCurrentIndex(row)


__all__ = ["OWN", "Chooser", "fits", "rank"]
