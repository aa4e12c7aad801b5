"""Which level a member has: upgrades are events, computed from dated purchases (handbook C-1, C-24, C-25, C-28, V1, V4).

`earned` says what purchases earn on a day, `replay` computes the level anew from everything that happened, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.rules.schemes import Condition, Level, Scheme
from desk.rules.schemes.earned import Spent, holds, reached


def earned(
    scheme: Scheme,
    level: str,
    history: Sequence[Spent],
    lifetime: int,
    on: date,
    *,
    judged: frozenset[str] = frozenset(),
) -> Level | None:
    """The highest level above the present one that is earned on a day; None for none.

    Args:
        scheme: in force that day.
        level: the present one.
        history: the purchases.
        lifetime: lifetime points.
        on: the day.
        judged: levels whose judgement is recorded (handbook C-28).
    """
    for each in reversed(scheme.above(level)):
        if each.judgement and each.code not in judged:
            continue
        if holds(each.upgrade, history, on, every=scheme.every, lifetime=lifetime):
            return each
    return None


def to_judge(
    scheme: Scheme, level: str, history: Sequence[Spent], lifetime: int, on: date, judged: frozenset[str]
) -> Level | None:
    """The level that is earned but for its judgement; None for none."""
    for each in reversed(scheme.above(level)):
        asked = each.judgement and each.code not in judged
        if asked and holds(each.upgrade, history, on, every=scheme.every, lifetime=lifetime):
            return each
    return None


def days_to_ask(history: Sequence[Spent], since: date, today: date) -> tuple[date, ...]:
    """On which days a level may be newly earned when a purchase of `since` is entered: its own day and each later purchase's."""
    return tuple(sorted({each.day for each in history if since <= each.day <= today}))


def first_earned(
    scheme: Scheme,
    level: str,
    history: Sequence[Spent],
    lifetime: int,
    days: Iterable[date],
    judged: frozenset[str] = frozenset(),
) -> tuple[Level, date] | None:
    """The highest level earned on one of several days, and the first day on which it was."""
    best: tuple[Level, date] | None = None
    for day in days:
        # Lifetime points have no window: they hold today, whatever the day.
        found = earned(scheme, level, history, lifetime, day, judged=judged)
        if found is not None and (best is None or scheme.rank(found.code) > scheme.rank(best[0].code)):
            best = (found, day)
    return best


def asks_to_take_back(
    scheme: Scheme, upgrade: tuple[str, str, date], history: Sequence[Spent], lifetime: int, on: date
) -> bool:
    """Whether a refund proposes to take an upgrade back (handbook C-25, V1).

    Args:
        scheme: in force.
        upgrade: from, to, day of the upgrade.
        history: the purchases as they are after the refund.
        lifetime: points after it.
        on: the refund's day.

    Within `take_back_days` of the upgrade, and only when its condition does not hold without what was refunded.
    """
    before, after, day = upgrade
    if not scheme.has(after) or not day <= on <= day + timedelta(days=scheme.take_back_days):
        return False
    if scheme.rank(after) <= scheme.rank(before):
        return False
    return not holds(scheme.level(after).upgrade, history, on, every=scheme.every, lifetime=lifetime)


@dataclass(frozen=True, slots=True)
class Way:
    """How far it is to a level: each condition with what is reached and what is missing."""

    level: Level
    steps: tuple[tuple[Condition, int], ...]

    @property
    def missing(self) -> tuple[tuple[Condition, int], ...]:
        """What is missing of each condition that does not hold yet."""
        return tuple((each, each.least - done) for each, done in self.steps if done < each.least)


def next_level(scheme: Scheme, level: str, history: Sequence[Spent], lifetime: int, on: date) -> Way | None:
    """The way to the next level; None at the top."""
    above = scheme.above(level)
    if not above:
        return None
    steps = tuple((each, reached(each, history, on, lifetime=lifetime)) for each in above[0].upgrade)
    return Way(above[0], steps)


# ---------------------------------------------------------------------------------------------------------------- replay
@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a member, in the order of its recording.

    Attributes:
        kind: `bought`, `refunded`, `set` (a level was put in force by joining, a decision, a night or a switch).
        day: when it was recorded. bought: of a purchase its own day.
        key: the purchase. fen: paid, or given back. lifetime: points it adds to the lifetime ones. tier: of `set`.
        own: it was entered for the member; False: it was kept of the person and came along at joining, which looked at it.
    """

    kind: str
    day: date
    bought: date | None = None
    key: int = 0
    fen: int = 0
    lifetime: int = 0
    tier: str = ""
    own: bool = True


def replay(scheme_at: Callable[[date], Scheme], events: Iterable[Happened]) -> str:
    """The level that everything that happened leads to: automatic upgrades are computed, decisions are read.

    Args:
        scheme_at: the scheme in force on a day.
        events: in the order of their recording.
    """
    tier = ""
    spent: dict[int, Spent] = {}
    lifetime = 0
    for each in events:
        lifetime += each.lifetime
        if each.kind == "set":
            tier = each.tier
        elif each.kind == "refunded":
            before = spent[each.key]
            spent[each.key] = Spent(before.day, before.fen - each.fen, before.graded, before.key)
        elif each.kind == "bought":
            assert each.bought is not None
            spent[each.key] = Spent(each.bought, each.fen, key=each.key)
            scheme = scheme_at(each.day)
            if each.own and tier and scheme.automatic and scheme.has(tier):
                history = list(spent.values())
                found = first_earned(scheme, tier, history, lifetime, days_to_ask(history, each.bought, each.day))
                tier = found[0].code if found is not None else tier
    return tier


__all__ = [
    "Happened", "Way", "asks_to_take_back", "days_to_ask", "earned", "first_earned", "next_level", "replay", "to_judge",
]  # fmt: skip
