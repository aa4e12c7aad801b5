"""The rulebook of the request desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules import requests as rules
from desk.rules.requests import RequestEntry

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
GOOD = RequestEntry(
    kind="complaint", channel="phone", unit_id=1, caller_name="单雄风", category="noise", content="楼上敲打。",
    repeated_back=True, promised_at=NOW + timedelta(hours=1),
)  # fmt: skip


def fields(entry: RequestEntry) -> dict[str, str]:
    return {problem.field: problem.code for problem in rules.entry_problems(entry, now=NOW)}


def test_a_complete_complaint_is_right():
    assert fields(GOOD) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"content": " \n"}, {"content": "required"}),
        ({"category": ""}, {"category": "required"}),
        ({"caller_name": " "}, {"caller_name": "required"}),
        ({"caller_name": "", "customer_id": 7}, {}),
        ({"repeated_back": False}, {"repeated_back": "repeat-back"}),
        ({"repeated_back": False, "channel": "letter"}, {}),
        ({"repeated_back": False, "kind": "repair"}, {}),
        ({"promised_at": None}, {"promised_at": "required"}),
        ({"promised_at": None, "kind": "repair"}, {"promised_at": "required"}),
        ({"promised_at": None, "kind": "help"}, {"promised_at": "required"}),
        ({"promised_at": None, "kind": "enquiry"}, {}),
        ({"promised_at": NOW}, {"promised_at": "past"}),
        ({"promised_at": NOW - timedelta(minutes=1), "kind": "praise"}, {"promised_at": "past"}),
        ({"promised_at": NOW + timedelta(days=400)}, {"promised_at": "far"}),
        ({"promised_at": NOW + timedelta(seconds=1)}, {}),
        ({"solved_on_spot": True, "promised_at": None}, {"result": "required"}),
        ({"solved_on_spot": True, "promised_at": None, "result": "已劝止。"}, {}),
        ({"anonymous": True, "caller_name": ""}, {}),
        ({"anonymous": True, "caller_name": "", "kind": "suggestion"}, {}),
        ({"anonymous": True, "caller_name": "", "kind": "help"}, {"anonymous": "anonymous", "caller_name": "required"}),
        ({"unit_id": None}, {}),
        ({"unit_id": None, "kind": "repair"}, {"unit_id": "required"}),
        ({"unit_id": None, "kind": "repair", "place": "lift"}, {}),
        ({"kind": "tea"}, {"kind": "unknown"}),
        ({"channel": "pigeon"}, {"channel": "unknown"}),
        ({"severity": "very"}, {"severity": "unknown"}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(changes, expected):
    assert fields(replace(GOOD, **changes)) == expected


def test_all_problems_are_told_at_once():
    bad = RequestEntry(kind="complaint", channel="phone")
    assert set(fields(bad)) == {"caller_name", "category", "content", "repeated_back", "promised_at"}


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (179, False), (180, False), (181, True), (3600, True)])
def test_three_minutes_are_in_time(seconds, late):
    assert rules.handover_late(NOW, NOW + timedelta(seconds=seconds), 3) is late


@pytest.mark.parametrize(
    ("state", "seconds", "late"),
    [("received", 0, False), ("received", 1, True), ("on-hold", 1, True), ("resolved", 1, False), ("closed", 1, False)],
)
def test_overdue_when_the_promise_has_passed_and_the_work_is_not_done(state, seconds, late):
    assert rules.overdue(state, NOW, NOW + timedelta(seconds=seconds)) is late
    assert not rules.overdue(state, None, NOW)


HOURS = {"emergency": 0.5, "urgent": 2, "normal": 24, "planned": 72}


@pytest.mark.parametrize(
    ("severity", "expected"),
    [("emergency", (21, 9, 45)), ("urgent", (21, 11, 15)), ("normal", (22, 9, 15)), ("planned", (24, 9, 15))],
)
def test_the_proposed_promise(severity, expected):
    now = datetime(2026, 11, 21, 9, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    proposed = rules.propose_promise(now, severity, HOURS)
    assert (proposed.day, proposed.hour, proposed.minute, proposed.second) == (*expected, 0)
    assert proposed.tzinfo is now.tzinfo


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.sampled_from(rules.SEVERITIES))  # noqa: DTZ001 - UTC below
def test_a_proposed_promise_can_always_be_kept_by_the_form(naive, severity):
    now = naive.replace(tzinfo=UTC)
    proposed = rules.propose_promise(now, severity, HOURS)
    wait = timedelta(hours=HOURS[severity])
    assert wait <= proposed - now < wait + timedelta(minutes=5)
    assert rules.promise_problem(proposed, now=now, required=True) is None


def test_a_promise_of_no_hours_still_lies_ahead():
    assert rules.propose_promise(NOW, "urgent", HOURS | {"urgent": 0}) == NOW + timedelta(minutes=5)


def test_each_kind_has_a_prefix_of_its_own():
    assert set(rules.PREFIXES) == set(rules.KINDS)
    assert len(set(rules.PREFIXES.values())) == len(rules.KINDS)


@pytest.mark.parametrize(
    ("room", "floor", "line"),
    [("1203", 12, "03"), ("1303", 13, "03"), ("101", 1, "01"), ("12A", 12, "A"), ("B101", None, "01"), ("3", None, ""),
     ("A", None, "")],
)  # fmt: skip
def test_rooms_above_each_other_share_a_line(room, floor, line):
    assert rules.line_of(room, floor) == line


@pytest.mark.parametrize(("hours", "code"), [(1, None), (0, "past"), (-1, "past"), (24 * 400, "far"), (None, None)])
def test_a_hold_ends_ahead(hours, code):
    until = None if hours is None else NOW + timedelta(hours=hours)
    problem = rules.hold_problem(until, now=NOW)
    assert (problem and problem.code) == code
