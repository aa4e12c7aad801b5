"""Dunning letters: reminder, 催缴通知单, last notice; one household each, with a place to sign for it (handbook B1, B3, S1)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.rules.kit.amounts import in_words
from desk.rules.kit.money import figures, yuan
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Passage, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class DunningLine:
    """A line: kind of fee, period, since when it is due, what is open in fen."""

    item: str
    period: str
    due: str
    fen: int


@dataclass(frozen=True, slots=True)
class DunningFacts:
    """What a letter says.

    Attributes:
        step: of `rules.fees.dunning.STEPS`. text: with its placeholders filled in. kinds: (words, fen) by kind of fee.
    """

    number: str = NUMBER_AFTER_SAVING
    step: str = "reminder"
    room: str = ""
    payer: str = ""
    text: str = ""
    lines: tuple[DunningLine, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    pay_by: str = ""
    day: str = ""
    methods: str = ""
    staff: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def step_title(step: str) -> str:
    """The letter's name, in the language in force."""
    return {
        # L10N: 缴费提醒
        "reminder": _("Reminder"),
        # L10N: 催缴通知单
        "notice": _("Dunning notice"),
        # L10N: 最后催告
        "last": _("Last notice"),
        # L10N: 诉讼告知
        "at-law": _("Notice of a suit"),
    }[step]


def dunning_slip(facts: DunningFacts) -> Slip:
    """The letter."""
    with speaking(facts.language):
        total = sum(line.fen for line in facts.lines)
        by_kind = tuple(Field(words, figures(fen), span=6) for words, fen in facts.kinds)
        return Slip(
            kind="dunning",
            title=step_title(facts.step),
            number=facts.number,
            site=facts.site,
            fields=(
                Field(_("Room"), facts.room, span=6, bold=True),
                Field(_("Payer"), facts.payer, span=6, bold=True),
                Field(_("Date"), facts.day, span=6),
                Field(_("Pay by"), facts.pay_by, span=6, bold=True),
            ),
            body=tuple(Passage(line, indent=True) for line in facts.text.splitlines() if line.strip()),
            tables=(
                Table(
                    columns=(
                        Column(_("Item"), 2.6),
                        Column(_("Period"), 2.4),
                        # L10N: 应缴日
                        Column(_("Due since"), 1.6),
                        Column(pgettext("receipt", "Amount"), 1.6, right=True),
                    ),
                    rows=tuple((line.item, line.period, line.due, figures(line.fen)) for line in facts.lines),
                ),
            ),
            after=(
                *(by_kind if len(by_kind) > 1 else ()),
                *((Field("", "", span=6),) if len(by_kind) > 1 and len(by_kind) % 2 else ()),
                Field(_("Total"), figures(total), span=4, bold=True),
                Field(_("In words"), in_words(yuan(total)), span=8, bold=True),
                Field(_("Paid by"), facts.methods, span=12),
            ),
            # L10N: 如已缴纳，请忽略本单并以收据为准；如有异议，请与本中心联系。
            clauses=(_("If it is paid already, your receipt counts. If you disagree, please talk to us."),),
            signatures=(
                # L10N: 签收人
                Signature(_("Received by"), dated=True),
                # L10N: 送达人
                Signature(_("Delivered by"), dated=True),
                Signature(_("Seal of the centre"), facts.staff),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


__all__ = ["DunningFacts", "DunningLine", "dunning_slip", "step_title"]
