"""The issue book: every card that was issued, the newest first; printed for a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.kit.dates import add_months
from desk.services import cards
from desk.ui.cards.words import cause_words, grouped
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.slips.actions import print_slip
from desk.ui.slips.export import export

if TYPE_CHECKING:
    from desk.services.cards import BookRow
    from desk.services.kit.desk import Desk

_TONES = {"active": "green", "lost": "red", "frozen": "red", "expired": "amber"}
PERIOD = (
    # L10N: 自
    FieldSpec("since", N_("From"), "date"),
    # L10N: 至
    FieldSpec("until", N_("Until (day)"), "date"),
)
"""The days of the book that is printed or saved."""
# L10N: 没有发卡记录
_NONE = N_("No card was issued in these days.")


@dataclass(frozen=True, slots=True)
class BookQuery(Query):
    """Which cards are shown; `today`: what the days of the views are counted from."""

    today: date | None = None


def since(view: str, today: date) -> date | None:
    """The first day of a view."""
    return {"today": today, "month": today.replace(day=1), "year": add_months(today, -12)}.get(view)


class IssueBookPage(ListPage):
    """The book of the cards that were issued; Enter opens the member."""

    # L10N: 发卡登记簿
    heading = N_("Issue book")
    views = (
        # L10N: 本月
        View("month", N_("This month"), _NONE),
        # L10N: 今日
        View("today", N_("Today"), _NONE),
        # L10N: 近一年
        View("year", N_("Twelve months"), _NONE),
        # L10N: 全部
        View("all", N_("All"), N_("No card was issued yet.")),
    )
    # L10N: 卡号、持卡人
    search = N_("Card number or holder")
    hides = ("staff", "old")
    shows = frozenset({"card", "member"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张卡
        return ngettext("{n} card", "{n} cards", total)

    def narrowing(self) -> Sequence[QWidget]:
        return ()

    def columns(self) -> tuple[Column, ...]:
        def fetched(row: BookRow) -> str:
            return f"{say.day(row.collected_on)} {row.collected_by}".strip()

        return (
            # L10N: 发卡日期
            Column("issued_on", N_("Card issued on"), 11, get=lambda row: say.day(row.issued_on), least=11),
            # L10N: 卡号
            Column("number", N_("Card number"), 21, get=lambda row: grouped(row.number), bold=True, least=20),
            # L10N: 持卡人
            Column("holder", N_("Holder"), 12, least=8),
            # L10N: 等级
            Column("tier", N_("Level"), 16, get=lambda row: row.tier_name),
            # L10N: 原因
            Column("cause", N_("Why"), 10, get=lambda row: cause_words(row.cause)),
            # L10N: 状态
            Column(
                "state", N_("State"), 9, get=lambda row: label("card_states", row.state),
                tone=lambda row: _TONES.get(row.state, "muted"),
            ),
            # L10N: 领卡
            Column("collected", N_("Fetched on"), 20, get=fetched),
            # L10N: 原卡号
            Column("old", N_("Old number"), 21, get=lambda row: grouped(row.old), tone=lambda _row: "muted"),
            # L10N: 经办
            Column("staff", N_("By"), 8, tone=lambda _row: "muted"),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"member:{row.member_id}")),
            # L10N: 打印登记簿
            ListAct("print", N_("Print the book"), "Ctrl+P", self.print_book, on="list", at="head"),
            # L10N: 导出 Excel
            ListAct("export", N_("Save as Excel"), "Ctrl+Shift+E", self.export, on="list", at="head"),
        )

    @staticmethod
    def read(desk: Desk, query: BookQuery, part: Part) -> Answer:
        which = cards.BookFilter(since(query.view, query.today or desk.today()), None, query.text)
        return cards.issue_list(desk, which, offset=part.offset, limit=part.limit)

    def query(self) -> BookQuery:
        return BookQuery(self.view(), self.words(), self.desk.today())

    def empty(self) -> Empty:
        return super().empty() if self.narrowed() else Empty(super().empty().words)

    def print_book(self) -> None:
        """Asks for the period, issues the book and prints it."""
        desk = self.desk
        spec = FormSpec(N_("Print the book"), PERIOD)

        def save(values: dict[str, Any]) -> Any:
            return cards.issue_book(desk, cards.BookFilter(values["since"], values["until"]))

        dialog = ActDialog(self, spec, save, yes=_("Issue and print"), values=self._period())
        dialog.acted.connect(lambda slip: print_slip(self, slip))
        dialog.start()

    def export(self, path: Path | None = None) -> None:
        """Keeps the book of a period as a workbook; the manager approves it."""
        desk, text = self.desk, self.words()

        def work(file: Path, values: dict[str, Any]) -> Any:
            return cards.book_xlsx(desk, cards.BookFilter(values["since"], values["until"], text), file)

        export(self, f"{_('Issue book')}.xlsx", work, fields=PERIOD, values=self._period(), note=text, path=path)

    def _period(self) -> dict[str, Any]:
        today = self.desk.today()
        return {"since": since(self.view(), today), "until": today}


__all__ = ["IssueBookPage"]
