"""Amounts of money in words and in figures, as they stand on receipts and slips (handbook B2.1).

Two official rules meet on a receipt: the one for bank bills and the one for vouchers. The words written here satisfy
both.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

PREFIX = "人民币"
LIMIT = Decimal(10) ** 16
"""The first amount (in yuan) that has no words here: 壹亿亿元."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_FEN = Decimal("0.01")


def to_fen(amount: Decimal) -> int:
    """The amount in whole fen, rounded half up, away from zero.

    Raises:
        ValueError: the amount is not a finite number.
    """
    if not amount.is_finite():
        raise ValueError(f"not an amount: {amount}")
    return int(amount.quantize(_FEN, rounding=ROUND_HALF_UP).scaleb(2)) if abs(amount) < LIMIT else int(amount * 100)


def _section(number: int) -> str:
    """The words of 1…9999, without a leading 零."""
    words = ""
    gap = False
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[int(digit)] + place
        gap = False
    return words


def _integer(number: int) -> str:
    """The words of a whole number below 10**16; "" for 0."""
    if number >= 10**8:
        high, low = divmod(number, 10**8)
        unit, room = "亿", 10**7
    elif number >= 10**4:
        high, low = divmod(number, 10**4)
        unit, room = "万", 10**3
    else:
        return _section(number)
    # Zeros between are one 零 where the next digit to the right is 0 or a whole group of four is; else (1001000) none
    # is needed.
    gap = low and (low < room or high % 10**4 == 0)
    return _integer(high) + unit + ("零" if gap else "") + _integer(low)


def in_words(amount: Decimal, *, prefix: bool = True) -> str:
    """The amount in the capital numerals of receipts: 1409.50 → 人民币壹仟肆佰零玖元伍角整.

    The canonical form of handbook B2.1: rounded half up to fen first; 整 after 元 and after 角, none after 分; 零 wherever the
    yuan digit is 0 and the jiao is not; always 壹拾.

    Args:
        amount: yuan, from 0 to below 10**16.
        prefix: whether 人民币 stands in front.

    Raises:
        ValueError: the amount is negative (a slip never shows one: print a refund slip instead), not a number, or too
        large.
    """
    fen = to_fen(amount)
    if fen < 0:
        raise ValueError(f"an amount in words is never negative: {amount}")
    if fen >= LIMIT * 100:
        raise ValueError(f"too large to be written in words: {amount}")
    yuan, rest = divmod(fen, 100)
    jiao, fen = divmod(rest, 10)
    words = _integer(yuan) + "元" if yuan else ""
    if jiao:
        words += ("零" if yuan and yuan % 10 == 0 else "") + _DIGITS[jiao] + "角"
    elif fen and yuan:
        words += "零"
    words = words + _DIGITS[fen] + "分" if fen else (words or "零元") + "整"
    return (PREFIX if prefix else "") + words


def in_figures(amount: Decimal) -> str:
    """The amount in figures, to the fen: 2000 → ¥2,000.00.

    Raises:
        ValueError: the amount is not a finite number.
    """
    fen = to_fen(amount)
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def percent(value: Fraction, places: int = 1) -> Decimal:
    """A rate in per cent, rounded half up, but never onto a whole per cent that is not reached.

    Limits are whole per cents: what is printed as 95.0 has truly passed 95 %, and 94.96 % is printed as 94.9.
    """
    exact = value * 100
    rounded = math.floor(exact * 10**places + Fraction(1, 2))
    if not rounded % 10**places and Fraction(rounded, 10**places) > exact:
        rounded -= 1
    return Decimal(rounded).scaleb(-places)
