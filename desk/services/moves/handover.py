"""The hand-over of a home (handbook A2, B1, M6): defects by room and item, meters, keys, what is handed out, the stations, the fees."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.catalog import label, whole_catalog
from desk.errors import Checker
from desk.i18n import _
from desk.models.money import Charge
from desk.models.moves import Move, MoveDefect, MoveHandout, MoveKey, MoveReading, MoveStation
from desk.rules import moves as rules
from desk.rules.kit.money import figures
from desk.rules.kit.wording import listed
from desk.rules.requests import RequestEntry
from desk.services.households import receive_within
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.money import ChargeEntry, check_charge
from desk.services.money.within import raise_charge
from desk.services.moves import papers
from desk.services.moves.core import MOVES, check_code, needed_papers, record, seen, subject
from desk.services.moves.entries import DefectEntry, HandoutsEntry, InspectEntry, KeysEntry, ReadingEntry, SignEntry
from desk.services.moves.read import view
from desk.services.moves.views import MoveView
from desk.services.requests import log_within

CLOSING = timedelta(hours=18)
"""A defect is promised for the evening of its last day."""


def inspect(desk: Desk, move_id: int, entry: InspectEntry) -> MoveView:
    """Notes a handover inspection: first the defects that the centre states, then those found (handbook A2, M6).

    What is to be repaired becomes a repair request at once. Issues the 房屋验收交接表. A later inspection adds to it.

    Raises:
        InvalidInput: `rooms`, `defects.0.room` … DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Move, check: Checker) -> None:
        if not entry.rooms:
            # L10N: 请勾选验收的房间
            check.add("rooms", "required", _("Tick the rooms that were looked at."))
        for room in entry.rooms:
            check_code(check, "rooms", "handover_rooms", room)
        for place, defect in enumerate(entry.defects):
            at = f"defects.{place}."
            check_code(check, at + "room", "handover_rooms", defect.room)
            check_code(check, at + "item", "handover_items", defect.item)
            # L10N: 请写明缺陷
            check.require(at + "words", defect.words, _("Say what is wrong."))

    with moving(desk, MOVES, move_id, "inspect", checks=checks) as step:
        act, row = step.act, step.row
        row.rooms = list(dict.fromkeys([*row.rooms, *entry.rooms, *(defect.room for defect in entry.defects)]))
        today = desk.local(act.at).date()
        deadline = today + timedelta(days=int(desk.policy["moves.defect_days"]))
        requests = []
        for defect in entry.defects:
            made = MoveDefect(
                move_id=row.id, room=defect.room, item=defect.item, origin="stated" if defect.stated else "found",
                words=defect.words.strip(), deadline=deadline if defect.repair else None,
            )  # fmt: skip
            if defect.repair:
                made.request_id, number = _log(act, desk, row, defect, deadline)
                requests.append(number)
            act.session.add(made)
        act.session.flush()
        act.session.expire(row, ["defects"])
        _tick(act, desk, row, "handover-record")
        slip = papers.issue_within(act, desk, row, "handover")
        record(act, row, step.move.happened, slip=slip.number, requests=requests, defects=len(entry.defects))
        return view(act.session, desk, row)


def _log(act: Act, desk: Desk, row: Move, defect: DefectEntry, deadline: date) -> tuple[int, str]:
    """A defect as a repair request of whoever moves in."""
    main = next((each for each in row.people if each.main), None)
    category = next(
        (str(each.extra.get("category")) for each in whole_catalog("handover_items") if each.code == defect.item),
        "walls",
    )
    # L10N: 交房验收：{room} {item} {words}
    content = _("Handover {number}: {room}, {item}: {words}").format(
        number=row.number, room=label("handover_rooms", defect.room), item=label("handover_items", defect.item),
        words=defect.words.strip(),
    )  # fmt: skip
    request = log_within(
        act,
        desk,
        RequestEntry(
            "repair",
            "counter",
            unit_id=row.unit_id,
            customer_id=main.customer_id if main else None,
            # L10N: 入住人
            caller_name=main.customer.name if main else _("who moves in"),
            category=category,
            place=label("handover_rooms", defect.room),
            severity="normal",
            content=content,
            repeated_back=True,
            promised_at=desk.midnight(deadline) + CLOSING,
        ),
    )
    return request.id, request.number


