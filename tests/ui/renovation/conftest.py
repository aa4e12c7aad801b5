"""A counter with an open shift, on a Monday."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desk.services import money
from tests.ui.renovation.works import FIRST, Works

if TYPE_CHECKING:
    from tests.ui.counter import Counter


@pytest.fixture
def works(counter: Counter) -> Works:
    """The counter on Monday 2026-11-23 with a float of 5,000.00."""
    found = Works(counter)
    found.on(FIRST)
    money.open_shift(counter.desk, opening=500000)
    return found
