"""The list of notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, ngettext
from desk.services import notices as service
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.notices.acts import KEYS, NoticeActs

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell

# L10N: 没有符合此项的公告
_NONE = N_("No notice is in this list now.")


def tone(row: Any) -> str:
    """The colour of a state: what waits is amber, what hangs nowhere red."""
    if row.state == "issued":
        return "" if row.told else "red"
    return "amber" if row.state in ("draft", "approved") else "muted"


class NoticesPage(ListPage):
    """Notices; Enter opens one, Ins writes one."""

    # L10N: 公告通知
    heading = N_("Notices")
    views = (
        # L10N: 未结束; 没有进行中的公告。按 Ins 拟写。
        View("open", N_("Not over yet"), N_("No notice is under way. Ins writes one.")),
        # L10N: 待审批、待发布
        View("drafts", N_("To approve and issue"), _NONE),
        # L10N: 已发布
        View("issued", N_("Issued notices"), _NONE),
        # L10N: 待取下
        View("down", N_("To take down"), _NONE),
        # L10N: 已结束
        View("over", N_("Over"), _NONE),
        # L10N: 全部
        View("all", N_("All"), _NONE),
    )
    views_aside = True
    # L10N: 标题、内容、范围、编号
    search = N_("Title, text, area, number")
    hides = ("number", "until")
    shows = frozenset({"public-notice"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = NoticeActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份公告
        return ngettext("{n} notice", "{n} notices", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 标题
            Column("title", N_("Title"), 24, bold=True, least=14),
            # L10N: 种类
            Column("kind", N_("Kind"), 16, get=lambda row: label("notice_kinds", row.kind)),
            # L10N: 范围
            Column("area", N_("Area"), 14, least=10),
            # L10N: 开始
            Column("since", N_("Begins at"), 12, get=lambda row: say.short_moment(desk, row.since), least=11),
            # L10N: 结束
            Column(
                "until", N_("Lasts until"), 12, get=lambda row: say.short_moment(desk, row.until) if row.until else ""
            ),
            # L10N: 状态
            Column("state", N_("State"), 8, get=lambda row: label("notice_states", row.state), tone=tone, least=8),
            # L10N: 张贴中
            Column("up", N_("Hangs"), 7, get=lambda row: f"{row.up or ''}", align="right"),
            # L10N: 编号
            Column("number", N_("Notice no."), 18),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def act(code: str, *instead: str) -> Any:
            return lambda row: self.acts.open_for(row.id, code, instead=instead)

        return (
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"public-notice:{row.id}")),
            # L10N: 拟写公告
            ListAct("write", N_("Write a notice"), "Ins", self._write, on="list", at="head", role="primary"),
            # L10N: 下一步
            ListAct("next", N_("Next step"), KEYS["issue"], act("approve", "issue", "end"), at="under"),
            ListAct("post", N_("Posted"), KEYS["post"], act("post"), at="under", fits=lambda row: row.state == "issued"),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        which = service.NoticeFilter(query.view or "open", query.text)
        return service.notices(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `notices:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def _write(self) -> None:
        self.shell.open_page("notice-form")


__all__ = ["NoticesPage", "tone"]
