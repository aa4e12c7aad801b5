"""One request as it is shown: its history, clocks, callbacks, work orders, and what it has to do with others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desk.errors import NotFound
from desk.i18n import _
from desk.models import CallbackAttempt, Incident, Request, RequestEvent, RequestLink, Staff, Unit, WorkOrder
from desk.models.slips import printings_of
from desk.rules import callbacks
from desk.rules import requests as rules
from desk.rules.kit.clocks import passed
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.phones import mask_phone
from desk.rules.requests import cycle
from desk.rules.requests.clocks import Clock
from desk.rules.requests.cycle import CLOSING, CYCLE
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.requests import clocks as request_clocks
from desk.services.requests.lists import SHORT
from desk.services.requests.views import CallbackView, EventView, LinkView, OrderRow, RequestView
from desk.services.slips import SlipView, views


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


def callback_of(session: Session, row: Request) -> str:
    """`done` when the customer was reached in this round and is content enough; "" else."""
    attempts = session.execute(
        select(CallbackAttempt.round, CallbackAttempt.outcome, CallbackAttempt.score).where(
            CallbackAttempt.request_id == row.id
        )
    )
    return "done" if callbacks.done((callbacks.Attempt(*each) for each in attempts), row.reopened) else ""


def closing(session: Session, _desk: Desk, subject: str) -> tuple[Obstacle, ...]:
    """What stands in the way of closing a request, as far as requests know."""
    row = get(session, int(subject.partition(":")[2]))
    callback = callback_of(session, row) if row.kind == "complaint" else ""
    return cycle.closing(cycle.Case(row.kind, row.state, row.responsible, row.cause, row.result, callback))


def events_of(session: Session, request_id: int) -> tuple[EventView, ...]:
    """The history, oldest first."""
    return histories(session, (request_id,)).get(request_id, ())


def histories(session: Session, request_ids: Iterable[int]) -> dict[int, tuple[EventView, ...]]:
    """The histories of many requests, each oldest first, by one question."""
    rows = session.execute(
        select(
            RequestEvent.request_id,
            RequestEvent.at,
            RequestEvent.kind,
            Staff.name,
            RequestEvent.note,
            RequestEvent.data,
        )
        .join(Staff, Staff.id == RequestEvent.staff_id)
        .where(RequestEvent.request_id.in_(list(request_ids)))
        .order_by(RequestEvent.id)
    )
    found: dict[int, list[EventView]] = {}
    for request_id, at, kind, staff, note, data in rows:
        found.setdefault(request_id, []).append(EventView(at, kind, staff, note, data or {}))
    return {request_id: tuple(events) for request_id, events in found.items()}


def doers(row: Request, events: Sequence[EventView]) -> frozenset[str]:
    """Who did the job in this round: those it was given to, and who solved it on the spot."""
    begun = max((place for place, event in enumerate(events) if event.kind == "reopened"), default=0)
    found = {row.responsible}
    for event in events[begun:]:
        if event.kind in ("assigned", "transferred", "order-back"):
            found.add(str(event.data.get("responsible", "")))
        elif event.kind == "solved":
            found.add(event.staff)
    return frozenset(found - {""})


def request(desk: Desk, request_id: int) -> RequestView:
    """One request with its history and slips.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return view(session, desk, get(session, request_id))


_AS_STORED = (
    "id", "number", "kind", "state", "channel", "unit_id", "customer_id", "caller_name", "anonymous", "category", "place",
    "severity", "content", "wish", "repeated_back", "solved_on_spot", "promised_at", "department", "responsible", "cause",
    "result", "received_at", "closed_at", "reopened", "problem", "confirmed", "escalated", "hold_until", "resolved_at",
    "replied_at", "callback_due_at", "incident_id", "analysis", "summary", "answer_by",
)  # fmt: skip
"""Columns that a view shows as they are."""


def view(
    session: Session,
    desk: Desk,
    row: Request,
    slips: tuple[SlipView, ...] | None = None,
    events: tuple[EventView, ...] | None = None,
    clocks: tuple[Clock, ...] | None = None,
) -> RequestView:
    """The view of a record whose changes are flushed.

    Args:
        session: the session it was read in.
        desk: the desk.
        row: the record.
        slips: its slips, when the caller has them; else they are read.
        events: its history, likewise.
        clocks: its clocks of now, likewise.
    """
    if slips is None:
        slips = views(session, [subject(row.id)])
    if events is None:
        events = events_of(session, row.id)
    unit = session.get(Unit, row.unit_id) if row.unit_id is not None else None
    now = desk.clock()
    kinds = {event.kind for event in events}
    attempts = _callbacks(session, row.id) if "callback" in kinds else ()
    called = callbacks.done((callbacks.Attempt(a.round, a.outcome, a.score) for a in attempts), row.reopened)
    closable = CYCLE.possible(row, "close")
    me = desk.actor.name if desk.actor else ""
    return RequestView(
        **{name: getattr(row, name) for name in _AS_STORED},
        room=unit.name if unit is not None else "",
        caller_phone=mask_phone(row.caller_phone),
        first_receiver=_name_of(session, desk, row.first_receiver_id),
        events=events,
        slips=slips,
        overdue=rules.overdue(row.state, row.promised_at, now),
        handover_late=_handover_late(row, events, now, desk),
        callback="done" if called else "",
        closing=obstacles(session, desk, CLOSING, subject(row.id)) if closable else (),
        hold_reason=_hold_reason(row, events),
        waiver=_waiver(row, events),
        incident=_incident(session, row),
        links=_links(session, row.id) if "linked" in kinds else (),
        clocks=request_clocks.views(desk, request_clocks.read(desk, row, events, now) if clocks is None else clocks),
        callbacks=attempts,
        orders=orders(session, now, WorkOrder.request_id == row.id) if "assigned" in kinds else (),
        may_score=not callbacks.own_job(me, doers(row, events)),
    )


