"""The reports of the request desk: the month with its charts, and everything unfinished on a chosen day; on paper and as xlsx."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from desk.errors import DeskError, InvalidInput
from desk.i18n import N_, _, ngettext
from desk.services import reports
from desk.ui.forms.base import FieldSpec
from desk.ui.forms.fields import DateField
from desk.ui.kit import printing, tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Column, Table
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.reports.sheet import MonthSheet
from desk.ui.requests.papers import DAY_SHEET, ask_day_sheet
from desk.ui.slips.batch import open_file

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.reports.views import MonthView, UnfinishedRow, UnfinishedView

VIEWS = (
    # L10N: 月报
    ("month", N_("Monthly report")),
    # L10N: 未完成清单
    ("unfinished", N_("Unfinished")),
)
# L10N: 查阅记录
ACCESS_LOG = N_("Access log")
MONTHS = 60
"""So far back the list of months goes."""


class ReportsPage(Page):
    """Two reports; what is shown is what is saved and printed."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._kind = "month"
        self._month: MonthView | None = None
        self._unfinished: UnfinishedView | None = None
        self._wanted = 0
        layout = column(self, scroll=False)
        layout.addLayout(self._head())
        layout.addLayout(self._choice())
        self._state = theme.text("", "note-info", wrap=True)
        self._state.hide()
        layout.addWidget(self._state)
        self._stack = QStackedWidget()
        self.sheet = MonthSheet()
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self._list_sheet())
        layout.addWidget(self._stack, 1)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(200)
        self._redraw.timeout.connect(self._draw)

    def _head(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        top.addWidget(self._title)
        top.addStretch(1)
        self.day_sheet_button = theme.Button("", key="Ctrl+Shift+P", role="small")
        self.day_sheet_button.clicked.connect(lambda _checked=False: ask_day_sheet(self))
        top.addWidget(self.day_sheet_button)
        self.pdf_button = theme.Button("", key="Ctrl+S")
        self.pdf_button.clicked.connect(lambda _checked=False: self.save_pdf())
        self.book_button = theme.Button("", key="Ctrl+Shift+E")
        self.book_button.clicked.connect(lambda _checked=False: self.save_book())
        self.print_button = theme.Button("", key="Ctrl+P", role="primary")
        self.print_button.clicked.connect(self.print_it)
        for button in (self.pdf_button, self.book_button, self.print_button):
            top.addWidget(button)
        return top

    def _choice(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self._group = QButtonGroup(self)
        self.views: dict[str, theme.Button] = {}
        for code, _words in VIEWS:
            button = theme.Button("", role="small")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, c=code: self.show_view(c))
            self._group.addButton(button)
            self.views[code] = button
            row.addWidget(button)
        row.addSpacing(theme.GAP)
        self.month = Chooser()
        self.month.setMaxVisibleItems(14)
        self.month.activated.connect(lambda _at: self.refresh())
        row.addWidget(self.month)
        self.day = DateField(FieldSpec("on", N_("Day"), "date"), self.desk)
        self.day.setMaximumWidth(theme.characters(self, 16))
        self.day.set_value(self.desk.today())
        self.day.returnPressed.connect(self.refresh)
        self.day.hide()
        row.addWidget(self.day)
        self.year_end_button = theme.Button("", role="small")
        self.year_end_button.clicked.connect(self._year_end)
        self.year_end_button.hide()
        row.addWidget(self.year_end_button)
        self._made = theme.text("", "muted")
        row.addStretch(1)
        self.access_button = theme.Button("", key="Ctrl+1", role="small")
        self.access_button.clicked.connect(lambda _checked=False: self._access())
        row.addWidget(self.access_button)
        row.addWidget(self._made)
        return row

    def _list_sheet(self) -> QWidget:
        self._list_card = theme.Card()
        self._list_words = theme.text("", "strong", wrap=True)
        self._list_card.body.addWidget(self._list_words)
        self.table = Table(
            (
                Column("number", N_("Number"), 18, bold=True, least=18),
                Column("kind", N_("Kind"), 9, get=lambda row: row.kind_label),
                Column(
                    "state",
                    N_("State"),
                    10,
                    get=lambda row: row.state_label,
                    tone=lambda row: "green" if row.done else "",
                ),
                Column("room", N_("Room"), 13, least=13),
                Column("received", N_("Received"), 12, get=lambda row: say.day(self.desk.local(row.received_at))),
                # L10N: 天数
                Column("days", N_("Days"), 6, align="right"),
                Column(
                    "promised",
                    N_("Promised by"),
                    14,
                    get=self._promised,
                    tone=lambda row: "red" if row.overdue else "",
                    least=12,
                ),
                Column(
                    "responsible",
                    N_("Responsible"),
                    14,
                    get=lambda row: " ".join(part for part in (row.department, row.responsible) if part),
                ),
                Column("content", N_("Details"), 24),
            ),
            # L10N: 该日没有未完成事项
            empty=N_("Nothing was unfinished on this day."),
        )
        self.table.opened.connect(lambda row: self.shell.open_page("request", request_id=row.request_id))
        self._list_card.body.addWidget(self.table, 1)
        return self._list_card

    def _promised(self, row: UnfinishedRow) -> str:
        return say.short_moment(self.desk, row.promised_at)

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 报表
        return _("Reports")

    def open(self, **args: Any) -> None:
        """`view` or `part`: month or unfinished; `month`: 2026-11; `on`: a day."""
        wanted = args.get("view") or args.get("part")
        if wanted in self.views:
            self._kind = str(wanted)
        self._fill_months(str(args.get("month", "")))
        if isinstance(args.get("on"), date):
            self.day.set_value(args["on"])
        self._fit_view()

    def refresh(self) -> None:
        if self._kind == "month":
            self._read_month()
        else:
            self._read_unfinished()

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self.day_sheet_button.set_words(_(DAY_SHEET))
        self.access_button.set_words(_(ACCESS_LOG))
        self.access_button.setVisible(self.desk.may("manager"))
        # L10N: 存为 PDF
        self.pdf_button.set_words(_("Save as PDF"))
        # L10N: 存为 Excel
        self.book_button.set_words(_("Save as Excel"))
        self.print_button.set_words(_("Print"))
        # L10N: 上年末
        self.year_end_button.set_words(_("End of last year"))
        for code, words in VIEWS:
            self.views[code].set_words(_(words))
        self.month.setAccessibleName(_("Month"))
        self.day.setAccessibleName(_("Day"))
        self.table.retranslate()
        self._fit_view()
        if self._month is not None or self._unfinished is not None:
            self.refresh()  # the services say the words of a report

    def first_focus(self) -> QWidget | None:
        return self.month if self._kind == "month" else self.day

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 月报 / 未完成清单
            PageAction(
                N_("The other report"), "F6", lambda: self.show_view("unfinished" if self._kind == "month" else "month")
            ),
            # L10N: 上一月 / 下一月
            PageAction(N_("Month before"), "Ctrl+PgUp", lambda: self._step(1)),
            PageAction(N_("Next month"), "Ctrl+PgDown", lambda: self._step(-1)),
            PageAction(DAY_SHEET, "Ctrl+Shift+P", lambda: ask_day_sheet(self)),
            PageAction(N_("Save as PDF"), "Ctrl+S", self.save_pdf),
            PageAction(N_("Save as Excel"), "Ctrl+Shift+E", self.save_book),
            PageAction(N_("Print"), "Ctrl+P", self.print_it),
            *((PageAction(ACCESS_LOG, "Ctrl+1", self._access),) if self.desk.may("manager") else ()),
        )

    def openable_parts(self) -> tuple[tuple[str, str], ...]:
        return VIEWS

    def _access(self) -> None:
        """The log of who looked at whose data (handbook S27), the manager's."""
        self.shell.open_page("access")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < 960
        self.table.hide_columns(*(("kind", "received", "responsible") if narrow else ()))
        if self._month is not None:
            self._redraw.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if theme.is_look_change(event) and self._month is not None:
            self._redraw.start()

    # ------------------------------------------------------------------------------------------------------ choice
    def view(self) -> str:
        """The report that is chosen: month or unfinished."""
        return self._kind

    def report(self) -> MonthView | UnfinishedView | None:
        """The report that is shown; None while it is being made, or when it was cancelled."""
        return self._month if self._kind == "month" else self._unfinished

    def show_view(self, code: str) -> None:
        """Shows one of the reports."""
        self._kind = code
        self._fit_view()
        self.refresh()
        first = self.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_view(self) -> None:
        self.views[self._kind].setChecked(True)
        month = self._kind == "month"
        self.month.setVisible(month)
        self.day.setVisible(not month)
        self.year_end_button.setVisible(not month)
        self._stack.setCurrentIndex(0 if month else 1)
        self._enable()

    def _fill_months(self, wanted: str = "") -> None:
        chosen = wanted or str(self.month.currentData() or "")
        today = self.desk.today()
        names = [f"{(at := today.year * 12 + today.month - 1 - back) // 12}-{at % 12 + 1:02}" for back in range(MONTHS)]
        if self.month.count() and self.month.itemData(0) == names[0] and not wanted:
            return
        self.month.clear()
        for name in names:
            self.month.addItem(name, name)
        self.month.setCurrentIndex(max(0, self.month.findData(chosen)))

    def _step(self, by: int) -> None:
        if self._kind == "month" and 0 <= self.month.currentIndex() + by < self.month.count():
            self.month.setCurrentIndex(self.month.currentIndex() + by)
            self.refresh()

    def _year_end(self) -> None:
        self.day.set_value(date(self.desk.today().year - 1, 12, 31))
        self.refresh()

    def _enable(self) -> None:
        ready = self.report() is not None
        for button in (self.pdf_button, self.book_button, self.print_button):
            button.setEnabled(ready)

    def _say(self, words: str, role: str = "note-info") -> None:
        self._state.setText(words)
        theme.set_role(self._state, role)
        self._state.setVisible(bool(words))

    # ----------------------------------------------------------------------------------------------------- the work
    def _make(self, title: str, fn: Callable[[tasks.Progress], Any], show: Callable[[Any], object]) -> None:
        """Makes a report off the UI thread, with a progress bar and Cancel; only the newest wish is shown."""
        self._wanted += 1
        mine = self._wanted
        answered = []

        def done(view: Any) -> None:
            answered.append(True)
            if mine == self._wanted:
                self._say("")
                show(view)
                self._enable()

        def failed(error: DeskError) -> None:
            answered.append(True)
            if mine == self._wanted:
                self._say(error.message, "note-bad")
                self._enable()
                if isinstance(error, InvalidInput) and self._kind == "unfinished":
                    self.day.setFocus()

        def ended() -> None:
            if not answered and mine == self._wanted:
                # L10N: 已取消，按 F5 重新生成
                self._say(_("Cancelled. F5 makes the report anew."))
                self._enable()

        tasks.run(fn, on_done=done, on_error=failed, owner=self, progress=title).at_end(ended)

    def _read_month(self) -> None:
        year, month = (int(part) for part in str(self.month.currentData()).split("-"))
        desk = self.desk
        dpi, dark = self.sheet.dpi(), theme.is_dark()
        if self._month is None or (self._month.first.year, self._month.first.month) != (year, month):
            self._month = None
            self._enable()

        def work(progress: tasks.Progress) -> Any:
            view = reports.month_report(desk, year, month, progress=progress.step)
            return view, reports.report_charts(view, dpi=dpi, dark=dark)

        def show(answer: Any) -> None:
            self._month, charts = answer
            if not self._month.total:
                # L10N: 本月没有登记
                self._say(_("Nothing was logged in this month."))
            self._say_made(self._month)
            self.sheet.show_month(self._month)
            self.sheet.show_charts(charts, dpi, dark=dark)

        # L10N: 正在统计月报
        self._make(_("Making the monthly report"), work, show)

    def _read_unfinished(self) -> None:
        on, desk = self.day.value(), self.desk
        if on is None:
            self._say(self.day.problem() or _("Type the day of the list."), "note-bad")
            self.day.setFocus()
            return
        self._unfinished = None
        self._enable()

        def work(progress: tasks.Progress) -> Any:
            return reports.unfinished_report(desk, on, progress=progress.step)

        def show(view: UnfinishedView) -> None:
            self._unfinished = view
            self.table.set_rows(view.rows)
            count = len(view.rows)
            # L10N: 截至 {day} 共 {n} 件未完成
            words = ngettext(
                "{n} request was unfinished on {day}.", "{n} requests were unfinished on {day}.", count
            ).format(n=f"{count:,}", day=view.on)
            parts = " · ".join(f"{name} {number:,}" for name, number in view.by_kind)
            self._list_words.setText(" ".join(part for part in (words, parts) if part))
            self._say_made(view)

        # L10N: 正在汇总未完成事项
        self._make(_("Collecting what is unfinished"), work, show)

    def _say_made(self, view: MonthView | UnfinishedView) -> None:
        # L10N: {time} 统计
        self._made.setText(_("As of {time}").format(time=say.moment(self.desk, view.made_at)))

    def _draw(self) -> None:
        """Draws the charts anew for another width or other colours; the numbers stay."""
        view = self._month
        dpi, dark = self.sheet.dpi(), theme.is_dark()
        if view is None or self.sheet.fits(dpi, dark=dark):
            return

        def work() -> Any:
            return reports.report_charts(view, dpi=dpi, dark=dark)

        self.ask(work, lambda charts: self.sheet.show_charts(charts, dpi, dark=dark) if view is self._month else None)

    # ------------------------------------------------------------------------------------------------------ keeping
    def _ask_path(self, ending: str, kind: str) -> Path | None:
        view = self.report()
        if view is None:
            return None
        preferences = self.shell.preferences
        folder = Path(str(preferences.get("pdf_folder", "") or Path.home()))
        folder = folder if folder.is_dir() else Path.home()
        name = str(folder / reports.file_name(view, ending))
        chosen, _filter = QFileDialog.getSaveFileName(self.window(), _("Save the report"), name, f"{kind} (*.{ending})")
        if not chosen:
            return None
        path = Path(chosen)
        preferences.put("pdf_folder", str(path.parent))
        return path if path.suffix.lower() == f".{ending}" else path.with_name(f"{path.name}.{ending}")

    def _keep(self, path: Path, work: Callable[[], Any]) -> None:
        def saved(_nothing: Any) -> None:
            self.shell.messages.info(
                _("Saved as {file}.").format(file=path.name), label=_("Open"), action=lambda: open_file(self, path)
            )

        # L10N: 正在保存
        tasks.run(lambda _progress: work(), on_done=saved, owner=self, progress=_("Saving the report"))

    def save_pdf(self, path: Path | None = None) -> None:
        """Keeps the report as a PDF; asks where when no path is given."""
        view, desk = self.report(), self.desk
        target = path or self._ask_path("pdf", "PDF")
        if view is None or target is None:
            return

        def work() -> None:
            reports.save_report(desk, view, target)

        self._keep(target, work)

    def save_book(self, path: Path | None = None) -> None:
        """Keeps the report as a workbook; asks where when no path is given."""
        view, desk = self.report(), self.desk
        target = path or self._ask_path("xlsx", _("Excel workbook"))
        if view is None or target is None:
            return

        def work() -> None:
            reports.save_report(desk, view, target)

        self._keep(target, work)

    def print_it(self) -> None:
        """Prints the report on the first printer of this PC; without one it offers the PDF."""
        view, desk = self.report(), self.desk
        if view is None:
            return

        def look() -> Any:
            known = printing.available_printers()
            if not known:
                return known, b""
            return known, reports.report_pdf(desk, view)

        def send(answer: Any) -> None:
            known, pdf = answer
            if not known:
                # L10N: 本机没有打印机，可存为 PDF
                words = _("No printer is set up on this PC. The report can be kept as a PDF.")
                self.shell.messages.warn(words, label=_("Save as PDF"), action=self.save_pdf)
                return

            def ended(worked: bool, words: str) -> None:
                if worked:
                    # L10N: 报表已送打印机
                    self.shell.messages.info(_("The report was sent to {printer}.").format(printer=known[0]))
                else:
                    self.shell.messages.error(words, label=_("Save as PDF"), action=self.save_pdf)

            printing.print_pdf(pdf, known[0], "a4", title=self.title(), owner=self).finished.connect(ended)

        tasks.run(lambda _progress: look(), on_done=send, owner=self, progress=_("Printing the report"))


__all__ = ["ReportsPage"]
