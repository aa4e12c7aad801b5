"""Names for screen readers where no label stands: a table is called what the card around it is called, else what the page is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QTabBar,
    QTabWidget,
    QWidget,
)

from desk.ui.kit import theme
from desk.ui.kit.theme.chooser import Chooser

_OURS = "spoken"
"""Property of what was named here: it is named anew in another language."""


def say_names(root: QWidget, title: str) -> None:
    """Names every list, tab bar and scroll area under a page or dialog, and the box to type in of every drop-down list.

    Args:
        root: the page or dialog; cheap enough to be asked each time it is shown.
        title: what it is called.
    """
    for kind in (QAbstractScrollArea, QTabWidget, QTabBar):
        for widget in root.findChildren(kind):
            if widget.accessibleName() and not widget.property(_OURS):
                continue
            if isinstance(widget, QAbstractItemView) or widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                _name(widget, _heading(widget, root) or title)
    for spin in root.findChildren(QAbstractSpinBox):
        _name(spin.lineEdit(), spin.accessibleName() or title)
    for box in root.findChildren(Chooser):
        line, completer = box.lineEdit(), box.completer()
        if line is not None:
            _name(line, box.accessibleName() or title)
        popup = completer.popup() if completer is not None else None
        for view in (box.view(), popup):
            if view is not None:
                _name(view, box.accessibleName() or title)


def _name(widget: QWidget, words: str) -> None:
    if words and widget.accessibleName() != words:
        widget.setAccessibleName(words)
        widget.setProperty(_OURS, True)


def _heading(widget: QWidget, root: QWidget) -> str:
    """The heading of the card that it stands in."""
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent, theme.Card) and parent.heading():
            return parent.heading()
        parent = parent.parentWidget()
    return ""


__all__ = ["say_names"]
