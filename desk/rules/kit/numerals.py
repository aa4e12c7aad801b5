"""Chinese and Roman numerals in addresses and dates: 三栋二单元, 贰号楼, Ⅲ期, 二〇一九年八月."""

from __future__ import annotations

import re

_VALUES = {character: index for index, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "廿": 20,
}
_RUN = re.compile(r"[〇零○一二两三四五六七八九十百廿]+")
_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰", "一二二三三四五六六七八九十百")
_FORMAL_RUN = re.compile("[壹贰貳叁參肆伍陆陸柒捌玖拾佰]+")
_LATIN = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9", "XI": "11", "XII": "12"}
_ROMAN = {ord("Ⅰ") + place: str(place + 1) for place in range(12)} | {
    ord("ⅰ") + place: str(place + 1) for place in range(12)
}


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


def without_roman(text: str) -> str:
    """The text with the signs of Roman numerals in Arabic digits: Ⅲ期 → 3期. Letters (III) stay: see `roman`."""
    return text if text.isascii() else text.translate(_ROMAN)


def roman(letters: str) -> str:
    """A Roman numeral of two letters and more in digits: III → 3. Single letters are names of blocks; they and all else stay."""
    return _LATIN.get(letters, letters)


def without_formal(text: str, *, before: str) -> str:
    """The text with numerals as they stand on cheques in the plain ones where `before` follows: 贰号楼 → 二号楼."""
    if text.isascii() or _FORMAL_RUN.search(text) is None:
        return text
    return re.sub(f"{_FORMAL_RUN.pattern}(?={before})", lambda found: found[0].translate(_FORMAL), text)
