"""Marks that nobody sees: of writing direction, joiners, byte order. They come along when a value is copied from a chat or a web page."""

from __future__ import annotations

import re
import unicodedata

# What Unicode calls format characters (Cf), in ranges, and signs that show nothing: variation selectors, the place of an object,
# the Hangul filler.
_MARKS = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffc"
    "\U000e0001\U000e0020-\U000e007f]"
)
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def without_marks(text: str) -> str:
    """The text without invisible marks; joiners between the letters of emoji and of Indic words stay."""
    if text.isascii() or not _MARKS.search(text):
        return text
    return _MARKS.sub(_kept, text)


def _kept(found: re.Match[str]) -> str:
    mark = found[0]
    if mark not in _JOINERS or not found.start():
        return ""
    before = found.string[found.start() - 1]
    return mark if _joins(before) else ""


def _joins(character: str) -> bool:
    """Whether a joiner behind a character changes how it looks: emoji, and letters of the scripts from Arabic to Khmer."""
    if ord(character) >= 0x1F000 or 0x2190 <= ord(character) < 0x2C00 or character in _JOINERS:
        return True
    return 0x0600 <= ord(character) < 0x1800 and unicodedata.category(character)[0] in "LM"
