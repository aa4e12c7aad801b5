"""Parking cards and spaces (handbook S19): the door of the feature."""

from desk.services.parking.acts import (
    cancel,
    issue_card,
    issue_plastic,
    lose,
    renew,
    replace,
    resume,
    save_space,
    suspend,
    take_back,
)
from desk.services.parking.books import paid_until
from desk.services.parking.read import CardFilter, by_number, card, cards, counts, spaces, sweep
from desk.services.parking.views import (
    PaidView,
    ParkingCardEntry,
    ParkingCardView,
    RenewEntry,
    ReplaceEntry,
    SpaceEntry,
    SpaceView,
)

__all__ = [
    "CardFilter", "PaidView", "ParkingCardEntry", "ParkingCardView", "RenewEntry", "ReplaceEntry", "SpaceEntry", "SpaceView", "by_number",
    "cancel", "card", "cards", "counts", "issue_card", "issue_plastic", "lose", "paid_until", "renew", "replace", "resume", "save_space",
    "spaces", "suspend", "sweep", "take_back",
]  # fmt: skip
