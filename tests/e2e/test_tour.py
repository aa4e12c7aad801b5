"""The tour is the program from end to end: the real window driven by keys, its pictures and its slips."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from desk.app import open_desk
from desk.services.site.check import check
from desk.slips.engine.paper import PAPERS
from desk.slips.engine.raster import page_text, pages

ONCE_A_LANDING = pytest.mark.skipif(
    not os.environ.get("CI"), reason="the second tour takes two minutes: it runs where CI is set"
)


@pytest.mark.parametrize(
    ("language", "theme", "scale"),
    [("zh_CN", "light", 1.0), pytest.param("en", "dark", 1.5, marks=ONCE_A_LANDING)],
    ids=["chinese", "english-dark-150%"],
)
def test_the_tour_goes_through_every_main_job(tmp_path: Path, language: str, theme: str, scale: float) -> None:
    out, data = tmp_path / "tour", tmp_path / "site"
    command = [sys.executable, "-m", "desk", "tour", "--json", "--out", out, "--data", data]
    command += ["--lang", language, "--theme", theme, "--scale", str(scale)]
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, encoding="utf-8", timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    story = json.loads(done.stdout)
    assert story == json.loads((out / "tour.json").read_text(encoding="utf-8"))

    assert len(story["pictures"]) >= 25
    for picture in story["pictures"]:
        head = (out / picture["file"]).read_bytes()[:24]
        width, height = struct.unpack(">II", head[16:24])
        assert abs(width - 1366) <= 2
        assert abs(height - 768) <= 2

    kinds = {slip["kind"] for slip in story["slips"]}
    assert {"complaint", "dispatch", "register-card"} <= kinds
    for slip in story["slips"]:
        pdf = (out / slip["file"]).read_bytes()
        paper = PAPERS[slip["paper"]]
        for page in pages(pdf):
            assert page.width == pytest.approx(paper.width, abs=0.01)
        assert slip["number"] in page_text(pdf, 0)

    jobs = {job["name"]: job["keystrokes"] for job in story["jobs"]}
    assert jobs["log a repair"] <= 12
    assert jobs["find by room"] == 2

    desk = open_desk(data)
    findings = check(desk)
    desk.database.close()
    assert findings == []
