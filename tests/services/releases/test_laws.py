"""The laws of the gate under random acts; the long run: `python -m tests.soak releases`."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.services import money
from desk.services.kit.desk import Desk
from tests.kit.laws import no_law_breaks
from tests.kit.site import Clock, People
from tests.soak.releases import Gatekeepers


def begin(desk: Desk, clock: Clock, people: People) -> Gatekeepers:
    desk.actor = people.manager
    money.open_shift(desk, opening=100_000)
    return Gatekeepers(desk, clock, (people.manager,))


@pytest.mark.one_engine
def test_no_void_used_expired_or_early_slip_passes(master: tuple[Path, People]) -> None:
    no_law_breaks(master, begin, examples=5, steps=35)
