"""The lists of parking cards and of spaces."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.parking import LIVE
from desk.services import parking as service
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.parking.acts import KEYS, ParkingActs, ask_space, issue

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell

SOON = 7
# L10N: 没有符合此项的停车卡
_NONE = N_("No parking card is in this list now.")


def tone(row: Any) -> str:
    """The colour of a card's validity."""
    if row.state not in LIVE:
        return "red" if row.state == "lost" else "muted"
    return "red" if row.left < 0 else "amber" if row.left <= SOON else ""


class ParkingPage(ListPage):
    """Parking cards; Enter opens one, Ins issues one."""

    # L10N: 停车卡
    heading = N_("Parking cards")
    views = (
        # L10N: 有效; 还没有停车卡。按 Ins 办理。
        View("live", N_("Valid cards"), N_("There is no parking card yet. Ins issues one.")),
        # L10N: 即将到期
        View("running-out", N_("Running out"), _NONE),
        # L10N: 已过期
        View("over", N_("Ran out"), _NONE),
        # L10N: 遗失
        View("lost", N_("Lost cards"), _NONE),
        # L10N: 全部
        View("all", N_("All"), _NONE),
    )
    views_aside = True
    # L10N: 车牌、持卡人、房号、车位、卡号
    search = N_("Plate, holder, room, space, number")
    hides = ("number", "kind")
    shows = frozenset({"parking-card"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = ParkingActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张
        return ngettext("{n} card", "{n} cards", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            # L10N: 车牌
            Column("plate", N_("Plate"), 11, bold=True, least=10),
            # L10N: 房号
            Column("room", N_("Room"), 14, least=13),
            # L10N: 持卡人
            Column("holder", N_("Card holder"), 10, least=8),
            # L10N: 车位
            Column("space", N_("Parking space"), 9),
            # L10N: 卡类
            Column("kind", N_("Kind of card"), 9, get=lambda row: label("parking_card_kinds", row.kind)),
            # L10N: 有效期至
            Column("until", N_("Valid until"), 11, get=lambda row: say.short_day(desk, row.until), tone=tone, least=10),
            # L10N: 状态
            Column(
                "state", N_("State"), 9, get=lambda row: label("parking_card_states", row.state), tone=tone, least=8
            ),
            # L10N: 卡号
            Column("number", N_("Card no."), 18, least=18),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def act(code: str) -> Any:
            return lambda row: self.acts.open_for(row.id, code)

        def live(row: Any) -> bool:
            return row.state in LIVE

        return (
            # L10N: 打开
            ListAct("open", N_("Open"), "Enter", lambda row: self.shell.open_target(f"parking-card:{row.id}")),
            # L10N: 车位
            ListAct("spaces", N_("Parking spaces"), "Ctrl+1", self._spaces, on="list", at="head"),
            # L10N: 办理停车卡
            ListAct(
                "issue", N_("Issue a parking card"), "Ins", partial(issue, self), on="list", at="head", role="primary"
            ),
            ListAct("renew", N_("Renew"), KEYS["renew"], act("renew"), at="under", fits=live),
            ListAct("return", N_("Card comes back"), KEYS["return"], act("return"), at="under", fits=live),
            ListAct("lose", N_("Report lost"), KEYS["lose"], act("lose"), at="under", fits=live),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        which = service.CardFilter(query.view or "live", query.text)
        return service.cards(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `parking:CODE` target; `text`; `plate`: a card is wanted for this car."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})
        if args.get("plate"):
            issue(self, plate=str(args["plate"]))

    def _spaces(self) -> None:
        self.shell.open_page("parking-spaces")


class SpacesPage(ListPage):
    """Parking spaces; Enter changes one, Ins adds one."""

    # L10N: 车位
    heading = N_("Parking spaces")
    # L10N: 车位号、房号
    search = N_("Space, room")
    shows = frozenset({"parking-space", "parking-card"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 个车位
        return ngettext("{n} parking space", "{n} parking spaces", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            # L10N: 车位号
            Column("number", N_("Parking space"), 12, bold=True),
            # L10N: 种类
            Column("kind", N_("Kind"), 12, get=lambda row: label("parking_space_kinds", row.kind)),
            # L10N: 房号
            Column("room", N_("Room"), 16),
            # L10N: 停车卡
            Column("card", N_("Parking card"), 18),
            # L10N: 停用
            Column(
                "retired", N_("Out of use"), 10, get=lambda row: "✓" if row.retired else "", tone=lambda _row: "muted"
            ),
            # L10N: 备注
            Column("note", N_("Note"), 20),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 修改
            ListAct("change", N_("Change"), "Enter", lambda row: ask_space(self, row)),
            # L10N: 登记车位
            ListAct(
                "add", N_("Add a parking space"), "Ins", partial(ask_space, self), on="list", at="head", role="primary"
            ),
        )

    def empty(self) -> Any:
        if self.narrowed():
            return super().empty()
        # L10N: 还没有登记车位。按 Ins 登记。
        words = _("No parking space is registered yet. Ins adds one.")
        return Empty(words, _("Add a parking space"), partial(ask_space, self))

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return service.spaces(desk, text=query.text, offset=part.offset, limit=part.limit)


__all__ = ["ParkingPage", "SpacesPage", "tone"]
