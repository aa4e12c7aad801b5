# ruff: noqa: PLC0415 - the first page needs nothing that draws
"""Printing: copies with their count, many at once, what the printer took, and the grid that measures one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from desk.errors import Checker, DeskError
from desk.features import slip_kinds
from desk.i18n import _
from desk.models import PrintLog, SlipRecord
from desk.services.kit.desk import Act, Desk
from desk.services.slips.core import (
    contents,
    get,
    pictures_of,
    printings,
    render_row,
)
from desk.services.slips.whole import WHOLE_PRINTED, WHOLE_PRINTED_MANY, asked_for
from desk.slips.engine.paper import PAPERS
from desk.slips.engine.slip import Marks


@dataclass(frozen=True, slots=True)
class Printing:
    """What goes to the printer.

    Attributes:
        pdf: the pages.
        count: 0 for the first printing, else the number beside 补打.
        logs: ids of its lines in the log of printings, for `printed`.
    """

    pdf: bytes
    count: int
    logs: tuple[int, ...] = ()


def print_copy(
    desk: Desk,
    number: str,
    *,
    printer: str = "",
    reason: str = "",
    paper: str | None = None,
    copy_only: str | None = None,
    waits: bool = False,
) -> Printing:
    """Logs a printing and gives the pages to print: before anything goes to the printer.

    The first printing of a valid slip is the original; later ones carry 补打 with their count. A void slip is printed
    with 作废 across it. When the pages cannot be made nothing is logged. The offset of the printer is not in the
    pages; see `printer_choice`.

    Args:
        desk: the desk.
        number: the slip's number.
        printer: the system's name of the printer.
        reason: why it is printed again, if it is.
        paper: code of the paper; the one it was issued for when None.
        copy_only: the name of the one copy wanted; all when None.
        waits: it counts only once `printed` says that the printer took it; else it counts at once.

    Raises:
        NotFound: no slip has this number.
        NotAllowed: nobody is signed in, or it needs the word of who may see identity numbers (`asked_for`).
        DeskError: the paper does not suit the kind.
    """
    with desk.act("slip.print") as act:
        desk.require("receptionist")
        row = get(act.session, number)
        count = printings(act.session, row.id)
        if asked_for(act, desk, [row], first={row.number} if not count else ()):
            act.name = WHOLE_PRINTED
        pages = render_row(desk, row, contents(act.session, [row])[0], count, paper=paper, copy_only=copy_only)
        logs = _log(act, {row.id: count}, printer, reason, taken=not waits)
        act.about("slip", row.id, number=row.number, count=count, printer=printer, reason=reason.strip())
        act.touch_subject(row.subject)
    return Printing(pages, count, logs)


def _log(act: Act, counts: Mapping[int, int], printer: str, reason: str, *, taken: bool) -> tuple[int, ...]:
    """The lines of a printing: by the slip's id, how often it was printed before."""
    rows = [
        PrintLog(
            slip_id=slip_id,
            count=count,
            at=act.at,
            staff_id=act.staff_id,
            printer=printer,
            reason=reason.strip(),
            taken=taken,
        )
        for slip_id, count in counts.items()
    ]
    act.session.add_all(rows)
    act.session.flush()
    return tuple(row.id for row in rows)


def printed(desk: Desk, logs: Iterable[int]) -> None:
    """The printer took what was logged as meant: now it counts (a later printing is a 补打).

    Args:
        desk: the desk.
        logs: `Printing.logs` or `Batch.logs`.

    Raises:
        NotAllowed: nobody is signed in.
    """
    wanted = list(logs)
    with desk.act("slip.printed") as act:
        desk.require("receptionist")
        rows = act.session.execute(
            select(PrintLog, SlipRecord).join(SlipRecord).where(PrintLog.id.in_(wanted)).order_by(PrintLog.id)
        )
        numbers = []
        for log, row in rows:
            log.taken = True
            numbers.append(row.number)
            act.touch("slip", row.id)
            act.touch_subject(row.subject)
        act.data.update(numbers=numbers)


@dataclass(frozen=True, slots=True)
class Batch:
    """Many slips as one PDF.

    Attributes:
        pdf: the pages, slip after slip.
        counts: by number, 0 for a first printing, else the number beside 补打.
        logs: ids of the lines in the log of printings, for `printed`.
    """

    pdf: bytes
    counts: Mapping[str, int]
    logs: tuple[int, ...] = ()


def print_many(
    desk: Desk,
    numbers: Iterable[str],
    *,
    printer: str = "",
    paper: str | None = None,
    reason: str = "",
    waits: bool = False,
) -> Batch:
    """Logs a printing of each slip and gives all their pages as one PDF, in the order of `numbers`.

    Args:
        desk: the desk.
        numbers: the slips' numbers, at least one; a number that comes twice is printed once.
        printer: the system's name of the printer.
        paper: code of a paper that suits all of them; the first one's own when None.
        reason: why they are printed again, if they are.
        waits: they count only once `printed` says that the printer took them.

    Raises:
        InvalidInput: field `numbers`: there is none.
        NotFound: no slip has one of the numbers; NotAllowed: nobody is signed in.
        DeskError: the paper does not suit one of the kinds. Nothing is logged then.
    """
    from desk.slips.engine.renderer import render_many

    wanted = list(dict.fromkeys(numbers))
    check = Checker()
    if not wanted:
        # L10N: 没有可打印的单据
        check.add("numbers", "required", _("There is nothing to print."))
    check.done()
    with desk.act("slip.print-many") as act:
        desk.require("receptionist")
        rows = [get(act.session, number) for number in wanted]
        paper = paper or rows[0].paper
        jobs, counts = [], {}
        for row, slip in zip(rows, contents(act.session, rows), strict=True):
            if paper not in PAPERS or (paper != row.paper and paper not in slip_kinds()[row.kind].papers):
                raise DeskError("paper", _("This slip is not printed on that paper. Choose another one."))
            count = counts[row.number] = printings(act.session, row.id)
            jobs.append((slip, Marks(reprint=count, void=row.state == "void", issued_at=row.issued_at)))
        if asked_for(act, desk, rows, first={number for number, count in counts.items() if not count}):
            act.name = WHOLE_PRINTED_MANY
        pages = render_many(jobs, paper, pictures=pictures_of(desk))
        for row in rows:
            act.touch("slip", row.id)
            act.touch_subject(row.subject)
        logs = _log(act, {row.id: counts[row.number] for row in rows}, printer, reason, taken=not waits)
        act.data.update(numbers=[row.number for row in rows], printer=printer, reason=reason.strip())
    return Batch(pages, counts, logs)


def test_page(paper: str, *, offset: tuple[int, int]) -> bytes:
    """A page with a 10 mm grid as PDF, to measure how far a printer is off (套打).

    Args:
        paper: code of the paper.
        offset: the one in force, right and down in 0.1 mm: the grid is moved by it and names it.
    """
    from desk.slips.engine.testpage import grid_page

    return grid_page(paper, offset=offset)
