"""What a home's page is opened for, or whole numbers are shown for, by one key of a short list (handbook S27, C-34)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from desk.catalog import catalog
from desk.i18n import _
from desk.ui.forms.dialog import Dialog
from desk.ui.kit.pages import Page

MOST = 9
"""So many purposes have a key."""


class PurposeDialog(Dialog):
    """The purposes, each with its figure; Esc leaves.

    Args:
        page: the home's page. chosen: called with the code, "" when it was left. question: the title.
    """

    def __init__(self, page: Page, chosen: Callable[[str], object], question: str = "") -> None:
        super().__init__(
            page,
            # L10N: 查阅用途
            question or _("What do you open this page for?"),
            # L10N: 查阅用途会记入查阅记录，由经理每月复核。
            note=_("It is kept in the access log, which the manager reviews each month."),
        )
        self._chosen = chosen
        self._code = ""
        rows = QVBoxLayout()
        rows.setSpacing(6)
        self.content.addLayout(rows)
        for number, choice in enumerate(catalog("view_purposes")[:MOST], start=1):
            rows.addWidget(self._button(choice.label, str(number), partial(self._choose, choice.code), "small"))
        self.add_button(_("Cancel"), "Esc", self.reject)

    def _choose(self, code: str) -> None:
        self._code = code
        self.accept()

    def done(self, code: int) -> None:
        super().done(code)
        self._chosen(self._code)


def ask_purpose(page: Page, chosen: Callable[[str], object], question: str = "") -> None:
    """Asks once, however often the page is read meanwhile."""
    if page.shell.page() is page and not any(isinstance(one, PurposeDialog) for one in page.window().children()):
        PurposeDialog(page, chosen, question).open()


__all__ = ["PurposeDialog", "ask_purpose"]
