"""Parcels, left and found things."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Unit
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff as _Staff  # noqa: F401 - its table has to be there


class Parcel(Numbered, Base):
    """A thing that is kept for somebody (包裹、寄存、失物).

    Attributes:
        number: `BG-`, `JC-` or `SW-20261121-0001`. kind: parcel, left, found.
        unit_id, recipient, phone: for whom, as far as it is known. brought_by: courier, who left it, who found it.
        tracking: number of the waybill. contents: general, valuables, cash, papers, identity. where_found: of a found thing.
        place: shelf. witness_id: the second member of staff, where two take it.
        due_on: when it goes back or on. told_at, told_how: when and how the recipient heard of it.
        receiver: who took it; tail: last digits of their phone; authorised_by, authorised_how; claim: how it was described.
    """

    __tablename__ = "parcel"
    __table_args__ = (CheckConstraint("pieces >= 1", name="pieces"), Index("ix_parcel_state_due_on", "state", "due_on"))

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="kept")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    recipient: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    what: Mapped[str]
    contents: Mapped[str] = mapped_column(default="general")
    pieces: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bool] = mapped_column(default=False)
    seal: Mapped[str] = mapped_column(default="")
    brought_by: Mapped[str] = mapped_column(default="")
    tracking: Mapped[str] = mapped_column(default="", index=True)
    where_found: Mapped[str] = mapped_column(default="")
    place: Mapped[str]
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime]
    due_on: Mapped[date]
    told_at: Mapped[datetime | None]
    told_how: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    receiver: Mapped[str] = mapped_column(default="")
    tail: Mapped[str] = mapped_column(default="")
    authorised_by: Mapped[str] = mapped_column(default="")
    authorised_how: Mapped[str] = mapped_column(default="")
    claim: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit | None] = relationship()
