"""The record of acts: one hash-chained event for each act, written in the act's own transaction.

While Desk runs, the newest acts stand in the log (-wal) beside the database's file. Whoever takes the file alone along, or clears
the log away after a power cut, loses them, and what is left is whole: nothing inside can tell. So each act, once it is saved,
leaves its place and hash in a small file beside (`tell`). It is not forced to the disk, and so at most behind, never ahead.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from desk import paths
from desk.i18n import _
from desk.models import AuditEvent
from desk.models.kit.types import canonical
from desk.services.kit import sequences

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


HEAD = "audit"
"""The name of the row that counts the events."""
_TOLD = re.compile(r"(\S+) (\d+) ([0-9a-f]{64})")


def event_hash(
    *,
    previous: str,
    at: datetime,
    staff_id: int | None,
    act: str,
    subject: str,
    data: Mapping[str, Any],
    state: str | None = None,
) -> str:
    """The hash of an audit event: over the one before it and all its own columns; a state that is not kept is none of them."""
    columns = [previous, at.astimezone(UTC).isoformat(), staff_id, act, subject, data]
    content = canonical(columns if state is None else [*columns, state])
    return hashlib.sha256(content.encode()).hexdigest()


def take_turn(session: Session, *, events: int = 0) -> None:
    """Waits until no other writer is between its first statement and its commit, by locking the chain's head.

    The head is the row of `sequence` that counts the events: a check finds by it when the last ones were taken away.

    Args:
        session: a writer's that has asked nothing yet.
        events: how many events the transaction is going to write.
    """
    sequences.lock(session, HEAD, step=events, start=_count)


def head(session: Session) -> tuple[int, str]:
    """How many events there are, and the hash of the last one ("" for none)."""
    last = session.scalar(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1))
    return _count(session), last or ""


def code(session: Session) -> str:
    """How the record of acts stands, short enough for a sheet of paper: `1234-AB12-CD34`."""
    count, last = head(session)
    figures = (last or "0" * 8)[:8].upper()
    return f"{count}-{figures[:4]}-{figures[4:]}"


def stamped(session: Session, issued: str) -> str:
    """The foot of a sheet with the code under which the record of acts stood (handbook S28)."""
    # L10N: {issued}　存证 {code}
    return _("{issued}   record {code}").format(issued=issued, code=code(session))


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def write(
    session: Session,
    *,
    at: datetime,
    staff_id: int | None,
    act: str,
    subject: str,
    data: dict[str, Any],
    state: str | None = None,
) -> AuditEvent:
    """Adds an act's event to the chain, and gives it; the head is locked and counted (`take_turn`), so there is one last event, and ids ascend."""
    last = session.scalars(select(AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)).first() or ""
    sealing = event_hash(previous=last, at=at, staff_id=staff_id, act=act, subject=subject, data=data, state=state)
    event = AuditEvent(
        at=at, staff_id=staff_id, act=act, subject=subject, data=data, previous=last, hash=sealing, state=state
    )
    session.add(event)
    return event


def tell(data: Path, event: AuditEvent) -> None:
    """Leaves word of an act that is saved now beside the site's file. A disk that says no stops nobody's work.

    Args:
        data: the folder of the site.
        event: the event of the act.
    """
    line = f"{event.at.astimezone(UTC).isoformat()} {event.id} {event.hash}\n".encode("ascii")
    with suppress(OSError):
        handle = os.open(paths.last_act(data), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.ljust(128))
        finally:
            os.close(handle)


def forget(data: Path) -> None:
    """Another record takes the place of this one: a copy is put back."""
    paths.last_act(data).unlink(missing_ok=True)


def lost(session: Session, data: Path) -> datetime | None:
    """When the last act that was saved here was saved, if the record does not hold it any more; None when all is there."""
    try:
        told = _TOLD.match(paths.last_act(data).read_text(encoding="ascii", errors="replace"))
    except OSError:
        return None
    if told is None or session.scalar(select(AuditEvent.hash).where(AuditEvent.id == int(told[2]))) == told[3]:
        return None
    return datetime.fromisoformat(told[1])
