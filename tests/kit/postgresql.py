"""A PostgreSQL server for the tests: of this run alone, in a temporary folder, reached by a socket, forgetful and quick.

A template is filled once. A test that needs a database of its own gets a copy of it that is dropped afterwards. Most take one
that is kept: it is brought back to the template after each test, and its connections go from one test to the next. A server
needs 45 ms for a copy and 40 ms for the first act on each new connection (its tables are not known yet), both of which the tests would
pay a thousand times.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

try:
    import psycopg
except ImportError:  # no driver: its half of the tests is left out
    psycopg = None  # type: ignore[assignment]
from sqlalchemy import Engine, event
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression

WHY_NOT = (
    "no PostgreSQL 15 or newer on this machine (Debian: apt install postgresql): its half of the tests is left out"
)

# A server loses nothing by losing this database; and its own order of letters must not matter: pinyin, where ours is by code point.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "512MB",
    "shared_buffers": "64MB",
    "max_connections": "60",
}
_LOCALES = (["--locale-provider=icu", "--icu-locale=zh", "--locale=C.UTF-8"], ["--locale=C.UTF-8"], ["--locale=C"])


@cache
def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, the newest; None where there is none or no driver."""
    if psycopg is None:
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = [folder for folder in found if int(folder.parent.name) >= 15 and (folder / "initdb").exists()]
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


def left_out() -> bool:
    """Whether the tests go without a server: none can be had here, and this is not where everything is checked (CI)."""
    return programs() is None and not os.environ.get("CI")


def require() -> None:
    """Skips a test that has no use without a server."""
    if left_out():
        pytest.skip(WHY_NOT)


