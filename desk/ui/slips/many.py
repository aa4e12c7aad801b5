"""Many papers of one kind as one job or one PDF, in the order given (building order): bills, letters, statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.i18n import _, ngettext
from desk.ui.kit import tasks
from desk.ui.slips.actions import ask_file, printer_options
from desk.ui.slips.batch import open_file

if TYPE_CHECKING:
    from desk.services.slips import PrinterChoice
    from desk.ui.kit.pages import Page


def print_papers(page: Page, kind: str, numbers: Sequence[str]) -> None:
    """Prints papers of one kind on the printer remembered for it; without a printer it offers one PDF."""
    desk, wanted = page.desk, list(numbers)
    if not wanted:
        return

    def look() -> tuple[PrinterChoice, list[str]]:
        from desk.services import slips
        from desk.ui.kit import printing

        return slips.printer_choice(desk, kind), printing.available_printers()

    def chosen(answer: tuple[PrinterChoice, list[str]]) -> None:
        choice, known = answer
        name = choice.printer or (known[0] if known else "")
        if not known:
            # L10N: 本机没有打印机，可将 {n} 份单据存为一个 PDF
            words = ngettext(
                "No printer is set up on this PC. The paper can be kept as a PDF.",
                "No printer is set up on this PC. The {n} papers can be kept as one PDF.",
                len(wanted),
            ).format(n=len(wanted))
            page.shell.messages.warn(words, label=_("Save as PDF"), action=lambda: save_papers(page, kind, wanted))
        elif name not in known:
            page.shell.messages.warn(
                _("The printer {name} is not there. Choose another printer.").format(name=name),
                label=_("Choose a printer"),
                action=lambda: printer_options(page, kind, on_done=lambda: print_papers(page, kind, wanted)),
            )
        else:
            _send(page, kind, wanted, replace(choice, printer=name))

    page.ask(look, chosen, pool=tasks.PRINTERS)


def _send(page: Page, kind: str, numbers: list[str], choice: PrinterChoice) -> None:
    desk = page.desk

    def count() -> Any:
        from desk.services import slips

        return slips.print_many(desk, numbers, printer=choice.printer, paper=choice.paper)

    def send(batch: Any) -> None:
        from desk.ui.kit import printing

        def work() -> int:
            return printing.print_now(
                batch.pdf,
                choice.printer,
                choice.paper,
                (choice.offset_x, choice.offset_y),
                title=numbers[0],
                trim=choice.trim,
            )

        def ended(worked: bool, words: str) -> None:
            if not worked:
                page.shell.messages.error(
                    words, label=_("Save as PDF"), action=lambda: save_papers(page, kind, numbers)
                )
                return
            # L10N: 已送 {n} 份到 {printer}
            said = ngettext("{n} paper sent to {printer}.", "{n} papers sent to {printer}.", len(numbers))
            page.shell.messages.info(said.format(n=len(numbers), printer=choice.printer))

        printing.PrintJob(work, page).start().finished.connect(ended)

    page.act(count, send, pool=tasks.LONG)


def save_papers(page: Page, kind: str, numbers: Sequence[str], path: Path | None = None) -> None:
    """Keeps papers as one PDF; that counts as a printing, for the paper may be made from it elsewhere."""
    desk, wanted = page.desk, list(numbers)
    name = wanted[0] if len(wanted) == 1 else f"{wanted[0]}-{len(wanted)}"
    target = path or ask_file(page, name)
    if target is None:
        return

    def work() -> None:
        from desk.services import slips
        from desk.ui.kit import printing

        paper = slips.printer_choice(desk, kind).paper
        printing.save_pdf(slips.print_many(desk, wanted, printer="PDF", paper=paper).pdf, target)

    def saved(_nothing: object) -> None:
        page.shell.messages.info(
            _("Saved as {file}.").format(file=target.name), label=_("Open"), action=lambda: open_file(page, target)
        )

    page.act(work, saved, pool=tasks.LONG)


def with_progress(page: Page, words: str, work: Any, done: Any, *, busy: tasks.Busy | None = None) -> None:
    """Runs an act that takes long, with a bar and Cancel; `work(progress)` gets the progress."""

    def failed(error: DeskError) -> None:
        if error.code == "cancelled":
            page.shell.messages.info(error.message)
        else:
            page.shell.messages.explain(error)

    def ended(value: Any) -> None:
        page.shell.changed(value)
        done(value)

    tasks.run(work, on_done=ended, on_error=failed, progress=words, owner=page, busy=busy)


__all__ = ["print_papers", "save_papers", "with_progress"]
