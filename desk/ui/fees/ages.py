"""What is owed, by age, by building and by kind of fee, and how much of the month's bills was collected; proposals by fulfilment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from desk.i18n import N_, _
from desk.rules.kit.money import figures
from desk.services import fees
from desk.ui.fees.doors import Doors
from desk.ui.fees.words import age_tone
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.fees import AgesView, FulfilmentRow
    from desk.services.kit.desk import Desk


def _columns(heading: str, *, aged: bool = False) -> tuple[Column, ...]:
    return (
        Column(
            "label", heading, 22, bold=True, tone=(lambda row: age_tone(row.code) if row.fen else "") if aged else None
        ),
        # L10N: 笔数
        Column("count", N_("Entries"), 8, get=lambda row: f"{row.count:,}", align="right"),
        Column("fen", N_("Amount"), 14, get=lambda row: figures(row.fen), align="right"),
    )


FULFILMENT = (
    # L10N: 客户
    Column("name", N_("Customer"), 12, bold=True),
    Column("rooms", N_("Room"), 18),
    # L10N: 按时 / 应缴
    Column("paid", N_("In time"), 10, get=lambda row: f"{row.paid}/{row.due}", align="right"),
    # L10N: 履约率
    Column(
        "share", N_("Fulfilment"), 10, get=lambda row: say.percent(row.share), tone=lambda _row: "red", align="right"
    ),
    # L10N: 建议分类
    Column("after", N_("Proposed class"), 12, get=lambda row: f"{row.klass} → {row.after}"),
)


class AgesPage(Page):
    """Arrears by age, building and kind; Ctrl+G confirms what is proposed for a customer who pays too late."""

    shows = frozenset({"bill", "charge", "receipt", "customer"})

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.found: AgesView | None = None
        layout = column(self, scroll=False)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._sum = theme.text("", "muted", wrap=True)
        head.addWidget(self._title)
        head.addWidget(self._sum, 1)
        layout.addLayout(head)
        self.doors = Doors(self, "debt-ages")
        layout.addWidget(self.doors)
        # L10N: 账龄; 楼栋; 收费类别
        self.ages = Table(_columns(N_("Debt age"), aged=True))
        self.buildings = Table(_columns(N_("Building")))
        self.kinds = Table(_columns(N_("Kind of fee")))
        self.late = Table(FULFILMENT)
        self._cards = tuple(theme.Card() for _each in range(4))
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, (card, table) in enumerate(
            zip(self._cards, (self.ages, self.buildings, self.kinds, self.late), strict=True)
        ):
            card.body.addWidget(table, 1)
            grid.addWidget(card, place // 2, place % 2)
        layout.addLayout(grid, 1)
        self.ages.opened.connect(
            lambda row: self.shell.open_page("debts", view="older" if age_tone(row.code) == "red" else "all")
        )
        self.confirm_button = theme.Button("", key="Ctrl+B")
        self.confirm_button.clicked.connect(self.confirm)
        self._cards[3].add_to_heading(self.confirm_button)
        self.late.selected.connect(lambda _row: self._enable())

    def title(self) -> str:
        # L10N: 欠费分析
        return _("Arrears by age")

    def first_focus(self) -> QWidget | None:
        return self.ages.keys()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        # L10N: 确认降为普通客户
        return (PageAction(N_("Take the class back"), "Ctrl+B", self.confirm), *self.doors.keys())

    def refresh(self) -> None:
        desk = self.desk

        def look() -> Any:
            return fees.ages(desk), fees.fulfilment_list(desk).rows

        self.ask(look, self._show)

    def _show(self, answer: tuple[AgesView, tuple[FulfilmentRow, ...]]) -> None:
        self.found, late = answer
        self.ages.set_rows(self.found.ages)
        self.buildings.set_rows(self.found.buildings)
        self.kinds.set_rows(self.found.kinds)
        self.late.set_rows(late)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self.doors.retranslate()
        headings = (
            # L10N: 按账龄; 按楼栋（逾期）; 按类别（逾期）; 履约率偏低的客户
            _("By age"),
            _("Past due by building"),
            _("Past due by kind of fee"),
            _("Customers who pay too late"),
        )
        for card, words in zip(self._cards, headings, strict=True):
            card.set_heading(words)
        for table in (self.ages, self.buildings, self.kinds):
            table.retranslate()
            # L10N: 没有逾期
            table.set_empty(_("Nothing past due"))
        self.late.retranslate()
        # L10N: 没有需要处理的客户
        self.late.set_empty(_("Every customer with a class pays in time."))
        self.confirm_button.set_words(_("Take the class back"))
        self._enable()
        found = self.found
        if found is not None:
            # L10N: 未缴合计 {amount}; {month} 收缴率 {rate}
            parts = [_("owed in all {amount}").format(amount=figures(found.total))]
            if found.rate is not None:
                parts.append(
                    _("collected of {month}: {rate}").format(month=say.month(found.month), rate=say.percent(found.rate))
                )
            self._sum.setText(say.dotted(*parts))

    def _enable(self) -> None:
        self.confirm_button.setEnabled(self.late.current() is not None)

    def confirm(self) -> None:
        """A supervisor confirms that a customer goes back to ordinary."""
        row, desk = self.late.current(), self.desk
        if row is None:
            return

        def save(values: dict[str, Any]) -> Any:
            return fees.take_class_back(desk, row.customer_id, reason=values["reason"])

        fields = (FieldSpec("reason", N_("Note"), span="full", max_length=80),)
        note = say.dotted(row.name, f"{row.klass} → {row.after}", say.percent(row.share))
        dialog = ActDialog(self, FormSpec(N_("Take the class back"), fields), save, yes=_("Confirm"), note=note)
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda _after: self.refresh())
        dialog.start()


__all__ = ["AgesPage"]
