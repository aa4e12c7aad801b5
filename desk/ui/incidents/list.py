"""The list of mass incidents: one cause, many callers; started, changed and ended from here or from the page of one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import incidents
from desk.ui.incidents.acts import KEYS, IncidentActs, runs, where
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.incidents import IncidentView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell


class IncidentsPage(ListPage):
    """The running ones first; Enter opens one, its requests are one key away."""

    # L10N: 群发事件
    heading = N_("Incidents")
    views = (
        View(
            "running",
            # L10N: 进行中
            N_("Running"),
            # L10N: 目前没有群发事件
            N_(
                "Nothing runs now. When a lift stops or the water fails for many, start it here: each call is then attached with one key."
            ),
        ),
        # L10N: 全部
        View("all", N_("All"), N_("There was no mass incident yet.")),
    )
    hides = ("where", "started_at")
    shows = frozenset({"incident", "request"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = IncidentActs(self, lambda _row: self.show_view("running"))
        self.detail = theme.text("", "muted", wrap=True)
        self.card.add_below(self.detail)
        self.table.selected.connect(self._tell)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 起
        return ngettext("{n} incident", "{n} incidents", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def state(row: IncidentView) -> str:
            return "amber" if runs(row) else "muted"

        def late(row: IncidentView) -> str:
            return "red" if runs(row) and row.expected_at is not None and row.expected_at < desk.clock() else ""

        return (
            # L10N: 编号
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 事件
            Column("title", N_("What happened"), 26, least=14),
            # L10N: 范围
            Column("where", N_("Where"), 16, get=where),
            Column("state", N_("State"), 9, get=lambda row: label("incident_states", row.state), tone=state),
            # L10N: 关联单
            Column("requests", N_("Requests"), 9, get=lambda row: f"{row.requests:,}", align="right"),
            # L10N: 开始
            Column("started_at", N_("Started"), 13, get=lambda row: say.when(desk, row.started_at), least=12),
            # L10N: 预计恢复
            Column(
                "expected_at",
                N_("Expected to end"),
                15,
                get=lambda row: say.when(desk, row.ended_at or row.expected_at),
                tone=late,
                least=13,
            ),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 发起事件
            ListAct(
                "start",
                N_("Start an incident"),
                "Ins",
                lambda: self.acts.open_for(0, "start"),
                on="list",
                at="head",
                role="primary",
            ),
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", self.open_it, at="under"),
            ListAct("change", N_("Change"), KEYS["change"], partial(self._act, "change"), at="under", fits=runs),
            ListAct(
                "requests",
                # L10N: 关联的登记单
                N_("Attached requests"),
                "Ctrl+O",
                self.show_requests,
                at="under",
                fits=lambda row: row.requests > 0,
            ),
            # L10N: 结束事件
            ListAct("end", N_("End the incident"), KEYS["end"], partial(self._act, "end"), at="under", fits=runs),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return incidents.incident_page(desk, running=query.view == "running", offset=part.offset, limit=part.limit)

    def retranslate(self) -> None:
        super().retranslate()
        self._tell(self.table.current())

    def _tell(self, row: IncidentView | None) -> None:
        words = ""
        if row is not None:
            # L10N: 对来电者说：
            told = _("Tell callers: {words}").format(words=row.note) if row.note and runs(row) else ""
            # L10N: 结果：
            ended = _("Result: {words}").format(words=row.result) if row.result else ""
            # L10N: 未关闭 {n} 件
            waiting = (
                ngettext("{n} request is not closed.", "{n} requests are not closed.", row.open).format(n=row.open)
                if row.open
                else ""
            )
            words = " ".join(part for part in (where(row), told, ended, waiting) if part)
        self.detail.setText(words)
        self.detail.setVisible(bool(words))

    # ------------------------------------------------------------------------------------------------------- acts
    def _act(self, code: str, row: IncidentView) -> None:
        self.acts.open_for(row.id, code)

    def open_it(self, row: IncidentView) -> None:
        """Opens the page of an incident."""
        self.shell.open_target(f"incident:{row.id}")

    def show_requests(self, row: IncidentView) -> None:
        """Opens the list of the requests that are attached."""
        self.shell.open_page("requests", incident_id=row.id, view="all")


__all__ = ["IncidentsPage"]
