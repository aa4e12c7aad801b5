# ruff: noqa: PLC0415 - the engine of a server is loaded on sites with one
"""The two engines that can hold a site: SQLite in a file, PostgreSQL on a server.

Only these modules know `sqlite3` and `psycopg`, PRAGMAs and SQLSTATEs; everybody else speaks to `models.kit.database`.
"""

from __future__ import annotations

from pathlib import Path

from desk.models.kit.engines.base import Backend
from desk.models.kit.engines.sqlite import SqliteBackend


def backend_for(
    place: Path | str, *, busy_seconds: float = 10.0, password: str | None = None, key: bytes | None = None
) -> Backend:
    """The engine of a place; nothing is opened yet.

    Args:
        place: the file of a SQLite database, or the address of a PostgreSQL one, `postgresql://user@host/database`.
        busy_seconds: how long a writer waits for another one.
        password: for a server that asks for one; kept in memory only.
        key: of an encrypted file, 32 bytes.

    Raises:
        StorageError: no-driver, bad-address.
    """
    if isinstance(place, str):
        from desk.models.kit.engines.postgresql import PostgresqlBackend

        return PostgresqlBackend(place, busy_seconds=busy_seconds, password=password)
    return SqliteBackend(place, busy_seconds=busy_seconds, key=key)


__all__ = ["Backend", "backend_for"]
