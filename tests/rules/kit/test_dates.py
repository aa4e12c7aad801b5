"""Dates in five spellings and more, months by the Civil Code, ages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import Problem
from desk.rules.kit.dates import add_months, age_on, parse_date, weekday_problem

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2019-08-19", date(2019, 8, 19)),
        ("2018年4月23日", date(2018, 4, 23)),
        ("2023.11.13", date(2023, 11, 13)),
        ("2024.2.18", date(2024, 2, 18)),
        ("2016/01/17", date(2016, 1, 17)),
        ("20190819", date(2019, 8, 19)),
        (20190819, date(2019, 8, 19)),
        ("２０１９－０８－１９", date(2019, 8, 19)),
        ("2019 年 8 月 19 日", date(2019, 8, 19)),
        ("2019 8 19", date(2019, 8, 19)),
        (" 2019-8-19 ", date(2019, 8, 19)),
        ("2019-08-19 00:00:00", date(2019, 8, 19)),
        ("2019-08-19T10:30", date(2019, 8, 19)),
        ("二〇一九年八月十九日", date(2019, 8, 19)),
        ("二〇一九年十二月三十一日", date(2019, 12, 31)),
        (datetime(2016, 9, 10, 12, 30), date(2016, 9, 10)),  # noqa: DTZ001 - without a zone, as a workbook has it
        (date(2016, 9, 10), date(2016, 9, 10)),
        (43696, date(2019, 8, 19)),
        (43696.75, date(2019, 8, 19)),
        ("43696", date(2019, 8, 19)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_usual_spellings(value: object, found: date) -> None:
    assert parse_date(value, today=TODAY) == found


@pytest.mark.parametrize("value", [None, "", "   ", "\u3000"])
def test_nothing_is_no_date_and_no_problem(value: object) -> None:
    assert parse_date(value, today=TODAY) is None


@pytest.mark.parametrize(
    "value",
    ["2023-02-29", "2019-13-01", "2019-00-10", "03/04/25", "19.8.19", "2019年8月", "明天", "2019", 2019, 0, -1, True,
     float("nan"), float("inf"), 1e300, "1234-05-06", "2999-01-01", "13812340001", date(1700, 1, 1), object()],
)  # fmt: skip
def test_what_is_no_date_is_told_in_words(value: object) -> None:
    problem = parse_date(value, today=TODAY)
    assert isinstance(problem, Problem)
    assert problem.code == "date"
    assert len(problem.message) > 5


@given(st.dates(date(1910, 1, 1), date(2100, 1, 1)))
def test_every_spelling_of_a_day_is_that_day(day: date) -> None:
    spellings: list[object] = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        datetime(day.year, day.month, day.day, 23, 59),  # noqa: DTZ001 - without a zone, as a workbook has it
        (day - date(1899, 12, 30)).days,
    ]
    assert [parse_date(value, today=TODAY) for value in spellings] == [day] * len(spellings)


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_no_value_is_too_strange(value: object) -> None:
    assert isinstance(parse_date(value, today=TODAY), date | Problem | None)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 3, 1), 3, date(2026, 6, 1)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_months_by_definition(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


def test_months_outside_the_calendar_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        add_months(date(9999, 12, 1), 1)


def test_ages() -> None:
    born = date(2000, 2, 29)
    assert age_on(born, date(2018, 2, 27)) == 17
    assert age_on(born, date(2018, 2, 28)) == 18
    assert age_on(born, date(2020, 2, 28)) == 19
    assert age_on(born, date(2020, 2, 29)) == 20
    assert age_on(date(1990, 11, 21), TODAY) == 36
    assert age_on(date(1990, 11, 22), TODAY) == 35
    assert age_on(TODAY, TODAY) == 0


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月25日星期三",
        "2026年11月25日 星期三",
        "2026-11-25(周三)",
        "2026-11-25（週三）",
        "2026/11/25 上午10:00",
        "2026/11/25上午10:00:05",
        "2026/11/25 10:00 AM",
        "2026年11月25日10时30分",
        "2026年11月25日 10点",
        "2026年11月25日下午3时",
        "2026-11-25T10:00:00+08:00",
        "2026-11-25T10:00:00.123Z",
        "2026-11-25 10:00 UTC",
        "2026、11、25",
        "民國115年11月25日",
        "民国115年11月25日星期三",
        "中華民國一一五年十一月二十五日",
        "贰零贰陆年拾壹月贰拾伍日",
        "2026-11-25 Wed",
        "2026-11-25 10:30 星期三",
        "2026-11-25 星期三 10:30",
    ],
)
def test_what_stands_behind_the_day_does_not_matter(text: str) -> None:
    found = parse_date(text, today=TODAY)
    assert found == date(2026, 11, 25)
    assert weekday_problem(text, date(2026, 11, 25)) is None


@pytest.mark.parametrize(
    "text", ["2026年11月25日星期四", "2026-11-25(周日)", "2026-11-25 Mon", "2026-11-25 星期天 10:30"]
)
def test_a_weekday_that_does_not_fit_warns(text: str) -> None:
    assert parse_date(text, today=TODAY) == date(2026, 11, 25)
    problem = weekday_problem(text, date(2026, 11, 25))
    assert problem is not None
    assert problem.warning
    assert "2026-11-25" in problem.message
