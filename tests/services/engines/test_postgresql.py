"""A site on a server: opened, copied, put back, brought up; and what the server says, told in words."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from desk import app, paths
from desk.app import open_desk
from desk.errors import StorageError
from desk.models import AuditEvent, Base, Setting, Unit
from desk.models.kit import database as databases
from desk.models.kit.database import backend_for, open_database, revision_of
from desk.services.demo import make_demo
from desk.services.finder import find
from desk.services.kit.desk import Desk
from desk.services.site.backup import backup, daily_backup, verify
from desk.services.site.check import check
from desk.services.site.restore import restore
from tests.kit import postgresql
from tests.services.engines.test_engines import in_threads

if postgresql.left_out():
    pytest.skip(postgresql.WHY_NOT, allow_module_level=True)


@pytest.fixture
def address(server):
    """An empty database."""
    with server.database() as made:
        yield made


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("demo")
    desk = open_desk(data)
    make_demo(desk, units=8, seed=2)
    desk.database.close()
    return paths.database_file(data)


@pytest.fixture(scope="module")
def demo_template(server, demo_file: Path) -> str:
    name = server.new()
    backend_for(server.address(name)).replace_by(demo_file)
    return name


@pytest.fixture
def demo(server, demo_template: str, tmp_path: Path):
    """A desk on the demo site."""
    with server.database(demo_template) as made:
        desk = open_desk(tmp_path, made)
        yield desk
        desk.database.close()


def code_of(call, *arguments, **named) -> str:
    with pytest.raises(StorageError) as refused:
        call(*arguments, **named)
    assert refused.value.message
    return refused.value.code


def rows_of(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    with desk.database.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name != "row_sum"  # a server keeps none
        }


# ------------------------------------------------------------------------------------------------ opening and bringing up
def test_an_empty_database_becomes_a_site_and_is_opened_again(address, tmp_path):
    for _time in range(2):
        desk = open_desk(tmp_path, address)
        with desk.act("test.act"):
            pass
        desk.database.close()
    assert not paths.database_file(tmp_path).exists()
    assert revision_of(address) == databases.REVISION


def test_two_counters_start_at_once_on_an_empty_database(address):
    in_threads(*(lambda: open_database(address).close() for _ in range(3)))
    assert revision_of(address) == databases.REVISION


def test_the_steps_make_exactly_the_models(address):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from desk.models.migrations import upgrade

    engine = backend_for(address).engine()
    with engine.begin() as connection:
        upgrade(connection)
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        unordered = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
        ).all()
    engine.dispose()
    json_columns = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if type(column.type).__name__ == "Json"
    }
    assert differences == []
    assert {tuple(row) for row in unordered} - json_columns == set()


def test_an_older_database_is_copied_and_brought_up_once_by_two_counters(address, tmp_path, monkeypatch):
    first = open_desk(tmp_path / "a", address)
    with first.act("test.before"):
        pass
    first.database.close()
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "9001_more.py").write_text(
        f"from alembic import op\nrevision='9001'\ndown_revision='{databases.REVISION}'\n"
        "def upgrade():\n    op.execute('CREATE TABLE added_later (x INTEGER)')\n",
        encoding="utf-8",
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
    before = databases.REVISION
    monkeypatch.setattr(databases, "REVISION", "9001")
    # Alembic itself runs one at a time in a process; the counters are processes.
    app.migrate(address, paths.backups(tmp_path / "a"))
    databases.upgrade(backend_for(address))
    desk = open_desk(tmp_path / "b", address)
    with desk.look() as session:
        assert session.scalar(text("SELECT count(*) FROM added_later")) == 0
    desk.database.close()
    (copy,) = paths.backups(tmp_path / "a").glob("before-migration-*.sqlite3")
    assert revision_of(copy) == before


def test_a_step_that_fails_leaves_the_old_database(address, tmp_path, monkeypatch):
    open_desk(tmp_path, address).database.close()
    monkeypatch.setattr(databases, "REVISION", "9001")

    def half(connection) -> None:
        connection.exec_driver_sql("DROP TABLE draft")
        connection.exec_driver_sql("DROP nonsense")

    monkeypatch.setattr("desk.models.migrations.upgrade", half)
    with pytest.raises(Exception, match="nonsense"):
        databases.upgrade(backend_for(address))
    engine = backend_for(address).engine()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM draft").scalar() == 0
    engine.dispose()


# ------------------------------------------------------------------------------------------------------ there and back
def test_a_site_moves_to_a_server_and_back_without_losing_a_row(demo, demo_file, tmp_path):
    assert check(demo) == []
    made = backup(demo, tmp_path / "copy.sqlite3")
    verify(made.file)
    again = tmp_path / "again"
    assert restore(again, made.file) is None
    desk = open_desk(again)
    original = Desk(open_database(shutil.copy(demo_file, tmp_path / "original.sqlite3")), data=tmp_path)
    assert rows_of(desk) == rows_of(original)
    with desk.act("test.after"):
        pass  # a restore by the command leaves its event: the sums that a server does not keep are made anew by it
    assert check(desk) == []
    assert find(desk, "1-1-101") == find(demo, "1-1-101")
    for opened in (desk, original):
        opened.database.close()


def test_ids_go_on_after_the_copied_ones(demo):
    with demo.act("test.act"):
        pass
    assert check(demo) == []


def test_a_backup_is_put_back_and_what_it_replaces_is_kept(demo, server, tmp_path):
    address = demo.database.backend._address
    made = backup(demo, tmp_path / "copy.sqlite3")
    with demo.look() as session:
        before = session.scalar(select(func.count()).select_from(AuditEvent))
    with demo.act("test.after"):
        pass
    assert code_of(restore, tmp_path, made.file, address) == "in-use"
    demo.database.close()
    kept = restore(tmp_path, made.file, address)
    desk = open_desk(tmp_path, address)
    with desk.look() as session:
        acts = list(session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))
    assert "test.after" not in acts
    assert len(acts) == before - 1  # the copy was made before its own event was written
    with desk.act("test.again"):
        pass
    assert check(desk) == []
    desk.database.close()
    verify(kept)
    assert list(tmp_path.glob("desk-restore-*")) == []


def test_the_day_gets_one_backup_and_it_tells_how_far_it_is(demo):
    told: list[tuple[int, int]] = []
    made = backup(demo, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 100
    assert made.file.parent == paths.backups(demo.data)
    made.file.unlink()
    assert daily_backup(demo) is not None
    assert daily_backup(demo) is None


def test_others_work_on_while_a_copy_is_made(demo, tmp_path):
    seen: list[int] = []

    def work(done: int, _total: int) -> None:
        if not seen:
            with demo.act("test.meanwhile"):
                pass
        seen.append(done)

    made = backup(demo, tmp_path / "copy.sqlite3", progress=work)
    copied = Desk(open_database(made.file), data=tmp_path)
    with copied.look() as session:
        assert "test.meanwhile" not in set(session.scalars(select(AuditEvent.act)))
    copied.database.close()
    assert check(demo) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE slip SET content = replace(content, '楼', '樓')", "slip-hash"),
        ("UPDATE audit_event SET data = '{}' WHERE id = 5", "audit-chain"),
        ("DELETE FROM audit_event WHERE id = 5", "audit-chain"),
        ("UPDATE sequence SET last = last + 1", "sequence-gap"),
        ("UPDATE unit SET building_id = 999 WHERE id = 1", "foreign-key"),
        ("DELETE FROM request_event", "request-events"),
        ("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_search_term_shelf_term'::regclass", "integrity"),
    ],
)  # fmt: skip
def test_what_was_changed_by_hand_is_found(demo, change, code):
    with demo.database.write() as session:
        session.execute(text("SET session_replication_role = replica"))  # as somebody who knows how would do it
        assert session.execute(text(change)).rowcount > 0
        session.execute(text("SET session_replication_role = DEFAULT"))
    assert code in {finding.code for finding in check(demo)}


# ------------------------------------------------------------------------------------------------------- in words
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://desk@127.0.0.1:9/site", "unreachable"),
        ("postgresql://desk@/site?host=/nowhere", "unreachable"),
        ("postgresql://desk:secret@localhost/site", "bad-address"),
        ("postgresql://desk@localhost/site?password=secret", "bad-address"),
        ("desk.sqlite3", "bad-address"),
        ("mysql://desk@localhost/site", "bad-address"),
    ],
)
def test_an_address_that_leads_nowhere_is_a_sentence(server, address, code):
    with pytest.raises(StorageError) as refused:
        open_database(address)
    assert refused.value.code == code
    assert "secret" not in refused.value.message


def test_a_database_or_a_user_that_is_not_there_is_a_sentence(server):
    assert code_of(open_database, server.address("nothing")) == "no-database"
    assert code_of(open_database, server.address("postgres").replace("desk@", "nobody@")) == "no-database"


def test_a_password_is_asked_for_and_a_wrong_one_refused(server, tmp_path, monkeypatch):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    server.sql("CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '密码 1'")
    with server.database() as plain, server.guarded("guarded"):
        address = plain.replace("desk@", "guarded@")
        assert code_of(open_database, address) == "password-needed"
        assert code_of(open_database, address, password="falsch") == "wrong-password"
        asked: list[str] = []
        answers = ["falsch", "密码 1"]
        desk = app.open_asking(tmp_path, address, lambda sentence: asked.append(sentence) or answers.pop(0))
        with desk.act("test.act"):
            pass
        desk.database.close()
        assert len(asked) == 2
        assert code_of(app.open_asking, tmp_path, address, lambda _sentence: None) == "password-needed"


def test_another_programs_database_is_not_touched(server, address):
    server.sql("CREATE TABLE theirs (x int)", database=address.split("/")[3].split("?")[0])
    assert code_of(open_database, address) == "not-a-database"


def test_a_newer_database_is_not_touched(address):
    open_database(address).close()
    engine = backend_for(address).engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    engine.dispose()
    assert code_of(open_database, address) == "newer"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("40001", "locked"), ("40P01", "locked"), ("55P03", "locked"), ("53300", "locked"), ("53100", "disk-full"),
        ("25006", "read-only"), ("42501", "read-only"), ("XX001", "broken"), ("XX002", "broken"), ("58030", "io"),
        ("57P01", "server-gone"), ("08006", "server-gone"),
    ],
)  # fmt: skip
def test_what_the_server_says_becomes_a_sentence(demo, state, code):
    def fail() -> None:
        with demo.database.write() as session:
            session.add(Setting(key="a", value=1))
            session.flush()
            session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"))

    assert code_of(fail) == code
    with demo.look() as session:
        assert session.get(Setting, "a") is None


def test_a_lock_that_takes_too_long_is_a_sentence(demo):
    patient = Desk(open_database(demo.database.backend._address, busy_seconds=0.05), data=demo.data)

    def act() -> None:
        with patient.act("test.act"):
            pass

    with demo.act("test.long"):
        assert code_of(act) == "locked"
    act()
    patient.database.close()


def test_a_lost_connection_is_a_sentence_and_the_next_act_works(server, demo):
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'desk'"

    def act() -> None:
        with demo.act("test.act") as act:
            server.sql(end)
            act.session.scalars(select(Unit.id)).all()

    def look() -> None:
        with demo.database.glance() as connection:
            server.sql(end)
            connection.execute("SELECT 1")

    assert code_of(act) == "server-gone"
    assert code_of(look) == "server-gone"
    with demo.act("test.act"):
        pass
    server.sql(end)
    assert find(demo, "1-1-101")
    assert check(demo) == []


# ------------------------------------------------------------------------------------------------------------ commands
def run(*arguments: object, code: int = 0) -> object:
    done = subprocess.run(
        [sys.executable, "-m", "desk", *map(str, arguments), "--json"],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


@pytest.mark.long
def test_the_commands_work_on_a_server(address, tmp_path):
    data = tmp_path / "site"
    assert run("--database", address, "demo", "--units", 8, "--no-window", "--data", data)["units"] >= 8
    assert not paths.database_file(data).exists()
    assert run("find", "1-1-101", "--data", data, "--database", address)[0]["kind"] == "unit"
    copy = tmp_path / "copy.sqlite3"
    assert run("backup", copy, "--data", data, "--database", address)["bytes"] == copy.stat().st_size
    assert run("restore", copy, "--data", data, "--database", address)["kept"]
    assert run("check", "--data", data, "--database", address) == []
    assert (
        run("check", "--data", data, "--database", "postgresql://desk@127.0.0.1:9/x", code=1)["error"]["code"]
        == "unreachable"
    )


def test_the_finder_walks_its_index(demo):
    """With tables as small as here the server would read them through; it is told not to, to see what the index can do."""
    from desk.features import FEATURES
    from desk.services import finder
    from desk.services.finder.query import words

    typed = words("wang")
    (statement,), bounds = finder._statements((len(typed[0].starts),), FEATURES), finder._bounds(typed)
    with demo.database.glance() as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        connection.execute("SET LOCAL enable_bitmapscan = off")
        plan = [row[0] for row in connection.execute(f"EXPLAIN {statement}", bounds)]
    assert any("Index Only Scan" in line and "ix_search_term_shelf_term" in line for line in plan)
    assert not [line for line in plan if "Seq Scan" in line or "Sort" in line]
    assert all("term >=" in line and "term <" in line for line in plan if "Index Cond" in line)


def test_a_driver_that_is_not_installed_is_a_sentence(tmp_path):
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from desk.cli import main; sys.exit(main(['check', '--json', '--database', 'postgresql://x@localhost/x', '--data', sys.argv[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["error"]["code"] == "no-driver"


def test_sqlite_needs_no_driver_of_a_server(demo_file):
    code = (
        "import sys; from pathlib import Path; from desk.app import open_desk\n"
        "from desk.services.site.check import check; desk = open_desk(Path(sys.argv[1]).parent); check(desk); desk.database.close()\n"
        "print([name for name in sys.modules if name.startswith('psycopg')])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(demo_file)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
