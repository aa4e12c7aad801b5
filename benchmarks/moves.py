"""The clearance of a household at 100,000 homes with everything in use: fees, deposits, keys, passes, requests, works, moves."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import data
from benchmarks.table import Row, median, percentile, say, seconds

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CLEARANCE_MS = 10.0
ASKED = 300
CHUNK = 10_000
MOMENT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
RAW = (
    "SELECT role, lives FROM occupancy WHERE unit_id = ?",
    "SELECT kind, charge_kind, balance FROM account WHERE unit_id = ? AND balance <> 0",
    "SELECT kind, pieces FROM move_key WHERE unit_id = ? AND state IN ('out', 'part')",
    "SELECT number, state FROM resident_pass WHERE unit_id = ? AND state IN ('active', 'cancelled')",
    "SELECT count(*) FROM request WHERE unit_id = ? AND state IN ('received', 'assigned')",
    "SELECT state, last_day FROM renovation WHERE unit_id = ?",
)


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.services import moves
    from desk.services.kit.desk import Actor, Desk

    homes = 10_000 if quick else 100_000
    database, file = _site(folder, homes)
    desk = Desk(database, data=folder, actor=Actor(1, "lin", "林晓", "manager"))
    rng = random.Random(5)
    units = [rng.randrange(1, homes + 1) for _each in range(ASKED)]
    try:
        for unit in units[:20]:
            moves.clearance(desk, unit)
        times = [seconds(lambda unit=unit: moves.clearance(desk, unit)) * 1000 for unit in units]
        assert not all(moves.clearance(desk, unit).green for unit in units)
    finally:
        database.close()
    with closing(sqlite3.connect(file)) as connection:

        def ask(unit: int) -> None:
            for question in RAW:
                connection.execute(question, (unit,)).fetchall()

        raw = median(seconds(lambda unit=unit: ask(unit)) * 1000 for unit in units)
    took, slow = median(times), percentile(times, 0.95)
    say(f"  {homes:,} homes: clearance {took:.1f} ms, 95 % within {slow:.1f} ms, raw {raw:.2f} ms")
    return [
        Row(
            f"clearance of a household at {homes:,} homes, everything in use", took, "ms", raw,
            "raw sqlite3: the same facts by indexes", took / raw, f"≤ {CLEARANCE_MS:.0f} ms", took <= CLEARANCE_MS,
            f"95th percentile {slow:.1f} ms",
        )
    ]  # fmt: skip


def _site(folder: Path, homes: int) -> tuple[Any, Path]:
    from desk.models import Unit
    from desk.models.kit.database import open_database

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"moves-{homes}.sqlite3"
    database = open_database(file)
    with database.read() as session:
        if session.query(Unit).first() is not None:
            return database, file
    with database.write() as session:
        _fill(session, homes)
    return database, file


def _fill(session: Session, homes: int) -> None:
    from sqlalchemy import insert

    from desk.models import Building, Customer, Occupancy, Phone, Request, Staff, Unit
    from desk.models.money import Account
    from desk.models.moves import Move, MoveKey, MovePerson, ResidentPass
    from desk.models.renovation import Renovation

    rng = random.Random(21)
    session.execute(insert(Staff), [{"id": 1, "login": "lin", "name": "林晓", "role": "manager", "pin": ""}])
    session.execute(insert(Building), [{"id": 1, "code": "1", "name": "1栋", "sort": "1"}])
    for start in range(1, homes + 1, CHUNK):
        made: dict[Any, list[dict[str, Any]]] = {
            model: [] for model in (Unit, Customer, Phone, Occupancy, Account, Move, MovePerson, MoveKey, ResidentPass, Request, Renovation)
        }  # fmt: skip
        for n in range(start, min(start + CHUNK, homes + 1)):
            _home(made, n, rng)
        for model, values in made.items():
            session.execute(insert(model), values)


def _home(made: dict[Any, list[dict[str, Any]]], n: int, rng: random.Random) -> None:
    """A home with an owner and a member, and what it owes, holds and has asked for."""
    by_name = {model.__name__: rows for model, rows in made.items()}
    day = date(2026, 3, 1)
    by_name["Unit"].append(
        {"id": n, "building_id": 1, "entrance": "1", "room": str(n), "code": f"1-1-{n}", "name": f"1栋1单元{n}", "sort": f"{n:08d}", "state": "occupied"}
    )  # fmt: skip
    for place in (0, 1):
        person = n * 2 + place
        by_name["Customer"].append({"id": person, "name": data.name(rng), "created_at": MOMENT, "changed_at": MOMENT})
        by_name["Phone"].append({"customer_id": person, "number": data.phone(rng)})
        by_name["Occupancy"].append(
            {"id": person, "customer_id": person, "unit_id": n, "role": ("owner", "member")[place], "since": day, "lives": True, "lives_since": day}
        )  # fmt: skip
        by_name["ResidentPass"].append(
            {
                "number": f"JZ-20260301-{person:07d}", "unit_id": n, "customer_id": person, "occupancy_id": person,
                "state": "active", "bearer": f"{n}:{person}", "first_day": day, "issued_at": MOMENT, "staff_id": 1,
            }
        )  # fmt: skip
    for kind in ("management", "water", "electricity"):
        owed = rng.randrange(0, 3) * 1000
        by_name["Account"].append(
            {"code": f"receivable:{n}:{kind}", "kind": "receivable", "unit_id": n, "charge_kind": kind, "balance": owed}
        )
    by_name["Move"].append(
        {
            "id": n, "number": f"RZ-20260301-{n:07d}", "kind": "in", "state": "moved-in", "unit_id": n, "who": "owner",
            "day": day, "rooms": [], "utilities": {}, "waived": {}, "created_at": MOMENT, "done_at": MOMENT, "staff_id": 1,
        }
    )  # fmt: skip
    by_name["MovePerson"].append(
        {"move_id": n, "customer_id": n * 2, "occupancy_id": n * 2, "role": "owner", "main": True}
    )
    by_name["MoveKey"].append(
        {
            "move_id": n, "unit_id": n, "customer_id": n * 2, "kind": "home", "pieces": 3, "signed_by": "甲",
            "given_on": day, "state": rng.choice(("out", "back")), "back": 0,
        }
    )  # fmt: skip
    by_name["Request"].append(
        {
            "number": f"BX-20260301-{n:07d}", "kind": "repair", "channel": "phone", "unit_id": n, "customer_id": n * 2,
            "caller_name": "甲", "category": "leak", "severity": "normal", "content": "漏水", "received_at": MOMENT,
            "state": rng.choice(("received", "closed", "closed")), "first_receiver_id": 1,
        }
    )  # fmt: skip
    if n % 10 == 1:
        by_name["Renovation"].append(
            {
                "number": f"ZX-20260301-{n:07d}", "unit_id": n, "state": "running", "applicant": "甲", "first_day": day,
                "last_day": date(2026, 5, 31), "created_at": MOMENT, "staff_id": 1,
            }
        )  # fmt: skip


__all__ = ["rows"]
