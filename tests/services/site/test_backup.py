"""Copies of a live database, their thinning, and the way back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import paths
from desk.app import open_desk
from desk.errors import DeskError
from desk.services.kit.desk import Desk
from desk.services.site.backup import backup, daily_backup, latest_backup, prune, verify
from desk.services.site.copies import kept
from desk.services.site.restore import restore

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = open_desk(tmp_path / "site", clock=lambda: NOW)
    yield opened
    opened.database.close()


def _acts(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT count(*) FROM audit_event").fetchone()[0]


def _act(desk: Desk, times: int = 1) -> None:
    for _ in range(times):
        with desk.act("test.act"):
            pass


def test_a_copy_of_a_live_database_holds_what_is_still_in_the_wal(desk: Desk) -> None:
    _act(desk, 30)
    made = backup(desk)
    assert _acts(made.file) == 30
    assert not made.file.with_name(made.file.name + "-wal").exists()


def test_the_day_gets_one_backup(desk: Desk) -> None:
    assert daily_backup(desk) is not None
    assert daily_backup(desk) is None
    assert latest_backup(desk.data) is not None


def test_restoring_brings_back_and_keeps_what_it_replaces(desk: Desk, tmp_path: Path) -> None:
    _act(desk, 3)
    made = backup(desk, tmp_path / "usb" / "copy.sqlite3")
    _act(desk, 4)
    before = _acts(paths.database_file(desk.data))
    desk.database.close()
    old = restore(desk.data, made.file)
    assert old is not None
    assert _acts(old) == before
    assert _acts(paths.database_file(desk.data)) == 3
    again = open_desk(desk.data)
    _act(again)
    again.database.close()


def test_a_damaged_backup_is_refused_and_nothing_is_touched(desk: Desk, tmp_path: Path) -> None:
    _act(desk, 50)
    made = backup(desk, tmp_path / "copy.sqlite3")
    content = bytearray(made.file.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    made.file.write_bytes(content)
    desk.database.close()
    before = paths.database_file(desk.data).read_bytes()
    with pytest.raises(DeskError) as refused:
        restore(desk.data, made.file)
    assert refused.value.code in {"backup-broken", "broken", "not-a-database"}
    assert paths.database_file(desk.data).read_bytes() == before


def test_another_programs_file_is_not_a_backup(tmp_path: Path) -> None:
    other = tmp_path / "letter.docx"
    other.write_bytes(b"PK\x03\x04" + b"x" * 5000)
    with pytest.raises(DeskError) as refused:
        verify(other)
    assert refused.value.code == "not-a-database"


def test_a_backup_never_replaces_the_database_itself(desk: Desk) -> None:
    with pytest.raises(DeskError) as refused:
        backup(desk, paths.database_file(desk.data))
    assert refused.value.code == "backup-onto-itself"


def test_a_full_or_missing_place_leaves_no_half_copy(desk: Desk, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(DeskError):
        backup(desk, blocked / "copy.sqlite3")
    assert list(tmp_path.glob("**/*.part")) == []


def test_pruning_keeps_foreign_files_and_the_newest(desk: Desk) -> None:
    folder = paths.backups(desk.data)
    folder.mkdir(parents=True)
    for name in ("desk-20200101-000000.sqlite3", "desk-20200102-000000.sqlite3", "mine.sqlite3", "desk-x.sqlite3"):
        (folder / name).write_bytes(b"x")
    assert [file.name for file in prune(desk)] == ["desk-20200101-000000.sqlite3"]


@given(st.sets(st.integers(0, 900), min_size=1), st.integers(0, 6))
def test_thinning_keeps_days_weeks_and_months(ages: set[int], shift: int) -> None:
    today = date(2026, 11, 21) + timedelta(days=shift)
    days = [today - timedelta(days=age) for age in ages]
    stay = kept(days, today=today, keep_days=14, keep_weeks=8, keep_months=12)
    assert {day for day in days if (today - day).days < 14} <= stay
    for day in days:
        months_back = (today.year - day.year) * 12 + today.month - day.month
        if months_back < 12:
            assert any((kept_day.year, kept_day.month) == (day.year, day.month) for kept_day in stay)
        elif day not in stay:
            assert (today - day).days >= 14
    assert all((today - day).days <= 366 + 31 for day in stay)
    assert len(stay) <= 14 + 8 + 12


def test_half_copies_of_a_killed_run_go_and_do_not_pile_up(desk: Desk) -> None:
    folder = paths.backups(desk.data)
    folder.mkdir(parents=True)
    left = folder / "desk-20261119-080000.sqlite3.part"
    for suffix in ("", "-journal", "-wal"):
        left.with_name(left.name + suffix).write_bytes(b"half")
    assert daily_backup(desk) is not None
    assert [file.name for file in folder.iterdir()] == ["desk-20261121-010000.sqlite3"]
