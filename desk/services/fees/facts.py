"""What bills are reckoned from, read for some rooms at a time: the same for the month's run and for the forecast (handbook S2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk.models import Unit
from desk.models.fees import (
    Bill,
    BillLine,
    FeeAssignment,
    FeeDiscount,
    FeeExemption,
    FeeItem,
    FeeRate,
    Meter,
    MeterReading,
)
from desk.rules.fees import month_end, month_of
from desk.rules.fees.billing import Assigned, Discount, Payer, Span, Used, windows
from desk.rules.fees.meters import Reading, count
from desk.services.fees.core import payers


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A charge item with its rates and rules of discount."""

    id: int
    code: str
    name: str
    basis: str
    charge_kind: str
    meter_kind: str
    rates: tuple[tuple[date, Decimal], ...]
    discounts: tuple[tuple[str, Discount], ...]


def items_of(session: Session, wanted: Sequence[int] = ()) -> Mapping[int, ItemFacts]:
    """The charge items by id; of `wanted` only, when there are any."""
    rates: dict[int, list[tuple[date, Decimal]]] = {}
    for rate in session.scalars(select(FeeRate).order_by(FeeRate.item_id, FeeRate.since)):
        rates.setdefault(rate.item_id, []).append((rate.since, rate.rate))
    discounts: dict[int, list[tuple[str, Discount]]] = {}
    for each in session.scalars(select(FeeDiscount).order_by(FeeDiscount.id)):
        rule = Discount(each.name, each.percent, Span(each.since, each.until))
        discounts.setdefault(each.item_id, []).append((each.applies, rule))
    return {
        row.id: ItemFacts(
            row.id, row.code, row.name, row.basis, row.charge_kind, row.meter_kind, tuple(rates.get(row.id, ())),
            tuple(discounts.get(row.id, ())),
        )
        for row in session.scalars(select(FeeItem).order_by(FeeItem.code))
        if not wanted or row.id in wanted
    }  # fmt: skip


def assigned(
    session: Session,
    items: Mapping[int, ItemFacts],
    unit_ids: Sequence[int],
    first: date,
    last: date,
    *,
    metered: bool = True,
) -> list[Assigned]:
    """What some rooms have of the items between two days, in the order of the rooms and of the items' codes.

    Args:
        session: of the act or question.
        items: see `items_of`.
        unit_ids: at most a few hundred, in the order wanted.
        first: first day of the months.
        last: their last day.
        metered: whether meters are read too; then it is one month.
    """
    rows = session.execute(
        select(
            FeeAssignment.id, FeeAssignment.unit_id, FeeAssignment.item_id, FeeAssignment.since, FeeAssignment.until,
            FeeAssignment.own_rate, FeeAssignment.quantity, FeeAssignment.payer, Unit.area, Unit.state,
        )
        .join(Unit, Unit.id == FeeAssignment.unit_id)
        .where(
            FeeAssignment.unit_id.in_(unit_ids),
            FeeAssignment.since <= last,
            or_(FeeAssignment.until.is_(None), FeeAssignment.until >= first),
        )
    ).all()  # fmt: skip
    rows = [row for row in rows if row.item_id in items]
    who = payers(session, {row.unit_id for row in rows})
    exempt = _exempt(session, [row.id for row in rows], first, last)
    counted = (
        _Meters(session, {row.unit_id for row in rows if items[row.item_id].basis == "meter"}, first, last)
        if metered
        else None
    )
    order = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    codes = {item_id: place for place, item_id in enumerate(items)}
    found = []
    nobody: Mapping[str, list[Payer]] = {"owner": [], "tenant": []}
    rows = sorted(rows, key=lambda row: (order[row.unit_id], codes[row.item_id], row.since))
    whose = _whose(rows)
    for row in rows:
        item = items[row.item_id]
        window = whose[row.id]
        used, covered = (
            counted.of(row.unit_id, item, window, row.since) if counted and item.basis == "meter" else (None, False)
        )
        found.append(
            Assigned(
                row.id, row.unit_id, row.item_id, item.basis, item.rates, Span(row.since, row.until),
                who.get(row.unit_id, nobody)[row.payer], row.own_rate, row.quantity, row.area,
                tuple(exempt.get(row.id, ())),
                tuple(rule for applies, rule in item.discounts if applies == "all" or row.state == "vacant"), used, covered, window,
            )
        )  # fmt: skip
    return found


