"""The 500 members who spent most in a time, with their last visit; saved as PDF or Excel by the manager's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _, ngettext
from desk.rules.kit.dates import add_months
from desk.services import points
from desk.services.kit.paging import Page as Rows
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.points.words import yuan_words
from desk.ui.slips.export import export

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

# L10N: 该期间没有会员消费
_NONE = N_("No member bought anything in this time.")


@dataclass(frozen=True, slots=True)
class TopQuery(Query):
    """Of which time; `today`: what the views count from."""

    today: date | None = None


def days(view: str, today: date) -> tuple[date, date]:
    """First and last day of a view: this half-year or year so far, or the whole one before."""
    half = date(today.year, 1 if today.month <= 6 else 7, 1)
    year = date(today.year, 1, 1)
    before = timedelta(days=1)
    return {
        "half-before": (add_months(half, -6), half - before),
        "year": (year, today),
        "year-before": (add_months(year, -12), year - before),
        "month": (date(today.year, today.month, 1), today),
    }.get(view, (half, today))


class TopPage(ListPage):
    """Who spent most; Enter opens the member."""

    # L10N: 前 500 名会员
    heading = N_("TOP 500")
    views = (
        # L10N: 本半年; 上半年度（前一个半年）; 本年; 上年; 本月
        View("half", N_("This half-year"), _NONE),
        View("half-before", N_("Half-year before"), _NONE),
        View("year", N_("This year"), _NONE),
        View("year-before", N_("Year before"), _NONE),
        View("month", N_("This month"), _NONE),
    )
    shows = frozenset({"purchase", "member"})

    @staticmethod
    def counted(total: int) -> str:
        return ngettext("{n} member", "{n} members", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            # L10N: 名次
            Column("place", N_("Rank"), 6, get=lambda row: f"{row.place}", align="right"),
            Column("name", N_("Name"), 14, bold=True, least=8),
            Column("number", N_("Membership"), 18, least=18),
            Column("tier", N_("Level"), 18),
            # L10N: 消费额
            Column("fen", N_("Amount (yuan)"), 14, get=lambda row: yuan_words(row.fen), align="right", least=12),
            Column("count", N_("Shop receipts"), 9, get=lambda row: f"{row.count:,}", align="right"),
            # L10N: 最近到店
            Column("last", N_("Last visit"), 12, get=lambda row: say.day(row.last), least=11),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct(
                "open", N_("Open the member"), "Enter", lambda row: self.shell.open_target(f"member:{row.member_id}")
            ),
            ListAct("export", N_("Save as Excel"), "Ctrl+Shift+E", self.export, on="list", at="head"),
            ListAct("pdf", N_("Save as PDF"), "Ctrl+S", self.save_pdf, on="list", at="head"),
        )

    @staticmethod
    def read(desk: Desk, query: TopQuery, part: Part) -> Answer:
        found = points.top_members(desk, *days(query.view, query.today or desk.today()))
        return Rows(found[part.offset : part.offset + part.limit], len(found))

    def query(self) -> TopQuery:
        return TopQuery(self.view(), "", self.desk.today())

    def export(self, path: Path | None = None) -> None:
        """Keeps the list as a workbook; the manager approves it."""
        self._save("xlsx", path)

    def save_pdf(self, path: Path | None = None) -> None:
        """Keeps the list as pages; the manager approves it."""
        self._save("pdf", path)

    def _save(self, ending: str, path: Path | None) -> None:
        desk, (first, last) = self.desk, days(self.view(), self.desk.today())

        def work(file: Path, _values: dict[str, Any]) -> Any:
            return points.top_file(desk, first, last, file)

        span = f"{say.day(first)} – {say.day(last)}"
        export(self, f"{_(self.heading)}-{first}-{last}.{ending}", work, note=span, path=path)


__all__ = ["TopPage", "days"]
