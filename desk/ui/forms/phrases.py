"""A slash in a text offers the office's phrases, and what was written there lately; letters after it choose by words or pinyin.

The list stands under the field as a search's does. Enter puts the marked phrase in the place of the slash, Esc leaves what was
typed. A slash inside a word or a number (1/2, 电梯/楼道) is only a slash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desk.catalog import catalog
from desk.i18n import N_
from desk.ui.forms.search_box import HitList
from desk.ui.kit import tasks
from desk.ui.kit.theme.chooser import rank

_CALL = re.compile(r"(?:^|(?<=[\s，。；：！？、,.;:!?(（「“]))[/／]([^/／\n]{0,20})$|^、([^、\n]{0,20})$")
"""A slash that begins something; a Chinese input method may give 、 for it, which begins no sentence."""
MOST = 12


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of the list."""

    kind: str
    title: str
    subtitle: str = ""
    target: str = ""
    past: bool = False


def _headings() -> Mapping[str, str]:
    # L10N: 近期处理结果; 常用语
    return {"lately": N_("Written lately"), "phrase": N_("Ready phrases")}


def fitting(lately: Sequence[str], typed: str) -> list[Phrase]:
    """What is offered for what stands behind the slash: what was written lately first, then the office's phrases."""
    found = []
    for kind, texts in (("lately", lately), ("phrase", [choice.label for choice in catalog("phrases")])):
        ranked = sorted(((rank(text, typed), place) for place, text in enumerate(texts)))
        found += [Phrase(kind, texts[place]) for how, place in ranked if how < 3]
    return found[:MOST]


class Phrases(QObject):
    """The offer of one field.

    Args:
        field: a line or a text.

    Attributes:
        suggest: gives what was written lately in such a field; asked on a worker when the list opens.
    """

    def __init__(self, field: Any, suggest: Callable[[], Sequence[str]] | None = None) -> None:
        super().__init__(field)
        self._field = field
        self.suggest = suggest
        self._lately: Sequence[str] = ()
        self._list: HitList | None = None
        self._called = False
        field.installEventFilter(self)
        field.textChanged.connect(self._follow)

    def shown(self) -> list[str]:
        """The phrases offered now."""
        if self._list is None or not self._list.isVisible():
            return []
        rows = (self._list.model.hit(row) for row in range(self._list.model.rowCount()))
        return [hit.title for hit in rows if hit is not None]

    # -- what was typed
    def _left(self) -> str:
        """The line up to the cursor."""
        field = self._field
        if isinstance(field, QLineEdit):
            units = field.text().encode("utf-16-le")[: 2 * field.cursorPosition()]
            return units.decode("utf-16-le", errors="ignore")
        cursor = QTextCursor(field.textCursor())
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    def _follow(self) -> None:
        field = self._field
        call = _CALL.search(self._left()) if field.hasFocus() and not field.isReadOnly() else None
        if call is None:
            self._called = False
            self._close()
            return
        typed = call[1] or call[2] or ""
        if not self._called:
            if typed:
                return  # a text that was put in at once
            self._called = True
            self._ask()
        self._show(typed)

    def _ask(self) -> None:
        self._lately = ()
        suggest = self.suggest
        if suggest is None:
            return

        def show(found: Sequence[str]) -> None:
            self._lately = found
            if self._called:
                self._follow()

        tasks.run(suggest, on_done=show, on_error=lambda _error: None, owner=self._field, pool=tasks.READS)

    def _show(self, typed: str) -> None:
        found = fitting(self._lately, typed)
        if not found:
            self._close()
            return
        if self._list is None:
            self._list = HitList(self._field, headings=_headings)
            self._list.chosen.connect(self._take)
        self._list.show_hits(found, "")

    def _close(self) -> bool:
        if self._list is None or not self._list.isVisible():
            return False
        self._list.hide()
        return True

    def _take(self, phrase: Phrase) -> None:
        """Puts the phrase in the place of the slash and what was typed behind it."""
        call = _CALL.search(self._left())
        self._called = False
        if call is None:
            return
        units = len(call[0].encode("utf-16-le")) // 2
        field = self._field
        if isinstance(field, QLineEdit):
            field.setSelection(field.cursorPosition() - units, units)
            field.insert(phrase.title)
        elif isinstance(field, QPlainTextEdit):
            cursor = field.textCursor()
            cursor.setPosition(cursor.position() - units, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(phrase.title)
            field.setTextCursor(cursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc belong to the list while it is open."""
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self._called = False
            self._close()
        if kind != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self.shown():
            return False
        assert self._list is not None
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.choose()
        elif key == Qt.Key.Key_Escape:
            self._called = False
            self._close()
        else:
            return False
        return True


__all__ = ["Phrase", "Phrases", "fitting"]