def _whose(rows: Iterable[Any]) -> Mapping[int, Span]:
    """Which readings belong to each assignment, by its id; the rows stand by room, item and beginning."""
    found: dict[int, Span] = {}
    for _of, some in groupby(rows, key=lambda row: (row.unit_id, row.item_id)):
        many = list(some)
        found |= dict(zip((row.id for row in many), windows([row.since for row in many]), strict=True))
    return found


def _exempt(session: Session, ids: Sequence[int], first: date, last: date) -> Mapping[int, list[Span]]:
    """The days of some assignments that cost nothing."""
    exempt: dict[int, list[Span]] = {}
    for one in session.execute(
        select(FeeExemption.assignment_id, FeeExemption.first, FeeExemption.last).where(
            FeeExemption.assignment_id.in_(ids),
            FeeExemption.first <= last,
            FeeExemption.last >= first,
        )
    ):
        exempt.setdefault(one.assignment_id, []).append(Span(one.first, one.last))
    return exempt


class _Meters:
    """The meters of some rooms: what they counted in a month."""

    def __init__(self, session: Session, units: set[int], first: date, last: date) -> None:
        self.first, self.last = month_of(first), month_end(first)
        self.meters: dict[tuple[int, str], list[tuple[int, date, date | None]]] = {}
        self.readings: dict[int, list[Reading]] = {}
        self.billed: dict[tuple[int, int], list[tuple[date, date]]] = {}
        if not units:
            return
        rows = session.execute(
            select(Meter.id, Meter.unit_id, Meter.kind, Meter.since, Meter.until)
            .where(Meter.unit_id.in_(units), Meter.since <= last)
            .order_by(Meter.since, Meter.id)
        ).all()
        for meter_id, unit_id, kind, since, until in rows:
            self.meters.setdefault((unit_id, kind), []).append((meter_id, since, until))
        ids = [row.id for row in rows]
        days: dict[int, date] = {}
        for one in session.scalars(
            select(MeterReading)
            .where(MeterReading.meter_id.in_(ids))
            .order_by(MeterReading.meter_id, MeterReading.on)
            .execution_options(yield_per=1000)
        ):
            self.readings.setdefault(one.meter_id, []).append(Reading(one.id, one.on, one.value))
            days[one.id] = one.on
        for of_meter, item_id, from_id, to_id in session.execute(
            select(BillLine.meter_id, Bill.item_id, BillLine.from_id, BillLine.to_id)
            .join(Bill, Bill.id == BillLine.bill_id)
            .where(BillLine.meter_id.in_(ids), Bill.state != "void")
        ):
            if from_id in days and to_id in days and of_meter is not None:
                self.billed.setdefault((of_meter, item_id), []).append((days[from_id], days[to_id]))

    def _readings(self, meter_id: int, since: date, billed: Sequence[object]) -> Sequence[Reading]:
        """The readings of a meter that an item counts from: what it has not billed yet it counts from its own beginning on."""
        readings = self.readings.get(meter_id, [])
        before = 0 if billed else sum(each.on <= since for each in readings)
        return readings[max(before - 1, 0) :]

    def of(self, unit_id: int, item: ItemFacts, window: Span, since_item: date) -> tuple[tuple[Used, ...] | None, bool]:
        """What the meters of an item at a room counted; None without a reading of one of them in the month.

        Of an item that is assigned anew inside the month each has the readings of its own days (`window`), asked in their
        order: what the one before it is billed for is not counted again. Two items of one meter (water, sewage) each count for
        themselves. Units across an exchange add up: the old meter's last reading is that of the exchange, and what it counted is billed
        with the new one, also when that was read a month later.
        """
        used, waiting, covered = [], False, False
        begin, end = max(self.first, window.first or self.first), min(self.last, window.last or self.last)
        for meter_id, since, until in self.meters.get((unit_id, item.meter_kind), []):
            if since > end:
                continue
            gone = until is not None and until < begin
            first, billed = date.min if gone else begin, self.billed.setdefault((meter_id, item.id), [])
            found = count(meter_id, self._readings(meter_id, since_item, billed), billed, first, end)
            if found.used is not None:
                used.append(found.used)
                billed.append((found.used.first, found.used.last))
            elif not gone:
                waiting = waiting or not found.covered
                covered = covered or found.covered
        if waiting or not (used or covered):
            return None, False
        return (tuple(used), False) if used else (None, True)


__all__ = ["ItemFacts", "assigned", "items_of"]
