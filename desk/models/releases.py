"""Goods release: the slip with its list, and everything that happened to it, at the gate too.

The events are the history; `Release.state` is the last one's result, kept for lists.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.households import Unit
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff


class Release(Numbered, Base):
    """One release slip (物品放行单).

    Attributes:
        number: `FX-20261121-0003`. state: see `rules.releases.cycle`.
        applicant: owner, agent, tenant, borrower, merchant, contractor. customer_id: who of the register applies, if so.
        name: of who is at the counter. company: whose authorised person that is. document: identity number, "" when only seen.
        owner_id: the owner who agrees or gives the power; owner_here: is at the counter; owner_phone: as on the consent.
        papers: codes of the papers that were seen. on_site: owner or desk, for a contractor.
        scope: part or whole. lease_end: the lease ends with it. leaving: names of those who leave with a whole move.
        utilities: by utility that its supplier bills, how it counts as settled; utilities_note: by what.
        waived: `{obstacle: reason}` done without by the manager waived_by_id (handbook C-13).
        move_at: day and hour of the move. slot: of the list `release_slots`. valid_from, valid_to: days, both inclusive.
        gate_at, guard, carrier_document: when it passed, who checked, the identity number that the carrier showed.
        copy_back_on: when the gate copy came back; difference: what on it differs from the slip.
        replaces_id: the slip that this one takes the place of.
    """

    __tablename__ = "release_slip"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="validity"),
        Index("ix_release_slip_state_valid_to", "state", "valid_to"),
        Index("ix_release_slip_copy", "copy_back_on", "gate_at"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(default="issued")
    applicant: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    name: Mapped[str]
    company: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    owner_here: Mapped[bool] = mapped_column(default=False)
    owner_phone: Mapped[str] = mapped_column(default="")
    papers: Mapped[dict[str, Any] | None]
    on_site: Mapped[str] = mapped_column(default="")
    scope: Mapped[str] = mapped_column(default="part")
    lease_end: Mapped[bool] = mapped_column(default=False)
    leaving: Mapped[str] = mapped_column(default="")
    utilities: Mapped[dict[str, Any] | None]
    utilities_note: Mapped[str] = mapped_column(default="")
    waived: Mapped[dict[str, Any] | None]
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    carrier: Mapped[str] = mapped_column(default="")
    plate: Mapped[str] = mapped_column(default="")
    move_at: Mapped[datetime]
    slot: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    gate_at: Mapped[datetime | None]
    guard: Mapped[str] = mapped_column(default="")
    carrier_document: Mapped[str] = mapped_column(default="")
    copy_back_on: Mapped[date | None]
    difference: Mapped[str] = mapped_column(default="")
    void_reason: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("release_slip.id"), unique=True)
    created_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit] = relationship()
    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])
    waived_by: Mapped[Staff | None] = relationship(foreign_keys=[waived_by_id])
    items: Mapped[list[ReleaseItem]] = relationship(order_by="ReleaseItem.position", cascade="all, delete-orphan")


class ReleaseItem(Numbered, Base):
    """A line of the list; `passed`: how many of them passed the gate, None before."""

    __tablename__ = "release_item"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("release_slip.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    quantity: Mapped[int]
    remark: Mapped[str] = mapped_column(default="")
    passed: Mapped[int | None]


class ReleaseEvent(Numbered, Base):
    """Something that happened to a slip; never changed. `gate-…`: it was shown at the gate and did not pass."""

    __tablename__ = "release_event"

    release_id: Mapped[int] = mapped_column(ForeignKey("release_slip.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any] | None]

    staff: Mapped[Staff | None] = relationship()


__all__ = ["Release", "ReleaseEvent", "ReleaseItem"]
