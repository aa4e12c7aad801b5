"""The 对账单 of a quarter: what was owed, billed, paid, and is owed now, to be signed as right or disputed (handbook S1)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.rules.kit.money import figures
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table, Tick


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line: the day, what, billed and paid in fen."""

    day: str
    item: str
    number: str
    billed: int
    paid: int


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What a statement says; amounts in fen. `quarter`: in words. `limit`: until when it is to come back."""

    number: str = NUMBER_AFTER_SAVING
    room: str = ""
    payer: str = ""
    quarter: str = ""
    opening: int = 0
    billed: int = 0
    paid: int = 0
    closing: int = 0
    lines: tuple[StatementLine, ...] = ()
    limit: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def statement_slip(facts: StatementFacts) -> Slip:
    """The statement."""
    with speaking(facts.language):
        return Slip(
            kind="statement",
            # L10N: 对账单
            title=_("Statement of account"),
            number=facts.number,
            site=facts.site,
            fields=(
                Field(_("Room"), facts.room, span=6, bold=True),
                Field(_("Payer"), facts.payer, span=6, bold=True),
                # L10N: 对账期间
                Field(_("Quarter"), facts.quarter, span=6),
                # L10N: 请于此日前交回
                Field(_("Please return by"), facts.limit, span=6),
                # L10N: 期初未缴
                Field(_("Owed at the start"), figures(facts.opening), span=6),
                # L10N: 本期应收
                Field(_("Billed"), figures(facts.billed), span=6),
                # L10N: 本期已缴
                Field(_("Payments"), figures(facts.paid), span=6),
                # L10N: 期末未缴
                Field(_("Owed at the end"), figures(facts.closing), span=6, bold=True),
            ),
            tables=(_table(facts),),
            after=(
                Field(
                    # L10N: 对账结果
                    _("Checked with this result"),
                    ticks=(
                        # L10N: 核对无误
                        Tick(_("It is right")),
                        # L10N: 有异议，说明如下
                        Tick(_("I disagree, for these reasons")),
                    ),
                    span=12,
                ),
                Field("", "", span=12, lines=2),
            ),
            signatures=(
                # L10N: 付款方签字
                Signature(_("Payer's signature"), dated=True),
                # L10N: 经办人
                Signature(pgettext("notice", "Issued by")),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _table(facts: StatementFacts) -> Table:
    return Table(
        columns=(
            Column(_("Date"), 1.5),
            Column(_("Item"), 3),
            Column(_("Number"), 2.4),
            Column(_("Billed"), 1.6, right=True),
            Column(_("Payments"), 1.6, right=True),
        ),
        rows=tuple(
            (
                line.day,
                line.item,
                line.number,
                figures(line.billed) if line.billed else "",
                figures(line.paid) if line.paid else "",
            )
            for line in facts.lines
        ),
        # L10N: ——以下空白——
        closing=_("—— blank below ——"),
    )


__all__ = ["StatementFacts", "StatementLine", "statement_slip"]
