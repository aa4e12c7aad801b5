"""The page of a mass incident: what is known and told of it, the requests attached to it, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.incidents import CYCLE
from desk.services import incidents, requests
from desk.services.requests.views import RequestFilter
from desk.ui.incidents.acts import KEYS, IncidentActs, ask_phones, runs, where
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction
from desk.ui.kit.record_cards import Facts, FactSheet, Related, RelatedList
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.slips.files import files_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.services.incidents import IncidentView
    from desk.services.kit.desk import Desk
    from desk.services.requests.views import RequestRow

MOST_REQUESTS = 30
"""So many of the attached requests stand on the page, the newest; all of them are in their list."""


class IncidentPage(RecordPage):
    """One mass incident."""

    kind = "incident"
    shows = frozenset({"incident", "request"})
    cycle = CYCLE
    keys = KEYS
    acts_heading = N_("What to do")
    link_key = "Ctrl+O"
    # L10N: 关联的登记单
    link_label = N_("Attached requests")

    @staticmethod
    def read(desk: Desk, record_id: int) -> IncidentView:
        return incidents.incident(desk, record_id)

    def make_acts(self) -> IncidentActs:
        return IncidentActs(self)

    def head(self, record: IncidentView) -> Head:
        late = runs(record) and record.expected_at is not None and record.expected_at < self.desk.clock()
        return Head(
            record.number,
            lamp=("red" if late else "amber") if runs(record) else "green",
            state=CYCLE.state_words(record.state),
            # L10N: 已过预计恢复时间
            late=_("past the expected end") if late else "",
            facts=record.title,
            link=f"{_(self.link_label)}  {self.link_key}",
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=self._facts),
            RecordCard(
                "requests",
                N_("Attached requests"),
                lambda page: RelatedList(page, _related),
                read=_attached,
                shows=frozenset({"request"}),
                # L10N: 尚无关联的登记单
                empty=N_("No request is attached yet. The form of a request offers to attach it."),
            ),
            files_card("incident"),
        )

    def _facts(self, row: IncidentView) -> FactSheet:
        desk = self.desk
        waiting = (
            ngettext("{n} request is not closed.", "{n} requests are not closed.", row.open).format(n=row.open)
            if row.open
            else ""
        )
        count = ngettext("{n} request", "{n} requests", row.requests).format(n=row.requests)
        return FactSheet(
            "",
            (
                # L10N: 范围
                (_("Where"), where(row), "strong"),
                (_("Category"), say.word("categories", row.category), ""),
                # L10N: 开始
                (_("Started"), say.moment(desk, row.started_at), ""),
                (_("Expected to end"), say.when(desk, row.expected_at) if runs(row) else "", ""),
                # L10N: 结束
                (_("Ended"), say.moment(desk, row.ended_at), ""),
                # L10N: 关联单
                (_("Requests"), " · ".join(part for part in (count, waiting) if part), ""),
            ),
            (
                (_("What callers are told"), row.note, "strong" if runs(row) else ""),
                (_("Cause"), row.cause, ""),
                (_("Result"), row.result, "good"),
            ),
        )

    def more_keys(self) -> tuple[PageAction, ...]:
        # L10N: 导出手机号（群发短信）
        return (PageAction(N_("Phones for a text to many"), "Ctrl+Shift+E", self._phones),)

    def _phones(self) -> None:
        if self.record is not None:
            ask_phones(self, self.record)

    def follow_link(self) -> None:
        """Opens the list of the requests that are attached."""
        if self.record is not None:
            self.shell.open_page("requests", incident_id=self.record.id, view="all")


def _attached(desk: Desk, incident_id: int) -> Sequence[RequestRow]:
    return requests.requests(desk, RequestFilter(state="all", incident_id=incident_id), limit=MOST_REQUESTS).rows


def _related(row: Any) -> Related:
    words = " · ".join(part for part in (row.room, row.caller, row.content) if part)
    return Related(label("states", row.state), row.number, f"request:{row.id}", words)


__all__ = ["IncidentPage"]
