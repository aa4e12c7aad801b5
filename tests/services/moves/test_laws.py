"""The laws of moving in and out under random acts; the long run: `python -m tests.soak moves`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desk import paths
from desk.models.kit.database import open_database
from desk.services.kit.desk import Desk
from tests.kit.laws import Chance
from tests.kit.site import Clock, People, hurried
from tests.soak.moves import begin


@pytest.mark.one_engine
@pytest.mark.parametrize("seed", [2])
def test_no_law_breaks_under_random_acts(master: tuple[Path, People], tmp_path: Path, seed: int) -> None:
    file, people = master
    copy = paths.database_file(tmp_path)
    shutil.copy(file, copy)
    clock, dice = Clock(), Chance(seed)
    desk = Desk(hurried(open_database(copy)), data=tmp_path, clock=clock, actor=people.supervisor)
    homes = begin(desk, clock, people)
    for _again in range(60):
        homes.step(dice)
    homes.whole()
    assert len(homes.done) >= 8
    desk.database.close()
