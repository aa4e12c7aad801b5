"""Compares what a roster says with what is stored, and says what an import would make, change and leave.

The whole site is read once into dictionaries, so that ten thousand rooms are compared without a question each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models import Building, Customer, Occupancy, Phone, Unit, Vehicle
from desk.rules import roster
from desk.rules.kit.rooms import RoomKey, canonical_code
from desk.services.roster.data import Line, LinePerson, RosterContent, RosterProblem, SheetPlan

_TEXTS = (
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
        """new, changed or same."""
        if self.id is None:
            return "new"
        stays = any(not stay.kept and (stay.id is None or stay.changes) for stay in self.stays.values())
        return "changed" if self.changes or self.phones_change or stays or self.touched else "same"


@dataclass(slots=True, eq=False)
class Plan:
    """What an import would do."""

    units: dict[str, PlannedUnit] = field(default_factory=dict)
    people: list[PlannedPerson] = field(default_factory=list)
    problems: list[RosterProblem] = field(default_factory=list)
    shown: list[tuple[Line, LinePerson | None, PlannedPerson | None]] = field(default_factory=list)


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

    def current_roles(self, unit_id: int | None) -> set[str]:
        """As what people live in a unit now."""
        if unit_id is None:
            return set()
        return {
            role
            for customer_id, role in self.in_unit.get(unit_id, ())
            if any(stay.lives and stay.lives_until is None for stay in self.stays[customer_id, unit_id, role])
        }


def read_stored(session: Session) -> Stored:
    """Reads what matching needs, as plain rows."""
    stored = Stored()
    for building_id, code, name in session.execute(select(Building.id, Building.code, Building.name)):
        stored.buildings[code] = (building_id, name)
    for unit in session.execute(select(Unit.id, Unit.code, Unit.area, Unit.note, Unit.state)):
        # A room registered as 0101 before zeros were left out is the room 101.
        stored.units.setdefault(canonical_code(unit.code), unit)
    columns = [getattr(Customer, name) for name in ("id", "name", "sex", "birthday", "note", *_TEXTS)]
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
        )
    ):
        stored.stays.setdefault((stay.customer_id, stay.unit_id, stay.role), []).append(stay)
        stored.in_unit.setdefault(stay.unit_id, []).append((stay.customer_id, stay.role))
    stored.plates = {(plate, unit_id) for plate, unit_id in session.execute(select(Vehicle.plate, Vehicle.unit_id))}
    return stored


def _typing_slip(one: str, other: str) -> bool:
    """Whether two names are one with a character mistyped."""
    return len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1


class Planner:
    """Builds the plan line by line, then compares it with what is stored."""

    def __init__(self, stored: Stored, plans: Iterable[SheetPlan], *, skip_bad: bool, shown: int) -> None:
        self.stored = stored
        self.plans = {plan.sheet: plan for plan in plans}
        self.skip_bad = skip_bad
        self.shown = shown
        self.plan = Plan()
        self.by_document: dict[str, PlannedPerson] = {}
        self.by_phone: dict[tuple[str, str], PlannedPerson] = {}
        self.by_room: dict[tuple[str, str, str], PlannedPerson] = {}
        self.by_cell: dict[int, PlannedPerson] = {}

    # ----------------------------------------------------------------------------------------------------- one line
    def add(self, line: Line) -> None:
        """Takes a line in."""
        people = []
        before = len(self.plan.problems)
        for person in line.people:
            other = self._other_holder(person, line.room.code)
            if other:
                self._duplicate(line, person, other)
                person = replace(  # noqa: PLW2901 - what is left of it
                    person,
                    document_kind="",
                    document_number="",
                    document_key="",
                    sex_by_document="",
                    birthday_by_document=None,
                )
            people.append(person)
        if self.skip_bad and len(self.plan.problems) > before:
            return
        unit = self._unit(line)
        owner: PlannedPerson | None = None
        for person in people:
            planned = self._person(person, unit)
            owner = owner or planned
            if len(self.plan.shown) < self.shown:
                self.plan.shown.append((line, person, planned))
        if not people and len(self.plan.shown) < self.shown:
            self.plan.shown.append((line, None, None))
        for plate in line.plates:
            unit.plates.setdefault(plate, owner)

    def _other_holder(self, person: LinePerson, room: str) -> str:
        """The name of somebody else who has the same document, "" when there is none."""
        if not person.document_key:
            return ""
        known = self.by_document.get(person.document_key)
        if known is not None:
            return known.facts.name if known.facts.name != person.name else ""
        customer_id = self.stored.by_document.get(person.document_key)
        if customer_id is None:
            return ""
        name: str = self.stored.customers[customer_id].name
        if name == person.name:
            return ""
        unit = self.stored.units.get(room)
        lives_here = unit is not None and any(
            found == customer_id for found, _role in self.stored.in_unit.get(unit.id, ())
        )
        # The list was corrected: same document, same room, one character of the name.
        return "" if lives_here and _typing_slip(name, person.name) else name

    def _duplicate(self, line: Line, person: LinePerson, other: str) -> None:
        plan = self.plans[line.sheet]
        index = plan.columns.get(person.document_field)
        self.plan.problems.append(
            RosterProblem(
                line.sheet,
                line.row,
                "" if index is None else roster.column_letter(index),
                "duplicate",
                _("{other} has the same document number; {name} is kept without it.").format(
                    other=other, name=person.name
                ),
                "" if index is None or index >= len(plan.headings) else plan.headings[index],
            )
        )

    def _unit(self, line: Line) -> PlannedUnit:
        unit = self.plan.units.get(line.room.code)
        if unit is None:
            unit = self.plan.units[line.room.code] = PlannedUnit(line.room, line.building_name)
        unit.building_name = unit.building_name or line.building_name
        if unit.area is None:
            unit.area = line.area
        unit.note = unit.note or line.note
        return unit

    def _person(self, person: LinePerson, unit: PlannedUnit) -> PlannedPerson:
        planned = self._known(person, unit.key.code)
        if planned is None:
            planned = PlannedPerson(person, list(person.phones))
            self.plan.people.append(planned)
        else:
            planned.facts = _joined(planned.facts, person)
            planned.phones += [number for number in person.phones if number not in planned.phones]
        if person.document_key:
            self.by_document.setdefault(person.document_key, planned)
        for number in person.phones:
            self.by_phone.setdefault((person.name, number), planned)
        self.by_cell.setdefault(id(person), planned)
        self.by_room.setdefault((unit.key.code, person.role, person.name), planned)
        stay = planned.stays.get((unit.key.code, person.role))
        if stay is None:
            stay = planned.stays[unit.key.code, person.role] = PlannedStay(unit, person.role)
            unit.people.append(planned)
        stay.relation = stay.relation or person.relation
        stay.since = stay.since or person.since
        return planned

    def _known(self, person: LinePerson, room: str) -> PlannedPerson | None:
        if id(person) in self.by_cell:
            return self.by_cell[id(person)]
        if person.document_key and person.document_key in self.by_document:
            return self.by_document[person.document_key]
        found = [self.by_phone.get((person.name, number)) for number in person.phones]
        found.append(self.by_room.get((room, person.role, person.name)))
        for planned in found:
            if planned is not None and (not planned.facts.document_key or not person.document_key):
                return planned
        return None

    # ------------------------------------------------------------------------------------------------- with the stored
    def finish(self) -> Plan:
        """Compares everything with what is stored."""
        taken: set[int] = set()
        for unit in self.plan.units.values():
            self._compare_unit(unit)
        # Documents are sure, the rest is likely: the sure ones choose first.
        for person in self.plan.people:
            person.id = self.stored.by_document.get(person.facts.document_key) if person.facts.document_key else None
            if person.id is not None:
                taken.add(person.id)
        for person in self.plan.people:
            if person.id is None:
                person.id = self._likely(person, taken)
                if person.id is not None:
                    taken.add(person.id)
            if person.id is not None:
                self._compare_person(person, person.id)
        for unit in self.plan.units.values():
            self._compare_plates(unit)
        return self.plan

    def _compare_unit(self, unit: PlannedUnit) -> None:
        known = self.stored.units.get(unit.key.code)
        if known is None:
            return
        unit.id, unit.state = known.id, known.state
        if unit.area is not None and unit.area != known.area:
            unit.changes["area"] = unit.area
        if unit.note and unit.note not in known.note:
            unit.changes["note"] = "\n".join(part for part in (known.note, unit.note) if part)

    def _compare_plates(self, unit: PlannedUnit) -> None:
        unit.new_plates = [
            plate for plate in unit.plates if unit.id is None or (plate, unit.id) not in self.stored.plates
        ]
        if unit.changed and unit.people:
            unit.people[0].touched = True

    def _likely(self, person: PlannedPerson, taken: set[int]) -> int | None:
        """A stored customer who is probably the person: same name and a phone, or same name and role in the same room."""
        namesakes = [found for found in self.stored.by_name.get(person.facts.name, ()) if found not in taken]
        if not namesakes:
            return None
        here = {(stay.unit.id, stay.role): None for stay in person.stays.values() if stay.unit.id is not None}
        numbers = set(person.phones)
        best: int | None = None
        for customer_id in namesakes:
            stored_numbers = {number for _id, number in self.stored.phones.get(customer_id, ())}
            same_phone = bool(numbers & stored_numbers)
            same_room = any((customer_id, unit_id, role) in self.stored.stays for unit_id, role in here)
            key = self.stored.customers[customer_id].document_key
            other_document = bool(key and person.facts.document_key and key != person.facts.document_key)
            if other_document:
                # A corrected number: the rest must speak for the same person.
                if same_room and (same_phone or not numbers or not stored_numbers):
                    return customer_id
            elif same_phone:
                return customer_id
            elif same_room and best is None:
                best = customer_id
        return best

    def _compare_person(self, person: PlannedPerson, customer_id: int) -> None:
        known = self.stored.customers[customer_id]
        facts = person.facts
        if facts.name != known.name:
            person.changes["name"] = facts.name
        for name in _TEXTS:
            value = getattr(facts, name)
            if value and value != getattr(known, name):
                person.changes[name] = value
        if "document_number" in person.changes:
            person.changes["document_checked"] = False
        sex = facts.sex or ("" if known.sex else facts.sex_by_document)
        if sex and sex != known.sex:
            person.changes["sex"] = sex
        # A birthday kept by the lunar calendar is the clerk's: only a missing one is filled.
        birthday = facts.birthday or facts.birthday_by_document
        if known.birthday is None and birthday is not None:
            person.changes["birthday"] = birthday
        missing = [note for note in facts.note.split("\n") if note and note not in known.note]
        if missing:
            person.changes["note"] = "\n".join([known.note, *missing] if known.note else missing)
        stored = [number for _id, number in self.stored.phones.get(customer_id, ())]
        # The list's numbers first, then what the counter knows besides; nothing is taken away.
        wanted = person.phones + [number for number in stored if number not in person.phones]
        person.phones_change = wanted != stored
        person.phones = wanted
        for stay in person.stays.values():
            self._compare_stay(stay, customer_id)

    def _compare_stay(self, stay: PlannedStay, customer_id: int) -> None:
        if stay.unit.id is None:
            return
        known = self.stored.stays.get((customer_id, stay.unit.id, stay.role), [])
        current = next((found for found in known if found.until is None), None)
        if current is None:
            # Moved out after this list was written; only a later date of entry is a new stay.
            stay.kept = any(stay.since is None or stay.since <= found.until for found in known)
            return
        stay.id = current.id
        if stay.since is not None and stay.since != current.since:
            stay.changes["since"] = stay.since
        if stay.relation and stay.relation != current.relation:
            stay.changes["relation"] = stay.relation


def _joined(first: LinePerson, second: LinePerson) -> LinePerson:
    """What two lines say of one person: the first that fills a field wins; notes are put together."""
    changes: dict[str, Any] = {}
    for name in (*_TEXTS, "sex", "sex_by_document", "birthday", "birthday_by_document"):
        if not getattr(first, name) and getattr(second, name):
            changes[name] = getattr(second, name)
    missing = [note for note in second.note.split("\n") if note and note not in first.note]
    if missing:
        changes["note"] = "\n".join([first.note, *missing] if first.note else missing)
    return replace(first, **changes) if changes else first


def make_plan(stored: Stored, content: RosterContent, *, skip_bad: bool = False, shown: int = 0) -> Plan:
    """What an import of `content` would do to a site that is as `stored`.

    Args:
        stored: see `read_stored`.
        content: see `read_roster`.
        skip_bad: leave out lines with a problem.
        shown: how many people are kept in `Plan.shown` for a preview.
    """
    planner = Planner(stored, content.plans, skip_bad=skip_bad, shown=shown)
    for line in content.lines:
        planner.add(line)
    return planner.finish()
