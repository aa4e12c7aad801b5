"""The page of a request: its facts, clocks and history, its slips, and the acts that make sense now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.requests.cycle import CYCLE
from desk.services import requests
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction, Shell
from desk.ui.kit.record_cards import Fact, Facts, FactSheet, Related, RelatedList
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.requests.acts import KEYS, RequestActs
from desk.ui.requests.cards import Callbacks, Clocks, History
from desk.ui.requests.papers import PAPERS
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.requests.views import LinkView, RequestView

LIGHTS = {"received": "amber", "assigned": "blue", "accepted": "blue", "in-progress": "blue", "on-hold": "amber"}
# One key, two acts that are never possible together.
# L10N: 暂缓或恢复; 派工或改派
SHARED = {"Ctrl+Shift+S": N_("Put on hold, or resume"), "Ctrl+D": N_("Assign")}


def state_light(view: RequestView) -> str:
    """The colour of the state; it is always written beside it too."""
    if view.overdue:
        return "red"
    return LIGHTS.get(view.state, "green")


def late_words(view: RequestView) -> list[str]:
    """What has gone on for too long, or again."""
    late = []
    if view.overdue:
        # L10N: 已超过承诺时间
        late.append(_("past the promised time"))
    if view.handover_late and view.state == "received":
        # L10N: 超过三分钟未派工
        late.append(_("not handed over in three minutes"))
    if view.reopened:
        # L10N: 重新打开 {n} 次
        late.append(ngettext("reopened {n} time", "reopened {n} times", view.reopened).format(n=view.reopened))
    if view.escalated:
        # L10N: 已上报{who}
        late.append(_("escalated to: {who}").format(who=label("escalations", view.escalated)))
    return late


class RequestPage(RecordPage):
    """One request."""

    kind = "request"
    shows = frozenset({"request"})
    cycle = CYCLE
    keys = KEYS
    shared = SHARED
    resting = "note"
    # L10N: 办理
    acts_heading = N_("What to do")
    link_key = "Ctrl+H"
    # L10N: 打开住户
    link_label = N_("Open the household")

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.links: RelatedList = self.card("links").content
        self.papers = self.card("papers").content

    @staticmethod
    def read(desk: Desk, record_id: int) -> RequestView:
        return requests.request(desk, record_id)

    def make_acts(self) -> RequestActs:
        return RequestActs(self)

    def head(self, record: RequestView) -> Head:
        return Head(
            record.number,
            lamp=state_light(record),
            state=f"{label('kinds', record.kind)} · {label('states', record.state)}",
            late=" · ".join(late_words(record)),
            link=f"{record.room}  {self.link_key}" if record.room else "",
            target=f"unit:{record.unit_id}" if record.unit_id is not None else "",
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            # L10N: 内容; 回访; 关联的单; 经过; 时限
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=self._facts),
            RecordCard("callbacks", N_("Callbacks"), Callbacks, of=lambda view: view.callbacks),
            RecordCard(
                "links", N_("Linked requests"), lambda page: RelatedList(page, _related), of=lambda view: view.links
            ),
            RecordCard("history", N_("History"), History, of=lambda view: view.events),
            RecordCard("clocks", N_("Clocks"), Clocks, of=lambda view: view.clocks, right=True),
            papers_card(of=lambda view: view.slips, further=PAPERS),
            files_card("request"),
        )

    def also_shows(self, record: RequestView) -> Iterable[tuple[str, int]]:
        return (("request", link.request_id) for link in record.links)

    def more_keys(self) -> tuple[PageAction, ...]:
        # L10N: 同一户再登记一件
        return (PageAction(N_("Log another one of this household"), "Shift+F3", self._another),)

    def view(self) -> RequestView | None:
        """The request that is shown; None while it is being read."""
        shown: RequestView | None = self.record
        return shown

    def _another(self) -> None:
        """The same caller has something else: F3 alone is a new call."""
        view = self.view()
        if view is not None:
            self.shell.new_request(view.unit_id, view.customer_id)

    # ------------------------------------------------------------------------------------------------------- facts
    def _facts(self, view: RequestView) -> FactSheet:
        return FactSheet(view.content, self._short_facts(view), self._long_facts(view))

    def _short_facts(self, view: RequestView) -> list[Fact]:
        desk = self.desk
        # L10N: 匿名
        caller = (
            _("Anonymous")
            if view.anonymous
            else " ".join(part for part in (view.caller_name, view.caller_phone) if part)
        )
        return [
            # L10N: 房号
            (_("Room"), view.room, "strong"),
            # L10N: 来人
            (_("Caller"), caller, ""),
            # L10N: 类别
            (_("Category"), label("categories", view.category) if view.category else "", ""),
            # L10N: 问题类别
            (_("Kind of problem"), label("problems", view.problem) if view.problem else "", ""),
            # L10N: 地点
            (_("Place"), label("places", view.place) if view.place else "", ""),
            # L10N: 紧急程度
            (_("Urgency"), label("severities", view.severity), "bad" if view.severity == "emergency" else ""),
            # L10N: 渠道
            (_("Channel"), label("channels", view.channel), ""),
            # L10N: 主管部门要求答复日期
            (_("Answer by"), say.day(view.answer_by), ""),
            # L10N: 受理时间
            (_("Received"), say.moment(desk, view.received_at), ""),
            # L10N: 首接人
            (_("First receiver"), view.first_receiver, ""),
            # L10N: 承诺时间
            (_("Promised by"), say.when(desk, view.promised_at), "bad" if view.overdue else ""),
            # L10N: 责任人
            (_("Responsible"), say.responsible(view.department, view.responsible), ""),
            # L10N: 暂缓至
            (_("On hold until"), self._hold_words(view), "warning"),
            # L10N: 应回访时间
            (_("Call by"), say.when(desk, view.callback_due_at), ""),
        ]

    def _long_facts(self, view: RequestView) -> list[Fact]:
        solved = []
        if view.repeated_back:
            # L10N: 已复述确认
            solved.append(_("Repeated back and confirmed"))
        if view.solved_on_spot:
            # L10N: 已当场解决
            solved.append(_("Solved on the spot"))
        return [
            # L10N: 客户诉求
            (_("Customer's wish"), view.wish, ""),
            # L10N: 多户事件
            (_("Mass incident"), view.incident, ""),
            # L10N: 核实情况
            (_("Confirmed problem"), view.confirmed, ""),
            # L10N: 复述确认
            (_("Confirmation"), " · ".join(solved), "good"),
            # L10N: 原因
            (_("Cause"), view.cause, ""),
            # L10N: 处理结果
            (_("Result"), view.result, ""),
            # L10N: 性质与分析
            (_("Analysis"), view.analysis, ""),
            # L10N: 总结评价
            (_("Summary"), view.summary, ""),
            # L10N: 免回访原因
            (_("Callback waived"), view.waiver, ""),
        ]

    def _hold_words(self, view: RequestView) -> str:
        if view.state != "on-hold":
            return ""
        return " · ".join(
            part for part in (say.when(self.desk, view.hold_until), label("hold_reasons", view.hold_reason)) if part
        )


def _related(link: LinkView) -> Related:
    words = " · ".join(part for part in (label("states", link.state), link.content) if part)
    return Related(label("link_kinds", link.relation), link.number, f"request:{link.request_id}", words)


__all__ = ["RequestPage", "state_light"]
