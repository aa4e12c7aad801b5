"""The lists of visits and of temporary cards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from desk.catalog import label
from desk.i18n import N_, ngettext
from desk.services import visitors as service
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.visitors.acts import KEYS, CardActs, VisitActs, register

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.visitors import VisitorCardView
    from desk.ui.kit.pages import Shell

TONES = {"here": "green", "left": "muted", "refused": "amber", "out": "amber", "back": "muted", "lost": "red"}
# L10N: 没有符合此项的访客
_NONE = N_("No visit is in this list now.")
# L10N: 没有符合此项的临时卡
_NO_CARD = N_("No card is in this list now.")


def tone(row: Any) -> str:
    """The colour of a state."""
    return "red" if row.late else TONES.get(row.state, "")


class VisitorsPage(ListPage):
    """Visits; Enter opens one, Ins registers a visitor."""

    # L10N: 访客
    heading = N_("Visitors")
    views = (
        # L10N: 在访; 现在没有访客。按 Ins 登记。
        View("here", N_("Here now"), N_("Nobody is here now. Ins registers a visitor.")),
        # L10N: 超时未离开
        View("late", N_("Past their time"), _NONE),
        # L10N: 今日
        View("today", N_("Today's visits"), _NONE),
        # L10N: 待反馈
        View("matters", N_("To be fed back"), _NONE),
        # L10N: 未放行
        View("refused", N_("Not let in"), _NONE),
        # L10N: 全部
        View("all", N_("All"), _NONE),
    )
    views_aside = True
    # L10N: 访客、被访人、房号、车牌、卡号
    search = N_("Visitor, host, room, plate, card")
    hides = ("purpose", "number")
    shows = frozenset({"visit", "visitor-card"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._new: int | None = None
        super().__init__(shell, desk)
        self.acts = VisitActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 次来访
        return ngettext("{n} visit", "{n} visits", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 访客
            Column("name", N_("Visitor"), 12, bold=True, least=9),
            # L10N: 人数
            Column("people", N_("How many"), 7, align="right", least=6),
            # L10N: 被访房号
            Column("room", N_("Room visited"), 14, get=lambda row: row.room or row.host, least=13),
            # L10N: 来访事由
            Column("purpose", N_("Purpose of the visit"), 16),
            # L10N: 来访时间
            Column("came_at", N_("Came at"), 13, get=lambda row: say.short_moment(desk, row.came_at), least=12),
            # L10N: 预计离开
            Column(
                "until", N_("Means to leave at"), 13, get=lambda row: say.when(desk, row.until), tone=tone, least=12
            ),
            # L10N: 未收回的卡
            Column("out", N_("Cards out"), 9, get=lambda row: f"{row.out or ''}", align="right", tone=tone, least=8),
            # L10N: 状态
            Column("state", N_("State"), 9, get=lambda row: label("visit_states", row.state), tone=tone, least=8),
            # L10N: 登记单号
            Column("number", N_("Number"), 18, least=18),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"visit:{row.id}")),
            # L10N: 临时卡
            ListAct("cards", N_("Temporary cards"), "Ctrl+1", self._cards, on="list", at="head"),
            # L10N: 登记访客
            ListAct(
                "register", N_("Register a visitor"), "Ins", partial(register, self), on="list", at="head", role="primary"
            ),
            ListAct(
                "leave", N_("Visitor leaves"), KEYS["leave"], lambda row: self.acts.open_for(row.id, "leave"), at="under",
                fits=lambda row: row.state == "here",
            ),
            ListAct(
                "answer", N_("Feed back the result"), KEYS["answer"], lambda row: self.acts.open_for(row.id, "answer"),
                at="under", fits=lambda row: row.open_matter,
            ),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return service.visits(
            desk, service.VisitFilter(query.view or "here", query.text), offset=part.offset, limit=part.limit
        )

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `visitors:CODE` target; `new`: registers a visitor, to `unit_id` where it is known."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})
        if args.get("new"):
            QTimer.singleShot(0, self, lambda: register(self, unit_id=args.get("unit_id")))

    def _cards(self) -> None:
        self.shell.open_page("visitor-cards")


class VisitorCardsPage(ListPage):
    """Temporary cards, those that are not back first; Enter opens the visit."""

    # L10N: 临时卡
    heading = N_("Temporary cards")
    views = (
        # L10N: 未收回; 所有临时卡都已收回。
        View("out", N_("Cards not back"), N_("Every card is back.")),
        # L10N: 逾期未收回
        View("late", N_("Not back in time"), _NO_CARD),
        # L10N: 遗失
        View("lost", N_("Lost cards"), _NO_CARD),
        # L10N: 全部
        View("all", N_("All"), _NO_CARD),
    )
    # L10N: 卡面编号、单号
    search = N_("Number on the card, number")
    shows = frozenset({"visit", "visitor-card", "receipt"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = CardActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张
        return ngettext("{n} card", "{n} cards", total)

    def columns(self) -> tuple[Column, ...]:
        return card_columns(self.desk)

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"visit:{row.visit_id}")),
            ListAct(
                "back", N_("Take the card back"), "Ctrl+B", self._take_back, at="under",
                fits=lambda row: row.state in ("out", "lost"),
            ),
            ListAct(
                "lost", N_("Record a loss"), "Ctrl+Shift+X", self._lose, at="under",
                fits=lambda row: row.state == "out",
            ),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return service.cards(desk, query.view or "out", text=query.text, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.card_counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `visitor-cards:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def _take_back(self, row: VisitorCardView) -> None:
        self.acts.take_back(row)

    def _lose(self, row: VisitorCardView) -> None:
        self.acts.lose(row)


def card_columns(desk: Desk) -> tuple[Column, ...]:
    """The columns of temporary cards."""
    return (
        # L10N: 卡号
        Column("number", N_("Card no."), 18, bold=True, least=18),
        # L10N: 卡面编号
        Column("label", N_("Number on the card"), 10, least=9),
        # L10N: 种类
        Column("kind", N_("Kind"), 9, get=lambda row: label("visitor_card_kinds", row.kind)),
        # L10N: 访客
        Column("name", N_("Visitor"), 12, least=8),
        # L10N: 被访房号
        Column("room", N_("Room visited"), 14),
        # L10N: 有效期至
        Column("until", N_("Valid until"), 13, get=lambda row: say.when(desk, row.until), tone=tone, least=12),
        # L10N: 状态
        Column("state", N_("State"), 9, get=lambda row: label("visitor_card_states", row.state), tone=tone, least=8),
        # L10N: 押金
        Column("held", N_("Deposit"), 9, get=lambda row: f"{row.held / 100:,.2f}" if row.held else "", align="right"),
    )


__all__ = ["TONES", "VisitorCardsPage", "VisitorsPage", "card_columns", "tone"]
