"""Issued slips and their printings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff


class SlipRecord(Numbered, Base):
    """An issued slip: immutable content, only its state changes (issued → void with a reason).

    Attributes:
        kind: code of a kind of slip (`desk.features.slip_kinds`).
        subject: kind and id of the record, `request:7`.
        content: canonical JSON of the Slip; sha256 of it; renderer: version that made it.
        state: issued or void.
    """

    __tablename__ = "slip"
    __table_args__ = (Index("ix_slip_subject", "subject"),)

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    subject: Mapped[str]
    title: Mapped[str]
    paper: Mapped[str]
    content: Mapped[str]
    sha256: Mapped[str]
    renderer: Mapped[int]
    state: Mapped[str] = mapped_column(default="issued")
    void_reason: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship()


class PrintLog(Numbered, Base):
    """One printing of a slip; count 0 is the first, later ones are reprints (补打).

    It is logged before anything goes to the printer, and counts once the printer took it (`taken`).
    """

    __tablename__ = "print_log"

    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), index=True)
    count: Mapped[int]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    printer: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    taken: Mapped[bool] = mapped_column(default=True)


def printings_of(slip_id: Any) -> Any:
    """How often a slip was printed, as a value inside a larger question; what no printer took does not count.

    Args:
        slip_id: the column that holds the slip's id.
    """
    return select(func.count()).where(PrintLog.slip_id == slip_id, PrintLog.taken).scalar_subquery()
