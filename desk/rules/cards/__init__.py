"""Rules of membership and its cards (handbook A9, B1, V11): what an application says, who may join, which card may be used."""

from __future__ import annotations

from desk.rules.cards.numbers import LEAD, card_number, grouped, is_card_number, plain

HOWS = ("receipts", "campaign", "request", "proposal", "moved")
"""What a membership was granted for: receipts of the joining level, a campaign with free cards, a request or a proposal that was approved, one taken over."""
CAUSES = ("lost", "damaged", "demagnetised", "expired", "tier")
"""Why a card is replaced (handbook A9): the last one, because it is to show another level."""

__all__ = ["CAUSES", "HOWS", "LEAD", "card_number", "grouped", "is_card_number", "plain"]
