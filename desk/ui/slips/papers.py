"""The papers that can be issued for a record: a list with what each is or why it is not possible yet, and how it will look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desk.errors import DeskError
from desk.features import slip_kinds
from desk.i18n import N_, _
from desk.services.slips import pictures_of
from desk.ui.forms.dialog import Dialog
from desk.ui.kit import tasks, theme
from desk.ui.kit.preview import SlipPreview
from desk.ui.kit.tables import Column, Table
from desk.ui.kit.words import labelled

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.kit.papers import Offer
    from desk.slips.engine.slip import Slip
    from desk.ui.kit.pages import Page

WIDE = 1000
"""From this width of the window on there is room for the preview beside the list."""


def _photo(desk: Desk, sha: str) -> bytes | None:
    """A photo that a paper names, on the worker."""
    return pictures_of(desk)(sha)


class PapersDialog(Dialog):
    """The list of papers; Enter issues the current one, or says why it is not possible.

    Args:
        page: the page it belongs to.
        title: its words.
        offers: what the service offers for the record.
        look: builds a kind of paper as it would be issued now; called on a worker.
        choose: gets the offer that was taken.
    """

    def __init__(
        self,
        page: Page,
        title: str,
        offers: Sequence[Offer],
        *,
        look: Callable[[str], Slip],
        choose: Callable[[Offer], object],
    ) -> None:
        super().__init__(page, title)
        self._look = look
        self._choose = choose
        self._wide = page.window().width() >= WIDE
        self.offers = tuple(offers)
        self.table = Table(
            (
                # L10N: 单据
                Column("title", N_("Slip"), 24, bold=True, least=20, tone=_tone),
                # L10N: 说明
                Column("words", N_("About it"), 46, tone=_tone),
            )
        )
        self.content.addWidget(self.table)
        self.preview = SlipPreview(self)
        self.preview.photos = partial(_photo, page.desk)
        if self._wide:
            self.content.addWidget(self.preview, 1)
        else:
            self.preview.hide()
        self.cancel_button = self.add_button(_("Cancel"), "Esc", self.reject)
        # L10N: 开具并打印
        self.yes_button = self.add_button(
            _("Issue and print"), "Enter", lambda: self._take(self.table.current()), role="primary"
        )
        self.table.fit_rows(len(self.offers))
        self.table.set_rows(self.offers)
        self.table.select(lambda offer: offer.possible)
        self.table.selected.connect(self._selected)
        self.table.opened.connect(self._take)
        wide = min(theme.characters(self, 110), max(360, page.window().width() - 60))
        self.setMinimumWidth(wide)
        if self._wide:
            self.resize(wide, page.window().height() - 60)

    def start(self) -> PapersDialog:
        """Shows it, the list holding the keys."""
        self.open()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._selected(self.table.current())
        return self

    def _selected(self, offer: Offer | None) -> None:
        self.say_problem("")
        if not self._wide:
            return
        if offer is None or not offer.possible:
            self.preview.clear()
            return
        kind, look = offer.kind, self._look

        def show(slip: Slip) -> None:
            now = self.table.current()
            if now is not None and now.kind == kind:
                self.preview.show_slip(slip, slip_kinds()[kind].paper)

        def failed(_error: DeskError) -> None:
            self.preview.clear()  # issuing says what is wrong

        tasks.run(lambda: look(kind), on_done=show, on_error=failed, owner=self)

    def _take(self, offer: Offer | None) -> None:
        if offer is None:
            return
        if not offer.possible:
            self.say_problem(labelled(offer.title, offer.words))
            return
        self.accept()
        self._choose(offer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.table.current())
        else:
            super().keyPressEvent(event)


def _tone(offer: Offer) -> str:
    return "" if offer.possible else "muted"


__all__ = ["PapersDialog"]
