"""The page of a renovation file: head, acts, papers, works, money, passes, inspections, violations, history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.kit import wording
from desk.rules.renovation.cycle import CYCLE
from desk.services import renovation as service
from desk.ui.kit import theme
from desk.ui.kit.pages import PageAction, Shell
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.renovation import cards, money_forms, passes
from desk.ui.renovation.acts import KEYS, RenovationActs
from desk.ui.renovation.around import Around
from desk.ui.renovation.papers import PAPERS, keep_scan, keep_whole_file
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card

if TYPE_CHECKING:
    from desk.services.kit.changes import Changes
    from desk.services.kit.desk import Desk
    from desk.services.money import ChargeView
    from desk.services.renovation import RenovationView

LIGHTS = {"expired": "red", "rectify": "red", "running": "green", "extended": "green", "filed": "green"}
# L10N: 通过或合格; 退回或不合格; 下一步; 暂停或恢复
SHARED = {
    "Ctrl+Y": N_("Approve, or inspection passed"),
    "Ctrl+Shift+Y": N_("Return, or inspection failed"),
    "Ctrl+J": N_("Next step"),
    "Ctrl+Shift+S": N_("Suspend, or resume"),
}
MONEY = (
    # L10N: 收费项目
    ("fee", N_("Fee"), "Ctrl+Shift+G"),
    # L10N: 缴费通知单
    ("notice", N_("Payment notice"), "Alt+N"),
    # L10N: 收取费用
    ("pay", N_("Take the fees"), "F9"),
    # L10N: 补录押金
    ("old-deposit", N_("Deposit of an old receipt"), "Ctrl+Ins"),
    # L10N: 退押金申请单
    ("application", N_("Application for the refund"), ""),
    # L10N: 退还保证金（已取消）
    ("refund-cancelled", N_("Refund the deposit"), "Ctrl+Shift+U"),
)


class Money(QWidget):
    """Deposits, fees and receipts of a file, and what is done with them."""

    def __init__(self, page: RenovationPage) -> None:
        super().__init__()
        self._page = page
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self._lines = cards.Grid(1)
        self._none = theme.text("", "muted", wrap=True)
        for part in (self._lines, self._none):
            layout.addWidget(part)
        self.buttons: dict[str, theme.Button] = {}
        for code, _words, key in MONEY:
            button = self.buttons[code] = theme.Button("", key=key, role="small")
            button.clicked.connect(lambda _checked=False, c=code: self._do(c))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def fill(self, fees: tuple[ChargeView, ...]) -> None:
        """Shows the open fees beside what the file says."""
        view = self._page.view()
        if view is None:
            return
        lines = cards.money(view, fees)
        self._lines.fill(lines)
        self._lines.setVisible(bool(lines))
        # L10N: 没有押金和费用
        self._none.setText(_("No deposit and no fee."))
        self._none.setVisible(not lines)
        for code, words, _key in MONEY:
            self.buttons[code].set_words(_(words))
        early = view.state in ("approved", "told")
        held = any(each.held for each in view.deposits)
        shown = {"fee": early, "notice": early, "pay": bool(fees)}
        shown["old-deposit"] = view.taken_over and view.state not in ("refunded", "filed", "cancelled")
        shown["application"] = bool(held) and view.state in ("running", "extended", "expired", "passed", "refundable")
        shown["refund-cancelled"] = held and CYCLE.possible(view, "refund-cancelled")
        for code, there in shown.items():
            self.buttons[code].setVisible(there)

    def page_keys(self) -> tuple[PageAction, ...]:
        """The keys of the buttons."""
        return tuple(PageAction(words, key, partial(self._do, code)) for code, words, key in MONEY)

    def _do(self, code: str) -> None:
        view = self._page.view()
        if view is None or self.buttons[code].isHidden():
            return
        if code == "fee":
            money_forms.charge_fee(self._page, view)
        elif code == "notice":
            money_forms.issue_notice(self._page, view)
        elif code == "pay":
            self._page.pay_fees()
        elif code == "old-deposit":
            money_forms.old_deposit(self._page, view)
        elif code == "application":
            money_forms.apply_refund(self._page, view)
        else:
            self._page.do(code)


class RenovationPage(RecordPage):
    """One renovation file."""

    kind = "renovation"
    shows = frozenset({"renovation"})
    cycle = CYCLE
    keys = KEYS
    shared = SHARED
    resting = "note"
    link_key = "Ctrl+H"
    # L10N: 打开住户 / 办理
    link_label = N_("Open the household")
    acts_heading = N_("What to do")

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.passes: passes.PassesCard = self.card("passes").content
        self.violations: passes.ViolationsCard = self.card("violations").content
        self.whole_button = theme.Button("", key="Ctrl+S", role="small")
        self.whole_button.clicked.connect(self.keep_whole)
        self.card("papers").content.layout().addWidget(self.whole_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.scan_button = theme.Button("", key="Ctrl+I", role="small")
        self.scan_button.clicked.connect(self.keep_scan)
        self.card("papers").content.layout().addWidget(self.scan_button, 0, Qt.AlignmentFlag.AlignLeft)

    # ------------------------------------------------------------------------------------------ what a feature says
    @staticmethod
    def read(desk: Desk, record_id: int) -> RenovationView:
        return service.renovation(desk, record_id)

    @staticmethod
    def id_of(desk: Desk, number: str) -> int:
        """The file of its number, of its certificate or of one of its passes (a scan)."""
        return service.by_number(desk, number).id

    def make_acts(self) -> RenovationActs:
        return RenovationActs(self)

    def cards(self) -> tuple[RecordCard, ...]:
        # L10N: 资料; 出入证; 违规; 检查; 经过; 押金与费用; 备案资料; 装修项目; 尚无资料; 尚无装修项目; 尚未检查
        return (
            RecordCard("facts", N_("Details"), lambda _page: cards.Details(), of=lambda view: view),
            RecordCard(
                "passes", N_("Passes of the workers"), passes.PassesCard, of=lambda view: view.passes, bare=True
            ),
            RecordCard(
                "violations", N_("Violations"), passes.ViolationsCard, of=lambda view: view.violations, bare=True
            ),
            _lines("inspections", N_("Inspections"), cards.inspections, N_("No inspection yet."), right=False),
            RecordCard("history", N_("History"), cards.History, of=lambda view: view.events),
            RecordCard(
                "money",
                N_("Deposit and fees"),
                Money,
                read=_fees,
                shows=frozenset({"renovation", "receipt", "charge", "deposit"}),
                always=True,
                right=True,
            ),
            _lines("file", N_("Papers of the file"), cards.documents, N_("No paper is asked for.")),
            _lines("works", N_("Works"), cards.works, N_("No item of work.")),
            papers_card(of=lambda view: view.slips, further=PAPERS),
            files_card("renovation"),
        )

    def head(self, record: RenovationView) -> Head:
        late = record.days_left < 0 and record.state in ("running", "extended", "suspended", "expired")
        words = ""
        if late:
            n = -record.days_left
            # L10N: 已超期 {n} 天
            words = ngettext("{n} day past the last day", "{n} days past the last day", n).format(n=n)
        elif record.state in ("running", "extended") and record.days_left <= 7:
            # L10N: 还剩 {n} 天
            words = ngettext("{n} day left", "{n} days left", record.days_left).format(n=record.days_left)
        return Head(
            record.number,
            lamp="red" if late else LIGHTS.get(record.state, "amber"),
            state=label("renovation_states", record.state),
            late=words,
            link=f"{record.room}  {self.link_key}",
            target=f"unit:{record.unit_id}",
        )

    def concerned(self, changes: Changes) -> bool:
        return super().concerned(changes) or changes.concern(("worker-pass", "violation", "receipt"))

    def more_keys(self) -> tuple[PageAction, ...]:
        # L10N: 整份档案存为一个 PDF
        return (
            PageAction(N_("Whole file as one PDF"), "Ctrl+S", self.keep_whole),
            # L10N: 存扫描件
            PageAction(N_("Keep a scan"), "Ctrl+I", self.keep_scan),
            PageAction(N_("Show the number"), "Alt+R", self.show_numbers, on="view"),
        )

    def show_numbers(self) -> None:
        """The whole phones of applicant and site leader; who looked is noted."""
        view, desk = self.view(), self.desk
        if view is None:
            return

        def look() -> tuple[str, str]:
            return service.numbers(desk, view.id)

        def show(found: tuple[str, str]) -> None:
            told = [
                f"{name} {number}" for name, number in zip((view.applicant, view.leader), found, strict=True) if number
            ]
            # L10N: 没有登记电话
            self.shell.messages.info(wording.dotted(*told) if told else _("No phone is on file."))

        self.ask(look, show)

    def retranslate(self) -> None:
        super().retranslate()
        self.whole_button.set_words(_("Whole file as one PDF"))
        self.scan_button.set_words(_("Keep a scan"))

    # --------------------------------------------------------------------------------------------------------- acts
    def view(self) -> RenovationView | None:
        """The file that is shown; None while it is being read."""
        found: RenovationView | None = self.record
        return found

    def pay_fees(self) -> None:
        """Takes the open fees of the file."""
        view = self.view()
        if view is not None:
            money_forms.pay_fees(self, view, Around(fees=self.card("money").answer or ()))

    def print_passes(self, paper: str = "a4") -> None:
        """Prints the valid cards of the file."""
        if self.record is not None:
            passes.print_passes(self, self.record.id, paper)

    def show_passes(self) -> None:
        """Goes to the passes, those that are out first."""
        self.passes.table.select(lambda row: row.state == "active")
        self.passes.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_violations(self) -> None:
        """Goes to the violations, those that are open first."""
        self.violations.table.select(lambda row: row.state != "put-right")
        self.violations.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_scan(self) -> None:
        """Asks which paper of the file was scanned, and keeps it."""
        view = self.view()
        if view is not None:
            keep_scan(self, view)

    def keep_whole(self) -> None:
        """Keeps the whole file as one PDF."""
        view = self.view()
        if view is not None:
            keep_whole_file(self, view)


def _lines(code: str, heading: str, of: Any, empty: str, *, right: bool = True) -> RecordCard:
    """A card of plain lines."""
    return RecordCard(code, heading, lambda _page: cards.Grid(1), of=of, empty=empty, right=right)


def _fees(desk: Desk, record_id: int) -> tuple[ChargeView, ...]:
    return service.fees(desk, record_id)


__all__ = ["RenovationPage"]
