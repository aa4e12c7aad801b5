"""How a table looks and takes keys: Enter opens, the chosen row keeps its colours, and a list without the keys is grey."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desk.ui.kit import theme

Index = QModelIndex | QPersistentModelIndex


class Cells(QStyledItemDelegate):
    """A selected row keeps the colours of what it says: red stays red (the frame of the row alone tells that it is chosen)."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tone = index.data(Qt.ItemDataRole.ForegroundRole)
        option.palette.setColor(
            QPalette.ColorRole.HighlightedText, tone if isinstance(tone, QColor) else QColor(theme.colors().text)
        )


class TableView(QTableView):
    """The table view; Enter opens. Without the focus its chosen row is grey: only one list on a page has the keys."""

    opened = Signal()
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(Cells(self))
        theme.set_role(self, "no", name="keys")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        theme.set_role(self, "yes", name="keys")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu or another window takes the keys for a moment only.
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            theme.set_role(self, "no", name="keys")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.opened.emit()
            return
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model().rowCount():
            row = 0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0))
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


__all__ = ["TableView"]
