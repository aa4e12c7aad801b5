"""The list of all rooms: by building, by what is written on the door or who lives there; Enter opens the household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from desk import catalog
from desk.i18n import N_, _, ngettext
from desk.ui.kit import theme
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.households.views import UnitRow
    from desk.services.kit.desk import Desk

TYPING_MS = 150
"""The list follows the typing after this pause."""


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


class HouseholdsPage(Page):
    """All rooms in the order of building, entrance, floor and number."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        layout = column(self, scroll=False)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._count = theme.text("", "muted")
        top.addWidget(self._title)
        top.addWidget(self._count)
        top.addStretch(1)
        self.building = QComboBox()
        self.building.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.building.currentIndexChanged.connect(self._filter_now)
        top.addWidget(self.building)
        self.text = QLineEdit()
        self.text.setMinimumWidth(theme.characters(self, 24))
        self.text.setClearButtonEnabled(True)
        self.text.installEventFilter(self)
        top.addWidget(self.text)
        self._import = theme.Button("", key="Ctrl+I")
        self._import.clicked.connect(self._open_import)
        top.addWidget(self._import)
        layout.addLayout(top)
        self.table = Table(COLUMNS, sort="room", descending=False)
        self.table.set_fetch(self._fetch)
        self.table.opened.connect(lambda row: shell.open_page("household", unit_id=row.id))
        self.table.loaded.connect(self._loaded)
        card = theme.Card()
        card.body.addWidget(self.table)
        layout.addWidget(card, 1)
        self._wanted: tuple[int | None, str] = (None, "")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._filter_now)
        self.text.textChanged.connect(lambda _text: self._timer.start())

    def title(self) -> str:
        # L10N: 住户
        return _("Households")

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 筛选
            PageAction(N_("Filter the list"), "Ctrl+F", self._focus_filter),
            # L10N: 导入花名册
            PageAction(N_("Import a roster"), "Ctrl+I", self._open_import),
        )

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def key_back(self) -> bool:
        if self.text.text():
            self.text.clear()
            self._filter_now()
            self.table.view.setFocus()
            return True
        return False

    def refresh(self) -> None:
        self.ask(self._read_buildings, self._show_buildings)
        self.table.reload()

    def retranslate(self) -> None:
        self._title.setText(_("Households"))
        # L10N: 房号或姓名
        self.text.setPlaceholderText(_("Room or name"))
        self.text.setAccessibleName(_("Filter the list"))
        # L10N: 楼栋
        self.building.setAccessibleName(_("Building"))
        if self.building.count():
            # L10N: 全部楼栋
            self.building.setItemText(0, _("All buildings"))
        self._import.set_words(_("Import a roster"))
        self.table.retranslate()
        self._say_empty()

    # -- data ----------------------------------------------------------------------------------------------------
    def _read_buildings(self) -> list[Any]:
        from desk.services import site

        return list(site.buildings(self.desk))

    def _show_buildings(self, buildings: list[Any]) -> None:
        chosen = self.building.currentData()
        entries = [(_("All buildings"), None), *((building.name, building.id) for building in buildings)]
        now = [(self.building.itemText(i), self.building.itemData(i)) for i in range(self.building.count())]
        if entries == now:
            return
        self.building.blockSignals(True)
        self.building.clear()
        for words, building_id in entries:
            self.building.addItem(words, building_id)
        self.building.setCurrentIndex(max(0, self.building.findData(chosen)) if chosen is not None else 0)
        self.building.blockSignals(False)
        self.building.setVisible(len(buildings) > 1)

    def _fetch(self, offset: int, limit: int, sort: str, descending: bool) -> tuple[Any, int]:
        from desk.services import households as household

        building_id, text = self._wanted
        page = household.units(self.desk, building_id=building_id, text=text, offset=offset, limit=limit)
        return page.rows, page.total

    def _loaded(self, total: int) -> None:
        self._count.setText(ngettext("{n} room", "{n} rooms", total).format(n=f"{total:,}") if total else "")

    # -- filter --------------------------------------------------------------------------------------------------
    def _focus_filter(self) -> None:
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def _filter_now(self) -> None:
        self._timer.stop()
        wanted = (self.building.currentData(), self.text.text().strip())
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._say_empty()
        self.table.reload(keep=False)

    def _say_empty(self) -> None:
        if self._wanted != (None, ""):
            # L10N: 没有符合条件的房间
            self.table.set_empty(_("No room matches. Press Esc to see all rooms."))
        else:
            self.table.set_empty(
                # L10N: 还没有房间。先导入花名册，或在设置里添加楼栋。
                _("No rooms yet. Import the roster you have in Excel, or add buildings in Settings."),
                button=_("Import a roster"),
                action=self._open_import,
            )

    def _open_import(self) -> None:
        self.shell.open_page("roster")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.key() if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else None
        if watched is self.text and pressed in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._filter_now()
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)
