"""The charge items: what is charged, by what, for whom it is collected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import fees
from desk.services.kit.paging import Page as Rows
from desk.ui.fees.doors import Doors
from desk.ui.fees.words import basis_unit, chosen, plain
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.fees import ItemView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Page


def item_fields(*, new: bool) -> tuple[FieldSpec, ...]:
    """What is asked of a charge item; a new one begins with a rate."""
    fields: tuple[FieldSpec, ...] = (
        # L10N: 项目编号
        FieldSpec("code", N_("Code"), required=True, max_length=12),
        # L10N: 项目名称
        FieldSpec("name", N_("Name of the item"), required=True, max_length=30),
        # L10N: 类别
        FieldSpec(
            "family", N_("Family"), "choice", required=True, choices=lambda: chosen("fee_families"), default="service"
        ),
        # L10N: 计费方式
        FieldSpec(
            "basis", N_("Charged by"), "choice", required=True, choices=lambda: chosen("fee_bases"), default="area"
        ),
        FieldSpec(
            "meter_kind",
            # L10N: 表的种类
            N_("Meter"),
            "choice",
            choices=lambda: chosen("meter_kinds"),
            visible_when=lambda values: values.get("basis") == "meter",
            needed_when=lambda values: values.get("basis") == "meter",
        ),
        # L10N: 收入科目
        FieldSpec(
            "charge_kind",
            N_("Kind of fee"),
            "choice",
            required=True,
            choices=lambda: chosen("charge_kinds"),
            default="management",
        ),
        # L10N: 付款人
        FieldSpec(
            "payer", N_("Who pays"), "choice", required=True, choices=lambda: chosen("fee_payers"), default="owner"
        ),
        FieldSpec(
            "unit_kinds",
            # L10N: 适用房屋
            N_("For rooms that are"),
            "choice",
            choices=lambda: [("", _("any use")), *chosen("unit_kinds")],
            default="",
        ),
        # L10N: 代收单位
        FieldSpec(
            "supplier", N_("Collected for"), help=N_("A supplier; left empty for the centre's own."), max_length=40
        ),
    )
    if new:
        fields = (
            *fields,
            # L10N: 单价（元）
            FieldSpec("rate", N_("Rate (yuan)"), "number", required=True),
            # L10N: 启用日期
            FieldSpec("since", N_("From"), "date", required=True),
        )
    return (*fields, FieldSpec("note", N_("Note"), span="full", max_length=80))


def ask_item(page: Page, row: ItemView | None = None) -> ActDialog:
    """Asks for a charge item, new or to be changed; a supervisor's act."""
    desk = page.desk

    def save(values: dict[str, Any]) -> Any:
        kind = values.pop("unit_kinds")
        meter = values.pop("meter_kind", "") or ""
        entry = fees.ItemEntry(**values, meter_kind=meter, unit_kinds=(kind,) if kind else ())
        return fees.save_item(desk, entry, row.id if row is not None else None)

    values: dict[str, Any] = {}
    if row is not None:
        names = ("code", "name", "family", "basis", "meter_kind", "charge_kind", "payer", "supplier", "note")
        values = {name: getattr(row, name) for name in names}
        values["unit_kinds"] = row.unit_kinds[0] if row.unit_kinds else ""
    # L10N: 新增收费项目 / 修改收费项目
    title = N_("New charge item") if row is None else N_("Change the charge item")
    dialog = ActDialog(page, FormSpec(title, item_fields(new=row is None)), save, yes=_("Save"), values=values)
    dialog.approval.ask("supervisor")
    # L10N: {name} 已保存
    dialog.acted.connect(lambda after: page.shell.messages.info(_("{name} is saved.").format(name=after.name)))
    dialog.start()
    return dialog


class ItemsPage(ListPage):
    """The charge items; Enter opens one with its rates and rooms, Ins adds one."""

    # L10N: 收费项目
    heading = N_("Charge items")
    views = (
        # L10N: 在用; 还没有收费项目。按 Ins 新增。
        View("used", N_("In use"), N_("There is no charge item yet. Ins adds one.")),
        # L10N: 全部
        View("all", N_("All"), N_("There is no charge item yet. Ins adds one.")),
    )
    shows = frozenset({"fee-item"})
    hides = ("supplier", "kind")

    def between(self, layout: QVBoxLayout) -> None:
        self.doors = Doors(self, "fee-items")
        layout.addWidget(self.doors)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 个项目
        return ngettext("{n} item", "{n} items", total)

    def columns(self) -> tuple[Column, ...]:
        def rate(row: ItemView) -> str:
            return f"{plain(row.rate)} {basis_unit(row.basis, row.meter_kind)}" if row.rate is not None else ""

        def names(row: ItemView) -> str:
            # L10N: （停用）
            return row.name + (_(" (not used any more)") if row.retired else "")

        return (
            Column("code", N_("Code"), 8, bold=True),
            Column(
                "name",
                N_("Name of the item"),
                18,
                get=names,
                bold=True,
                tone=lambda row: "muted" if row.retired else "",
            ),
            Column("family", N_("Family"), 22, get=lambda row: label("fee_families", row.family)),
            # L10N: 现行单价
            Column("rate", N_("Rate now"), 22, get=rate),
            # L10N: 户数
            Column("assigned", N_("Homes"), 8, get=lambda row: f"{row.assigned:,}", align="right"),
            Column("kind", N_("Kind of fee"), 18, get=lambda row: label("charge_kinds", row.charge_kind)),
            Column("supplier", N_("Collected for"), 16),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"fee-item:{row.id}")),
            ListAct("new", N_("New charge item"), "Ins", lambda: ask_item(self), on="list", at="head", role="primary"),
            # L10N: 修改
            ListAct("change", N_("Change"), "Ctrl+E", lambda row: ask_item(self, row), at="under"),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        rows = fees.items(desk, retired=query.view == "all")
        return Rows(rows[part.offset : part.offset + part.limit], len(rows))

    def retranslate(self) -> None:
        self.doors.retranslate()
        super().retranslate()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (*super().actions_by_key(), *self.doors.keys())


__all__ = ["ItemsPage", "ask_item", "item_fields"]
