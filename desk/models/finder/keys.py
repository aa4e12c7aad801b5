"""The keys of the finder's index: plain numbers and no table, so that a search needs no SQLAlchemy."""

from __future__ import annotations

KINDS: tuple[str, ...] = ("unit", "customer", "request", "slip")
"""The place of a kind in this tuple is stored inside keys: add new kinds at the end, never change the order (at most 16)."""

_SLOTS = 16


def entry_key(kind: str, subject_id: int) -> int:
    """The key of a record's entry; made from the record, so that writing never has to look for it."""
    return subject_id * _SLOTS + KINDS.index(kind)


def entry_subject(key: int) -> tuple[str, int]:
    """The kind and id that `entry_key` was made of."""
    return KINDS[key % _SLOTS], key // _SLOTS


def shelf(kind: str, *, past: bool = False, minor: bool = False) -> int:
    """Where a term stands: terms of one kind together, present before past, whole names before parts of them.

    A search takes the first few terms of each shelf, in the index's order, and never more.
    """
    return KINDS.index(kind) * 4 + 2 * past + minor
