"""Workers: who does the jobs, without a sign-in."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base, Numbered


class Worker(Numbered, Base):
    """A worker (工人).

    Attributes:
        name: unique among the active ones; records keep the name, not the row.
        department: code in catalog.toml. trades: codes in catalog.toml.
        hours: of the shift, `08:00-17:00`, "" for the whole day; days: on which days of the week it begins, `12345`.
        away_until: the last day of a leave.
        active: False when they have left.
    """

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(index=True)
    department: Mapped[str] = mapped_column(default="")
    trades: Mapped[list[Any]]
    hours: Mapped[str] = mapped_column(default="")
    days: Mapped[str] = mapped_column(default="1234567")
    phone: Mapped[str] = mapped_column(default="")
    away_until: Mapped[date | None]
    active: Mapped[bool] = mapped_column(default=True)
