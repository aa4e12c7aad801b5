"""What acts changed: kinds and ids of records, collected by the desk, so that a page reads again only what it shows of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ANYTHING = "*"
"""The kind of an act that did not say what it changed: everything is read again."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Records that were changed.

    Attributes:
        records: kind and id of each; `("*", 0)` stands for anything.
    """

    records: frozenset[tuple[str, int]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.records)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self.records)

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.records | other.records)

    def concern(self, kinds: Iterable[str]) -> bool:
        """Whether a record of one of these kinds may have been changed."""
        wanted = {*kinds, ANYTHING}
        return any(kind in wanted for kind, _id in self.records)

    def touch(self, kind: str, record_id: int) -> bool:
        """Whether this very record may have been changed."""
        return not self.records.isdisjoint({(kind, record_id), (ANYTHING, 0)})


class Collector:
    """Keeps what was committed until somebody takes it; acts run on a worker, the window takes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._records: set[tuple[str, int]] = set()

    def add(self, records: Iterable[tuple[str, int]]) -> None:
        """Notes the records of an act that was committed."""
        with self._lock:
            self._records.update(records)

    def take(self) -> Changes:
        """What was changed since it was asked last."""
        with self._lock:
            taken = Changes(frozenset(self._records))
            self._records.clear()
        return taken


__all__ = ["ANYTHING", "Changes", "Collector"]
