"""Words in Latin letters that stand in the window: in Chinese most of them are words that nobody translated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QWidget,
)

WORD = re.compile(r"(?<![A-Za-z0-9@./\\_-])[A-Za-z][a-z]{2,}(?:-[a-z]+)*(?![A-Za-z0-9@/\\_-]|\.[a-z])")
"""A word as one is written: no code of a record (`TS-20261126-0001`), no path, no address."""
_TAG = re.compile(r"<[^>]*>")
_ROWS = 40


def latin_words(window: QWidget) -> list[str]:
    """The Latin words that are shown in `window`, each once, sorted."""
    return sorted({word for text in _texts(window) for word in WORD.findall(_TAG.sub(" ", text))})


def _texts(window: QWidget) -> Iterator[str]:
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        yield widget.toolTip()
        if isinstance(widget, (QLabel, QAbstractButton)):
            yield widget.text()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        elif isinstance(widget, QComboBox):
            yield widget.currentText()
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(tab) for tab in range(widget.count()))
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            yield from _cells(model, headings=isinstance(widget, QTableView))


def _cells(model: QAbstractItemModel, *, headings: bool) -> Iterator[str]:
    """What the first rows of a list say, and its headings."""
    root = QModelIndex()
    for column in range(model.columnCount(root) if headings else 1):
        if headings:
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(root), _ROWS)):
            yield str(model.data(model.index(row, column, root), Qt.ItemDataRole.DisplayRole) or "")


__all__ = ["WORD", "latin_words"]
