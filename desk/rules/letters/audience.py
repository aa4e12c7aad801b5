"""Who gets no letter of a run, and why (handbook S3, C-36). Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

FREE_KINDS = ("greeting", "news")
"""Kinds that nobody has to take: they need an agreement, and an opt-out ends them. The others belong to the service."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of one recipient decides.

    Attributes:
        name: "" where none is on file. room: the letter has a room to go to or to name.
        agreed: to greetings (for news also as a member). opted_out: no greetings and no notices (PIPL 24).
        child: under 14. guardian: the guardian agreed.
        owed: what is past due in fen, None where nobody asked. disputed, promised: why it is not dunned.
        had: they got a letter of this template within the days that count as the same run.
    """

    name: str = ""
    room: bool = True
    agreed: bool = False
    opted_out: bool = False
    child: bool = False
    guardian: bool = False
    owed: int | None = None
    disputed: bool = False
    promised: bool = False
    had: bool = False


def left_out(kind: str, placeholders: Collection[str], facts: Facts, *, again: bool = False) -> str:
    """Why somebody gets no letter, of the list `letter_gaps`; "" when they get one.

    Args:
        kind: of the template.
        placeholders: that its text asks for: what it cannot fill in is not sent.
        facts: of the recipient.
        again: the clerk said so: who had this letter gets it once more.
    """
    if not facts.name.strip():
        return "no-name"
    if kind in FREE_KINDS:
        if facts.opted_out:
            return "opted-out"
        if not facts.agreed:
            return "no-consent"
        if facts.child and not facts.guardian:
            return "child"
    if facts.had and not again:
        return "had-it"
    if "房号" in placeholders and not facts.room:
        return "no-room"
    if kind == "dunning" and facts.promised:
        return "promised"
    if "金额" in placeholders and not facts.owed:
        return "disputed" if facts.disputed else "nothing-due"
    return ""
