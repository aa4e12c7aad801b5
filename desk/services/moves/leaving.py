"""Moving out (handbook A3, C-13, C-21, C-22, M1, M5): settled line by line, then the living there ends and the passes are cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models import Occupancy, Unit
from desk.models.moves import Move, MoveEvent, MoveKey, MovePerson, ResidentPass
from desk.rules import moves as rules
from desk.rules.kit.dates import EARLIEST
from desk.rules.kit.wording import listed
from desk.rules.money import UTILITIES
from desk.rules.moves.cycle import KEY_CYCLE, PASS_CYCLE
from desk.services.households.within import back_within, leave_within, residents_of
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.kit.sequences import next_number
from desk.services.moves import papers, passes
from desk.services.moves.core import MOVES, PREFIX, key_words, keys_of, open_move, record
from desk.services.moves.entries import DoneEntry, KeyBackEntry, LeaveEntry, PassBackEntry
from desk.services.moves.read import view
from desk.services.moves.views import MoveView
from desk.services.slips import SlipView


def leave(desk: Desk, entry: LeaveEntry) -> MoveView:
    """Begins a move-out: who leaves, why, until when; nothing has ended yet.

    Raises:
        InvalidInput: `why`, `day`, `people`, `unit_id` (`under-way`). NotFound: no such unit. NotAllowed.
    """
    with desk.act("move.leave") as act:
        desk.require("receptionist")
        session, today = act.session, desk.local(act.at).date()
        unit = session.get(Unit, entry.unit_id)
        if unit is None:
            raise NotFound(_("This room is not registered."))
        living = residents_of(session, unit.id, today)
        leaving = _who_leaves(entry, [stay for stay in living if stay.lives_until is None])
        check = Checker()
        if entry.why not in rules.WHY:
            # L10N: 请选择搬出原因
            check.add("why", "choice", _("Choose why they leave."))
        # L10N: 请填写搬出日期
        check.require("day", entry.day, _("On which day?"))
        if entry.day is not None and entry.day < EARLIEST:
            check.add("day", "date", _("Please check the date."))
        if set(entry.people) - {stay.id for stay in living}:
            # L10N: 所选的人不在此居住
            check.add("people", "gone", _("Somebody who is named does not live here."))
        elif not leaving:
            # L10N: 没有在住人员可办理搬出
            check.add("people", "required", _("Nobody lives here who could move out."))
        other = open_move(session, unit.id, "out")
        if other is not None:
            # L10N: {room} 正在办理搬出：{number}
            words = _("{room} has a move-out under way: {number}.")
            check.add("unit_id", "under-way", words.format(room=unit.name, number=other.number))
        check.done()
        assert entry.day is not None
        row = Move(
            number=next_number(session, PREFIX, today), kind="out", state="leaving", unit_id=unit.id,
            open_unit=f"out:{unit.id}", who=entry.why, day=entry.day, rooms=[], utilities={}, waived={},
            forwarding=entry.forwarding.strip(), note=entry.note.strip(), created_at=act.at, staff_id=act.staff_id,
        )  # fmt: skip
        row.people = [
            MovePerson(
                customer_id=stay.customer_id, occupancy_id=stay.id, role=stay.role, relation=stay.relation,
                main=place == 0, photos=0, identity=False, before=None,
            )
            for place, stay in enumerate(_once(leaving))
        ]  # fmt: skip
        session.add(row)
        session.flush()
        record(act, row, "leaving", listed(each.customer.name for each in row.people), why=row.who)
        return view(session, desk, row)


def _who_leaves(entry: LeaveEntry, living: Sequence[Occupancy]) -> list[Occupancy]:
    if entry.people:
        return [stay for stay in living if stay.id in entry.people]
    if entry.why == "end-of-lease":
        return [stay for stay in living if stay.role != "owner"]
    return list(living) if entry.why == "whole" else []


def _once(stays: Sequence[Occupancy]) -> list[Occupancy]:
    """One registration a person, the applicant first: owner, tenant, then the others."""
    rank = {role: place for place, role in enumerate(("owner", "tenant", "borrower", "relative", "member"))}
    found: dict[int, Occupancy] = {}
    for stay in sorted(stays, key=lambda each: (rank.get(each.role, 9), each.id)):
        found.setdefault(stay.customer_id, stay)
    return list(found.values())


def note_utilities(desk: Desk, move_id: int, answers: Mapping[str, Mapping[str, str]]) -> MoveView:
    """Notes for a utility that the supplier bills: not ours, or the last paid bill was seen, with the reason (handbook C-22, M2).

    Args:
        desk: the desk.
        move_id: the move-out.
        answers: `{water: {"how": "not-ours" | "bill-seen", "reason": words}}`.

    Raises:
        InvalidInput: `water_how`, `water_reason` … DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Move, check: Checker) -> None:
        for kind, answer in answers.items():
            if kind not in UTILITIES or answer.get("how") not in rules.UTILITY_ANSWERS:
                check.add(f"{kind}_how", "choice", _("Choose one of the list."))
            # L10N: 请写明原因或账单
            check.require(f"{kind}_reason", answer.get("reason", ""), _("Say why, or which bill."))

    with moving(desk, MOVES, move_id, "utilities", checks=checks) as step:
        row = step.row
        kept = {kind: {"how": answer["how"], "reason": answer["reason"].strip()} for kind, answer in answers.items()}
        row.utilities = {**row.utilities, **kept}
        told = listed(
            f"{label('charge_kinds', kind)} {label('utility_answers', each['how'])} {each['reason']}"
            for kind, each in kept.items()
        )
        record(step.act, row, step.move.happened, told)
        return view(step.act.session, desk, row)


