"""What the household page does for the requests of the household."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.ui.households.shown import HouseholdShown


def show_open(page: HouseholdShown) -> None:
    """One open request is opened, several are looked at in the history."""
    page.show_history(lambda row: row.target.startswith("request:") and row.state not in ("closed", "cancelled"))


__all__ = ["show_open"]
