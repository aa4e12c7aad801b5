"""Residents' certificates that were issued."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Customer, Unit
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff as _Staff  # noqa: F401 - its table has to be there


class Certificate(Numbered, Base):
    """One certificate (入住证明).

    Attributes:
        number: `RM-20261121-0001`. purpose: what it is for; addressee: to whom it is given, "" for whom it concerns.
        reason: why it is void.
    """

    __tablename__ = "certificate"

    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="issued")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    purpose: Mapped[str]
    addressee: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit] = relationship()
    customer: Mapped[Customer] = relationship()
