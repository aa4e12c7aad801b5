"""Points: 100,000 members with 2,000,000 entries: a member opened, a purchase saved, the nightly run with the memory it takes."""

from __future__ import annotations

import random
import resource
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.table import Row, median, say, seconds

OPEN_MS, SAVE_MS, NIGHT_S = 50.0, 30.0, 60.0
GROWTH_MB = 120.0
"""Flat: the run may need this much more than the program had before it, however many members there are."""
EACH = 20
"""Entries of a member."""
RUNS = 40
FIRST = date(2026, 11, 21)


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.services import cards, points

    members = 10_000 if quick else 100_000
    desk, file = _mall(folder, members)
    rng = random.Random(5)
    try:
        some = [rng.randrange(1, members + 1) for _ in range(RUNS)]

        def show(member: int) -> None:
            assert cards.member(desk, member).number
            assert points.member_points(desk, member).balance

        show(1)
        opened = median(seconds(lambda key=key: show(key)) * 1000 for key in some)

        def buy(place: int) -> None:
            entry = points.PurchaseEntry(f"N{place}", "A01", paid=rng.randrange(100, 100_000), member_id=some[place])
            assert points.log_purchase(desk, entry)

        times = [seconds(lambda place=place: buy(place)) * 1000 for place in range(RUNS)]
        saved = median(times[3:])
        before = _memory()
        seen: list[int] = []
        night = seconds(lambda: points.run(desk, progress=lambda done, _total: seen.append(done)))
        grown = _memory() - before
        assert seen[-1] == members
    finally:
        desk.database.close()
    with closing(sqlite3.connect(file)) as connection:
        raw = "SELECT * FROM point_entry WHERE member_id = ? ORDER BY id DESC LIMIT 30"
        read = median(seconds(lambda key=key: connection.execute(raw, (key,)).fetchall()) * 1000 for key in some)
        every = "SELECT member_id, sum(paid - refunded) FROM purchase GROUP BY member_id"
        scan = seconds(lambda: connection.execute(every).fetchall())
        commits = median(seconds(lambda place=place: _raw_purchase(connection, place)) * 1000 for place in range(15))
    what = f"{members:,} members with {members * EACH:,} entries"
    say(f"  {what}: opened {opened:.1f} ms, saved {saved:.1f} ms, night {night:.1f} s, {grown:+.0f} MB")
    return [
        Row(
            f"{what}: opening a member", opened, "ms", read, "raw sqlite3: the newest entries by an index", opened / read,
            f"≤ {OPEN_MS:.0f} ms", opened <= OPEN_MS, "page and points",
        ),
        Row(
            f"{what}: a purchase saved", saved, "ms", commits, "raw SQLite commit of the same rows", saved / commits,
            f"≤ {SAVE_MS:.0f} ms", saved <= SAVE_MS,
        ),
        Row(
            f"{what}: the nightly run over all levels", night, "s", scan, "raw sqlite3: the sum of each member", night / scan,
            f"≤ {NIGHT_S:.0f} s, memory flat", night <= NIGHT_S and grown <= GROWTH_MB, f"{grown:+.0f} MB",
        ),
    ]  # fmt: skip


