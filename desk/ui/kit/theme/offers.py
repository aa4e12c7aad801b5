"""Times that are promised by one key: chips under a field of day and time, each with its figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

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
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 1, 0, 1)
        self._row.setSpacing(4)
        self.hide()

    def show_offers(self, offers: Sequence[OfferedTime]) -> None:
        """Shows these; none hides the row."""
        while len(self.buttons) < len(offers):
            number = len(self.buttons) + 1
            chip = theme.Button("", role="offer")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _checked=False, number=number: self._take(number))
            chip.setMinimumWidth(1)
            self.buttons.append(chip)
            self._row.addWidget(chip)
            if number == 1:
                self._row.addStretch(1)
            self._row.insertWidget(number - 1, chip)
        for number, chip in enumerate(self.buttons, start=1):
            shown = number <= len(offers)
            chip.setVisible(shown)
            if shown:
                chip.set_words(f"{number}  {offers[number - 1].words}")
        self.setVisible(bool(offers))


__all__ = ["OfferChips", "OfferedTime"]
