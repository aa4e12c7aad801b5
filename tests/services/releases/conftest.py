"""A counter with an open shift and a room with its owner and tenant."""

from __future__ import annotations

import pytest

from desk.services import households, money
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from tests.kit.site import Clock, People
from tests.services.releases.goods import OWNER, OWNER_PHONE, ROOM, TENANT, Counter


@pytest.fixture
def counter(desk: Desk, clock: Clock, staff_of_site: People) -> Counter:
    """The receptionist's counter on Monday 2026-11-23, 10:00."""
    owner = households.register_person(desk, PersonEntry(OWNER, phones=(OWNER_PHONE,)), StayEntry(ROOM, "owner"))
    tenant = households.register_person(desk, PersonEntry(TENANT), StayEntry(ROOM, "tenant"))
    found = Counter(desk, clock, staff_of_site, owner.customer_id, tenant.customer_id)
    found.on("2026-11-23")
    money.open_shift(desk, opening=100000)
    return found
