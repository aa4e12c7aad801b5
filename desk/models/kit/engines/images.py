# ruff: noqa: PLC0415 - the driver of a server is there on sites with one
"""Rows as they were before and after one transaction wrote them, told by the engine itself, and put back one after another.

Whoever writes (a record, a bulk of rows, plain SQL), the engine's triggers tell it: on SQLite those of the ledger, on PostgreSQL
triggers that do nothing unless the transaction asked for it (`desk.undo`), into a temporary table that is empty after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

MOST = 2000
"""Rows of one transaction that are remembered. What writes more is no slip of the hand."""
APART = ("audit_event", "draft", "search_", "sqlite_", "alembic_version", "row_sum", "sequence")
"""Tables of which nothing is remembered: the chain, what is derived or written beside acts, the numbers given."""


class Image(NamedTuple):
    """One row written: its columns as the engine keeps them.

    Attributes:
        old: None for a row that was added. new: None for one that was taken away.
    """

    table: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None


class Told(Protocol):
    """What a writer's transaction wrote so far."""

    def images(self) -> Sequence[Image] | None:
        """Every row written, in the order of writing; None when there were more than `MOST`."""
        ...


class RowsAgain(Protocol):
    """Reads and writes single rows as the engine keeps them."""

    def now(self, table: str, key: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The row with this primary key, None when there is none."""
        ...

    def back(self, image: Image, key: Mapping[str, Any]) -> None:
        """Makes one writing undone: what was added goes, what was taken away or changed is as before."""
        ...


def _where(key: Mapping[str, Any], mark: str) -> str:
    return " AND ".join(f'"{name}" = {mark.format(name=name)}' for name in key)


class SqliteRows:
    """On a writer's connection of sqlite3, so that the ledger hears of it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def now(self, table: str, key: Mapping[str, Any]) -> Mapping[str, Any] | None:
        cursor = self._connection.execute(f'SELECT * FROM main."{table}" WHERE {_where(key, "?")}', tuple(key.values()))
        row = cursor.fetchone()
        return (
            None if row is None else {column[0]: value for column, value in zip(cursor.description, row, strict=True)}
        )

    def back(self, image: Image, key: Mapping[str, Any]) -> None:
        table, old, new = image
        if old is None:
            self._connection.execute(f'DELETE FROM main."{table}" WHERE {_where(key, "?")}', tuple(key.values()))
        elif new is None:
            names = ", ".join(f'"{name}"' for name in old)
            marks = ", ".join("?" for _name in old)
            self._connection.execute(f'INSERT INTO main."{table}" ({names}) VALUES ({marks})', tuple(old.values()))
        else:
            sets = ", ".join(f'"{name}" = ?' for name in old)
            self._connection.execute(
                f'UPDATE main."{table}" SET {sets} WHERE {_where(key, "?")}', (*old.values(), *key.values())
            )


# ------------------------------------------------------------------------------------------------------- PostgreSQL
_FUNCTION = """
CREATE OR REPLACE FUNCTION desk_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('desk.undo', true) = 'on' THEN
    INSERT INTO pg_temp.desk_told_rows (t, o, n) VALUES (
      TG_TABLE_NAME, CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,
      CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END);
  END IF;
  RETURN NULL;
END $$
"""
_BEGIN = (
    "CREATE TEMP TABLE IF NOT EXISTS desk_told_rows (i bigserial, t text, o jsonb, n jsonb) ON COMMIT DELETE ROWS",
    "SELECT set_config('desk.undo', 'on', true)",
)


def silent(connection: Connection) -> list[str]:
    """The tables of a PostgreSQL database that have no trigger yet."""
    rows = connection.exec_driver_sql(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
        " AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'desk_told')"
    )
    return [row[0] for row in rows if not row[0].startswith(APART)]


def listen(connection: Connection) -> None:
    """Gives every table of a PostgreSQL database that has none yet its trigger."""
    names = silent(connection)
    if names:
        connection.exec_driver_sql(_FUNCTION)
    for name in names:
        connection.exec_driver_sql(
            f'CREATE TRIGGER desk_told AFTER INSERT OR UPDATE OR DELETE ON "{name}" FOR EACH ROW EXECUTE FUNCTION desk_told()'
        )


class PostgresqlTold:
    """What a writer's transaction told, from the moment this is made."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        for statement in _BEGIN:
            self._connection.exec_driver_sql(statement)

    def images(self) -> Sequence[Image] | None:
        rows = self._connection.exec_driver_sql(f"SELECT t, o, n FROM desk_told_rows ORDER BY i LIMIT {MOST + 1}").all()
        found = [Image(*row) for row in rows if row[1] != row[2]]
        return None if len(rows) > MOST else found


class PostgresqlRows:
    """On a writer's connection of PostgreSQL: rows are what `to_jsonb` makes of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def now(self, table: str, key: Mapping[str, Any]) -> Mapping[str, Any] | None:
        where = _where(key, "%({name})s")
        found: Mapping[str, Any] | None = self._connection.exec_driver_sql(
            f'SELECT to_jsonb(r) FROM "{table}" r WHERE {where}', dict(key)
        ).scalar()
        return found

    def back(self, image: Image, key: Mapping[str, Any]) -> None:
        from psycopg.types.json import Jsonb

        table, old, new = image
        where = _where(key, "%({name})s")
        if old is None:
            self._connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE {where}', dict(key))
            return
        names = ", ".join(f'"{name}"' for name in old)
        record = f'SELECT {names} FROM jsonb_populate_record(NULL::"{table}", %(desk_old)s)'
        values = {**key, "desk_old": Jsonb(dict(old))}
        if new is None:
            self._connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) {record}', values)
        else:
            self._connection.exec_driver_sql(f'UPDATE "{table}" SET ({names}) = ({record}) WHERE {where}', values)


__all__ = [
    "APART",
    "MOST",
    "Image",
    "PostgresqlRows",
    "PostgresqlTold",
    "RowsAgain",
    "SqliteRows",
    "Told",
    "listen",
    "silent",
]
