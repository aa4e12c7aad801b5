"""What is changed in a closed database is found: 36 ways and more, each with the chain left as it is, or reckoned anew with care."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from desk import paths
from desk.app import open_desk
from desk.errors import DeskError
from desk.models import PrintLog, Setting, SlipRecord
from desk.models.kit.engines import ledger
from desk.models.kit.engines.sqlite import connect
from desk.services.demo import make_demo
from desk.services.kit import audit
from desk.services.kit.desk import Desk
from desk.services.site import anchor, places
from desk.services.site.backup import backup
from desk.services.site.backup_files import after_restore
from desk.services.site.check import check
from desk.services.site.restore import restore


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("tampering") / "site"
    desk = open_desk(data)
    make_demo(desk, units=6, seed=2)
    backup(desk)
    with desk.act("test.after") as act:
        slip = act.session.scalars(select(SlipRecord.id)).first()
        act.session.add(PrintLog(slip_id=slip, count=0, at=act.at, staff_id=1))
    backup(desk)
    assert check(desk) == []
    desk.database.close()
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "site"))


def codes(data: Path) -> set[str]:
    desk = open_desk(data)
    try:
        return {finding.code for finding in check(desk)}
    finally:
        desk.database.close()


def changed(data: Path, *statements: str) -> None:
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
        connection.commit()


PLAIN = {
    "an event in the middle": "UPDATE audit_event SET data = '{}' WHERE id = 5",
    "an event in the middle taken away": "DELETE FROM audit_event WHERE id = 5",
    "the last event taken away": "DELETE FROM audit_event WHERE id = (SELECT max(id) FROM audit_event)",
    "the last ten": "DELETE FROM audit_event WHERE id > (SELECT max(id) - 10 FROM audit_event)",
    "all of them": "DELETE FROM audit_event",
    "who did it": "UPDATE audit_event SET staff_id = NULL WHERE id = (SELECT max(id) FROM audit_event WHERE staff_id IS NOT NULL)",
    "when it was done": "UPDATE audit_event SET at = '2020-01-01 00:00:00.000000' WHERE id = 7",
    "what it was about": "UPDATE audit_event SET subject = 'request:999' WHERE id = (SELECT max(id) FROM audit_event)",
    "the state it left": "UPDATE audit_event SET state = NULL WHERE id = (SELECT max(id) FROM audit_event)",
    "a request's words": "UPDATE request SET content = 'nothing happened' WHERE id = 1",
    "a request's state": "UPDATE request SET state = 'closed' WHERE state <> 'closed'",
    "a request's promise": "UPDATE request SET promised_at = '2030-01-01 00:00:00.000000' WHERE promised_at IS NOT NULL",
    "a request's history": "DELETE FROM request_event WHERE id = (SELECT max(id) FROM request_event)",
    "a history's moment": "UPDATE request_event SET at = '2020-01-01 00:00:00.000000' WHERE id = 1",
    "a grade": "UPDATE callback_attempt SET score = 5",
    "a callback": "DELETE FROM callback_attempt WHERE id = 1",
    "a work order": "UPDATE work_order SET worker = '别人'",
    "a person's name": "UPDATE customer SET name = '某某' WHERE id = 1",
    "a person's phone": "UPDATE phone SET number = '13900000000' WHERE id = 1",
    "a stay": "UPDATE occupancy SET role = 'owner' WHERE role <> 'owner'",
    "a stay taken away": "DELETE FROM occupancy WHERE id = 1",
    "a room": "UPDATE unit SET area = 1 WHERE id = 1",
    "a role": "UPDATE staff SET role = 'manager' WHERE role = 'receptionist'",
    "PINs emptied": "UPDATE staff SET pin = ''",
    "another PIN": "UPDATE staff SET pin = 'x' WHERE id = 1",
    "one more on the staff": "INSERT INTO staff (login, name, role, pin, department, phone, active, failed) "
    "SELECT 'x', 'x', 'manager', '', '', '', 1, 0",
    "a rule": "INSERT INTO setting (key, value) VALUES ('policy.staff.pin_attempts', '99')",
    "the print log emptied": "DELETE FROM print_log",
    "a slip": "UPDATE slip SET content = replace(content, '1', '2')",
    "a slip's hash": "UPDATE slip SET sha256 = ''",
    "a slip's state": "UPDATE slip SET state = 'void'",
    "a slip taken away": "DELETE FROM slip WHERE id = (SELECT max(id) FROM slip)",
    "a counter": "UPDATE sequence SET last = last - 1 WHERE name LIKE 'BX%'",
    "a sealed value": "DELETE FROM sealed_value WHERE digest = (SELECT max(digest) FROM sealed_value)",
    "the sums": "UPDATE row_sum SET total = '00' WHERE name = 'request'",
    "all sums": "DELETE FROM row_sum",
    "the demo's mark": "UPDATE site SET demo = 0",
    "a trigger": "CREATE TRIGGER quiet AFTER INSERT ON audit_event BEGIN DELETE FROM print_log; END",
    "a view": "CREATE VIEW all_phones AS SELECT * FROM customer",
    "a table": "CREATE TABLE mine (x INTEGER)",
    "an index taken away": "DROP INDEX ix_audit_event_subject",
}


@pytest.mark.parametrize("what", PLAIN)
def test_what_was_changed_in_a_closed_database_is_found(data: Path, what: str) -> None:
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        try:
            rows = connection.execute(PLAIN[what]).rowcount
        except sqlite3.OperationalError as error:  # a column of another name: the table below says which there are
            table = PLAIN[what].split()[1 if PLAIN[what].startswith("UPDATE") else 2]
            pytest.fail(f"{error}: {[row[1] for row in connection.execute(f'PRAGMA table_info({table})')]}")
        assert rows != 0
        connection.commit()
    assert codes(data)


# ------------------------------------------------------------------------------- with care: sums and chain reckoned anew
def reckon_anew(connection: sqlite3.Connection) -> None:
    """What somebody does who has the program: the sums of the rows, the counter and the whole chain fit again."""
    count = connection.execute("SELECT count(*) FROM audit_event").fetchone()[0]
    connection.execute("UPDATE sequence SET last = ? WHERE name = 'audit'", (count,))
    sums = {
        name: f"{ledger.sum_of(connection, name, columns):064x}"
        for name, columns in ledger.tables_of(connection).items()
    }
    connection.execute("DELETE FROM row_sum")
    connection.executemany("INSERT INTO row_sum VALUES (?, ?)", list(sums.items()))
    connection.execute(
        "UPDATE audit_event SET state = ? WHERE id = (SELECT max(id) FROM audit_event)", (ledger.seal(sums),)
    )
    previous = ""
    asked = "SELECT id, at, staff_id, act, subject, data, state FROM audit_event ORDER BY id"
    for number, at, staff, act, subject, data, state in connection.execute(asked).fetchall():
        moment = at.replace(" ", "T").removesuffix(".000000") + "+00:00"
        columns = [previous, moment, staff, act, subject, json.loads(data or "{}")]
        text = json.dumps(
            columns if state is None else [*columns, state], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        digest = hashlib.sha256(text.encode()).hexdigest()
        connection.execute("UPDATE audit_event SET previous = ?, hash = ? WHERE id = ?", (previous, digest, number))
        previous = digest
    connection.commit()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET data = '{}' WHERE id = 5",
        "DELETE FROM audit_event WHERE id = 5",
        "DELETE FROM audit_event WHERE id > 20",
        "UPDATE audit_event SET subject = 'request:1' WHERE id = 9",
        "UPDATE audit_event SET staff_id = 1 WHERE id = 9",
    ],
)
def test_a_chain_reckoned_anew_does_not_fit_what_stands_outside(data: Path, change: str) -> None:
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        connection.execute(change)
        reckon_anew(connection)
    assert "anchor" in codes(data)
    # Without anything outside it could not be known: that is what the anchors are for.
    shutil.rmtree(paths.backups(data))
    paths.last_act(data).unlink()
    assert "anchor" not in codes(data)


def test_the_code_on_a_sheet_and_a_file_elsewhere_are_anchors_too(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "anchors.txt"
    file.parent.mkdir()
    desk = open_desk(data)
    with desk.look() as session:
        who = session.connection().exec_driver_sql("SELECT id FROM staff WHERE role = 'manager'").scalar_one()
    desk.actor = manager(who)
    places.change_places(desk, anchor=str(file))
    assert anchor.note(desk)
    with desk.look() as session:
        code = audit.code(session)
    assert check(desk, code=code) == []
    with pytest.raises(DeskError):
        check(desk, code="12-XYZ")
    desk.database.close()
    shutil.rmtree(paths.backups(data))
    paths.last_act(data).unlink()
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        connection.execute("UPDATE audit_event SET data = '{}' WHERE id = 5")
        reckon_anew(connection)
    again = open_desk(data)
    messages = [finding.message for finding in check(again, code=code) if finding.code == "anchor"]
    assert len(messages) == 2
    file.unlink()
    assert [finding.code for finding in check(again)] == ["anchor"]
    again.database.close()


def manager(number: int) -> object:
    from desk.services.kit.desk import Actor

    return Actor(number, "zhou", "周敏", "manager")


def test_a_restore_explains_the_acts_it_took_away(data: Path) -> None:
    desk = open_desk(data)
    first = min(paths.backups(data).glob("desk-*.zip"), key=lambda file: int(file.name.split("-")[3]))
    with desk.act("test.lost"):
        pass
    backup(desk)
    desk.database.close()
    kept = restore(data, first)
    again = open_desk(data)
    after_restore(again, first, kept, forget=lambda _desk, _done: 0)
    assert check(again) == []
    for _ in range(5):
        with again.act("test.new"):
            pass
    assert check(again) == []
    again.database.close()
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        connection.execute("UPDATE audit_event SET data = '{}' WHERE id = 5")
        reckon_anew(connection)
    assert "anchor" in codes(data)


# ---------------------------------------------------------------------------------------------------------- the sums
@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(tmp_path / "new")
    yield opened
    opened.database.close()


def _rows(desk: Desk, work: Callable[[object], object]) -> None:
    with desk.act("test.rows") as act:
        work(act.session)


def test_rows_count_whoever_writes_them_and_not_when_it_is_taken_back(desk: Desk) -> None:
    from sqlalchemy import delete, insert, text, update

    from desk.models import Setting
    from desk.models.kit.functions import upsert

    _rows(desk, lambda s: s.add(Setting(key="a", value=1)))
    _rows(desk, lambda s: s.execute(insert(Setting), [{"key": f"k{n}", "value": n} for n in range(50)]))
    _rows(desk, lambda s: s.execute(update(Setting).values(value=3)))
    _rows(desk, lambda s: s.execute(text("INSERT OR REPLACE INTO setting (key, value) VALUES ('a', '9')")))
    _rows(desk, lambda s: upsert(s, Setting, {"key": "a", "value": 10}))
    _rows(desk, lambda s: s.execute(delete(Setting).where(Setting.key > "k2")))
    _rows(desk, lambda s: s.execute(text("DELETE FROM setting")))
    assert check(desk) == []

    def broken(session: object) -> None:
        session.add(Setting(key="b", value=1))
        session.flush()
        raise DeskError("no", "no")

    with pytest.raises(DeskError):
        _rows(desk, broken)
    _rows(desk, lambda s: s.add(Setting(key="c", value="字")))
    assert check(desk) == []


def test_what_a_turn_without_an_act_writes_leaves_an_event(desk: Desk) -> None:
    from desk.models import Setting

    with desk.act("test.first"):
        pass
    with desk.turn() as session:
        session.add(Setting(key="a", value=1))
    assert check(desk) == []
    with desk.turn():
        pass
    assert check(desk) == []


def test_damaged_text_is_a_finding_and_no_traceback(data: Path) -> None:
    changed(data, "UPDATE request SET content = CAST(x'ff00ff' AS TEXT) WHERE id = 1")
    assert "integrity" in codes(data) or "rows" in codes(data)
    changed(data, "UPDATE audit_event SET data = 'no json' WHERE id = 6")
    assert "audit-chain" in codes(data)
    changed(data, "UPDATE request_event SET data = '{' WHERE id = 2")
    assert codes(data)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("request", "content"),
        ("customer", "name"),
        ("audit_event", "data"),
        ("slip", "content"),
        ("phone", "number"),
        ("staff", "pin"),
    ],
)
def test_one_bit_of_a_text_is_found(data: Path, table: str, column: str) -> None:
    file = paths.database_file(data)
    with closing(sqlite3.connect(file)) as connection:
        (text,) = connection.execute(
            f"SELECT {column} FROM {table} WHERE {column} <> '' ORDER BY id LIMIT 1"
        ).fetchone()
    content, wanted = bytearray(file.read_bytes()), str(text).encode()[:40]
    at = content.index(wanted) + len(wanted) // 2
    content[at] ^= 1
    file.write_bytes(content)
    assert codes(data) & {"rows", "audit-chain", "integrity", "slip-hash"}


def test_a_log_of_the_database_that_was_taken_away_is_found_by_the_next_anchor(data: Path, tmp_path: Path) -> None:
    """Acts that are only in the -wal file are lost with it: the record ends before what the backup's name says."""
    desk, cut = open_desk(data), tmp_path / "cut"
    for _each in range(3):
        with desk.act("test.later"):
            pass
    backup(desk)
    for _each in range(3):
        with desk.act("test.later"):
            pass
    shutil.copytree(data, cut, ignore=shutil.ignore_patterns("*-wal", "*-shm", "*.lock"))
    desk.database.close()
    assert codes(data) == set()
    assert "anchor" in codes(cut)


