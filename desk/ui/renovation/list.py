"""The list of renovation files by what is to be done with them; of a building in the true order of its rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import renovation as service
from desk.services import site
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.renovation.words import state_tone, yuan_words
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.renovation import FileRow
    from desk.ui.kit.pages import Shell

# L10N: 没有符合此项的装修档案
_NONE = N_("No renovation file is in this list now.")
DOORS = (
    # L10N: 在外出入证
    ("worker-passes", N_("Passes out"), "Ctrl+1"),
    # L10N: 在押押金
    ("renovation-deposits", N_("Deposits held"), "Ctrl+2"),
    # L10N: 施工单位
    ("contractors", N_("Contractors"), "Ctrl+3"),
    # L10N: 文书条款
    ("renovation-clauses", N_("Clauses"), "Ctrl+4"),
)
"""Pages reached from here instead of the sidebar: code, words, key."""


@dataclass(frozen=True, slots=True)
class FilesQuery(Query):
    """Which files are shown; `building`: the id of one building, its rooms in order."""

    building: int | None = None


class RenovationsPage(ListPage):
    """Renovation files; Enter opens one, Ins files a new one."""

    # L10N: 装修
    heading = N_("Renovation")
    views = (
        # L10N: 施工中
        View("running", N_("At work"), _NONE),
        # L10N: 即将到期
        View("running-out", N_("Running out"), _NONE),
        # L10N: 已超期
        View("overdue", N_("Past the last day"), _NONE),
        # L10N: 待审核
        View("submitted", N_("To be checked"), _NONE),
        # L10N: 待告知业主
        View("told", N_("Owner to be told"), _NONE),
        # L10N: 待验收
        View("waiting", N_("To be inspected"), _NONE),
        # L10N: 可退押金
        View("refundable", N_("Refundable"), _NONE),
        # L10N: 全部; 尚无装修档案
        View("all", N_("All"), N_("There is no renovation file yet.")),
    )
    views_aside = True
    # L10N: 编号、房号、申请人、负责人
    search = N_("Number, room, applicant, leader")
    hides = ("contractor", "applicant", "held")
    shows = frozenset({"renovation", "worker-pass", "violation"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.doors: dict[str, theme.Button] = {}
        place = self.head.indexOf(self.buttons["file"])
        for at, (code, _words, key) in enumerate(DOORS):
            button = theme.Button("", key=key, role="small")
            button.clicked.connect(partial(self._door, code))
            self.doors[code] = button
            self.head.insertWidget(place + at, button)

    def narrowing(self) -> Sequence[QWidget]:
        self.building = Chooser()
        self.building.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.building.currentIndexChanged.connect(lambda _at: self.again())
        self.print_button = theme.Button("", key="Ctrl+P", role="small")
        self.print_button.clicked.connect(self.print_building)
        return self.building, self.print_button

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份档案
        return ngettext("{n} file", "{n} files", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def days(row: FileRow) -> str:
            return say.short_day(desk, row.last)

        def late(row: FileRow) -> str:
            if row.state not in ("running", "extended", "suspended", "expired"):
                return "muted"
            return "red" if row.days_left < 0 else "amber" if row.days_left <= 7 else ""

        return (
            # L10N: 档案号
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 房号
            Column("room", N_("Room"), 14, least=13),
            # L10N: 状态
            Column(
                "state",
                N_("State"),
                12,
                get=lambda row: label("renovation_states", row.state),
                tone=state_tone,
                least=12,
            ),
            # L10N: 最后一天
            Column("last", N_("Last day"), 11, get=days, tone=late, least=12),
            # L10N: 出入证
            Column("out", N_("Passes"), 7, get=lambda row: f"{row.out or ''}", align="right", least=7),
            # L10N: 在押
            Column("held", N_("Held"), 11, get=lambda row: yuan_words(row.held), align="right", least=10),
            # L10N: 申请人
            Column("applicant", N_("Applicant"), 9),
            # L10N: 施工负责人
            Column(
                "leader", N_("Site leader"), 20, get=lambda row: f"{row.leader} {row.leader_phone}".strip(), least=14
            ),
            # L10N: 施工单位
            Column("contractor", N_("Contractor"), 18),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the file"), "Enter", self._open),
            # L10N: 装修备案
            ListAct("file", N_("File a renovation"), "Ins", self._new, on="list", at="head", role="primary"),
        )

    @staticmethod
    def read(desk: Desk, query: FilesQuery, part: Part) -> Answer:
        which = service.FileFilter(query.view or "all", query.building, query.text)
        return service.files(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.counts(desk)

    def query(self) -> FilesQuery:
        return FilesQuery(self._view, self.words(), self.building.currentData())

    def narrowed(self) -> bool:
        return bool(self.words() or self.building.currentData())

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `renovations:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def refresh(self) -> None:
        super().refresh()
        desk = self.desk

        def look() -> Any:
            return site.buildings(desk)

        self.ask(look, self._fill_buildings)

    def _fill_buildings(self, buildings: Any) -> None:
        chosen = self.building.currentData()
        self.building.blockSignals(True)
        self.building.clear()
        # L10N: 全部楼栋
        self.building.addItem(_("Every building"), None)
        for each in buildings:
            self.building.addItem(each.name, each.id)
        self.building.setCurrentIndex(max(0, self.building.findData(chosen)))
        self.building.blockSignals(False)

    def show_all(self) -> None:
        self.building.setCurrentIndex(0)
        super().show_all()

    def retranslate(self) -> None:
        for code, words, _key in DOORS:
            self.doors[code].set_words(_(words))
        self.building.setAccessibleName(_("Building"))
        if self.building.count():
            self.building.setItemText(0, _("Every building"))
        # L10N: 打印楼栋目录
        self.print_button.set_words(_("Print the building"))
        super().retranslate()

    def show_state(self) -> None:
        super().show_state()
        self.print_button.setVisible(self.building.currentData() is not None)

    def fit(self, *, narrow: bool) -> None:
        super().fit(narrow=narrow)
        for button in self.doors.values():
            button.show_key(shown=not narrow)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *super().actions_by_key(),
            PageAction(N_("Print the building"), "Ctrl+P", self.print_building),
            *(PageAction(words, key, partial(self._door, code)) for code, words, key in DOORS),
        )

    def _door(self, code: str, _checked: bool = False) -> None:
        self.shell.open_page(code)

    def _open(self, row: FileRow) -> None:
        self.shell.open_target(f"renovation:{row.id}")

    def _new(self) -> None:
        self.shell.open_page("renovation-form")

    def print_building(self) -> None:
        """Issues and prints the list of the building that is chosen."""
        desk, building = self.desk, self.building.currentData()
        if building is None:
            # L10N: 请先选择楼栋
            self.shell.messages.info(_("Choose a building first."))
            self.building.setFocus()
            return

        def work() -> Any:
            return service.issue_building_sheet(desk, building)

        self.act(work, lambda slip: print_slip(self, slip))


__all__ = ["DOORS", "RenovationsPage"]
