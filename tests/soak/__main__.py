"""`python -m tests.soak money|renovation|releases --steps 100000 [--seed 7]`: the long run of random acts; prints what was done and refused."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from desk.services import money
from desk.services.site import BuildingPlan
from tests.kit.site import Clock, make_master, quick
from tests.soak.money import Cashiers
from tests.soak.releases import Gatekeepers
from tests.soak.renovation import Officers


class Chance:
    """Chance from a seed, the same run for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def of(self, many: Sequence[Any]) -> Any:
        return self.random.choice(many)

    def number(self, least: int, most: int) -> int:
        return self.random.randint(least, most)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("what", choices=["money", "renovation", "releases"])
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    from desk.models.kit.database import open_database
    from desk.services.kit.desk import Desk

    with tempfile.TemporaryDirectory(prefix="desk-soak-") as folder, pytest.MonkeyPatch.context() as patch:
        quick(patch)
        file, people = make_master(Path(folder), BuildingPlan("1栋", 1, 2, 2))
        clock = Clock()
        database = open_database(file)
        desk = Desk(database, data=Path(folder), clock=clock, actor=people.receptionist)
        crew = (people.receptionist, people.supervisor, people.supervisor, people.manager)
        cashiers: Cashiers | Officers | Gatekeepers
        if options.what == "money":
            cashiers = Cashiers(desk, clock, crew)
        elif options.what == "releases":
            for place, desk.actor in enumerate((crew[0], crew[1], crew[3]), 1):
                money.open_shift(desk, counter=str(place), opening=1_000_000)
            cashiers = Gatekeepers(desk, clock, (crew[0], crew[1], crew[3]))
        else:
            cashiers = Officers(desk, clock, crew[1:])
            for place, desk.actor in enumerate(crew[2:], 1):
                money.open_shift(desk, counter=str(place), opening=10_000_000)
        dice, began = Chance(options.seed), time.monotonic()
        try:
            for step in range(1, options.steps + 1):
                cashiers.step(dice)
                if step % 2000 == 0 or step == options.steps:
                    cashiers.whole()
                    took = time.monotonic() - began
                    print(f"{step:>8} steps, {took:6.0f} s, {sum(cashiers.done.values())} done", file=sys.stderr)
        finally:
            database.close()
    for title, counts in (("done", cashiers.done), ("refused", cashiers.refused)):
        for name, count in counts.most_common():
            print(f"{title:8} {count:>7}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
