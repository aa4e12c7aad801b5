"""How points are said in the window: amounts typed in yuan, promotions in tenths, states and tones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desk.i18n import N_, _
from desk.rules.schemes import FULL

VOUCHER_STATES = {
    # L10N: 未使用; 已使用; 已作废; 已过期
    "open": N_("Not used"),
    "used": N_("Taken in"),
    "void": N_("Void"),
    "expired": N_("Out of date"),
}
DONE_STATES = {
    # L10N: 有效; 已作废
    "done": N_("In force"),
    "given": N_("In force"),
    "void": N_("Void"),
}
TONES = {"open": "green", "used": "muted", "void": "muted", "expired": "amber", "done": "", "given": ""}


def yuan_words(fen: int) -> str:
    """An amount as a list says it; nothing for none."""
    return f"{Decimal(fen) / 100:,.2f}" if fen else ""


def fen(value: Decimal | None) -> int | None:
    """What was typed in yuan, in fen; None for nothing."""
    return None if value is None else int(value * 100)


def yuan(amount: int) -> Decimal:
    """Fen as a money field takes them."""
    return (Decimal(amount) / 100).quantize(Decimal("0.01"))


def rate_of(tenths: Decimal | None) -> int:
    """8.8 (折) or 88 (per cent) as thousandths; nothing is no promotion."""
    if tenths is None:
        return FULL
    return int(tenths * 100) if tenths <= 10 else int(tenths * 10)


def tenths(rate: int) -> Decimal:
    """A rate in tenths: 880 → 8.8."""
    return Decimal(rate) / 100


def state_words(row: Any) -> str:
    """The state of a voucher, gift or redemption."""
    return _({**VOUCHER_STATES, **DONE_STATES}[row.state])


def state_tone(row: Any) -> str:
    """Its colour."""
    return TONES.get(row.state, "")


__all__ = ["fen", "rate_of", "state_tone", "state_words", "tenths", "yuan", "yuan_words"]
