"""The way between the pages of fees: a row of buttons with their keys, the same on each list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk.i18n import N_, _
from desk.ui.kit.pages import PageAction
from desk.ui.kit.theme.button_lines import ButtonLines

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


class Doors(ButtonLines):
    """The row of buttons; the page that is shown has none."""

    def __init__(self, page: Page, here: str) -> None:
        super().__init__()
        self._page = page
        self._here = here
        for code, _words, key in DOORS:
            if code != here:
                self.add(code, key, partial(self.go, code))

    def go(self, code: str, _checked: bool = False) -> None:
        """Opens a page."""
        self._page.shell.open_page(code)

    def keys(self) -> tuple[PageAction, ...]:
        """The keys, for the page."""
        return tuple(PageAction(words, key, partial(self.go, code)) for code, words, key in DOORS if code != self._here)

    def retranslate(self) -> None:
        """Says its words anew."""
        self.say({code: _(words) for code, words, _key in DOORS})


__all__ = ["DOORS", "Doors"]