def read_meters(desk: Desk, move_id: int, readings: tuple[ReadingEntry, ...]) -> MoveView:
    """Keeps the meters' first readings, which the month's bills start from; one that was typed before is replaced (handbook M6).

    Raises:
        InvalidInput: `readings`, `readings.0.meter`, `readings.0.value`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Move, check: Checker) -> None:
        if not readings:
            # L10N: 请填写底数
            check.add("readings", "required", _("Type the readings."))
        for place, each in enumerate(readings):
            at = f"readings.{place}."
            check_code(check, at + "meter", "meters", each.meter)
            check.require(at + "value", each.value, _("Type the reading."))
            if each.value is not None and not _fits(each.value):
                # L10N: 读数为 0 以上、最多两位小数的数
                check.add(
                    at + "value", "number", _("A reading is a number from 0 on, with at most two decimal places.")
                )
        if len({each.meter for each in readings}) < len(readings):
            # L10N: 同一块表填了两次
            check.add("readings", "twice", _("One meter is read twice."))

    with moving(desk, MOVES, move_id, "readings", checks=checks) as step:
        act, row = step.act, step.row
        known = {each.meter: each for each in row.readings}
        for each in readings:
            assert each.value is not None
            kept = known.get(each.meter)
            if kept is None:
                kept = MoveReading(move_id=row.id, meter=each.meter, value=each.value, on=desk.local(act.at).date())
                act.session.add(kept)
            kept.value, kept.serial, kept.on = each.value, each.serial.strip(), desk.local(act.at).date()
        act.session.flush()
        act.session.expire(row, ["readings"])
        told = listed(f"{label('meters', each.meter)} {each.value}" for each in readings)
        record(act, row, step.move.happened, told)
        return view(act.session, desk, row)


def _fits(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value <= rules.MOST_READING and value == value.quantize(Decimal("0.01"))


def hand_keys(desk: Desk, move_id: int, entry: KeysEntry) -> MoveView:
    """Hands out keys by kind and number, signed for; issues the 钥匙领用表. They stay on the clearance until they are back.

    Raises:
        InvalidInput: `keys`, `keys.0.kind`, `keys.0.pieces`, `signed_by`; `keys.0.number`: `out`, it is with a household.
            DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, _row: Move, check: Checker) -> None:
        if not entry.keys:
            # L10N: 请填写钥匙
            check.add("keys", "required", _("Which keys?"))
        # L10N: 请填写签收人
        check.require("signed_by", entry.signed_by, _("Who signs for it?"))
        numbers: set[tuple[str, str]] = set()
        for place, each in enumerate(entry.keys):
            at = f"keys.{place}."
            check_code(check, at + "kind", "move_key_kinds", each.kind)
            if not 1 <= each.pieces <= rules.MOST_KEYS:
                # L10N: 请填写数量
                check.add(at + "pieces", "number", _("How many?"))
            tag = each.number.strip()
            if tag and ((each.kind, tag) in numbers or _is_out(act.session, each.kind, tag)):
                # L10N: {number} 已领出，不能重复发放
                check.add(at + "number", "out", _("{number} is out already.").format(number=tag))
            numbers.add((each.kind, tag))

    with moving(desk, MOVES, move_id, "keys", checks=checks) as step:
        act, row = step.act, step.row
        main = next((each for each in row.people if each.main), None)
        for each in entry.keys:
            act.session.add(
                MoveKey(
                    move_id=row.id, unit_id=row.unit_id, customer_id=main.customer_id if main else None, kind=each.kind,
                    number=each.number.strip(), pieces=each.pieces, signed_by=entry.signed_by.strip(),
                    given_on=desk.local(act.at).date(), state="out", back=0, note="",
                )
            )  # fmt: skip
        act.session.flush()
        act.session.expire(row, ["keys"])
        slip = papers.issue_within(act, desk, row, "keys")
        record(
            act, row, step.move.happened, entry.signed_by, slip=slip.number, pieces=sum(k.pieces for k in entry.keys)
        )
        return view(act.session, desk, row)


def _is_out(session: Session, kind: str, number: str) -> bool:
    found = session.scalar(
        select(func.count(MoveKey.id)).where(
            MoveKey.kind == kind, MoveKey.number == number, MoveKey.state.in_(("out", "part"))
        )
    )
    return bool(found)


