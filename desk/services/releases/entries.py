"""What is typed about a goods release, at the counter and at the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from desk.rules.releases.cycle import Item


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """An application for a release.

    Attributes:
        unit_id: the room. applicant: of `rules.releases.APPLICANTS`.
        customer_id: who of the room's register applies; None for an agent, an authorised person, a contractor's worker.
        name: of who is at the counter; "" takes the one of the register. company: whose authorised person that is.
        document: identity number shown, "" when it was only seen (handbook C-12). phone: of who is at the counter.
        owner_id: the owner who comes along, agrees or gives the power; None takes the only one there is.
        owner_here: that owner is at the counter. owner_phone: as written on the consent.
        papers: codes of the papers that were seen. on_site: owner or desk, when a contractor takes tools out.
        scope: part or whole. lease_end: the lease ends with it.
        items: what leaves. carrier, plate: who carries it, the vehicle.
        move_at: day and hour of the move. slot: of the list `release_slots`. valid_to: the last day; None: the day of the move.
        utilities: `{water|electricity: not-ours|bill-seen}` where the supplier bills. utilities_note: by what.
        leaving: names of the residents who leave with a whole move. nobody_leaves: they all stay registered.
        waived: `{obstacle: reason}`, with the manager's approval (handbook C-13).
        replaces: number of the slip that this one takes the place of; it becomes void.
    """

    unit_id: int
    items: tuple[Item, ...] = ()
    applicant: str = "owner"
    customer_id: int | None = None
    name: str = ""
    company: str = ""
    document: str = ""
    phone: str = ""
    owner_id: int | None = None
    owner_here: bool = False
    owner_phone: str = ""
    papers: tuple[str, ...] = ()
    on_site: str = ""
    scope: str = "part"
    lease_end: bool = False
    carrier: str = ""
    plate: str = ""
    move_at: datetime | None = None
    slot: str = ""
    valid_to: date | None = None
    note: str = ""
    utilities: Mapping[str, str] = field(default_factory=dict)
    utilities_note: str = ""
    leaving: tuple[str, ...] = ()
    nobody_leaves: bool = False
    waived: Mapping[str, str] = field(default_factory=dict)
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class GateEntry:
    """What the guard found.

    Attributes:
        guard: who checked. carrier_document: identity number that the carrier showed, "" when it was only seen.
        left: of each line how many left, for a partly passed one. note: what is not on the list, or else.
        at: when; None: now.
    """

    guard: str = ""
    carrier_document: str = ""
    left: tuple[int, ...] = ()
    note: str = ""
    at: datetime | None = None


__all__ = ["GateEntry", "Item", "ReleaseEntry"]
