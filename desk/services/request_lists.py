"""Questions about requests: one of them, lists of them, those like the one being typed. Filtered and sorted in SQL."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desk.errors import NotFound
from desk.i18n import _
from desk.models import Request, RequestEvent, Staff, Unit
from desk.rules import requests as rules
from desk.rules.phones import mask_phone
from desk.rules.rooms import parse_room
from desk.services.desk import ROLES, Desk
from desk.services.household_views import Page
from desk.services.request_views import EventView, RepeatView, RequestFilter, RequestRow, RequestView
from desk.services.slips import SlipView

SHORT = 120
"""Characters of the content that lists carry."""
MOVES = (
    ("assign", "assigned"),
    ("assign", "transferred"),
    ("resolve", "resolved"),
    ("close", "closed"),
    ("cancel", "cancelled"),
    ("reopen", "reopened"),
    ("note", "note"),
)
"""Acts of this service and the events they make."""


def subject(request_id: int) -> str:
    """How slips and audit events name a request."""
    return f"request:{request_id}"


def get(session: Session, request_id: int) -> Request:
    """The record.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Request, request_id)
    if row is None:
        raise NotFound(_("This request is not there."))
    return row


def case_of(row: Request) -> rules.Case:
    """What the rules look at."""
    return rules.Case(row.kind, row.state, row.responsible, row.cause, row.result)


def roles_of(desk: Desk) -> tuple[str, ...]:
    """The roles that the one at the counter has: their own and the lesser ones."""
    return () if desk.actor is None else ROLES[: ROLES.index(desk.actor.role) + 1]


