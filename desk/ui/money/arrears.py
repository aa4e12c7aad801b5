"""Who owes what: rooms in arrears, all charges of a room, balances brought forward by hand, payment notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.errors import InvalidInput
from desk.i18n import N_, _, ngettext
from desk.rules.kit.money import figures, yuan
from desk.services import households, money
from desk.services.finder import titles
from desk.services.kit import paging
from desk.services.money import ChargeEntry
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.money.words import CHARGE_STATES, beside, choices, fen, kind_words, payouts, placed
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.money import ArrearsRow, ChargeView
    from desk.ui.kit.pages import Page, Shell


class ArrearsPage(ListPage):
    """The rooms that owe something, the oldest debt first; Enter takes a payment."""

    # L10N: 欠费
    heading = N_("Arrears")
    # L10N: 没有欠费
    views = (View("all", N_("All"), N_("No room owes anything.")),)
    shows = frozenset({"unit", "receipt", "charge"})

    @staticmethod
    def counted(total: int) -> str:
        return ngettext("{n} room", "{n} rooms", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("room", N_("Room"), 18, bold=True, least=14),
            # L10N: 欠费金额
            Column("fen", N_("Owed"), 16, get=lambda row: figures(row.fen), align="right", least=12),
            # L10N: 最早应缴日
            Column("since", N_("Oldest due since"), 18, get=lambda row: say.day(row.since), least=12),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 补录往期欠费
            ListAct("forward", N_("Bring forward"), "Ins", self.bring_forward, on="list", at="head"),
            # L10N: 导入欠费表
            ListAct("import", N_("Import a list"), "Ctrl+I", self._import, on="list", at="head"),
            # L10N: 收费
            ListAct("pay", N_("Take a payment"), "Enter", self._pay, at="under", role="primary"),
            # L10N: 缴费通知单
            ListAct("notice", N_("Payment notice"), "Ctrl+P", self.notice, at="under"),
            # L10N: 该户全部费用
            ListAct("charges", N_("All charges of the room"), "Ctrl+O", self._charges, at="under"),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:  # noqa: ARG004 - as every list reads
        return money.arrears(desk, offset=part.offset, limit=part.limit)

    def empty(self) -> Empty:
        # L10N: 导入欠费表
        return Empty(super().empty().words, _("Import a list"), self._import)

    def _pay(self, row: ArrearsRow) -> None:
        self.shell.open_page("cashier", unit_id=row.unit_id)

    def _charges(self, row: ArrearsRow) -> None:
        self.shell.open_page("charges", unit_id=row.unit_id)

    def _import(self) -> None:
        self.shell.open_page("arrears-import")

    def bring_forward(self) -> None:
        """Writes down what a room owed before Desk."""
        row = self.table.current()
        bring_forward(self, row.unit_id if row else None)

    def notice(self, row: ArrearsRow) -> None:
        """Asks who is to pay and until when, and issues the notice of all that is open."""
        payment_notice(self, row.unit_id, row.room)


def payment_notice(page: Page, unit_id: int, room: str) -> None:
    """Issues a payment notice for a room and prints it."""
    desk = page.desk
    spec = FormSpec(
        N_("Payment notice"),
        (
            FieldSpec("payer", N_("Payer"), required=True, max_length=40),
            # L10N: 缴费期限
            FieldSpec("pay_by", N_("Pay by"), "date"),
            FieldSpec("note", N_("Note"), span="full", max_length=80),
        ),
    )

    def look() -> str:
        return payer_of(desk, unit_id)

    def save(values: dict[str, Any]) -> Any:
        entry = money.NoticeEntry(unit_id, values["payer"], pay_by=values["pay_by"], note=values["note"])
        return money.issue_notice(desk, entry)

    def ask(name: str) -> None:
        # L10N: 开具并打印
        dialog = ActDialog(page, spec, save, yes=_("Issue and print"), values={"payer": name}, note=room)
        dialog.acted.connect(lambda slip: print_slip(page, slip))
        dialog.start()

    page.ask(look, ask)


def payer_of(desk: Desk, unit_id: int) -> str:
    """Who pays for a room as a rule: an owner who is here, else whoever is; "" for an empty room."""
    people = [person for person in households.household(desk, unit_id).people if person.here]
    people.sort(key=lambda person: person.role != "owner")
    return people[0].name if people else ""


def ask_pay_back(page: ChargesPage, unit_id: int, room: str, left: int, name: str) -> ActDialog:
    """Asks how much of a prepayment goes back to whom, pays it out and prints the refund slip.

    `left` is what is paid ahead, in fen; `name` is proposed as payee.
    """
    desk = page.desk
    fields = (
        FieldSpec("amount", N_("Amount"), "money", required=True),
        FieldSpec("payee", N_("Paid to"), required=True, max_length=40),
        FieldSpec("method", N_("Paid out by"), "choice", required=True, choices=payouts),
        FieldSpec("reference", N_("Payment number"), max_length=40),
        FieldSpec("reason", N_("Reason"), required=True, span="full", max_length=80),
    )

    def save(values: dict[str, Any]) -> Any:
        return money.refund_prepayment(
            desk, unit_id, fen(values["amount"]), payee=values["payee"], reason=values["reason"], method=values["method"],
            reference=values["reference"],
        )  # fmt: skip

    def done(after: Any) -> None:
        words = _("Refund slip {number}: {amount}").format(number=after.number, amount=figures(after.fen))
        page.shell.messages.info(words)
        if after.slip is not None:
            print_slip(page, after.slip)
        page.refresh()

    values = {"amount": yuan(left), "payee": name, "method": "cash"}
    # L10N: 退还预缴款
    spec = FormSpec(N_("Pay the prepayment back"), fields)
    note = say.dotted(room, _("prepaid {amount}").format(amount=figures(left)))
    # L10N: 退款
    dialog = ActDialog(page, spec, save, yes=_("Refund"), values=values, note=note)
    dialog.acted.connect(done)
    dialog.start()
    return dialog


def bring_forward(page: Page, unit_id: int | None) -> ActDialog:
    """What a room owed before Desk, from the office's paper; a supervisor's act."""
    desk = page.desk
    spec = FormSpec(
        # L10N: 补录往期欠费
        N_("Bring forward"),
        (
            FieldSpec("unit_id", N_("Room"), "room", required=True),
            FieldSpec("kind", N_("Charge item"), "choice", required=True, choices=choices("charge_kinds")),
            FieldSpec("amount", N_("Amount"), "money", required=True),
            # L10N: 截止日期
            FieldSpec("since", N_("As of"), "date", required=True),
            FieldSpec("item", N_("What it is for"), max_length=40),
            FieldSpec("period", N_("Period"), max_length=20),
            # L10N: 原单号
            FieldSpec("source", N_("Number of the old paper"), max_length=30),
            FieldSpec("note", N_("Note"), max_length=80),
        ),
    )

    def save(values: dict[str, Any]) -> ChargeView:
        return money.bring_forward(desk, _entry(values))

    dialog = ActDialog(page, spec, save, yes=_("Save"), values={"unit_id": unit_id} if unit_id else None)
    dialog.approval.ask("supervisor")
    # L10N: 已补录
    dialog.acted.connect(
        lambda charge: page.shell.messages.info(_("{amount} brought forward.").format(amount=figures(charge.fen)))
    )
    dialog.start()
    return dialog


def _entry(values: dict[str, Any]) -> Any:
    return ChargeEntry(
        values["kind"], fen(values["amount"]), values["unit_id"], item=values["item"], period=values["period"],
        since=values["since"], source=values.get("source", ""), note=values["note"],
    )  # fmt: skip


class ChargesPage(ListPage):
    """All charges of one room, settled and void ones too; `open_page("charges", unit_id=…)`."""

    # L10N: 该户费用
    heading = N_("Charges of a room")
    # L10N: 该户没有费用记录
    views = (View("all", N_("All"), N_("Nothing was ever charged to this room.")),)
    shows = frozenset({"unit", "receipt", "charge"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self.unit_id = 0
        self.room = ""
        super().__init__(shell, desk)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 项
        return ngettext("{n} charge", "{n} charges", total)

    def title(self) -> str:
        return f"{_(self.heading)} {self.room}".strip()

    def open(self, **args: Any) -> None:
        self.unit_id = int(args.get("unit_id", 0))
        self.room = ""
        super().open(**args)
        unit, desk = self.unit_id, self.desk
        if not unit:
            return

        def look() -> str:
            return titles.title_of(desk, "unit", unit)

        def show(room: str) -> None:
            self.room = room
            self.retranslate()
            self.title_changed.emit()

        self.ask(look, show)

    def context(self) -> dict[str, Any]:
        return {"unit_id": self.unit_id} if self.unit_id else {}

    def columns(self) -> tuple[Column, ...]:
        def tone(row: ChargeView) -> str:
            return {"open": "red", "part-paid": "amber", "void": "muted"}.get(row.state, "green")

        return (
            # L10N: 收费项目
            Column("kind", N_("Charge item"), 12, get=lambda row: kind_words(row.kind), bold=True),
            # L10N: 内容
            Column("item", N_("What it is for"), 18),
            Column("period", N_("Period"), 14),
            # L10N: 应缴日
            Column("since", N_("Due since"), 12, get=lambda row: say.day(row.since)),
            Column("fen", N_("Amount"), 13, get=lambda row: figures(row.fen), align="right", least=11),
            # L10N: 未缴金额
            Column("open", N_("Still open"), 13, get=lambda row: figures(row.open_fen), align="right", least=11),
            Column("state", N_("State"), 10, get=lambda row: _(CHARGE_STATES[row.state]), tone=tone),
            Column("note", N_("Note"), 16),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 新增应收
            ListAct("new", N_("New charge"), "Ins", self.charge, on="list", at="head"),
            # L10N: 收费
            ListAct("pay", N_("Take a payment"), "F9", self._pay, on="list", at="head", role="primary"),
            ListAct("notice", N_("Payment notice"), "Ctrl+P", self._notice, on="list", at="head"),
            # L10N: 退还预缴款
            ListAct("prepaid", N_("Pay the prepayment back"), "Ctrl+U", self.pay_back, on="list", at="under"),
            # L10N: 补录预缴款
            ListAct("credit", N_("Bring a prepayment forward"), "Ctrl+Ins", self.credit, on="list", at="under"),
            # L10N: 作废该项
            ListAct(
                "void", N_("Void the charge"), "Ctrl+Del", self.void, at="under", fits=lambda row: row.state == "open"
            ),
        )

    def query(self) -> Query:
        return Query(self._view, str(self.unit_id))

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:

        rows = money.charges_of(desk, int(query.text)) if int(query.text) else ()
        return paging.Page(rows[part.offset : part.offset + part.limit], len(rows))

    def empty(self) -> Empty:
        return Empty(super().empty().words)

    def _pay(self) -> None:
        self.shell.open_page("cashier", unit_id=self.unit_id)

    def _notice(self) -> None:
        if self.unit_id:
            payment_notice(self, self.unit_id, self.room)

    def charge(self) -> None:
        """Charges something once."""
        desk, unit = self.desk, self.unit_id
        if not unit:
            return
        spec = FormSpec(
            N_("New charge"),
            (
                FieldSpec("kind", N_("Charge item"), "choice", required=True, choices=choices("charge_kinds")),
                FieldSpec("amount", N_("Amount"), "money", required=True),
                FieldSpec("item", N_("What it is for"), max_length=40),
                FieldSpec("period", N_("Period"), max_length=20),
                # L10N: 应缴日
                FieldSpec("since", N_("Due since"), "date"),
                FieldSpec("note", N_("Note"), max_length=80),
            ),
        )

        def save(values: dict[str, Any]) -> ChargeView:
            try:
                return money.charge(desk, _entry({**values, "unit_id": unit}))
            except InvalidInput as error:
                raise beside(error, placed(())) from error

        dialog = ActDialog(self, spec, save, yes=_("Save"), note=self.room)
        dialog.acted.connect(lambda _charge: self.refresh())
        dialog.start()

    def credit(self) -> None:
        """What a room had paid ahead before Desk, from the office's paper; a supervisor's act."""
        desk, unit = self.desk, self.unit_id
        if not unit:
            return
        fields = (
            FieldSpec("amount", N_("Amount"), "money", required=True),
            FieldSpec("source", N_("Number of the old paper"), max_length=30),
        )

        def save(values: dict[str, Any]) -> int:
            money.bring_credit_forward(desk, unit, fen(values["amount"]), source=values["source"])
            return fen(values["amount"])

        # L10N: 补录预缴款
        dialog = ActDialog(
            self, FormSpec(N_("Bring a prepayment forward"), fields), save, yes=_("Save"), note=self.room
        )
        dialog.approval.ask("supervisor")
        words = _("{amount} brought forward.")
        dialog.acted.connect(lambda paid: self._changed(words.format(amount=figures(paid))))
        dialog.start()

    def pay_back(self) -> None:
        """Pays back what the room paid ahead; the drawer must hold the cash."""
        desk, unit = self.desk, self.unit_id

        def look() -> tuple[int, str]:
            return money.balances(desk, unit).prepaid, payer_of(desk, unit)

        def show(found: tuple[int, str]) -> None:
            left, name = found
            if left:
                ask_pay_back(self, unit, self.room, left, name)
            else:
                # L10N: 该户没有预缴款
                self.shell.messages.warn(_("Nothing is paid ahead for this room."))

        if unit:
            self.ask(look, show)

    def _changed(self, words: str) -> None:
        self.shell.messages.info(words)
        self.refresh()

    def void(self, row: ChargeView) -> None:
        """Takes a charge back of which nothing was paid; with a supervisor's PIN."""
        desk = self.desk
        spec = FormSpec(
            N_("Void the charge"),
            (FieldSpec("reason", N_("Reason"), "multiline", required=True, span="full", lines=2),),
        )

        def save(values: dict[str, Any]) -> ChargeView:
            return money.void_charge(desk, row.id, reason=values["reason"])

        note = f"{row.item} {row.period} {figures(row.fen)}"
        dialog = ActDialog(self, spec, save, yes=_("Void"), note=note, danger=True)
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda _charge: self.refresh())
        dialog.start()


__all__ = ["ArrearsPage", "ChargesPage", "bring_forward", "payment_notice"]
