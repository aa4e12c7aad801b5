"""Charge items, versions of their rates, rules of discount; which room has which item, from when to when (handbook S1, C-20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desk.catalog import whole_catalog
from desk.errors import Checker, DeskError, NotFound, Problem
from desk.i18n import _
from desk.models.fees import Bill, BillLine, FeeAssignment, FeeDiscount, FeeItem, FeeRate
from desk.rules import fees as rules
from desk.services.fees.core import get, refuse, today
from desk.services.fees.entries import DiscountEntry, ItemEntry
from desk.services.fees.views import DiscountView, ItemView, RateView
from desk.services.kit.desk import Desk


# --------------------------------------------------------------------------------------------------------------- items
def check_item(desk: Desk, entry: ItemEntry, item_id: int | None = None) -> list[Problem]:
    """What is wrong with a charge item as it is typed."""
    with desk.look() as session:
        taken = set(session.scalars(select(FeeItem.code).where(FeeItem.id != (item_id or 0))))
    kinds = [choice.code for choice in whole_catalog("charge_kinds")]
    words = rules.ItemWords(
        entry.code, entry.name, entry.family, entry.basis, entry.charge_kind, entry.supplier, entry.meter_kind
    )
    check = Checker(rules.item_problems(words, kinds, taken))
    if entry.payer not in rules.PAYERS:
        # L10N: 请选择付款人
        check.add("payer", "required", _("Choose who pays."))
    if item_id is None:
        check.note("rate", rules.rate_problem(entry.rate))
        check.require("since", entry.since, _("From which day on?"))
    return check.problems


def save_item(desk: Desk, entry: ItemEntry, item_id: int | None = None) -> ItemView:
    """Keeps a charge item, new with its first rate or changed. Basis and kind of fee of one that was billed stay.

    Raises:
        InvalidInput: fields of `ItemEntry`. NotFound; NotAllowed: not a supervisor.
    """
    refuse(check_item(desk, entry, item_id))
    with desk.act("fees.item") as act:
        desk.require("supervisor")
        session = act.session
        row = get(session, FeeItem, item_id, lock=True) if item_id else FeeItem()
        if item_id and _billed_until(session, item_id) is not None:
            problems = [
                # L10N: 已出账，不能更改
                Problem("billed", _("Bills were made of this item; this stays as it is."), field)
                for field in ("basis", "charge_kind", "meter_kind")
                if getattr(row, field) != getattr(entry, field)
            ]
            refuse(problems)
        row.code, row.name = entry.code.strip(), entry.name.strip()
        row.family, row.basis, row.charge_kind = entry.family, entry.basis, entry.charge_kind
        row.supplier, row.payer, row.note = entry.supplier.strip(), entry.payer, entry.note.strip()
        row.meter_kind = entry.meter_kind if entry.basis == "meter" else ""
        row.unit_kinds = ",".join(entry.unit_kinds)
        session.add(row)
        session.flush()
        if not item_id and entry.rate is not None and entry.since is not None:
            session.add(FeeRate(item_id=row.id, since=entry.since, rate=entry.rate))
            session.flush()
        act.about("fee-item", row.id, code=row.code, name=row.name, rate=f"{entry.rate or ''}")
        return _item_view(session, row, today(act, desk), whole=True)


def retire_item(desk: Desk, item_id: int, *, retired: bool = True) -> ItemView:
    """Takes an item out of use, or back into it; what is assigned goes on until it is ended.

    Raises:
        NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("fees.retire-item") as act:
        desk.require("supervisor")
        row = get(act.session, FeeItem, item_id, lock=True)
        row.retired = retired
        act.about("fee-item", row.id, retired=retired)
        return _item_view(act.session, row, today(act, desk), whole=True)


def add_rate(desk: Desk, item_id: int, since: date | None, rate: Decimal | None) -> ItemView:
    """A new version of a rate, from a day on that was not billed yet.

    Raises:
        InvalidInput: fields `since`, `rate`. NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("fees.rate") as act:
        desk.require("supervisor")
        row = get(act.session, FeeItem, item_id, lock=True)
        others = act.session.scalars(select(FeeRate.since).where(FeeRate.item_id == row.id)).all()
        check = Checker()
        check.note("rate", rules.rate_problem(rate))
        check.note("since", rules.new_rate_problem(since, others, _billed_until(act.session, row.id)))
        check.done()
        assert since is not None
        assert rate is not None
        act.session.add(FeeRate(item_id=row.id, since=since, rate=rate))
        act.session.flush()
        act.about("fee-item", row.id, since=since.isoformat(), rate=f"{rate}")
        return _item_view(act.session, row, today(act, desk), whole=True)


def drop_rate(desk: Desk, rate_id: int) -> ItemView:
    """Takes a rate away by which nothing was billed.

    Raises:
        DeskError: `billed`; `last`, it is the only one. NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("fees.drop-rate") as act:
        desk.require("supervisor")
        session = act.session
        rate = session.get(FeeRate, rate_id)
        if rate is None:
            # L10N: 没有该单价
            raise NotFound(_("This rate is not there."))
        row = get(session, FeeItem, rate.item_id, lock=True)
        if _rate_billed(session, rate):
            # L10N: 已按该单价出账，不能删除
            raise DeskError("billed", _("Bills were made by this rate. It stays."))
        if session.scalar(select(func.count()).select_from(FeeRate).where(FeeRate.item_id == row.id)) == 1:
            # L10N: 至少保留一个单价
            raise DeskError("last", _("An item has at least one rate."))
        session.delete(rate)
        session.flush()
        act.about("fee-item", row.id, dropped=rate.since.isoformat(), rate=f"{rate.rate}")
        return _item_view(session, row, today(act, desk), whole=True)


