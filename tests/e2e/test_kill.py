"""The power goes at any moment: no finished act is lost, and the database is whole."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

from sqlalchemy import select

from desk.app import open_desk
from desk.models import Request, SlipRecord
from desk.services.demo import make_demo
from desk.services.site.check import check

KILLS = 15


def test_a_kill_at_any_moment_loses_no_finished_act(tmp_path: Path) -> None:
    data = tmp_path / "site"
    desk = open_desk(data)
    make_demo(desk, units=2, seed=3)
    desk.database.close()
    chance = random.Random(7)
    finished: list[str] = []
    for _ in range(KILLS):
        clerk = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("clerk.py")), str(data)], stdout=subprocess.PIPE, text=True
        )
        assert clerk.stdout is not None
        assert clerk.stdout.readline().strip() == "ready"
        threading.Timer(chance.uniform(0.0, 0.25), clerk.kill).start()
        finished += [line.strip() for line in clerk.stdout if line.endswith("\n")]
        clerk.wait()
        clerk.stdout.close()
    assert len(finished) > KILLS, "the clerk was too slow for the kills to mean anything"
    desk = open_desk(data)
    with desk.look() as session:
        stored = set(session.scalars(select(Request.number)))
        slips = set(session.scalars(select(SlipRecord.number)))
    assert set(finished) <= stored
    assert set(finished) <= slips
    assert check(desk) == []
    desk.database.close()
