"""The laws of the ledger under random acts; the same acts in another process give the same state. The long run: `python -m tests.soak points`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from desk.models.kit.database import open_database
from desk.services.kit.desk import Desk
from tests.kit.laws import Chance
from tests.kit.site import Clock, People, hurried
from tests.soak.points import Sellers

STEPS = 60


def run(file: Path, people: People, folder: Path, seed: int, steps: int = STEPS) -> tuple[Sellers, Any]:
    copy = folder / file.name
    copy.write_bytes(file.read_bytes())
    clock = Clock()
    desk = Desk(hurried(open_database(copy)), data=folder, clock=clock, actor=people.supervisor)
    sellers, dice = Sellers(desk, clock, (people.supervisor, people.manager, people.manager)), Chance(seed)
    for _step in range(steps):
        sellers.step(dice)
    return sellers, desk


@pytest.mark.one_engine
def test_no_law_breaks_and_everything_can_be_taken_back(master: tuple[Path, People]) -> None:
    file, people = master
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sellers, desk = run(file, people, Path(folder), 5)
        try:
            sellers.whole()
            assert sellers.done["buy"] > 3
            sellers.empty()
            sellers.whole()
        finally:
            desk.database.close()


@pytest.mark.one_engine
def test_another_process_comes_to_the_same_state(master: tuple[Path, People]) -> None:
    file, people = master
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sellers, desk = run(file, people, Path(folder), 6, 25)
        here = sellers.state()
        desk.database.close()
        (Path(folder) / "there").mkdir()
        words = (
            "import sys; from pathlib import Path; import pytest; from tests.kit.site import Actor, People, quick;"
            "from tests.services.points.test_laws import run; patch = pytest.MonkeyPatch(); quick(patch);"
            f"people = People({people.manager!r}, {people.supervisor!r}, {people.receptionist!r});"
            "print(run(Path(sys.argv[1]), people, Path(sys.argv[2]), 6, 25)[0].state())"
        )
        there = subprocess.run(
            [sys.executable, "-c", words, str(file), str(Path(folder) / "there")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert there.stdout.strip() == here, there.stderr
