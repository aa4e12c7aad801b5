"""What is typed about keys at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class KeySetEntry:
    """A set that comes into custody.

    Attributes:
        kind: household, common, equipment. unit_id: the home of a household's keys.
        tag, hook: number of the tag, place. pieces: how many. sealed, seal: whether it is sealed, with which seal.
        given_by: who brings it. consented: an owner signed for the custody; consent_by: which one.
        standing: the owner agrees beforehand that staff take it (repairs).
        until: how long it is meant to last; None without an end.
    """

    kind: str
    name: str
    tag: str
    hook: str
    pieces: int = 1
    unit_id: int | None = None
    given_by: str = ""
    phone: str = ""
    consent_by: str = ""
    consented: bool = False
    standing: bool = False
    sealed: bool = False
    seal: str = ""
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LoanEntry:
    """A loan.

    Attributes:
        borrower_kind: owner, family, staff, contractor, other. company: the borrower's, "" for none.
        due_at: when it is due back. permission: how the owner agreed (present, phone, written, standing); permitted_by: who.
    """

    borrower_kind: str
    borrower: str
    purpose: str
    due_at: datetime | None
    company: str = ""
    phone: str = ""
    permission: str = ""
    permitted_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReturnEntry:
    """A return: the pieces that were counted, good or damaged; `seal`: the new seal of a set that is sealed again."""

    pieces: int
    condition: str = "good"
    note: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class HandBackEntry:
    """To whom a custody is handed back: the name, what they are (owner, new owner), the tick that they signed."""

    receiver: str
    signed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What may be changed of a set on its hook: hook, seal, standing agreement, end, note; tag and pieces stay."""

    hook: str
    sealed: bool = False
    seal: str = ""
    standing: bool = False
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountEntry:
    """A count: pieces found on the hook by id of the set; differences are explained in `note`."""

    pieces: Mapping[int, int] = field(default_factory=dict)
    note: str = ""


__all__ = ["ChangeEntry", "CountEntry", "HandBackEntry", "KeySetEntry", "LoanEntry", "ReturnEntry"]
