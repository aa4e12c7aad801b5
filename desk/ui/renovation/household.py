"""The files of a household on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.catalog import label
from desk.ui.kit import words as say
from desk.ui.kit.record_cards import Related, RelatedList

if TYPE_CHECKING:
    from desk.services.renovation.due import HomeFile
    from desk.ui.households.shown import HouseholdShown


def files_list(page: HouseholdShown) -> RelatedList:
    """A row for each, with its state and period; its number opens it."""

    def row(file: HomeFile) -> Related:
        period = f"{say.day(file.first_day)} – {say.day(file.last_day)}"
        return Related(label("renovation_states", file.state), file.number, f"renovation:{file.id}", period)

    return RelatedList(page, row)


__all__ = ["files_list"]
