"""What `desk check` proves of fees: what was billed is what is owed plus what was paid plus what was reversed, by room and kind."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from desk.i18n import _
from desk.models.fees import Bill, BillLine, FeeAssignment, FeeItem, Meter, MeterReading
from desk.models.money import Allocation, Charge
from desk.rules.kit.money import figures
from desk.services.kit.desk import Desk
from desk.services.site.check import Finding

Found = Iterator[tuple[str, str]]


def check(session: Session, _desk: Desk) -> list[Finding]:
    """Everything about fees that does not agree; empty when all is well."""
    return [
        Finding(code, words)
        for part in (_bills, _lines, _sums, _twice, _readings, _assignments)
        for code, words in part(session)
    ]


def _bills(session: Session) -> Found:
    """A bill and its charge say the same."""
    rows = session.scalars(
        select(Bill.number)
        .join(Charge, Charge.id == Bill.charge_id)
        .join(FeeItem, FeeItem.id == Bill.item_id)
        .where(
            or_(
                Charge.fen != Bill.fen, Charge.unit_id != Bill.unit_id, Charge.kind != FeeItem.charge_kind,
                and_(Bill.state == "void", Charge.void_entry_id.is_(None)),
                and_(Bill.state != "void", Charge.void_entry_id.is_not(None)),
                and_(Charge.disputed, Bill.state != "disputed"), and_(~Charge.disputed, Bill.state == "disputed"),
            )
        )
    )  # fmt: skip
    for number in rows:
        # L10N: 账单 {number} 与应收款不符
        yield "bill", _("Bill {number} does not agree with its charge.").format(number=number)


def _lines(session: Session) -> Found:
    sums = (
        select(BillLine.bill_id, func.sum(BillLine.fen - BillLine.off).label("fen"))
        .group_by(BillLine.bill_id)
        .subquery()
    )
    rows = session.scalars(
        select(Bill.number).outerjoin(sums, sums.c.bill_id == Bill.id).where(func.coalesce(sums.c.fen, -1) != Bill.fen)
    )
    for number in rows:
        # L10N: 账单 {number} 明细与金额不符
        yield "bill-lines", _("The lines of bill {number} do not add up to its sum.").format(number=number)


def _sums(session: Session) -> Found:
    """Billed = owed + paid + reversed, for each room and kind of fee."""
    paid = select(Allocation.charge_id, func.sum(Allocation.fen).label("fen")).group_by(Allocation.charge_id).subquery()
    reversed_fen = case((Bill.state == "void", Bill.fen), else_=0)
    billed = func.sum(Bill.fen)
    found = func.sum(Charge.open_fen) + func.sum(func.coalesce(paid.c.fen, 0)) + func.sum(reversed_fen)
    rows = session.execute(
        select(Bill.unit_id, Charge.kind, billed, found)
        .join(Charge, Charge.id == Bill.charge_id)
        .outerjoin(paid, paid.c.charge_id == Charge.id)
        .group_by(Bill.unit_id, Charge.kind)
        .having(billed != found)
    )
    for unit_id, kind, fen, came in rows:
        # L10N: 房屋 {unit} 的 {kind}：已出账 {billed}，欠费、已缴与冲销合计 {sum}
        words = _("Room {unit}, {kind}: {billed} was billed, but {sum} is owed, paid or reversed.")
        yield "billed", words.format(unit=unit_id, kind=kind, billed=figures(int(fen)), sum=figures(int(came)))


def _twice(session: Session) -> Found:
    """No item of a room is billed twice for a day."""
    other = aliased(Bill)
    rows = session.scalars(
        select(Bill.number)
        .join(FeeItem, FeeItem.id == Bill.item_id)
        .join(
            other,
            and_(
                other.unit_id == Bill.unit_id, other.item_id == Bill.item_id, other.month == Bill.month, other.id > Bill.id,
                other.first <= Bill.last, other.last >= Bill.first,
            ),
        )
        .where(Bill.state != "void", other.state != "void")
    )  # fmt: skip
    for number in rows:
        # L10N: {number} 的期间重复出账
        yield "billed-twice", _("The period of {number} was billed twice.").format(number=number)


def _readings(session: Session) -> Found:
    """A meter never counts backwards."""
    later = aliased(MeterReading)
    rows = session.scalars(
        select(Meter.number)
        .join(MeterReading, MeterReading.meter_id == Meter.id)
        .join(later, and_(later.meter_id == Meter.id, later.on > MeterReading.on, later.value < MeterReading.value))
        .distinct()
    )
    for number in rows:
        # L10N: 表 {number} 的读数倒退
        yield "reading", _("The readings of meter {number} go backwards.").format(number=number)


def _assignments(session: Session) -> Found:
    """No room has an item twice on a day."""
    other = aliased(FeeAssignment)
    rows = session.execute(
        select(FeeAssignment.unit_id, FeeAssignment.item_id).join(
            other,
            and_(
                other.unit_id == FeeAssignment.unit_id, other.item_id == FeeAssignment.item_id, other.id > FeeAssignment.id,
                or_(FeeAssignment.until.is_(None), other.since <= FeeAssignment.until),
                or_(other.until.is_(None), other.until >= FeeAssignment.since),
            ),
        )
    )  # fmt: skip
    for unit_id, item_id in rows:
        # L10N: 房屋 {unit} 的收费项目 {item} 期间重叠
        yield "assignment", _("Room {unit} has charge item {item} twice.").format(unit=unit_id, item=item_id)


__all__ = ["check"]
