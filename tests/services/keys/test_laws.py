"""The laws of keys under random acts; the long run: `python -m tests.soak keys`."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.services.kit.desk import Desk
from tests.kit.laws import no_law_breaks
from tests.kit.site import Clock, People
from tests.soak.keys import Keepers


def begin(desk: Desk, clock: Clock, people: People) -> Keepers:
    return Keepers(desk, clock, (people.supervisor, people.receptionist))


@pytest.mark.one_engine
def test_no_law_breaks_under_random_acts(master: tuple[Path, People]) -> None:
    no_law_breaks(master, begin, examples=5, steps=40)
