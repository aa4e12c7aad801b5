"""The 装修缴费通知单: what is to be paid, before any receipt (handbook R2, R4). Fees and deposits stand apart."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.rules.kit.amounts import in_words
from desk.rules.kit.money import figures, yuan
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table
from desk.slips.money.receipt import LineFacts


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a payment notice says.

    Attributes:
        renovation: it is one of a renovation. fees, deposits: lines with amounts in fen. pay_by: the last day.
        methods: how it can be paid.
    """

    number: str = NUMBER_AFTER_SAVING
    renovation: bool = False
    room: str = ""
    payer: str = ""
    fees: tuple[LineFacts, ...] = ()
    deposits: tuple[LineFacts, ...] = ()
    pay_by: str = ""
    methods: str = ""
    remark: str = ""
    staff: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def payment_notice(facts: NoticeFacts) -> Slip:
    """The notice; its deposits are named as such and are not added to the fees."""
    with speaking(facts.language):
        fees = sum(line.fen for line in facts.fees)
        deposits = sum(line.fen for line in facts.deposits)
        after = []
        if facts.fees:
            # L10N: 费用合计
            after += _total(_("Fees in all"), fees)
        if facts.deposits:
            # L10N: 押金合计
            after += _total(_("Deposits in all"), deposits)
        # L10N: 付款方式
        after.append(Field(_("Paid by"), facts.methods, span=12))
        if facts.remark:
            after.append(Field(_("Notes"), facts.remark, span=12))
        tables = []
        if facts.fees:
            # L10N: 费用
            tables.append(_table(_("Fees"), facts.fees))
        if facts.deposits:
            # L10N: 押金（如数退还，不计利息）
            tables.append(_table(_("Deposits (go back in full, without interest)"), facts.deposits))
        return Slip(
            kind="payment-notice",
            # L10N: 装修缴费通知单 / 缴费通知单
            title=_("Renovation payment notice") if facts.renovation else _("Payment notice"),
            number=facts.number,
            site=facts.site,
            fields=(
                Field(_("Room"), facts.room, span=6, bold=True),
                # L10N: 付款方
                Field(_("Payer"), facts.payer, span=6, bold=True),
                # L10N: 缴费截止日
                Field(_("Pay by"), facts.pay_by, span=12, bold=True),
            ),
            tables=tuple(tables),
            after=tuple(after),
            # L10N: 缴费后请索取收据；费用与押金分别开具收据。
            clauses=(_("Please ask for the receipts: fees and deposits each have one of their own."),),
            signatures=(
                # L10N: 签收人
                Signature(_("Received by"), dated=True),
                # L10N: 经办人
                Signature(pgettext("notice", "Issued by"), facts.staff),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _table(heading: str, lines: tuple[LineFacts, ...]) -> Table:
    return Table(
        heading=heading,
        columns=(
            Column(_("Item"), 3.2),
            Column(_("Period"), 2.6),
            Column(pgettext("receipt", "Amount"), 1.6, right=True),
        ),
        rows=tuple((line.item, line.period, figures(line.fen)) for line in lines),
    )


def _total(label: str, fen: int) -> list[Field]:
    return [
        Field(label, figures(fen), span=5, bold=True),
        Field(_("In words"), in_words(yuan(fen)), span=7, bold=True),
    ]


__all__ = ["NoticeFacts", "payment_notice"]
