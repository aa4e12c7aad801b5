"""The 交接班记录 (handbook S15), A4: what the shift took and paid out, counted cash by denomination, the book, what follows."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.rules.kit.money import DENOMINATIONS, figures
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """What a hand-over sheet says. Texts are finished; amounts in fen.

    Attributes:
        methods: (method, fen). papers: (kind, how many, numbers, fen). voids: (number, fen, reason).
        slips: (title, how many, numbers). due: (what, how many).
        pieces: number of notes and coins by denomination in fen; None before they are counted.
        custody: (kind of thing, number, details, pieces) of what is out or kept.
        log: (when, what, whom it was told, what follows).
    """

    number: str = NUMBER_AFTER_SAVING
    shift: str = ""
    counter: str = ""
    who: str = ""
    since: str = ""
    until: str = ""
    gap: str = ""
    opening: int = 0
    expected: int = 0
    counted: int | None = None
    reason: str = ""
    methods: tuple[tuple[str, int], ...] = ()
    papers: tuple[tuple[str, int, str, int], ...] = ()
    voids: tuple[tuple[str, int, str], ...] = ()
    slips: tuple[tuple[str, int, str], ...] = ()
    due: tuple[tuple[str, int], ...] = ()
    pieces: dict[int, int] | None = None
    log: tuple[tuple[str, str, str, str], ...] = ()
    remarks: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"
    custody: tuple[tuple[str, str, str, int], ...] = ()


def shift_sheet(facts: ShiftFacts) -> Slip:
    """The sheet that both persons sign."""
    with speaking(facts.language):
        return Slip(
            kind="shift-sheet",
            # L10N: 交接班记录
            title=_("Hand-over sheet"),
            number=facts.number,
            site=facts.site,
            fields=tuple(_head(facts)),
            tables=tuple(_tables(facts)),
            # L10N: 交班备注
            after=(Field(_("Remarks"), facts.remarks, span=12, lines=2),),
            # L10N: 双方当面清点；差异只记录、说明，不得自行补平。
            clauses=(
                _("Counted in the presence of both. A difference is written down and explained, never made up for."),
            ),
            signatures=(
                # L10N: 交班人
                Signature(_("Handed over by"), facts.who, dated=True),
                # L10N: 接班人
                Signature(_("Taken over by"), dated=True),
                # L10N: 领班
                Signature(_("Shift leader")),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _head(facts: ShiftFacts) -> list[Field]:
    found = [
        # L10N: 班次
        Field(_("Shift"), facts.shift, span=5, bold=True),
        # L10N: 服务台
        Field(_("Counter"), facts.counter, span=3),
        # L10N: 当班人
        Field(pgettext("shift", "On duty"), facts.who, span=4, bold=True),
        # L10N: 起止时间
        Field(_("From and to"), " – ".join(part for part in (facts.since, facts.until) if part), span=12),
        # L10N: 备用金
        Field(_("Float"), figures(facts.opening), span=4),
        # L10N: 应有现金
        Field(_("Cash expected"), figures(facts.expected), span=4),
        # L10N: 实点现金
        Field(_("Cash counted"), "" if facts.counted is None else figures(facts.counted), span=4, bold=True),
    ]
    if facts.counted is not None:
        difference = facts.counted - facts.expected
        sign = "+" if difference > 0 else ""
        # L10N: 长短款
        found.append(Field(_("Over or short"), f"{sign}{figures(difference)}", span=4, bold=True))
        # L10N: 差异原因
        found.append(Field(_("Reason"), facts.reason, span=8))
    if facts.gap:
        # L10N: 无人当班
        found.append(Field(_("Nobody on duty"), facts.gap, span=12, bold=True))
    return found


def _tables(facts: ShiftFacts) -> list[Table]:
    # L10N: 数量, 金额, 单号
    count, amount, numbers = (
        Column(pgettext("sheet", "Count"), 0.8, right=True),
        Column(pgettext("receipt", "Amount"), 1.4, right=True),
        Column(_("Numbers"), 3.4),
    )
    found = [
        Table(
            # L10N: 收付汇总
            heading=_("Money by way of payment"),
            # L10N: 付款方式
            columns=(Column(_("Paid by"), 3), amount),
            rows=tuple((method, figures(fen)) for method, fen in facts.methods),
            least_rows=1,
        ),
        Table(
            # L10N: 票据
            heading=_("Receipts and refunds"),
            # L10N: 单据
            columns=(Column(_("Slip"), 1.8), count, numbers, amount),
            rows=tuple((kind, str(many), span, figures(fen)) for kind, many, span, fen in facts.papers),
            least_rows=1,
        ),
    ]
    if facts.voids:
        found.append(
            Table(
                # L10N: 作废
                heading=_("Voided in this shift"),
                # L10N: 作废原因
                columns=(Column(_("Slip"), 2), amount, Column(_("Reason"), 4)),
                rows=tuple((number, figures(fen), reason) for number, fen, reason in facts.voids),
            )
        )
    found.append(_cash(facts))
    if facts.slips:
        # L10N: 其他单据
        found.append(
            Table(
                heading=_("Other slips used"),
                columns=(Column(_("Slip"), 2.6), count, numbers),
                rows=tuple((title, str(many), span) for title, many, span in facts.slips),
            )
        )
    if facts.due:
        # L10N: 待办与到期
        found.append(
            Table(
                heading=_("Open and due"),
                columns=(Column(_("Matter"), 5), count),
                rows=tuple((words, str(many)) for words, many in facts.due),
            )
        )
    return [*found, *_custody(facts, count), _log(facts)]


def _custody(facts: ShiftFacts, count: Column) -> list[Table]:
    """Keys, cards and things that are out or kept, as the next shift takes them over."""
    if not facts.custody:
        return []
    return [
        Table(
            # L10N: 钥匙、卡证、物品
            heading=_("Keys, cards and things"),
            # L10N: 事项, 单号, 说明
            columns=(Column(_("Matter"), 1.6), Column(_("Numbers"), 1.9), Column(_("Details"), 4), count),
            rows=tuple((title, number, detail, str(many)) for title, number, detail, many in facts.custody),
        )
    ]


def _log(facts: ShiftFacts) -> Table:
    return Table(
        # L10N: 特殊情况记录
        heading=_("Special situations"),
        columns=(
            Column(_("Time"), 0.8),
            # L10N: 情况
            Column(_("Situation"), 4),
            # L10N: 告知
            Column(_("Told"), 1.2),
            # L10N: 后续
            Column(_("Follow-up"), 1.8),
        ),
        rows=facts.log,
        least_rows=2,
    )


def _cash(facts: ShiftFacts) -> Table:
    """Denominations in two columns beside each other, so that eight lines take four."""
    # L10N: 面额, 张数
    heading = [
        Column(_("Denomination"), 1.2),
        Column(_("Pieces"), 0.9, right=True),
        Column(pgettext("receipt", "Amount"), 1.4, right=True),
    ]
    half = len(DENOMINATIONS) // 2
    rows = []
    for left, right in zip(DENOMINATIONS[:half], DENOMINATIONS[half:], strict=True):
        rows.append((*_of(facts, left), *_of(facts, right)))
    # L10N: 现金清点
    return Table(heading=_("Cash counted, by denomination"), columns=tuple(heading * 2), rows=tuple(rows))


def _of(facts: ShiftFacts, coin: int) -> tuple[str, str, str]:
    if facts.pieces is None:
        return figures(coin), "", ""
    many = facts.pieces.get(coin, 0)
    return figures(coin), str(many), figures(coin * many)


__all__ = ["ShiftFacts", "shift_sheet"]
