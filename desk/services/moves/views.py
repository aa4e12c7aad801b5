"""What the window shows of moves and residence passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desk.rules.kit.gate import Obstacle
from desk.services.kit.lines import EventView, LightView
from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class MoverView:
    """Somebody who moves; the document's number is masked. `child`: under 14."""

    customer_id: int
    occupancy_id: int | None
    name: str
    role: str
    relation: str
    main: bool
    company: bool
    child: bool
    photos: int
    identity: bool
    document: str
    phone: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of the checklist; `on`: since when it is here, None while it is missing."""

    code: str
    label: str
    optional: bool
    station: str
    on: date | None


@dataclass(frozen=True, slots=True)
class StationView:
    """A station: who signed when; `needed`: the move waits for it."""

    code: str
    needed: bool
    signer: str
    at: datetime | None
    note: str
    waived: str


@dataclass(frozen=True, slots=True)
class DefectView:
    """A defect; `open`: its repair is not done. `request`: number of the repair request, "" without one."""

    id: int
    room: str
    item: str
    origin: str
    words: str
    deadline: date | None
    request_id: int | None
    request: str
    open: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A meter's reading."""

    meter: str
    serial: str
    value: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class KeyView:
    """Keys handed out; `missing`: pieces that are not back."""

    id: int
    kind: str
    number: str
    pieces: int
    back: int
    state: str
    signed_by: str
    given_on: date
    note: str

    @property
    def missing(self) -> int:
        """How many pieces are not back."""
        return self.pieces - self.back if self.state in ("out", "part") else 0


@dataclass(frozen=True, slots=True)
class HandoutView:
    """Something handed out."""

    code: str
    pieces: int
    signed_by: str
    on: date


@dataclass(frozen=True, slots=True)
class ResidentPassView:
    """A residence pass. `shown`: active, expired, or its state."""

    id: int
    number: str
    unit_id: int
    room: str
    customer_id: int
    name: str
    role: str
    state: str
    shown: str
    first: date
    until: date | None
    ended_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move.

    Attributes:
        who: of a move-in the applicant's kind, of a move-out why. next_step: the act that most likely comes next.
        fees_open: what is open of the charges of the move itself, in fen.
        missing: what a move-in still needs, in words.
        passes: of the people who move, or of the home for a move-in. keys: of the move; of a move-out those of who leaves.
    """

    id: int
    number: str
    kind: str
    state: str
    unit_id: int
    room: str
    who: str
    day: date
    fees_from: date | None
    lease_until: date | None
    agent: str
    owner_word: str
    owner_signed: bool
    owner_phone: str
    deed_number: str
    deed_holder: str
    rooms: tuple[str, ...]
    utilities: Mapping[str, Any]
    waived: Mapping[str, Any]
    forwarding: str
    note: str
    done_at: datetime | None
    people: tuple[MoverView, ...]
    papers: tuple[PaperView, ...]
    stations: tuple[StationView, ...]
    defects: tuple[DefectView, ...]
    readings: tuple[ReadingView, ...]
    keys: tuple[KeyView, ...]
    handouts: tuple[HandoutView, ...]
    passes: tuple[ResidentPassView, ...]
    events: tuple[EventView, ...]
    slips: tuple[SlipView, ...]
    fees_open: int
    next_step: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move in a list. `names`: who moves; `open_defects`: whose repair is not done."""

    id: int
    number: str
    kind: str
    state: str
    unit_id: int
    room: str
    who: str
    names: str
    day: date
    open_defects: int


@dataclass(frozen=True, slots=True)
class ClearanceView:
    """What stands open for a home (architecture "The clearance"): each with its reason and the act that settles it.

    Attributes:
        lines: one for each matter, in the order of the household page. obstacles: what stands in the way of a move-out.
    """

    unit_id: int
    room: str
    lines: tuple[LightView, ...]
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def green(self) -> bool:
        """Whether nothing is open."""
        return all(line.state == "green" for line in self.lines)


@dataclass(frozen=True, slots=True)
class BulkView:
    """Passes issued at once, and who got none and why."""

    issued: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownView:
    """What the forms know of a room: who belongs there, who owns it, with the phones on file masked; an open move of the kind.

    Attributes:
        people: (registration, name, role, lives). owners: names. move_in, move_out: ids of the moves under way.
    """

    room: str
    people: tuple[tuple[int, str, str, bool], ...]
    owners: tuple[str, ...]
    move_in: int | None
    move_out: int | None


__all__ = [
    "BulkView", "ClearanceView", "DefectView", "HandoutView", "KeyView", "KnownView", "MoveRow", "MoveView",
    "MoverView", "PaperView", "ReadingView", "ResidentPassView", "StationView",
]  # fmt: skip
