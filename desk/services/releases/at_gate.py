"""The gate: a slip is shown, and passes, passes in part, or does not; what does not pass is kept as an event of the gate (handbook M4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from desk.errors import Checker, DeskError
from desk.i18n import _
from desk.models.releases import Release
from desk.models.slips import SlipRecord
from desk.rules.kit import texts
from desk.rules.releases import cycle
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.releases.core import RELEASES, find, get, record, view
from desk.services.releases.entries import GateEntry
from desk.services.releases.views import ReleaseView
from desk.services.slips import void_within
from desk.services.undo import reason as why

BAD = "gate-"
"""How the events begin that say that a slip was shown and is not good."""


def show(desk: Desk, number: str) -> ReleaseView:
    """A slip is shown at the gate: what it is now; one that is void, used, expired or early is logged.

    Raises:
        NotFound: no release has this number. NotAllowed: nobody is signed in.
    """
    with desk.look() as session:
        found = view(session, desk, find(session, number))
    if found.verdict == "good":
        return found
    with desk.act("release.show-at-gate") as act:
        desk.require("receptionist")
        row = find(act.session, number)
        code = cycle.verdict(row.state, row.valid_from, row.valid_to, desk.today())
        if code != "good":
            record(act, row, BAD + code)
        return view(act.session, desk, row)


def _at_the_gate(
    desk: Desk,
    release_id: int,
    entry: GateEntry,
    code: str,
    more: Callable[[Act, Release, Checker], None] | None = None,
) -> ReleaseView:
    with desk.look() as session:
        shown = view(session, desk, get(session, release_id))
    if shown.verdict != "good":
        show(desk, shown.number)
        raise DeskError(shown.verdict, f"{shown.number}: {shown.verdict_words}")

    def checks(act: Act, row: Release, check: Checker) -> None:
        # Asked again inside the transaction: another counter may have been quicker, or the day may have ended.
        now = cycle.verdict(row.state, row.valid_from, row.valid_to, desk.local(act.at).date())
        if now != "good":
            raise DeskError(now, f"{row.number}: {cycle.verdict_words(now, row.valid_from, row.valid_to)}")
        if entry.at is not None and entry.at > act.at:
            # L10N: 放行时间不能晚于现在
            check.add("at", "future", _("This moment has not come yet."))
        if entry.at is not None and desk.local(entry.at).date() < row.valid_from:
            check.add("at", "early", cycle.verdict_words("early", row.valid_from, row.valid_to))
        for name in ("guard", "carrier_document"):
            check.note(name, texts.length_problem(getattr(entry, name), texts.LINE, name))
        if more is not None:
            more(act, row, check)

    values = {"guard": entry.guard, "note": entry.note}
    with moving(desk, RELEASES, release_id, code, values, checks=checks) as step:
        row, act = step.row, step.act
        row.gate_at, row.guard = entry.at or act.at, entry.guard.strip()
        row.carrier_document = entry.carrier_document.strip().upper()
        left = entry.left if code == "part" else tuple(item.quantity for item in row.items)
        for item, count in zip(row.items, left, strict=False):
            item.passed = 0 if code == "refuse" else count
        record(act, row, step.move.happened, entry.note, guard=row.guard)
        return view(act.session, desk, row)


def let_pass(desk: Desk, release_id: int, entry: GateEntry) -> ReleaseView:
    """All goods of the list left.

    Raises:
        InvalidInput: `guard`, `at`. DeskError: `void`, `used`, `expired`, `early`: it is logged; `illegal-move`. NotFound; NotAllowed.
    """
    return _at_the_gate(desk, release_id, entry, "pass")


def let_part_pass(desk: Desk, release_id: int, entry: GateEntry) -> ReleaseView:
    """Fewer goods than listed left; the rest lapses.

    Raises:
        InvalidInput: `left`, `guard`, `at`. DeskError: as `let_pass`. NotFound; NotAllowed.
    """

    def more(_act: Act, row: Release, check: Checker) -> None:
        check.problems += cycle.left_problems([item.quantity for item in row.items], entry.left)

    return _at_the_gate(desk, release_id, entry, "part", more)


def refuse(desk: Desk, release_id: int, entry: GateEntry) -> ReleaseView:
    """Goods that are not on the list: nothing leaves, the slip stays unused until a new one takes its place.

    Raises:
        InvalidInput: `note`, `guard`, `at`. DeskError: as `let_pass`. NotFound; NotAllowed.
    """
    return _at_the_gate(desk, release_id, entry, "refuse")


def copy_back(desk: Desk, release_id: int, *, difference: str = "") -> ReleaseView:
    """The gate copy came back to the office; `difference`: what the guard wrote on it that differs from the record.

    Raises:
        InvalidInput: field `difference`, too long. DeskError: `illegal-move`, it is back already or was never used. NotFound; NotAllowed.
    """
    with moving(desk, RELEASES, release_id, "return", {"difference": difference}) as step:
        row = step.row
        row.copy_back_on, row.difference = desk.local(step.act.at).date(), difference.strip()
        record(step.act, row, step.move.happened, difference)
        return view(step.act.session, desk, row)


def void(desk: Desk, release_id: int, *, reason: str) -> ReleaseView:
    """Voids a slip that was not used; its number is never used again (handbook C-19).

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, RELEASES, release_id, "void", {"reason": reason}) as step:
        row = step.row
        row.void_reason = reason.strip()
        void_within(step.act, row.number, row.void_reason)
        record(step.act, row, step.move.happened, reason)
        return view(step.act.session, desk, row)


