"""Slips: issued inside the act they belong to, printed, counted, voided; and the printer of each kind.

A slip's content is stored when it is issued and never changes (handbook C-19). Printing renders the stored content;
the only things a printing adds are 补打 with its count, and 作废 on a void slip.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session, joinedload

from desk import features
from desk.errors import Checker, DeskError, NotFound, StorageError
from desk.features import slip_kinds
from desk.i18n import _
from desk.models import PrintLog, Setting, SlipRecord
from desk.models.kit.functions import new_ids
from desk.models.slips import printings_of
from desk.services.finder import index as search_index
from desk.services.kit import attachments, reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lines import TimelineView
from desk.services.kit.sealed import Personal, hide_numbers, open_contents, seal_content
from desk.services.kit.sequences import next_number, next_numbers
from desk.slips.engine.paper import PAPERS
from desk.slips.engine.slip import Marks, Slip, sha256

OFFSET_MOST = 500
"""An offset beyond 50 mm is a typing error: no form is that far off."""
TRIM_MOST = 50
"""Beyond half a millimetre a page the printer is told a wrong paper: no correction helps."""


@dataclass(frozen=True, slots=True)
class SlipView:
    """An issued slip.

    Attributes:
        kind: code of a kind of slip (`desk.features.slip_kinds`).
        state: issued or void.
        printings: how often it was printed; the next printing is a 补打 when there was one.
        paper: code of the paper it was issued for.
        subject: kind and id of the record, `request:7`.
        staff: who issued it.
    """

    id: int
    number: str
    kind: str
    title: str
    state: str
    issued_at: datetime
    printings: int
    paper: str
    void_reason: str
    subject: str = ""
    staff: str = ""


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


@dataclass(frozen=True, slots=True)
class PrinterChoice:
    """How a kind of slip is printed on this PC.

    Attributes:
        printer: the system's name of the printer; "" for its default.
        paper: code of the paper.
        copies: how many sets; 1 to 9.
        offset_x, offset_y: what the whole form moves right and down, in 0.1 mm, signed (套打).
        trim: how much lower each page of continuous paper is printed than the one before, in 0.01 mm, signed.
    """

    printer: str = ""
    paper: str = ""
    copies: int = 1
    offset_x: int = 0
    offset_y: int = 0
    trim: int = 0


def issue(
    act: Act,
    desk: Desk,
    slip: Slip,
    *,
    subject: str,
    paper: str | None = None,
    number: str | None = None,
    people: Iterable[Personal] = (),
) -> SlipView:
    """Stores a slip inside the act it belongs to.

    Args:
        act: the act under way; it is rolled back together with the slip.
        desk: the desk.
        slip: the finished content; its number is set here.
        subject: kind and id of the record, `request:7`.
        paper: code of the paper; the kind's default when None.
        number: the record's own number (a complaint's slip carries the request's); None: the next of the kind's own.
        people: the texts of the slip that belong to somebody: they are sealed beside the content, so that they can be erased.

    Raises:
        NotAllowed: nobody is signed in.
    """
    kind = slip_kinds()[slip.kind]
    staff_id = act.staff_id
    number = number or next_number(act.session, kind.prefix, desk.local(act.at).date())
    from desk.slips.engine.renderer import RENDERER_VERSION

    content = seal_content(act.session, slip.numbered(number).to_json(), people)
    row = SlipRecord(
        number=number,
        kind=slip.kind,
        subject=subject,
        title=slip.title,
        paper=paper or kind.paper,
        content=content,
        sha256=sha256(content),
        renderer=RENDERER_VERSION,
        state="issued",
        issued_at=act.at,
        staff_id=staff_id,
    )
    act.session.add(row)
    act.session.flush()
    _index(act.session, row.id)
    act.data.setdefault("slips", []).append(number)
    act.touch("slip", row.id)
    act.touch_subject(subject)
    return _view(row, 0, act.actor.name if act.actor else "")


def issue_many(act: Act, desk: Desk, jobs: Sequence[tuple[Slip, str, str]], *, paper: str | None = None) -> list[str]:
    """Stores many slips of one kind at once inside the act they belong to; gives their numbers in the same order.

    Args:
        act: the act under way.
        desk: the desk.
        jobs: content, subject, and the record's number that it carries, "" for the next of the kind's own.
        paper: code of the paper; the kind's default when None.
    """
    from desk.slips.engine.renderer import RENDERER_VERSION

    if not jobs:
        return []
    kind, staff_id = slip_kinds()[jobs[0][0].kind], act.staff_id
    own = next_numbers(
        act.session, kind.prefix, desk.local(act.at).date(), sum(not number for _slip, _subject, number in jobs)
    )
    ids = list(new_ids(act.session, SlipRecord, len(jobs)))
    rows, numbers = [], []
    for slip_id, (slip, subject, carried) in zip(ids, jobs, strict=True):
        number = carried or own.pop(0)
        content = slip.numbered(number).to_json()
        rows.append(
            {
                "id": slip_id, "number": number, "kind": slip.kind, "subject": subject, "title": slip.title,
                "paper": paper or kind.paper, "content": content, "sha256": sha256(content), "renderer": RENDERER_VERSION,
                "state": "issued", "void_reason": "", "issued_at": act.at, "staff_id": staff_id,
            }
        )  # fmt: skip
        numbers.append(number)
    act.session.execute(insert(SlipRecord), rows)
    search_index.write(act.session, "slip", ids)
    act.data["slips"] = int(act.data.get("slips") or 0) + len(numbers)
    act.touch("slip", ids[0])
    return numbers


def slip_content(desk: Desk, number: str) -> Slip:
    """The stored content of a slip, people's numbers masked.

    Raises:
        NotFound: no slip has this number.
        StorageError: `broken`, the content does not fit its hash.
    """
    with desk.look() as session:
        return _contents(session, [_get(session, number)], masked=True)[0]


def looked_at(slip: Slip, people: Iterable[Personal]) -> Slip:
    """A slip as it would be issued, for who only looks at it: people's numbers masked (handbook C-27)."""
    return Slip.from_json(hide_numbers(slip.to_json(), people))


