"""What is typed about visitors, and what the window shows of them; amounts in whole fen, numbers of documents masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """A visit as it is registered.

    Attributes:
        name, document_kind, document_number, phone: of the visitor who signs. companions: names of the others.
        unit_id: the room visited; host: who is visited.
        seen: the identity document was looked at and given back at once (no document is ever kept).
        answer: of the host: yes, no, not-reached. agreed: why the shift leader lets in whose host was not reached.
        card: none, paper, plastic. labels: what stands on the plastic cards. until: how long the cards are valid.
        deposit: per card, in fen; None takes the policy's. method, reference: how it is paid.
        matter: what the visitor brings forward; passed_to: to whom it is passed on.
    """

    name: str
    purpose: str
    answer: str
    unit_id: int | None = None
    host: str = ""
    seen: bool = False
    document_kind: str = ""
    document_number: str = ""
    phone: str = ""
    companions: tuple[str, ...] = ()
    brings: str = ""
    plate: str = ""
    agreed: str = ""
    card: str = "none"
    labels: tuple[str, ...] = ()
    until: datetime | None = None
    deposit: int | None = None
    method: str = "cash"
    reference: str = ""
    matter: str = ""
    passed_to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardEntry:
    """A further card for a visit; see `VisitEntry`."""

    card: str
    until: datetime | None
    label: str = ""
    deposit: int | None = None
    method: str = "cash"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class VisitorCardView:
    """A card; `held`: its deposit, in fen; `late`: it should be back; `overnight`: valid beyond the day it was given out."""

    id: int
    number: str
    visit_id: int
    visit: str
    kind: str
    label: str
    state: str
    name: str
    room: str
    until: datetime
    issued_at: datetime
    ended_at: datetime | None
    held: int
    late: bool
    overnight: bool
    note: str


@dataclass(frozen=True, slots=True)
class VisitPersonView:
    """A visitor; number and phone masked."""

    name: str
    document: str
    phone: str


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit with its people, cards and papers."""

    id: int
    number: str
    state: str
    unit_id: int | None
    room: str
    host: str
    answer: str
    agreed: str
    agreed_by: str
    purpose: str
    brings: str
    plate: str
    came_at: datetime
    until: datetime | None
    left_at: datetime | None
    matter: str
    passed_to: str
    result: str
    answered_at: datetime | None
    note: str
    staff: str
    people: tuple[VisitPersonView, ...]
    cards: tuple[VisitorCardView, ...]
    slips: tuple[SlipView, ...]
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in a list; `out`: cards that are not back; `late`: still here, or a card out, after the time."""

    id: int
    number: str
    state: str
    name: str
    people: int
    room: str
    host: str
    purpose: str
    came_at: datetime
    until: datetime | None
    left_at: datetime | None
    out: int
    late: bool
    open_matter: bool


__all__ = ["CardEntry", "VisitEntry", "VisitPersonView", "VisitRow", "VisitView", "VisitorCardView"]
