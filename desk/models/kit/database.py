# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered; what makes or migrates a database knows every table
"""Opens a site's database, whichever engine holds it (`engines`), and gives the sessions of acts and questions."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.errors import StorageError
from desk.i18n import _
from desk.models.kit.engines import Backend, backend_for
from desk.models.kit.engines.base import Glance, storage_error_from_os

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session, sessionmaker

__all__ = [
    "REVISION",
    "Database",
    "Glance",
    "backend_for",
    "open_database",
    "revision_of",
    "storage_error_from_os",
    "upgrade",
]

REVISION = "0026"
"""The newest migration; models and `migrations/versions` agree on it (a test compares them)."""
_REVISION = re.compile(r"(?!0000)\d{4}", re.ASCII)
"""What a version of the tables looks like: four figures, the first is 0001."""


class Database:
    """One open database. Sessions are short: one for each act or question.

    SQLAlchemy is loaded by the first session, which the window starts on a worker: the window and its finder do not wait
    for it, see `glance`.

    Attributes:
        backend: the engine and the place.
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._making = threading.Lock()
        self._made: tuple[Engine, sessionmaker[Session], sessionmaker[Session]] | None = None

    @property
    def file(self) -> Path | None:
        """The database's file, None where it lives on a server."""
        return self.backend.file

    def _sessions(self) -> tuple[Engine, sessionmaker[Session], sessionmaker[Session]]:
        """The engine, and what makes the sessions of writers and of readers; made by whoever comes first."""
        if self._made is None:
            with self._making:
                if self._made is None:
                    from sqlalchemy.orm import sessionmaker

                    engine = self.backend.engine()
                    readers = self.backend.readers(engine)
                    self._made = (
                        engine,
                        sessionmaker(engine, expire_on_commit=False),
                        sessionmaker(readers, expire_on_commit=False),
                    )
        return self._made

    @property
    def key(self) -> bytes | None:
        """What the file is encrypted with; None where it is plain or on a server."""
        return self.backend.key

    @property
    def engine(self) -> Engine:
        """The engine of the sessions."""
        return self._sessions()[0]

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is committed only when the block reaches its end.

        Raises:
            StorageError: the disk, the file or the server said no; nothing of the block was saved.
        """
        self.backend.still_there()
        with self.backend.translated(), self._sessions()[1]() as session, session.begin():
            yield session
            self.backend.still_there()  # what is committed is committed into the file that the folder holds

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view for questions; whatever is changed in it is dropped."""
        with self.backend.translated(), self._sessions()[2]() as session:
            yield session

    def glance(self) -> AbstractContextManager[Glance]:
        """A consistent view for a few questions in plain SQL, without SQLAlchemy.

        For what is asked before SQLAlchemy is loaded, and at every key of the finder. Parameters are named (`:name`), and the
        SQL is such that both engines understand it.
        """
        return self.backend.glance()

    def end(self) -> None:
        """Closes it for good: jobs that are still under way are refused a new connection."""
        self.backend.ended = True
        self.close()

    def close(self) -> None:
        """Closes every connection, so that SQLite folds the WAL into the file."""
        self.backend.close()
        if self._made is not None:
            self._made[0].dispose()


def open_database(
    place: Path | str, *, busy_seconds: float = 10.0, password: str | None = None, key: bytes | None = None
) -> Database:
    """Opens the database of a site, making an empty one (tables, no site) where there is none.

    Args:
        place: a SQLite file, or the address of a PostgreSQL database (`postgresql://user@host/database`), which must be there.
        busy_seconds: how long a writer waits for another one.
        password: for a server that asks for one.
        key: of an encrypted file (`models.kit.keys`).

    Raises:
        StorageError: codes broken, broken-header, no-cipher, not-a-database, newer, older (a migration is due), read-only, disk-full, io; of a server
            also unreachable, password-needed, wrong-password, no-database, server-too-old, bad-encoding, no-driver, bad-address.
    """
    backend = backend_for(place, busy_seconds=busy_seconds, password=password, key=key)
    backend.prepare()
    revision = backend.revision()
    if revision is None:
        _create(backend)
    elif not _REVISION.fullmatch(revision):
        raise StorageError(
            "not-a-database",
            # L10N: 数据文件的版本号无法识别，没有改动任何数据。请恢复一份备份。
            _("The version of the data cannot be read; nothing was changed. Please restore a backup."),
        )
    elif revision > REVISION:
        raise StorageError(
            "newer",
            _("This data was saved by a newer version of Desk. Please install that version; nothing was changed."),
        )
    elif revision < REVISION:
        raise StorageError("older", _("The data must be brought up to this version first."))
    backend.still_there()
    return Database(backend)


@contextmanager
def _making_tables(backend: Backend) -> Iterator[Connection]:
    """One transaction in which tables are made or changed, by one process at a time."""
    engine = backend.engine(migrating=True)
    try:
        with backend.translated(), engine.begin() as connection:
            backend.alone(connection)
            yield connection
            backend.made(connection)
    finally:
        engine.dispose()


def _create(backend: Backend) -> None:
    from sqlalchemy import inspect

    from desk.models import Base

    with _making_tables(backend) as connection:
        if inspect(connection).get_table_names():
            Base.metadata.create_all(connection)  # all of it may be there by now: another counter was quicker
        else:
            for statement in _making(connection.dialect.name, tuple(Base.metadata.tables)):
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
        )
        if connection.exec_driver_sql("SELECT version_num FROM alembic_version").first() is None:
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{REVISION}')")  # noqa: S608 - a constant


@lru_cache(maxsize=2)  # one for each engine
def _making(dialect: str, _tables: tuple[str, ...]) -> tuple[str, ...]:
    """What makes all tables and their indexes, in order. To put it into words takes longer than to do it."""
    from sqlalchemy import create_mock_engine

    from desk.models import Base

    said: list[str] = []

    def tell(element: Any, *_more: Any, **_options: Any) -> None:
        said.append(str(element.compile(dialect=engine.dialect)))

    engine: Any = create_mock_engine("postgresql+psycopg://" if dialect == "postgresql" else f"{dialect}://", tell)
    Base.metadata.create_all(engine, checkfirst=False)
    return tuple(said)


def upgrade(backend: Backend) -> None:
    """Brings an older database to this version, unless another counter did so while this one waited; all or nothing."""
    from desk.models import migrations

    with _making_tables(backend) as connection:
        stands_at = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if stands_at != REVISION:
            migrations.upgrade(connection)
            # The rows are others now: the next act sums them anew.
            connection.exec_driver_sql("DELETE FROM row_sum")


def revision_of(place: Path | str, *, key: bytes | None = None) -> str | None:
    """The migration a database stands at, read without SQLAlchemy or Alembic; None for an empty database.

    Raises:
        StorageError: `not-a-database` or `broken`.
    """
    return backend_for(place, key=key).revision()