def whole_content(desk: Desk, number: str, *, purpose: str) -> Slip:
    """The stored content of a slip with whole numbers; who looked, and what for, is kept (handbook C-27).

    Raises:
        NotFound: no slip has this number.
        NotAllowed: nobody is signed in.
        StorageError: `broken`, the content does not fit its hash.
    """
    with desk.act("slip.look") as act:
        desk.require("receptionist")
        row = _get(act.session, number)
        act.about("slip", row.id, number=row.number, purpose=purpose)
        return _contents(act.session, [row])[0]


def slip_view(desk: Desk, number: str) -> SlipView:
    """An issued slip by its number (in any case, spaces ignored: a scanner typed it).

    Raises:
        NotFound: no slip has this number.
    """
    with desk.look() as session:
        row = _get(session, number)
        return _view(row, _printings(session, row.id), row.staff.name)


def slips_of(desk: Desk, subject: str) -> tuple[SlipView, ...]:
    """The slips of a record, oldest first."""
    with desk.look() as session:
        return views(session, [subject])


def views(session: Session, subjects: Iterable[str]) -> tuple[SlipView, ...]:
    """The slips of several records, oldest first, in one question."""
    rows = session.execute(_with_count().where(SlipRecord.subject.in_(list(subjects))).order_by(SlipRecord.id))
    return tuple(_view(row, printings, row.staff.name) for row, printings in rows)


def lines(session: Session, subjects: Iterable[str], *, without: Collection[str] = ()) -> list[TimelineView]:
    """The slips of several records as lines of a household's history; `without`: numbers that it tells already."""
    return [
        TimelineView(
            at=slip.issued_at,
            title=f"{slip.title} {slip.number}",
            detail=reasons.said(slip.void_reason),
            state=slip.state,
            staff=slip.staff,
            target=f"slip:{slip.number}",
        )
        for slip in views(session, subjects)
        if slip.number not in without
    ]


