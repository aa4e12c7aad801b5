"""A number that was printed once is never given again, also after a restore (handbook C-35)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desk import features
from desk.errors import DeskError
from desk.features import slip_kinds
from desk.models import AuditEvent, Sequence
from desk.models.kit.engines import cipher
from desk.models.kit.engines.sqlite import SqliteBackend, connect
from desk.services.kit.audit import HEAD
from desk.services.kit.desk import Act, Desk

GAP = 200
"""So many numbers of each kind of the day are left out where nobody knows which were given."""
_NAME = re.compile(r"[A-Z]+-\d{8}")


def go_on(act: Act, desk: Desk, replaced: Path | None) -> dict[str, Any]:
    """Counts on from the higher of the restored data and of what it replaced; gives what the event keeps of it.

    Args:
        act: the act that ends the restore.
        desk: on the restored data.
        replaced: the database that was in place before; None where there was none.

    Returns:
        `skipped`: by name of the sequence the first and last number left out; `because`: `given` or `unreadable`;
        `replaced`: acts and last hash of the record that was replaced.
    """
    before, head = ({}, None) if replaced is None else _read(replaced, desk.database.key)
    known = bool(before)
    if not known:
        day = f"{desk.local(act.at):%Y%m%d}"
        before = {f"{prefix}-{day}": GAP for prefix in _prefixes()}
    now = {row.name: row.last for row in act.session.execute(select(Sequence.name, Sequence.last))}
    skipped: dict[str, list[int]] = {}
    for name, last in sorted(before.items()):
        stands = now.get(name, 0)
        wanted = last if known else stands + last
        if name != HEAD and _NAME.fullmatch(name) and wanted > stands:
            skipped[name] = [stands + 1, wanted]
            act.session.merge(Sequence(name=name, last=wanted))
    act.session.flush()
    return {"skipped": skipped, "because": "given" if known else "unreadable", "replaced": head}


def _read(file: Path, key: bytes | None) -> tuple[dict[str, int], list[Any] | None]:
    try:
        own = None if cipher.is_plain(file) else key
        with SqliteBackend(file, key=own).translated(), closing(connect(file, read_only=True, key=own)) as connection:
            rows = connection.execute("SELECT name, last FROM sequence").fetchall()
            count = connection.execute("SELECT count(*) FROM audit_event").fetchone()[0]
            last = connection.execute("SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()
    except (DeskError, OSError):
        return {}, None
    return {str(name): int(number) for name, number in rows}, [int(count), str(last[0]) if last else ""]


def _prefixes() -> list[str]:
    found = {kind.prefix for kind in slip_kinds().values() if kind.prefix and not kind.carries}
    for numbers in features.each("numbers"):
        found.update(numbers.prefixes)
    return sorted(found)


def skipped(session: Any) -> Iterator[tuple[str, int, int]]:
    """The numbers that restores left out: name of the sequence, first, last."""
    for data in session.scalars(select(AuditEvent.data).where(AuditEvent.act == "backup.restore")):
        for name, bounds in ((data or {}).get("skipped") or {}).items():
            yield str(name), int(bounds[0]), int(bounds[1])


__all__ = ["GAP", "go_on", "skipped"]
