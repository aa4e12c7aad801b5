"""Phone numbers: read any writing, keep one, show it, mask it (handbook B2.4)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.texts import visible


@dataclass(frozen=True, slots=True)
class PhoneCheck:
    """What a phone number says.

    Attributes:
        number: the number as it is kept: 13812340001, 010-61521911, 010-61521911-801, 4001234567, +85223456789;
            the cleaned text when it is wrong.
        problem: None, or what is wrong (`phone`); a warning (`phone-odd`) where the number may be kept and looks wrong.
    """

    number: str
    problem: Problem | None = None

    @property
    def fits(self) -> bool:
        """Whether the number may be kept."""
        return self.problem is None or self.problem.warning


_MOBILE = re.compile(r"1[3-9]\d{9}")
# Two kinds of area codes: 010 and 02x, and four digits from 03xx to 09xx.
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})")
_SERVICE = re.compile(r"[48]00\d{7}|9[56]\d{3,6}|1[02]\d{3}")
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")
_EXTENSION = re.compile(r"(?:转|轉|分机|分機|EXT\.?|#|X)[:\s]*(\d{1,6})$")
_WITH_EXTENSION = re.compile(rf"{_MOBILE.pattern}|[48]00\d{{7}}")
_DASHED_EXTENSION = re.compile(rf"^(\(?0\d{{2,3}}\)?[-\s]*\d{{7,8}}|{_WITH_EXTENSION.pattern})-(\d{{1,6}})$")
_REMARK = re.compile(r"\([^)\d]*\)")
_LABEL = re.compile(r"^[^\d+()]*:")
_TRUNK_ZERO = re.compile(r"^((?:\+|00)[1-9][\d\s\-.]{0,5})\(0\)")
_NEIGHBOUR = re.compile(r"(86|852|853|886)[\s\-.·]*(?=\d)")
_NEIGHBOURS = {"86": r"0?[1-9]\d{8,10}", "852": r"[235-9]\d{7}", "853": r"[268]\d{7}", "886": r"0?[2-9]\d{7,8}"}
"""Countries that are written without a plus, and the whole numbers behind them."""
_WRITTEN_AREA = re.compile(r"\(?(0\d{2,3})\)?\s*[-\s]\s*\d")
_BETWEEN = re.compile(r"[\s\-.·()\u2010-\u2015\u2212]")
_SEPARATORS = re.compile(r"[、，,;；/|\n\r]+")


def _clean(text: str) -> tuple[str, str]:
    """The text without labels, remarks and what stands between digits; and the extension."""
    text = unicodedata.normalize("NFKC", visible(text)).strip().upper()
    text = _TRUNK_ZERO.sub(r"\1", _LABEL.sub("", _REMARK.sub("", text)).strip())
    # A spreadsheet's figure: 13812340001.0
    text = re.sub(r"^(\d+)\.0$", r"\1", text)
    extension = ""
    for pattern in (_EXTENSION, _DASHED_EXTENSION):
        found = pattern.search(text)
        if found:
            extension = found[found.re.groups]
            text = text[: found.start(found.re.groups)] if pattern is _DASHED_EXTENSION else text[: found.start()]
            break
    return _BETWEEN.sub("", text), extension


def _with_plus(text: str) -> str:
    """86-755-26581234, 852-61234567: a neighbour's code before a whole number is the country though no + stands there."""
    text = unicodedata.normalize("NFKC", visible(text)).strip()
    found = _NEIGHBOUR.match(text)
    if found is None:
        return text
    rest = _BETWEEN.sub("", text[found.end() :])
    apart = found.end() > len(found[1])
    whole = re.fullmatch(_NEIGHBOURS[found[1]], rest)
    # Without anything between, 86… may be a town's own number, which is shorter.
    return f"+{text}" if whole and (apart or found[1] != "86" or len(rest) > 9) else text


def _landline_problem(area: str, number: str, written: str) -> Problem | None:
    """010 and 02x have 8 digits everywhere; a dash that parts it elsewhere means another area code, or a mistyped one."""
    if area.startswith(("010", "02")) and len(number) != 8:
        # L10N: {area} 的固定电话为 8 位
        message = _("A landline of {area} has 8 digits behind the area code. Please compare.").format(area=area)
        return Problem("phone-odd", message, warning=True)
    apart = _WRITTEN_AREA.match(unicodedata.normalize("NFKC", visible(written)).strip())
    if apart and apart[1] != area:
        # L10N: 按区号 {area} 识别，与书写的不同
        message = _("It was read with the area code {area}, and written differently. Please compare.").format(area=area)
        return Problem("phone-odd", message, warning=True)
    return None


