"""Words in the language of the counter: gettext catalogues, switched at run time.

Message ids are English; the default language is zh_CN. Placeholders are named (`{room}`), and a translation whose
placeholders differ from its source is refused: a mistake in a catalogue can never break a screen or a slip of paper.
"""

from __future__ import annotations

import gettext as _gettext
import logging
import string
import threading
from collections.abc import Iterator
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
            with file.open("rb") as stream:
                _catalogues[language] = _gettext.GNUTranslations(stream)
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
