"""What was typed into the finder, as words and the beginnings of terms that each word may mean.

Pure text work: no database, and no table of readings (those were looked up when the records were saved).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from desk import features
from desk.rules.kit.names import fold
from desk.rules.kit.rooms import room_query
from desk.rules.kit.texts import visible

MOST_WORDS = 6
_LONGEST_WORD = 48
_TAIL = 4
"""A phone or number is found by so many figures of its beginning or end at least: fewer would tell it figure by figure."""

_RECORD_END = re.compile(r"#\d{4,}20\d{6}")
"""The end of a record's number TS-20261121-0031, as the index has it."""

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc\uff70]+")
_BETWEEN = re.compile(r"[\s,;、，；|]+")
_PHONE_GROUPS = re.compile(r"(?<!\S)(1\d{2}|0\d{2,3}|[48]00)[ -](\d{3,4})[ -](\d{3,4})(?!\S)")
_CARD_GROUPS = re.compile(r"(?<!\S)(\d{4})[ -](\d{4})[ -](\d{4})[ -](\d{4})(?!\S)")
_ROOM_GROUPS = re.compile(r"^(\d{1,2})[ ,、]+(\d{1,2})[ ,、]+(\d{3,4})$")
_BEFORE_LABEL = re.compile(r"(?<=\d)\s+(?=栋|幢|座|号楼|单元|室|#)")
_BEHIND_LABEL = re.compile(r"(?<=[栋幢座楼元])\s+(?=\d+(?:\s*单元|\s*室|门|$))")
_COUNTRY = re.compile(r"^(?:\+|00)86(?=1\d{10}$|0\d{9,11}$)|^86(?=1[3-9]\d{9}$)")
_COUNTRY_APART = re.compile(r"(?<!\S)(?:\+|00)86[ -]+(?=[01]\d)")
_DOCUMENT = re.compile(r"(?<!\w)(\d{6})[ -](\d{4})[ -]?(\d{4})[ -](\d{3}[\dx])(?!\w)")
_CARD_LINE = re.compile(r"\d{17}[\dx]")
_SHORT_NUMBER = re.compile(r"([a-z]{2}) (\d{1,4})")
_MASKED = re.compile(r"(\+?\d{2,})?(?:[*⋯·]+|\.{2,}|x{2,})(\d{2,})")
_TWO_PARTS = re.compile(r"[0-9a-z]{1,2}-\d{2,5}[a-z]?")
_ROOM_LIKE = re.compile(r"[0-9a-z]{1,4}-[0-9a-z]{0,5}(?:-[0-9a-z]{0,5})?")


@dataclass(frozen=True, slots=True)
class Word:
    """One typed word.

    Attributes:
        starts: beginnings of terms; the word is met by an entry that has a term with any of them.
        room: whether it reads as a room or a building (units then come first).
    """

    starts: tuple[str, ...]
    room: bool = False


def words(text: str, *, estate: str = "") -> tuple[Word, ...]:
    """The words of a query; all of them must be met. Full-width letters, dashes of any kind and IME apostrophes do not matter.

    Args:
        text: as typed or scanned; invisible marks are left out.
        estate: the site's name, which may stand in front of a room.
    """
    folded = fold(visible(text))
    front = fold(estate)
    if front and folded.startswith(front) and re.search(r"\d", folded):
        folded = folded[len(front) :].strip() or folded
    folded = _DASHES.sub("-", folded).replace("。", ".").replace("'", "").replace("’", "").replace("`", "")
    card = _CARD_LINE.search(folded)
    if card and len(_BETWEEN.split(folded)) > 1:
        # The line of a card reader: the number says who it is, the address would only contradict.
        return tuple(_meanings(card[0]))
    folded = _DOCUMENT.sub(r"\1\2\3\4", folded)
    short = _SHORT_NUMBER.fullmatch(folded)
    if short and short[1].upper() in prefixes():
        folded = short[1] + short[2]
    folded = _ROOM_GROUPS.sub(r"\1-\2-\3", _BEFORE_LABEL.sub("", _BEHIND_LABEL.sub("", folded)))
    folded = _COUNTRY_APART.sub("", folded)
    folded = _CARD_GROUPS.sub(r"\1\2\3\4", folded)
    folded = _PHONE_GROUPS.sub(r"\1\2\3", folded)
    found: dict[Word, None] = {}
    for piece in _BETWEEN.split(folded):
        for word in _meanings(piece[:_LONGEST_WORD]):
            found[word] = None
    if len(found) > 1:
        return tuple(_longer(word) for word in found)[:MOST_WORDS]
    return tuple(found)[:MOST_WORDS]


