"""Working days, the shipped holidays, deadlines by the Civil Code, edited tables (handbook B3, B5, C-17)."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import i18n
from desk.errors import InvalidInput
from desk.rules.kit.calendar import (
    Count,
    Deadline,
    HolidayTable,
    Year,
    as_mapping,
    count_working_days,
    is_makeup,
    is_off,
    is_workday,
    parse_table,
    provisional_note,
    table_problems,
    working_days_after,
    years_without_data,
)
from desk.rules.kit.lunar import statutory_days

SHIPPED = tomllib.loads((Path(__file__).parents[3] / "resources" / "holidays.toml").read_text(encoding="utf-8"))
TABLE = parse_table(SHIPPED)
EMPTY = HolidayTable("0", date(2026, 1, 1))
DAY = timedelta(days=1)
DAYS = st.dates(date(2003, 1, 1), date(2029, 12, 31))


# ------------------------------------------------------------------------------------------------- the shipped table
def test_the_shipped_table_is_whole_and_without_problems() -> None:
    assert table_problems(SHIPPED) == []
    assert sorted(TABLE.years) == list(range(2004, 2027))
    assert sum(len(year.off) for year in TABLE.years.values()) == 621
    assert sum(len(year.makeup) for year in TABLE.years.values()) == 151
    assert {year: len(TABLE.years[year].off) for year in (2004, 2010, 2020, 2022, 2026)} == {
        2004: 22, 2010: 29, 2020: 30, 2022: 32, 2026: 33,
    }  # fmt: skip
    assert TABLE.updated == date(2025, 11, 4)
    assert TABLE.version
    assert "chinesecalendar" in TABLE.source


@pytest.mark.parametrize(
    ("day", "workday"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 4), True),  # Sunday, made up
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),  # Saturday, made up
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),  # Monday, the last day of the Spring Festival
        (date(2026, 2, 24), True),
        (date(2026, 6, 19), False),  # Dragon Boat Festival
        (date(2026, 6, 20), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # Saturday, made up
        (date(2026, 12, 31), True),
        (date(2020, 1, 31), False),  # the Spring Festival that was prolonged
        (date(2015, 9, 3), False),  # once only
        (date(2007, 12, 31), False),
        (date(2006, 12, 31), True),  # Sunday
        (date(2005, 12, 31), True),  # Saturday, worked for 3 January
        (date(2027, 1, 1), False),  # a Friday nothing is published about: off by law
        (date(2027, 1, 4), True),
        (date(2027, 2, 5), False),  # the eve of the Spring Festival
        (date(2027, 2, 8), False),  # its third day
        (date(2027, 2, 9), True),
        (date(2027, 4, 5), False),  # Qingming
        (date(2027, 6, 9), False),  # Dragon Boat
        (date(2027, 9, 15), False),  # Mid-Autumn
        (date(2027, 1, 2), False),
    ],
)
def test_workdays(day: date, workday: bool) -> None:
    assert is_workday(day, TABLE) is workday


def test_published_days_and_ordinary_weekends_are_told_apart() -> None:
    assert is_off(date(2026, 6, 21), TABLE)  # a Sunday inside the holiday
    assert not is_off(date(2026, 6, 28), TABLE)  # an ordinary Sunday
    assert is_makeup(date(2026, 1, 4), TABLE)
    assert not is_makeup(date(2026, 1, 5), TABLE)


def test_a_moment_is_no_day() -> None:
    # On 19 June it would silently count as a workday: a datetime is never in a set of dates.
    with pytest.raises(TypeError, match="moment"):
        is_workday(datetime(2026, 6, 19, tzinfo=UTC), TABLE)


# ---------------------------------------------------------------------------------------------------------- counting
@pytest.mark.parametrize(
    ("start", "days", "end", "provisional"),
    [
        (date(2026, 6, 15), 10, date(2026, 6, 30), False),  # the handbook's example
        (date(2026, 6, 18), 1, date(2026, 6, 22), False),
        (date(2026, 6, 19), 1, date(2026, 6, 22), False),  # starts on a holiday
        (date(2026, 2, 13), 1, date(2026, 2, 14), False),  # the made-up Saturday counts
        (date(2026, 2, 14), 1, date(2026, 2, 24), False),
        (date(2026, 9, 30), 3, date(2026, 10, 10), False),
        (date(2026, 12, 30), 1, date(2026, 12, 31), False),
        (date(2026, 12, 31), 1, date(2027, 1, 4), True),
        (date(2026, 12, 15), 10, date(2026, 12, 29), False),
        (date(2026, 12, 29), 3, date(2027, 1, 4), True),
        (date(2026, 12, 28), 10, date(2027, 1, 12), True),
        (date(2003, 12, 31), 1, date(2004, 1, 2), False),  # the first day is not counted, so its year does not matter
        (date(2026, 6, 20), 0, date(2026, 6, 20), False),
        (date(2027, 6, 20), 0, date(2027, 6, 20), False),
    ],
)
def test_working_days_leave_out_the_first_day(start: date, days: int, end: date, provisional: bool) -> None:
    assert working_days_after(start, days, TABLE) == Deadline(end, provisional)


@given(DAYS, st.integers(0, 60))
def test_counting_back_gives_the_same_number(start: date, days: int) -> None:
    end, provisional = working_days_after(start, days, TABLE)
    assert count_working_days(start, end, TABLE) == Count(days, provisional)
    assert days == 0 or is_workday(end, TABLE)


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_counts_add_up(start: date, one: int, two: int) -> None:
    middle, end = start + DAY * one, start + DAY * (one + two)
    whole, first, second = (count_working_days(*pair, TABLE) for pair in ((start, end), (start, middle), (middle, end)))
    assert whole.days == first.days + second.days
    assert whole.provisional == (first.provisional or second.provisional)


@given(DAYS, DAYS)
def test_too_late_is_counted_in_negative_days(one: date, two: date) -> None:
    there, back = count_working_days(one, two, TABLE), count_working_days(two, one, TABLE)
    assert there.days == -back.days
    assert there.provisional == back.provisional


@given(DAYS)
def test_without_any_data_monday_to_friday_are_counted_but_statutory_holidays(start: date) -> None:
    assert working_days_after(start, 5, EMPTY).provisional
    week = [start + DAY * ahead for ahead in range(1, 8)]
    off = sum(day.weekday() < 5 and day in statutory_days(day.year) for day in week)
    assert count_working_days(start, start + DAY * 7, EMPTY) == Count(5 - off, True)


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2030, 2033, 2100])
def test_thirteen_days_are_off_by_law(year: int) -> None:
    days = statutory_days(year)
    assert len(days) == 13
    if TABLE.knows(year):
        assert days <= TABLE.years[year].off


def test_what_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="-1"):
        working_days_after(date(2026, 6, 15), -1, TABLE)
    with pytest.raises(ValueError, match="outside the calendar"):
        working_days_after(date(9999, 12, 30), 5, TABLE)


# -------------------------------------------------------------------------------------------------------- provisional
def test_the_years_without_data_are_named() -> None:
    assert years_without_data(date(2025, 1, 1), date(2026, 12, 31), TABLE) == ()
    assert years_without_data(date(2026, 12, 31), date(2028, 1, 1), TABLE) == (2027, 2028)
    i18n.set_language("en")
    assert "2027 are not published" in provisional_note([2027])
    assert "2027–2028 are not published" in provisional_note((2028, 2027))
    assert provisional_note(()) == ""


# ------------------------------------------------------------------------------------------------------ edited tables
def table_of(**years: Any) -> dict[str, Any]:
    return {
        "version": "2027.1",
        "updated": "2026-11-04",
        "source": "notice",
        "years": {name[1:]: content for name, content in years.items()},
    }


def test_a_table_of_texts_is_read() -> None:
    table = parse_table(
        table_of(y2027={"off": ["01-01..01-03", "2027-05-01 .. 05-03", "１０－１"], "makeup": [date(2027, 1, 9)]})
    )
    assert table.years[2027] == Year(
        frozenset(date(2027, *pair) for pair in ((1, 1), (1, 2), (1, 3), (5, 1), (5, 2), (5, 3), (10, 1))),
        frozenset({date(2027, 1, 9)}),
    )
    assert working_days_after(date(2026, 12, 31), 1, table) == Deadline(date(2027, 1, 4), False)


@pytest.mark.parametrize(
    ("year", "code", "field"),
    [
        ({"off": ["05-01..05-03"], "makeup": ["05-02"]}, "both", "makeup"),
        ({"off": ["2026-12-31"]}, "outside", "off"),
        ({"off": ["01-01"], "makeup": ["2028-01-08"]}, "outside", "makeup"),
        ({"off": ["2027-12-30..2028-01-02"]}, "outside", "off"),
        ({"off": ["12-30..01-02"]}, "reversed", "off"),
        ({"off": ["02-29"]}, "date", "off"),
        ({"off": ["13-01"]}, "date", "off"),
        ({"off": ["Labour Day"]}, "date", "off"),
        ({"off": [501]}, "date", "off"),
        ({"off": [datetime(2027, 5, 1, tzinfo=UTC)]}, "date", "off"),
        ({"off": "05-01"}, "list", "off"),
        ({"off": 7}, "list", "off"),
        ({"off": ["05-01..05-03", "05-03"]}, "twice", "off"),
        ({"off": ["01-01..11-01"]}, "many", "off"),
    ],
)
def test_what_is_wrong_with_a_year_is_told_at_its_list(year: dict[str, Any], code: str, field: str) -> None:
    problems = table_problems(table_of(y2027=year))
    assert (code, f"years.2027.{field}") in [(problem.code, problem.field) for problem in problems]
    assert all("{" not in problem.message and len(problem.message) > 5 for problem in problems)
    with pytest.raises(InvalidInput):
        parse_table(table_of(y2027=year))


def test_what_is_odd_only_warns() -> None:
    odd = table_of(y2027={"makeup": ["01-09", "01-11"]})  # 11 January 2027 is a Monday
    assert [(problem.code, problem.warning) for problem in table_problems(odd)] == [("none", True), ("weekday", True)]
    assert parse_table(odd).knows(2027)


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, {"version", "updated", "years"}),
        (table_of() | {"version": "  "}, {"version"}),
        (table_of() | {"updated": "4 November"}, {"updated"}),
        (table_of() | {"updated": datetime(2026, 11, 4, tzinfo=UTC)}, {"updated"}),
        (table_of() | {"years": [2027]}, {"years"}),
        (table_of(y27={"off": []}), {"years.27"}),
        (table_of(y1066={"off": []}), {"years.1066"}),
        (table_of(y2027={"of": ["01-01"]}), {"years.2027"}),
        (table_of(y2027=["01-01"]), {"years.2027"}),
        (table_of() | {"years": {2027: {"off": ["01-01"]}, "2027": {"off": ["01-01"]}}}, {"years.2027"}),
    ],
)
def test_what_is_wrong_with_a_table_is_told_by_field(data: dict[str, Any], fields: set[str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_table(data)
    assert {problem.field for problem in caught.value.problems} == fields


@st.composite
def tables(draw: st.DrawFn) -> HolidayTable:
    years = {}
    for number in draw(st.sets(st.integers(1990, 2100), max_size=3)):
        numbers = draw(st.sets(st.integers(0, 364), max_size=60))
        days = {date(number, 1, 1) + DAY * ahead for ahead in numbers}
        makeup = {day for day in days if day.weekday() >= 5 and day.day % 2}
        years[number] = Year(frozenset(days - makeup), frozenset(makeup))
    return HolidayTable("7", date(2026, 11, 21), "here", years)


@given(tables())
def test_a_table_written_down_reads_as_the_same(table: HolidayTable) -> None:
    again = parse_table(json.loads(json.dumps(as_mapping(table))))
    assert again == table
    assert hash(again) == hash(table)


def test_the_shipped_table_written_down_reads_as_the_same() -> None:
    assert parse_table(json.loads(json.dumps(as_mapping(TABLE)))) == TABLE


def test_tables_of_one_version_with_other_days_are_not_the_same() -> None:
    other = HolidayTable(TABLE.version, TABLE.updated, TABLE.source, {2026: Year()})
    assert other != TABLE


@given(
    st.dictionaries(
        st.sampled_from(["version", "updated", "source", "years"]),
        st.text(max_size=12)
        | st.integers()
        | st.none()
        | st.dictionaries(
            st.text(max_size=5) | st.just("2027"),
            st.none()
            | st.dictionaries(st.sampled_from(["off", "makeup"]), st.lists(st.text(max_size=12) | st.floats())),
        ),
    )
)
def test_no_table_is_too_strange(data: dict[str, Any]) -> None:
    if any(not problem.warning for problem in table_problems(data)):
        with pytest.raises(InvalidInput):
            parse_table(data)
    else:
        assert parse_table(data).version
