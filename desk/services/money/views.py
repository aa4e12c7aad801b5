"""What the cashier's window shows; amounts in whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desk.models.money import Charge
from desk.rules.kit.money import Tender
from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class ChargeView:
    """Something owed.

    Attributes:
        state: open, part-paid, settled, void. open_fen: what is still to be paid.
        disputed: a payment passes over it unless it is named.
    """

    id: int
    unit_id: int | None
    kind: str
    item: str
    period: str
    fen: int
    open_fen: int
    since: date
    source: str
    brought_forward: bool
    subject: str
    state: str
    note: str = ""
    disputed: bool = False


def charge_view(row: Charge) -> ChargeView:
    """A charge as it is shown."""
    if row.void_entry_id is not None:
        state = "void"
    elif row.open_fen == 0:
        state = "settled"
    else:
        state = "open" if row.open_fen == row.fen else "part-paid"
    return ChargeView(
        row.id, row.unit_id, row.kind, row.item, row.period, row.fen, row.open_fen, row.since, row.source,
        row.brought_forward, row.subject, state, row.note, row.disputed,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a receipt; `refunded` is what went back of it."""

    id: int
    kind: str
    item: str
    period: str
    fen: int
    charge_id: int | None
    deposit_id: int | None
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt, refund or settlement.

    Attributes:
        kind: income, deposit, refund, deposit-refund, settlement. state: issued or void.
        tenders: what each method brought in or paid out. change: what was given back of the cash.
        slip: its paper.
    """

    id: int
    number: str
    kind: str
    at: datetime
    day: date
    payer: str
    unit_id: int | None
    room: str
    subject: str
    fen: int
    change: int
    lines: tuple[LineView, ...]
    tenders: tuple[Tender, ...]
    invoice_number: str
    staff: str
    state: str
    void_reason: str
    void_day: date | None
    note: str
    slip: SlipView | None = None


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt in a list."""

    id: int
    number: str
    kind: str
    at: datetime
    payer: str
    room: str
    fen: int
    methods: tuple[str, ...]
    items: str
    staff: str
    state: str


@dataclass(frozen=True, slots=True)
class DepositView:
    """A deposit.

    Attributes:
        held: what is still held of it. number: of its receipt, the old paper's when it is older than Desk.
        age: of `rules.money.AGES`.
    """

    id: int
    kind: str
    item: str
    unit_id: int | None
    room: str
    subject: str
    payer: str
    fen: int
    held: int
    taken_on: date
    number: str
    from_paper: bool
    age: str


@dataclass(frozen=True, slots=True)
class AgeView:
    """Deposits of one age: how many, and how much is held."""

    age: str
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class HeldView:
    """All deposits held; `fen` equals the journal's accounts."""

    ages: tuple[AgeView, ...]
    count: int
    fen: int


@dataclass(frozen=True, slots=True)
class BalanceView:
    """What a room owes and has, in fen.

    Attributes:
        owed: by kind, without kinds that owe nothing. prepaid: paid ahead. deposits: held.
    """

    owed: Mapping[str, int]
    prepaid: int
    deposits: int

    @property
    def total(self) -> int:
        """What is owed in all."""
        return sum(self.owed.values())


@dataclass(frozen=True, slots=True)
class ArrearsRow:
    """A room in arrears: what it owes, and since when the oldest of it is due."""

    unit_id: int
    room: str
    fen: int
    since: date


@dataclass(frozen=True, slots=True)
class SettlementView:
    """How a deposit went back.

    Attributes:
        receipt: the refund slip, or the settlement when no money went out.
        refund, deducted, claim: see `rules.money.Refund`.
    """

    receipt: ReceiptView
    refund: int
    deducted: int
    claim: int


@dataclass(frozen=True, slots=True)
class LogView:
    """A line of the shift book."""

    id: int
    kind: str
    at: datetime
    until: datetime | None
    text: str
    told: str
    follow_up: str
    staff: str
    stand_in: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift.

    Attributes:
        cash: what the drawer holds by the journal. expected, counted, difference: at the hand-over.
        pieces: counted notes and coins by denomination in fen.
        gap: from when to when the counter had nobody before it; None when there was no gap.
    """

    id: int
    number: str
    counter: str
    state: str
    staff_id: int
    staff: str
    opened_at: datetime
    opening: int
    cash: int
    handed_at: datetime | None
    expected: int | None
    counted: int | None
    difference: int | None
    pieces: Mapping[int, int]
    reason: str
    taken_at: datetime | None
    taken_by: str
    refused_reason: str
    remarks: str
    log: tuple[LogView, ...]
    gap: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of the day book.

    Attributes:
        kind: of the receipt. void: `day`, voided on the same day; `later`, the reversal of an earlier day's receipt; "" neither.
        fen: what came in, less than 0 what went out; of a settlement 0. methods: fen by method, with the same sign.
    """

    number: str
    kind: str
    at: datetime
    payer: str
    room: str
    items: str
    fen: int
    methods: Mapping[str, int]
    staff: str
    void: str
    reason: str = ""
    invoice: str = ""


@dataclass(frozen=True, slots=True)
class DayBook:
    """A day.

    Attributes:
        methods: what came in less what went out, by method. items: by kind of fee, deposits among them.
        count, voids: receipts and refunds, and how many of them are void. income, deposits, refunds: sums of what stands.
        over_short: differences of the drawers written down that day.
    """

    day: date
    rows: tuple[BookRow, ...]
    methods: Mapping[str, int]
    items: Mapping[str, int]
    count: int
    voids: int
    income: int
    deposits: int
    refunds: int
    over_short: int

    @property
    def total(self) -> int:
        """What came in less what went out."""
        return sum(self.methods.values())
