"""Pages on their way to a printer: made and logged, printed as often as remembered, counted once the printer took them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.ui.kit import tasks

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
        from desk.services import slips
        from desk.ui.kit import printing

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


__all__ = ["send"]
