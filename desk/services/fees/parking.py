"""Until when a home's parking is paid, by the month's bills; the parking cards ask it (handbook S19), none of them types it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from desk.models.fees import Bill, FeeAssignment, FeeItem
from desk.models.money import Account, Charge
from desk.rules import fees as rules
from desk.rules.fees.billing import bill_month
from desk.services.fees import facts
from desk.services.kit.desk import Desk

_Row = Row[int, int, date, date | None, str]
DAY = timedelta(days=1)
AHEAD = 24
"""So many months that are paid ahead, or cost nothing, are looked at."""


def paid_until(session: Session, desk: Desk, unit_id: int, space: str) -> tuple[date, str] | None:
    """The last day for which parking of a home is paid, and the number of the bill that says so ("" for none).

    The day before the first bill that owes something; with none the last day that was billed, and on through months that cost
    nothing or are paid ahead for parking. Of several charges the one whose label names the space counts, else the earliest day.

    Args:
        session: of the act or question.
        desk: the desk.
        unit_id: the home.
        space: number of the space the card is for, "" for none.

    Returns:
        None where no parking is billed, or none is assigned from today on: then somebody types what is paid.
    """
    rows = session.execute(
        select(FeeAssignment.id, FeeAssignment.item_id, FeeAssignment.since, FeeAssignment.until, FeeAssignment.label)
        .join(FeeItem, FeeItem.id == FeeAssignment.item_id)
        .where(
            FeeAssignment.unit_id == unit_id,
            FeeItem.family == "parking",
            FeeItem.basis != "once",
            or_(FeeAssignment.until.is_(None), FeeAssignment.until >= desk.today()),
        )
        .order_by(FeeAssignment.since, FeeAssignment.id)
    ).all()
    wanted = [row for row in rows if space and space in row.label] or list(rows)
    seen: dict[int, tuple[date, str]] = {}
    left = _paid_ahead(session, desk, unit_id)
    for row in wanted:
        found = _of_item(session, unit_id, row, left) if row.item_id not in seen else None
        if found is not None:
            day, paper, left = found
            seen[row.item_id] = day, paper
    return min(seen.values()) if seen else None


def _paid_ahead(session: Session, desk: Desk, unit_id: int) -> int:
    """What the home has paid ahead for parking, in fen, when the run uses it."""
    if not desk.policy["fees.use_prepaid"]:
        return 0
    held = select(func.coalesce(func.sum(-Account.balance), 0)).where(
        Account.unit_id == unit_id, Account.kind == "prepaid", Account.charge_kind == "parking"
    )
    return int(session.scalar(held) or 0)


def _of_item(session: Session, unit_id: int, row: _Row, left: int) -> tuple[date, str, int] | None:
    """Until when one charge is paid, by which bill, and what is left of what was paid ahead; None before its first bill."""
    bills = session.execute(
        select(Bill.first, Bill.last, Bill.number, Charge.open_fen)
        .join(Charge, Charge.id == Bill.charge_id)
        .where(Bill.unit_id == unit_id, Bill.item_id == row.item_id, Bill.state != "void")
        .order_by(Bill.first)
    ).all()
    if not bills:
        return None
    owing = next((bill for bill in bills if bill.open_fen), None)
    end = owing.first - DAY if owing is not None else max(bill.last for bill in bills)
    paper = next((bill.number for bill in reversed(bills) if bill.last <= end), "")
    if owing is None:
        end, left = _ahead(session, unit_id, row, max(end, row.since - DAY), left)
    return min(end, row.until or end), paper, left


def _ahead(session: Session, unit_id: int, row: _Row, end: date, left: int) -> tuple[date, int]:
    """Goes on through the months that are not billed yet: those that cost nothing, and those that are paid ahead."""
    items = facts.items_of(session, (row.item_id,))
    months: Sequence[date] = rules.months_from(rules.month_of(end + DAY), AHEAD)
    found = facts.assigned(session, items, [unit_id], months[0], rules.month_end(months[-1]), metered=False)
    one = next((each for each in found if each.id == row.id), None)
    if one is None:
        return end, left
    for month in months:
        drafts, gaps = bill_month(one, month)
        fen = sum(draft.fen for draft in drafts if draft.last > end)
        if gaps or fen > left or (row.until is not None and row.until < month):
            break
        left -= fen
        end = rules.month_end(month)
    return end, left


__all__ = ["paid_until"]
