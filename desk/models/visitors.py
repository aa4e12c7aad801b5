"""Visits, who came, and the temporary cards that were given out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Unit
from desk.models.kit.base import Base, Numbered
from desk.models.money import Deposit as _Deposit  # noqa: F401 - its table has to be there
from desk.models.staff import Staff as _Staff  # noqa: F401 - its table has to be there


class Visit(Numbered, Base):
    """One visit (访客登记).

    Attributes:
        number: `FK-20261121-0001`. unit_id: the room that is visited; None for the centre itself. host: who is visited.
        answer: yes, no, not-reached. agreed: why somebody was let in whose host was not reached; agreed_by_id: who said so.
        brings: what they carry. until: when they mean to leave.
        matter, passed_to, result, answered_at: what they brought forward, to whom it went, what came of it.
    """

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_state_until", "state", "until"),)

    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="here")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    host: Mapped[str] = mapped_column(default="")
    answer: Mapped[str]
    agreed: Mapped[str] = mapped_column(default="")
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    purpose: Mapped[str]
    brings: Mapped[str] = mapped_column(default="")
    plate: Mapped[str] = mapped_column(default="")
    came_at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    matter: Mapped[str] = mapped_column(default="")
    passed_to: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit | None] = relationship()
    people: Mapped[list[VisitPerson]] = relationship(order_by="VisitPerson.position", cascade="all, delete-orphan")


class VisitPerson(Numbered, Base):
    """One of the visitors; the document's number is kept for the first one only, and not for ever."""

    __tablename__ = "visit_person"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    document_kind: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")


class VisitorCard(Numbered, Base):
    """A temporary card (临时卡).

    Attributes:
        number: `LS-20261121-0001`. kind: paper or plastic. label: what stands on a plastic one.
        label_out: the label while it is out, so that a card is given to one; None afterwards.
        deposit_id: what was taken for it.
    """

    __tablename__ = "visitor_card"
    __table_args__ = (Index("ix_visitor_card_state_until", "state", "until"),)

    number: Mapped[str] = mapped_column(unique=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    kind: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    label_out: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="out")
    until: Mapped[datetime]
    deposit_id: Mapped[int | None] = mapped_column(ForeignKey("deposit.id"))
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    visit: Mapped[Visit] = relationship()
