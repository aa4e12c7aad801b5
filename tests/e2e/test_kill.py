"""The power goes at any moment: no finished act is lost, and the database is whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from sqlalchemy import select

from desk.app import open_desk
from desk.models import Request, SlipRecord
from desk.services.demo import make_demo
from desk.services.site.check import check

KILLS = 15
ON_WINDOWS = sys.platform == "win32"  # os.kill ends a process there by any signal


def said(lines: IO[str] | None) -> str:
    """The next line; an end without one is no clerk's."""
    assert lines is not None
    line = lines.readline()
    assert line, "the clerks' parent ended"
    return line.strip()


def test_a_kill_at_any_moment_loses_no_finished_act(tmp_path: Path) -> None:
    data, scratch = tmp_path / "site", tmp_path / "scratch"
    desk = open_desk(data)
    make_demo(desk, units=2, seed=3)
    desk.database.close()
    shutil.copytree(data, scratch)
    chance = random.Random(7)
    finished: list[str] = []
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("clerk.py")), str(data), str(scratch)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as clerks:  # fmt: skip
        assert clerks.stdin is not None
        assert clerks.stdout is not None
        for _ in range(KILLS):
            clerks.stdin.write("begin\n")
            clerk = int(clerks.stdout.readline())
            threading.Timer(
                chance.uniform(0.0, 0.25), os.kill, (clerk, signal.SIGTERM if ON_WINDOWS else signal.SIGKILL)
            ).start()
            finished += iter(lambda: said(clerks.stdout), "dead")
        clerks.stdin.close()
    assert len(finished) > KILLS, "the clerk was too slow for the kills to mean anything"
    desk = open_desk(data)
    with desk.look() as session:
        stored = set(session.scalars(select(Request.number)))
        slips = set(session.scalars(select(SlipRecord.number)))
    assert set(finished) <= stored
    assert set(finished) <= slips
    assert check(desk) == []
    desk.database.close()
