"""The list of keys and equipment, by what is to be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, ngettext
from desk.rules.keys import OUT
from desk.services import keys as service
from desk.ui.keys.acts import KEYS, KeySetActs, hand_over_all, take
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.keys import KeyRow
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell

TONES = {"out": "amber", "partly": "amber", "lost": "red", "handed-back": "muted", "void": "muted"}
# L10N: 没有符合此项的钥匙
_NONE = N_("No keys are in this list now.")


@dataclass(frozen=True, slots=True)
class KeysQuery(Query):
    """Which sets are shown; `unit`: those of one home."""

    unit: int | None = None


def tone(row: Any) -> str:
    """The colour of a set's state."""
    return "red" if row.late else TONES.get(row.state, "")


class KeysPage(ListPage):
    """Sets of keys and equipment; Enter opens one, Ins takes one into custody."""

    # L10N: 钥匙
    heading = N_("Key custody")
    views = (
        # L10N: 在管; 还没有托管的钥匙。按 Ins 登记。
        View("held", N_("In custody"), N_("No keys are in custody yet. Ins takes a set.")),
        # L10N: 借出
        View("out", N_("Lent"), _NONE),
        # L10N: 逾期未还
        View("late", N_("Not back in time"), _NONE),
        # L10N: 住户钥匙
        View("household", N_("Keys of homes"), _NONE),
        # L10N: 公共钥匙和器材
        View("equipment", N_("Common keys, equipment"), _NONE),
        # L10N: 遗失
        View("lost", N_("Lost keys"), _NONE),
        # L10N: 全部
        View("all", N_("All"), _NONE),
    )
    views_aside = True
    # L10N: 标签、挂钩、名称、借用人、房号
    search = N_("Tag, hook, name, borrower, room")
    hides = ("number", "name")
    shows = frozenset({"key-set", "key-loan"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._unit: int | None = None
        super().__init__(shell, desk)
        self.acts = KeySetActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 串
        return ngettext("{n} set", "{n} sets", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 挂钩
            Column("hook", N_("Hook"), 8, bold=True, least=7),
            # L10N: 标签号
            Column("tag", N_("Tag"), 10, least=9),
            # L10N: 房号
            Column("room", N_("Room"), 14, get=lambda row: row.room or label("key_kinds", row.kind), least=13),
            # L10N: 名称
            Column("name", N_("What it is"), 14),
            # L10N: 件数
            Column("pieces", N_("Number of pieces"), 7, align="right", least=6),
            # L10N: 在外
            Column("out", N_("Out"), 7, get=lambda row: f"{row.out or ''}", align="right", least=6, tone=tone),
            # L10N: 状态
            Column("state", N_("State"), 10, get=lambda row: label("key_states", row.state), tone=tone, least=9),
            # L10N: 借用人
            Column("borrower", N_("Borrower"), 10),
            # L10N: 应还时间
            Column("due_at", N_("Due back"), 14, get=lambda row: say.when(desk, row.due_at), tone=tone, least=12),
            # L10N: 托管单号
            Column("number", N_("Custody no."), 18, least=18),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def act(code: str) -> Any:
            return lambda row: self.acts.open_for(row.id, code)

        return (
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"key-set:{row.id}")),
            # L10N: 盘点
            ListAct("count", N_("Count keys"), "Ctrl+1", self._count, on="list", at="head"),
            # L10N: 登记托管
            ListAct(
                "take", N_("Take keys into custody"), "Ins", partial(take, self), on="list", at="head", role="primary"
            ),
            ListAct("lend", N_("Lend"), KEYS["lend"], act("lend"), at="under", fits=lambda row: row.state == "kept"),
            ListAct(
                "return", N_("Accept return"), KEYS["return"], act("return"), at="under",
                fits=lambda row: row.state in OUT,
            ),
            # L10N: 交还该户全部钥匙
            ListAct(
                "all", N_("Hand over all keys of the home"), "Ctrl+Shift+U", self._all, at="under",
                fits=lambda row: row.kind == "household" and row.state == "kept",
            ),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: KeysQuery, part: Part) -> Answer:
        which = service.KeyFilter(query.view or "held", query.text, query.unit)
        return service.key_sets(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.key_counts_by_list(desk)

    def query(self) -> KeysQuery:
        return KeysQuery(self._view, self.words(), self._unit)

    def narrowed(self) -> bool:
        return bool(self.words() or self._unit)

    def show_all(self) -> None:
        self._unit = None
        super().show_all()

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `keys:CODE` target; `unit_id`: of one home; `text`."""
        self._unit = args.get("unit_id") or None
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def _count(self) -> None:
        self.shell.open_page("key-count")

    def _all(self, row: KeyRow) -> None:
        if row.unit_id is not None:
            hand_over_all(self, row.unit_id, row.room)


__all__ = ["TONES", "KeysPage", "tone"]
