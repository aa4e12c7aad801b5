"""Calling back and the monthly quality sample (handbook A4, C-3): each attempt, each visit is a row of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.kit.base import Base, Numbered
from desk.models.requests import Request
from desk.models.staff import Staff


class CallbackAttempt(Numbered, Base):
    """One attempt to call back; only ever added.

    Attributes:
        round: how often the request had been reopened: a grade counts for its own round only.
        outcome: reached, no-answer, refused, later.
        method: phone, visit, wechat, counter.
        score: 5 very satisfied to 1; only when reached.
        reasons: codes in catalog.toml.
        words: what the customer said.
        again_at: when to try again.
    """

    __tablename__ = "callback_attempt"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    round: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[str]
    method: Mapped[str] = mapped_column(default="phone")
    score: Mapped[int | None]
    reasons: Mapped[list[Any]]
    words: Mapped[str] = mapped_column(default="")
    again_at: Mapped[datetime | None]

    request: Mapped[Request] = relationship()
    staff: Mapped[Staff] = relationship()


class QualitySample(Numbered, Base):
    """The supervisor's sample of one month's complaints.

    Attributes:
        month: its first day.
        seed: with it and the numbers of the complaints anyone can draw the same sample again.
        draws: each draw as it was made: at, staff, numbers drawn from, numbers drawn, shares in force.
    """

    __tablename__ = "quality_sample"

    month: Mapped[date] = mapped_column(unique=True)
    seed: Mapped[str]
    drawn_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    draws: Mapped[list[Any]]

    staff: Mapped[Staff] = relationship()
    items: Mapped[list[SampleItem]] = relationship(back_populates="sample", order_by="SampleItem.id")


class SampleItem(Numbered, Base):
    """One complaint of a sample, and how its return visit went.

    Attributes:
        at_door: it is to be visited at the door.
        visited_on: None while nobody has asked; visited: it was at the door.
        signed: the customer signed: a door visit without a signature does not count (handbook C-3).
    """

    __tablename__ = "sample_item"
    __table_args__ = (UniqueConstraint("sample_id", "request_id"),)

    sample_id: Mapped[int] = mapped_column(ForeignKey("quality_sample.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    at_door: Mapped[bool] = mapped_column(default=False)
    visited_on: Mapped[date | None]
    visited: Mapped[bool] = mapped_column(default=False)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    signed: Mapped[bool] = mapped_column(default=False)
    signer: Mapped[str] = mapped_column(default="")
    score: Mapped[int | None]
    reasons: Mapped[list[Any]]
    words: Mapped[str] = mapped_column(default="")

    sample: Mapped[QualitySample] = relationship(back_populates="items")
    request: Mapped[Request] = relationship()
    staff: Mapped[Staff | None] = relationship()