def _rate_billed(session: Session, rate: FeeRate) -> bool:
    question = (
        select(BillLine.id)
        .join(Bill, Bill.id == BillLine.bill_id)
        .where(Bill.item_id == rate.item_id, BillLine.last >= rate.since, BillLine.rate == rate.rate)
        .limit(1)
    )
    return session.scalar(question) is not None


def add_discount(desk: Desk, entry: DiscountEntry) -> ItemView:
    """A rule that takes a share off from a day on that was not billed yet; nobody gives a discount by hand.

    Raises:
        InvalidInput: fields of `DiscountEntry`. NotFound; NotAllowed: not a manager.
    """
    check = Checker()
    # L10N: 请填写优惠名称
    check.require("name", entry.name, _("Name the discount as it is printed."))
    if entry.percent is None or not 0 < entry.percent <= 100 or entry.percent != round(entry.percent, 2):
        # L10N: 优惠比例应在 0 与 100 之间
        check.add("percent", "range", _("A discount is more than 0 and at most 100 per cent."))
    check.require("since", entry.since, _("From which day on?"))
    check.note("until", rules.period_problem(entry.since, entry.until))
    if entry.applies not in ("all", "vacant"):
        check.add("applies", "required", _("Choose one from the list."))
    check.done()
    with desk.act("fees.discount") as act:
        desk.require("manager")
        row = get(act.session, FeeItem, entry.item_id, lock=True)
        billed = _billed_until(act.session, row.id)
        if entry.since is not None and billed is not None and entry.since <= billed:
            words = _("Bills were made up to {day}. A new rate begins after that.")
            refuse([Problem("billed", words.format(day=billed.isoformat()), "since")])
        assert entry.since is not None
        assert entry.percent is not None
        act.session.add(
            FeeDiscount(
                item_id=row.id, name=entry.name.strip(), percent=entry.percent, applies=entry.applies, since=entry.since,
                until=entry.until,
            )
        )  # fmt: skip
        act.session.flush()
        act.about("fee-item", row.id, discount=entry.name.strip(), percent=f"{entry.percent}")
        return _item_view(act.session, row, today(act, desk), whole=True)


def items(desk: Desk, *, retired: bool = False) -> tuple[ItemView, ...]:
    """The charge items, in the order of their codes."""
    with desk.look() as session:
        question = select(FeeItem).order_by(FeeItem.code)
        if not retired:
            question = question.where(~FeeItem.retired)
        return tuple(_item_view(session, row, desk.today()) for row in session.scalars(question))


def item(desk: Desk, item_id: int) -> ItemView:
    """One charge item with its rates and discounts.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        return _item_view(session, get(session, FeeItem, item_id), desk.today(), whole=True)


def _billed_until(session: Session, item_id: int) -> date | None:
    return session.scalar(select(func.max(Bill.last)).where(Bill.item_id == item_id, Bill.state != "void"))


def _item_view(session: Session, row: FeeItem, day: date, *, whole: bool = False) -> ItemView:
    rates = session.scalars(select(FeeRate).where(FeeRate.item_id == row.id).order_by(FeeRate.since)).all()
    now = [rate.rate for rate in rates if rate.since <= day]
    assigned = session.scalar(
        select(func.count())
        .select_from(FeeAssignment)
        .where(FeeAssignment.item_id == row.id, or_(FeeAssignment.until.is_(None), FeeAssignment.until >= day))
    )
    discounts: Sequence[FeeDiscount] = ()
    if whole:
        discounts = session.scalars(
            select(FeeDiscount).where(FeeDiscount.item_id == row.id).order_by(FeeDiscount.since)
        ).all()
    return ItemView(
        row.id, row.code, row.name, row.family, row.basis, row.charge_kind, row.supplier, row.meter_kind, row.payer,
        tuple(kind for kind in row.unit_kinds.split(",") if kind), row.retired, row.note, now[-1] if now else None,
        assigned or 0,
        tuple(RateView(rate.id, rate.since, rate.rate, whole and _rate_billed(session, rate)) for rate in rates),
        tuple(
            DiscountView(each.id, each.name, each.percent, each.applies, each.since, each.until) for each in discounts
        ),
    )  # fmt: skip
