"""One household that owes: what, since when, which letters it had, what was said and promised, how well it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.kit.money import figures
from desk.services import fees
from desk.ui.fees.words import age_words, chosen
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.record_cards import Facts, FactSheet
from desk.ui.kit.tables import Column, Table
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.fees import DebtView, LetterView
    from desk.services.kit.desk import Desk


def ask_contact(page: Page, unit_id: int, payer_id: int | None, room: str) -> ActDialog:
    """Logs an attempt to reach who owes, and a promise to pay."""
    desk = page.desk
    fields = (
        # L10N: 联系结果
        FieldSpec(
            "outcome",
            N_("What came of it"),
            "choice",
            required=True,
            choices=lambda: chosen("contact_outcomes"),
            default="reached",
        ),
        FieldSpec(
            "promised",
            # L10N: 承诺付款日
            N_("Pays by"),
            "date",
            visible_when=lambda values: values.get("outcome") == "promised",
            needed_when=lambda values: values.get("outcome") == "promised",
        ),
        # L10N: 内容
        FieldSpec("note", N_("What they said"), "multiline", span="full", lines=2),
    )

    def save(values: dict[str, Any]) -> Any:
        promised = values["promised"] if values["outcome"] == "promised" else None
        return fees.note_contact(
            desk, fees.ContactEntry(unit_id, values["outcome"], payer_id, promised, values["note"])
        )

    # L10N: 登记联系
    dialog = ActDialog(page, FormSpec(N_("Log a contact"), fields), save, yes=_("Save"), note=room)
    # L10N: 已登记
    dialog.acted.connect(lambda _contact: page.shell.messages.info(_("It is logged.")))
    dialog.start()
    return dialog


def dun(page: Page, unit_id: int, payer_id: int | None, step: str) -> ActDialog:
    """Issues the next letter and prints it; the step and the last day can be changed."""
    desk = page.desk
    fields = (
        # L10N: 步骤
        FieldSpec(
            "step",
            N_("Dunning step"),
            "choice",
            required=True,
            choices=lambda: chosen("dunning_steps"),
            default=step or "reminder",
        ),
        # L10N: 缴费期限
        FieldSpec("pay_by", N_("Pay by"), "date", help=N_("Left empty: by the settings.")),
    )

    def save(values: dict[str, Any]) -> Any:
        return fees.dun(desk, fees.LetterEntry(unit_id, payer_id, values["step"], values["pay_by"]))

    # L10N: 开具催缴单
    dialog = ActDialog(page, FormSpec(N_("Dun"), fields), save, yes=_("Issue and print"))

    def acted(letter: LetterView) -> None:
        if letter.slip is not None:
            print_slip(page, letter.slip)

    def follow() -> None:
        dialog.approval.ask("supervisor" if dialog.form.value("step") == "at-law" else "")

    dialog.form.changed.connect(follow)
    follow()
    dialog.acted.connect(acted)
    dialog.start()
    return dialog


NARROW = 150
"""Below so many characters of width letters and contacts stand under each other."""


class DebtPage(Page):
    """`debt_id`: the room; `payer_id`: who owes."""

    shows = frozenset({"bill", "charge", "receipt", "dunning", "unit"})

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._unit = 0
        self._payer: int | None = None
        self.debt: DebtView | None = None
        layout = column(self, scroll=False)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._late = theme.text("", "bad", wrap=True)
        self.room_button = theme.Button("", role="link")
        self.room_button.clicked.connect(self._open_room)
        head.addWidget(self._title)
        head.addWidget(self._late, 1)
        head.addWidget(self.room_button)
        layout.addLayout(head)
        self._facts_card, self._facts = theme.Card(), Facts()
        self._facts_card.body.addWidget(self._facts)
        self.buttons: dict[str, theme.Button] = {}
        for code, key, run in (
            ("dun", "Ctrl+P", self.dun), ("contact", "Ctrl+G", self.contact), ("pay", "F9", self.pay),
            ("forecast", "Ctrl+O", self.forecast),
        ):  # fmt: skip
            button = self.buttons[code] = theme.Button("", key=key, role="primary" if code == "dun" else "")
            button.clicked.connect(run)
            self._facts_card.add_to_heading(button)
        layout.addWidget(self._facts_card)
        self._letters_card, self._contacts_card = theme.Card(), theme.Card()
        self.letters = Table(self._letter_columns())
        self.contacts = Table(self._contact_columns())
        self.letters.opened.connect(lambda row: self.shell.open_target(f"dunning:{row.id}"))
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(12)
        for card, table in ((self._letters_card, self.letters), (self._contacts_card, self.contacts)):
            card.body.addWidget(table, 1)
            self._across.addWidget(card, 1)
        layout.addLayout(self._across, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the two lists stand under each other: their days and numbers stay whole."""
        super().resizeEvent(event)
        narrow = self.width() < theme.characters(self, NARROW)
        self._across.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _letter_columns(self) -> tuple[Column, ...]:
        return (
            # L10N: 单号
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("step", N_("Dunning step"), 11, get=lambda row: label("dunning_steps", row.step)),
            Column("fen", N_("Amount"), 10, get=lambda row: figures(row.fen), align="right"),
            Column("pay_by", N_("Pay by"), 10, get=lambda row: say.day(row.pay_by)),
            Column("state", N_("State"), 14, least=13, get=lambda row: label("letter_states", row.state)),
        )

    def _contact_columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 时间
            Column("at", N_("When"), 12, get=lambda row: say.short_moment(desk, row.at), bold=True),
            Column(
                "outcome", N_("What came of it"), 16, least=16, get=lambda row: label("contact_outcomes", row.outcome)
            ),
            Column("promised", N_("Pays by"), 11, get=lambda row: say.day(row.promised)),
            Column("note", N_("What they said"), 14),
            Column("staff", N_("By"), 9, least=9),
        )

    def title(self) -> str:
        if self.debt is None:
            # L10N: 欠费住户
            return _("Debt of a household")
        return say.dotted(self.debt.room, self.debt.payer)

    def open(self, **args: Any) -> None:
        self._unit = int(args.get("debt_id") or args.get("unit_id") or 0)
        self._payer = int(args["payer_id"]) if args.get("payer_id") else None
        self.debt = None

    def context(self) -> dict[str, Any]:
        return {"unit_id": self._unit} if self._unit else {}

    def first_focus(self) -> QWidget | None:
        return self.buttons["contact"]

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Dun"), "Ctrl+P", self.dun),
            PageAction(N_("Log a contact"), "Ctrl+G", self.contact),
            PageAction(N_("Take a payment"), "F9", self.pay),
            # L10N: 预计应收
            PageAction(N_("Receivables to come"), "Ctrl+O", self.forecast),
            PageAction(N_("Open the household"), "Ctrl+H", self._open_room),
        )

    def refresh(self) -> None:
        desk, unit, payer = self.desk, self._unit, self._payer
        if not unit:
            return

        def look() -> Any:
            return fees.debt(desk, unit, payer)

        def show(debt: DebtView) -> None:
            if debt.unit_id != self._unit:
                return
            self.debt = debt
            self._payer = debt.payer_id
            self.letters.set_rows(debt.letters)
            self.contacts.set_rows(debt.contacts)
            self.retranslate()
            self.title_changed.emit()

        self.ask(look, show)

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self._facts_card.set_heading(_("Details"))
        # L10N: 催缴单; 联系记录
        self._letters_card.set_heading(_("Dunning letters"))
        self._contacts_card.set_heading(_("Contacts"))
        for code, words in (
            ("dun", _("Dun")), ("contact", _("Log a contact")), ("pay", _("Take a payment")), ("forecast", _("Receivables to come")),
        ):  # fmt: skip
            self.buttons[code].set_words(words)
        for table, words in (
            # L10N: 还没有催缴单; 还没有联系记录
            (self.letters, _("No letter yet.")),
            (self.contacts, _("Nobody was contacted yet.")),
        ):
            table.retranslate()
            table.set_empty(words)
        debt = self.debt
        if debt is None:
            return
        row = debt.row
        self.buttons["dun"].setEnabled(row is not None and row.fen > 0)
        self.room_button.set_words(f"{debt.room}  Ctrl+H")
        self._late.setText(label("promise_states", "broken") if row is not None and row.promise == "broken" else "")
        promise = (
            say.dotted(label("promise_states", row.promise), say.day(row.promised))
            if row is not None and row.promise
            else ""
        )
        self._facts.fill(
            FactSheet(
                short=(
                    (_("Past due"), figures(row.fen) if row else figures(0), "bad" if row and row.fen else "good"),
                    # L10N: 账龄
                    (_("Debt age"), age_words(row.age) if row and row.fen else "", ""),
                    # L10N: 最早应缴日
                    (_("Oldest due since"), say.day(row.oldest) if row and row.fen else "", ""),
                    # L10N: 诉讼时效至
                    (_("Limitation"), say.day(row.limitation) if row and row.fen else "", ""),
                    # L10N: 有异议
                    (_("Disputed"), figures(row.disputed) if row and row.disputed else "", "warning"),
                    (_("Last step"), label("dunning_steps", row.step) if row and row.step else "", ""),
                    (_("Next step"), label("dunning_steps", row.next_step) if row and row.next_step else "", "strong"),
                    (_("Promise"), promise, ""),
                    # L10N: 履约率（近 12 个月按时缴费）
                    (_("Paid in time"), f"{say.percent(debt.share)} ({debt.paid}/{debt.due})" if debt.due else "", ""),
                )
            )
        )

    def dun(self) -> None:
        """Issues the next letter."""
        row = self.debt.row if self.debt is not None else None
        if row is not None and row.fen:
            dun(self, row.unit_id, row.payer_id, row.next_step)

    def contact(self) -> None:
        """Logs a contact."""
        if self.debt is not None:
            ask_contact(self, self._unit, self.debt.payer_id, self.title())

    def pay(self) -> None:
        """Opens the cashier for the room."""
        if self._unit:
            self.shell.open_page("cashier", unit_id=self._unit)

    def forecast(self) -> None:
        """What the household will have to pay."""
        if self._unit:
            self.shell.open_page("forecast", unit_id=self._unit)

    def _open_room(self) -> None:
        if self._unit:
            self.shell.open_target(f"unit:{self._unit}")


__all__ = ["DebtPage", "ask_contact", "dun"]
