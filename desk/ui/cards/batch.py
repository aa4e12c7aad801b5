"""Cards issued and printed in one go, with progress; what could not be done is said with its reason. The handbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desk.i18n import _, ngettext
from desk.services import cards
from desk.ui.kit import tasks
from desk.ui.kit.marks import RefusedDialog
from desk.ui.slips.actions import print_slip
from desk.ui.slips.many import Said, print_papers

if TYPE_CHECKING:
    from desk.services.cards import BatchView
    from desk.services.slips import SlipView
    from desk.ui.kit.pages import Page

KIND = "member-card"
Left = Callable[[Sequence[int]], object]
"""Gets the ids of those that were left out."""


def issue_cards(page: Page, members: Sequence[int], *, on_done: Left | None = None) -> None:
    """Issues a card to each of many members, then prints them all as one job."""
    desk, wanted = page.desk, list(members)
    if not wanted:
        return

    def work(progress: tasks.Progress) -> BatchView:
        return cards.issue_cards(desk, wanted, progress=progress.step)

    def done(batch: BatchView) -> None:
        page.shell.changed(batch)
        # L10N: 已发卡 {n} 张
        words = ngettext("{n} card issued.", "{n} cards issued.", len(batch.numbers)).format(n=len(batch.numbers))
        _print(page, batch, words, on_done)

    # L10N: 批量发卡
    tasks.run(work, on_done=done, owner=page, progress=_("Issuing cards"))


def print_cards_of(page: Page, members: Sequence[int], *, on_done: Left | None = None) -> None:
    """Prints the cards of many members as one job; who has none in use is named with the reason."""
    desk, wanted = page.desk, list(members)
    if not wanted:
        return

    def look() -> BatchView:
        return cards.papers_of_cards(desk, wanted)

    page.ask(look, lambda batch: _print(page, batch, "", on_done))


def _print(page: Page, batch: BatchView, before: str, on_done: Left | None) -> None:
    def ended(words: str) -> None:
        said = " ".join(part for part in (before, words) if part)
        if batch.refused:
            RefusedDialog(page, _("Not all were done"), said, batch.refused).open()
        elif said:
            page.shell.messages.info(said)
        if on_done is not None:
            on_done([each.member_id for each in batch.refused])

    if not batch.numbers:
        ended("")
        return
    print_papers(page, KIND, batch.numbers, said=CARDS, ended=ended, before=before)


def _no_printer(n: int) -> str:
    return ngettext(
        "No printer is set up on this PC. The card can be kept as a PDF.",
        # L10N: 本机没有打印机，可将 {n} 张卡存为一个 PDF
        "No printer is set up on this PC. The {n} cards can be kept as one PDF.",
        n,
    )


def _sent(n: int) -> str:
    # L10N: {n} 张卡已送 {printer}
    return ngettext("{n} card sent to {printer}.", "{n} cards sent to {printer}.", n)


CARDS = Said(_no_printer, _sent)


def print_handbook(page: Page) -> None:
    """Issues and prints the handbook of the scheme in force."""
    desk = page.desk

    def work() -> SlipView:
        return cards.issue_handbook(desk)

    page.act(work, lambda slip: print_slip(page, slip))


__all__ = ["issue_cards", "print_cards_of", "print_handbook"]
