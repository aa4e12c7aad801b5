# ruff: noqa: PLC0415 - a start writes no thousands of rows
"""What the rows of every table add up to, kept beside them by each act: nothing can be changed behind the program's back unseen.

The sum of a table is the sum of a hash of each of its rows (modulo 2²⁵⁶), so a change costs what it changes, not what there is. The
connection of a writer has triggers of its own (TEMP: they lie in no file) that tell each row written and taken away, whoever
writes it: a record, a bulk of rows, plain SQL. At the end of an act the sums go into `row_sum`, and one hash over all of them into
the act's event; the chain of events has its anchors outside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import islice
from typing import Any

from desk.models.kit.engines import cipher
from desk.models.kit.engines.images import APART, MOST, Image

TABLE = "row_sum"
_SIZE = 1 << 256
_APART = ("audit_event", "draft", "search_", "sqlite_", "alembic_version", TABLE)
"""Tables that are not summed: the chain itself, what is written beside acts, what is derived from other tables."""
_MOST = 400
"""Columns of a row that a trigger may tell, twice; no table has so many."""


_told = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=bytes.hex).encode


def row_hash(table: str, values: Iterable[Any]) -> int:
    """The hash of a row: its table and its values as SQLite keeps them."""
    return int.from_bytes(sha256(_told([table, *values]).encode("utf-8", "surrogatepass")).digest(), "big")


@cache
def _quick() -> Callable[[Any], bytes]:
    """Writes texts, whole numbers and nothing as `_told` does, in an eighth of its time; loaded when there are thousands of rows.

    No table keeps anything else (`tests/models/kit/test_ledger.py`).
    """
    import msgspec  # loaded late: a start has no thousands of rows to tell

    return msgspec.json.Encoder().encode


def _quick_hash(told: tuple[Any, ...]) -> int:
    """`row_hash` of a table's name with the values behind it."""
    return int.from_bytes(sha256(_quick()(told)).digest(), "big")


_known: dict[bytes, dict[str, list[str]]] = {}


def tables_of(connection: Any) -> dict[str, list[str]]:
    """The tables that are summed, with their columns; found once for each set of tables."""
    said = connection.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    text = sha256(repr(said).encode()).digest()
    if text not in _known:
        found: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "SELECT t.name, c.name FROM main.sqlite_master t, pragma_table_info(t.name, 'main') c WHERE t.type = 'table' ORDER BY t.name, c.cid"
        ):
            if not table.startswith(_APART):
                found.setdefault(table, []).append(column)
        _known[text] = found
    return _known[text]


def sum_of(connection: Any, table: str, columns: list[str]) -> int:
    """What the rows of a table add up to, read one after another."""
    asked = ", ".join(f'"{column}"' for column in columns)
    rows = connection.execute(f'SELECT {asked} FROM main."{table}"')
    total = sum(row_hash(table, row) for row in islice(rows, MOST))
    for row in rows:
        total += _quick_hash((table, *row))
    return total % _SIZE


def _triggers(table: str, columns: list[str]) -> Iterator[tuple[str, str, str]]:
    """What tells the rows of a table: name of the trigger, table, and what follows CREATE TRIGGER."""
    old, new = (", ".join(f'{side}."{column}"' for column in columns) for side in ("OLD", "NEW"))
    for end, event, told in (
        ("in", "INSERT", f"1, {new}"),
        ("out", "DELETE", f"-1, {old}"),
        ("new", "UPDATE", f"0, {old}, {new}"),
    ):
        name = f"desk_{table}_{end}"
        yield (
            name,
            table,
            f'"{name}" AFTER {event} ON main."{table}" BEGIN SELECT desk_rows(\'{table}\', {told}); END',
        )


