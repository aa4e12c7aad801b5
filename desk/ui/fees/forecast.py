"""What will fall due: months by items for the site or a room; given out on paper; compared with the bills of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from desk.catalog import label
from desk.errors import DeskError
from desk.i18n import N_, _, ngettext
from desk.rules.fees import FORECAST_MOST, month_of
from desk.rules.kit.money import figures
from desk.services import fees
from desk.services.fees import ForecastEntry
from desk.ui.fees.doors import Doors
from desk.ui.forms import FieldSpec
from desk.ui.forms.choice import RecordField
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table
from desk.ui.slips.actions import print_slip
from desk.ui.slips.many import with_progress

if TYPE_CHECKING:
    from desk.services.fees import ForecastView
    from desk.services.kit.desk import Desk

SHOWN = 6
"""So many months stand beside each other; more are read on paper."""
DIFFERENCES = (
    Column("room", N_("Room"), 16, bold=True),
    Column("item", N_("Charge item"), 14),
    # L10N: 预计
    Column("expected", N_("Expected"), 14, get=lambda row: figures(row.expected), align="right"),
    Column("billed", N_("Billed"), 14, get=lambda row: figures(row.billed), align="right"),
    Column(
        "reason", N_("Reason"), 14, get=lambda row: label("forecast_reasons", row.reason), tone=lambda _row: "amber"
    ),
)


def _total(row: Any) -> str:
    """What a row comes to; what goes by reading altogether is in no total, and is no nought."""
    if all(fen is None for fen in row.fen):
        return _("by reading")
    return figures(sum(fen or 0 for fen in row.fen))


class ForecastPage(Page):
    """`open_page("forecast")`, or with `unit_id`; Ctrl+Enter gives it out on paper."""

    shows = frozenset({"fee-item", "bill", "charge", "unit"})

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.found: ForecastView | None = None
        self.busy = tasks.Busy(lambda on: self.print_button.setEnabled(not on))
        layout = column(self, scroll=False)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        head.addWidget(self._title)
        head.addStretch(1)
        self.compare_button = theme.Button("", key="Ctrl+O")
        self.print_button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.print_button.clicked.connect(self.give_out)
        layout.addLayout(head)
        self.doors = Doors(self, "forecast")
        layout.addWidget(self.doors)
        self._add_filters(layout)
        head.addWidget(self.compare_button)
        head.addWidget(self.print_button)
        self.compare_button.clicked.connect(self.compare)
        self._sum = theme.text("", "strong", wrap=True)
        layout.addWidget(self._sum)
        self._card, self._compared = theme.Card(), theme.Card()
        self.table = Table(
            (
                Column("item", N_("Charge item"), 20, bold=True),
                *(self._month(place) for place in range(SHOWN)),
                # L10N: 合计
                Column(
                    "total",
                    N_("Total"),
                    14,
                    get=_total,
                    align="right",
                    least=11,
                ),
            )
        )
        self._card.body.addWidget(self.table, 1)
        self.homes = Table(
            (
                Column("room", N_("Room"), 16, bold=True, least=13),
                Column("payer", N_("Payer"), 12),
                *(self._month(place) for place in range(SHOWN)),
                Column("total", N_("Total"), 14, get=_total, align="right", least=11),
            )
        )
        self.homes.opened.connect(lambda row: self.shell.open_target(f"unit:{row.unit_id}"))
        self.homes.hide()
        self._card.body.addWidget(self.homes, 1)
        self.differences = Table(DIFFERENCES)
        self._compared.body.addWidget(self.differences, 1)
        self._compared.hide()
        layout.addWidget(self._card, 2)
        layout.addWidget(self._compared, 1)

    def _add_filters(self, layout: QVBoxLayout) -> None:
        """Whose, for how many months, by item or by home."""
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        self._room_words = theme.text("", "label")
        self.room = RecordField(FieldSpec("unit_id", N_("Room"), "room"), self.desk)
        self.room.setMinimumWidth(theme.characters(self, 24))
        self.room.changed.connect(self._ask)
        self._months_words = theme.text("", "label")
        self.months = QSpinBox()
        self.months.setRange(1, FORECAST_MOST)
        self.months.setValue(3)
        self.months.valueChanged.connect(lambda _value: self._ask())
        self._payer_words = theme.text("", "label")
        self.payer = RecordField(FieldSpec("payer_id", N_("Payer"), "person"), self.desk)
        self.payer.setMinimumWidth(theme.characters(self, 18))
        self.payer.changed.connect(self._ask)
        self.by_button = theme.Button("", key="F6", role="small")
        self.by_button.clicked.connect(self.turn)
        for widget in (
            self._room_words, self.room, self._payer_words, self.payer, self._months_words, self.months, self.by_button,
        ):  # fmt: skip
            line.addWidget(widget)
        line.addStretch(1)
        layout.addLayout(line)

    @staticmethod
    def _month(place: int) -> Column:
        # L10N: 第 {n} 个月
        names = (N_("1st month"), N_("2nd month"), N_("3rd month"), N_("4th month"), N_("5th month"), N_("6th month"))

        def words(row: Any) -> str:
            if place >= len(row.fen):
                return ""
            # L10N: 按抄表
            return _("by reading") if row.fen[place] is None else figures(row.fen[place])

        return Column(f"month{place}", names[place], 14, get=words, align="right")

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 预计应收
        return _("Receivables to come")

    def open(self, **args: Any) -> None:
        self.found = None
        self._compared.hide()
        unit = args.get("unit_id")
        self.room.set_value(int(unit) if unit else None)
        self.payer.set_value(None)

    def context(self) -> dict[str, Any]:
        return {"unit_id": self.room.value()} if self.room.value() else {}

    def first_focus(self) -> QWidget | None:
        return self.months

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 打印预计应收款明细
            PageAction(N_("Give it out on paper"), "Ctrl+Enter", self.give_out),
            # L10N: 按户或按项目看
            PageAction(N_("By home, or by item"), "F6", self.turn),
            # L10N: 与本月账单核对
            PageAction(N_("Compare with this month's bills"), "Ctrl+O", self.compare),
            *self.doors.keys(),
        )

    def refresh(self) -> None:
        self._ask()

    def _entry(self) -> Any:
        payer = self.payer.value()
        return ForecastEntry(self.months.value(), self.room.value(), payer if isinstance(payer, int) else None)

    def _ask(self) -> None:
        desk, entry, by_home = self.desk, self._entry(), not self.homes.isHidden()

        def look() -> Any:
            return fees.forecast(desk, entry), fees.forecast_by_home(desk, entry) if by_home else ()

        def show(answer: tuple[ForecastView, Any]) -> None:
            self.found, homes = answer
            self.table.set_rows(self.found.lines)
            self.homes.set_rows(homes)
            self._say()

        self.ask(look, show, pool=tasks.LONG)

    def turn(self) -> None:
        """Shows who will owe it instead of what is charged, and back."""
        by_home = self.homes.isHidden()
        self.homes.setVisible(by_home)
        self.table.setVisible(not by_home)
        self.retranslate()
        self._ask()
        (self.homes if by_home else self.table).view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        found = self.found
        if found is None:
            return
        shown = {f"month{place}": say.month(month) for place, month in enumerate(found.months[:SHOWN])}
        for table in (self.table, self.homes):
            table.set_headings(shown)
            table.hide_columns(*(f"month{place}" for place in range(len(shown), SHOWN)))
        # L10N: {month} {amount}; 合计（不含抄表项目）{amount}; 另有逾期 {amount}
        words = [f"{say.month(month)} {figures(fen)}" for month, fen in zip(found.months, found.totals, strict=True)]
        words.append(_("in all {amount}").format(amount=figures(found.total)))
        if found.overdue:
            words.append(_("overdue already {amount}").format(amount=figures(found.overdue)))
        if len(found.months) > SHOWN:
            # L10N: 下表只列前 {n} 个月，其余月份见打印件
            words.append(_("the first {n} months stand below, all of them on the paper").format(n=SHOWN))
        self._sum.setText(say.dotted(*words))

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self.doors.retranslate()
        # L10N: 房号（留空为全部）; 月数
        self._room_words.setText(_("Room (empty: the whole site)"))
        self.room.setAccessibleName(_("Room"))
        self._months_words.setText(_("Months"))
        self.months.setAccessibleName(_("Months"))
        self.print_button.set_words(_("Give it out on paper"))
        self.compare_button.set_words(_("Compare with this month's bills"))
        by_home = not self.homes.isHidden()
        # L10N: 付款人（留空为全部）
        self._payer_words.setText(_("Payer"))
        self.payer.setAccessibleName(_("Payer"))
        # L10N: 按项目看; 按户看
        self.by_button.set_words(_("By item") if by_home else _("By home"))
        # L10N: 各户按月; 各项目按月; 与账单的差异
        self._card.set_heading(_("By home and month") if by_home else _("By item and month"))
        self._compared.set_heading(_("Where the bills differ"))
        self.table.retranslate()
        self.homes.retranslate()
        self.homes.set_empty(_("Nothing will fall due in these months."))
        self.differences.retranslate()
        # L10N: 之后没有应收; 与预计一致
        self.table.set_empty(_("Nothing will fall due in these months."))
        self.differences.set_empty(_("Every bill is what was expected."))
        self._say()

    def give_out(self) -> None:
        """Issues the sheet, keeps its lines to be compared, and prints it."""
        desk, entry = self.desk, self._entry()

        def work(progress: Any) -> Any:
            return fees.issue_forecast(desk, entry, progress=progress, cancelled=progress.cancelled)

        def done(view: ForecastView) -> None:
            if view.slip is not None:
                print_slip(self, view.slip)

        # L10N: 正在计算
        with_progress(self, _("Reckoning"), work, done, busy=self.busy)

    def compare(self) -> None:
        """Compares what was billed of this month with the newest forecast of the site."""
        desk, month = self.desk, month_of(self.desk.today())

        def look() -> Any:
            return fees.compare_month(desk, month)

        def show(rows: Any) -> None:
            self.differences.set_rows(rows)
            self._compared.show()
            # L10N: {month}：{n} 处差异
            words = ngettext("{month}: {n} difference", "{month}: {n} differences", len(rows))
            self.shell.messages.info(words.format(month=say.month(month), n=len(rows)))

        def failed(error: DeskError) -> None:
            self.shell.messages.explain(error)

        self.ask(look, show, on_error=failed)


__all__ = ["ForecastPage"]
