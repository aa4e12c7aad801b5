"""What an import would do (rooms, people, stays of the file), and the site as it is: plain data that are compared.

The whole site is read once into dictionaries, so that ten thousand rooms are compared without a question each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models import Building, Customer, Occupancy, Phone, Unit, Vehicle
from desk.rules.kit.rooms import RoomKey, canonical_code
from desk.services.kit.workbooks.plans import ListProblem
from desk.services.roster.data import Difference, Line, LinePerson

TEXTS = (
    "document_kind",
    "document_number",
    "document_key",
    "workplace",
    "address",
    "emergency_name",
    "emergency_phone",
)
"""Columns of a customer that a filled cell changes and an empty one leaves."""


@dataclass(slots=True, eq=False)
class PlannedUnit:
    """A room of the file.

    Attributes:
        id: the stored unit's, None when it is new.
        changes: columns of the stored unit that change.
    """

    key: RoomKey
    building_name: str
    area: Decimal | None = None
    note: str = ""
    plates: dict[str, PlannedPerson | None] = field(default_factory=dict)
    people: list[PlannedPerson] = field(default_factory=list)
    id: int | None = None
    state: str = ""
    at: tuple[str, int] = ("", 0)
    """Sheet and row of the first line that names it."""
    changes: dict[str, Any] = field(default_factory=dict)
    new_plates: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether a stored unit would be changed."""
        return self.id is not None and bool(self.changes or self.new_plates)


@dataclass(slots=True, eq=False)
class PlannedStay:
    """Who is in which room as what; `id` and `changes` as in PlannedUnit."""

    unit: PlannedUnit
    role: str
    relation: str = ""
    since: date | None = None
    id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    kept: bool = False
    """The stay has ended here (moved out since the list was written): it is left alone."""
    left_out: bool = False
    """Others have the room, and what is stored stays."""
    at: tuple[str, int] = ("", 0)

    @property
    def is_new(self) -> bool:
        """Whether the stay is to be registered."""
        return self.id is None and not self.kept and not self.left_out


@dataclass(slots=True, eq=False)
class PlannedPerson:
    """A person of the file, put together from all lines that name the person.

    Attributes:
        facts: what the lines say; the first line that fills a field wins.
        phones: all numbers, in order.
        phones_change: whether the stored phones become `phones` plus what was stored besides.
        touched: something around the person changed (the room, a plate).
    """

    facts: LinePerson
    phones: list[str] = field(default_factory=list)
    stays: dict[tuple[str, str], PlannedStay] = field(default_factory=dict)
    id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    phones_change: bool = False
    touched: bool = False

    @property
    def state(self) -> str:
        """new, changed, same, or skipped: nobody known who is left out of all rooms."""
        if self.id is None:
            return "skipped" if all(stay.left_out for stay in self.stays.values()) else "new"
        stays = any(stay.is_new or stay.changes for stay in self.stays.values())
        return "changed" if self.changes or self.phones_change or stays or self.touched else "same"


@dataclass(slots=True, eq=False)
class Plan:
    """What an import would do."""

    units: dict[str, PlannedUnit] = field(default_factory=dict)
    people: list[PlannedPerson] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)
    shown: list[tuple[Line, LinePerson | None, PlannedPerson | None]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    undecided: int = 0
    """How many of the differences nobody said anything about."""
    ends: list[int] = field(default_factory=list)
    """Stored stays that end: their rooms have others now."""

    def release(self) -> None:
        """Lets go of all that it holds.

        Rooms know their people and people their rooms, so the collector would look for them, a fifteenth of the time of the import.
        """
        for unit in self.units.values():
            unit.people.clear()
            unit.plates.clear()
        for person in self.people:
            person.stays.clear()


@dataclass(slots=True, eq=False)
class Stored:
    """The site as it is, by what a roster can name."""

    buildings: dict[str, tuple[int, str]] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)
    customers: dict[int, Any] = field(default_factory=dict)
    by_document: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    phones: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    stays: dict[tuple[int, int, str], list[Any]] = field(default_factory=dict)
    in_unit: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    plates: set[tuple[str, int]] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    """Stays that end with the import."""

    def holders(self, unit_id: int, role: str) -> dict[int, Any]:
        """Who has a unit as `role` now, with the stay."""
        found = {}
        for customer_id, as_what in self.in_unit.get(unit_id, ()):
            if as_what == role:
                for stay in self.stays[customer_id, unit_id, role]:
                    if stay.until is None:
                        found[customer_id] = stay
        return found

    def current_roles(self, unit_id: int | None) -> set[str]:
        """As what people live in a unit now."""
        if unit_id is None:
            return set()
        return {
            role
            for customer_id, role in self.in_unit.get(unit_id, ())
            if any(
                stay.lives and stay.lives_until is None and stay.id not in self.ended
                for stay in self.stays[customer_id, unit_id, role]
            )
        }


def read_stored(session: Session) -> Stored:
    """Reads what matching needs, as plain rows."""
    stored = Stored()
    for building_id, code, name in session.execute(
        select(Building.id, Building.code, Building.name).order_by(Building.id)
    ):
        stored.buildings[code] = (building_id, name)
    for unit in session.execute(select(Unit.id, Unit.code, Unit.area, Unit.note, Unit.state).order_by(Unit.id)):
        # A room registered as 0101 before zeros were left out is the room 101.
        stored.units.setdefault(canonical_code(unit.code), unit)
    columns = [getattr(Customer, name) for name in ("id", "name", "sex", "birthday", "note", *TEXTS)]
    for customer in session.execute(select(*columns).order_by(Customer.id)):
        stored.customers[customer.id] = customer
        stored.by_name.setdefault(customer.name, []).append(customer.id)
        if customer.document_key:
            stored.by_document.setdefault(customer.document_key, customer.id)
    for phone_id, customer_id, number in session.execute(
        select(Phone.id, Phone.customer_id, Phone.number).order_by(Phone.customer_id, Phone.position, Phone.id)
    ):
        stored.phones.setdefault(customer_id, []).append((phone_id, number))
    for stay in session.execute(
        select(
            Occupancy.id,
            Occupancy.customer_id,
            Occupancy.unit_id,
            Occupancy.role,
            Occupancy.relation,
            Occupancy.since,
            Occupancy.until,
            Occupancy.lives,
            Occupancy.lives_until,
        ).order_by(Occupancy.id)  # co-owners are named as they came in, on either engine
    ):
        stored.stays.setdefault((stay.customer_id, stay.unit_id, stay.role), []).append(stay)
        stored.in_unit.setdefault(stay.unit_id, []).append((stay.customer_id, stay.role))
    stored.plates = {(plate, unit_id) for plate, unit_id in session.execute(select(Vehicle.plate, Vehicle.unit_id))}
    return stored
