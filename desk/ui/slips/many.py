"""Many papers of one kind as one job or one PDF, in the order given (building order): bills, letters, statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from desk.errors import DeskError
from desk.i18n import _, ngettext
from desk.services import slips
from desk.ui.kit import printing, tasks
from desk.ui.slips.actions import ask_file, printer_options
from desk.ui.slips.batch import open_file

if TYPE_CHECKING:
    from desk.services.slips import PrinterChoice
    from desk.ui.kit.pages import Page


class Said(NamedTuple):
    """What is said of several papers: the words for their number where there is no printer, and where they were sent to one."""

    no_printer: Callable[[int], str]
    sent: Callable[[int], str]


def _no_printer(n: int) -> str:
    # L10N: 本机没有打印机，可将 {n} 份单据存为一个 PDF
    return ngettext(
        "No printer is set up on this PC. The paper can be kept as a PDF.",
        "No printer is set up on this PC. The {n} papers can be kept as one PDF.",
        n,
    )


def _sent(n: int) -> str:
    # L10N: 已送 {n} 份到 {printer}
    return ngettext("{n} paper sent to {printer}.", "{n} papers sent to {printer}.", n)


PAPERS = Said(_no_printer, _sent)


@dataclass(frozen=True, slots=True)
class _Many:
    page: Page
    kind: str
    numbers: list[str]
    said: Said
    ended: Callable[[str], object]
    before: str


def print_papers(
    page: Page, kind: str, numbers: Sequence[str], *, said: Said = PAPERS, ended: Callable[[str], object] | None = None,
    before: str = "",
) -> None:  # fmt: skip
    """Prints papers of one kind on the printer remembered for it; without a printer it offers one PDF.

    Args:
        page: the page that asks.
        kind: of the papers.
        numbers: of the papers, in the order in which they are printed.
        said: how they are called where something is said of them.
        ended: gets the sentence of what was printed, "" where nothing was; None says it on the page.
        before: what was done before, said where no printer is there.
    """
    if numbers:
        _begin(_Many(page, kind, list(numbers), said, ended or partial(_tell, page), before))


def _tell(page: Page, words: str) -> None:
    if words:
        page.shell.messages.info(words)


def _begin(many: _Many) -> None:
    desk, messages = many.page.desk, many.page.shell.messages

    def look() -> tuple[PrinterChoice, list[str]]:
        return slips.printer_choice(desk, many.kind), printing.available_printers()

    def keep() -> None:
        save_papers(many.page, many.kind, many.numbers)

    def chosen(answer: tuple[PrinterChoice, list[str]]) -> None:
        choice, known = answer
        name = choice.printer or (known[0] if known else "")
        if name in known:
            _send(many, replace(choice, printer=name), keep)
            return
        many.ended("")
        if not known:
            n = len(many.numbers)
            words = " ".join(part for part in (many.before, many.said.no_printer(n).format(n=n)) if part)
            messages.warn(words, label=_("Save as PDF"), action=keep)
        else:
            messages.warn(
                _("The printer {name} is not there. Choose another printer.").format(name=name),
                label=_("Choose a printer"),
                action=lambda: printer_options(many.page, many.kind, on_done=lambda: _begin(many)),
            )

    many.page.ask(look, chosen, pool=tasks.PRINTERS)


def _send(many: _Many, choice: PrinterChoice, keep: Callable[[], object]) -> None:
    page, numbers = many.page, many.numbers

    def count() -> Any:
        return slips.print_many(page.desk, numbers, printer=choice.printer, paper=choice.paper)

    def send(batch: Any) -> None:
        def work() -> int:
            offset = (choice.offset_x, choice.offset_y)
            return printing.print_now(
                batch.pdf, choice.printer, choice.paper, offset, title=numbers[0], trim=choice.trim
            )

        def over(worked: bool, words: str) -> None:
            if worked:
                n = len(numbers)
                many.ended(many.said.sent(n).format(n=n, printer=choice.printer))
            else:
                page.shell.messages.error(words, label=_("Save as PDF"), action=keep)
                many.ended("")

        printing.PrintJob(work, page).start().finished.connect(over)

    page.act(count, send, pool=tasks.LONG)


def save_papers(page: Page, kind: str, numbers: Sequence[str], path: Path | None = None) -> None:
    """Keeps papers as one PDF; that counts as a printing, for the paper may be made from it elsewhere."""
    desk, wanted = page.desk, list(numbers)
    name = wanted[0] if len(wanted) == 1 else f"{wanted[0]}-{len(wanted)}"
    target = path or ask_file(page, name)
    if target is None:
        return

    def work() -> None:
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


__all__ = ["PAPERS", "Said", "print_papers", "save_papers", "with_progress"]