def request(desk: Desk, request_id: int) -> RequestView:
    """One request with its history and slips.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return view(session, desk, get(session, request_id))


def view(session: Session, desk: Desk, row: Request, slips: tuple[SlipView, ...] | None = None) -> RequestView:
    """The view of a record whose changes are flushed.

    Args:
        session: the session it was read in.
        desk: the desk.
        row: the record.
        slips: its slips, when the caller has them; else they are read.
    """
    if slips is None:
        from desk.services.slips import views

        slips = views(session, [subject(row.id)])
    rows = session.execute(
        select(RequestEvent.at, RequestEvent.kind, Staff.name, RequestEvent.note, RequestEvent.data)
        .join(Staff, Staff.id == RequestEvent.staff_id)
        .where(RequestEvent.request_id == row.id)
        .order_by(RequestEvent.id)
    ).all()
    events = tuple(EventView(at, kind, staff, note, data or {}) for at, kind, staff, note, data in rows)
    room = session.scalar(select(Unit.name).where(Unit.id == row.unit_id)) if row.unit_id is not None else ""
    now = desk.clock()
    current = case_of(row)
    roles = roles_of(desk)
    closable = "closed" if row.state in rules.MOVES["closed"].sources else ""
    return RequestView(
        id=row.id,
        number=row.number,
        kind=row.kind,
        state=row.state,
        channel=row.channel,
        unit_id=row.unit_id,
        room=room or "",
        customer_id=row.customer_id,
        caller_name=row.caller_name,
        caller_phone=mask_phone(row.caller_phone),
        anonymous=row.anonymous,
        category=row.category,
        place=row.place,
        severity=row.severity,
        content=row.content,
        wish=row.wish,
        repeated_back=row.repeated_back,
        solved_on_spot=row.solved_on_spot,
        promised_at=row.promised_at,
        department=row.department,
        responsible=row.responsible,
        cause=row.cause,
        result=row.result,
        received_at=row.received_at,
        closed_at=row.closed_at,
        first_receiver=session.scalar(select(Staff.name).where(Staff.id == row.first_receiver_id)) or "",
        events=events,
        slips=slips,
        overdue=rules.overdue(row.state, row.promised_at, now),
        handover_late=_handover_late(row, events, now, desk),
        reopened=sum(event.kind == "reopened" for event in events),
        moves=tuple(dict.fromkeys(act for act, event in MOVES if rules.may(current, event, roles))),
        closing_needs=tuple(problem.field for problem in rules.close_problems(current)) if closable else (),
    )


def _handover_late(row: Request, events: Sequence[EventView], now: datetime, desk: Desk) -> bool:
    if row.kind not in rules.PROMISED_KINDS:
        return False
    done = next((event.at for event in events if event.kind in rules.HANDED_OVER), now)
    return rules.handover_late(row.received_at, done, desk.policy["requests.handover_minutes"])


_SEVERITY_RANK = case(
    *((Request.severity == code, rank) for rank, code in enumerate(rules.SEVERITIES)), else_=len(rules.SEVERITIES)
)
_STATE_RANK = case(*((Request.state == code, rank) for rank, code in enumerate(rules.STATES)), else_=len(rules.STATES))
_SORTS: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
    "received": Request.received_at,
    "promised": Request.promised_at,
    "number": Request.number,
    "kind": Request.kind,
    "state": _STATE_RANK,
    "severity": _SEVERITY_RANK,
    "category": Request.category,
    "caller": Request.caller_name,
    "department": Request.department,
    "responsible": Request.responsible,
    "room": Unit.sort,
}
SORTS = tuple(_SORTS)
"""What lists can be sorted by."""


def requests(
    desk: Desk,
    filter: RequestFilter | None = None,  # noqa: A002 - the window's word
    *,
    sort: str = "received",
    descending: bool = True,
    offset: int = 0,
    limit: int = 200,
) -> Page[RequestRow]:
    """A page of requests; only the page's rows are read.

    Args:
        desk: the desk.
        filter: which; the open ones when None.
        sort: one of `SORTS`; equal ones in the order they came.
        descending: newest, latest, last first. Those without the value (no room, no promise) come last either way.
        offset: how many to skip.
        limit: at most so many.

    Raises:
        KeyError: no such sort (a mistake of the program).
    """
    wanted = filter or RequestFilter()
    now = desk.clock()
    conditions = where(desk, wanted, now=now)
    with desk.look() as session:
        ids = _ids(session, conditions, sort, descending, offset, limit)
        if len(ids) < limit and (ids or not offset):
            # The page is the last one: nothing is read through twice to count it.
            total = offset + len(ids)
        else:
            total = session.scalar(select(func.count()).select_from(Request).where(*conditions)) or 0
        return Page(_rows(session, ids, now), total)


def first_rows(
    session: Session, conditions: Sequence[ColumnElement[bool]], now: datetime, *, sort: str, limit: int
) -> tuple[int, tuple[RequestRow, ...]]:
    """How many requests there are, and the first few in ascending order (for Today)."""
    total = session.scalar(select(func.count()).select_from(Request).where(*conditions)) or 0
    ids = list(_ids(session, conditions, sort, False, 0, limit)) if total else []
    return total, _rows(session, ids, now)


def _ids(
    session: Session, conditions: Sequence[ColumnElement[bool]], sort: str, descending: bool, offset: int, limit: int
) -> Sequence[int]:
    """The page's ids: a narrow question, so that sorting carries no long texts."""
    column = _SORTS[sort]

    def ordered(question: Select[int], skip: int, most: int) -> Sequence[int]:
        first = column.desc() if descending else column.asc()
        second = Request.id.desc() if descending else Request.id.asc()
        return session.scalars(question.where(*conditions).order_by(first, second).offset(skip).limit(most)).all()

    if sort not in ("room", "promised"):
        return ordered(select(Request.id), offset, limit)
    # Those without the value come last on every engine: they are asked for when the others are used up. Besides, an
    # index can give the first part in order.
    having = Request.unit_id.is_not(None) if sort == "room" else Request.promised_at.is_not(None)
    question = select(Request.id).where(having)
    if sort == "room":
        question = question.join(Unit, Unit.id == Request.unit_id)
    found = list(ordered(question, offset, limit))
    if len(found) < limit:
        others = select(Request.id).where(~having, *conditions).order_by(Request.received_at.desc(), Request.id.desc())
        skip = 0
        if not found and offset:
            skip = offset - (session.scalar(select(func.count()).select_from(Request).where(having, *conditions)) or 0)
        found += session.scalars(others.offset(skip).limit(limit - len(found))).all()
    return found


def _rows(session: Session, ids: Sequence[int], now: datetime) -> tuple[RequestRow, ...]:
    if not ids:
        return ()
    found = {}
    for row in session.execute(
        select(
            Request.id, Request.number, Request.kind, Request.state, Unit.name, Request.caller_name, Request.category,
            func.substr(Request.content, 1, SHORT), Request.promised_at, Request.responsible, Request.received_at,
            Request.severity, Request.department,
        ).outerjoin(Unit, Unit.id == Request.unit_id).where(Request.id.in_(ids))
    ):  # fmt: skip
        (
            request_id,
            number,
            kind,
            state,
            room,
            caller,
            category,
            content,
            promised,
            responsible,
            received,
            severity,
            department,
        ) = row
        found[request_id] = RequestRow(
            request_id, number, kind, state, room or "", caller, category, content, promised, responsible, received,
            rules.overdue(state, promised, now), severity, department,
        )  # fmt: skip
    return tuple(found[request_id] for request_id in ids)


