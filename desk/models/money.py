"""Money: the journal, what is owed and paid, receipts, deposits, the cashier's shifts. All amounts are whole fen.

The journal is double entry: the postings of an entry add up to 0, debit is positive. Entries and postings are never changed;
a reversal is an entry of its own. `Account.balance`, `Charge.open_fen` are sums kept beside them, which `desk check` proves.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, event, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from desk.models.households import Unit
from desk.models.kit.base import Base, Numbered
from desk.models.staff import Staff


class Account(Numbered, Base):
    """One account of the journal.

    Attributes:
        code: `cash:3` (the drawer of shift 3), `wechat`, `receivable:12:water`, `deposit:7`, `income:management`, `opening`.
        kind: drawer, bank, receivable, prepaid, deposit, pass-deposit, income, over-short, opening, safe.
        unit_id: whose it is, for receivables, prepayments and deposits. charge_kind: for receivables and income.
        since: of a deposit the day it was taken, so that all that is held is summed up by age from one index.
        balance: the sum of its postings. The database itself refuses a deposit that is overdrawn and an empty drawer that pays.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "(kind NOT IN ('deposit', 'pass-deposit', 'prepaid') OR balance <= 0)"
            " AND (kind NOT IN ('drawer', 'receivable') OR balance >= 0)",
            name="side",
        ),
        Index("ix_account_unit_id_kind", "unit_id", "kind"),
        Index("ix_account_kind_balance", "kind", "balance", "since"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    charge_kind: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    balance: Mapped[int] = mapped_column(BigInteger, default=0)


class JournalEntry(Numbered, Base):
    """One entry.

    Attributes:
        day: the site's date, whose book it stands in.
        act: charge, payment, deposit, refund, settlement, opening, shift, reversal …
        subject: what it is about (`receipt:7`, `renovation:3`).
        shift_id: whose drawer it concerns. reverses_id: the entry that this one takes back; an entry is taken back once.
    """

    __tablename__ = "journal_entry"

    at: Mapped[datetime]
    day: Mapped[date] = mapped_column(index=True)
    act: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), unique=True)


class Posting(Numbered, Base):
    """A line of an entry; debit is positive."""

    __tablename__ = "posting"
    __table_args__ = (CheckConstraint("fen <> 0", name="fen"), Index("ix_posting_account_id", "account_id", "entry_id"))

    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    fen: Mapped[int] = mapped_column(BigInteger)


@event.listens_for(JournalEntry, "before_update")
@event.listens_for(JournalEntry, "before_delete")
@event.listens_for(Posting, "before_update")
@event.listens_for(Posting, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: object, target: JournalEntry | Posting) -> None:
    raise TypeError(f"{type(target).__name__} {target.id} cannot be changed; reverse the entry")


class Charge(Numbered, Base):
    """Something owed.

    Attributes:
        unit_id: the room that owes it; None for somebody without one.
        kind: code of `charge_kinds`. item: in words. period: in words (2026-10 至 2026-12).
        fen: the amount. open_fen: what is still open of it.
        since: due or as-of date; the oldest is paid first.
        source: number of the paper it was taken from. brought_forward: it comes from before Desk (handbook R1).
        disputed: a payment passes over it unless it is named (handbook S1).
        subject: what it is about (`renovation:3`).
        entry_id: the entry that raised it; void_entry_id: the one that took it back.
    """

    __tablename__ = "charge"
    __table_args__ = (
        CheckConstraint("fen > 0 AND open_fen >= 0 AND open_fen <= fen", name="open_fen"),
        Index("ix_charge_unit_id", "unit_id", "open_fen"),
        Index("ix_charge_subject", "subject"),
        # What is owed, by age: only a part of the charges is open.
        Index(
            "ix_charge_owed", "since", "unit_id", "open_fen", sqlite_where=text("open_fen > 0"),
            postgresql_where=text("open_fen > 0"),
        ),
    )  # fmt: skip

    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str]
    item: Mapped[str]
    period: Mapped[str] = mapped_column(default="")
    fen: Mapped[int] = mapped_column(BigInteger)
    open_fen: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    brought_forward: Mapped[bool] = mapped_column(default=False)
    disputed: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"))
    void_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))


class Allocation(Numbered, Base):
    """How much of an entry settled which charge; a reversal takes it back with the opposite sign."""

    __tablename__ = "allocation"

    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    fen: Mapped[int] = mapped_column(BigInteger)


