"""Where the fields of a form stand: labels at the left, one column or two, evenly, whatever the fields would like."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desk.ui.forms.cell import Cell
from desk.ui.kit import theme

STAR = " *"
"""Behind the label of a field that has to be filled in."""


class FieldGrid(QWidget):
    """The widget of a form, as far as it is about room and order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = 0
        self._hidden: set[str] = set()
        self._held: set[str] = set()
        """Hidden fields whose places stay empty."""
        self._long: set[str] = set()
        self._labels: dict[str, QLabel] = {}
        self._cells: dict[str, Cell] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(9)
        self._general = theme.text("", "note-bad", wrap=True)
        self._general.hide()

    def label_width(self) -> int:
        """The width of the labels: the widest one, up to a limit where it wraps instead."""
        widest = max(
            (
                label.fontMetrics().horizontalAdvance(f"{label.text().removesuffix(STAR)}{STAR}")  # it may get its star
                for label in self._labels.values()
            ),
            default=0,
        )
        return min(widest + 4, theme.characters(self, 20))

    def _wanted_columns(self) -> int:
        need = 2 * (self.label_width() + 10 + theme.characters(self, 21)) + 30
        return 2 if self.width() >= need else 1

    def _place(self, columns: int) -> None:
        """Puts labels and fields into the grid, and the tab order along with them."""
        self._columns = columns
        # removeWidget, not takeAt: an item that lives on keeps its sizes of before, and fields that grow get no room.
        for widget in (self._general, *self._labels.values(), *self._cells.values()):
            self._grid.removeWidget(widget)
        width = self.label_width()
        self._long = self._long_ones(width)
        self._grid.addWidget(self._general, 0, 0, 1, 4)
        row, column = 1, 0
        previous: QWidget | None = None
        placed: dict[str, tuple[int, int, int]] = {}
        for name, cell in self._cells.items():
            label = self._labels[name]
            hidden = name in self._hidden
            cell.setVisible(not hidden)
            label.setVisible(not hidden)
            if hidden and name not in self._held:
                continue
            full = cell.spec.span == "full" or columns == 1 or name in self._long
            there = placed.get(cell.spec.instead_of)
            if there is None and column and (full or cell.spec.new_row):
                row, column = row + 1, 0
            at_row, at_column, across = there or (row, column * 2, 3 if full and columns == 2 else 1)
            placed[name] = (at_row, at_column, across)
            label.setFixedWidth(width)
            label.setContentsMargins(0, self._label_drop(cell), 0, 0)
            self._grid.addWidget(label, at_row, at_column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(cell, at_row, at_column + 1, 1, across, Qt.AlignmentFlag.AlignTop)
            if there is None:
                row, column = (row + 1, 0) if full or column == columns - 1 else (row, column + 1)
            if hidden:
                continue
            focus = cell.field
            if previous is not None:
                QWidget.setTabOrder(previous, focus)
            previous = focus.last_stop()
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1 if columns == 2 else 0)
        self._grid.setColumnMinimumWidth(2, width if columns == 2 else 0)
        for number in range(row + 2):
            self._grid.setRowStretch(number, 0)
        self._grid.setRowStretch(row + 1, 1)
        self.updateGeometry()

    def _long_ones(self, label_width: int) -> set[str]:
        """Boxes whose words need more than half of the form."""
        half = (self.width() - 30) // 2 - label_width - 10
        boxes = (cell for cell in self._cells.values() if cell.spec.kind == "check")
        return {cell.spec.name for cell in boxes if cell.field.sizeHint().width() > half}

    def _label_drop(self, cell: Cell) -> int:
        """How far the label's first line stands below the field's top, so that both texts are on one line."""
        if cell.spec.kind == "check":
            return max(0, (cell.field.sizeHint().height() - self.fontMetrics().height()) // 2)
        return 6 if cell.spec.kind != "multiline" else 5

    def sizeHint(self) -> QSize:
        return QSize(theme.characters(self, 80), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.label_width() + theme.characters(self, 16), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self._wanted_columns()
        if wanted != self._columns or self._long_ones(self.label_width()) != self._long:
            self._place(wanted)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._columns:
            self._place(self._wanted_columns())


__all__ = ["STAR", "FieldGrid"]
