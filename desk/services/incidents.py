"""Mass incidents: what many people call about at once; their requests are attached to it, and told the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from desk import i18n
from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models import Building, Incident, Occupancy, Phone, Request, Unit
from desk.models.households import lives_now
from desk.rules import requests as rules
from desk.rules.incidents import CYCLE
from desk.rules.kit import texts, wording
from desk.rules.kit.phones import is_mobile
from desk.rules.requests.cycle import CYCLE as REQUEST
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, advance, moving
from desk.services.kit.paging import Page
from desk.services.kit.personal.leaving import hand_out
from desk.services.kit.sequences import next_number
from desk.services.kit.sheets import Sheet, new_book
from desk.services.requests import core as request_core
from desk.services.requests.core import check_code, finish, record
from desk.services.undo import reason

TEXT_MOST = 300
"""Characters of a text to many: what fits into a few short messages."""
PREFIX = "SJ"
"""What an incident's number begins with: 事件."""
INCIDENTS = Kept(CYCLE, Incident, lambda: _("This incident is not there."))
"""Incidents and their life cycle."""


@dataclass(frozen=True, slots=True)
class IncidentEntry:
    """What is typed about a mass incident.

    Attributes:
        title: in a few words, 3栋停水.
        category, place: codes of the catalog, or "".
        building_id: None: the whole site.
        note: what callers are told.
        expected_at: when it is expected to be over; aware.
    """

    title: str
    category: str = ""
    place: str = ""
    building_id: int | None = None
    note: str = ""
    expected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncidentView:
    """A mass incident.

    Attributes:
        building: its name; "" for the whole site.
        state: running or ended.
        requests: how many are attached; open: how many of them are not closed.
    """

    id: int
    number: str
    title: str
    category: str
    place: str
    building_id: int | None
    building: str
    state: str
    note: str
    started_at: datetime
    expected_at: datetime | None
    ended_at: datetime | None
    cause: str
    result: str
    requests: int
    open: int


def start_incident(desk: Desk, entry: IncidentEntry) -> IncidentView:
    """Opens a mass incident; new requests are attached to it from now on.

    Raises:
        InvalidInput: fields `title`, `category`, `building_id`, `expected_at`; NotAllowed: nobody is signed in.
    """
    with desk.act("incident.start") as act:
        desk.require("receptionist")
        check = Checker(CYCLE.missing(None, "start", {"title": entry.title}))
        _formats(act, None, check, entry)
        check.done()
        row = open_within(act, desk, entry, act.staff_id)
        act.about("incident", row.id, number=row.number, title=row.title)
        return _view(act.session, row)


def open_within(act: Act, desk: Desk, entry: IncidentEntry, staff_id: int) -> Incident:
    """A mass incident that follows from another act, inside its transaction; what it says was checked there."""
    row = Incident(
        number=next_number(act.session, PREFIX, desk.local(act.at).date()),
        title=entry.title.strip(),
        category=entry.category,
        place=entry.place.strip(),
        building_id=entry.building_id,
        state="running",
        note=entry.note.strip(),
        started_at=act.at,
        expected_at=entry.expected_at,
        staff_id=staff_id,
    )
    act.session.add(row)
    act.session.flush()
    act.touch("incident", row.id)
    return row


def change_incident(desk: Desk, incident_id: int, entry: IncidentEntry) -> IncidentView:
    """Changes what is known of a running incident.

    Raises:
        InvalidInput: as `start_incident`.
        DeskError: `illegal-move`: it is over; NotFound; NotAllowed.
    """
    checks = partial(_formats, entry=entry)
    with moving(desk, INCIDENTS, incident_id, "change", {"title": entry.title}, checks=checks) as step:
        act, row = step.act, step.row
        before = {"title": row.title, "note": row.note}
        row.title, row.note = entry.title.strip(), entry.note.strip()
        row.category, row.place = entry.category, entry.place.strip()
        row.building_id, row.expected_at = entry.building_id, entry.expected_at
        act.session.flush()
        act.about("incident", row.id, number=row.number, before=before)
        return _view(act.session, row)


