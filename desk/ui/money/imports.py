"""Importing the office's own list of arrears: choose the file, look at what it says and what is wrong, then import.

Nothing is written before Import is pressed: what is shown is a trial run of the same code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import N_, _, ngettext
from desk.rules.kit.money import figures
from desk.ui.forms import FieldSpec
from desk.ui.forms.fields import DateField
from desk.ui.kit import tasks, theme
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table
from desk.ui.money.words import kind_words

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.money import ArrearsReport
    from desk.ui.kit.pages import Shell

PROBLEMS = (
    # L10N: 工作表
    Column("sheet", N_("Sheet"), 10),
    # L10N: 行
    Column("row", N_("Row"), 6, align="right"),
    # L10N: 列
    Column("column", N_("Column"), 15, get=lambda row: f"{row.column} {row.heading}".strip()),
    # L10N: 问题
    Column("message", N_("What is wrong"), 60),
)


def counts_words(report: ArrearsReport) -> str:
    """What a trial run or an import brings, in a line."""
    words = [
        ngettext("{n} room", "{n} rooms", report.rooms).format(n=f"{report.rooms:,}"),
        # L10N: 新增 {n} / 不变 {n}
        _("new {n}").format(n=f"{report.created:,}"),
        _("unchanged {n}").format(n=f"{report.unchanged:,}"),
        *(f"{kind_words(kind)} {figures(fen)}" for kind, fen in report.fen.items()),
    ]
    if report.prepaid:
        words.append(_("prepaid {amount}").format(amount=figures(report.prepaid)))
    return " · ".join(words)


class ArrearsImportPage(Page):
    """`open_page("arrears-import")`, or with `file=` a path."""

    shows = frozenset()

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.file: Path | None = None
        self.report: ArrearsReport | None = None
        layout = column(self, scroll=False)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._file = theme.text("", "muted")
        head.addWidget(self._title)
        head.addWidget(self._file, 1)
        self.choose_button = theme.Button("", key="Ctrl+O")
        self.choose_button.clicked.connect(self.choose)
        head.addWidget(self.choose_button)
        layout.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        self._day_words = theme.text("", "label")
        self.day_field = DateField(FieldSpec("as_of", N_("As of"), "date"), desk)
        self.day_field.setFixedWidth(theme.characters(self, 16))
        self.day_field.editingFinished.connect(self._preview)
        line.addWidget(self._day_words)
        line.addWidget(self.day_field)
        line.addStretch(1)
        layout.addLayout(line)
        card = theme.Card()
        self._counts = theme.text("", "strong", wrap=True)
        card.body.addWidget(self._counts)
        self.problems = Table(PROBLEMS)
        card.body.addWidget(self.problems, 1)
        layout.addWidget(card, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.GAP)
        self.skip = QCheckBox()
        self.skip.toggled.connect(lambda _on: self._preview())
        self.import_button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.import_button.clicked.connect(self.run_import)
        bottom.addWidget(self.skip)
        bottom.addStretch(1)
        bottom.addWidget(self.import_button)
        layout.addLayout(bottom)

    def title(self) -> str:
        # L10N: 导入欠费表
        return _("Import arrears")

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
        # L10N: 余额截止日（表内无日期列时）
        self._day_words.setText(_("Balances as of"))
        self.day_field.setAccessibleName(_("Balances as of"))
        # L10N: 有问题的行跳过
        self.skip.setText(_("Leave out rows with a problem"))
        self.import_button.set_words(_("Import"))
        self.problems.retranslate()
        self._show()

    def choose(self) -> None:
        """Asks for the file."""
        preferences = self.shell.preferences
        folder = str(preferences.get("roster_folder", "")) if preferences else ""
        file, _kind = QFileDialog.getOpenFileName(
            # L10N: 选择欠费表
            self.window(), _("Choose a list of arrears"), folder, _("Excel workbook") + " (*.xlsx *.xlsm *.xls)"
        )  # fmt: skip
        if file:
            self.load(Path(file))

    def load(self, file: Path) -> None:
        """Tries a file."""
        self.file, self.report = file, None
        self.shell.messages.clear()
        self._preview()

    def _run(self, *, dry: bool, done: Any, words: str) -> None:
        file, as_of, skip, desk = self.file, self.day_field.value(), self.skip.isChecked(), self.desk
        if file is None or as_of is None:
            return
        self.import_button.setEnabled(False)

        def work(progress: Any) -> ArrearsReport:
            from desk.services import money

            return money.import_arrears(
                desk, file, as_of=as_of, dry_run=dry, skip_bad=skip, progress=progress, cancelled=progress.cancelled
            )

        tasks.run(work, on_done=done, on_error=self._failed, progress=words, owner=self)

    def _preview(self) -> None:
        if self.report is not None and self.report.written:
            return
        # L10N: 正在试读欠费表
        self._run(dry=True, done=self._got, words=_("Reading the list"))

    def run_import(self) -> None:
        """Imports what the trial run showed; all or nothing."""
        if self.report is not None and self.import_button.isEnabled():
            # L10N: 正在导入欠费表
            self._run(dry=False, done=self._imported, words=_("Importing the list"))

    def _got(self, report: ArrearsReport) -> None:
        self.report = report
        self._show()

    def _imported(self, report: ArrearsReport) -> None:
        self._got(report)
        self.shell.changed()
        self.shell.messages.info(
            _("Imported: {counts}").format(counts=counts_words(report)),
            # L10N: 查看欠费
            label=_("See the arrears"),
            action=lambda: self.shell.open_page("arrears"),
        )

    def _failed(self, error: DeskError) -> None:
        self._show()
        self.shell.messages.explain(error)

    def _show(self) -> None:
        report = self.report
        self._file.setText(self.file.name if self.file else "")
        can = report is not None and not report.written and report.created > 0
        self.import_button.setEnabled(can and (self.skip.isChecked() or not (report and report.problems)))
        self.problems.set_rows(report.problems if report else ())
        if report is None:
            self._counts.setText("")
            self.problems.set_empty(
                # L10N: 选择 Excel 欠费表：按表头识别房号与各项费用，先试读并列出问题，确认后才写入。
                _(
                    "Choose the list of arrears you keep in Excel (.xlsx). Rooms and fees are known by the headings and"
                    " every row is tried first; nothing is written until you press Import."
                )
            )
            return
        counts = counts_words(report)
        self._counts.setText(
            # L10N: 已导入： / 试读：
            (_("Imported: {counts}") if report.written else _("Trial run: {counts}")).format(counts=counts)
        )
        self.problems.set_empty(_("No problem found."))


__all__ = ["ArrearsImportPage"]
