"""Fields that many acts ask, and the entries of a list as choices."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from desk.catalog import catalog
from desk.i18n import N_
from desk.ui.forms.base import FieldSpec

# L10N: 备注
NOTE = FieldSpec("note", N_("Note"), "multiline", span="full", lines=2)
# L10N: 经过
HOW = FieldSpec("note", N_("How it happened"), "multiline", span="full", lines=2)
# L10N: 原因
REASON = FieldSpec("note", N_("Reason"), "multiline", span="full", lines=2)


def choices(name: str) -> Callable[[], list[tuple[str, str]]]:
    """The entries of a list, for a field."""
    return lambda: [(one.code, one.label) for one in catalog(name)]


def whole(number: Any) -> int:
    """A number of things as it was typed; nothing, and parts of a thing, are none."""
    return int(number) if number is not None and number == int(number) else 0


def fen(amount: Decimal | None) -> int:
    """What was typed in yuan, in fen."""
    return int((amount or Decimal(0)) * 100)


def yuan(amount: int) -> Decimal:
    """Fen as a money field takes them."""
    return (Decimal(amount) / 100).quantize(Decimal("0.01"))


__all__ = ["HOW", "NOTE", "REASON", "choices", "fen", "whole", "yuan"]
