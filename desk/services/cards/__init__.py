"""Members and cards. Points enter by this door: a membership, the card of a number, the one place where a level is written."""

from __future__ import annotations

from desk.services.cards.core import by_number, card_of, get, living, note_use, record, set_scheme, set_tier

__all__ = ["by_number", "card_of", "get", "living", "note_use", "record", "set_scheme", "set_tier"]
