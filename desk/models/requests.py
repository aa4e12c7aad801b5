"""Requests (complaint, repair, help, enquiry, suggestion, praise) and what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Customer, Unit
from desk.models.incidents import Incident
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff
from desk.rules.requests import OPEN, UNFINISHED


class Request(Numbered, Base):
    """One request. Its events are the truth; `state` is the last event's result, kept for lists.

    Attributes:
        number: `TS-20261121-0031` (rules.requests.PREFIXES).
        kind: complaint, repair, help, enquiry, suggestion, praise.
        state: received, assigned, resolved, closed, cancelled … (rules.requests).
        channel: phone, counter, letter, email, staff, wechat, other.
        category: code in catalog.toml, `noise`; place: code or free words down to the room (地点到房间).
        severity: complaint severity or repair urgency: emergency, urgent, normal, planned.
        caller_name/caller_phone: as given; customer_id when the caller is known.
        wish: what the customer wants (诉求).
        repeated_back: content was repeated back and confirmed (复述确认, handbook A4).
        solved_on_spot: solved at the counter at once.
        promised_at: the promised service time.
        department: code in catalog.toml; responsible: a person's name.
        first_receiver_id: who took it first (首接).
        problem: code in catalog.toml, what is wrong; confirmed: in words, what was found on the spot.
        incident_id: the mass incident it belongs to.
        escalated: supervisor or manager when it was escalated; "" else.
        hold_until: while on hold, until when.
        resolved_at, replied_at: of this round; empty again when it is reopened.
        callback_due_at: when somebody has to call back next; None when nobody has to.
        warns_at, due_at: when the first clock that runs turns amber, and the last moment before one is red; kept for lists, reckoned anew by
            each move and when holidays change.
        reopened: how often it was reopened: the round that callbacks belong to.
        analysis, summary: of a complaint, how it came about (性质与分析) and the closing remark (总结评价).
        answer_by: the day until which an authority that passed it on wants its answer; None for others.
    """

    __tablename__ = "request"
    # Lists of 100,000 requests are counted, sorted and paged by any of their columns without a stall (architecture "Speed").
    __table_args__ = (
        Index("ix_request_kind_state", "kind", "state"),
        Index("ix_request_state_promised", "state", "promised_at"),
        Index("ix_request_unit_received", "unit_id", "received_at"),
        Index("ix_request_state_warns", "state", "warns_at"),
        Index("ix_request_state_due", "state", "due_at"),
        Index("ix_request_state_hold", "state", "hold_until"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    channel: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    caller_name: Mapped[str] = mapped_column(default="", index=True)
    caller_phone: Mapped[str] = mapped_column(default="")
    anonymous: Mapped[bool] = mapped_column(default=False)
    category: Mapped[str] = mapped_column(default="", index=True)
    place: Mapped[str] = mapped_column(default="")
    severity: Mapped[str] = mapped_column(default="normal", index=True)
    content: Mapped[str]
    wish: Mapped[str] = mapped_column(default="")
    repeated_back: Mapped[bool] = mapped_column(default=False)
    solved_on_spot: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(index=True)
    promised_at: Mapped[datetime | None] = mapped_column(index=True)
    department: Mapped[str] = mapped_column(default="", index=True)
    responsible: Mapped[str] = mapped_column(default="", index=True)
    cause: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    first_receiver_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    problem: Mapped[str] = mapped_column(default="")
    confirmed: Mapped[str] = mapped_column(default="")
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id"), index=True)
    escalated: Mapped[str] = mapped_column(default="")
    hold_until: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    callback_due_at: Mapped[datetime | None] = mapped_column(index=True)
    warns_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    reopened: Mapped[int] = mapped_column(default=0)
    analysis: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    answer_by: Mapped[date | None]

    unit: Mapped[Unit | None] = relationship()
    customer: Mapped[Customer | None] = relationship()
    incident: Mapped[Incident | None] = relationship()
    first_receiver: Mapped[Staff] = relationship()
    events: Mapped[list[RequestEvent]] = relationship(back_populates="request", order_by="RequestEvent.id")


class RequestEvent(Numbered, Base):
    """One thing that happened to a request; only ever added."""

    __tablename__ = "request_event"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any] | None]

    request: Mapped[Request] = relationship(back_populates="events")
    staff: Mapped[Staff] = relationship()


class RequestLink(Numbered, Base):
    """One request has to do with another one; both stay.

    Attributes:
        kind: became (a complaint turned into a repair), related, duplicate.
    """

    __tablename__ = "request_link"
    __table_args__ = (UniqueConstraint("from_id", "to_id"),)

    from_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


def past_promise(now: datetime) -> ColumnElement[bool]:
    """The promised time has passed and the work is not done: `rules.requests.overdue` in SQL, for lists, Today and lights."""
    return and_(Request.state.in_(UNFINISHED), Request.promised_at < now)


def past_limit(now: datetime) -> ColumnElement[bool]:
    """A time limit has passed: a red lamp (`rules.kit.clocks.lamp`) in SQL."""
    return and_(Request.state.in_(OPEN), Request.due_at < now)


def near_limit(now: datetime) -> ColumnElement[bool]:
    """A time limit is near and none has passed: an amber lamp in SQL."""
    in_time = or_(Request.due_at.is_(None), Request.due_at >= now)
    return and_(Request.state.in_(OPEN), Request.warns_at <= now, in_time)
