"""Which clocks a request has, and the law that holds for each."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.kit import clocks
from desk.rules.kit.calendar import HolidayTable, Year
from desk.rules.kit.service_hours import WEEKDAYS, parse_hours
from desk.rules.requests import clocks as request_clocks
from desk.rules.requests.clocks import Happening, Limits

ZONE = ZoneInfo("Asia/Shanghai")
TABLE = HolidayTable("2026.1", date(2025, 11, 4), "", {2026: Year(frozenset({date(2026, 11, 25)}))})
HOURS = parse_hours(dict.fromkeys(WEEKDAYS, "08:30-18:00"), ZONE)
LIMITS = Limits(timedelta(minutes=3), timedelta(hours=4), timedelta(hours=24), 10, Fraction(4, 5), 3)
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00


def _happening(hours: float, kind: str) -> Happening:
    """`told` is a note by which the customer was told something."""
    return Happening(START + timedelta(hours=hours), "note" if kind == "told" else kind, kind == "told")


def read(
    *events: tuple[float, str], kind: str = "complaint", promised: float | None = None, now: float = 0.0,
    limits: Limits = LIMITS,
):  # fmt: skip
    happenings = [Happening(START, "received"), *(_happening(h, k) for h, k in events)]
    found = request_clocks.read(
        kind,
        happenings,
        START + timedelta(hours=promised) if promised else None,
        now=START + timedelta(hours=now),
        limits=limits,
        hours=HOURS,
        table=TABLE,
    )
    return {clock.code: clock for clock in found}


def test_each_kind_has_the_clocks_it_needs():
    assert list(read(promised=2)) == ["handover", "response", "resolution", "promise", "first-word", "reply"]
    assert list(read(kind="repair", promised=2)) == ["handover", "response", "resolution", "promise"]
    assert list(read(kind="enquiry")) == []


def test_three_minutes_are_in_time():
    seconds = 1 / 3600
    assert read((0.05, "assigned"), now=1)["handover"].light == "green"
    assert read((0.05 + seconds, "assigned"), now=1)["handover"].light == "red"
    assert read(now=0.05)["handover"].light == "amber"
    assert not read(now=0.05)["handover"].done


def test_the_light_turns_amber_and_then_red():
    assert read(now=3)["response"].light == "green"
    assert read(now=3.2)["response"].light == "amber"
    assert read(now=4)["response"].light == "amber"
    assert read(now=4.001)["response"].light == "red"
    assert read((4, "accepted"), now=90)["response"].light == "green"
    assert read((4, "accepted"), now=90)["response"].done


def test_nights_holidays_and_holds_stop_the_resolution():
    clock = read((1, "assigned"), (2, "started"), (3, "held"), (5, "resumed"), now=24)["resolution"]
    assert clock.service == timedelta(hours=9.5)
    assert (clock.spent, clock.held) == (timedelta(hours=7.5), timedelta(hours=2))
    # 7.5 h on Monday up to 18:00 with 2 on hold = 6; Tuesday 9.5; Wednesday is a holiday; Thursday the rest of 24.
    assert clock.due == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert read((1, "assigned"), (3, "held"), now=5)["resolution"].due is None


def test_a_complaint_is_answered_within_ten_days():
    clock = read(now=1)["reply"]
    assert clock.due.astimezone(ZONE).date() == date(2026, 12, 3)
    assert clock.due.astimezone(ZONE).hour == 23
    assert read((5, "resolved"), (24 * 10, "replied"), now=2000)["reply"].light == "green"
    assert read((5, "resolved"), (24 * 11, "replied"), now=2000)["reply"].light == "red"


# Monday 10:00 in; its day is not counted, so Thursday is the third: it is over 86 hours later, at midnight.
LAST = 86.0
SECOND = 1 / 3600


@pytest.mark.parametrize(
    ("told", "light"), [(1, "green"), (LAST - SECOND, "green"), (LAST, "red"), (LAST + SECOND, "red")]
)
@pytest.mark.parametrize("event", ["told", "replied", "closed", "solved"])
def test_who_complains_is_told_within_three_days(event, told, light):
    clock = read((told, event), now=2000)["first-word"]
    assert (clock.done, clock.light) == (True, light)
    assert clock.end == START + timedelta(hours=told)


@pytest.mark.parametrize(
    ("now", "light"),
    [(LAST * 0.79, "green"), (LAST * 0.81, "amber"), (LAST - SECOND, "amber"), (LAST, "red"), (LAST + 1, "red")],
)
def test_the_first_word_turns_amber_and_red_beside_the_reply_limit(now, light):
    found = read((1, "assigned"), (2, "note"), (3, "callback"), (4, "again"), (5, "resolved"), now=now)
    assert (found["first-word"].done, found["first-word"].light) == (False, light)
    assert (found["reply"].done, found["reply"].light) == (False, "green")
    assert found["first-word"].due == datetime(2026, 11, 26, 16, 0, tzinfo=UTC) - request_clocks.STEP
    assert found["first-word"].due < found["reply"].due


def test_a_first_word_does_not_end_the_reply_limit_and_begins_anew_when_reopened():
    assert not read((1, "told"), now=2)["reply"].done
    again = read((1, "told"), (20, "resolved"), (30, "reopened"), now=31)["first-word"]
    assert (again.done, again.start) == (False, START + timedelta(hours=30))


@pytest.mark.parametrize("kind", ["repair", "help", "enquiry", "suggestion", "praise"])
def test_only_complaints_have_a_first_word(kind):
    assert "first-word" not in read(kind=kind, promised=2)


def test_no_first_word_without_the_policy():
    off = dataclasses.replace(LIMITS, first_word_days=None)
    assert list(read(limits=off)) == ["handover", "response", "resolution", "reply"]


def test_reopening_begins_anew_but_for_the_hand_over():
    found = read((0.5, "assigned"), (2, "resolved"), (30, "reopened"), promised=3, now=31)
    assert "promise" not in found
    assert found["resolution"].start == START + timedelta(hours=30)
    assert found["resolution"].spent < timedelta(hours=2)
    assert found["handover"].light == "red"
    assert found["handover"].done


def test_cancelling_stops_them_all():
    assert all(clock.done for clock in read((1, "cancelled"), promised=2, now=900).values())


def test_a_year_without_holidays_is_provisional():
    found = request_clocks.read(
        "repair", [Happening(datetime(2026, 12, 31, 8, 0, tzinfo=UTC), "received")], None,
        now=datetime(2026, 12, 31, 9, 0, tzinfo=UTC), limits=LIMITS, hours=HOURS, table=TABLE,
    )  # fmt: skip
    assert {clock.code: clock.provisional for clock in found} == {
        "handover": False, "response": True, "resolution": True,
    }  # fmt: skip


def test_what_lists_ask_for():
    found = list(read((1, "assigned"), promised=2, now=1.7).values())
    assert request_clocks.first_late(found) == START + timedelta(hours=2)
    assert request_clocks.first_warning(found) == START + timedelta(hours=1.6)
    assert request_clocks.first_late(list(read((1, "cancelled"), now=2).values())) is None


STEPS = st.lists(
    st.tuples(st.integers(0, 60 * 60 * 24 * 3), st.sampled_from(("held", "resumed", "started", "order-back", "note"))),
    max_size=12,
)


@given(STEPS, st.integers(0, 60 * 60 * 24 * 20))
def test_time_on_the_clock_and_on_hold_is_the_elapsed_service_time(steps, rest):
    """Whatever pauses there are, however the events lie, and also when a paper says something finished earlier."""
    at = START
    happenings = [Happening(at, "received"), Happening(at, "assigned")]
    for seconds, kind in steps:
        at += timedelta(seconds=seconds)
        happenings.append(Happening(at, kind))
    now = at + timedelta(seconds=rest)
    happenings.append(Happening(START + (now - START) / 2, "resolved"))
    for code in ("response", "resolution"):
        (clock,) = (
            each
            for each in request_clocks.read(
                "repair", happenings, None, now=now, limits=LIMITS, hours=HOURS, table=TABLE
            )
            if each.code == code
        )
        assert clock.spent + clock.held == clock.service
        assert clock.service == clocks.elapsed(clock.start, clock.end or now, HOURS, TABLE)
        assert (clock.light == "red") == (clock.spent > clock.allowance)
