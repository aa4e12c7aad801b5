"""The log of a site: what it says, and that it can be sent."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import logs, paths
from desk.app import open_desk


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger("desk").level
    handler = logs.install(tmp_path)
    yield logs.file_of(tmp_path)
    logs.remove(handler)
    logging.getLogger("desk").setLevel(level)


def test_acts_are_named_by_their_code_and_nobody_by_their_name(journal: Path, tmp_path: Path, expected_log) -> None:
    desk = open_desk(tmp_path)
    with desk.act("request.log") as act:
        act.data["who"] = "欧阳念南"
    desk.database.close()
    expected_log("after an act")
    said = "欧阳念南 138 0000 0177"
    try:
        raise LookupError(said)
    except LookupError:
        logging.getLogger("desk.test").exception("after an act of 13800000177")
    logging.getLogger("library").warning("no such row: 'Garcia', 欧阳")
    text = journal.read_text(encoding="utf-8")
    assert "INFO desk.acts act request.log " in text
    assert "LookupError" in text
    for secret in ("欧阳", "0177", "Garcia"):
        assert secret not in text


def test_the_log_is_private_and_rotated(journal: Path) -> None:
    line = "x" * 1000
    for _each in range(2 * logs.BYTES // 1000 + 100):
        logging.getLogger("desk.test").info(line)
    files = sorted(journal.parent.iterdir())
    assert [file.name for file in files] == ["desk.log", "desk.log.1", "desk.log.2"]
    assert all(file.stat().st_size <= logs.BYTES for file in files)
    if os.name != "nt":
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_folder_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    paths.logs(tmp_path).write_text("a file where the folder should be")
    assert logs.install(tmp_path) is None


@pytest.mark.parametrize(("version", "old"), [((2, 5, 0), "2.5.0"), ((2, 6, 0), ""), ((3, 0, 1), "")])
def test_an_old_parser_of_the_machine_is_named_once(
    journal: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], old: str
) -> None:
    monkeypatch.setattr("pyexpat.version_info", version)
    assert logs.old_parser() == old
    logs.note_machine()
    assert ("Expat 2.5.0 is old" in journal.read_text(encoding="utf-8")) == bool(old)
