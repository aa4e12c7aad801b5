"""Counting for the reports (handbook A4, C-16): rates are exact fractions, parts add up to their whole.

Nothing here is a float: a rate of 94.96 % is printed as 94.9 %, and only what truly reaches a limit passes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

from desk.rules.kit.clocks import passes, percent, rate

Key = TypeVar("Key")
SATISFIED = (4, 5)
"""Grades of a callback that count as satisfied: 满意, 非常满意."""
GRADES = (5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Rate:
    """A part of a whole, such as what was in time of all that was due.

    Raises:
        ValueError: a negative count, or a part larger than the whole.
    """

    part: int = 0
    whole: int = 0

    def __post_init__(self) -> None:
        rate(self.part, self.whole)

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.part + other.part, self.whole + other.whole)

    @property
    def share(self) -> Fraction | None:
        """The exact rate; None when there was nothing to count."""
        return rate(self.part, self.whole)

    @property
    def percent(self) -> Decimal | None:
        """In per cent with one place (`clocks.percent`); None when there was nothing to count."""
        share = self.share
        return None if share is None else percent(share)

    def passes(self, limit: Fraction | Decimal) -> bool:
        """Whether it reaches a limit; exactly at the limit passes, and so does nothing at all (handbook C-16)."""
        return passes(self.part, self.whole, limit)

    @property
    def text(self) -> str:
        """As printed: 95.0 %, or – when there was nothing to count."""
        value = self.percent
        return "–" if value is None else f"{value} %"


def shares(counts: Sequence[int], places: int = 1) -> list[Decimal]:
    """Each count's share of all in per cent; the shares add up to exactly 100 (largest remainder, then the first).

    Args:
        counts: none of them negative; all zero when there is nothing, which gives zeros.
        places: decimal places.

    Raises:
        ValueError: a negative count.
    """
    if any(count < 0 for count in counts):
        raise ValueError("a count cannot be negative")
    whole = sum(counts)
    if not whole:
        return [Decimal(0).scaleb(-places)] * len(counts)
    units = 100 * 10**places
    found = [count * units // whole for count in counts]
    rest = sorted(range(len(counts)), key=lambda place: (-(counts[place] * units % whole), place))
    for place in rest[: units - sum(found)]:
        found[place] += 1
    return [Decimal(value).scaleb(-places) for value in found]


def mean(scores: Mapping[int, int]) -> Fraction | None:
    """The exact mean of grades, by how often each was given; None without any.

    Raises:
        ValueError: a negative count.
    """
    if any(count < 0 for count in scores.values()):
        raise ValueError("a count cannot be negative")
    whole = sum(scores.values())
    return Fraction(sum(grade * count for grade, count in scores.items()), whole) if whole else None


def mean_text(value: Fraction | None, places: int = 2) -> str:
    """A mean as printed, rounded half up: 4.25, or – without one."""
    if value is None:
        return "–"
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def satisfied(scores: Mapping[int, int]) -> Rate:
    """How many of those who gave a grade are satisfied (满意率)."""
    return Rate(sum(scores.get(grade, 0) for grade in SATISFIED), sum(scores.values()))


def leading(counts: Mapping[Key, int], most: int) -> tuple[list[tuple[Key, int]], int]:
    """The largest counts, and how many all the others make together; equal counts in the order they came.

    The others are never a single one: what could stand for itself does.

    Raises:
        ValueError: fewer than two are asked for.
    """
    if most < 2:
        raise ValueError("at least two are shown")
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    if len(ordered) <= most:
        return ordered, 0
    return ordered[: most - 1], sum(count for _key, count in ordered[most - 1 :])


# ------------------------------------------------------------------------------------------------------------- months
def month_days(year: int, month: int) -> tuple[date, date]:
    """The first day of a month and the first of the next.

    Raises:
        ValueError: no such month.
    """
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1)


def months_until(year: int, month: int, count: int) -> list[tuple[int, int]]:
    """The last `count` months up to and with the given one, oldest first."""
    last = year * 12 + month - 1
    return [(place // 12, place % 12 + 1) for place in range(last - count + 1, last + 1)]


def total(rates: Iterable[Rate]) -> Rate:
    """The rate of several groups together (counts added, never the mean of rates)."""
    return sum(rates, Rate())


__all__ = [
    "GRADES",
    "SATISFIED",
    "Rate",
    "leading",
    "mean",
    "mean_text",
    "month_days",
    "months_until",
    "satisfied",
    "shares",
    "total",
]
