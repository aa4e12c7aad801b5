"""Work orders printed in one go: one PDF, every printing in the log; what could not be printed is said with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.i18n import _, ngettext
from desk.services import orders as work_orders
from desk.services import slips
from desk.ui.kit import printing, tasks
from desk.ui.kit.marks import RefusedDialog
from desk.ui.slips.actions import ask_file, printer_options
from desk.ui.slips.sending import send

if TYPE_CHECKING:
    from desk.services.slips import PrinterChoice
    from desk.ui.kit.pages import Page

KIND = "dispatch"


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """What was left out of a batch."""

    request_id: int
    number: str
    message: str


def print_orders_of(
    page: Page, requests: Mapping[str, int], *, on_done: Callable[[Sequence[int]], object] | None = None
) -> None:
    """Prints the valid work orders of several requests; those without one are named with the reason.

    Args:
        page: the page that asks.
        requests: ids of the requests by their numbers.
        on_done: gets the ids of the requests that were left out.
    """
    desk = page.desk
    if not requests:
        return

    def look(progress: tasks.Progress) -> tuple[list[str], list[NotPrinted]]:
        found, left = [], []
        for at, (number, request_id) in enumerate(requests.items()):
            progress.step(at, len(requests), number)
            try:
                row = work_orders.by_code(desk, number).row
            except DeskError:
                # L10N: 没有派工单：尚未派工
                left.append(NotPrinted(request_id, number, _("It has no work order: it was not assigned yet.")))
                continue
            if row.state == "out":
                found.append(row.number)
            else:
                # L10N: 派工单 {order} 已回单
                left.append(
                    NotPrinted(
                        row.request_id, number, _("Work order {order} is back already.").format(order=row.number)
                    )
                )
        return found, left

    def show(answer: tuple[list[str], list[NotPrinted]]) -> None:
        found, left = answer

        def printed(words: str) -> None:
            if left:
                RefusedDialog(page, _("Not all were printed"), words, left).open()
            else:
                page.shell.messages.info(words)
            if on_done is not None:
                on_done([one.request_id for one in left])

        if found:
            print_orders(page, found, on_done=printed)
        elif len(left) == 1:
            page.shell.messages.warn(f"{left[0].number}: {left[0].message}")
        else:
            RefusedDialog(page, _("Nothing was printed"), "", left).open()

    # L10N: 查找派工单
    tasks.run(look, on_done=show, owner=page, progress=_("Looking for the work orders"))


def print_orders(page: Page, numbers: Sequence[str], *, on_done: Callable[[str], object] | None = None) -> None:
    """Prints work orders as one job on the printer remembered for them; without a printer it offers one PDF.

    Args:
        page: the page that asks.
        numbers: the orders' numbers.
        on_done: gets the sentence of what was printed; without it the message bar says it.
    """
    desk, wanted = page.desk, list(numbers)
    say = on_done or page.shell.messages.info
    if not wanted:
        return

    def look() -> tuple[PrinterChoice, list[str]]:
        return slips.printer_choice(desk, KIND), printing.available_printers()

    def chosen(answer: tuple[PrinterChoice, list[str]]) -> None:
        choice, known = answer
        name = choice.printer or (known[0] if known else "")
        if not known:
            count = len(wanted)
            page.shell.messages.warn(
                # L10N: 本机没有打印机，可将 {n} 张派工单存为一个 PDF
                ngettext(
                    "No printer is set up on this PC. The work order can be kept as a PDF.",
                    "No printer is set up on this PC. The {n} work orders can be kept as one PDF.",
                    count,
                ).format(n=count),
                label=_("Save as PDF"),
                action=lambda: save_orders(page, wanted),
            )
        elif name not in known:
            page.shell.messages.warn(
                _("The printer {name} is not there. Choose another printer.").format(name=name),
                label=_("Choose a printer"),
                action=lambda: printer_options(page, KIND, on_done=lambda: print_orders(page, wanted, on_done=on_done)),
            )
        else:
            _send(page, wanted, replace(choice, printer=name), say)

    page.ask(look, chosen, pool=tasks.PRINTERS)


def _send(page: Page, numbers: list[str], choice: PrinterChoice, say: Callable[[str], object]) -> None:
    desk = page.desk

    def make() -> Any:
        return work_orders.print_orders(desk, numbers, printer=choice.printer, paper=choice.paper, waits=True)

    def taken(batch: Any) -> None:
        again = sum(1 for one in batch.counts.values() if one)
        said = ngettext("{n} work order sent to {printer}.", "{n} work orders sent to {printer}.", len(numbers)).format(
            n=len(numbers), printer=choice.printer
        )
        if again:
            # L10N: 其中补打 {n} 张
            said += " " + ngettext("{n} of them is a reprint.", "{n} of them are reprints.", again).format(n=again)
        say(said)

    def failed(words: str) -> None:
        page.shell.messages.error(words, label=_("Save as PDF"), action=lambda: save_orders(page, numbers))

    send(page, make, choice, title=numbers[0], on_taken=taken, on_failed=failed, pool=tasks.LONG)


def save_orders(page: Page, numbers: Sequence[str], path: Path | None = None) -> None:
    """Keeps work orders as one PDF; that counts as a printing, for the paper may be made from it elsewhere."""
    desk, wanted = page.desk, list(numbers)
    name = wanted[0] if len(wanted) == 1 else f"{wanted[0]}-{len(wanted)}"
    path = path or ask_file(page, name)
    if path is None:
        return
    target = path

    def work() -> None:
        paper = slips.printer_choice(desk, KIND).paper
        printing.save_pdf(work_orders.print_orders(desk, wanted, printer="PDF", paper=paper).pdf, target)

    def saved(_nothing: object) -> None:
        page.shell.messages.info(
            _("Saved as {file}.").format(file=target.name), label=_("Open"), action=lambda: open_file(page, target)
        )

    page.act(work, saved, pool=tasks.LONG)


def open_file(page: Page, path: Path) -> None:
    """Opens a file in the program the PC uses for it; says when there is none."""
    try:
        printing.open_pdf(path)
    except DeskError as error:
        page.shell.messages.explain(error)


__all__ = ["NotPrinted", "open_file", "print_orders", "print_orders_of", "save_orders"]
