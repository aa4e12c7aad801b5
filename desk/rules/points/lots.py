"""Which points are spent: lots by age, the oldest first, debts paid first (handbook A9 "Points may expire").

Every entry of the ledger is laid on lots, and what it does to them adds up to its points; so the sum of the open lots is the
balance, whatever happens. A lot below zero is a debt: points that were spent and then taken back with their purchase.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

OWN = 0
"""The lot that an entry opens itself."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of an entry's points. `key`: the entry; `until`: their last day, None for no end."""

    key: int
    left: int
    until: date | None = None


def laid(points: int, lots: Sequence[Lot], *, first: int | None = None) -> tuple[tuple[int, int], ...]:
    """On which lots an entry is laid: (lot, points) that add up to it.

    Args:
        points: of the entry, not 0.
        lots: those that are not empty, the oldest first.
        first: the lot to take from before all others (a refund takes its own purchase's points back).
    """
    found: list[tuple[int, int]] = []
    left = points
    if points > 0:
        for lot in lots:
            if left and lot.left < 0:
                paid = min(left, -lot.left)
                found.append((lot.key, paid))
                left -= paid
        return tuple([*found, (OWN, left)] if left else found)
    ordered = sorted((lot for lot in lots if lot.left > 0), key=lambda lot: _age(lot, first))
    for lot in ordered:
        taken = min(-left, lot.left)
        if taken:
            found.append((lot.key, -taken))
            left += taken
    return tuple([*found, (OWN, left)] if left else found)


def _age(lot: Lot, first: int | None) -> tuple[bool, date, int]:
    # What ends soonest is spent first; what has no end, last; of the same day the older entry.
    return (lot.key != first, lot.until or date.max, lot.key)


def back(uses: Iterable[Sequence[int]], entry: int) -> tuple[tuple[int, int], ...]:
    """The reversal of an entry that took points: each lot gets its own back, an own debt is paid."""
    return tuple((entry if key == OWN else key, -points) for key, points in uses)


def left_of(entries: Iterable[tuple[int, Iterable[Sequence[int]]]]) -> Mapping[int, int]:
    """What is left of each lot after all entries (id, uses): the fresh computation that the kept lots must equal."""
    found: dict[int, int] = {}
    for entry, uses in entries:
        for key, points in uses:
            lot = entry if key == OWN else key
            found[lot] = found.get(lot, 0) + points
    return found


__all__ = ["OWN", "Lot", "back", "laid", "left_of"]
