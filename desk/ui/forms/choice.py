# ruff: noqa: PLC0415 - the window is on the screen before this is loaded
"""Fields that choose: one of a list, several of it, a room, a person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QGridLayout, QWidget

from desk.i18n import _
from desk.ui.forms.base import Common, FieldSpec
from desk.ui.forms.search_box import SearchBox
from desk.ui.kit import tasks, theme
from desk.ui.kit.theme.chooser import Chooser

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

TYPING_FROM = 9
"""A list this long is searched by typing; shorter ones are chosen by arrow keys."""

ROOM = 74
"""So many characters wide is a field over the whole form; as many ticks stand in a row as fit."""


class ChoiceField(Chooser, Common):
    """One of a list, stored as its code. Typing finds an entry by its words, pinyin or initials; long lists have a box for it."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self._read_only = False
        self._retired = ""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self.refill()
        self.currentIndexChanged.connect(self._moved)
        if spec.default is not None:
            self.set_value(spec.default)

    def refill(self) -> None:
        """Asks for the choices anew, keeping what is chosen."""
        value = self.value() if self.count() else ""
        choices = list(self.spec.choices()) if self.spec.choices else []
        with QSignalBlocker(self):
            self.clear()
            if not any(code == "" for code, _words in choices) and not self.spec.required:
                self.addItem("", "")
            for code, words in choices:
                self.addItem(words, code)
            searching = self.spec.editable or self.count() >= TYPING_FROM
            if searching != self.isEditable():
                self._set_searching(searching)
            self.setCurrentIndex(0 if self.count() and not self.spec.required else -1)
            self._choose(value)

    def _set_searching(self, searching: bool) -> None:
        if not searching:
            self.setEditable(False)
            return
        self.search_by_typing()
        line = self.lineEdit()
        if line is None:
            return
        line.editingFinished.connect(self.settle)
        line.setReadOnly(self._read_only)
        line.textEdited.connect(lambda _text: self.changed.emit())
        line.setFrame(False)

    def _moved(self, _row: int) -> None:
        self._retired = ""
        self.changed.emit()

    def settle(self) -> None:
        """Typed words that name one entry choose it, others are put back (or kept, when allowed)."""
        if not self.isEditable():
            return
        text = self.currentText().strip().casefold()
        if text == self.itemText(self.currentIndex()).casefold():
            return
        exact = next((row for row in range(self.count()) if self.itemText(row).casefold() == text), -1)
        row = self.found(text) if exact < 0 and not self.spec.editable else exact
        if row >= 0:
            self.setCurrentIndex(row)
            self.setEditText(self.itemText(row))
        elif not self.spec.editable:
            self.setEditText(self.itemText(self.currentIndex()))

    def _choose(self, code: Any) -> None:
        row = self.findData(code)
        if row >= 0:
            self.setCurrentIndex(row)
        elif self.spec.editable and code:
            self.setCurrentIndex(-1)
            self.setEditText(str(code))
        elif code and self.count():
            self.addItem(str(code), code)  # a code the catalogue no longer has stays what it was
            self.setCurrentIndex(self.count() - 1)

    def value(self) -> str:
        if self.isEditable():
            text = self.currentText().strip()
            row = self.currentIndex()
            if row >= 0 and self.itemText(row) == text:
                return str(self.itemData(row) or "")
            match = next((r for r in range(self.count()) if self.itemText(r).casefold() == text.casefold()), -1)
            if match >= 0:
                return str(self.itemData(match) or "")
            return text if self.spec.editable else str(self.itemData(row) or "") if row >= 0 else ""
        data = self.currentData()
        return str(data) if data else ""

    def set_value(self, value: Any) -> None:
        before = self.value()
        self._retired = ""
        with QSignalBlocker(self):
            self.setCurrentIndex(0 if self.count() and not self.spec.required else -1)
            if value:
                self._choose(value)
        if self.value() != before:
            self.changed.emit()

    def restore(self, state: Any) -> None:
        """A code that is not offered any more is asked anew: a record of before may keep it, a new one may not get it."""
        if state and not self.spec.editable and self.findData(state) < 0:
            self.set_value(None)
            self._retired = str(state)
            self.changed.emit()
        else:
            self.set_value(state)

    def takes(self, typed: str) -> bool:
        return self.isEditable() or self.found(typed) >= 0

    def problem(self) -> str:
        if self._retired and not self.value():
            # L10N: 原来选的一项已停用，请重新选择
            return _("What was chosen is no longer in the list. Please choose again.")
        return ""

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        line = self.lineEdit()
        if line is not None:
            line.setReadOnly(on)

    def retranslate(self) -> None:
        self.refill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._read_only:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._read_only:
            super().mousePressEvent(event)

    def showPopup(self) -> None:
        if not self._read_only:
            super().showPopup()

    def takes_enter(self) -> bool:
        completer = self.completer()
        lists = (self.view(), completer.popup() if completer is not None else None)
        return any(shown is not None and shown.isVisible() for shown in lists)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the form; it must not change what was chosen


