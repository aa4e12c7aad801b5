"""Opens the site's database: the one place that knows which engine it is.

SQLite in WAL mode with `synchronous=FULL`: a commit that returned is on the disk. Writers start with BEGIN IMMEDIATE,
so two of them queue instead of failing half-way; readers start with a plain BEGIN and never wait for a writer.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desk.errors import StorageError
from desk.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session, sessionmaker

APPLICATION_ID = 0x4445534B  # "DESK" in the file header, so that `file` and we know whose database it is
REVISION = "0003"
"""The newest migration; models and `migrations/versions` agree on it (a test compares them)."""


class Database:
    """One open database. Sessions are short: one for each act or question.

    SQLAlchemy is loaded by the first session, which the window starts on a worker: the window and its finder do not wait
    for it, see `glance`.

    Args:
        file: the database.
        busy_seconds: how long a writer waits for another one.
    """

    def __init__(self, file: Path, *, busy_seconds: float = 10.0) -> None:
        self.file = file
        self._busy_seconds = busy_seconds
        self._making = threading.Lock()
        self._made: tuple[Engine, sessionmaker[Session], sessionmaker[Session]] | None = None
        self._glances: list[sqlite3.Connection] = []

    def _sessions(self) -> tuple[Engine, sessionmaker[Session], sessionmaker[Session]]:
        """The engine, and what makes the sessions of writers and of readers; made by whoever comes first."""
        if self._made is None:
            with self._making:
                if self._made is None:
                    from sqlalchemy.orm import sessionmaker

                    engine = _engine(self.file, self._busy_seconds)
                    readers = engine.execution_options(desk_read=True)
                    self._made = (
                        engine,
                        sessionmaker(engine, expire_on_commit=False),
                        sessionmaker(readers, expire_on_commit=False),
                    )
        return self._made

    @property
    def engine(self) -> Engine:
        """The engine of the sessions."""
        return self._sessions()[0]

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is committed only when the block reaches its end.

        Raises:
            StorageError: the disk or the file said no; nothing of the block was saved.
        """
        with translated(), self._sessions()[1]() as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view for questions; whatever is changed in it is dropped."""
        with translated(), self._sessions()[2]() as session:
            yield session

    @contextmanager
    def glance(self) -> Iterator[sqlite3.Connection]:
        """A consistent view for a few questions in plain SQL, without SQLAlchemy.

        For what is asked before SQLAlchemy is loaded, and at every key of the finder. Parameters are named (`:name`), and the
        SQL is such that a session on another engine could run it.
        """
        kept = self._glances
        with translated():
            # A list's pop and append are atomic: several threads may glance at once, each by a connection of its own.
            try:
                connection = kept.pop()
            except IndexError:
                connection = self._connect()
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

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.file, isolation_level=None, timeout=self._busy_seconds, check_same_thread=False
        )
        try:
            configure(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Closes every connection, so that SQLite folds the WAL into the file."""
        glances, self._glances = self._glances, []
        for connection in glances:
            connection.close()
        if self._made is not None:
            self._made[0].dispose()


def open_database(file: Path, *, busy_seconds: float = 10.0) -> Database:
    """Opens the database of a site, making an empty one (tables, no site) where there is none.

    Args:
        file: the database.
        busy_seconds: how long a writer waits for another one.

    Raises:
        StorageError: codes broken, not-a-database, newer, older (a migration is due), read-only, disk-full, io.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error_from_os(error) from error
    fresh = not file.exists() or file.stat().st_size == 0
    if not fresh:
        revision = revision_of(file)
        if revision is None:
            fresh = True  # a crash between making the file and its first commit left an empty database
        elif revision > REVISION:
            raise StorageError(
                "newer",
                _("This data was saved by a newer version of Desk. Please install that version; nothing was changed."),
            )
        elif revision < REVISION:
            raise StorageError("older", _("The data must be brought up to this version first."))
    database = Database(file, busy_seconds=busy_seconds)
    if fresh:
        _create(database)
    return database


def configure(connection: sqlite3.Connection) -> None:
    """What every connection to the database is told first (a key for encryption at rest would be given here)."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA cache_size=-16000")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def _engine(file: Path, busy_seconds: float) -> Engine:
    from sqlalchemy import create_engine, event

    engine = create_engine(
        f"sqlite:///{file.as_posix()}",
        connect_args={"isolation_level": None, "timeout": busy_seconds},
        # A counter has few threads; each keeps its connection and its page cache.
        pool_size=5,
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        configure(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("desk_read", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _create(database: Database) -> None:
    from desk.models import Base

    with translated(), database.engine.begin() as connection:
        Base.metadata.create_all(connection)
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
        )
        connection.exec_driver_sql("DELETE FROM alembic_version")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (REVISION,))
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def revision_of(file: Path) -> str | None:
    """The migration a database file stands at, read without SQLAlchemy or Alembic; None for an empty database.

    Raises:
        StorageError: `not-a-database` or `broken`.
    """
    with translated(), closing(sqlite3.connect(file, timeout=5)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise StorageError(
                "not-a-database",
                _("The file {file} is not a Desk database. It was left as it is.").format(file=file.name),
            )
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if row is None else str(row[0])


@contextmanager
def translated() -> Iterator[None]:
    """Turns what SQLite and the operating system say into sentences (StorageError)."""
    try:
        yield
    except Exception as error:
        # SQLAlchemy's errors hold the one of the driver as `orig`; asked by name, so that it need not be loaded.
        said = error if isinstance(error, sqlite3.Error) else getattr(error, "orig", None)
        known = storage_error_from_sqlite(said) if isinstance(said, sqlite3.Error) else None
        if known is None:
            raise
        raise known from error


def storage_error_from_sqlite(error: object) -> StorageError | None:
    """The sentence for a sqlite3 error, or None when it is a bug of ours."""
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
    if name.startswith("SQLITE_CANTOPEN"):
        return StorageError(
            "io", _("The data file cannot be opened. Please check that its folder is there and may be read.")
        )
    if name.startswith("SQLITE_IOERR"):
        return StorageError(
            "io", _("The disk reported an error. Nothing was saved; please check the disk and try again.")
        )
    return None


def storage_error_from_os(error: OSError) -> StorageError:
    """The sentence for an operating system error on the data folder."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return StorageError(
            "disk-full",
            _("The disk is full. Nothing was saved, what you typed is still here; free some space and save again."),
        )
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return StorageError(
            "read-only",
            _("The data folder is write-protected. Nothing was saved; please ask for write permission to it."),
        )
    return StorageError("io", _("The disk reported an error. Nothing was saved; please check the disk and try again."))