def slip_voided(act: Act, _desk: Desk, slip_id: int, reason: str) -> None:
    """The slip was voided among the slips: the release is void with it.

    Raises:
        DeskError: `illegal-move`, it was used or has expired.
    """
    slip = act.session.get(SlipRecord, slip_id)
    if slip is None:
        return
    row = find(act.session, slip.number)
    row.state = cycle.CYCLE.after(row, "void")
    row.void_reason = reason
    record(act, row, "void", reason)


def withdraw(act: Act, desk: Desk, row: Release) -> None:
    """A release whose issue was undone is void (services.undo)."""
    row.state, row.void_reason = cycle.CYCLE.after(row, "void"), why(desk)
    record(act, row, "void", row.void_reason)


def drop(desk: Desk, release_id: int, *, note: str = "") -> ReleaseView:
    """Closes a slip that expired without being used: its copies were asked back or are known to be lost.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, RELEASES, release_id, "drop", {"note": note}) as step:
        record(step.act, step.row, step.move.happened, note)
        return view(step.act.session, desk, step.row)


def note(desk: Desk, release_id: int, *, note: str) -> ReleaseView:
    """Writes a note into the history.

    Raises:
        InvalidInput: field `note`. NotFound; NotAllowed.
    """
    with moving(desk, RELEASES, release_id, "note", {"note": note}) as step:
        record(step.act, step.row, step.move.happened, note)
        return view(step.act.session, desk, step.row)


def sweep(desk: Desk, *, now: datetime | None = None) -> int:
    """What time itself does: slips whose last day is over expire, from 00:00 of the next day.

    Returns:
        How many expired; 0 while nobody is signed in.

    Raises:
        DeskError: `illegal-move`, one was used by somebody else meanwhile; the next run looks again.
    """
    if desk.actor is None:
        return 0
    today = desk.local(now or desk.clock()).date()
    with desk.look() as session:
        late = session.scalars(
            select(Release.id).where(Release.state.in_(cycle.OPEN), Release.valid_to < today).order_by(Release.id)
        ).all()
    for release_id in late:
        with moving(desk, RELEASES, release_id, "expire") as step:
            record(step.act, step.row, step.move.happened)
    return len(late)


__all__ = [
    "BAD", "copy_back", "drop", "let_part_pass", "let_pass", "note", "refuse", "show", "slip_voided", "sweep", "void",
]  # fmt: skip
