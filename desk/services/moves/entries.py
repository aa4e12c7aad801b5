"""What is typed about moves and residence passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MoverEntry:
    """Somebody who moves in; the first one is the applicant.

    Attributes:
        customer_id: somebody on file; else who has the same document, or the same name in this home, is recognised.
        relation: to the applicant. photos: one-inch photos handed in. identity: the identity document was seen.
        company: it is a company. consent: agreed to the notice on personal data (a child's guardian).
    """

    name: str = ""
    customer_id: int | None = None
    relation: str = ""
    document_kind: str = ""
    document_number: str = ""
    phone: str = ""
    birthday: date | None = None
    photos: int = 0
    identity: bool = False
    company: bool = False
    consent: bool = False


@dataclass(frozen=True, slots=True)
class BeginEntry:
    """A move-in as it begins; what is not known yet is added later.

    Attributes:
        who: owner, tenant, relative, borrower, company. day: on which they move in (may lie ahead).
        people: may be named later. agent: who acts for the applicant.
        owner_word, owner_signed, owner_phone: the owner's consent (handbook M3); for a tenant the owner who is there in person.
        deed_number, deed_holder: of the title deed. fees_from: the first day of fees; the day of moving in when None.
        lease_until: the last day of the lease.
    """

    unit_id: int
    who: str
    day: date | None
    people: tuple[MoverEntry, ...] = ()
    agent: str = ""
    owner_word: str = ""
    owner_signed: bool = False
    owner_phone: str = ""
    deed_number: str = ""
    deed_holder: str = ""
    fees_from: date | None = None
    lease_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DefectEntry:
    """A defect of the home: codes of `handover_rooms` and `handover_items`; `stated`: by the company before; `repair`: it is to be repaired."""

    room: str
    item: str
    words: str
    stated: bool = False
    repair: bool = True


@dataclass(frozen=True, slots=True)
class InspectEntry:
    """A handover inspection: the rooms looked at, and what was stated and found."""

    rooms: tuple[str, ...]
    defects: tuple[DefectEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """A meter's reading: code of `meters`."""

    meter: str
    value: Decimal | None
    serial: str = ""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """Keys of one kind: code of `move_key_kinds`, the number on the tag, how many pieces."""

    kind: str
    pieces: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class KeysEntry:
    """Keys handed out at once, and who signs for them."""

    keys: tuple[KeyEntry, ...]
    signed_by: str


@dataclass(frozen=True, slots=True)
class HandoutsEntry:
    """What is handed out: pieces by code of `handouts`, and who signs for it."""

    pieces: Mapping[str, int]
    signed_by: str


@dataclass(frozen=True, slots=True)
class SignEntry:
    """A station signs; `waived`: why it is not needed, "" when it is."""

    station: str
    signer: str
    note: str = ""
    waived: str = ""


@dataclass(frozen=True, slots=True)
class LeaveEntry:
    """A move-out as it begins.

    Attributes:
        why: whole, end-of-lease, some. day: the last day (may lie ahead).
        people: registrations (ids) that leave; empty: everybody living there, at the end of a lease all but the owners.
    """

    unit_id: int
    why: str
    day: date | None
    people: tuple[int, ...] = ()
    forwarding: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyBackEntry:
    """What became of keys: back (with how many pieces), lost (with a note), kept (by the owner)."""

    key_id: int
    result: str
    pieces: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class PassBackEntry:
    """What became of a residence pass: back, or lost with a note."""

    number: str
    lost: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class PassesEntry:
    """Residence passes to issue: people (ids; empty: everybody living there who has none), from, until."""

    people: tuple[int, ...] = ()
    first: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DoneEntry:
    """The end of a move: the day it happened, and obstacles done without, `{code: reason}`."""

    day: date | None = None
    waived: Mapping[str, str] = field(default_factory=dict)


__all__ = [
    "BeginEntry", "DefectEntry", "DoneEntry", "HandoutsEntry", "InspectEntry", "KeyBackEntry", "KeyEntry", "KeysEntry",
    "LeaveEntry", "MoverEntry", "PassBackEntry", "PassesEntry", "ReadingEntry", "SignEntry",
]  # fmt: skip
