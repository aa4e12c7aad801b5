"""Numbers of identity documents and companies: check, normalise, tell apart, mask (handbook B2.2, B2.3).

An unknown area never makes a number wrong: areas come and go, and lists of them go stale. What a number says about its
holder (birthday, sex) is offered to the form, the clerk decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Literal

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.texts import visible

Sex = Literal["male", "female"]


class DocumentKind(StrEnum):
    """The kinds of papers shown at the counter; the values are what is stored."""

    RESIDENT_CARD = "resident-card"
    RESIDENCE_PERMIT = "residence-permit"
    FOREIGN_PERMANENT_RESIDENT = "foreign-permanent-resident"
    TRAVEL_PERMIT_HKMO = "mainland-travel-permit-hkmo"
    TRAVEL_PERMIT_TW = "mainland-travel-permit-tw"
    PASSPORT = "passport"
    OTHER = "other"
    CREDIT_CODE = "credit-code"


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """What a number says.

    Attributes:
        number: the normalised number (capital letters, half width, nothing between); what should be stored.
        problems: errors and warnings; their `field` is empty, the caller knows the field.
        birthday: the birthday inside the number, None when it has none.
        sex: "male" or "female" when the number tells.
        area: the six digits of the place of registration when the number has them.
        converted: whether an old 15-digit number was turned into 18 digits.
        person_key: the part that stays the same for one person when the document is renewed.
    """

    number: str
    problems: tuple[Problem, ...] = ()
    birthday: date | None = None
    sex: Sex | None = None
    area: str | None = None
    converted: bool = False
    person_key: str = ""

    @property
    def error(self) -> Problem | None:
        """The first problem that forbids keeping the number; warnings do not."""
        return next((problem for problem in self.problems if not problem.warning), None)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the clerk should look at, though the number may be kept."""
        return tuple(problem for problem in self.problems if problem.warning)


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODES = ord("0") * sum(_WEIGHTS)
_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71"
    " 81 82 83 91".split()
)
_PERMIT_AREAS = ("81", "82", "83")

_DROPPED = re.compile(r"[\s\-_.·'`\u2010-\u2015\u2212]")
_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+\d{1,2}|\d\.\d+E\d{1,2}")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_CREDIT = re.compile(rf"[{_CREDIT_ALPHABET}]{{2}}\d{{6}}[{_CREDIT_ALPHABET}]{{10}}")
_HKMO = re.compile(r"[HM](?:\d{8}|\d{10})")
_TW_OLD = re.compile(r"(\d{10})\(?([A-Z])\)?")
_FOREIGN_OLD = re.compile(r"[A-Z]{3}\d{12}")
_FOREIGN_NEW = re.compile(r"9\d{16}[\dX]")
# Identity cards of Hong Kong (A123456(3)), Macao (1234567(8)) and Taiwan (A123456789): kept as other documents.
_HONG_KONG = re.compile(r"[A-Z]{1,2}\d{6}\([0-9A]\)")
_MACAO = re.compile(r"[157]\d{6}\(\d\)")
_TAIWAN = re.compile(r"[A-Z][1289A-D]\d{8}")
_PASSPORT_SHAPES = re.compile(r"[A-Z]{1,2}\d{7,8}|\d{9}|[A-Z]\d{3}[A-Z]\d{4}|(?=(?:.*\d){4})[A-Z][A-Z0-9]{8}")
_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,20}")


def normalise(number: str) -> str:
    """The number in capitals and half width, without spaces, dashes, dots and invisible characters."""
    number = visible(number)
    if number.isascii() and number.isalnum():
        return number.upper()
    for _round in range(2):  # a sign that was held apart by a dropped one joins its neighbour
        number = unicodedata.normalize("NFKC", _DROPPED.sub("", unicodedata.normalize("NFKC", number)).upper())
    return number


def resident_check_digit(first17: str) -> str:
    """The 18th character of a resident card number (GB 11643, MOD 11-2)."""
    digits: Iterable[int] = first17.encode() if first17.isascii() else [ord("0") + int(digit) for digit in first17]
    # The code of a figure is 48 more than the figure, so that much of the sum is always the same.
    return _CHECKS[(sum(map(mul, digits, _WEIGHTS)) - _CODES) % 11]


