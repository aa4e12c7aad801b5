"""Importing the office's own readings: choose the file, look at what it says and what is wrong, then import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import N_, _, ngettext
from desk.ui.forms import FieldSpec
from desk.ui.forms.fields import DateField
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.fees import ReadingsReport
    from desk.services.kit.desk import Desk

PROBLEMS = (
    Column("sheet", N_("Sheet"), 10),
    Column("row", N_("Row"), 6, align="right"),
    Column("column", N_("Column"), 15, get=lambda row: f"{row.column} {row.heading}".strip()),
    Column("message", N_("What is wrong"), 60),
)


class ReadingsImportPage(Page):
    """`open_page("readings-import")`, or with `file=` a path."""

    shows = frozenset()

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.file: Path | None = None
        self.report: ReadingsReport | None = None
        layout = column(self, scroll=False)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._file = theme.text("", "muted")
        self.choose_button = theme.Button("", key="Ctrl+O")
        self.choose_button.clicked.connect(self.choose)
        head.addWidget(self._title)
        head.addWidget(self._file, 1)
        head.addWidget(self.choose_button)
        layout.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        self._day_words = theme.text("", "label")
        self.day_field = DateField(FieldSpec("on", N_("Read on"), "date"), desk)
        self.day_field.setFixedWidth(theme.characters(self, 16))
        self.day_field.editingFinished.connect(self._preview)
        line.addWidget(self._day_words)
        line.addWidget(self.day_field)
        line.addStretch(1)
        layout.addLayout(line)
        card = theme.Card()
        self._counts = theme.text("", "strong", wrap=True)
        self.problems = Table(PROBLEMS)
        card.body.addWidget(self._counts)
        card.body.addWidget(self.problems, 1)
        layout.addWidget(card, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.GAP)
        self.sure, self.skip = QCheckBox(), QCheckBox()
        for box in (self.sure, self.skip):
            box.toggled.connect(lambda _on: self._preview())
            bottom.addWidget(box)
        self.import_button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.import_button.clicked.connect(self.run_import)
        bottom.addStretch(1)
        bottom.addWidget(self.import_button)
        layout.addLayout(bottom)

    def title(self) -> str:
        # L10N: 导入抄表读数
        return _("Import readings")

    def open(self, **args: Any) -> None:
        self.file, self.report = None, None
        self.day_field.set_value(self.desk.today())
        self._show()
        if args.get("file"):
            self.load(Path(str(args["file"])))

    def first_focus(self) -> QWidget | None:
        return self.choose_button

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Choose a file"), "Ctrl+O", self.choose),
            PageAction(N_("Import"), "Ctrl+Enter", self.run_import),
        )

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self.choose_button.set_words(_("Choose a file…"))
        # L10N: 抄表日期（表内无日期列时）
        self._day_words.setText(_("Read on, where the list does not say"))
        self.day_field.setAccessibleName(_("Read on"))
        # L10N: 用量异常的读数已核对
        self.sure.setText(_("Readings that jump were looked at"))
        self.skip.setText(_("Leave out rows with a problem"))
        self.import_button.set_words(_("Import"))
        self.problems.retranslate()
        self._show()

    def choose(self) -> None:
        """Asks for the file."""
        preferences = self.shell.preferences
        folder = str(preferences.get("roster_folder", "")) if preferences else ""
        file, _kind = QFileDialog.getOpenFileName(
            # L10N: 选择抄表读数表
            self.window(), _("Choose a list of readings"), folder, _("Excel workbook") + " (*.xlsx *.xlsm *.xls)"
        )  # fmt: skip
        if file:
            self.load(Path(file))

    def load(self, file: Path) -> None:
        """Tries a file."""
        self.file, self.report = file, None
        self.shell.messages.clear()
        self._preview()

    def _run(self, *, dry: bool, done: Any, words: str) -> None:
        file, on, desk = self.file, self.day_field.value(), self.desk
        sure, skip = self.sure.isChecked(), self.skip.isChecked()
        if file is None or on is None:
            return
        self.import_button.setEnabled(False)

        def work(progress: Any) -> ReadingsReport:
            from desk.services import fees

            return fees.import_readings(
                desk,
                file,
                on=on,
                sure=sure,
                dry_run=dry,
                skip_bad=skip,
                progress=progress,
                cancelled=progress.cancelled,
            )

        tasks.run(work, on_done=done, on_error=self._failed, progress=words, owner=self)

    def _preview(self) -> None:
        if self.report is None or not self.report.written:
            self._run(dry=True, done=self._got, words=_("Trying the readings"))

    def run_import(self) -> None:
        """Imports what the trial run showed; all or nothing."""
        if self.report is not None and self.import_button.isEnabled():
            self._run(dry=False, done=self._imported, words=_("Importing the readings"))

    def _got(self, report: ReadingsReport) -> None:
        self.report = report
        self._show()

    def _imported(self, report: ReadingsReport) -> None:
        self._got(report)
        self.shell.changed()
        # L10N: 已录入 {n} 个读数
        words = ngettext("{n} reading kept.", "{n} readings kept.", report.read).format(n=f"{report.read:,}")
        self.shell.messages.info(words, label=_("Meters"), action=lambda: self.shell.open_page("meters"))

    def _failed(self, error: DeskError) -> None:
        self._show()
        self.shell.messages.explain(error)

    def _show(self) -> None:
        report = self.report
        self._file.setText(self.file.name if self.file else "")
        can = report is not None and not report.written and report.read > 0
        self.import_button.setEnabled(can and (self.skip.isChecked() or not (report and report.problems)))
        self.problems.set_rows(report.problems if report else ())
        if report is None:
            self._counts.setText("")
            # L10N: 选择 Excel 抄表读数表：按表头识别房号、表号、本次读数、抄表日期，先试读并列出问题，确认后才写入。
            words = _(
                "Choose the readings you keep in Excel. Rooms, meter numbers, readings and days are known by the headings and"
                " every row is tried first; nothing is written until you press Import."
            )
            self.problems.set_empty(words)
            return
        self._counts.setText(
            say.dotted(
                ngettext("{n} meter", "{n} meters", report.read).format(n=f"{report.read:,}"),
                _("unchanged {n}").format(n=f"{report.unchanged:,}"),
                # L10N: 用量异常 {n}
                _("jumping {n}").format(n=f"{report.asked:,}") if report.asked else "",
            )
        )
        self.problems.set_empty(_("No problem found."))


__all__ = ["ReadingsImportPage"]
