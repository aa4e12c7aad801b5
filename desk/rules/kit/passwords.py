"""What a site password has to be, and the recovery code that is printed once for the safe (handbook S28)."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from desk.i18n import _

LEAST = 10
"""Characters of a site password: what is guessed is a stolen file, at whatever speed the thief pays for."""
MOST = 128
_ALPHABET = (
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: read from paper and typed, none is taken for another
)
_DIGITS = 26
_CHECK = 1021
_LOOKS_LIKE = str.maketrans("ILO", "110")


def plain(text: str) -> str:
    """A password as it is taken: full-width letters of an input method are the same as the others, ends do not count."""
    return unicodedata.normalize("NFKC", text).strip()


def fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a new site password: a code and a sentence; None when it is good."""
    password = plain(text)
    if not password:
        return "required", _("Please type a password.")
    if len(password) < LEAST:
        # L10N: 站点密码至少 {n} 位，例如四五个不相干的词
        return "short", _(
            "A site password has at least {n} characters, four or five unrelated words for example."
        ).format(n=LEAST)
    if len(password) > MOST:
        return "long", _("A site password has at most {n} characters.").format(n=MOST)
    if simple(password):
        # L10N: 这个密码太容易猜到（重复或连续的字符）
        return "simple", _("This password is guessed at once: it repeats itself or counts on.")
    return None


def simple(text: str) -> bool:
    """Whether a secret repeats one piece, counts up or down, or holds few different characters."""
    text = text.lower()
    if len(set(text)) < min(3, len(text)):
        return True
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text == text[:size] * (len(text) // size):
            return True
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    rows = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
    return steps in ({1}, {-1}) or any(text in row or text in row[::-1] for row in rows)


def code_of(secret: bytes) -> str:
    """16 random bytes as a recovery code: seven groups of four, the last two characters check the others."""
    number = int.from_bytes(secret, "big")
    text = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_DIGITS)))
    check = number % _CHECK
    text += _ALPHABET[check >> 5] + _ALPHABET[check & 31]
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def read_code(text: str) -> bytes | None:
    """The 16 bytes of a recovery code, typed with or without hyphens, in any case; None when it is none or has a slip."""
    letters = "".join(c for c in plain(text).upper().translate(_LOOKS_LIKE) if c.isalnum())
    if len(letters) != _DIGITS + 2 or any(c not in _ALPHABET for c in letters):
        return None
    number = 0
    for c in letters[:_DIGITS]:
        number = number << 5 | _ALPHABET.index(c)
    check = _ALPHABET.index(letters[-2]) << 5 | _ALPHABET.index(letters[-1])
    return number.to_bytes(17, "big")[1:] if number < 1 << 128 and number % _CHECK == check else None


__all__ = ["LEAST", "MOST", "code_of", "fault", "plain", "read_code", "simple"]
