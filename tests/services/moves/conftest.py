"""A counter at which households move in and out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desk.services import money
from desk.services.kit.desk import Desk
from tests.kit.site import Clock, People
from tests.services.moves.counter import Counter


@pytest.fixture
def counter(desk: Desk, clock: Clock, staff_of_site: People, resident: Callable[..., str]) -> Counter:
    """The receptionist's counter with a float of 500.00, on 2026-11-23."""
    found = Counter(desk, clock, staff_of_site, resident)
    found.on("2026-11-23")
    money.open_shift(desk, opening=50000)
    return found
