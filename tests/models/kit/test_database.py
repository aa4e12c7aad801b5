"""What the disk and the file say, told in words; and the transaction that is all or nothing."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from desk import app, paths
from desk.app import open_desk
from desk.errors import StorageError
from desk.models import AuditEvent, Base, Building, Sequence, Setting, Unit
from desk.models.kit import database as database_module
from desk.models.kit.database import Database, open_database, storage_error_from_os
from desk.models.kit.engines import sqlite as engine_of_files
from desk.services.kit.desk import Desk
from desk.services.kit.sequences import next_number


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.sqlite3"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    opened = open_database(file)
    yield opened
    opened.close()


def test_commits_are_on_the_disk_and_foreign_keys_hold(database: Database) -> None:
    with database.read() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA synchronous")) == 2
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(Unit(building_id=99, room="101", code="9-1-101", name="x", sort="x"))


def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as session:
        session.add(Setting(key="a", value=1))
        session.flush()
        raise RuntimeError
    with database.read() as session:
        assert session.get(Setting, "a") is None


def test_reading_never_saves(database: Database) -> None:
    with database.read() as session:
        session.add(Setting(key="a", value=1))
        session.flush()
    with database.read() as session:
        assert session.get(Setting, "a") is None


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as writer:
        writer.add(Setting(key="a", value=1))
        writer.flush()
        with database.read() as reader:
            assert reader.get(Setting, "a") is None


def test_two_writers_queue_and_numbers_have_no_gap(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, data=tmp_path)
    day = datetime(2026, 11, 21, tzinfo=UTC).date()
    given: list[str] = []

    def take() -> None:
        for _ in range(15):
            with desk.act("test.number") as act:
                given.append(next_number(act.session, "TS", day))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == [f"TS-20261121-{n:04d}" for n in range(1, 61)]


def test_a_number_of_a_failed_act_is_given_again(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, data=tmp_path)
    day = datetime(2026, 11, 21, tzinfo=UTC).date()
    with pytest.raises(RuntimeError), desk.act("test.number") as act:
        assert next_number(act.session, "TS", day) == "TS-20261121-0001"
        raise RuntimeError
    with desk.act("test.number") as act:
        assert next_number(act.session, "TS", day) == "TS-20261121-0001"
    with desk.look() as session:
        assert session.get(Sequence, "TS-20261121").last == 1
        assert session.scalar(select(func.count(AuditEvent.id))) == 1


def test_a_full_disk_is_a_sentence_and_nothing_is_half_saved(database: Database) -> None:
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
        connection.rollback()
    with pytest.raises(StorageError) as refused, database.write() as session:
        session.add_all([Setting(key=f"k{n}", value="x" * 2000) for n in range(50)])
    assert refused.value.code == "disk-full"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Setting)) == 0


def test_a_write_protected_file_is_a_sentence(database: Database) -> None:
    with pytest.raises(StorageError) as refused, database.write() as session:
        session.execute(text("PRAGMA query_only=ON"))
        session.add(Setting(key="a", value=1))
    assert refused.value.code == "read-only"


def test_a_busy_file_is_a_sentence(file: Path) -> None:
    opened = open_database(file, busy_seconds=0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as refused, opened.write() as session:
            session.add(Setting(key="a", value=1))
        other.execute("ROLLBACK")
    opened.close()
    assert refused.value.code == "locked"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"this is not a database at all" * 100, {"not-a-database"}),
        (b"SQLite format 3\x00" + b"\xff" * 8000, {"not-a-database", "broken"}),
    ],
)
def test_a_broken_file_is_a_sentence_and_stays_as_it_is(file: Path, content: bytes, codes: set[str]) -> None:
    file.write_bytes(content)
    with pytest.raises(StorageError) as refused:
        open_database(file)
    assert refused.value.code in codes
    assert file.read_bytes() == content


def test_another_programs_database_is_not_touched(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
    with pytest.raises(StorageError) as refused:
        open_database(file)
    assert refused.value.code == "not-a-database"


def test_a_newer_database_is_not_touched(file: Path) -> None:
    open_database(file).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num='9999'")
        connection.commit()
    with pytest.raises(StorageError) as refused:
        open_database(file)
    assert refused.value.code == "newer"


def test_an_empty_file_left_by_a_crash_becomes_a_database(file: Path) -> None:
    file.touch()
    opened = open_database(file)
    opened.close()
    assert database_module.revision_of(file) == database_module.REVISION


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk-full"), (errno.EACCES, "read-only"), (errno.EIO, "io")]
)
def test_what_the_operating_system_says_becomes_a_sentence(number: int, code: str) -> None:
    assert storage_error_from_os(OSError(number, "x")).code == code


def test_the_steps_make_exactly_the_models() -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    from desk.models.migrations import upgrade

    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    engine.dispose()
    assert differences == []
    assert revision == database_module.REVISION


def test_an_older_database_is_copied_and_then_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    first = open_desk(site)
    with first.act("test.before"):
        pass
    first.database.close()
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "9001_more.py").write_text(
        f"from alembic import op\nrevision='9001'\ndown_revision='{database_module.REVISION}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE added_later (x INTEGER)')\n"
    )
    from desk.models import migrations

    plain = migrations.config

    def with_more(connection: object) -> object:
        settings = plain(connection)
        own = Path(migrations.__file__).parent / "versions"
        settings.set_main_option("path_separator", "newline")
        settings.set_main_option("version_locations", f"{own}\n{steps}")
        return settings

    monkeypatch.setattr(migrations, "config", with_more)
    monkeypatch.setattr(database_module, "REVISION", "9001")
    desk = open_desk(site)
    with desk.look() as session:
        assert session.scalar(text("SELECT count(*) FROM added_later")) == 0
        # The rows are others now: their sums are reckoned anew by an event that says so.
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert last is not None
        assert last.act == "site.upgraded"
        assert list(desk.database.backend.changed_rows(session, last.state or "")) == []
    desk.database.close()
    copies = list(paths.backups(site).glob("before-migration-*.sqlite3"))
    assert len(copies) == 1
    assert database_module.revision_of(copies[0]) != "9001"


def test_a_migration_that_fails_leaves_the_old_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    open_desk(site).database.close()
    file = paths.database_file(site)
    monkeypatch.setattr(database_module, "REVISION", "9001")
    monkeypatch.setattr(
        "desk.models.migrations.upgrade", lambda connection: connection.exec_driver_sql("DROP nonsense")
    )
    with pytest.raises(Exception, match="nonsense"):
        app.migrate(file, paths.backups(site))
    assert database_module.revision_of(file) != "9001"


def test_money_is_fen_and_moments_are_utc(database: Database) -> None:
    from desk.models.kit.types import Instant, Money

    money = Money()
    assert money.process_bind_param(Decimal("12.34"), None) == 1234
    assert money.process_result_value(1234, None) == Decimal("12.34")
    with pytest.raises(ValueError, match="two decimal"):
        money.process_bind_param(Decimal("0.001"), None)
    with pytest.raises(TypeError):
        money.process_bind_param(1.5, None)
    instant = Instant()
    noon = datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=8)))
    assert instant.process_bind_param(noon, None) == datetime(2026, 11, 21, 4)  # noqa: DTZ001 - what the test is about
    with pytest.raises(ValueError, match="time zone"):
        instant.process_bind_param(datetime(2026, 11, 21), None)  # noqa: DTZ001 - what the test is about


def test_an_area_is_never_a_float(database: Database) -> None:
    with database.write() as session:
        building = Building(code="1", name="1栋", sort="1")
        session.add(building)
        session.flush()
        session.add(
            Unit(building_id=building.id, room="101", code="1-1-101", name="x", sort="x", area=Decimal("89.10"))
        )
    with database.read() as session:
        assert session.scalar(text("SELECT area FROM unit")) == 8910
        assert session.scalar(select(Unit.area)) == Decimal("89.10")


def test_audit_events_cannot_be_changed(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, data=tmp_path)
    with desk.act("test.act"):
        pass
    with pytest.raises(TypeError, match="cannot be changed"), database.write() as session:
        session.scalars(select(AuditEvent)).one().act = "other"
    with pytest.raises(TypeError, match="cannot be changed"), database.write() as session:
        session.delete(session.scalars(select(AuditEvent)).one())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take an open file away")
@pytest.mark.parametrize("how", ["moved", "deleted", "replaced"])
def test_an_act_in_a_folder_that_is_gone_is_not_said_to_be_done(tmp_path: Path, how: str) -> None:
    site = tmp_path / "site"
    desk = open_desk(site)
    with desk.act("test.before"):
        pass
    if how == "moved":
        site.rename(tmp_path / "elsewhere")
    elif how == "deleted":
        shutil.rmtree(site)
    else:
        (site / "desk.sqlite3").rename(site / "old")
        (site / "desk.sqlite3").write_bytes((site / "old").read_bytes())
    with pytest.raises(StorageError) as refused, desk.act("test.after"):
        pass
    assert refused.value.code == "moved"
    if how == "moved":
        (tmp_path / "elsewhere").rename(site)
        with desk.act("test.after"):
            pass
    desk.database.close()


def test_what_was_read_before_a_change_is_not_kept_after_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path / "site")
    slow = desk.database.glance

    @contextmanager
    def glance() -> Iterator[object]:
        with slow() as connection:
            yield connection
        desk.forget()  # somebody changed it while this one was still reading

    desk.database.glance = glance
    assert desk.policy["backup.days"] == 14
    assert desk._policy is None
    assert desk.site.name == ""
    assert desk._site is None
    desk.database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no path of that length at all")
def test_a_path_that_is_too_long_is_called_so(tmp_path: Path) -> None:
    folder = tmp_path
    while len(str(folder)) < 520:
        folder = folder / ("f" * 100)
    with pytest.raises(StorageError) as refused:
        open_desk(folder)
    assert refused.value.code == "path-too-long"


def test_the_log_is_cut_when_a_reader_that_stayed_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_of_files, "WAL_KEPT", 65_536)
    database = open_database(tmp_path / "desk.sqlite3")
    log = tmp_path / "desk.sqlite3-wal"
    with database.read() as reader:
        reader.execute(text("SELECT count(*) FROM setting"))
        for number in range(60):
            with database.write() as session:
                session.add(Setting(key=f"test.{number}", value="x" * 20_000))
        grown = log.stat().st_size
    for number in range(3):
        with database.write() as session:
            session.add(Setting(key=f"after.{number}", value="x"))
    with closing(engine_of_files.connect(tmp_path / "desk.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    with database.write() as session:
        session.add(Setting(key="last", value="x"))
    assert grown > 1_000_000
    assert log.stat().st_size <= 65_536 + 4_152 * 8
    database.close()
