"""The laws of the renovation file under random acts; the long run: `python -m tests.soak renovation`."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.services import money
from desk.services.kit.desk import Desk
from tests.kit.laws import no_law_breaks
from tests.kit.site import Clock, People
from tests.soak.renovation import Officers


def begin(desk: Desk, clock: Clock, people: People) -> Officers:
    money.open_shift(desk, opening=10_000_000)
    return Officers(desk, clock, (people.supervisor,))


@pytest.mark.one_engine
def test_no_law_breaks_under_random_acts(master: tuple[Path, People]) -> None:
    no_law_breaks(master, begin, examples=6, steps=40)
