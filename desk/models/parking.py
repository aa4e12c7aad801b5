"""Parking spaces and parking cards."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Unit
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff as _Staff  # noqa: F401 - its table has to be there


class ParkingSpace(Numbered, Base):
    """A space (车位). kind: own, let, public; unit_id: the home it belongs or is let to; retired: not given out any more."""

    __tablename__ = "parking_space"

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="public")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    retired: Mapped[bool] = mapped_column(default=False)

    unit: Mapped[Unit | None] = relationship()


class ParkingCard(Numbered, Base):
    """A parking card (停车卡).

    Attributes:
        number: `CK-20261121-0001`. plate_live, space_live: plate and space while the card is active or stopped, so that a plate
            and a space have one card; None afterwards.
        holder: whose it is. paid_until: last day that was paid, receipt: by which paper. unpaid_because: why it is valid beyond.
        replaces_id: the card whose place it takes; reason: why.
    """

    __tablename__ = "parking_card"
    __table_args__ = (
        CheckConstraint("until >= first_day", name="period"),
        Index("ix_parking_card_state_until", "state", "until"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="month")
    state: Mapped[str] = mapped_column(default="active")
    plate: Mapped[str] = mapped_column(index=True)
    plate_live: Mapped[str | None] = mapped_column(unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    holder: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    space_id: Mapped[int | None] = mapped_column(ForeignKey("parking_space.id"))
    space_live: Mapped[int | None] = mapped_column(unique=True)
    first_day: Mapped[date]
    until: Mapped[date]
    paid_until: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(default="")
    unpaid_because: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("parking_card.id"))
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit | None] = relationship()
    space: Mapped[ParkingSpace | None] = relationship()
