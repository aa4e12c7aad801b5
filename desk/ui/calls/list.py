"""The last calls: who rang and when; Enter begins a request of that caller, the number can be shown to ring back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _, ngettext, pgettext
from desk.services import calls
from desk.services.kit.paging import Page
from desk.ui.calls.strip import open_call
from desk.ui.kit import tasks
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.calls import CallView, TakenCall
    from desk.services.kit.desk import Desk


def state_words(call: CallView) -> str:
    """Whether somebody took it."""
    # L10N: 响铃中 / 已接 / 未接
    words = {
        "ringing": pgettext("state of a call", "Rings"),
        "taken": pgettext("state of a call", "Taken"),
        "missed": pgettext("state of a call", "Missed"),
    }
    return words[call.state]


def _tone(call: CallView) -> str:
    return {"ringing": "amber", "missed": "red"}.get(call.state, "muted")


class CallsPage(ListPage):
    """The last calls; Enter takes one down."""

    # L10N: 最近来电
    heading = N_("Last calls")
    # L10N: 没有来电记录。来电显示盒通过 desk call 告知号码。
    views = (View("all", N_("All"), N_("No call was told yet. A caller-ID box tells them by “desk call NUMBER”.")),)
    shows = frozenset({"customer"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 个来电
        return ngettext("{n} call", "{n} calls", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 时间
            Column("at", N_("When"), 16, get=lambda call: say.when(desk, call.at)),
            # L10N: 来人
            Column("name", N_("Caller"), 20, bold=True, get=lambda call: call.name or "—"),
            # L10N: 电话
            Column("phone", N_("Phone"), 18),
            # L10N: 房号
            Column("room", N_("Room"), 20),
            # L10N: 状态
            Column("state", N_("State"), 10, get=state_words, tone=_tone),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 登记
            ListAct("open", N_("Log a request"), "Enter", self._take, at="under", role="primary"),
            # L10N: 显示号码（回拨）
            ListAct("number", N_("Show the number"), "Alt+R", self._number, at="under"),
        )

    @staticmethod
    def read(desk: Desk, _query: Query, part: Part) -> Answer:
        rows = calls.calls(desk)
        return Page(rows[part.offset : part.offset + part.limit], len(rows))

    def _take(self, call: CallView) -> None:
        def take() -> TakenCall:
            return calls.take(self.desk, call.id)

        self.ask(take, lambda found: open_call(self.shell, found), pool=tasks.ACTS)

    def _number(self, call: CallView) -> None:
        def look() -> TakenCall:
            return calls.number(self.desk, call.id)

        def show(found: TakenCall) -> None:
            who: Any = found.call.name
            # L10N: {name}：{number}
            words = _("{name}: {number}").format(name=who, number=found.number) if who else found.number
            self.shell.messages.info(words)

        self.ask(look, show)


__all__ = ["CallsPage"]
