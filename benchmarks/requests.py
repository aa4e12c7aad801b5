"""100,000 requests: the overdue list's first page, and the month's report until its PDF is ready."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import data, lists
from benchmarks.table import Row, median, say, seconds

PAGE = 200
RUNS = 7
PAGE_MS, REPORT_S = 50.0, 3.0


def _history(desk: Any) -> None:
    """What happened to each request: some four events, an attempt to call back; one in twenty is past its promise."""
    from sqlalchemy import insert, select, update

    from desk.models import CallbackAttempt, Request, RequestEvent

    rng = random.Random(5)
    events: list[dict[str, Any]] = []
    attempts: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []

    with desk.database.write() as session:
        if session.scalars(select(RequestEvent.id).limit(1)).first():
            return
        for number, received, stored in session.execute(select(Request.id, Request.received_at, Request.state)).all():

            def happened(kind: str, at: Any, number: int = number) -> None:
                events.append({"request_id": number, "kind": kind, "at": at, "staff_id": 1, "data": None})

            state = "assigned" if stored == "closed" and rng.random() < 0.05 else stored
            change = {"id": number, "resolved_at": None, "closed_at": None, "state": state}
            happened("received", received)
            if state not in ("received", "cancelled"):
                happened("assigned", received + timedelta(seconds=rng.randrange(20, 260)))
            if state == "cancelled":
                happened("cancelled", received + timedelta(hours=3))
            if state in ("resolved", "closed"):
                change["resolved_at"] = received + timedelta(hours=rng.randrange(1, 80))
                happened("resolved", change["resolved_at"])
            if state == "closed":
                change["closed_at"] = change["resolved_at"] + timedelta(hours=30)
                happened("closed", change["closed_at"])
                score = rng.choice((5, 5, 4, 4, 4, 3, 2, 1))
                attempts.append(
                    {
                        "request_id": number, "at": change["closed_at"], "staff_id": 1, "outcome": "reached",
                        "score": score, "reasons": [],
                    }
                )  # fmt: skip
            change["department"] = rng.choice(("engineering", "security", "cleaning", "customer-service"))
            change["channel"] = rng.choice(("phone", "phone", "counter", "wechat"))
            changes.append(change)
        session.execute(insert(RequestEvent), events)
        session.execute(insert(CallbackAttempt), attempts)
        session.execute(update(Request), changes)


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    from desk.services import reports
    from desk.services.requests import RequestFilter, requests

    folder = folder / "requests"
    folder.mkdir(parents=True, exist_ok=True)
    count = 10_000 if quick else 100_000
    desk = lists._site(folder, count)
    desk.clock = lambda: data.MOMENT
    try:
        _history(desk)
        overdue = RequestFilter(state="overdue")
        page = requests(desk, overdue, sort="promised", descending=False, limit=PAGE)
        assert len(page.rows) == PAGE
        asked = median(
            seconds(lambda: requests(desk, overdue, sort="promised", descending=False, limit=PAGE)) for _ in range(RUNS)
        )
        month = (data.MOMENT.replace(day=1) - timedelta(days=1)).date()

        def report() -> None:
            view = reports.month_report(desk, month.year, month.month)
            assert view.total
            assert reports.report_pdf(desk, view).startswith(b"%PDF")

        report()
        took = median(seconds(report) for _ in range(3))
        file = desk.database.file
        assert file is not None
    finally:
        desk.database.close()
    states = "('received', 'assigned', 'accepted', 'in-progress', 'on-hold')"
    with closing(sqlite3.connect(file)) as connection:
        raw = f"SELECT id FROM request WHERE state IN {states} AND promised_at < ? ORDER BY promised_at LIMIT ?"
        moment = f"{data.MOMENT:%Y-%m-%d %H:%M:%S.000000}"
        first = median(seconds(lambda: connection.execute(raw, (moment, PAGE)).fetchall()) for _ in range(RUNS))
        raw_month = (
            "SELECT kind, category, channel, department, count(*), sum(resolved_at <= promised_at) FROM request "
            "WHERE received_at LIKE ? GROUP BY kind, category, channel, department"
        )
        grouped = median(
            seconds(lambda: connection.execute(raw_month, (f"{month:%Y-%m}-%",)).fetchall()) for _ in range(RUNS)
        )
    say(f"  {page.total:,} overdue, month report of {month:%Y-%m}")
    return [
        Row(
            f"the overdue list's first page of {count:,} requests", asked * 1000, "ms", first * 1000,
            f"raw sqlite3: the first {PAGE} ids", asked / first, f"≤ {PAGE_MS:.0f} ms", asked * 1000 <= PAGE_MS,
        ),
        Row(
            f"the month's report of {count:,} requests until its PDF is ready", took, "s", grouped,
            "raw sqlite3: one GROUP BY over the month", took / grouped, f"≤ {REPORT_S:.0f} s", took <= REPORT_S,
        ),
    ]  # fmt: skip


__all__ = ["rows"]
