"""Importing a roster of 10,000 rooms, against raw `executemany` of the very rows that the import wrote."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.table import Row, median, say, seconds

GOAL_RATE = 4_000
GOAL_RATIO = 4.0
TABLES = ("building", "unit", "customer", "phone", "occupancy", "vehicle", "search_entry", "search_term")


def _floor(imported: Path, folder: Path) -> tuple[float, int]:
    """Seconds of writing the same rows into the same tables with the sqlite3 module alone, and how many rows that are."""
    from desk.models.kit.database import open_database

    with closing(sqlite3.connect(imported)) as connection:
        rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    times = []
    for number in range(2):
        file = folder / f"floor-{number}.sqlite3"
        open_database(file).close()
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            for pragma in ("foreign_keys=ON", "synchronous=FULL", "cache_size=-16000", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")

            def write(connection: sqlite3.Connection = connection) -> None:
                connection.execute("BEGIN IMMEDIATE")
                for table, found in rows.items():
                    if found:
                        marks = ",".join("?" * len(found[0]))
                        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", found)
                connection.execute("COMMIT")

            times.append(seconds(write))
    return min(times), sum(map(len, rows.values()))


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from benchmarks.rosters import make_roster
    from desk.models.kit.database import open_database
    from desk.services.kit.desk import Desk
    from desk.services.roster import import_roster
    from desk.services.site import ensure_site

    rooms = 1_000 if quick else 10_000
    workbook = folder / f"roster-{rooms}.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    lines = make_roster(workbook, rooms)
    temporary = Path(tempfile.mkdtemp(dir=folder))
    try:
        times = []
        for number in range(2):
            data = temporary / f"site-{number}"
            database = open_database(data / "desk.sqlite3")
            desk = Desk(database, data=data)
            ensure_site(desk)
            start_report = seconds(lambda desk=desk: import_roster(desk, workbook))
            times.append(start_report)
            database.close()
        took = median(times) if len(times) > 2 else min(times)
        floor, written = _floor(temporary / "site-0" / "desk.sqlite3", temporary)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    say(f"  {lines:,} lines of {rooms:,} rooms in {took:.2f} s; the same {written:,} rows raw in {floor:.2f} s")
    what = f"importing a roster of {rooms:,} rooms"
    return [
        Row(
            what, lines / took, "rows/s", lines / floor, f"raw executemany of the same {written:,} rows", took / floor,
            f"≥ {GOAL_RATE:,} rows/s and ≤ {GOAL_RATIO:.0f}×", lines / took >= GOAL_RATE and took / floor <= GOAL_RATIO,
        )
    ]  # fmt: skip
