"""Pages on their way to a printer: made and logged, printed as often as remembered, counted once the printer took them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.services import slips
from desk.ui.kit import printing, tasks

if TYPE_CHECKING:
    from desk.services.slips import PrinterChoice
    from desk.ui.kit.pages import Page


def send(
    page: Page,
    make: Callable[[], Any],
    choice: PrinterChoice,
    *,
    title: str,
    on_taken: Callable[[Any], object],
    on_failed: Callable[[str], object],
    over: Callable[[], object] = lambda: None,
    pool: str = tasks.ACTS,
) -> None:
    """Makes pages, prints them in as many sets as the choice says, and counts them when the printer took the last one.

    Args:
        page: the page that asks.
        make: logs the printing as meant and gives its pages: a `Printing` or `Batch` of services.slips.
        choice: printer, paper, sets and offset.
        title: name of the job in the printer's queue.
        on_taken: gets what was made, once it counts.
        on_failed: gets the sentence of a printer that did not take it; nothing is counted then.
        over: called at the end, however it went.
        pool: where the pages are made.
    """
    desk = page.desk

    def made_or_over() -> Any:
        try:
            return make()
        except BaseException:
            over()
            raise

    def print_it(made: Any) -> None:
        offset = (choice.offset_x, choice.offset_y)

        def work() -> int:
            try:
                pages = sum(
                    printing.print_now(made.pdf, choice.printer, choice.paper, offset, title=title, trim=choice.trim)
                    for _set in range(choice.copies)
                )
                slips.printed(desk, made.logs)
            finally:
                over()
            return pages

        def ended(worked: bool, words: str) -> None:
            if worked:
                page.shell.changed()
                on_taken(made)
            else:
                on_failed(words)

        printing.PrintJob(work, page).start().finished.connect(ended)

    page.act(made_or_over, print_it, pool=pool)


def send_cards(
    page: Page,
    kind: str,
    paper: str,
    make: Callable[[str], Any],
    *,
    title: str,
    sent: Callable[[str], str],
) -> None:
    """Prints cards on the printer that this PC remembers for their kind, or the first there is; without one it says so.

    Args:
        page: the page that asks.
        kind: the kind of slip whose printer it is.
        paper: `a4` (eight to a sheet) or `cr80`.
        make: gets the printer's name, logs the printing as meant and gives its pages.
        title: name of the job in the printer's queue.
        sent: what is said once the printer took them; gets its name.
    """
    desk = page.desk

    def look() -> tuple[str, PrinterChoice]:
        choice = slips.printer_choice(desk, kind)
        known = printing.available_printers()
        return (choice.printer if choice.printer in known else known[0] if known else ""), choice

    def chosen(answer: tuple[str, PrinterChoice]) -> None:
        printer, choice = answer
        if not printer:
            # L10N: 本机没有打印机，证件已保存
            page.shell.messages.warn(_("No printer is set up on this PC. The passes are saved; print them later."))
            return
        send(
            page,
            lambda: make(printer),
            replace(choice, printer=printer, paper=paper),
            title=title,
            on_taken=lambda _batch: page.shell.messages.info(sent(printer)),
            on_failed=page.shell.messages.error,
        )

    page.ask(look, chosen, pool=tasks.PRINTERS)


__all__ = ["send", "send_cards"]
