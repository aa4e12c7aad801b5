"""What the window shows of fees; amounts in whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class RateView:
    """A version of a rate. `billed`: bills were made by it, it cannot be taken away."""

    id: int
    since: date
    rate: Decimal
    billed: bool


@dataclass(frozen=True, slots=True)
class DiscountView:
    """A rule that takes a share off."""

    id: int
    name: str
    percent: Decimal
    applies: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """A charge item. `rate`: the one of today, None before the first. `assigned`: rooms that have it now."""

    id: int
    code: str
    name: str
    family: str
    basis: str
    charge_kind: str
    supplier: str
    meter_kind: str
    payer: str
    unit_kinds: tuple[str, ...]
    retired: bool
    note: str
    rate: Decimal | None
    assigned: int
    rates: tuple[RateView, ...] = ()
    discounts: tuple[DiscountView, ...] = ()


@dataclass(frozen=True, slots=True)
class ExemptionView:
    """Days that cost nothing."""

    id: int
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """An item at a room. `state`: coming, running, ended."""

    id: int
    unit_id: int
    room: str
    item_id: int
    item: str
    since: date
    until: date | None
    own_rate: Decimal | None
    quantity: Decimal
    payer: str
    label: str
    state: str
    exemptions: tuple[ExemptionView, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A reading of a meter. `used`: since the one before."""

    id: int
    on: date
    value: Decimal
    used: Decimal | None
    source: str
    staff: str
    billed: bool


@dataclass(frozen=True, slots=True)
class MeterView:
    """A meter, with its last reading and, where one is asked for, its readings."""

    id: int
    unit_id: int
    room: str
    kind: str
    number: str
    since: date
    until: date | None
    last_on: date | None
    last: Decimal | None
    note: str = ""
    readings: tuple[ReadingView, ...] = ()


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something that a run cannot bill: `code` of `rules.fees.billing.Gap`."""

    unit_id: int
    room: str
    item_id: int
    item: str
    code: str


@dataclass(frozen=True, slots=True)
class ItemSum:
    """What a run makes of one item."""

    item_id: int
    item: str
    bills: int
    fen: int


@dataclass(frozen=True, slots=True)
class RunView:
    """What a run makes, or would make.

    Attributes:
        id: 0 for a preview. made: bills of the month that are there already.
        gaps: the first of what cannot be billed. gap_counts: all of them by code.
    """

    id: int
    month: date
    due: date
    bills: int
    fen: int
    made: int
    items: tuple[ItemSum, ...]
    gaps: tuple[GapRow, ...]
    gap_counts: Mapping[str, int] = field(default_factory=dict)
    prepaid: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the list."""

    id: int
    month: date
    at: datetime
    staff: str
    due: date
    bills: int
    fen: int


@dataclass(frozen=True, slots=True)
class BillRow:
    """A bill in a list. `state`: of `rules.fees.SHOWN`."""

    id: int
    number: str
    unit_id: int
    room: str
    payer: str
    item: str
    month: date
    fen: int
    open_fen: int
    due: date
    state: str


@dataclass(frozen=True, slots=True)
class BillLineView:
    """A line of a bill."""

    first: date
    last: date
    quantity: Decimal
    rate: Decimal
    days: int
    of_days: int
    fen: int
    off: int
    discount: str
    meter: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class BillEventView:
    """Something that happened to a bill."""

    at: datetime
    kind: str
    note: str
    staff: str


