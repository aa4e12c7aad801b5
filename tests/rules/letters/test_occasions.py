"""On which day occasions fall, and whose birthday is near (handbook C-18, S9)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.letters.occasions import OCCASIONS, birthday_near, fits, nth_weekday, own_problems

BY_CODE = {occasion.code: occasion for occasion in OCCASIONS}


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("new-year", date(2026, 1, 1)),
        ("spring", date(2026, 2, 17)),
        ("labour", date(2026, 5, 1)),
        ("mothers", date(2026, 5, 10)),
        ("dragon-boat", date(2026, 6, 19)),
        ("mid-autumn", date(2026, 9, 25)),
        ("national", date(2026, 10, 1)),
        ("thanksgiving", date(2026, 11, 26)),
        ("christmas", date(2026, 12, 25)),
        ("birthday", None),
        ("cold-spell", None),
    ],
)
def test_the_days_of_2026(code: str, day: date | None) -> None:
    assert BY_CODE[code].in_year(2026) == day


def test_the_next_day_counts_the_day_itself() -> None:
    mothers = BY_CODE["mothers"]
    assert mothers.next_day(date(2026, 5, 10)) == date(2026, 5, 10)
    assert mothers.next_day(date(2026, 5, 11)) == date(2027, 5, 9)
    assert BY_CODE["cold-spell"].next_day(date(2026, 5, 11)) is None


@given(st.integers(2000, 2099), st.integers(1, 12), st.integers(1, 5), st.integers(0, 6))
def test_the_nth_weekday_is_one_of_its_month(year: int, month: int, nth: int, weekday: int) -> None:
    day = nth_weekday(year, month, nth, weekday)
    assert (day.month, day.weekday()) == (month, weekday)
    assert (day.day - 1) // 7 + 1 in ({nth} if nth < 5 else {4, 5})


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (("社区日", "fixed", 9, 9, 0, 0), []),
        (("腊八", "lunar", 12, 8, 0, 0), []),
        (("父亲节", "nth", 6, 0, 3, 6), []),
        (("", "fixed", 9, 9, 0, 0), ["name"]),
        (("x", "by-hand", 9, 9, 0, 0), ["rule"]),
        (("x", "fixed", 13, 9, 0, 0), ["month"]),
        (("x", "fixed", 2, 30, 0, 0), ["day"]),
        (("x", "lunar", 2, 31, 0, 0), ["day"]),
        (("x", "nth", 2, 0, 6, 7), ["nth", "weekday"]),
    ],
)
def test_an_own_occasion_is_checked(entry: tuple[str, str, int, int, int, int], fields: list[str]) -> None:
    assert [problem.field for problem in own_problems(*entry)] == fields


@pytest.mark.parametrize(
    ("born", "today", "days", "expected"),
    [
        ((11, 21, False, "solar"), date(2026, 11, 21), 0, (date(2026, 11, 21), 2026)),
        ((11, 22, False, "solar"), date(2026, 11, 21), 0, None),
        ((11, 28, False, "solar"), date(2026, 11, 21), 7, (date(2026, 11, 28), 2026)),
        ((11, 29, False, "solar"), date(2026, 11, 21), 7, None),
        ((1, 2, False, "solar"), date(2026, 12, 31), 7, (date(2027, 1, 2), 2027)),
        ((2, 29, False, "solar"), date(2026, 2, 28), 0, (date(2026, 2, 28), 2026)),  # handbook C-18
        ((8, 15, False, "lunar"), date(2026, 9, 25), 0, (date(2026, 9, 25), 2026)),
        ((12, 30, False, "lunar"), date(2027, 2, 5), 0, (date(2027, 2, 5), 2026)),  # 三十 of a month of 29 days
        ((None, None, False, "solar"), date(2026, 11, 21), 30, None),
    ],
)
def test_whose_birthday_is_near(
    born: tuple[int | None, int | None, bool, str], today: date, days: int, expected: object
) -> None:
    assert birthday_near(*born, today, days) == expected


@pytest.mark.parametrize(
    ("name", "text", "occasion", "fit"),
    [
        ("生日贺卡", "祝您生日快乐。", "birthday", True),
        ("生日贺卡", "祝您生日快乐。", "christmas", False),
        ("节日贺卡", "祝您节日快乐。", "christmas", True),
        ("节日贺卡", "祝您节日快乐。", "birthday", False),
        ("降温提醒", "请注意防寒。", "cold-spell", True),
        ("降温提醒", "请注意防寒。", "thanksgiving", False),
        ("Card", "Happy BIRTHDAY!", "own:3", False),
    ],
)
def test_a_card_is_for_what_it_speaks_of(name: str, text: str, occasion: str, fit: bool) -> None:
    assert fits(name, text, occasion) is fit
