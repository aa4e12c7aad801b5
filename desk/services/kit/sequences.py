"""Numbers that follow each other without a gap, given inside the transaction that uses them.

The row of a sequence is locked from the first number until the transaction ends: another writer waits for it, and is given
the same number when this one fails. Each statement is one that both engines understand; SQLite's writers queue already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from desk.models import Sequence
from desk.models.kit.functions import add_missing, count_on

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def next_number(session: Session, prefix: str, day: date) -> str:
    """The next number of a kind on a day, `TS-20261121-0031`, inside the transaction that uses it (no gaps)."""
    name = f"{prefix}-{day:%Y%m%d}"
    return f"{name}-{advance(session, name):04d}"


def next_numbers(session: Session, prefix: str, day: date, count: int) -> list[str]:
    """The next so many numbers of a kind on a day, in one statement."""
    name = f"{prefix}-{day:%Y%m%d}"
    last = advance(session, name, count) if count else 0
    return [f"{name}-{number:04d}" for number in range(last - count + 1, last + 1)]


def advance(session: Session, name: str, by: int = 1) -> int:
    """Counts on and says where the sequence stands; the row is made where there is none."""
    return count_on(session, Sequence, {"name": name}, "last", by)


def lock(session: Session, name: str, *, step: int = 0, start: Callable[[Session], int]) -> None:
    """Locks a sequence's row until the transaction ends.

    Args:
        session: a writer's.
        name: of the sequence.
        step: how far it counts on.
        start: reckons where it stands when there is no row yet (a site of an older version).
    """
    row: Any = Sequence.__table__
    locking = update(row).where(row.c.name == name).values(last=row.c.last + step).returning(row.c.last)
    if session.scalar(locking) is None:
        add_missing(session, Sequence, {"name": name, "last": start(session)})
        session.execute(locking)