def _longer(word: Word) -> Word:
    """A word beside others without the end of a number of less than four figures: which number it met would not be seen."""
    kept = tuple(start for start in word.starts if start[:1] != "#" or len(start) > _TAIL)
    return replace(word, starts=kept)


def prefixes() -> frozenset[str]:
    """What numbers of records and slips begin with."""
    return _prefixes(features.FEATURES)


@lru_cache(maxsize=4)
def _prefixes(_features: tuple[str, ...]) -> frozenset[str]:
    numbered = (prefix for numbers in features.each("numbers") for prefix in numbers.prefixes)
    return frozenset((*numbered, *(kind.prefix for kind in features.each("slips"))))


def joined(typed: Sequence[Word]) -> Word | None:
    """Several words as one name (wang fang → wangfang), None where one of them holds a digit or a dash."""
    pieces = [word.starts[0] for word in typed]
    return Word(("".join(pieces),)) if all(piece.isalpha() for piece in pieces) else None


def tells(start: str, term: str) -> bool:
    """Whether a term may be found by such a beginning: a person's number is not, by less than four figures (handbook S27)."""
    if start[:1] != "#" or len(start) > _TAIL:
        return True
    return bool(_RECORD_END.fullmatch(term)) or not re.fullmatch(r"#x?\d+", term)


def _meanings(piece: str) -> list[Word]:
    if not piece.strip("-.+*#·"):
        return []
    masked = _MASKED.fullmatch(piece)
    if masked and len(masked[2]) >= _TAIL:
        # 138…1234: such a beginning and such an end.
        head = [Word((f"+{masked[1].lstrip('+')}",))] if masked[1] else []
        return [*head, Word((f"#{masked[2][::-1]}",))]
    starts: dict[str, None] = {}
    code = room_code(piece)
    is_room = bool(_ROOM_LIKE.fullmatch(code) or re.fullmatch(r"\d{1,2}", piece)) and not re.match(
        r"[a-z]{2,}-\d{5}", code
    )
    if code:
        starts[code] = None
    starts[piece] = None
    starts[room_query(piece)] = None
    if _TWO_PARTS.fullmatch(piece):
        # 1-101 may be entrance 1 of any building too.
        starts[piece.replace("-", "单元")] = None
    closed = re.sub(r"[·•‧・∙.()]", "", piece)
    starts[closed or piece] = None
    for marked in [start for start in starts if start[:1] in "+#"]:
        del starts[marked]  # the index marks beginnings and ends of numbers so; nobody types them
        starts[marked.lstrip("+#")] = None
    number = _COUNTRY.sub("", re.sub(r"[-()+]", "", piece) if re.fullmatch(r"[+\d()-]+", piece) else "")
    number = _COUNTRY.sub("", piece) if piece.startswith("+86") else number
    number = re.sub(r"\D", "", number)
    if len(number) >= 3 and (not is_room or len(number) >= 7):
        if len(number) >= _TAIL:
            starts[f"+{number}"] = None
        starts[f"#{number[::-1]}"] = None
    elif re.fullmatch(r"(?=.*\d)[0-9a-z\u4e00-\u9fff]{3,}", closed) and not re.search("[栋单元室]", closed):
        # The end of a number plate: a12345, 2345, f1234.
        starts[f"#{closed[::-1]}"] = None
    return [Word(tuple(starts), is_room)]


def room_code(text: str) -> str:
    """A room or the beginning of one in the writing of unit codes: 1栋1单元101 → 1-1-101, 3栋 → 3-, 01-1 → 1-1; "" for other text."""
    written = room_query(text)
    if re.match(r"[0-9a-z]+单元", written):
        return ""
    code = written.replace("单元", "-").replace("栋", "-")
    if "-" not in code or not re.fullmatch(r"[0-9a-z]+-[0-9a-z-]*", code):
        return ""
    code = re.sub("-{2,}", "-", code)
    parts = code.split("-")
    return "-".join([*(part.lstrip("0") or part for part in parts[:-1]), parts[-1]])
