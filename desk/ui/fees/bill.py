"""The page of one bill: how it was reckoned, what was paid, what happened; and the way of a scanned bill to the cashier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from desk.catalog import label
from desk.errors import DeskError
from desk.i18n import N_, _
from desk.rules.fees import BILL
from desk.rules.kit.money import figures
from desk.services import fees
from desk.ui.fees.words import LAMPS, age_words, amount, plain
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, clear, column
from desk.ui.kit.record_cards import TOP, Facts, FactSheet, Grid
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.slips.actions import print_slip
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.services.fees import BillView
    from desk.services.kit.desk import Desk
    from desk.services.slips import SlipView

KEYS = {"dispute": "Ctrl+Shift+Y", "resolve": "Ctrl+Shift+Y", "sue": "Ctrl+M", "withdraw": "Ctrl+M", "void": "Ctrl+Del"}
"""By the act's code. Acts that are never possible at the same time may share a key."""
SHARED = {
    # L10N: 登记异议，或异议了结
    "Ctrl+Shift+Y": N_("Record a dispute, or settle it"),
    # L10N: 转诉讼，或撤回诉讼
    "Ctrl+M": N_("Take to court, or withdraw"),
}


class BillActs(Acts):
    """What may be done with a bill."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, BILL, {code: _form(code) for code in KEYS})

    def read(self, record_id: int, code: str) -> tuple[BillView, None]:
        return fees.bill(self._desk, record_id), None

    def note(self, record: BillView) -> tuple[str, ...]:
        return (record.number, record.room, record.item, figures(record.open_fen))


def _form(code: str) -> FormFactory:
    def made(page: Page, bill: BillView, _around: Any) -> ActForm:
        def save(values: dict[str, Any]) -> Any:
            acts = {
                "dispute": fees.dispute, "resolve": fees.resolve, "sue": fees.sue, "withdraw": fees.withdraw,
                "void": fees.void_bill,
            }  # fmt: skip
            return acts[code](page.desk, bill.id, reason=values["reason"])

        return ActForm((FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2),), save)

    return made


class BillPage(RecordPage):
    """One bill; `bill_id`, or `number`."""

    kind = "bill"
    shows = frozenset({"bill", "receipt", "charge", "slip"})
    cycle = BILL
    keys = KEYS
    shared = SHARED
    acts_heading = N_("What to do")
    link_key = "Ctrl+H"
    link_label = N_("Open the household")

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.pay_button = theme.Button("", key="F9", role="primary")
        self.pay_button.clicked.connect(self.pay)
        self.paper_button = theme.Button("", key="Ctrl+Shift+P")
        self.paper_button.clicked.connect(self.print_bill)
        card: Any = self.card("details")
        card.add_to_heading(self.pay_button)
        card.add_to_heading(self.paper_button)

    @staticmethod
    def read(desk: Desk, record_id: int) -> BillView:
        return fees.bill(desk, record_id)

    @staticmethod
    def id_of(desk: Desk, number: str) -> int:
        return fees.bill_by_number(desk, number).id

    def make_acts(self) -> BillActs:
        return BillActs(self)

    def head(self, record: BillView) -> Head:
        late = ""
        if record.open_fen and record.age != "not-due":
            late = age_words(record.age)
        return Head(
            record.number,
            lamp=LAMPS[record.shown],
            state=label("bill_states", record.shown),
            late=late,
            facts=say.dotted(record.item, say.month(record.month), figures(record.fen)),
            link=f"{record.room}  {self.link_key}",
            target=f"unit:{record.unit_id}",
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=_facts),
            # L10N: 计费明细
            RecordCard("lines", N_("How it is reckoned"), lambda _page: BillLines(), of=lambda bill: bill),
            # L10N: 经过
            RecordCard("history", N_("History"), History, of=lambda bill: bill.events and bill),
            papers_card(read=_slips),
            files_card("bill"),
        )

    def concerned(self, changes: Any) -> bool:
        return super().concerned(changes) or changes.concern(("receipt", "charge"))

    def more_keys(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 收费
            PageAction(N_("Take a payment"), "F9", self.pay),
            # L10N: 打印账单
            PageAction(N_("Print the bill"), "Ctrl+Shift+P", self.print_bill),
        )

    def retranslate(self) -> None:
        self.pay_button.set_words(_("Take a payment"))
        self.paper_button.set_words(_("Print the bill"))
        super().retranslate()

    def _say(self, record: BillView) -> None:
        super()._say(record)
        self.pay_button.setVisible(bool(record.open_fen) and record.state != "void")
        self.paper_button.setVisible(record.state != "void")

    def pay(self) -> None:
        """Opens the cashier with this bill and what stands on its paper."""
        if self.record is not None and self.record.open_fen:
            self.shell.open_page("cashier", unit_id=self.record.unit_id, charges=self.record.others)

    def print_bill(self) -> None:
        """Issues the paper that the bill stands on, if there is none yet, and prints it."""
        if self.record is None or self.record.state == "void":
            return
        desk, wanted = self.desk, self.record.id

        def work() -> Any:
            return fees.bill_paper(desk, wanted)

        self.act(work, lambda slip: print_slip(self, slip))


def _facts(bill: BillView) -> FactSheet:
    return FactSheet(
        short=(
            (_("Room"), bill.room, "strong"),
            (_("Payer"), bill.payer, "strong"),
            (_("Item"), bill.item, ""),
            # L10N: 账期
            (_("Month billed"), say.month(bill.month), ""),
            (_("Amount"), figures(bill.fen), "strong"),
            (_("Still open"), figures(bill.open_fen), "bad" if bill.open_fen and bill.state != "void" else "good"),
            # L10N: 优惠
            (_("Discount"), amount(bill.off), ""),
            # L10N: 预缴款已抵扣
            (_("Paid from the prepayment"), amount(bill.prepaid_fen), ""),
            # L10N: 出账日
            (_("Issued on"), say.day(bill.issued), ""),
            # L10N: 应缴日
            (_("Due day"), say.day(bill.due), ""),
        ),
        wide=((_("Reason"), bill.reason, "warning"),),
    )


def _slips(desk: Desk, record_id: int) -> Sequence[SlipView]:
    return fees.bill(desk, record_id).slips


class BillLines(Grid):
    """How a bill was reckoned: period, quantity × rate, days, amount; the readings of metered ones."""

    def __init__(self) -> None:
        super().__init__(1)

    def fill(self, bill: BillView) -> None:
        """Shows the lines of a bill."""
        clear(self._grid)
        right = TOP | Qt.AlignmentFlag.AlignRight
        for row, line in enumerate(bill.lines):
            # L10N: {first} 至 {last}
            period = _("{first} to {last}").format(first=say.day(line.first), last=say.day(line.last))
            words = f"{plain(line.quantity)} × {plain(line.rate)}"
            if line.days != line.of_days:
                words += f" × {line.days}/{line.of_days}"
            if line.meter:
                words = say.dotted(words, f"{line.meter}: {plain(line.before)} → {plain(line.after)}")
            if line.off:
                words = say.dotted(words, f"{line.discount} −{figures(line.off)}")
            self._grid.addWidget(theme.text(period, "muted"), row, 0, TOP)
            self._grid.addWidget(theme.text(words, "", wrap=True), row, 1, TOP)
            self._grid.addWidget(theme.text(figures(line.fen - line.off), "strong"), row, 2, right)


class History(Grid):
    """What happened to a bill, the newest first."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(2)
        self._page = page

    def fill(self, bill: BillView) -> None:
        """Shows the events of a bill."""
        clear(self._grid)
        for row, event in enumerate(reversed(bill.events)):
            cells = (
                (say.short_moment(self._page.desk, event.at), "muted"), (label("bill_events", event.kind), "strong"),
                (event.note, ""), (event.staff, "muted"),
            )  # fmt: skip
            for place, (words, role) in enumerate(cells):
                self._grid.addWidget(theme.text(words, role, wrap=place == 2), row, place, TOP)


