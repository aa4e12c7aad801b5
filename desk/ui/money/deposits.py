"""Deposits held, by age: taken, taken over from old papers, given back with deductions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from desk.catalog import label
from desk.errors import InvalidInput
from desk.i18n import N_, _, ngettext
from desk.rules.kit.money import Tender, figures
from desk.rules.money import Deduction
from desk.services import money
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.money.rows import RowsField
from desk.ui.money.words import beside, choices, fen, payouts, placed
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.money import DepositView, HeldView, ReceiptView, SettlementView

DEDUCTION = (
    # L10N: 扣除项目
    FieldSpec("item", N_("Deducted for"), max_length=40),
    # L10N: 原因
    FieldSpec("reason", N_("Reason"), max_length=60),
    # L10N: 凭证
    FieldSpec("evidence", N_("Evidence"), max_length=40),
    FieldSpec("amount", N_("Amount"), "money"),
)


def deductions_field(spec: FieldSpec, desk: Any) -> RowsField:
    """What is taken from a deposit, item by item."""
    return RowsField(spec, desk, DEDUCTION, (4, 5, 3, 3))


class DepositsPage(ListPage):
    """Deposits held, the oldest first; the sum shown is that of the accounts. Enter gives one back."""

    # L10N: 押金
    heading = N_("Deposits")
    views = (
        # L10N: 在押 / 没有在押的押金
        View("held", N_("Held"), N_("No deposit is held.")),
        View("all", N_("All"), N_("No deposit was ever taken.")),
    )
    hides = ("payer",)
    shows = frozenset({"receipt", "deposit"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 笔押金
        return ngettext("{n} deposit", "{n} deposits", total)

    def between(self, layout: QVBoxLayout) -> None:
        self.sums = theme.text("", "strong", wrap=True)
        layout.addWidget(self.sums)
        self.held: HeldView | None = None

    def columns(self) -> tuple[Column, ...]:
        return (
            # L10N: 收据号
            Column("number", N_("Receipt number"), 18, bold=True, least=18),
            # L10N: 押金种类
            Column("item", N_("Deposit"), 14),
            Column("room", N_("Room"), 14, least=12),
            # L10N: 交款人
            Column("payer", N_("Payer"), 12),
            # L10N: 收取日期
            Column("taken_on", N_("Taken on"), 12, get=lambda row: say.day(row.taken_on), least=11),
            # L10N: 时长
            Column("age", N_("Held for"), 12, get=lambda row: label("deposit_ages", row.age)),
            # L10N: 收取金额
            Column("fen", N_("Amount"), 13, get=lambda row: figures(row.fen), align="right", least=11),
            # L10N: 在押金额
            Column("held", N_("Held"), 13, get=lambda row: figures(row.held), align="right", least=11),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 收押金
            ListAct("take", N_("Take a deposit"), "Ins", self.take, on="list", at="head", role="primary"),
            # L10N: 补录旧押金
            ListAct("old", N_("One from an old paper"), "Ctrl+Ins", self.take_over, on="list", at="head"),
            # L10N: 退押金
            ListAct("refund", N_("Give back"), "Enter", self.refund, at="under", fits=lambda row: row.held > 0),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return money.deposits(desk, held_only=query.view == "held", offset=part.offset, limit=part.limit)

    def refresh(self) -> None:
        super().refresh()
        desk = self.desk

        def look() -> HeldView:
            return money.held_by_age(desk)

        self.ask(look, self._show_held)

    def _show_held(self, held: HeldView) -> None:
        self.held = held
        # L10N: 在押合计 {amount}
        words = [_("Held in all {amount}").format(amount=figures(held.fen))]
        words += [
            f"{label('deposit_ages', one.age)} {one.count} · {figures(one.fen)}" for one in held.ages if one.count
        ]
        self.sums.setText("    ".join(words))

    def retranslate(self) -> None:
        super().retranslate()
        if self.held is not None:
            self._show_held(self.held)

    def empty(self) -> Empty:
        return Empty(super().empty().words)

    # ------------------------------------------------------------------------------------------------------- acts
    def take(self) -> None:
        """Takes a deposit on a receipt of its own."""
        desk = self.desk
        spec = FormSpec(
            N_("Take a deposit"),
            (
                FieldSpec("unit_id", N_("Room"), "room"),
                FieldSpec("payer", N_("Payer"), required=True, max_length=40),
                FieldSpec("kind", N_("Kind of deposit"), "choice", required=True, choices=choices("deposit_kinds")),
                FieldSpec("item", N_("What it is for"), max_length=40),
                FieldSpec("amount", N_("Amount"), "money", required=True),
                # L10N: 收款方式
                FieldSpec("method", N_("Paid by"), "choice", required=True, choices=payouts, default="cash"),
                # L10N: 实收现金
                FieldSpec("given", N_("Cash given"), "money", visible_when=lambda values: values["method"] == "cash"),
                FieldSpec("reference", N_("Payment number"), visible_when=lambda values: values["method"] != "cash"),
                FieldSpec("note", N_("Note"), span="full", max_length=80),
            ),
        )

        def save(values: dict[str, Any]) -> ReceiptView:
            amount = fen(values["amount"])
            given = fen(values["given"]) or amount
            entry = money.TakeEntry(
                values["payer"],
                (Tender(values["method"], given, values["reference"]),),
                (money.DepositEntry(values["kind"], amount, values["item"]),),
                values["unit_id"],
                note=values["note"],
            )
            places = (("deposits.0.amount", "amount"), ("deposits.0.kind", "kind"), ("tenders.0.method", "method"),
                      ("tenders", "given" if values["method"] == "cash" else "amount"))  # fmt: skip
            try:
                return money.take_deposit(desk, entry)
            except InvalidInput as error:
                raise beside(error, placed(places)) from error

        def taken(receipt: ReceiptView) -> None:
            # L10N: {number} 已收押金 {amount}
            words = _("{number}: deposit of {amount} taken.").format(number=receipt.number, amount=figures(receipt.fen))
            if receipt.change:
                words += " " + _("Change {amount}").format(amount=figures(receipt.change))
            self.shell.messages.info(words)
            if receipt.slip is not None:
                print_slip(self, receipt.slip)
            self.refresh()

        # L10N: 收款并打印
        dialog = ActDialog(self, spec, save, yes=_("Take and print"))
        dialog.acted.connect(taken)
        dialog.start()

    def take_over(self) -> None:
        """Writes down a deposit that was taken on paper before Desk; a supervisor's act."""
        desk = self.desk
        spec = FormSpec(
            N_("One from an old paper"),
            (
                FieldSpec("unit_id", N_("Room"), "room"),
                FieldSpec("payer", N_("Payer"), required=True, max_length=40),
                FieldSpec("kind", N_("Kind of deposit"), "choice", required=True, choices=choices("deposit_kinds")),
                FieldSpec("amount", N_("Amount"), "money", required=True),
                FieldSpec("paper_number", N_("Number of the old paper"), required=True, max_length=30),
                FieldSpec("taken_on", N_("Taken on"), "date", required=True),
            ),
        )

        def save(values: dict[str, Any]) -> DepositView:
            entry = money.OldDepositEntry(
                values["kind"], fen(values["amount"]), values["payer"], values["paper_number"], values["taken_on"],
                values["unit_id"],
            )  # fmt: skip
            return money.open_deposit(desk, entry)

        dialog = ActDialog(self, spec, save, yes=_("Save"))
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda _deposit: self.refresh())
        dialog.start()

    def refund(self, row: DepositView) -> None:
        """Gives a deposit back, less damages item by item."""
        desk = self.desk
        spec = FormSpec(
            # L10N: 退押金
            N_("Give back"),
            (
                FieldSpec("payee", N_("Paid to"), required=True, max_length=40),
                FieldSpec("method", N_("Paid out by"), "choice", required=True, choices=payouts),
                FieldSpec("reference", N_("Payment number"), max_length=40),
                # L10N: 扣除
                FieldSpec("deductions", N_("Deductions"), span="full", widget=deductions_field),
                FieldSpec("remark", N_("Note"), span="full", max_length=80),
            ),
        )

        def save(values: dict[str, Any]) -> SettlementView:
            deductions = tuple(
                Deduction(line["item"], line["reason"], fen(line["amount"]), line["evidence"])
                for line in values["deductions"]
            )
            entry = money.SettleEntry(
                (row.id,), values["payee"], values["method"], values["reference"], deductions, values["remark"]
            )
            try:
                return money.settle_deposit(desk, entry)
            except InvalidInput as error:
                raise beside(error, placed((("deductions", "deductions"),))) from error

        def settled(after: SettlementView) -> None:
            # L10N: {number}：退 {refund}，扣除 {deducted}，应补缴 {claim}
            words = _("{number}: {refund} given back, {deducted} deducted, {claim} owed.")
            self.shell.messages.info(
                words.format(
                    number=after.receipt.number, refund=figures(after.refund), deducted=figures(after.deducted),
                    claim=figures(after.claim),
                )
            )  # fmt: skip
            if after.receipt.slip is not None:
                print_slip(self, after.receipt.slip)
            self.refresh()

        note = " · ".join(part for part in (row.number, row.room, row.item, figures(row.held)) if part)
        dialog = ActDialog(
            # L10N: 退款并打印
            self, spec, save, yes=_("Give back and print"), values={"payee": row.payer, "method": "cash"}, note=note
        )  # fmt: skip
        dialog.acted.connect(settled)
        dialog.start()


__all__ = ["DepositsPage"]
