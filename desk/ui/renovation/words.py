"""How renovation is said in the window: amounts, states, what is asked of a payment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from desk.catalog import catalog
from desk.i18n import N_
from desk.ui.forms import FieldSpec

_TONES = {"expired": "red", "rectify": "red", "running": "green", "extended": "green", "suspended": "amber"}
_TONES |= {"inspection-asked": "amber", "refundable": "amber", "approved": "amber", "submitted": "amber"}
_TONES |= {"refunded": "muted", "filed": "muted", "cancelled": "muted"}


def state_tone(row: Any) -> str:
    """The colour of a file's state in a list."""
    return _TONES.get(row.state, "")


def yuan_words(fen: int) -> str:
    """An amount as a list says it; nothing for none."""
    return f"{Decimal(fen) / 100:,.2f}" if fen else ""


def fen(value: Decimal | None) -> int:
    """What was typed in yuan, in fen."""
    return int((value or Decimal(0)) * 100)


def yuan(amount: int) -> Decimal:
    """Fen as a money field takes them."""
    return (Decimal(amount) / 100).quantize(Decimal("0.01"))


def choices(name: str, *, blank: bool = False) -> Callable[[], list[tuple[str, str]]]:
    """The entries of a list as choices."""
    return lambda: [*([("", "")] if blank else []), *((each.code, each.label) for each in catalog(name))]


def payments() -> list[tuple[str, str]]:
    """The means of payment at the counter."""
    return [(each.code, each.label) for each in catalog("tenders") if each.code != "prepaid"]


def _not_cash(values: Mapping[str, Any]) -> bool:
    return str(values.get("method") or "cash") != "cash"


def payment_fields(*, payee: bool = False) -> tuple[FieldSpec, ...]:
    """Who pays (or is paid) and how."""
    return (
        # L10N: 领款人
        FieldSpec("payee", N_("Payee"))
        if payee
        # L10N: 缴款人
        else FieldSpec("payer", N_("Payer"), required=True),
        # L10N: 支付方式
        FieldSpec("method", N_("Paid by"), "choice", required=True, choices=payments, default="cash"),
        # L10N: 流水号
        FieldSpec("reference", N_("Reference"), visible_when=_not_cash),
    )


__all__ = [
    "choices", "fen", "payment_fields", "payments", "state_tone", "yuan", "yuan_words",
]  # fmt: skip
