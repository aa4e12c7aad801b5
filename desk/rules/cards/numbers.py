"""The number of a card: digits with a check digit, nothing personal in it (handbook V11, C-30); numbers of cards made elsewhere.

`8800 2611 2100 0016`: the lead of this program's cards, day, count of the day, check digit. The check digit is Damm's: every
single wrong digit and every exchange of two neighbours is noticed, which the bank cards' sum is not able to do.

A card that was bought printed, or comes from an earlier system, keeps the number that stands on it; it has no check digit of ours.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.identity import check_document

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
    """What was typed or scanned: full-width folded, capital letters, without spaces, dashes, and what a strip has around the number."""
    return re.sub(r"[\s\-‐-―]", "", unicodedata.normalize("NFKC", typed)).upper().strip(";%?")


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
    """As it stands on the card: `8800 2611 2100 0016`; one of another maker as it is."""
    if not (len(number) == 16 and number.startswith(LEAD)):
        return number
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


# --------------------------------------------------------------------------------------------- cards made elsewhere
LEAST, MOST = 4, 32
"""So many letters and digits a number of another maker has."""


def foreign(text: str) -> str:
    """The number of a card made elsewhere as it is kept; "" for what cannot be one. It has no form of its own: any code may be one."""
    number = plain(text)
    return number if number_problem(number) is None else ""


def number_problem(typed: str) -> Problem | None:
    """Why a number may not be given to a card that was made elsewhere; None when it may. Field `number`.

    Codes: `form`; `own`: it looks like a number that this program gives, or is one; `personal`: an identity card's or a mobile
    phone's number, for a card carries nothing personal (handbook C-30).
    """
    number = plain(typed)
    if not (LEAST <= len(number) <= MOST and number.isascii() and number.isalnum() and re.search(r"\d", number)):
        # L10N: 卡号由 {least} 至 {most} 位字母或数字组成，其中至少一位数字
        words = _("A card number has {least} to {most} letters and digits, one digit at least.")
        return Problem("form", words.format(least=LEAST, most=MOST), "number")
    if len(number) == 16 and number.isdigit() and number.startswith(LEAD):
        # L10N: {lead} 开头的 16 位卡号由本系统编发，不能手工登记
        words = _("Numbers of 16 digits that begin with {lead} are given by this program; they are not typed in.")
        return Problem("own", words.format(lead=LEAD), "number")
    if re.fullmatch(r"1[3-9]\d{9}", number) or _is_identity(number):
        # L10N: 卡号不得使用身份证号、手机号等个人信息
        words = _("That is a person's own number. A card carries nothing personal: take another card.")
        return Problem("personal", words, "number")
    return None


def _is_identity(number: str) -> bool:
    return len(number) == 18 and check_document("resident-card", number, today=date(2199, 12, 31)).error is None


__all__ = [
    "LEAD", "card_number", "check_digit", "foreign", "grouped", "is_card_number", "number_problem", "plain", "scanned",
]  # fmt: skip
