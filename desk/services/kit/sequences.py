"""Numbers that follow each other without a gap, given inside the transaction that uses them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def next_number(session: Session, prefix: str, day: date) -> str:
    """The next number of a kind on a day, `TS-20261121-0031`, inside the transaction that uses it (no gaps)."""
    from desk.models import Sequence

    name = f"{prefix}-{day:%Y%m%d}"
    row = session.get(Sequence, name)
    if row is None:
        row = Sequence(name=name, last=0)
        session.add(row)
    row.last += 1
    session.flush()
    return f"{name}-{row.last:04d}"
