"""Levels to decide: upgrades, judgements, upgrades to take back; and the nightly run, now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _, ngettext
from desk.services import points
from desk.services.kit.paging import Page as Rows
from desk.ui.kit import tasks
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.points import acts
from desk.ui.slips.export import export
from desk.ui.slips.many import with_progress

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.points import ProposalView, RunView
    from desk.ui.kit.pages import Shell


class UpgradesPage(ListPage):
    """Levels to decide: upgrades, judgements, upgrades to take back; Enter opens the member."""

    # L10N: 等级提议
    heading = N_("Levels to decide")
    views = (
        # L10N: 全部; 升级; 评定; 撤回; 办卡小票退货
        View("all", N_("All"), N_("No level waits for a decision.")),
        View("upgrade", N_("Upgrades"), N_("No upgrade is due.")),
        View("judge", N_("Judgements"), N_("No judgement is due.")),
        View("take-back", N_("To take back"), N_("No upgrade is to be taken back.")),
        View("joining", N_("Joining receipts refunded"), N_("No joining receipt was refunded.")),
    )
    shows = frozenset({"member"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._running = tasks.Busy()
        super().__init__(shell, desk)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 项
        return ngettext("{n} proposal", "{n} proposals", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("day", N_("Day"), 11, get=lambda row: say.day(row.day), least=11),
            Column("member", N_("Member"), 26, bold=True, least=20),
            # L10N: 事项
            Column("words", N_("What"), 18, tone=lambda row: "amber" if row.kind != "upgrade" else "green"),
            # L10N: 现等级; 新等级; 已评定
            Column("before", N_("Level now"), 18),
            Column("after", N_("New level"), 18),
            Column("judged_by", N_("Judged by"), 10),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct(
                "open", N_("Open the member"), "Enter", lambda row: self.shell.open_target(f"member:{row.member_id}")
            ),
            # L10N: 确认
            ListAct("confirm", N_("Confirm"), "Ctrl+Y", lambda row: acts.decide(self, row), at="under", role="primary"),
            # L10N: 不同意
            ListAct("decline", N_("Decline"), "Ctrl+Shift+Y", lambda row: acts.decline(self, row), at="under"),
            ListAct("export", N_("Save as Excel"), "Ctrl+Shift+E", self.export, on="list", at="head"),
            ListAct("pdf", N_("Save as PDF"), "Ctrl+S", self.save_pdf, on="list", at="head"),
            # L10N: 立即核算
            ListAct("night", N_("Reckon all levels now"), "Ctrl+F5", self.run_now, on="list", at="head"),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        kind = "" if query.view in ("", "all") else query.view
        found: tuple[ProposalView, ...] = points.proposals(desk, kind, limit=1000)
        return Rows(found[part.offset : part.offset + part.limit], len(found))

    def export(self, path: Path | None = None) -> None:
        """Keeps the list that is shown as a workbook; the manager approves it."""
        self._keep("xlsx", path)

    def save_pdf(self, path: Path | None = None) -> None:
        """Keeps the list that is shown as pages; the manager approves it."""
        self._keep("pdf", path)

    def _keep(self, ending: str, path: Path | None) -> None:
        desk, kind = self.desk, "" if self.view() in ("", "all") else self.view()
        view = next((_(each.label) for each in self.views if each.code == (self.view() or "all")), "")

        def work(file: Path, _values: dict[str, Any]) -> Any:
            return points.proposals_file(desk, file, kind=kind)

        name = f"{_(self.heading)}-{view}-{desk.today()}.{ending}"
        export(self, name, work, note=say.dotted(_(self.heading), view), path=path)

    def run_now(self) -> None:
        """What the night does, now: points and vouchers run out, a switched scheme takes its members along, levels come due."""
        desk = self.desk

        def work(progress: Any) -> RunView:
            return points.run(desk, progress=progress, cancelled=progress.cancelled)

        # L10N: 正在核算积分和等级
        with_progress(self, _("Reckoning points and levels"), work, self._ran, busy=self._running)

    def _ran(self, done: RunView) -> None:
        messages = self.shell.messages
        (messages.warn if done.cancelled else messages.info)(ran_words(done))
        self.refresh()


def ran_words(done: RunView) -> str:
    """What a run did, in one line; what there was none of is not named."""
    n = f"{done.members:,}"
    # L10N: 已核算 {n} 名会员
    parts = [ngettext("{n} member reckoned.", "{n} members reckoned.", done.members).format(n=n)]
    if done.cancelled:
        # L10N: 已停止：已核算 {n} 名会员，已完成的保留，其余下次核算
        parts = [_("Stopped after {n} members: what is done stays, the rest comes with the next run.").format(n=n)]
    for count, words in (
        # L10N: 过期积分 {n}; 过期券 {n} 张; 转入现行制度 {n} 人; 升级 {n} 人; 待决定 {n} 项
        (done.expired, _("points run out: {n}")),
        (done.vouchers, _("vouchers run out: {n}")),
        (done.moved, _("taken along to the scheme: {n}")),
        (done.upgraded, _("raised: {n}")),
        (done.proposed, _("to be decided: {n}")),
    ):
        if count:
            parts.append(words.format(n=f"{count:,}"))
    return say.dotted(*parts)


__all__ = ["UpgradesPage", "ran_words"]
