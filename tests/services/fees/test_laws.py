"""The laws of bills under random acts; the long run: `python -m tests.soak fees`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from desk.models.kit.database import open_database
from desk.services.kit.desk import Desk
from tests.kit.site import Clock
from tests.services.money.test_laws import Drawn
from tests.soak.fees import Office


@pytest.mark.one_engine
def test_no_law_breaks_under_random_acts(master):
    file, people = master
    content = file.read_bytes()

    class Machine(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
            copy = Path(self.folder.name) / file.name
            copy.write_bytes(content)
            clock = Clock()
            desk = Desk(open_database(copy), data=copy.parent, clock=clock, actor=people.manager)
            self.office = Office(desk, clock)

        @rule(data=st.data())
        def act(self, data):
            self.office.step(Drawn(data))

        def teardown(self):
            self.office.whole()
            self.office.desk.database.close()
            self.folder.cleanup()

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=2,
            stateful_step_count=20,
            phases=(Phase.generate,),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
