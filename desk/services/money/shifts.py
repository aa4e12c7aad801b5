"""The cashier's shift: opened with a float, kept in a book, handed over with counted cash, taken over or refused (handbook R2, S15).

Each shift has a drawer of its own in the journal. A difference between the counted and the expected cash is written down against
the account "over-short" (长短款) and explained, never corrected away.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Staff
from desk.models.money import JournalEntry, Shift, ShiftLog
from desk.rules import money as rules
from desk.rules.kit.money import count_cash
from desk.services import staff
from desk.services.kit.desk import Act, Desk
from desk.services.kit.sequences import next_number
from desk.services.money import journal, papers
from desk.services.money.core import current_shift, drawer, shift_at_work, today
from desk.services.money.entries import HandOverEntry
from desk.services.money.sheet import shift_view
from desk.services.money.views import ShiftView
from desk.services.staff import Approval


def open_shift(desk: Desk, *, counter: str = "1", opening: int = 0) -> ShiftView:
    """Opens the first shift of a counter, or one after a day without: with the float (备用金) that lies in the drawer.

    Args:
        desk: the desk.
        counter: its name.
        opening: the float in fen; it comes from the safe.

    Raises:
        InvalidInput: fields `counter`, `opening`. NotAllowed: nobody is signed in.
        DeskError: `counter`, it has a shift that was not taken over; `own-shift`, the one at the counter has one.
    """
    check = Checker()
    check.require("counter", counter, _("Which counter is it?"))
    if opening < 0:
        check.add("opening", "positive", _("The float is 0 or more."))
    check.done()
    with desk.act("shift.open") as act:
        desk.require("receptionist")
        taken = act.session.scalars(select(Shift).where(Shift.seat == counter.strip())).first()
        if taken is not None:
            # L10N: {counter} 号台已有班次 {number}，请先接班
            words = _("Counter {counter} has shift {number}, which was not taken over. Take it over first.")
            raise DeskError("counter", words.format(counter=counter.strip(), number=taken.number))
        row = _new(act, desk, counter.strip(), act.staff_id, opening, None)
        if opening:
            postings = [(drawer(act.session, row), opening), (journal.plain(act.session, "safe"), -opening)]
            journal.post(act, desk, "shift", postings, journal.About(f"shift:{row.id}", row))
        act.about("shift", row.id, number=row.number, counter=row.counter, opening=opening)
        return shift_view(act.session, row)


def _new(act: Act, desk: Desk, counter: str, staff_id: int, opening: int, previous: Shift | None) -> Shift:
    if current_shift(act.session, staff_id) is not None:
        # L10N: 您已有一个未交的班
        raise DeskError("own-shift", _("You have a shift already. Hand it over first."))
    row = Shift(
        number=next_number(act.session, "JB", today(act, desk)),
        counter=counter,
        seat=counter,
        state="open",
        staff_id=staff_id,
        opened_at=act.at,
        opening=opening,
        previous_id=previous.id if previous else None,
    )
    act.session.add(row)
    act.session.flush()
    row.account_id = journal.account(act.session, f"cash:{row.id}", "drawer").id
    act.session.flush()
    return row


def move_cash(desk: Desk, fen: int, *, note: str) -> ShiftView:
    """Takes cash out of the drawer into the safe or to the bank (more than 0), or puts change into it (less than 0).

    Raises:
        InvalidInput: fields `amount`, `note`. DeskError: `drawer`, it does not hold so much; `no-shift`. NotAllowed.
    """
    check = Checker()
    if not fen:
        check.add("amount", "positive", _("An amount is more than 0."))
    check.require("note", note, _("Say where the cash goes or comes from."))
    check.done()
    with desk.act("shift.cash") as act:
        desk.require("receptionist")
        row = shift_at_work(act)
        postings = [(drawer(act.session, row), -fen), (journal.plain(act.session, "safe"), fen)]
        journal.post(act, desk, "cash", postings, journal.About(f"shift:{row.id}", row, note.strip()))
        act.about("shift", row.id, number=row.number, fen=fen, note=note.strip())
        return shift_view(act.session, row)


# ---------------------------------------------------------------------------------------------------------------- the book
def log_line(desk: Desk, text: str, *, told: str = "", follow_up: str = "") -> ShiftView:
    """Writes a line into the book of the shift: what happened, whom it was told, what follows.

    Raises:
        InvalidInput: field `text`. DeskError: `no-shift`. NotAllowed.
    """
    check = Checker()
    check.require("text", text, _("Write what happened."))
    check.done()
    with desk.act("shift.log") as act:
        desk.require("receptionist")
        row = shift_at_work(act)
        act.session.add(
            ShiftLog(
                shift_id=row.id, kind="note", at=act.at, text=text.strip(), told=told.strip(),
                follow_up=follow_up.strip(), staff_id=act.staff_id,
            )
        )  # fmt: skip
        act.session.flush()
        act.about("shift", row.id, number=row.number)
        return shift_view(act.session, row)


def stand_in(desk: Desk, *, login: str, pin: str, leader_id: int, reason: str) -> ShiftView:
    """Notes that somebody stands in while the one on duty steps away; the shift leader (领班) agreed, both are named (handbook S15).

    Args:
        desk: the desk.
        login: of the one who stands in.
        pin: of the same.
        leader_id: who agreed.
        reason: why.

    Raises:
        InvalidInput: fields `reason`, `login`, `leader_id`.
        DeskError: `no-shift`; `stand-in`, somebody stands in already; as `staff.sign_in`. NotAllowed.
    """
    check = Checker()
    check.require("reason", reason, _("Say why the counter is left."))
    check.done()
    desk.require("receptionist")
    other = staff.approve(desk, Approval(login, pin))
    with desk.act("shift.stand-in") as act:
        row = shift_at_work(act)
        leader = act.session.get(Staff, leader_id)
        if leader is None or not leader.active:
            check.add("leader_id", "required", _("Who agreed to it?"))
        elif leader.id == act.staff_id:
            # L10N: 领班须是另一位员工
            check.add("leader_id", "oneself", _("Somebody else agrees to it."))
        if other.id == act.staff_id:
            check.add("login", "oneself", _("Somebody else stands in."))
        check.done()
        if _standing_in(act.session, row) is not None:
            raise DeskError("stand-in", _("Somebody stands in already."))
        act.session.add(
            ShiftLog(
                shift_id=row.id, kind="stand-in", at=act.at, text=reason.strip(), staff_id=act.staff_id,
                stand_in_id=other.id, leader_id=leader_id,
            )
        )  # fmt: skip
        act.session.flush()
        act.about("shift", row.id, number=row.number, stand_in=other.id, leader=leader_id)
        return shift_view(act.session, row)


def come_back(desk: Desk) -> ShiftView:
    """Ends the standing in: the one on duty is back.

    Raises:
        DeskError: `no-shift`; `no-stand-in`, nobody stands in. NotAllowed.
    """
    with desk.act("shift.back") as act:
        desk.require("receptionist")
        row = shift_at_work(act)
        line = _standing_in(act.session, row)
        if line is None:
            raise DeskError("no-stand-in", _("Nobody stands in."))
        line.until = act.at
        act.session.flush()
        act.about("shift", row.id, number=row.number)
        return shift_view(act.session, row)


def _standing_in(session: Session, row: Shift) -> ShiftLog | None:
    return session.scalars(
        select(ShiftLog).where(ShiftLog.shift_id == row.id, ShiftLog.kind == "stand-in", ShiftLog.until.is_(None))
    ).first()


# ------------------------------------------------------------------------------------------------------------ hand-over


def hand_over(desk: Desk, entry: HandOverEntry) -> ShiftView:
    """Ends the own shift with the counted cash and prints the 交接班记录; it waits for the one who takes over.

    Raises:
        InvalidInput: fields `pieces`, `reason` (a difference is explained).
        DeskError: `no-shift`; `stand-in`, the stand-in has to be ended first; as `staff.sign_in`. NotAllowed.
    """
    counted = _counted(entry.pieces)
    desk.require("receptionist")
    assert desk.actor is not None
    staff.approve(desk, Approval(desk.actor.login, entry.pin))
    with desk.act("shift.hand-over") as act:
        row = shift_at_work(act)
        if row.staff_id != act.staff_id or _standing_in(act.session, row) is not None:
            raise DeskError("stand-in", _("The one on duty hands over. End the standing in first."))
        state = rules.SHIFT.after(row, "hand-over")
        held = drawer(act.session, row)
        difference = counted - held.balance
        check = Checker()
        if difference:
            # L10N: 请说明现金差异的原因
            check.require("reason", entry.reason, _("Say why the cash differs."))
        check.done()
        row.state, row.handed_at = state, act.at
        row.expected, row.counted, row.difference = held.balance, counted, difference
        row.pieces = {str(coin): count for coin, count in entry.pieces.items() if count}
        row.reason, row.remarks = entry.reason.strip(), entry.remarks.strip()
        if difference:
            postings = [(held, difference), (journal.plain(act.session, "over-short"), -difference)]
            journal.post(act, desk, "difference", postings, journal.About(f"shift:{row.id}", row, row.reason))
        act.session.flush()
        papers.issue_shift_sheet(act, desk, row)
        act.about("shift", row.id, number=row.number, expected=row.expected, counted=counted, difference=difference)
        return shift_view(act.session, row)


def take_over(desk: Desk, shift_id: int, *, login: str, pin: str) -> ShiftView:
    """Takes a shift over with its cash and signs the new one in; both persons have entered their PINs by then.

    Raises:
        InvalidInput: field `login`: `oneself`, the cash differs and it is the same person, and no supervisor's word.
        DeskError: `illegal-move`; `own-shift`; as `staff.sign_in`. NotFound; NotAllowed.
    """
    desk.require("receptionist")
    taker = staff.approve(desk, Approval(login, pin))
    with desk.act("shift.take-over") as act:
        row = get(act.session, shift_id)
        state = rules.SHIFT.after(row, "take-over")
        same, difference = taker.id == row.staff_id, row.difference or 0
        # A difference is looked at by somebody else: the one who takes over, or a supervisor who approves it.
        approved = same and difference != 0 and desk.authority("supervisor").id != taker.id
        problem = rules.take_over_problem(same_person=same, difference=difference, approved=approved)
        if problem is not None:
            raise InvalidInput([problem])
        cash = drawer(act.session, row)
        row.state, row.seat, row.taken_at, row.taken_by_id = state, None, act.at, taker.id
        act.session.flush()
        act.actor = taker
        new = _new(act, desk, row.counter, taker.id, cash.balance, row)
        postings = [(drawer(act.session, new), cash.balance), (cash, -cash.balance)]
        journal.post(act, desk, "shift", postings, journal.About(f"shift:{new.id}", new))
        act.about("shift", new.id, number=new.number, of=row.number, opening=new.opening)
        view = shift_view(act.session, new)
    desk.actor = taker
    return view


def refuse(desk: Desk, shift_id: int, *, login: str, pin: str, reason: str) -> ShiftView:
    """Refuses to take a shift over; the difference is reversed, the one who handed over is on duty again and counts anew.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`; as `staff.sign_in`. NotFound; NotAllowed.
    """
    check = Checker()
    check.require("reason", reason, _("Say why it is refused."))
    check.done()
    desk.require("receptionist")
    other = staff.approve(desk, Approval(login, pin))
    with desk.act("shift.refuse") as act:
        row = get(act.session, shift_id)
        row.state = rules.SHIFT.after(row, "refuse")
        row.refused_reason = reason.strip()
        wrong = act.session.scalars(
            select(JournalEntry)
            .where(JournalEntry.shift_id == row.id, JournalEntry.act == "difference")
            .order_by(JournalEntry.id.desc())
            .limit(1)
        ).first()
        if row.difference and wrong is not None:
            journal.reverse(act, desk, wrong, reason.strip(), shift=row)
        act.actor = other
        act.about("shift", row.id, number=row.number, reason=reason.strip())
        act.session.flush()
        return shift_view(act.session, row)


# -------------------------------------------------------------------------------------------------------------- questions
def shift(desk: Desk, shift_id: int) -> ShiftView:
    """One shift.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        row = session.get(Shift, shift_id)
        if row is None:
            raise NotFound(_("This shift is not there."))
        return shift_view(session, row)


def my_shift(desk: Desk) -> ShiftView | None:
    """The shift at work of the one at the counter, the own or the one stood in for."""
    if desk.actor is None:
        return None
    with desk.look() as session:
        row = current_shift(session, desk.actor.id)
        return shift_view(session, row) if row else None


def waiting(desk: Desk) -> tuple[ShiftView, ...]:
    """Shifts that are handed over and wait for somebody to take them over."""
    with desk.look() as session:
        rows = session.scalars(select(Shift).where(Shift.state == "handed-over").order_by(Shift.id))
        return tuple(shift_view(session, row) for row in rows)


def shifts(desk: Desk, *, since: datetime, until: datetime) -> tuple[ShiftView, ...]:
    """The shifts that began in a span, the newest first, with the gaps before them."""
    with desk.look() as session:
        rows = session.scalars(
            select(Shift).where(Shift.opened_at >= since, Shift.opened_at < until).order_by(Shift.id.desc())
        )
        return tuple(shift_view(session, row) for row in rows)


def get(session: Session, shift_id: int) -> Shift:
    """A shift, locked.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Shift, shift_id, with_for_update={"of": Shift})
    if row is None:
        raise NotFound(_("This shift is not there."))
    return row


def _counted(pieces: Mapping[int, int]) -> int:
    try:
        return count_cash(pieces)
    except ValueError:
        # L10N: 请按面额填写张数
        words = _("Count notes and coins by denomination.")
        raise InvalidInput([Problem("pieces", words, "pieces")]) from None


__all__ = [
    "come_back",
    "get",
    "hand_over",
    "log_line",
    "move_cash",
    "my_shift",
    "open_shift",
    "refuse",
    "shift",
    "shifts",
    "stand_in",
    "take_over",
    "waiting",
]
