"""Texts of letters: what a template may hold, and how it becomes the paragraphs of one letter (handbook A6, S3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.texts import LONG, length_problem
from desk.rules.kit.wording import listed

KINDS = ("service", "dunning", "notice", "greeting", "news")
CUSTOMERS = ("any", "owner", "tenant", "company", "class", "tier")
"""Whom a template is for; `class` and `tier` go with the class or the level."""
STYLES = ("gong", "sir-madam")
LANGUAGES = ("zh_CN", "zh_TW", "en")
PLACEHOLDERS = ("称呼", "姓名", "房号", "金额", "日期", "落款")
"""What the text of a template may hold in braces."""
_BRACES = re.compile(r"\{([^{}]*)\}")
_CLOSING = ("落款", "日期")
"""Alone in a line they stand at the right; a text without them gets them at its end."""


def asked(text: str) -> frozenset[str]:
    """The placeholders of a text."""
    return frozenset(_BRACES.findall(text))


def text_problems(text: str) -> list[Problem]:
    """What is wrong with the text of a template: empty, too long, a placeholder that is not known, which is named (handbook S3)."""
    if not text.strip():
        return [Problem("required", _("Write the text of the letter."), "text")]
    found = [problem for problem in (length_problem(text, LONG, "text"),) if problem is not None]
    unknown = [name for name in _BRACES.findall(text) if name not in PLACEHOLDERS]
    rest = _BRACES.sub("", text)
    if unknown or "{" in rest or "}" in rest:
        # L10N: 未知的占位符：{names}
        message = _("Unknown placeholder: {names}.")
        names = listed(f"{{{name}}}" for name in dict.fromkeys(unknown)) or "{ }"
        found.append(Problem("placeholder", message.format(names=names), "text"))
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in; what a value holds is not read again."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)


Place = Literal["opening", "text", "closing"]


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a letter: the opening that addresses somebody, the text, or a line of the closing at the right."""

    place: Place
    text: str


def parts(text: str, values: Mapping[str, str]) -> tuple[Part, ...]:
    """The paragraphs of a letter.

    The first paragraph is the opening when it addresses somebody and ends in a colon or a comma. Sender and date close the
    letter: where the text has them in lines of their own, or after everything else.

    Args:
        text: of the template.
        values: by placeholder.
    """
    found: list[Part] = []
    closed: set[str] = set()
    for at, line in enumerate(line.strip() for line in text.strip().splitlines() if line.strip()):
        names = asked(line)
        if names and not _BRACES.sub("", line).strip() and names <= set(_CLOSING):
            # In the line of the closing each has its own line: a sender's name may be long.
            found += [Part("closing", values.get(name, "")) for name in _BRACES.findall(line)]
            closed |= names
        elif not at and names & {"称呼", "姓名"} and line.endswith(("：", ":", "，", ",")):
            found.append(Part("opening", filled(line, values)))
        else:
            found.append(Part("text", filled(line, values)))
    found += [Part("closing", values.get(name, "")) for name in _CLOSING if name not in closed]
    return tuple(
        Part(part.place, line)
        for part in found
        for line in (part.text.splitlines() if part.place == "closing" else [part.text])
        if line.strip()
    )


__all__ = [
    "CUSTOMERS", "KINDS", "LANGUAGES", "PLACEHOLDERS", "STYLES", "Part", "asked", "filled", "parts", "text_problems",
]  # fmt: skip
