"""A counter with an open shift, where renovations are filed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desk.services import money
from desk.services.kit.desk import Desk
from tests.kit.site import Clock, People
from tests.services.renovation.works import Counter


@pytest.fixture
def counter(desk: Desk, clock: Clock, staff_of_site: People, resident: Callable[..., str]) -> Counter:
    """The receptionist's counter with a float of 5,000.00, on 2026-03-02."""
    found = Counter(desk, clock, staff_of_site, resident)
    found.on("2026-03-02")
    money.open_shift(desk, opening=500000)
    return found
