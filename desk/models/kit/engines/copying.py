# ruff: noqa: PLC0415 - what makes a database knows every table, which takes 25 MB
"""A site's rows from PostgreSQL into a SQLite file and back, as plain values and without the models' types.

The file's tables are made by the same steps, up to the revision of the source: a copy is what that version would have written.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

from desk.errors import StorageError
from desk.i18n import _
from desk.models.kit.engines.base import Progress
from desk.models.kit.engines.sqlite import APPLICATION_ID, SqliteBackend, connect
from desk.models.migrations import upgrade

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection

ROWS_AT_ONCE = 5000
# As SQLAlchemy writes them into SQLite.
_AS_TEXT = {
    "timestamp without time zone": "to_char({}, 'YYYY-MM-DD HH24:MI:SS.US')",
    "date": "to_char({}, 'YYYY-MM-DD')",
    "boolean": "{}::int",
}


def to_file(source: psycopg.Connection[Any], file: Path, progress: Progress | None = None) -> None:
    """Writes everything one transaction sees into a new file."""
    source.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    row = source.execute("SELECT version_num FROM alembic_version").fetchone()
    revision = str(row[0]) if row else ""
    _make_tables(file, revision)
    with closing(connect(file)) as copy:
        copy.execute("PRAGMA foreign_keys=OFF")
        copy.execute("PRAGMA synchronous=OFF")  # the whole file is synced at the end
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("BEGIN")
        names = _tables(copy)
        total = sum(_count(source, name) for name in names) if progress is not None else 0
        done = 0
        for name in names:
            for rows in _chunks(source, copy, name):
                marks = ", ".join("?" * len(rows[0]))
                copy.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
                done += len(rows)
                if progress is not None:
                    progress(done, max(total, done))
        copy.execute("COMMIT")
        copy.execute(f"PRAGMA application_id={APPLICATION_ID}")


def _make_tables(file: Path, revision: str) -> None:
    backend = SqliteBackend(file)
    engine = backend.engine(migrating=True)
    with engine.begin() as connection:
        upgrade(connection, revision)
    engine.dispose()


def _tables(copy: sqlite3.Connection) -> list[str]:
    rows = copy.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%' AND name <> 'alembic_version'"
    )
    return sorted(row[0] for row in rows)


def _count(source: psycopg.Connection[Any], table: str) -> int:
    row = source.execute(f'SELECT count(*) FROM "{table}"'.encode()).fetchone()
    return int(row[0]) if row else 0


def _chunks(source: psycopg.Connection[Any], copy: sqlite3.Connection, table: str) -> Any:
    kinds = dict(
        source.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name = %s",
            (table,),
        ).fetchall()
    )
    columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")')]
    asked = ", ".join(_AS_TEXT.get(kinds[name], "{}").format(f'"{name}"') for name in columns)
    with source.cursor(name="desk_copy") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(f'SELECT {asked} FROM "{table}"'.encode())
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield rows


def from_file(target: Connection, file: Path) -> None:
    """Drops the tables of the target's schema, makes them anew and fills them from a file of this version."""
    from desk.models import Base

    old = inspect(target).get_table_names()
    if old:
        target.exec_driver_sql("DROP TABLE " + ", ".join(f'"{name}"' for name in old) + " CASCADE")
    Base.metadata.create_all(target)
    target.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
    cursor = target.connection.cursor()
    with closing(connect(file, read_only=True)) as copy:
        for table in ("alembic_version", *(table.name for table in Base.metadata.sorted_tables)):
            columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")')]
            names = ", ".join(f'"{name}"' for name in columns)
            written = 0
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as into:
                for row in copy.execute(f'SELECT {names} FROM "{table}"'):
                    into.write_row(row)
                    written += 1
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if cursor.fetchall() != [(written,)]:
                raise StorageError(
                    "io", _("The database server reported an error. Nothing was saved; please try again.")
                )
    cursor.execute("DELETE FROM row_sum")  # kept by the other engine only
    _count_on(cursor)


def _count_on(cursor: Any) -> None:
    """Ids given from here on follow the copied ones."""
    cursor.execute(
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)"
        " FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
    )
    for table, column, counter in cursor.fetchall():
        cursor.execute(
            f'SELECT setval(%s, coalesce(max("{column}"), 0) + 1, false) FROM "{table}"',
            (counter,),
        )