class Server:
    """A running server and its databases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = count(1)
        self._kept: dict[str, _KeptDatabase] = {}

    def address(self, name: str) -> str:
        """How Desk is told of a database."""
        return f"postgresql://desk@/{name}?host={self.folder}"

    def sql(self, *statements: str, database: str = "postgres") -> None:
        """Runs statements outside a transaction, as the server's owner."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def guarded(self, user: str) -> Iterator[None]:
        """While the block lasts, a user needs a password."""
        rules = self.folder / "data" / "pg_hba.conf"
        trusting = rules.read_text(encoding="utf-8")
        rules.write_text(f"local all {user} scram-sha-256\n{trusting}", encoding="utf-8")
        self.sql("SELECT pg_reload_conf()", "SELECT pg_sleep(0.2)")
        try:
            yield
        finally:
            rules.write_text(trusting, encoding="utf-8")
            self.sql("SELECT pg_reload_conf()")

    def new(self, template: str = "template0") -> str:
        """A database of its own, a copy of `template`; its name."""
        name = f"test{next(self._names)}"
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return name

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address of a copy that is gone after the block."""
        name = self.new(template)
        try:
            yield self.address(name)
        finally:
            self.sql(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def kept(self, template: str) -> Iterator[str]:
        """The address of a database that is as `template` at the beginning of the block, whatever the block before did to it."""
        kept = self._kept.pop(template, None) or _KeptDatabase(self, template)
        with kept.lent():
            yield kept.address
        if kept.back_to_template():
            self._kept[template] = kept
        else:
            kept.drop()

    def end(self) -> None:
        """Closes the connections to what is kept."""
        for kept in self._kept.values():
            kept.end()
        self._kept.clear()


class _KeptConnection(psycopg.Connection[Any] if psycopg else object):  # type: ignore[misc]
    """A connection of a kept database: whoever closes it gives it back."""

    desk_idle: list[_KeptConnection] | None = None

    def close(self) -> None:
        """Ends what is under way; the next who connects in the same way gets it, with nothing set by this one."""
        idle = self.desk_idle
        if idle is None or self.closed or self in idle:
            super().close()
            return
        try:
            self.rollback()
            self.isolation_level = self.read_only = self.deferrable = None
            self.autocommit = True
            self.execute("RESET ALL")
            self.execute("SET application_name = 'idle'")
            self.execute("SELECT pg_advisory_unlock_all()")
        except psycopg.Error:
            super().close()
        else:
            idle.append(self)

    def end(self) -> None:
        """Closes it for good."""
        super().close()


class _KeptDatabase:
    """A copy of a template, its connections, and beside its tables (in a schema of its own) what they held at first."""

    MOST = 80
    """Tests: what they leave behind inside the tables' files makes it slower, and a new copy is like the first."""

    def __init__(self, server: Server, template: str) -> None:
        self._server = server
        self._name = server.new(template)
        self.address = server.address(self._name)
        self._idle: dict[str, list[_KeptConnection]] = {}
        self._tests = 0
        self._hand = psycopg.connect(self.address, autocommit=True, application_name="tests")
        _remember(self._hand)
        self._shape = self._hand.execute(_SHAPE).fetchone()

    @contextmanager
    def lent(self) -> Iterator[None]:
        """While the block lasts, the program's connections to it are kept."""
        from desk.models.kit.engines import postgresql as engine

        real = engine.PostgresqlBackend.connect
        idle, address = self._idle, self.address

        def connect(backend: Any, *, busy_seconds: float | None = None, **more: Any) -> Any:
            if backend._address != address or backend._password is not None:
                return real(backend, busy_seconds=busy_seconds, **more)
            patience = backend._busy_seconds if busy_seconds is None else busy_seconds
            waiting = idle.setdefault(f"{patience} {sorted(more.items())}", [])
            while waiting:
                try:
                    found = waiting.pop()
                except IndexError:  # another thread was quicker
                    break
                try:
                    found.execute("SET application_name = 'desk'")
                    found.autocommit = more.get("autocommit", False)
                    return found
                except psycopg.Error:
                    found.end()
            found = real(backend, busy_seconds=busy_seconds, **more)
            found.desk_idle = waiting
            return found

        def made(conninfo: str = "", **options: Any) -> Any:
            return (_KeptConnection if conninfo == address else psycopg.Connection).connect(conninfo, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(psycopg, "connect", made)
            patch.setattr(engine.PostgresqlBackend, "connect", connect)
            yield

    def back_to_template(self) -> bool:
        """Puts every row back; False when it cannot be used any longer: its tables were changed, or enough tests had it."""
        self._tests += 1
        if self._tests >= self.MOST or self._hand.execute(_SHAPE).fetchone() != self._shape:
            return False
        # What somebody forgot to close would hold locks.
        self._hand.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND application_name <> 'idle'"
        )
        self._hand.execute("CALL kept.put_back()")
        return True

    def drop(self) -> None:
        """Ends it for good."""
        self.end()
        self._server.sql(f'DROP DATABASE "{self._name}" WITH (FORCE)')

    def end(self) -> None:
        """Closes its connections."""
        for waiting in self._idle.values():
            for connection in waiting:
                connection.end()
        self._hand.close()


