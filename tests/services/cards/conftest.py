"""A counter where people join."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desk.services.kit.desk import Desk
from tests.kit.site import Clock, People
from tests.services.cards.works import Counter


@pytest.fixture
def counter(desk: Desk, clock: Clock, staff_of_site: People, resident: Callable[..., str]) -> Counter:
    """The receptionist's counter on Saturday, 2026-11-21."""
    return Counter(desk, clock, staff_of_site, resident)
