"""The cashier: what a room owes, what is paid of it and by which means, the change, and the receipt beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError, InvalidInput, Problem
from desk.features import slip_kinds
from desk.i18n import N_, _
from desk.rules.kit.money import Tender, figures, yuan
from desk.services import households, money
from desk.services.money import ChargeEntry, PayEntry
from desk.slips.engine.slip import Marks
from desk.ui.forms.fields import MoneyField
from desk.ui.forms.page import FormPage
from desk.ui.kit import theme
from desk.ui.kit.pages import PageAction
from desk.ui.kit.preview import SlipPreview, paper_card
from desk.ui.kit.theme.button_lines import ButtonLines
from desk.ui.money import shift_acts
from desk.ui.money.payment_form import SPEC, TENDERS
from desk.ui.money.words import beside, fen, kind_words
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.money import BalanceView, ChargeView, ReceiptView, ShiftView

PREVIEW_MS = 120
WAYS = (
    # L10N: 收据
    ("receipts", "Ctrl+1", N_("Receipts")),
    # L10N: 欠费
    ("arrears", "Ctrl+2", N_("Arrears")),
    # L10N: 押金
    ("deposits", "Ctrl+3", N_("Deposits")),
    # L10N: 班次
    ("shifts", "Ctrl+4", N_("Shifts")),
    # L10N: 收款日报
    ("day-book", "Ctrl+5", N_("Day book")),
)
"""The other pages of money: page, key, words."""


class CashierPage(FormPage):
    """`open_page("cashier", unit_id=…)`; with `charges` only these are ticked. Ctrl+Enter takes the money and prints the receipt."""

    spec = SPEC
    draft_key = "cashier"

    def __init__(self, shell: Any, desk: Any) -> None:
        self.shift: ShiftView | None = None
        self.waiting: tuple[ShiftView, ...] = ()
        self._known = False
        self._balance: BalanceView | None = None
        self._unit: int | None = None
        self._payer = ""
        self._wanted: tuple[int, ...] = ()
        super().__init__(shell, desk)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_MS)
        self._timer.timeout.connect(self._preview)
        self._asked: PayEntry | None = None

    # --------------------------------------------------------------------------------------------------- building
    def above(self) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self.ways = ButtonLines()
        for code, key, _words in WAYS:
            self.ways.add(code, key, lambda _checked=False, to=code: self.shell.open_page(to))
        box.addWidget(self.ways)
        line = QHBoxLayout()
        self.no_shift = theme.text("", "note-warning", wrap=True)
        line.addWidget(self.no_shift, 1)
        self.shift_words = theme.text("", "muted", wrap=True)
        self.shift_button = theme.Button("", key="Ctrl+J", role="primary")
        self.shift_button.clicked.connect(self.open_shift)
        line.addWidget(self.shift_words, 1)
        line.addWidget(self.shift_button)
        box.addLayout(line)
        self.balance_words = theme.text("", "muted", wrap=True)
        box.addWidget(self.balance_words)
        return holder

    def _build(self) -> None:
        super()._build()
        # Outside what scrolls: the change is seen while the amounts are typed.
        self._card.body.insertWidget(self._card.body.indexOf(self._area) + 1, self._build_sums())

    def _build_sums(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        self.due_words = theme.text("", "heading")
        self.change_words = theme.text("", "title")
        self.change_words.setObjectName("change")
        line.addWidget(self.due_words)
        line.addStretch(1)
        line.addWidget(self.change_words)
        return holder

    def side(self) -> QWidget:
        self.preview = SlipPreview()
        return paper_card(self.preview)

    # --------------------------------------------------------------------------------------------------- the page
    def start(self, **args: Any) -> dict[str, Any]:
        return {"unit_id": int(args["unit_id"])} if args.get("unit_id") else {}

    def open(self, **args: Any) -> None:
        self._unit, self._balance, self._payer, self._asked = None, None, "", None
        self._wanted = tuple(int(each) for each in args.get("charges") or ())
        super().open(**args)
        self.changed()

    def context(self) -> dict[str, Any]:
        return {"unit_id": self._unit} if self._unit else {}

    def refresh(self) -> None:
        desk = self.desk

        def look() -> Any:
            return money.my_shift(desk), money.waiting(desk)

        self.ask(look, self._show_shift)
        self._read_room()

    def _show_shift(self, found: tuple[ShiftView | None, tuple[ShiftView, ...]]) -> None:
        self.shift, self.waiting = found
        self._known = True
        self._say_shift()

    def _say_shift(self) -> None:
        shift, missing = self.shift, self._known and self.shift is None
        self.shift_button.setVisible(missing)
        self.no_shift.setVisible(missing)
        self.shift_words.setVisible(shift is not None)
        if missing and self.waiting:
            # L10N: {number} 已交班，请先接班
            words = _("{number} was handed over. Take it over before money is taken.")
            self.no_shift.setText(words.format(number=self.waiting[0].number))
            # L10N: 去接班
            self.shift_button.set_words(_("Go to the shift"))
        elif missing:
            # L10N: 尚未开班：先清点备用金，才能收付款
            self.no_shift.setText(_("No shift is open. Count the float of the drawer before money is taken."))
            self.shift_button.set_words(_("Open a shift"))
        elif shift is not None:
            # L10N: 班次 {number} · {counter} 号台 · 钱箱 {cash}
            words = _("Shift {number} · counter {counter} · drawer {cash}")
            cash = figures(shift.cash)
            self.shift_words.setText(words.format(number=shift.number, counter=shift.counter, cash=cash))

    def open_shift(self) -> None:
        """Opens the first shift of the day here, or goes to the one that waits to be taken over."""
        if self.shift is not None or self.waiting:
            self.shell.open_page("shift", shift_id=(self.shift or self.waiting[0]).id)
        else:
            shift_acts.open_shift(self)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        go = self.shell.open_page
        return (
            *super().actions_by_key(),
            # L10N: 用此方式付清余额
            PageAction(N_("The rest by this means"), "Alt+S", self._fill_rest),
            # L10N: 全选 / 全不选
            PageAction(N_("Tick all charges, or none"), "Alt+A", lambda: self.form.field("charges").tick_all()),
            # L10N: 开班 / 当前班次
            PageAction(N_("Open a shift, or go to it"), "Ctrl+J", self.open_shift),
            # L10N: 该户全部费用
            PageAction(N_("All charges of the room"), "Ctrl+O", self._open_charges),
            *(PageAction(words, key, partial(go, code)) for code, key, words in WAYS),
        )

    def worth_keeping(self) -> bool:
        """A room that was only looked at is no loss; amounts and lines are."""
        return self.form.has_content(besides=("unit_id",))

    def _restore(self, state: Mapping[str, Any]) -> None:
        # The room's charges are read anew: some may be paid since. What was ticked waits in its field for them.
        self._unit, self._balance, self._wanted = None, None, ()
        self.form.field("charges").show_charges(())
        super()._restore(state)

    def retranslate(self) -> None:
        super().retranslate()
        self.ways.say({code: _(words) for code, _key, words in WAYS})
        self._say_shift()
        self._say_balance()
        self._say_sums()
        self.preview.retranslate()

    def _open_charges(self) -> None:
        if self._unit is not None:
            self.shell.open_page("charges", unit_id=self._unit)

    # ------------------------------------------------------------------------------------------------ what is typed
    def changed(self) -> None:
        if not hasattr(self, "preview"):
            return
        if self.form.value("unit_id") != self._unit:
            self._unit = self.form.value("unit_id")
            self._balance = None
            with self.form.quietly():
                self.form.field("charges").show_charges(())
            self._read_room()
        self._say_sums()
        if hasattr(self, "_timer"):
            self._timer.start()

    def _read_room(self) -> None:
        unit, desk = self._unit, self.desk
        if unit is None:
            self._say_balance()
            return

        def look() -> Any:
            people = [person for person in households.household(desk, unit).people if person.here]
            people.sort(key=lambda person: person.role != "owner")
            return money.balances(desk, unit), money.open_charges(desk, unit), people[0].name if people else ""

        def show(found: tuple[BalanceView, tuple[ChargeView, ...], str]) -> None:
            if unit != self._unit:
                return
            self._balance, charges, name = found
            field = self.form.field("charges")
            with self.form.quietly():
                if field.charges() != charges or field.waits():
                    field.show_charges(charges, self._wanted)
                    field.go_on()
                if self.form.value("payer") in ("", self._payer):
                    self.form.set_value("payer", name)
            self._payer = name
            self._say_balance()
            self._say_sums()

        self.ask(look, show)

    def _say_balance(self) -> None:
        balance = self._balance
        words = ""
        if balance is not None:
            parts = [f"{kind_words(kind)} {figures(owed)}" for kind, owed in balance.owed.items()]
            # L10N: 欠费合计 {amount}
            if balance.owed:
                parts.append(_("owed in all {amount}").format(amount=figures(balance.total)))
            if balance.prepaid:
                # L10N: 预缴款余额 {amount}
                parts.append(_("prepaid {amount}").format(amount=figures(balance.prepaid)))
            if balance.deposits:
                # L10N: 押金 {amount}
                parts.append(_("deposits held {amount}").format(amount=figures(balance.deposits)))
            # L10N: 费用已结清
            words = " · ".join(parts) or _("All settled")
        self.balance_words.setText(words)
        self.balance_words.setVisible(bool(words))

    def _amounts(self) -> dict[str, int]:
        return {code: fen(self.form.value(code)) for code in TENDERS}

    def due(self) -> int:
        """What is to be paid: the ticked charges and what is charged now, in fen."""
        lines = self.form.value("lines")
        return int(self.form.field("charges").due()) + sum(fen(line["amount"]) for line in lines)

    def _say_sums(self) -> None:
        given, due = self._amounts(), self.due()
        paid = sum(given.values())
        # L10N: 应收 {amount}
        self.due_words.setText(_("To be paid {amount}").format(amount=figures(due)) if due else "")
        words, role = "", "title"
        if paid > due and not self.form.value("keep"):
            if paid - due <= given["cash"]:
                # L10N: 找零 {amount}
                words = _("Change {amount}").format(amount=figures(paid - due))
            else:
                # L10N: 多收 {amount}，非现金不能找零
                words, role = (
                    _("{amount} too much, change is given of cash only").format(amount=figures(paid - due)),
                    "bad",
                )
        elif paid > due:
            # L10N: 转预缴款 {amount}
            words = _("Kept as prepayment {amount}").format(amount=figures(paid - due))
        elif paid and paid < due:
            # L10N: 还差 {amount}
            words = _("Still open {amount}").format(amount=figures(due - paid))
        self.change_words.setText(words)
        theme.set_role(self.change_words, role)

    def _fill_rest(self) -> None:
        """Puts what is still to be paid into the field of the means that has the cursor; into the first one else."""
        names = [code for code in TENDERS if self.form.field(code).hasFocus()]
        name = names[0] if names else "wechat"
        rest = self.due() - sum(self._amounts().values()) + self._amounts()[name]
        field: MoneyField = self.form.field(name)
        field.set_value(yuan(max(0, rest)) if rest > 0 else None)
        field.setFocus()

    def _entry(self, values: dict[str, Any]) -> PayEntry:
        unit = values["unit_id"]
        tenders = tuple(
            Tender(code, fen(values[code]), values["reference"] if code != "cash" else "")
            for code in TENDERS
            if values[code]
        )
        lines = tuple(
            ChargeEntry(line["kind"], fen(line["amount"]), unit, item=line["item"], period=line["period"])
            for line in values["lines"]
        )
        named = values["charges"]
        if lines and named is None:
            named = {charge.id: charge.open_fen for charge in self.form.field("charges").charges()}
        return PayEntry(
            values["payer"], tenders, unit, named=named or None, lines=lines, keep=values["keep"],
            keep_kind=(values["keep_kind"] or "") if values["keep"] else "", invoice_number=values["invoice_number"], note=values["note"],
        )  # fmt: skip

    # -------------------------------------------------------------------------------------------------- the preview
    def _preview(self) -> None:
        values = self.form.values()
        if values["unit_id"] is None and not values["lines"]:
            self._asked = None
            self.preview.clear()
            return
        entry, desk = self._entry(values), self.desk
        if entry == self._asked:
            return
        self._asked = entry

        def look() -> Any:
            return money.receipt_preview(desk, entry)

        def show(slip: Any) -> None:
            if entry == self._asked:
                self.preview.show_slip(slip, slip_kinds()["receipt"].paper, Marks(preview=True))

        def failed(_error: DeskError) -> None:
            self._asked = None  # saving says what is wrong

        self.ask(look, show, on_error=failed)

    # --------------------------------------------------------------------------------------------------------- saving
    def wrong(self) -> dict[str, str]:
        found = {}
        field = self.form.field("charges")
        if field.charges() and not field.due() and not self.form.value("lines"):
            # L10N: 请勾选要缴的费用
            found["charges"] = _("Tick what is paid, or write down what is charged now.")
        if not any(self._amounts().values()) and not any(self.form.field(code).problem() for code in TENDERS):
            # L10N: 请填写收款金额
            found["cash"] = _("Write down what was paid, by any of the means.")
        return found

    def save(self, values: dict[str, Any]) -> Any:
        entry = self._entry(values)
        used = [tender.method for tender in entry.tenders]

        def place(problem: Problem) -> str:
            head, _dot, rest = problem.field.partition(".")
            if head == "tenders":
                number = rest.partition(".")[0]
                return used[int(number)] if number.isdigit() else (used[0] if used else "cash")
            return {"named": "charges", "amount": "cash"}.get(head, head)

        try:
            return money.pay(self.desk, entry)
        except InvalidInput as error:
            raise beside(error, place) from error

    def saved(self, result: ReceiptView, printing: bool) -> None:
        # L10N: {number} 已收 {amount}
        words = _("{number}: {amount} taken.").format(number=result.number, amount=figures(result.fen))
        if result.change:
            # L10N: 找零 {amount}
            words += " " + _("Change {amount}").format(amount=figures(result.change))
        slip = result.slip
        number = result.id
        self.shell.messages.info(
            words,
            # L10N: 查看收据
            label=_("Open the receipt"),
            action=lambda: self.shell.open_page("receipt", receipt_id=number),
        )
        if printing and slip is not None:
            print_slip(self, slip)
        self.open()
        self.form.focus_first()
        self.refresh()


__all__ = ["CashierPage"]