def where(desk: Desk, wanted: RequestFilter, *, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions of a filter."""
    found = _state_conditions(desk, wanted.state, now)
    if wanted.overdue:
        found += [Request.state.in_(rules.UNFINISHED), Request.promised_at < now]
    found += [
        column == value
        for column, value in (
            (Request.kind, wanted.kind),
            (Request.category, wanted.category),
            (Request.department, wanted.department),
            (Request.severity, wanted.severity),
        )
        if value
    ]
    if wanted.unit_id is not None:
        found.append(Request.unit_id == wanted.unit_id)
    found += [_says(word) for word in unicodedata.normalize("NFKC", wanted.text).split()]
    return found


def _state_conditions(desk: Desk, state: str, now: datetime) -> list[ColumnElement[bool]]:
    if state in ("all", ""):
        return []
    if state == "open":
        return [Request.state.in_(rules.OPEN)]
    if state == "unfinished":
        return [Request.state.in_(rules.UNFINISHED)]
    if state == "overdue":
        return [Request.state.in_(rules.UNFINISHED), Request.promised_at < now]
    if state == "unassigned":
        limit = rules.handover_deadline(now, desk.policy["requests.handover_minutes"])
        return [
            Request.state == "received",
            Request.received_at < limit,
            Request.kind.in_(sorted(rules.PROMISED_KINDS)),
        ]
    if state == "due":
        midnight = datetime.combine(desk.today() + timedelta(days=1), time(), desk.zone)
        return [Request.state.in_(rules.UNFINISHED), Request.promised_at >= now, Request.promised_at < midnight]
    return [Request.state == state]


_NUMBER = re.compile(r"[A-Z]{2}-?\d{0,8}(-\d*)?")


def _says(word: str) -> ColumnElement[bool]:
    """Whether a word occurs in the request. A number's beginning is looked up, other words are read through.

    Letters are compared as LIKE does: on SQLite in any case.
    """
    upper = word.upper()
    if _NUMBER.fullmatch(upper) and any(upper.startswith(prefix) for prefix in rules.PREFIXES.values()):
        start = upper if "-" in upper else f"{upper[:2]}-{upper[2:]}"
        return and_(Request.number >= start, Request.number < start + "~")
    texts = [Request.content, Request.caller_name, Request.responsible, Request.place]
    key = parse_room(word)
    rooms = Unit.name.contains(word, autoescape=True) | Unit.code.contains(upper, autoescape=True)
    found = [text.contains(word, autoescape=True) for text in texts]
    found.append(Request.unit_id.in_(select(Unit.id).where(or_(rooms, Unit.code == key.code if key else false()))))
    if word.isdigit() and len(word) >= 4:
        found += [Request.caller_phone.endswith(word), Request.number.endswith(word)]
    return or_(*found)


def repeats(desk: Desk, *, unit_id: int, category: str = "", limit: int = 20) -> tuple[RepeatView, ...]:
    """What is open or came lately for the same room, the rooms above and below, and the building (DESIGN §5).

    The room: everything of the last days, and everything open. The line and the building: of the last days, of the same category
    when one is chosen. Cancelled ones do not count. How many days: policy `requests.repeat_days`.

    Returns:
        The room's first, then the line's, then the building's, each the newest first.
    """
    now = desk.clock()
    since = now - timedelta(days=float(desk.policy["requests.repeat_days"]))
    with desk.look() as session:
        unit = session.get(Unit, unit_id)
        if unit is None:
            return ()
        line = rules.line_of(unit.room, unit.floor)
        recent = Request.received_at >= since
        elsewhere = and_(recent, Request.category == category) if category else recent
        neighbours = select(Unit.id).where(Unit.building_id == unit.building_id)
        found: dict[Literal["room", "line", "building"], list[RepeatView]] = {"room": [], "line": [], "building": []}
        for row in session.execute(
            select(
                Request.id, Request.number, Request.kind, Request.category, Request.state, Request.received_at,
                Unit.id, Unit.name, Unit.entrance, Unit.room, Unit.floor, func.substr(Request.content, 1, SHORT),
            )
            .join(Unit, Unit.id == Request.unit_id)
            .where(
                Request.unit_id.in_(neighbours),
                Request.state != "cancelled",
                or_(
                    and_(Request.unit_id == unit_id, or_(recent, Request.state.in_(rules.OPEN))),
                    elsewhere,
                ),
            )
            .order_by(Request.received_at.desc(), Request.id.desc())
        ):  # fmt: skip
            (request_id, number, kind, its, state, received, its_unit, name, entrance, room, floor, content) = row
            why: Literal["room", "line", "building"] = "building"
            if its_unit == unit_id:
                why = "room"
            elif line and entrance == unit.entrance and rules.line_of(room, floor) == line:
                why = "line"
            found[why].append(RepeatView(number, request_id, kind, its, state, received, why, name, content))
    return tuple([*found["room"], *found["line"], *found["building"]][:limit])
