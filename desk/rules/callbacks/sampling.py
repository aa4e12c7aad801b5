"""The monthly quality sample of complaints (handbook A4, C-3): drawn so that anyone can draw it again.

Of a month's complaints 10 % are sampled, rounded up, at least one when there is any; of those at least 30 %, rounded
up, are visited at the door with the customer's signature. A door visit without a signature does not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from desk.errors import Problem
from desk.i18n import _

SAMPLE = Fraction(10, 100)
AT_DOOR = Fraction(30, 100)


def size(population: int, share: Fraction = SAMPLE) -> int:
    """How many are sampled: the share rounded up, at least one when there is any, never more than there are."""
    if population <= 0:
        return 0
    return min(population, max(1, _up(population * share)))


def doors(sampled: int, share: Fraction = AT_DOOR) -> int:
    """How many of the sampled ones are visited at the door: the share rounded up."""
    return min(sampled, _up(sampled * share))


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


class Draw(NamedTuple):
    """What was drawn: the numbers in the order drawn, and those of them to be visited at the door."""

    numbers: tuple[str, ...]
    at_door: tuple[str, ...]


def draw(
    population: Collection[str],
    seed: str,
    *,
    share: Fraction = SAMPLE,
    door_share: Fraction = AT_DOOR,
    visitable: Collection[str] | None = None,
    already: Iterable[str] = (),
    already_at_door: Iterable[str] = (),
) -> Draw:
    """Draws a sample, or what an earlier one lacks now that there are more complaints.

    The order is that of the SHA-256 of seed and number: the same on every machine and in every version, for anyone who
    has the seed and the numbers. Those that can be visited come first only as far as the door visits need them.

    Args:
        population: the numbers of the month's complaints.
        seed: kept with the sample.
        share: how many are sampled; `door_share`: how many of those are visited.
        door_share: as above.
        visitable: those with a door to go to (a room, a name); all when None.
        already: what was drawn before; they stay in the sample.
        already_at_door: those of them to be visited.

    Returns:
        What is to be added to `already`.
    """
    before, before_at_door = set(already), set(already_at_door)
    wanted = size(len(population), share)
    places = max(0, wanted - len(before))
    with_door = set(population) if visitable is None else set(visitable)
    order = sorted(set(population) - before, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())
    needed = max(0, doors(max(wanted, len(before)), door_share) - len(before_at_door))
    drawn = order[:places]
    # Too few doors among them: the last ones without a door give way to the next ones with one.
    spare = [number for number in order[places:] if number in with_door]
    lacking = needed - sum(number in with_door for number in drawn)
    for place in range(len(drawn) - 1, -1, -1):
        if lacking <= 0 or not spare:
            break
        if drawn[place] not in with_door:
            drawn[place] = spare.pop(0)
            lacking -= 1
    at_door = [number for number in drawn if number in with_door][:needed]
    return Draw(tuple(drawn), tuple(at_door))


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_problem(month: date, today: date) -> Problem | None:
    """A month that has not begun has no complaints to draw from; field `month`."""
    if month_of(month) > today:
        # L10N: 该月尚未开始
        return Problem("future", _("This month has not begun yet."), "month")
    return None


def counts(*, at_door: bool, signed: bool) -> bool:
    """Whether a visit counts: at the door only with the signature (handbook C-3)."""
    return signed or not at_door


__all__ = ["AT_DOOR", "SAMPLE", "Draw", "counts", "doors", "draw", "month_of", "month_problem", "next_month", "size"]
