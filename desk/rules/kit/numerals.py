"""Chinese numerals in addresses and dates: 三栋二单元, 二〇一九年八月."""

from __future__ import annotations

import re

_VALUES = {character: index for index, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "廿": 20,
}
_RUN = re.compile(r"[〇零○一二两三四五六七八九十百廿]+")


def _value(run: str) -> str:
    if not set(run) & set("十百廿"):
        # Digit by digit: 一二〇三 is 1203.
        return "".join(str(_VALUES[character]) for character in run)
    total = 0
    digit: int | None = None
    for character in run:
        if character in "十百":
            total += (1 if digit is None else digit) * (10 if character == "十" else 100)
            digit = None
        elif character == "廿":
            total += 20
        else:
            digit = _VALUES[character]
    return str(total + (digit or 0))


def to_digits(text: str, *, before: str = "") -> str:
    """The text with runs of Chinese numerals (up to hundreds) in Arabic digits: 十二栋 → 12栋.

    Args:
        text: the text.
        before: a pattern; only runs right before it are turned (张三 is no number). Without it all are.
    """
    pattern = re.compile(f"{_RUN.pattern}(?={before})") if before else _RUN
    return pattern.sub(lambda found: _value(found[0]), text)
