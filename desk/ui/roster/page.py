"""Importing a site's own roster: choose the file, look at how its columns are read and what is wrong, then import.

Nothing is written before Import is pressed: what is shown is a trial run of the same code.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from desk import catalog
from desk.errors import DeskError
from desk.i18n import N_, _, ngettext
from desk.services import roster
from desk.services.kit.workbooks import KINDS
from desk.ui.forms.import_page import ask_for_problems, keep_problems, list_kinds
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Column, Table
from desk.ui.roster.differences import Differences, differences_words
from desk.ui.roster.mapping import Mapping

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.roster import RosterReport, SheetPlan

NARROW = 900
PREVIEW_MS = 250
"""The trial run follows a change of the mapping after this pause."""

# L10N: 新增 / 更新 / 不变
STATES = {
    "new": N_("new"),
    "changed": N_("updated"),
    "same": N_("unchanged"),
    # L10N: 跳过（该房已有其他人）
    "skipped": N_("left out"),
    # L10N: 未导入（有问题）
    "wrong": N_("not imported"),
    "": "",
}
_TONES = {"new": "green", "changed": "amber", "same": "muted", "skipped": "red", "wrong": "red"}

ROWS = (
    # L10N: 房号
    Column("room", N_("Room"), 16, bold=True),
    # L10N: 姓名
    Column("name", N_("Name"), 14),
    # L10N: 身份
    Column("role", N_("Role"), 13, get=lambda row: catalog.label("roles", row.role) if row.role else ""),
    # L10N: 电话
    Column("phone", N_("Phone"), 14),
    # L10N: 证件
    Column("document", N_("Document"), 11),
    # L10N: 入住日期
    Column("since", N_("Since"), 12, get=lambda row: say.day(row.since)),
    # L10N: 结果
    Column(
        "state",
        N_("What happens"),
        10,
        get=lambda row: _(STATES[row.state]) if row.state else "",
        tone=lambda row: _TONES.get(row.state, ""),
    ),
)
PROBLEMS = (
    # L10N: 工作表
    Column("sheet", N_("Sheet"), 9),
    # L10N: 行
    Column("row", N_("Row"), 6, align="right"),
    # L10N: 列
    Column("column", N_("Column"), 12, get=lambda row: f"{row.column} {row.heading}".strip()),
    # L10N: 房号
    Column("room", N_("Room"), 13, bold=True),
    # L10N: 姓名
    Column("person", N_("Name"), 10),
    # L10N: 问题
    Column("message", N_("What is wrong"), 50),
)


def counts_words(report: RosterReport) -> str:
    """The counts of a trial run or an import in one line."""
    rooms = ngettext("{n} room", "{n} rooms", report.rooms).format(n=f"{report.rooms:,}")
    people = ngettext("{n} person", "{n} people", report.people).format(n=f"{report.people:,}")
    # L10N: 新增 {n} · 更新 {n} · 不变 {n}
    parts: tuple[tuple[str, int], ...]
    parts = (_("new {n}"), report.created), (_("updated {n}"), report.updated), (_("unchanged {n}"), report.unchanged)
    if report.skipped:
        # L10N: 跳过 {n}
        parts += ((_("left out {n}"), report.skipped),)
    return " · ".join([rooms, people, *(words.format(n=f"{n:,}") for words, n in parts)])


class RosterImportPage(Page):
    """`open_page("roster")`, or with `file=` a path."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.file: Path | None = None
        self.report: RosterReport | None = None
        self.done = False
        self._look = False
        """The differences of a new file are yet to be shown."""
        self._generation = 0
        self.setAcceptDrops(True)
        layout = column(self, scroll=False)
        layout.addLayout(self._build_top())
        self._empty = self._build_empty()
        layout.addWidget(self._empty, 1)
        self._content = QWidget()
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(12)
        inner.addLayout(self._split, 1)
        self.mapping = Mapping()
        self.mapping.changed.connect(self._mapping_changed)
        self._split.addWidget(self.mapping)
        self._split.addWidget(self._build_result(), 1)
        inner.addLayout(self._build_bottom())
        layout.addWidget(self._content, 1)
        self._content.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_MS)
        self._timer.timeout.connect(self._preview)

    # -- building ------------------------------------------------------------------------------------------------
    def _build_top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(12)
        self._title = theme.text("", "title")
        self._file = theme.text("", "muted")
        self.choose_button = theme.Button("", key="Ctrl+O")
        self.choose_button.clicked.connect(self.choose)
        top.addWidget(self._title)
        top.addWidget(self._file, 1)
        top.addWidget(self.choose_button)
        return top

    def _build_empty(self) -> theme.Card:
        card = theme.Card()
        self._steps = theme.text("", "", wrap=True)
        self._start = theme.Button("", key="Ctrl+O", role="primary")
        self._start.clicked.connect(self.choose)
        box = QVBoxLayout()
        box.setSpacing(14)
        box.addStretch(1)
        box.addWidget(theme.IconLabel("empty", size=36), 0, Qt.AlignmentFlag.AlignHCenter)
        self._steps.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._steps)
        box.addWidget(self._start, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        card.body.addLayout(box)
        return card

    def _build_result(self) -> theme.Card:
        card = theme.Card()
        self._counts = theme.text("", "strong", wrap=True)
        card.body.addWidget(self._counts)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.rows = Table(ROWS)
        self.problems = Table(PROBLEMS)
        self.tabs.addTab(self.rows, "")
        # A long sentence is cut in its row where the window is small; here it stands whole.
        self._sentence = theme.text("", "note-warning", wrap=True)
        self.problems.selected.connect(self._say_whole)
        self.differences = Differences()
        self.differences.chosen.connect(self._mapping_changed)
        for table in (self.rows, self.differences.table):
            table.opened.connect(self._open_room)
        self.problems.opened.connect(lambda problem: self._to_row(problem.sheet, problem.row))
        box = QWidget()
        under = QVBoxLayout(box)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(theme.GAP)
        under.addWidget(self.problems, 1)
        under.addWidget(self._sentence)
        self.tabs.addTab(box, "")
        self.tabs.addTab(self.differences, "")
        card.body.addWidget(self.tabs, 1)
        return card

    def _build_bottom(self) -> QHBoxLayout:
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.GAP + 4)
        self.skip = QCheckBox()
        self.skip.toggled.connect(lambda _on: self._mapping_changed())
        self.save_button = theme.Button("", key="Ctrl+S")
        self.save_button.clicked.connect(self._ask_save)
        self.import_button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.import_button.clicked.connect(self.run_import)
        bottom.addWidget(self.skip)
        bottom.addStretch(1)
        bottom.addWidget(self.save_button)
        bottom.addWidget(self.import_button)
        return bottom

    # -- the page ------------------------------------------------------------------------------------------------
    def title(self) -> str:
        # L10N: 导入花名册
        return _("Import a roster")

    def open(self, **args: Any) -> None:
        if args.get("file"):
            self.load(Path(str(args["file"])))

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 选择文件
            PageAction(N_("Choose a file"), "Ctrl+O", self.choose),
            # L10N: 导入
            PageAction(N_("Import"), "Ctrl+Enter", self.run_import),
            # L10N: 预览
            PageAction(N_("Rows"), "Ctrl+1", lambda: self._to_tab(self.rows)),
            # L10N: 问题
            PageAction(N_("Problems"), "Ctrl+2", lambda: self._to_tab(self.problems)),
            # L10N: 不同之处
            PageAction(N_("Differences"), "Ctrl+3", lambda: self._to_tab(self.differences.table)),
            PageAction(N_("Open"), "Enter", self._open_current, on="row"),
            PageAction(N_("Keep what is stored"), "Ctrl+Shift+Y", lambda: self.differences.choose("skip"), on="row"),
            PageAction(N_("Register as well"), "Ctrl+Ins", lambda: self.differences.choose("co-owner"), on="row"),
            PageAction(N_("Take the list's"), "Ctrl+Y", lambda: self.differences.choose("replace"), on="row"),
            # L10N: 全部不同之处
            PageAction(N_("All differences"), "Ctrl+A", self._to_all),
            PageAction(N_("Save problems"), "Ctrl+S", self._ask_save),
        )

    def first_focus(self) -> QWidget | None:
        return self._start if self.file is None else self.rows.view

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 选择文件… / 换一个文件…
        self.choose_button.set_words(_("Another file…"))
        self._start.set_words(_("Choose a file…"))
        self._steps.setText(
            # L10N: 选择 Excel 花名册：系统按表头识别各列，先试读并列出问题，确认后才写入。
            _(
                "Choose the roster you keep in Excel or WPS, or as text (.xlsx, .xls, .et, .csv). Its headings are"
                " recognised and every row is tried first;"
                " nothing is written until you press Import."
            )
        )
        # L10N: 有问题的行整行跳过（否则只留空有问题的栏）
        self.skip.setText(_("Leave out rows with a problem (else only the wrong cell stays empty)"))
        # L10N: 保存问题清单…
        self.save_button.set_words(_("Save problems…"))
        # L10N: 导入
        self.import_button.set_words(_("Import"))
        for part in (self.mapping, self.rows, self.problems, self.differences):
            part.retranslate()
        self._show()

    # -- the file ------------------------------------------------------------------------------------------------
    def choose(self) -> None:
        """Asks for the file."""
        preferences = self.shell.preferences
        folder = str(preferences.get("roster_folder", "")) if preferences else ""
        # L10N: 选择花名册 / Excel 工作簿
        file, _kind = QFileDialog.getOpenFileName(self.window(), _("Choose a roster"), folder, list_kinds())
        if file:
            if preferences:
                preferences.put("roster_folder", str(Path(file).parent))
            self.load(Path(file))

    def load(self, file: Path) -> None:
        """Reads the headings of a file and tries its rows."""

        def read() -> list[SheetPlan]:
            return roster.read_headings(file)

        def show(plans: list[SheetPlan]) -> None:
            if not plans:
                # L10N: 没有识别到表头
                self.shell.messages.warn(
                    _(
                        "No sheet of {file} has a row of headings with a room and a name."
                        " Name the columns, for example 房号, 姓名, 联系电话."
                    ).format(file=file.name)
                )
                return
            self.file, self.report, self.done = file, None, False
            self._look = True
            self.differences.forget()
            self.mapping.show_plans(plans)
            self._preview()

        self.shell.messages.clear()
        self.ask(read, show)

    def _mapping_changed(self) -> None:
        if self.file is not None and not self.done:
            self._timer.start()

    def _preview(self) -> None:
        """The trial run, off the UI thread."""
        file = self.file
        if file is None:
            return
        self._generation += 1
        generation = self._generation
        plans, skip, said = self.mapping.plans(), self.skip.isChecked(), self.differences.choices()
        self.import_button.setEnabled(False)
        self._show()
        if not plans:
            self._got(None)
            return

        def work(progress: Any) -> RosterReport:
            return roster.preview(
                self.desk, file, plans, differences=said, skip_bad=skip, progress=progress, cancelled=progress.cancelled
            )

        def done(report: RosterReport) -> None:
            if generation == self._generation:
                self._got(report)

        # L10N: 正在试读花名册
        tasks.run(work, on_done=done, on_error=self._failed, progress=_("Reading the roster"), owner=self)

    def _got(self, report: RosterReport | None) -> None:
        self.report = report
        self._show()
        if report is not None and report.differences and self._look:
            # What the list says otherwise is seen before anything is saved.
            self.tabs.setCurrentWidget(self.differences)
            if self.rows.view.hasFocus() or self._start.hasFocus() or self.choose_button.hasFocus():
                self.differences.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look = False

    def _failed(self, error: DeskError) -> None:
        self._show()
        if error.code == "cancelled":
            self.shell.messages.info(error.message)
        else:
            self.shell.messages.explain(error)

    def run_import(self) -> None:
        """Imports what the trial run showed; all or nothing."""
        file, report = self.file, self.report
        if file is None or report is None or self.done or not self.import_button.isEnabled():
            return
        plans, skip, said = self.mapping.plans(), self.skip.isChecked(), self.differences.choices()
        self.import_button.setEnabled(False)

        def work(progress: Any) -> RosterReport:
            return roster.import_roster(
                self.desk,
                file,
                plans=plans,
                differences=said,
                skip_bad=skip,
                progress=progress,
                cancelled=progress.cancelled,
            )

        def done(result: RosterReport) -> None:
            self.done = True
            self._got(result)
            self.shell.changed()
            # L10N: 导入完成
            self.shell.messages.info(
                _("Imported: {counts}").format(counts=counts_words(result)),
                # L10N: 查看住户
                label=_("See the households"),
                action=lambda: self.shell.open_page("households"),
            )

        # L10N: 正在导入花名册
        tasks.run(work, on_done=done, on_error=self._failed, progress=_("Importing the roster"), owner=self)

    # -- showing -------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        self._empty.setVisible(self.file is None)
        self._content.setVisible(self.file is not None)
        self.choose_button.setVisible(self.file is not None)
        self._file.setText(self.file.name if self.file is not None else "")
        report = self.report
        # L10N: 正在试读… / 没有可导入的行，请核对各列的含义 / 没有发现问题
        reading = _("Reading…") if self.mapping.plans() else _("No sheet is chosen.")
        self.rows.set_empty(
            reading if report is None else _("No row of the file can be imported. Look at how the columns are read.")
        )
        self.problems.set_empty(reading if report is None else _("No problem found."))
        self.rows.set_rows(report.sample if report else ())
        self.problems.set_rows(report.problems if report else ())
        self.differences.show_rows(report.differences if report else ())
        self.differences.setEnabled(not self.done)
        n, others = (len(report.problems), len(report.differences)) if report else (0, 0)
        # L10N: 预览
        self.tabs.setTabText(0, _("Rows"))
        # L10N: 问题 {n}
        self.tabs.setTabText(1, _("Problems {n}").format(n=n) if n else _("Problems"))
        # L10N: 不同 {n}
        self.tabs.setTabText(2, _("Differences {n}").format(n=others) if others else _("Differences"))
        self.tabs.setTabVisible(2, others > 0)
        if report is None:
            self._counts.setText("")
        elif self.done:
            # L10N: 已导入：
            self._counts.setText(_("Imported: {counts}").format(counts=counts_words(report)))
        else:
            # L10N: 试读：
            words = _("Trial run: {counts}").format(counts=counts_words(report))
            if n:
                # L10N: {n} 处问题
                words += " · " + ngettext("{n} problem", "{n} problems", n).format(n=n)
            if others:
                words += " · " + differences_words(report)
            self._counts.setText(words)
        self.import_button.setEnabled(report is not None and not self.done and bool(report.rooms))
        self.save_button.setVisible(n > 0)
        self.mapping.setEnabled(not self.done)
        self.skip.setEnabled(not self.done)

    def _say_whole(self, problem: Any) -> None:
        if problem is not None:
            where = [f"{problem.sheet} {problem.column}{problem.row}", problem.room, problem.person]
            self._sentence.setText(say.labelled(say.dotted(*(part for part in where if part)), problem.message))
        self._sentence.setVisible(problem is not None)

    def _to_tab(self, table: Table) -> None:
        at = {self.rows: 0, self.problems: 1}.get(table, 2)
        if not self.tabs.isTabVisible(at):
            return
        self.tabs.setCurrentIndex(at)
        table.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_all(self) -> None:
        if self.tabs.isTabVisible(2):
            self.tabs.setCurrentIndex(2)
            self.differences.to_all()

    def _to_row(self, sheet: str, row: int) -> None:
        """Leads from a problem to its row of the list."""
        if self.rows.select(lambda shown: (shown.sheet, shown.row) == (sheet, row)):
            self._to_tab(self.rows)

    def _open_room(self, row: Any) -> None:
        """Leads from a row to the household; the way back leads here again."""
        if row.unit_id is not None:
            self.shell.open_page("household", unit_id=row.unit_id)
        else:
            # L10N: {room} 尚未登记，导入后即可打开。
            self.shell.messages.info(
                _("{room} is not registered yet. It can be opened after the import.").format(room=row.room)
            )

    def _open_current(self) -> None:
        table = (self.rows, self.problems, self.differences.table)[self.tabs.currentIndex()]
        if (row := table.current()) is not None:
            table.opened.emit(row)

    def _ask_save(self) -> None:
        if self.file is None or self.report is None or not self.report.problems:
            return
        target = ask_for_problems(self, self.file)
        if target is not None:
            self.save_problems(target)

    def save_problems(self, file: Path) -> None:
        """Keeps the problems: a copy of the office's own list with the cells marked, or a CSV."""
        if self.report is not None and self.file is not None:
            keep_problems(self, PROBLEMS, self.report.problems, self.file, file)

    # -- Qt ------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.mapping.set_narrow(narrow)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData().urls()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = _dropped(event.mimeData().urls())
        if file is not None:
            self.load(file)


def _dropped(urls: Sequence[Any]) -> Path | None:
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return next((file for file in files if file.suffix.lower() in KINDS), None)


__all__ = ["RosterImportPage", "counts_words"]
