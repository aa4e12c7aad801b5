"""Working days and legal deadlines (handbook B3, B5, C-17): holidays, make-up workdays, the last day of a period.

Which days are swapped is known only from the State Council's yearly notice, so the days are data that a manager may
edit (`resources/holidays.toml` is the start). A year without data is no error: the statutory holidays are off, else it
counts Monday to Friday (handbook C-29), and everything counted with it is `provisional`, which screens and slips have to say (`provisional_note`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.rules.kit.lunar import statutory_days
from desk.rules.kit.wording import listed

DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1949, 2199
MOST_OFF = 100
"""More days off in one year are a mistake of typing (the most so far: 33), and would push deadlines far away."""

_SPAN = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})(?:\s*\.\.\s*(?:(\d{4})-)?(\d{1,2})-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Year:
    """The published days of one year.

    Attributes:
        off: days nobody works, weekends inside a holiday included.
        makeup: Saturdays and Sundays that are worked (调休).
    """

    off: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()


@dataclass(frozen=True)
class HolidayTable:
    """The holiday table as it stood at one time.

    Attributes:
        version: names this state of the table, counted up by each edit; printed beside what was counted with it.
        updated: the day of that state.
        source: where the days come from, in words.
        years: what is published; in a year that is missing the statutory holidays are off, and nothing is swapped.
    """

    version: str
    updated: date
    source: str = ""
    years: Mapping[int, Year] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", MappingProxyType(dict(self.years)))

    def __hash__(self) -> int:
        # Tables are keys of caches: cheap here, equality still compares every day.
        return hash((self.version, self.updated))

    def knows(self, year: int) -> bool:
        """Whether the year's days are published."""
        return year in self.years


class Deadline(NamedTuple):
    """A day that was counted.

    Attributes:
        day: the last day in time, itself included.
        provisional: a year without data was counted; the day may move when the year's notice is out.
    """

    day: date
    provisional: bool


class Count(NamedTuple):
    """How many working days there are, and whether a year without data was counted."""

    days: int
    provisional: bool


# ------------------------------------------------------------------------------------------------------------ one day
def is_off(day: date, table: HolidayTable) -> bool:
    """Whether the day is a holiday: as published, else by law (handbook C-29); an ordinary Sunday is not."""
    year = table.years.get(_plain(day).year)
    return day in (statutory_days(day.year) if year is None else year.off)


def is_makeup(day: date, table: HolidayTable) -> bool:
    """Whether the day is a Saturday or Sunday published as a workday (调休)."""
    year = table.years.get(_plain(day).year)
    return year is not None and day in year.makeup


def is_workday(day: date, table: HolidayTable) -> bool:
    """Whether the day is a working day (handbook B5); in a year without data every Monday to Friday that is no statutory holiday.

    Raises:
        TypeError: a datetime, whose day depends on the zone.
    """
    if is_makeup(day, table):
        return True
    return day.weekday() < 5 and not is_off(day, table)


def _plain(day: date) -> date:
    if isinstance(day, datetime):
        raise TypeError("a date of the site's zone is wanted, not a moment")
    return day


# ----------------------------------------------------------------------------------------------------------- counting
def working_days_after(start: date, days: int, table: HolidayTable) -> Deadline:
    """The last of `days` working days; the first day is left out (handbook C-17).

    Monday 2026-06-15 and 10 working days give 2026-06-30: 19 June is a holiday (handbook B5).

    Args:
        start: the day of the event, never counted.
        days: how many working days; 0 gives `start` itself, whatever day that is.
        table: the holidays.

    Raises:
        ValueError: `days` is negative, or the result lies outside the years 1 to 9999.
    """
    if days < 0:
        raise ValueError(f"{days} working days cannot be counted forward")
    day = _plain(start)
    for _counted in range(days):
        day = _next_workday(day, table)
    return Deadline(day, _unknown(start + DAY, day, table) if days else False)


