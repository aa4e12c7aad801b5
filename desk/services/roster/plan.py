"""Puts the lines of a roster together to rooms and people, and has them compared with what is stored (`compare`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from desk.i18n import _
from desk.rules import roster
from desk.rules.kit.rooms import format_room
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan
from desk.services.roster.compare import compare
from desk.services.roster.data import UNDECIDED, Choices, Line, LinePerson, RosterContent
from desk.services.roster.planned import (
    TEXTS,
    Plan,
    PlannedPerson,
    PlannedStay,
    PlannedUnit,
    Stored,
    read_stored,
)


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
        self.told: frozenset[tuple[str, int]] = frozenset()
        """Sheets and rows of which something is said: they are shown whatever stands before them."""
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
        shown = len(self.plan.shown) < self.shown or (line.sheet, line.row) in self.told
        for person in people:
            planned = self._person(person, unit, (line.sheet, line.row))
            owner = owner or planned
            if shown:
                self.plan.shown.append((line, person, planned))
        if not people and shown:
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
            ListProblem(
                line.sheet,
                line.row,
                "" if index is None else roster.column_letter(index),
                "duplicate",
                _("{other} has the same document number; {name} is kept without it.").format(
                    other=other, name=person.name
                ),
                "" if index is None or index >= len(plan.headings) else plan.headings[index],
                format_room(line.room, building_name=line.building_name),
                person.name,
            )
        )

    def _unit(self, line: Line) -> PlannedUnit:
        unit = self.plan.units.get(line.room.code)
        if unit is None:
            unit = PlannedUnit(line.room, line.building_name, at=(line.sheet, line.row))
            self.plan.units[line.room.code] = unit
        unit.building_name = unit.building_name or line.building_name
        if unit.area is None:
            unit.area = line.area
        unit.note = unit.note or line.note
        return unit

    def _person(self, person: LinePerson, unit: PlannedUnit, at: tuple[str, int]) -> PlannedPerson:
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
            stay = planned.stays[unit.key.code, person.role] = PlannedStay(unit, person.role, at=at)
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


def _joined(first: LinePerson, second: LinePerson) -> LinePerson:
    """What two lines say of one person: the first that fills a field wins; notes are put together."""
    changes: dict[str, Any] = {}
    for name in (*TEXTS, "sex", "sex_by_document", "birthday", "birthday_by_document"):
        if not getattr(first, name) and getattr(second, name):
            changes[name] = getattr(second, name)
    missing = [note for note in second.note.split("\n") if note and note not in first.note]
    if missing:
        changes["note"] = "\n".join([first.note, *missing] if first.note else missing)
    return replace(first, **changes) if changes else first


def make_plan(
    stored: Stored,
    content: RosterContent,
    *,
    today: date,
    choices: Choices = UNDECIDED,
    skip_bad: bool = False,
    shown: int = 0,
) -> Plan:
    """What an import of `content` would do to a site that is as `stored`.

    Args:
        stored: see `read_stored`.
        content: see `read_roster`.
        today: when who is replaced leaves.
        choices: what becomes of the differences; all that is stored stays while nothing is said.
        skip_bad: leave out lines with a problem.
        shown: how many people are kept in `Plan.shown` for a preview; and those of as many problems.
    """
    planner = Planner(stored, content.plans, skip_bad=skip_bad, shown=shown)
    planner.told = frozenset((problem.sheet, problem.row) for problem in content.problems[:shown])
    for line in content.lines:
        planner.add(line)
    compare(stored, planner.plan, choices, today)
    return planner.plan


__all__ = [
    "Plan",
    "PlannedPerson",
    "PlannedStay",
    "PlannedUnit",
    "Planner",
    "Stored",
    "make_plan",
    "read_stored",
]
