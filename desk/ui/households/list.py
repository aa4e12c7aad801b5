"""The list of all rooms: by building, by what is written on the door or who lives there; Enter opens the household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from desk import catalog
from desk.i18n import N_, _, ngettext
from desk.services import households, site
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.theme.chooser import Chooser

if TYPE_CHECKING:
    from desk.services.households.views import UnitRow
    from desk.services.kit.desk import Desk


def area_text(area: Any) -> str:
    """An area with its unit; "" when it is not known."""
    return f"{area:,.2f} ㎡" if area is not None else ""


def state_name(state: str) -> str:
    """The state of a room in words."""
    return catalog.label("unit_states", state)


def _tenants(row: UnitRow) -> str:
    return str(row.tenants) if row.tenants else ""


COLUMNS = (
    # L10N: 房号
    Column("name", N_("Room"), 16, bold=True),
    # L10N: 业主
    Column("owner", N_("Owner"), 22),
    # L10N: 租户数
    Column("tenants", N_("Tenants"), 9, get=_tenants, align="right"),
    # L10N: 状态
    Column(
        "state",
        N_("State"),
        12,
        get=lambda row: state_name(row.state),
        tone=lambda row: "muted" if row.state == "vacant" else "",
    ),
    # L10N: 建筑面积
    Column("area", N_("Floor area"), 13, get=lambda row: area_text(row.area), align="right"),
    # L10N: 业主电话
    Column("phone_masked", N_("Owner's phone"), 16),
)


@dataclass(frozen=True, slots=True)
class RoomsQuery:
    """Which rooms are shown: of a building (None: of all), by the words typed."""

    building_id: int | None
    text: str


class HouseholdsPage(ListPage):
    """All rooms in the order of building, entrance, floor and number."""

    _wanted: int | None = None
    """A building that is to be shown as soon as the buildings are known."""

    # L10N: 住户
    heading = N_("Households")
    # L10N: 房号或姓名
    search = N_("Room or name")
    shows = frozenset({"unit", "customer"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 户
        return ngettext("{n} room", "{n} rooms", total)

    def columns(self) -> tuple[Column, ...]:
        return COLUMNS

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 打开住户
            ListAct("open", N_("Open the household"), "Enter", self._open),
            # L10N: 导入花名册
            ListAct("import", N_("Import a roster"), "Ctrl+I", self._import, on="list", at="head"),
        )

    def narrowing(self) -> Sequence[QWidget]:
        self.building = Chooser()
        self.building.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.building.currentIndexChanged.connect(lambda _at: self.again())
        self.building.hide()
        return (self.building,)

    def query(self) -> RoomsQuery:
        return RoomsQuery(self.building.currentData(), self.words())

    @staticmethod
    def read(desk: Desk, query: RoomsQuery, part: Part) -> Answer:
        return households.units(
            desk, building_id=query.building_id, text=query.text, offset=part.offset, limit=part.limit
        )

    def narrowed(self) -> bool:
        return bool(self.words()) or self.building.currentData() is not None

    def empty(self) -> Empty:
        if self.narrowed():
            # L10N: 没有符合条件的房间
            return Empty(_("No room matches. Press Esc to see all rooms."), _("Show all"), self.show_all)
        return Empty(
            # L10N: 还没有房间。先导入花名册，或在设置里添加楼栋。
            _("No rooms yet. Import the roster you have in Excel, or add buildings in Settings."),
            _("Import a roster"),
            self._import,
        )

    def open(self, **args: Any) -> None:
        """`building_id`: only the rooms of a building."""
        if "building_id" in args:
            self._wanted = args["building_id"]
            at = self.building.findData(self._wanted)
            if at >= 0:
                self.building.setCurrentIndex(at)
        super().open(**args)

    def refresh(self) -> None:
        desk = self.desk

        def look() -> Any:
            return site.buildings(desk)

        self.ask(look, self._show_buildings)
        super().refresh()

    def retranslate(self) -> None:
        # L10N: 楼栋
        self.building.setAccessibleName(_("Building"))
        if self.building.count():
            # L10N: 全部楼栋
            self.building.setItemText(0, _("All buildings"))
        super().retranslate()

    def show_all(self) -> None:
        self.building.setCurrentIndex(0)
        super().show_all()

    def _show_buildings(self, buildings: Sequence[Any]) -> None:
        entries = [(_("All buildings"), None), *((building.name, building.id) for building in buildings)]
        now = [(self.building.itemText(at), self.building.itemData(at)) for at in range(self.building.count())]
        if entries == now:
            return
        chosen = self._wanted or self.building.currentData()
        self.building.blockSignals(True)
        self.building.clear()
        for words, building_id in entries:
            self.building.addItem(words, building_id)
        self.building.setCurrentIndex(max(0, self.building.findData(chosen)) if chosen is not None else 0)
        self.building.blockSignals(False)
        self.building.setVisible(len(buildings) > 1)
        if self._wanted is not None:
            self._wanted = None
            self.again()

    def _open(self, row: UnitRow) -> None:
        self.shell.open_page("household", unit_id=row.id)

    def _import(self) -> None:
        self.shell.open_page("roster")


__all__ = ["HouseholdsPage", "area_text", "state_name"]
