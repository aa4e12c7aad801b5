"""A bug leaves a report file and is told once."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from pathlib import Path

import pytest

from desk import crash, paths


def _bug() -> None:
    raise ZeroDivisionError("a bug of ours")


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)


@pytest.mark.usefixtures("hooks")
def test_a_bug_in_any_thread_leaves_one_report_and_is_told_once(tmp_path: Path, expected_log) -> None:
    expected_log("bug")
    told: list[tuple[BaseException, Path | None]] = []
    crash.install(tmp_path, lambda error, file: told.append((error, file)))
    for _ in range(3):
        thread = threading.Thread(target=_bug)
        thread.start()
        thread.join()
    assert len(told) == 1
    error, file = told[0]
    assert isinstance(error, ZeroDivisionError)
    assert file is not None
    assert "a bug of ours" in file.read_text(encoding="utf-8")
    assert len(list(paths.crashes(tmp_path).glob("crash-*.txt"))) == 1


def test_a_report_that_cannot_be_written_does_not_make_it_worse(tmp_path: Path) -> None:
    blocked = tmp_path / "crashes"
    blocked.write_text("a file where the folder should be")
    assert crash.report(tmp_path, ValueError("x")) is None


def test_what_a_hard_crash_left_is_found_at_the_next_start(tmp_path: Path) -> None:
    assert crash.watch_hard_faults(tmp_path) == ""
    crash.stop_watching()
    (paths.crashes(tmp_path) / "fault.txt").write_text("Fatal Python error: Aborted", encoding="utf-8")
    assert "Aborted" in crash.watch_hard_faults(tmp_path)
    crash.stop_watching()
    faulthandler.enable()


def test_a_report_says_where_and_what_kind_and_nothing_of_anybody(tmp_path: Path) -> None:
    def deep(key: str, said: str) -> None:
        try:
            {"a": 1}[key]
        except KeyError as error:
            raise ValueError(said) from error

    words = "no number: 138 0000 0177 of 'Jose Garcia' in 欧阳念南, 11000020150501013X\n[parameters: ('x',)]"
    try:
        deep(words, words)  # lines of the program are shown; they hold nobody
    except ValueError as error:
        file = crash.report(tmp_path, error)
    assert file is not None
    text = file.read_text(encoding="utf-8")
    for secret in ("欧阳", "0177", "11000020150501013", "Garcia", "('x'", str(Path.home()) + "/"):
        assert secret not in text
    for wanted in ("KeyError", "ValueError: no number", "in deep", "Log: logs/desk.log", "Then:"):
        assert wanted in text
    if os.name != "nt":
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_names_of_the_program_stay_in_a_report(tmp_path: Path) -> None:
    try:
        _ = tmp_path.no_such_thing
    except AttributeError as error:
        file = crash.report(tmp_path, error)
    assert file is not None
    assert "no_such_thing" in file.read_text(encoding="utf-8").splitlines()[-1]
