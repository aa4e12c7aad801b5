"""Words in the language of the counter: gettext catalogues, switched at run time.

Message ids are English; the default language is zh_CN. Placeholders are named (`{room}`), and a translation whose
placeholders differ from its source is refused: a mistake in a catalogue can never break a screen or a slip of paper.
"""

from __future__ import annotations

import gettext as _gettext
import logging
import string
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from desk import paths

DOMAIN = "desk"
DEFAULT_LANGUAGE = "zh_CN"
LANGUAGES = {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"}

log = logging.getLogger("desk.i18n")
_null = _gettext.NullTranslations()
_catalogues: dict[str, _gettext.NullTranslations] = {}
_state = threading.local()
_language = DEFAULT_LANGUAGE


class _Compiled(_gettext.NullTranslations):
    """A compiled catalogue, asked message by message.

    `GNUTranslations` makes a text of each of the 5,500 messages and their translations, and keeps them all: 1.3 MB, and 8 ms of
    every start. Here the file is kept as it is, its sorted index is searched, and what was found is kept.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__()
        order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
        magic, _version, self._count, self._keys, self._texts = struct.unpack_from(f"{order}5I", data)
        if magic != 0x950412DE:
            raise ValueError("no compiled catalogue")
        self._data = data
        self._entry = struct.Struct(f"{order}2I")
        self._found: dict[bytes, str | None] = {}
        self._plural: Callable[[int], int] | None = None

    def gettext(self, message: str) -> str:
        found = self._look_up(_key(message))
        return message if found is None else found.partition("\0")[0]

    def pgettext(self, context: str, message: str) -> str:
        found = self._look_up(_key(f"{context}\4{message}"))
        return message if found is None else found

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found = self._look_up(_key(msgid1))
        if found is None:
            return super().ngettext(msgid1, msgid2, n)
        if self._plural is None:
            heading = self._look_up(b"") or ""
            rule = heading.partition("plural=")[2].partition(";")[0]
            self._plural = _gettext.c2py(rule or "n != 1")  # the library reads the rule
        return found.split("\0")[self._plural(n)]

    def _look_up(self, key: bytes) -> str | None:
        if key not in self._found:
            self._found[key] = self._search(key)
        return self._found[key]

    def _at(self, table: int, number: int) -> bytes:
        length, start = self._entry.unpack_from(self._data, table + number * self._entry.size)
        return self._data[start : start + length]

    def _search(self, key: bytes) -> str | None:
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._at(self._keys, middle) < key:
                low = middle + 1
            else:
                high = middle
        # The plural of a message stands behind it, after a zero; so do its translations.
        if low < self._count and self._at(self._keys, low).partition(b"\0")[0] == key:
            return self._at(self._texts, low).decode()
        return None


def _key(message: str) -> bytes:
    return message.encode(errors="surrogatepass")  # half a character is no message, and no reason to stop


def _placeholders(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def catalogue_file(language: str) -> Path:
    """The compiled catalogue of a language."""
    return paths.i18n() / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def _catalogue(language: str) -> _gettext.NullTranslations:
    if language not in _catalogues:
        file = catalogue_file(language)
        if language == "en" or not file.exists():
            if language != "en":
                log.info("no catalogue for %s at %s", language, file)
            _catalogues[language] = _null
        else:
            _catalogues[language] = _Compiled(file.read_bytes())
    return _catalogues[language]


def set_language(language: str) -> None:
    """Switches the whole program to `language` (one of `LANGUAGES`)."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}")
    _language = language


def current_language() -> str:
    """The language in force here: the one of `speaking()` if inside it, else the program's."""
    return getattr(_state, "language", None) or _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Uses `language` inside the block, in this thread only: slips in the site's, the screen in the clerk's."""
    before = getattr(_state, "language", None)
    _state.language = language
    try:
        yield
    finally:
        _state.language = before


def _checked(source: str, translated: str) -> str:
    if translated is source or "{" not in source:
        return translated
    if _placeholders(source) != _placeholders(translated):
        log.warning("translation of %r has other placeholders: %r", source, translated)
        return source
    return translated


def _(message: str) -> str:
    """The message in the current language."""
    return _checked(message, _catalogue(current_language()).gettext(message))


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for `n` things; the caller formats `{n}`."""
    words = _catalogue(current_language()).ngettext(singular, plural, n)
    return words if words in {singular, plural} else _checked(plural, words)


def pgettext(context: str, message: str) -> str:
    """The message in the current language, told apart by `context`."""
    return _checked(message, _catalogue(current_language()).pgettext(context, message))


def has_message(message: str) -> bool:
    """Whether the current catalogue knows the message (for Qt's own texts)."""
    return _catalogue(current_language()).gettext(message) != message


def N_(message: str) -> str:
    """Marks a message that is translated later, where it is shown."""
    return message
