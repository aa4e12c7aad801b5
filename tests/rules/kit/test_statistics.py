"""Counting for the reports: exactly at the limit passes, parts add up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.kit.statistics import (
    Rate,
    leading,
    mean,
    mean_text,
    month_days,
    months_until,
    satisfied,
    shares,
    total,
)

COUNTS = st.lists(st.integers(0, 10**6), max_size=40)
RATES = st.integers(0, 10**5).flatmap(lambda whole: st.builds(Rate, st.integers(0, whole), st.just(whole)))


def test_exactly_at_the_limit_passes() -> None:
    """Handbook C-16."""
    limit = Decimal("0.95")
    assert Rate(19, 20).passes(limit)
    assert not Rate(9499, 10000).passes(limit)
    assert Rate(9500, 10000).passes(Fraction(95, 100))
    assert Rate(0, 0).passes(limit)


def test_what_is_printed_as_reached_is_reached() -> None:
    assert Rate(94996, 100000).text == "94.9 %"
    assert Rate(95, 100).text == "95.0 %"
    assert Rate(2, 3).text == "66.7 %"
    assert Rate(0, 7).text == "0.0 %"
    assert Rate().text == "–"
    assert Rate(7, 7).percent == Decimal("100.0")


def test_a_part_is_not_more_than_its_whole() -> None:
    for part, whole in ((3, 2), (-1, 2), (0, -1)):
        with pytest.raises(ValueError, match="no rate"):
            Rate(part, whole)


def test_a_limit_is_no_float() -> None:
    with pytest.raises(TypeError):
        Rate(19, 20).passes(0.95)


@given(st.lists(RATES, max_size=8))
def test_the_rate_of_several_groups_is_the_rate_of_all(rates: list[Rate]) -> None:
    together = total(rates)
    assert (together.part, together.whole) == (sum(r.part for r in rates), sum(r.whole for r in rates))
    if together.share is not None:
        each = [r.share for r in rates if r.share is not None]
        assert min(each) <= together.share <= max(each)


@given(COUNTS, st.integers(0, 3))
def test_shares_add_up_to_a_hundred(counts: list[int], places: int) -> None:
    found = shares(counts, places)
    step = Decimal(1).scaleb(-places)
    whole = sum(counts)
    assert sum(found) == (100 if whole else 0)
    for count, share in zip(counts, found, strict=True):
        if whole:
            assert abs(Fraction(share) - Fraction(count * 100, whole)) < Fraction(step)
        assert share.as_tuple().exponent == -places
    assert all(
        a >= b for (x, a) in zip(counts, found, strict=True) for (y, b) in zip(counts, found, strict=True) if x > y
    )


def test_shares_by_hand() -> None:
    assert shares([1, 1, 1]) == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]
    assert shares([0, 0]) == [Decimal("0.0"), Decimal("0.0")]
    assert shares([]) == []
    with pytest.raises(ValueError, match="negative"):
        shares([1, -1])


def test_grades() -> None:
    scores = {5: 3, 4: 1, 2: 1}
    assert mean(scores) == Fraction(21, 5)
    assert mean_text(mean(scores)) == "4.20"
    assert mean_text(Fraction(4125, 1000)) == "4.13"  # half up
    assert mean_text(mean({})) == "–"
    assert satisfied(scores) == Rate(4, 5)
    assert satisfied({3: 2}) == Rate(0, 2)
    with pytest.raises(ValueError, match="negative"):
        mean({5: -1})


@given(st.dictionaries(st.integers(1, 5), st.integers(0, 1000)))
def test_a_mean_lies_between_the_grades_given(scores: dict[int, int]) -> None:
    value = mean(scores)
    given_grades = [grade for grade, count in scores.items() if count]
    if value is None:
        assert not given_grades
    else:
        assert min(given_grades) <= value <= max(given_grades)


@given(st.dictionaries(st.integers(), st.integers(0, 50), max_size=30), st.integers(2, 12))
def test_the_leading_ones_and_the_others_are_all(counts: dict[int, int], most: int) -> None:
    shown, others = leading(counts, most)
    assert sum(count for _key, count in shown) + others == sum(counts.values())
    assert len(shown) <= most
    assert [count for _key, count in shown] == sorted((count for _key, count in shown), reverse=True)
    hidden = len(counts) - len(shown)
    assert hidden != 1
    assert all(counts[key] <= shown[-1][1] for key in counts.keys() - dict(shown).keys())


def test_months() -> None:
    assert month_days(2026, 12) == (date(2026, 12, 1), date(2027, 1, 1))
    assert month_days(2028, 2) == (date(2028, 2, 1), date(2028, 3, 1))
    assert months_until(2026, 2, 4) == [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]
    with pytest.raises(ValueError, match="month"):
        month_days(2026, 13)


@given(st.integers(1950, 2199), st.integers(1, 12), st.integers(1, 30))
def test_months_follow_each_other(year: int, month: int, count: int) -> None:
    months = months_until(year, month, count)
    assert len(months) == count
    assert months[-1] == (year, month)
    for (y, m), following in zip(months, [*months[1:], None], strict=True):
        first, after = month_days(y, m)
        assert (after - timedelta(days=1)).month == first.month
        if following:
            assert month_days(*following)[0] == after
