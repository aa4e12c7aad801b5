"""Fees: the month's run of 10,000 rooms with three items each, its memory; its bills as one PDF; what is owed, by age."""

from __future__ import annotations

import random
import resource
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.paper import raw_pages
from benchmarks.table import Row, median, say, seconds

RUN_S, PRINT_RATIO, AGES_MS, MEMORY_MB = 20.0, 1.3, 200.0, 150.0
RUNS = 7
START = date(2025, 1, 1)


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.services import fees

    many = 1000 if quick else 10_000
    desk = _site(folder, many)
    try:
        now = desk.clock()
        before = _peak()
        desk.clock = lambda: now - timedelta(days=62)
        first = seconds(lambda: fees.run(desk, fees.RunEntry(desk.today())))
        between = _peak()
        desk.clock = lambda: now - timedelta(days=31)
        took = seconds(lambda: fees.run(desk, fees.RunEntry(desk.today())))
        after = _peak()
        desk.clock = lambda: now
        made = fees.runs(desk).rows[0].bills
        assert made == 3 * many, made
        say(
            f"  {made:,} bills in {took:.1f} s (first {first:.1f} s), memory {before:.0f}, {between:.0f}, {after:.0f} MB"
        )
        fees.ages(desk)
        ages = median(seconds(lambda: fees.ages(desk)) * 1000 for _ in range(RUNS))
        printed, raw, pages = _paper(desk, many)
    finally:
        desk.database.close()
    with closing(sqlite3.connect(folder / f"fees-{many}.sqlite3")) as connection:
        question = "SELECT since, count(*), sum(open_fen) FROM charge WHERE open_fen > 0 GROUP BY since"
        least = median(seconds(lambda: connection.execute(question).fetchall()) * 1000 for _ in range(RUNS))
        floor = _raw_rows(folder, many * 3)
    say(f"  ages {ages:.1f} ms, raw {least:.1f} ms; {pages:,} bills as one PDF {printed:.1f} s, raw {raw:.1f} s")
    what = f"{many:,} rooms × 3 items"
    return [
        Row(
            f"{what}: the month's run", took, "s", floor, "the same rows by raw executemany", took / floor, f"≤ {RUN_S:.0f} s",
            took <= RUN_S, f"a second month takes {after - between:.0f} MB more",
        ),
        Row(
            f"{what}: memory of a further run", after - between, "MB", 1.0, "nothing", after - between, f"≤ {MEMORY_MB:.0f} MB",
            after - between <= MEMORY_MB,
        ),
        Row(
            f"{pages:,} bills as one PDF", printed, "s", raw, f"{pages:,} raw canvas pages, same text", printed / raw,
            f"≤ {PRINT_RATIO}×", printed / raw <= PRINT_RATIO,
        ),
        Row(
            f"{what}: arrears by age, building and kind", ages, "ms", least, "raw sqlite3: the open charges by day", ages / least,
            f"≤ {AGES_MS:.0f} ms", ages <= AGES_MS,
        ),
    ]  # fmt: skip


def _peak() -> float:
    """The most memory the process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _paper(desk: Any, many: int) -> tuple[float, float, int]:
    """The papers of the month as one PDF, against raw pages with the same texts."""
    from desk.services import fees, slips
    from desk.slips.engine.renderer import render_many
    from desk.slips.engine.slip import plain

    month = fees.runs(desk).rows[0].month
    numbers = fees.issue_papers(desk, month)
    assert len(numbers) == many
    contents = [slips.slip_content(desk, number) for number in numbers]
    render_many([(contents[0], plain())], "a5")
    raw_pages([contents[0].texts()])
    ours = seconds(lambda: render_many([(slip, plain()) for slip in contents], "a5"))
    raw = seconds(lambda: raw_pages(slip.texts() for slip in contents))
    return ours, raw, len(contents)


def _raw_rows(folder: Path, count: int) -> float:
    """Bills, lines, charges, entries and postings of a run, written by executemany."""
    file = folder / "fees-floor.sqlite3"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for table in ("bill", "bill_line", "charge", "entry", "posting"):
            connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, c INTEGER, d TEXT)")

        def write() -> None:
            connection.execute("BEGIN IMMEDIATE")
            for table, times in (("bill", 1), ("bill_line", 1), ("charge", 1), ("entry", 1), ("posting", 2)):
                connection.executemany(
                    f"INSERT INTO {table} (a, b, c, d) VALUES (?, ?, ?, ?)",
                    ((f"ZD-20261121-{n:04d}", n, 23994, "2026-11-30") for n in range(count * times)),
                )
            connection.execute("COMMIT")

        return seconds(write)


def _site(folder: Path, many: int) -> Any:
    """A site of so many rooms with an owner each and three items."""
    from sqlalchemy import insert

    from desk.models import Building, Customer, Occupancy, Site, Staff, Unit
    from desk.models.fees import FeeAssignment, FeeItem, FeeRate
    from desk.models.kit.database import open_database
    from desk.services.kit.desk import Actor, Desk

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"fees-{many}.sqlite3"
    file.unlink(missing_ok=True)
    database = open_database(file)
    rng = random.Random(9)
    desk = Desk(database, data=folder, actor=Actor(1, "lin", "林晓", "manager"))
    with database.write() as session:
        session.execute(insert(Staff), [{"id": 1, "login": "lin", "name": "林晓", "role": "manager", "pin": ""}])
        session.execute(
            insert(Site),
            [
                {
                    "id": 1, "name": "阳光花园物业服务中心", "hotline": "010-6000 0000", "language": "zh_CN", "slip_language": "zh_CN",
                    "zone": "Asia/Shanghai", "ready": True, "demo": True,
                }
            ],
        )  # fmt: skip
        session.execute(
            insert(Building), [{"id": n, "code": f"{n}", "name": f"{n}栋", "sort": f"{n:04d}"} for n in range(1, 21)]
        )
        session.execute(
            insert(Unit),
            [
                {
                    "id": n, "building_id": n % 20 + 1, "entrance": "1", "room": str(n), "code": f"{n % 20 + 1}-1-{n}",
                    "name": f"{n % 20 + 1}栋1单元{n}", "sort": f"{n % 20 + 1:04d}{n:08d}", "area": Decimal(rng.randrange(5000, 16000)) / 100,
                }
                for n in range(1, many + 1)
            ],
        )  # fmt: skip
        session.execute(
            insert(Customer),
            [
                {"id": n, "name": data.name(rng), "created_at": data.MOMENT, "changed_at": data.MOMENT}
                for n in range(1, many + 1)
            ],
        )
        session.execute(
            insert(Occupancy),
            [{"customer_id": n, "unit_id": n, "role": "owner", "since": None} for n in range(1, many + 1)],
        )
        items = (
            ("WY", "物业服务费", "area", "management", "2.68"),
            ("TC", "车位费", "space", "parking", "150"),
            ("GG", "公共能耗费", "fixed", "other", "18"),
        )
        for number, (code, name, basis, kind, rate) in enumerate(items, 1):
            session.execute(
                insert(FeeItem),
                [{"id": number, "code": code, "name": name, "family": "service", "basis": basis, "charge_kind": kind}],
            )
            session.execute(insert(FeeRate), [{"item_id": number, "since": START, "rate": Decimal(rate)}])
            session.execute(
                insert(FeeAssignment),
                [{"unit_id": n, "item_id": number, "since": START} for n in range(1, many + 1)],
            )
    return desk
