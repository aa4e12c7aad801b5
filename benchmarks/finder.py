"""The finder: each keystroke of queries as they are typed at a counter, at 10,000 and at 100,000 customers."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.table import Row, percentile, say

GOAL_MS = 2.0
GOAL_GROWTH = 1.3
SIZES = (10_000, 100_000)
WHAT = "finder, per keystroke at {count:,} customers, 95th percentile"


@contextmanager
def site(folder: Path, customers: int) -> Iterator[Any]:
    """A Desk on a real file with so many customers; made the first time in this folder."""
    from desk.models.kit.database import open_database
    from desk.services.kit.desk import Desk

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"finder-{customers}.sqlite3"
    fresh = not file.exists()
    database = open_database(file)
    if fresh:
        start = time.perf_counter()
        data.fill(database, customers)
        say(
            f"  made {customers:,} customers with their terms in {time.perf_counter() - start:.1f} s, {file.stat().st_size / 1e6:.0f} MB"
        )
    try:
        yield Desk(database, data=folder)
    finally:
        database.close()


def queries(file: Path, *, count: int, seed: int = 7) -> list[str]:
    """What a receptionist types about people who are there, in all the ways of architecture "Finder"."""
    from desk.rules.kit.names import readings

    rng = random.Random(seed)
    with closing(sqlite3.connect(file)) as connection:
        total = connection.execute("SELECT MAX(id) FROM customer").fetchone()[0]
        people = [
            connection.execute(
                "SELECT c.name, p.number, u.code, u.name FROM customer c JOIN phone p ON p.customer_id = c.id"
                " JOIN occupancy o ON o.customer_id = c.id JOIN unit u ON u.id = o.unit_id WHERE c.id = ?",
                (rng.randrange(1, total + 1),),
            ).fetchone()
            for _ in range(count)
        ]
    found = []
    for place, (name, phone, code, room) in enumerate(people):
        sounds = [rng.choice(character) for character in readings(name)]
        initials = "".join(sound[0] for sound in sounds)
        building = code.split("-")[0]
        found.append(
            [
                "".join(sounds), initials, sounds[0] + initials[1:], name, phone[-4:], phone, code, room, code.replace("-", ""),
                f"{initials} {building}栋", f"{''.join(sounds)} {building}-", f"{sounds[0]} {phone[-4:]}", f"{phone[:3]}…{phone[-4:]} {code}",
            ][place % 13]
        )  # fmt: skip
    return found


def keystrokes(typed: list[str]) -> list[str]:
    """The text after each key; a Chinese name comes from the input method in one go."""
    return [text[:end] for text in typed for end in range(1, len(text) + 1) if text[:end].strip()]


def measure(desk: Any, texts: list[str]) -> list[float]:
    from desk.services.finder import find

    for text in texts[:40]:
        find(desk, text)
    times = []
    for text in texts:
        start = time.perf_counter()
        find(desk, text)
        times.append((time.perf_counter() - start) * 1000)
    return times


def floor(file: Path, texts: list[str]) -> list[float]:
    """The least: one walk along the index for the first customers that begin with the text, and their lines."""
    from desk.models.finder.keys import shelf

    times = []
    with closing(sqlite3.connect(file)) as connection:
        for text in texts:
            start = time.perf_counter()
            connection.execute(
                "SELECT e.id, e.title, e.detail FROM (SELECT DISTINCT entry_id FROM search_term WHERE shelf = ? AND term >= ?"
                " AND term < ? LIMIT 30) h JOIN search_entry e ON e.id = h.entry_id",
                (shelf("customer"), text, text + "\U0010ffff"),
            ).fetchall()
            times.append((time.perf_counter() - start) * 1000)
    return times


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    sizes = (1_000, 10_000) if quick else SIZES
    tail: dict[int, float] = {}
    base = 0.0
    for size in sizes:
        with site(folder, size) as desk:
            texts = keystrokes(queries(desk.database.file, count=130))
            times = measure(desk, texts)
            tail[size] = percentile(times, 0.95)
            base = percentile(floor(desk.database.file, texts), 0.95)
            worst = sorted(zip(times, texts, strict=True), reverse=True)[:5]
            say(
                f"  {size:,}: median {percentile(times, 0.5):.2f} ms, p95 {tail[size]:.2f} ms over {len(times)} keystrokes;"
                f" slowest {', '.join(f'{text!r} {ms:.1f}' for ms, text in worst)}"
            )
    small, large = sizes
    growth = tail[large] / tail[small]
    return [
        Row(
            WHAT.format(count=large), tail[large], "ms", base, "raw sqlite3: one prefix walk", tail[large] / base,
            f"≤ {GOAL_MS:.0f} ms", tail[large] <= GOAL_MS,
        ),
        Row(
            f"finder, growth of that from {small:,} to {large:,} customers", tail[large], "ms", tail[small], f"at {small:,}", growth,
            f"≤ {GOAL_GROWTH:g}×", growth <= GOAL_GROWTH,
        ),
    ]  # fmt: skip
