"""The record of acts, walked once from the first event to the last: its hashes, its anchors outside, the sealed values it names.

Plain SQL and plain text: an event's data is stored as the text that was hashed, so it is hashed as it lies there and never
parsed. A million events are a few seconds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models import Sequence
from desk.services.kit import audit, sealed
from desk.services.kit.desk import Desk
from desk.services.site import places
from desk.services.site.anchor import Anchor

PAGE = 20_000
_SEALED = re.compile(r'\{"sealed":"([0-9a-f]{64})"\}')
_ASKED = (
    "SELECT id, at, staff_id, act, subject, data, previous, hash, state FROM audit_event "
    "WHERE id > :after ORDER BY id LIMIT :most"
)


@dataclass(slots=True)
class Walk:
    """What one walk over the record found.

    Attributes:
        count: events. last: the hash of the last one. state: the sums of rows as the last event left them, None: not kept.
        broken_at: the place of the first event that does not fit; 0: all fit.
        heads: the hash after so many acts, for each count that was asked for.
        missing: sealed values that events name and that are not there, in words.
        restores: what each restore left behind: moment, acts and head of the copy, acts of what it replaced.
    """

    count: int = 0
    last: str = ""
    state: str | None = None
    broken_at: int = 0
    heads: dict[int, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    restores: list[tuple[datetime, int, int]] = field(default_factory=list)


def walk(found: Walk, desk: Desk, session: Session, wanted: set[int]) -> tuple[()]:
    """Walks over the record of acts. What cannot be read raises whatever the engine raises.

    Args:
        found: what is found goes there.
        desk: the desk.
        session: a reader's.
        wanted: after how many acts the hash is to be noted.
    """
    words: dict[str, str] = {}
    sha256, last = hashlib.sha256, ""
    spelled = json.JSONEncoder(ensure_ascii=False).encode  # what `canonical` writes of a text
    for page in _pages(desk):
        named: set[str] = set()
        for _id, at, staff_id, act, subject, data, previous, its_hash, state in page:
            found.count += 1
            text = data if data and data != "null" else "{}"
            told = words.get(act)
            if told is None:
                told = words[act] = spelled(act)
            end = "]" if state is None else f',"{state}"]'
            who = "null" if staff_id is None else staff_id
            content = f'["{last}","{_iso(at)}",{who},{told},{spelled(subject)},{text}{end}'
            if previous != last or sha256(content.encode("utf-8", "surrogatepass")).hexdigest() != its_hash:
                found.broken_at = found.broken_at or found.count
            last, found.state = its_hash, state
            if found.count in wanted:
                found.heads[found.count] = its_hash
            if '"sealed"' in text:
                named.update(_SEALED.findall(text))
            if act == "backup.restore":
                _note_restore(found, at, text)
        found.last = last
        found.missing += sealed.missing(session, named) if named else []
    return ()


def _pages(desk: Desk) -> Iterator[list[Any]]:
    after = -(1 << 62)
    with desk.database.glance() as connection:
        while rows := connection.execute(_ASKED, {"after": after, "most": PAGE}).fetchall():
            yield rows
            after = rows[-1][0]


def _iso(at: Any) -> str:
    """A stored moment as it was hashed."""
    if isinstance(at, datetime):
        return at.replace(tzinfo=UTC).isoformat()
    text = str(at)
    return f"{text[:10]}T{text[11:19] if text[19:] == '.000000' else text[11:]}+00:00"


def _note_restore(found: Walk, at: Any, text: str) -> None:
    try:
        data = json.loads(text)
        came, replaced = data.get("copy"), data.get("replaced")
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    except (ValueError, AttributeError):
        return
    if came:
        most = int(replaced[0]) if replaced else 1 << 62  # what it replaced could not be read
        found.restores.append((moment.replace(tzinfo=UTC), int(came[0]), most))


def compare(found: Walk, anchors: list[Anchor]) -> Iterator[str]:
    """What stands outside and does not fit the record, in words; the acts that a restore took away are explained by its event."""
    for anchor in anchors:
        if anchor.count == 0:
            continue
        head = found.heads.get(anchor.count)
        if head is not None and head.startswith(anchor.head):
            continue
        if not any(
            came < anchor.count <= replaced and (anchor.at is None or anchor.at <= moment)
            for moment, came, replaced in found.restores
        ):
            # L10N: 操作记录与 {where} 中的存证不符（第 {n} 项操作）
            yield _("The record of acts is not the one that {where} knows after {n} acts.").format(
                where=anchor.where, n=anchor.count
            )


def head_count(session: Session) -> int | None:
    """How many events were counted when they were written; None: nothing was done since an older version."""
    return session.scalar(select(Sequence.last).where(Sequence.name == audit.HEAD))


def anchor_file_fault(desk: Desk) -> str:
    """Why the anchor file that the site names cannot be read, in words; "" where it can or none is named."""
    file = places.anchor_file(desk)
    try:
        if file is None or file.is_file():
            return ""
    except OSError:
        pass
    # L10N: 存证文件 {file} 不在或无法读取
    return _("The file of anchors {file} is not there or cannot be read.").format(file=file)


__all__ = ["Walk", "anchor_file_fault", "compare", "head_count", "walk"]
