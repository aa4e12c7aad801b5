"""The centre of the tests that bills: rooms with owners and areas, two charge items, water meters; each step as one short word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select, update

from desk.models import Customer, Occupancy, Unit
from desk.services import fees, money
from desk.services.fees import AssignEntry, ItemEntry, MeterEntry, ReadingEntry, RunEntry
from desk.services.kit.desk import Actor, Desk
from desk.services.money import PayEntry, Tender
from tests.kit.site import Clock, People

ROOM, OTHER, THIRD = 1, 2, 3
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
START = date(2026, 1, 1)
AREA = Decimal("89.53")


@dataclass
class Office:
    """The counter: a desk, its clock, its people."""

    desk: Desk
    clock: Clock
    people: People

    @contextmanager
    def as_(self, who: Actor) -> Iterator[None]:
        """Somebody else at the counter, with no shift of their own."""
        before, self.desk.actor = self.desk.actor, who
        try:
            yield
        finally:
            self.desk.actor = before

    @contextmanager
    def supervisor(self) -> Iterator[None]:
        """The supervisor at the counter."""
        with self.as_(self.people.supervisor):
            yield

    def on(self, day: date, hour: int = 10) -> None:
        """It is this day."""
        self.clock.now = datetime(day.year, day.month, day.day, hour, tzinfo=self.desk.zone)

    def person(
        self, name: str, unit_id: int, role: str = "owner", since: date | None = None, until: date | None = None
    ) -> int:
        """Somebody who owns or rents a room."""
        with self.desk.act("test.people") as act:
            session = act.session
            row = Customer(name=name, created_at=self.clock(), changed_at=self.clock())
            session.add(row)
            session.flush()
            session.add(Occupancy(customer_id=row.id, unit_id=unit_id, role=role, since=since, until=until))
            return row.id

    def homes(self) -> None:
        """王芳, 李伟 and 赵敏 own rooms 1 to 3 of 89.53 m²."""
        with self.desk.act("test.rooms") as act:
            act.session.execute(update(Unit).values(area=AREA))
        for unit_id, name in ((ROOM, "王芳"), (OTHER, "李伟"), (THIRD, "赵敏")):
            self.person(name, unit_id)

    def item(
        self,
        code: str = "WY",
        rate: str = "2.68",
        *,
        rooms: tuple[int, ...] = (ROOM, OTHER),
        since: date = START,
        **more: Any,
    ) -> int:
        """A charge item of rooms."""
        names = {"WY": "物业服务费", "TC": "车位费", "SF": "水费", "GG": "公共能耗费", "WS": "污水处理费"}
        with self.as_(self.people.manager):
            made = fees.save_item(
                self.desk,
                ItemEntry(code, more.pop("name", names.get(code, code)), rate=Decimal(rate), since=START, **more),
            )
            if rooms:
                fees.assign(self.desk, AssignEntry(made.id, rooms, since))
        return made.id

    def parking(self, rate: str = "150", **more: Any) -> int:
        return self.item("TC", rate, family="parking", basis="space", charge_kind="parking", **more)

    def water(self, rate: str = "3.45", **more: Any) -> int:
        return self.item(
            "SF",
            rate,
            family="energy",
            basis="meter",
            charge_kind="water",
            meter_kind="water",
            supplier="市自来水公司",
            **more,
        )

    def meter(self, unit_id: int = ROOM, number: str = "", first: str = "100", since: date = date(2026, 9, 30)) -> int:
        return fees.add_meter(
            self.desk, MeterEntry(unit_id, "water", number or f"S{unit_id:04d}", since, Decimal(first))
        ).id

    def read(self, meter_id: int, on: date, value: str, *, sure: bool = False) -> None:
        fees.read_meter(self.desk, ReadingEntry(meter_id, on, Decimal(value), sure))

    def run(self, month: date = NOVEMBER, **more: Any) -> fees.RunView:
        return fees.run(self.desk, RunEntry(month, **more))

    def bill(self, unit_id: int = ROOM, month: date | None = None, item_id: int | None = None) -> fees.BillView:
        """The newest bill of a room."""
        rows = fees.bills(self.desk, fees.BillFilter(unit_id=unit_id, month=month, item_id=item_id)).rows
        return fees.bill(self.desk, rows[0].id)

    def pay(self, fen: int, unit_id: int = ROOM, method: str = "wechat", **more: Any) -> money.ReceiptView:
        return money.pay(self.desk, PayEntry("王芳", (Tender(method, fen),), unit_id, **more))

    def customer(self, name: str) -> Customer:
        with self.desk.look() as session:
            found = session.scalars(select(Customer).where(Customer.name == name)).one()
            session.expunge(found)
            return found
