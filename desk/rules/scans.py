"""What a scanner or a card reader typed, told by its form alone: numbers of this house, identity cards, credit codes.

Each function takes the text as it came and gives it as it is kept, "" where it is something else. They are strict: a hand
that types quickly must not be taken for a reader (handbook C-30).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from desk.rules.kit.identity import DocumentKind, check_document, guess_kind, is_credit_code, normalise
from desk.rules.kit.identity_line import parse_identity_line
from desk.rules.kit.texts import visible

_NUMBER = re.compile(r"([A-Z]{2})-?(20\d{6})-?(\d{4,5})")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc\uff70\-]+")
_PEOPLE = (DocumentKind.RESIDENT_CARD, DocumentKind.RESIDENCE_PERMIT, DocumentKind.FOREIGN_PERMANENT_RESIDENT)


def folded(text: str) -> str:
    """Full-width letters, digits and dashes as ASCII, without what is not seen."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", visible(text)))


def house_number(text: str, prefixes: Collection[str]) -> str:
    """A number of a record or slip, `TS-20261121-0031`, also in small letters, full width, or without its dashes.

    Args:
        text: as it was read.
        prefixes: what numbers of this house begin with.
    """
    found = _NUMBER.fullmatch(re.sub(r"\s", "", folded(text)).upper())
    return "-".join(found.groups()) if found is not None and found[1] in prefixes else ""


def person_number(text: str) -> str:
    """The identity number of a person: alone, or in the line of a card reader; only one whose check digit is right.

    A number in a reader's line counts with a wrong check digit too: the form says what is wrong with it.
    """
    line = parse_identity_line(text)
    if line is not None:
        return line.number
    number = normalise(folded(text))
    kind = guess_kind(number) if len(number) == 18 else None
    if kind not in _PEOPLE:
        return ""
    check = check_document(kind, number, today=date.max)  # whether a birthday lies ahead is the form's to say
    return number if check.error is None else ""


def credit_code(text: str) -> str:
    """A unified social credit code, its check character right (handbook B2.3)."""
    number = normalise(folded(text))
    return number if len(number) == 18 and is_credit_code(number) and not person_number(number) else ""


def any_code(text: str) -> str:
    """Any text of one word: what else a feature keeps codes of (tags, waybills)."""
    code = folded(text).strip()
    return "" if re.search(r"\s", code) else code


__all__ = ["any_code", "credit_code", "folded", "house_number", "person_number"]
