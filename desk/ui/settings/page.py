"""Settings: this PC's window, the site, buildings, printing, staff, the rulebook's numbers, backups."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desk.i18n import N_, _
from desk.ui.kit import theme
from desk.ui.kit.pages import Page, PageAction, column, scrolling
from desk.ui.kit.theme.spoken import say_names
from desk.ui.settings.backups import Backups
from desk.ui.settings.calendar import CalendarPart
from desk.ui.settings.lists import ListsPart
from desk.ui.settings.parts import Buildings, Part, SitePart, ThisPC
from desk.ui.settings.print import Printing
from desk.ui.settings.rules import Rules
from desk.ui.settings.staff import StaffPart
from desk.ui.settings.workers import WorkersPart

PARTS: tuple[tuple[str, str, type[Part]], ...] = (
    # L10N: 本机界面
    ("pc", N_("This PC"), ThisPC),
    # L10N: 中心信息
    ("site", N_("The centre"), SitePart),
    # L10N: 楼栋
    ("buildings", N_("Buildings"), Buildings),
    # L10N: 打印
    ("print", N_("Printing"), Printing),
    # L10N: 人员
    ("staff", N_("Staff"), StaffPart),
    # L10N: 工人
    ("workers", N_("Those who do the jobs"), WorkersPart),
    # L10N: 规则参数
    ("rules", N_("Rules"), Rules),
    # L10N: 选项列表
    ("lists", N_("Lists"), ListsPart),
    # L10N: 节假日与服务时间
    ("calendar", N_("Holidays and hours"), CalendarPart),
    # L10N: 备份
    ("backup", N_("Backup"), Backups),
)


class SettingsPage(Page):
    """One tab for each part; parts are made when they are first shown."""

    def __init__(self, shell: Any, desk: Any) -> None:
        super().__init__(shell, desk)
        layout = column(self, scroll=False)
        self._title = theme.text("", "title")
        layout.addWidget(self._title)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        for _code, _label, _part in PARTS:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._show)
        layout.addWidget(self.tabs)
        self._stack = QStackedWidget()
        layout.addWidget(self._stack, 1)
        self.parts: dict[str, Part] = {}

    def title(self) -> str:
        return _("Settings")

    def open(self, **args: Any) -> None:
        """`part` (or the code of a `settings:CODE` target): which one."""
        part = str(args.get("part") or args.get("number") or "")
        codes = [code for code, _label, _part in PARTS]
        if part in codes:
            self.tabs.setCurrentIndex(codes.index(part))
        self._show(self.tabs.currentIndex())

    def refresh(self) -> None:
        part = self.current()
        if part is not None:
            part.refresh()

    def current(self) -> Part | None:
        """The part shown now."""
        at = self.tabs.currentIndex()
        return self.parts.get(PARTS[at][0]) if 0 <= at < len(PARTS) else None

    def first_focus(self) -> QWidget | None:
        return self.tabs

    def actions_by_key(self) -> tuple[PageAction, ...]:
        part = self.current()
        return (
            *(part.actions_by_key() if part is not None else ()),
            PageAction(N_("Next part"), "Ctrl+PgDown", lambda: self._step(1)),
            PageAction(N_("Previous part"), "Ctrl+PgUp", lambda: self._step(-1)),
            PageAction(N_("Save"), "Ctrl+S", self._save),
        )

    def openable_parts(self) -> tuple[tuple[str, str], ...]:
        return tuple((code, label) for code, label, _part in PARTS)

    def can_leave(self) -> bool:
        part = self.current()
        return part is None or part.can_leave()

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self.tabs.setAccessibleName(self.title())
        for at, (_code, label, _part) in enumerate(PARTS):
            self.tabs.setTabText(at, _(label))

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())

    def _save(self) -> None:
        part = self.current()
        if part is not None:
            part.save()

    def _show(self, at: int) -> None:
        if not 0 <= at < len(PARTS):
            return
        code, label, kind = PARTS[at]
        if code not in self.parts:
            part = kind(self)
            part.retranslate()
            holder = QWidget()
            outer = QVBoxLayout(holder)
            outer.setContentsMargins(0, 0, 0, 0)
            outer.addWidget(scrolling(part))
            self.parts[code] = part
            self._stack.addWidget(holder)
            part.holder = holder
            say_names(part, _(label))
        part = self.parts[code]
        self._stack.setCurrentWidget(part.holder)
        part.refresh()
        self.bind_keys()