class RecordField(SearchBox, Common):
    """A room or a person, found like in the finder; a person may also be somebody who is not registered.

    An `entry` is one of a list of its own (`spec.search`); its value is the code.
    """

    changed = Signal()

    def __init__(self, spec: FieldSpec, desk: Desk | None) -> None:
        super().__init__(None)
        self.spec = spec
        self._desk = desk
        self._id: int | str | None = None
        self._title = ""
        self._ahead: list[QEvent] = []
        self._listed = spec.kind in ("room", "entry")
        self._wanted = "unit" if spec.kind == "room" else "customer"
        self.set_search(spec.search or self._find)
        self.chosen.connect(self._take)
        self.textChanged.connect(self._typed)

    def _find(self, text: str) -> Sequence[Any]:
        from desk.services import finder as search

        assert self._desk is not None
        return search.find(self._desk, text, limit=12, kinds=(self._wanted,))

    def _take(self, hit: Any) -> None:
        if not self.isReadOnly():
            self.set_value((hit.id, hit.title))

    def _typed(self, text: str) -> None:
        if self._id is not None and text != self._title:
            self._id = None
        theme.set_role(self, "true" if self._id is not None else "", name="chosen")
        self.changed.emit()

    def value(self) -> Any:
        return self._id if self.spec.kind != "entry" else self._id or ""

    def set_value(self, value: Any) -> None:
        if isinstance(value, (tuple, list)):
            self._id, self._title = value[0], str(value[1])
        elif isinstance(value, int):
            self._id, self._title = value, f"#{value}"
            self._look_up(value)
        else:
            self._id, self._title = None, str(value or "")
        self.setText(self._title)
        self.setCursorPosition(0)
        self.changed.emit()

    def _look_up(self, record: int) -> None:
        """The name of a record that came as a number alone."""
        desk = self._desk
        if desk is None:
            return

        def read() -> str:
            from desk.services.finder import titles

            return titles.title_of(desk, self._wanted, record)

        def show(title: str) -> None:
            if self._id == record and title:
                self._title = title
                self.setText(title)
                self.setCursorPosition(0)

        tasks.run(read, on_done=show, owner=self)

    def state(self) -> Any:
        return [self._id, self._title] if self._id is not None else self.text()

    def restore(self, state: Any) -> None:
        if isinstance(state, list) and self.spec.known is not None and not self.spec.known(state[0]):
            state = state[1]  # its words stay to be seen, and are asked anew
        self.set_value(state)

    def takes(self, typed: str) -> bool:
        return True

    def is_empty(self) -> bool:
        return self._id is None and (self._listed or not self.text().strip())

    def problem(self) -> str:
        if self._listed and self._id is None and self.text().strip():
            if self.spec.kind == "room":
                return _("Choose a room from the list.")
            # L10N: 请从列表中选择：{label}
            return _("Please choose from the list: {label}.").format(label=_(self.spec.label))
        return ""

    def set_read_only(self, on: bool) -> None:
        self.close_list()
        self.setReadOnly(on)

    def takes_enter(self) -> bool:
        return self._id is None and bool(self.text().strip())

    def wants_enter(self) -> bool:
        return self.takes_enter()

    def escape(self) -> bool:
        self._ahead.clear()
        return self.stop()

    def _answer(self, text: str, hits: Sequence[Any]) -> None:
        super()._answer(text, hits)
        if not self._enter_waits:
            self._type_ahead()

    def _type_ahead(self) -> None:
        """What was typed while Enter waited for its answer belongs to the field that Enter went on to."""
        events, self._ahead = self._ahead, []
        for event in events:
            target = QApplication.focusWidget()
            if target is not None:
                QApplication.sendEvent(target, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if self._enter_waits and not held and event.text().isprintable() and event.text():
            self._ahead.append(event.clone())
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._enter_waits and event.commitString():
            self._ahead.append(event.clone())
        else:
            super().inputMethodEvent(event)

    def retranslate(self) -> None:
        self.setPlaceholderText(_(self.spec.placeholder) if self.spec.placeholder else "")


class TicksField(QWidget, Common):
    """Several of a short list, its value the ticked codes in the order of the list. Tab and arrows walk, Space ticks, Enter moves on."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self._boxes: dict[str, QCheckBox] = {}
        self._read_only = False
        self._across = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self.retranslate()

    def retranslate(self) -> None:
        found = dict(self.spec.choices() if self.spec.choices else ())
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
