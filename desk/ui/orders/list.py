"""Work orders that are out: the list, the morning's jobs printed together, and the way to the return form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.ui.kit import theme
from desk.ui.kit.marks import Marks, MarksBar
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Column, Table
from desk.ui.requests.list import moment_words
from desk.ui.slips.batch import print_orders

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.requests.views import OrderRow

NARROW = 960
VIEWS = (
    # L10N: 未回单
    ("out", N_("Not returned")),
    # L10N: 今日派工
    ("morning", N_("This morning's jobs")),
)
EMPTY = {
    # L10N: 没有未回的派工单
    "out": N_("No work order is out. They are made when a request is assigned; scan one when it comes back."),
    # L10N: 没有需要打印的派工单
    "morning": N_("Nothing is to be printed: every work order is printed and none is promised for today."),
}


class WorkOrdersPage(Page):
    """Not returned, and what goes out this morning."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._view = "out"
        layout = column(self, scroll=False)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._total = theme.text("", "muted")
        top.addWidget(self._title)
        top.addWidget(self._total)
        top.addStretch(1)
        self.print_button = theme.Button("", key="Ctrl+P")
        self.print_button.clicked.connect(self.print_them)
        top.addWidget(self.print_button)
        layout.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._group = QButtonGroup(self)
        self.views: dict[str, theme.Button] = {}
        for code, _words in VIEWS:
            button = theme.Button("", role="small")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, c=code: self.show_view(c))
            self._group.addButton(button)
            self.views[code] = button
            row.addWidget(button)
        row.addStretch(1)
        self._hint = theme.text("", "muted")
        row.addWidget(self._hint)
        layout.addLayout(row)
        self.table = Table(self._columns(), self._fetch)
        self.marks = Marks(self.table)
        self.table.opened.connect(lambda order: shell.open_page("work-order", order_id=order.id))
        self.table.loaded.connect(self._loaded)
        # L10N: 打开登记单
        self.table.add_action(
            N_("Open the request"), "Ctrl+O", lambda order: shell.open_page("request", request_id=order.request_id)
        )
        self.table.add_action(N_("Mark (Space)"), "", self.marks.toggle)
        self.marks_bar = MarksBar(
            self.marks,
            (
                (N_("Print work orders"), "Ctrl+P", self.print_them),
                (N_("Clear marks"), "Esc", self.marks.clear),
            ),
        )
        card = theme.Card()
        card.body.addWidget(self.marks_bar)
        card.body.addWidget(self.table)
        layout.addWidget(card, 1)

    def _columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def late(order: OrderRow) -> str:
            return "red" if order.late else ""

        def printed(order: OrderRow) -> str:
            # L10N: 未打印
            return f"{order.printings}" if order.printings else _("not yet")

        return (
            Column("mark", "✓", 3, get=lambda order: "✓" if order in self.marks else "", least=3, bold=True),
            # L10N: 派工单号
            Column("number", N_("Work order"), 19, bold=True, least=19),
            Column("room", N_("Room"), 13, least=13),
            # L10N: 维修人员
            Column("worker", N_("Given to"), 16, get=_who, least=12),
            # L10N: 派出
            Column("issued_at", N_("Given out"), 13, get=lambda order: moment_words(desk, order.issued_at), least=12),
            Column(
                "promised_at",
                N_("Promised by"),
                13,
                get=lambda order: moment_words(desk, order.promised_at),
                tone=late,
                least=13,
            ),
            # L10N: 打印次数
            Column("printings", N_("Printed"), 8, get=printed, tone=lambda order: "" if order.printings else "amber"),
            Column("content", N_("Details"), 24),
        )

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 派工单
        return _("Work orders")

    def open(self, **args: Any) -> None:
        """`view`: out or morning."""
        if args.get("view") in self.views:
            self._view = str(args["view"])
        self._say()

    def refresh(self) -> None:
        self.table.reload()

    def retranslate(self) -> None:
        self._title.setText(self.title())
        for code, words in VIEWS:
            self.views[code].set_words(_(words))
        # L10N: 扫描交回的派工单即可登记
        self._hint.setText(_("Scan a work order that came back, or press Enter on it."))
        self.marks_bar.retranslate()
        self.table.retranslate()
        self._say()

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def key_back(self) -> bool:
        if self.marks.ids():
            self.marks.clear()
            return True
        return False

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Next list"), "F6", lambda: self.show_view("morning" if self._view == "out" else "out")),
            # L10N: 打印全部或选中的派工单
            PageAction(N_("Print what is marked, or the whole morning"), "Ctrl+P", self.print_them),
            PageAction(
                N_("Mark all (Space marks one)"),
                "Ctrl+A",
                lambda: self.marks.add([row for _at, row in self.table.model.loaded()]),
            ),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.table.hide_columns(*(("issued_at", "printings") if narrow else ()))
        self._hint.setVisible(not narrow)

    # ------------------------------------------------------------------------------------------------------- lists
    def view(self) -> str:
        """The list that is shown: out or morning."""
        return self._view

    def show_view(self, code: str) -> None:
        """Shows one of the lists."""
        self._view = code
        self.marks.clear()
        self._say()
        self.table.reload(keep=False)

    def _say(self) -> None:
        self.views[self._view].setChecked(True)
        self.table.set_empty(_(EMPTY[self._view]))
        # L10N: 打印今日派工单
        words = _("Print the morning's jobs") if self._view == "morning" else _("Print")
        self.print_button.set_words(words)

    def _fetch(self, offset: int, limit: int, sort: str, descending: bool) -> tuple[Any, int]:
        from desk.services import orders as work_orders

        if self._view == "morning":
            rows = work_orders.morning(self.desk)
            return rows[offset : offset + limit], len(rows)
        page = work_orders.unreturned(self.desk, offset=offset, limit=limit)
        return page.rows, page.total

    def _loaded(self, total: int) -> None:
        # L10N: {n} 张
        self._total.setText(ngettext("{n} work order", "{n} work orders", total).format(n=f"{total:,}"))
        self.print_button.setEnabled(total > 0)

    def print_them(self) -> None:
        """Prints the marked ones; else the whole morning, or the current one."""
        rows = self.marks.rows()
        if not rows and self._view == "morning":
            desk = self.desk

            def look() -> Any:
                from desk.services import orders as work_orders

                return work_orders.morning(desk)

            self.ask(look, lambda found: print_orders(self, [order.number for order in found]))
            return
        current = self.table.current()
        numbers = [order.number for order in rows] or ([current.number] if current is not None else [])
        print_orders(self, numbers)
        self.marks.clear()


def _who(order: OrderRow) -> str:
    return " ".join(
        part for part in (label("departments", order.department) if order.department else "", order.worker) if part
    )


__all__ = ["WorkOrdersPage"]
