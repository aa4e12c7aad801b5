# ruff: noqa: PLC0415 - the first page needs nothing that draws
"""Slips: issued inside the act they belong to, printed, counted, voided; and the printer of each kind.

A slip's content is stored when it is issued and never changes (handbook C-19). Printing renders the stored content;
the only things a printing adds are 补打 with its count, and 作废 on a void slip.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from desk import features
from desk.errors import Checker, DeskError
from desk.features import slip_kinds
from desk.i18n import _
from desk.models import SlipRecord
from desk.models.kit.functions import new_ids
from desk.services.finder import index as search_index
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lines import TimelineView
from desk.services.kit.sealed import Personal, hide_numbers, seal_content
from desk.services.kit.sequences import next_number, next_numbers
from desk.services.slips.core import (
    SlipView,
    contents,
    get,
    pictures_of,
    printings,
    put_into_index,
    render_row,
    view_of,
    with_count,
)
from desk.services.slips.printers import OFFSET_MOST, TRIM_MOST, PrinterChoice, printer_choice, save_printer_choice
from desk.services.slips.printing import Batch, Printing, print_copy, print_many, printed, test_page
from desk.services.slips.whole import asked_for
from desk.slips.engine.slip import Slip, sha256

__all__ = [
    "OFFSET_MOST", "TRIM_MOST", "Batch", "PrinterChoice", "Printing", "SlipView", "issue", "issue_many", "lines", "looked_at",
    "pdf", "pictures_of", "print_copy", "print_many", "printed", "printer_choice", "save_printer_choice", "slip_content",
    "slip_view", "slips_of", "test_page", "views", "void", "void_within", "whole_content",
]  # fmt: skip


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
    put_into_index(act.session, row.id)
    act.data.setdefault("slips", []).append(number)
    act.touch("slip", row.id)
    act.touch_subject(subject)
    return view_of(row, 0, act.actor.name if act.actor else "")


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
        return contents(session, [get(session, number)], masked=True)[0]


def looked_at(slip: Slip, people: Iterable[Personal]) -> Slip:
    """A slip as it would be issued, for who only looks at it: people's numbers masked (handbook C-27)."""
    return Slip.from_json(hide_numbers(slip.to_json(), people))


def whole_content(desk: Desk, number: str, *, purpose: str) -> Slip:
    """The stored content of a slip with whole numbers; who looked, and what for, is kept (handbook C-27).

    Raises:
        NotFound: no slip has this number.
        NotAllowed: nobody is signed in, or it needs the word of who may see identity numbers (`asked_for`).
        StorageError: `broken`, the content does not fit its hash.
    """
    with desk.act("slip.look") as act:
        desk.require("receptionist")
        row = get(act.session, number)
        act.about("slip", row.id, number=row.number, purpose=purpose)
        asked_for(act, desk, [row])
        return contents(act.session, [row])[0]


def slip_view(desk: Desk, number: str) -> SlipView:
    """An issued slip by its number (in any case, spaces ignored: a scanner typed it).

    Raises:
        NotFound: no slip has this number.
    """
    with desk.look() as session:
        row = get(session, number)
        return view_of(row, printings(session, row.id), row.staff.name)


def slips_of(desk: Desk, subject: str) -> tuple[SlipView, ...]:
    """The slips of a record, oldest first."""
    with desk.look() as session:
        return views(session, [subject])


def views(session: Session, subjects: Iterable[str]) -> tuple[SlipView, ...]:
    """The slips of several records, oldest first, in one question."""
    rows = session.execute(with_count().where(SlipRecord.subject.in_(list(subjects))).order_by(SlipRecord.id))
    return tuple(view_of(row, printings, row.staff.name) for row, printings in rows)


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
        NotAllowed: nobody is signed in, or it needs the word of who may see identity numbers (`asked_for`).
        DeskError: the paper does not suit the kind.
    """
    with desk.act("slip.look") as act:
        desk.require("receptionist")
        row = get(act.session, number)
        act.about("slip", row.id, number=row.number, purpose=purpose)
        asked_for(act, desk, [row])
        slip = contents(act.session, [row])[0]
        return render_row(desk, row, slip, printings(act.session, row.id), paper=paper, copy_only=copy_only)


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
        row = get(act.session, number)
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
        put_into_index(act.session, row.id)
        act.about("slip", row.id, number=row.number, reason=row.void_reason, subject=row.subject)
        act.touch_subject(row.subject)
        return view_of(row, printings(act.session, row.id), row.staff.name)


def void_within(act: Act, number: str, reason: str) -> None:
    """Voids a slip inside the act of the feature that it belongs to, which has checked who may (a receipt, a deposit)."""
    row = get(act.session, number)
    row.state, row.void_reason = "void", reason
    act.session.flush()
    put_into_index(act.session, row.id)
