"""The number of a card: digits with a check digit, nothing personal in it (handbook V11, C-30).

`8800 2611 2100 0016`: the lead of this program's cards, day, count of the day, check digit. The check digit is Damm's: every
single wrong digit and every exchange of two neighbours is noticed, which the bank cards' sum is not able to do.
"""

from __future__ import annotations

import re
import unicodedata

LEAD = "8800"
"""How every card number begins, so that a scanned code is known as a card of the house."""
_TABLE = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
_SERIAL = re.compile(r"[A-Z]+-20(\d{6})-(\d{4,5})")


def check_digit(digits: str) -> str:
    """Damm's check digit of a row of digits."""
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return str(interim)


def card_number(serial: str) -> str:
    """The number of the card whose paper has this serial number, `KP-20261121-0001` → `8800261121000016`.

    Raises:
        ValueError: it is none of this century, or the day has had more than 99,999 cards.
    """
    found = _SERIAL.fullmatch(serial)
    if found is None:
        raise ValueError(f"{serial} does not number a card")
    digits = f"{LEAD}{found[1]}{int(found[2]):05d}"
    return digits + check_digit(digits)


def plain(typed: str) -> str:
    """What was typed or scanned, digits only: full-width folded, spaces and dashes dropped."""
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", typed))


def is_card_number(typed: str) -> bool:
    """Whether it is a card number without a slip of the finger."""
    digits = plain(typed)
    return (
        len(digits) == 16 and digits.isascii() and digits.isdigit() and digits.startswith(LEAD)
        and check_digit(digits) == "0"
    )  # fmt: skip


def scanned(text: str) -> str:
    """The number that was scanned from a card, digits only; "" for what is none."""
    return plain(text) if is_card_number(text) else ""


def grouped(number: str) -> str:
    """As it stands on the card: `8800 2611 2100 0016`."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


__all__ = ["LEAD", "card_number", "check_digit", "grouped", "is_card_number", "plain", "scanned"]
