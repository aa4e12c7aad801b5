"""`desk check` sees what was changed behind the program's back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desk import paths
from desk.app import open_desk
from desk.services.demo import make_demo
from desk.services.site.check import check


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("check") / "site"
    desk = open_desk(data)
    make_demo(desk, units=8, seed=2)
    assert check(desk) == []
    desk.database.close()
    return paths.database_file(data)


@pytest.fixture
def file(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / made.name
    copy.write_bytes(made.read_bytes())
    return copy


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE slip SET content = replace(content, '楼', '樓')", "slip-hash"),
        ("UPDATE audit_event SET data = '{}' WHERE id = 5", "audit-chain"),
        ("DELETE FROM audit_event WHERE id = 5", "audit-chain"),
        ("UPDATE sequence SET last = last + 1", "sequence-gap"),
        ("UPDATE unit SET building_id = 999 WHERE id = 1", "foreign-key"),
        ("DELETE FROM request_event", "request-events"),
    ],
)
def test_what_was_changed_by_hand_is_found(file: Path, change: str, code: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute(change).rowcount > 0
        connection.commit()
    desk = open_desk(file.parent)
    codes = {finding.code for finding in check(desk)}
    desk.database.close()
    assert code in codes
