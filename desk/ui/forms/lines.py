# ruff: noqa: PLC0415 - Babel and its data (4 MB) wait for the first amount in words
"""Materials and labour as a table of fields: each line its kind, name, quantity, unit and price; amounts and sums follow the typing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.catalog import catalog
from desk.i18n import N_, _, current_language
from desk.rules.orders import LineEntry, line_problems
from desk.services.orders import totals
from desk.ui.forms.base import Common, FieldSpec, is_page_key
from desk.ui.forms.fields import MoneyField, NumberField, TextField
from desk.ui.kit import theme
from desk.ui.kit.pages import shortcut

CELLS = ("kind", "name", "quantity", "unit", "price")
HEADINGS = {
    # L10N: 类别
    "kind": N_("Kind"),
    # L10N: 材料或人工
    "name": N_("Material or work"),
    # L10N: 数量
    "quantity": N_("Quantity"),
    # L10N: 单位
    "unit": N_("Unit"),
    # L10N: 单价（元）
    "price": N_("Price"),
    # L10N: 金额（元）
    "amount": N_("Amount"),
}
MOST = 40
_COMPOSED = (QEvent.Type.InputMethod,)
_BY_HAND = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)


@dataclass(slots=True)
class _Line:
    kind: QComboBox
    name: TextField
    quantity: NumberField
    unit: TextField
    price: MoneyField
    amount: Any
    drop: theme.Button

    def cells(self) -> tuple[QWidget, ...]:
        return (self.kind, self.name, self.quantity, self.unit, self.price)

    def is_empty(self) -> bool:
        return not any(field.text().strip() for field in (self.name, self.quantity, self.unit, self.price))


class LinesField(QWidget, Common):
    """A field of a form whose value is a tuple of lines; there is always one empty line at the end."""

    changed = Signal()

    def __init__(self, spec: FieldSpec, desk: Any = None) -> None:
        super().__init__()
        self.spec = spec
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines: list[_Line] = []
        self._quiet = False
        self._read_only = False
        self._wrong: QWidget | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(5)
        outer.addLayout(self._grid)
        self._headings = {}
        for at, name in enumerate((*CELLS, "amount")):
            heading = theme.text("", "small", parent=self)
            if name == "amount":
                heading.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._headings[name] = heading
            self._grid.addWidget(heading, 0, at)
        for at, share in enumerate((0, 6, 2, 2, 2, 2, 0)):
            self._grid.setColumnStretch(at, share)
        self._sums = theme.text("", "strong")
        outer.addWidget(self._sums, 0, Qt.AlignmentFlag.AlignRight)
        self._sums.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for keys, run in (("Ctrl+Ins", self._other_kind), ("Ctrl+Del", self._drop_current)):
            shortcut(keys, self, run).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._add()

    # ------------------------------------------------------------------------------------------------------- lines
    def _add(self) -> _Line:
        line = _Line(
            kind=QComboBox(self),
            name=TextField(FieldSpec("name", "", max_length=60)),
            quantity=NumberField(FieldSpec("quantity", "", "number")),
            unit=TextField(FieldSpec("unit", "", max_length=10)),
            price=MoneyField(FieldSpec("price", "", "money")),
            amount=theme.text("", ""),
            drop=theme.Button("×", role="link"),
        )
        line.quantity.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.kind.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for choice in catalog("line_kinds"):
            line.kind.addItem(choice.label, choice.code)
        if self._lines:
            line.kind.setCurrentIndex(self._lines[-1].kind.currentIndex())
        self._lines.append(line)
        row = len(self._lines)
        for at, widget in enumerate((*line.cells(), line.amount, line.drop)):
            self._grid.addWidget(widget, row, at)
        line.kind.currentIndexChanged.connect(lambda _at: self._typed())
        for field in (line.name, line.quantity, line.unit, line.price):
            field.setMinimumWidth(theme.characters(self, 6))
            field.changed.connect(lambda f=field: self._typed(f))
        line.drop.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line.drop.clicked.connect(lambda: self._drop(line))
        for cell in line.cells():
            cell.installEventFilter(self)
        self._name_cells(line)
        self._order()
        return line

    def _order(self) -> None:
        previous: QWidget | None = None
        for line in self._lines:
            for cell in line.cells():
                if previous is not None:
                    QWidget.setTabOrder(previous, cell)
                previous = cell

    def _name_cells(self, line: _Line) -> None:
        for name, cell in zip(CELLS, line.cells(), strict=True):
            cell.setAccessibleName(f"{_(HEADINGS[name])} {self._lines.index(line) + 1}")
        # L10N: 删除此行
        line.drop.setAccessibleName(_("Drop this line"))
        line.drop.setToolTip(_("Drop this line") + "  Ctrl+Del")

    def _drop(self, line: _Line) -> None:
        if self._read_only or line not in self._lines or (line is self._lines[-1] and line.is_empty()):
            return
        at = self._lines.index(line)
        had = self._current() is line
        self._lines.remove(line)
        for widget in (*line.cells(), line.amount, line.drop):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for row, each in enumerate(self._lines, start=1):
            for column, widget in enumerate((*each.cells(), each.amount, each.drop)):
                self._grid.addWidget(widget, row, column)
            self._name_cells(each)
        self._typed()
        if had:
            self._lines[min(at, len(self._lines) - 1)].name.setFocus(Qt.FocusReason.TabFocusReason)

    def _current(self) -> _Line | None:
        focused = self.window().focusWidget()
        return next((line for line in self._lines if focused in line.cells()), None)

    def _drop_current(self) -> None:
        line = self._current()
        if line is not None:
            self._drop(line)

    def _other_kind(self) -> None:
        line = self._current()
        if line is not None and not self._read_only:
            line.kind.setCurrentIndex((line.kind.currentIndex() + 1) % line.kind.count())

    def _typed(self, field: QWidget | None = None) -> None:
        if self._quiet:
            return
        if field is not None and field is self._wrong:
            self._wrong = None
        if field is not None:
            theme.set_role(field, "", name="problem")
        if not self._lines[-1].is_empty() and len(self._lines) < MOST:
            self._add()
        self._sum()
        self.changed.emit()

    # ------------------------------------------------------------------------------------------------------ values
    def value(self) -> tuple[Any, ...]:
        return tuple(
            LineEntry(
                kind=str(line.kind.currentData()),
                name=line.name.value(),
                quantity=line.quantity.value() if line.quantity.value() is not None else Decimal(0),
                unit=line.unit.value(),
                price=line.price.value() if line.price.value() is not None else Decimal(0),
            )
            for line in self._lines
            if not line.is_empty()
        )

    def set_value(self, value: Any) -> None:
        self.restore(
            [[line.kind, line.name, f"{line.quantity:f}", line.unit, f"{line.price:f}"] for line in value or ()]
        )

    def state(self) -> Any:
        return [
            [str(line.kind.currentData()), line.name.text(), line.quantity.text(), line.unit.text(), line.price.text()]
            for line in self._lines
            if not line.is_empty()
        ]

    def restore(self, state: Any) -> None:
        self._quiet = True
        for line in self._lines:
            for widget in (*line.cells(), line.amount, line.drop):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._lines = []
        self._wrong = None
        for kind, name, quantity, unit, price in state or ():
            line = self._add()
            line.kind.setCurrentIndex(max(0, line.kind.findData(kind)))
            for field, text in ((line.name, name), (line.quantity, quantity), (line.unit, unit), (line.price, price)):
                field.setText(text)
                field.setCursorPosition(0)
        self._add().kind.setCurrentIndex(0)
        self._quiet = False
        self._sum()
        self.changed.emit()

    def _sum(self) -> None:
        entries = self.value()
        sums = totals(entries)
        amounts = iter(sums.amounts)
        for line in self._lines:
            line.amount.setText("" if line.is_empty() else f"{next(amounts):,.2f}")
            line.drop.setEnabled(not line.is_empty())
            line.drop.set_words("" if line.is_empty() else "×")
            line.drop.setAccessibleName(_("Drop this line"))
        from babel.numbers import format_currency

        def yuan(value: Decimal) -> str:
            return format_currency(value, "CNY", locale=current_language())

        # L10N: 材料 {materials} · 人工 {labour} · 合计 {total}
        words = _("Materials {materials} · labour {labour} · total {total}")
        said = words.format(materials=yuan(sums.materials), labour=yuan(sums.labour), total=yuan(sums.total))
        self._sums.setText(said)
        self._sums.setVisible(bool(entries))

    def problem(self) -> str:
        """The first thing that is wrong with a line; its cell is marked and gets the focus."""
        self._wrong = None
        said = ""
        entries = iter(self.value())
        for number, line in enumerate(self._lines, start=1):
            if line.is_empty():
                continue
            entry = next(entries)
            found = {problem.field: problem.message for problem in line_problems(entry)}
            for field, name in ((line.quantity, "quantity"), (line.price, "price")):
                unread = field.problem()
                if unread:
                    found[name] = unread
            for name, cell in zip(CELLS, line.cells(), strict=True):
                theme.set_role(cell, "true" if name in found else "", name="problem")
                cell.setAccessibleDescription(found.get(name, ""))
                if name in found and not said:
                    # L10N: 第 {n} 行：
                    said = _("Line {n}: {problem}").format(n=number, problem=found[name])
                    self._wrong = cell
        return said

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        for line in self._lines:
            for cell in (line.name, line.quantity, line.unit, line.price):
                cell.set_read_only(on)

    def is_empty(self) -> bool:
        return all(line.is_empty() for line in self._lines)

    # ------------------------------------------------------------------------------------------------------- keys
    def focusInEvent(self, event: QFocusEvent) -> None:
        back = event.reason() == Qt.FocusReason.BacktabFocusReason
        if self._wrong is not None:
            self._wrong.setFocus(Qt.FocusReason.TabFocusReason)
        elif back:
            self._lines[-1].name.setFocus(Qt.FocusReason.BacktabFocusReason)
        else:
            self._lines[0].name.setFocus(Qt.FocusReason.TabFocusReason)

    def takes_enter(self) -> bool:
        """Enter goes from cell to cell; on the empty line at the end it leaves the table."""
        line = self._current()
        return line is not None and not (line is self._lines[-1] and line.is_empty())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        if self._read_only and event.type() in (_BY_HAND if isinstance(watched, QComboBox) else _COMPOSED):
            return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            QTimer.singleShot(0, watched, lambda: self._show_cell(watched))
        return False

    def _show_cell(self, cell: QWidget) -> None:
        """Scrolls the page to the cell: the table may be higher than the screen."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and cell.hasFocus():
            area.ensureWidgetVisible(cell, 0, 40)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        line = next((each for each in self._lines if watched in each.cells()), None)
        if line is None:
            return False
        if is_page_key(event):
            return True
        if self._read_only and isinstance(watched, QComboBox) and event.key() != Qt.Key.Key_Tab:
            return event.key() != Qt.Key.Key_Backtab
        at, column = self._lines.index(line), line.cells().index(watched)
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if not self.takes_enter():
                return False
            following = (
                line.cells()[column + 1]
                if column + 1 < len(CELLS)
                else self._lines[min(at + 1, len(self._lines) - 1)].name
            )
            following.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and column and 0 <= at + step < len(self._lines):
            self._lines[at + step].cells()[column].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def retranslate(self) -> None:
        """Says its words anew."""
        for name, heading in self._headings.items():
            heading.setText(_(HEADINGS[name]))
        for line in self._lines:
            for at, choice in enumerate(catalog("line_kinds")):
                line.kind.setItemText(at, choice.label)
            self._name_cells(line)
        self._sum()


__all__ = ["LinesField"]
