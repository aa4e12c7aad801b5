"""What a typed, pasted or imported text really holds: signs nobody sees are dropped, lengths have limits, lines are counted.

Chats, web pages and card readers put invisible marks around what they copy. A value that looks right and is refused, or is
kept and never found again, cannot be understood at the counter, so every value is read through `visible` first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import fields
from typing import Any

from desk.errors import Problem
from desk.i18n import _, ngettext

NAME = 60
"""The longest name of a person or a company, in characters."""
LINE = 100
"""The longest text of one line: a place, a reason, a name somebody goes by."""
LONG = 2000
"""The longest text of several lines: what a caller says, notes. It fills one sheet of paper."""

_JOINERS = "\u200c\u200d"
# Marks of Arabic and Syriac digits and verses belong to the category of invisible signs and are seen all the same.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_FILLERS = frozenset("\ufffc\u3164\uffa0\u115f\u1160\u034f\u17b4\u17b5")
_HIDDEN = re.compile(f"[\ufe00-\ufe0d{''.join(_FILLERS)}]")
_BREAKS = re.compile(r"[\n\r\v\f\u0085\u2028\u2029]+")


def visible(text: str) -> str:
    """The text without signs that nobody sees: marks of direction, joiners, fillers, controls, halves of characters.

    A joiner stays between the letters of an emoji or of an Indic or Arabic word, where it is part of the writing. Line breaks
    and tabs stay; so do spaces, which a reader trims as it needs.
    """
    # What Python calls printable holds no control, no mark of direction and no half of a character: most texts are done here.
    if text.isprintable() and _HIDDEN.search(text) is None:
        return text
    kept: list[str] = []
    for place, sign in enumerate(text):
        if _is_seen(sign) or (sign in _JOINERS and _joins(kept, text, place)) or (_is_tag(sign) and _of_flag(kept)):
            kept.append(sign)
    return "".join(kept)


def _is_seen(sign: str) -> bool:
    if sign in "\n\r\t\v\f\u0085" or sign in _SEEN:
        return True
    if sign in _FILLERS or "\ufe00" <= sign <= "\ufe0d" or ord(sign) & 0xFFFE == 0xFFFE:
        return False
    return unicodedata.category(sign) not in ("Cf", "Cc", "Cs")


def _joins(before: list[str], text: str, place: int) -> bool:
    after = text[place + 1 : place + 2]
    if not before or not after:
        return False
    return (_is_emoji(before[-1]) and _is_emoji(after)) or (_is_joined_script(before[-1]) and _is_joined_script(after))


def _is_emoji(sign: str) -> bool:
    return unicodedata.category(sign) == "So" or sign == "\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _is_joined_script(sign: str) -> bool:
    """Arabic to Sinhala, Tibetan to Khmer: the scripts whose letters change beside a joiner."""
    return "\u0600" <= sign <= "\u0dff" or "\u0f00" <= sign <= "\u109f" or "\u1780" <= sign <= "\u18af"


def _is_tag(sign: str) -> bool:
    return "\U000e0020" <= sign <= "\U000e007f"


def _of_flag(before: list[str]) -> bool:
    return bool(before) and (before[-1] == "\U0001f3f4" or _is_tag(before[-1]))


def line_problem(text: str, field: str = "") -> Problem | None:
    """Several lines in a place for one: they were pasted from somewhere, and joining them would mix different things."""
    if not _BREAKS.search(visible(text).strip()):
        return None
    return Problem("lines", _("Here is room for one line only. Please put each thing into its own field."), field)


def length_problem(text: str, most: int, field: str = "") -> Problem | None:
    """A text that is longer than its place holds; the words say by how much.

    Args:
        text: as typed; blanks around it do not count.
        most: `NAME`, `LINE` or `LONG`, or a smaller limit.
        field: where it was typed.
    """
    length = len(visible(text).strip())
    if length <= most:
        return None
    message = ngettext(
        "At most {most} characters fit here; there is {n} too many.",
        "At most {most} characters fit here; there are {n} too many.",
        length - most,
    )
    return Problem("long", message.format(most=most, n=length - most), field)


def entry_problems(entry: Any, *, names: Collection[str] = (), long: Collection[str] = ()) -> list[Problem]:
    """What of an entry's texts does not fit its place: every text is one line unless it is named here.

    Args:
        entry: a dataclass, its problems carry the names of its fields.
        names: fields that hold a name.
        long: fields of several lines.
    """
    found: list[Problem | None] = []
    for each in fields(entry):
        text = getattr(entry, each.name)
        if not isinstance(text, str):
            continue
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            found.append(Problem("sign", _("This text holds half a character. Please type it again."), each.name))
        if each.name in long:
            found.append(length_problem(text, LONG, each.name))
        else:
            most = NAME if each.name in names else LINE
            found.append(line_problem(text, each.name) or length_problem(text, most, each.name))
    return [problem for problem in found if problem is not None]


__all__ = ["LINE", "LONG", "NAME", "entry_problems", "length_problem", "line_problem", "visible"]
