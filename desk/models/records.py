"""What every act leaves beside its record: the audit event, the numbers given, what was typed and not yet saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Json


class AuditEvent(Numbered, Base):
    """One act.

    Attributes:
        act: dotted name, `household.register`; the words are made from it and `data` when shown.
        subject: kind and id of the record, `unit:12`.
        data: what was done, before/after.
        previous: hash of the event before; hash: of this one, over all the other columns.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject"),)

    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    act: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    data: Mapped[dict[str, Any] | None]
    previous: Mapped[str]
    hash: Mapped[str]


@event.listens_for(AuditEvent, "before_update")
@event.listens_for(AuditEvent, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: object, target: AuditEvent) -> None:
    raise TypeError(f"audit event {target.id} cannot be changed")


class Sequence(Base):
    """The last number given for `name` (prefix and day, `TS-20261121`)."""

    __tablename__ = "sequence"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Draft(Base):
    """The unsaved contents of a form, by form and clerk; survives a crash."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[Any] = mapped_column(Json)
    saved_at: Mapped[datetime]
