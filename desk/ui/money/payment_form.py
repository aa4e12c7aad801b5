"""The fields of a payment: room and payer, what is paid, by which means."""

from __future__ import annotations

from typing import Any

from desk.i18n import N_, _
from desk.rules.money import PREPAID
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.money.charges_field import ChargesField
from desk.ui.money.rows import RowsField
from desk.ui.money.words import METHODS, choices

TENDERS = (*METHODS, PREPAID)
LINE = (
    # L10N: 收费项目
    FieldSpec("kind", N_("Charge item"), "choice", choices=choices("charge_kinds"), default="service"),
    # L10N: 内容
    FieldSpec("item", N_("What it is for"), max_length=40),
    # L10N: 期间
    FieldSpec("period", N_("Period"), max_length=20),
    # L10N: 金额
    FieldSpec("amount", N_("Amount"), "money"),
)


def lines_field(spec: FieldSpec, desk: Any) -> RowsField:
    """What is charged and paid at once."""
    return RowsField(spec, desk, LINE, (3, 5, 3, 2))


def kept_for() -> list[tuple[str, str]]:
    """What a prepayment can be for: any fee, or one kind."""
    # L10N: 任何费用
    return [("", _("any fee")), *choices("charge_kinds")()]


def _tender(code: str, words: str, *, new_row: bool = False) -> FieldSpec:
    return FieldSpec(code, words, "money", new_row=new_row)


SPEC = FormSpec(
    # L10N: 收费
    N_("Take payments"),
    (
        FieldSpec("unit_id", N_("Room"), "room"),
        # L10N: 付款方
        FieldSpec("payer", N_("Payer"), required=True, max_length=40),
        # L10N: 未缴费用
        FieldSpec("charges", N_("Unpaid"), span="full", widget=ChargesField),
        # L10N: 现收项目
        FieldSpec("lines", N_("Charged now"), span="full", widget=lines_field),
        # L10N: 现金（实收）
        _tender("cash", N_("Cash given"), new_row=True),
        # L10N: 微信
        _tender("wechat", N_("WeChat")),
        # L10N: 支付宝
        _tender("alipay", N_("Alipay")),
        # L10N: 银行卡
        _tender("card", N_("Bank card")),
        # L10N: 转账
        _tender("transfer", N_("Transfer")),
        # L10N: 预缴款抵扣
        _tender("prepaid", N_("From the prepayment")),
        # L10N: 交易号
        FieldSpec("reference", N_("Payment number"), max_length=40),
        # L10N: 发票号码
        FieldSpec("invoice_number", N_("Invoice number"), max_length=30),
        FieldSpec(
            "keep",
            # L10N: 余款
            N_("What is over"),
            "check",
            # L10N: 多收部分转为预缴款，不找零
            text=N_("Keep as a prepayment, no change"),
            span="full",
        ),
        FieldSpec(
            "keep_kind",
            # L10N: 预缴款用于
            N_("The prepayment is for"),
            "choice",
            choices=kept_for,
            default="",
            visible_when=lambda values: bool(values.get("keep")),
        ),
        FieldSpec("note", N_("Note"), span="full", max_length=80),
    ),
)

__all__ = ["SPEC", "TENDERS"]
