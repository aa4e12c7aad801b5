"""A counter with an open shift."""

from __future__ import annotations

import pytest

from desk.services import money
from desk.services.kit.desk import Desk


@pytest.fixture
def till(desk: Desk) -> Desk:
    """The receptionist's counter with a float of 500.00."""
    money.open_shift(desk, opening=50000)
    return desk


@pytest.fixture
def as_supervisor(desk: Desk, staff_of_site):
    """Lets the supervisor sign in and out again."""
    from contextlib import contextmanager

    @contextmanager
    def signed_in():
        before, desk.actor = desk.actor, staff_of_site.supervisor
        try:
            yield
        finally:
            desk.actor = before

    return signed_in
