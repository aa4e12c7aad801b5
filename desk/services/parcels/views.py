"""What is typed about parcels, left and found things, and what the window shows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class ParcelEntry:
    """A thing that is taken.

    Attributes:
        kind: parcel, left, found. contents: general, valuables, cash, papers, identity, perishable, dangerous.
        unit_id, recipient, phone: for whom. brought_by: courier, who leaves it, who found it. tracking: number of the waybill.
        place: shelf. where_found: of a found thing. witness_id: the second of the staff. due_on: None takes the policy's.
    """

    kind: str
    what: str
    place: str
    contents: str = "general"
    unit_id: int | None = None
    recipient: str = ""
    phone: str = ""
    brought_by: str = ""
    tracking: str = ""
    pieces: int = 1
    sealed: bool = False
    seal: str = ""
    where_found: str = ""
    witness_id: int | None = None
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandingEntry:
    """To whom a thing is handed out; see `rules.parcels.Handing`."""

    receiver: str
    tail: str = ""
    signed: bool = False
    authorised_by: str = ""
    authorised_how: str = ""
    claim: str = ""
    document_seen: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A thing; `late`: its day is over; `phone` masked; `people`: who may take it without asking."""

    id: int
    number: str
    kind: str
    state: str
    unit_id: int | None
    room: str
    recipient: str
    phone: str
    what: str
    contents: str
    pieces: int
    sealed: bool
    seal: str
    brought_by: str
    tracking: str
    where_found: str
    place: str
    witness: str
    taken_at: datetime
    due_on: date
    late: bool
    told_at: datetime | None
    told_how: str
    ended_at: datetime | None
    ended_by: str
    receiver: str
    authorised_by: str
    authorised_how: str
    claim: str
    note: str
    staff: str
    people: tuple[str, ...] = ()
    slips: tuple[SlipView, ...] = ()


__all__ = ["HandingEntry", "ParcelEntry", "ParcelView"]