def end_incident(
    desk: Desk, incident_id: int, *, result: str, cause: str = "", resolve_requests: bool = False
) -> IncidentView:
    """Ends an incident; with `resolve_requests` every attached request that is not done is resolved with its result.

    Raises:
        InvalidInput: field `result`.
        DeskError: `illegal-move`: it is over; NotFound; NotAllowed.
    """
    with moving(desk, INCIDENTS, incident_id, "end", {"result": result}) as step:
        act, row = step.act, step.row
        resolved = _ended(act, desk, row, result, cause, resolve_requests=resolve_requests)
        act.about("incident", row.id, number=row.number, state=row.state, resolved=resolved)
        act.data.pop("kind", None)
        return _view(act.session, row)


def withdraw(act: Act, desk: Desk, row: Incident) -> None:
    """An incident whose beginning was undone is over (services.undo)."""
    advance(CYCLE, row, "end")
    row.ended_at, row.result = act.at, reason(desk)


def end_within(act: Act, desk: Desk, row: Incident, result: str, *, resolve_requests: bool = False) -> list[str]:
    """Ends a running incident as part of another act, inside its transaction; gives the numbers of the requests it resolved."""
    advance(CYCLE, row, "end")
    resolved = _ended(act, desk, row, result, "", resolve_requests=resolve_requests)
    act.touch("incident", row.id)
    return resolved


def _ended(act: Act, desk: Desk, row: Incident, result: str, cause: str, *, resolve_requests: bool) -> list[str]:
    row.ended_at = act.at
    row.result, row.cause = result.strip(), cause.strip()
    resolved = []
    if resolve_requests:
        for request in act.session.scalars(
            select(Request).where(Request.incident_id == row.id, Request.state.in_(rules.UNFINISHED))
        ).all():
            done = advance(REQUEST, request, "resolve")
            request.result = row.result
            request.cause = row.cause or request.cause
            request_core.mark_resolved(desk, request, act.at)
            record(act, request, done.happened, note=row.result, cause=row.cause, incident=row.number)
            finish(act, desk, request)
            resolved.append(request.number)
    act.session.flush()
    return resolved


