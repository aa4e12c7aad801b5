"""The area of a notice: buildings, entrances or rooms as they are typed, and the homes in them (handbook S22)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.models import Building, Occupancy, Unit
from desk.models.households import lives_now
from desk.models.notices import Notice, NoticePlace
from desk.rules import notices as rules
from desk.rules.kit import rooms, wording
from desk.services.kit.desk import Desk
from desk.services.notices.views import AreaView

_BETWEEN = re.compile(r"[、，,;；\n]+")
_RANGE = re.compile(r"(\d{1,3})\s*[-~至到]\s*(\d{1,3})\s*(\D{1,2})?$")
_PAIR = re.compile(r"([0-9A-Za-z]{1,4})-([0-9A-Za-z]{1,2})$")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of an area: a building, an entrance of it, or a room; `words`: as it is printed."""

    words: str
    building_id: int | None = None
    entrance: str = ""
    unit_id: int | None = None


@dataclass(slots=True)
class Area:
    """An area that was read; `problem`: what of it was not understood."""

    scope: str
    places: list[Place] = field(default_factory=list)
    problem: Problem | None = None

    def words(self) -> str:
        """The area in words, in the language in force."""
        if self.scope == "site":
            # L10N: 全小区
            return _("The whole site")
        return wording.listed(place.words for place in self.places)


def read(session: Session, scope: str, typed: str) -> Area:
    """Reads an area as it is typed; several places apart by a comma, buildings also as 1-3栋."""
    area = Area(scope)
    if scope == "site":
        return area
    if scope not in rules.SCOPES:
        area.problem = Problem("choice", _("Choose one from the list."), "scope")
        return area
    parts = [part.strip() for part in _BETWEEN.split(typed) if part.strip()]
    if not parts:
        # L10N: 请填写范围，如 1栋、3栋
        area.problem = Problem("empty", _("Type the buildings, entrances or rooms that it concerns."), "places")
        return area
    find = {"buildings": _buildings, "entrances": _entrances, "units": _units}[scope]
    for part in parts:
        found = find(session, part)
        if not found:
            # L10N: 没有“{place}”，请核对
            words = _("There is no “{place}” here. Please check it.")
            area.problem = Problem("unknown", words.format(place=part), "places")
            return area
        area.places += [place for place in found if place not in area.places]
    return area


def _building(session: Session, typed: str) -> Building | None:
    code = rooms.building_code(typed)
    return session.scalars(
        select(Building).where(or_(Building.code == code, Building.name == typed)).order_by(Building.sort).limit(1)
    ).first()


def _buildings(session: Session, part: str) -> list[Place]:
    span = _RANGE.fullmatch(part)
    names = [part]
    if span is not None and int(span[1]) < int(span[2]):
        names = [f"{number}{span[3] or ''}" for number in range(int(span[1]), int(span[2]) + 1)]
    found = [_building(session, name) for name in names]
    return [Place(row.name, row.id) for row in found if row is not None] if all(found) else []


def _entrances(session: Session, part: str) -> list[Place]:
    pair = _PAIR.fullmatch(part)
    split = (pair[1], pair[2]) if pair is not None else rooms.split_building(part)
    building = _building(session, split[0]) if split is not None else None
    if split is None or building is None:
        return []
    entrance = rooms.unit_code(split[1])
    there = session.scalars(
        select(Unit.id).where(Unit.building_id == building.id, Unit.entrance == entrance).limit(1)
    ).first()
    return [Place(f"{building.name}{entrance}单元", building.id, entrance)] if entrance and there else []


def _units(session: Session, part: str) -> list[Place]:
    key = rooms.parse_room(part)
    codes = [key.code] if key is not None else []
    row = session.scalars(select(Unit).where(or_(Unit.code.in_(codes), Unit.name == part)).limit(1)).first()
    return [Place(row.name, unit_id=row.id)] if row is not None else []


def of_notice(session: Session, row: Notice) -> Area:
    """The area of a notice that was saved."""
    area = Area(row.scope)
    for place, building, unit in session.execute(
        select(NoticePlace, Building.name, Unit.name)
        .outerjoin(Building, Building.id == NoticePlace.building_id)
        .outerjoin(Unit, Unit.id == NoticePlace.unit_id)
        .where(NoticePlace.notice_id == row.id)
        .order_by(NoticePlace.id)
    ):
        words = unit or (f"{building}{place.entrance}单元" if place.entrance else building or "")
        area.places.append(Place(words, place.building_id, place.entrance, place.unit_id))
    return area


def homes(area: Area) -> ColumnElement[bool]:
    """The homes of an area: its rooms but parking spaces, in SQL over `Unit`."""
    if area.scope == "site":
        return Unit.kind != "parking"
    inside = [_inside(place) for place in area.places]
    return and_(Unit.kind != "parking", or_(false(), *inside))


def _inside(place: Place) -> ColumnElement[bool]:
    if place.unit_id is not None:
        return Unit.id == place.unit_id
    if place.entrance:
        return and_(Unit.building_id == place.building_id, Unit.entrance == place.entrance)
    return Unit.building_id == place.building_id


def lived_in(desk: Desk) -> ColumnElement[bool]:
    """Homes in which somebody lives today (handbook C-21), in SQL over `Unit`."""
    return exists(select(Occupancy.id).where(Occupancy.unit_id == Unit.id, lives_now(desk.today())))


def counted(session: Session, desk: Desk, area: Area) -> tuple[int, int]:
    """How many homes an area has, and in how many of them somebody lives."""
    if area.problem is not None:
        return 0, 0
    total = session.scalar(select(func.count(Unit.id)).where(homes(area))) or 0
    lived = session.scalar(select(func.count(Unit.id)).where(homes(area), lived_in(desk))) or 0
    return total, lived


def building_ids(session: Session, area: Area) -> Sequence[int | None]:
    """The buildings that an area touches; `(None,)` is the whole site."""
    if area.scope == "site":
        return (None,)
    found = session.scalars(select(Unit.building_id).where(homes(area)).distinct().order_by(Unit.building_id)).all()
    every = session.scalar(select(func.count(func.distinct(Unit.building_id)))) or 0
    return (None,) if area.scope == "buildings" and len(found) == every else tuple(found)


def area_of(desk: Desk, scope: str, places: str = "") -> AreaView:
    """An area as it is typed, in words, with its homes.

    Raises:
        InvalidInput: field `places` (`unknown`, `empty`) or `scope`.
    """
    with desk.look() as session:
        area = read(session, scope, places)
        if area.problem is not None:
            raise InvalidInput([area.problem])
        return AreaView(area.words(), *counted(session, desk, area))


__all__ = ["Area", "Place", "area_of", "building_ids", "counted", "homes", "lived_in", "of_notice", "read"]