def _without_country(number: str) -> str:
    for code in ("+86", "0086"):
        if number.startswith(code):
            number = number[len(code) :]
            # Abroad the area code is written without its 0: +86 10 6152 1911.
            return (
                number
                if number.startswith("0") or not _LANDLINE.fullmatch("0" + number) or _known(number)
                else "0" + number
            )
    if re.fullmatch(r"86" + _MOBILE.pattern, number):
        return number[2:]
    return "+" + number[2:] if re.fullmatch(r"00[1-9]\d{6,14}", number) else number


def _known(number: str) -> bool:
    return bool(_MOBILE.fullmatch(number) or _SERVICE.fullmatch(number))


def check_phone(text: str) -> PhoneCheck:
    """Reads a phone number in any usual writing.

    Accepted: mobiles, landlines with area code and extension, 400/800, 95xxx and other service numbers, foreign numbers
    with + and country code; full-width digits, spaces, dashes, brackets, +86 and 0086 do not matter. Prefixes of
    mobiles are not looked up: such lists go stale.

    Args:
        text: one number (see `split_phones` for several).

    Returns:
        The number to keep and, when it is none, the problem `phone`. Empty text is a problem as well.
    """
    number, extension = _clean(_with_plus(text))
    number = _without_country(number)
    if re.fullmatch("0" + _MOBILE.pattern, number):
        # An old habit: 0 before a mobile from another town.
        number = number[1:]
    landline = _LANDLINE.fullmatch(number)
    if landline:
        kept = "-".join(part for part in (landline[1], landline[2], extension) if part)
        return PhoneCheck(kept, _landline_problem(landline[1], landline[2], text))
    if not number:
        return PhoneCheck("", Problem("phone", _("Type a phone number.")))
    if extension and _WITH_EXTENSION.fullmatch(number):
        return PhoneCheck(f"{number}-{extension}")
    if not extension and (_known(number) or _FOREIGN.fullmatch(number)):
        return PhoneCheck(number)
    message = _(
        "“{number}” is no complete phone number: a mobile has 11 digits, a landline needs its area code (010-61521911),"
        " a foreign number begins with +."
    )
    shown = text.strip()
    shown = shown if len(shown) <= 40 else shown[:40] + "…"  # a page pasted by mistake
    return PhoneCheck(number, Problem("phone", message.format(number=shown)))


def is_mobile(number: str) -> bool:
    """Whether a number as it is kept takes short messages: a mainland mobile of eleven digits."""
    return len(number) == 11 and number.isascii() and number.isdigit() and number[0] == "1" and number[1] in "3456789"


def split_phones(text: str) -> list[str]:
    """The numbers in a text that may hold several: 13812340001、010-61521911.

    Spaces inside one number (138 1404 9802) stay; spaces between two whole numbers separate them. The pieces are not
    checked.
    """
    pieces: list[str] = []
    for piece in _SEPARATORS.split(unicodedata.normalize("NFKC", visible(text))):
        words = piece.split()
        if len(words) > 1 and not check_phone(piece).fits and all(check_phone(word).fits for word in words):
            pieces += words
        elif words:
            pieces.append(" ".join(words))
    return pieces


def digits(number: str) -> str:
    """Only the digits of a number, for searching by its last ones."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", number))


def format_phone(number: str) -> str:
    """A kept number in the grouping that is easy to read: 138 1234 0001, 010-6152 1911, 400-123-4567."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    if re.fullmatch(r"[48]00\d{7}", number):
        return f"{number[:3]}-{number[3:6]}-{number[6:]}"
    parts = number.split("-")
    if number.startswith("0") and len(parts) > 1:
        parts[1] = f"{parts[1][:-4]} {parts[1][-4:]}"
    return "-".join(parts)


def mask_phone(number: str) -> str:
    """A kept number as lists and views show it: 138****0001, 010-****1911; at least four digits are hidden."""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[7:]}"
    parts = number.split("-")
    if number.startswith("0") and len(parts) > 1:
        return f"{parts[0]}-****{parts[1][-4:]}"
    plain = digits(number)
    if not plain:
        return ""
    return "****" + (plain[-4:] if len(plain) >= 8 else "")
