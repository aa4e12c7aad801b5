"""Birthdays, solar and lunar (handbook A1, C-18)."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.dates import add_months

Calendar = Literal["solar", "lunar"]


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar; `leap` tells the second of two months with one number."""

    year: int
    month: int
    day: int
    leap: bool


def _library() -> Any:
    # Loaded on the first lunar birthday only: it costs time and memory that most desks never need.
    return importlib.import_module("lunar_python")


@lru_cache(maxsize=256)
def _months(year: int) -> dict[int, int]:
    """The months of a lunar year and their days; a leap month has its number negative."""
    found = _library().LunarYear.fromYear(year).getMonthsInYear()
    return {int(month.getMonth()): int(month.getDayCount()) for month in found}


@lru_cache(maxsize=2048)
def _lunar_to_solar(year: int, month: int, day: int, leap: bool) -> date | None:
    """The solar day of a lunar birthday in a lunar year by handbook C-18; None where the library knows no such year."""
    try:
        months = _months(year)
        number = -month if leap and -month in months else month
        solar = _library().Lunar.fromYmd(year, number, min(day, months[number])).getSolar()
        return date(solar.getYear(), solar.getMonth(), solar.getDay())
    except Exception:  # noqa: BLE001 - the library raises bare Exception for days it has not
        return None


def to_lunar(day: date) -> LunarDay:
    """The lunar day of a solar day."""
    lunar = _library().Solar.fromYmd(day.year, day.month, day.day).getLunar()
    month = int(lunar.getMonth())
    return LunarDay(int(lunar.getYear()), abs(month), int(lunar.getDay()), month < 0)


_SINCE = 2025
"""The 13 statutory holidays are law since then (全国年节及纪念日放假办法, 2024-11-10); earlier years are published."""


@lru_cache(maxsize=64)
def statutory_days(year: int) -> frozenset[date]:
    """The days off by law (handbook C-29).

    New Year, Spring Festival (its eve and three days), Qingming, 1 and 2 May, Dragon Boat, Mid-Autumn, 1 to 3 October. None
    before 2025, and only the solar ones where the lunar calendar is not known.
    """
    if year < _SINCE:
        return frozenset()
    found = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 2), *(date(year, 10, day) for day in (1, 2, 3))}
    spring = _lunar_to_solar(year, 1, 1, leap=False)
    if spring is not None:
        found |= {spring + timedelta(days=ahead) for ahead in range(-1, 3)}
        found |= {day for lunar in ((5, 5), (8, 15)) if (day := _lunar_to_solar(year, *lunar, leap=False))}
        terms = _library().Lunar.fromYmd(year, 1, 1).getJieQiTable()
        found.add(date.fromisoformat(terms["清明"].toYmd()))
    return frozenset(found)


def check_birthday(month: int, day: int, leap: bool, calendar: Calendar) -> Problem | None:
    """What is wrong with a birthday without a year: code `date`, or None.

    Solar months have their own lengths (February 29), lunar months 30 days; only lunar months are ever leap months.
    """
    if calendar == "lunar":
        possible = 1 <= month <= 12 and 1 <= day <= 30
        message = _("A lunar birthday has a month from 1 to 12 and a day from 1 to 30.")
    else:
        possible = (
            not leap and 1 <= month <= 12 and 1 <= day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
        )
        message = _("There is no such day in the calendar: month {month}, day {day}.").format(month=month, day=day)
    return None if possible else Problem("date", message)


def birthday_in(year: int, month: int, day: int, leap: bool, calendar: Calendar) -> date | None:
    """The solar day on which a birthday of that solar or lunar year is kept (handbook C-18).

    29 February falls on 28 February in other years; 三十 on 廿九 in a month of 29 days; a leap month's day in the
    ordinary month where the year lacks the leap month. For a lunar birthday `year` is the lunar year, which ends in
    the next solar one.

    Raises:
        ValueError: there is no such birthday (see `check_birthday`).
    """
    problem = check_birthday(month, day, leap, calendar)
    if problem is not None:
        raise ValueError(f"no birthday: {calendar} {month}-{day}")
    if calendar == "lunar":
        return _lunar_to_solar(year, month, day, leap)
    # Counted from a leap year, so that 29 February finds the last day of a shorter February.
    return add_months(date(2000, month, day), (year - 2000) * 12)


def next_birthday(month: int, day: int, leap: bool, calendar: Calendar, after: date) -> date | None:
    """The first day on or after `after` on which a birthday is kept (handbook C-18).

    Args:
        month: 1 to 12.
        day: 1 to 31 (lunar: 30).
        leap: whether a lunar month is the leap one.
        calendar: "solar" or "lunar".
        after: the first day that counts; today's birthday is the next one today.

    Returns:
        The day; None only for lunar years which the calendar's tables lack.

    Raises:
        ValueError: there is no such birthday (see `check_birthday`).
    """
    days = (birthday_in(year, month, day, leap, calendar) for year in range(after.year - 1, after.year + 2))
    return min((found for found in days if found is not None and found >= after), default=None)
