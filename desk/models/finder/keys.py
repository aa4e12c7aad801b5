"""The keys of the finder's index: plain numbers and no table, so that a search needs no SQLAlchemy."""

from __future__ import annotations

from functools import lru_cache

from desk import features

SLOTS = 16
"""So many kinds of records can be found; an entry's key holds its kind in the rest."""


def entry_key(kind: str, subject_id: int) -> int:
    """The key of a record's entry; made from the record, so that writing never has to look for it."""
    return subject_id * SLOTS + _slot(kind)


def entry_subject(key: int) -> tuple[str, int]:
    """The kind and id that `entry_key` was made of."""
    return features.findable()[key % SLOTS].code, key // SLOTS


@lru_cache(maxsize=128)
def shelf(kind: str, *, past: bool = False, minor: bool = False) -> int:
    """Where a term stands: terms of one kind together, present before past, whole names before parts of them.

    A search takes the first few terms of each shelf, in the index's order, and never more.
    """
    return _slot(kind) * 4 + 2 * past + minor


@lru_cache(maxsize=64)
def _slot(kind: str) -> int:
    found = features.records()[kind].find
    assert found is not None, f"the finder does not find a {kind}"
    return found.slot
