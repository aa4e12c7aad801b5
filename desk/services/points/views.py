"""What the window and other programs see of purchases, points and gifts; amounts in fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PurchaseView:
    """A purchase.

    Attributes:
        counter: its name. label, paid, refunded, coupon: in fen. points: now. doubled: why twice. void: why it does not count.
        member: number and name, or the person's name.
    """

    id: int
    day: date
    counter: str
    receipt: str
    label: int
    paid: int
    refunded: int
    coupon: int
    points: int
    doubled: str
    joining: bool
    void: str
    member_id: int | None
    member: str
    staff: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of the ledger: its kind in words, what it is about in words, what it changed, the balance after it."""

    id: int
    at: datetime
    day: date
    kind: str
    words: str
    about: str
    points: int
    lifetime: int
    balance: int
    note: str
    staff: str
    target: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A condition of the next level: in words, what is reached and needed (fen, or points), and what is missing in words."""

    words: str
    reached: int
    least: int
    missing: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal: upgrade, judge, take-back, joining; levels in words."""

    id: int
    kind: str
    words: str
    member_id: int
    member: str
    before: str
    after: str
    day: date
    judged_by: str


@dataclass(frozen=True, slots=True)
class PointsView:
    """What a member has.

    Attributes:
        balance: may be below zero: a debt. lifetime: for upgrades (handbook C-4). debt: what is owed, 0 or more.
        scheme, tier: names. rate: of the card in words. benefits: lines in words.
        next_level: its name, "" at the top; steps: what it takes. up_to: label price that the balance reaches, in fen.
        spent_year, last_purchase: what the last twelve months brought. expiring: points that end within 30 days.
        gifts: kinds of gifts due now. proposals: open ones. warnings: sentences.
    """

    member_id: int
    number: str
    name: str
    balance: int
    lifetime: int
    debt: int
    scheme: str
    tier: str
    rate: str
    benefits: tuple[str, ...]
    next_level: str
    steps: tuple[StepView, ...]
    up_to: int
    spent_year: int
    last_purchase: date | None
    expiring: int
    gifts: tuple[str, ...]
    proposals: tuple[ProposalView, ...]
    warnings: tuple[str, ...]
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class RedemptionView:
    """A redemption with its number; `coupon`: the number of the coupon it paid."""

    id: int
    number: str
    kind: str
    item: str
    counter: str
    label: int
    points: int
    state: str
    day: date
    member_id: int
    member: str
    coupon: str = ""


@dataclass(frozen=True, slots=True)
class VoucherView:
    """A coupon or parking voucher; `value`: fen or hours, `words`: it said."""

    id: int
    number: str
    kind: str
    value: int
    words: str
    since: date
    until: date
    state: str
    used_on: date | None
    used_at: str
    member_id: int
    member: str


@dataclass(frozen=True, slots=True)
class GiftView:
    """A gift that was handed out."""

    id: int
    number: str
    kind: str
    words: str
    period: str
    item: str
    day: date
    state: str
    member_id: int
    member: str


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw; `people`: how many were in it; `winners`: number and name, first prize first."""

    id: int
    number: str
    at: datetime
    digit: int
    seed: str
    prize: str
    people: int
    winners: tuple[str, ...]


__all__ = [
    "DrawView", "EntryView", "GiftView", "PointsView", "ProposalView", "PurchaseView", "RedemptionView", "StepView", "VoucherView",
]  # fmt: skip
