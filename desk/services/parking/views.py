"""What is typed about parking, and what the window shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class SpaceEntry:
    """A space; kind: own, let, public; a space of a home names it."""

    number: str
    kind: str = "public"
    unit_id: int | None = None
    note: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class SpaceView:
    """A space; `card`: number of the card that stands on it, "" for none."""

    id: int
    number: str
    kind: str
    unit_id: int | None
    room: str
    note: str
    retired: bool
    card: str


@dataclass(frozen=True, slots=True)
class ParkingCardEntry:
    """A card.

    Attributes:
        kind: month, visitor, staff. holder: whose it is, somebody of the home. papers_seen: licence and registration.
        first, until: its validity; paid_until: last day that is paid, receipt: by which paper; both
            come from the month's bills where these bill the home's parking.
        unpaid_because: why it is valid beyond what is paid; a supervisor says so.
    """

    plate: str
    holder: str
    until: date | None
    kind: str = "month"
    unit_id: int | None = None
    phone: str = ""
    space_id: int | None = None
    first: date | None = None
    paid_until: date | None = None
    receipt: str = ""
    unpaid_because: str = ""
    papers_seen: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaidView:
    """Until when parking of a home is paid by the month's bills; paper: number of the bill that says so, "" for none."""

    until: date
    paper: str


@dataclass(frozen=True, slots=True)
class RenewEntry:
    """A renewal; see `ParkingCardEntry`."""

    until: date | None
    paid_until: date | None = None
    receipt: str = ""
    unpaid_because: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceEntry:
    """A new card for an old one: the same plate (lost, broken), or another plate; why."""

    note: str
    plate: str = ""
    papers_seen: bool = False


@dataclass(frozen=True, slots=True)
class ParkingCardView:
    """A card; `left`: days until it ends, less than 0 when it is over; `phone` masked."""

    id: int
    number: str
    kind: str
    state: str
    plate: str
    unit_id: int | None
    room: str
    holder: str
    phone: str
    space: str
    first: date
    until: date
    paid_until: date | None
    receipt: str
    unpaid_because: str
    replaces: str
    reason: str
    note: str
    issued_at: datetime
    ended_at: datetime | None
    staff: str
    left: int
    slips: tuple[SlipView, ...] = ()
    space_id: int | None = None


__all__ = ["PaidView", "ParkingCardEntry", "ParkingCardView", "RenewEntry", "ReplaceEntry", "SpaceEntry", "SpaceView"]
