"""What the acts on a household know of the page that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.ui.kit.pages import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from desk.services.households.views import HouseholdView, PersonView, Revealed
    from desk.services.kit.lines import TimelineView


class HouseholdShown(Page):
    """A page that shows a room with its people.

    Attributes:
        unit_id: the room's. view: what was read last, None before.
    """

    unit_id: int
    view: HouseholdView | None

    def selected(self) -> PersonView | None:
        """The person selected in it."""
        raise NotImplementedError

    def show_papers(self) -> None:
        """Goes to the checklist, at the first missing paper."""
        raise NotImplementedError

    def show_history(self, wanted: Callable[[TimelineView], bool]) -> None:
        """Goes to the first line of the history that is wanted; where it is the only one, to what it is about."""
        raise NotImplementedError

    def show_numbers(self, customer_id: int, revealed: Revealed) -> None:
        """Shows whole numbers of somebody who is still selected."""
        raise NotImplementedError


__all__ = ["HouseholdShown"]
