"""The page that takes in a list of the office's own: choose the file, look at what it says and what is wrong, then import.

Nothing is written before Import is pressed: what is shown is a trial run of the same code. What is imported is the subclass's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import N_, _, ngettext
from desk.services.kit.workbooks import KINDS, marked
from desk.ui.forms import FieldSpec
from desk.ui.forms.fields import DateField
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell

PROBLEMS = (
    # L10N: 工作表
    Column("sheet", N_("Sheet"), 10),
    # L10N: 行
    Column("row", N_("Row"), 6, align="right"),
    # L10N: 列
    Column("column", N_("Column"), 15, get=lambda row: f"{row.column} {row.heading}".strip()),
    # L10N: 房号
    Column("room", N_("Room"), 13, bold=True),
    # L10N: 姓名
    Column("person", N_("Name"), 10),
    # L10N: 问题
    Column("message", N_("What is wrong"), 50),
)


class ImportPage(Page):
    """What the import pages of lists with one day for all rows have in common.

    Attributes:
        heading: msgid of the page. choosing: of the dialog that asks for the file.
        day: msgid beside the day that counts where the list has none; "" where each row says its own.
        ticks: msgids of further boxes, above the one that leaves out rows with a problem.
        hint: msgid that says what may be chosen. trying, importing: of what is under way.
    """

    heading: str
    choosing: str
    day: str = ""
    ticks: tuple[str, ...] = ()
    hint: str
    trying: str
    importing: str
    columns: tuple[Column, ...] = PROBLEMS
    shows = frozenset()

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.file: Path | None = None
        self.report: Any = None
        layout = column(self, scroll=False)
        self._title = theme.text("", "title")
        self._file = theme.text("", "muted")
        self.choose_button = theme.Button("", key="Ctrl+O")
        self.choose_button.clicked.connect(self.choose)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self._title)
        head.addWidget(self._file, 1)
        head.addWidget(self.choose_button)
        layout.addLayout(head)
        self._day_words = theme.text("", "label")
        self.day_field = DateField(FieldSpec("day", self.day or N_("Day"), "date"), desk)
        self.day_field.setFixedWidth(theme.characters(self, 16))
        self.day_field.editingFinished.connect(self._preview)
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addWidget(self._day_words)
        line.addWidget(self.day_field)
        line.addStretch(1)
        layout.addLayout(line)
        for widget in (self._day_words, self.day_field):
            widget.setVisible(bool(self.day))
        layout.addWidget(self._build_problems(), 1)
        self.boxes = [QCheckBox() for _each in self.ticks]
        self.skip = QCheckBox()
        self.import_button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.import_button.clicked.connect(self.run_import)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.GAP)
        for box in (*self.boxes, self.skip):
            box.toggled.connect(lambda _on: self._preview())
            bottom.addWidget(box)
        bottom.addStretch(1)
        bottom.addWidget(self.import_button)
        layout.addLayout(bottom)

    def _build_problems(self) -> theme.Card:
        self._counts = theme.text("", "strong", wrap=True)
        self.problems = Table(self.columns)
        self.problems.opened.connect(self._open)
        self.problems.selected.connect(self._say_whole)
        # A long sentence is cut in its row where the window is small; here it stands whole.
        self._sentence = theme.text("", "note-warning", wrap=True)
        self._sentence.hide()
        card = theme.Card()
        self.save_button = theme.Button("", key="Ctrl+S", role="small")
        self.save_button.clicked.connect(self.ask_save)
        said = QHBoxLayout()
        said.setSpacing(theme.GAP)
        said.addWidget(self._counts, 1)
        said.addWidget(self.save_button)
        card.body.addLayout(said)
        card.body.addWidget(self.problems, 1)
        card.body.addWidget(self._sentence)
        return card

    # -- what the subclass says
    def take_in(self, file: Path, **options: Any) -> Callable[..., Any]:
        """The service's import, ready to be called off the UI thread with `dry_run`, `progress` and `cancelled`.

        Args:
            file: the list.
            options: `day`, `skip_bad`, and the ticks in their order as `ticks`.
        """
        raise NotImplementedError

    def counts(self, report: Any) -> str:
        """What a trial run or an import brings, in a line."""
        raise NotImplementedError

    def brings(self, report: Any) -> bool:
        """Whether there is anything to import."""
        raise NotImplementedError

    def imported(self, report: Any) -> None:
        """Says what was done, and where it is seen."""
        raise NotImplementedError

    # -- the page
    def title(self) -> str:
        return _(self.heading)

    def open(self, **args: Any) -> None:
        file = Path(str(args["file"])) if args.get("file") else None
        if self.report is not None and not self.report.written and file in (None, self.file):
            self._preview()  # back from the record of a problem: is it still one?
            return
        self.file, self.report = None, None
        self.day_field.set_value(self.desk.today())
        self._show()
        if file is not None:
            self.load(file)

    def first_focus(self) -> QWidget | None:
        return self.choose_button

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Choose a file"), "Ctrl+O", self.choose),
            PageAction(N_("Import"), "Ctrl+Enter", self.run_import),
            PageAction(N_("Open"), "Enter", self._open_current, on="row"),
            # L10N: 保存问题清单
            PageAction(N_("Save problems"), "Ctrl+S", self.ask_save),
        )

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self.choose_button.set_words(_("Choose a file…"))
        self._day_words.setText(_(self.day) if self.day else "")
        self.day_field.setAccessibleName(_(self.day or N_("Day")))
        for box, words in zip(self.boxes, self.ticks, strict=True):
            box.setText(_(words))
        # L10N: 有问题的行跳过
        self.skip.setText(_("Leave out rows with a problem"))
        self.import_button.set_words(_("Import"))
        self.save_button.set_words(_("Save problems…"))
        self.problems.retranslate()
        self._show()

    def choose(self) -> None:
        """Asks for the file."""
        preferences = self.shell.preferences
        folder = str(preferences.get("roster_folder", "")) if preferences else ""
        file, _kind = QFileDialog.getOpenFileName(self.window(), _(self.choosing), folder, list_kinds())
        if file:
            self.load(Path(file))

    def ask_save(self) -> None:
        """Keeps what is wrong: a copy of the list with the cells marked, or a CSV."""
        if self.file is None or self.report is None or not self.report.problems:
            return
        target = ask_for_problems(self, self.file)
        if target is not None:
            keep_problems(self, self.columns, self.report.problems, self.file, target)

    def _say_whole(self, problem: Any) -> None:
        if problem is not None:
            where = [f"{problem.sheet} {problem.column}{problem.row}", problem.room, problem.person]
            self._sentence.setText(say.labelled(say.dotted(*(part for part in where if part)), problem.message))
        self._sentence.setVisible(problem is not None)

    def _open(self, problem: Any) -> None:
        """Leads from a problem to what it is about; the way back leads here again."""
        if problem.target:
            self.shell.open_target(problem.target)
            return
        where = f"{problem.sheet} {problem.column}{problem.row}"
        # L10N: 系统中还没有对应的记录。请在表格 {where} 处更正。
        words = _("Nothing is registered here for it. Put it right in the list, at {where}.")
        self.shell.messages.info(words.format(where=where))

    def _open_current(self) -> None:
        if (problem := self.problems.current()) is not None:
            self._open(problem)

    def load(self, file: Path) -> None:
        """Tries a file."""
        self.file, self.report = file, None
        self.shell.messages.clear()
        self._preview()

    def _run(self, *, dry: bool, done: Callable[[Any], object], words: str) -> None:
        file, day = self.file, self.day_field.value()
        if file is None or (self.day and day is None):
            return
        ticks = tuple(box.isChecked() for box in self.boxes)
        take = self.take_in(file, day=day, skip_bad=self.skip.isChecked(), ticks=ticks)
        self.import_button.setEnabled(False)
        tasks.run(
            lambda progress: take(dry_run=dry, progress=progress, cancelled=progress.cancelled),
            on_done=done,
            on_error=self._failed,
            progress=words,
            owner=self,
        )

    def _preview(self) -> None:
        if self.report is None or not self.report.written:
            self._run(dry=True, done=self._got, words=_(self.trying))

    def run_import(self) -> None:
        """Imports what the trial run showed; all or nothing."""
        if self.report is not None and self.import_button.isEnabled():
            self._run(dry=False, done=self._imported, words=_(self.importing))

    def _got(self, report: Any) -> None:
        self.report = report
        self._show()

    def _imported(self, report: Any) -> None:
        self._got(report)
        self.shell.changed()
        self.imported(report)

    def _failed(self, error: DeskError) -> None:
        self._show()
        self.shell.messages.explain(error)

    def _show(self) -> None:
        report = self.report
        self._file.setText(self.file.name if self.file else "")
        can = report is not None and not report.written and self.brings(report)
        self.import_button.setEnabled(can and (self.skip.isChecked() or not report.problems))
        self.problems.set_rows(report.problems if report is not None else ())
        if report is None or not report.problems:
            self._sentence.hide()
        self.save_button.setVisible(report is not None and bool(report.problems))
        if report is None:
            self._counts.setText("")
            self.problems.set_empty(_(self.hint))
            return
        # L10N: 已导入： / 试读：
        told = _("Imported: {counts}") if report.written else _("Trial run: {counts}")
        words, n = told.format(counts=self.counts(report)), len(report.problems)
        if n:
            words = say.dotted(words, ngettext("{n} problem", "{n} problems", n).format(n=f"{n:,}"))
        self._counts.setText(words)
        self.problems.set_empty(_("No problem found."))


def write_problems(desk: Desk, columns: Sequence[Column], problems: Sequence[Any], source: Path, target: Path) -> None:
    """Writes what is wrong with a list: as a copy of it with the cells marked, or as a CSV that Excel opens with its characters right.

    Args:
        desk: the desk.
        columns: of a CSV.
        problems: with `sheet`, `row`, `column` and `message`.
        source: the list that was read.
        target: .csv for a plain list, else the marked copy.

    Raises:
        DeskError: `file-unwritable`. NotAllowed: nobody is signed in.
    """
    marked.keep_problems(
        desk, source, [marked.Mark(one.sheet, one.row, one.column, one.message) for one in problems], target,
        headings=[_(found.label) for found in columns],
        lines=[[column.text(problem) for column in columns] for problem in problems],
    )  # fmt: skip


def ask_for_problems(page: Page, source: Path) -> Path | None:
    """Asks where the problems of a list go: a marked copy beside it is proposed."""
    # L10N: 标出问题的副本
    kinds = _("Copy with the problems marked") + " (*.xlsx);;CSV (*.csv)"
    # L10N: {name}（标出问题）
    name = source.with_name(_("{name} (problems marked)").format(name=source.stem) + ".xlsx")
    # L10N: 保存问题清单
    file, _kind = QFileDialog.getSaveFileName(page.window(), _("Save problems"), str(name), kinds)
    return Path(file) if file else None


def keep_problems(page: Page, columns: Sequence[Column], problems: Sequence[Any], source: Path, target: Path) -> None:
    """Writes the problems in the background and says where they are."""
    # L10N: 已存为
    words = _("Saved as {file}.").format(file=target.name)
    page.ask(
        lambda: write_problems(page.desk, columns, problems, source, target),
        lambda _nothing: page.shell.messages.info(words),
        pool=tasks.LONG,
    )


def list_kinds() -> str:
    """The kinds of files that may hold a list, for the dialog that chooses one."""
    # L10N: Excel、WPS 或文本表格
    return _("Lists of Excel, WPS or text") + f" ({' '.join(f'*{kind}' for kind in KINDS)})"


__all__ = ["ImportPage", "ask_for_problems", "keep_problems", "list_kinds", "write_problems"]
