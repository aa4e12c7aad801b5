"""A field of a form that is a small table of fields: one-off charges, deductions. There is always an empty line at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.i18n import _
from desk.ui.forms import fields
from desk.ui.forms.base import Common, FieldSpec, is_page_key
from desk.ui.kit import theme

MOST = 20
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def pass_on(field: QWidget, event: QKeyEvent) -> None:
    """Gives a cell's key to the form around the whole field."""
    QApplication.sendEvent(field, QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))


class Composite(QWidget, Common):
    """A field of several cells: Tab goes through them and then on to the field after, whatever order they were made in."""

    def inside(self) -> list[QWidget]:
        """The cells, in the order of Tab."""
        raise NotImplementedError

    def focusNextPrevChild(self, forward: bool) -> bool:
        cells = self.inside()
        at = next((at for at, cell in enumerate(cells) if cell.hasFocus()), -1)
        to = at + (1 if forward else -1)
        if at >= 0 and 0 <= to < len(cells):
            cells[to].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        widget: QWidget | None = self
        while True:
            assert widget is not None
            widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if widget is None or widget is self:
                return False
            tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if tabbed and widget.isEnabled() and widget.isVisible() and not self.isAncestorOf(widget):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return True


class RowsField(Composite):
    """Lines of fields; its value is a tuple of `{cell: value}` without the empty lines.

    Args:
        spec: of the field.
        desk: the desk.
        cells: the fields of a line. shares: how the width is divided among them.
    """

    changed = Signal()

    def __init__(self, spec: FieldSpec, desk: Any, cells: Sequence[FieldSpec], shares: Sequence[int]) -> None:
        super().__init__()
        self.spec = spec
        self._desk = desk
        self._cells = tuple(cells)
        self._lines: list[dict[str, Any]] = []
        self._read_only = self._quiet = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(5)
        outer.addLayout(self._grid)
        self._headings = [theme.text("", "small", parent=self) for _cell in cells]
        for at, heading in enumerate(self._headings):
            self._grid.addWidget(heading, 0, at)
            self._grid.setColumnStretch(at, shares[at])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._add()

    def _add(self) -> None:
        line = {cell.name: fields.make(cell, self._desk) for cell in self._cells}
        self._lines.append(line)
        for at, (name, field) in enumerate(line.items()):
            field.setParent(self)
            field.setMinimumWidth(theme.characters(self, 8))
            field.setAccessibleName(_(self._cells[at].label))
            field.retranslate()
            if self._cells[at].default is not None:
                field.set_value(self._cells[at].default)
            field.installEventFilter(self)
            field.changed.connect(self._typed)
            field.set_read_only(self._read_only)
            self._grid.addWidget(field, len(self._lines), at)
            field.setObjectName(name)
            field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes by `inside`

    def inside(self) -> list[QWidget]:
        return [field for line in self._lines for field in line.values()]

    def _typed(self) -> None:
        if self._quiet:
            return
        if self._lines and not self._is_empty(self._lines[-1]) and len(self._lines) < MOST:
            self._add()
        self.changed.emit()

    def _is_empty(self, line: dict[str, Any]) -> bool:
        return all(line[cell.name].is_empty() for cell in self._cells if cell.kind not in ("choice", "check"))

    # ------------------------------------------------------------------------------------------------- the field
    def value(self) -> tuple[dict[str, Any], ...]:
        return tuple(
            {name: field.value() for name, field in line.items()} for line in self._lines if not self._is_empty(line)
        )

    def set_value(self, value: Any) -> None:
        self.restore([dict(row) for row in value or ()])

    def state(self) -> Any:
        return [
            {name: field.state() for name, field in line.items()} for line in self._lines if not self._is_empty(line)
        ]

    def restore(self, state: Any) -> None:
        while len(self._lines) > 1:
            for field in self._lines.pop().values():
                self._grid.removeWidget(field)
                field.hide()
                field.deleteLater()
        self._quiet = True
        for cell in self._cells:
            self._lines[0][cell.name].set_value(cell.default)
        self._quiet = False
        for row in state if isinstance(state, (list, tuple)) else ():
            line = self._lines[-1]
            for name, given in row.items():
                line[name].restore(given)
        self.changed.emit()

    def is_empty(self) -> bool:
        return not self.value()

    def problem(self) -> str:
        for number, line in enumerate(self._lines, 1):
            for field in line.values():
                words = field.problem()
                if words:
                    return _("Line {n}: {problem}").format(n=number, problem=words)
        return ""

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        for line in self._lines:
            for field in line.values():
                field.set_read_only(on)

    def retranslate(self) -> None:
        for heading, cell in zip(self._headings, self._cells, strict=True):
            heading.setText(_(cell.label))
        for line in self._lines:
            for cell in self._cells:
                line[cell.name].setAccessibleName(_(cell.label))
                line[cell.name].retranslate()

    # ------------------------------------------------------------------------------------------------------ keys
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        line = self._lines[-1] if len(self._lines) > 1 and self._is_empty(self._lines[-1]) else self._lines[0]
        self._first(line).setFocus(Qt.FocusReason.TabFocusReason)

    def _first(self, line: dict[str, Any]) -> QWidget:
        """Where the typing of a line begins: a list has its usual entry already."""
        found: QWidget = line[next(cell.name for cell in self._cells if cell.kind != "choice")]
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if is_page_key(event):
            return True
        if event.key() not in _ENTER or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        at = next((at for at, line in enumerate(self._lines) if watched in line.values()), -1)
        if at < 0 or self._lines[at][watched.objectName()].takes_enter():
            return False
        line = self._lines[at]
        if self._is_empty(line):
            pass_on(self, event)
            return True
        row = list(line.values())
        here = row.index(watched)
        following = (
            row[here + 1] if here + 1 < len(row) else self._first(self._lines[min(at + 1, len(self._lines) - 1)])
        )
        following.setFocus(Qt.FocusReason.TabFocusReason)
        return True


__all__ = ["Composite", "RowsField", "pass_on"]
