"""Prices, points, redemption, lots: every worked example and every number at its threshold (handbook A9, C-4, C-5, C-6, C-23, V2, V5, V10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from desk.rules import points as rules
from desk.rules.points import Line, Terms, points_needed, points_of, priced, read_promotion
from desk.rules.points.lots import OWN, Lot, back, laid, left_of
from desk.rules.points.tiers import Happened, asks_to_take_back, earned, next_level, replay, to_judge
from desk.rules.schemes.earned import Spent
from desk.rules.schemes.standard import LADDER, POINTS, TIERS

DAY = date(2026, 11, 21)
PLAIN, DOUBLE = Terms(DAY), Terms(DAY, "weekday")


@pytest.mark.parametrize(
    ("label", "promotion", "slip", "paid", "points"),
    [
        (56_81, 800, 45_45, 40_00, 4),
        (113_63, 800, 90_90, 79_99, 7),
        (1280_00, 800, 1024_00, 901_12, 90),
        (3000_00, 1000, 3000_00, 2640_00, 274),
        (2272_73, 1000, 2272_73, 2000_00, 210),
        (2272_72, 1000, 2272_72, 1999_99, 199),
    ],
)
def test_prices_are_rounded_at_the_slip_and_at_the_payment(
    label: int, promotion: int, slip: int, paid: int, points: int
) -> None:
    found = priced([Line(label, promotion)], 880)
    assert (found.label, found.slip, found.paid) == (label, slip, paid)
    assert points_of(POINTS, found.paid, PLAIN) == points


def test_double_days_double_the_base_once_and_never_the_bonus() -> None:
    assert points_of(POINTS, 2640_00, DOUBLE) == 538
    wednesday = date(2026, 3, 4)
    assert rules.doubled_by(POINTS, wednesday, birthday=True, place=None) == "weekday"
    assert points_of(POINTS, 901_12, Terms(wednesday, "weekday")) == 180


def test_the_receipts_sum_counts_not_the_line() -> None:
    found = priced([Line(5_00), Line(5_60, special=True)], 880)
    assert (found.slip, found.paid) == (10_60, 10_00)
    assert points_of(POINTS, found.paid, PLAIN) == 1


def test_a_special_price_takes_no_discount_and_earns() -> None:
    assert priced([Line(100_00, 800, special=True)], 880).paid == 100_00


@pytest.mark.parametrize(
    ("fen", "points"),
    [(500_00, 50), (550_00, 55), (559_00, 55), (559_99, 55), (560_00, 56), (9_99, 0), (10_00, 1), (0, 0)],
)
def test_the_tail_is_dropped(fen: int, points: int) -> None:
    assert points_of(POINTS, fen, PLAIN) == points


@pytest.mark.parametrize(("fen", "points"), [(1999_99, 199), (2000_00, 210), (2009_99, 210), (2010_00, 211)])
def test_the_bonus_looks_at_the_base(fen: int, points: int) -> None:
    assert points_of(POINTS, fen, PLAIN) == points


@pytest.mark.parametrize(
    ("paid", "refunded", "terms", "before", "after"),
    [
        (2000_00, 1, PLAIN, 210, 199),
        (559_00, 9_00, DOUBLE, 110, 110),
        (559_00, 9_01, DOUBLE, 110, 108),
        (500_00, 500_00, PLAIN, 50, 0),
    ],
)
def test_a_refund_leaves_the_points_of_what_remains(
    paid: int, refunded: int, terms: Terms, before: int, after: int
) -> None:
    assert points_of(POINTS, paid, terms) == before
    assert points_of(POINTS, paid - refunded, terms) == after


@pytest.mark.parametrize(
    ("label", "points"),
    [
        (1, 1000),
        (199_99, 1000),
        (200_00, 1000),
        (200_01, 1500),
        (400_00, 1500),
        (400_01, 2000),
        (600_00, 2000),
        (1000_00, 3000),
    ],
)
def test_the_ladder_takes_the_smallest_step_that_covers(label: int, points: int) -> None:
    assert points_needed(LADDER, label) == points


@pytest.mark.parametrize(
    ("balance", "fen"), [(999, 0), (1000, 200_00), (1499, 200_00), (1500, 400_00), (1999, 400_00), (2000, 600_00)]
)
def test_what_points_reach(balance: int, fen: int) -> None:
    assert rules.covered(LADDER, balance) == fen


@pytest.mark.parametrize(
    ("label", "balance", "code"),
    [
        (200_00, 999, "points"),
        (200_00, 1000, ""),
        (200_01, 1000, "points"),
        (200_01, 1499, "points"),
        (200_01, 1500, ""),
        (0, 5000, "positive"),
    ],
)
def test_what_cannot_be_redeemed(label: int, balance: int, code: str) -> None:
    problem = rules.redemption_problem(LADDER, label, balance)
    assert (problem.code if problem else "") == code
    assert rules.redemption_problem(None, 1, 9999).code == "none"


def test_the_first_hundred_of_a_day() -> None:
    first = replace(POINTS, doubles=(replace(POINTS.doubles[2], on=True),))
    assert rules.counts_places(first, DAY)
    assert not rules.counts_places(POINTS, DAY)
    assert rules.doubled_by(first, DAY, birthday=True, place=100) == "first"
    assert rules.doubled_by(first, DAY, birthday=True, place=101) == ""


@pytest.mark.parametrize(
    ("day", "doubled"),
    [
        (date(2026, 2, 4), "weekday"), (date(2026, 4, 29), "weekday"), (date(2026, 1, 28), ""), (date(2026, 5, 6), ""),
        (date(2026, 3, 5), ""),
    ],
)  # fmt: skip
def test_wednesdays_from_february_to_april(day: date, doubled: str) -> None:
    assert rules.doubled_by(POINTS, day, birthday=False, place=None) == doubled


@pytest.mark.parametrize(
    ("day", "month", "of", "calendar", "leap", "is_it"),
    [
        (date(2026, 2, 28), 2, 29, "solar", False, True),
        (date(2028, 2, 28), 2, 29, "solar", False, False),
        (date(2028, 2, 29), 2, 29, "solar", False, True),
        (date(2026, 9, 25), 8, 15, "lunar", False, True),
        (date(2026, 9, 24), 8, 15, "lunar", False, False),
        (date(2026, 2, 16), 12, 30, "lunar", False, True),  # 廿九: the month has 29 days; it lies in the next solar year
    ],
)  # fmt: skip
def test_birthdays_by_their_calendar(day: date, month: int, of: int, calendar: str, leap: bool, is_it: bool) -> None:
    assert rules.is_birthday(day, month, of, calendar, leap=leap) is is_it


def test_quarters() -> None:
    assert [rules.quarter(date(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026Q1", "2026Q1", "2026Q2", "2026Q4"]


# ------------------------------------------------------------------------------------------------------------------- lots
def test_the_soonest_to_end_is_spent_first_and_what_has_no_end_last() -> None:
    lots = [Lot(1, 50), Lot(2, 50, date(2027, 1, 2)), Lot(3, 50, date(2027, 1, 1))]
    assert laid(-120, lots) == ((3, -50), (2, -50), (1, -20))


def test_a_refund_takes_its_own_points_first_then_makes_a_debt() -> None:
    assert laid(-60, [Lot(1, 50), Lot(2, 40)], first=2) == ((2, -40), (1, -20))
    assert laid(-60, [Lot(1, 50)]) == ((1, -50), (OWN, -10))


def test_new_points_pay_debts_first() -> None:
    assert laid(30, [Lot(1, -10)]) == ((1, 10), (OWN, 20))
    assert laid(5, [Lot(1, -10)]) == ((1, 5),)


def test_a_reversal_gives_each_lot_its_own_back() -> None:
    uses = laid(-60, [Lot(1, 50)])
    entries: list[tuple[int, Iterable[Sequence[int]]]] = [(1, [[OWN, 50]]), (2, uses), (3, back(uses, 2))]
    assert dict(left_of(entries)) == {1: 50, 2: 0}


# ----------------------------------------------------------------------------------------------------------------- levels
@pytest.mark.parametrize(("lifetime", "level"), [(7999, None), (8000, "diamond"), (8001, "diamond")])
def test_eight_thousand_lifetime_points(lifetime: int, level: str | None) -> None:
    found = earned(POINTS, "gold", [], lifetime, DAY)
    assert (found.code if found else None) == level
    assert earned(POINTS, "diamond", [], 99999, DAY) is None


def test_the_top_level_waits_for_its_judgement() -> None:
    history = [Spent(DAY, 40000_00)]
    assert earned(TIERS, "ordinary", history, 0, DAY).code == "diamond"
    assert to_judge(TIERS, "diamond", history, 0, DAY, frozenset()).code == "purple"
    assert to_judge(TIERS, "diamond", [Spent(DAY, 39999_99)], 0, DAY, frozenset()) is None
    assert earned(TIERS, "diamond", history, 0, DAY, judged=frozenset({"purple"})).code == "purple"


@pytest.mark.parametrize(
    ("upgraded", "lifetime", "asks"),
    [
        (date(2026, 11, 21), 7900, True),
        (date(2026, 10, 22), 7900, True),
        (date(2026, 10, 21), 7900, False),
        (DAY, 8000, False),
    ],
)
def test_taking_back_is_proposed_within_thirty_days_and_only_when_it_no_longer_holds(
    upgraded: date, lifetime: int, asks: bool
) -> None:
    assert asks_to_take_back(POINTS, ("gold", "diamond", upgraded), [], lifetime, DAY) is asks


def test_what_is_missing_to_the_next_level() -> None:
    way = next_level(TIERS, "ordinary", [Spent(DAY, 1000_00)], 0, DAY)
    assert way is not None
    assert way.level.code == "silver"
    assert [left for _condition, left in way.missing] == [2000_00, 4000_00]
    assert next_level(TIERS, "purple", [], 0, DAY) is None


def test_the_level_follows_from_what_happened() -> None:
    def at(_day: date) -> object:
        return TIERS

    bought = [Happened("set", DAY, tier="ordinary"), Happened("bought", DAY, DAY, 1, 3000_00)]
    assert replay(at, bought) == "silver"
    back_again = [*bought, Happened("refunded", DAY, key=1, fen=1), Happened("set", DAY, tier="ordinary")]
    assert replay(at, back_again) == "ordinary"
    assert replay(at, [*back_again, Happened("bought", DAY, DAY, 2, 1)]) == "silver"


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("", 1000), ("无", 1000), ("8折", 800), ("85折", 850), ("8.5折", 850), ("８.５ 折", 850), ("8.5", 850), ("0.85", 850), ("85%", 850), ("1折", 100),
        ("nan", None), ("inf", None), ("1e400", None), ("买一送一", None), ("-8折", None), ("0折", None), ("120%", None),
    ],
)  # fmt: skip
def test_a_promotion_as_a_till_writes_it(cell: str, parts: int | None) -> None:
    assert read_promotion(cell) == parts
