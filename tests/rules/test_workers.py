"""Who is on duty, and in which order a job is offered (handbook S30)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from desk.rules.workers import Candidate, on_duty, ordered, read_hours, worker_problems, written_hours

SATURDAY = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001 - a wall clock


@pytest.mark.parametrize(
    ("typed", "read", "kept"),
    [
        ("", (0, 1440), ""),
        ("8-17", (480, 1020), "08:00-17:00"),
        ("０８：３０－１７：３０", (510, 1050), "08:30-17:30"),
        ("8:30~12", (510, 720), "08:30-12:00"),
        ("20:00-08:00", (1200, 1920), "20:00-08:00"),
        ("16-24", (960, 1440), "16:00-24:00"),
        ("8至17", (480, 1020), "08:00-17:00"),
        ("8-8", None, "8-8"),
        ("25-3", None, "25-3"),
        ("8:75-9", None, "8:75-9"),
        ("24-8", None, "24-8"),
        ("morning", None, "morning"),
    ],
)
def test_shifts_as_typed(typed, read, kept):
    assert read_hours(typed) == read
    assert written_hours(typed) == kept


@pytest.mark.parametrize(
    ("hours", "days", "away", "at", "there"),
    [
        ("08:00-17:00", "1234567", None, SATURDAY, True),
        ("08:00-17:00", "12345", None, SATURDAY, False),
        ("08:00-17:00", "1234567", None, SATURDAY.replace(hour=17), False),
        ("08:00-17:00", "1234567", None, SATURDAY.replace(hour=16, minute=59), True),
        ("20:00-08:00", "5", None, SATURDAY.replace(hour=7, minute=59), True),  # began on Friday
        ("20:00-08:00", "5", None, SATURDAY.replace(hour=8), False),
        ("20:00-08:00", "5", None, SATURDAY.replace(hour=21), False),
        ("20:00-08:00", "6", None, SATURDAY.replace(hour=21), True),
        ("", "6", None, SATURDAY.replace(hour=0), True),
        ("", "1234567", date(2026, 11, 21), SATURDAY, False),  # the last day of leave counts
        ("", "1234567", date(2026, 11, 20), SATURDAY, True),
        ("20:00-08:00", "1234567", date(2026, 11, 20), SATURDAY.replace(hour=2), False),  # that night was still leave
        ("nonsense", "1234567", None, SATURDAY, False),
    ],
)
def test_who_is_on_duty(hours, days, away, at, there):
    assert on_duty(hours, days, away, at) is there


def test_department_then_duty_then_workers_and_who_has_it_now_is_last():
    found = (
        Candidate("周敏", "management", staff=True),
        Candidate("孙师傅", "cleaning"),
        Candidate("林工", "engineering", staff=True),
        Candidate("钱大勇", "engineering", on_duty=False),
        Candidate("赵铁柱", "engineering"),
        Candidate("李响", "engineering"),
    )
    names = [each.name for each in ordered(found, department="engineering", present="赵铁柱")]
    assert names == ["李响", "林工", "钱大勇", "孙师傅", "周敏", "赵铁柱"]
    assert [each.name for each in ordered(found)] == ["孙师傅", "赵铁柱", "李响", "周敏", "林工", "钱大勇"]


def test_all_that_is_wrong_comes_at_once():
    found = worker_problems(" ", "8-8", "18", date(26, 11, 21))
    assert {problem.field for problem in found} == {"name", "hours", "days", "away_until"}
    assert worker_problems("赵铁柱", "", "12345", None) == []
