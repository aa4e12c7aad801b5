"""What every act on a request shares: the transaction, the event, the clocks, the work orders that become void."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import catalog
from desk.errors import Checker, InvalidInput
from desk.i18n import _
from desk.models import Request, RequestEvent, SlipRecord, WorkOrder
from desk.rules import callbacks, orders
from desk.rules.kit import texts
from desk.rules.requests.clocks import Clock
from desk.rules.requests.cycle import CYCLE
from desk.services.finder import index as search_index
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, advance
from desk.services.requests import clocks
from desk.services.requests.read import events_of, subject, view
from desk.services.requests.views import EventView, RequestView
from desk.services.slips import SlipView
from desk.services.workers import has_left

REQUESTS = Kept(CYCLE, Request, lambda: _("This request is not there."))
"""Requests and their life cycle, for `services.kit.lifecycle.moving`."""


def record(act: Act, row: Request, event: str, *, note: str = "", **data: Any) -> None:
    """Adds an event to the history; what is empty in `data` is left out.

    Raises:
        InvalidInput: field `note`: it would fill more than a paper.
    """
    if problem := texts.length_problem(note, texts.LONG, "note"):
        raise InvalidInput([problem])
    kept = {key: value for key, value in data.items() if value not in ("", [], {}, None)}
    act.session.add(
        RequestEvent(
            request_id=row.id, kind=event, at=act.at, staff_id=act.staff_id, note=note.strip(), data=kept or None
        )
    )


def finish(act: Act, desk: Desk, row: Request, *, slips: tuple[SlipView, ...] | None = None) -> RequestView:
    """The end of each act: clocks, finder and audit know of it."""
    act.session.flush()
    events, read = refresh(act.session, desk, row, act.at)
    search_index.write(act.session, "request", [row.id])
    act.about("request", row.id, number=row.number, state=row.state)
    act.data["kind"] = row.kind
    act.touch("unit", row.unit_id)
    act.touch("customer", row.customer_id)
    act.touch("incident", row.incident_id)
    return view(act.session, desk, row, slips, events, read)


def refresh(
    session: Session, desk: Desk, row: Request, now: datetime
) -> tuple[tuple[EventView, ...], tuple[Clock, ...]]:
    """Reckons a request's clocks anew; its events, which are flushed, and the clocks are given back."""
    events = events_of(session, row.id)
    read = clocks.read(desk, row, events, now)
    clocks.keep(row, read)
    session.flush()
    return events, read


def mark_resolved(desk: Desk, row: Request, at: datetime, *, finished_at: datetime | None = None) -> None:
    """What follows from the work being done: a callback falls due where one is wanted (handbook C-3)."""
    row.resolved_at = finished_at or at
    row.hold_until = None
    share = Fraction(str(desk.policy["callbacks.repair_percent"])) / 100
    reachable = not row.anonymous
    row.callback_due_at = None
    if reachable and callbacks.wanted(row.kind, row.number, share):
        row.callback_due_at = at + timedelta(hours=float(desk.policy["callbacks.within_hours"]))


def reopen(act: Act, row: Request, *, came: str, reason: str) -> None:
    """What follows when a request is taken up again: a new round with its own result, callback and clocks.

    Args:
        act: the act under way.
        row: the request, in its new state already.
        came: the state it came from.
        reason: why.
    """
    before: dict[str, Any] = {"state": came, "result": row.result}
    if row.promised_at is not None and row.promised_at <= act.at:
        # A promise that has passed says nothing about the new round: a new one is made when it is given out.
        before["promised_at"] = row.promised_at.isoformat()
        row.promised_at = None
    row.result = ""
    row.reopened += 1
    row.closed_at = row.resolved_at = row.replied_at = None
    row.callback_due_at = row.hold_until = None
    record(act, row, "reopened", note=reason, before=before)


def check_code(check: Checker, field: str, name: str, code: str, *, kept: str = "") -> None:
    """Notes a code that a list does not offer; the one that the record has already may stay."""
    if code and code != kept and code not in {choice.code for choice in catalog(name)}:
        check.add(field, "unknown", _("This is not in the list (any more). Choose another one."))


def check_department(check: Checker, department: str) -> None:
    """Notes an unknown department."""
    if department and department not in {choice.code for choice in catalog("departments")}:
        check.add("department", "unknown", _("This department is not in the list. Choose another one."))


def check_staff(session: Session, check: Checker, name: str) -> None:
    """Work is not given to someone who has left; names that nobody here has (outside firms) pass."""
    name = name.strip()
    if name and has_left(session, name):
        # L10N: {name}已离职，请另选
        check.add(
            "responsible", "left", _("{name} does not work here any more. Choose somebody else.").format(name=name)
        )


def said(words: Mapping[str, str]) -> Callable[[Act, Request, Checker], None]:
    """Checks what a complaint says of itself (`analysis`, `summary`), by field, with all else of its act."""

    def checks(_act: Act, _row: Request, check: Checker) -> None:
        for name, text in words.items():
            if name not in ("analysis", "summary"):
                check.add(name, "unknown", _("This is not in the list (any more). Choose another one."))
            check.note(name, texts.length_problem(text, texts.LONG, name))

    return checks


def write_texts(row: Request, words: Mapping[str, str]) -> None:
    """Writes what a complaint says of itself; "" keeps what is there."""
    for name, text in words.items():
        if text.strip() and row.kind == "complaint":
            setattr(row, name, text.strip())


def void_orders(act: Act, row: Request, reason: str) -> list[str]:
    """Voids the work orders that are out: two valid ones would send two crews (handbook C-19: void, issue anew)."""
    found = act.session.scalars(
        select(SlipRecord)
        .outerjoin(WorkOrder, WorkOrder.slip_id == SlipRecord.id)
        .where(
            SlipRecord.subject == subject(row.id),
            SlipRecord.kind == "dispatch",
            SlipRecord.state == "issued",
            (WorkOrder.state == "out") | WorkOrder.id.is_(None),
        )
    ).all()
    for slip in found:
        act.touch("slip", slip.id)
        slip.state = "void"
        slip.void_reason = reason
    given_out = act.session.scalars(select(WorkOrder).where(WorkOrder.slip_id.in_([slip.id for slip in found]))).all()
    for order in given_out:
        advance(orders.CYCLE, order, "void")
        act.touch("work-order", order.id)
    act.session.flush()
    search_index.write(act.session, "slip", [slip.id for slip in found])
    return [slip.number for slip in found]


def actor_name(desk: Desk) -> str:
    """The name of the one at the counter."""
    return desk.actor.name if desk.actor else ""
