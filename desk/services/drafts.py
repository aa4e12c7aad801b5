"""What was typed and not yet saved; survives a crash. Drafts belong to the clerk and are not audited.

A draft is kept until its entry is saved, or thrown away, or `KEPT` is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select

from desk.models import Draft
from desk.models.kit.functions import begins_with, upsert
from desk.services.kit.desk import Desk

KEPT = timedelta(days=30)
"""An entry that nobody went on with for so long is not gone on with; it holds personal data."""
MARK = "#"
"""Between the form's key and what is the entry's own: `request#7f3a…`."""


@dataclass(frozen=True, slots=True)
class DraftView:
    """One unsaved form: its key as the form gave it, what was typed, and when."""

    key: str
    data: Any
    saved_at: datetime


def _mine(desk: Desk, staff_id: int | None = None) -> str:
    return f"{staff_id or (desk.actor.id if desk.actor else 0)}:"


def save_draft(desk: Desk, key: str, data: Any, *, staff_id: int | None = None) -> None:
    """Keeps what is typed in a form so far, for the clerk at the counter.

    Args:
        desk: the desk.
        key: the form, its record and the entry: `request#7f3a`, `person:12#91c0`.
        data: plain JSON values.
        staff_id: whose it is; None: of the clerk at the counter.
    """
    with desk.database.write() as session:
        session.execute(delete(Draft).where(Draft.saved_at < desk.clock() - KEPT))
        upsert(session, Draft, {"key": _mine(desk, staff_id) + key, "data": data, "saved_at": desk.clock()})


def expire(desk: Desk) -> int:
    """Removes the drafts whose time is over, also where nobody types any more; gives how many there were."""
    with desk.database.write() as session:
        gone = session.execute(delete(Draft).where(Draft.saved_at < desk.clock() - KEPT))
        return gone.rowcount if isinstance(gone, CursorResult) else 0


def draft(desk: Desk, key: str) -> tuple[Any, datetime] | None:
    """What this clerk typed in a form and when, or None."""
    with desk.look() as session:
        row = session.get(Draft, _mine(desk) + key)
        return None if row is None else (row.data, row.saved_at)


def drop_draft(desk: Desk, key: str) -> None:
    """Forgets a draft: the form was saved, or thrown away."""
    with desk.database.write() as session:
        session.execute(delete(Draft).where(Draft.key == _mine(desk) + key))


def drafts(desk: Desk, *, form: str = "") -> list[DraftView]:
    """This clerk's unsaved forms, the newest first; with `form` those of one form and record only."""
    mine = _mine(desk)
    with desk.look() as session:
        rows = session.scalars(
            select(Draft)
            .where(begins_with(Draft.key, mine + form), Draft.saved_at >= desk.clock() - KEPT)
            .order_by(Draft.saved_at.desc(), Draft.key)
        )
        found = [DraftView(row.key.removeprefix(mine), row.data, row.saved_at) for row in rows]
    return [draft for draft in found if not form or draft.key.partition(MARK)[0] == form]
