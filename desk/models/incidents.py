"""Something that many people call about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

import desk.models.staff  # noqa: F401 - its foreign keys lead there
from desk.models.households import Building
from desk.models.kit.base import Base, Numbered


class Incident(Numbered, Base):
    """Something that many people call about (water is off in a building); their requests are attached to it.

    Attributes:
        number: `SJ-20261121-0001`.
        category, place: codes of catalog.toml, or "".
        building_id: None when it concerns the whole site.
        state: running or ended.
        note: what callers are told.
        expected_at: when it is expected to be over.
    """

    __tablename__ = "incident"

    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    state: Mapped[str] = mapped_column(default="running", index=True)
    note: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    expected_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    cause: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))

    building: Mapped[Building | None] = relationship()
