"""The keys of the finder's index: plain numbers and no table, so that a search needs no SQLAlchemy.

A key holds the kind of a record (its slot) and its id. The first sixteen kinds have the keys above zero, and all further ones those
below: so there is room for more kinds, and no key that a site has stored ever changes (decision 6).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from desk import features

FIRST = 16
"""Slots of the keys above zero."""
FURTHER = 48
"""Slots of the keys below zero; an id may then be as large as in 4 bytes on PostgreSQL: 40 millions of one kind."""
SLOTS = FIRST + FURTHER
"""So many kinds of records can be found."""


def entry_key(kind: str, subject_id: int) -> int:
    """The key of a record's entry; made from the record, so that writing never has to look for it."""
    slot = _slot(kind)
    return subject_id * FIRST + slot if slot < FIRST else -(subject_id * FURTHER + slot - FIRST) - 1


def entry_subject(key: int) -> tuple[str, int]:
    """The kind and id that `entry_key` was made of."""
    number, slot = divmod(key, FIRST) if key >= 0 else divmod(-key - 1, FURTHER)
    return features.findable()[slot if key >= 0 else slot + FIRST].code, number


def subject_id(kind: str, key: Any) -> Any:
    """The id within keys of one kind, reckoned by the database: of a column."""
    return key // FIRST if _slot(kind) < FIRST else (-key - 1) // FURTHER


@lru_cache(maxsize=256)
def shelf(kind: str, *, past: bool = False, minor: bool = False) -> int:
    """Where a term stands: terms of one kind together, present before past, whole names before parts of them.

    A search takes the first few terms of each shelf, in the index's order, and never more.
    """
    return _slot(kind) * 4 + 2 * past + minor


@lru_cache(maxsize=64)
def _slot(kind: str) -> int:
    found = features.records()[kind].find
    assert found is not None, f"the finder does not find a {kind}"
    assert 0 <= found.slot < SLOTS, f"the slot of {kind}"
    return found.slot
