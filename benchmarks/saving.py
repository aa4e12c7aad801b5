"""Saving a request until the PDF of its slip is there, against the same rows written raw and the same pages drawn raw.

The floor holds: one transaction by `sqlite3` into a copy of the site, with its indexes and its promise to lose nothing, that
writes exactly the rows which one such act added or changed (request, history, slip, entries and terms of the finder, sealed
values, the audit event, the sequences); and one raw ReportLab canvas page with the slip's text for each copy. It holds no
checks, no questions, no clock, no hash chain and no layout: those are what the act is for.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.paper import raw_pages
from benchmarks.table import Row, median, say, seconds
from desk import paths

GOAL_MS = 20.0
GOAL_RATIO = 2.5
RUNS = 30
CONTENT = "楼上住户连续三晚 23:00 以后敲打墙面，影响老人休息；已在业主群沟通无果。要求核实并制止，并给出书面答复。"


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.app import open_desk
    from desk.rules.requests import RequestEntry
    from desk.services import households as household
    from desk.services import requests, slips
    from desk.services.demo import make_demo
    from desk.services.kit.desk import sit_down

    desk = open_desk(folder / "saving")
    try:
        make_demo(desk, units=144)
        units = household.units(desk, limit=100).rows
        rng = random.Random(3)

        def save(number: int) -> str:
            unit = units[number % len(units)]
            entry = RequestEntry(
                kind="complaint", channel="phone", unit_id=unit.id, caller_name=data.name(rng), caller_phone=data.phone(rng),
                category="noise", severity="normal", content=f"{CONTENT}（{number}）", wish="尽快制止", repeated_back=True,
                promised_at=requests.proposed_promise(desk, "normal"),
            )  # fmt: skip
            return requests.log_request(desk, entry).slips[-1].number

        last = ""
        times = []
        for number in range(5 + (10 if quick else RUNS)):

            def act(number: int = number) -> None:
                nonlocal last
                last = save(number)
                assert slips.pdf(desk, last).startswith(b"%PDF")

            times.append(seconds(act) * 1000)
        took = median(times[5:])
        saving = median(seconds(lambda number=number: save(number)) * 1000 for number in range(10))
        slip = slips.slip_content(desk, last)
        desk.database.close()
        before = folder / "floor.sqlite3"
        shutil.copy(paths.database_file(folder / "saving"), before)
        desk = open_desk(folder / "saving")
        sit_down(desk)
        slips.pdf(desk, save(RUNS))  # that somebody looked is an event too
    finally:
        desk.database.close()
    written = _written(before, paths.database_file(folder / "saving"))
    commits = median(_commit(before, written) * 1000 for _ in range(RUNS))
    copies = max(1, len(slip.copies))
    raw_pages([slip.texts()])
    pages = median(seconds(lambda: raw_pages([slip.texts()] * copies)) * 1000 for _ in range(RUNS))
    floor = commits + pages
    say(
        f"  save {saving:.1f} ms, save and PDF of {copies} copies {took:.1f} ms; the same {sum(map(len, written.values()))} rows raw"
        f" {commits:.2f} ms, {copies} raw pages {pages:.1f} ms"
    )
    return [
        Row(
            "save a request until its slip's PDF is ready", took, "ms", floor, "the same rows raw + raw ReportLab pages", took / floor,
            f"≤ {GOAL_MS:.0f} ms and ≤ {GOAL_RATIO:g}×", took <= GOAL_MS and took / floor <= GOAL_RATIO,
            f"{copies} copies" if copies > 1 else "",
        )
    ]  # fmt: skip


def _written(before: Path, after: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What an act wrote: by table, the rows that were not there or not the same."""
    found = {}
    with closing(sqlite3.connect(before)) as old, closing(sqlite3.connect(after)) as new:
        tables = [
            name
            for (name,) in new.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        for table in tables:
            kept = set(old.execute(f'SELECT * FROM "{table}"'))
            rows = [row for row in new.execute(f'SELECT * FROM "{table}"') if row not in kept]
            if rows:
                found[table] = rows
    return found


def _commit(before: Path, written: dict[str, list[tuple[Any, ...]]]) -> float:
    """Seconds of one transaction that writes these rows into a copy of the site."""
    copy = before.with_name("floor-copy.sqlite3")
    shutil.copy(before, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        for table in written:
            connection.execute(
                f'SELECT count(*) FROM "{table}"'
            ).fetchone()  # the pages are read, as those of the act are

        connection.execute("CREATE TABLE first (id INTEGER)")  # the log of the copy is there, as the site's is

        def commit() -> None:
            connection.execute("BEGIN IMMEDIATE")
            for table, rows in written.items():
                places = ", ".join("?" * len(rows[0]))
                connection.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({places})', rows)
            connection.execute("COMMIT")

        return seconds(commit)
