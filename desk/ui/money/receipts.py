"""Receipts, refunds and settlements: the list, and one of them with what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.catalog import label
from desk.errors import InvalidInput
from desk.i18n import N_, _, ngettext
from desk.rules.kit.money import figures, yuan
from desk.rules.kit.wording import listed
from desk.rules.money import PREFIXES
from desk.services import money
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import NOTHING_CHOSEN, Page, PageAction, column
from desk.ui.kit.tables import Answer, Column, Table
from desk.ui.money.words import RECEIPT_KINDS, beside, fen, payouts, placed
from desk.ui.slips.actions import SlipBar, print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.money import ReceiptRow, ReceiptView
    from desk.ui.kit.pages import Shell

# L10N: 没有收据
_NONE = N_("There is no receipt here.")


class ReceiptsPage(ListPage):
    """Every money paper, the newest first; Enter opens one."""

    # L10N: 收据
    heading = N_("Receipts")
    views = (
        # L10N: 今日
        View("today", N_("Today"), N_("Nothing was taken today.")),
        # L10N: 全部
        View("all", N_("All"), _NONE),
        # L10N: 已作废
        View("void", N_("Void"), _NONE),
        # L10N: 退款
        View("refund", N_("Refunds"), _NONE),
        # L10N: 押金收据
        View("deposit", N_("Deposit receipts"), _NONE),
        # L10N: 退押金
        View("deposit-refund", N_("Deposits refunded"), _NONE),
    )
    # L10N: 单号或付款方
    search = N_("Number or payer")
    hides = ("staff", "methods")
    shows = frozenset({"receipt"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张
        return ngettext("{n} receipt", "{n} receipts", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def state(row: ReceiptRow) -> str:
            return _("Void") if row.state == "void" else ""

        return (
            # L10N: 单号
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 单据
            Column("kind", N_("Slip"), 12, get=lambda row: _(RECEIPT_KINDS[row.kind])),
            Column("room", N_("Room"), 14, least=12),
            # L10N: 付款方
            Column("payer", N_("Payer"), 12, least=8),
            # L10N: 金额
            Column("fen", N_("Amount"), 13, get=lambda row: figures(row.fen), align="right", least=12),
            # L10N: 付款方式
            Column("methods", N_("Paid by"), 12, get=lambda row: listed(label("tenders", one) for one in row.methods)),
            # L10N: 时间
            Column("at", N_("Time"), 12, get=lambda row: say.when(desk, row.at), least=11),
            # L10N: 经手人
            Column("staff", N_("Cashier"), 9),
            # L10N: 状态
            Column("state", N_("State"), 7, get=state, tone=lambda _row: "red", least=6),
            # L10N: 项目
            Column("items", N_("Items"), 20),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 收费
            ListAct("pay", N_("Take a payment"), "Ins", self._pay, on="list", at="head", role="primary"),
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_page("receipt", receipt_id=row.id)),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        view = query.view
        which = money.ReceiptFilter(
            day=desk.today() if view == "today" else None,
            kind=view if view in PREFIXES else "",
            state="void" if view == "void" else "",
            text=query.text,
        )
        return money.receipts(desk, which, offset=part.offset, limit=part.limit)

    def empty(self) -> Empty:
        return super().empty() if self.narrowed() else Empty(super().empty().words)

    def _pay(self) -> None:
        self.shell.open_page("cashier")


LINES = (
    # L10N: 项目
    Column("item", N_("Item"), 24, bold=True),
    # L10N: 期间
    Column("period", N_("Period"), 16),
    # L10N: 金额
    Column("fen", N_("Amount"), 14, get=lambda row: figures(row.fen), align="right"),
    # L10N: 已退
    Column(
        "refunded", N_("Refunded"), 14, get=lambda row: figures(row.refunded) if row.refunded else "", align="right"
    ),
)


class ReceiptPage(Page):
    """One money paper: what it says, and print again, invoice number, refund, void."""

    shows = frozenset({"receipt"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self.receipt: ReceiptView | None = None
        layout = column(self)
        head = theme.Card()
        line = QHBoxLayout()
        self._number = theme.text("", "title")
        self._amount = theme.text("", "title")
        line.addWidget(self._number)
        line.addStretch(1)
        line.addWidget(self._amount)
        head.body.addLayout(line)
        self._facts = theme.text("", "", wrap=True)
        self._paid = theme.text("", "muted", wrap=True)
        self._void = theme.text("", "note-bad", wrap=True)
        for words in (self._facts, self._paid, self._void):
            head.body.addWidget(words)
        layout.addWidget(head)
        body = theme.Card()
        self.table = Table(LINES)
        self.table.fit_rows(6)
        body.body.addWidget(self.table)
        layout.addWidget(body)
        layout.addWidget(self._build_acts())
        layout.addStretch(1)

    def _build_acts(self) -> QWidget:
        card = theme.Card()
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.buttons: dict[str, theme.Button] = {}
        for action in self.actions_by_key():
            role = {"Ctrl+P": "primary", "Ctrl+Del": "danger"}.get(action.key, "")
            button = theme.Button("", key=action.key, role=role)
            button.clicked.connect(lambda _checked=False, run=action.run: run())
            self.buttons[action.key] = button
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        self.slips = SlipBar(self)
        card.body.addWidget(self.slips)
        return card

    def title(self) -> str:
        # L10N: 收据
        return self.receipt.number if self.receipt else _("Receipt")

    def open(self, **args: Any) -> None:
        self._id = int(args.get("receipt_id", 0))
        self.receipt = None
        self._show(None)

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def context(self) -> dict[str, Any]:
        return {"unit_id": self.receipt.unit_id} if self.receipt and self.receipt.unit_id else {}

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 补打
            PageAction(N_("Print again"), "Ctrl+P", self.print_again),
            PageAction(N_("Invoice number"), "Ctrl+N", self.note_invoice),
            # L10N: 退款
            PageAction(N_("Refund"), "Ctrl+U", self.refund),
            # L10N: 打开房间
            PageAction(N_("Open the room"), "Ctrl+H", self.open_room),
            # L10N: 作废
            PageAction(N_("Void"), "Ctrl+Del", self.void),
        )

    def refresh(self) -> None:
        wanted, desk = self._id, self.desk
        if not wanted:
            return

        def look() -> ReceiptView:
            return money.receipt(desk, wanted)

        self.ask(look, lambda found: self._show(found) if wanted == self._id else None)

    def retranslate(self) -> None:
        for action in self.actions_by_key():
            self.buttons[action.key].set_words(_(action.label))
        self.table.retranslate()
        self.slips.retranslate()
        self._show(self.receipt)

    def _show(self, found: ReceiptView | None) -> None:
        self.receipt = found
        valid = found is not None and found.state != "void"
        fits = {
            "Ctrl+P": found is not None and found.slip is not None,
            "Ctrl+N": valid and found is not None and found.kind == "income",
            "Ctrl+U": valid and found is not None and found.kind == "income",
            "Ctrl+H": found is not None and found.unit_id is not None,
            "Ctrl+Del": valid,
        }
        for key, button in self.buttons.items():
            button.setEnabled(fits[key])
        self.buttons["Ctrl+Del"].setVisible(valid)
        self._void.setVisible(found is not None and found.state == "void")
        self.table.set_rows(found.lines if found else ())
        self.slips.show_slips((found.slip,) if found and found.slip else ())
        if found is None:
            for words in (self._number, self._amount, self._facts, self._paid):
                words.setText("")
            if not self._id:
                self._facts.setText(_(NOTHING_CHOSEN))
            return
        self._number.setText(f"{_(RECEIPT_KINDS[found.kind])} {found.number}")
        self._amount.setText(figures(found.fen))
        # L10N: 付款方 {payer}
        payer = _("Payer {payer}").format(payer=found.payer)
        # L10N: 发票号码 {number}
        invoice = _("Invoice number {number}").format(number=found.invoice_number) if found.invoice_number else ""
        facts = (found.room, payer, say.moment(self.desk, found.at), found.staff, invoice, found.note)
        self._facts.setText(" · ".join(part for part in facts if part))
        paid = [
            " ".join(part for part in (label("tenders", one.method), figures(one.fen), one.reference) if part)
            for one in found.tenders
        ]
        if found.change:
            # L10N: 找零 {amount}
            paid.append(_("Change {amount}").format(amount=figures(found.change)))
        self._paid.setText(" · ".join(paid))
        day = say.day(found.void_day) if found.void_day else ""
        # L10N: {day} 作废：{reason}
        self._void.setText(_("Void since {day}: {reason}").format(day=day, reason=found.void_reason))
        self.title_changed.emit()

    # ------------------------------------------------------------------------------------------------------- acts
    def print_again(self) -> None:
        """Prints its paper again, marked as a reprint."""
        if self.receipt is not None and self.receipt.slip is not None:
            print_slip(self, self.receipt.slip)

    def open_room(self) -> None:
        """Opens the room it is for."""
        if self.receipt is not None and self.receipt.unit_id is not None:
            self.shell.open_target(f"unit:{self.receipt.unit_id}")

    def _can(self, *, income: bool) -> ReceiptView | None:
        found = self.receipt
        if found is None or found.state == "void" or (income and found.kind != "income"):
            return None
        return found

    def void(self) -> None:
        """Asks for the reason, and for a supervisor's PIN where needed."""
        found, desk = self._can(income=False), self.desk
        if found is None:
            return
        spec = FormSpec(
            # L10N: 作废收据
            N_("Void the receipt"),
            (FieldSpec("reason", N_("Reason"), "multiline", required=True, span="full", lines=2),),
        )

        def save(values: dict[str, Any]) -> ReceiptView:
            return money.void(desk, found.id, reason=values["reason"])

        dialog = ActDialog(
            self,
            spec,
            save,
            # L10N: 作废
            yes=_("Void"),
            title=_("Void {number}").format(number=found.number),
            # L10N: 今日冲销，原日报不变；单号不再使用，请收回各联
            note=_("It is reversed today. The number stays and is never used again; take the copies back."),
            danger=True,
        )
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda after: self._acted(_("{number} is void."), after))
        dialog.start()

    def note_invoice(self) -> None:
        """Notes the number of the tax invoice."""
        found, desk = self._can(income=True), self.desk
        if found is None:
            return
        spec = FormSpec(N_("Invoice number"), (FieldSpec("number", N_("Invoice number"), max_length=30, span="full"),))

        def save(values: dict[str, Any]) -> ReceiptView:
            return money.note_invoice(desk, found.id, values["number"])

        dialog = ActDialog(self, spec, save, yes=_("Save"), values={"number": found.invoice_number}, note=found.number)
        dialog.acted.connect(self._show)
        dialog.start()

    def refund(self) -> None:
        """Asks how much goes back of each line, and pays it out."""
        found, desk = self._can(income=True), self.desk
        if found is None:
            return
        lines = [line for line in found.lines if line.fen > line.refunded]
        fields = tuple(FieldSpec(f"line{line.id}", line.item, "money") for line in lines)
        spec = FormSpec(
            N_("Refund"),
            (
                *fields,
                # L10N: 收款人
                FieldSpec("payee", N_("Paid to"), required=True, max_length=40, new_row=True),
                # L10N: 退款方式
                FieldSpec("method", N_("Paid out by"), "choice", required=True, choices=payouts),
                # L10N: 交易号
                FieldSpec("reference", N_("Payment number"), max_length=40),
                FieldSpec("reason", N_("Reason"), required=True, span="full", max_length=80),
            ),
        )

        def save(values: dict[str, Any]) -> ReceiptView:
            amounts = {line.id: fen(values[f"line{line.id}"]) for line in lines if values[f"line{line.id}"]}
            entry = money.RefundEntry(
                found.id, amounts, values["payee"], values["reason"], values["method"], values["reference"]
            )
            places = [*((f"lines.{line.id}", f"line{line.id}") for line in lines), ("lines", "")]
            try:
                return money.refund(desk, entry)
            except InvalidInput as error:
                raise beside(error, placed(places)) from error

        values: dict[str, Any] = {f"line{line.id}": yuan(line.fen - line.refunded) for line in lines}
        values |= {"payee": found.payer, "method": "cash"}
        # L10N: 退款
        dialog = ActDialog(self, spec, save, yes=_("Refund"), values=values, note=f"{found.number} · {found.payer}")
        dialog.acted.connect(self._refunded)
        dialog.start()

    def _refunded(self, after: ReceiptView) -> None:
        # L10N: 退款单 {number}：{amount}
        words = _("Refund slip {number}: {amount}").format(number=after.number, amount=figures(after.fen))
        self.shell.messages.info(words)
        if after.slip is not None:
            print_slip(self, after.slip)
        self.refresh()

    def _acted(self, words: str, after: ReceiptView) -> None:
        self.shell.messages.info(words.format(number=after.number))
        self._show(after)


__all__ = ["ReceiptPage", "ReceiptsPage"]
