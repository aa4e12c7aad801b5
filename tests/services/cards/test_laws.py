"""The laws of members and cards under random acts; the long run: `python -m tests.soak cards`."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.services.kit.desk import Desk
from tests.kit.laws import no_law_breaks
from tests.kit.site import Clock, People
from tests.soak.cards import Hosts


def begin(desk: Desk, clock: Clock, people: People) -> Hosts:
    return Hosts(desk, clock, (people.supervisor, people.receptionist))


@pytest.mark.one_engine
def test_no_law_breaks_under_random_acts(master: tuple[Path, People]) -> None:
    no_law_breaks(master, begin, examples=6, steps=40)
