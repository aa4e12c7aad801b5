"""The counter's day book (收款日报): what was taken and paid out on a day, void receipts included; A4 and xlsx.

A day's book never changes afterwards: a receipt that is voided on a later day stays in its own book as it was, and its reversal
stands in the book of that later day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import Checker
from desk.i18n import _, pgettext
from desk.models import Staff, Unit
from desk.models.money import Account, JournalEntry, Posting, Receipt, ReceiptLine, ReceiptTender
from desk.rules.kit import wording
from desk.rules.kit.money import yuan
from desk.rules.money import COMES_IN
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.personal.leaving import hand_out
from desk.services.kit.sheets import Amount, Sheet, new_book
from desk.services.money import papers
from desk.services.money.core import words_of_kind
from desk.services.money.views import BookRow, DayBook
from desk.services.slips import SlipView


def day_book(desk: Desk, day: date) -> DayBook:
    """The book of a day of the site."""
    with desk.look() as session:
        return book(session, day)


def book(session: Session, day: date) -> DayBook:
    """See `day_book`."""
    columns = (
        Receipt.id, Receipt.number, Receipt.kind, Receipt.at, Receipt.payer, Unit.name.label("room"), Receipt.fen, Staff.name.label("staff"),
        Receipt.void_day, Receipt.void_reason, Receipt.invoice_number, Receipt.void_at, Receipt.day,
    )  # fmt: skip
    question = select(*columns).join(Staff, Staff.id == Receipt.staff_id).outerjoin(Unit, Unit.id == Receipt.unit_id)
    here = session.execute(question.where(Receipt.day == day).order_by(Receipt.id)).all()
    back = session.execute(
        question.where(Receipt.void_day == day, Receipt.day != day).order_by(Receipt.void_at.nulls_first(), Receipt.id)
    ).all()
    tenders: dict[int, dict[str, int]] = {}
    lines: dict[int, list[tuple[str, str, int]]] = {}
    for which in (Receipt.day == day, (Receipt.void_day == day) & (Receipt.day != day)):
        for receipt_id, method, fen in session.execute(
            select(ReceiptTender.receipt_id, ReceiptTender.method, ReceiptTender.fen)
            .join(Receipt, Receipt.id == ReceiptTender.receipt_id)
            .where(which)
        ):
            of_it = tenders.setdefault(receipt_id, {})
            of_it[method] = of_it.get(method, 0) + fen
        for receipt_id, kind, item, fen in session.execute(
            select(ReceiptLine.receipt_id, ReceiptLine.kind, ReceiptLine.item, ReceiptLine.fen)
            .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
            .where(which)
            .order_by(ReceiptLine.receipt_id, ReceiptLine.position)
        ):
            lines.setdefault(receipt_id, []).append((kind, item, fen))
    rows = [_row(found, tenders, lines, day) for found in (*here, *back)]
    return _book(session, day, rows, [lines.get(found.id, []) for found in (*here, *back)])


def _row(
    found: Any,
    tenders: Mapping[int, Mapping[str, int]],
    lines: Mapping[int, list[tuple[str, str, int]]],
    day: date,
) -> BookRow:
    later = found.day != day
    sign = (1 if found.kind in COMES_IN else -1) * (-1 if later else 1)
    methods = {method: sign * fen for method, fen in tenders.get(found.id, {}).items()}
    same_day = not later and found.void_day == day
    return BookRow(
        number=found.number,
        kind=found.kind,
        at=found.void_at if later else found.at,
        payer=found.payer,
        room=found.room or "",
        items=wording.listed(dict.fromkeys(item for _kind, item, _fen in lines.get(found.id, ()))),
        fen=sum(methods.values()),
        methods=methods,
        staff=found.staff,
        void="later" if later else "day" if same_day else "",
        reason=reasons.said(found.void_reason) if later or same_day else "",
        invoice=found.invoice_number,
    )


def _book(session: Session, day: date, rows: list[BookRow], lines: list[list[tuple[str, str, int]]]) -> DayBook:
    methods: Counter[str] = Counter()
    items: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for row, of_it in zip(rows, lines, strict=True):
        if row.void == "day":
            continue
        for method, fen in row.methods.items():
            methods[method] += fen
        sums[row.kind] += row.fen
        if row.kind in COMES_IN or row.kind == "refund":
            sign = 1 if row.fen >= 0 else -1
            for kind, _item, fen in of_it:
                items[kind] += sign * fen
        elif row.fen:
            items["deposit"] += row.fen
    differences = session.scalar(
        select(func.sum(Posting.fen))
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .join(Account, Account.id == Posting.account_id)
        .where(JournalEntry.day == day, Account.kind == "over-short")
    )
    return DayBook(
        day=day,
        rows=tuple(rows),
        methods=dict(methods),
        items=dict(items),
        count=sum(row.void != "later" for row in rows),
        voids=sum(row.void == "day" for row in rows),
        income=sums["income"],
        deposits=sums["deposit"],
        refunds=sums["refund"] + sums["deposit-refund"],
        over_short=-int(differences or 0),
    )


def issue_day_book(desk: Desk, day: date) -> SlipView:
    """Issues the day book on paper.

    Raises:
        InvalidInput: field `day`: a day to come. NotAllowed: nobody is signed in.
    """
    check = Checker()
    if day > desk.today():
        check.add("day", "future", _("This day has not come yet. Choose today or an earlier one."))
    check.done()
    with desk.act("money.day-book") as act:
        desk.require("receptionist")
        issued = papers.issue_day_book(act, desk, book(act.session, day))
        act.subject = f"day:{day:%Y-%m-%d}"
        return issued


def save_day_book(desk: Desk, day: date, path: Path) -> Path:
    """Writes the day book as a workbook; amounts are numbers. It names who paid, so the manager approves it (handbook C-27).

    Raises:
        NotAllowed: not a manager. StorageError: `file-in-use` when another program holds the file, `io` else.
    """
    found = day_book(desk, day)
    zone = ZoneInfo(desk.site.zone)
    workbook = new_book()
    used = list(found.methods)
    headings = [
        (_("No."), 20), (_("Time"), 17), (_("Kind"), 12), (_("Room"), 18), (_("Payer"), 18), (_("Item"), 30),
        *((label("tenders", method), 12) for method in used), (pgettext("receipt", "Amount"), 13), (_("Cashier"), 10),
        (_("Void"), 24), (_("Tax invoice"), 18),
    ]  # fmt: skip
    # L10N: 收款日报
    sheet = Sheet(workbook, _("Day book"), headings)
    for row in found.rows:
        sheet.row([
            row.number, row.at.astimezone(zone).replace(tzinfo=None), papers.kind_words(row.kind), row.room, row.payer,
            row.items, *(_yuan(row.methods.get(method, 0)) for method in used), _yuan(row.fen), row.staff,
            papers.void_words(row.void, row.reason), row.invoice,
        ])  # fmt: skip
    # L10N: 汇总
    overview = Sheet(workbook, _("Overview"), [(wording.day(found.day), 24), (pgettext("receipt", "Amount"), 14)])
    for method, fen in found.methods.items():
        overview.row([label("tenders", method), _yuan(fen)])
    for kind, fen in found.items.items():
        overview.row([_("Deposit") if kind == "deposit" else words_of_kind(kind), _yuan(fen)])
    overview.row([_("Total"), _yuan(found.total)])
    overview.row([_("Over and short"), _yuan(found.over_short)])
    with desk.act("money.day-book-export") as act:
        return hand_out(act, desk, workbook, path, people=len(found.rows), day=f"{day}")


def _yuan(fen: int) -> Amount:
    return Amount(yuan(fen))


__all__ = ["BookRow", "DayBook", "book", "day_book", "issue_day_book", "save_day_book"]
