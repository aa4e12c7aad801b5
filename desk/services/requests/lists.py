"""Lists of requests, and those like the one being typed. Filtered, sorted and paged in SQL."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desk.models import Request, Unit, WorkOrder
from desk.models.kit.functions import ends_with, holds, words_in
from desk.models.requests import near_limit, past_limit, past_promise
from desk.rules import requests as rules
from desk.rules.kit.clocks import Light, lamp
from desk.rules.kit.rooms import parse_room
from desk.services.finder import watch
from desk.services.finder.reading import met
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page, check_sort
from desk.services.requests.views import RepeatView, RequestFilter, RequestRow

EVER = datetime(1970, 1, 1, tzinfo=UTC)
SHORT = 120
"""Characters of the content that lists carry."""
_SORTS: dict[str, ColumnElement[Any] | InstrumentedAttribute[Any]] = {
    "received": Request.received_at,
    "promised": Request.promised_at,
    "number": Request.number,
    "kind": Request.kind,
    "state": Request.state,
    "severity": Request.severity,
    "category": Request.category,
    "caller": Request.caller_name,
    "department": Request.department,
    "responsible": Request.responsible,
    "due": Request.due_at,
    "callback": Request.callback_due_at,
    "hold": Request.hold_until,
    "room": Unit.sort,
}
_RANKS = {"state": rules.STATES, "severity": rules.SEVERITIES}
"""Sorted by their place in these, not by their code's letters."""
_MAY_LACK: dict[str, ColumnElement[bool]] = {
    "promised": Request.promised_at.is_not(None),
    "due": Request.due_at.is_not(None),
    "callback": Request.callback_due_at.is_not(None),
    "hold": Request.hold_until.is_not(None),
    "room": Request.unit_id.is_not(None),
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
        InvalidInput: field `sort`: there is no such order.
    """
    check_sort(sort, _SORTS)
    wanted = filter or RequestFilter()
    now = desk.clock()
    if wanted.text and not offset:
        watch.look_up(wanted.text, desk)  # the end of a caller's phone is looked for here too
    conditions = where(desk, wanted, now=now)
    with desk.look() as session:
        ids = _ids(session, conditions, sort, descending, offset, limit)
        if len(ids) < limit and (ids or not offset):
            # The page is the last one: nothing is read through twice to count it.
            total = offset + len(ids)
        else:
            total = session.scalar(select(func.count()).select_from(Request).where(*conditions)) or 0
        return Page(_rows(session, ids, now), total, _over(session, desk, wanted, now) if not offset else 0)


def _over(session: Session, desk: Desk, wanted: RequestFilter, now: datetime) -> int:
    """How many closed ones the words fit, when the list shows open ones only."""
    if not wanted.text.strip() or wanted.state in ("", "all", *rules.ENDED):
        return 0
    conditions = where(desk, replace(wanted, state="all", overdue=False), now=now)
    question = select(func.count()).select_from(Request).where(Request.state.in_(rules.ENDED), *conditions)
    return session.scalar(question) or 0


def first_rows(
    session: Session, conditions: Sequence[ColumnElement[bool]], now: datetime, *, sort: str, limit: int
) -> tuple[int, tuple[RequestRow, ...]]:
    """How many requests there are, and the first few in ascending order (for Today)."""
    total = session.scalar(select(func.count()).select_from(Request).where(*conditions)) or 0
    ids = list(_ids(session, conditions, sort, False, 0, limit)) if total and limit else []
    return total, _rows(session, ids, now)


def _ids(
    session: Session, conditions: Sequence[ColumnElement[bool]], sort: str, descending: bool, offset: int, limit: int
) -> Sequence[int]:
    """The page's ids: a narrow question, so that sorting carries no long texts."""
    column = _SORTS[sort]
    if sort in _RANKS:
        return _ranked(session, conditions, sort, descending, offset, limit)

    def ordered(question: Select[int], skip: int, most: int) -> Sequence[int]:
        first = column.desc() if descending else column.asc()
        second = Request.id.desc() if descending else Request.id.asc()
        return session.scalars(question.where(*conditions).order_by(first, second).offset(skip).limit(most)).all()

    having = _MAY_LACK.get(sort)
    if having is None:
        return ordered(select(Request.id), offset, limit)
    # Those without the value come last on every engine: they are asked for when the others are used up. Besides, an
    # index can give the first part in order.
    question = select(Request.id).where(having)
    if sort == "room":
        question = question.join(Unit, Unit.id == Request.unit_id)
    found = list(ordered(question, offset, limit))
    if len(found) < limit:
        # As a case, so that SQLite walks them newest first instead of collecting every one without a value and sorting those.
        lacking = case((having, 1), else_=0) == 0
        others = select(Request.id).where(lacking, *conditions).order_by(Request.received_at.desc(), Request.id.desc())
        skip = 0
        if not found and offset:
            skip = offset - (session.scalar(select(func.count()).select_from(Request).where(having, *conditions)) or 0)
        found += session.scalars(others.offset(skip).limit(limit - len(found))).all()
    return found


def _ranked(
    session: Session, conditions: Sequence[ColumnElement[bool]], sort: str, descending: bool, offset: int, limit: int
) -> Sequence[int]:
    """A page in the order of ranks: code after code by its index, until it is full, instead of sorting everything."""
    column = _SORTS[sort]
    codes = tuple(reversed(_RANKS[sort])) if descending else _RANKS[sort]
    order = Request.id.desc() if descending else Request.id.asc()
    counts: dict[str, int] = {}
    if offset:
        counted = select(column, func.count()).where(*conditions).group_by(column)
        counts = dict(session.execute(counted).all())
    found: list[int] = []
    for condition, count in (
        *((column == code, counts.get(code, 0)) for code in codes),
        (column.not_in(codes), sum(count for code, count in counts.items() if code not in codes)),
    ):
        if offset >= count > 0:
            offset -= count
            continue
        question = select(Request.id).where(condition, *conditions).order_by(order).offset(offset)
        page = session.scalars(question.limit(limit - len(found))).all()
        found += page
        if page:
            offset = 0
        if len(found) >= limit:
            break
    return found


def _rows(session: Session, ids: Sequence[int], now: datetime) -> tuple[RequestRow, ...]:
    if not ids:
        return ()
    found = {}
    for row in session.execute(
        select(
            Request.id, Request.number, Request.kind, Request.state, Unit.name.label("room"), Request.caller_name,
            Request.category, func.substr(Request.content, 1, SHORT).label("content"), Request.promised_at,
            Request.responsible, Request.received_at, Request.severity, Request.department, Request.escalated,
            Request.hold_until, Request.callback_due_at, Request.reopened, Request.due_at, Request.warns_at,
        ).outerjoin(Unit, Unit.id == Request.unit_id).where(Request.id.in_(ids))
    ):  # fmt: skip
        late = rules.overdue(row.state, row.promised_at, now)
        found[row.id] = RequestRow(
            id=row.id,
            number=row.number,
            kind=row.kind,
            state=row.state,
            room=row.room or "",
            caller=row.caller_name,
            category=row.category,
            content=row.content,
            promised_at=row.promised_at,
            responsible=row.responsible,
            received_at=row.received_at,
            overdue=late,
            severity=row.severity,
            department=row.department,
            escalated=row.escalated,
            hold_until=row.hold_until,
            callback_due_at=row.callback_due_at,
            reopened=row.reopened,
            due_at=row.due_at,
            light=_light(row.due_at, row.warns_at, now, overdue=late),
        )
    return tuple(found[request_id] for request_id in ids)


def _light(late: datetime | None, warns: datetime | None, now: datetime, *, overdue: bool) -> str:
    return (Light.RED if overdue else lamp(late, warns, now)).value


def where(desk: Desk, wanted: RequestFilter, *, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions of a filter."""
    found = _state_conditions(desk, wanted.state, now)
    if wanted.overdue:
        found.append(past_promise(now))
    found += [
        column == value
        for column, value in (
            (Request.kind, wanted.kind),
            (Request.category, wanted.category),
            (Request.department, wanted.department),
            (Request.severity, wanted.severity),
            (Request.responsible, wanted.responsible),
            (Request.incident_id, wanted.incident_id),
            (Request.channel, wanted.channel),
            (Request.state, wanted.only),
        )
        if value
    ]
    if wanted.mine:
        me = desk.actor
        # Most requests may be somebody's: the state's index serves better than theirs, which the sums keep out of it.
        own = or_(Request.responsible.concat("") == me.name, Request.first_receiver_id + 0 == me.id) if me else false()
        found.append(own)
    if wanted.since is not None:
        found.append(Request.received_at >= _midnight(desk, wanted.since))
    if wanted.until is not None:
        found.append(Request.received_at < _midnight(desk, wanted.until + timedelta(days=1)))
    if wanted.building_id is not None:
        found.append(Request.unit_id.in_(select(Unit.id).where(Unit.building_id == wanted.building_id)))
    if wanted.unit_id is not None:
        found.append(Request.unit_id == wanted.unit_id)
    if text := unicodedata.normalize("NFKC", wanted.text).strip():
        known = met(desk, text, request=Request.id, unit=Request.unit_id)
        found.append(or_(known, and_(*(_says(word) for word in words_in(text)))))
    return found


def _midnight(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(), desk.zone)


def _state_conditions(desk: Desk, state: str, now: datetime) -> list[ColumnElement[bool]]:
    made = _STATES.get(state)
    return made(desk, now) if made is not None else [Request.state == state]


def _unassigned(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    limit = rules.handover_deadline(now, desk.policy["requests.handover_minutes"])
    return [
        Request.state == "received",
        Request.received_at < limit,
        Request.kind.in_(sorted(rules.PROMISED_KINDS)),
    ]


def _due(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    midnight = _midnight(desk, desk.today() + timedelta(days=1))
    return [Request.state.in_(rules.UNFINISHED), Request.promised_at >= now, Request.promised_at < midnight]


_STATES: dict[str, Callable[[Desk, datetime], list[ColumnElement[bool]]]] = {
    "": lambda _desk, _now: [],
    "all": lambda _desk, _now: [],
    "open": lambda _desk, _now: [Request.state.in_(rules.OPEN)],
    "unfinished": lambda _desk, _now: [Request.state.in_(rules.UNFINISHED)],
    "overdue": lambda _desk, now: [past_promise(now)],
    "late": lambda _desk, now: [past_limit(now)],
    "at-risk": lambda _desk, now: [near_limit(now)],
    "unassigned": _unassigned,
    "due": _due,
    "hold-over": lambda _desk, now: [Request.state == "on-hold", Request.hold_until < now],
    # A range, not IS NOT NULL: every engine then reads it from the index.
    "callback": lambda _desk, _now: [Request.callback_due_at > EVER],
    "callback-late": lambda _desk, now: [Request.callback_due_at > EVER, Request.callback_due_at < now],
    "unreturned": lambda _desk, _now: [Request.id.in_(select(WorkOrder.request_id).where(WorkOrder.state == "out"))],
    "escalated": lambda _desk, _now: [Request.state.in_(rules.OPEN), Request.escalated.in_(rules.ESCALATIONS)],
}
"""Lists that are more than one state."""


_NUMBER = re.compile(r"[A-Z]{2}-?\d{0,8}(-\d*)?")


def _says(word: str) -> ColumnElement[bool]:
    """Whether a word occurs in the request. A number's beginning is looked up, other words are read through.

    Latin letters are taken for each other in either case.
    """
    upper = word.upper()
    if _NUMBER.fullmatch(upper) and any(upper.startswith(prefix) for prefix in rules.PREFIXES.values()):
        start = upper if "-" in upper else f"{upper[:2]}-{upper[2:]}"
        return and_(Request.number >= start, Request.number < start + "~")
    texts = [Request.content, Request.caller_name, Request.responsible, Request.place]
    key = parse_room(word)
    rooms = holds(Unit.name, word) | holds(Unit.code, word)
    found = [holds(text, word) for text in texts]
    found.append(Request.unit_id.in_(select(Unit.id).where(or_(rooms, Unit.code == key.code if key else false()))))
    if word.isdigit() and len(word) >= 4:
        found += [ends_with(Request.caller_phone, word), ends_with(Request.number, word)]
    return or_(*found)


def repeats(desk: Desk, *, unit_id: int, category: str = "", limit: int = 20) -> tuple[RepeatView, ...]:
    """What is open or came lately for the same room, the rooms above and below, and the building (architecture "The window").

    The room: everything of the last days, and everything open. The line and the building: of the last days, of the same
    category when one is chosen. Cancelled ones do not count. How many days: policy `requests.repeat_days`.

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
