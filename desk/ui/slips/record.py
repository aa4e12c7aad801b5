"""The card of a record's papers: its slips with what can be done with each, and the further papers that can be issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import N_, _
from desk.ui.kit import theme
from desk.ui.kit.pages import PageAction
from desk.ui.kit.record_page import RecordCard, RecordPage
from desk.ui.slips.actions import SlipBar, print_slip
from desk.ui.slips.papers import PapersDialog

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.kit.papers import Offer
    from desk.services.slips import SlipView
    from desk.slips.engine.slip import Slip
    from desk.ui.kit.pages import Page

# L10N: 其他单据…
OTHER_PAPERS = N_("Other papers…")
KEY = "Ctrl+Shift+P"


def _asks_nothing(_page: Page, _record: Any, _kind: str) -> QDialog:
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Further:
    """The papers that can be issued for a kind of record; a feature says which. All but `ask` runs on a worker.

    Attributes:
        offered: the papers that fit, each with why it is not possible yet.
        preview: a paper as it would be issued now.
        issue: issues a paper that asks nothing.
        ask: asks for what is not in the record, issues the paper and prints it; needed where a paper asks something.
    """

    offered: Callable[[Desk, int], Sequence[Offer]]
    preview: Callable[[Desk, int, str], Slip]
    issue: Callable[[Desk, int, str], SlipView]
    ask: Callable[[Page, Any, str], QDialog] = _asks_nothing


class RecordPapers(QWidget):
    """The slips of a record, and the button to its further papers.

    Attributes:
        slips: the slips. button: opens the list of papers; not there without `further`. dialog: the one that is open.
    """

    def __init__(self, page: RecordPage, further: Further | None = None) -> None:
        super().__init__()
        self._page = page
        self.further = further
        self._asking = False
        self._wanted = ""
        self.dialog: QDialog | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self.slips = SlipBar(page)
        layout.addWidget(self.slips)
        self.button = theme.Button("", key=KEY, role="small")
        self.button.clicked.connect(lambda _checked=False: self.choose())
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.setVisible(further is not None)

    def fill(self, slips: Sequence[SlipView]) -> None:
        """Shows the slips of a record, given oldest first."""
        self.slips.show_slips(slips)
        self.slips.retranslate()
        self.button.set_words(_(OTHER_PAPERS))

    def page_keys(self) -> tuple[PageAction, ...]:
        """What is done with papers by key."""
        # L10N: 打印
        keys = (PageAction(N_("Print the slip"), "Ctrl+P", self.slips.print_newest),)
        return (*keys, PageAction(OTHER_PAPERS, KEY, self.choose)) if self.further is not None else keys

    def choose(self, kind: str = "") -> None:
        """Opens the list of papers, at the one of a kind where it is offered."""
        record, further, desk = self._page.record, self.further, self._page.desk
        if record is None or further is None or self.dialog is not None or self._asking:
            return
        self._asking, self._wanted = True, kind

        def failed(error: DeskError) -> None:
            self._asking = False
            self._page.shell.messages.explain(error)

        self._page.ask(
            lambda: further.offered(desk, record.id),
            lambda offers: self._offer(record, further, offers),
            on_error=failed,
        )

    def _offer(self, record: Any, further: Further, offers: Sequence[Offer]) -> None:
        self._asking = False
        page, desk = self._page, self._page.desk

        def choose(offer: Offer) -> None:
            kind = offer.kind
            if offer.asks:
                self._keep(further.ask(page, record, kind))
            else:
                page.act(lambda: further.issue(desk, record.id, kind), lambda slip: print_slip(page, slip))

        # L10N: 其他单据
        title = _("Other papers of {number}").format(number=record.number)

        def look(kind: str) -> Any:
            return further.preview(desk, record.id, kind)

        dialog = PapersDialog(page, title, offers, look=look, choose=choose).start()
        if wanted := self._wanted:
            dialog.table.select(lambda offer: offer.kind == wanted)
        self._keep(dialog)

    def _keep(self, dialog: QDialog) -> None:
        self.dialog = dialog

        def closed(_code: int) -> None:
            if self.dialog is dialog:
                self.dialog = None

        dialog.finished.connect(closed)


def print_newest(page: Page, record: Any, kind: str) -> None:
    """Prints the newest slip of a kind that a record has."""
    found = [slip for slip in record.slips if slip.kind == kind]
    if found:
        print_slip(page, found[-1])


def papers_card(
    *,
    of: Callable[[Any], Sequence[SlipView]] | None = None,
    read: Callable[[Desk, int], Sequence[SlipView]] | None = None,
    further: Further | None = None,
) -> RecordCard:
    """The card of papers of a record's page; the slips are a part of the record, or read by themselves."""
    # L10N: 单据
    heading = N_("Slips")

    def make(page: Any) -> RecordPapers:
        return RecordPapers(page, further)

    shows = frozenset({"slip"}) if read is not None else frozenset()
    return RecordCard("papers", heading, make, of=of, read=read, shows=shows, always=True, right=True)


__all__ = ["KEY", "OTHER_PAPERS", "Further", "RecordPapers", "papers_card", "print_newest"]