def test_acts_that_were_only_in_a_log_that_is_lost_are_missed_without_any_other_anchor(
    data: Path, tmp_path: Path
) -> None:
    """The last act saved is told beside the file; a copy that was put back is another record, and no fault."""
    desk, cut = open_desk(data), tmp_path / "cut"
    with desk.act("test.later"):
        pass
    made = backup(desk, tmp_path / "stick" / "copy.sqlite3")
    with desk.act("test.later"):
        pass
    shutil.copytree(data, cut, ignore=shutil.ignore_patterns("*-wal", "*-shm", "*.lock"))
    desk.database.close()
    assert codes(data) == set()
    left = open_desk(cut)
    (told,) = [finding for finding in check(left) if finding.code == "anchor"]
    left.database.close()
    assert "desk.sqlite3-wal" in told.message
    restore(cut, made.file)
    assert codes(cut) == set()


def test_an_act_that_is_refused_first_does_not_make_the_next_ones_unseen(data):
    """What a connection makes inside a transaction goes with a rollback: what listens to the rows is made before."""
    desk = open_desk(data)
    with pytest.raises(ZeroDivisionError):
        _rows(desk, lambda _session: 1 // 0)
    _rows(desk, lambda session: session.add(Setting(key="test", value=1)))
    assert check(desk) == []
    desk.database.close()


def _once_refused() -> Callable[..., int]:
    """Refuses the first statement that writes into the tables of tables."""
    left = [1]

    def asked(action: int, table: str | None, *_more: object) -> int:
        if action == sqlite3.SQLITE_INSERT and table == "sqlite_temp_master" and left:
            left.clear()
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    return asked


@pytest.mark.parametrize("guarded", [False, True], ids=["open", "guarded"])
def test_each_row_is_told_also_where_sqlite_guards_its_tables_of_tables(data, guarded):
    """Some builds refuse to have the triggers written at once: they are made one by one, and are the same."""
    with closing(connect(paths.database_file(data))) as connection:
        if guarded:
            connection.set_authorizer(_once_refused())
        kept = ledger.Ledger(connection)
        made = connection.execute("SELECT count(*) FROM sqlite_temp_master WHERE type = 'trigger'").fetchone()[0]
        assert made == 3 * len(ledger.tables_of(connection)) > 300
        kept.begin()
        for statement in (
            "INSERT INTO setting (key, value) VALUES ('test', '1')",
            "UPDATE setting SET value = '2' WHERE key = 'test'",
            "DELETE FROM setting WHERE key = 'test'",
        ):
            connection.execute(statement)
        assert [(image.old is None, image.new is None) for image in kept.images()] == [
            (True, False), (False, False), (False, True),
        ]  # fmt: skip
        with pytest.raises(sqlite3.Error):  # nothing is left open
            connection.execute("INSERT INTO sqlite_temp_master (type) VALUES ('trigger')")
