"""Counters that give numbers inside the transaction of the record, so that no number is lost or used twice."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base


class Sequence(Base):
    """The last number given for `name` (prefix and day, `TS-20261121`)."""

    __tablename__ = "sequence"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
