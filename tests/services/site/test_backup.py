"""Copies of a live database, their thinning, and the way back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import paths
from desk.app import open_desk
from desk.errors import DeskError
from desk.models.kit.engines import sqlite as sqlite_engine
from desk.services.kit.desk import Desk
from desk.services.site import copies
from desk.services.site import restore as way_back
from desk.services.site.backup import backup, daily_backup, latest_backup, prune, verify
from desk.services.site.copies import kept, latest, unpacked
from desk.services.site.restore import loss, restore
from tests.kit.site import Clock

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = open_desk(tmp_path / "site", clock=lambda: NOW)
    yield opened
    opened.database.close()


def _acts(file: Path) -> int:
    with unpacked(file, file.parent) as (database, _keys), closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT count(*) FROM audit_event").fetchone()[0]


def code_of(call: Callable[..., object], *given: object, **named: object) -> str:
    with pytest.raises(DeskError) as refused:
        call(*given, **named)
    assert len(refused.value.message) > 5
    return refused.value.code


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


def _of_zip(file: Path, target: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(*change(name, source.read(name)))


def _in_the_middle(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


HALF = {
    "half of the ZIP": lambda file, to: to.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "a bit of the ZIP": lambda file, to: to.write_bytes(_in_the_middle(file.read_bytes())),
    "nothing at all": lambda _file, to: to.write_bytes(b""),
    "half of the database in it": lambda file, to: _of_zip(
        file, to, lambda name, content: (name, content[:40_000] if name.endswith(".sqlite3") else content)
    ),
    "another program's ZIP": lambda file, to: _of_zip(file, to, lambda name, content: ("a/" + name, content)),
    "a text": lambda _file, to: to.write_text("hello"),
}


@pytest.mark.parametrize("how", HALF)
def test_half_a_backup_is_called_by_its_name_and_nothing_is_touched(desk: Desk, tmp_path: Path, how: str) -> None:
    made, brought = backup(desk).file, tmp_path / "brought.zip"
    HALF[how](made, brought)
    desk.database.close()
    live = paths.database_file(desk.data)
    before = live.read_bytes()
    with pytest.raises(DeskError, match=r"brought\.zip") as refused:
        restore(desk.data, brought)
    assert refused.value.code in ("backup-broken", "not-a-database")
    assert live.read_bytes() == before
    assert not list(desk.data.glob("unpacked-*"))


@pytest.mark.parametrize("half", ["front", "pages"])
def test_half_a_database_is_called_by_its_name(desk: Desk, tmp_path: Path, half: str) -> None:
    whole, brought = tmp_path / "whole.sqlite3", tmp_path / "brought.sqlite3"
    backup(desk, whole)
    content = whole.read_bytes()
    cut = content[: len(content) // 2] if half == "front" else content[:8192] + b"\xff" * 8192 + content[16384:]
    brought.write_bytes(cut)
    with pytest.raises(DeskError, match=r"brought\.sqlite3") as refused:
        restore(desk.data, brought)
    assert refused.value.code == "backup-broken"


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


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("desk-*"))


def test_pruning_keeps_foreign_files_and_the_newest(desk: Desk) -> None:
    folder = paths.backups(desk.data)
    folder.mkdir(parents=True)
    for number in range(1, 29):
        (folder / f"desk-202001{number:02}-000000.sqlite3").write_bytes(b"x")
    (folder / "mine.sqlite3").write_bytes(b"x")
    (folder / "desk-x.sqlite3").write_bytes(b"x")
    gone = [file.name for file in prune(desk)]
    assert gone == [
        f"desk-202001{number:02}-000000.sqlite3" for number in (1, 2, 3, 4, 6, 7, 8)
    ]  # the 5th: its week's newest
    assert {"mine.sqlite3", "desk-x.sqlite3", "desk-20200128-000000.sqlite3"} <= {
        file.name for file in folder.iterdir()
    }


def days_of(first: date, count: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(count)]


@given(st.sets(st.integers(0, 900), min_size=1), st.integers(0, 6))
def test_thinning_keeps_days_weeks_and_months_counted_from_the_copies(ages: set[int], shift: int) -> None:
    newest = date(2026, 11, 21) + timedelta(days=shift)
    days = sorted(newest - timedelta(days=age) for age in ages)
    stay = kept(days, keep_days=14, keep_weeks=8, keep_months=12)
    assert set(days[-14:]) <= stay
    assert len(stay) <= 14 + 8 + 12
    months = sorted({(day.year, day.month) for day in days})[-12:]
    assert {max(day for day in days if (day.year, day.month) == month) for month in months} <= stay
    # Whatever a clock says: one strange day takes the place of one copy of each kind and no more.
    for strange in (date(2036, 1, 1), date(2000, 1, 1)):
        without = stay - kept([*days, strange], keep_days=14, keep_weeks=8, keep_months=12)
        assert len(without) <= 3


@pytest.mark.parametrize("ahead", [3325, 3650, 480, -9000])
def test_one_start_with_a_wrong_clock_takes_no_backup_away(tmp_path: Path, ahead: int) -> None:
    clock = Clock(NOW)
    desk = open_desk(tmp_path / "site", clock=clock)
    for _day in range(20):
        assert daily_backup(desk) is not None
        clock.forward(days=1)
    before = set(names(paths.backups(desk.data)))
    clock.forward(days=ahead)
    assert daily_backup(desk) is not None
    clock.now = NOW + timedelta(days=20)
    assert len(before - set(names(paths.backups(desk.data)))) <= 2
    assert daily_backup(desk) is not None
    newest = latest(paths.backups(desk.data), now=desk.now())
    assert newest is not None
    assert newest.day == desk.today()
    desk.database.close()


def test_scans_stay_as_long_as_a_copy_may_name_them_whatever_the_clock_says(tmp_path: Path) -> None:
    clock = Clock(NOW)
    desk = open_desk(tmp_path / "site", clock=clock)
    made = backup(desk)
    folder = paths.private(made.file.parent / "attachments")
    for name, age in (("0" * 64, 40 * 86400), ("1" * 64, 0)):
        (folder / name).write_bytes(b"%PDF")
        moment = made.file.stat().st_mtime - age
        os.utime(folder / name, (moment, moment))
    clock.forward(days=3650)
    prune(desk)
    assert [file.name for file in folder.iterdir()] == ["1" * 64]
    desk.database.close()


def test_the_day_of_a_backup_is_the_sites_day(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 20, 23, 30, tzinfo=UTC))  # 07:30 in Shanghai, the 21st
    desk = open_desk(tmp_path / "site", clock=clock)
    assert daily_backup(desk) is not None
    clock.forward(hours=1)  # the 21st in UTC too
    assert daily_backup(desk) is None
    assert names(paths.backups(desk.data))[0].startswith("desk-20261121-0730")
    desk.database.close()


def test_a_backup_is_packed_named_by_the_record_of_acts_and_checked(desk: Desk) -> None:
    _act(desk, 60)
    made = backup(desk)
    assert (made.count, len(made.head)) == (60, 64)
    assert made.file.name == f"desk-20261121-090000-60-{made.head[:12]}.zip"
    assert made.size < paths.database_file(desk.data).stat().st_size / 4
    assert verify(made.file) == verify(made.file)
    content = bytearray(made.file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    made.file.write_bytes(content)
    assert code_of(verify, made.file) == "backup-broken"


def test_a_row_that_points_at_nothing_does_not_end_the_backups(desk: Desk) -> None:
    with closing(sqlite3.connect(paths.database_file(desk.data))) as connection:
        connection.execute(
            "INSERT INTO audit_event (at, staff_id, act, subject, data, previous, hash) "
            "VALUES ('2026-01-01 00:00:00.000000', 77, 'x', '', '{}', '', 'h')"
        )
        connection.commit()
    made = backup(desk)
    assert made.faulty
    assert made.file.is_file()


@pytest.mark.parametrize("name", ["letter.docx", "window.ini", "desk.sqlite3-wal"])
def test_a_backup_replaces_nothing_but_a_backup_and_that_only_when_asked(desk: Desk, tmp_path: Path, name: str) -> None:
    other = tmp_path / name
    other.write_bytes(b"somebody's own work")
    assert code_of(backup, desk, other, replace=True) == "not-a-backup"
    assert other.read_bytes() == b"somebody's own work"
    for own in (tmp_path / "copy.sqlite3", tmp_path / "copy.zip"):
        backup(desk, own)
        assert code_of(backup, desk, own) == "backup-exists"
        before = own.read_bytes()
        _act(desk)
        backup(desk, own, replace=True)
        assert own.read_bytes() != before
    assert code_of(backup, desk, tmp_path) == "not-a-backup"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_backup_never_replaces_a_pipe_or_a_device(desk: Desk, tmp_path: Path) -> None:
    pipe = tmp_path / "copy.sqlite3"
    os.mkfifo(pipe)
    assert code_of(backup, desk, pipe, replace=True) == "not-a-backup"
    assert pipe.is_fifo()


def test_a_backup_that_is_cancelled_leaves_nothing(desk: Desk) -> None:
    def no(*_given: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(desk, progress=no)
    assert list(paths.backups(desk.data).iterdir()) == []


def test_a_backup_ends_while_somebody_writes_all_the_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each write of another connection used to begin it anew: 500 pages a step, a write in each."""
    monkeypatch.setattr(sqlite_engine, "PAGES_AT_ONCE", 5)
    _act(desk, 5)
    steps: list[int] = []

    def write(done: int, total: int) -> None:
        steps.append(done)
        if len(steps) < 400:
            _act(desk)

    made = backup(desk, progress=write)
    assert steps == sorted(steps)
    assert len(steps) < 400
    assert made.count == 5