@dataclass(frozen=True, slots=True)
class BillView:
    """A bill.

    Attributes:
        state: open, disputed, at-law, void. shown: of `rules.fees.SHOWN`. age: of `rules.fees.dunning.AGES`.
        others: open charges of the same paper, so that all of it can be paid at once.
    """

    id: int
    number: str
    unit_id: int
    room: str
    item_id: int
    item: str
    charge_kind: str
    payer_id: int
    payer: str
    month: date
    first: date
    last: date
    quantity: Decimal
    fen: int
    off: int
    open_fen: int
    prepaid_fen: int
    issued: date
    due: date
    state: str
    shown: str
    reason: str
    charge_id: int
    age: str
    paper: str
    lines: tuple[BillLineView, ...] = ()
    events: tuple[BillEventView, ...] = ()
    slips: tuple[SlipView, ...] = ()
    others: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DebtRow:
    """A household that owes: one payer of one room.

    Attributes:
        fen: past due and not disputed. oldest: the oldest due day. step: of the last letter, "" for none; next_step: what follows.
        promise: running, broken or "". promised: the day. letter_on: of the last letter. limitation: the last day to sue.
    """

    unit_id: int
    room: str
    payer_id: int | None
    payer: str
    fen: int
    count: int
    oldest: date
    age: str
    step: str
    letter_on: date | None
    next_step: str
    promise: str
    promised: date | None
    disputed: int
    limitation: date
    charges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactView:
    """An attempt to reach who owes."""

    id: int
    at: datetime
    outcome: str
    promised: date | None
    note: str
    staff: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """A dunning letter. `open_fen`: what of it is still owed."""

    id: int
    number: str
    unit_id: int
    room: str
    payer_id: int | None
    payer: str
    step: str
    issued: date
    pay_by: date
    fen: int
    state: str
    signer: str
    on: date | None
    note: str
    open_fen: int = 0
    slip: SlipView | None = None


@dataclass(frozen=True, slots=True)
class DebtView:
    """Everything about one household that owes: its debt, letters, contacts, how well it pays."""

    row: DebtRow | None
    room: str
    payer: str
    unit_id: int
    payer_id: int | None
    letters: tuple[LetterView, ...]
    contacts: tuple[ContactView, ...]
    paid: int
    due: int
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class AgeSum:
    """What is owed of an age (or a building, or a kind of fee)."""

    code: str
    label: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class AgesView:
    """What is owed, by age, by building, by kind of fee. `rate`: paid ÷ billed of the month."""

    ages: tuple[AgeSum, ...]
    buildings: tuple[AgeSum, ...]
    kinds: tuple[AgeSum, ...]
    total: int
    month: date
    billed: int
    paid: int

    @property
    def rate(self) -> Fraction | None:
        """The collection rate of the month; None when nothing was billed."""
        return Fraction(self.paid, self.billed) if self.billed else None


@dataclass(frozen=True, slots=True)
class FulfilmentRow:
    """A customer who paid too little in time, with what is proposed."""

    customer_id: int
    name: str
    klass: str
    after: str
    paid: int
    due: int
    share: Fraction
    rooms: str


@dataclass(frozen=True, slots=True)
class TextView:
    """A version of the text of a dunning letter. `version` 0 is the program's own."""

    step: str
    version: int
    text: str
    reason: str
    at: datetime | None
    staff: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement of a quarter, or a payer who has none yet (`id` 0)."""

    id: int
    number: str
    quarter: date
    unit_id: int
    room: str
    payer_id: int
    payer: str
    opening: int
    billed: int
    paid: int
    closing: int
    state: str
    signer: str
    on: date | None
    limit: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuarterView:
    """How the statements of a quarter stand; the target of both rates is 100 %."""

    quarter: date
    limit: date
    payers: int
    issued: int
    done: int
    in_time: int
    done_share: Fraction | None
    in_time_share: Fraction | None


@dataclass(frozen=True, slots=True)
class ForecastLineView:
    """An item of a forecast: fen by month; None for a month is "by reading"."""

    item_id: int
    item: str
    fen: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ForecastHomeView:
    """What a room's payer will owe: fen by month, None where all of a month is "by reading"; `total` without those."""

    unit_id: int
    room: str
    payer: str
    fen: tuple[int | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ForecastView:
    """What will fall due.

    Attributes:
        months: first days. lines: by item. totals: by month, without what goes by reading.
        overdue: what is owed already, on a line of its own and in no total.
    """

    number: str
    room: str
    payer: str
    months: tuple[date, ...]
    lines: tuple[ForecastLineView, ...]
    totals: tuple[int, ...]
    total: int
    overdue: int
    unit_id: int | None = None
    payer_id: int | None = None
    id: int = 0
    slip: SlipView | None = None


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """Where a bill is not what was forecast, and why."""

    unit_id: int
    room: str
    item: str
    month: date
    expected: int
    billed: int
    reason: str


@dataclass(frozen=True, slots=True)
class SoonRow:
    """What falls due soon: an open bill that is not due yet."""

    bill_id: int
    number: str
    room: str
    payer: str
    item: str
    fen: int
    due: date
