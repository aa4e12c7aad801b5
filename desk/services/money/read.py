"""Questions about money: balances, arrears, receipts, deposits held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from desk.errors import NotFound
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.kit.functions import begins_with, holds
from desk.models.money import Account, Charge, Deposit, Receipt, ReceiptLine
from desk.rules import money as rules
from desk.rules.kit import wording
from desk.rules.kit.money import Tender
from desk.services.finder.reading import met
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.money.views import (
    AgeView,
    ArrearsRow,
    BalanceView,
    ChargeView,
    DepositView,
    HeldView,
    LineView,
    ReceiptRow,
    ReceiptView,
    charge_view,
)
from desk.services.slips import SlipView, views


# ------------------------------------------------------------------------------------------------------------ balances
def balances(desk: Desk, unit_id: int) -> BalanceView:
    """What a room owes by kind, has paid ahead, and what is held of deposits for it."""
    with desk.look() as session:
        return balances_of(session, unit_id)


def balances_of(session: Session, unit_id: int) -> BalanceView:
    """See `balances`."""
    owed: dict[str, int] = {}
    ahead = held = 0
    for kind, charge_kind, balance in session.execute(
        select(Account.kind, Account.charge_kind, Account.balance).where(
            Account.unit_id == unit_id, Account.balance != 0
        )
    ):
        if kind == "receivable":
            owed[charge_kind] = balance
        elif kind == "prepaid":
            ahead -= balance
        else:
            held -= balance
    return BalanceView(owed, ahead, held)


def receivables(session: Session, unit_id: int) -> dict[str, int]:
    """What the room owes by kind, 0 for a kind that this desk has charged it and that is paid: its balance speaks for it."""
    return {
        kind: int(balance)
        for kind, balance in session.execute(
            select(Account.charge_kind, Account.balance).where(Account.unit_id == unit_id, Account.kind == "receivable")
        )
    }


def disputed_of(session: Session, unit_id: int) -> dict[str, int]:
    """What is open and disputed on a room, by kind, in fen."""
    asked = (
        select(Charge.kind, func.sum(Charge.open_fen))
        .where(Charge.unit_id == unit_id, Charge.disputed, Charge.open_fen > 0)
        .group_by(Charge.kind)
    )
    return {kind: int(fen) for kind, fen in session.execute(asked)}


def open_charges(desk: Desk, unit_id: int) -> tuple[ChargeView, ...]:
    """What is open on a room, the oldest first: the order in which a payment settles it."""
    with desk.look() as session:
        rows = session.scalars(
            select(Charge).where(Charge.unit_id == unit_id, Charge.open_fen > 0).order_by(Charge.since, Charge.id)
        )
        return tuple(charge_view(row) for row in rows)


def charges_of(desk: Desk, unit_id: int, *, limit: int = 200) -> tuple[ChargeView, ...]:
    """The charges of a room, settled and void ones too, the newest first."""
    with desk.look() as session:
        rows = session.scalars(select(Charge).where(Charge.unit_id == unit_id).order_by(Charge.id.desc()).limit(limit))
        return tuple(charge_view(row) for row in rows)


def arrears(desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[ArrearsRow]:
    """The rooms that owe something, the oldest debt first."""
    owing = (
        select(Charge.unit_id, func.sum(Charge.open_fen).label("fen"), func.min(Charge.since).label("since"))
        .where(Charge.open_fen > 0, Charge.unit_id.is_not(None))
        .group_by(Charge.unit_id)
        .subquery()
    )
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(owing)) or 0
        rows = session.execute(
            select(owing.c.unit_id, Unit.name, owing.c.fen, owing.c.since)
            .join(Unit, Unit.id == owing.c.unit_id)
            .order_by(owing.c.since, Unit.sort)
            .offset(offset)
            .limit(limit)
        )
        return Page(tuple(ArrearsRow(*row) for row in rows), total)


# ------------------------------------------------------------------------------------------------------------ receipts
@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """Which receipts a list shows; "" and None do not narrow.

    Attributes:
        text: begins a number, or is in the payer's name. kind: of `rules.money.PREFIXES`.
    """

    day: date | None = None
    kind: str = ""
    state: str = ""
    text: str = ""
    unit_id: int | None = None
    subject: str = ""


def receipt(desk: Desk, receipt_id: int) -> ReceiptView:
    """One receipt.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        row = session.get(Receipt, receipt_id)
        if row is None:
            raise NotFound(_("This receipt is not there."))
        found = views(session, [f"receipt:{row.id}"])
        return receipt_view(session, row, found[0] if found else None)


def receipt_by_number(desk: Desk, number: str) -> ReceiptView:
    """One receipt by its number.

    Raises:
        NotFound: no receipt has it.
    """
    with desk.look() as session:
        found = session.scalars(select(Receipt.id).where(Receipt.number == number.strip().upper())).first()
    if found is None:
        # L10N: 没有收据 {number}
        raise NotFound(_("There is no receipt {number}.").format(number=number.strip()))
    return receipt(desk, found)


def receipts(desk: Desk, which: ReceiptFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[ReceiptRow]:
    """Receipts, refunds and settlements, the newest first."""
    conditions = _where(desk, which or ReceiptFilter())
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(Receipt).where(*conditions)) or 0
        rows = session.scalars(
            select(Receipt).where(*conditions).order_by(Receipt.id.desc()).offset(offset).limit(limit)
        ).all()
        return Page(receipt_rows(session, rows), total)


