"""What rooms and people put into the finder's index."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session

from desk import features
from desk.models import Building, Customer, Occupancy, Phone, SearchEntry, Unit, Vehicle
from desk.models.kit.functions import among, holds
from desk.rules.kit.identity import mask_number
from desk.rules.kit.names import fold
from desk.rules.kit.phones import mask_phone
from desk.services.finder import index
from desk.services.finder.index import Page, document_terms, name_terms, phone_terms, plate_terms
from desk.services.finder.query import room_code


class Room(NamedTuple):
    """What a room is called."""

    code: str
    name: str
    building: str
    entrance: str
    room: str
    sort: str

    def own(self) -> tuple[set[str], set[str]]:
        """The terms of the room itself: best ones, lesser ones."""
        building, entrance, room = _folded(self.building), _folded(self.entrance), _folded(self.room)
        best = {_folded(self.code), f"{building}-{room}", f"{building}{entrance}{room}", room} | self._name()
        best |= self._shorter(building, entrance, room)
        if not entrance:
            return best, set()
        best.add(f"{building}-{entrance}-{room}")
        return best, {f"{building}{room}", f"{entrance}单元{room}"} - best

    def _shorter(self, building: str, entrance: str, room: str) -> set[str]:
        """商铺S-12 is asked for as S-12, S12, 商铺12; 2期5栋 as 5栋."""
        found = set()
        if not room.isalnum() or not room.isascii():
            bare = _WORDS.sub("", room)
            found = {bare, bare.replace("-", ""), room.replace("-", ""), _LETTERS.sub("", room)} - {""}
        number = _PART.sub("", building) if not building.isascii() else building
        if number and number != building:
            found |= {f"{number}-{room}", f"{number}-{entrance}-{room}"}
        return found

    def of_person(self) -> set[str]:
        """The terms a person has for living there; fewer, since there are more people than rooms."""
        building, room = _folded(self.building), _folded(self.room)
        return {_folded(self.code), f"{building}-{room}", room} | self._name()

    def _name(self) -> set[str]:
        # 1栋1单元101 needs no term of its own: as a query it becomes the code. 翠园3栋 does.
        entrance = f"{self.entrance}单元" if self.entrance else ""
        if self.building.isascii() and self.name == f"{self.building}栋{entrance}{self.room}":
            return set()
        name = fold(self.name).replace(" ", "")
        return set() if room_code(name) == fold(self.code) else {name}


_WORDS = re.compile(r"[^0-9a-z\-]+")
_LETTERS = re.compile(r"(?<=[\u3400-\u9fff])[a-z]{1,2}-?(?=\d)")
_PART = re.compile(r"^.*[\u3400-\u9fff]")

_ROLE_TERMS = {
    "owner": ("业主", "屋主", "owner"),
    "tenant": ("租户", "租客", "承租人", "tenant"),
    "borrower": ("借住人", "借住", "borrower"),
}
"""What stands beside a room to mean one of its people: 3栋 租户."""


def _folded(code: str) -> str:
    """`fold` of a short code, nearly always plain digits."""
    return code if code.isdecimal() and code.isascii() else fold(code)


def index_customer(session: Session, customer_id: int) -> None:
    """Writes a customer's entry anew, and those of the rooms where the customer is named."""
    session.flush()
    units = select(Occupancy.unit_id).where(Occupancy.customer_id == customer_id).distinct()
    index_customers(session, [customer_id])
    index.write(session, "unit", session.connection().execute(units).scalars().all())


def index_customers(session: Session, ids: Iterable[int]) -> None:
    """Writes the entries of many customers (not of their units)."""
    people = list(ids)
    index.write(session, "customer", people)
    for hook in features.hooks("people_changed"):
        hook(session, people)


def index_units(session: Session, ids: Iterable[int]) -> None:
    """Writes the entries of many units (not of their people)."""
    index.write(session, "unit", ids)


def rooms_renamed(session: Session, unit_ids: Sequence[int], before: str, now: str) -> None:
    """The names of rooms begin otherwise: what the finder says of them, and of all that names them, says so too."""
    index_units(session, unit_ids)
    old, new = json.dumps(before, ensure_ascii=False)[:-1], json.dumps(now, ensure_ascii=False)[:-1]
    detail = func.replace(SearchEntry.detail, old, new)  # a text of the detail that begins so is a room's name
    session.execute(update(SearchEntry).where(holds(SearchEntry.detail, old)).values(detail=detail))


