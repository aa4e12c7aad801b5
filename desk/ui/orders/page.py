"""The page of a work order: to whom it was given, what came back on it, its paper, and the way to its return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.orders import CYCLE
from desk.services import orders, slips
from desk.ui.forms.acts import Acts
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear
from desk.ui.kit.record_cards import TOP, Facts, FactSheet, Grid
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.services.kit.desk import Desk
    from desk.services.orders import OrderView
    from desk.services.slips import SlipView
    from desk.ui.kit.pages import Page

KEYS = {"return": "Ctrl+R", "correct": "Shift+Del"}
"""By the act's code."""
LAMPS = {"out": "amber", "returned": "green", "void": "red"}


class OrderActs(Acts):
    """Its return is a form of a page of its own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, {})

    def read(self, record_id: int, code: str) -> tuple[OrderView, None]:
        return orders.order(self._desk, record_id), None

    def elsewhere(self, record: OrderView, code: str) -> None:
        page = "order-return" if code == "return" else "order-correction"
        self._page.shell.open_page(page, order_id=record.id)


class WorkOrderPage(RecordPage):
    """One work order."""

    kind = "work-order"
    shows = frozenset({"work-order", "request", "slip"})
    cycle = CYCLE
    keys = KEYS
    acts_heading = N_("What to do")
    link_key = "Ctrl+O"
    link_label = N_("Open the request")

    @staticmethod
    def read(desk: Desk, record_id: int) -> OrderView:
        return orders.order(desk, record_id)

    @staticmethod
    def id_of(desk: Desk, number: str) -> int:
        return orders.by_code(desk, number).id

    def open(self, **args: Any) -> None:
        """`order_id`, or `number`."""
        super().open(**{"work-order_id": args.pop("order_id", None), **args})

    def make_acts(self) -> OrderActs:
        return OrderActs(self)

    def head(self, record: OrderView) -> Head:
        row = record.row
        state, *more = given_words(self.desk, record)
        return Head(
            row.number,
            lamp="red" if row.late else LAMPS[row.state],
            state=state,
            facts=" · ".join(more),
            link=f"{row.request_number}  {self.link_key}",
            target=f"request:{row.request_id}",
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=self._facts),
            RecordCard(
                "lines", N_("Materials and labour"), lambda _page: Lines(), of=lambda order: order.lines and order
            ),
            papers_card(read=_slip),
            files_card("work-order"),
        )

    def also_shows(self, record: OrderView) -> tuple[tuple[str, int], ...]:
        return (("request", record.row.request_id),)

    def _facts(self, order: OrderView) -> FactSheet:
        desk, row = self.desk, order.row
        returned = row.state == "returned"
        recorded = " ".join(part for part in (say.when(desk, row.returned_at), order.returned_by) if part)
        # L10N: 客户已签字; 未签字
        signed = (order.signer or _("The customer signed")) if order.signed else _("Not signed")
        void = _("This work order is void: the job was given out anew.") if row.state == "void" else ""
        return FactSheet(
            row.content,
            (
                (_("Room"), row.room, "strong"),
                (_("Request"), label("states", order.request_state), ""),
                (_("Arrived"), say.when(desk, order.arrived_at), ""),
                (_("Finished"), say.when(desk, order.finished_at), ""),
                (_("Signature"), signed if returned else "", ""),
                # L10N: 回单登记
                (_("Recorded"), recorded, ""),
            ),
            # L10N: 该派工单已作废
            ((_("Result"), order.result, "good"), (_("Cause"), order.cause, ""), (_("State"), void, "warning")),
        )


class Lines(Grid):
    """Materials and labour as they came back, with their sums."""

    def __init__(self) -> None:
        super().__init__(0)

    def fill(self, order: OrderView) -> None:
        """Shows the lines of a work order."""
        clear(self._grid)
        right = TOP | Qt.AlignmentFlag.AlignRight
        for row, line in enumerate(order.lines):
            self._grid.addWidget(theme.text(line.name, "", wrap=True), row, 0, TOP)
            self._grid.addWidget(theme.text(f"{line.quantity:f} {line.unit}".strip(), ""), row, 1, right)
            self._grid.addWidget(theme.text(f"× {line.price:,.2f}", "muted"), row, 2, right)
            self._grid.addWidget(theme.text(f"{line.amount:,.2f}", ""), row, 3, right)
        last = len(order.lines)
        # L10N: 合计
        self._grid.addWidget(theme.text(_("Total"), "strong"), last, 0, TOP)
        self._grid.addWidget(theme.text(f"{order.total:,.2f}", "strong"), last, 3, right)


def given_words(desk: Desk, order: OrderView) -> list[str]:
    """Its state, to whom and when it was given, and the promise."""
    row = order.row
    who, given = say.responsible(row.department, row.worker), say.when(desk, row.issued_at)
    # L10N: {time} 派给 {who}
    words = [CYCLE.state_words(row.state), _("given to {who}, {time}").format(who=who, time=given)]
    if row.promised_at is not None:
        # L10N: 承诺 {time}
        words.append(_("promised by {time}").format(time=say.when(desk, row.promised_at)))
    return words


def _slip(desk: Desk, order_id: int) -> Sequence[SlipView]:
    return (slips.slip_view(desk, orders.order(desk, order_id).number),)


__all__ = ["WorkOrderPage", "given_words"]
