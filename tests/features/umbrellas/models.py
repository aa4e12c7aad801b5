"""The table of loans."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base, Numbered


class Umbrella(Numbered, Base):
    """One loan.

    Attributes:
        number: `YS-20261121-0001`, as on its slip.
        kind: of the list `umbrella_kinds`. state: out, back, lost.
        due_on: the last day. ended_at: when it came back or was reported lost.
    """

    __tablename__ = "umbrella"

    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    borrower: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="out")
    due_on: Mapped[date]
    lent_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
