"""The statements of a quarter: issued to every payer, signed as right or disputed, with both rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.fees import STATEMENT
from desk.rules.fees.dunning import quarter_of
from desk.rules.kit.dates import add_months
from desk.rules.kit.money import figures
from desk.services import fees
from desk.services.kit.paging import Page as Rows
from desk.ui.fees.doors import Doors
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.slips.many import print_papers, with_progress

if TYPE_CHECKING:
    from desk.services.fees import QuarterView, StatementRow
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Page

TONES = {"issued": "amber", "signed": "green", "disputed": "red"}
SHOWN = 8
# L10N: 该季度还没有对账单。按 Ctrl+Shift+P 开具。
_NONE = N_("No statement of this quarter is here. Ctrl+Shift+P issues them.")


@dataclass(frozen=True, slots=True)
class StatementsQuery(Query):
    """Which statements are shown; `quarter`: its first day, as text."""

    quarter: str = ""


class StatementActs(Acts):
    """What may be done with a statement."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, STATEMENT, {code: _form(code) for code in ("sign", "dispute")})

    def read(self, record_id: int, code: str) -> tuple[StatementRow, None]:
        return fees.statement(self._desk, record_id), None

    def note(self, record: StatementRow) -> tuple[str, ...]:
        return (record.number, record.room, record.payer, figures(record.closing))


def _form(code: str) -> FormFactory:
    def made(page: Page, row: StatementRow, _around: Any) -> ActForm:
        # L10N: 签字人; 日期; 异议内容
        signer, on = FieldSpec("signer", N_("Signed by"), max_length=30), FieldSpec("on", N_("Day of it"), "date")
        note = FieldSpec("note", N_("What is disputed"), "multiline", span="full", lines=2)

        def save(values: dict[str, Any]) -> Any:
            acts: dict[str, Any] = {"sign": fees.sign_statement, "dispute": fees.dispute_statement}
            return acts[code](page.desk, row.id, **values)

        values = {"on": page.desk.today(), **({"signer": row.payer} if code == "sign" else {})}
        return ActForm((signer, on) if code == "sign" else (on, note), save, values=values)

    return made