def _memory() -> float:
    """The most memory so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _raw_purchase(connection: sqlite3.Connection, place: int) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, a TEXT, b INTEGER, c INTEGER)")
    for table in range(5):
        connection.execute("INSERT INTO floor (a, b, c) VALUES (?, ?, ?)", (f"N{place}", table, place))
    connection.commit()


WRITTEN = 2000
"""So many members are made here; the engine copies them under other numbers, which takes a tenth of the time."""
COPIED: dict[str, dict[str, str]] = {
    "customer": {"id": "id + :m"},
    "member": {"id": "id + :m", "customer_id": "customer_id + :m", "holder": "holder + :m", "number": "printf('HY-20250530-%04d', id + :m)"},
    "card": {
        "id": "id + :m", "member_id": "member_id + :m", "living": "living + :m", "number": "CAST(8800250530000000 + id + :m AS TEXT)",
        "serial": "printf('KP-20250530-%04d', id + :m)",
    },
    "member_event": {"id": "id + :m", "member_id": "member_id + :m"},
    "purchase": {"id": "id + :e", "customer_id": "customer_id + :m", "member_id": "member_id + :m", "receipt": "CAST(id + :e AS TEXT)"},
    "point_entry": {"id": "id + :e", "member_id": "member_id + :m", "subject": "'purchase:' || (id + :e)"},
    "point_lot": {"entry_id": "entry_id + :e", "member_id": "member_id + :m"},
    "point_account": {"member_id": "member_id + :m"},
}  # fmt: skip
"""What of a row is another one in a copy: numbers and keys, moved on by members (`:m`) or entries (`:e`)."""


def _copy(file: Path, members: int) -> None:
    """Copies the members that were written until there are so many."""
    with closing(sqlite3.connect(file)) as connection:
        for table, others in COPIED.items():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            values = ", ".join(others.get(name, f'"{name}"') for name in names)
            key = "entry_id" if table == "point_lot" else "member_id" if table == "point_account" else "id"
            last = WRITTEN * EACH if table in ("purchase", "point_entry", "point_lot") else WRITTEN
            columns = ", ".join(f'"{name}"' for name in names)
            copy = f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {key} <= :last"
            for by in range(WRITTEN, members, WRITTEN):
                connection.execute(copy, {"m": by, "e": by * EACH, "last": last})
            connection.commit()


def _mall(folder: Path, members: int) -> tuple[Any, Path]:
    """Members of the tier scheme with a year and a half of purchases, written in bulk; levels, lots and sums as they follow."""
    from sqlalchemy import insert

    from desk.models import Customer, Staff
    from desk.models.cards import Card, Member, MemberEvent
    from desk.models.kit.database import open_database
    from desk.models.points import PointAccount, PointEntry, PointLot, Purchase
    from desk.models.schemes import SchemeEdition, ShopCounter
    from desk.rules.schemes.standard import TIERS
    from desk.services.kit.desk import Actor, Desk

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"points-{members}.sqlite3"
    database = open_database(file)
    now = datetime(2026, 11, 21, 2, tzinfo=UTC)
    desk = Desk(database, data=folder, clock=lambda: now, actor=Actor(1, "lin", "林晓", "manager"))
    rng = random.Random(9)
    with database.write() as session:
        if session.query(Member).first() is not None:
            return desk, file
        import msgspec

        session.execute(insert(Staff), [{"id": 1, "login": "lin", "name": "林晓", "role": "manager", "pin": ""}])
        session.execute(
            insert(ShopCounter),
            [{"id": 1, "code": "A01", "name": "女装", "category": "clothing", "takes_part": True, "until": None}],
        )
        edition = {
            "code": "tiers",
            "since": date(2025, 1, 1),
            "data": msgspec.to_builtins(TIERS),
            "mapping": {},
            "note": "",
            "at": now,
            "staff_id": 1,
        }
        session.execute(insert(SchemeEdition), [edition])
    entry = 0
    for start in range(1, min(WRITTEN, members) + 1, 2000):
        made: dict[type[Any], list[dict[str, Any]]] = {
            kind: [] for kind in (Customer, Member, Card, MemberEvent, Purchase, PointEntry, PointLot, PointAccount)
        }
        for key in range(start, min(start + 2000, members + 1)):
            joined = FIRST - timedelta(days=540)
            sums: Counter[str] = Counter()
            for place in range(EACH):
                entry += 1
                day = joined + timedelta(days=place * 539 // EACH)
                paid = rng.randrange(1000, 20000)
                points = paid // 1000
                sums["balance"] += points
                at = now - timedelta(days=(FIRST - day).days)
                made[Purchase].append(
                    {
                        "id": entry, "customer_id": key, "member_id": key, "counter_id": 1, "receipt": f"{entry}", "day": day, "label": paid,
                        "slip": paid, "paid": paid, "coupon": 0, "graded": 0, "lines": [], "card": "", "refunded": 0, "void": "", "doubled": "",
                        "earns": True, "joining": False, "points": points, "centre": False, "note": "", "at": at, "staff_id": 1,
                    }
                )  # fmt: skip
                made[PointEntry].append(
                    {
                        "id": entry, "member_id": key, "at": at, "day": day, "kind": "earn", "points": points, "lifetime": points,
                        "balance": sums["balance"], "subject": f"purchase:{entry}", "uses": [[0, points]], "note": "", "reverses_id": None,
                        "staff_id": 1,
                    }
                )  # fmt: skip
                made[PointLot].append({"entry_id": entry, "member_id": key, "left": points, "until": None})
            born = date(1980, 1, 1) + timedelta(days=key % 9000)
            made[Customer].append(
                {
                    "id": key, "kind": "person", "name": data.name(rng), "birthday": born, "birthday_month": born.month,
                    "birthday_day": born.day, "created_at": now, "changed_at": now,
                }
            )  # fmt: skip
            made[Member].append(
                {
                    "id": key, "number": f"HY-20250530-{key:04}", "customer_id": key, "holder": key, "scheme": "tiers", "tier": "ordinary",
                    "tier_since": joined, "state": "active", "joined_on": joined, "goods": [], "last_use_on": FIRST, "created_at": now,
                    "staff_id": 1,
                }
            )  # fmt: skip
            made[Card].append(
                {
                    "id": key, "number": f"{8800250530000000 + key}", "serial": f"KP-20250530-{key:04}", "member_id": key, "living": key,
                    "state": "active", "tier": "ordinary", "issued_on": joined, "issued_at": now, "collected_on": joined, "staff_id": 1,
                }
            )  # fmt: skip
            made[MemberEvent].append(
                {
                    "member_id": key,
                    "at": now - timedelta(days=540),
                    "kind": "tier",
                    "data": {"after": "ordinary", "why": "joined", "since": f"{joined}"},
                }
            )
            made[PointAccount].append(
                {"member_id": key, "balance": sums["balance"], "lifetime": sums["balance"], "birthday": ""}
            )
        with database.write() as session:
            for kind, values in made.items():
                session.execute(insert(kind), values)
    _copy(file, members)
    with database.write() as session:
        from sqlalchemy import text

        session.execute(text("ANALYZE"))
    return desk, file
