"""Random acts against a model: where their chance comes from, and how Hypothesis tries them.

A machine is what `tests/soak` holds: `step(dice)` does one act and checks what it told, `whole()` checks the site as a whole.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from desk.models.kit.database import open_database
from desk.services.kit.desk import Desk
from tests.kit.site import Clock, People, hurried


class Chance:
    """Chance from a seed, the same run for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def of(self, many: Sequence[Any]) -> Any:
        return self.random.choice(many)

    def number(self, least: int, most: int) -> int:
        return self.random.randint(least, most)


class Drawn:
    """Chance from Hypothesis, which looks for the shortest run that fails."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def of(self, many: Sequence[Any]) -> Any:
        return self.data.draw(st.sampled_from(list(many)))

    def number(self, least: int, most: int) -> int:
        return self.data.draw(st.integers(least, most))


def no_law_breaks(
    master: tuple[Path, People],
    begin: Callable[[Desk, Clock, People], Any],
    *,
    examples: int,
    steps: int,
    phases: Sequence[Phase] = tuple(Phase),
) -> None:
    """Try ``examples`` runs of up to ``steps`` random acts, each on a site of its own copied from ``master``.

    ``begin(desk, clock, people)`` gives the machine; the desk is the supervisor's until it says otherwise.
    """
    file, people = master
    content = file.read_bytes()

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            copy = Path(self.folder.name) / file.name
            copy.write_bytes(content)
            clock = Clock()
            self.desk = Desk(hurried(open_database(copy)), data=copy.parent, clock=clock, actor=people.supervisor)
            self.machine = begin(self.desk, clock, people)

        @rule(data=st.data())
        def act(self, data: st.DataObject) -> None:
            self.machine.step(Drawn(data))

        def teardown(self) -> None:
            self.machine.whole()
            self.desk.database.close()
            self.folder.cleanup()

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=phases,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