def customer_pages(connection: Connection, ids: Sequence[int]) -> Iterator[Page]:
    """What people put into the index: name, phones, plates, the rooms they live or lived in."""
    phones: defaultdict[int, list[str]] = defaultdict(list)
    rooms: defaultdict[int, list[tuple[int, str, bool, Room, bool]]] = defaultdict(list)
    plates: defaultdict[int, list[str]] = defaultdict(list)
    last: dict[int, str] = {}
    for customer_id, number in connection.execute(
        select(Phone.customer_id, Phone.number)
        .where(among(Phone.customer_id, ids))
        .order_by(Phone.customer_id, Phone.position)
    ).all():
        phones[customer_id].append(number)
    for row in connection.execute(
        select(
            Occupancy.customer_id, Unit.id, Occupancy.role, Occupancy.until, Occupancy.lives, Occupancy.lives_until,
            Unit.code, Unit.name, Building.code, Unit.entrance, Unit.room, Unit.sort,
        ).join(Unit, Unit.id == Occupancy.unit_id).join(Building, Building.id == Unit.building_id)
        .where(among(Occupancy.customer_id, ids))
    ).all():  # fmt: skip
        customer, unit_id, role, until, lives, lives_until, *parts = row
        rooms[customer].append((unit_id, role, until is None, Room(*parts), lives and lives_until is None))
        if until is not None:
            last[customer] = max(until.isoformat(), last.get(customer, ""))
    for owner_id, plate in connection.execute(
        select(Vehicle.customer_id, Vehicle.plate).where(among(Vehicle.customer_id, ids), Vehicle.until.is_(None))
    ).all():
        plates[owner_id or 0].append(plate)
    for customer_id, name, document in connection.execute(
        select(Customer.id, Customer.name, Customer.document_number).where(among(Customer.id, ids))
    ).all():
        stays = sorted(rooms[customer_id], key=lambda stay: (not stay[2], stay[3].sort))
        current = [stay for stay in stays if stay[2]]
        past = bool(stays) and not current
        shown = current or stays[-1:]
        page = Page(
            "customer", customer_id, past, name,
            {
                "rooms": [_place(stay[3].name, stay[1], past or stay[4]) for stay in shown[:3]],
                "phone": mask_phone(phones[customer_id][0]) if phones[customer_id] else "",
                **({"document": mask_number(document)} if document else {}),
                **({"until": last[customer_id]} if past else {}),
            },
            f"unit:{shown[0][0]}" if shown else f"customer:{customer_id}",
            shown[0][3].sort if shown else "~",
        )  # fmt: skip
        whole_terms, part_terms = name_terms(name)
        page.add(whole_terms)
        page.add(part_terms, minor=True)
        for number in phones[customer_id]:
            page.add(phone_terms(number))
        page.add(document_terms(document))
        for plate in plates[customer_id]:
            page.add(plate_terms(plate))
        for _unit_id, role, lasts, room, _lives in stays:
            page.add(room.of_person(), past=past or not lasts)
            page.add(_ROLE_TERMS.get(role, ()), past=past or not lasts, minor=True)
        yield page


def _place(room: str, role: str, lives: bool) -> list[str | bool]:
    """A room as the entry keeps it; only who owns it and lives elsewhere is told apart (handbook C-21)."""
    return [room, role] if lives or role != "owner" else [room, role, False]


def unit_pages(connection: Connection, ids: Sequence[int]) -> Iterator[Page]:
    """What rooms put into the index: their names in each writing, and plates."""
    people: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    plates: defaultdict[int, list[str]] = defaultdict(list)
    for unit_id, role, name in connection.execute(
        select(Occupancy.unit_id, Occupancy.role, Customer.name)
        .join(Customer, Customer.id == Occupancy.customer_id)
        .where(among(Occupancy.unit_id, ids), Occupancy.until.is_(None), Occupancy.role.in_(("owner", "tenant")))
        .order_by(Occupancy.id)
    ).all():
        people[unit_id].append((role, name))
    for unit_id, plate in connection.execute(
        select(Vehicle.unit_id, Vehicle.plate)
        .where(among(Vehicle.unit_id, ids), Vehicle.until.is_(None))
        .order_by(Vehicle.id)
    ).all():
        plates[unit_id].append(plate)
    for row in connection.execute(
        select(Unit.id, Unit.state, Unit.code, Unit.name, Building.code, Unit.entrance, Unit.room, Unit.sort)
        .join(Building, Building.id == Unit.building_id)
        .where(among(Unit.id, ids))
    ).all():
        unit_id, state, *parts = row
        room = Room(*parts)
        detail = {
            "owners": [name for role, name in people[unit_id] if role == "owner"][:3],
            "tenants": [name for role, name in people[unit_id] if role == "tenant"][:2],
            "state": state,
            "plates": plates[unit_id][:2],
        }
        page = Page("unit", unit_id, False, room.name, detail, f"unit:{unit_id}", room.sort)
        best, lesser = room.own()
        page.add(best)
        page.add(lesser, minor=True)
        for plate in plates[unit_id]:
            page.add(plate_terms(plate))
        yield page
