"""What a page says of people: everything that can be read on it, and what of it looks like a whole number of somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

WHOLE = re.compile(r"(?<![\d-])1[3-9]\d ?\d{4} ?\d{4}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)")
"""A mobile or an identity number, whole."""
OPEN = {"ContractorsPage", "ContractorPage", "PersonFormPage"}
"""A firm's telephone is no secret; who changes somebody's data looks at it, and that is noted."""
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
SAYS = ("text", "toPlainText", "toolTip", "accessibleName", "accessibleDescription", "currentText", "windowTitle")


def shown(top: QWidget) -> Iterator[str]:
    """Everything that a page says."""
    for widget in (top, *top.findChildren(QWidget)):
        if not widget.isVisible() or isinstance(widget, QHeaderView):
            continue
        for name in SAYS:
            said = getattr(widget, name, None)
            text = said() if callable(said) and not isinstance(widget, QAbstractItemView) else ""
            if isinstance(text, str):
                yield text
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            for row in range(min(model.rowCount(), 60)):
                for column in range(model.columnCount()):
                    for role in ROLES:
                        yield str(model.data(model.index(row, column), role) or "")


def whole_numbers(page: QWidget) -> set[str]:
    """The whole numbers on a page that is only looked at."""
    if type(page).__name__ in OPEN:
        return set()
    return {f"{type(page).__name__}: {said[:60]}" for said in shown(page) if WHOLE.search(said)}
