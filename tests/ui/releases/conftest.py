"""A counter with an open shift, the room of an owner with a telephone, on a Monday."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from desk.services import money
from desk.services import releases as service
from desk.services.releases import Item, ReleaseEntry

if TYPE_CHECKING:
    from tests.ui.counter import Counter


class Goods:
    """A release at the counter, each step as one word."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.desk = counter, counter.desk

    def issue(self, **more: Any) -> Any:
        known: dict[str, Any] = {
            "unit_id": 1, "items": (Item("沙发", 2), Item("冰箱", 1)), "papers": ("own-id",),
            "move_at": self.desk.local(self.desk.clock()),
        }  # fmt: skip
        return service.issue(self.desk, ReleaseEntry(**{**known, **more}))

    def on(self, day: date) -> None:
        """It is this day."""
        self.counter.clock.now = datetime.combine(day, datetime.min.time(), self.desk.zone).replace(hour=10)
        service.sweep(self.desk)

    def show(self, target: str) -> Any:
        """Opens a record."""
        self.counter.window.open_target(target)
        self.counter.settle()
        return self.counter.page()

    def now(self, made: Any) -> Any:
        """The release as it is stored."""
        return service.release(self.desk, made.id)


@pytest.fixture
def goods(counter: Counter) -> Goods:
    """The counter on Monday 2026-11-23 with a float of 1,000.00."""
    found = Goods(counter)
    found.on(date(2026, 11, 23))
    money.open_shift(counter.desk, opening=100000)
    return found
