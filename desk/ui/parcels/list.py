"""The list of things that are kept, by what is to be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, ngettext
from desk.services import parcels as service
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.parcels.acts import KEYS, ParcelActs, take
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.parcels import ParcelView
    from desk.ui.kit.pages import Shell

TONES = {
    "kept": "",
    "police": "muted",
    "disposed": "muted",
    "handed-out": "muted",
    "returned": "muted",
    "void": "muted",
}
# L10N: 没有符合此项的物品
_NONE = N_("Nothing is in this list now.")


def tone(row: Any) -> str:
    """The colour of a thing's state."""
    return "red" if row.late else TONES.get(row.state, "")


class ParcelsPage(ListPage):
    """Things that are kept; Enter opens one, Ins takes one."""

    # L10N: 包裹
    heading = N_("Parcels")
    views = (
        # L10N: 保管中; 没有保管的物品。按 Ins 登记。
        View("kept", N_("Being kept"), N_("Nothing is kept now. Ins takes a thing.")),
        # L10N: 待通知
        View("to-tell", N_("To be told"), _NONE),
        # L10N: 到期
        View("late", N_("Past their day"), _NONE),
        # L10N: 寄存
        View("left", N_("Left for somebody"), _NONE),
        # L10N: 失物招领
        View("found", N_("Found things"), _NONE),
        # L10N: 全部
        View("all", N_("All"), _NONE),
    )
    views_aside = True
    # L10N: 编号、运单号、物品、收件人、房号
    search = N_("Number, waybill, thing, recipient, room")
    hides = ("what", "receiver")
    shows = frozenset({"parcel"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = ParcelActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 件
        return ngettext("{n} thing", "{n} things", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 编号
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 房号
            Column("room", N_("Room"), 14, get=lambda row: row.room or row.where_found, least=12),
            # L10N: 收件人
            Column("recipient", N_("Recipient"), 10, least=8),
            # L10N: 物品
            Column("what", N_("Thing"), 16),
            # L10N: 存放位置
            Column("place", N_("Kept where"), 9, least=8),
            # L10N: 送达时间
            Column("taken_at", N_("Taken at"), 13, get=lambda row: say.short_moment(desk, row.taken_at), least=12),
            # L10N: 保管至
            Column("due_on", N_("Kept until"), 10, get=lambda row: say.short_day(desk, row.due_on), tone=tone, least=9),
            # L10N: 状态
            Column("state", N_("State"), 10, get=lambda row: label("parcel_states", row.state), tone=tone, least=9),
            # L10N: 领取人
            Column("receiver", N_("Received by"), 10),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def act(code: str) -> Any:
            return lambda row: self.acts.open_for(row.id, code)

        def kept(row: ParcelView) -> bool:
            return bool(row.state == "kept")

        return (
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"parcel:{row.id}")),
            # L10N: 招领启事
            ListAct("notice", N_("Notice of found things"), "Ctrl+Shift+P", self._notice, on="list", at="head"),
            # L10N: 盘点表
            ListAct("count", N_("Count sheet"), "Ctrl+P", self._count, on="list", at="head"),
            # L10N: 登记物品
            ListAct("take", N_("Take a thing"), "Ins", partial(take, self), on="list", at="head", role="primary"),
            ListAct("hand-out", N_("Hand out"), KEYS["hand-out"], act("hand-out"), at="under", fits=kept),
            ListAct(
                "tell", N_("Recipient told"), KEYS["tell"], act("tell"), at="under",
                fits=lambda row: row.state == "kept" and row.kind != "found",
            ),
            ListAct(
                "police", N_("Pass on to the police"), KEYS["police"], act("police"), at="under",
                fits=lambda row: row.state == "kept" and row.kind == "found",
            ),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        which = service.ParcelFilter(query.view or "kept", query.text)
        return service.parcels(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `parcels:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def _count(self) -> None:
        self._issue("issue_count_sheet")

    def _notice(self) -> None:
        self._issue("issue_notice")

    def _issue(self, name: str) -> None:
        desk = self.desk

        def work() -> Any:
            return getattr(service, name)(desk)

        self.act(work, lambda slip: print_slip(self, slip))


__all__ = ["TONES", "ParcelsPage", "tone"]
