"""The list of bills; the door to everything about fees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.kit.money import figures
from desk.services import fees
from desk.ui.fees.doors import Doors
from desk.ui.fees.words import amount, months, tone
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.slips.many import print_papers, with_progress

if TYPE_CHECKING:
    from desk.services.fees import BillRow
    from desk.services.kit.desk import Desk

# L10N: 还没有账单。先设定收费项目（Ctrl+3），再出账（Ctrl+2）。
_BEGIN = N_("There is no bill yet. Set up charge items (Ctrl+3), then bill a month (Ctrl+2).")
# L10N: 此列表中没有账单
_NONE = N_("No bill is in this list now.")


@dataclass(frozen=True, slots=True)
class BillsQuery(Query):
    """Which bills are shown; `month`: its first day, as text."""

    month: str = ""


class BillsPage(ListPage):
    """Bills; Enter opens one, Ctrl+O takes its payment."""

    # L10N: 账单与催缴
    heading = N_("Bills and dunning")
    views = (
        # L10N: 未结清
        View("owing", N_("Owing"), _NONE),
        # L10N: 即将到期
        View("soon", N_("Due soon"), N_("No bill falls due in the next 31 days.")),
        # L10N: 已逾期
        View("overdue", N_("Past due"), _NONE, "red"),
        # L10N: 有异议
        View("disputed", N_("Disputed"), _NONE, "amber"),
        # L10N: 诉讼中
        View("at-law", N_("At law"), _NONE),
        # L10N: 已结清
        View("settled", N_("Settled"), _NONE),
        # L10N: 已作废
        View("void", N_("Void"), _NONE),
        # L10N: 全部
        View("all", N_("All"), _BEGIN),
    )
    views_aside = True
    # L10N: 单号、房号、付款人
    search = N_("Number, room, payer")
    sort = "number"
    descending = True
    hides = ("payer", "due")
    shows = frozenset({"bill", "receipt", "charge"})

    def between(self, layout: QVBoxLayout) -> None:
        self.doors = Doors(self, "bills")
        layout.addWidget(self.doors)

    def narrowing(self) -> Sequence[QWidget]:
        self.month = Chooser()
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.month.currentIndexChanged.connect(lambda _at: self.again())
        return (self.month,)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张账单
        return ngettext("{n} bill", "{n} bills", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 单号
            Column("number", N_("Number"), 18, bold=True, least=18, sort="number"),
            Column("room", N_("Room"), 15, least=13, sort="room"),
            # L10N: 项目
            Column("item", N_("Item"), 12),
            # L10N: 账期
            Column("month", N_("Month billed"), 10, get=lambda row: say.month(row.month), least=10, sort="month"),
            # L10N: 应缴
            Column("fen", N_("Amount"), 12, get=lambda row: figures(row.fen), align="right", least=11, sort="fen"),
            # L10N: 未缴
            Column(
                "open_fen",
                N_("Still open"),
                12,
                get=lambda row: amount(row.open_fen),
                align="right",
                least=11,
                sort="open",
            ),
            # L10N: 应缴日
            Column("due", N_("Due day"), 10, get=lambda row: say.short_day(desk, row.due), sort="due"),
            # L10N: 状态
            Column("state", N_("State"), 9, get=lambda row: label("bill_states", row.state), tone=tone),
            # L10N: 付款人
            Column("payer", N_("Payer"), 12),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the bill"), "Enter", lambda row: self.shell.open_target(f"bill:{row.id}")),
            # L10N: 收费
            ListAct(
                "pay",
                N_("Take a payment"),
                "F9",
                self._pay,
                at="under",
                role="primary",
                fits=lambda row: row.open_fen > 0,
            ),
            # L10N: 打印账单
            ListAct(
                "print", N_("Print the bill"), "Ctrl+P", self._print, at="under", fits=lambda row: row.state != "void"
            ),
            # L10N: 打印该月全部账单
            ListAct("papers", N_("Print the month's bills"), "Ctrl+Shift+P", self.print_month, on="list", at="under"),
        )

    @staticmethod
    def read(desk: Desk, query: BillsQuery, part: Part) -> Answer:
        month = date.fromisoformat(query.month) if query.month else None
        which = fees.BillFilter("" if query.view == "all" else query.view, month, text=query.text)
        return fees.bills(
            desk, which, sort=part.sort or "number", descending=part.descending, offset=part.offset, limit=part.limit
        )

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return fees.bill_counts(desk)

    def query(self) -> BillsQuery:
        return BillsQuery(self._view, self.words(), self.month.currentData() or "")

    def narrowed(self) -> bool:
        return bool(self.words() or self.month.currentData())

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `bills:CODE` target; `text`; `month`: its first day."""
        self._fill_months()
        if args.get("month"):
            self.month.setCurrentIndex(max(0, self.month.findData(str(args["month"]))))
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def show_view(self, code: str) -> None:
        if code == "soon":  # the nearest first
            self.table.sort_by("due", descending=False)
        super().show_view(code)

    def _fill_months(self) -> None:
        kept = self.month.currentData()
        self.month.blockSignals(True)
        self.month.clear()
        # L10N: 全部月份
        self.month.addItem(_("Every month"), "")
        for code, words in months(self.desk.today()):
            self.month.addItem(words, code)
        self.month.setCurrentIndex(max(0, self.month.findData(kept)))
        self.month.blockSignals(False)

    def show_all(self) -> None:
        self.month.setCurrentIndex(0)
        super().show_all()

    def empty(self) -> Empty:
        if self.narrowed():
            return super().empty()
        return Empty(super().empty().words if self._counts.get("ever", 1) else _(_BEGIN))

    def retranslate(self) -> None:
        self._fill_months()
        self.month.setAccessibleName(_("Month billed"))
        self.doors.retranslate()
        super().retranslate()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (*super().actions_by_key(), *self.doors.keys())

    def _pay(self, row: BillRow) -> None:
        self.shell.open_page("bill-scan", number=row.number)

    def _print(self, row: BillRow) -> None:
        desk, bill_id = self.desk, row.id

        def work() -> Any:
            return fees.bill_paper(desk, bill_id)

        self.act(work, lambda slip: print_papers(self, "bill", [slip.number]))

    def print_month(self) -> None:
        """Issues what is missing of the chosen month's papers, and prints all of them in building order."""
        desk, code = self.desk, self.month.currentData()
        if not code:
            # L10N: 请先选择月份
            self.shell.messages.info(_("Choose a month first."))
            self.month.setFocus()
            return
        month = date.fromisoformat(code)

        def work(progress: Any) -> Any:
            return fees.issue_papers(desk, month, progress=progress, cancelled=progress.cancelled)

        # L10N: 正在开具账单
        with_progress(self, _("Issuing the bills"), work, lambda numbers: print_papers(self, "bill", numbers))


__all__ = ["BillsPage"]