class Receipt(Numbered, Base):
    """A numbered paper about money; its content never changes, only invoice and void are added.

    Attributes:
        number: gap-free by kind and day; income and deposit never share one.
        kind: income, deposit, refund, deposit-refund, settlement (no money moves).
        day: the site's date, whose book it stands in.
        fen: what came in or went out; of a settlement what is claimed. change: what was given back of the cash.
        subject: what it is about (`renovation:3`). refers_id: the receipt that a refund pays back.
        state: issued or void. void_day: the date in whose book the reversal stands. approver_id: whose word made it possible.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint("fen >= 0", name="fen"),
        Index("ix_receipt_day", "day", "id"),
        Index("ix_receipt_void_day", "void_day"),
        Index("ix_receipt_unit_id", "unit_id", "id"),
        Index("ix_receipt_subject", "subject"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    day: Mapped[date]
    payer: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    subject: Mapped[str] = mapped_column(default="")
    fen: Mapped[int] = mapped_column(BigInteger)
    change: Mapped[int] = mapped_column(BigInteger, default=0)
    note: Mapped[str] = mapped_column(default="")
    invoice_number: Mapped[str] = mapped_column(default="")
    entry_id: Mapped[int] = mapped_column(ForeignKey("journal_entry.id"), unique=True)
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    refers_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"), index=True)
    state: Mapped[str] = mapped_column(default="issued")
    void_reason: Mapped[str] = mapped_column(default="")
    void_at: Mapped[datetime | None]
    void_day: Mapped[date | None]
    void_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    void_approver_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    void_entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))

    unit: Mapped[Unit | None] = relationship()
    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])
    lines: Mapped[list[ReceiptLine]] = relationship(
        order_by="ReceiptLine.position", foreign_keys="ReceiptLine.receipt_id"
    )
    tenders: Mapped[list[ReceiptTender]] = relationship(order_by="ReceiptTender.position")


class ReceiptLine(Numbered, Base):
    """A line of a receipt.

    Attributes:
        kind: code of `charge_kinds`, `prepaid` or `deposit`. item, period: in words.
        charge_id: what it pays or, of a settlement, claims; own: this paper raised that charge itself.
        deposit_id: what it takes or gives back; refers_id: the line that a refund pays back.
    """

    __tablename__ = "receipt_line"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    item: Mapped[str]
    period: Mapped[str] = mapped_column(default="")
    fen: Mapped[int] = mapped_column(BigInteger)
    charge_id: Mapped[int | None] = mapped_column(ForeignKey("charge.id"), index=True)
    own: Mapped[bool] = mapped_column(default=False)
    deposit_id: Mapped[int | None] = mapped_column(ForeignKey("deposit.id"), index=True)
    refers_id: Mapped[int | None] = mapped_column(ForeignKey("receipt_line.id"), index=True)


class ReceiptTender(Numbered, Base):
    """How a receipt was paid, after change; of a refund how it was paid out.

    Attributes:
        method: cash, wechat, alipay, card, transfer, prepaid. reference: number of the transfer or the terminal's slip.
    """

    __tablename__ = "receipt_tender"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    position: Mapped[int]
    method: Mapped[str]
    fen: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str] = mapped_column(default="")


class Deposit(Numbered, Base):
    """A deposit that is held (押金): it stays the payer's.

    Attributes:
        kind: renovation, pass, other. item: in words.
        subject: what it is held for (`renovation:3`).
        taken_on: the day; paper_number: number of the old receipt when it was taken on paper before Desk (handbook R1).
        account_id: what is still held of it is this account's balance, negated.
    """

    __tablename__ = "deposit"
    __table_args__ = (Index("ix_deposit_subject", "subject"), Index("ix_deposit_unit_id", "unit_id"))

    kind: Mapped[str]
    item: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    subject: Mapped[str] = mapped_column(default="")
    payer: Mapped[str]
    fen: Mapped[int] = mapped_column(BigInteger)
    taken_on: Mapped[date]
    paper_number: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)

    account: Mapped[Account] = relationship()


class Deduction(Numbered, Base):
    """What was taken from deposits for a damage, item by item (handbook C-9, R9); it counts unless its entry was reversed."""

    __tablename__ = "deduction"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    item: Mapped[str]
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    fen: Mapped[int] = mapped_column(BigInteger)


class Shift(Numbered, Base):
    """Who is at a counter, from when to when, with which drawer (handbook S15).

    Attributes:
        seat: the counter's name until it is taken over, then None: a counter has one shift that is not.
        opening: the cash it began with. expected, counted, difference, pieces, reason: at the hand-over.
        previous_id: the shift it took over from. account_id: its drawer.
    """

    __tablename__ = "shift"

    number: Mapped[str] = mapped_column(unique=True)
    counter: Mapped[str]
    seat: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="open")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(index=True)
    opening: Mapped[int] = mapped_column(BigInteger)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    handed_at: Mapped[datetime | None]
    expected: Mapped[int | None] = mapped_column(BigInteger)
    counted: Mapped[int | None] = mapped_column(BigInteger)
    difference: Mapped[int | None] = mapped_column(BigInteger)
    pieces: Mapped[dict[str, Any] | None]
    reason: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    refused_reason: Mapped[str] = mapped_column(default="")
    remarks: Mapped[str] = mapped_column(default="")

    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])
    taken_by: Mapped[Staff | None] = relationship(foreign_keys=[taken_by_id])


class ShiftLog(Numbered, Base):
    """A line of the shift book.

    Attributes:
        kind: note, or stand-in while the one on duty is away. until: when the stand-in ended.
        text: what happened; told: whom; follow_up: what follows.
        stand_in_id, leader_id: who stands in, who agreed.
    """

    __tablename__ = "shift_log"

    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    text: Mapped[str]
    told: Mapped[str] = mapped_column(default="")
    follow_up: Mapped[str] = mapped_column(default="")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


__all__ = [
    "Account",
    "Allocation",
    "Charge",
    "Deduction",
    "Deposit",
    "JournalEntry",
    "Posting",
    "Receipt",
    "ReceiptLine",
    "ReceiptTender",
    "Shift",
    "ShiftLog",
]
