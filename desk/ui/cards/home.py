"""The memberships of a household on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.ui.cards.words import grouped, state_words
from desk.ui.kit.record_cards import Related, RelatedList

if TYPE_CHECKING:
    from desk.services.cards.due import HomeMember
    from desk.ui.households.shown import HouseholdShown


def members_list(page: HouseholdShown) -> RelatedList:
    """A row for each, with level, card and state; the card's number opens the member."""

    def row(member: HomeMember) -> Related:
        number = grouped(member.card) if member.card else member.number
        return Related(member.name, number, f"member:{member.id}", f"{member.tier_name} · {state_words(member)}")

    return RelatedList(page, row)


__all__ = ["members_list"]
