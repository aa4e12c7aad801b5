"""What `desk check` proves of money: entries add up to zero, balances, receipts, deposits and charges agree with the journal."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from desk.i18n import _
from desk.models.money import (
    Account,
    Allocation,
    Charge,
    Deduction,
    Deposit,
    JournalEntry,
    Posting,
    Receipt,
    ReceiptLine,
    ReceiptTender,
)
from desk.rules.kit.money import figures
from desk.rules.money import COMES_IN
from desk.services.kit.desk import Desk
from desk.services.site.check import Finding


def check(session: Session, _desk: Desk) -> list[Finding]:
    """Everything about money that does not agree; empty when all is well."""
    return [
        Finding(code, words)
        for part in (_entries, _balances, _charges, _receipts, _papers, _voids, _deposits)
        for code, words in part(session)
    ]


Found = Iterator[tuple[str, str]]


def _entries(session: Session) -> Found:
    sums = select(Posting.entry_id).group_by(Posting.entry_id).having(func.sum(Posting.fen) != 0)
    for entry in session.scalars(sums):
        # L10N: 分录 {entry} 借贷不平
        yield "journal-sum", _("The postings of entry {entry} do not add up to zero.").format(entry=entry)


def _balances(session: Session) -> Found:
    posted = select(Posting.account_id, func.sum(Posting.fen).label("fen")).group_by(Posting.account_id).subquery()
    rows = session.execute(
        select(Account.code, Account.balance, func.coalesce(posted.c.fen, 0))
        .outerjoin(posted, posted.c.account_id == Account.id)
        .where(Account.balance != func.coalesce(posted.c.fen, 0))
    )
    for code, balance, fen in rows:
        words = _("Account {code} says {balance}, its postings {posted}.")
        yield "account", words.format(code=code, balance=figures(balance), posted=figures(int(fen)))
    wrong = session.scalars(
        select(Account.code).where(
            or_(
                Account.kind.in_(("deposit", "pass-deposit", "prepaid")) & (Account.balance > 0),
                Account.kind.in_(("drawer", "receivable")) & (Account.balance < 0),
            )
        )
    )
    for code in wrong:
        yield "account-side", _("Account {code} is overdrawn.").format(code=code)


def _charges(session: Session) -> Found:
    settled = (
        select(Allocation.charge_id, func.sum(Allocation.fen).label("fen")).group_by(Allocation.charge_id).subquery()
    )
    paid = func.coalesce(settled.c.fen, 0)
    rows = session.scalars(
        select(Charge.id)
        .outerjoin(settled, settled.c.charge_id == Charge.id)
        .where(
            or_(
                Charge.void_entry_id.is_(None) & (Charge.open_fen + paid != Charge.fen),
                Charge.void_entry_id.is_not(None) & ((Charge.open_fen != 0) | (paid != 0)),
            )
        )
    )
    for charge in rows:
        # L10N: 应收款 {charge} 与收款记录不符
        yield "charge", _("Charge {charge} does not agree with what was paid on it.").format(charge=charge)
    owed = (
        select(Charge.unit_id, Charge.kind, func.sum(Charge.open_fen).label("fen"))
        .group_by(Charge.unit_id, Charge.kind)
        .subquery()
    )
    same_unit = or_(owed.c.unit_id == Account.unit_id, owed.c.unit_id.is_(None) & Account.unit_id.is_(None))
    rows = session.scalars(
        select(Account.code)
        .outerjoin(owed, same_unit & (owed.c.kind == Account.charge_kind))
        .where(Account.kind == "receivable", Account.balance != func.coalesce(owed.c.fen, 0))
    )
    for code in rows:
        yield "receivable", _("Account {code} does not agree with the open charges.").format(code=code)


def _receipts(session: Session) -> Found:
    """What a receipt says was paid is what its entry moved on drawers, banks and prepayments."""
    paid = (
        select(ReceiptTender.receipt_id, func.sum(ReceiptTender.fen).label("fen"))
        .group_by(ReceiptTender.receipt_id)
        .subquery()
    )
    sign = case((Receipt.kind.in_(COMES_IN), 1), else_=-1)
    places = Account.kind.in_(("drawer", "bank")) | (
        (Account.kind == "prepaid") & (Posting.fen > 0) & Receipt.kind.in_(COMES_IN)
    )
    moved = (
        select(Receipt.id.label("receipt_id"), func.sum(Posting.fen).label("fen"))
        .join(Posting, Posting.entry_id == Receipt.entry_id)
        .join(Account, Account.id == Posting.account_id)
        .where(places)
        .group_by(Receipt.id)
        .subquery()
    )
    tenders = func.coalesce(paid.c.fen, 0)
    rows = session.scalars(
        select(Receipt.number)
        .outerjoin(paid, paid.c.receipt_id == Receipt.id)
        .outerjoin(moved, moved.c.receipt_id == Receipt.id)
        .where(
            or_(
                tenders * sign != func.coalesce(moved.c.fen, 0),
                (Receipt.kind != "settlement") & (tenders != Receipt.fen),
            )
        )
    )
    for number in rows:
        # L10N: 票据 {number} 与分录不符
        yield "receipt", _("Receipt {number} does not agree with its entry.").format(number=number)


def _papers(session: Session) -> Found:
    """The lines of a paper add up to its sum: refunds of deposits less the deductions, settlements the other way round."""
    of_lines = (
        select(
            ReceiptLine.receipt_id,
            func.sum(ReceiptLine.fen).label("fen"),
            func.sum(case((ReceiptLine.deposit_id.is_not(None), ReceiptLine.fen), else_=0)).label("deposits"),
        )
        .group_by(ReceiptLine.receipt_id)
        .subquery()
    )
    taken = select(Deduction.receipt_id, func.sum(Deduction.fen).label("fen")).group_by(Deduction.receipt_id).subquery()
    deducted = func.coalesce(taken.c.fen, 0)
    expected = case(
        (Receipt.kind == "deposit-refund", of_lines.c.deposits - deducted),
        (Receipt.kind == "settlement", deducted - of_lines.c.deposits),
        else_=of_lines.c.fen,
    )
    rows = session.scalars(
        select(Receipt.number)
        .outerjoin(of_lines, of_lines.c.receipt_id == Receipt.id)
        .outerjoin(taken, taken.c.receipt_id == Receipt.id)
        .where(func.coalesce(expected, -1) != Receipt.fen)
    )
    for number in rows:
        # L10N: 票据 {number} 明细与合计不符
        yield "receipt-lines", _("The lines of receipt {number} do not add up to its sum.").format(number=number)
    mixed = session.scalars(
        select(Receipt.number)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(
            ((Receipt.kind == "income") & (ReceiptLine.kind == "deposit"))
            | ((Receipt.kind == "deposit") & (ReceiptLine.kind != "deposit"))
        )
        .distinct()
    )
    for number in mixed:
        yield "receipt-mixed", _("Receipt {number} holds income and deposits.").format(number=number)


def _voids(session: Session) -> Found:
    """A void receipt has its reversal, and only a void one has."""
    back = aliased(JournalEntry)
    rows = session.scalars(
        select(Receipt.number)
        .outerjoin(back, back.reverses_id == Receipt.entry_id)
        .where(((Receipt.state == "void") & back.id.is_(None)) | ((Receipt.state != "void") & back.id.is_not(None)))
    )
    for number in rows:
        yield (
            "receipt-void",
            _("Receipt {number} is void without a reversal, or reversed without being void.").format(number=number),
        )


def _deposits(session: Session) -> Found:
    """Every account of a deposit belongs to one, and holds between nothing and what was taken."""
    rows = session.scalars(
        select(Account.code)
        .outerjoin(Deposit, Deposit.account_id == Account.id)
        .where(
            Account.kind.in_(("deposit", "pass-deposit")),
            or_(Deposit.id.is_(None), Account.balance + Deposit.fen < 0, Account.since != Deposit.taken_on),
        )
    )
    for code in rows:
        yield "deposit", _("Account {code} does not agree with its deposit.").format(code=code)


__all__ = ["check"]
