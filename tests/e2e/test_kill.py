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

import pytest
from sqlalchemy import select

from desk.app import open_desk
from desk.models import Request, SlipRecord
from desk.models.kit import keys
from desk.services.demo import make_demo
from desk.services.site import encryption
from desk.services.site.check import check

KILLS = int(os.environ.get("DESK_TEST_KILLS", "15"))
"""For a long run: DESK_TEST_KILLS=300 python -m pytest tests/e2e/test_kill.py."""
PASSWORD = "four unrelated words"
ON_WINDOWS = sys.platform == "win32"  # os.kill ends a process there by any signal


def said(lines: IO[str] | None) -> str:
    """The next line; an end without one is no clerk's."""
    assert lines is not None
    line = lines.readline()
    assert line, "the clerks' parent ended"
    return line.strip()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("kill") / "site"
    desk = open_desk(data)
    make_demo(desk, units=2, seed=3)
    desk.database.close()
    return data


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_a_kill_at_any_moment_loses_no_finished_act(
    demo: Path, tmp_path: Path, encrypted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, scratch = tmp_path / "site", tmp_path / "scratch"
    shutil.copytree(demo, data)
    if encrypted:
        for name, value in (("TIME", 1), ("MEMORY", 64), ("LANES", 1)):
            monkeypatch.setattr(keys, name, value)
        encryption.turn_on(data, PASSWORD)
        monkeypatch.setenv("CLERK_PASSWORD", PASSWORD)
    shutil.copytree(data, scratch)
    chance = random.Random(7)
    finished: list[str] = []
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("clerk.py")), str(data), str(scratch)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as clerks:  # fmt: skip
        assert clerks.stdin is not None
        assert clerks.stdout is not None
        for _ in range(KILLS // 2 if encrypted and KILLS < 100 else KILLS):
            clerks.stdin.write("begin\n")
            clerk = int(clerks.stdout.readline())
            threading.Timer(
                chance.uniform(0.0, 0.6), os.kill, (clerk, signal.SIGTERM if ON_WINDOWS else signal.SIGKILL)
            ).start()
            finished += iter(lambda: said(clerks.stdout), "dead")
        clerks.stdin.close()
    assert len(finished) > KILLS // 4, "the clerk was too slow for the kills to mean anything"
    desk = open_desk(data, password=PASSWORD if encrypted else None)
    with desk.look() as session:
        stored = set(session.scalars(select(Request.number)))
        slips = set(session.scalars(select(SlipRecord.number)))
    assert set(finished) <= stored
    assert set(finished) <= slips
    assert check(desk) == []
    desk.database.close()
