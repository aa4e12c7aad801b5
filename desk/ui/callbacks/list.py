"""The callback desk: whom to call, the earliest due first; Enter opens the form of the call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.catalog import label
from desk.i18n import N_, ngettext
from desk.services import callbacks
from desk.ui.kit import pages
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.requests.acts import RequestActs

if TYPE_CHECKING:
    from typing import Any

    from desk.services.callbacks import DueRow
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell


class CallbacksPage(ListPage):
    """Who is to be called back."""

    # L10N: 回访
    heading = N_("Callbacks")
    views = (
        View(
            "all",
            # L10N: 全部
            N_("All"),
            # L10N: 没有待回访的客户
            N_("Nobody has to be called back. Resolved complaints come here by themselves."),
        ),
        # L10N: 只看超期; 没有超期的回访
        View("late", N_("Only late ones"), N_("No callback is late.")),
    )
    hides = ("responsible", "phone")
    shows = frozenset({"request"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = RequestActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: 待回访 {n} 户
        return ngettext("{n} to call", "{n} to call", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def tried(row: DueRow) -> str:
            if not row.attempts:
                return ""
            return f"{row.attempts} · {label('callback_outcomes', row.last_outcome)}"

        return (
            # L10N: 应回访时间
            Column(
                "due_at",
                N_("Call by"),
                16,
                get=lambda row: say.when(desk, row.due_at),
                tone=lambda row: "red" if row.late else "",
                least=16,
            ),
            # L10N: 房号
            Column("room", N_("Room"), 15, least=13),
            # L10N: 来人
            Column("caller", N_("Caller"), 9, bold=True),
            # L10N: 电话
            Column("phone", N_("Phone"), 13),
            # L10N: 已联系
            Column("attempts", N_("Tried"), 13, get=tried),
            # L10N: 单号
            Column("number", N_("Number"), 18, least=18),
            # L10N: 责任人
            Column("responsible", N_("Responsible"), 9, tone=lambda row: "" if row.may_score else "amber"),
            # L10N: 内容
            Column("content", N_("Details"), 26),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        found = (
            # L10N: 回访
            ListAct("call", N_("Call back"), "Enter", self._call),
            # L10N: 打开此单
            ListAct("request", N_("Open the request"), "Ctrl+O", self._open_request),
        )
        if pages.spec_of("quality") is None:
            return found
        # L10N: 质量抽查
        quality = ListAct(
            "quality", N_("Quality sample"), "Ctrl+4", self._open_quality, on="list", at="head", role="small"
        )
        return (*found, quality)

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return callbacks.callbacks_due(desk, late_only=query.view == "late", offset=part.offset, limit=part.limit)

    def narrowed(self) -> bool:
        return False

    def open(self, **args: Any) -> None:
        """`view`: all or late."""
        super().open(**args)

    def _call(self, row: DueRow) -> None:
        self.acts.open_for(row.request_id, "callback")

    def _open_request(self, row: DueRow) -> None:
        self.shell.open_page("request", request_id=row.request_id)

    def _open_quality(self) -> None:
        self.shell.open_page("quality")


__all__ = ["CallbacksPage"]
