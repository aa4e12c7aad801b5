"""The papers of members and their cards (handbook A9, B1, V11): the door."""

from desk.slips.cards.book import BookLine, Chapter, handbook, issue_book
from desk.slips.cards.counter import application, card_receipt, replacement
from desk.slips.cards.facts import CardFacts, MemberFacts
from desk.slips.cards.plastic import CARD, card

__all__ = [
    "CARD", "BookLine", "CardFacts", "Chapter", "MemberFacts", "application", "card", "card_receipt", "handbook", "issue_book",
    "replacement",
]  # fmt: skip