# ---------------------------------------------------------------------------------------------------- what is no backup
def _another(file: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return file


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA application_id=0",
        "UPDATE alembic_version SET version_num='0000'",
        "UPDATE alembic_version SET version_num=''",
        "UPDATE alembic_version SET version_num='abcd'",
        "DELETE FROM alembic_version",
        "DROP TABLE slip",
        "DROP TABLE audit_event",
    ],
)
def test_what_desk_cannot_open_is_refused_before_anything_is_touched(desk: Desk, tmp_path: Path, change: str) -> None:
    made = backup(desk, tmp_path / "copy.sqlite3")
    _another(made.file, "PRAGMA foreign_keys=OFF", change)
    desk.database.close()
    before = paths.database_file(desk.data).read_bytes()
    assert code_of(restore, desk.data, made.file) == "not-a-database"
    assert paths.database_file(desk.data).read_bytes() == before


def test_a_newer_copy_and_another_programs_database_are_refused(desk: Desk, tmp_path: Path) -> None:
    made = backup(desk, tmp_path / "copy.sqlite3")
    _another(made.file, "UPDATE alembic_version SET version_num='9999'")
    assert code_of(verify, made.file) == "newer"
    shop = _another(
        tmp_path / "shop.sqlite3",
        "CREATE TABLE alembic_version (version_num TEXT)",
        "INSERT INTO alembic_version VALUES ('0001')",
        "CREATE TABLE goods (id INTEGER)",
    )
    assert code_of(verify, shop) == "not-a-database"


