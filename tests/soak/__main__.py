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
from pathlib import Path

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
    parser.add_argument("--undo", action="store_true", help="take each act back on a copy, too")
    options = parser.parse_args()
    from desk.models.kit.database import open_database
    from desk.services.kit.desk import Desk

    with tempfile.TemporaryDirectory(prefix="desk-soak-") as folder, pytest.MonkeyPatch.context() as patch:
        quick(patch)
        file, people = make_master(Path(folder), BuildingPlan("1栋", 1, 2, 2))
        clock = Clock()
        database = hurried(open_database(file))
        desk = Desk(database, data=Path(folder), clock=clock, actor=people.receptionist)
        machine = importlib.import_module(f"tests.soak.{options.what}").begin(desk, clock, people)
        if options.undo:
            machine = TakenBack(desk, machine, people.supervisor)
        dice, began = Chance(options.seed), time.monotonic()
        try:
            for step in range(1, options.steps + 1):
                machine.step(dice)
                if step % 2000 == 0 or step == options.steps:
                    machine.whole()
                    took = time.monotonic() - began
                    print(f"{step:>8} steps, {took:6.0f} s, {sum(machine.done.values())} done", file=sys.stderr)
        finally:
            database.close()
    for title, counts in (("done", machine.done), ("refused", machine.refused)):
        for name, count in counts.most_common():
            print(f"{title:8} {count:>7}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
