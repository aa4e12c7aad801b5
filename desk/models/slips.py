"""Issued slips and their printings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
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
    """One printing of a slip; count 0 is the first, later ones are reprints (补打)."""

    __tablename__ = "print_log"

    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), index=True)
    count: Mapped[int]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    printer: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