def pdf(
    desk: Desk, number: str, *, paper: str | None = None, copy_only: str | None = None, purpose: str = "look"
) -> bytes:
    """The slip as PDF for looking at or saving: marked as the next printing would be, but not counted.

    It holds whole numbers, so it needs somebody at the counter and leaves an event (handbook C-27).

    Args:
        desk: the desk.
        number: the slip's number.
        paper: code of the paper; the one it was issued for when None.
        copy_only: the name of the one copy wanted (存根联); all when None.
        purpose: what for: look, save, command.

    Raises:
        NotFound: no slip has this number.
        NotAllowed: nobody is signed in.
        DeskError: the paper does not suit the kind.
    """
    with desk.act("slip.look") as act:
        desk.require("receptionist")
        row = _get(act.session, number)
        act.about("slip", row.id, number=row.number, purpose=purpose)
        slip = _contents(act.session, [row])[0]
        return _render(desk, row, slip, _printings(act.session, row.id), paper=paper, copy_only=copy_only)


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
        NotAllowed: nobody is signed in.
        DeskError: the paper does not suit the kind.
    """
    with desk.act("slip.print") as act:
        row = _get(act.session, number)
        count = _printings(act.session, row.id)
        pages = _render(desk, row, _contents(act.session, [row])[0], count, paper=paper, copy_only=copy_only)
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
        rows = [_get(act.session, number) for number in wanted]
        paper = paper or rows[0].paper
        jobs, counts = [], {}
        for row, slip in zip(rows, _contents(act.session, rows), strict=True):
            if paper not in PAPERS or (paper != row.paper and paper not in slip_kinds()[row.kind].papers):
                raise DeskError("paper", _("This slip is not printed on that paper. Choose another one."))
            count = counts[row.number] = _printings(act.session, row.id)
            jobs.append((slip, Marks(reprint=count, void=row.state == "void", issued_at=row.issued_at)))
        pages = render_many(jobs, paper, pictures=pictures_of(desk))
        for row in rows:
            act.touch("slip", row.id)
            act.touch_subject(row.subject)
        logs = _log(act, {row.id: counts[row.number] for row in rows}, printer, reason, taken=not waits)
        act.data.update(numbers=[row.number for row in rows], printer=printer, reason=reason.strip())
    return Batch(pages, counts, logs)


def void(desk: Desk, number: str, *, reason: str) -> SlipView:
    """Voids a slip; its number is never used again, its content stays (handbook C-19).

    A receptionist may void a slip of the same day, after that a supervisor does.

    Raises:
        InvalidInput: field `reason`.
        NotAllowed: an older slip, without being supervisor.
        DeskError: `void-already`; `own-void`, only its feature voids it.
    """
    check = Checker()
    check.require("reason", reason, _("Say why the slip is void."))
    check.done()
    with desk.act("slip.void") as act:
        row = _get(act.session, number)
        kind = slip_kinds()[row.kind]
        if kind.own_void:
            raise DeskError("own-void", _(kind.own_void))
        same_day = desk.local(row.issued_at).date() == desk.local(act.at).date()
        desk.require("receptionist" if same_day else "supervisor")
        if row.state == "void":
            raise DeskError("void-already", _("Slip {number} is void already.").format(number=row.number))
        row.state = "void"
        row.void_reason = reason.strip()
        if kind.on_void:
            features.load(kind.on_void)(act, desk, row.id, row.void_reason)
        act.session.flush()
        _index(act.session, row.id)
        act.about("slip", row.id, number=row.number, reason=row.void_reason, subject=row.subject)
        act.touch_subject(row.subject)
        return _view(row, _printings(act.session, row.id), row.staff.name)


def void_within(act: Act, number: str, reason: str) -> None:
    """Voids a slip inside the act of the feature that it belongs to, which has checked who may (a receipt, a deposit)."""
    row = _get(act.session, number)
    row.state, row.void_reason = "void", reason
    act.session.flush()
    _index(act.session, row.id)


def test_page(paper: str, *, offset: tuple[int, int]) -> bytes:
    """A page with a 10 mm grid as PDF, to measure how far a printer is off (套打).

    Args:
        paper: code of the paper.
        offset: the one in force, right and down in 0.1 mm: the grid is moved by it and names it.
    """
    from desk.slips.engine.testpage import grid_page

    return grid_page(paper, offset=offset)


def printer_choice(desk: Desk, kind: str) -> PrinterChoice:
    """The printer, paper, copies and offset remembered for a kind of slip; its defaults when none are.

    Raises:
        NotFound: there is no such kind.
    """
    _check_kind(kind)
    with desk.look() as session:
        row = session.get(Setting, f"print.{kind}")
        kept: dict[str, Any] = dict(row.value) if row is not None else {}
    names = PrinterChoice.__dataclass_fields__
    choice = PrinterChoice(**{name: value for name, value in kept.items() if name in names})
    known = slip_kinds()[kind]
    # A paper that a newer version no longer offers for the kind falls back to the default.
    return choice if choice.paper in known.papers else replace(choice, paper=known.paper)


def save_printer_choice(desk: Desk, kind: str, choice: PrinterChoice) -> None:
    """Remembers how a kind of slip is printed.

    Raises:
        InvalidInput: fields `paper`, `copies`, `offset_x`, `offset_y`, `trim`.
        NotFound: there is no such kind; NotAllowed: nobody is signed in.
    """
    _check_kind(kind)
    check = Checker()
    if choice.paper not in slip_kinds()[kind].papers:
        check.add("paper", "paper", _("This slip is not printed on that paper. Choose another one."))
    if not 1 <= choice.copies <= 9:
        check.add("copies", "copies", _("Between 1 and 9 copies can be printed."))
    for name in ("offset_x", "offset_y"):
        if abs(getattr(choice, name)) > OFFSET_MOST:
            check.add(name, "offset", _("The offset lies between -50 and 50 mm."))
    if abs(choice.trim) > TRIM_MOST:
        check.add(
            "trim", "trim", _("A page is corrected by at most 0.5 mm. Beyond that the printer has a wrong paper size.")
        )
    check.done()
    value = {name: getattr(choice, name) for name in PrinterChoice.__dataclass_fields__}
    with desk.act("settings.printer") as act:
        desk.require("receptionist")
        row = act.session.get(Setting, f"print.{kind}")
        before = row.value if row is not None else None
        act.session.merge(Setting(key=f"print.{kind}", value=value))
        act.data.update(kind=kind, before=before, after=value)


def _check_kind(kind: str) -> None:
    if kind not in slip_kinds():
        # L10N: 没有单据种类 {name}
        raise NotFound(_("There is no kind of slip named {name}.").format(name=kind))


def _with_count() -> Select[Any]:
    return select(SlipRecord, printings_of(SlipRecord.id)).options(joinedload(SlipRecord.staff))


def _get(session: Session, number: str) -> SlipRecord:
    wanted = "".join(unicodedata.normalize("NFKC", number).split()).upper()
    row = session.scalars(select(SlipRecord).where(SlipRecord.number == wanted)).first()
    if row is None:
        raise NotFound(_("There is no slip {number}.").format(number=number.strip()))
    return row


def _contents(session: Session, rows: Sequence[SlipRecord], *, masked: bool = False) -> list[Slip]:
    """What the slips say, by one question however many they are."""
    for row in rows:
        if sha256(row.content) != row.sha256:
            raise StorageError(
                "broken",
                _(
                    "The stored slip {number} was changed outside the program; it is not printed. "
                    "Please tell the manager."
                ).format(number=row.number),
            )
    return [Slip.from_json(text) for text in open_contents(session, [row.content for row in rows], masked=masked)]


def _printings(session: Session, slip_id: int) -> int:
    return session.scalar(select(func.count()).where(PrintLog.slip_id == slip_id, PrintLog.taken)) or 0


def pictures_of(desk: Desk) -> Callable[[str], bytes | None]:
    """Gives the photos that slips name by their hash, out of the site's stored files; None for one that is gone."""

    def content(sha: str) -> bytes | None:
        try:
            return attachments.read(desk, sha)
        except NotFound:
            return None

    return content


def _render(desk: Desk, row: SlipRecord, slip: Slip, count: int, *, paper: str | None, copy_only: str | None) -> bytes:
    from desk.slips.engine.renderer import render

    paper = paper or row.paper
    if paper not in PAPERS or (paper != row.paper and paper not in slip_kinds()[row.kind].papers):
        raise DeskError("paper", _("This slip is not printed on that paper. Choose another one."))
    if copy_only is not None:
        if copy_only not in slip.copies:
            raise DeskError("copy", _("This slip has no copy named {name}.").format(name=copy_only))
        slip = replace(slip, copies=(copy_only,))
    return render(
        slip, paper, Marks(reprint=count, void=row.state == "void", issued_at=row.issued_at), pictures=pictures_of(desk)
    )


def _view(row: SlipRecord, printings: int, staff: str) -> SlipView:
    return SlipView(
        id=row.id,
        number=row.number,
        kind=row.kind,
        title=row.title,
        state=row.state,
        issued_at=row.issued_at,
        printings=printings,
        paper=row.paper,
        void_reason=reasons.said(row.void_reason),
        subject=row.subject,
        staff=staff,
    )


def _index(session: Session, slip_id: int) -> None:
    search_index.write(session, "slip", [slip_id])
