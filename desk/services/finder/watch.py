"""Many look-ups of numbers in a row leave an event: a masked number can be guessed figure by figure (handbook S27)."""

from __future__ import annotations

import re
from collections import deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from desk.rules.kit.names import fold
from desk.rules.kit.texts import visible

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

WITHIN = timedelta(minutes=10)
_NUMBER = re.compile(r"[\d*x.+() -]+")
_LEAST = 4
"""Fewer figures are a room or the beginning of a number, and find no phone."""


class _Series:
    """The look-ups of one person within the last ten minutes; what is typed on or taken back is one look-up."""

    def __init__(self) -> None:
        self.last = ""
        self.at: deque[datetime] = deque()

    def take(self, number: str, now: datetime) -> int:
        while self.at and not timedelta() <= now - self.at[0] < WITHIN:
            self.at.popleft()
        goes_on = bool(self.at) and (number.startswith(self.last) or self.last.startswith(number))
        if not goes_on:
            self.at.append(now)
        self.last = number
        return len(self.at)


_series: WeakKeyDictionary[Desk, dict[int, _Series]] = WeakKeyDictionary()


def figures(text: str) -> str:
    """The figures of a number that was typed; "" for anything else, and for what is too short to tell a number."""
    folded = fold(visible(text)).strip()
    found = re.sub(r"\D", "", folded) if _NUMBER.fullmatch(folded) else ""
    return found if len(found) >= _LEAST else ""


def look_up(text: str, desk: Desk, *, command: bool = False) -> None:
    """Counts a look-up of a number by the one at the counter; too many (policy `access.lookups`) are noted as one event.

    What was typed is not kept. A `command` does one look-up and ends: each is noted, for nothing counts them.
    """
    number, most = figures(text), int(desk.policy["access.lookups"])
    if not number or not most or (desk.actor is None and not command):
        return
    series = _series.setdefault(desk, {}).setdefault(desk.actor.id if desk.actor else 0, _Series())
    count = series.take(number, desk.clock())
    if count < most and not command:
        return
    series.at.clear()
    with desk.act("finder.many") as act:
        act.data.update(count=count, minutes=int(WITHIN.total_seconds() // 60))
        act.only_looked()


__all__ = ["WITHIN", "figures", "look_up"]
