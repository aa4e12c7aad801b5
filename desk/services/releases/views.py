"""What comes out of the release services, as plain data; identity numbers and telephones are masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desk.rules.kit.gate import Obstacle
from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class ItemView:
    """A line of the list; `passed`: how many passed the gate, None before."""

    name: str
    quantity: int
    remark: str
    passed: int | None


@dataclass(frozen=True, slots=True)
class ReleaseEventView:
    """A line of the history."""

    at: datetime
    kind: str
    note: str
    staff: str


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release slip.

    Attributes:
        verdict: what it is at the gate now: good, early, expired, used, void. verdict_words: its sentence.
        waived: reasons of what was done without, and who allowed it. mismatch: refused at the gate, or its copy differs.
        replaces, replaced_by: numbers.
    """

    id: int
    number: str
    unit_id: int
    room: str
    state: str
    applicant: str
    name: str
    company: str
    document: str
    phone: str
    owner: str
    owner_here: bool
    owner_phone: str
    papers: tuple[str, ...]
    on_site: str
    scope: str
    lease_end: bool
    leaving: str
    waived: tuple[str, ...]
    waived_by: str
    carrier: str
    plate: str
    move_at: datetime
    slot: str
    valid_from: date
    valid_to: date
    note: str
    gate_at: datetime | None
    guard: str
    carrier_document: str
    copy_back_on: date | None
    difference: str
    void_reason: str
    replaces: str
    replaced_by: str
    created_at: datetime
    staff: str
    items: tuple[ItemView, ...]
    events: tuple[ReleaseEventView, ...]
    slips: tuple[SlipView, ...]
    verdict: str
    verdict_words: str

    @property
    def mismatch(self) -> bool:
        """Whether goods and slip did not agree."""
        return self.state == "refused" or bool(self.difference)


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A line of the list."""

    id: int
    number: str
    unit_id: int
    room: str
    state: str
    name: str
    scope: str
    goods: str
    move_at: datetime
    valid_to: date
    gate_at: datetime | None
    guard: str
    copy_back_on: date | None
    difference: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """What stands in the way of an application, and what deserves a second look."""

    obstacles: tuple[Obstacle, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody of the room's register who may apply or agree; the telephone is masked. `lives`: there now."""

    customer_id: int
    name: str
    role: str
    company: bool
    phone: str
    lives: bool


@dataclass(frozen=True, slots=True)
class AroundView:
    """What the form of a release needs of a room.

    Attributes:
        people: who is registered now, owners first. owed: fen by kind. billed_elsewhere: utilities that their supplier bills.
        file: state of the renovation file, "" without one.
    """

    unit_id: int
    room: str
    people: tuple[PersonChoice, ...]
    owed: dict[str, int]
    billed_elsewhere: tuple[str, ...]
    file: str
    now: datetime


__all__ = [
    "AroundView", "CheckView", "ItemView", "PersonChoice", "ReleaseEventView", "ReleaseRow", "ReleaseView",
]  # fmt: skip
