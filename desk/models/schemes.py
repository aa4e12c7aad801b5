"""The VIP schemes of a site, by their editions; the shops' counters and the partner merchants that take part (handbook A9, V8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff


class SchemeEdition(Numbered, Base):
    """A scheme with its numbers from a day on; never changed, the next edition follows it (handbook C-2).

    Attributes:
        code: points, tiers, approval. since: the first day it counts; of several for a day the latest.
        data: all its numbers (`rules.schemes.Scheme`). mapping: level by level of the scheme before, of a switch (handbook V12).
        note: why.
    """

    __tablename__ = "scheme_edition"
    __table_args__ = (Index("ix_scheme_edition_since", "since", "id"),)

    code: Mapped[str]
    since: Mapped[date]
    data: Mapped[dict[str, Any]]
    mapping: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff | None] = relationship()


class ShopCounter(Numbered, Base):
    """A counter (专柜) whose receipts are brought to the desk.

    Attributes:
        code: short, as it stands on the receipts and in the shops' lists. category: of `goods_types`, for the reports.
        takes_part: False: its goods are at special prices (特公价): no discount, no redemption, points all the same.
        until: its last day; None while it is there.
    """

    __tablename__ = "shop_counter"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    takes_part: Mapped[bool] = mapped_column(default=True)
    until: Mapped[date | None]


class Partner(Numbered, Base):
    """A partner merchant (特约商户): rates by level in thousandths; without one the level's own partner rate holds."""

    __tablename__ = "partner"

    name: Mapped[str] = mapped_column(unique=True)
    rates: Mapped[dict[str, Any]]
    since: Mapped[date]
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


__all__ = ["Partner", "SchemeEdition", "ShopCounter"]