def _where(desk: Desk, which: ReceiptFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, value in (
        (Receipt.day, which.day), (Receipt.kind, which.kind), (Receipt.state, which.state),
        (Receipt.unit_id, which.unit_id), (Receipt.subject, which.subject),
    ):  # fmt: skip
        if value:
            found.append(column == value)
    if which.text.strip():
        text = which.text.strip()
        known = met(desk, text, unit=Receipt.unit_id, receipt=Receipt.id)
        found.append(or_(begins_with(Receipt.number, text.upper()), holds(Receipt.payer, text), known))
    return found


def receipt_rows(session: Session, rows: Sequence[Receipt]) -> tuple[ReceiptRow, ...]:
    """Receipts as rows of a list, with three questions for all of them."""
    ids = [row.id for row in rows]
    units = {row.unit_id for row in rows if row.unit_id}
    rooms: dict[int, str] = {}
    for some in _chunks(sorted(units)):
        rooms.update(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(some))).all())
    for some in _chunks(ids):
        session.scalars(
            select(Receipt)
            .where(Receipt.id.in_(some))
            .options(selectinload(Receipt.lines), selectinload(Receipt.tenders))
        ).all()
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    return tuple(
        ReceiptRow(
            row.id, row.number, row.kind, row.at, row.payer, rooms.get(row.unit_id or 0, ""), row.fen,
            tuple(dict.fromkeys(tender.method for tender in row.tenders)),
            wording.listed(dict.fromkeys(line.item for line in row.lines)), names.get(row.staff_id, ""), row.state,
        )
        for row in rows
    )  # fmt: skip


def _chunks(ids: Sequence[int], size: int = 500) -> list[Sequence[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def refunded(session: Session, receipt_id: int) -> Mapping[int, int]:
    """What went back on a receipt, in fen by line."""
    rows = session.execute(
        select(ReceiptLine.refers_id, func.sum(ReceiptLine.fen))
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(Receipt.refers_id == receipt_id, Receipt.state == "issued", ReceiptLine.refers_id.is_not(None))
        .group_by(ReceiptLine.refers_id)
    )
    return {line_id: int(fen) for line_id, fen in rows if line_id is not None}


def receipt_view(session: Session, row: Receipt, slip: SlipView | None) -> ReceiptView:
    """A receipt as it is shown."""
    back = refunded(session, row.id) if row.kind == "income" else {}
    return ReceiptView(
        id=row.id,
        number=row.number,
        kind=row.kind,
        at=row.at,
        day=row.day,
        payer=row.payer,
        unit_id=row.unit_id,
        room=row.unit.name if row.unit else "",
        subject=row.subject,
        fen=row.fen,
        change=row.change,
        lines=tuple(
            LineView(
                line.id,
                line.kind,
                line.item,
                line.period,
                line.fen,
                line.charge_id,
                line.deposit_id,
                back.get(line.id, 0),
            )
            for line in row.lines
        ),
        tenders=tuple(Tender(tender.method, tender.fen, tender.reference) for tender in row.tenders),
        invoice_number=row.invoice_number,
        staff=row.staff.name,
        state=row.state,
        void_reason=reasons.said(row.void_reason),
        void_day=row.void_day,
        note=row.note,
        slip=slip,
    )


# ------------------------------------------------------------------------------------------------------------ deposits
def deposits(
    desk: Desk,
    *,
    unit_id: int | None = None,
    subject: str = "",
    held_only: bool = True,
    offset: int = 0,
    limit: int = 200,
) -> Page[DepositView]:
    """Deposits, the oldest first; of one room or one subject."""
    conditions: list[ColumnElement[bool]] = [Account.balance != 0] if held_only else []
    if unit_id is not None:
        conditions.append(Deposit.unit_id == unit_id)
    if subject:
        conditions.append(Deposit.subject == subject)
    question = select(Deposit).join(Account, Account.id == Deposit.account_id).where(*conditions)
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(question.subquery())) or 0
        rows = session.scalars(question.order_by(Deposit.taken_on, Deposit.id).offset(offset).limit(limit)).all()
        return Page(deposit_views(session, desk, rows), total)


def deposit_views(session: Session, desk: Desk, rows: Sequence[Deposit]) -> tuple[DepositView, ...]:
    """Deposits as they are shown, with two questions for all of them."""
    ids = [row.id for row in rows]
    numbers = dict(
        session.execute(
            select(ReceiptLine.deposit_id, Receipt.number)
            .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
            .where(ReceiptLine.deposit_id.in_(ids), Receipt.kind == "deposit")
        ).all()
    )
    units = {row.unit_id for row in rows if row.unit_id}
    rooms = dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(units))).all())
    return tuple(
        DepositView(
            row.id, row.kind, row.item, row.unit_id, rooms.get(row.unit_id or 0, ""), row.subject, row.payer, row.fen,
            -row.account.balance, row.taken_on, row.paper_number or numbers.get(row.id, ""), bool(row.paper_number),
            rules.age(row.taken_on, desk.today()),
        )
        for row in rows
    )  # fmt: skip


def held_by_age(desk: Desk) -> HeldView:
    """What is held of deposits, by how long; its sum is that of the journal's accounts."""
    with desk.look() as session:
        rows = session.execute(
            select(Account.since, func.count(), func.sum(Account.balance))
            .where(Account.kind.in_(("deposit", "pass-deposit")), Account.balance < 0)
            .group_by(Account.since)
        ).all()
    today = desk.today()
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for taken_on, count, balance in rows:
        name = rules.age(taken_on or today, today)
        counts[name] += count
        sums[name] -= int(balance)
    ages = tuple(AgeView(name, counts[name], sums[name]) for name in rules.AGES)
    return HeldView(ages, sum(counts.values()), sum(sums.values()))
