"""The last act that was saved, told beside the database: acts that only stood in a log (-wal) that was lost are missed.

While Desk runs, the newest acts stand in the log beside the database's file. Whoever takes the file alone along, or clears the log
away after a power cut, loses them, and what is left is whole: nothing inside can tell. So each act, once it is saved, leaves its
place and hash in a small file. It is not forced to the disk, and so at most behind, never ahead of what is saved.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk import paths
from desk.i18n import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desk.models import AuditEvent
    from desk.services.kit.desk import Desk

_LINE = re.compile(r"(\S+) (\d+) ([0-9a-f]{64})")


def note(desk: Desk, event: AuditEvent) -> None:
    """Tells the event of an act that is saved now. A disk that says no stops nobody's work."""
    if desk.database.file is None:
        return
    line = f"{event.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {event.id} {event.hash}\n".encode("ascii")
    with suppress(OSError):
        handle = os.open(paths.last_act(desk.data), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.ljust(128))
        finally:
            os.close(handle)


def forget(data: Path) -> None:
    """Another record takes the place of this one: a copy is put back."""
    paths.last_act(data).unlink(missing_ok=True)


def faults(session: Session, desk: Desk) -> Iterator[str]:
    """That the last act saved here is not in the record, in words."""
    from sqlalchemy import select

    from desk.models import AuditEvent

    if desk.database.file is None:
        return
    try:
        told = _LINE.match(paths.last_act(desk.data).read_text(encoding="ascii", errors="replace"))
    except OSError:
        return
    if told is None or session.scalar(select(AuditEvent.hash).where(AuditEvent.id == int(told[2]))) == told[3]:
        return
    at = datetime.fromisoformat(told[1]).astimezone(desk.zone)
    # L10N: {at} 保存的操作已不在数据中：数据文件被换成了较早的，或它的日志文件 {log} 丢失。
    yield _(
        "The act saved at {at} is not in the data any more: the file was replaced by an older one, or its log {log} is lost."
    ).format(at=f"{at:%Y-%m-%d %H:%M}", log=f"{desk.database.file.name}-wal")


__all__ = ["faults", "forget", "note"]
