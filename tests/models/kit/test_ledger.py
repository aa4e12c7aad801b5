"""The sums of rows: thousands of rows are hashed in another way than a few, and must give the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desk.models.kit.database import open_database
from desk.models.kit.engines import ledger
from desk.models.kit.engines.images import MOST

VALUES = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(VALUES, max_size=6))
def test_both_ways_to_hash_a_row_give_the_same(row: list[object]) -> None:
    assert ledger._quick_hash(("unit", *row)) == ledger.row_hash("unit", row)


def test_tables_keep_only_what_both_ways_tell_alike(tmp_path: Path) -> None:
    open_database(tmp_path / "desk.sqlite3").close()
    with sqlite3.connect(tmp_path / "desk.sqlite3") as connection:
        types = {
            kind
            for table in ledger.tables_of(connection)
            for (kind,) in connection.execute("SELECT type FROM pragma_table_info(?)", (table,))
        }
    connection.close()
    assert types <= {"TEXT", "INTEGER", "BIGINT", "BOOLEAN", "DATE", "DATETIME", "VARCHAR(32)"}


def test_the_sum_of_thousands_of_rows_is_what_was_told_of_them() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT, area BIGINT)")
    connection.execute("CREATE TABLE row_sum (name TEXT PRIMARY KEY, total TEXT)")
    listening = ledger.Ledger(connection)
    listening.close()
    rows = [(number, f'{number}室\n"{number}', None if number % 3 else number) for number in range(MOST + 500)]
    connection.executemany("INSERT INTO unit VALUES (?, ?, ?)", rows)
    connection.execute("UPDATE unit SET name = 'x' WHERE id = ?", (MOST + 7,))
    connection.execute("DELETE FROM unit WHERE id IN (?, ?)", (3, MOST + 9))
    sealed = listening.close()
    assert list(ledger.differences(connection, sealed)) == []
    slow = sum(ledger.row_hash("unit", row) for row in connection.execute("SELECT * FROM unit")) % 2**256
    assert slow == ledger.sum_of(connection, "unit", ["id", "name", "area"])
    connection.close()
