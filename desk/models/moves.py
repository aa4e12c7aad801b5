"""Moves: households moving in and out, with what was seen, found, read, handed out and signed; residence passes.

The events are the history; `Move.state` is the last one's result, kept for lists. Where people live is `Occupancy`'s.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Customer, Unit
from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Hundredths
from desk.models.requests import Request
from desk.models.staff import Staff


class Move(Numbered, Base):
    """A household moving in or out (handbook A2, A3).

    Attributes:
        number: `RZ-20261121-0003`. kind: in, out. state: see `rules.moves.cycle`.
        who: owner, tenant, relative, borrower, company (of a move-in); of a move-out why: whole, end-of-lease, some.
        open_unit: the room while the move is under way, None else: a room has one open move of a kind (`in:12`).
        day: on which the household moves. fees_from: the first day of fees (handbook M6).
        lease_until: the last day of the lease. agent: who acts for the applicant, "" for nobody.
        owner_word: the owner who was there or signed; owner_signed, owner_phone: as on the consent (handbook M3).
        deed_number, deed_holder: as on the title deed. company, letter_*: of a company's authorised person.
        rooms: codes of the rooms looked at when the home was handed over. utilities: of a move-out, `{water: {how, reason}}`.
        waived: obstacles done without, `{code: reason}`. forwarding: where post goes.
    """

    __tablename__ = "move"
    __table_args__ = (Index("ix_move_state_day", "state", "day"),)

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    open_unit: Mapped[str | None] = mapped_column(unique=True)
    who: Mapped[str]
    day: Mapped[date]
    fees_from: Mapped[date | None]
    lease_until: Mapped[date | None]
    agent: Mapped[str] = mapped_column(default="")
    owner_word: Mapped[str] = mapped_column(default="")
    owner_signed: Mapped[bool] = mapped_column(default=False)
    owner_phone: Mapped[str] = mapped_column(default="")
    deed_number: Mapped[str] = mapped_column(default="")
    deed_holder: Mapped[str] = mapped_column(default="")
    company: Mapped[str] = mapped_column(default="")
    rooms: Mapped[list[Any]]
    utilities: Mapped[dict[str, Any]]
    waived: Mapped[dict[str, Any]]
    forwarding: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit] = relationship()
    people: Mapped[list[MovePerson]] = relationship(order_by="MovePerson.id", cascade="all, delete-orphan")
    papers: Mapped[list[MovePaper]] = relationship(order_by="MovePaper.id")
    stations: Mapped[list[MoveStation]] = relationship(order_by="MoveStation.id")
    defects: Mapped[list[MoveDefect]] = relationship(order_by="MoveDefect.id")
    readings: Mapped[list[MoveReading]] = relationship(order_by="MoveReading.id")
    keys: Mapped[list[MoveKey]] = relationship(order_by="MoveKey.id")
    handouts: Mapped[list[MoveHandout]] = relationship(order_by="MoveHandout.id")

    @property
    def why_all(self) -> bool:
        """Whether the whole household leaves."""
        return self.kind == "out" and self.who == "whole"


class MoveEvent(Numbered, Base):
    """Something that happened to a move; never changed."""

    __tablename__ = "move_event"

    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any] | None]

    staff: Mapped[Staff | None] = relationship()


class MovePerson(Numbered, Base):
    """Somebody who moves.

    Attributes:
        occupancy_id: the registration; of a move-in it comes when the move is done. main: the applicant.
        photos: one-inch photos handed in, counted. identity: the identity document was seen.
        before: of a move-out, how the registration stood before, so that it can be taken back.
    """

    __tablename__ = "move_person"
    __table_args__ = (UniqueConstraint("move_id", "customer_id"), CheckConstraint("photos >= 0", name="photos"))

    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    occupancy_id: Mapped[int | None] = mapped_column(ForeignKey("occupancy.id"))
    role: Mapped[str]
    relation: Mapped[str] = mapped_column(default="")
    main: Mapped[bool] = mapped_column(default=False)
    photos: Mapped[int] = mapped_column(default=0)
    identity: Mapped[bool] = mapped_column(default=False)
    before: Mapped[dict[str, Any] | None]

    customer: Mapped[Customer] = relationship()


class MovePaper(Numbered, Base):
    """A paper of the checklist that was seen or signed."""

    __tablename__ = "move_paper"
    __table_args__ = (UniqueConstraint("move_id", "code"),)

    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    code: Mapped[str]
    on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")


class MoveStation(Numbered, Base):
    """A station of the 入伙会签单 that has signed: money, treaty, property, inspection; `waived`: why it was not needed."""

    __tablename__ = "move_station"
    __table_args__ = (UniqueConstraint("move_id", "code"),)

    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    code: Mapped[str]
    at: Mapped[datetime]
    signer: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    waived: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class MoveDefect(Numbered, Base):
    """A defect of the home, by room and item.

    Attributes:
        origin: stated (by the company, before the handover) or found (by who moves in).
        request_id: the repair request it became; None when nothing is to be done.
    """

    __tablename__ = "move_defect"

    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    room: Mapped[str]
    item: Mapped[str]
    origin: Mapped[str]
    words: Mapped[str]
    deadline: Mapped[date | None]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"), index=True)

    request: Mapped[Request | None] = relationship()


class MoveReading(Numbered, Base):
    """A meter's reading when the home was handed over; kept for the month's bills (handbook M6)."""

    __tablename__ = "move_reading"
    __table_args__ = (UniqueConstraint("move_id", "meter"), CheckConstraint("value >= 0", name="value"))

    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    meter: Mapped[str]
    serial: Mapped[str] = mapped_column(default="")
    value: Mapped[Decimal] = mapped_column(Hundredths)
    on: Mapped[date]


class MoveKey(Numbered, Base):
    """Keys of one kind handed to the household for good (领用), until they come back.

    Attributes:
        unit_id: of the home. kind: code of `move_key_kinds`. number: of the tag. pieces: how many were handed out.
        back: how many came back. state: out, part, back, lost, kept (the owner keeps them).
        signed_by: who signed for them.
    """

    __tablename__ = "move_key"
    __table_args__ = (CheckConstraint("pieces > 0 AND back >= 0 AND back <= pieces", name="pieces"),)

    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    pieces: Mapped[int]
    signed_by: Mapped[str]
    given_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="out")
    back: Mapped[int] = mapped_column(default=0)
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


class MoveHandout(Numbered, Base):
    """Something handed out at the move-in and signed for: 业主手册, 住宅使用说明手册, 交房礼品."""

    __tablename__ = "move_handout"
    __table_args__ = (UniqueConstraint("move_id", "code"), CheckConstraint("pieces > 0", name="pieces"))

    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    code: Mapped[str]
    pieces: Mapped[int]
    signed_by: Mapped[str]
    on: Mapped[date]


class ResidentPass(Numbered, Base):
    """A residence pass (小区居住证, handbook M7): one active one for a person in a home.

    Attributes:
        number: `JZ-20261121-0007`; nothing personal is in its code (handbook C-30).
        state: active, cancelled (to come back), lost, replaced, returned, void.
        bearer: `unit:customer` while it is active, None else: a person has one active pass for a home.
        until: its last day; None for no end. occupancy_id: the registration it stands for.
        replaces: the number of the one it replaces.
    """

    __tablename__ = "resident_pass"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= first_day", name="period"),
        Index("ix_resident_pass_unit_state", "unit_id", "state"),
        Index("ix_resident_pass_state_until", "state", "until"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    occupancy_id: Mapped[int] = mapped_column(ForeignKey("occupancy.id"), index=True)
    move_id: Mapped[int | None] = mapped_column(ForeignKey("move.id"))
    state: Mapped[str] = mapped_column(default="active")
    bearer: Mapped[str | None] = mapped_column(unique=True)
    first_day: Mapped[date]
    until: Mapped[date | None]
    issued_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    replaces: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit] = relationship()
    customer: Mapped[Customer] = relationship()


__all__ = [
    "Move",
    "MoveDefect",
    "MoveEvent",
    "MoveHandout",
    "MoveKey",
    "MovePaper",
    "MovePerson",
    "MoveReading",
    "MoveStation",
    "ResidentPass",
]
