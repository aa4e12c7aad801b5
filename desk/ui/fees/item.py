"""One charge item: versions of its rate, rules of discount, and the rooms that have it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from desk.catalog import label
from desk.errors import InvalidInput
from desk.i18n import N_, _, ngettext
from desk.services import fees
from desk.services.kit.paging import Page
from desk.ui.fees.items import ask_item
from desk.ui.fees.words import basis_unit, beside, chosen, plain
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.fees import AssignmentView, ItemView
    from desk.services.kit.desk import Desk

STATES = {
    # L10N: 未开始
    "coming": N_("To come"),
    # L10N: 计费中
    "running": N_("Charging"),
    # L10N: 已结束
    "ended": N_("Over"),
}


class ItemPage(ListPage):
    """`fee-item_id`: the rooms that have an item, under its rates; Ins gives it to a room."""

    # L10N: 收费项目
    heading = N_("Charge item")
    views = (
        # L10N: 计费中; 还没有房屋。按 Ins 设定一户，或按 Ctrl+Ins 批量设定。
        View(
            "running",
            N_("Charging"),
            N_("No room has it yet. Ins gives it to one, Ctrl+Ins to every room that it is for."),
        ),
        View("all", N_("All"), N_("No room has it yet. Ins gives it to one, Ctrl+Ins to every room that it is for.")),
    )
    # L10N: 房号
    search = N_("Room")
    shows = frozenset({"fee-item", "unit"})
    hides = ("label", "exempt")

    def __init__(self, shell: Any, desk: Desk) -> None:
        self.item_id = 0
        self.item: ItemView | None = None
        super().__init__(shell, desk)

    def between(self, layout: QVBoxLayout) -> None:
        self.about = theme.Card()
        self._facts = theme.text("", "", wrap=True)
        self._rates = theme.text("", "muted", wrap=True)
        self._discounts = theme.text("", "muted", wrap=True)
        for widget in (self._facts, self._rates, self._discounts):
            self.about.body.addWidget(widget)
        layout.addWidget(self.about)

    @staticmethod
    def counted(total: int) -> str:
        return ngettext("{n} room", "{n} rooms", total)

    def title(self) -> str:
        return self.item.name if self.item is not None else _(self.heading)

    def open(self, **args: Any) -> None:
        wanted = int(args.get("fee-item_id") or 0)
        if wanted != self.item_id:
            self.item_id, self.item = wanted, None
        super().open(**args)

    def refresh(self) -> None:
        super().refresh()
        desk, wanted = self.desk, self.item_id
        if not wanted:
            return

        def look() -> Any:
            return fees.item(desk, wanted)

        def show(item: ItemView) -> None:
            if item.id == self.item_id:
                self.item = item
                self.retranslate()
                self.title_changed.emit()

        self.ask(look, show)

    def columns(self) -> tuple[Column, ...]:
        def exempt(row: AssignmentView) -> str:
            return say.listed(f"{say.day(each.first)}–{say.day(each.last)} {each.reason}" for each in row.exemptions)

        def tone(row: AssignmentView) -> str:
            return {"ended": "muted", "coming": "amber"}.get(row.state, "green")

        return (
            Column("room", N_("Room"), 16, bold=True, least=13),
            # L10N: 起
            Column("since", N_("From"), 11, get=lambda row: say.day(row.since)),
            # L10N: 止
            Column("until", N_("Ends on"), 11, get=lambda row: say.day(row.until)),
            # L10N: 单独单价
            Column("own_rate", N_("Own rate"), 10, get=lambda row: plain(row.own_rate), align="right"),
            # L10N: 数量
            Column("quantity", N_("Quantity"), 8, get=lambda row: plain(row.quantity), align="right"),
            Column("payer", N_("Who pays"), 9, get=lambda row: label("fee_payers", row.payer)),
            Column("state", N_("State"), 9, get=lambda row: _(STATES[row.state]), tone=tone),
            # L10N: 备注
            Column("label", N_("Note"), 12),
            # L10N: 免收期
            Column("exempt", N_("Costs nothing"), 26, get=exempt),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def running(row: AssignmentView) -> bool:
            return row is not None and row.state != "ended"

        return (
            # L10N: 设定到房屋
            ListAct("assign", N_("Give to a room"), "Ins", self.assign, on="list", at="head", role="primary"),
            # L10N: 批量设定
            ListAct("every", N_("Give to every room"), "Ctrl+Ins", self.assign_every, on="list", at="head"),
            # L10N: 新单价
            ListAct("rate", N_("New rate"), "Ctrl+Shift+N", self.new_rate, on="list", at="head"),
            # L10N: 优惠规则
            ListAct("discount", N_("Discount rule"), "", self.new_discount, on="list", at="head"),
            # L10N: 打开住户
            ListAct(
                "open", N_("Open the household"), "Enter", lambda row: self.shell.open_target(f"unit:{row.unit_id}")
            ),
            # L10N: 结束计费
            ListAct("end", N_("End"), "Ctrl+Del", self.end, at="under", fits=running),
            # L10N: 免收期
            ListAct("exempt", N_("Costs nothing for a time"), "", self.exempt, at="under", fits=running),
            # L10N: 修改该户计费
            ListAct("terms", N_("Change what this room pays"), "", self.change_terms, fits=running),
            # L10N: 撤销免收期
            ListAct(
                "charged",
                N_("Charge these days after all"),
                "",
                self.drop_exemption,
                fits=lambda row: running(row) and bool(row.exemptions),
            ),
            # L10N: 删除单价
            ListAct("drop-rate", N_("Take a rate away"), "", self.drop_rate, on="list"),
            # L10N: 修改项目
            ListAct("change", N_("Change the item"), "Ctrl+E", self._change, on="list", at="under"),
            # L10N: 停用 / 恢复
            ListAct("retire", N_("Retire, or use again"), "Ctrl+Shift+S", self._retire, on="list", at="under"),
        )

    def query(self) -> Query:
        return Query(f"{self._view}:{self.item_id}", self.words())

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        view, _colon, item_id = query.view.partition(":")
        if not int(item_id):
            return Page((), 0)
        return fees.assignments(
            desk, item_id=int(item_id), running=view == "running", text=query.text, offset=part.offset, limit=part.limit
        )

    def empty(self) -> Empty:
        if self.narrowed():
            return super().empty()
        return Empty(super().empty().words)

    def retranslate(self) -> None:
        super().retranslate()
        # L10N: 收费标准
        self.about.set_heading(_("What is charged"))
        item = self.item
        if item is None:
            return
        # L10N: 代收：{name}
        supplier = _("collected for {name}").format(name=item.supplier) if item.supplier else ""
        # L10N: 已停用
        retired = _("not used any more") if item.retired else ""
        self._facts.setText(
            say.dotted(
                item.code, label("fee_families", item.family), label("fee_bases", item.basis), label("charge_kinds", item.charge_kind),
                supplier, retired,
            )
        )  # fmt: skip
        unit = basis_unit(item.basis, item.meter_kind)
        # L10N: {day} 起 {rate}
        rates = [
            _("from {day}: {rate}").format(day=say.day(rate.since), rate=f"{plain(rate.rate)} {unit}")
            for rate in item.rates
        ]
        self._rates.setText(say.dotted(*rates))
        discounts = [
            say.dotted(
                f"{each.name} −{plain(each.percent)}%",
                label("discount_rules", each.applies),
                say.day(each.since),
                say.day(each.until),
            )
            for each in item.discounts
        ]
        self._discounts.setText("\n".join(discounts))
        self._discounts.setVisible(bool(discounts))

    # ---------------------------------------------------------------------------------------------------------- acts
    def _dialog(
        self, spec: FormSpec, save: Any, *, role: str = "supervisor", values: dict[str, Any] | None = None, **more: Any
    ) -> ActDialog:
        dialog = ActDialog(self, spec, save, yes=_("Save"), values=values, **more)
        dialog.approval.ask(role)
        dialog.acted.connect(lambda _after: self.refresh())
        dialog.start()
        return dialog

    def assign(self) -> None:
        """Asks for a room and from when on it has the item."""
        desk, item = self.desk, self.item
        if item is None:
            return
        fields = (
            FieldSpec("unit_id", N_("Room"), "room", required=True),
            FieldSpec("since", N_("From"), "date", required=True),
            FieldSpec("until", N_("Ends on"), "date", help=N_("Left empty: without an end.")),
            # L10N: 单独单价
            FieldSpec("own_rate", N_("Own rate"), "number", help=N_("Left empty: the item's rate.")),
            FieldSpec("quantity", N_("Quantity"), "number"),
            FieldSpec("payer", N_("Who pays"), "choice", choices=lambda: chosen("fee_payers"), default=item.payer),
            FieldSpec("label", N_("Note"), max_length=30),
        )

        def save(values: dict[str, Any]) -> Any:
            unit, names = values["unit_id"], ("since", "until", "own_rate", "payer", "label")
            entry = fees.AssignEntry(
                item.id,
                (unit,) if unit else (),
                quantity=values["quantity"] or Decimal(1),
                **{name: values[name] for name in names},
            )
            try:
                return fees.assign(desk, entry)
            except InvalidInput as error:
                raise beside(error, {"unit_ids": "unit_id"}) from error

        # L10N: 设定到房屋
        self._dialog(FormSpec(N_("Give to a room"), fields), save, note=item.name)

    def assign_every(self) -> None:
        """Gives the item to every room that it is for and that does not have it yet."""
        desk, item = self.desk, self.item
        if item is None:
            return

        def save(values: dict[str, Any]) -> Any:
            try:
                return fees.assign_kind(desk, item.id, values["since"])
            except InvalidInput as error:
                raise beside(error, {"unit_ids": "since"}) from error

        # L10N: 批量设定
        dialog = self._dialog(
            FormSpec(N_("Give to every room"), (FieldSpec("since", N_("From"), "date", required=True),)),
            save,
            note=item.name,
        )
        dialog.acted.connect(
            # L10N: 已设定 {n} 户
            lambda count: self.shell.messages.info(
                ngettext("{n} room has it now.", "{n} rooms have it now.", count).format(n=count)
            )
        )

    def new_rate(self) -> None:
        """A new version of the rate."""
        desk, item = self.desk, self.item
        if item is None:
            return

        def save(values: dict[str, Any]) -> Any:
            return fees.add_rate(desk, item.id, values["since"], values["rate"])

        fields = (
            FieldSpec("rate", N_("Rate (yuan)"), "number", required=True),
            FieldSpec("since", N_("From"), "date", required=True),
        )
        # L10N: 新单价
        self._dialog(FormSpec(N_("New rate"), fields), save, note=item.name)

    def new_discount(self) -> None:
        """A rule of discount; a manager's act."""
        desk, item = self.desk, self.item
        if item is None:
            return
        fields = (
            # L10N: 优惠名称
            FieldSpec("name", N_("Discount name"), required=True, max_length=20),
            # L10N: 减免比例（%）
            FieldSpec("percent", N_("Taken off (%)"), "number", required=True),
            # L10N: 适用
            FieldSpec(
                "applies",
                N_("Applies to"),
                "choice",
                required=True,
                choices=lambda: chosen("discount_rules"),
                default="all",
            ),
            FieldSpec("since", N_("From"), "date", required=True),
            FieldSpec("until", N_("Ends on"), "date", help=N_("Left empty: without an end.")),
        )

        def save(values: dict[str, Any]) -> Any:
            return fees.add_discount(desk, fees.DiscountEntry(item.id, **values))

        # L10N: 优惠规则
        self._dialog(FormSpec(N_("Discount rule"), fields), save, role="manager", note=item.name)

    def end(self, row: AssignmentView) -> None:
        """Ends an assignment on a day."""
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return fees.end_assignment(desk, row.id, values["until"], reason=values["reason"])

        fields = (
            # L10N: 最后一天
            FieldSpec("until", N_("Last day"), "date", required=True),
            FieldSpec("reason", N_("Reason"), max_length=60),
        )
        # L10N: 结束计费
        self._dialog(FormSpec(N_("End the charge"), fields), save, note=say.dotted(row.room, row.item))

    def exempt(self, row: AssignmentView) -> None:
        """Days that cost nothing."""
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return fees.exempt(desk, fees.ExemptEntry(row.id, values["first"], values["last"], values["reason"]))

        fields = (
            FieldSpec("first", N_("From"), "date", required=True),
            FieldSpec("last", N_("Ends on"), "date", required=True),
            FieldSpec("reason", N_("Reason"), required=True, span="full", max_length=60),
        )
        # L10N: 免收期
        self._dialog(FormSpec(N_("Costs nothing for a time"), fields), save, note=say.dotted(row.room, row.item))

    def change_terms(self, row: AssignmentView) -> None:
        """Own rate, quantity, payer and note of a room of which nothing was billed yet."""
        desk = self.desk
        fields = (
            FieldSpec("own_rate", N_("Own rate"), "number", help=N_("Left empty: the item's rate.")),
            FieldSpec("quantity", N_("Quantity"), "number"),
            FieldSpec("payer", N_("Who pays"), "choice", required=True, choices=lambda: chosen("fee_payers")),
            FieldSpec("label", N_("Note"), max_length=30),
        )

        def save(values: dict[str, Any]) -> Any:
            return fees.change_assignment(
                desk, row.id, own_rate=values["own_rate"], quantity=values["quantity"] or Decimal(1),
                payer=values["payer"], label=values["label"],
            )  # fmt: skip

        values = {name: getattr(row, name) for name in ("own_rate", "quantity", "payer", "label")}
        # L10N: 修改该户计费
        spec = FormSpec(N_("Change what this room pays"), fields)
        self._dialog(spec, save, values=values, note=say.dotted(row.room, row.item))

    def drop_exemption(self, row: AssignmentView) -> None:
        """Takes days back that were to cost nothing, of which no month was billed."""
        desk = self.desk
        days = [(str(each.id), f"{say.day(each.first)}–{say.day(each.last)} {each.reason}") for each in row.exemptions]

        def save(values: dict[str, Any]) -> Any:
            return fees.drop_exemption(desk, int(values["exemption"]))

        # L10N: 免收期
        field = FieldSpec("exemption", N_("Costs nothing"), "choice", required=True, choices=lambda: days)
        # L10N: 撤销免收期
        spec = FormSpec(N_("Charge these days after all"), (field,))
        self._dialog(spec, save, values={"exemption": days[-1][0]}, note=say.dotted(row.room, row.item))

    def drop_rate(self) -> None:
        """Takes a version of the rate away by which nothing was billed."""
        desk, item = self.desk, self.item
        if item is None:
            return
        unit = basis_unit(item.basis, item.meter_kind)
        words = _("from {day}: {rate}")
        rates = [
            (str(rate.id), words.format(day=say.day(rate.since), rate=f"{plain(rate.rate)} {unit}"))
            for rate in item.rates
            if not rate.billed
        ]
        if len(item.rates) < 2 or not rates:
            # L10N: 没有可删除的单价
            self.shell.messages.warn(_("Bills were made by every rate, or there is only one. It stays."))
            return

        def save(values: dict[str, Any]) -> Any:
            return fees.drop_rate(desk, int(values["rate"]))

        # L10N: 单价
        field = FieldSpec("rate", N_("Rate"), "choice", required=True, choices=lambda: rates)
        # L10N: 删除单价
        self._dialog(
            FormSpec(N_("Take a rate away"), (field,)), save, values={"rate": rates[-1][0]}, note=item.name, danger=True
        )

    def _change(self) -> None:
        if self.item is not None:
            ask_item(self, self.item).acted.connect(lambda _after: self.refresh())

    def _retire(self) -> None:
        item, desk = self.item, self.desk
        if item is None:
            return

        def work() -> Any:
            return fees.retire_item(desk, item.id, retired=not item.retired)

        self.act(work, lambda _after: self.refresh())


__all__ = ["ItemPage"]
