"""What is asked of a SQLite file as a file: what it holds, whether it is whole, and having it for oneself while it is replaced."""

from __future__ import annotations

from typing import Any


def tables(connection: Any) -> set[str]:
    """The names of its tables."""
    return {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def schema(connection: Any) -> list[tuple[Any, ...]]:
    """Kind, name, table and text of everything that is defined in it; what the engine keeps for itself apart."""
    asked = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
    found: list[tuple[Any, ...]] = connection.execute(asked).fetchall()
    return found


def application(connection: Any) -> int:
    """The number by which a program marks its files."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def answers(connection: Any) -> None:
    """Reads what any file has: with a wrong key, or of no database, it is an error of the driver."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def keep_alone(connection: Any) -> None:
    """Holds the file against everybody until the connection is closed."""
    connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()


def whole(connection: Any) -> bool:
    """Whether its pages agree with each other."""
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


def read_once(connection: Any) -> None:
    """Keeps the pages that were read, up to 64 MB: of an encrypted file each costs a decryption, and a check reads all of them twice."""
    connection.execute("PRAGMA cache_size=-65536").fetchall()


def sound(connection: Any) -> bool:
    """Whether it passes SQLite's own checks, indexes against rows too."""
    return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def points_at_nothing(connection: Any) -> bool:
    """Whether some row points at a row that is not there."""
    return connection.execute("PRAGMA foreign_key_check").fetchone() is not None


def take_log_in(connection: Any) -> None:
    """Writes what stands in the log into the file itself."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def as_one_file(connection: Any) -> None:
    """From here on the file has no log beside it, so that it can be moved as it is."""
    connection.execute("PRAGMA journal_mode=DELETE").fetchall()


__all__ = [
    "answers",
    "application",
    "as_one_file",
    "keep_alone",
    "points_at_nothing",
    "read_once",
    "schema",
    "sound",
    "tables",
    "take_log_in",
    "whole",
]
