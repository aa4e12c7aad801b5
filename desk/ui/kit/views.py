"""The parts of a list that can be shown: a row of buttons, or a list of filters with counts, and a drop-down where there is little room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import N_, _
from desk.ui.kit import theme
from desk.ui.kit.tables import Column, Table
from desk.ui.kit.theme.chooser import Chooser


@dataclass(frozen=True, slots=True)
class View:
    """A part of a list.

    Attributes:
        code: its name, also in targets (`requests:overdue`).
        label: msgid.
        empty: msgid of what is said when it shows nothing, and what to do then.
        tone: of its count when there is anything: "", amber or red.
    """

    code: str
    label: str
    empty: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view as it is offered; `count` None while it is not known or of no use."""

    id: str
    label: str
    count: int | None = None
    tone: str = ""


class ViewButtons(QWidget):
    """A few views beside each other; the chosen one is pressed.

    Signals:
        chosen: code of the view.
    """

    chosen = Signal(str)

    def __init__(self, views: Sequence[View]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, theme.Button] = {}
        for view in views:
            button = theme.Button("", role="small")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, code=view.code: self.chosen.emit(code))
            self._group.addButton(button)
            self.buttons[view.code] = button
            row.addWidget(button)

    def show_views(self, rows: Sequence[ViewRow], current: str) -> None:
        """Says the views anew; one of them is chosen."""
        for row in rows:
            if row.id in self.buttons:
                self.buttons[row.id].set_words(f"{row.label} {row.count:,}" if row.count else row.label)
        if current in self.buttons:
            self.buttons[current].setChecked(True)


class ViewList(QWidget):
    """Many views under each other with their counts; the same as a drop-down where there is little room.

    Signals:
        chosen: code of the view.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ViewRow] = []
        self._code = ""
        self._quiet = False
        self.table = Table(
            (
                Column("label", N_("Filter"), 16, tone=lambda row: "" if row.count != 0 else "muted", least=12),
                Column("count", N_("Count"), 5, get=self._count, align="right", tone=self._tone, least=5),
            )
        )
        self.table.view.horizontalHeader().hide()
        self.table.selected.connect(self._selected)
        card = theme.Card()
        card.body.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self.setFixedWidth(theme.characters(self, 23) + 40)
        self.box = Chooser()
        self.box.setSizeAdjustPolicy(
            Chooser.SizeAdjustPolicy.AdjustToContents
        )  # the counts come after it is first shown
        self.box.activated.connect(lambda at: self._choose(self.box.itemData(at)))

    @staticmethod
    def _count(row: ViewRow) -> str:
        return "" if row.count is None else f"{row.count:,}"

    @staticmethod
    def _tone(row: ViewRow) -> str:
        return row.tone if row.count else "muted"

    def show_views(self, rows: Sequence[ViewRow], current: str) -> None:
        """Shows these views; one of them is chosen."""
        self._rows, self._code, self._quiet = list(rows), current, True
        self.table.set_rows(self._rows)
        self.table.select(lambda row: row.id == current)
        self._quiet = False
        self.box.clear()
        for row in self._rows:
            self.box.addItem(f"{row.label} ({row.count:,})" if row.count else row.label, row.id)
        self.box.setCurrentIndex(max(0, self.box.findData(current)))

    def rows(self) -> list[ViewRow]:
        """The views as shown."""
        return self._rows

    def _selected(self, row: ViewRow | None) -> None:
        if row is not None and not self._quiet:
            self._choose(row.id)

    def _choose(self, code: str) -> None:
        if code != self._code:
            self._code = code
            self.chosen.emit(code)

    def retranslate(self) -> None:
        """Says its own words anew; the views are given anew by the page."""
        # L10N: 筛选
        self.table.view.setAccessibleName(_("Filters"))
        self.box.setAccessibleName(_("Filters"))
        self.table.retranslate()


def view_rows(views: Sequence[View], counts: Mapping[str, int]) -> list[ViewRow]:
    """The views with their counts, in their order."""
    return [ViewRow(view.code, _(view.label), counts.get(view.code), view.tone) for view in views]


__all__ = ["View", "ViewButtons", "ViewList", "ViewRow", "view_rows"]
