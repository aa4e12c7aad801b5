"""Keys and equipment in custody: sets, loans, counts, and their history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Unit
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff as _Staff  # noqa: F401 - its table has to be there


class KeySet(Numbered, Base):
    """A set of keys, or a piece of equipment (钥匙托管).

    Attributes:
        number: `KT-20261121-0001`, as on its slip.
        kind: household, common, equipment. unit_id: the home of a household's keys.
        tag: the number on its tag, as it is scanned. tag_held, hook_held: tag and hook while the desk answers for it, so that
            no two sets have the same ones; None afterwards.
        pieces: how many. sealed, seal: whether it is sealed, and with which seal.
        given_by: who brought it. consent_by: the owner who agreed; standing: staff may take it without asking again.
        until: how long the custody is meant to last; None without an end.
    """

    __tablename__ = "key_set"
    __table_args__ = (CheckConstraint("pieces >= 1", name="pieces"), Index("ix_key_set_state_kind", "state", "kind"))

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(default="household")
    state: Mapped[str] = mapped_column(default="kept")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    tag: Mapped[str] = mapped_column(index=True)
    hook: Mapped[str]
    tag_held: Mapped[str | None] = mapped_column(unique=True)
    hook_held: Mapped[str | None] = mapped_column(unique=True)
    pieces: Mapped[int]
    sealed: Mapped[bool] = mapped_column(default=False)
    seal: Mapped[str] = mapped_column(default="")
    given_by: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    consent_by: Mapped[str] = mapped_column(default="")
    standing: Mapped[bool] = mapped_column(default=False)
    until: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_to: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit | None] = relationship()


class KeyLoan(Numbered, Base):
    """One loan (钥匙借用).

    Attributes:
        number: `KJ-20261121-0001`. out_of: the set while it is out, so that a set is lent once; None afterwards.
        borrower_kind: owner, family, staff, contractor, other. permission, permitted_by: how the owner agreed.
        pieces, pieces_back, pieces_lost: how many went, came back, are lost.
        due_at: when it is due back. ended_at: when all was back or lost. condition: at the return.
    """

    __tablename__ = "key_loan"
    __table_args__ = (
        CheckConstraint("pieces_back >= 0 AND pieces_lost >= 0 AND pieces_back + pieces_lost <= pieces", name="pieces"),
        Index("ix_key_loan_ended_at_due_at", "ended_at", "due_at"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    key_set_id: Mapped[int] = mapped_column(ForeignKey("key_set.id"), index=True)
    out_of: Mapped[int | None] = mapped_column(unique=True)
    borrower_kind: Mapped[str]
    borrower: Mapped[str]
    company: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str]
    permission: Mapped[str] = mapped_column(default="")
    permitted_by: Mapped[str] = mapped_column(default="")
    pieces: Mapped[int]
    pieces_back: Mapped[int] = mapped_column(default=0)
    pieces_lost: Mapped[int] = mapped_column(default=0)
    lent_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    condition: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    key_set: Mapped[KeySet] = relationship()


class KeyEvent(Numbered, Base):
    """A line of a set's history; `data` holds plain facts, people are sealed in the audit event."""

    __tablename__ = "key_event"

    key_set_id: Mapped[int] = mapped_column(ForeignKey("key_set.id"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any] | None]


class KeyCount(Numbered, Base):
    """A count of everything in custody (钥匙盘点).

    Attributes:
        number: `KD-20261121-0001`. lines: `[set id, number, expected, counted]` each. differences: how many lines differ.
    """

    __tablename__ = "key_count"

    number: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    lines: Mapped[list[Any]]
    differences: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
