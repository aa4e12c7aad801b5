"""Visitors and temporary cards (handbook A8, M9): the door of the feature."""

from desk.services.visitors.acts import add_card, feed_back, leave, lose_card, register, return_card
from desk.services.visitors.due import sweep
from desk.services.visitors.lists import VisitFilter, by_number, card_counts, cards, counts, visit, visits
from desk.services.visitors.views import CardEntry, VisitEntry, VisitorCardView, VisitPersonView, VisitRow, VisitView

__all__ = [
    "CardEntry", "VisitEntry", "VisitFilter", "VisitPersonView", "VisitRow", "VisitView", "VisitorCardView", "add_card",
    "by_number", "card_counts", "cards", "counts", "feed_back", "leave", "lose_card", "register", "return_card", "sweep",
    "visit", "visits",
]  # fmt: skip
