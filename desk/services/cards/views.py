"""What the window shows of members and cards. Phones and document numbers are masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class CardView:
    """One card; `printed_name`: of the level as it stands on it; `serial`: number of its paper; `old`: number of the card before.

    `own`: it was made here, and bears a number of this house.
    """

    id: int
    number: str
    serial: str
    state: str
    tier: str
    printed_name: str
    vip: bool
    issued_on: date
    expires_on: date | None
    cause: str
    old: str
    collected_on: date | None
    collected_by: str
    lost_on: date | None
    ended_on: date | None
    note: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class MemberEventView:
    """A line of a membership's history; `words`: what its data says, as far as that needs the scheme."""

    at: datetime
    staff: str
    kind: str
    note: str
    data: Mapping[str, Any]
    words: str = ""


@dataclass(frozen=True, slots=True)
class MemberFact:
    """Something another feature tells of a member (balance, what is missing to the next level, gifts due).

    Attributes:
        code: names it. label, words: said. tone: "", strong, good, warning, bad. wide: over the whole width.
        target: what Enter leads to; "" nothing. order: among the facts.
        warns: it is said beside the name as well.
    """

    code: str
    label: str
    words: str
    tone: str = ""
    wide: bool = False
    target: str = ""
    order: int = 50
    warns: bool = False


@dataclass(frozen=True, slots=True)
class MemberView:
    """A membership.

    Attributes:
        scheme_name, tier_name: scheme and level in words; benefits: the level's lines. birthday: the day that is kept, in words. age: in years.
        phone, document: masked. greets: agreed to greetings and not opted out.
        unit_id, room: where the person lives or owns now; None and "" for nowhere.
        dormant: no purchase for so long as the scheme says. replaced: cards replaced in the last year.
        identity_changed: the document on file is not the one that joined.
        card: the member's card; None while there is none. old_cards: the dead ones, newest first.
        warnings: sentences for whoever takes the card. facts: what other features tell.
    """

    id: int
    number: str
    customer_id: int
    name: str
    sex: str
    scheme: str
    scheme_name: str
    tier: str
    tier_name: str
    tier_since: date | None
    benefits: tuple[str, ...]
    state: str
    joined_on: date
    how: str
    proposed_by: str
    latin_name: str
    email: str
    work_address: str
    goods: tuple[str, ...]
    birthday: str
    age: int | None
    phone: str
    document: str
    address: str
    greets: bool
    opted_out: bool
    unit_id: int | None
    room: str
    last_use_on: date
    dormant: bool
    replaced: int
    identity_changed: bool
    ended_on: date | None
    end_reason: str
    points_said: str
    note: str
    card: CardView | None
    old_cards: tuple[CardView, ...]
    warnings: tuple[str, ...]
    facts: tuple[MemberFact, ...]
    events: tuple[MemberEventView, ...]
    slips: tuple[SlipView, ...]

    @property
    def card_state(self) -> str:
        """The state of the member's card; "" while there is none."""
        return self.card.state if self.card is not None else ""

    @property
    def handed_over(self) -> bool:
        """Whether the holder has the card."""
        return self.card is not None and self.card.collected_on is not None


@dataclass(frozen=True, slots=True)
class ScanView:
    """What a scanned or typed card number says: whose it is, and why it may not be used ("" when it may)."""

    member_id: int
    customer_id: int
    name: str
    number: str
    tier_name: str
    refusal: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class StandingView:
    """What is on file of somebody who wants to join, and what the application still asks for.

    Attributes:
        customer_id: None for somebody new. member_id: the living membership; None without one.
        asks: of the scheme's items (name, age, document, address, phone, goods) those not on file.
        known: what is on file, masked, by item.
    """

    customer_id: int | None
    name: str
    member_id: int | None
    member_number: str
    asks: tuple[str, ...]
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level of the scheme in force; `joins`: one can begin with it."""

    code: str
    name: str
    joins: bool
    vip: bool
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeView:
    """The scheme in force as the forms need it; `demands`: items of the application; `free_level`: of a campaign that runs today."""

    code: str
    name: str
    levels: tuple[LevelView, ...]
    demands: tuple[str, ...]
    by_request: bool
    free_level: str = ""
    campaign: str = ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A line of the list of members; `day`: the birthday that comes, in its list; `phone` masked."""

    id: int
    number: str
    customer_id: int
    name: str
    tier: str
    tier_name: str
    state: str
    card_number: str
    card_state: str
    handed_over: bool
    phone: str
    joined_on: date
    last_use_on: date
    expires_on: date | None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the issue book; `old`: number of the card it came in place of."""

    id: int
    member_id: int
    issued_on: date
    number: str
    holder: str
    tier_name: str
    cause: str
    old: str
    state: str
    collected_on: date | None
    collected_by: str
    staff: str


@dataclass(frozen=True, slots=True)
class BatchView:
    """What a batch did: numbers of the slips made, and what was refused, by member with the reason."""

    numbers: tuple[str, ...]
    refused: tuple[RefusedView, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedView:
    """A member left out of a batch."""

    member_id: int
    number: str
    message: str


__all__ = [
    "BatchView", "BookRow", "CardView", "LevelView", "MemberEventView", "MemberFact", "MemberRow", "MemberView", "RefusedView",
    "ScanView", "SchemeView", "StandingView",
]  # fmt: skip
