"""The health of a household: weights, the worked example, its colours (handbook S11)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules import health

WEIGHTS = {"safety": 30, "requests": 25, "papers": 20, "custody": 15, "fees": 10}


def scores(*values: int | str) -> dict[str, Decimal]:
    return {part: Decimal(value) for part, value in zip(health.PARTS, values, strict=True)}


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ((60, 80, 50, 100, 100), "73.0"),
        ((100, 100, 100, 100, 100), "100.0"),
        ((0, 0, 0, 0, 0), "0.0"),
        ((100, 100, "99.75", 100, 100), "100.0"),  # 99.95, half up
        ((100, 100, "99.74", 100, 100), "99.9"),
    ],
)
def test_the_index_is_the_weighted_sum_of_its_parts(parts: tuple[int | str, ...], value: str) -> None:
    assert health.index(scores(*parts), WEIGHTS) == Decimal(value)


@pytest.mark.parametrize(
    ("value", "state"),
    [("100", "green"), ("90.0", "green"), ("89.9", "amber"), ("60.0", "amber"), ("59.9", "red"), ("0", "red")],
)
def test_its_colour_at_and_below_the_limits(value: str, state: str) -> None:
    assert health.state(Decimal(value), green=90, amber=60) == state


def test_weights_are_a_hundred_together_and_amber_begins_below_green() -> None:
    assert health.problems(WEIGHTS, green=90, amber=60) == []
    found = health.problems({**WEIGHTS, "fees": 11}, green=90, amber=90)
    assert [(each.field, each.code) for each in found] == [
        ("safety", "sum"), ("requests", "sum"), ("papers", "sum"), ("custody", "sum"), ("fees", "sum"), ("amber", "order"),
    ]  # fmt: skip
    assert "101" in found[0].message


@given(st.lists(st.integers(0, 100), min_size=5, max_size=5))
def test_it_never_leaves_0_to_100_and_no_part_that_gets_better_makes_it_worse(parts: list[int]) -> None:
    value = health.index(scores(*parts), WEIGHTS)
    assert 0 <= value <= 100
    for place in range(5):
        better = [*parts[:place], 100, *parts[place + 1 :]]
        assert health.index(scores(*better), WEIGHTS) >= value


def test_a_part_that_nothing_tells_of_is_in_order() -> None:
    assert health.mean([]) == 100
    assert health.mean([Decimal(100), Decimal(0)]) == 50
