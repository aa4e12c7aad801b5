"""Promises by day and by who keeps them; a day is the site's, a kept promise counts no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from desk.services import requests
from desk.services.requests import RequestEntry, due

REPAIR = RequestEntry("repair", "phone", caller_name="王五", category="leak", content="漏水", place="1栋")


def promise(desk, day, hour, who=""):
    made = requests.log_request(desk, replace(REPAIR, promised_at=datetime(2026, 11, day, hour, tzinfo=UTC)))
    if who:
        requests.assign(desk, made.id, department="engineering", responsible=who)
    return made


def test_a_week_by_person_and_local_day(desk):
    promise(desk, 21, 8, "赵铁柱")
    promise(desk, 21, 9, "赵铁柱")
    promise(desk, 21, 17)  # 01:00 on Sunday here
    sunday = promise(desk, 22, 10, "钱大勇")
    promise(desk, 22, 17, "赵铁柱")  # Monday of the next week
    view = due.week(desk, date(2026, 11, 21))
    assert view.first == date(2026, 11, 16)
    assert [(row.who, row.days[5:], row.total) for row in view.rows] == [
        ("", (0, 1), 1), ("赵铁柱", (2, 0), 2), ("钱大勇", (0, 1), 1),
    ]  # fmt: skip
    assert view.total.days == (0, 0, 0, 0, 0, 2, 2)
    requests.resolve(desk, sunday.id, result="已修好")
    assert due.week(desk, date(2026, 11, 16)).total.total == 3
    assert [row.responsible for row in due.week_jobs(desk, date(2026, 11, 22))] == ["赵铁柱", "赵铁柱", ""]
    assert len(due.week_jobs(desk, date(2026, 11, 22), who="赵铁柱")) == 2
    assert len(due.week_jobs(desk, date(2026, 11, 22), who="")) == 1
    assert due.week(desk, date(2026, 11, 23)).total.total == 1


def test_how_full_a_day_is_before_it_is_promised(desk):
    first = promise(desk, 21, 8, "赵铁柱")
    promise(desk, 21, 9)
    noon = datetime(2026, 11, 21, 4, tzinfo=UTC)
    assert due.load(desk, noon, who="赵铁柱") == due.Load(2, 1)
    assert due.load(desk, noon, who="赵铁柱", but=first.id) == due.Load(1, 0)
    assert due.load(desk, noon) == due.Load(2, 0)
    assert due.load(desk, datetime(2026, 11, 30, 4, tzinfo=UTC)) == due.Load(0, 0)
