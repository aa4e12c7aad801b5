"""Writes a roster's plan: whole tables at once, inside the act's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, update

from desk.i18n import _
from desk.models import Building, Customer, Occupancy, Phone, Unit, Vehicle
from desk.models.kit.bulk import insert_many
from desk.models.kit.functions import new_ids
from desk.rules.households import lives_at_first, state_after
from desk.rules.kit import names
from desk.rules.kit.rooms import RoomKey, format_room, room_sort_text
from desk.services.households import index
from desk.services.households.within import leave_within
from desk.services.roster.planned import Plan, PlannedPerson, PlannedStay, PlannedUnit, Stored
from desk.services.site import unit_values

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desk.services.kit.desk import Act, Desk

_CHUNK = 1000


class Writer:
    """Writes a plan. Ids are counted on from the largest: the writer's lock is held, nobody else gives any.

    Args:
        session: the act's.
        stored: what the plan was compared with; nothing was written since.
        plan: what to write.
        at: the moment of the act.
        step: called with the number of finder's entries written (one for each record); may raise to stop the import.
    """

    def __init__(
        self, session: Session, stored: Stored, plan: Plan, *, at: datetime, step: Callable[[int], None]
    ) -> None:
        self.session = session
        self.stored = stored
        self.plan = plan
        self.at = at
        self.step = step
        units = list(plan.units.values())
        self.new_units = [unit for unit in units if unit.id is None]
        self.old_units = [unit for unit in units if unit.id is not None]
        self.new_people = [person for person in plan.people if person.state == "new"]
        self.changed_people = [person for person in plan.people if person.state == "changed"]
        self.new_stays = [(person, stay) for person in plan.people for stay in person.stays.values() if stay.is_new]

    def write(self) -> None:
        """Writes everything, the finder's entries last."""
        self._add_units()
        self._add_people()
        self._change_people()
        self._add_stays()
        self._change_units()
        self._add_vehicles()
        units, people = self.to_index()
        for write, ids in ((index.index_units, units), (index.index_customers, people)):
            for start in range(0, len(ids), _CHUNK):
                chunk = ids[start : start + _CHUNK]
                write(self.session, chunk)
                self.step(len(chunk))

    def to_index(self) -> tuple[list[int], list[int]]:
        """The ids of the units and customers whose entries in the finder are written anew."""
        people = [*self.new_people, *self.changed_people]
        units = dict.fromkeys((*self.new_units, *(unit for unit in self.old_units if unit.changed)))
        units |= {stay.unit: None for person in people for stay in person.stays.values()}
        found = {person.id: None for person in people}
        found |= {person.id: None for unit in units for person in unit.people}
        return [unit.id for unit in units if unit.id is not None], [key for key in found if key is not None]

    # -------------------------------------------------------------------------------------------------------- tables
    def _insert(self, model: type[Any], rows: Sequence[dict[str, Any]]) -> None:
        table: Table = model.__table__
        self.session.flush()
        connection = self.session.connection()
        for start in range(0, len(rows), _CHUNK):
            insert_many(connection, table, rows[start : start + _CHUNK])
            self.step(0)

    def _update(self, model: type[Any], record_id: int | None, changes: dict[str, Any]) -> None:
        table: Table = model.__table__
        self.session.execute(update(table).where(table.c.id == record_id).values(**changes))

    # --------------------------------------------------------------------------------------------------------- rooms
    def _add_units(self) -> None:
        rows = []
        ids = new_ids(self.session, Unit, len(self.new_units))
        for unit_id, unit in zip(ids, self.new_units, strict=True):
            building_id, name = self._building(unit)
            unit.id = unit_id
            state = state_after("vacant", {stay.role for stay in _stays_in(unit)})
            values = unit_values(building_id, name, unit.key)
            rows.append({**values, "id": unit.id, "area": unit.area, "note": unit.note, "state": state})
        self._insert(Unit, rows)

    def _building(self, unit: PlannedUnit) -> tuple[int, str]:
        code = unit.key.building
        found = self.stored.buildings.get(code)
        if found is None:
            name = unit.building_name or format_room(RoomKey(code, "", ""))
            building = Building(code=code, name=name, sort=room_sort_text(RoomKey(code, "", "")))
            self.session.add(building)
            self.session.flush()
            found = self.stored.buildings[code] = (building.id, name)
        return found

    def _change_units(self) -> None:
        for unit in self.old_units:
            new = {stay.role for stay in _stays_in(unit) if stay.is_new}
            # Only when somebody moves in: else the clerk's own word for the room's state stays.
            state = state_after(unit.state, new | self.stored.current_roles(unit.id)) if new else unit.state
            changes = {**unit.changes, "state": state} if state != unit.state else unit.changes
            if changes:
                self._update(Unit, unit.id, changes)
                self.step(0)

    def _add_vehicles(self) -> None:
        rows = []
        for unit in self.plan.units.values():
            for plate in unit.new_plates:
                owner = unit.plates[plate]
                customer_id = None if owner is None else owner.id
                rows.append({"plate": plate, "unit_id": unit.id, "customer_id": customer_id, "until": None})
        self._insert(Vehicle, rows)

    # -------------------------------------------------------------------------------------------------------- people
    def _add_people(self) -> None:
        rows, phones = [], []
        ids = new_ids(self.session, Customer, len(self.new_people))
        for person_id, person in zip(ids, self.new_people, strict=True):
            person.id = person_id
            rows.append(self._customer(person))
            for position, number in enumerate(person.phones):
                phones.append({"customer_id": person_id, "position": position, "number": number, "label": ""})
        self._insert(Customer, rows)
        self._insert(Phone, phones)

    def _customer(self, person: PlannedPerson) -> dict[str, Any]:
        facts = person.facts
        birthday = facts.birthday or facts.birthday_by_document
        return {
            "id": person.id,
            "kind": facts.kind,
            "name": facts.name,
            "surname_length": _surname_length(facts.name, facts.kind),
            "salutation": "",
            "sex": facts.sex or facts.sex_by_document,
            "document_kind": facts.document_kind,
            "document_number": facts.document_number,
            "document_key": facts.document_key,
            "document_checked": False,
            "birthday": birthday,
            "birthday_calendar": "solar",
            "birthday_month": birthday.month if birthday else None,
            "birthday_day": birthday.day if birthday else None,
            "birthday_leap": False,
            "workplace": facts.workplace,
            "position": "",
            "address": facts.address,
            "emergency_name": facts.emergency_name,
            "emergency_relation": "",
            "emergency_phone": facts.emergency_phone,
            "klass": "",
            "note": facts.note,
            "photo": "",
            "created_at": self.at,
            "changed_at": self.at,
        }

    def _change_people(self) -> None:
        for person in self.changed_people:
            changes = dict(person.changes)
            if "name" in changes:
                changes["surname_length"] = _surname_length(person.facts.name, person.facts.kind)
            if (birthday := changes.get("birthday")) is not None:
                changes |= {
                    "birthday_calendar": "solar",
                    "birthday_month": birthday.month,
                    "birthday_day": birthday.day,
                }
            if changes or person.phones_change:
                self._update(Customer, person.id, {**changes, "changed_at": self.at})
            if person.phones_change:
                self._order_phones(person)
            for stay in person.stays.values():
                if stay.id is not None and stay.changes:
                    self._update(Occupancy, stay.id, stay.changes)
            self.step(0)

    def _order_phones(self, person: PlannedPerson) -> None:
        known = {number: phone_id for phone_id, number in self.stored.phones.get(person.id or 0, ())}
        for position, number in enumerate(person.phones):
            if number in known:
                self._update(Phone, known[number], {"position": position})
            else:
                self.session.add(Phone(customer_id=person.id, position=position, number=number))
        self.session.flush()

    def _add_stays(self) -> None:
        rows = [
            {
                "customer_id": person.id,
                "unit_id": stay.unit.id,
                "role": stay.role,
                "relation": stay.relation,
                "since": stay.since,
                "until": None,
                "end_reason": "",
                "lives": lives,
                "lives_since": stay.since if lives else None,
                "lives_until": None,
                "end_paper": "",
            }
            for person, stay in self.new_stays
            for lives in (self._lives(stay),)
        ]
        self._insert(Occupancy, rows)

    def _lives(self, stay: PlannedStay) -> bool:
        """Whether somebody of the list lives there: everybody does, but an owner of a home that is let (handbook C-21)."""
        if stay.role != "owner":
            return True
        others = {other.role for other in _stays_in(stay.unit)} | self.stored.current_roles(stay.unit.id)
        return lives_at_first(stay.role, others)


def _stays_in(unit: PlannedUnit) -> Iterable[PlannedStay]:
    return (stay for person in unit.people for stay in person.stays.values() if stay.unit is unit and not stay.left_out)


def end_stays(act: Act, desk: Desk, ids: Sequence[int], paper: str, step: Callable[[int], None]) -> None:
    """Ends the stays whose rooms have others now, as of today; who they were is kept with the paper (handbook M1).

    Args:
        act: the import.
        desk: the desk.
        ids: of the stays.
        paper: the list that says so.
        step: as in `Writer`.
    """
    today = desk.local(act.at).date()
    for each in ids:
        stay = act.session.get(Occupancy, each)
        if stay is not None:
            # L10N: 过户 / 花名册已更换住户
            reason = _("Transfer of title") if stay.role == "owner" else _("Others are in the office's list")
            leave_within(act, desk, stay, today, reason, paper)
            step(0)


def _surname_length(name: str, kind: str) -> int:
    return len(name) if kind == "company" else max(names.surname_length(name), 1)
