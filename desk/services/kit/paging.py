"""A page of a list: some rows, and how many there are in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and how many there are in all.

    Attributes:
        more: how many others fit the words that were typed, but are over and not shown: they are hinted at.
    """

    rows: tuple[Row, ...]
    total: int
    more: int = 0
