"""The releases of a household on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.catalog import label
from desk.ui.kit import words as say
from desk.ui.kit.record_cards import Related, RelatedList
from desk.ui.releases.words import scope_words

if TYPE_CHECKING:
    from desk.services.releases.due import HomeRelease
    from desk.ui.kit.pages import Page


def releases_list(page: Page) -> RelatedList:
    """A row for each, with its state, what leaves and when; its number opens it."""

    def row(slip: HomeRelease) -> Related:
        words = f"{say.day(slip.valid_from)} {scope_words(slip.scope)}"
        return Related(label("release_states", slip.state), slip.number, f"release:{slip.id}", words)

    return RelatedList(page, row)


__all__ = ["releases_list"]
