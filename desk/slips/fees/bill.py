"""The 缴费通知单 of a month: everything that one payer of one room was billed, with how it was reckoned (handbook S1)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.rules.kit.amounts import in_words
from desk.rules.kit.money import figures, yuan
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line: the bill's number, item, period, how it was reckoned, the amount in fen after discounts."""

    number: str
    item: str
    period: str
    how: str
    fen: int


@dataclass(frozen=True, slots=True)
class BillFacts:
    """What a bill says. All texts are finished, in the language of the slip.

    Attributes:
        month: in words. due: the last day to pay. paid: what a prepayment has paid of it already, in fen.
        earlier: what is past due besides, in fen; methods: how it can be paid.
    """

    number: str = NUMBER_AFTER_SAVING
    room: str = ""
    payer: str = ""
    month: str = ""
    due: str = ""
    lines: tuple[BillLine, ...] = ()
    paid: int = 0
    earlier: int = 0
    methods: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def bill_slip(facts: BillFacts) -> Slip:
    """The paper of a payer's bills of a month."""
    with speaking(facts.language):
        return Slip(
            kind="bill",
            # L10N: 缴费通知单
            title=_("Payment notice"),
            number=facts.number,
            site=facts.site,
            fields=(
                Field(_("Room"), facts.room, span=6, bold=True),
                Field(_("Payer"), facts.payer, span=6, bold=True),
                # L10N: 账期
                Field(_("Month billed"), facts.month, span=6),
                Field(_("Pay by"), facts.due, span=6, bold=True),
            ),
            tables=(
                Table(
                    columns=(
                        Column(_("Item"), 2.2),
                        Column(_("Period"), 2.1),
                        # L10N: 计费说明
                        Column(_("How it is reckoned"), 3.2),
                        Column(pgettext("receipt", "Amount"), 1.6, right=True),
                    ),
                    rows=tuple((line.item, line.period, line.how, figures(line.fen)) for line in facts.lines),
                ),
            ),
            after=tuple(_after(facts)),
            clauses=(
                # L10N: 缴费时请出示本单，扫描单号即可办理；缴费后请索取收据或发票。
                _("Bring this paper when you pay: its code is scanned. Please ask for the receipt or tax invoice."),
                # L10N: 如对金额有异议，请在缴费期限前告知本中心。
                _("If you think that an amount is wrong, please tell us before the last day to pay."),
            ),
            # L10N: 收款单位（盖章）
            signatures=(Signature(_("Seal of the centre")),),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _after(facts: BillFacts) -> list[Field]:
    """The sums under the table."""
    total = sum(line.fen for line in facts.lines)
    left = total - facts.paid
    after = [
        # L10N: 合计
        Field(_("Total"), figures(total), span=4 if not facts.paid else 12, bold=not facts.paid),
    ]
    if facts.paid:
        after += [
            # L10N: 预缴款已抵扣
            Field(_("Paid from the prepayment"), figures(facts.paid), span=6),
            # L10N: 本次应缴
            Field(_("To be paid now"), figures(left), span=6, bold=True),
        ]
    # L10N: 大写金额
    after.append(Field(_("In words"), in_words(yuan(left)), span=12 if facts.paid else 8, bold=True))
    if facts.earlier:
        # L10N: 另有往期未缴
        after.append(Field(_("Unpaid from before"), figures(facts.earlier), span=12))
    after.append(Field(_("Paid by"), facts.methods, span=12))
    return after


__all__ = ["BillFacts", "BillLine", "bill_slip"]