_SHAPE = """
SELECT count(*), max(xmin::text::bigint),
       (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O'), (SELECT count(*) FROM pg_index WHERE indrelid >= 16384 AND NOT indisvalid)
FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""


def _remember(connection: psycopg.Connection[Any]) -> None:
    """Copies every table into the schema `kept`, and makes the procedure there that puts back those that are not the same any more.

    A table is as it was when it has as many rows as then and none that was written since. The procedure names each table
    itself, so that the server plans its statements once for the connection.
    """
    said = connection.execute
    said("CREATE SCHEMA kept")
    said("CREATE TABLE kept.numbers (name regclass, told bigint, last bigint, called boolean)")
    steps = []
    tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
    for (name,) in said(tables).fetchall():
        said(f'CREATE TABLE kept."{name}" AS TABLE public."{name}"'.encode())
        rows = said(f'SELECT count(*) FROM kept."{name}"'.encode()).fetchone()
        steps.append(
            f'IF (SELECT count(*) <> {rows[0] if rows else 0} OR min(age(xmin)) < kept_age FROM public."{name}") THEN '
            f'DELETE FROM public."{name}"; '
            f'INSERT INTO public."{name}" OVERRIDING SYSTEM VALUE TABLE kept."{name}"; END IF;'
        )
    sequences = "SELECT relname, pg_sequence_last_value(oid) FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
    for name, told in said(sequences).fetchall():
        said(
            f'INSERT INTO kept.numbers SELECT %s::regclass, %s, last_value, is_called FROM public."{name}"'.encode(),
            (f'public."{name}"', told),
        )
    said(
        "CREATE PROCEDURE kept.put_back() LANGUAGE plpgsql AS $$ DECLARE kept_age integer; BEGIN "
        "SET LOCAL session_replication_role = replica; "  # no references, no triggers
        "SELECT age(at) INTO kept_age FROM kept.since; "
        + " ".join(steps)
        + " PERFORM setval(name, last, called) FROM kept.numbers WHERE told IS DISTINCT FROM pg_sequence_last_value(name); "
        "UPDATE kept.since SET at = pg_current_xact_id()::xid; END $$"
    )
    said("CREATE TABLE kept.since AS SELECT pg_current_xact_id()::xid AS at")


@contextmanager
def running() -> Iterator[Server]:
    """A server while the block lasts."""
    binaries = programs()
    if binaries is None:
        pytest.fail(WHY_NOT)
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-", dir=_in_memory()))
    run, who = _as_ordinary_user(folder)
    for locale in _LOCALES:  # the first that this build of the server knows
        made = run(
            binaries / "initdb", "-D", folder / "data", "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync", *locale
        )
        if made.returncode == 0:
            break
        shutil.rmtree(folder / "data", ignore_errors=True)
    else:
        raise RuntimeError(made.stderr)
    settings = " ".join(
        f"-c {name}={value}" for name, value in {**_SETTINGS, "unix_socket_directories": folder}.items()
    )
    control = (binaries / "pg_ctl", "-D", folder / "data", "-w", "-s")
    started = run(*control, "-o", settings, "-l", folder / "log", "start")
    if started.returncode:
        raise RuntimeError(started.stderr + (folder / "log").read_text(errors="replace"))
    # Whatever ends the tests, a kill too, closes this pipe.
    end = 'cat >/dev/null; "$1" -D "$2/data" -w -s -m immediate stop >/dev/null 2>&1; rm -rf "$2"'
    guard = subprocess.Popen(
        ["sh", "-c", end, "sh", control[0], folder], stdin=subprocess.PIPE, cwd="/", start_new_session=True, **who
    )
    server = Server(folder)
    try:
        yield server
    finally:
        server.end()
        guard.communicate()


def _in_memory() -> Path | None:
    """Where files are never written to a disk, if there is room: a database is some 300 files, and each test has one."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > 2 << 30 else None


def _as_ordinary_user(folder: Path) -> tuple[Callable[..., subprocess.CompletedProcess[str]], dict[str, Any]]:
    """Runs programs as somebody who is not root, whom PostgreSQL refuses; the folder becomes theirs.

    Returns:
        What runs a program, and who that somebody is, as `subprocess` wants it.
    """
    who: dict[str, Any] = {}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        import pwd

        known = {user.pw_name: user for user in pwd.getpwall()}
        user = known.get("postgres") or known["nobody"]
        os.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        # The server outlives pg_ctl and must not hold a pipe of ours.
        with (folder / "said").open("w+", encoding="utf-8") as said:
            done = subprocess.run(
                [str(word) for word in words],
                stdout=said, stderr=said, stdin=subprocess.DEVNULL, check=False, cwd=folder,
                env={**os.environ, "LC_ALL": "C", "TZ": "UTC"}, **who,
            )  # fmt: skip
            said.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, "", said.read())

    return run, who


def watch_order(engine: Engine) -> None:
    """Fails a question that is sorted by a column which may be empty: SQLite puts those first, PostgreSQL last."""

    @event.listens_for(engine, "before_execute")
    def _look(_connection: Any, question: Any, *_rest: Any) -> None:
        for clause in getattr(question, "_order_by_clauses", ()):
            column, told = clause, False
            while isinstance(column, UnaryExpression):
                told = told or column.modifier in (operators.nulls_first_op, operators.nulls_last_op)
                column = column.element
            if getattr(column, "nullable", False) and getattr(column, "table", None) is not None and not told:
                where = str(getattr(question, "whereclause", ""))
                assert f"{column} IS NOT NULL" in where, f"sorted by {column}, which may be empty"
