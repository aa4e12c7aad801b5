"""A page of a list: some rows, and how many there are in all."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Generic, TypeVar

from desk.errors import InvalidInput, Problem
from desk.i18n import _

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


def check_sort(sort: str, known: Container[str]) -> None:
    """Refuses an order that a list does not have.

    Raises:
        InvalidInput: field `sort`.
    """
    if sort not in known:
        # L10N: 该列表不能按 {name} 排序
        raise InvalidInput([Problem("unknown", _("This list has no order named {name}.").format(name=sort), "sort")])
