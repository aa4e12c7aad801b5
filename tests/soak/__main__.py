"""`python -m tests.soak money --steps 100000 [--seed 7]`: the long run of random acts; prints what was done and refused.

Each module beside this one is a run: its `begin(desk, clock, people)` gives a machine with `step(dice)`, `whole()`, and the counts
`done` and `refused`.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from desk.services.site import BuildingPlan
from tests import soak
from tests.kit.laws import Chance
from tests.kit.site import Clock, hurried, make_master, quick
from tests.kit.undoing import TakenBack


def runs() -> list[str]:
    """The names of the runs there are."""
    return sorted(module.name for module in pkgutil.iter_modules(soak.__path__) if not module.name.startswith("_"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("what", choices=runs())
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    # Four rooms that lived through more than an office does in a century are like no office, and each act reads it all.
    parser.add_argument("--site", type=int, default=10_000, help="so many steps to a site, then a new one")
    parser.add_argument("--undo", action="store_true", help="take each act back on a copy, too")
    options = parser.parse_args()
    dice, began = Chance(options.seed), time.monotonic()
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for first in range(0, options.steps, options.site):
        machine = _one_site(options, dice, first, began, sum(done.values()))
        done.update(machine.done)
        refused.update(machine.refused)
    for title, counts in (("done", done), ("refused", refused)):
        for name, count in counts.most_common():
            print(f"{title:8} {count:>7}  {name}")
    return 0


def _one_site(options: argparse.Namespace, dice: Chance, first: int, began: float, before: int) -> Any:
    """The steps of one site, the laws of all of it every 2,000 and at its end."""
    from desk.models.kit.database import open_database
    from desk.services.kit.desk import Desk

    last = min(first + options.site, options.steps)
    with tempfile.TemporaryDirectory(prefix="desk-soak-") as folder, pytest.MonkeyPatch.context() as patch:
        quick(patch)
        file, people = make_master(Path(folder), BuildingPlan("1栋", 1, 2, 2))
        clock = Clock()
        database = hurried(open_database(file))
        desk = Desk(database, data=Path(folder), clock=clock, actor=people.receptionist)
        machine = importlib.import_module(f"tests.soak.{options.what}").begin(desk, clock, people)
        if options.undo:
            machine = TakenBack(desk, machine, people.supervisor)
        try:
            for step in range(first + 1, last + 1):
                machine.step(dice)
                if step % 2000 == 0 or step == last:
                    machine.whole()
                    took, acts = time.monotonic() - began, before + sum(machine.done.values())
                    print(f"{step:>8} steps, {took:6.0f} s, {acts} done", file=sys.stderr)
        finally:
            database.close()
    return machine


if __name__ == "__main__":
    sys.exit(main())
