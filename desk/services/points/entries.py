"""What is typed about purchases, points, gifts; amounts are whole fen, rates thousandths, days local dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desk.rules.schemes import FULL


@dataclass(frozen=True, slots=True)
class LineEntry:
    """A line of a receipt: label price, the counter's promotion (8折 is 800), 特公价, medium or high-grade goods."""

    label: int
    promotion: int = FULL
    special: bool = False
    graded: bool = False


@dataclass(frozen=True, slots=True)
class PurchaseEntry:
    """A shop's receipt.

    Attributes:
        receipt: its number. counter: the counter's code or name. day: of the receipt, today when None.
        lines: label prices; left out, `paid` is the label price too. paid: as printed; None reckons it from the lines.
        as_printed: keep what is printed although the lines give another amount.
        graded: all of it is medium or high-grade goods (for a receipt without lines).
        coupon: number of a cash coupon that paid part of it.
        who: the card's number, the member's number, a phone or a name that only one has; else card; else member_id; else
            customer_id, of somebody without a card.
        centre: the receipt is one of the centre itself, by its own number (handbook C-26).
    """

    receipt: str
    counter: str = ""
    day: date | None = None
    lines: tuple[LineEntry, ...] = ()
    paid: int | None = None
    as_printed: bool = False
    graded: bool = False
    coupon: str = ""
    who: str = ""
    card: str = ""
    member_id: int | None = None
    customer_id: int | None = None
    note: str = ""
    centre: bool = False


@dataclass(frozen=True, slots=True)
class RedeemEntry:
    """Points for an item or a coupon. `label`: the label price, of a coupon its value. `counter`: where the item is taken."""

    member_id: int
    label: int
    item: str = ""
    counter: str = ""
    special: bool = False
    reduced: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class AdjustEntry:
    """A correction by hand: points to add (or take, below zero), and why."""

    member_id: int
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class GiftEntry:
    """A gift handed out: quarter, birthday, card. `purchase_id`: of a birthday gift; None takes that day's own."""

    member_id: int
    kind: str
    item: str
    purchase_id: int | None = None


@dataclass(frozen=True, slots=True)
class JudgeEntry:
    """A recorded judgement (handbook C-28): what the centre's own data says; nothing of bank credit or standing."""

    proposal_id: int
    words: str


__all__ = ["AdjustEntry", "GiftEntry", "JudgeEntry", "LineEntry", "PurchaseEntry", "RedeemEntry"]
