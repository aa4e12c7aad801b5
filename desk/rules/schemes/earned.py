"""Which level purchases earn: same-day totals, rolling windows counted forward, calendar months (handbook C-1, C-24, V3, V4, V7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desk.rules.kit.dates import add_months
from desk.rules.schemes import Condition, Level, Scheme


@dataclass(frozen=True, slots=True)
class Spent:
    """A purchase as the conditions see it: what remains of it after refunds.

    Attributes:
        day: of the receipt. fen: what was paid and not refunded. graded: of that, on medium or high-grade goods (handbook V7).
        key: which one it is, for the caller.
    """

    day: date
    fen: int
    graded: int = 0
    key: int = 0


@lru_cache(maxsize=65536)
def window_end(day: date, months: int) -> date:
    """The last day on which a purchase counts: the corresponding day of the window (handbook C-24)."""
    return add_months(day, months)


def counts(spent: Spent, months: int, on: date) -> bool:
    """Whether a purchase counts on a day: from its own day until the corresponding day of the window (handbook C-24)."""
    return spent.day <= on <= window_end(spent.day, months)


def reached(condition: Condition, history: Iterable[Spent], on: date, *, lifetime: int = 0, join_days: int = 30) -> int:
    """How far a condition has come on a day, in fen or points; it holds when that is at least `condition.least`.

    Args:
        condition: which.
        history: the purchases; later ones than `on` do not count.
        on: the day.
        lifetime: lifetime points, for `lifetime` (handbook C-4).
        join_days: how old the receipts of a same-day total may be.
    """
    kind = condition.kind
    if kind == "lifetime":
        return lifetime
    if kind == "day":
        days: dict[date, int] = defaultdict(int)
        for each in history:
            if each.day <= on <= each.day + timedelta(days=join_days):
                days[each.day] += each.fen
        return max(days.values(), default=0)
    inside = [
        each for each in history if each.day <= on and (not condition.months or counts(each, condition.months, on))
    ]
    if kind == "first":
        return max((each.fen for each in inside), default=0)
    if kind == "graded":
        return max((each.graded for each in inside), default=0)
    if kind == "month":
        months: dict[tuple[int, int], int] = defaultdict(int)
        for each in inside:
            months[each.day.year, each.day.month] += each.fen
        return max(months.values(), default=0)
    return sum(each.fen for each in inside)


def holds(
    conditions: Sequence[Condition],
    history: Sequence[Spent],
    on: date,
    *,
    every: bool,
    lifetime: int = 0,
    join_days: int = 30,
) -> bool:
    """Whether one condition holds on a day, or all of them with `every` (handbook C-1); no condition never holds."""
    found = [
        reached(each, history, on, lifetime=lifetime, join_days=join_days) >= each.least for each in conditions
    ]  # fmt: skip
    return bool(found) and (all(found) if every else any(found))


def joining_level(scheme: Scheme, history: Sequence[Spent], on: date) -> Level | None:
    """The level at which somebody without a card may join on a day; None while nothing is earned.

    Same-day totals, windows, and a running launch campaign that replaces them. A purchase kept from before the card can join at the
    level it earns (handbook V3); a level that needs a judgement is not joined at.
    """
    best: Level | None = None
    for campaign in scheme.campaigns_on(on):
        if campaign.free_level and scheme.has(campaign.free_level):
            level = scheme.level(campaign.free_level)
            best = level if best is None or scheme.rank(best.code) < scheme.rank(level.code) else best
    joined = False
    for level in scheme.levels:
        if level.judgement:
            continue
        if level.join and holds(level.join, history, on, every=scheme.every, join_days=scheme.join_days):
            joined, best = True, _higher(scheme, best, level)
        elif joined and not level.join:
            # What would lift a member from here lifts somebody who joins with the same purchases.
            spending = tuple(each for each in level.upgrade if each.kind != "lifetime")
            if holds(spending, history, on, every=scheme.every):
                best = _higher(scheme, best, level)
    return best


def _higher(scheme: Scheme, one: Level | None, other: Level) -> Level:
    return other if one is None or scheme.rank(other.code) > scheme.rank(one.code) else one


__all__ = ["Spent", "counts", "holds", "joining_level", "reached", "window_end"]
