"""Work orders that are out: the list, the morning's jobs printed together, and the way to the return form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _, ngettext
from desk.services import orders
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.slips.batch import print_orders

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.orders import OrderRow


class WorkOrdersPage(ListPage):
    """Not returned, and what goes out this morning."""

    # L10N: 派工单
    heading = N_("Work orders")
    views = (
        View(
            "out",
            # L10N: 未回单
            N_("Not returned"),
            # L10N: 没有未回的派工单
            N_("No work order is out. They are made when a request is assigned; scan one when it comes back."),
        ),
        View(
            "morning",
            # L10N: 今日派工
            N_("This morning's jobs"),
            # L10N: 没有需要打印的派工单
            N_("Nothing is to be printed: every work order is printed and none is promised for today."),
        ),
    )
    # L10N: 扫描交回的派工单即可登记
    hint = N_("Scan a work order that came back, or press Enter on it.")
    marking = True
    hides = ("issued_at", "printings")
    shows = frozenset({"work-order", "request"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张
        return ngettext("{n} work order", "{n} work orders", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def late(order: OrderRow) -> str:
            return "red" if order.late else ""

        def printed(order: OrderRow) -> str:
            # L10N: 未打印
            return f"{order.printings}" if order.printings else _("not yet")

        return (
            Column("mark", "✓", 3, get=self.mark, least=3, bold=True),
            # L10N: 派工单号
            Column("number", N_("Work order"), 19, bold=True, least=19),
            Column("room", N_("Room"), 13, least=13),
            # L10N: 维修人员
            Column("worker", N_("Given to"), 16, get=lambda row: say.responsible(row.department, row.worker), least=12),
            # L10N: 派出
            Column("issued_at", N_("Given out"), 13, get=lambda order: say.when(desk, order.issued_at), least=12),
            Column(
                "promised_at",
                N_("Promised by"),
                13,
                get=lambda order: say.when(desk, order.promised_at),
                tone=late,
                least=13,
            ),
            # L10N: 打印次数
            Column("printings", N_("Printed"), 8, get=printed, tone=lambda order: "" if order.printings else "amber"),
            Column("content", N_("Details"), 24),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 登记回单
            ListAct("return", N_("Record its return"), "Enter", self._return),
            # L10N: 打开登记单
            ListAct("request", N_("Open the request"), "Ctrl+O", self._open_request),
            ListAct(
                "print",
                # L10N: 打印今日派工单; 打印
                lambda _row: N_("Print the morning's jobs") if self.view() == "morning" else N_("Print"),
                "Ctrl+P",
                self.print_them,
                on="list",
                at="head",
                fits=lambda _row: self.table.total() > 0,
                # L10N: 打印全部或选中的派工单
                help=N_("Print what is marked, or the whole morning"),
            ),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        if query.view == "morning":
            return orders.morning_page(desk, offset=part.offset, limit=part.limit)
        return orders.unreturned(desk, offset=part.offset, limit=part.limit)

    def empty(self) -> Empty:
        return Empty(super().empty().words)

    def _return(self, order: OrderRow) -> None:
        self.shell.open_page("order-return", order_id=order.id)

    def _open_request(self, order: OrderRow) -> None:
        self.shell.open_page("request", request_id=order.request_id)

    def print_them(self) -> None:
        """Prints the marked ones; else the whole morning, or the current one."""
        assert self.marks is not None
        if self.marks.rows() or self.view() != "morning":
            self._print(self.card.rows())
            self.marks.clear()
            return
        desk = self.desk

        def look() -> Any:
            return orders.morning(desk)

        self.ask(look, self._print)

    def _print(self, rows: Sequence[OrderRow]) -> None:
        print_orders(self, [order.number for order in rows])


__all__ = ["WorkOrdersPage"]
