"""The access log in the window: who looked at whose data, and the month's sheet for the manager (handbook S27)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, ngettext
from desk.services import access
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.slips import SlipView

# L10N: 此处没有查阅记录
_NONE = N_("No looks are in this list.")


class AccessPage(ListPage):
    """The looks at people's data; Enter opens the home, Ctrl+P prints the month's sheet."""

    # L10N: 查阅记录
    heading = N_("Access log")
    views = (
        # L10N: 本月; 上月; 完整号码; 连续查号; 全部
        View("month", N_("This month"), _NONE),
        View("last-month", N_("Last month"), _NONE),
        View("numbers", N_("Whole numbers"), _NONE),
        # L10N: 完整单据; 导出名单
        View("papers", N_("Whole papers"), _NONE),
        View("lists", N_("Lists saved"), _NONE),
        View("many", N_("Many in a row"), _NONE),
        View("all", N_("All"), _NONE),
    )
    # L10N: 员工姓名
    search = N_("Name of who looked")
    hides = ("purpose",)

    @staticmethod
    def counted(total: int) -> str:
        return ngettext("{n} look", "{n} looks", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            Column("at", N_("When"), 14, get=lambda row: say.when(desk, row.at), least=12),
            # L10N: 员工
            Column("staff", N_("Member of staff"), 10, bold=True),
            # L10N: 查阅内容
            Column("what", N_("What was looked at"), 18),
            # L10N: 对象
            Column("whose", N_("Whose"), 20),
            # L10N: 用途
            Column("purpose", N_("What for"), 12),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", self._open_row, fits=lambda row: bool(row.target)),
            # L10N: 打印月度查阅记录
            ListAct(
                "print", N_("Print the month's sheet"), "Ctrl+P", self._print, on="list", at="head", role="primary"
            ),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return access.looks(desk, query.view or "month", text=query.text, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return access.counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of an `access:CODE` target."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def _open_row(self, row: Any) -> None:
        if row.target:
            self.shell.open_target(row.target)

    def _print(self) -> None:
        desk = self.desk
        month = desk.today().replace(day=1)
        if self._view == "last-month":
            month -= timedelta(days=1)

        def issue() -> SlipView:
            return access.review(desk, month)

        def issued(slip: SlipView) -> None:
            print_slip(self, slip)

        self.act(issue, issued)


__all__ = ["AccessPage"]