def hand_out(desk: Desk, move_id: int, entry: HandoutsEntry) -> MoveView:
    """Lists what is handed out, signed for (handbook M6); issues the 资料发放签收表.

    Raises:
        InvalidInput: `pieces`, `signed_by`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Move, check: Checker) -> None:
        if not entry.pieces:
            # L10N: 请填写发放物品
            check.add("pieces", "required", _("What is handed out?"))
        for code, pieces in entry.pieces.items():
            check_code(check, "pieces", "handouts", code)
            if not 1 <= pieces <= rules.MOST_KEYS:
                check.add("pieces", "number", _("How many?"))
        check.require("signed_by", entry.signed_by, _("Who signs for it?"))

    with moving(desk, MOVES, move_id, "handouts", checks=checks) as step:
        act, row = step.act, step.row
        known = {each.code: each for each in row.handouts}
        for code, pieces in entry.pieces.items():
            kept = known.get(code)
            if kept is None:
                kept = MoveHandout(move_id=row.id, code=code, pieces=pieces, signed_by="", on=desk.local(act.at).date())
                act.session.add(kept)
            kept.pieces, kept.signed_by, kept.on = pieces, entry.signed_by.strip(), desk.local(act.at).date()
        act.session.flush()
        act.session.expire(row, ["handouts"])
        slip = papers.issue_within(act, desk, row, "handouts")
        record(act, row, step.move.happened, entry.signed_by, slip=slip.number)
        return view(act.session, desk, row)


def charge_fee(desk: Desk, move_id: int, *, kind: str, fen: int, item: str = "") -> MoveView:
    """Charges a fee of the move-in (入伙交费单); it is paid at the cashier's, and the first station waits for it (handbook M6).

    Raises:
        InvalidInput: fields of `ChargeEntry`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def charge(row: Move) -> ChargeEntry:
        return ChargeEntry(kind, fen, row.unit_id, item, subject=subject(row))

    def checks(_act: Act, row: Move, check: Checker) -> None:
        check.problems += check_charge(desk, charge(row))

    with moving(desk, MOVES, move_id, "fee", checks=checks) as step:
        made = raise_charge(step.act, desk, charge(step.row))
        record(step.act, step.row, step.move.happened, f"{made.item} {figures(fen)}", fen=fen)
        return view(step.act.session, desk, step.row)


def sign(desk: Desk, move_id: int, entry: SignEntry) -> MoveView:
    """A station of the 入伙会签单 signs, in turn (handbook B1).

    Payment signs when nothing of the move is open, agreements when they are signed, the inspection when the rooms were looked at.

    Raises:
        InvalidInput: `station`, `signer`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Move, check: Checker) -> None:
        signed = {each.code for each in row.stations}
        problem = rules.station_problem(entry.station, signed, rules.stations_for(row.who))
        check.problems += [problem] if problem else []
        # L10N: 请填写会签人
        check.require("signer", entry.signer, _("Who signs?"))
        if problem is None and not entry.waived.strip():
            lacking = _lacking(act.session, row, entry.station)
            if lacking:
                check.add("station", "open", lacking)

    with moving(desk, MOVES, move_id, "sign", checks=checks) as step:
        act, row = step.act, step.row
        act.session.add(
            MoveStation(
                move_id=row.id, code=entry.station, at=act.at, signer=entry.signer.strip(), note=entry.note.strip(),
                waived=entry.waived.strip(), staff_id=act.staff_id,
            )
        )  # fmt: skip
        act.session.flush()
        act.session.expire(row, ["stations"])
        if entry.station == "money" and not entry.waived.strip():
            _tick(act, desk, row, "move-in-payment")
        told = " ".join(
            part for part in (label("move_stations", entry.station), entry.signer, entry.waived or entry.note) if part
        )
        record(act, row, step.move.happened, told, station=entry.station)
        return view(act.session, desk, row)


def _lacking(session: Session, row: Move, station: str) -> str:
    """What a station still waits for, in words; "" when it can sign."""
    if station == "money":
        fen = open_fees(session, row)
        # L10N: 入住费用未交：{amount}
        return _("Fees of the move-in are open: {amount}").format(amount=figures(fen)) if fen else ""
    if station == "treaty":
        here = seen(session, row)
        missing = [
            paper.label
            for paper in needed_papers(row)
            if paper.station == "treaty" and not paper.optional and paper.code not in here
        ]
        # L10N: 尚未签订：{names}
        return _("Not signed yet: {names}").format(names=listed(missing)) if missing else ""
    if station == "inspection" and not row.rooms:
        # L10N: 尚未验房
        return _("The home was not looked at yet.")
    return ""


def open_fees(session: Session, row: Move) -> int:
    """What is open of the charges of a move, in fen."""
    return int(session.scalar(select(func.sum(Charge.open_fen)).where(Charge.subject == subject(row))) or 0)


def note(desk: Desk, move_id: int, text: str) -> MoveView:
    """Adds a note to the history.

    Raises:
        InvalidInput: field `note`. NotFound; NotAllowed.
    """
    with moving(desk, MOVES, move_id, "note", {"note": text}) as step:
        record(step.act, step.row, step.move.happened, text)
        return view(step.act.session, desk, step.row)


def cancel(desk: Desk, move_id: int, *, reason: str) -> MoveView:
    """Cancels a move under way; its number stays (handbook C-19). Keys that were handed out stay on the clearance.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, MOVES, move_id, "cancel", {"reason": reason}) as step:
        step.row.open_unit, step.row.done_at = None, step.act.at
        record(step.act, step.row, step.move.happened, reason)
        return view(step.act.session, desk, step.row)


def _tick(act: Act, desk: Desk, row: Move, paper: str) -> None:
    receive_within(act, desk, row.unit_id, paper)


__all__ = [
    "cancel", "charge_fee", "hand_keys", "hand_out", "inspect", "note", "open_fees", "read_meters", "sign",
]  # fmt: skip
