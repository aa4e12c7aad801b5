"""The sheet for the safe: the recovery code of an encrypted site. It is printed once and kept nowhere in the program."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.slips.engine.slip import Field, Passage, Signature, Slip


@dataclass(frozen=True, slots=True)
class RecoveryFacts:
    """What the sheet says.

    Attributes:
        code: the recovery code in its groups. what: what it opens, in a sentence. issued: footer line.
    """

    code: str
    what: str
    site: str = ""
    hotline: str = ""
    issued: str = ""
    language: str = "zh_CN"


def recovery_sheet(facts: RecoveryFacts) -> Slip:
    """One A4 page: the code, what it is for, where it belongs."""
    with speaking(facts.language):
        return Slip(
            kind="recovery-sheet",
            # L10N: 恢复码（存保险柜）
            title=_("Recovery code for the safe"),
            number="—",  # nothing is kept of it, so it has no number, nor bars
            site=facts.site,
            body=(
                Passage(facts.what),
                Passage(facts.code, bold=True),
                Passage(
                    # L10N: 请把本页放进信封封好，存入保险柜，…
                    _(
                        "Put this sheet into an envelope, seal it, and keep it in the safe. Whoever holds it can open the site. "
                        "It is printed once; the program does not keep it. When it was used or seen, make a new one in Settings."
                    )
                ),
            ),
            fields=(
                Field(pgettext("recovery sheet", "Kept at"), span=6),
                Field(pgettext("recovery sheet", "Sealed on"), span=6),
            ),
            signatures=(
                Signature(pgettext("recovery sheet", "Manager"), dated=True),
                Signature(pgettext("recovery sheet", "Witness"), dated=True),
            ),
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


__all__ = ["RecoveryFacts", "recovery_sheet"]
