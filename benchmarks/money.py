"""Money: a receipt saved until its PDF, the day book of 2,000 receipts, a journal of a million entries asked for balances."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import data
from benchmarks.paper import raw_pages
from benchmarks.table import Row, median, say, seconds

RUNS = 15
CHUNK = 50_000
PAY_MS = 80.0
BOOK_MS = 3000.0
BALANCE_MS, HELD_MS = 5.0, 100.0


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    return [*_counter(folder, quick), *_journal(folder, quick)]


def _counter(folder: Path, quick: bool) -> list[Row]:
    from desk.app import open_desk
    from desk.services import households, money, slips
    from desk.services.demo import make_demo
    from desk.services.money import ChargeEntry, PayEntry, Tender

    desk = open_desk(folder / "money-counter")
    rng = random.Random(4)
    count = 200 if quick else 2000
    try:
        make_demo(desk, units=144)
        units = [unit.id for unit in households.units(desk, limit=100).rows]
        money.open_shift(desk, opening=50000)

        def pay(unit: int) -> str:
            line = ChargeEntry("management", rng.randrange(100, 300000), unit, "物业服务费", "2026-10 至 2026-12")
            return money.pay(desk, PayEntry(data.name(rng), (Tender("cash", line.fen),), unit, lines=(line,))).number

        times = []
        for run in range(3 + RUNS):

            def act(run: int = run) -> None:
                assert slips.pdf(desk, pay(units[run % len(units)])).startswith(b"%PDF")

            times.append(seconds(act) * 1000)
        took = median(times[3:])
        last = money.receipts(desk, limit=1).rows[0].number
        slip = slips.slip_content(desk, last)
        for run in range(count - len(times)):
            pay(units[run % len(units)])
        day = desk.today()
        assert len(money.day_book(desk, day).rows) == count
        read = median(seconds(lambda: money.day_book(desk, day)) * 1000 for _ in range(3))
        number = ""

        def book() -> None:
            nonlocal number
            number = money.issue_day_book(desk, day).number
            assert slips.pdf(desk, number).startswith(b"%PDF")

        whole = seconds(book) * 1000
        texts = slips.slip_content(desk, number).texts()
    finally:
        desk.database.close()
    commits = _raw_commit(folder, slip.to_json())
    raw_pages([slip.texts()])
    page = median(seconds(lambda: raw_pages([slip.texts()])) * 1000 for _ in range(RUNS))
    pages = [texts[start : start + 200] for start in range(0, len(texts), 200)]
    raw = seconds(lambda: raw_pages(pages)) * 1000
    say(
        f"  receipt {took:.1f} ms; day book of {count:,}: read {read:.0f} ms, issued with its PDF {whole:.0f} ms, raw {raw:.0f} ms"
    )
    floor = commits + page
    return [
        Row(
            "save a receipt until its PDF is ready", took, "ms", floor, "raw SQLite commit + raw ReportLab page", took / floor,
            f"≤ {PAY_MS:.0f} ms", took <= PAY_MS, "3 copies",
        ),
        Row(
            f"the day book of {count:,} receipts, issued until its PDF is ready", whole, "ms", raw, "raw canvas pages, same text",
            whole / raw, f"≤ {BOOK_MS:.0f} ms", whole <= BOOK_MS, f"read in {read:.0f} ms",
        ),
    ]  # fmt: skip


def _raw_commit(folder: Path, content: str) -> float:
    with closing(sqlite3.connect(folder / "money-floor.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS slip (id INTEGER PRIMARY KEY, content TEXT)")

        def commit() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO slip (content) VALUES (?)", (content,))
            connection.execute("COMMIT")

        return median(seconds(commit) * 1000 for _ in range(RUNS))


def _journal(folder: Path, quick: bool) -> list[Row]:
    from desk.services import money

    entries = 100_000 if quick else 1_000_000
    desk, file = _million(folder, entries)
    rng = random.Random(8)
    try:
        assert money.balances(desk, 1).total > 0
        units = [rng.randrange(1, 10_000) for _ in range(200)]
        balance = median(seconds(lambda unit=unit: money.balances(desk, unit)) * 1000 for unit in units)
        held = money.held_by_age(desk)
        assert held.count > 0
        ages = median(seconds(lambda: money.held_by_age(desk)) * 1000 for _ in range(RUNS))
    finally:
        desk.database.close()
    with closing(sqlite3.connect(file)) as connection:
        raw = "SELECT kind, charge_kind, balance FROM account WHERE unit_id = ?"
        one = median(seconds(lambda unit=unit: connection.execute(raw, (unit,)).fetchall()) * 1000 for unit in units)
        all_held = "SELECT sum(balance) FROM account WHERE kind = 'deposit' AND balance < 0"
        least = median(seconds(lambda: connection.execute(all_held).fetchall()) * 1000 for _ in range(RUNS))
    say(f"  {entries:,} entries: balance {balance:.2f} ms, {held.count:,} deposits held by age {ages:.1f} ms")
    what = f"a journal of {entries:,} entries"
    return [
        Row(
            f"{what}: balance of a room", balance, "ms", one, "raw sqlite3: its accounts by an index", balance / one,
            f"≤ {BALANCE_MS:.0f} ms", balance <= BALANCE_MS,
        ),
        Row(
            f"{what}: deposits held by age", ages, "ms", least, "raw sqlite3: the sum of what is held", ages / least,
            f"≤ {HELD_MS:.0f} ms", ages <= HELD_MS, f"{held.count:,} held",
        ),
    ]  # fmt: skip


def _million(folder: Path, entries: int) -> tuple[Any, Path]:
    """Charges, payments and deposits of 10,000 rooms over three years, written in bulk; balances as their postings say."""
    from sqlalchemy import insert, update

    from desk.models import Building, Staff, Unit
    from desk.models.kit.database import open_database
    from desk.models.money import Account, Charge, Deposit, JournalEntry, Posting
    from desk.services.kit.desk import Actor, Desk

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"journal-{entries}.sqlite3"
    database = open_database(file)
    rng = random.Random(12)
    many = 10_000
    first = date(2023, 12, 1)
    with database.write() as session:
        if session.query(Unit).first() is not None:
            return Desk(database, data=folder, actor=Actor(1, "lin", "林晓", "manager")), file
        session.execute(insert(Staff), [{"id": 1, "login": "lin", "name": "林晓", "role": "manager", "pin": ""}])
        session.execute(insert(Building), [{"id": 1, "code": "1", "name": "1栋", "sort": "1"}])
        session.execute(
            insert(Unit),
            [
                {"id": n, "building_id": 1, "entrance": "1", "room": str(n), "code": f"1-1-{n}", "name": f"1栋1单元{n}", "sort": f"{n:08d}"}
                for n in range(1, many + 1)
            ],
        )  # fmt: skip
        kinds = ("management", "water", "electricity", "parking")
        balances: dict[str, int] = {}
        accounts: dict[str, dict[str, Any]] = {
            "wechat": {"kind": "bank", "unit_id": None, "charge_kind": "", "since": None},
            "income:management": {"kind": "income", "unit_id": None, "charge_kind": "management", "since": None},
        }
        ids: dict[str, int] = {}
        written = 0
        deposits, charges, heads, lines = [], [], [], []
        for number in range(1, entries + 1):
            unit = rng.randrange(1, many + 1)
            day = first + timedelta(days=number * 1090 // entries)
            fen = rng.randrange(100, 200000)
            chance = rng.random()
            if chance < 0.04:
                debit, credit, act = "wechat", f"deposit:{len(deposits) + 1}", "deposit"
                accounts[credit] = {"kind": "deposit", "unit_id": unit, "charge_kind": "", "since": day}
                deposits.append(
                    {
                        "kind": "renovation", "item": "装修保证金", "unit_id": unit, "subject": "", "payer": "王芳", "fen": fen,
                        "taken_on": day, "paper_number": "",
                    }
                )  # fmt: skip
            elif chance < 0.07 and deposits:
                debit, credit, act = f"deposit:{rng.randrange(1, len(deposits) + 1)}", "wechat", "refund"
                fen = -balances.get(debit, 0)
                if fen <= 0:
                    debit, credit, act, fen = "wechat", "income:management", "payment", 100
            else:
                kind = rng.choice(kinds)
                owed = f"receivable:{unit}:{kind}"
                accounts.setdefault(owed, {"kind": "receivable", "unit_id": unit, "charge_kind": kind, "since": None})
                left = balances.get(owed, 0)
                if left and chance < 0.5:
                    debit, credit, act, fen = "wechat", owed, "payment", left
                else:
                    debit, credit, act = owed, "income:management", "charge"
                    charges.append(
                        {
                            "unit_id": unit, "kind": kind, "item": kind, "period": "", "fen": fen, "open_fen": fen, "since": day,
                            "source": "", "brought_forward": False, "subject": "", "note": "", "entry_id": number,
                        }
                    )  # fmt: skip
            balances[debit] = balances.get(debit, 0) + fen
            balances[credit] = balances.get(credit, 0) - fen
            heads.append(
                {"id": number, "at": data.MOMENT, "day": day, "act": act, "note": "", "subject": "", "staff_id": 1}
            )
            for code in (debit, credit):
                ids.setdefault(code, len(ids) + 1)
            lines.append({"entry_id": number, "account_id": ids[debit], "fen": fen})
            lines.append({"entry_id": number, "account_id": ids[credit], "fen": -fen})
            if number % CHUNK == 0 or number == entries:
                new = [code for code, place in ids.items() if place > written]
                written = len(ids)
                session.execute(
                    insert(Account), [{"id": ids[code], "code": code, "balance": 0, **accounts[code]} for code in new]
                )
                session.execute(insert(JournalEntry), heads)
                session.execute(insert(Posting), lines)
                heads, lines = [], []
        session.execute(update(Account), [{"id": ids[code], "balance": fen} for code, fen in balances.items()])
        session.execute(insert(Charge), charges)
        session.execute(
            insert(Deposit),
            [{"id": place, "account_id": ids[f"deposit:{place}"], **one} for place, one in enumerate(deposits, 1)],
        )
    return Desk(database, data=folder, actor=Actor(1, "lin", "林晓", "manager")), file
