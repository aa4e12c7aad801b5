"""Buildings and their units (rooms)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Hundredths


class Building(Numbered, Base):
    """A building.

    Attributes:
        code: the short ASCII code used in room codes, `1` or `A`.
        name: as the site writes it, 1栋 or A座.
        sort: natural order.
    """

    __tablename__ = "building"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort: Mapped[str]


class Unit(Numbered, Base):
    """One suite (每一套房): everything of a household hangs on it.

    Attributes:
        entrance: the code of the entrance (1单元 → `1`); "" where the building has none.
        room: the room's number, `1203`.
        code: `1-1-101`, unique on the site.
        name: as printed, 1栋1单元101.
        sort: text whose order is building, entrance, floor, number as numbers.
        area: floor area in square metres.
        kind: residence, shop, office, parking, other.
        state: vacant, occupied, let (出租), renovating.
    """

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("building_id", "entrance", "room"),)

    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True)
    entrance: Mapped[str] = mapped_column(default="")
    room: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort: Mapped[str] = mapped_column(index=True)
    floor: Mapped[int | None]
    area: Mapped[Decimal | None] = mapped_column(Hundredths)
    kind: Mapped[str] = mapped_column(default="residence")
    state: Mapped[str] = mapped_column(default="vacant")
    note: Mapped[str] = mapped_column(default="")

    building: Mapped[Building] = relationship()
