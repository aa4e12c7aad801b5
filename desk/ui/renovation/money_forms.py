"""The forms that move money of a renovation file: deposit, fees, refund with its deductions; they need an open shift."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog
from desk.errors import InvalidInput
from desk.i18n import N_, _
from desk.rules.kit.money import Tender
from desk.services import money
from desk.services import renovation as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, FormFactory
from desk.ui.forms.dialog import ActDialog
from desk.ui.forms.rows import RowsField
from desk.ui.renovation.words import fen, payment_fields, yuan, yuan_words
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.renovation import RefundView, RenovationView
    from desk.ui.kit.pages import Page
    from desk.ui.renovation.around import Around

# L10N: 金额（元）
_AMOUNT = FieldSpec("amount", N_("Amount"), "money", required=True)
# L10N: 实收（元）
_HANDED = FieldSpec(
    "handed", N_("Handed over"), "money", help=N_("Left empty: the exact amount; change comes of cash.")
)
_PLACES = {"tenders": "handed", "deposits": "amount", "lines": "amount", "payer": "payer"}


def tender(values: Mapping[str, Any], due: int) -> Tender:
    """What is handed over for an amount; the amount itself where nothing else is typed."""
    return Tender(values["method"], fen(values["handed"]) or due, values["reference"])


def print_receipts(page: Page, numbers: Sequence[str]) -> None:
    """Prints the cashier's papers."""
    desk = page.desk

    def look() -> list[Any]:
        return [money.receipt_by_number(desk, number).slip for number in numbers]

    def show(slips: list[Any]) -> None:
        for slip in slips:
            if slip is not None:
                print_slip(page, slip)

    page.ask(look, show)


def _deposit(page: Page, view: RenovationView, _around: Around) -> ActForm:
    lacking = max(view.deposit_due - view.held, 0)
    fields = (*payment_fields()[:1], _AMOUNT, *payment_fields()[1:], _HANDED)

    def save(values: dict[str, Any]) -> Any:
        due = fen(values["amount"])
        try:
            return service.take_deposit(
                page.desk, view.id, payer=values["payer"], tenders=[tender(values, due)], fen=due
            )
        except InvalidInput as error:
            raise error.placed(_PLACES) from error

    # L10N: 已收保证金
    return ActForm(
        fields,
        save,
        yes=_("Take and print"),
        said=lambda after: _("{number}: the deposit is taken.").format(number=after.number),
        values={"payer": view.owner or view.applicant, "amount": yuan(lacking), "method": "cash"},
        then=lambda after: print_receipts(page, [row.number for row in after.receipts if row.kind == "deposit"][-1:]),
    )


# --------------------------------------------------------------------------------------------------------- the fees
def charge_fee(page: Page, view: RenovationView) -> ActDialog:
    """Asks for a fee of the file; it is paid apart from the deposit."""

    def items() -> list[tuple[str, str]]:
        wanted = [each for each in catalog("charge_items") if each.extra.get("kind") == "renovation"]
        return [(each.label, each.label) for each in (wanted or catalog("charge_items"))]

    spec = FormSpec(
        # L10N: 装修收费项目
        N_("Fee of the file"),
        (
            # L10N: 项目
            FieldSpec("item", N_("Item"), "choice", choices=items, editable=True, required=True),
            _AMOUNT,
        ),
    )

    def save(values: dict[str, Any]) -> Any:
        return service.charge_fee(page.desk, view.id, fen(values["amount"]), values["item"])

    dialog = ActDialog(page, spec, save, yes=_("Charge"), note=f"{view.number} · {view.room}")
    # L10N: 费用已登记
    dialog.acted.connect(lambda _after: page.shell.messages.info(_("The fee is noted; take it with its own receipt.")))
    dialog.start()
    return dialog


def pay_fees(page: Page, view: RenovationView, around: Around) -> ActDialog | None:
    """Takes the open fees on one receipt."""
    due = sum(each.open_fen for each in around.fees)
    if not due:
        # L10N: 没有未交的费用
        page.shell.messages.info(_("No fee is open."))
        return None
    # L10N: 收取费用
    spec = FormSpec(N_("Take the fees"), (*payment_fields(), _HANDED))

    def save(values: dict[str, Any]) -> Any:
        try:
            return service.pay_fees(page.desk, view.id, payer=values["payer"], tenders=[tender(values, due)])
        except InvalidInput as error:
            raise error.placed(_PLACES) from error

    items = " · ".join(f"{each.item} {yuan_words(each.open_fen)}" for each in around.fees)
    dialog = ActDialog(
        page, spec, save, yes=_("Take and print"), note=f"{view.number} · {items}",
        values={"payer": view.owner or view.applicant, "method": "cash"},
    )  # fmt: skip
    dialog.acted.connect(lambda receipt: print_slip(page, receipt.slip) if receipt.slip else None)
    dialog.start()
    return dialog


def issue_notice(page: Page, view: RenovationView) -> None:
    """Issues the notice of what is to be paid, and prints it."""

    def work() -> Any:
        return service.notify(page.desk, view.id)

    page.act(work, lambda slip: print_slip(page, slip))


