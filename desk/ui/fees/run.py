"""The month's run: what it will make and what it cannot, then the run itself with its progress; and the runs that were made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desk.catalog import label
from desk.errors import DeskError, InvalidInput
from desk.i18n import N_, _, ngettext
from desk.rules.fees import month_of
from desk.rules.kit.money import figures
from desk.services import fees
from desk.services.fees import RunEntry
from desk.ui.fees.doors import Doors
from desk.ui.fees.words import months
from desk.ui.forms import FieldSpec
from desk.ui.forms.fields import DateField
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.slips.many import print_papers, with_progress

if TYPE_CHECKING:
    from desk.services.fees import RunView
    from desk.services.kit.desk import Desk

SUMS = (
    # L10N: 收费项目
    Column("item", N_("Charge item"), 20, bold=True),
    # L10N: 账单数
    Column("bills", N_("Bills"), 8, get=lambda row: f"{row.bills:,}", align="right"),
    # L10N: 金额
    Column("fen", N_("Amount"), 16, get=lambda row: figures(row.fen), align="right"),
)
GAPS = (
    Column("room", N_("Room"), 16, bold=True),
    Column("item", N_("Charge item"), 14),
    # L10N: 未出账原因
    Column("code", N_("Why not"), 16, get=lambda row: label("bill_gaps", row.code), tone=lambda _row: "amber"),
)
RUNS = (
    # L10N: 账期
    Column("month", N_("Month billed"), 11, get=lambda row: say.month(row.month), bold=True),
    Column("bills", N_("Bills"), 8, get=lambda row: f"{row.bills:,}", align="right"),
    Column("fen", N_("Amount"), 14, get=lambda row: figures(row.fen), align="right"),
    # L10N: 应缴日
    Column("due", N_("Due day"), 11, get=lambda row: say.day(row.due)),
    # L10N: 出账人
    Column("staff", N_("By"), 10),
)


class RunPage(Page):
    """`open_page("bill-run")`, with `month` its first day; Ctrl+Enter bills the month."""

    shows = frozenset({"bill", "fee-item", "meter"})

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.found: RunView | None = None
        self.busy = tasks.Busy(self._busy_changed)
        layout = column(self)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        head.addWidget(self._title)
        head.addStretch(1)
        self.run_button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.run_button.clicked.connect(self.run)
        self.print_button = theme.Button("", key="Ctrl+P")
        self.print_button.clicked.connect(self.print_month)
        head.addWidget(self.print_button)
        head.addWidget(self.run_button)
        layout.addLayout(head)
        self.doors = Doors(self, "bill-run")
        layout.addWidget(self.doors)
        layout.addLayout(self._line())
        self._counts = theme.text("", "strong", wrap=True)
        layout.addWidget(self._counts)
        self._tables(layout)

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        self._month_words = theme.text("", "label")
        self.month = Chooser()
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.month.currentIndexChanged.connect(lambda _at: self._preview())
        self._due_words = theme.text("", "label")
        self.due = DateField(FieldSpec("due", N_("Due day"), "date"), self.desk)
        self.due.setFixedWidth(theme.characters(self, 16))
        self.due.editingFinished.connect(self._preview)
        self._problem = theme.text("", "bad", wrap=True)
        for widget in (self._month_words, self.month, self._due_words, self.due):
            line.addWidget(widget)
        line.addWidget(self._problem, 1)
        return line

    def _tables(self, layout: Any) -> None:
        across = QHBoxLayout()
        across.setSpacing(12)
        left, right, below = theme.Card(), theme.Card(), theme.Card()
        self.sums, self.gaps, self.runs = Table(SUMS), Table(GAPS), Table(RUNS)
        for card, table in ((left, self.sums), (right, self.gaps), (below, self.runs)):
            table.setMinimumHeight(self.fontMetrics().height() * 8)  # where the screen is low the page scrolls
            card.body.addWidget(table, 1)
        self._cards = (left, right, below)
        self.runs.opened.connect(lambda row: self.shell.open_page("bills", view="all", month=row.month.isoformat()))
        self.gaps.opened.connect(lambda row: self.shell.open_target(f"unit:{row.unit_id}"))
        across.addWidget(left, 1)
        across.addWidget(right, 1)
        layout.addLayout(across, 3)
        layout.addWidget(below, 2)

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 月度出账
        return _("Month's run")

    def open(self, **args: Any) -> None:
        self._fill_months()
        wanted = str(args.get("month") or month_of(self.desk.today()).isoformat())
        self.month.blockSignals(True)
        self.month.setCurrentIndex(max(0, self.month.findData(wanted)))
        self.month.blockSignals(False)
        self.due.set_value(None)
        self.found = None

    def _fill_months(self) -> None:
        kept = self.month.currentData()
        self.month.blockSignals(True)
        self.month.clear()
        for code, words in months(self.desk.today()):
            self.month.addItem(words, code)
        self.month.setCurrentIndex(max(0, self.month.findData(kept)))
        self.month.blockSignals(False)

    def refresh(self) -> None:
        self._preview()
        desk = self.desk

        def look() -> Any:
            return fees.runs(desk, limit=50).rows

        self.ask(look, self.runs.set_rows)

    def first_focus(self) -> QWidget | None:
        return self.month

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 出账
            PageAction(N_("Bill the month"), "Ctrl+Enter", self.run),
            PageAction(N_("Print the month's bills"), "Ctrl+P", self.print_month),
            *self.doors.keys(),
        )

    def retranslate(self) -> None:
        self._fill_months()
        self._title.setText(self.title())
        self.run_button.set_words(_("Bill the month"))
        self.print_button.set_words(_("Print the month's bills"))
        self._month_words.setText(_("Month billed"))
        self.month.setAccessibleName(_("Month billed"))
        # L10N: 应缴日（留空按设置）
        self._due_words.setText(_("Due (empty: by the settings)"))
        self.due.setAccessibleName(_("Due day"))
        # L10N: 将生成; 无法出账; 已出账
        for card, words in zip(self._cards, (_("Will be made"), _("Cannot be billed"), _("Runs made")), strict=True):
            card.set_heading(words)
        for table in (self.sums, self.gaps, self.runs):
            table.retranslate()
        # L10N: 该月没有待出的账单; 没有问题; 还没有出过账
        self.sums.set_empty(_("Nothing of this month is left to bill."))
        self.gaps.set_empty(_("No problem found."))
        self.runs.set_empty(_("No month was billed yet."))
        self.doors.retranslate()
        self._say()

    # ------------------------------------------------------------------------------------------------------ the run
    def _entry(self) -> Any:
        return RunEntry(date.fromisoformat(self.month.currentData()), self.due.value())

    def _preview(self) -> None:
        if self.month.currentData() is None or self.busy:
            return
        desk, entry = self.desk, self._entry()

        def look() -> Any:
            return fees.preview_run(desk, entry)

        self.ask(look, self._show, on_error=self._failed, pool=tasks.LONG)

    def _show(self, found: RunView) -> None:
        self.found = found
        self._problem.setText("")
        self.sums.set_rows(found.items)
        self.gaps.set_rows(found.gaps)
        self._say()

    def _failed(self, error: DeskError) -> None:
        self.found = None
        self._say()
        if isinstance(error, InvalidInput):
            self._problem.setText(" ".join(problem.message for problem in error.problems))
        else:
            self.shell.messages.explain(error)

    def _say(self) -> None:
        found = self.found
        self.run_button.setEnabled(found is not None and found.bills > 0 and not self.busy)
        if found is None:
            self._counts.setText("")
            return
        words = [
            # L10N: {n} 张账单
            ngettext("{n} bill", "{n} bills", found.bills).format(n=f"{found.bills:,}"),
            ngettext("{n} room", "{n} rooms", found.units).format(n=f"{found.units:,}"),
            figures(found.fen),
            # L10N: 应缴日 {day}
            _("due {day}").format(day=say.day(found.due)),
        ]
        if found.made:
            # L10N: 已出 {n} 张
            words.append(ngettext("{n} made already", "{n} made already", found.made).format(n=f"{found.made:,}"))
        words += [f"{label('bill_gaps', code)} {count:,}" for code, count in found.gap_counts.items()]
        self._counts.setText(say.dotted(*words))

    def _busy_changed(self, on: bool) -> None:
        for widget in (self.month, self.due, self.print_button):
            widget.setEnabled(not on)
        self._say()

    def run(self) -> None:
        """Bills the month; Cancel leaves nothing."""
        if self.found is None or not self.run_button.isEnabled():
            return
        desk, entry = self.desk, self._entry()

        def work(progress: Any) -> Any:
            return fees.run(desk, entry, progress=progress, cancelled=progress.cancelled)

        def done(made: RunView) -> None:
            # L10N: 已生成 {n} 张账单，共 {amount}
            words = ngettext("{n} bill made, {amount} in all.", "{n} bills made, {amount} in all.", made.bills)
            self.shell.messages.info(
                words.format(n=f"{made.bills:,}", amount=figures(made.fen)),
                # L10N: 打印账单
                label=_("Print the month's bills"),
                action=self.print_month,
            )
            self.refresh()

        # L10N: 正在出账
        with_progress(self, _("Billing the month"), work, done, busy=self.busy)

    def print_month(self) -> None:
        """Issues what is missing of the month's papers, and prints all of them in building order."""
        if self.month.currentData() is None:
            return
        desk, month = self.desk, date.fromisoformat(self.month.currentData())

        def work(progress: Any) -> Any:
            return fees.issue_papers(desk, month, progress=progress, cancelled=progress.cancelled)

        with_progress(
            self, _("Issuing the bills"), work, lambda numbers: print_papers(self, "bill", numbers), busy=self.busy
        )


__all__ = ["RunPage"]
