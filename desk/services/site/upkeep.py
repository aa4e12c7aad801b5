"""What is tidied once in a while: drafts that nobody came back to, files that belong to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import CursorResult, delete

from desk.models import Draft
from desk.services.kit import attachments
from desk.services.kit.desk import Desk

DRAFT_DAYS = 30
"""So long a draft is kept: what was typed about somebody and never saved is nothing to keep."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many drafts ran out, and how many files belonged to nothing."""

    drafts: int
    files: int


def upkeep(desk: Desk) -> Tidied:
    """Drops drafts that are older than 30 days, and stored files without a row."""
    with desk.database.write() as session:
        gone = session.execute(delete(Draft).where(Draft.saved_at < desk.clock() - timedelta(days=DRAFT_DAYS)))
        drafts = gone.rowcount if isinstance(gone, CursorResult) else 0
    return Tidied(drafts, len(attachments.sweep(desk)))


__all__ = ["DRAFT_DAYS", "Tidied", "upkeep"]
