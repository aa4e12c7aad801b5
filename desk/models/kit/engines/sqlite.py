# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered; what makes or checks a database knows every table
"""SQLite in WAL mode with `synchronous=FULL`: a commit that returned is on the disk.

Writers start with BEGIN IMMEDIATE, so two of them queue instead of failing half-way; readers start with a plain BEGIN and never
wait for a writer.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from desk.errors import StorageError
from desk.i18n import _
from desk.models.kit.engines import cipher
from desk.models.kit.engines.base import Backend, Progress, lacks_table, one_version, storage_error_from_os
from desk.models.kit.engines.images import SqliteRows
from desk.models.kit.engines.ledger import Ledger, differences

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

APPLICATION_ID = 0x4445534B  # "DESK" in the file header, so that `file` and we know whose database it is
PAGES_AT_ONCE = 500
PATH_MOST = 500
"""Bytes of a path: SQLite opens none beyond 512 and does not say why."""
WAL_KEPT = 8 * 1024 * 1024
"""Bytes that the WAL's file keeps after a checkpoint."""
MIGRATION_SECONDS = 120.0


def connect(
    file: Path, *, busy_seconds: float = 10.0, read_only: bool = False, key: bytes | None = None
) -> sqlite3.Connection:
    """Every connection to a file is made here; the key of an encrypted one is its first statement.

    The drivers have one interface; that of SQLCipher is loaded only where there is a key.
    """
    module: Any = sqlite3 if key is None else cipher.driver()
    connection: sqlite3.Connection = module.connect(
        f"{address(file.resolve())}?mode=ro" if read_only else str(file),
        uri=read_only,
        isolation_level=None,
        timeout=busy_seconds,
        check_same_thread=False,
    )
    if key is not None:
        try:
            cipher.give_key(connection, key)
        except BaseException:
            connection.close()
            raise
    return connection


def address(file: PurePath) -> str:
    """A file as SQLite's URI. A share is a path, `file:////nas/backup`: a host before it SQLite refuses."""
    return "file://" + ("" if file.as_posix().startswith("/") else "/") + quote(file.as_posix(), safe="/:")


