"""One notice: what it tells, where it hangs, whom it reached, its papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.notices import CYCLE
from desk.services import notices as service
from desk.services.kit import attachments
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction
from desk.ui.kit.record_cards import Facts, FactSheet, Related, RelatedList, Rows
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.kit.tables import Column
from desk.ui.notices.acts import KEYS, NoticeActs
from desk.ui.slips.batch import open_file
from desk.ui.slips.files import files_card
from desk.ui.slips.record import Further, papers_card

if TYPE_CHECKING:
    pass

LAMPS = {"draft": "amber", "approved": "amber", "issued": "green"}


PAPERS = Further(service.papers, service.paper_preview, service.issue_paper)
"""Poster, household copy, delivery list, record of where it hung."""


class NoticePage(RecordPage):
    """One notice; its buttons are the moves of the life cycle that fit."""

    kind = "public-notice"
    cycle = CYCLE
    keys = KEYS
    # L10N: 审批、发布或结束
    shared = {"Ctrl+J": N_("Approve, issue, or end it")}
    shows = frozenset({"public-notice", "incident"})
    link_key = "Ctrl+O"
    # L10N: 打开相关公告
    link_label = N_("Open the other notice")
    acts_heading = N_("What to do")

    @staticmethod
    def read(desk: Any, record_id: int) -> Any:
        return service.notice(desk, record_id)

    @staticmethod
    def id_of(desk: Any, number: str) -> int:
        return service.by_number(desk, "-".join(number.split("-")[:3])).id

    def make_acts(self) -> NoticeActs:
        return NoticeActs(self)

    def also_shows(self, record: Any) -> tuple[tuple[str, int], ...]:
        return tuple(("incident", each) for each in record.incidents)

    def head(self, record: Any) -> Head:
        late = ""
        if record.is_back:
            # L10N: 已到预计时间，是否恢复？
            late = _("Its time is over: is it back?")
        elif record.state == "issued" and not record.told:
            # L10N: 尚未张贴或送达
            late = _("It hangs nowhere yet.")
        other = record.withdraws or record.withdrawn_by
        target = record.withdraws_id or record.withdrawn_by_id
        return Head(
            record.number,
            lamp="red" if late else LAMPS.get(record.state, ""),
            state=label("notice_states", record.state),
            late=late,
            facts=record.title,
            link=f"{other}  Ctrl+O" if other else "",
            target=f"public-notice:{target}" if target else "",
        )

    def _facts(self, view: Any) -> FactSheet:
        desk = self.desk
        # L10N: {percent}（{reached}/{homes} 户）
        reached = _("{percent} ({reached} of {homes} homes)").format(
            percent=view.percent, reached=view.reached, homes=view.homes
        )
        return FactSheet(
            text=view.text,
            short=(
                (_("Kind"), label("notice_kinds", view.kind), "strong"),
                (_("Area"), view.area, "strong"),
                (_("Begins at"), say.moment(desk, view.since), "strong"),
                (_("Lasts until"), say.moment(desk, view.until) if view.until else _("until further notice"), "strong"),
                # L10N: 提前时间
                (_("Told ahead"), view.lead, "bad" if view.short and not view.late_reason else ""),
                (_("Urgent"), _("It had happened already") if view.emergency else "", ""),
                # L10N: 拟稿人 / 批准人
                (_("Drafted by"), view.staff, ""),
                (_("Approved by"), view.approved_by, ""),
                (_("Notice issued at"), say.moment(desk, view.issued_at) if view.issued_at else "", ""),
                (_("Over since"), say.moment(desk, view.ended_at) if view.ended_at else "", ""),
                # L10N: 送达率
                (_("Delivery reached"), reached if view.percent else "", "strong"),
            ),
            wide=(
                # L10N: 英文
                (_("English"), view.english, ""),
                (_("Told late because"), view.late_reason, ""),
                (_("How it ended"), view.result, ""),
                (_("Reason"), view.note, ""),
            ),
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=self._facts),
            # L10N: 张贴记录
            RecordCard("postings", N_("Where it hangs"), self._postings, of=lambda view: view.postings),
            files_card("public-notice"),
            # L10N: 多户事件
            RecordCard("incidents", N_("Incident"), lambda page: RelatedList(page, _incident), of=_incidents, right=True),
            papers_card(of=lambda view: view.slips, further=PAPERS),
        )  # fmt: skip

    def _postings(self, _page: Any) -> Rows:
        rows = Rows(self._columns_of())
        rows.opened.connect(self.open_photo)
        return rows

    def open_photo(self, posting: Any) -> None:
        """Opens the photo of a posting in the program of this PC."""
        desk = self.desk
        if not posting.photo:
            # L10N: 该处没有照片
            self.shell.messages.info(_("There is no photo of this place."))
            return

        def copy() -> Path:
            return attachments.for_viewing(desk, posting.sha256, posting.place)

        self.ask(copy, lambda file: open_file(self, file))

    def _columns_of(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 位置 / 张贴时间 / 张贴人 / 照片 / 取下
            Column("place", N_("Where it hangs"), 18, bold=True),
            Column("posted_at", N_("Put up at"), 12, get=lambda row: say.short_moment(desk, row.posted_at)),
            Column("posted_by", N_("By whom"), 8),
            Column("photo", N_("Photo"), 5, get=lambda row: "✓" if row.photo else ""),
            Column("down", N_("Taken down at"), 12, get=lambda row: say.short_moment(desk, row.down_at) if row.down_at else ""),
        )  # fmt: skip

    def more_keys(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 送达登记
            PageAction(N_("Delivery to the homes"), "Ctrl+1", self.deliveries),
        )

    def deliveries(self) -> None:
        """Opens the homes of its area."""
        if self.record is not None:
            self.shell.open_page("notice-deliveries", notice_id=self.record.id, number=self.record.number)


def _incidents(view: Any) -> tuple[tuple[int, bool], ...]:
    return tuple((each, bool(view.running)) for each in view.incidents)


def _incident(one: tuple[int, bool]) -> Related:
    number, runs = one
    # L10N: 处理中 / 已结束
    words = label("incident_states", "running" if runs else "ended")
    return Related(_("Incident"), words, f"incident:{number}", "")


__all__ = ["PAPERS", "NoticePage"]
