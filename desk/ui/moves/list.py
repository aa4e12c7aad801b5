"""The list of moves: under way, done, with open defects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import moves as service
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.moves.words import state_tone

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.moves import MoveRow
    from desk.ui.kit.pages import Shell

# L10N: 没有符合此项的入住或搬出
_NONE = N_("No move is in this list now.")


class MovesPage(ListPage):
    """Moves; Enter opens one, Ins begins a move-in, Ctrl+Ins a move-out."""

    # L10N: 入住搬出
    heading = N_("Moves")
    views = (
        # L10N: 办理中
        View("open", N_("Under way"), _NONE),
        # L10N: 已入住
        View("in", N_("Moved in"), _NONE),
        # L10N: 已搬出
        View("out", N_("Moved out"), _NONE),
        # L10N: 缺陷未整改
        View("defects", N_("With open defects"), _NONE),
        # L10N: 全部; 还没有入住或搬出。按 Ins 办理入住。
        View("all", N_("All"), N_("Nobody has moved yet. Ins begins a move-in.")),
    )
    views_aside = True
    # L10N: 编号、房号、姓名
    search = N_("Number, room, name")
    hides = ("defects",)
    shows = frozenset({"move"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.passes_button = theme.Button("", key="Ctrl+1", role="small")
        self.passes_button.clicked.connect(self._passes)
        self.head.insertWidget(self.head.indexOf(self.buttons["in"]), self.passes_button)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份
        return ngettext("{n} move", "{n} moves", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 编号
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 房号
            Column("room", N_("Room"), 14, least=13),
            # L10N: 类别
            Column("kind", N_("In or out"), 9, get=lambda row: label("move_kinds", row.kind), least=8),
            # L10N: 身份或原因
            Column(
                "who", N_("As what, or why"), 11,
                get=lambda row: label("move_who" if row.kind == "in" else "move_why", row.who), least=10,
            ),
            # L10N: 人员
            Column("names", N_("Who moves"), 20, least=12),
            # L10N: 日期
            Column("day", N_("Day"), 10, get=lambda row: say.short_day(desk, row.day), least=9),
            # L10N: 状态
            Column("state", N_("State"), 12, get=lambda row: label("move_states", row.state), tone=state_tone, least=12),
            # L10N: 未整改缺陷
            Column(
                "defects", N_("Defects"), 8, get=lambda row: f"{row.open_defects or ''}", align="right", least=7,
                tone=lambda row: "amber" if row.open_defects else "",
            ),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 打开
            ListAct("open", N_("Open the move"), "Enter", self._open),
            ListAct("in", N_("Move in"), "Ins", self._in, on="list", at="head", role="primary"),
            ListAct("out", N_("Move out"), "Ctrl+Ins", self._out, on="list", at="head"),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        which = service.MoveFilter(query.view or "all", query.text)
        return service.moves(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `moves:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def retranslate(self) -> None:
        self.passes_button.set_words(_("Residence passes"))
        super().retranslate()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (*super().actions_by_key(), PageAction(N_("Residence passes"), "Ctrl+1", self._passes))

    def _open(self, row: MoveRow) -> None:
        self.shell.open_target(f"move:{row.id}")

    def _in(self) -> None:
        self.shell.open_page("move-form")

    def _out(self) -> None:
        self.shell.open_page("leave-form")

    def _passes(self) -> None:
        self.shell.open_page("resident-passes")


__all__ = ["MovesPage"]
