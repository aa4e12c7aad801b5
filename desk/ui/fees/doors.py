"""The way between the pages of fees: a row of buttons with their keys, the same on each list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.i18n import N_, _
from desk.ui.kit import theme
from desk.ui.kit.pages import PageAction

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

DOORS = (
    # L10N: 账单
    ("bills", N_("Bills"), "Ctrl+1"),
    # L10N: 月度出账
    ("bill-run", N_("Month's run"), "Ctrl+2"),
    # L10N: 收费项目
    ("fee-items", N_("Charge items"), "Ctrl+3"),
    # L10N: 抄表
    ("meters", N_("Meters"), "Ctrl+4"),
    # L10N: 催缴
    ("debts", N_("Dunning"), "Ctrl+5"),
    # L10N: 催缴单
    ("letters", N_("Letters"), "Ctrl+6"),
    # L10N: 欠费分析
    ("debt-ages", N_("By age"), "Ctrl+7"),
    # L10N: 对账单
    ("statements", N_("Statements"), "Ctrl+8"),
    # L10N: 预计应收
    ("forecast", N_("Forecast"), "Ctrl+9"),
)
"""Pages reached from each other instead of the sidebar: code, words, key."""


GAP = 6


class Doors(QWidget):
    """The row of buttons; the page that is shown has none. Where there is little room they go without their keys, then in two rows."""

    def __init__(self, page: Page, here: str) -> None:
        super().__init__()
        self._page = page
        self._here = here
        self.buttons: dict[str, theme.Button] = {}
        for code, _words, key in DOORS:
            if code == here:
                continue
            button = theme.Button("", key=key, role="small", parent=self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to the list
            button.clicked.connect(partial(self.go, code))
            self.buttons[code] = button
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def go(self, code: str, _checked: bool = False) -> None:
        """Opens a page."""
        self._page.shell.open_page(code)

    def keys(self) -> tuple[PageAction, ...]:
        """The keys, for the page."""
        return tuple(PageAction(words, key, partial(self.go, code)) for code, words, key in DOORS if code != self._here)

    def retranslate(self) -> None:
        """Says its words anew."""
        for code, words, _key in DOORS:
            if code in self.buttons:
                self.buttons[code].set_words(_(words))
        self._place()

    def _widths(self, *, keys: bool) -> list[int]:
        for button in self.buttons.values():
            button.show_key(shown=keys)
        return [button.sizeHint().width() for button in self.buttons.values()]

    def _place(self) -> None:
        room = max(self.width(), 1)
        widths = self._widths(keys=True)
        if sum(widths) + GAP * (len(widths) - 1) > room:
            widths = self._widths(keys=False)
        left = top = 0
        height = max(button.sizeHint().height() for button in self.buttons.values())
        for button, width in zip(self.buttons.values(), widths, strict=True):
            if left and left + width > room:
                left, top = 0, top + height + GAP
            button.setGeometry(left, top, min(width, room), height)
            left += width + GAP
        self.setFixedHeight(top + height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self._place()


__all__ = ["DOORS", "Doors"]
