"""Cards issued and printed in one go, with progress; what could not be done is said with its reason. The handbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.i18n import _, ngettext
from desk.ui.kit import tasks
from desk.ui.kit.marks import RefusedDialog
from desk.ui.slips.actions import ask_file, print_slip, printer_options
from desk.ui.slips.batch import open_file

if TYPE_CHECKING:
    from desk.services.cards import BatchView
    from desk.services.slips import PrinterChoice, SlipView
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
        from desk.services import cards

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
        from desk.services import cards

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
    print_cards(page, batch.numbers, ended, before)


def print_cards(page: Page, serials: Sequence[str], ended: Callable[[str], object], before: str = "") -> None:
    """Prints cards as one job on the printer remembered for them; without a printer it offers one PDF.

    Args:
        page: the page that asks.
        serials: numbers of the cards' papers.
        ended: gets the sentence of what was printed; "" where nothing was.
        before: what was done before, said where no printer is there.
    """
    desk, wanted = page.desk, list(serials)

    def look() -> tuple[PrinterChoice, list[str]]:
        from desk.services import slips
        from desk.ui.kit import printing

        return slips.printer_choice(desk, KIND), printing.available_printers()

    def chosen(answer: tuple[PrinterChoice, list[str]]) -> None:
        choice, known = answer
        name = choice.printer or (known[0] if known else "")
        if name not in known:
            ended("")
        if not known:
            words = ngettext(
                "No printer is set up on this PC. The card can be kept as a PDF.",
                # L10N: 本机没有打印机，可将 {n} 张卡存为一个 PDF
                "No printer is set up on this PC. The {n} cards can be kept as one PDF.",
                len(wanted),
            ).format(n=len(wanted))
            page.shell.messages.warn(
                " ".join(part for part in (before, words) if part), label=_("Save as PDF"),
                action=lambda: save_cards(page, wanted),
            )  # fmt: skip
        elif name not in known:
            page.shell.messages.warn(
                _("The printer {name} is not there. Choose another printer.").format(name=name),
                label=_("Choose a printer"),
                action=lambda: printer_options(page, KIND, on_done=lambda: print_cards(page, wanted, ended, before)),
            )
        else:
            _send(page, wanted, replace(choice, printer=name), ended)

    page.ask(look, chosen, pool=tasks.PRINTERS)


def _send(page: Page, serials: list[str], choice: PrinterChoice, ended: Callable[[str], object]) -> None:
    desk = page.desk

    def count() -> Any:
        from desk.services import slips

        return slips.print_many(desk, serials, printer=choice.printer, paper=choice.paper)

    def send(batch: Any) -> None:
        from desk.ui.kit import printing

        def work() -> int:
            return printing.print_now(
                batch.pdf,
                choice.printer,
                choice.paper,
                (choice.offset_x, choice.offset_y),
                title=serials[0],
                trim=choice.trim,
            )

        def over(worked: bool, words: str) -> None:
            if not worked:
                page.shell.messages.error(words, label=_("Save as PDF"), action=lambda: save_cards(page, serials))
                ended("")
                return
            # L10N: {n} 张卡已送 {printer}
            said = ngettext("{n} card sent to {printer}.", "{n} cards sent to {printer}.", len(serials))
            ended(said.format(n=len(serials), printer=choice.printer))

        printing.PrintJob(work, page).start().finished.connect(over)

    page.act(count, send, pool=tasks.LONG)


def save_cards(page: Page, serials: Sequence[str], path: Path | None = None) -> None:
    """Keeps cards as one PDF; that counts as a printing, for cards may be made from it elsewhere."""
    desk, wanted = page.desk, list(serials)
    path = path or ask_file(page, wanted[0] if len(wanted) == 1 else f"{wanted[0]}-{len(wanted)}")
    if path is None:
        return
    target = path

    def work() -> None:
        from desk.services import slips
        from desk.ui.kit import printing

        paper = slips.printer_choice(desk, KIND).paper
        printing.save_pdf(slips.print_many(desk, wanted, printer="PDF", paper=paper).pdf, target)

    def saved(_nothing: object) -> None:
        page.shell.messages.info(
            _("Saved as {file}.").format(file=target.name), label=_("Open"), action=lambda: open_file(page, target)
        )

    page.act(work, saved, pool=tasks.LONG)


def print_handbook(page: Page) -> None:
    """Issues and prints the handbook of the scheme in force."""
    desk = page.desk

    def work() -> SlipView:
        from desk.services import cards

        return cards.issue_handbook(desk)

    page.act(work, lambda slip: print_slip(page, slip))


__all__ = ["issue_cards", "print_cards", "print_cards_of", "print_handbook", "save_cards"]