def old_deposit(page: Page, view: RenovationView) -> ActDialog:
    """A deposit that was taken on paper before Desk; a supervisor's act, and its refund passes the same gate."""
    fields = (
        *payment_fields()[:1],
        _AMOUNT,
        # L10N: 原收据号
        FieldSpec("paper_number", N_("Number of the old receipt"), required=True, max_length=30),
        # L10N: 收款日期
        FieldSpec("taken_on", N_("Taken on"), "date", required=True),
    )

    def save(values: dict[str, Any]) -> Any:
        try:
            return service.take_over_deposit(
                page.desk, view.id, fen=fen(values["amount"]), payer=values["payer"], paper_number=values["paper_number"],
                taken_on=values["taken_on"],
            )  # fmt: skip
        except InvalidInput as error:
            raise error.placed({"fen": "amount"}) from error

    # L10N: 补录押金
    dialog = ActDialog(
        page, FormSpec(N_("Deposit of an old receipt"), fields), save, yes=_("Save"), note=f"{view.number} · {view.room}",
        values={"payer": view.owner or view.applicant},
    )  # fmt: skip
    dialog.approval.ask("supervisor")
    # L10N: 押金已补录
    dialog.acted.connect(lambda _after: page.shell.messages.info(_("The old deposit is held now.")))
    dialog.start()
    return dialog


def apply_refund(page: Page, view: RenovationView) -> ActDialog:
    """Issues the application for the refund, with what is known, and prints it."""

    def save(values: dict[str, Any]) -> Any:
        entry = service.RefundEntry(values["payee"], values["method"], values["reference"])
        return service.apply_refund(page.desk, view.id, entry)

    def done(after: Any) -> None:
        slips = [slip for slip in after.slips if slip.kind == "renovation-refund-application"]
        print_slip(page, max(slips, key=lambda slip: slip.id))

    payer = next((each.payer for each in view.deposits if each.held), view.owner or view.applicant)
    # L10N: 退押金申请单
    spec = FormSpec(N_("Application for the refund"), payment_fields(payee=True))
    # L10N: 开具并打印
    dialog = ActDialog(
        page, spec, save, yes=_("Issue and print"), note=f"{view.number} · {view.room}",
        values={"payee": payer, "method": "cash"},
    )  # fmt: skip
    dialog.acted.connect(done)
    dialog.start()
    return dialog


# ------------------------------------------------------------------------------------------------------- the refund
_LINES = (
    # L10N: 扣款项目
    FieldSpec("item", N_("Item"), max_length=40),
    # L10N: 原因
    FieldSpec("reason", N_("Reason"), max_length=60),
    # L10N: 依据
    FieldSpec("evidence", N_("Evidence"), max_length=60),
    FieldSpec("amount", N_("Amount"), "money"),
)


def _payers() -> list[tuple[str, str]]:
    return [
        ("", ""),
        # L10N: 缴款人本人
        ("self", _("the payer")),
        # L10N: 持缴款人委托书和身份证
        ("letter", _("with the payer's letter and identity card")),
        # L10N: 其他人（主管授权）
        ("approved", _("somebody else, by approval")),
    ]


def _refund_fields(rest: Callable[[Sequence[Mapping[str, Any]]], str]) -> tuple[FieldSpec, ...]:
    return (
        # L10N: 来人
        FieldSpec("payer", N_("Who is here"), "choice", choices=_payers),
        *payment_fields(payee=True),
        # L10N: 登记证原件; 已收回
        FieldSpec("certificate", N_("Certificate"), "check", text=N_("The original is back")),
        # L10N: 保证金收据
        FieldSpec("receipt", N_("Receipt"), "check", text=N_("The receipt is back")),
        # L10N: 扣款
        FieldSpec(
            "deductions",
            N_("Deductions"),
            "lines",
            span="full",
            widget=lambda spec, desk: RowsField(spec, desk, _LINES, (3, 4, 4, 2), sums=rest),
        ),
    )


def _refund(code: str) -> FormFactory:
    def form(page: Page, view: RenovationView, _around: Around) -> ActForm:
        held = sum(each.held for each in view.deposits)

        def rest(lines: Sequence[Mapping[str, Any]]) -> str:
            taken = sum(fen(line["amount"]) for line in lines)
            left, claim = max(held - taken, 0), max(taken - held, 0)
            # L10N: 在押 {held} · 扣款 {taken} · 应退 {left}
            words = _("Held {held} · deducted {taken} · goes back {left}").format(
                held=yuan_words(held) or "0.00", taken=yuan_words(taken) or "0.00", left=yuan_words(left) or "0.00"
            )
            # L10N: 不足部分向业主收取 {claim}
            more = _("still owed {claim}").format(claim=yuan_words(claim))
            return f"{words} · {more}" if claim else words

        fields = _refund_fields(rest)

        def save(values: dict[str, Any]) -> Any:
            entry = service.RefundEntry(
                values["payee"], values["method"], values["reference"], values["payer"], values["certificate"],
                values["receipt"],
                tuple(
                    service.Deduction(line["item"], line["reason"], fen(line["amount"]), line["evidence"])
                    for line in values["deductions"]
                ),
                values.get("waived") or {},
            )  # fmt: skip
            act = service.refund if code == "refund" else service.refund_cancelled
            return act(page.desk, view.id, entry)

        payer = next((each.payer for each in view.deposits if each.held), view.owner or view.applicant)
        return ActForm(
            fields,
            save,
            # L10N: 退款并打印
            yes=_("Refund and print"),
            said=_refunded,
            values={"payee": payer, "method": "cash"},
            then=lambda after: print_receipts(page, after.numbers),
            # L10N: 缴款人 {name}
            note=_("Paid by {name}").format(name=payer),
        )

    return form


def _refunded(after: RefundView) -> str:
    # L10N: {number} 已退 {amount}
    return _("{number}: {amount} went back.").format(
        number=after.file.number, amount=f"{Decimal(after.refund) / 100:,.2f}"
    )


MONEY: dict[str, FormFactory] = {
    "deposit": _deposit,
    "refund": _refund("refund"),
    "refund-cancelled": _refund("refund-cancelled"),
}

__all__ = ["MONEY", "apply_refund", "charge_fee", "issue_notice", "old_deposit", "pay_fees", "print_receipts", "tender"]