# ------------------------------------------------------------------------------------------------------- the way back
def test_a_site_that_others_have_open_is_not_replaced(desk: Desk, tmp_path: Path) -> None:
    made = backup(desk, tmp_path / "copy.sqlite3")
    with desk.look():
        assert desk.site is not None
        assert code_of(restore, desk.data, made.file) == "in-use"
    assert not list(desk.data.glob("replaced-*"))


def test_acts_of_another_process_beside_a_restore_are_kept_or_go_on_after(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were said to be done and lay in no file."""
    monkeypatch.setattr(way_back, "REPLACED", 1000)
    made = backup(desk, tmp_path / "copy.sqlite3")
    desk.database.close()
    writer = (
        "import sys; from pathlib import Path; from desk.app import open_desk\n"
        "from desk.errors import DeskError\n"
        "print('ready', flush=True); sys.stdin.readline(); done = 0\n"
        "for _ in range(40):\n"
        "    try:\n"
        "        desk = open_desk(Path(sys.argv[1]))\n"
        "        with desk.act('test.writer'): pass\n"
        "        done += 1\n"
        "    except DeskError: pass\n"
        "    finally: desk.database.close()\n"
        "print(done)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", writer, str(desk.data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    process.stdin.write("go\n")
    process.stdin.flush()
    restored = 0
    while process.poll() is None:
        try:
            restore(desk.data, made.file)
            restored += 1
        except DeskError as error:
            assert error.code == "in-use"  # noqa: PT017 - either is right
    done = int(process.communicate()[0])
    found: set[str] = set()
    for file in [paths.database_file(desk.data), *desk.data.glob("replaced-*.sqlite3")]:
        with closing(sqlite3.connect(file)) as connection:
            found |= {row[0] for row in connection.execute("SELECT hash FROM audit_event WHERE act='test.writer'")}
    assert restored
    assert done
    assert len(found) == done


def test_what_would_be_lost_is_told_and_nothing_is_touched(desk: Desk) -> None:
    _act(desk, 3)
    made = backup(desk)
    for subject in ("request:1", "request:2", "receipt:1"):
        with desk.act("test.act") as act:
            act.subject = subject
    before = desk.database.file.read_bytes()
    lost = loss(desk.data, made.file)
    assert (lost.acts, dict(lost.kinds)) == (4, {"request": 2, "site": 1, "receipt": 1})
    assert lost.since is not None
    assert lost.until is not None
    assert desk.database.file.read_bytes() == before
    other = open_desk(desk.data.parent / "other", clock=lambda: NOW)
    with other.act("test.other"):
        pass
    foreign = backup(other)
    other.database.close()
    assert loss(desk.data, foreign.file).acts is None


def test_three_replaced_databases_are_kept(desk: Desk, tmp_path: Path) -> None:
    made = backup(desk, tmp_path / "copy.sqlite3")
    desk.database.close()
    for _ in range(5):
        restore(desk.data, made.file)
    assert len(list(desk.data.glob("replaced-*.sqlite3"))) == 3
    assert not list(desk.data.glob("incoming*"))
    assert not list(desk.data.glob("unpacked-*"))


def test_whole_copies_that_a_killed_restore_left_go_with_the_next_start(desk: Desk) -> None:
    left = [
        "incoming.sqlite3",
        "incoming.sqlite3.part-journal",
        "turned.sqlite3",
        "desk.keys.part",
        "replaced-20261121-010203-000004.sqlite3.part",
    ]
    for name in left:
        (desk.data / name).write_bytes(b"SQLite format 3\0 all the data")
    kept = [desk.data / "replaced-20261121-010203-000004.sqlite3", paths.database_file(desk.data)]
    kept[0].write_bytes(b"SQLite format 3\0")
    looked = [desk.data / "unpacked-now", desk.data / "unpacked-old"]
    for folder in looked:
        folder.mkdir()
        (folder / "desk.sqlite3").write_bytes(b"SQLite format 3\0")
    os.utime(looked[1], (1, 1))
    copies.sweep_site(desk.data)
    assert [name for name in left if (desk.data / name).exists()] == []
    assert [folder.exists() for folder in looked] == [True, False]
    assert all(file.is_file() for file in kept)


# --------------------------------------------------------------------------------------------- a database that is lost
@pytest.mark.parametrize("content", [None, b"", b"S", b"SQLite format 3"])
@pytest.mark.parametrize("left", ["backup", "scan", "wal", "keys"])
def test_a_lost_database_is_no_new_site(desk: Desk, content: bytes | None, left: str) -> None:
    data, file = desk.data, paths.database_file(desk.data)
    made = backup(desk) if left == "backup" else None
    desk.database.close()
    file.unlink()
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    if content is not None:
        file.write_bytes(content)
    if left == "scan":
        paths.private(paths.attachments(data)).joinpath("0" * 64).write_bytes(b"%PDF")
    elif left == "wal":
        Path(f"{file}-wal").write_bytes(b"x" * 40)
    elif left == "keys":
        paths.key_file(data).write_bytes(b"{}")
    with pytest.raises(DeskError) as refused:
        open_desk(data)
    assert refused.value.code == "lost"
    assert (made is not None) == (made is not None and made.file.name in refused.value.message)
    if made is not None:
        restore(data, made.file)
        open_desk(data).database.close()


def test_an_empty_folder_and_a_start_that_was_killed_are_a_new_site(tmp_path: Path) -> None:
    open_desk(tmp_path / "one").database.close()
    paths.private(tmp_path / "two")
    paths.database_file(tmp_path / "two").write_bytes(b"")
    open_desk(tmp_path / "two").database.close()


# ------------------------------------------------------------------------------------------------- folders and shares
@pytest.mark.parametrize("name", ["a%41b", "site%31", "a?b", "per%20cent", "x#y", "50%", "空 格", "a&b=c"])
@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not allow")
def test_a_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    (tmp_path / "site1").mkdir()
    desk = open_desk(tmp_path / name, clock=lambda: NOW)
    _act(desk)
    made = backup(desk)
    assert verify(made.file).count == 1
    plain = backup(desk, tmp_path / name / "copy.sqlite3")
    assert verify(plain.file).count == 2
    desk.database.close()
    assert paths.database_file(tmp_path / name).is_file()
    assert list((tmp_path / "site1").iterdir()) == []


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PureWindowsPath(r"\\nas\backup\copy.sqlite3"), "file:////nas/backup/copy.sqlite3"),
        (PureWindowsPath("\\\\192.0.2.9\\物业\\a.sqlite3"), "file:////192.0.2.9/%E7%89%A9%E4%B8%9A/a.sqlite3"),
        (PureWindowsPath(r"C:\Desk\50%?.sqlite3"), "file:///C:/Desk/50%25%3F.sqlite3"),
        (PurePosixPath("/srv/a?b#c"), "file:///srv/a%3Fb%23c"),
    ],
)
def test_a_share_is_a_path_and_no_host(path: PurePath, address: str) -> None:
    assert sqlite_engine.address(path) == address


def test_sqlite_opens_a_path_with_two_slashes(desk: Desk) -> None:
    file = paths.database_file(desk.data)
    with closing(sqlite3.connect(f"file:///{file.as_posix()}?mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM site").fetchone() is not None


def test_half_copies_of_a_killed_run_go_and_do_not_pile_up(desk: Desk) -> None:
    folder = paths.backups(desk.data)
    folder.mkdir(parents=True)
    left = folder / "desk-20261119-080000.sqlite3.part"
    for suffix in ("", "-journal", "-wal"):
        left.with_name(left.name + suffix).write_bytes(b"half")
    assert daily_backup(desk) is not None
    assert [file.name for file in folder.iterdir()] == ["desk-20261121-090000-0-000000000000.zip"]
