"""Times that are promised by one key: chips under a field of day and time, each with its figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.ui.kit import theme


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """A time that a figure stands for: its words for a chip, and the moment."""

    words: str
    moment: datetime


class OfferChips(QWidget):
    """A chip for each time offered: the figure that is typed for it, and when that is.

    Args:
        take: called with the figure when a chip is clicked.
    """

    def __init__(self, take: Callable[[int], object]) -> None:
        super().__init__()
        self._take = take
        self.buttons: list[theme.Button] = []
        self._words: list[str] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 1, 0, 1)
        self._grid.setSpacing(4)
        self._grid.setColumnStretch(9, 1)
        self.hide()

    def show_offers(self, offers: Sequence[OfferedTime]) -> None:
        """Shows these; none hides the row."""
        while len(self.buttons) < len(offers):
            number = len(self.buttons) + 1
            chip = theme.Button("", role="offer", parent=self)  # without one it would be a window of its own
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _checked=False, number=number: self._take(number))
            self.buttons.append(chip)
        self._words = [f"{number}  {offer.words}" for number, offer in enumerate(offers, start=1)]
        for number, chip in enumerate(self.buttons, start=1):
            chip.setVisible(number <= len(offers))
        self.setVisible(bool(offers))
        self._place()

    def _place(self) -> None:
        """Chips that have no room beside the others stand under them."""
        room, row, column = self.width(), 0, 0
        for number, (chip, words) in enumerate(zip(self.buttons, self._words, strict=False), start=1):
            chip.set_words(words)
            if chip.sizeHint().width() > self.width() > 0:  # the figure is what is typed
                chip.set_words(str(number))
            needed = chip.sizeHint().width() + 4
            if needed > room and column:
                room, row, column = self.width(), row + 1, 0
            room -= needed
            alone = row > 0 and not column
            self._grid.addWidget(chip, row, column, 1, 9 if alone else 1, Qt.AlignmentFlag.AlignLeft)
            column += 9 if alone else 1

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


__all__ = ["OfferChips", "OfferedTime"]