def count_working_days(start: date, end: date, table: HolidayTable) -> Count:
    """How many working days lie after `start`, up to and including `end` (handbook C-17): the reverse of `working_days_after`.

    Negative when `end` lies before `start`: so many working days too late.
    """
    if _plain(end) < _plain(start):
        back = count_working_days(end, start, table)
        return Count(-back.days, back.provisional)
    days = sum(is_workday(start + DAY * ahead, table) for ahead in range(1, (end - start).days + 1))
    return Count(days, _unknown(start + DAY, end, table))


def _next_workday(day: date, table: HolidayTable) -> date:
    try:
        day += DAY
        while not is_workday(day, table):
            day += DAY
    except OverflowError:
        raise ValueError("the period ends outside the calendar") from None
    return day


# -------------------------------------------------------------------------------------------------------- provisional
def years_without_data(first: date, last: date, table: HolidayTable) -> tuple[int, ...]:
    """The years from `first` to `last` whose swaps are unknown because nothing is published; none if reversed."""
    if last < first:
        return ()
    return tuple(year for year in range(first.year, last.year + 1) if not table.knows(year))


def _unknown(first: date, last: date, table: HolidayTable) -> bool:
    return bool(years_without_data(first, last, table))


def provisional_note(years: Iterable[int]) -> str:
    """What stands beside a day that was counted with years without data, on screen and on paper (handbook B5); "" for none."""
    named = sorted(set(years))
    if not named:
        return ""
    listed = str(named[0]) if len(named) == 1 else f"{named[0]}–{named[-1]}"
    # L10N: {years} 年放假安排未公布，除法定节假日外按周一至周五暂计
    return _(
        "Provisional: the holidays of {years} are not published yet; Monday to Friday are counted without the statutory ones."
    ).format(years=listed)


# --------------------------------------------------------------------------------------------- reading and validating
def parse_table(data: Mapping[str, Any]) -> HolidayTable:
    """The table from what a TOML or JSON file says (see `resources/holidays.toml` for its form).

    Args:
        data: `version`, `updated` (a date or 2025-11-04), `source`, and `years`: by year `off` and `makeup`, lists of
            `MM-DD` or `MM-DD..MM-DD`, with or without the year in front.

    Raises:
        InvalidInput: with every problem; the field is like `years.2026.off`. Warnings do not refuse the table.
    """
    table, problems = _read(data)
    errors = [problem for problem in problems if not problem.warning]
    if errors or table is None:
        raise InvalidInput(errors)
    return table


