"""The monthly quality sample (handbook C-3)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.callbacks import sampling

NUMBERS = [f"TS-202611{n:02d}-0001" for n in range(1, 31)]


@pytest.mark.parametrize(
    ("population", "sampled", "doors"),
    [(0, 0, 0), (1, 1, 1), (9, 1, 1), (10, 1, 1), (11, 2, 1), (30, 3, 1), (31, 4, 2), (100, 10, 3), (101, 11, 4)],
)
def test_ten_per_cent_rounded_up_and_thirty_of_those(population, sampled, doors):
    assert sampling.size(population) == sampled
    assert sampling.doors(sampled) == doors


def test_the_same_seed_draws_the_same_whatever_the_order():
    first = sampling.draw(NUMBERS, "seed")
    assert first == sampling.draw(list(reversed(NUMBERS)), "seed")
    assert len(first.numbers) == 3
    assert len(first.at_door) == 1
    assert {sampling.draw(NUMBERS, str(seed)).numbers for seed in range(20)} != {first.numbers}


def test_the_drawn_ones_are_known():
    """The order is part of what is kept: another program must come to the same."""
    expected = ("TS-20261102-0001", "TS-20261130-0001", "TS-20261126-0001")
    assert sampling.draw(NUMBERS, "2026-11").numbers == expected


def test_doors_are_looked_for_where_there_are_any():
    drawn = sampling.draw(NUMBERS, "seed", visitable=[NUMBERS[7]])
    assert drawn.at_door == (NUMBERS[7],)
    assert len(drawn.numbers) == 3
    nobody = sampling.draw(NUMBERS, "seed", visitable=[])
    assert (len(nobody.numbers), nobody.at_door) == (3, ())


@given(
    st.integers(0, 60), st.integers(0, 60), st.text(max_size=8), st.sets(st.integers(0, 119)), st.integers(1, 100),
    st.integers(0, 100),
)  # fmt: skip
def test_drawing_again_only_adds_what_lacks(first, more, seed, doors, share, door_share):
    numbers = [f"TS-{n:04d}" for n in range(first + more)]
    visitable = {numbers[n] for n in doors if n < len(numbers)}
    shares = {"share": Fraction(share, 100), "door_share": Fraction(door_share, 100), "visitable": visitable}
    early = sampling.draw(numbers[:first], seed, **shares)
    assert len(early.numbers) == sampling.size(first, shares["share"])
    added = sampling.draw(numbers, seed, already=early.numbers, already_at_door=early.at_door, **shares)
    assert not set(early.numbers) & set(added.numbers)
    everything = [*early.numbers, *added.numbers]
    assert len(everything) == len(set(everything)) == sampling.size(len(numbers), shares["share"])
    at_door = {*early.at_door, *added.at_door}
    assert at_door <= visitable & set(everything)
    if len(visitable & (set(numbers) - set(early.numbers))) >= len(everything):
        assert len(at_door) >= min(len(added.numbers), sampling.doors(len(everything), shares["door_share"]))


def test_months():
    assert sampling.month_of(date(2026, 11, 21)) == date(2026, 11, 1)
    assert sampling.next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert sampling.month_problem(date(2026, 12, 1), date(2026, 11, 30)) is not None
    assert sampling.month_problem(date(2026, 11, 1), date(2026, 11, 1)) is None


def test_a_door_visit_counts_with_its_signature_only():
    assert sampling.counts(at_door=True, signed=True)
    assert not sampling.counts(at_door=True, signed=False)
    assert sampling.counts(at_door=False, signed=False)
