"""Reasons that the program gave itself (a work order is void because the job went to somebody else), in the language of now.

They were stored in the language that was in force then. Each is known by its words in any language.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from desk.i18n import LANGUAGES, N_, _, speaking

# L10N: 前台撤销
UNDONE = N_("Undone at the counter")
"""Stands behind what somebody had typed, too."""
PROGRAM = (
    N_("Given to somebody else."),
    N_("The crew gave the job back."),
    N_("The request was cancelled."),
    N_("Replaced by {number}."),
    N_("Replaced by the extended card."),
    N_("Replaced by a newer edition."),
    N_("The receipt is void."),
    N_("Replaced by a new card."),
    N_("Replaced by version {n}"),
    N_("The consent was withdrawn."),
    N_("The agreement was taken back"),
    N_("Transfer of title"),
    N_("Others are in the office's list"),
    N_("As the book began"),
    UNDONE,
)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for language in LANGUAGES:
        with speaking(language):
            for message in PROGRAM:
                words = re.escape(_(message))
                words = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", words)
                before = r"(?P<before>.*\s|)" if message == UNDONE else "(?P<before>)"
                found.append((re.compile(before + words, re.DOTALL), message))
    # Whole sentences first: “replaced by {number}” would take some of them for its own.
    return tuple(sorted(found, key=lambda each: "{" in each[1]))


def said(reason: str) -> str:
    """A stored reason as it is shown: the program's own in the language of now, what somebody typed as it is."""
    known = _known(reason) if reason else None
    if known is None:
        return reason
    before, message, values = known
    return before + _(message).format(**values)


@lru_cache(maxsize=4096)
def _known(reason: str) -> tuple[str, str, dict[str, str]] | None:
    for pattern, message in _patterns():
        if match := pattern.fullmatch(reason):
            values = match.groupdict()
            return values.pop("before"), message, values
    return None


__all__ = ["PROGRAM", "said"]
