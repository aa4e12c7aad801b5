"""Work orders on paper (派工单) and what they say when they come back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Hundredths
from desk.models.requests import Request
from desk.models.slips import SlipRecord


class WorkOrder(Numbered, Base):
    """One work order given to a crew; its slip is the paper.

    Attributes:
        number: the slip's, `PG-20261121-0003`.
        department: code in catalog.toml; worker: a person's name.
        state: out, returned, void.
        signed: the customer's signature is on the paper; signer: who signed.
        materials, labour: sums of the lines, kept for reports.
    """

    __tablename__ = "work_order"
    __table_args__ = (Index("ix_work_order_state_issued", "state", "issued_at"),)

    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    department: Mapped[str]
    worker: Mapped[str]
    state: Mapped[str] = mapped_column(default="out")
    issued_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    signed: Mapped[bool] = mapped_column(default=False)
    signer: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    materials: Mapped[Decimal] = mapped_column(default=Decimal(0))
    labour: Mapped[Decimal] = mapped_column(default=Decimal(0))

    slip: Mapped[SlipRecord] = relationship()
    request: Mapped[Request] = relationship()
    lines: Mapped[list[WorkLine]] = relationship(back_populates="order", order_by="WorkLine.id")


class WorkLine(Numbered, Base):
    """A line of materials or labour.

    Attributes:
        kind: material or labour.
        quantity: with two places; price: of one unit; amount: quantity × price, rounded half up to fen.
    """

    __tablename__ = "work_line"

    order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Hundredths)
    unit: Mapped[str] = mapped_column(default="")
    price: Mapped[Decimal]
    amount: Mapped[Decimal]

    order: Mapped[WorkOrder] = relationship(back_populates="lines")
