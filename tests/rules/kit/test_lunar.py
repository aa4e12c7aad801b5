"""Birthdays in two calendars (handbook C-18)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.rules.kit.lunar import Calendar, LunarDay, birthday_in, check_birthday, next_birthday, to_lunar


@pytest.mark.parametrize(
    ("month", "day", "leap", "calendar", "after", "found"),
    [
        (11, 21, False, "solar", date(2026, 11, 21), date(2026, 11, 21)),
        (11, 20, False, "solar", date(2026, 11, 21), date(2027, 11, 20)),
        (2, 29, False, "solar", date(2026, 1, 1), date(2026, 2, 28)),
        (2, 29, False, "solar", date(2028, 1, 1), date(2028, 2, 29)),
        (2, 29, False, "solar", date(2026, 3, 1), date(2027, 2, 28)),
        # Spring festivals of 2026 and 2027.
        (1, 1, False, "lunar", date(2026, 1, 1), date(2026, 2, 17)),
        (1, 1, False, "lunar", date(2026, 2, 17), date(2026, 2, 17)),
        (1, 1, False, "lunar", date(2026, 2, 18), date(2027, 2, 6)),
        # Mid-autumn and 端午 of 2026.
        (8, 15, False, "lunar", date(2026, 1, 1), date(2026, 9, 25)),
        (5, 5, False, "lunar", date(2026, 1, 1), date(2026, 6, 19)),
        # The twelfth month has 29 days in 2024, 2025 and 2026: 三十 is kept on 廿九, the eve of the new year.
        (12, 30, False, "lunar", date(2026, 1, 1), date(2026, 2, 16)),
        (12, 30, False, "lunar", date(2026, 2, 17), date(2027, 2, 5)),
        # 2025 has a leap sixth month, 2026 has not: the ordinary month.
        (6, 1, True, "lunar", date(2025, 6, 1), date(2025, 7, 25)),
        (6, 1, False, "lunar", date(2025, 6, 1), date(2025, 6, 25)),
        (6, 1, True, "lunar", date(2026, 1, 1), date(2026, 7, 14)),
        (4, 10, True, "lunar", date(2026, 1, 1), date(2026, 5, 26)),
    ],
)
def test_next_birthdays(month: int, day: int, leap: bool, calendar: Calendar, after: date, found: date) -> None:
    assert next_birthday(month, day, leap, calendar, after) == found


@given(st.integers(1, 12), st.integers(1, 30), st.booleans(), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_every_lunar_birthday_comes_within_thirteen_months(month: int, day: int, leap: bool, after: date) -> None:
    found = next_birthday(month, day, leap, "lunar", after)
    assert found is not None
    assert 0 <= (found - after).days <= 414
    lunar = to_lunar(found)
    assert lunar.month == month
    assert lunar.day == day or (day == 30 and lunar.day == 29)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_whoever_is_born_today_has_birthday_today(day: date) -> None:
    assert next_birthday(day.month, day.day, False, "solar", day) == day
    lunar = to_lunar(day)
    assert next_birthday(lunar.month, lunar.day, lunar.leap, "lunar", day) == day
    assert birthday_in(lunar.year, lunar.month, lunar.day, lunar.leap, "lunar") == day


def test_lunar_days() -> None:
    assert to_lunar(date(2026, 2, 17)) == LunarDay(2026, 1, 1, False)
    assert to_lunar(date(2025, 7, 25)) == LunarDay(2025, 6, 1, True)


@pytest.mark.parametrize(
    ("month", "day", "leap", "calendar"),
    [(13, 1, False, "lunar"), (0, 1, False, "solar"), (2, 30, False, "solar"), (4, 31, False, "solar"),
     (1, 31, False, "lunar"),
     (1, 1, True, "solar"), (1, 0, False, "lunar")],
)  # fmt: skip
def test_no_such_birthday(month: int, day: int, leap: bool, calendar: Calendar) -> None:
    problem = check_birthday(month, day, leap, calendar)
    assert problem is not None
    assert problem.code == "date"
    with pytest.raises(ValueError, match="no birthday"):
        next_birthday(month, day, leap, calendar, date(2026, 1, 1))


def test_possible_birthdays() -> None:
    assert check_birthday(2, 29, False, "solar") is None
    assert check_birthday(12, 30, True, "lunar") is None
