"""What the cards of a record's page are made of: facts, and rows of other records; and the two columns they stand in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.kit import theme
from desk.ui.kit.pages import clear
from desk.ui.kit.tables import Table

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

ANY_WIDTH = 16_777_215
"""Qt's word for no limit."""
TOP = Qt.AlignmentFlag.AlignTop
SHOWN_ROWS = 8
"""Rows of a record's short table that are seen without scrolling."""


class Grid(QWidget):
    """A grid of words without a frame; one column takes the room that is left."""

    def __init__(self, stretch: int) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(stretch, 1)


Fact = tuple[str, str, str]
"""Caption, words, role of the words; a fact without words is not shown."""


@dataclass(frozen=True, slots=True)
class FactSheet:
    """The facts of a record.

    Attributes:
        text: what it is about, in the words of whoever wrote it; stands first, over the whole width.
        short: two in a row. wide: each over the whole width.
    """

    text: str = ""
    short: Sequence[Fact] = ()
    wide: Sequence[Fact] = ()


class Facts(QWidget):
    """Captions and values in a grid, each row as wide as it needs, under what the record is about."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self._text = self._value("", "")
        self._rule = theme.Rule()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        for place in (1, 3):
            self._grid.setColumnStretch(place, 1)
        layout.addWidget(self._text)
        layout.addWidget(self._rule)
        layout.addLayout(self._grid)

    def fill(self, sheet: FactSheet) -> None:
        """Shows the facts that say something."""
        self._text.setText(sheet.text)
        for part in (self._text, self._rule):
            part.setVisible(bool(sheet.text))
        clear(self._grid)
        shown = [fact for fact in sheet.short if fact[1]]
        for place, (caption, words, role) in enumerate(shown):
            row, side = divmod(place, 2)
            self._grid.addWidget(theme.text(caption, "label"), row, side * 2, TOP)
            self._grid.addWidget(self._value(words, role), row, side * 2 + 1, TOP)
        row = (len(shown) + 1) // 2
        for caption, words, role in sheet.wide:
            if words:
                self._grid.addWidget(theme.text(caption, "label"), row, 0, TOP)
                self._grid.addWidget(self._value(words, role), row, 1, 1, 3)
                row += 1

    @staticmethod
    def _value(words: str, role: str) -> QLabel:
        value = theme.text(words, role, wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return value


@dataclass(frozen=True, slots=True)
class Related:
    """Another record in a row: a caption, its number (a button that opens the target), and words about it."""

    caption: str
    number: str
    target: str
    words: str


class RelatedList(Grid):
    """Records that this one has to do with.

    Args:
        page: the page it stands on.
        row: `(one of what is shown) → its row`.

    Attributes:
        buttons: one for each, in their order.
    """

    def __init__(self, page: Page, row: Callable[[Any], Related]) -> None:
        super().__init__(2)
        self._page = page
        self._row = row
        self.buttons: list[theme.Button] = []

    def fill(self, shown: Sequence[Any]) -> None:
        """Shows them, each with a button."""
        clear(self._grid)
        self.buttons = []
        for row, one in enumerate(map(self._row, shown)):
            button = theme.Button(one.number, role="link")
            button.clicked.connect(lambda _checked=False, target=one.target: self._page.shell.open_target(target))
            self.buttons.append(button)
            words = theme.text(one.words, "muted", wrap=True)
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            for place, widget in enumerate((theme.text(one.caption, "label"), button, words)):
                self._grid.addWidget(widget, row, place, Qt.AlignmentFlag.AlignVCenter)


class Rows(Table):
    """A short table of a record's parts: so high that the first few are seen."""

    def fill(self, rows: Sequence[Any]) -> None:
        """Shows them."""
        self.fit_rows(max(1, min(len(rows), SHOWN_ROWS)))
        self.set_rows(rows)


class Columns(QHBoxLayout):
    """Two columns where there is room, else one below the other.

    Args:
        left, right: widgets from top to bottom. narrow: all of them, in the order of the one column.
        wide: width of the right column; 0: it gets two fifths.
        growing: widgets that take the height that is left; without any it is left empty.
    """

    def __init__(
        self,
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        narrow: Sequence[QWidget],
        *,
        wide: int = 0,
        growing: Collection[QWidget] = (),
    ) -> None:
        super().__init__()
        self._orders = {False: (tuple(left), tuple(right)), True: (tuple(narrow), ())}
        self._wide = wide
        self._growing = growing
        self._narrow: bool | None = None
        self._sides = (QVBoxLayout(), QVBoxLayout())
        for side in self._sides:
            side.setSpacing(12)
            self.addLayout(side)
        self.fold(narrow=False)

    def fold(self, *, narrow: bool) -> None:
        """One column, or two."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for side, widgets in zip(self._sides, self._orders[narrow], strict=True):
            while side.count():
                side.takeAt(0)  # the widgets stay where they are in the page, and in the order of Tab
            for widget in widgets:
                side.addWidget(widget, 1 if widget in self._growing else 0)
            if not any(widget in self._growing for widget in widgets):
                side.addStretch(1)
        if self._wide:
            for widget in self._orders[False][1]:
                widget.setMinimumWidth(0 if narrow else self._wide)
                widget.setMaximumWidth(ANY_WIDTH if narrow else self._wide)
        self.setStretch(0, 3)
        self.setStretch(1, 0 if narrow or self._wide else 2)
        self.setSpacing(0 if narrow else 12)


__all__ = ["TOP", "Columns", "Fact", "FactSheet", "Facts", "Grid", "Related", "RelatedList", "Rows", "clear"]
