"""Saving a request until the PDF of its slip is there, against one raw SQLite commit and one raw ReportLab page."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks import data
from benchmarks.paper import raw_pages
from benchmarks.table import Row, median, say, seconds

GOAL_MS = 60.0
GOAL_RATIO = 3.0
RUNS = 30
CONTENT = "楼上住户连续三晚 23:00 以后敲打墙面，影响老人休息；已在业主群沟通无果。要求核实并制止，并给出书面答复。"


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.app import open_desk
    from desk.rules.requests import RequestEntry
    from desk.services import households as household
    from desk.services import requests, slips
    from desk.services.demo import make_demo

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
    finally:
        desk.database.close()
    with closing(sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE request (id INTEGER PRIMARY KEY, number TEXT UNIQUE, content TEXT)")

        def commit(number: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO request (number, content) VALUES (?, ?)", (f"TS-{number}", slip.to_json()))
            connection.execute("COMMIT")

        commits = median(seconds(lambda number=number: commit(number)) * 1000 for number in range(RUNS))
    copies = max(1, len(slip.copies))
    raw_pages([slip.texts()])
    page = median(seconds(lambda: raw_pages([slip.texts()])) * 1000 for _ in range(RUNS))
    pages = median(seconds(lambda: raw_pages([slip.texts()] * copies)) * 1000 for _ in range(RUNS))
    floor = commits + page
    say(
        f"  save {saving:.1f} ms, save and PDF of {copies} copies {took:.1f} ms; raw commit {commits:.2f} ms, raw page {page:.1f} ms"
        f" ({copies} raw pages {pages:.1f} ms)"
    )
    return [
        Row(
            "save a request until its slip's PDF is ready", took, "ms", floor, "raw SQLite commit + raw ReportLab page", took / floor,
            f"≤ {GOAL_MS:.0f} ms and ≤ {GOAL_RATIO:.0f}×", took <= GOAL_MS and took / floor <= GOAL_RATIO,
            f"{copies} copies" if copies > 1 else "",
        )
    ]  # fmt: skip
