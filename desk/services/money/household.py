"""What a household's page, Today and the finder show of money: the lamp of the fees, history, shifts that wait, receipts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.money import Receipt, Shift
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.rules.kit.names import fold
from desk.rules.money import SETTLED_KINDS
from desk.services.finder import index
from desk.services.households.views import HouseholdView
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, CallerLine, LightView, TimelineView
from desk.services.money.core import words_of_kind
from desk.services.money.papers import kind_words
from desk.services.money.read import balances_of, disputed_of


def light(session: Session, _desk: Desk, home: HouseholdView) -> LightView:
    """Red when management fee or utilities are owed (handbook C-22), amber when anything else is, green when all is settled.

    What is disputed is owed all the same and blocks, but it is told beside it: nobody asks a resident for it as if it were agreed.
    """
    owed = balances_of(session, home.unit.id).owed
    # L10N: 费用
    label = _("Fees")
    if not owed:
        # L10N: 费用已结清
        return LightView("fees", label, _("All settled"), "green", "")
    text = wording.listed(f"{words_of_kind(kind)} {figures(fen)}" for kind, fen in owed.items())
    if disputed := sum(disputed_of(session, home.unit.id).values()):
        # L10N: {owed}（其中有异议 {amount}）
        text = _("{owed}, disputed of it: {amount}").format(owed=text, amount=figures(disputed))
    return LightView("fees", label, text, "red" if set(owed) & set(SETTLED_KINDS) else "amber", "money")


def caller_lines(session: Session, desk: Desk, unit_id: int | None, _customer_id: int | None) -> list[CallerLine]:
    """That something is owed for the room; how much, only to who may see it (policy `money.caller_amounts`)."""
    owed = sum(balances_of(session, unit_id).owed.values()) if unit_id is not None else 0
    if not owed or unit_id is None:
        return []
    disputed = sum(disputed_of(session, unit_id).values())
    if not desk.may(desk.policy["money.caller_amounts"]):
        # L10N: 有欠费; 有欠费（部分有异议）
        words = _("Something is owed, a part is disputed") if disputed else _("Something is owed")
        return [CallerLine("fees", words, "amber", f"charges:{unit_id}")]
    # L10N: 欠费 {amount}
    words = _("{amount} owed").format(amount=figures(owed))
    if disputed:
        words = _("{owed}, disputed of it: {amount}").format(owed=words, amount=figures(disputed))
    return [CallerLine("fees", words, "amber", f"charges:{unit_id}")]


def deposits(session: Session, _desk: Desk, home: HouseholdView) -> LightView:
    """Amber while a deposit is held for the room."""
    held = balances_of(session, home.unit.id).deposits
    # L10N: 押金
    label = _("Deposits")
    if not held:
        # L10N: 无在押押金
        return LightView("deposits", label, _("None held"), "green", "")
    # L10N: 在押 {amount}
    return LightView("deposits", label, _("{amount} held").format(amount=figures(held)), "amber", "deposits")


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """Receipts and refunds of a room."""
    rows = session.execute(
        select(Receipt, Staff.name)
        .join(Staff, Staff.id == Receipt.staff_id)
        .where(Receipt.unit_id == home.unit.id)
        .order_by(Receipt.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            at=row.at,
            title=f"{kind_words(row.kind)} {row.number}",
            detail=f"{figures(row.fen)} {row.payer}",
            state=row.state,
            staff=staff,
            target=f"receipt:{row.id}",
        )
        for row, staff in rows
    ]


@counted_by(lambda _desk, _now: select(func.count(Shift.id)).where(Shift.state == "handed-over"))
def waiting(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Shifts that were handed over and nobody has taken over."""
    rows = session.execute(
        select(Shift.id, Shift.number, Shift.handed_at, Staff.name)
        .join(Staff, Staff.id == Shift.staff_id)
        .where(Shift.state == "handed-over")
        .order_by(Shift.handed_at.nulls_first())
    ).all()
    return DueItems(
        len(rows),
        tuple(
            DueRow(
                number, f"{wording.short_moment(desk.local(at), desk.today())} {name}" if at else name, f"shift:{one}"
            )
            for one, number, at, name in rows[:limit]
        ),
        "shifts",
    )


# -------------------------------------------------------------------------------------------------------- the finder
def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What receipts, refunds and settlements put into the index: number, payer, room, the number of the tax invoice."""
    for row in connection.execute(
        select(
            Receipt.id, Receipt.number, Receipt.kind, Receipt.state, Receipt.payer, Receipt.fen, Receipt.invoice_number,
            Unit.name, Unit.code,
        )
        .outerjoin(Unit, Unit.id == Receipt.unit_id)
        .where(Receipt.id.in_(ids))
    ):  # fmt: skip
        receipt_id, number, kind, state, payer, fen, invoice, room, code = row
        detail = {"kind": kind, "payer": payer, "room": room or "", "amount": figures(fen)}
        page = index.Page(
            "receipt", receipt_id, state == "void", number, detail, f"receipt:{receipt_id}", index.newest(receipt_id)
        )
        page.add(index.number_terms(number))
        if code:
            page.add([fold(code)], minor=True)
        for terms in index.name_terms(payer):
            page.add(terms, minor=True)
        if invoice:
            page.add([fold(invoice), f"#{fold(invoice)[::-1]}"], minor=True)
        yield page
