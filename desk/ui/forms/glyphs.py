"""Which characters the slips' font holds, asked while typing: what it lacks is printed as 〓, so the field says so at once."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QRawFont

from desk.slips.engine import fonts

SIZE = 10.0
"""Any: only the table of characters is read."""


@cache
def _fonts() -> tuple[QRawFont, ...]:
    return tuple(QRawFont(str(file), SIZE) for file in fonts.files())


def _common(char: str) -> bool:
    """Characters that are asked of no file: Latin, the signs of Chinese typing, and the 20,902 of every Chinese font."""
    return (
        char < "\u0250" or "\u3000" <= char <= "\u303f" or "\u4e00" <= char <= "\u9fa5" or "\uff00" <= char <= "\uff5e"
    )


def unprintable(text: str) -> str:
    """The characters of a text that will be printed as 〓, each once; "" when the font holds them all."""
    rare = [char for char in fonts.clean(text) if not _common(char) and not char.isspace()]
    if not rare:
        return ""
    return "".join(
        char for char in dict.fromkeys(rare) if not any(font.supportsCharacter(ord(char)) for font in _fonts())
    )


__all__ = ["unprintable"]
