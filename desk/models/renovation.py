"""Renovation: the file of a home's works, its papers, periods, inspections and violations; contractors; workers' passes.

The events are the history; `Renovation.state` is the last one's result, kept for lists. Deposits are the cashier's
(`models.money.Deposit`, subject `renovation:3`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

import desk.models.money  # noqa: F401 - its foreign keys lead there
from desk.models.households import Unit
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff


class Contractor(Numbered, Base):
    """A company that renovates (施工单位).

    Attributes:
        credit_code: unified social credit code, checked; old: an old registration number of 15 digits stands there.
        licence_until, qualification_until: last day; None for no end. refused: why no new filing is taken from it, "" when they are.
    """

    __tablename__ = "contractor"

    name: Mapped[str] = mapped_column(index=True)
    credit_code: Mapped[str] = mapped_column(unique=True)
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    licence_until: Mapped[date | None]
    qualification: Mapped[str] = mapped_column(default="")
    qualification_until: Mapped[date | None]
    refused: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Renovation(Numbered, Base):
    """One filing (装修备案).

    Attributes:
        number: `ZX-20261121-0003`. state: see `rules.renovation.cycle`.
        applicant_role: owner, tenant, company. owner_consents, owner_told: of a tenant's filing; letter: of a company's.
        leader: 施工负责人, of the contractor. officer_id: 装修管理员, of the centre; deputy_id: who stands in (handbook C-32).
        first_day, last_day: the period in force. extended: it is not the first one.
        told_at: when the owner heard of the approval. agreement_version: of the clauses that were signed.
        certificate: its number. deposit_due: what is to be taken, in fen; 0 takes none (handbook B3).
        inspection_asked_on: since when the completion inspection is waited for. passed_on: the day it was passed.
        moved_in, nobody_moved_in: from when the three months count (handbook C-8).
        downstairs_*: the owner below who signs; downstairs_waiver: ground, vacant, unreachable with its reason.
        certificate_back, receipt_back: original or declared (lost, approved by a supervisor); lost_note: the declaration.
        taken_over: it was running before Desk (handbook R1).
    """

    __tablename__ = "renovation"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="period"),
        CheckConstraint("deposit_due >= 0", name="deposit_due"),
        Index("ix_renovation_state_last_day", "state", "last_day"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[str] = mapped_column(default="draft")
    applicant_role: Mapped[str] = mapped_column(default="owner")
    applicant: Mapped[str]
    applicant_phone: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    owner_consents: Mapped[bool] = mapped_column(default=False)
    owner_told: Mapped[bool] = mapped_column(default=False)
    letter: Mapped[bool] = mapped_column(default=False)
    contractor_id: Mapped[int | None] = mapped_column(ForeignKey("contractor.id"), index=True)
    leader: Mapped[str] = mapped_column(default="")
    leader_phone: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    summary: Mapped[str] = mapped_column(default="")
    workers: Mapped[int] = mapped_column(default=0)
    first_day: Mapped[date]
    last_day: Mapped[date]
    extended: Mapped[bool] = mapped_column(default=False)
    owner_pledge: Mapped[bool] = mapped_column(default=False)
    deposit_due: Mapped[int] = mapped_column(BigInteger, default=0)
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    told_at: Mapped[datetime | None]
    told_how: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    agreement_version: Mapped[str] = mapped_column(default="")
    certificate: Mapped[str] = mapped_column(default="", index=True)
    started_on: Mapped[date | None]
    inspection_asked_on: Mapped[date | None]
    passed_on: Mapped[date | None]
    moved_in: Mapped[date | None]
    nobody_moved_in: Mapped[bool] = mapped_column(default=False)
    downstairs_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    downstairs_signer: Mapped[str] = mapped_column(default="")
    downstairs_signed_on: Mapped[date | None]
    downstairs_waiver: Mapped[str] = mapped_column(default="")
    downstairs_reason: Mapped[str] = mapped_column(default="")
    certificate_back: Mapped[str] = mapped_column(default="")
    receipt_back: Mapped[str] = mapped_column(default="")
    lost_note: Mapped[str] = mapped_column(default="")
    taken_over: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    downstairs_unit: Mapped[Unit | None] = relationship(foreign_keys=[downstairs_unit_id])
    contractor: Mapped[Contractor | None] = relationship()
    officer: Mapped[Staff | None] = relationship(foreign_keys=[officer_id])
    deputy: Mapped[Staff | None] = relationship(foreign_keys=[deputy_id])
    approved_by: Mapped[Staff | None] = relationship(foreign_keys=[approved_by_id])
    works: Mapped[list[RenovationWork]] = relationship(order_by="RenovationWork.position", cascade="all, delete-orphan")
    documents: Mapped[list[RenovationDocument]] = relationship(order_by="RenovationDocument.id")
    periods: Mapped[list[RenovationPeriod]] = relationship(order_by="RenovationPeriod.id")


class RenovationEvent(Numbered, Base):
    """Something that happened to a file; never changed."""

    __tablename__ = "renovation_event"

    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any] | None]

    staff: Mapped[Staff | None] = relationship()


class RenovationWork(Numbered, Base):
    """One item of work, with its plan (`plan`: it was handed in; `plan_file`: hash of its scan)."""

    __tablename__ = "renovation_work"

    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    position: Mapped[int]
    code: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    plan: Mapped[bool] = mapped_column(default=False)
    plan_file: Mapped[str] = mapped_column(default="")


class RenovationDocument(Numbered, Base):
    """A paper of the checklist that is here; `stamped`: each copy bears the seal; `scan`: hash of its scan."""

    __tablename__ = "renovation_document"
    __table_args__ = (UniqueConstraint("renovation_id", "code"),)

    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    code: Mapped[str]
    received_on: Mapped[date | None]
    stamped: Mapped[bool] = mapped_column(default=False)
    scan: Mapped[str] = mapped_column(default="")


class RenovationPeriod(Numbered, Base):
    """A period that was granted: the first one, and each extension from the old last day.

    Attributes:
        old_last: the last day before an extension; None for the first period. days_without: days nobody was allowed to work.
        slip: number of the 备案表 that carries it.
    """

    __tablename__ = "renovation_period"

    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    old_last: Mapped[date | None]
    days_without: Mapped[int] = mapped_column(default=0)
    granted_on: Mapped[date]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    slip: Mapped[str] = mapped_column(default="")


class RenovationInspection(Numbered, Base):
    """A look at the works: plans, interim, completion, not-begun; photos by the hashes of their files."""

    __tablename__ = "renovation_inspection"

    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    kind: Mapped[str]
    on: Mapped[date]
    inspector: Mapped[str] = mapped_column(default="")
    passed: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    photos: Mapped[list[Any]]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class Violation(Numbered, Base):
    """What must be put right: the notice with its deadline, the second look, the report to the authority (handbook C-9, R6).

    Attributes:
        number: of the 整改通知单. state: see `rules.renovation.cycle.VIOLATION_CYCLE`.
    """

    __tablename__ = "violation"

    number: Mapped[str] = mapped_column(unique=True)
    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    state: Mapped[str] = mapped_column(default="open")
    found_on: Mapped[date]
    finding: Mapped[str]
    demand: Mapped[str] = mapped_column(default="")
    deadline: Mapped[date] = mapped_column(index=True)
    photos: Mapped[list[Any]]
    checked_on: Mapped[date | None]
    checked_note: Mapped[str] = mapped_column(default="")
    authority: Mapped[str] = mapped_column(default="")
    reported_on: Mapped[date | None]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    renovation: Mapped[Renovation] = relationship()


class WorkerPass(Numbered, Base):
    """A worker's pass (施工人员临时出入卡): one person, one card.

    Attributes:
        number: `LK-20261121-0007`; it stands on the card in words and as a code, nothing personal in the code (handbook C-30).
        document_key: identifies the person. photo: hash of the file. deposit_id: what is held for it.
        bearer: the same key while the pass is active, None else: a person has one active card for a file.
    """

    __tablename__ = "worker_pass"
    __table_args__ = (
        UniqueConstraint("renovation_id", "bearer"),
        CheckConstraint("until >= first_day", name="period"),
        Index("ix_worker_pass_state_until", "state", "until"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    state: Mapped[str] = mapped_column(default="active")
    name: Mapped[str]
    document_kind: Mapped[str]
    document_number: Mapped[str]
    document_key: Mapped[str] = mapped_column(index=True)
    bearer: Mapped[str | None]
    phone: Mapped[str] = mapped_column(default="")
    trade: Mapped[str] = mapped_column(default="other")
    photo: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date]
    until: Mapped[date]
    deposit_id: Mapped[int | None] = mapped_column(ForeignKey("deposit.id"))
    issued_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    renovation: Mapped[Renovation] = relationship()


class HotWorkPermit(Numbered, Base):
    """A permit for hot work in a window of time (动火作业许可)."""

    __tablename__ = "hot_work_permit"

    number: Mapped[str] = mapped_column(unique=True)
    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    place: Mapped[str]
    worker: Mapped[str]
    certificate: Mapped[str] = mapped_column(default="")
    watch: Mapped[str]
    extinguishers: Mapped[int]
    start: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class DownstairsAttempt(Numbered, Base):
    """A try to reach the owner downstairs (handbook R8)."""

    __tablename__ = "downstairs_attempt"

    renovation_id: Mapped[int] = mapped_column(ForeignKey("renovation.id"), index=True)
    at: Mapped[datetime]
    how: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class RenovationText(Numbered, Base):
    """A site's own edition of printed clauses; the newest is in force, the older ones stay for what was signed with them."""

    __tablename__ = "renovation_text"
    __table_args__ = (UniqueConstraint("code", "version", "language"),)

    code: Mapped[str]
    version: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


__all__ = [
    "Contractor",
    "DownstairsAttempt",
    "HotWorkPermit",
    "Renovation",
    "RenovationDocument",
    "RenovationEvent",
    "RenovationInspection",
    "RenovationPeriod",
    "RenovationText",
    "RenovationWork",
    "Violation",
    "WorkerPass",
]
