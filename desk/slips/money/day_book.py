"""The counter's day book (收款日报), A4 landscape: every receipt in the order of its number, void ones included."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, ngettext, pgettext, speaking
from desk.rules.kit.money import figures
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class BookLine:
    """A receipt: number, time, payer, room, items, way of payment, fen with sign, cashier, and what is said of a void one."""

    number: str
    time: str
    room: str
    payer: str
    items: str
    method: str
    fen: int
    cashier: str
    void: str = ""


@dataclass(frozen=True, slots=True)
class DayBookFacts:
    """What the day book says; amounts in fen.

    Attributes:
        methods, items: (words, fen). count, voids: of receipts and refunds.
    """

    number: str = NUMBER_AFTER_SAVING
    day: str = ""
    lines: tuple[BookLine, ...] = ()
    methods: tuple[tuple[str, int], ...] = ()
    items: tuple[tuple[str, int], ...] = ()
    count: int = 0
    voids: int = 0
    income: int = 0
    deposits: int = 0
    refunds: int = 0
    over_short: int = 0
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def day_book_slip(facts: DayBookFacts) -> Slip:
    """The book of a day."""
    with speaking(facts.language):
        total = sum(fen for _method, fen in facts.methods)
        said = ngettext("{count} receipt", "{count} receipts", facts.count).format(count=facts.count)
        if facts.voids:
            # L10N: （其中作废 {count} 张）
            said += _(" ({count} of them void)").format(count=facts.voids)
        return Slip(
            kind="day-book",
            # L10N: 收款日报
            title=_("Day book"),
            number=facts.number,
            site=facts.site,
            fields=(
                Field(_("Date"), facts.day, span=3, bold=True),
                # L10N: 张数
                Field(pgettext("receipts", "Entries"), said, span=5),
                # L10N: 合计
                Field(_("Total"), figures(total), span=4, bold=True),
                # L10N: 收费
                Field(_("Income"), figures(facts.income), span=3),
                # L10N: 押金
                Field(_("Deposits"), figures(facts.deposits), span=3),
                # L10N: 退款
                Field(_("Refunds"), figures(facts.refunds), span=3),
                # L10N: 长短款
                Field(_("Over or short"), figures(facts.over_short), span=3),
            ),
            tables=(
                Table(columns=_columns(), rows=tuple(_cells(line) for line in facts.lines), least_rows=1),
                Table(
                    # L10N: 按付款方式
                    heading=_("By way of payment"),
                    columns=(Column(_("Paid by"), 3), Column(pgettext("receipt", "Amount"), 1.4, right=True)),
                    rows=tuple((words, figures(fen)) for words, fen in facts.methods),
                ),
                Table(
                    # L10N: 按项目
                    heading=_("By item"),
                    columns=(Column(_("Item"), 3), Column(pgettext("receipt", "Amount"), 1.4, right=True)),
                    rows=tuple((words, figures(fen)) for words, fen in facts.items),
                ),
            ),
            signatures=(
                # L10N: 制表
                Signature(_("Made by"), dated=True),
                # L10N: 复核
                Signature(_("Checked by"), dated=True),
                # L10N: 财务签收
                Signature(_("Received by the accounts"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Number"), 1.9),
        Column(_("Time"), 0.7),
        Column(_("Room"), 1.6),
        Column(_("Payer"), 1.5),
        Column(_("Item"), 2.8),
        Column(_("Paid by"), 1.3),
        Column(pgettext("receipt", "Amount"), 1.3, right=True),
        # L10N: 收款人
        Column(_("Cashier"), 0.9),
        # L10N: 作废
        Column(_("Void"), 1.6),
    )


def _cells(line: BookLine) -> tuple[str, ...]:
    return (
        line.number, line.time, line.room, line.payer, line.items, line.method, figures(line.fen), line.cashier, line.void,
    )  # fmt: skip


__all__ = ["BookLine", "DayBookFacts", "day_book_slip"]
