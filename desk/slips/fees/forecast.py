"""The 预计应收款明细 (handbook S2), A4: months across, items down; what goes by reading is said and not added up."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.rules.kit.money import figures
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """An item, and what it will cost by month in fen; None is "by reading"."""

    item: str
    fen: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ForecastFacts:
    """What a forecast says; `months` in words, amounts in fen."""

    number: str = NUMBER_AFTER_SAVING
    room: str = ""
    payer: str = ""
    day: str = ""
    months: tuple[str, ...] = ()
    rows: tuple[ForecastRow, ...] = ()
    totals: tuple[int, ...] = ()
    total: int = 0
    overdue: int = 0
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def cell(fen: int | None) -> str:
    """An amount, or that it goes by reading."""
    # L10N: 按抄表
    return _("by reading") if fen is None else figures(fen)


def forecast_slip(facts: ForecastFacts) -> Slip:
    """The sheet; more than six months go on in a second table."""
    with speaking(facts.language):
        fields = [Field(_("Date"), facts.day, span=6)]
        if facts.room:
            fields.insert(0, Field(_("Room"), facts.room, span=6, bold=True))
        if facts.payer:
            fields.append(Field(_("Payer"), facts.payer, span=6))
        tables = [_table(facts, start) for start in range(0, len(facts.months), 6)]
        return Slip(
            kind="forecast",
            # L10N: 预计应收款明细
            title=_("Receivables to come"),
            number=facts.number,
            site=facts.site,
            fields=tuple(fields),
            tables=tuple(tables),
            after=(
                # L10N: 合计（不含按抄表计费项目）
                Field(_("Total, without what goes by reading"), figures(facts.total), span=12, bold=True),
                # L10N: 另有已逾期未缴
                Field(_("Overdue already"), figures(facts.overdue), span=12),
            ),
            clauses=(
                # L10N: 本表按现行收费标准与计费设定计算，按抄表计费的项目以实际读数为准。
                _("Reckoned by the rates and assignments of today. What goes by reading follows the meters."),
            ),
            signatures=(
                # L10N: 制表
                Signature(_("Made by"), dated=True),
                Signature(_("Checked by"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _table(facts: ForecastFacts, start: int) -> Table:
    part = slice(start, start + 6)
    rows = [(row.item, *(cell(fen) for fen in row.fen[part])) for row in facts.rows]
    # L10N: 小计
    rows.append((_("Sum"), *(figures(fen) for fen in facts.totals[part])))
    return Table(
        columns=(Column(_("Item"), 2.4), *(Column(month, 1.6, right=True) for month in facts.months[part])),
        rows=tuple(rows),
    )


__all__ = ["ForecastFacts", "ForecastRow", "cell", "forecast_slip"]
