"""Which level purchases earn, at, just below and just above every number (handbook A9, C-1, C-24, V3, V4, V7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.rules.schemes import Campaign, Scheme, problems
from desk.rules.schemes.earned import Spent, holds, joining_level
from desk.rules.schemes.standard import APPROVAL, POINTS, STANDARD, TIERS
from desk.rules.schemes.words import handbook, rate_words

DAY = date(2026, 11, 21)


def joins(scheme: Scheme, *spent: tuple[str, int], on: date = DAY) -> str:
    found = joining_level(scheme, [Spent(date.fromisoformat(day), fen) for day, fen in spent], on)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("spent", "level"),
    [
        ([("2026-11-21", 299_99)], ""),
        ([("2026-11-21", 300_00)], "gold"),
        ([("2026-11-21", 300_01)], "gold"),
        ([("2026-11-21", 150_00), ("2026-11-21", 150_00)], "gold"),  # same-day total over several receipts
        ([("2026-11-20", 150_00), ("2026-11-21", 150_00)], ""),  # two days
        ([("2026-11-21", 2999_99)], "gold"),
        ([("2026-11-21", 3000_00)], "diamond"),
        ([("2026-10-22", 300_00)], "gold"),  # 30 days old
        ([("2026-10-21", 300_00)], ""),  # 31 days old
    ],
)
def test_joining_the_points_scheme(spent: list[tuple[str, int]], level: str) -> None:
    assert joins(POINTS, *spent) == level


@pytest.mark.parametrize(
    ("spent", "either", "both"),
    [
        ([("2026-11-21", 499_99)], "", ""),
        ([("2026-11-21", 500_00)], "ordinary", ""),
        ([("2026-11-19", 480_00), ("2026-11-20", 480_00), ("2026-11-21", 480_00)], "", ""),
        ([("2026-09-01", 400_00), ("2026-10-01", 400_00), ("2026-11-01", 400_00), ("2026-11-20", 299_99)], "", ""),
        (
            [("2026-09-01", 400_00), ("2026-10-01", 400_00), ("2026-11-01", 400_00), ("2026-11-20", 300_00)],
            "ordinary",
            "",
        ),
        # An earlier small one never shuts anybody out: "first" is the first of 500 or more.
        ([("2026-11-01", 480_00), ("2026-11-02", 500_00), ("2026-11-03", 520_00)], "ordinary", "ordinary"),
        ([("2026-11-01", 480_00), ("2026-11-02", 500_00), ("2026-11-03", 519_99)], "ordinary", ""),
        ([("2026-11-21", 2999_99)], "ordinary", "ordinary"),
        ([("2026-11-21", 3000_00)], "silver", "ordinary"),  # 3,000 in the half-year; both needs 5,000 in the year too
        ([("2026-11-21", 5000_00)], "gold", "silver"),
        ([("2026-11-21", 20000_00)], "diamond", "diamond"),
        ([("2026-11-21", 40000_00)], "diamond", "diamond"),  # the top level needs the judgement
    ],
)
def test_joining_the_tier_scheme(spent: list[tuple[str, int]], either: str, both: str) -> None:
    assert joins(TIERS, *spent) == either
    assert joins(replace(TIERS, every=True), *spent) == both


def test_the_three_months_of_joining_end_on_the_corresponding_day() -> None:
    assert joins(TIERS, ("2026-01-31", 500_00), on=date(2026, 4, 30)) == "ordinary"
    assert joins(TIERS, ("2026-01-31", 500_00), on=date(2026, 5, 1)) == ""


@pytest.mark.parametrize(
    ("first", "second", "silver"),
    [
        ("2026-01-15", "2026-07-15", True),
        ("2026-01-15", "2026-07-16", False),
        ("2026-02-28", "2026-08-28", True),
        ("2026-02-28", "2026-08-31", False),  # counting back from 08-31 would keep it
        ("2026-08-31", "2027-02-28", True),
        ("2026-08-29", "2027-02-28", True),
        ("2026-08-31", "2027-03-01", False),
    ],
)
def test_windows_are_counted_forward(first: str, second: str, silver: bool) -> None:
    days = [date.fromisoformat(first), date.fromisoformat(second)]
    history = [Spent(day, 1500_00) for day in days]
    assert holds(TIERS.level("silver").upgrade, history, days[1], every=False) is silver


@pytest.mark.parametrize(
    ("level", "half", "year"),
    [("silver", 3000_00, 5000_00), ("gold", 5000_00, 8000_00), ("diamond", None, 20000_00), ("purple", None, 40000_00)],
)
def test_every_sum_of_the_tiers(level: str, half: int | None, year: int) -> None:
    conditions = TIERS.level(level).upgrade
    for days_ago, least in ((0, half), (300, year)):
        if least is None:
            continue
        for fen, enough in ((least - 1, False), (least, True), (least + 1, True)):
            history = [Spent(DAY - timedelta(days=days_ago), fen)]
            assert holds(conditions, history, DAY, every=False) is enough, (level, fen)


def test_approval_counts_graded_goods_and_calendar_months() -> None:
    conditions = APPROVAL.levels[0].join
    for fen, enough in ((9999_99, False), (10000_00, True), (10000_01, True)):
        assert holds(conditions, [Spent(DAY, fen, fen)], DAY, every=False) is enough
        assert not holds(conditions, [Spent(DAY, fen, 0)], DAY, every=False)  # goods of no grade
    for fen, enough in ((9999_99, False), (10000_00, True)):
        assert holds(conditions, [Spent(DAY, 10000_00), Spent(DAY, fen)], DAY, every=False) is enough
    assert not holds(
        conditions, [Spent(date(2026, 10, 31), 10000_00), Spent(date(2026, 11, 1), 10000_00)], DAY, every=False
    )


def test_a_launch_replaces_the_joining_rule() -> None:
    launch = Campaign("开业", DAY - timedelta(days=2), DAY, free_level="gold", gift="雨伞")
    scheme = replace(POINTS, campaigns=(launch,))
    assert joins(scheme) == "gold"
    assert joins(scheme, ("2026-11-21", 3000_00)) == "diamond"
    assert joins(scheme, on=DAY + timedelta(days=1)) == ""


def test_the_standard_schemes_are_sound_and_say_so_in_words() -> None:
    for scheme in STANDARD.values():
        assert problems(scheme) == []
        assert all(lines for _heading, lines in handbook(scheme))
    assert [level.code for level in TIERS.levels if level.letters] == ["diamond", "purple"]
    assert [level.parking_hours for level in TIERS.levels] == [1, 2, 4, 4, 6]
    assert [level.partner_rate for level in TIERS.levels] == [950, 900, 880, 850, 800]
    assert rate_words(1000) == ""


def test_what_is_wrong_with_a_scheme_is_told_at_once_by_field() -> None:
    bad = replace(
        POINTS, earn_fen=0, draw_digit=10, levels=(replace(POINTS.levels[0], rate=0), replace(POINTS.levels[1], code="gold")),
        campaigns=(Campaign(" ", DAY, DAY - timedelta(days=1), free_level="silver"),),
    )  # fmt: skip
    assert sorted(each.field for each in problems(bad)) == [
        "campaigns.0.free_level", "campaigns.0.name", "campaigns.0.until", "draw_digit", "earn_fen", "levels.0.rate",
        "levels.1.code",
    ]  # fmt: skip
