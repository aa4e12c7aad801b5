"""A centre that bills."""

from __future__ import annotations

import pytest

from desk.services import money
from desk.services.kit.desk import Desk
from tests.kit.site import Clock, People
from tests.services.fees.office import Office


@pytest.fixture
def office(desk: Desk, clock: Clock, staff_of_site: People) -> Office:
    """Three rooms with owners, the receptionist at the counter with an open shift, on 2026-11-21."""
    found = Office(desk, clock, staff_of_site)
    found.homes()
    money.open_shift(desk, opening=50000)
    return found
