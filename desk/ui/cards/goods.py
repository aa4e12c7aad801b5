"""A field of ticks: several of a short list (what is mostly bought). Tab and arrows walk, Space ticks, Enter moves on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desk.ui.forms.base import Common, FieldSpec
from desk.ui.kit import theme

ROOM = 74
"""So many characters wide is a field over the whole form; as many ticks stand in a row as fit."""


class TicksField(QWidget, Common):
    """Several of a list; its value is the codes that are ticked, in the order of the list.

    Args:
        spec: of the field.
        choices: gives `(code, words)`; asked again when another language is spoken.
    """

    changed = Signal()

    def __init__(self, spec: FieldSpec, choices: Callable[[], Sequence[tuple[str, str]]]) -> None:
        super().__init__()
        self.spec = spec
        self._choices = choices
        self._boxes: dict[str, QCheckBox] = {}
        self._read_only = False
        self._across = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self.retranslate()

    def retranslate(self) -> None:
        found = dict(self._choices())
        if list(found) != list(self._boxes):
            ticked = set(self.value())
            for box in self._boxes.values():
                box.hide()
                box.deleteLater()
            self._boxes = {}
            for code in found:
                box = self._boxes[code] = QCheckBox(self)
                box.setChecked(code in ticked)
                box.toggled.connect(lambda _on: self.changed.emit())
                box.installEventFilter(self)
            if self._boxes:
                self.setFocusProxy(next(iter(self._boxes.values())))
        for code, words in found.items():
            self._boxes[code].setText(words)
        self._place()

    def _place(self) -> None:
        """Puts the ticks into as many columns as the longest of them leaves room for."""
        widest = max((box.sizeHint().width() for box in self._boxes.values()), default=1)
        self._across = max(1, min(5, theme.characters(self, ROOM) // (widest + self._grid.horizontalSpacing())))
        while self._grid.count():
            self._grid.takeAt(0)
        for at, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, at // self._across, at % self._across)
        for column in range(7):
            self._grid.setColumnStretch(column, int(column == self._across))

    def value(self) -> tuple[str, ...]:
        return tuple(code for code, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: Any) -> None:
        wanted = set(value or ())
        for code, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(code in wanted)
            box.blockSignals(False)
        self.changed.emit()

    def state(self) -> Any:
        return list(self.value())

    def is_empty(self) -> bool:
        return not self.value()

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        for box in self._boxes.values():
            box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on)

    def last_stop(self) -> Any:
        boxes = list(self._boxes.values())
        for before, after in pairwise(boxes):
            QWidget.setTabOrder(before, after)
        return boxes[-1] if boxes else self

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._read_only and event.key() == Qt.Key.Key_Space:
                return True
            step = {
                Qt.Key.Key_Right: 1,
                Qt.Key.Key_Left: -1,
                Qt.Key.Key_Down: self._across,
                Qt.Key.Key_Up: -self._across,
            }.get(Qt.Key(event.key()), 0)
            boxes = list(self._boxes.values())
            at = next((place for place, box in enumerate(boxes) if box is watched), -1) + step
            if step and 0 <= at < len(boxes):
                boxes[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False


__all__ = ["TicksField"]
