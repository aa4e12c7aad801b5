"""A PostgreSQL server for the tests: of this run alone, in a temporary folder, reached by a socket, forgetful and quick.

A template is filled once; each test gets a copy of it (some 20 ms) that is dropped afterwards.
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
    try:
        import psycopg  # noqa: F401 - only whether it is there
    except ImportError:
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

    def address(self, name: str) -> str:
        """How Desk is told of a database."""
        return f"postgresql://desk@/{name}?host={self.folder}"

    def sql(self, *statements: str, database: str = "postgres") -> None:
        """Runs statements outside a transaction, as the server's owner."""
        import psycopg

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
    try:
        yield Server(folder)
    finally:
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