def table_problems(data: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong or odd (`warning`) in an edited table, by field."""
    return _read(data)[1]


def as_mapping(table: HolidayTable) -> dict[str, Any]:
    """The table in the form that `parse_table` reads, of texts only, so that JSON can hold it."""
    return {
        "version": table.version,
        "updated": table.updated.isoformat(),
        "source": table.source,
        "years": {
            str(number): {"off": _runs(year.off), "makeup": _runs(year.makeup)}
            for number, year in sorted(table.years.items())
        },
    }


def _runs(days: Iterable[date]) -> list[str]:
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][1] == DAY:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return [f"{first:%m-%d}" if first == last else f"{first:%m-%d}..{last:%m-%d}" for first, last in runs]


def _read(data: Mapping[str, Any]) -> tuple[HolidayTable | None, list[Problem]]:
    problems: list[Problem] = []
    version = str(data.get("version") or "").strip()
    if not version:
        problems.append(Problem("required", _("The holiday table needs a version, such as 2027.1."), "version"))
    updated = _day_of(data.get("updated"))
    if updated is None:
        problems.append(Problem("date", _("Write the day of the table like 2026-11-04."), "updated"))
    years: dict[int, Year] = {}
    listed = data.get("years")
    if not isinstance(listed, Mapping):
        problems.append(Problem("required", _("The holiday table lists no years."), "years"))
        listed = {}
    for key, content in listed.items():
        number = _year_of(key)
        where = f"years.{key}"
        if number is None:
            problems.append(Problem("year", _("“{key}” is not a year. Write it like 2027.").format(key=key), where))
        elif number in years:
            problems.append(Problem("twice", _("The year {year} is listed twice.").format(year=number), where))
        elif not isinstance(content, Mapping) or set(content) - {"off", "makeup"}:
            message = _("A year has two lists, “off” and “makeup”, and nothing else.")
            problems.append(Problem("unknown", message, where))
        else:
            years[number] = _read_year(number, content, problems)
    if not version or updated is None:
        return None, problems
    return HolidayTable(version, updated, str(data.get("source") or ""), years), problems


def _read_year(number: int, content: Mapping[str, Any], problems: list[Problem]) -> Year:
    off = _read_days(number, content.get("off", ()), f"years.{number}.off", problems)
    makeup = _read_days(number, content.get("makeup", ()), f"years.{number}.makeup", problems)

    def note(name: str, code: str, message: str, *, warning: bool = False) -> None:
        problems.append(Problem(code, message, f"years.{number}.{name}", warning))

    if both := off & makeup:
        # L10N: {days} 既是放假又是调休上班
        note("makeup", "both", _("{days}: a day off cannot be a make-up workday too.").format(days=_named(both)))
    if len(off) > MOST_OFF:
        message = _("{count} days off in {year} cannot be right. Please check the runs of days.")
        note("off", "many", message.format(count=len(off), year=number))
    if not off:
        message = _("No day off is listed for {year}. Leave the year out until its holidays are published.")
        note("off", "none", message.format(year=number), warning=True)
    if weekdays := {day for day in makeup if day.weekday() < 5}:
        message = _("{days}: Monday to Friday are working days anyway; make-up workdays are Saturdays and Sundays.")
        note("makeup", "weekday", message.format(days=_named(weekdays)), warning=True)
    return Year(off, makeup)


def _read_days(number: int, listed: object, where: str, problems: list[Problem]) -> frozenset[date]:
    if isinstance(listed, str | Mapping) or not isinstance(listed, Iterable):
        problems.append(Problem("list", _("Write the days as a list of MM-DD or MM-DD..MM-DD."), where))
        return frozenset()
    found: set[date] = set()
    for entry in listed:
        run = _run_of(entry, number)
        if run is None:
            message = _("“{entry}” is not a day. Write MM-DD, or MM-DD..MM-DD for several days.")
            problems.append(Problem("date", message.format(entry=entry), where))
            continue
        first, last = run
        if first.year != number or last.year != number:
            message = _("“{entry}” does not lie in {year}. List each day under its own year.")
            problems.append(Problem("outside", message.format(entry=entry, year=number), where))
            continue
        if last < first:
            message = _("“{entry}” ends before it begins. List each day under its own year.")
            problems.append(Problem("reversed", message.format(entry=entry), where))
            continue
        days = {first + DAY * ahead for ahead in range((last - first).days + 1)}
        if again := found & days:
            message = _("{days}: listed twice.").format(days=_named(again))
            problems.append(Problem("twice", message, where))
        found |= days
    return frozenset(found)


def _named(days: Iterable[date]) -> str:
    return listed(_runs(days))


def _run_of(entry: object, number: int) -> tuple[date, date] | None:
    if isinstance(entry, date):
        return None if isinstance(entry, datetime) else (entry, entry)
    match = _SPAN.fullmatch(unicodedata.normalize("NFKC", entry).strip()) if isinstance(entry, str) else None
    if match is None:
        return None
    year, month, day, last_year, last_month, last_day = match.groups()
    try:
        first = date(int(year or number), int(month), int(day))
        if last_month is None:
            return first, first
        return first, date(int(last_year or year or number), int(last_month), int(last_day))
    except ValueError:
        return None


def _day_of(value: object) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _year_of(key: object) -> int | None:
    text = str(key).strip()
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        return None
    return int(text) if FIRST_YEAR <= int(text) <= LAST_YEAR else None
