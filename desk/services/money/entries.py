"""What is typed at the cashier's; all amounts are whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from desk.rules.kit.money import Tender
from desk.rules.money import Deduction


@dataclass(frozen=True, slots=True)
class ChargeEntry:
    """One charge.

    Attributes:
        kind: code of `charge_kinds`. item: what it is for, in words; the kind's words when "".
        fen: the amount. unit_id: the room that owes it; None for somebody without one, who pays at once.
        period: in words. since: due date, today when None. source: number of the paper it is taken from.
        subject: what it is about (`renovation:3`).
    """

    kind: str
    fen: int
    unit_id: int | None = None
    item: str = ""
    period: str = ""
    since: date | None = None
    source: str = ""
    subject: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PayEntry:
    """A payment.

    Attributes:
        payer: who pays. tenders: what is handed over, before change.
        unit_id: whose charges are paid, the oldest first.
        named: how much goes on which charge, in fen by the charge's id; None takes the oldest first.
        lines: what is charged and paid at once (a key, a photocopy); they count as named.
        keep: what is over is kept as a prepayment of the room instead of giving change; keep_kind: for this kind of fee
            alone, "" for any.
        invoice_number: of the tax invoice that was written for it, if one was.
    """

    payer: str
    tenders: tuple[Tender, ...]
    unit_id: int | None = None
    named: Mapping[int, int] | None = None
    lines: tuple[ChargeEntry, ...] = ()
    keep: bool = False
    keep_kind: str = ""
    subject: str = ""
    invoice_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DepositEntry:
    """A deposit that is taken.

    Attributes:
        kind: code of `deposit_kinds`. item: in words; the kind's words when "".
        subject: what it is held for (`renovation:3`).
    """

    kind: str
    fen: int
    item: str = ""


@dataclass(frozen=True, slots=True)
class TakeEntry:
    """One or several deposits taken on one receipt: several passes, one paper.

    Attributes:
        payer: whose money it stays. tenders: what is handed over, before change. deposits: at least one.
    """

    payer: str
    tenders: tuple[Tender, ...]
    deposits: tuple[DepositEntry, ...]
    unit_id: int | None = None
    subject: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OldDepositEntry:
    """A deposit that was taken on paper before Desk (handbook R1).

    Attributes:
        paper_number: number of the old receipt. taken_on: its date.
    """

    kind: str
    fen: int
    payer: str
    paper_number: str
    taken_on: date | None
    unit_id: int | None = None
    item: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class SettleEntry:
    """A deposit that goes back, with what is deducted from it (handbook R9).

    Attributes:
        deposits: fen by deposit; all that is held of each.
        payee: who signs for the money. method: cash, transfer …
        deductions: damages, item by item; what exceeds the deposits is claimed from the room.
        remark: what is to be printed on the slip (a lost receipt declared, who approved it).
    """

    deposits: tuple[int, ...]
    payee: str
    method: str = "cash"
    reference: str = ""
    deductions: tuple[Deduction, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RefundEntry:
    """Money that goes back on an income receipt.

    Attributes:
        lines: fen by line of the receipt. reason: why.
    """

    receipt_id: int
    lines: Mapping[int, int]
    payee: str
    reason: str
    method: str = "cash"
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A 装修缴费通知单: what is to be paid, before the receipt.

    Attributes:
        charges: ids; all that is open on the room when empty. deposits: what will be taken as a deposit besides.
        pay_by: the last day.
    """

    unit_id: int
    payer: str
    charges: tuple[int, ...] = ()
    deposits: tuple[DepositEntry, ...] = ()
    pay_by: date | None = None
    subject: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandOverEntry:
    """What is counted at the end of a shift.

    Attributes:
        pieces: number of notes and coins by denomination in fen. reason: of a difference. remarks: for the one who follows.
        pin: of the one who hands over.
    """

    pieces: Mapping[int, int] = field(default_factory=dict)
    pin: str = field(default="", repr=False)
    reason: str = ""
    remarks: str = ""


__all__ = [
    "ChargeEntry",
    "Deduction",
    "DepositEntry",
    "HandOverEntry",
    "NoticeEntry",
    "OldDepositEntry",
    "PayEntry",
    "RefundEntry",
    "SettleEntry",
    "TakeEntry",
    "Tender",
]
