"""A site that bills, for the tests of the window: items, a meter, a month's bills, a letter, a statement, a forecast."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import update

from desk.models import Unit
from desk.rules.fees.dunning import quarter_of
from desk.services import fees
from desk.services.fees import AssignEntry, ItemEntry, MeterEntry, ReadingEntry, RunEntry
from desk.services.kit.desk import Actor

if TYPE_CHECKING:
    from tests.ui.counter import Counter

START = date(2026, 1, 1)


class Fees:
    """The items of a site whose room has an owner; each step as one short word."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.desk, self.unit = counter, counter.desk, counter.unit
        assert self.desk.actor is not None
        self.clerk = self.desk.actor
        self.chief = Actor(self.clerk.id, self.clerk.login, self.clerk.name, "manager")

    def item(self, code: str = "WY", rate: str = "2.68", name: str = "物业服务费", **more: object) -> int:
        self.desk.actor = self.chief
        with self.desk.act("test.rooms") as act:
            act.session.execute(update(Unit).values(area=Decimal("89.53")))
        made = fees.save_item(self.desk, ItemEntry(code, name, rate=Decimal(rate), since=START, **more))
        fees.assign(self.desk, AssignEntry(made.id, (self.unit,), START))
        self.desk.actor = self.clerk
        return made.id

    def meter(self) -> int:
        made = fees.add_meter(self.desk, MeterEntry(self.unit, "water", "S0001", date(2026, 9, 30), Decimal(100)))
        fees.read_meter(self.desk, ReadingEntry(made.id, date(2026, 10, 31), Decimal(110)))
        return made.id

    def bill(self, month: date | None = None) -> fees.BillView:
        fees.run(self.desk, RunEntry(month or self.desk.today()))
        return fees.bill(self.desk, fees.bills(self.desk).rows[0].id)

    def whole(self) -> None:
        """One of everything."""
        self.item()
        self.meter()
        now = self.counter.clock.now
        self.counter.clock.now = now - timedelta(days=80)
        bill = self.bill()
        self.counter.clock.now = now
        fees.dun(self.desk, fees.LetterEntry(self.unit))
        fees.issue_statements(self.desk, quarter_of(quarter_of(self.desk.today()) - timedelta(days=1)))
        fees.issue_forecast(self.desk, fees.ForecastEntry(3, self.unit))
        fees.bill_paper(self.desk, bill.id)
