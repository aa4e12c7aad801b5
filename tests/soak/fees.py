"""Random months of an office that bills, legal and illegal acts, against a model that reckons by itself; after each the laws hold.

The laws: what was billed is what is owed plus what was paid plus what was reversed, for each room and kind; no item of a room is
billed twice for a day; a run that is repeated or cancelled makes nothing; a forecast of the next month is what is billed then; what
is dunned is past due, open and not disputed; a refused act leaves everything as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, update

from desk.errors import DeskError, InvalidInput
from desk.models import Customer, Occupancy, Unit
from desk.models.fees import Bill, BillRun
from desk.models.money import Charge
from desk.rules.fees import month_of
from desk.rules.kit.dates import add_months
from desk.services import fees, money
from desk.services.fees import (
    AssignEntry,
    ContactEntry,
    ExchangeEntry,
    ExemptEntry,
    ForecastEntry,
    ItemEntry,
    LetterEntry,
    MeterEntry,
    ReadingEntry,
    RunEntry,
)
from desk.services.kit.desk import Desk
from desk.services.money import PayEntry, Tender
from desk.services.site import check
from tests.soak._machine import Dice

UNITS = (1, 2, 3, 4)
START = date(2026, 1, 1)


class Office:
    """The office, and the model of what its bills must come to."""

    def __init__(self, desk: Desk, clock: Any) -> None:
        self.desk, self.clock = desk, clock
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.billed: Counter[int] = Counter()
        self.reversed: Counter[int] = Counter()
        self.paid: Counter[int] = Counter()
        self.of_receipt: dict[int, Counter[int]] = {}
        self.meters: dict[int, int] = {}
        self.number = 0
        self._prepare()

    def _prepare(self) -> None:
        with self.desk.act("test.people") as act:
            act.session.execute(update(Unit).values(area=Decimal("89.53")))
            for unit in UNITS:
                row = Customer(name=f"业主{unit}", created_at=self.clock(), changed_at=self.clock())
                act.session.add(row)
                act.session.flush()
                act.session.add(Occupancy(customer_id=row.id, unit_id=unit, role="owner"))
        money.open_shift(self.desk, opening=0)
        for code, basis, kind, rate in (
            ("WY", "area", "management", "2.68"), ("TC", "space", "parking", "150"), ("SF", "meter", "water", "3.45"),
        ):  # fmt: skip
            entry = ItemEntry(
                code,
                code,
                basis=basis,
                charge_kind=kind,
                meter_kind="water" if basis == "meter" else "",
                rate=Decimal(rate),
                since=START,
            )
            item = fees.save_item(self.desk, entry)
            fees.assign(self.desk, AssignEntry(item.id, UNITS, START))
        for unit in UNITS:
            self.meters[unit] = fees.add_meter(self.desk, MeterEntry(unit, "water", f"S{unit}", START, Decimal(0))).id

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, the common ones more often."""
        return (
            self.run, self.run, self.cancelled_run, self.pay, self.pay, self.keep_ahead, self.void_receipt, self.dispute, self.resolve,
            self.void_bill, self.void_charge, self.rate, self.end, self.begin, self.exempt, self.read, self.read, self.exchange,
            self.dun, self.promise, self.sleep, self.sleep, self.foresee,
        )  # fmt: skip

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        act = dice.of(self.acts)
        before = self._figures()
        try:
            act(dice)
            self.done[act.__name__] += 1
        except DeskError as error:
            self.refused[f"{act.__name__}: {error.code}"] += 1
            assert self._figures() == before, f"a refused {act.__name__} changed something"
        self.laws()

    def _figures(self) -> tuple[int, int, int]:
        with self.desk.look() as session:
            bills, fen = session.execute(select(func.count(Bill.id), func.coalesce(func.sum(Bill.fen), 0))).one()
            return bills, int(fen), int(session.scalar(select(func.coalesce(func.sum(Charge.open_fen), 0))) or 0)

    # -------------------------------------------------------------------------------------------------------------- laws
    def laws(self) -> None:
        """Billed = owed + paid + reversed for each room, by the model and by the books."""
        with self.desk.look() as session:
            rows = session.execute(
                select(Bill.unit_id, func.sum(Bill.fen), func.sum(Charge.open_fen))
                .join(Charge, Charge.id == Bill.charge_id)
                .group_by(Bill.unit_id)
            ).all()
        for unit, billed, owed in rows:
            assert int(billed) == self.billed[unit], unit
            assert int(billed) == int(owed) + self.paid[unit] + self.reversed[unit], unit

    def whole(self) -> None:
        """Everything that `desk check` proves."""
        found = check.check(self.desk)
        assert found == [], found

    def _bills(self, state: str = "") -> tuple[fees.BillRow, ...]:
        return fees.bills(self.desk, fees.BillFilter(state=state), limit=40).rows

    # -------------------------------------------------------------------------------------------------------------- acts
    def run(self, dice: Dice) -> None:
        month = add_months(month_of(self.desk.today()), dice.of((0, 0, 0, -1, 1, 2)))
        made = fees.run(self.desk, RunEntry(month))
        with self.desk.look() as session:
            for unit, fen, prepaid in session.execute(
                select(Bill.unit_id, Bill.fen, Bill.prepaid_fen).where(Bill.run_id == made.id)
            ):
                self.billed[unit] += fen
                self.paid[unit] += prepaid
        with pytest.raises(InvalidInput) as again:
            fees.run(self.desk, RunEntry(month))
        assert again.value.problems[0].code == "nothing", "a month was billed twice"

    def cancelled_run(self, dice: Dice) -> None:
        before = self._figures()
        left = dice.number(0, 1)
        asked: list[int] = []

        def stop() -> bool:
            asked.append(1)
            return len(asked) > left

        with pytest.raises(DeskError):
            fees.run(self.desk, RunEntry(self.desk.today()), cancelled=stop)
        assert self._figures() == before
        with self.desk.look() as session:
            assert session.scalar(select(func.count(BillRun.id)).where(BillRun.bills == 0)) == 0

    def pay(self, dice: Dice) -> None:
        unit = dice.of(UNITS)
        charges = {each.id: each for each in money.open_charges(self.desk, unit)}
        named = None
        if charges and dice.number(0, 2) == 0:
            one = dice.of(list(charges.values()))
            named = {one.id: one.open_fen}
        fen = sum(named.values()) if named else dice.of((1, 5000, 23994, 60000, 0))
        receipt = money.pay(self.desk, PayEntry("业主", (Tender("cash", fen),), unit, named))
        effect: Counter[int] = Counter()
        for line in receipt.lines:
            if line.charge_id and self._is_bill(line.charge_id):
                effect[unit] += line.fen
        self.paid.update(effect)
        self.of_receipt[receipt.id] = effect

    def _is_bill(self, charge_id: int) -> bool:
        with self.desk.look() as session:
            return session.scalar(select(Bill.id).where(Bill.charge_id == charge_id)) is not None

    def keep_ahead(self, dice: Dice) -> None:
        line = money.ChargeEntry("other", 100, dice.of(UNITS), "复印")
        tenders = (Tender("wechat", 100 + dice.of((5000, 30000))),)
        entry = PayEntry(
            "业主", tenders, line.unit_id, lines=(line,), keep=True, keep_kind=dice.of(("", "parking", "management"))
        )
        self.of_receipt[money.pay(self.desk, entry).id] = Counter()

    def void_receipt(self, dice: Dice) -> None:
        if not self.of_receipt:
            return
        one = dice.of(list(self.of_receipt)[-12:])
        money.void(self.desk, one, reason="错收")
        self.paid.subtract(self.of_receipt.pop(one))

    def dispute(self, dice: Dice) -> None:
        rows = self._bills()
        if rows:
            fees.dispute(self.desk, dice.of(rows).id, reason="有异议")

    def resolve(self, dice: Dice) -> None:
        rows = self._bills("disputed") or self._bills()
        if rows:
            fees.resolve(self.desk, dice.of(rows).id, reason="了结")

    def void_bill(self, dice: Dice) -> None:
        rows = self._bills("open") or self._bills()
        if rows:
            row = dice.of(rows)
            prepaid = fees.bill(self.desk, row.id).prepaid_fen
            fees.void_bill(self.desk, row.id, reason="作废")
            self.reversed[row.unit_id] += row.fen
            self.paid[row.unit_id] -= prepaid

    def void_charge(self, dice: Dice) -> None:
        rows = self._bills("open")
        if rows:
            row = dice.of(rows)
            money.void_charge(self.desk, fees.bill(self.desk, row.id).charge_id, reason="冲销")
            assert fees.bill(self.desk, row.id).state == "void"
            self.reversed[row.unit_id] += row.fen

    def rate(self, dice: Dice) -> None:
        item = dice.of(fees.items(self.desk))
        since = add_months(month_of(self.desk.today()), dice.number(-1, 3)) + timedelta(days=dice.of((0, 0, 14)))
        fees.add_rate(self.desk, item.id, since, Decimal(dice.number(1, 400)) / 100)

    def _assignment(self, dice: Dice) -> Any:
        return dice.of(fees.assignments(self.desk, unit_id=dice.of(UNITS)).rows)

    def end(self, dice: Dice) -> None:
        fees.end_assignment(
            self.desk, self._assignment(dice).id, self.desk.today() + timedelta(days=dice.number(-20, 40))
        )

    def begin(self, dice: Dice) -> None:
        since = self.desk.today() + timedelta(days=dice.number(-10, 40))
        entry = AssignEntry(
            dice.of(fees.items(self.desk)).id, (dice.of(UNITS),), since, quantity=Decimal(dice.number(0, 2))
        )
        fees.assign(self.desk, entry)

    def exempt(self, dice: Dice) -> None:
        first = self.desk.today() + timedelta(days=dice.number(-20, 60))
        last = first + timedelta(days=dice.number(-1, 30))
        fees.exempt(self.desk, ExemptEntry(self._assignment(dice).id, first, last, "空置"))

    def read(self, dice: Dice) -> None:
        meter = fees.meter(self.desk, self.meters[dice.of(UNITS)])
        value = (meter.last or Decimal(0)) + Decimal(dice.number(-5, 200)) / 10
        on = self.desk.today() + timedelta(days=dice.of((0, 0, -3, 1)))
        fees.read_meter(self.desk, ReadingEntry(meter.id, on, value, sure=dice.number(0, 1) == 1))

    def exchange(self, dice: Dice) -> None:
        if dice.number(0, 3):
            return
        unit = dice.of(UNITS)
        self.number += 1
        last = fees.meter(self.desk, self.meters[unit]).last
        entry = ExchangeEntry(
            self.meters[unit], self.desk.today(), (last or Decimal(0)) + dice.number(-1, 5), f"N{self.number}"
        )
        self.meters[unit] = fees.exchange(self.desk, entry).id

    def dun(self, dice: Dice) -> None:
        letter = fees.dun(self.desk, LetterEntry(dice.of(UNITS)))
        with self.desk.look() as session:
            from desk.models.fees import DunningLetter

            row = session.get(DunningLetter, letter.id)
            assert row is not None
            for charge_id, fen in row.amounts.items():
                charge = session.get(Charge, int(charge_id))
                assert charge is not None
                assert charge.open_fen == fen > 0
                assert charge.since < self.desk.today()
                assert not charge.disputed

    def promise(self, dice: Dice) -> None:
        fees.note_contact(
            self.desk,
            ContactEntry(dice.of(UNITS), "promised", None, self.desk.today() + timedelta(days=dice.number(-1, 20))),
        )

    def sleep(self, dice: Dice) -> None:
        """Days go by."""
        now: datetime = self.clock.now
        self.clock.now = now + timedelta(days=dice.of((1, 5, 12, 31)))

    def foresee(self, dice: Dice) -> None:
        """What the next month is expected to cost is what it costs, if nothing of it was billed yet."""
        del dice
        month = add_months(month_of(self.desk.today()), 1)
        if fees.bills(self.desk, fees.BillFilter(month=month)).total:
            return
        expected = fees.forecast(self.desk, ForecastEntry(1))
        fixed = {line.item: line.fen[0] for line in expected.lines if line.fen[0]}
        preview = fees.preview_run(self.desk, RunEntry(month))
        billed = {one.item: one.fen for one in preview.items if one.item != "SF"}
        assert billed == fixed


def begin(desk: Desk, clock: Any, people: Any) -> Office:
    """An office whose supervisor does everything."""
    desk.actor = people.manager
    return Office(desk, clock)


__all__ = ["Office", "begin"]
