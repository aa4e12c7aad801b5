"""Several rows at once: marked by key, what can be done with them, and what was refused of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import N_, _, ngettext
from desk.ui.kit import theme
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

MOST = 500
"""So many are marked by Ctrl+A at most: more than anybody hands over in one go."""


class Marks(QObject):
    """Marks rows of a table: Space, Shift with arrows, Ctrl+click; they stay while the list is sorted or read anew.

    Signals:
        changed: other rows are marked.
    """

    changed = Signal()

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self._marked: dict[int, Any] = {}
        table.view.installEventFilter(self)
        table.view.viewport().installEventFilter(self)

    def ids(self) -> list[int]:
        """The ids of the marked rows, in the order of marking."""
        return list(self._marked)

    def rows(self) -> list[Any]:
        """The marked rows."""
        return list(self._marked.values())

    def __contains__(self, row: object) -> bool:
        return getattr(row, "id", None) in self._marked

    def clear(self) -> None:
        """Takes every mark away."""
        self.keep(())

    def keep(self, ids: Sequence[int]) -> None:
        """Leaves only these marked."""
        self._marked = {key: row for key, row in self._marked.items() if key in set(ids)}
        self._changed()

    def add(self, rows: Sequence[Any]) -> None:
        """Marks these too."""
        self._marked.update({row.id: row for row in rows})
        self._changed()

    def toggle(self, row: Any) -> None:
        """Marks a row or takes its mark away."""
        if row is None:
            return
        if row.id in self._marked:
            del self._marked[row.id]
        else:
            self._marked[row.id] = row
        self._changed()

    def _changed(self) -> None:
        self._table.view.viewport().update()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self._table.view:
            return self._key(event)
        if (
            event.type() == QEvent.Type.MouseButtonPress
            and isinstance(event, QMouseEvent)
            and watched is not self._table.view
        ):
            index = QPersistentModelIndex(self._table.view.indexAt(event.position().toPoint()))
            held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if index.isValid() and (held or index.column() == 0) and event.button() == Qt.MouseButton.LeftButton:
                self.toggle(self._table.model.row(index.row()))
        return False

    def _key(self, event: QKeyEvent) -> bool:
        view, model = self._table.view, self._table.model
        here = view.currentIndex().row()
        if event.key() == Qt.Key.Key_Space:
            self.toggle(model.row(here))
            self._go(here + 1)
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            there = here + step
            self.add([row for row in (model.row(here), model.row(there)) if row is not None])
            self._go(there)
            return True
        return False

    def _go(self, row: int) -> None:
        if 0 <= row < self._table.total():
            self._table.view.setCurrentIndex(self._table.model.index(row, 0))


class MarksBar(QWidget):
    """What can be done with the marked rows; only there while some are marked."""

    def __init__(self, marks: Marks, acts: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        super().__init__()
        self._marks = marks
        self._acts = acts
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.words = theme.text("", "strong")
        row.addWidget(self.words)
        row.addStretch(1)
        self.buttons = []
        for _label, key, run in acts:
            button = theme.Button("", key=key, role="small")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(run)
            self.buttons.append(button)
            row.addWidget(button)
        marks.changed.connect(self.say)
        self.hide()

    def say(self) -> None:
        """Says how many are marked; hides when none is."""
        count = len(self._marks.ids())
        # L10N: 已选 {n} 件
        self.words.setText(ngettext("{n} marked", "{n} marked", count).format(n=count))
        if self.parent() is not None:
            self.setVisible(bool(count))

    def retranslate(self) -> None:
        """Says its words anew."""
        for button, (label, _key, _run) in zip(self.buttons, self._acts, strict=True):
            button.set_words(_(label))
        self.say()


class RefusedDialog(QDialog):
    """What a bulk act did not do, each with the reason."""

    def __init__(self, page: Page, title: str, done: str, refused: Sequence[Any]) -> None:
        super().__init__(page.window())
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(theme.text(title, "heading"))
        if done:
            layout.addWidget(theme.text(done, "note-good", wrap=True))
        count = len(refused)
        # L10N: 以下 {n} 件未办理，仍保持选中
        words = ngettext("{n} was refused and stays marked:", "{n} were refused and stay marked:", count).format(
            n=count
        )
        layout.addWidget(theme.text(words, "warning", wrap=True))
        self.table = Table(
            (
                Column("number", N_("Number"), 19, bold=True, least=19),
                # L10N: 原因
                Column("message", N_("Reason"), 50),
            )
        )
        self.table.set_rows(list(refused))
        self.table.setMinimumHeight(180)
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = theme.Button(_("Close"), key="Esc", role="primary")
        close.clicked.connect(self.accept)
        row.addWidget(close)
        layout.addLayout(row)
        self._page = page
        self.resize(min(theme.characters(self, 90), page.window().width() - 60), min(420, page.window().height() - 60))
        close.setFocus()

    def done(self, code: int) -> None:
        super().done(code)
        self._page.window().activateWindow()
        (self._page.first_focus() or self._page).setFocus(Qt.FocusReason.OtherFocusReason)


__all__ = ["MOST", "Marks", "MarksBar", "RefusedDialog"]