def configure(connection: sqlite3.Connection, *, foreign_keys: bool = True) -> None:
    """What every connection that stays open is told first."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA cache_size=-16000")
    cursor.execute("PRAGMA temp_store=MEMORY")
    # What is erased is overwritten with zeros, whatever this build of SQLite does by itself.
    cursor.execute("PRAGMA secure_delete=ON")
    # A reader that stayed long lets the WAL grow; it is cut again at the next checkpoint.
    cursor.execute(f"PRAGMA journal_size_limit={WAL_KEPT}")
    # What a trigger counts, a REPLACE counts too (`models.kit.engines.ledger`).
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.close()


class SqliteBackend(Backend):
    """One file."""

    name = "sqlite"
    file: Path

    def __init__(self, file: Path, *, busy_seconds: float = 10.0, key: bytes | None = None) -> None:
        self.file = file
        self.key = key
        self._busy_seconds = busy_seconds
        self._glances: list[sqlite3.Connection] = []
        self._identity: tuple[int, int] | None = None

    def prepare(self) -> None:
        if len(os.fsencode(self.file.absolute())) > PATH_MOST:
            raise StorageError(
                "path-too-long",
                # L10N: 数据文件夹的路径太长（最多约 {n} 个英文字母），请换一个路径较短的文件夹。
                _("The path of the data folder is too long (more than {n} bytes). Please choose a shorter one.").format(
                    n=PATH_MOST
                ),
            )
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error_from_os(error) from error

    def revision(self) -> str | None:
        if not self.file.exists() or self.file.stat().st_size == 0:
            return None
        with self.translated(), closing(connect(self.file, busy_seconds=5, key=self.key)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
            if not tables:
                return None  # a crash between making the file and its first commit left an empty database
            if "alembic_version" not in tables:
                raise StorageError(
                    "not-a-database",
                    _("The file {file} is not a Desk database. It was left as it is.").format(file=self.file.name),
                )
            return one_version(connection.execute("SELECT version_num FROM alembic_version").fetchall())

    # ------------------------------------------------------------------------------------------------------- sessions
    def engine(self, *, migrating: bool = False) -> Engine:
        from sqlalchemy import URL, create_engine, event

        def connected() -> sqlite3.Connection:
            self.refuse_when_ended()
            connection = connect(
                self.file, busy_seconds=MIGRATION_SECONDS if migrating else self._busy_seconds, key=self.key
            )
            try:
                configure(connection, foreign_keys=not migrating)
            except cipher.errors():
                connection.close()
                raise
            return connection

        # A counter has few threads; each keeps its connection and its page cache.
        # An error's words go into reports and logs: they name the statement, never what a person typed.
        # The address only says which dialect: a folder may be called anything, `50%?` too.
        engine = create_engine(
            URL.create("sqlite", database="desk.sqlite3"),
            module=sqlite3 if self.key is None else cipher.driver(),
            creator=connected,
            pool_size=5,
            hide_parameters=True,
        )

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if connection.get_execution_options().get("desk_read", False):
                connection.exec_driver_sql("BEGIN")
                return
            if not migrating:
                _listened(connection)  # before the transaction: what is made inside goes with one that is refused
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    def readers(self, engine: Engine) -> Engine:
        return engine.execution_options(desk_read=True)

    def alone(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE holds the file's one writing lock already; here the file gets our name."""
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")

    # ------------------------------------------------------------------------------------------------------- glances
    @contextmanager
    def glance(self) -> Iterator[sqlite3.Connection]:
        kept = self._glances
        with self.translated():
            # A list's pop and append are atomic: several threads may glance at once, each by a connection of its own.
            try:
                connection = kept.pop()
            except IndexError:
                self.refuse_when_ended()
                connection = connect(self.file, busy_seconds=self._busy_seconds, key=self.key)
                try:
                    configure(connection)
                except cipher.errors():
                    connection.close()
                    raise
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if kept is self._glances:
                    kept.append(connection)
                else:  # the database was closed meanwhile
                    connection.close()

    def close(self) -> None:
        glances, self._glances = self._glances, []
        for connection in glances:
            connection.close()

    # -------------------------------------------------------------------------------------------------------- the rest
    def said(self, error: BaseException) -> StorageError | None:
        # SQLAlchemy's errors hold the one of the driver as `orig`; asked by name, so that it need not be loaded.
        known = cipher.errors()
        own = error if isinstance(error, known) else getattr(error, "orig", None)
        if not isinstance(own, known):
            return None
        sentence = _sentence(own)
        if sentence is not None and sentence.code == "not-a-database" and self.key is not None:
            return damaged_header()
        return sentence

    def integrity(self, session: Session) -> Iterator[tuple[str, str]]:
        connection = session.connection()
        for row in connection.exec_driver_sql("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield "integrity", str(row[0])
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield "foreign-key", str(row[0])

    def still_there(self) -> None:
        """A folder that was deleted or moved meanwhile: the system would write on into a file that has no name any more.

        Windows lets nobody take an open file away, and file numbers of shares are not sure there.
        """
        if os.name == "nt":
            return
        try:
            found = self.file.stat()
            now = (found.st_dev, found.st_ino)
        except OSError:
            now = (0, 0)
        if self._identity is None:
            self._identity = now
        elif now != self._identity:
            raise StorageError(
                "moved",
                # L10N: 数据文件 {file} 在前台运行时被移走、删除或替换。没有保存。请把它放回原处，然后重新启动前台。
                _(
                    "The data file {file} was moved, deleted or replaced while Desk is open. Nothing was saved. "
                    "Please put it back and start Desk again."
                ).format(file=self.file),
            )

    def ledger(self, session: Session) -> Ledger:
        kept = _listened(session.connection())
        kept.begin()
        return kept

    def told(self, session: Session) -> Ledger:
        """The ledger of the transaction, which has begun."""
        kept: Ledger = session.connection().connection.info["desk_ledger"]
        return kept

    def rows(self, session: Session) -> SqliteRows:
        return SqliteRows(session.connection().connection.driver_connection)

    def changed_rows(self, session: Session, sealed: str) -> Iterator[str]:
        yield from differences(session.connection().connection.driver_connection, sealed)

    def strange(self, session: Session) -> Iterator[str]:
        from desk.models import Base

        wanted = {("table", name) for name in Base.metadata.tables} | {("table", "alembic_version")}
        for table in Base.metadata.tables.values():
            wanted |= {("index", str(index.name)) for index in table.indexes}
        there = {
            (str(row[0]), str(row[1]))
            for row in session.connection().exec_driver_sql(
                "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            )
        }
        for kind, name in sorted(wanted ^ there):
            yield f"{kind} {name}"
        if session.connection().exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
            yield "application_id"

    def whole(self) -> bool:
        """Whether the file passes SQLite's own checks; it is opened for reading only."""
        with self.translated(), closing(connect(self.file, read_only=True, key=self.key)) as connection:
            return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")

    def copy_to(self, file: Path, progress: Progress | None = None) -> None:
        """By the backup interface: a plain copy of the file silently loses what is still in the WAL.

        The source's read transaction stays open all the time: without it the copy begins anew after each write of others, and on
        a slow disk it never ends. What `progress` raises ends it.
        """
        with (
            self.translated(),
            closing(connect(self.file, key=self.key)) as live,
            closing(connect(file, key=self.key)) as copy,
        ):
            # The copy is nobody's yet: its pages go straight into the file, once, and whoever gives it its name syncs it as a whole.
            copy.execute("PRAGMA journal_mode=OFF")
            copy.execute("PRAGMA synchronous=OFF")
            live.execute("BEGIN")
            live.execute("SELECT count(*) FROM sqlite_master").fetchone()
            live.backup(
                copy,
                pages=PAGES_AT_ONCE,
                progress=None if progress is None else lambda _status, left, total: progress(total - left, total),
                sleep=0.0,
            )
            live.execute("ROLLBACK")
            # Whose database it is stands in the copy, whatever became of the name in the file it was made of.
            copy.execute(f"PRAGMA application_id={APPLICATION_ID}")
            # A copy on a USB stick is one file: no -wal and -shm beside it.
            copy.execute("PRAGMA journal_mode=DELETE")

    def replace_by(self, file: Path) -> None:
        """The caller has nothing open, and kept what was there."""
        try:
            for suffix in ("-wal", "-shm"):
                Path(f"{self.file}{suffix}").unlink(missing_ok=True)
            file.replace(self.file)
        except OSError as error:
            raise storage_error_from_os(error) from error


def _listened(connection: Connection) -> Ledger:
    """The ledger of a writer's connection, which hears of each row from then on."""
    held = connection.connection
    kept: Ledger | None = held.info.get("desk_ledger")
    if kept is None:
        kept = held.info["desk_ledger"] = Ledger(held.driver_connection)
    return kept


def damaged_header() -> StorageError:
    """What is said when the key is right and the file cannot be read by it."""
    return StorageError(
        # L10N: 数据文件的开头已损坏，用正确的密码也无法读取。请恢复最近的备份；损坏的文件会保留。
        "broken-header",
        _(
            "The password is right, but the beginning of the encrypted data file is damaged and it cannot be read. "
            "Please restore the latest backup; the damaged file is kept."
        ),
    )


_NO_TABLE = "no such table: "


def _sentence(error: BaseException) -> StorageError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StorageError(
            "locked", _("The data is in use by another program. Nothing was saved; please try again in a moment.")
        )
    if name.startswith("SQLITE_READONLY"):
        return StorageError(
            "read-only",
            _("The data folder is write-protected. Nothing was saved; please ask for write permission to it."),
        )
    if name.startswith("SQLITE_FULL"):
        return StorageError(
            "disk-full",
            _("The disk is full. Nothing was saved, what you typed is still here; free some space and save again."),
        )
    if name.startswith("SQLITE_CORRUPT"):
        return StorageError(
            "broken", _("The data file is damaged. Please restore the latest backup; the damaged file is kept.")
        )
    if name.startswith("SQLITE_NOTADB"):
        return StorageError(
            "not-a-database", _("The data file is not a database. Please restore the latest backup; the file is kept.")
        )
    if str(error).startswith(_NO_TABLE):
        return lacks_table(str(error).removeprefix(_NO_TABLE))
    if name.startswith("SQLITE_CANTOPEN"):
        return StorageError(
            "io", _("The data file cannot be opened. Please check that its folder is there and may be read.")
        )
    if name.startswith("SQLITE_IOERR"):
        return StorageError(
            "io", _("The disk reported an error. Nothing was saved; please check the disk and try again.")
        )
    return None
