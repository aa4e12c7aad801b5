"""A work order that came back from the crew: what is written on it is recorded here (handbook B1 报修派工单)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError, InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.orders import CYCLE
from desk.services import orders as work_orders
from desk.services.orders import LineEntry, ReturnEntry
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.fields import MomentField
from desk.ui.forms.lines import LinesField
from desk.ui.forms.page import FormPage
from desk.ui.kit import dates, theme
from desk.ui.kit.pages import PageAction
from desk.ui.orders.page import given_words
from desk.ui.slips.batch import print_orders

if TYPE_CHECKING:
    from desk.services.orders import OrderView


class PastField(MomentField):
    """A moment that has been: at noon `10:30` is this morning, just after midnight `23:40` is last night."""

    def _read(self) -> datetime | None:
        found, now = super()._read(), self._now()
        if found is not None and found > now:
            earlier = dates.read_moment(self.text(), now=now - timedelta(days=1))
            if earlier is not None and earlier <= now:
                return earlier
        return found


SPEC = FormSpec(
    # L10N: 派工单回单
    N_("Work order returned"),
    (
        # L10N: 到场时间
        FieldSpec("arrived_at", N_("Arrived"), "datetime", required=True, widget=PastField),
        # L10N: 完成时间
        FieldSpec("finished_at", N_("Finished"), "datetime", widget=PastField),
        # L10N: 维修情况
        FieldSpec("result", N_("Result"), "multiline", span="full", lines=2),
        # L10N: 故障原因
        FieldSpec("cause", N_("Cause"), span="full"),
        # L10N: 材料与人工
        FieldSpec(
            "lines",
            N_("Materials and labour"),
            "lines",
            span="full",
            widget=LinesField,
            # L10N: 材料/人工切换 Ctrl+B，删除行 Ctrl+Del
            help=N_("Ctrl+Ins changes between material and labour, Ctrl+Del drops a line."),
        ),
        # L10N: 客户签字
        FieldSpec("signed", N_("Signature"), "check", text=N_("The customer signed")),
        # L10N: 签字人
        FieldSpec("signer", N_("Signed by"), visible_when=lambda values: bool(values["signed"]), max_length=30),
        # L10N: 处理结果
        FieldSpec(
            "resolve",
            N_("Done"),
            "check",
            text=N_("The work is done; the request becomes resolved"),
            default=True,
            new_row=True,
        ),
    ),
)


CORRECTION = FormSpec(
    # L10N: 更正回单
    N_("Correct the return"),
    (
        # L10N: 更正原因
        FieldSpec("reason", N_("Why it is put right"), required=True, span="full", max_length=200),
        *(field for field in SPEC.fields if field.name != "resolve"),
    ),
)


def entry_of(values: dict[str, Any], *, resolve: bool = False) -> ReturnEntry:
    """What is typed, as the service takes it."""
    names = ("arrived_at", "finished_at", "result", "cause", "signed", "signer", "lines")
    return ReturnEntry(**{name: values[name] for name in names}, resolve=resolve)


class OrderReturnPage(FormPage):
    """The return of one work order; opened by scanning its code, or from the list. One that is not out is only shown."""

    spec = SPEC
    prints = False
    act_code = "return"

    def __init__(self, shell: Any, desk: Any) -> None:
        self._order: OrderView | None = None
        self._wanted = ""
        super().__init__(shell, desk)

    @property
    def draft_key(self) -> str:  # type: ignore[override]  # a property in place of a constant
        """One draft for each work order that is out."""
        return f"work-order:{self._order.id}" if self._order is not None else ""

    def above(self) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        self.number = theme.text("", "heading")
        self.state_words = theme.text("", "muted", wrap=True)
        line.addWidget(self.number)
        line.addWidget(self.state_words, 1)
        self.request_button = theme.Button("", key="Ctrl+O", role="small")
        self.request_button.clicked.connect(self._open_request)
        line.addWidget(self.request_button)
        self.again_button = theme.Button("", key="Ctrl+P", role="small")
        self.again_button.clicked.connect(self._print)
        line.addWidget(self.again_button)
        box.addLayout(line)
        self.facts = theme.text("", "", wrap=True)
        box.addWidget(self.facts)
        self.notice = theme.text("", "note-warning", wrap=True)
        self.notice.hide()
        box.addWidget(self.notice)
        return holder

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        return self._order.row.number if self._order is not None else _(self.spec.title)

    def open(self, **args: Any) -> None:
        """`order_id`, or `number`: what was scanned (a work order's code, or a request's number)."""
        self._order = None
        super().open()
        self._show()
        order_id, number, desk = args.get("order_id"), str(args.get("number", "")), self.desk
        self._wanted = f"{order_id} {number}"
        if not (order_id or number):
            return

        def look() -> OrderView:
            return work_orders.order(desk, int(order_id)) if order_id else work_orders.by_code(desk, number)

        wanted = self._wanted
        self.ask(look, lambda order: self._take(order) if wanted == self._wanted else None, on_error=self._missing)

    def _missing(self, error: DeskError) -> None:
        self.shell.messages.explain(error)
        self._show()

    def _take(self, order: OrderView) -> None:
        if not CYCLE.possible(order, self.act_code):
            self.shell.leave_for("work-order", order_id=order.id)
            return
        self._order = order
        self.form.set_values(self.filled(order))
        self.form.mark_saved()
        self._show()
        self._look_for_draft()
        self.form.focus_first()
        self.title_changed.emit()

    def filled(self, order: OrderView) -> dict[str, Any]:
        """What the form begins with."""
        return {"resolve": order.resolves}

    def _show(self) -> None:
        order = self._order
        for part in (self.form, self.save_button):
            part.setEnabled(order is not None)
        for button in (self.request_button, self.again_button):
            button.setVisible(order is not None)
        self.notice.setVisible(order is not None and not order.resolves and self.act_code == "return")
        if order is None:
            self.number.setText("")
            self.facts.setText("")
            # L10N: 请扫描派工单上的条码
            self.state_words.setText(_("Scan the code of a work order, or open one from the list."))
            return
        row = order.row
        self.number.setText(row.number)
        self.state_words.setText(" · ".join(given_words(self.desk, order)))
        theme.set_role(self.state_words, "bad" if row.late else "muted")
        self.facts.setText(" · ".join(part for part in (row.request_number, row.room, row.content) if part))
        # L10N: 登记单已处理完毕，回单只作记录
        self.notice.setText(
            _("The request does not wait for this work order any more; recording it changes nothing there.")
        )
        if self.act_code == "return":
            self.form.field("resolve").setEnabled(order.resolves)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Save"), "Ctrl+S", lambda: self.submit(printing=False), on="form"),
            PageAction(N_("Save"), "Ctrl+Enter", lambda: self.submit(printing=False), on="form"),
            *self.draft_keys(),
            PageAction(N_("Open the request"), "Ctrl+O", self._open_request),
            # L10N: 补打派工单
            PageAction(N_("Print the work order"), "Ctrl+P", self._print),
        )

    def retranslate(self) -> None:
        # L10N: 打开登记单
        self.request_button.set_words(_("Open the request"))
        self.again_button.set_words(_("Print"))
        super().retranslate()
        self._title.setText(_(self.spec.title))
        self._show()

    # ------------------------------------------------------------------------------------------------------- acts
    def submit(self, *, printing: bool) -> None:
        if self._order is None:
            return
        super().submit(printing=printing)

    def record(self, order: OrderView, values: dict[str, Any]) -> OrderView:
        """Calls the service with what is typed."""
        return work_orders.record_return(
            self.desk, order.row.id, entry_of(values, resolve=values["resolve"] and order.resolves)
        )

    def save(self, values: dict[str, Any]) -> Any:
        order = self._order  # it stays while it is saved: the page cannot be left
        assert order is not None
        try:
            return self.record(order, values)
        except InvalidInput as error:
            raise InvalidInput([_beside(problem) for problem in error.problems]) from error

    def saved(self, result: Any, printing: bool) -> None:
        self._order = result
        if result.request_state == "resolved":
            # L10N: {number} 已回单，登记单已处理完毕
            words = _("{number} is recorded; {request} is resolved.").format(
                number=result.row.number, request=result.row.request_number
            )
        else:
            # L10N: {number} 已回单
            words = _("{number} is recorded.").format(number=result.row.number)
        self.shell.messages.info(
            words,
            label=_("Open the request"),
            action=lambda: self.shell.open_page("request", request_id=result.row.request_id),
        )
        self.shell.leave()

    def _open_request(self) -> None:
        if self._order is not None:
            self.shell.open_page("request", request_id=self._order.row.request_id)

    def _print(self) -> None:
        if self._order is not None:
            print_orders(self, [self._order.row.number])


def _beside(problem: Problem) -> Problem:
    """What the service says of a line stands under the table of lines."""
    if not problem.field.startswith("lines."):
        return problem
    number = int(problem.field.split(".")[1]) + 1
    return Problem(problem.code, _("Line {n}: {problem}").format(n=number, problem=problem.message), "lines")


class OrderCorrectionPage(OrderReturnPage):
    """What was recorded of a returned work order is put right: the same form, filled, and the reason (handbook S34)."""

    spec = CORRECTION
    act_code = "correct"

    @property
    def draft_key(self) -> str:  # type: ignore[override]  # a property in place of a constant
        """One draft for each work order."""
        return f"work-order-correction:{self._order.id}" if self._order is not None else ""

    def filled(self, order: OrderView) -> dict[str, Any]:
        return {
            "arrived_at": order.arrived_at,
            "finished_at": order.finished_at,
            "result": order.result,
            "cause": order.cause,
            "signed": order.signed,
            "signer": order.signer,
            "lines": tuple(
                LineEntry(line.kind, line.name, line.quantity, line.unit, line.price) for line in order.lines
            ),
        }

    def record(self, order: OrderView, values: dict[str, Any]) -> OrderView:
        return work_orders.correct_return(self.desk, order.row.id, entry_of(values), reason=values["reason"])

    def saved(self, result: Any, printing: bool) -> None:
        self._order = result
        move = CYCLE.by_code[self.act_code]
        self.shell.messages.info(_(move.done).format(number=result.row.number))
        self.shell.leave()


__all__ = ["OrderCorrectionPage", "OrderReturnPage"]