def credit_check_character(first17: str) -> str:
    """The 18th character of a company's unified social credit code (GB 32100-2015)."""
    total = sum(
        _CREDIT_ALPHABET.index(character) * weight for character, weight in zip(first17, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[-total % 31]


def _lost_digits() -> Problem:
    return Problem(
        "id-lost-digits",
        _("A spreadsheet kept this number as a figure and lost its last digits. Type it again from the document."),
    )


def _wrong_format(message: str) -> Problem:
    return Problem("id-format", message)


def _wrong_check_digit() -> Problem:
    return Problem(
        "id-check-digit",
        _("The last character does not fit the rest: a character is mistyped. Compare the number with the document."),
    )


def _date(digits: str) -> date | None:
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if found.year >= 1800 else None


def _looks_lost(number: str) -> bool:
    """Whether an 18-digit text is what a spreadsheet leaves of a number: it keeps 15 digits and fills up with zeros."""
    return (
        number.endswith("000")
        and bool(re.fullmatch(r"\d{15}000", number))
        and resident_check_digit(number[:17]) != number[17]
    )


def _check_eighteen(number: str, kind: DocumentKind, today: date) -> DocumentCheck:
    """Resident cards and residence permits: 6 area + 8 birth + 3 sequence + check (GB 11643)."""
    converted = False
    problems: list[Problem] = []
    if re.fullmatch(r"\d{15}", number) and kind is DocumentKind.RESIDENT_CARD:
        seventeen = f"{number[:6]}19{number[6:]}"
        number = seventeen + resident_check_digit(seventeen)
        converted = True
        problems.append(
            Problem(
                "id-old",
                _("This is an old 15-digit number; it is kept as 18 digits. First-generation cards ended in 2013."),
                warning=True,
            )
        )
    elif not _EIGHTEEN.fullmatch(number):
        message = _("This number has 18 characters: 17 digits, then a digit or X. Here are {count}.")
        return DocumentCheck(number, (_wrong_format(message.format(count=len(number))),), person_key=number)
    elif _looks_lost(number):
        return DocumentCheck(number, (_lost_digits(),), person_key=number)
    elif resident_check_digit(number[:17]) != number[17]:
        problems.append(_wrong_check_digit())
    birthday = _date(number[6:14])
    if birthday is None or birthday > today:
        birthday = None
        problems.append(
            Problem(
                "id-birthday",
                _(
                    "The digits {digits} in the number are no possible birthday. Compare the number with the document."
                ).format(digits=number[6:14]),
            )
        )
    area = number[:6]
    is_permit = area.startswith(_PERMIT_AREAS)
    if is_permit != (kind is DocumentKind.RESIDENCE_PERMIT) or area.startswith("9"):
        problems.append(_other_kind(kind, guess_kind(number)))
    elif area[:2] not in _PROVINCES:
        problems.append(
            Problem(
                "id-area",
                _("The area {area} is not known. Compare the number with the document.").format(area=area),
                warning=True,
            )
        )
    sex: Sex = "male" if int(number[16]) % 2 else "female"
    return DocumentCheck(number, tuple(problems), birthday, sex, area, converted, number)


def kind_name(kind: str) -> str:
    """The name of a kind of document in the current language; an unknown code is given back as it is."""
    names: dict[str, str] = {
        # L10N: 居民身份证
        DocumentKind.RESIDENT_CARD: _("Resident identity card"),
        # L10N: 港澳台居民居住证
        DocumentKind.RESIDENCE_PERMIT: _("Residence permit for Hong Kong, Macao and Taiwan residents"),
        # L10N: 外国人永久居留身份证
        DocumentKind.FOREIGN_PERMANENT_RESIDENT: _("Foreign permanent resident card"),
        # L10N: 港澳居民来往内地通行证
        DocumentKind.TRAVEL_PERMIT_HKMO: _("Mainland travel permit (Hong Kong and Macao)"),
        # L10N: 台湾居民来往大陆通行证
        DocumentKind.TRAVEL_PERMIT_TW: _("Mainland travel permit (Taiwan)"),
        # L10N: 护照
        DocumentKind.PASSPORT: _("Passport"),
        # L10N: 其他证件
        DocumentKind.OTHER: _("Other document"),
        # L10N: 统一社会信用代码
        DocumentKind.CREDIT_CODE: _("Unified social credit code"),
    }
    return names.get(kind, kind)


def _other_kind(kind: DocumentKind, guessed: DocumentKind | None) -> Problem:
    # Told, not refused: the paper in the clerk's hand decides, not a table.
    if guessed is None or guessed is kind:
        message = _("The beginning of the number does not fit this kind of document. Look at the document again.")
    else:
        message = _("By its beginning this number belongs to: {kind}. Look at the document again.").format(
            kind=kind_name(guessed)
        )
    return Problem("id-kind", message, warning=True)


def _check_foreign(number: str, today: date) -> DocumentCheck:
    """Foreign permanent residents: 3 letters + 12 digits, and since 2023-12 also 9 + 16 digits + check."""
    if _FOREIGN_OLD.fullmatch(number):
        return DocumentCheck(number, person_key=number)
    if not _FOREIGN_NEW.fullmatch(number):
        problem = _wrong_format(
            _("This number has 3 letters and 12 digits, or (since 2023) 18 characters that begin with 9.")
        )
        return DocumentCheck(number, (problem,), person_key=number)
    problems = () if resident_check_digit(number[:17]) == number[17] else (_wrong_check_digit(),)
    # The inner structure is not published for certain: a birthday is offered where there is one, never demanded.
    birthday = _date(number[6:14])
    if birthday is not None and (birthday > today or birthday.year < 1900):
        birthday = None
    return DocumentCheck(number, problems, birthday, person_key=number)


def _check_credit_code(number: str) -> DocumentCheck:
    if re.fullmatch(r"\d{15}", number):
        message = _("This is an old 15-digit registration number. Ask for the 18-character credit code.")
        return DocumentCheck(number, (Problem("id-old", message, warning=True),), person_key=number)
    if re.fullmatch(r"\d{15}000", number) and credit_check_character(number[:17]) != number[17]:
        return DocumentCheck(number, (_lost_digits(),), person_key=number)
    if not _CREDIT.fullmatch(number):
        message = _("A credit code has 18 digits and capital letters, and never I, O, S, V or Z. Here are {count}.")
        return DocumentCheck(number, (_wrong_format(message.format(count=len(number))),), person_key=number)
    problems = () if credit_check_character(number[:17]) == number[17] else (_wrong_check_digit(),)
    return DocumentCheck(number, problems, area=number[2:8], person_key=number)


def check_document(kind: str, number: str, *, today: date) -> DocumentCheck:
    """Checks and normalises the number of a document (handbook B2.2, B2.3).

    Args:
        kind: a `DocumentKind` or its value.
        number: as typed or read from a file.
        today: the day by which a birthday may not lie in the future.

    Returns:
        The verdict; wrong numbers come back with problems (`id-check-digit`, `id-lost-digits`, `id-format`,
        `id-birthday`; only warning: `id-area`, `id-kind`, `id-old`), never as an exception. An empty number has the
        problem `id-format`.

    Raises:
        ValueError: `kind` is no kind of document (a mistake of the program, not of the clerk).
    """
    kind = DocumentKind(kind)
    # Before the dot is dropped: 1.10000195E+17 is what a spreadsheet shows for a number it has spoilt.
    plain = number.isascii() and number.isalnum()
    if not plain and _EXPONENT.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", visible(number))).upper()):
        return DocumentCheck(number.strip(), (_lost_digits(),), person_key="")
    number = normalise(number)
    if not number:
        return DocumentCheck("", (_wrong_format(_("Type the number of the document.")),))
    if kind in (DocumentKind.RESIDENT_CARD, DocumentKind.RESIDENCE_PERMIT):
        return _check_eighteen(number, kind, today)
    if kind is DocumentKind.FOREIGN_PERMANENT_RESIDENT:
        return _check_foreign(number, today)
    if kind is DocumentKind.CREDIT_CODE:
        return _check_credit_code(number)
    if kind is DocumentKind.TRAVEL_PERMIT_HKMO:
        problem = None if _HKMO.fullmatch(number) else _("This number is H or M and then 8 or 10 digits.")
        # The first 9 characters are the person's for life, the last two count the renewals.
        return DocumentCheck(number, (_wrong_format(problem),) if problem else (), person_key=number[:9])
    if kind is DocumentKind.TRAVEL_PERMIT_TW:
        old = _TW_OLD.fullmatch(number)
        if old:
            number = f"{old[1]}({old[2]})"
        problem = (
            None
            if old or re.fullmatch(r"\d{8}", number)
            else _("This number has 8 digits (old: 10 digits and a letter).")
        )
        return DocumentCheck(number, (_wrong_format(problem),) if problem else (), person_key=number)
    if kind is DocumentKind.PASSPORT and not _PASSPORT.fullmatch(number):
        problem = _("A passport number has 5 to 20 letters and digits.")
        return DocumentCheck(number, (_wrong_format(problem),), person_key=number)
    return _check_free(kind, number, today)


def _check_free(kind: DocumentKind, number: str, today: date) -> DocumentCheck:
    """Documents without a form of their own; a number that is plainly another one is checked as that."""
    if len(number) > 40:
        return DocumentCheck(
            number, (_wrong_format(_("A number of a document has at most 40 characters.")),), person_key=number
        )
    known = _unmistakable(number) if kind is DocumentKind.OTHER else None
    if known is not None:
        # A slip of the finger in a credit code is not made good by calling it another document.
        found = check_document(known, number, today=today)
        return replace(found, problems=(*found.problems, _other_kind(kind, known)))
    return DocumentCheck(number, person_key=number)


def _unmistakable(number: str) -> DocumentKind | None:
    """The kind of a number of 18 characters that can hardly be anything else: a credit code by its letters, a card by area and birthday."""
    kind = _guess_eighteen(number) if len(number) == 18 else None
    if kind is DocumentKind.CREDIT_CODE:
        return kind if not number.isdigit() or is_credit_code(number) else None
    if kind is None or number[:2] not in _PROVINCES or _date(number[6:14]) is None:
        return None
    return kind


def guess_kind(number: str) -> DocumentKind | None:
    """The kind of document that a number looks like, None when it looks like nothing known.

    None too where two kinds fit and the paper must tell (18 digits that are a card by their check and birthday, and a credit code by its
    check and area). A number with a wrong check digit is still recognised by its shape, so that the error can be told.
    """
    number = normalise(number)
    if len(number) == 18:
        return _guess_eighteen(number)
    if re.fullmatch(r"\d{15}", number):
        return DocumentKind.RESIDENT_CARD if _date(f"19{number[6:12]}") else None
    if _HKMO.fullmatch(number):
        return DocumentKind.TRAVEL_PERMIT_HKMO
    if re.fullmatch(r"\d{8}", number) or _TW_OLD.fullmatch(number):
        return DocumentKind.TRAVEL_PERMIT_TW
    if _FOREIGN_OLD.fullmatch(number):
        return DocumentKind.FOREIGN_PERMANENT_RESIDENT
    if _HONG_KONG.fullmatch(number) or _MACAO.fullmatch(number) or _TAIWAN.fullmatch(number):
        return DocumentKind.OTHER
    if _PASSPORT_SHAPES.fullmatch(number):
        return DocumentKind.PASSPORT
    return None


def is_credit_code(number: str) -> bool:
    """Whether a normalised number is a credit code by its check character and the area in it (100000 is the whole country)."""
    if number[2:4] not in _PROVINCES and number[2:8] != "100000":
        return False
    return bool(_CREDIT.fullmatch(number)) and credit_check_character(number[:17]) == number[17]


def _guess_eighteen(number: str) -> DocumentKind | None:
    if not _EIGHTEEN.fullmatch(number):
        return DocumentKind.CREDIT_CODE if _CREDIT.fullmatch(number) else None
    if number.startswith(_PERMIT_AREAS):
        return DocumentKind.RESIDENCE_PERMIT
    if not number.startswith("9"):
        # Agencies, schools and societies have codes of digits only that begin with 1 or 5.
        if not is_credit_code(number):
            return DocumentKind.RESIDENT_CARD
        born = _date(number[6:14])
        card = resident_check_digit(number[:17]) == number[17] and born is not None and born.year >= 1900
        return None if card else DocumentKind.CREDIT_CODE
    # Companies and foreign residents both begin with 9: the check character tells, else whether a birthday is inside.
    foreign = resident_check_digit(number[:17]) == number[17]
    company = credit_check_character(number[:17]) == number[17]
    if foreign == company:
        foreign = _date(number[6:14]) is not None
    return DocumentKind.FOREIGN_PERMANENT_RESIDENT if foreign else DocumentKind.CREDIT_CODE


def from_spreadsheet(value: object) -> tuple[str, Problem | None]:
    """The text of a number kept in a spreadsheet's cell, and whether its last digits are lost.

    A spreadsheet keeps 15 digits of a figure: an 18-digit number typed into a cell that is not text ends in zeros for
    ever.

    Args:
        value: the cell's value: text, int, float or None.

    Returns:
        The text ("" for an empty cell) and a problem `id-lost-digits` or None. The text is not normalised otherwise.
    """
    if value is None or isinstance(value, bool):
        return "", None
    if isinstance(value, float):
        if not value.is_integer():
            return str(value), None
        if abs(value) >= 1e15:
            return repr(value), _lost_digits()
        return str(int(value)), None
    text = visible(str(value)).strip()
    if isinstance(value, int):
        lost = len(text) > 15 and set(text[15:]) == {"0"}
        return text, _lost_digits() if lost else None
    if text.isascii() and text.isalnum():
        return text, _lost_digits() if _looks_lost(text.upper()) else None
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if _EXPONENT.fullmatch(plain) or _looks_lost(plain):
        return text, _lost_digits()
    return text, None


def mask_number(number: str) -> str:
    """The number as lists and views show it: only the last 4 characters, ****0044 (short numbers: the last 2)."""
    if not number:
        return ""
    shown = 4 if len(number) >= 8 else 2 if len(number) >= 4 else 0
    return "****" + (number[-shown:] if shown else "")