def take_keys(desk: Desk, move_id: int, entries: Sequence[KeyBackEntry]) -> MoveView:
    """Settles keys: counted back, lost with a record, or kept by the owner; fewer pieces than were given are still out (handbook M8).

    Raises:
        InvalidInput: `keys`, `keys.0.pieces`, `keys.0.note`, `keys.0.result`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Move, check: Checker) -> None:
        known = {key.id: key for key in keys_of(act.session, row)}
        if not entries:
            check.add("keys", "required", _("Which keys?"))
        for place, each in enumerate(entries):
            at = f"keys.{place}."
            key = known.get(each.key_id)
            if key is None or key.state not in ("out", "part"):
                # L10N: 该钥匙不在此户名下
                check.add(at + "result", "key", _("These keys are not out with who leaves."))
                continue
            _check_key(check, at, each, key, owner=any(one.role == "owner" for one in row.people))

    with moving(desk, MOVES, move_id, "keys-back", checks=checks) as step:
        act, row = step.act, step.row
        known = {key.id: key for key in keys_of(act.session, row)}
        today = desk.local(act.at).date()
        for each in entries:
            _settle_key(known[each.key_id], each, today)
        act.session.flush()
        told = listed(
            f"{key_words(known[each.key_id])} {label('move_key_states', known[each.key_id].state)}" for each in entries
        )
        record(act, row, step.move.happened, told)
        return view(act.session, desk, row)


def _check_key(check: Checker, at: str, each: KeyBackEntry, key: MoveKey, *, owner: bool) -> None:
    if each.result not in ("back", "lost", "kept"):
        check.add(at + "result", "choice", _("Choose one of the list."))
    elif each.result == "back" and not 0 < each.pieces <= key.pieces - key.back:
        # L10N: 尚未交回 {n} 把
        words = _("{n} pieces are out.").format(n=key.pieces - key.back)
        check.add(at + "pieces", "number", words)
    elif each.result == "lost" and not each.note.strip():
        check.add(at + "note", "required", _("Write how it was lost."))
    elif each.result == "kept" and not owner:
        # L10N: 只有业主可以留用钥匙
        check.add(at + "result", "owner", _("Only an owner keeps the keys."))


def _settle_key(key: MoveKey, each: KeyBackEntry, today: date) -> None:
    key.note = each.note.strip() or key.note
    if each.result == "back":
        key.back += each.pieces
        code = "return" if key.back == key.pieces else "return-part"
    else:
        code = {"lost": "lose", "kept": "keep"}[each.result]
    advance(KEY_CYCLE, key, code)
    key.ended_on = today if key.state != "part" else None


def take_passes(desk: Desk, move_id: int, entries: Sequence[PassBackEntry]) -> MoveView:
    """Takes residence passes of who leaves back, or records that they are lost.

    Raises:
        InvalidInput: `passes`, `passes.0.number`, `passes.0.note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Move, check: Checker) -> None:
        known = {each.number: each for each in passes.of_people(act.session, row)}
        if not entries:
            # L10N: 请选择居住证
            check.add("passes", "required", _("Which passes?"))
        for place, each in enumerate(entries):
            found = known.get(each.number)
            if found is None or found.state not in ("active", "cancelled"):
                # L10N: 该居住证不在此户名下
                check.add(f"passes.{place}.number", "pass", _("This pass is not with who leaves."))
            if each.lost and not each.note.strip():
                check.add(f"passes.{place}.note", "required", _("Write how it was lost."))

    with moving(desk, MOVES, move_id, "passes-back", checks=checks) as step:
        act, row = step.act, step.row
        known = {each.number: each for each in passes.of_people(act.session, row)}
        for each in entries:
            passes.end_within(act, desk, known[each.number], "lose" if each.lost else "return", each.note)
        record(act, row, step.move.happened, listed(each.number for each in entries))
        return view(act.session, desk, row)


def issue_clearance(desk: Desk, move_id: int) -> SlipView:
    """Issues the 清户单 as things stand now.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, MOVES, move_id, "clearance") as step:
        slip = papers.issue_within(step.act, desk, step.row, "clearance")
        record(step.act, step.row, step.move.happened, slip=slip.number)
        return slip


def move_out(desk: Desk, move_id: int, entry: DoneEntry | None = None) -> MoveView:
    """The household has left: living there ends, an owner stays owner; passes are cancelled and to come back (handbook A3, C-21).

    The gate `move.out` is asked inside the transaction: what another counter lent a moment ago stands in the way (handbook M10).

    Raises:
        InvalidInput: everything in the way, all at once; field `day`. DeskError: `illegal-move`. NotFound.
        NotAllowed: a waiver needs a higher role.
    """
    done = entry or DoneEntry()

    def checks(act: Act, row: Move, check: Checker) -> None:
        stays = _stays(act.session, row)
        since = {stay.customer.name: stay.lives_since for stay in stays if stay.lives_until is None}
        check.problems += rules.day_problems(done.day or row.day, today=desk.local(act.at).date(), since=since)

    with moving(desk, MOVES, move_id, "move-out", checks=checks, waived=done.waived) as step:
        act, row = step.act, step.row
        row.day = done.day or row.day
        cancelled = [each.number for each in passes.of_people(act.session, row) if each.state == "active"]
        for person in row.people:
            for stay in _of_person(act.session, row, person):
                _end(act, desk, row, person, stay)
        act.session.flush()
        row.open_unit, row.done_at, row.waived = None, act.at, dict(step.waived)
        papers.issue_within(act, desk, row, "clearance")
        record(
            act, row, step.move.happened, listed(each.customer.name for each in row.people), day=row.day.isoformat(),
            passes=cancelled, waived=dict(step.waived),
        )  # fmt: skip
        return view(act.session, desk, row)


def _end(act: Act, desk: Desk, row: Move, person: MovePerson, stay: Occupancy) -> None:
    if not stay.lives or stay.lives_until is not None:
        return  # the registration was ended meanwhile
    before = dict(person.before or {})
    before[str(stay.id)] = {"until": stay.until.isoformat() if stay.until else None}
    person.before = before
    leave_within(act, desk, stay, row.day, label("move_why", row.who))


def _of_person(session: Session, row: Move, person: MovePerson) -> list[Occupancy]:
    """All registrations of somebody who leaves: whoever owns a home and is its tenant on paper too leaves once."""
    return list(
        session.scalars(
            select(Occupancy)
            .where(Occupancy.unit_id == row.unit_id, Occupancy.customer_id == person.customer_id, Occupancy.lives)
            .order_by(Occupancy.id)
        )
    )


def _stays(session: Session, row: Move) -> list[Occupancy]:
    return [stay for person in row.people for stay in _of_person(session, row, person)]


def reverse(desk: Desk, move_id: int, *, reason: str) -> MoveView:
    """Takes a move-out back: everybody lives there as before, cancelled passes that did not come back are valid again (handbook C-19).

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`; `registered-anew`: somebody was registered in the same role since.
        NotFound. NotAllowed: not a supervisor.
    """
    with moving(desk, MOVES, move_id, "reverse", {"reason": reason}) as step:
        act, row = step.act, step.row
        for person in row.people:
            for stay_id, before in (person.before or {}).items():
                stay = act.session.get_one(Occupancy, int(stay_id))
                _refuse_anew(act.session, stay)
                until = date.fromisoformat(before["until"]) if before["until"] else None
                back_within(act, stay, until=until, lives_until=None)
        act.session.flush()
        ended = _cancelled_by(act.session, row)
        for each in passes.of_people(act.session, row):
            if each.state == "cancelled" and each.number in ended:
                advance(PASS_CYCLE, each, "revive")
                each.bearer, each.ended_on = f"{each.unit_id}:{each.customer_id}", None
                act.touch("resident-pass", each.id)
        act.session.flush()
        record(act, row, step.move.happened, reason)
        return view(act.session, desk, row)


def _cancelled_by(session: Session, row: Move) -> set[str]:
    """The passes that this move-out cancelled."""
    event = session.scalars(
        select(MoveEvent)
        .where(MoveEvent.move_id == row.id, MoveEvent.kind == "moved-out")
        .order_by(MoveEvent.id.desc())
    ).first()
    return set((event.data or {}).get("passes", ())) if event is not None else set()


def _refuse_anew(session: Session, stay: Occupancy) -> None:
    again = session.scalars(
        select(Occupancy.id).where(
            Occupancy.unit_id == stay.unit_id, Occupancy.customer_id == stay.customer_id, Occupancy.role == stay.role,
            Occupancy.id != stay.id, Occupancy.until.is_(None),
        )
    ).first()  # fmt: skip
    passed = session.scalars(
        select(ResidentPass.number).where(ResidentPass.bearer == f"{stay.unit_id}:{stay.customer_id}")
    ).first()
    if again is not None or passed is not None or (stay.lives and stay.lives_until is None):
        # L10N: {name} 已重新登记，不能撤销搬出
        words = _("{name} was registered anew since; the move-out cannot be taken back.")
        raise DeskError("registered-anew", words.format(name=stay.customer.name))


__all__ = [
    "issue_clearance", "leave", "move_out", "note_utilities", "reverse", "take_keys", "take_passes",
]  # fmt: skip
