"""What the window shows of keys in custody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class LoanView:
    """A loan; `late`: it is past its time and not back; `phone` is masked."""

    id: int
    number: str
    borrower_kind: str
    borrower: str
    company: str
    phone: str
    purpose: str
    permission: str
    permitted_by: str
    pieces: int
    pieces_back: int
    pieces_lost: int
    lent_at: datetime
    due_at: datetime
    ended_at: datetime | None
    condition: str
    note: str
    staff: str
    late: bool


@dataclass(frozen=True, slots=True)
class KeyEventView:
    """A line of the history."""

    at: datetime
    staff: str
    kind: str
    note: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeySetView:
    """A set with its loans (the newest first), its history and its papers; `phone` is masked.

    Attributes:
        loan: the one that is not back; None while all is on the hook. permitted: names of the home's owners now.
    """

    id: int
    number: str
    kind: str
    state: str
    unit_id: int | None
    room: str
    name: str
    tag: str
    hook: str
    pieces: int
    sealed: bool
    seal: str
    given_by: str
    phone: str
    consent_by: str
    standing: bool
    until: date | None
    note: str
    taken_at: datetime
    ended_at: datetime | None
    ended_to: str
    staff: str
    loan: LoanView | None
    owners: tuple[str, ...]
    loans: tuple[LoanView, ...]
    events: tuple[KeyEventView, ...]
    slips: tuple[SlipView, ...]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A set in a list; `out`: pieces that are not on the hook; `borrower`, `due_at`: of the loan that is not back."""

    id: int
    number: str
    kind: str
    state: str
    unit_id: int | None
    room: str
    name: str
    tag: str
    hook: str
    pieces: int
    out: int
    borrower: str
    due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class CountView:
    """A count that was made, with its slip."""

    id: int
    number: str
    at: datetime
    sets: int
    differences: int
    note: str
    slip: SlipView


__all__ = ["CountView", "KeyEventView", "KeyRow", "KeySetView", "LoanView"]
