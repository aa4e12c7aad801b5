"""A move as it is shown, and the residence passes."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import i18n
from desk.catalog import label
from desk.errors import NotFound
from desk.models import Customer, Occupancy, Request, Staff, Unit
from desk.models.money import Charge
from desk.models.moves import Move, MoveEvent, MoveKey, ResidentPass
from desk.rules import moves as rules
from desk.rules.households import is_child, lives_there
from desk.rules.kit.identity import mask_number
from desk.rules.kit.phones import mask_phone
from desk.rules.requests import UNFINISHED
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.lines import EventView
from desk.services.kit.words import TextView, texts_of
from desk.services.moves import gates
from desk.services.moves.core import MOVES, PASSES, get, keys_of, needed_papers, open_move, owners_of, seen, subject
from desk.services.moves.views import (
    DefectView,
    HandoutView,
    KeyView,
    KnownView,
    MoverView,
    MoveView,
    PaperView,
    ReadingView,
    ResidentPassView,
    StationView,
)
from desk.services.slips import views


def move(desk: Desk, move_id: int) -> MoveView:
    """One move.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return view(session, desk, get(session, move_id))


def by_number(desk: Desk, number: str) -> MoveView:
    """A move by its number.

    Raises:
        NotFound: no move has it.
    """
    with desk.look() as session:
        row = session.scalars(select(Move).where(Move.number == number.strip().upper())).first()
        if row is None:
            raise NotFound(MOVES.absent())
        return view(session, desk, row)


def of_unit(desk: Desk, unit_id: int) -> tuple[MoveView, ...]:
    """The moves of a room, the newest first."""
    with desk.look() as session:
        rows = session.scalars(select(Move).where(Move.unit_id == unit_id).order_by(Move.id.desc()).limit(50))
        return tuple(view(session, desk, row) for row in rows)


def known(desk: Desk, unit_id: int) -> KnownView:
    """What the forms know of a room.

    Raises:
        NotFound: there is no such room.
    """
    with desk.look() as session:
        unit = session.get(Unit, unit_id)
        if unit is None:
            raise NotFound(MOVES.absent())
        today = desk.today()
        stays = session.execute(
            select(Occupancy, Customer.name)
            .join(Customer, Customer.id == Occupancy.customer_id)
            .where(Occupancy.unit_id == unit_id, Occupancy.until.is_(None))
            .order_by(Occupancy.id)
        ).all()
        moving = [open_move(session, unit_id, kind) for kind in ("in", "out")]
        return KnownView(
            unit.name,
            tuple(
                (stay.id, name, stay.role, lives_there(lives=stay.lives, until=stay.lives_until, today=today))
                for stay, name in stays
            ),
            tuple(owners_of(session, unit_id)[0].values()),
            *(row.id if row is not None else None for row in moving),
        )


def view(session: Session, desk: Desk, row: Move) -> MoveView:
    """A move as it is shown."""
    session.flush()
    needs = gates.needs(session, desk, row) if row.state == "open" else []
    papers = _papers(session, row)
    fees = int(session.scalar(select(func.sum(Charge.open_fen)).where(Charge.subject == subject(row))) or 0)
    return MoveView(
        id=row.id, number=row.number, kind=row.kind, state=row.state, unit_id=row.unit_id, room=row.unit.name,
        who=row.who, day=row.day, fees_from=row.fees_from, lease_until=row.lease_until, agent=row.agent,
        owner_word=row.owner_word, owner_signed=row.owner_signed, owner_phone=mask_phone(row.owner_phone),
        deed_number=row.deed_number, deed_holder=row.deed_holder, rooms=tuple(row.rooms), utilities=row.utilities,
        waived=row.waived, forwarding=row.forwarding, note=row.note, done_at=row.done_at, people=_people(desk, row),
        papers=papers,
        stations=_stations(row), defects=_defects(session, row),
        readings=tuple(ReadingView(each.meter, each.serial, each.value, each.on) for each in row.readings),
        keys=tuple(key_view(each) for each in keys_of(session, row)),
        handouts=tuple(HandoutView(each.code, each.pieces, each.signed_by, each.on) for each in row.handouts),
        passes=_passes(session, desk, row), events=_events(session, row), slips=views(session, [subject(row)]),
        fees_open=fees, next_step=_next(row, {each.code for each in needs}),
        missing=tuple(each.words for each in needs),
    )  # fmt: skip


def _people(desk: Desk, row: Move) -> tuple[MoverView, ...]:
    today = desk.today()
    return tuple(
        MoverView(
            each.customer_id, each.occupancy_id, each.customer.name, each.role, each.relation, each.main,
            each.customer.kind == "company", is_child(each.customer.birthday, today), each.photos, each.identity,
            mask_number(each.customer.document_number),
            mask_phone(each.customer.phones[0].number) if each.customer.phones else "",
        )
        for each in row.people
    )  # fmt: skip


