"""The book as a list, and the proposals for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.desk_book import CHANGES, KINDS
from desk.services import desk_book as service
from desk.services.kit.paging import Page as Rows
from desk.ui.desk_book.forms import ask_entry, ask_numbers
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, Acts
from desk.ui.forms.common import REASON
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.views import ViewRow
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Page, Shell

# L10N: 没有符合此项的条目
_NONE = N_("No entry is in this list now.")


class BookPage(ListPage):
    """The book; Enter opens an entry, Ins adds or proposes one."""

    # L10N: 前台手册
    heading = N_("Desk handbook")
    views = (
        # L10N: 全部有效
        View("all", N_("All that is valid"), _NONE),
        *(View(kind, f"book_kinds:{kind}", _NONE) for kind in KINDS),
        # L10N: 待复核
        View("review", N_("To look through"), _NONE, "amber"),
        # L10N: 缺电话
        View("missing", N_("Telephones without a number"), _NONE, "amber"),
        # L10N: 已失效
        View("ended", N_("No longer valid"), _NONE),
    )
    views_aside = True
    # L10N: 标题、内容、关键词、电话
    search = N_("Title, text, keywords, telephone")
    hides = ("updated_by", "due")
    shows = frozenset({"book-entry", "book-change", "fee-item"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 条
        return ngettext("{n} entry", "{n} entries", total)

    def offered(self) -> list[ViewRow]:
        """The kinds are called as the list of kinds calls them."""
        return [
            ViewRow(row.id, label("book_kinds", row.id) if row.id in KINDS else row.label, row.count, row.tone)
            for row in super().offered()
        ]

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 标题
            Column("title", N_("Title"), 22, bold=True, least=14),
            # L10N: 种类
            Column("kind", N_("Kind"), 12, get=lambda row: label("book_kinds", row.kind), least=11),
            # L10N: 内容
            Column("text", N_("Text"), 44, get=_short, tone=_tone),
            # L10N: 更新人 / 复核日期
            Column("updated_by", N_("Changed by"), 10),
            Column("due", N_("Look through on"), 12, get=lambda row: say.short_day(desk, row.due),
                   tone=lambda row: "amber" if row.overdue else ""),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"book-entry:{row.id}")),
            # L10N: 填写电话
            ListAct("numbers", N_("Telephones…"), "Ctrl+Ins", partial(ask_numbers, self), on="list", at="head"),
            # L10N: 打印电话表 / 打印服务指南
            ListAct("wall", N_("Print telephones"), "Ctrl+P", partial(self._print, "book-wall"), on="list", at="under"),
            ListAct("leaflet", N_("Print the guide"), "Ctrl+Shift+P", partial(self._print, "book-leaflet"), on="list", at="under"),
            # L10N: 建议
            ListAct("proposals", N_("Proposals"), "Ctrl+1", self._proposals, on="list", at="head"),
            # L10N: 新增条目
            ListAct("add", N_("Add an entry"), "Ins", partial(ask_entry, self), on="list", at="head", role="primary"),
            # L10N: 修改
            ListAct("change", N_("Change"), "Ctrl+E", lambda row: ask_entry(self, row), at="under"),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return service.entries(desk, query.view or "all", text=query.text, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `book:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def _print(self, kind: str) -> None:
        desk = self.desk

        def work() -> Any:
            return service.print_paper(desk, kind)

        self.act(work, lambda slip: print_slip(self, slip))

    def _proposals(self) -> None:
        self.shell.open_page("book-proposals")


def _short(row: Any) -> str:
    if row.kind == "telephone":
        # L10N: （未填写）
        return str(row.phone or _("(missing)"))
    return say.dotted(row.charge, " ".join(row.text.split()))


def _tone(row: Any) -> str:
    return "amber" if row.kind == "telephone" and not row.phone else ""


def _state(row: Any) -> str:
    return say.dotted(label("book_change_states", row.state), _("The book is newer") if row.outdated else "")


class ProposalActs(Acts):
    """Takes a proposal over, or not."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CHANGES, {"accept": _accept, "refuse": _refuse})

    def read(self, record_id: int, code: str) -> tuple[Any, str]:
        """The proposal, and the text that it would write over although that is newer."""
        change = next(each for each in service.changes(self._desk) if each.id == record_id)
        if change.entry_id is None or not change.outdated:
            return change, ""
        stands = service.entry(self._desk, change.entry_id)
        return change, say.dotted(stands.phone, stands.text)


def _accept(page: Page, change: Any, stands: str) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.accept(page.desk, change.id, over=bool(values.get("over")))

    over = FieldSpec(
        # L10N: 现有内容较新; 以本建议覆盖之后修改的内容
        "over", N_("The book is newer"), "check", text=N_("Replace the newer text by this proposal"), span="full",
    )  # fmt: skip
    note = say.dotted(change.staff, " ".join(change.text.text.split())[:80])
    if change.outdated:
        # L10N: 手册现有内容：{text}
        note += "\n" + _("In the book now: {text}").format(text=" ".join(stands.split())[:80])
    return ActForm((over,) if change.outdated else (), save, note=note)


def _refuse(page: Page, change: Any, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.refuse(page.desk, change.id, **values)

    return ActForm((REASON,), save, note=change.staff)


class ProposalsPage(ListPage):
    """Proposals and changes of the book, the newest first; a supervisor takes one over or not."""

    # L10N: 手册修改建议
    heading = N_("Proposals for the handbook")
    views = (
        # L10N: 待审核; 没有待审核的建议。
        View("open", N_("To decide"), N_("No proposal waits for a decision.")),
        # L10N: 全部
        View("all", N_("All"), _NONE),
    )
    shows = frozenset({"book-entry", "book-change"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = ProposalActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 条建议
        return ngettext("{n} proposal", "{n} proposals", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            Column("number", N_("Title"), 22, bold=True),
            Column("kind", N_("Kind"), 10, get=lambda row: label("book_kinds", row.text.kind)),
            Column("text", N_("Text"), 40, get=lambda row: say.dotted(row.text.phone, " ".join(row.text.text.split()))),
            # L10N: 建议人
            Column("staff", N_("Proposed by"), 10),
            # L10N: 时间
            Column("made_at", N_("Proposed at"), 12, get=lambda row: say.short_moment(desk, row.made_at)),
            # L10N: 状态
            Column("state", N_("State"), 14, get=_state, tone=lambda row: "amber" if row.outdated else ""),
            # L10N: 原因
            Column("note", N_("Reason"), 16),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def waits(row: Any) -> bool:
            return bool(row.state == "proposed")

        return (
            # L10N: 打开条目
            ListAct("open", N_("Open"), "Enter", self._open),
            # L10N: 采纳 / 不采纳
            ListAct("accept", N_("Take it over"), "Ctrl+J", lambda row: self.acts.open_for(row.id, "accept"), at="under", fits=waits),
            ListAct("refuse", N_("Do not take it over"), "Ctrl+Shift+Y", lambda row: self.acts.open_for(row.id, "refuse"), at="under", fits=waits),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        found = service.changes(desk, open_only=(query.view or "open") == "open")
        return Rows(found[part.offset : part.offset + part.limit], len(found))

    def _open(self, row: Any) -> None:
        if row.entry_id is not None:
            self.shell.open_target(f"book-entry:{row.entry_id}")


__all__ = ["BookPage", "ProposalsPage"]
