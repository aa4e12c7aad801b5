"""The numbers behind the reports: counted by the database, grouped there; only sums come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, String, and_, case, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from desk.models import Request, RequestEvent, Unit
from desk.models.kit.functions import microseconds
from desk.rules import requests as rules
from desk.rules.kit.statistics import Rate
from desk.rules.requests.cycle import CYCLE
from desk.services.kit.desk import Desk

DIMENSIONS = ("kind", "category", "building", "department", "channel")
_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment up to, not including, another one; made of local days."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, desk: Desk, first: date, after: date) -> Span:
        """The local days from `first` up to, not including, `after`."""
        return cls(desk.midnight(first), desk.midnight(after))

    def has(self, column: Any) -> ColumnElement[bool]:
        """Whether a moment lies in it."""
        return and_(column >= self.start, column < self.end)


@dataclass(frozen=True, slots=True)
class Sums:
    """What was counted of one group of requests."""

    count: int
    handover: Rate
    promise: Rate
    reply: Rate
    unfinished: int
    cancelled: int
    reopened: int


def by_dimension(session: Session, desk: Desk, first: date, after: date, now: datetime) -> dict[str, dict[str, Sums]]:
    """The requests received in some days, counted by each of `DIMENSIONS`, by code; one question.

    A code is "" where it was left open; a building's code is its id as text.
    """
    base = _flags(desk, first, after, now)
    sums = [func.sum(base.c[name]) for name in _FLAGS]
    groups = [
        select(literal(name), cast(base.c[name], String), func.count(), *sums).group_by(base.c[name])
        for name in DIMENSIONS
    ]
    found: dict[str, dict[str, Sums]] = {name: {} for name in DIMENSIONS}
    for name, code, count, in_hand, hand, kept, promised, answered, to_answer, open_, gone, again in session.execute(
        union_all(*groups)
    ):
        found[name][code or ""] = Sums(
            count, Rate(in_hand, hand), Rate(kept, promised), Rate(answered, to_answer), open_, gone, again
        )
    return found


_FLAGS = (
    "handed_in_time",
    "to_hand_over",
    "promise_kept",
    "promise_due",
    "replied_in_time",
    "to_reply",
    "unfinished",
    "cancelled",
    "reopened",
)


def _flags(desk: Desk, first: date, after: date, now: datetime) -> CTE:
    """One row per request with ones and zeros: what there is to count of it, and whether it was in time."""
    span = Span.of(desk, first, after)
    handed = (
        select(RequestEvent.request_id, func.min(RequestEvent.at).label("at"))
        .join(Request, Request.id == RequestEvent.request_id)
        .where(span.has(Request.received_at), RequestEvent.kind.in_(sorted(rules.HANDED_OVER)))
        .group_by(RequestEvent.request_id)
        .subquery()
    )
    limit = timedelta(minutes=desk.policy["requests.handover_minutes"]) // _MICROSECOND
    # Not handed over yet: it counts once it is too late.
    taken = microseconds(func.coalesce(handed.c.at, now)) - microseconds(Request.received_at)
    promised_kind = Request.kind.in_(sorted(rules.PROMISED_KINDS))
    to_hand_over = and_(promised_kind, or_(handed.c.at.is_not(None), taken > limit))
    open_ = Request.state.in_(rules.UNFINISHED)
    late = and_(open_, Request.promised_at < now)
    done = and_(~open_, Request.state != "cancelled", Request.resolved_at.is_not(None))
    promise_due = and_(Request.promised_at.is_not(None), or_(late, done))
    deadline = _reply_deadline(desk, first, after)
    complaint = and_(Request.kind == "complaint", Request.state != "cancelled")
    # Closing ends the wait for an answer too; of what was reopened the last answer counts, from the first word.
    answered = func.coalesce(Request.replied_at, Request.closed_at)
    to_reply = and_(complaint, or_(answered.is_not(None), deadline <= now))
    flags = {
        "handed_in_time": and_(to_hand_over, taken <= limit),
        "to_hand_over": to_hand_over,
        "promise_kept": and_(promise_due, done, Request.resolved_at <= Request.promised_at),
        "promise_due": promise_due,
        "replied_in_time": and_(to_reply, answered < deadline),
        "to_reply": to_reply,
        "unfinished": open_,
        "cancelled": Request.state == "cancelled",
        "reopened": Request.reopened > 0,
    }
    return (
        select(
            Request.kind,
            Request.category,
            Unit.building_id.label("building"),
            Request.department,
            Request.channel,
            *(case((condition, 1), else_=0).label(name) for name, condition in flags.items()),
        )
        .outerjoin(handed, handed.c.request_id == Request.id)
        .outerjoin(Unit, Unit.id == Request.unit_id)
        .where(span.has(Request.received_at))
        .cte("counted")
        .prefix_with("MATERIALIZED")
    )


def _reply_deadline(desk: Desk, first: date, after: date) -> ColumnElement[Any]:
    """The end of the last day to reply (handbook B3), by the local day on which the complaint came in: one WHEN a day."""
    limit = timedelta(days=int(desk.policy["requests.reply_days"]) + 1)
    days = [first + _DAY * number for number in range((after - first).days)]
    kind = Request.replied_at.type
    return case(
        *((Request.received_at < desk.midnight(day + _DAY), literal(desk.midnight(day + limit), kind)) for day in days)
    )


def trend(session: Session, desk: Desk, months: Sequence[tuple[date, date]]) -> dict[tuple[int, str], int]:
    """How many requests of each kind came in some months that follow each other: by place of the month and kind."""
    place = case(
        *((Request.received_at < desk.midnight(after), number) for number, (_first, after) in enumerate(months))
    )
    span = Span.of(desk, months[0][0], months[-1][1])
    question = (
        select(place.label("nth_month"), Request.kind, func.count())
        .where(span.has(Request.received_at))
        .group_by("nth_month", Request.kind)  # not "place": a request has a column of that name
    )
    return {(number, kind): count for number, kind, count in session.execute(question)}


def not_repeated_back(session: Session, span: Span) -> int:
    """Spoken complaints that were saved without being repeated back to the customer (handbook A4); cancelled ones apart."""
    found = (
        select(func.count())
        .select_from(Request)
        .where(
            span.has(Request.received_at),
            Request.kind == "complaint",
            Request.state != "cancelled",
            Request.channel.not_in(sorted(rules.written_channels())),
            ~Request.repeated_back,
        )
    )
    return session.scalar(found) or 0


def repeats(session: Session, desk: Desk, span: Span, *, most: int) -> tuple[int, list[tuple[int, str, str, int]]]:
    """Requests of a room with one of the same category in the days before (policy `requests.repeat_days`).

    Returns:
        How many there are; and of the rooms with most of them the unit's id, name, the category and how many.
    """
    days = timedelta(days=float(desk.policy["requests.repeat_days"]))
    before = func.lag(Request.received_at).over(
        partition_by=(Request.unit_id, Request.category), order_by=(Request.received_at, Request.id)
    )
    lines = (
        select(Request.unit_id, Request.category, Request.received_at, before.label("before"))
        .where(
            Span(span.start - days, span.end).has(Request.received_at),
            Request.unit_id.is_not(None),
            Request.category != "",
            Request.state != "cancelled",
        )
        .subquery()
    )
    repeated = [
        lines.c.before.is_not(None),
        lines.c.received_at >= span.start,
        microseconds(lines.c.received_at) - microseconds(lines.c.before) <= days // _MICROSECOND,
    ]
    count = session.scalar(select(func.count()).select_from(lines).where(*repeated)) or 0
    number = func.count()
    top = session.execute(
        select(lines.c.unit_id, Unit.name, lines.c.category, number)
        .join(Unit, Unit.id == lines.c.unit_id)
        .where(*repeated)
        .group_by(lines.c.unit_id, Unit.name, Unit.sort, lines.c.category)
        .order_by(number.desc(), Unit.sort, lines.c.category)
        .limit(most)
    )
    return count, [(unit_id, name, category, many) for unit_id, name, category, many in top]


def unfinished(session: Session, end: datetime) -> list[tuple[Any, str]]:
    """The requests that were not closed at a moment, each with its state then; events are the truth.

    Returns:
        Rows of id, number, kind, room, caller, category, content, received_at, promised_at, department, responsible,
        anonymous; and the state.
    """
    moving = sorted(event for event, target in CYCLE.targets.items() if target)
    later = (
        select(literal(1))
        .where(RequestEvent.request_id == Request.id, RequestEvent.at >= end, RequestEvent.kind.in_(moving))
        .exists()
    )
    last = (
        select(RequestEvent.kind)
        .where(RequestEvent.request_id == Request.id, RequestEvent.at < end, RequestEvent.kind.in_(moving))
        .order_by(RequestEvent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    question = (
        select(
            Request.id, Request.number, Request.kind, Unit.name, Request.caller_name, Request.category,
            func.substr(Request.content, 1, 200), Request.received_at, Request.promised_at, Request.department,
            Request.responsible, Request.anonymous, Request.state, last,
        )
        .outerjoin(Unit, Unit.id == Request.unit_id)
        .where(Request.received_at < end, or_(Request.state.in_(rules.OPEN), later))
        .order_by(Request.received_at, Request.id)
    )  # fmt: skip
    found = []
    for row in session.execute(question):
        *_rest, state, event = row
        # A record without events (a taken-over list) is as it stands.
        then = CYCLE.targets[event] if event else state
        if then in rules.OPEN:
            found.append((row, then))
    return found


__all__ = [
    "DIMENSIONS",
    "Span",
    "Sums",
    "by_dimension",
    "repeats",
    "trend",
    "unfinished",
]
