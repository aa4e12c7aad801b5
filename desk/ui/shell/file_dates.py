"""The dates in Qt's own file dialog (a desktop without one) as the program writes them: Qt takes the desktop's locale for them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFileSystemModel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from desk.rules.kit import wording

MODIFIED = 3
"""Qt's column of the day a file was changed."""


class _Dates(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if isinstance(model, QFileSystemModel):
            option.text = wording.moment(model.lastModified(QModelIndex(index)).toPython())  # type: ignore[arg-type]


class FileDates(QObject):
    """Watches for file dialogs of Qt's own; a desktop's native one is not touched."""

    def __init__(self, parent: QObject, app: QApplication) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        dialog = new.window() if new is not None else None
        if not isinstance(dialog, QFileDialog):
            return
        for view in dialog.findChildren(QTreeView):
            if not isinstance(view.itemDelegateForColumn(MODIFIED), _Dates):
                view.setItemDelegateForColumn(MODIFIED, _Dates(view))
                view.viewport().update()


__all__ = ["MODIFIED", "FileDates"]
