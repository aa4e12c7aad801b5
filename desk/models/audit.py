"""Who did what, when: one hash-chained event for each act, written in the act's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from desk.models.kit.base import Base, Numbered


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
