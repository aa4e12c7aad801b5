"""All papers of a file in one list, issued and printed; the whole file as one PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog

from desk.i18n import N_, _
from desk.ui.kit import tasks, theme
from desk.ui.slips.actions import ask_file, print_slip
from desk.ui.slips.papers import PapersDialog

if TYPE_CHECKING:
    from desk.services.kit.papers import Offer
    from desk.services.renovation import RenovationView
    from desk.ui.kit.pages import Page

# L10N: 其他单据…
OTHER_PAPERS = N_("Other papers…")
KEY = "Ctrl+Shift+P"


class PapersButton(theme.Button):
    """Opens the list of papers for the file of a page.

    Args:
        page: the page.
        view: gives the file that is shown.
    """

    def __init__(self, page: Page, view: Callable[[], RenovationView | None]) -> None:
        super().__init__(_(OTHER_PAPERS), key=KEY, role="small")
        self._page, self._view = page, view
        self.dialog: QDialog | None = None
        self.clicked.connect(self.choose)

    def choose(self) -> None:
        """Opens the list."""
        view = self._view()
        if view is None or self.dialog is not None:
            return
        desk = self._page.desk

        def look() -> Any:
            from desk.services import renovation as service

            return service.offered(desk, view.id)

        self._page.ask(look, lambda offers: self._offer(view, offers))

    def _offer(self, view: RenovationView, offers: Sequence[Offer]) -> None:
        if self.dialog is not None:
            return  # the key was pressed twice while the papers were read
        desk = self._page.desk

        def look(kind: str) -> Any:
            from desk.services import renovation as service

            return service.preview(desk, view.id, service.paper_of(kind))

        title = _("Other papers of {number}").format(number=view.number)
        dialog = PapersDialog(
            self._page, title, offers, look=look, choose=lambda offer: self._issue(view.id, offer.kind)
        )
        self.dialog = dialog

        def closed(_code: int) -> None:
            self.dialog = None

        dialog.finished.connect(closed)
        dialog.start()

    def _issue(self, renovation_id: int, kind: str) -> None:
        page, desk = self._page, self._page.desk

        def work() -> Any:
            from desk.services import renovation as service

            return service.issue_paper(desk, renovation_id, service.paper_of(kind))

        page.act(work, lambda slip: print_slip(page, slip))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.set_words(_(OTHER_PAPERS))
        super().changeEvent(event)


def keep_whole_file(page: Page, view: RenovationView, path: Path | None = None) -> None:
    """Keeps the index and every paper of a file as one PDF; asks where when no path is given."""
    target = path or ask_file(page, view.number)
    if target is None:
        return
    desk, file = page.desk, target

    def work() -> None:
        from desk.services import renovation as service
        from desk.ui.kit import printing

        printing.save_pdf(service.whole_file(desk, view.id), file)

    def saved(_nothing: object) -> None:
        from desk.ui.slips.batch import open_file

        # L10N: 已存为; 打开
        words = _("Saved as {file}.").format(file=file.name)
        page.shell.messages.info(words, label=_("Open"), action=lambda: open_file(page, file))

    page.act(work, saved, pool=tasks.LONG)


__all__ = ["KEY", "OTHER_PAPERS", "PapersButton", "keep_whole_file"]
