"""The record of acts: one hash-chained event for each act, written in the act's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk.services.kit.desk import Act


def event_hash(
    *, previous: str, at: datetime, staff_id: int | None, act: str, subject: str, data: Mapping[str, Any]
) -> str:
    """The hash of an audit event: over the one before it and all its own columns."""
    import hashlib

    from desk.models.kit.types import canonical

    content = canonical([previous, at.astimezone(UTC).isoformat(), staff_id, act, subject, data])
    return hashlib.sha256(content.encode()).hexdigest()


def write(act: Act) -> None:
    """Adds the act's event to the chain; the writer's lock is held, so there is one last event."""
    from sqlalchemy import select

    from desk.models import AuditEvent

    last = act.session.scalars(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)).first() or ""
    staff_id = act.actor.id if act.actor else None
    act.session.add(
        AuditEvent(
            at=act.at,
            staff_id=staff_id,
            act=act.name,
            subject=act.subject,
            data=act.data,
            previous=last,
            hash=event_hash(
                previous=last, at=act.at, staff_id=staff_id, act=act.name, subject=act.subject, data=act.data
            ),
        )
    )