class StatementsPage(ListPage):
    """The statements of a quarter in building order."""

    # L10N: 对账单
    heading = N_("Statements")
    views = (
        View("all", N_("All"), _NONE),
        # L10N: 待签回
        View("issued", N_("Not back"), _NONE),
        # L10N: 核对无误
        View("signed", N_("Signed as right"), _NONE),
        View("disputed", N_("Disputed"), _NONE),
    )
    # L10N: 房号、付款人、单号
    search = N_("Room, payer, number")
    shows = frozenset({"statement"})
    hides = ("opening", "signer")

    def __init__(self, shell: Any, desk: Desk) -> None:
        self.rates: QuarterView | None = None
        super().__init__(shell, desk)
        self._acts = StatementActs(self)

    def between(self, layout: QVBoxLayout) -> None:
        self.doors = Doors(self, "statements")
        layout.addWidget(self.doors)
        self._rates = theme.text("", "strong", wrap=True)
        layout.addWidget(self._rates)

    def narrowing(self) -> Sequence[QWidget]:
        self.quarter = Chooser()
        self.quarter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.quarter.currentIndexChanged.connect(lambda _at: self._chosen())
        return (self.quarter,)

    def _chosen(self) -> None:
        self.again()
        self._read_rates()

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份对账单
        return ngettext("{n} statement", "{n} statements", total)

    def columns(self) -> tuple[Column, ...]:
        def money(name: str) -> Any:
            return lambda row: figures(getattr(row, name))

        return (
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("room", N_("Room"), 15, least=13),
            Column("payer", N_("Payer"), 10),
            # L10N: 期初
            Column("opening", N_("At the start"), 12, get=money("opening"), align="right"),
            Column("billed", N_("Billed"), 12, get=money("billed"), align="right"),
            Column("paid", N_("Payments"), 12, get=money("paid"), align="right"),
            # L10N: 期末
            Column("closing", N_("At the end"), 12, get=money("closing"), align="right", least=11),
            Column(
                "state",
                N_("State"),
                10,
                get=lambda row: label("statement_states", row.state),
                tone=lambda row: TONES[row.state],
            ),
            Column("signer", N_("Signed by"), 12),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct(
                "open", N_("Open the household"), "Enter", lambda row: self.shell.open_target(f"unit:{row.unit_id}")
            ),
            # L10N: 开具并打印对账单
            ListAct(
                "issue", N_("Issue the statements"), "Ctrl+Shift+P", self.issue, on="list", at="head", role="primary"
            ),
            ListAct(
                "sign",
                N_("Note who signed"),
                "Ctrl+T",
                lambda row: self._acts.open_for(row.id, "sign"),
                at="under",
                fits=lambda row: row is not None and row.state != "signed",
            ),
            # L10N: 有异议
            ListAct(
                "dispute",
                N_("Note the dispute"),
                "Ctrl+Shift+Y",
                lambda row: self._acts.open_for(row.id, "dispute"),
                at="under",
                fits=lambda row: row is not None and row.state == "issued",
            ),
            ListAct(
                "print",
                N_("Print the statement"),
                "Ctrl+P",
                lambda row: print_papers(self, "statement", [row.number]),
                at="under",
            ),
        )

    @staticmethod
    def read(desk: Desk, query: StatementsQuery, part: Part) -> Answer:
        if not query.quarter:
            return Rows((), 0)
        state = "" if query.view == "all" else query.view
        return fees.statements(
            desk, date.fromisoformat(query.quarter), state=state, text=query.text, offset=part.offset, limit=part.limit
        )

    def query(self) -> StatementsQuery:
        return StatementsQuery(self._view, self.words(), self.quarter.currentData() or "")

    def open(self, **args: Any) -> None:
        """`quarter`: its first day; `statement_id`: the one that is meant is made current."""
        self._fill()
        self.meant = int(args.get("statement_id") or 0)
        if args.get("quarter"):
            self.quarter.setCurrentIndex(max(0, self.quarter.findData(str(args["quarter"]))))
        super().open(**args)

    def _fill(self) -> None:
        kept = self.quarter.currentData()
        self.quarter.blockSignals(True)
        self.quarter.clear()
        first = quarter_of(self.desk.today())
        for back in range(1, SHOWN + 1):
            each = add_months(first, -3 * back)
            # L10N: {year} 年第 {n} 季度
            words = _("{year}, quarter {n}").format(year=each.year, n=(each.month + 2) // 3)
            self.quarter.addItem(words, each.isoformat())
        self.quarter.setCurrentIndex(max(0, self.quarter.findData(kept)))
        self.quarter.blockSignals(False)

    def refresh(self) -> None:
        super().refresh()
        self._read_rates()

    def _read_rates(self) -> None:
        desk, code = self.desk, self.quarter.currentData()
        if not code:
            return

        def look() -> Any:
            return fees.quarters(desk, date.fromisoformat(code))

        def show(found: QuarterView) -> None:
            self.rates = found
            self._say_rates()

        self.ask(look, show)

    def _say_rates(self) -> None:
        found = self.rates
        if found is None:
            return
        # L10N: 应对账 {n} 户；完成率 {done}；及时率 {in_time}；截止 {day}
        words = _("{n} to be checked; done {done}; in time {in_time}; last day {day}")
        self._rates.setText(
            words.format(
                n=found.payers,
                done=say.percent(found.done_share),
                in_time=say.percent(found.in_time_share),
                day=say.day(found.limit),
            )
        )

    def empty(self) -> Empty:
        if self.narrowed():
            return super().empty()
        return Empty(super().empty().words, _("Issue the statements"), self.issue)

    def retranslate(self) -> None:
        self._fill()
        # L10N: 季度
        self.quarter.setAccessibleName(_("Quarter"))
        self.doors.retranslate()
        self._say_rates()
        super().retranslate()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (*super().actions_by_key(), *self.doors.keys())

    def issue(self) -> None:
        """Issues the statements of the quarter that are missing, and prints all of them in building order."""
        code, desk = self.quarter.currentData(), self.desk
        if not code:
            return
        quarter = date.fromisoformat(code)

        def work(progress: Any) -> Any:
            return fees.issue_statements(desk, quarter, progress=progress, cancelled=progress.cancelled)

        # L10N: 正在开具对账单
        with_progress(self, _("Issuing the statements"), work, lambda numbers: print_papers(self, "statement", numbers))


__all__ = ["StatementsPage"]