class Ledger:
    """What one writer's connection changes of the sums, from `begin` to `close`."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._deltas: dict[str, int] = {}
        self._written: list[tuple[str, int, tuple[Any, ...]]] = []
        self._tables = tables_of(connection)
        connection.create_function("desk_rows", -1, self._told)
        self._listen()

    def _listen(self) -> None:
        """Makes the triggers all at once: one by one each is looked for among those before it, which takes three times as long.

        A build of SQLite that lets nobody write into its tables of tables (macOS has one) gets them one by one.
        """
        connection = self._connection
        triggers = [each for table, columns in self._tables.items() for each in _triggers(table, columns)]
        connection.execute("PRAGMA writable_schema=ON")
        try:
            connection.executemany(
                "INSERT INTO temp.sqlite_temp_master (type, name, tbl_name, rootpage, sql) VALUES ('trigger', ?, ?, 0, ?)",
                [(name, table, f"CREATE TRIGGER {words}") for name, table, words in triggers],
            )
        except cipher.errors():
            for _name, _table, words in triggers:
                connection.execute(f"CREATE TEMP TRIGGER {words}")
        finally:
            connection.execute("PRAGMA writable_schema=RESET")  # it reads all of them again, and goes back to OFF

    def _told(self, table: str, kind: int, *values: Any) -> None:
        if kind > 0 and len(self._written) > MOST:  # a list that is imported
            self._deltas[table] = self._deltas.get(table, 0) + _quick_hash((table, *values))
            return
        if kind:
            change = kind * row_hash(table, values)
        else:
            half = len(values) // 2
            old, new = values[:half], values[half:]
            if old == new:
                return
            change = row_hash(table, new) - row_hash(table, old)
        if len(self._written) <= MOST:
            self._written.append((table, kind, values))
        self._deltas[table] = self._deltas.get(table, 0) + change

    def begin(self) -> None:
        """Forgets what a transaction that was rolled back told."""
        self._deltas.clear()
        self._written = []

    def images(self) -> Sequence[Image] | None:
        """Every row written since `begin`, in the order of writing; None when there were too many to remember."""
        if len(self._written) > MOST:
            return None
        return [self._image(*told) for told in self._written if not told[0].startswith(APART)]

    def _image(self, table: str, kind: int, values: tuple[Any, ...]) -> Image:
        columns = self._tables[table]
        if kind > 0:
            return Image(table, None, dict(zip(columns, values, strict=True)))
        if kind < 0:
            return Image(table, dict(zip(columns, values, strict=True)), None)
        half = len(columns)
        old, new = values[:half], values[half:]
        return Image(table, dict(zip(columns, old, strict=True)), dict(zip(columns, new, strict=True)))

    def touched(self) -> bool:
        """Whether any row that is summed was written."""
        return bool(self._deltas)

    def close(self) -> str:
        """Writes the sums; gives the hash over all of them, for the event. Where there are none yet, every table is summed."""
        connection = self._connection
        sums = dict(connection.execute(f"SELECT name, total FROM main.{TABLE}").fetchall())
        missing = [name for name in self._tables if name not in sums]
        if missing:
            changed = {name: f"{sum_of(connection, name, self._tables[name]):064x}" for name in missing}
        else:
            changed = {}
        for table, change in self._deltas.items():
            if table not in changed:
                changed[table] = f"{(int(sums[table], 16) + change) % _SIZE:064x}"
        self._deltas.clear()
        if changed:
            connection.executemany(
                f"INSERT INTO main.{TABLE} (name, total) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET total = excluded.total",
                list(changed.items()),
            )
            sums.update(changed)
        return seal(sums)


def seal(sums: dict[str, str]) -> str:
    """The hash over the sums of all tables."""
    return sha256(json.dumps(sorted(sums.items()), separators=(",", ":")).encode()).hexdigest()


def differences(connection: Any, sealed: str) -> Iterable[str]:
    """The tables whose rows are not what the acts left; "" when the sums themselves are not those of the last event.

    Args:
        connection: in a transaction that reads.
        sealed: the hash that the last event holds.
    """
    sums = dict(connection.execute(f"SELECT name, total FROM main.{TABLE}").fetchall())
    if seal(sums) != sealed:
        yield ""
    tables = tables_of(connection)
    for name in sorted({*sums, *tables}):
        if name not in tables or name not in sums or int(sums[name], 16) != sum_of(connection, name, tables[name]):
            yield name


__all__ = ["TABLE", "Ledger", "differences", "row_hash", "seal", "sum_of", "tables_of"]
