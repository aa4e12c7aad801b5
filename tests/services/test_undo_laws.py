"""The law of undo: whatever was done at random is taken back on a copy; the long run: `python -m tests.soak cards --undo`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.services.kit.desk import Desk
from tests.kit.laws import no_law_breaks
from tests.kit.site import Clock, People
from tests.kit.undoing import TakenBack
from tests.soak import cards, keys, money


@pytest.mark.one_engine
@pytest.mark.parametrize("begin", [keys.begin, cards.begin, money.begin], ids=lambda each: each.__module__)
def test_every_act_is_taken_back_as_if_it_had_not_been(
    master: tuple[Path, People], begin: Callable[[Desk, Clock, People], Any]
) -> None:
    def wrapped(desk: Desk, clock: Clock, people: People) -> TakenBack:
        return TakenBack(desk, begin(desk, clock, people), people.supervisor)

    no_law_breaks(master, wrapped, examples=1, steps=10)
