"""The list of members: in force, to be approved, cards that wait, lost, running out, dormant, birthdays; cards in batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from desk.i18n import N_, _, ngettext
from desk.services import cards
from desk.ui.cards import batch
from desk.ui.cards.words import grouped, state_tone, state_words
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.slips.export import export

if TYPE_CHECKING:
    from desk.services.cards import MemberRow, SchemeView
    from desk.services.kit.desk import Desk

# L10N: 此列表中没有会员
_NONE = N_("No member is in this list now.")


@dataclass(frozen=True, slots=True)
class MembersQuery(Query):
    """Which members are shown; `tier`: the code of one level."""

    tier: str = ""


class MembersPage(ListPage):
    """Members; Enter opens one, Ins joins a new one."""

    # L10N: 会员
    heading = N_("VIP members")
    views = (
        # L10N: 有效
        View("active", N_("In force"), N_("There is no member yet. Ins joins the first one.")),
        # L10N: 待审批
        View("applied", N_("To be approved"), _NONE, tone="amber"),
        # L10N: 待领卡
        View("waiting", N_("Cards to fetch"), _NONE, tone="amber"),
        # L10N: 未发卡
        View("without", N_("Without a card"), _NONE),
        # L10N: 已挂失
        View("lost", N_("Reported lost"), _NONE, tone="red"),
        # L10N: 已冻结
        View("frozen", N_("Frozen"), _NONE),
        # L10N: 即将到期
        View("expiring", N_("Running out"), _NONE, tone="amber"),
        # L10N: 已到期
        View("expired", N_("Run out"), _NONE),
        # L10N: 休眠
        View("dormant", N_("Dormant"), _NONE),
        # L10N: 近期生日
        View("birthdays", N_("Birthdays (7 days)"), N_("Nobody who agreed to greetings has a birthday in these days.")),
        # L10N: 已终止
        View("ended", N_("Former members"), _NONE),
        # L10N: 全部
        View("all", N_("All"), N_("There is no member yet. Ins joins the first one.")),
    )
    views_aside = True
    # L10N: 姓名、会员编号、卡号、手机尾号
    search = N_("Name, number, card, last digits of a phone")
    marking = True
    hides = ("last_use_on", "phone", "expires_on")
    shows = frozenset({"member", "card", "customer"})

    def narrowing(self) -> Sequence[QWidget]:
        self.tier = Chooser()
        self.tier.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.tier.currentIndexChanged.connect(lambda _at: self.again())
        self._levels: tuple[Any, ...] = ()
        return (self.tier,)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 名会员
        return ngettext("{n} member", "{n} members", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def until(row: MemberRow) -> str:
            return say.day(row.expires_on)

        def mark(row: MemberRow) -> str:
            return f"{self.mark(row)} {row.name}".strip()

        def born(row: MemberRow) -> str:
            # L10N: 生日 {day}
            return _("birthday {day}").format(day=say.short_day(desk, row.day)) if row.day else say.day(row.joined_on)

        return (
            # L10N: 姓名
            Column("name", N_("Name"), 14, get=mark, sort="name", bold=True, least=12),
            # L10N: 会员等级
            Column("tier", N_("Level"), 18, get=lambda row: row.tier_name, sort="tier", least=15),
            # L10N: 卡号
            Column("card", N_("Card number"), 21, get=lambda row: grouped(row.card_number), least=20),
            # L10N: 状态
            Column("state", N_("State"), 12, get=state_words, tone=state_tone, least=11),
            # L10N: 手机
            Column("phone", N_("Phone"), 13, least=12),
            # L10N: 入会日期
            Column("joined_on", N_("Joined on"), 15, get=born, sort="joined_on", least=11),
            # L10N: 最近消费
            Column(
                "last_use_on", N_("Last purchase"), 11, get=lambda row: say.day(row.last_use_on), sort="last_use_on"
            ),
            # L10N: 有效期至
            Column("expires_on", N_("Valid until"), 11, get=until, sort="expires_on"),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"member:{row.id}")),
            # L10N: 发卡登记簿
            ListAct(
                "book", N_("Issue book"), "Ctrl+2", lambda: self.shell.open_page("card-book"), on="list", at="head"
            ),
            # L10N: 会员手册
            ListAct("handbook", N_("Handbook for members"), "Ctrl+Shift+P", self.print_handbook, on="list", at="head"),
            # L10N: 办理入会
            ListAct("join", N_("Join a member"), "Ins", self._join, on="list", at="head", role="primary"),
            # L10N: 发卡并打印
            ListAct("issue", N_("Issue and print cards"), "Ctrl+J", self._issue, on="rows", fits=_without),
            # L10N: 打印卡片
            ListAct("print", N_("Print the cards"), "Ctrl+P", self._print, on="rows", fits=_with),
            # L10N: 导出 Excel
            ListAct("export", N_("Save as Excel"), "Ctrl+Shift+E", self.export, on="list", at="under"),
            ListAct("pdf", N_("Save as PDF"), "Ctrl+S", self.save_pdf, on="list", at="under"),
        )

    @staticmethod
    def read(desk: Desk, query: MembersQuery, part: Part) -> Answer:
        which = cards.MemberFilter(query.view or "active", query.tier, query.text)
        return cards.members(
            desk, which, sort=part.sort, descending=part.descending, offset=part.offset, limit=part.limit
        )

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return cards.counts(desk)

    def query(self) -> MembersQuery:
        return MembersQuery(self._view, self.words(), self.tier.currentData() or "")

    def narrowed(self) -> bool:
        return bool(self.words() or self.tier.currentData())

    def took(self, answer: Any) -> None:
        """Says of the birthdays how many are left out, instead of how many are closed (handbook S9)."""
        if self._view != "birthdays":
            return
        n = getattr(answer, "more", 0)
        # L10N: {n} 人未同意问候或不接收通知，未列出
        words = ngettext("{n} left out: no consent", "{n} left out: no consent", n).format(n=n)
        self.closed_button.set_words(words)
        self.closed_button.setEnabled(False)
        self.closed_button.setVisible(bool(n))

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `members:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def refresh(self) -> None:
        super().refresh()
        desk = self.desk

        def look() -> SchemeView:
            return cards.scheme_in_force(desk)

        self.ask(look, self._fill_levels)

    def _fill_levels(self, scheme: SchemeView) -> None:
        self._levels = scheme.levels
        chosen = self.tier.currentData()
        self.tier.blockSignals(True)
        self.tier.clear()
        # L10N: 全部等级
        self.tier.addItem(_("Every level"), "")
        for level in scheme.levels:
            self.tier.addItem(level.name, level.code)
        self.tier.setCurrentIndex(max(0, self.tier.findData(chosen)))
        self.tier.blockSignals(False)

    def show_all(self) -> None:
        self.tier.setCurrentIndex(0)
        super().show_all()

    def retranslate(self) -> None:
        self.tier.setAccessibleName(_("Level"))
        if self.tier.count():
            self.tier.setItemText(0, _("Every level"))
        super().retranslate()

    def _join(self) -> None:
        self.shell.open_page("member-form")

    def print_handbook(self) -> None:
        """Issues and prints the handbook of the scheme in force."""
        batch.print_handbook(self)

    def export(self, path: Path | None = None) -> None:
        """Keeps the list that is shown as a workbook, all its rows; the manager approves it."""
        self._keep("xlsx", path)

    def save_pdf(self, path: Path | None = None) -> None:
        """Keeps the list that is shown as pages; the manager approves it."""
        self._keep("pdf", path)

    def _keep(self, ending: str, path: Path | None) -> None:
        desk, query = self.desk, self.query()
        view = next((_(each.label) for each in self.views if each.code == self.view()), "")

        def work(file: Path, _values: dict[str, Any]) -> Any:
            return cards.members_file(desk, cards.MemberFilter(query.view or "active", query.tier, query.text), file)

        export(self, f"{self.title()}-{view}.{ending}", work, note=say.dotted(view, query.text), path=path)

    def _issue(self, rows: Sequence[MemberRow]) -> None:
        batch.issue_cards(self, [row.id for row in rows], on_done=self._done)

    def _print(self, rows: Sequence[MemberRow]) -> None:
        batch.print_cards_of(self, [row.id for row in rows], on_done=self._done)

    def _done(self, left: Sequence[int]) -> None:
        """Those that were refused stay marked."""
        if self.marks is not None:
            for each in [row for row in self.marks.rows() if row.id not in left]:
                self.marks.toggle(each)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        # L10N: 会员台
        return (
            *super().actions_by_key(),
            PageAction(N_("VIP desk"), "Ctrl+1", lambda: self.shell.open_page("member-desk")),
        )


def _without(row: MemberRow | None) -> bool:
    return row is not None and row.state == "active" and not row.card_state


def _with(row: MemberRow | None) -> bool:
    return row is not None and row.card_state == "active"


__all__ = ["MembersPage", "MembersQuery"]
