"""Money in whole fen: read, shared out, paid by several means (handbook B2.1, R2).

Amounts are integers of fen inside the rulebook; `Decimal` yuan are what people type and read. Nothing here is ever a float.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.amounts import in_figures
from desk.rules.kit.texts import visible

LARGEST = 10**12
"""The first amount in fen that no counter takes: ten thousand million yuan."""
CASH = "cash"


def yuan(fen: int) -> Decimal:
    """The amount in yuan: 205 → 2.05."""
    return Decimal(fen) / 100


def figures(fen: int) -> str:
    """The amount as it stands on a slip: 205 → ¥2.05."""
    return in_figures(yuan(fen))


def parse_fen(text: str, *, field: str = "amount") -> int | Problem:
    """Reads an amount of yuan as typed, in whole fen; thousands separators and ¥ pass.

    Args:
        text: `2,000`, `¥350.50`, full-width digits.
        field: the field of the problem.

    Returns:
        Fen, or a problem: `amount` when it is no amount, `fen` with more than two places, `large`.
    """
    try:
        amount = parse_number(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        return Problem(
            "amount", _("“{value}” is not an amount. Write it like 350.50.").format(value=text.strip()), field
        )
    fen = amount * 100
    if fen != fen.to_integral_value():
        return Problem("fen", _("An amount has at most two places after the point."), field)
    if abs(fen) >= LARGEST:
        return Problem("large", _("This amount is too large. Please check it."), field)
    return int(fen)


_CURRENCY = re.compile(r"^(?:¥|RMB|CNY|人民币)|(?:元整?|圆整?|块钱?|RMB|CNY)$", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?")


def parse_number(text: str) -> Decimal:
    """A figure as it is typed: 1,200.50, ￥５００, RMB 500, 500元整, 1.5万.

    A comma parts thousands only: 1200,50 may be 1200.50 and 120050, so it is neither.

    Raises:
        InvalidOperation: it is no figure.
    """
    plain = "".join(unicodedata.normalize("NFKC", visible(text)).split())
    plain = _CURRENCY.sub("", _CURRENCY.sub("", plain))
    many = plain.endswith(("万", "萬"))
    plain = plain[:-1] if many else plain
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not plain.isascii() or not _NUMBER.fullmatch(plain):
        raise InvalidOperation
    return Decimal(plain) * (10_000 if many else 1)


@dataclass(frozen=True, slots=True)
class Tender:
    """One means of payment in a payment.

    Attributes:
        method: cash, wechat, alipay, card, transfer. fen: what was handed over, before change.
        reference: number of the transfer or the terminal's slip.
    """

    method: str
    fen: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A payment that adds up.

    Attributes:
        kept: what each tender brings in after change, in fen; tenders that bring in nothing are left out.
        change: what is given back, from cash.
    """

    kept: tuple[Tender, ...]
    change: int


def settle(due: int, tenders: Sequence[Tender]) -> Settled | Problem:
    """Splits what was handed over into what is kept and the change; change comes from cash only (handbook R2).

    Args:
        due: what is to be paid now, in fen, more than 0.
        tenders: what was handed over.

    Returns:
        The payment, or a problem with the code `positive` (nothing to pay, a tender of 0 or less), `short`, or
        `change` (more change than cash was given).
    """
    if due <= 0:
        return Problem("positive", _("There is nothing to pay. An amount is more than 0."), "amount")
    if any(tender.fen <= 0 for tender in tenders):
        return Problem("positive", _("Each amount that is handed over is more than 0."), "tenders")
    given = sum(tender.fen for tender in tenders)
    if given < due:
        words = _("{given} is less than {due}: {missing} is missing.")
        return Problem(
            "short", words.format(given=figures(given), due=figures(due), missing=figures(due - given)), "tenders"
        )
    change = given - due
    cash = sum(tender.fen for tender in tenders if tender.method == CASH)
    if change > cash:
        return Problem(
            "change",
            _("Change of {change} would be more than the cash part of {cash}. Take less by the other means.").format(
                change=figures(change), cash=figures(cash)
            ),
            "tenders",
        )
    kept, left = [], change
    for tender in reversed(tenders):
        back = min(left, tender.fen) if tender.method == CASH else 0
        left -= back
        if tender.fen > back:
            kept.append(Tender(tender.method, tender.fen - back, tender.reference))
    return Settled(tuple(reversed(kept)), change)


def allocate(
    paid: int, open_items: Sequence[tuple[int, int]], named: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Shares a payment out over open items: those named first, then the oldest (handbook R2).

    Args:
        paid: fen.
        open_items: (id, open fen), oldest first.
        named: what the payer wants on which item.

    Returns:
        Fen by item; what is left over when everything is paid is not in it.

    Raises:
        ValueError: a named amount is more than is open on its item, or more than was paid (the caller's form checks first).
    """
    owed = dict(open_items)
    shares: dict[int, int] = {}
    for item, fen in (named or {}).items():
        if fen < 0 or fen > owed.get(item, 0) or fen > paid:
            raise ValueError(f"{fen} fen cannot go on item {item}")
        if fen:
            shares[item] = fen
            owed[item] -= fen
            paid -= fen
    for item, _open in open_items:
        part = min(paid, owed[item])
        if part > 0:
            shares[item] = shares.get(item, 0) + part
            owed[item] -= part
            paid -= part
    return shares


DENOMINATIONS = (10000, 5000, 2000, 1000, 500, 100, 50, 10)
"""Notes and coins of a drawer in fen: 100 元 to 1 角."""


def count_cash(pieces: Mapping[int, int]) -> int:
    """The cash of a drawer from the number of pieces by denomination.

    Raises:
        ValueError: an unknown denomination or a negative count.
    """
    if any(coin not in DENOMINATIONS or count < 0 for coin, count in pieces.items()):
        raise ValueError("not a count of notes and coins")
    return sum(coin * count for coin, count in pieces.items())
