"""One window for each folder: the second start raises the first, a dead one leaves nothing in the way, a hung one is told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSysInfo

from desk.errors import DeskError
from desk.ui.shell import single

SECOND = (
    "import sys; from pathlib import Path; from desk.ui.shell import single\n"
    "if len(sys.argv) > 2: single._WAIT_MS = 100\n"
    "try: print('none' if single.claim(Path(sys.argv[1])) is None else 'mine')\n"
    "except Exception as error: print(error.code)"
)


def start_second(data: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", SECOND, str(data), *more], stdout=subprocess.PIPE, text=True)


def said(second: subprocess.Popen[str]) -> str:
    return second.communicate(timeout=20)[0].strip()


def test_the_second_start_raises_the_first_each_time(tmp_path, qtbot):
    first = single.claim(tmp_path)
    assert first is not None
    try:
        for _again in range(2):
            with qtbot.waitSignal(first.raised, timeout=10_000):
                second = start_second(tmp_path)
            assert said(second) == "none"
    finally:
        first.release()
    assert not list(tmp_path.iterdir())


def test_the_folder_is_free_after_the_first_is_closed(tmp_path, qapp):
    first = single.claim(tmp_path)
    assert first is not None
    first.release()
    again = single.claim(tmp_path)
    assert again is not None
    again.release()


def test_a_call_left_by_a_killed_run_raises_nobody(tmp_path, qtbot):
    (tmp_path / "desk.sqlite3.call").write_text("123")
    first = single.claim(tmp_path)
    assert first is not None
    try:
        with qtbot.assertNotEmitted(first.raised, wait=50):
            pass
    finally:
        first.release()


def test_one_that_does_not_answer_is_told(tmp_path, qapp):
    first = single.claim(tmp_path)
    assert first is not None
    try:
        assert said(start_second(tmp_path, "short")) == "hung"  # nobody runs the first one's events here
    finally:
        first.release()


def test_a_folder_that_cannot_be_made(tmp_path, qapp):
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskError) as error:
        single.claim(tmp_path / "file" / "site")
    assert error.value.code == "read-only"


@pytest.mark.parametrize(
    "left", ["", "\0" * 60, "rubbish", "-1\ndesk\n\n\n"], ids=["empty", "zeros", "words", "no process"]
)
def test_a_lock_that_nobody_holds_is_taken_over(tmp_path, qapp, left):
    (tmp_path / "desk.sqlite3.lock").write_text(left)
    mine = single.claim(tmp_path)
    assert mine is not None
    mine.release()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("system", ["another system", "22222222222222222222222222222222"])
@pytest.mark.parametrize("process", [1, 999999])
def test_the_lock_of_a_replaced_pc_with_the_same_name_is_taken_over_after_asking(tmp_path, qapp, system, process):
    name = QSysInfo.machineHostName()
    (tmp_path / "desk.sqlite3.lock").write_text(f"{process}\ndesk\n{name}\n{system}\nboot\n")
    with pytest.raises(DeskError, match=name) as asked:
        single.claim(tmp_path)
    assert asked.value.code == "elsewhere"
    mine = single.claim(tmp_path, take_over=True)
    assert mine is not None
    mine.release()


def test_a_folder_in_the_place_of_the_lock_is_told(tmp_path, qapp):
    (tmp_path / "desk.sqlite3.lock").mkdir()
    with pytest.raises(DeskError, match=re.escape(str(tmp_path))) as told:
        single.claim(tmp_path)
    assert told.value.code == "io"


def test_the_lock_of_another_computer_is_taken_over_after_asking(tmp_path, qapp):
    """The folder was copied after a crash, or the PC was renamed."""
    (tmp_path / "desk.sqlite3.lock").write_text("999999\ndesk\nOLD-COUNTER-PC\n11111111111111111111111111111111\n")
    with pytest.raises(DeskError, match="OLD-COUNTER-PC") as asked:
        single.claim(tmp_path)
    assert asked.value.code == "elsewhere"
    mine = single.claim(tmp_path, take_over=True)
    assert mine is not None
    mine.release()
