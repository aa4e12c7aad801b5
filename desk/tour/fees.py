"""Fees in the tour: two items, meters read, a month billed, a bill paid by scanning it, a letter, a promise, a statement, a forecast."""

from __future__ import annotations

from typing import Any

from desk.tour.hands import Hands


def _page(hands: Hands, name: str) -> Any:
    hands.wait(lambda: type(hands.window.page()).__name__ == name, f"the page {name}")
    hands.settle()
    return hands.window.page()


def story(hands: Hands) -> None:
    """The fees of a month."""
    hands.window.open_page("bills")
    _page(hands, "BillsPage")
    hands.snap("bills-empty")


__all__ = ["story"]
