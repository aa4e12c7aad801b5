"""The list of releases by what is to be done with them, and the weekly reconciliation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import releases as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.releases.words import scope_words, tone
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.releases import ReleaseRow

# L10N: 此项下没有放行单。按 F8 开具
_NONE = N_("No release is in this list now. F8 issues one.")
WEEK = FormSpec(
    # L10N: 物品放行周核对表
    N_("Weekly reconciliation of releases"),
    (
        # L10N: 开始日期; 结束日期
        FieldSpec("first", N_("Week from"), "date", required=True),
        FieldSpec("last", N_("Week to"), "date", required=True),
    ),
)


class ReleasesPage(ListPage):
    """Release slips; Enter opens one, Ins issues one, a scan notes that a gate copy is back."""

    # L10N: 物品放行
    heading = N_("Goods release")
    views = (
        # L10N: 今日有效
        View("today", N_("Valid today"), _NONE),
        # L10N: 预约
        View("planned", N_("Planned"), _NONE),
        # L10N: 门岗未放行
        View("refused", N_("Refused by the guard"), _NONE),
        # L10N: 过期未用
        View("expired", N_("Expired unused"), _NONE),
        # L10N: 门岗联未收回
        View("copies", N_("Copies not back"), _NONE),
        # L10N: 货单不符
        View("mismatched", N_("Not agreeing"), _NONE),
        # L10N: 全部; 还没有放行单。按 F8 开具
        View("all", N_("All"), N_("There is no release yet. F8 issues one.")),
    )
    views_aside = True
    # L10N: 编号、房号、姓名、车牌
    search = N_("Number, room, name, plate")
    hides = ("guard", "goods", "copy")
    shows = frozenset({"release"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张放行单
        return ngettext("{n} release", "{n} releases", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 编号
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("room", N_("Room"), 14, least=13),
            Column("state", N_("State"), 11, get=lambda row: label("release_states", row.state), tone=tone, least=10),
            # L10N: 搬出时间
            Column("move_at", N_("Leaves at"), 13, get=lambda row: say.when(desk, row.move_at), least=12),
            Column("scope", N_("What leaves"), 6, get=lambda row: scope_words(row.scope), least=6),
            Column("name", N_("Applicant"), 12, least=8),
            # L10N: 物品
            Column("goods", N_("Item name"), 20),
            Column("guard", N_("Guard"), 8),
            # L10N: 门岗联
            Column(
                "copy",
                N_("Gate copy"),
                11,
                get=lambda row: say.short_day(desk, row.copy_back_on) if row.copy_back_on else "",
            ),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the release"), "Enter", self._open),
            # L10N: 门岗核验
            ListAct("gate", N_("At the gate"), "Ctrl+1", self._gate, on="list", at="head"),
            # L10N: 周核对表
            ListAct("week", N_("Week's sheet"), "Ctrl+P", self.print_week, on="list", at="head"),
            # L10N: 开具放行单
            ListAct("issue", N_("Issue a release"), "Ins", self._new, on="list", at="head", role="primary"),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return service.releases(
            desk, service.ReleaseFilter(query.view or "all", query.text), offset=part.offset, limit=part.limit
        )

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `releases:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def _open(self, row: ReleaseRow) -> None:
        self.shell.open_target(f"release:{row.id}")

    def _new(self) -> None:
        self.shell.open_page("release-form")

    def _gate(self) -> None:
        self.shell.open_page("gate")

    def scanned(self, text: str) -> bool:
        """The guards hand their copies back: one scan for each, while the list of those is shown."""
        if self._view != "copies" or not text.upper().startswith("FX-"):
            return False
        desk = self.desk

        def work() -> Any:
            return service.copy_back(desk, service.by_number(desk, text).id)

        def done(view: Any) -> None:
            # L10N: {number} 的门岗联已收回
            self.shell.messages.info(_("{number}: the gate copy is back.").format(number=view.number))

        self.act(work, done)
        return True

    def print_week(self) -> None:
        """Asks for the days, issues and prints the reconciliation."""
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return service.issue_week(desk, values["first"], values["last"])

        today = desk.today()
        dialog = ActDialog(
            # L10N: 打印
            self, WEEK, save, yes=_("Print"), values={"first": today - timedelta(days=6), "last": today}
        )  # fmt: skip
        dialog.acted.connect(lambda slip: print_slip(self, slip))
        dialog.start()


__all__ = ["ReleasesPage"]
