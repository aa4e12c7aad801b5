"""The laws of visitors' cards under random acts; the long run: `python -m tests.soak visitors`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from desk.models.kit.database import open_database
from desk.services.kit.desk import Desk
from tests.kit.site import Clock, People
from tests.soak.visitors import Porters


class Drawn:
    """Chance from Hypothesis."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def of(self, many: Any) -> Any:
        return self.data.draw(st.sampled_from(list(many)))

    def number(self, least: int, most: int) -> int:
        return self.data.draw(st.integers(least, most))


@pytest.mark.one_engine
def test_no_law_breaks_under_random_acts(master: tuple[Path, People]) -> None:
    file, people = master
    content = file.read_bytes()

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            copy = Path(self.folder.name) / file.name
            copy.write_bytes(content)
            clock = Clock()
            desk = Desk(open_database(copy), data=copy.parent, clock=clock, actor=people.supervisor)
            self.porters = Porters(desk, clock, (people.supervisor, people.receptionist))

        @rule(data=st.data())
        def act(self, data: st.DataObject) -> None:
            self.porters.step(Drawn(data))

        def teardown(self) -> None:
            self.porters.whole()
            self.porters.desk.database.close()
            self.folder.cleanup()

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=5, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
        ),
    )  # fmt: skip
