"""100,000 members with their cards: opening one by its card, the first page of each list, and the counts beside the lists."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.table import Row, median, percentile, say, seconds

GOAL_MS = 50.0
RUNS = 300
LEVELS = ("gold", "gold", "gold", "diamond")


def _site(folder: Path, count: int) -> Any:
    """So many members, each with a card, one in ten with a replaced one before it, and their history."""
    from sqlalchemy import insert

    from desk.models import Consent, Customer, Phone, Staff
    from desk.models.cards import Card, Member, MemberEvent
    from desk.models.kit.database import open_database
    from desk.rules.cards import card_number
    from desk.services.kit.desk import Actor, Desk

    rng = random.Random(13)
    database = open_database(folder / f"members-{count}.sqlite3")
    with database.write() as session:
        if not session.query(Member).first():
            session.execute(insert(Staff), [{"id": 1, "login": "lin", "name": "林晓", "role": "manager"}])
            people, phones, agreed, members, cards, events = [], [], [], [], [], []
            serials: dict[str, int] = {}

            def serial(day: Any) -> str:
                serials[f"{day:%Y%m%d}"] = serials.get(f"{day:%Y%m%d}", 0) + 1
                return f"KP-{day:%Y%m%d}-{serials[f'{day:%Y%m%d}']:04d}"

            for number in range(1, count + 1):
                born = data.MOMENT.date() - timedelta(days=rng.randrange(20 * 365, 70 * 365))
                joined = data.MOMENT.date() - timedelta(days=rng.randrange(1, 1500))
                people.append(
                    {
                        "id": number, "name": data.name(rng), "birthday": born, "birthday_month": born.month, "birthday_day": born.day,
                        "created_at": data.MOMENT, "changed_at": data.MOMENT,
                    }
                )  # fmt: skip
                phones.append({"customer_id": number, "number": data.phone(rng)})
                agreed.append(
                    {"customer_id": number, "purpose": "greetings", "text_version": "1", "given_at": data.MOMENT}
                )
                members.append(
                    {
                        "id": number, "number": f"HY-{joined:%Y%m%d}-{number:06d}", "customer_id": number, "holder": number,
                        "scheme": "points", "tier": rng.choice(LEVELS), "tier_since": joined, "state": "active", "joined_on": joined,
                        "goods": ["food"], "last_use_on": joined + timedelta(days=rng.randrange(400)), "created_at": data.MOMENT,
                        "staff_id": 1,
                    }
                )  # fmt: skip
                old = rng.random() < 0.1
                for living in (False, True) if old else (True,):
                    paper = serial(joined)
                    cards.append(
                        {
                            "number": card_number(paper), "serial": paper, "member_id": number, "living": number if living else None,
                            "state": "active" if living else "replaced", "tier": "gold", "vip": True, "issued_on": joined,
                            "issued_at": data.MOMENT, "collected_on": joined, "staff_id": 1,
                        }
                    )  # fmt: skip
                events += [
                    {"member_id": number, "at": data.MOMENT, "staff_id": 1, "kind": kind}
                    for kind in ("joined", "card-issued", "handed-over")
                ]
            for model, rows in (
                (Customer, people), (Phone, phones), (Consent, agreed), (Member, members), (Card, cards), (MemberEvent, events),
            ):  # fmt: skip
                session.execute(insert(model), rows)
    return Desk(database, data=folder, actor=Actor(1, "lin", "林晓", "manager"))


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.services import cards

    folder.mkdir(parents=True, exist_ok=True)
    count = 10_000 if quick else 100_000
    desk = _site(folder, count)
    rng = random.Random(7)
    try:
        numbers = [row.card_number for row in cards.members(desk, offset=count // 2, limit=200).rows]

        def open_one() -> None:
            cards.member(desk, cards.member_id_of(desk, rng.choice(numbers)))

        for _warm in range(20):
            open_one()
        took = [seconds(open_one) * 1000 for _ in range(30 if quick else RUNS)]
        lists = {
            name: median(
                seconds(lambda name=name: cards.members(desk, cards.MemberFilter(name), limit=200)) for _ in range(5)
            )
            * 1000
            for name in ("active", "dormant", "birthdays", "expiring", "lost")
        }
        counted = median(seconds(lambda: cards.counts(desk)) for _ in range(5)) * 1000
        floor = _floor(folder / f"members-{count}.sqlite3", numbers)
    finally:
        desk.database.close()
    slowest = max(lists, key=lambda name: lists[name])
    say(f"  member {median(took):.1f} ms, 95th {percentile(took, 95):.1f} ms; lists {lists}; counts {counted:.0f} ms")
    opened = median(took)
    return [
        Row(
            f"{count:,} members: opening one by the number of its card", opened, "ms", floor, "the same rows by plain SQL",
            opened / floor, f"≤ {GOAL_MS:.0f} ms", opened <= GOAL_MS, f"95th percentile {percentile(took, 95):.1f} ms",
        ),
        Row(
            f"{count:,} members: the slowest list, first page", lists[slowest], "ms", None, "", None, f"≤ {GOAL_MS:.0f} ms",
            lists[slowest] <= GOAL_MS, f"{slowest}; all counts {counted:.0f} ms",
        ),
    ]  # fmt: skip


def _floor(file: Path, numbers: list[str]) -> float:
    """Reading the same rows of one member by plain SQL, in ms."""
    with closing(sqlite3.connect(file)) as connection:

        def read(number: str) -> None:
            (member,) = connection.execute("SELECT member_id FROM card WHERE number = ?", (number,)).fetchone()
            connection.execute("SELECT * FROM member WHERE id = ?", (member,)).fetchall()
            connection.execute("SELECT * FROM customer WHERE id = ?", (member,)).fetchall()
            connection.execute("SELECT * FROM card WHERE member_id = ?", (member,)).fetchall()
            connection.execute("SELECT * FROM phone WHERE customer_id = ?", (member,)).fetchall()
            connection.execute("SELECT * FROM member_event WHERE member_id = ?", (member,)).fetchall()

        return median(seconds(lambda: read(random.Random(1).choice(numbers))) for _ in range(200)) * 1000


__all__ = ["rows"]
