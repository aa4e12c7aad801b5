"""What reading a roster gives: plans, lines, people, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from desk.rules.kit.rooms import RoomKey
from desk.services.kit.workbooks.plans import ListProblem, SheetPlan

Choice = Literal["skip", "co-owner", "replace"]
"""What may become of a difference: what is stored stays; both count (a further owner, tenant, number); the list counts."""
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True, slots=True)
class Choices:
    """What is to become of the differences between a list and what is stored.

    Attributes:
        choices: by the key of the difference. otherwise: of all others; None: nothing was said.
    """

    choices: Mapping[str, Choice] = field(default_factory=dict)
    otherwise: Choice | None = None

    def of(self, key: str) -> Choice | None:
        """The choice for a difference, None when nothing was said."""
        return self.choices.get(key) or self.otherwise


UNDECIDED = Choices()
"""Nothing was said yet."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a list says something else than what is stored; never settled unasked.

    Attributes:
        key: names it in `Choices.choices`, the same in each run: `owner:1-1-101`, `area:1-1-101`, `phone:12`, `since:7`.
        kind: owner, tenant, borrower (others have the room), or the value that differs: area, name, document, phone, sex,
            workplace, address, emergency_name, emergency_phone, since, relation.
        sheet, row: where in the list. room, person: whose it is; for others in a room those of the list.
        stored, listed: what both say; numbers masked.
        choices: those of `CHOICES` that it has; the first leaves all as it is.
        choice: what becomes of it; "skip" while nothing was said.
        unit_id: the room.
    """

    key: str
    kind: str
    sheet: str
    row: int
    room: str
    person: str
    stored: str
    listed: str
    choices: tuple[str, ...] = ("skip", "replace")
    choice: str = "skip"
    unit_id: int | None = None


@dataclass(slots=True)
class LinePerson:
    """One person of a line; wrong fields are already empty."""

    name: str
    role: str
    kind: str = "person"
    relation: str = ""
    document_kind: str = ""
    document_number: str = ""
    document_key: str = ""
    document_field: str = "document"
    phones: tuple[str, ...] = ()
    sex: str = ""
    sex_by_document: str = ""
    birthday: date | None = None
    birthday_by_document: date | None = None
    since: date | None = None
    workplace: str = ""
    address: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    note: str = ""


@dataclass(slots=True)
class Line:
    """One row of the roster: a room and who is in it."""

    sheet: str
    row: int
    room: RoomKey
    building_name: str
    area: Decimal | None = None
    people: tuple[LinePerson, ...] = ()
    plates: tuple[str, ...] = ()
    note: str = ""


@dataclass(slots=True)
class RosterContent:
    """All that a file says."""

    lines: list[Line] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)
    plans: tuple[SheetPlan, ...] = ()
    rows: int = 0
