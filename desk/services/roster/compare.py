"""Compares what a roster says with what is stored: what it makes, fills and adds; and where both differ, which is never settled unasked.

An empty cell says nothing. Where nothing is stored, what the list says is taken. Where both say something else, what was chosen for
the difference counts (`Choices`), and without a choice what is stored stays (handbook M1).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from desk import catalog
from desk.rules.kit import identity, phones, wording
from desk.rules.kit.rooms import format_room
from desk.services.roster.data import CHOICES, Choices, Difference
from desk.services.roster.planned import TEXTS, Plan, PlannedPerson, PlannedStay, PlannedUnit, Stored

_HOLDERS = ("owner", "tenant", "borrower")
"""Who has a room: others of the same role in it are a difference. One of the family more is none."""
_OF_HOLDERS = ("member", "relative")
_DOCUMENT = ("document_kind", "document_number", "document_key")


class _Comparer:
    def __init__(self, stored: Stored, plan: Plan, choices: Choices, today: date) -> None:
        self.stored = stored
        self.plan = plan
        self.choices = choices
        self.today = today

    def compare(self) -> None:
        """Compares everything."""
        taken: set[int] = set()
        for unit in self.plan.units.values():
            self._unit(unit)
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
                self._person(person, person.id)
        for unit in self.plan.units.values():
            if unit.id is not None:
                for role in _HOLDERS:
                    self._holders(unit, unit.id, role)
            self._plates(unit)
        self.stored.ended = set(self.plan.ends)

    # -------------------------------------------------------------------------------------------------- the differences
    def _differs(
        self,
        key: str,
        unit: PlannedUnit,
        at: tuple[str, int],
        person: str,
        stored: str,
        listed: str,
        choices: tuple[str, ...] = ("skip", "replace"),
    ) -> str:
        """Notes a difference; what becomes of it."""
        wanted = self.choices.of(key)
        if wanted is None:
            self.plan.undecided += 1
        choice = wanted if wanted in choices else "skip"
        self.plan.differences.append(
            Difference(key, key.partition(":")[0], *at, _room(unit), person, stored, listed, choices, choice, unit.id)
        )
        return choice

    def _holders(self, unit: PlannedUnit, unit_id: int, role: str) -> None:
        """Others have the room: they stay alone, both have it, or those who are not listed leave today."""
        listed = [
            (person, stay)
            for person in dict.fromkeys(unit.people)
            for stay in person.stays.values()
            if stay.unit is unit and stay.role == role
        ]
        coming = [(person, stay) for person, stay in listed if stay.id is None]
        now = self.stored.holders(unit_id, role)
        if not coming or not now:
            return
        known = {person.id for person, stay in listed if stay.id is not None}
        leaving = {customer_id: stay for customer_id, stay in now.items() if customer_id not in known}
        choice = self._differs(
            f"{role}:{unit.key.code}",
            unit,
            coming[0][1].at,
            wording.listed(person.facts.name for person, _stay in coming),
            wording.listed(self.stored.customers[each].name for each in now),
            wording.listed(person.facts.name for person, _stay in listed),
            CHOICES,
        )
        if choice == "skip":
            for _who, stay in coming:
                stay.left_out = True
            if not known:
                self._leave_out_family(unit)
            return
        for _who, stay in coming:
            if stay.kept or choice == "replace":
                stay.since = stay.since if stay.since is not None and not stay.kept else self.today
            stay.kept = False
        if choice == "replace":
            self.plan.ends += [stay.id for stay in leaving.values()]

    @staticmethod
    def _leave_out_family(unit: PlannedUnit) -> None:
        """Those who are listed with others than those who have the room are not of their family."""
        for person in unit.people:
            for stay in person.stays.values():
                if stay.unit is unit and stay.role in _OF_HOLDERS and stay.id is None:
                    stay.left_out = True

    # -------------------------------------------------------------------------------------------------------- the rooms
    def _unit(self, unit: PlannedUnit) -> None:
        building = self.stored.buildings.get(unit.key.building)
        if building is not None:
            unit.building_name = building[1]
        known = self.stored.units.get(unit.key.code)
        if known is None:
            return
        unit.id, unit.state = known.id, known.state
        if unit.area is not None and unit.area != known.area:
            key = f"area:{unit.key.code}"
            if (
                known.area is None
                or self._differs(key, unit, unit.at, "", f"{known.area:.2f}", f"{unit.area:.2f}") == "replace"
            ):
                unit.changes["area"] = unit.area
        if unit.note and unit.note not in known.note:
            unit.changes["note"] = "\n".join(part for part in (known.note, unit.note) if part)

    def _plates(self, unit: PlannedUnit) -> None:
        unit.new_plates = [
            plate
            for plate, owner in unit.plates.items()
            if (unit.id is None or (plate, unit.id) not in self.stored.plates) and not _is_left_out(owner, unit)
        ]
        if unit.changed and unit.people:
            unit.people[0].touched = True

    # ------------------------------------------------------------------------------------------------------- the people
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

    def _person(self, person: PlannedPerson, customer_id: int) -> None:
        known, facts = self.stored.customers[customer_id], person.facts
        first = next(iter(person.stays.values()))

        def takes(field: str, stored: str, listed: str, choices: tuple[str, ...] = ("skip", "replace")) -> str:
            """What becomes of a value: nothing is stored yet, or it was asked for."""
            if not stored:
                return "replace"
            key = f"{field}:{customer_id}"
            return self._differs(
                key, first.unit, first.at, known.name, _shown(field, stored), _shown(field, listed), choices
            )

        if facts.name != known.name and takes("name", known.name, facts.name) == "replace":
            person.changes["name"] = facts.name
        self._document(person, known, takes)
        for name in TEXTS:
            value, before = getattr(facts, name), getattr(known, name)
            if name not in _DOCUMENT and value and value != before and takes(name, before, value) == "replace":
                person.changes[name] = value
        sex = facts.sex or ("" if known.sex else facts.sex_by_document)
        if sex and sex != known.sex and takes("sex", known.sex, sex) == "replace":
            person.changes["sex"] = sex
        # A birthday kept by the lunar calendar is the clerk's: only a missing one is filled.
        birthday = facts.birthday or facts.birthday_by_document
        if known.birthday is None and birthday is not None:
            person.changes["birthday"] = birthday
        missing = [note for note in facts.note.split("\n") if note and note not in known.note]
        if missing:
            person.changes["note"] = "\n".join([known.note, *missing] if known.note else missing)
        self._phones(person, customer_id, takes)
        for stay in person.stays.values():
            self._stay(stay, customer_id, known.name)

    @staticmethod
    def _document(person: PlannedPerson, known: Any, takes: Any) -> None:
        facts = person.facts
        other = [name for name in _DOCUMENT if getattr(facts, name) and getattr(facts, name) != getattr(known, name)]
        if other and takes("document", known.document_number, facts.document_number) == "replace":
            person.changes |= {name: getattr(facts, name) for name in other}
            if "document_number" in other:
                person.changes["document_checked"] = False

    def _phones(self, person: PlannedPerson, customer_id: int, takes: Any) -> None:
        """The numbers: further ones are asked for; one that the counter knows is never taken away."""
        stored = [number for _id, number in self.stored.phones.get(customer_id, ())]
        further = [number for number in person.phones if number not in stored]
        wanted = stored
        if further:
            choice = takes("phone", "\n".join(stored), "\n".join(person.phones), CHOICES)
            if choice == "co-owner":
                wanted = stored + further
            elif choice == "replace":
                wanted = person.phones + [number for number in stored if number not in person.phones]
        person.phones_change = wanted != stored
        person.phones = wanted

    def _stay(self, stay: PlannedStay, customer_id: int, name: str) -> None:
        if stay.unit.id is None:
            return
        known = self.stored.stays.get((customer_id, stay.unit.id, stay.role), [])
        current = next((found for found in known if found.until is None), None)
        if current is None:
            # Moved out after this list was written; only a later date of entry is a new stay.
            stay.kept = any(stay.since is None or stay.since <= found.until for found in known)
            return
        stay.id = current.id
        for field in ("since", "relation"):
            value, before = getattr(stay, field), getattr(current, field)
            if not value or value == before:
                continue
            key = f"{field}:{current.id}"
            if not before or self._differs(key, stay.unit, stay.at, name, f"{before}", f"{value}") == "replace":
                stay.changes[field] = value


def _is_left_out(owner: PlannedPerson | None, unit: PlannedUnit) -> bool:
    """Whether who is listed with a plate is not registered in the room."""
    stays = [stay for stay in owner.stays.values() if stay.unit is unit] if owner is not None else []
    return bool(stays) and all(stay.left_out for stay in stays)


def _room(unit: PlannedUnit) -> str:
    return format_room(unit.key, building_name=unit.building_name)


def _shown(field: str, value: str) -> str:
    """A value as it is shown: numbers masked, codes in words."""
    if field == "document":
        return identity.mask_number(value)
    if field in ("phone", "emergency_phone"):
        return wording.listed(phones.mask_phone(number) for number in value.split("\n"))
    if field == "sex":
        return catalog.label("sexes", value)
    return value


def compare(stored: Stored, plan: Plan, choices: Choices, today: date) -> None:
    """Compares a plan with what is stored and fills in what it would change.

    Args:
        stored: the site as it is.
        plan: the rooms and people of the list.
        choices: what becomes of the differences.
        today: when those who are replaced leave.
    """
    _Comparer(stored, plan, choices, today).compare()


__all__ = ["compare"]
