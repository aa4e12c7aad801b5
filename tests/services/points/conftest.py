"""A desk with a counter, a counter of special prices, and a member; the manager sits at it."""

from __future__ import annotations

from typing import Any

import pytest

from desk.services.kit.desk import Desk
from tests.kit.site import People
from tests.services.points.works import counter, join


@pytest.fixture
def shop(desk: Desk, staff_of_site: People) -> Desk:
    """The desk with its counters."""
    desk.actor = staff_of_site.manager
    counter(desk)
    counter(desk, "B09", takes_part=False)
    return desk


@pytest.fixture
def gold(shop: Desk) -> Any:
    """A member with a gold card."""
    return join(shop)
