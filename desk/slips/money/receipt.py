"""收款收据, 押金收据, 退款单, 退押金单, 应补缴通知单 (handbook B1, B2.1, B3): one number, one kind of money.

Amounts stand in figures and in capital words, never negative: money that goes out has a slip of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.rules.kit.amounts import in_words
from desk.rules.kit.money import figures, yuan
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line: what for, which period, the amount in fen (less than 0 for a deduction), and why."""

    item: str
    fen: int
    period: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a money paper says. All texts are finished, in the language of the slip.

    Attributes:
        kind: income, deposit, refund, deposit-refund, settlement.
        payer: who pays, or receives the money. method: how, in words. lines: see there.
        fen: the sum that is paid, paid out or claimed.
        refers: numbers of the receipts that a refund goes back on. invoice: number of the tax invoice.
        renovation: the deposit is one of a renovation, which needs the certificate at the refund.
        remark: printed as it is (a loss that was declared, why it is refunded).
    """

    kind: str
    number: str = NUMBER_AFTER_SAVING
    day: str = ""
    payer: str = ""
    room: str = ""
    lines: tuple[LineFacts, ...] = ()
    fen: int = 0
    method: str = ""
    refers: str = ""
    invoice: str = ""
    renovation: bool = False
    remark: str = ""
    cashier: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


SLIPS = {
    "income": "receipt",
    "deposit": "deposit-receipt",
    "refund": "refund",
    "deposit-refund": "deposit-refund",
    "settlement": "settlement",
}
"""The kind of slip of each kind of money paper."""


def receipt_slip(facts: ReceiptFacts) -> Slip:
    """The paper of a receipt, a refund or a settlement."""
    with speaking(facts.language):
        out = facts.kind in ("refund", "deposit-refund")
        fields = [
            # L10N: 房号
            Field(_("Room"), facts.room, span=6, bold=True),
            # L10N: 日期
            Field(_("Date"), facts.day, span=6),
            # L10N: 领款人 / 付款方
            Field(_("Paid to") if out else _("Payer"), facts.payer, span=6, bold=True),
            # L10N: 付款方式
            Field(_("Paid by"), facts.method, span=6),
        ]
        if facts.kind == "settlement":
            fields[-1:] = []
            # L10N: 原收据号
            fields.append(Field(_("On receipt"), facts.refers, span=6))
        return Slip(
            kind=SLIPS[facts.kind],
            title=title(facts.kind, claimed=facts.fen > 0),
            number=facts.number,
            site=facts.site,
            fields=tuple(fields),
            tables=(_table(facts),),
            after=tuple(_sum(facts, out=out)),
            clauses=tuple(_clauses(facts)),
            signatures=tuple(_signatures(facts, out=out)),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def title(kind: str, *, claimed: bool = True) -> str:
    """The form's name, in the language in force."""
    return {
        # L10N: 收款收据
        "income": _("Receipt"),
        # L10N: 押金收据
        "deposit": _("Deposit receipt"),
        # L10N: 退款单
        "refund": _("Refund slip"),
        # L10N: 退押金单
        "deposit-refund": _("Deposit refund slip"),
        # L10N: 应补缴通知单 / 押金扣除单
        "settlement": _("Claim beyond the deposit") if claimed else _("Statement of deductions"),
    }[kind]


def _table(facts: ReceiptFacts) -> Table:
    reasons = any(line.reason for line in facts.lines)
    periods = any(line.period for line in facts.lines)
    # L10N: 项目
    columns = [Column(_("Item"), 3.2)]
    if periods:
        # L10N: 期间
        columns.append(Column(_("Period"), 2.6))
    if reasons:
        # L10N: 说明
        columns.append(Column(_("Remark"), 3))
    # L10N: 金额
    columns.append(Column(pgettext("receipt", "Amount"), 2 if reasons else 1.6, right=True))
    rows = []
    for line in facts.lines:
        row = [line.item]
        if periods:
            row.append(line.period)
        if reasons:
            row.append(line.reason)
        # L10N: 扣除 {amount}
        row.append(figures(line.fen) if line.fen >= 0 else _("less {amount}").format(amount=figures(-line.fen)))
        rows.append(tuple(row))
    return Table(columns=tuple(columns), rows=tuple(rows))


def _sum(facts: ReceiptFacts, *, out: bool) -> list[Field]:
    if facts.kind == "settlement":
        # L10N: 应补缴 / 应退
        label = _("To be paid") if facts.fen else _("To be refunded")
    elif out:
        # L10N: 实退金额
        label = _("Refunded")
    else:
        # L10N: 合计
        label = _("Total")
    found = [
        Field(label, figures(facts.fen), span=4, bold=True),
        # L10N: 大写金额
        Field(_("In words"), in_words(yuan(facts.fen)), span=8, bold=True),
    ]
    if facts.invoice:
        # L10N: 发票号码
        found.append(Field(_("Tax invoice no."), facts.invoice, span=12))
    if facts.refers and facts.kind != "settlement":
        found.append(Field(_("On receipt"), facts.refers, span=6 if facts.remark else 12))
    if facts.remark:
        # L10N: 备注
        found.append(Field(_("Notes"), facts.remark, span=6 if facts.refers and facts.kind != "settlement" else 12))
    return found


def _clauses(facts: ReceiptFacts) -> list[str]:
    if facts.kind == "income":
        # L10N: 本收据不作为发票/报销凭证，请索取发票。
        return [_("This receipt is not a tax invoice and no voucher for reimbursement. Please ask for a tax invoice.")]
    if facts.kind == "deposit":
        # L10N: 本款为押金，不是收费，如数退还，不计利息；不开具发票。
        first = _(
            "This is a deposit, not a fee. It goes back in full, without interest; no tax invoice is written for it."
        )
        if facts.renovation:
            # L10N: 退押金须凭《装修备案登记证》原件和保证金收据。
            return [
                first,
                _("For the refund bring the original of the renovation certificate and this deposit receipt."),
            ]
        # L10N: 退押金须凭本收据。
        return [first, _("For the refund bring this receipt.")]
    if facts.kind == "settlement":
        # L10N: 物业服务企业无处罚权，以上仅为按实际损失逐项列明的赔偿。
        return [_("These are damages only, item by item. A property company may not fine.")]
    return []


def _signatures(facts: ReceiptFacts, *, out: bool) -> list[Signature]:
    # L10N: 收款人 / 经办人
    cashier = Signature(_("Cashier") if not out else pgettext("receipt", "Handled by"), facts.cashier)
    if facts.kind in ("income", "deposit"):
        # L10N: 复核, 收款单位（盖章）
        return [cashier, Signature(pgettext("receipt", "Checked by")), Signature(_("Seal of the centre"))]
    if facts.kind == "settlement":
        # L10N: 付款方签字
        return [
            Signature(_("Payer's signature"), dated=True),
            Signature(pgettext("receipt", "Handled by"), facts.cashier),
        ]
    # L10N: 领款人签字, 批准人
    return [Signature(_("Recipient's signature")), Signature(_("Approved by")), cashier]


__all__ = ["SLIPS", "LineFacts", "ReceiptFacts", "receipt_slip", "title"]
