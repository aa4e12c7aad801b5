"""The monthly report on the screen: its figures, and the same charts as on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desk.i18n import _, speaking
from desk.services.reports import pages as report_pages
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear, scrolling

if TYPE_CHECKING:
    from desk.services.reports import Chart
    from desk.services.reports.views import MonthView

BASE = 96.0
"""Pixels per inch of a screen at 100 %."""
WHOLE = 700
"""About the width of a whole chart in pixels at 100 %; charts grow and shrink with the window from there."""


class _Figure(QWidget):
    """A number with what it counts."""

    def __init__(self, words: str, value: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 18, 0)
        layout.setSpacing(1)
        layout.addWidget(theme.text(words, "small"))
        layout.addWidget(theme.text(value, "heading"))


class MonthSheet(QWidget):
    """Figures on top, charts in two columns, how it was counted at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._view: MonthView | None = None
        self._drawn: tuple[float, bool] = (0.0, False)
        self.pictures: list[QLabel] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 4, 0)
        box.setSpacing(12)
        self._figures_card = theme.Card()
        self._figures = QGridLayout()
        self._figures.setVerticalSpacing(10)
        self._figures_card.body.addLayout(self._figures)
        box.addWidget(self._figures_card)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        box.addLayout(self._grid)
        self._notes = theme.text("", "small", wrap=True)
        box.addWidget(self._notes)
        box.addStretch(1)
        area = scrolling(content)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and PgDn scroll it
        outer.addWidget(area)
        self.setFocusProxy(area)

    def show_month(self, view: MonthView) -> None:
        """Shows the figures of a month."""
        self._view = view
        with speaking(view.language):
            notes = report_pages.notes(view)
        self._notes.setText(" ".join(notes) if view.total else "")
        self._place_figures()

    def figures(self) -> list[tuple[str, str]]:
        """What the figures say: words and value."""
        view = self._view
        if view is None:
            return []
        with speaking(view.language):
            found = [
                # L10N: 受理件数
                (_("Requests received"), f"{view.total:,}"),
                # L10N: 已完成
                (_("Done"), f"{view.done:,}"),
                # L10N: 未完成
                (_("Unfinished"), f"{view.unfinished:,}"),
                # L10N: 取消
                (_("Cancelled"), f"{view.cancelled:,}"),
                # L10N: 重新受理
                (_("Reopened"), f"{view.reopened:,}"),
                # L10N: 重复反映
                (_("Came again"), f"{view.repeats:,}"),
            ]
            found += [(words, rate.text) for words, rate in report_pages.rates(view)]
            # L10N: 平均评价
            found.append((_("Mean grade"), view.mean))
        return found

    def _place_figures(self) -> None:
        clear(self._figures)
        figures = [_Figure(*figure) for figure in self.figures()]
        if not figures:
            return
        widest = max(figure.sizeHint().width() for figure in figures)
        across = max(1, min(len(figures), (self.width() - 4 * theme.MARGIN) // max(1, widest)))
        for at, figure in enumerate(figures):
            self._figures.addWidget(figure, at // across, at % across)
        for at in range(len(figures)):
            self._figures.setColumnStretch(at, 1 if at < across else 0)

    def dpi(self) -> float:
        """Charts as wide as there is room, within what can be read; sharp on every screen."""
        room = max(400, self.width() - 60)
        return round(min(1.4, max(0.75, room / WHOLE)) * BASE) * self.devicePixelRatioF()

    def fits(self, dpi: float, *, dark: bool) -> bool:
        """Whether the charts shown are those of this size and these colours."""
        return abs(dpi - self._drawn[0]) < 4 and dark == self._drawn[1]

    def show_charts(self, charts: Sequence[Chart], dpi: float, *, dark: bool) -> None:
        """Shows the charts; the trend takes the whole width."""
        self._drawn = (dpi, dark)
        clear(self._grid)
        self.pictures = []
        row = side = 0
        for chart in charts:
            card = theme.Card(chart.title)
            label = QLabel()
            pixmap = QPixmap()
            pixmap.loadFromData(chart.png)
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            label.setPixmap(pixmap)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setAccessibleName(chart.title)
            label.setAccessibleDescription(chart.text)
            label.setToolTip(say.tooltip(chart.text))
            card.body.addWidget(label)
            card.body.addStretch(1)
            self.pictures.append(label)
            whole = chart.code == "trend"
            if whole and side:
                row, side = row + 1, 0
            self._grid.addWidget(card, row, side, 1, 2 if whole else 1)
            row, side = (row + 1, 0) if whole or side else (row, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_figures()


__all__ = ["MonthSheet"]
