"""Reasons that the program gave itself (a work order is void because the job went to somebody else), in the language of now.

They were stored in the language that was in force then. Each is known by its words in any language.
"""

from __future__ import annotations

import re
from functools import cache

from desk.i18n import LANGUAGES, N_, _, speaking

PROGRAM = (
    N_("Given to somebody else."),
    N_("The crew gave the job back."),
    N_("The request was cancelled."),
    N_("Replaced by {number}."),
    N_("Replaced by the extended card."),
    N_("Replaced by a newer edition."),
    N_("The receipt is void."),
)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for language in LANGUAGES:
        with speaking(language):
            for message in PROGRAM:
                words = re.escape(_(message))
                found.append((re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", words)), message))
    # Whole sentences first: “replaced by {number}” would take some of them for its own.
    return tuple(sorted(found, key=lambda each: "{" in each[1]))


def said(reason: str) -> str:
    """A stored reason as it is shown: the program's own in the language of now, what somebody typed as it is."""
    if not reason:
        return reason
    for pattern, message in _patterns():
        if match := pattern.fullmatch(reason):
            return _(message).format(**match.groupdict())
    return reason


__all__ = ["PROGRAM", "said"]