class BillScanPage(Page):
    """A bill was scanned: goes on to the cashier with its room and what stands on its paper; a settled or void one is shown."""

    shows = frozenset()

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._number = ""
        self._words = theme.text("", "muted", wrap=True)
        layout = column(self)
        layout.addWidget(self._words)
        layout.addStretch(1)

    def title(self) -> str:
        # L10N: 扫描账单收费
        return self._number or _("Pay a scanned bill")

    def open(self, **args: Any) -> None:
        """`number`: what was scanned."""
        self._number = str(args.get("number") or "").strip().upper()

    def first_focus(self) -> Any:
        return self

    def refresh(self) -> None:
        desk, number = self.desk, self._number
        if not number:
            return

        def look() -> Any:
            return fees.to_pay(desk, number)

        def pay(bill: BillView) -> None:
            if number == self._number and self.shell.page() is self:
                self.shell.leave_for("cashier", unit_id=bill.unit_id, charges=bill.others)

        def failed(error: DeskError) -> None:
            if number != self._number or self.shell.page() is not self:
                return
            if error.code in ("void", "settled"):
                self.shell.leave_for("bill", number=number)
            self.shell.messages.explain(error)
            self._words.setText(error.message)

        self.ask(look, pay, on_error=failed)

    def retranslate(self) -> None:
        # L10N: 请扫描账单上的条码
        if not self._number:
            self._words.setText(_("Scan the code of a bill."))


__all__ = ["BillPage", "BillScanPage"]
