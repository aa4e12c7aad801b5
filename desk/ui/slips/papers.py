"""The papers that can be issued for a record: a list with what each is or why it is not possible yet, and how it will look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from desk.errors import DeskError
from desk.i18n import N_, _
from desk.slips.kinds import KINDS
from desk.ui.kit import theme
from desk.ui.kit.preview import SlipPreview
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.kit.papers import Offer
    from desk.slips.engine.slip import Slip
    from desk.ui.kit.pages import Page

WIDE = 1000
"""From this width of the window on there is room for the preview beside the list."""


class PapersDialog(QDialog):
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
        super().__init__(page.window())
        self._page = page
        self._look = look
        self._choose = choose
        self._wide = page.window().width() >= WIDE
        self.offers = tuple(offers)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(theme.text(title, "heading"))
        self.table = Table(
            (
                # L10N: 单据
                Column("title", N_("Slip"), 16, bold=True, least=14, tone=_tone),
                # L10N: 说明
                Column("words", N_("About it"), 46, tone=_tone),
            )
        )
        layout.addWidget(self.table)
        self._problem = theme.text("", "note-warning", wrap=True, parent=self)
        self._problem.hide()
        layout.addWidget(self._problem)
        self.preview = SlipPreview(self)
        if self._wide:
            layout.addWidget(self.preview, 1)
        else:
            self.preview.hide()
        layout.addLayout(self._buttons())
        self.table.fit_rows(len(self.offers))
        self.table.set_rows(self.offers)
        self.table.select(lambda offer: offer.possible)
        self.table.selected.connect(self._selected)
        self.table.opened.connect(self._take)
        wide = min(theme.characters(self, 110), max(360, page.window().width() - 60))
        self.setMinimumWidth(wide)
        if self._wide:
            self.resize(wide, page.window().height() - 60)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP + 4)
        row.addStretch(1)
        self.cancel_button = theme.Button(_("Cancel"), key="Esc")
        self.cancel_button.clicked.connect(self.reject)
        # L10N: 开具并打印
        self.yes_button = theme.Button(_("Issue and print"), key="Enter", role="primary")
        self.yes_button.clicked.connect(lambda _checked=False: self._take(self.table.current()))
        row.addWidget(self.cancel_button)
        row.addWidget(self.yes_button)
        return row

    def start(self) -> PapersDialog:
        """Shows it, the list holding the keys."""
        self.open()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._selected(self.table.current())
        return self

    def problem(self) -> str:
        """Why the paper asked for is not possible; "" when nothing was refused."""
        return self._problem.text() if self._problem.isVisibleTo(self) else ""

    def _selected(self, offer: Offer | None) -> None:
        self._problem.hide()
        if not self._wide:
            return
        if offer is None or not offer.possible:
            self.preview.clear()
            return
        kind, look = offer.kind, self._look

        def show(slip: Slip) -> None:
            now = self.table.current()
            if now is not None and now.kind == kind:
                self.preview.show_slip(slip, KINDS[kind].paper)

        def failed(_error: DeskError) -> None:
            self.preview.clear()  # issuing says what is wrong

        from desk.ui.kit import tasks

        tasks.run(lambda: look(kind), on_done=show, on_error=failed, owner=self)

    def _take(self, offer: Offer | None) -> None:
        if offer is None:
            return
        if not offer.possible:
            self._problem.setText(f"{offer.title}: {offer.words}")
            self._problem.show()
            return
        self.accept()
        self._choose(offer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.table.current())
        else:
            super().keyPressEvent(event)

    def done(self, code: int) -> None:
        super().done(code)
        # As in ActDialog: without a window manager the next key would be lost.
        window = self._page.window()
        window.activateWindow()
        if window.focusWidget() is None:
            self._page.setFocus()


def _tone(offer: Offer) -> str:
    return "" if offer.possible else "muted"


__all__ = ["PapersDialog"]
