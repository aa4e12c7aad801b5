"""What is typed about fees; amounts are whole fen, rates and readings decimals of yuan or units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """A charge item.

    Attributes:
        code: short, unique. family, basis, charge_kind, meter_kind, payer: codes.
        supplier: for whom it is collected; "" for the centre's own.
        unit_kinds: kinds of rooms it is for; empty for every kind.
        rate, since: its first rate; only for a new item.
    """

    code: str
    name: str
    family: str = "service"
    basis: str = "area"
    charge_kind: str = "management"
    supplier: str = ""
    meter_kind: str = ""
    payer: str = "owner"
    unit_kinds: tuple[str, ...] = ()
    rate: Decimal | None = None
    since: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DiscountEntry:
    """A rule that takes a share off. `applies`: all, or vacant."""

    item_id: int
    name: str
    percent: Decimal | None
    since: date | None
    until: date | None = None
    applies: str = "all"


@dataclass(frozen=True, slots=True)
class AssignEntry:
    """An item for rooms.

    Attributes:
        unit_ids: which rooms. quantity: spaces, or how many times a fixed rate. payer: "" takes the item's.
    """

    item_id: int
    unit_ids: tuple[int, ...]
    since: date | None
    until: date | None = None
    own_rate: Decimal | None = None
    quantity: Decimal = Decimal(1)
    payer: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class ExemptEntry:
    """Days of an assignment that cost nothing."""

    assignment_id: int
    first: date | None
    last: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class MeterEntry:
    """A meter that is put in, with what it shows then."""

    unit_id: int
    kind: str
    number: str
    since: date | None
    first: Decimal | None = Decimal(0)
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeEntry:
    """A meter that is exchanged: what the old one shows at last, the new one's number and first reading."""

    meter_id: int
    on: date | None
    last: Decimal | None
    number: str
    first: Decimal | None = Decimal(0)


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """What a meter shows. `sure`: it was looked at again, although it jumps."""

    meter_id: int
    on: date | None
    value: Decimal | None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class RunEntry:
    """A month's run.

    Attributes:
        month: any day of it. due: of its bills; by policy when None. items: only these; all when empty.
    """

    month: date | None
    due: date | None = None
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """A dunning letter to one household. `step`: "" takes the next one. `pay_by`: by policy when None."""

    unit_id: int
    payer_id: int | None = None
    step: str = ""
    pay_by: date | None = None
    charges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """An attempt to reach who owes. `promised`: the day until which it will be paid, for a promise."""

    unit_id: int
    outcome: str
    payer_id: int | None = None
    promised: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ForecastEntry:
    """What is asked of a forecast.

    Attributes:
        months: 1 to 12, beginning with the month after today. unit_id, payer_id: of one room or payer; None for the site.
    """

    months: int = 3
    unit_id: int | None = None
    payer_id: int | None = None


__all__ = [
    "AssignEntry",
    "ContactEntry",
    "DiscountEntry",
    "ExchangeEntry",
    "ExemptEntry",
    "ForecastEntry",
    "ItemEntry",
    "LetterEntry",
    "MeterEntry",
    "ReadingEntry",
    "RunEntry",
]
