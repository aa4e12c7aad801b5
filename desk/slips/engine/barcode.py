# ruff: noqa: PLC0415 - ReportLab is loaded with the first page that is drawn, not with what describes it
"""Code 128 for the numbers of slips (ASCII only: many scanners cannot type Chinese, handbook B4)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_PATTERNS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
).split()
_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106


@lru_cache(maxsize=4096)
def code128(text: str) -> tuple[int, ...]:
    """Widths of bars and gaps in modules, starting with a bar; code set B, and C for runs of four or more digits.

    Raises:
        ValueError: the text is empty or not printable ASCII.
    """
    if not text or not all(32 <= ord(char) <= 126 for char in text):
        raise ValueError(f"not printable ASCII: {text!r}")
    codes: list[int] = []
    position, in_c = 0, False
    while position < len(text):
        end = position
        while end < len(text) and text[end].isdigit():
            end += 1
        pairs = (end - position) // 2
        if pairs >= 2 or (in_c and pairs):
            odd = (end - position) % 2 and not in_c
            if odd:
                # An odd run gives its first digit to set B.
                codes += [] if codes else [_START_B]
                codes.append(ord(text[position]) - 32)
                position += 1
            if not in_c:
                codes.append(_C if codes else _START_C)
                in_c = True
            for _ in range(pairs):
                codes.append(int(text[position : position + 2]))
                position += 2
        else:
            if in_c or not codes:
                codes.append(_TO_B if codes else _START_B)
                in_c = False
            codes.append(ord(text[position]) - 32)
            position += 1
    check = (codes[0] + sum(place * code for place, code in enumerate(codes[1:], 1))) % 103
    return tuple(int(digit) for code in (*codes, check, _STOP) for digit in _PATTERNS[code])


def qr(text: str) -> tuple[tuple[bool, ...], ...]:
    """A QR code of medium correction, row by row, dark is true; without its quiet zone.

    Raises:
        ValueError: nothing to say, or more than such a code holds on a card (300 characters).
    """
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    if not 0 < len(text.encode()) <= 300:
        raise ValueError("a QR code says 1 to 300 characters")
    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    return tuple(tuple(bool(code.isDark(row, column)) for column in range(count)) for row in range(count))


__all__ = ["code128", "qr"]