def _papers(session: Session, row: Move) -> tuple[PaperView, ...]:
    if row.kind != "in":
        return ()
    here = seen(session, row)
    return tuple(
        PaperView(
            paper.code, paper.label, paper.optional, paper.station, here[paper.code].on if paper.code in here else None
        )
        for paper in needed_papers(row)
    )


def _stations(row: Move) -> tuple[StationView, ...]:
    if row.kind != "in":
        return ()
    signed = {each.code: each for each in row.stations}
    wanted = rules.stations_for(row.who)
    found = []
    for code in rules.STATIONS:
        one = signed.get(code)
        found.append(
            StationView(
                code, code in wanted, one.signer if one else "", one.at if one else None, one.note if one else "",
                one.waived if one else "",
            )
        )  # fmt: skip
    return tuple(found)


def _defects(session: Session, row: Move) -> tuple[DefectView, ...]:
    ids = [each.request_id for each in row.defects if each.request_id is not None]
    requests = {
        request_id: (number, state)
        for request_id, number, state in session.execute(
            select(Request.id, Request.number, Request.state).where(Request.id.in_(ids))
        )
    }
    return tuple(
        DefectView(
            each.id, each.room, each.item, each.origin, each.words, each.deadline, each.request_id,
            requests.get(each.request_id or 0, ("", ""))[0],
            requests.get(each.request_id or 0, ("", ""))[1] in UNFINISHED,
        )
        for each in row.defects
    )  # fmt: skip


def key_view(each: MoveKey) -> KeyView:
    """Keys as they are shown."""
    return KeyView(
        each.id, each.kind, each.number, each.pieces, each.back, each.state, each.signed_by, each.given_on, each.note
    )


def _passes(session: Session, desk: Desk, row: Move) -> tuple[ResidentPassView, ...]:
    people = [each.customer_id for each in row.people]
    found = session.scalars(
        select(ResidentPass)
        .where(ResidentPass.unit_id == row.unit_id, ResidentPass.customer_id.in_(people))
        .order_by(ResidentPass.number)
    )
    return tuple(pass_view(session, desk, each) for each in found)


def pass_view(session: Session, desk: Desk, each: ResidentPass) -> ResidentPassView:
    """A residence pass as it is shown."""
    role = session.scalar(select(Occupancy.role).where(Occupancy.id == each.occupancy_id)) or ""
    expired = each.state == "active" and each.until is not None and each.until < desk.today()
    return ResidentPassView(
        each.id, each.number, each.unit_id, each.unit.name, each.customer_id, each.customer.name, role, each.state,
        "expired" if expired else each.state, each.first_day, each.until, each.ended_on, reasons.said(each.note),
    )  # fmt: skip


def resident_pass(desk: Desk, number: str) -> ResidentPassView:
    """A residence pass by its number, as a guard's scanner reads it.

    Raises:
        NotFound: no pass has it.
    """
    with desk.look() as session:
        row = session.scalars(select(ResidentPass).where(ResidentPass.number == number.strip().upper())).first()
        if row is None:
            raise NotFound(PASSES.absent())
        return pass_view(session, desk, row)


def _events(session: Session, row: Move) -> tuple[EventView, ...]:
    found = session.execute(
        select(MoveEvent, Staff.name)
        .outerjoin(Staff, Staff.id == MoveEvent.staff_id)
        .where(MoveEvent.move_id == row.id)
        .order_by(MoveEvent.id)
    )
    return tuple(
        EventView(each.at, name or "", each.kind, reasons.said(each.note), each.data or {}) for each, name in found
    )


def _next(row: Move, lacking: set[str]) -> str:
    """The step that most likely comes next, in the order of the counter."""
    if row.state != "open":
        return ""
    for codes, step in ((("people", "photos", "identity"), "people"), (("papers",), "papers")):
        if lacking & set(codes):
            return step
    if any(code.startswith("owner-") for code in lacking):
        return "edit"
    if not row.rooms:
        return "inspect"
    # What need not be is proposed once: whoever has let a station sign goes on.
    if not row.stations:
        for there, step in ((row.readings, "readings"), (row.keys, "keys"), (row.handouts, "handouts")):
            if not there and (step != "handouts" or row.who == "owner"):
                return step
    return "sign" if "stations" in lacking else "move-in"


def texts_for(desk: Desk, move_id: int) -> tuple[TextView, ...]:
    """The texts to send about a move, in the language of the slips, those that fit its state first (handbook S30).

    Raises:
        NotFound: there is no such move.
    """
    shown = move(desk, move_id)
    with i18n.speaking(desk.site.slip_language):
        matter = label("move_kinds", shown.kind)
        return texts_of(desk, "move", shown.state, number=shown.number, matter=matter, until=shown.day, ahead=False)


__all__ = ["by_number", "key_view", "known", "move", "of_unit", "pass_view", "resident_pass", "texts_for", "view"]
