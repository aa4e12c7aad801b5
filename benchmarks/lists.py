"""Lists of 100,000 rows: the page that the window asks for when a list is opened, scrolled to its end, or sorted."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.table import Row, median, say, seconds

GOAL_MS = 50.0
PAGE = 200
OPEN, CLOSED = ("received", "assigned", "resolved"), ("closed", "closed", "closed", "cancelled")
RUNS = 7


def _site(folder: Path, count: int) -> Any:
    """So many units and so many requests, in a new file."""
    from sqlalchemy import insert

    from desk.models import Building, Request, Staff, Unit
    from desk.models.kit.database import open_database
    from desk.rules.kit.rooms import RoomKey, room_sort_text
    from desk.services.kit.desk import Actor, Desk

    rng = random.Random(11)
    database = open_database(folder / f"lists-{count}.sqlite3")
    with database.write() as session:
        if not session.query(Unit).first():
            session.execute(insert(Staff), [{"id": 1, "login": "lin", "name": "林晓", "role": "manager"}])
            buildings = range(1, count // 200 + 2)
            session.execute(
                insert(Building), [{"id": n, "code": str(n), "name": f"{n}栋", "sort": f"{n:08d}"} for n in buildings]
            )
            units, requests = [], []
            for index in range(count):
                key = RoomKey(
                    str(index // 200 + 1), str(index % 200 // 100 + 1), f"{index % 100 // 4 + 1}{index % 4 + 1:02d}"
                )
                name = f"{key.building}栋{key.unit}单元{key.room}"
                units.append(
                    {
                        "id": index + 1, "building_id": int(key.building), "entrance": key.unit, "room": key.room, "code": key.code,
                        "name": name, "sort": room_sort_text(key),
                    }
                )  # fmt: skip
                received = data.MOMENT - timedelta(minutes=7 * index)
                kind, prefix = rng.choice((("complaint", "TS"), ("repair", "BX")))
                requests.append(
                    {
                        "id": index + 1, "number": f"{prefix}-{received:%Y%m%d}-{index:06d}", "kind": kind,
                        "state": rng.choice(OPEN) if index < count // 100 else rng.choice(CLOSED), "channel": "phone",
                        "severity": rng.choice(("emergency", "urgent", "normal", "normal", "planned")),
                        "unit_id": rng.randrange(1, count + 1), "caller_name": data.name(rng), "category": rng.choice(("noise", "leak", "lift")),
                        "content": "楼上敲打影响休息", "received_at": received, "first_receiver_id": 1,
                        "promised_at": received + timedelta(hours=rng.choice((2, 24, 72))),
                    }
                )  # fmt: skip
            session.execute(insert(Unit), units)
            session.execute(insert(Request), requests)
    return Desk(database, data=folder, actor=Actor(1, "lin", "林晓", "manager"))


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.services import households as household
    from desk.services.requests import SORTS, RequestFilter, requests

    folder.mkdir(parents=True, exist_ok=True)
    count = 10_000 if quick else 100_000
    desk = _site(folder, count)
    every = RequestFilter(state="all")
    asked = {
        "rooms, opened": lambda: household.units(desk, limit=PAGE),
        "rooms, scrolled to the end": lambda: household.units(desk, offset=count - PAGE, limit=PAGE),
        "requests, the open ones of them, opened": lambda: requests(desk, RequestFilter(), limit=PAGE),
        "requests, all, scrolled to the end": lambda: requests(desk, every, offset=count - PAGE, limit=PAGE),
    }
    for sort in SORTS:
        for descending in (False, True):
            words = f"requests, all, sorted by {sort}{' descending' if descending else ''}"
            asked[words] = lambda sort=sort, descending=descending: requests(
                desk, every, sort=sort, descending=descending, limit=PAGE
            )
    took: dict[str, float] = {}
    try:
        for words, ask in asked.items():
            page = ask()
            assert 0 < len(page.rows) <= PAGE, words
            took[words] = median(seconds(ask) for _ in range(RUNS)) * 1000
        file = desk.database.file
        assert file is not None
    finally:
        desk.database.close()
    with closing(sqlite3.connect(file)) as connection:
        raw = "SELECT id, name, state, area FROM unit ORDER BY sort LIMIT ?"
        floor = median(seconds(lambda: connection.execute(raw, (PAGE,)).fetchall()) for _ in range(RUNS)) * 1000
    for words, ms in sorted(took.items(), key=lambda item: -item[1]):
        say(f"  {ms:6.1f} ms  {words}")
    slowest = max(took, key=took.__getitem__)
    return [
        Row(
            f"scrolling or sorting a list of {count:,} rows: the slowest first page", took[slowest], "ms", floor,
            f"raw sqlite3: first {PAGE} rows by an index", took[slowest] / floor, f"≤ {GOAL_MS:.0f} ms, no full load",
            took[slowest] <= GOAL_MS, slowest,
        )
    ]  # fmt: skip
