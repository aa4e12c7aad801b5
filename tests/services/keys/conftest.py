"""A desk that keeps keys."""

from __future__ import annotations

import pytest

from desk.services.kit.desk import Desk
from tests.services.keys.keeper import Keeper


@pytest.fixture
def keeper(desk: Desk) -> Keeper:
    return Keeper(desk)