def _name_of(session: Session, desk: Desk, staff_id: int) -> str:
    if desk.actor is not None and desk.actor.id == staff_id:
        return desk.actor.name  # the usual case: who took it is at the counter
    return session.scalar(select(Staff.name).where(Staff.id == staff_id)) or ""


def _handover_late(row: Request, events: Sequence[EventView], now: datetime, desk: Desk) -> bool:
    if row.kind not in rules.PROMISED_KINDS:
        return False
    done = next((event.at for event in events if event.kind in rules.HANDED_OVER), now)
    return rules.handover_late(row.received_at, done, desk.policy["requests.handover_minutes"])


def _hold_reason(row: Request, events: Iterable[EventView]) -> str:
    if row.state != "on-hold":
        return ""
    return next((event.note for event in reversed(tuple(events)) if event.kind == "held"), "")


def _waiver(row: Request, events: Iterable[EventView]) -> str:
    if row.state != "closed":
        return ""
    closed = next((event for event in reversed(tuple(events)) if event.kind == "closed"), None)
    return str(closed.data.get("waiver", "")) if closed else ""


def _incident(session: Session, row: Request) -> str:
    if row.incident_id is None:
        return ""
    return session.scalar(select(Incident.title).where(Incident.id == row.incident_id)) or ""


def _callbacks(session: Session, request_id: int) -> tuple[CallbackView, ...]:
    return calls(session, (request_id,)).get(request_id, ())


def calls(session: Session, request_ids: Iterable[int]) -> dict[int, tuple[CallbackView, ...]]:
    """The callbacks of many requests, each oldest first, by one question."""
    rows = session.execute(
        select(CallbackAttempt, Staff.name)
        .join(Staff, Staff.id == CallbackAttempt.staff_id)
        .where(CallbackAttempt.request_id.in_(list(request_ids)))
        .order_by(CallbackAttempt.id)
    )
    found: dict[int, list[CallbackView]] = {}
    for row, staff in rows:
        found.setdefault(row.request_id, []).append(
            CallbackView(
                id=row.id,
                at=row.at,
                staff=staff,
                outcome=row.outcome,
                method=row.method,
                again_at=row.again_at,
                score=row.score,
                reasons=tuple(row.reasons),
                words=row.words,
                round=row.round,
            )
        )
    return {request_id: tuple(attempts) for request_id, attempts in found.items()}


def _links(session: Session, request_id: int) -> tuple[LinkView, ...]:
    found = []
    mine = or_(RequestLink.from_id == request_id, RequestLink.to_id == request_id)
    either = or_(Request.id == RequestLink.to_id, Request.id == RequestLink.from_id)
    for link, other in session.execute(
        select(RequestLink, Request)
        .join(Request, either & (Request.id != request_id))
        .where(mine)
        .order_by(RequestLink.id)
    ):
        outward = link.from_id == request_id
        relation = "came-from" if link.kind == "became" and not outward else link.kind
        found.append(LinkView(other.id, other.number, other.kind, other.state, relation, other.content[:SHORT]))
    return tuple(found)


def orders(
    session: Session, now: datetime, *conditions: object, offset: int = 0, limit: int = 500
) -> tuple[OrderRow, ...]:
    """Work orders, oldest first."""
    printings = printings_of(WorkOrder.slip_id)
    rows = session.execute(
        select(
            WorkOrder,
            Request.number,
            Unit.name,
            func.substr(Request.content, 1, SHORT),
            Request.promised_at,
            printings,
        )
        .join(Request, Request.id == WorkOrder.request_id)
        .outerjoin(Unit, Unit.id == Request.unit_id)
        .where(*conditions)  # type: ignore[arg-type]  # conditions and plain truths alike
        .order_by(WorkOrder.issued_at, WorkOrder.id)
        .offset(offset)
        .limit(limit)
    )
    return tuple(
        OrderRow(
            id=order.id,
            number=order.number,
            request_id=order.request_id,
            request_number=number,
            room=room or "",
            worker=order.worker,
            department=order.department,
            content=content,
            state=order.state,
            issued_at=order.issued_at,
            promised_at=promised,
            returned_at=order.returned_at,
            printings=count,
            late=order.state == "out" and passed(promised, now),
        )
        for order, number, room, content, promised, count in rows
    )
