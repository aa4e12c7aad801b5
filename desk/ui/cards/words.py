"""How members and cards are said in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desk.catalog import catalog, label
from desk.i18n import _
from desk.rules.cards import grouped

_TONES = {"active": "green", "lost": "red", "frozen": "red", "expired": "amber", "applied": "amber"}


def choices(name: str, *codes: str, blank: bool = False) -> Callable[[], list[tuple[str, str]]]:
    """The entries of a list as choices; only `codes` where some are named."""
    return lambda: [
        *([("", "")] if blank else []),
        *((each.code, each.label) for each in catalog(name) if not codes or each.code in codes),
    ]


def state_words(row: Any) -> str:
    """What a list says of a member: the membership's state, or the card's where that says more."""
    if row.state != "active":
        return label("member_states", row.state)
    if not row.card_state:
        # L10N: 未发卡
        return _("no card")
    if row.card_state == "active" and not row.handed_over:
        # L10N: 待领卡
        return _("to be fetched")
    return label("card_states", row.card_state)


def state_tone(row: Any) -> str:
    """The colour of that state."""
    if row.state != "active":
        return _TONES.get(row.state, "muted")
    if not row.card_state or (row.card_state == "active" and not row.handed_over):
        return "amber"
    return _TONES.get(row.card_state, "muted")


def cause_words(code: str) -> str:
    """Why a card was made."""
    # L10N: 新办
    return label("card_causes", code) if code else _("new card")


__all__ = ["cause_words", "choices", "grouped", "state_tone", "state_words"]