def incident(desk: Desk, incident_id: int) -> IncidentView:
    """One incident.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return _view(session, _get(session, incident_id))


@dataclass(frozen=True, slots=True)
class PhoneList:
    """Whom a mass incident concerns, for a text to many: how many numbers, how many homes have none to send to, the file."""

    numbers: int
    without: int
    file: Path


def phone_list(desk: Desk, incident_id: int, file: Path, *, text: str) -> PhoneList:
    """The mobile numbers of those whom an incident concerns, with the text, as a workbook for sending to many.

    That is who lives in its building (on the whole site) today, and who called about it. Numbers and text stand there, no names: more
    is not needed. It leaves the desk with a supervisor's word only, and an event (handbook C-27, S30).

    Raises:
        InvalidInput: field `text`. NotFound: no such incident; NotAllowed: a lesser role. StorageError.
    """
    with desk.act("incident.phones") as act:
        desk.require("supervisor")
        row = _get(act.session, incident_id)
        check = Checker()
        check.require("text", text, _("Type what they are told."))
        check.note("text", texts.length_problem(text, TEXT_MOST))
        check.done()
        homes = _mobiles(act.session, desk, row)
        numbers = sorted({number for found in homes.values() for number in found})
        without = sum(not found for found in homes.values())
        act.about("incident", row.id, number=row.number)
        book = new_book()
        # L10N: 群发名单; 手机号; 短信内容
        sheet = Sheet(book, _("Phones"), [(_("Mobile number"), 18), (_("Text"), 80)])
        for number in numbers:
            sheet.row([number, text.strip()])
        kept = hand_out(act, desk, book, file, people=len(numbers), numbers=len(numbers), without=without)
        return PhoneList(len(numbers), without, kept)


def proposed_text(desk: Desk, incident_id: int) -> str:
    """What those whom an incident concerns may be told, from what is known of it, in the language of the slips.

    Raises:
        NotFound: there is no such incident.
    """
    with desk.look() as session:
        row = _get(session, incident_id)
        with i18n.speaking(desk.site.slip_language):
            ends = ""
            if row.expected_at is not None and row.state == "running":
                when = wording.short_moment(desk.local(row.expected_at), desk.today())
                # L10N: 预计 {time} 恢复。
                ends = _("Expected to be over by {time}.").format(time=when)
            said = " ".join(part for part in (row.title, row.note or row.result, ends) if part)
            # L10N: 【{site}】{words}
            return _("{site}: {words}").format(site=desk.site.name, words=said)[:TEXT_MOST]


def _mobiles(session: Session, desk: Desk, row: Incident) -> dict[str, set[str]]:
    """The mobile numbers by home (or call) of whom an incident concerns."""
    lives = (
        select(Occupancy.unit_id, Phone.number)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .outerjoin(Phone, Phone.customer_id == Occupancy.customer_id)
        .where(lives_now(desk.today()))
    )
    if row.building_id is not None:
        lives = lives.where(Unit.building_id == row.building_id)
    found: dict[str, set[str]] = {}
    for unit_id, number in session.execute(lives):
        found.setdefault(f"unit:{unit_id}", set()).update({number} if is_mobile(number or "") else ())
    calls = select(Request.id, Request.unit_id, Request.caller_phone).where(Request.incident_id == row.id)
    for request_id, home_id, number in session.execute(calls):
        home = f"unit:{home_id}" if home_id is not None else f"request:{request_id}"
        found.setdefault(home, set()).update({number} if is_mobile(number) else ())
    return found


def incidents(
    desk: Desk, *, running: bool = True, unit_id: int | None = None, category: str = "", limit: int = 50
) -> tuple[IncidentView, ...]:
    """Mass incidents, the newest first.

    Args:
        desk: the desk.
        running: only those that are not over.
        unit_id: only those of this room's building or of the whole site: what may concern this caller.
        category: only those of this category, or without one.
        limit: at most so many.
    """
    with desk.look() as session:
        question = select(Incident).order_by(Incident.started_at.desc(), Incident.id.desc()).limit(limit)
        if running:
            question = question.where(Incident.state == "running")
        if unit_id is not None:
            building = select(Unit.building_id).where(Unit.id == unit_id).scalar_subquery()
            question = question.where(or_(Incident.building_id.is_(None), Incident.building_id == building))
        if category:
            question = question.where(Incident.category.in_(("", category)))
        return _views(session, question)


def incident_page(desk: Desk, *, running: bool = False, offset: int = 0, limit: int = 200) -> Page[IncidentView]:
    """A page of the list of mass incidents, the newest first; `running`: only those that are not over."""
    wanted = [Incident.state == "running"] if running else []
    question = select(Incident).where(*wanted).order_by(Incident.started_at.desc(), Incident.id.desc())
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(Incident).where(*wanted)) or 0
        return Page(_views(session, question.offset(offset).limit(limit)), total)


def _formats(act: Act, _row: Incident | None, check: Checker, entry: IncidentEntry) -> None:
    """What its life cycle does not know."""
    check.problems += texts.entry_problems(entry, long=("note",))
    check_code(check, "category", "categories", entry.category)
    if entry.building_id is not None and act.session.get(Building, entry.building_id) is None:
        check.add("building_id", "unknown", _("This building is not there."))
    if entry.expected_at is not None and entry.expected_at <= act.at:
        check.add("expected_at", "past", _("This time has passed already. Choose one that lies ahead."))


def _get(session: Session, incident_id: int) -> Incident:
    row = session.get(Incident, incident_id)
    if row is None:
        raise NotFound(INCIDENTS.absent())
    return row


def _view(session: Session, row: Incident) -> IncidentView:
    (found,) = _views(session, select(Incident).where(Incident.id == row.id))
    return found


def _views(session: Session, question: Select[Incident]) -> tuple[IncidentView, ...]:
    """Incidents with how many requests belong to each, by one question for them all."""
    attached = select(func.count()).select_from(Request).where(Request.incident_id == Incident.id)
    counted = question.add_columns(
        attached.scalar_subquery(), attached.where(Request.state.in_(rules.OPEN)).scalar_subquery()
    ).options(joinedload(Incident.building))
    return tuple(_shown(row, requests, still) for row, requests, still in session.execute(counted))


def _shown(row: Incident, requests: int, still_open: int) -> IncidentView:
    return IncidentView(
        id=row.id,
        number=row.number,
        title=row.title,
        category=row.category,
        place=row.place,
        building_id=row.building_id,
        building=row.building.name if row.building else "",
        state=row.state,
        note=row.note,
        started_at=row.started_at,
        expected_at=row.expected_at,
        ended_at=row.ended_at,
        cause=row.cause,
        result=row.result,
        requests=requests,
        open=still_open,
    )


__all__ = [
    "IncidentEntry",
    "IncidentView",
    "PhoneList",
    "change_incident",
    "end_incident",
    "end_within",
    "incident",
    "incidents",
    "open_within",
    "phone_list",
    "proposed_text",
    "start_incident",
]
