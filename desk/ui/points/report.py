"""Member reports of a month, quarter, half-year or year: figures and charts on the screen, the same on paper and as xlsx."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.i18n import N_, _
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.services import cards, points
from desk.ui.forms import FieldSpec
from desk.ui.kit import printing, tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, Shell, clear, column, scrolling
from desk.ui.kit.record_cards import Facts, FactSheet
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.slips.batch import open_file
from desk.ui.slips.export import export

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.points import Chart, Reaction, ReportView, TargetList

KINDS = (
    # L10N: 月报; 季报; 半年报; 年报
    ("month", N_("Monthly"), 1),
    ("quarter", N_("Quarterly"), 3),
    ("half-year", N_("Half-yearly"), 6),
    ("year", N_("Yearly"), 12),
)
BACK = {"month": 36, "quarter": 12, "half-year": 6, "year": 6}
"""So many periods the list goes back."""
BASE = 96.0


class MemberReportPage(Page):
    """The report of a period; what is shown is what is printed and saved."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._view: ReportView | None = None
        self._drawn: tuple[float, bool] = (0.0, False)
        layout = column(self, scroll=False)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        top.addWidget(self._title)
        self.kind, self.period = Chooser(), Chooser()
        for box in (self.kind, self.period):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        top.addStretch(1)
        self.buttons: list[tuple[theme.Button, str]] = []
        for label, key, run, role in self._acts():
            button = theme.Button("", key=key, role=role)
            button.clicked.connect(lambda _checked=False, work=run: work())
            top.addWidget(button)
            self.buttons.append((button, label))
        layout.addLayout(top)
        choice = QHBoxLayout()
        choice.setSpacing(theme.GAP)
        choice.addWidget(self.kind)
        choice.addWidget(self.period)
        choice.addStretch(1)
        layout.addLayout(choice)
        content = QWidget()
        box_layout = QVBoxLayout(content)
        box_layout.setContentsMargins(0, 0, 4, 0)
        box_layout.setSpacing(12)
        card = theme.Card()
        self._figures = QGridLayout()
        self._figures.setVerticalSpacing(10)
        card.body.addLayout(self._figures)
        box_layout.addWidget(card)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        box_layout.addLayout(self._grid)
        box_layout.addWidget(self._made_campaigns())
        box_layout.addStretch(1)
        area = scrolling(content)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout.addWidget(area, 1)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(200)
        self._redraw.timeout.connect(self._draw)
        self._fill_kinds()
        self.kind.currentIndexChanged.connect(lambda _at: self._kind_chosen())
        self.period.currentIndexChanged.connect(lambda _at: self.refresh())

    def _made_campaigns(self) -> theme.Card:
        self._campaigns = theme.Card()
        self._reactions = Facts()
        self._campaigns.body.addWidget(self._reactions)
        self._campaigns.hide()
        return self._campaigns

    def _acts(self) -> tuple[tuple[str, str, Any, str], ...]:
        return (
            # L10N: 目标名单…
            (N_("Target list"), "Ctrl+O", self.save_targets, ""),
            (N_("Save as Excel"), "Ctrl+Shift+E", self.save_book, ""),
            (N_("Save as PDF"), "Ctrl+S", self.save_pdf, "primary"),
        )

    def _fill_kinds(self) -> None:
        chosen = self.kind.currentIndex()
        self.kind.blockSignals(True)
        self.kind.clear()
        for code, words, _months in KINDS:
            self.kind.addItem(_(words), code)
        self.kind.setCurrentIndex(max(0, chosen))
        self.kind.blockSignals(False)
        self._fill_periods()

    def _fill_periods(self) -> None:
        chosen = self.period.currentData()
        code, _words, months = KINDS[max(0, self.kind.currentIndex())]
        today = self.desk.today()
        here = (today.year * 12 + today.month - 1) // months
        self.period.blockSignals(True)
        self.period.clear()
        for back in range(BACK[code]):
            year, rest = divmod((here - back) * months, 12)
            first = date(year, rest + 1, 1)
            last = date(year, rest + months, 1)
            of_many = str(year) if months == 12 else f"{wording.month(first)} – {wording.month(last)}"
            words = wording.month(first) if months == 1 else of_many
            self.period.addItem(words, (year, rest // months + 1))
        self.period.setCurrentIndex(max(0, self.period.findData(chosen)))
        self.period.blockSignals(False)

    def _kind_chosen(self) -> None:
        self._fill_periods()
        self.refresh()

    def open(self, **args: Any) -> None:
        """`part`: month, quarter, half-year or year."""
        codes = [code for code, _words, _months in KINDS]
        if args.get("part") in codes:
            self.kind.setCurrentIndex(codes.index(str(args["part"])))

    def openable_parts(self) -> tuple[tuple[str, str], ...]:
        return tuple((code, words) for code, words, _months in KINDS)

    def title(self) -> str:
        # L10N: 会员报表
        return _("Member reports")

    def first_focus(self) -> QWidget | None:
        return self.period

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *(PageAction(label, key, run) for label, key, run, _role in self._acts()),
            # L10N: 下一种报表
            PageAction(N_("The other report"), "F6", self._next_kind),
        )

    def _next_kind(self) -> None:
        self.kind.setCurrentIndex((self.kind.currentIndex() + 1) % self.kind.count())

    def refresh(self) -> None:
        desk, kind, chosen = self.desk, self.kind.currentData(), self.period.currentData()
        if not chosen:
            return

        def work() -> ReportView:
            return points.report(desk, kind, *chosen)

        self.ask(work, self._show)

    def _show(self, view: ReportView) -> None:
        self._view = view
        self._drawn = (0.0, False)
        clear(self._figures)
        for at, (words, value) in enumerate(points.sums(view)):
            figure = QWidget()
            layout = QVBoxLayout(figure)
            layout.setContentsMargins(0, 0, 18, 0)
            layout.setSpacing(1)
            layout.addWidget(theme.text(words, "small"))
            layout.addWidget(theme.text(value, "heading"))
            self._figures.addWidget(figure, at // 4, at % 4)
        self._reactions.fill(FactSheet("", (), tuple((each.name, reaction_words(each), "") for each in view.reactions)))
        self._campaigns.setVisible(bool(view.reactions))
        self._draw()

    def _draw(self) -> None:
        view = self._view
        if view is None:
            return
        room = max(400, self.width() - 80)
        dpi = round(min(1.4, max(0.75, room / 700)) * BASE) * self.devicePixelRatioF()
        dark = theme.is_dark()
        if abs(dpi - self._drawn[0]) < 4 and dark == self._drawn[1]:
            return
        self._drawn = (dpi, dark)

        def work() -> tuple[Chart, ...]:
            return points.report_charts(view, dpi=dpi, dark=dark)

        self.ask(work, lambda charts: self._show_charts(charts) if view is self._view else None)

    def _show_charts(self, charts: tuple[Chart, ...]) -> None:
        clear(self._grid)
        row = side = 0
        for chart in charts:
            card = theme.Card(chart.title)
            label = QLabel()
            pixmap = QPixmap()
            pixmap.loadFromData(chart.png)
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            label.setPixmap(pixmap)
            label.setAccessibleName(chart.title)
            label.setAccessibleDescription(chart.text)
            label.setToolTip(say.tooltip(chart.text))
            card.body.addWidget(label)
            card.body.addStretch(1)
            whole = chart.code == "months"
            self._grid.addWidget(card, row, side, 1, 2 if whole else 1)
            row, side = (row + 1, 0) if whole or side else (row, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def retranslate(self) -> None:
        self._title.setText(self.title())
        for button, label in self.buttons:
            button.set_words(_(label))
        # L10N: 活动反应（与活动前四周比较）
        self._campaigns.set_heading(_("Reaction to campaigns, against the four weeks before"))
        # L10N: 报表种类
        self.kind.setAccessibleName(_("Kind of report"))
        self.period.setAccessibleName(_("Period"))
        self._fill_kinds()
        if self._view is not None:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if theme.is_look_change(event):
            self._redraw.start()

    # ------------------------------------------------------------------------------------------------------ keeping
    def _path(self, ending: str, name: str) -> Path | None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self.window(), _("Save the report"), str(Path.home() / f"{name}.{ending}"), f"{ending.upper()} (*.{ending})"
        )
        return Path(chosen) if chosen else None

    def _name(self) -> str:
        assert self._view is not None
        return f"{self._view.title}-{self._view.name}".replace("/", "-")

    def _keep(self, path: Path, work: Any) -> None:
        def saved(_nothing: Any) -> None:
            self.shell.messages.info(
                _("Saved as {file}.").format(file=path.name), label=_("Open"), action=lambda: open_file(self, path)
            )

        tasks.run(lambda _progress: work(), on_done=saved, owner=self, progress=_("Saving the report"))

    def save_pdf(self, path: Path | None = None) -> None:
        """Keeps the report as a PDF; asks where when no path is given."""
        view, desk = self._view, self.desk
        target = path or (self._path("pdf", self._name()) if view is not None else None)
        if view is None or target is None:
            return

        def work() -> None:
            printing.save_pdf(points.report_pdf(desk, view), target)

        self._keep(target, work)

    def save_book(self, path: Path | None = None) -> None:
        """Keeps the report as a workbook; asks where when no path is given."""
        view, desk = self._view, self.desk
        target = path or (self._path("xlsx", self._name()) if view is not None else None)
        if view is None or target is None:
            return

        def work() -> None:
            points.report_xlsx(desk, view, target)

        self._keep(target, work)

    def save_targets(self, path: Path | None = None) -> None:
        """Keeps the list of those who agreed to be told of events; whole phones need the manager's word."""
        desk = self.desk

        def levels() -> list[tuple[str, str]]:
            return [("", _("Every level")), *((each.code, each.name) for each in cards.scheme_in_force(desk).levels)]

        fields = (
            # L10N: 会员等级; 积分不少于; 最近消费不早于; 邀请参加年度答谢会的等级
            FieldSpec("tier", N_("Level"), "choice", choices=levels),
            FieldSpec("least", N_("Points at least"), "number"),
            FieldSpec("bought_since", N_("Bought since"), "date"),
            FieldSpec("party", N_("Thank-you party"), "check", text=N_("only levels that are invited to it")),
        )

        def work(file: Path, values: dict[str, Any]) -> Any:
            return points.target_xlsx(
                desk, file, tier=values["tier"] or "", least=int(values["least"] or 0),
                bought_since=values["bought_since"], party=bool(values["party"]),
            )  # fmt: skip

        def said(found: TargetList) -> str:
            # L10N: 名单 {n} 人，另有 {left} 人未同意或已退订，未列入
            words = _("{n} people; {left} others opted out or did not agree and are left out.")
            return words.format(n=f"{len(found.rows):,}", left=f"{found.left_out:,}")

        # L10N: 目标名单
        export(self, f"{_('Target list')}.xlsx", work, fields=fields, said=said, path=path)


def reaction_words(each: Reaction) -> str:
    """What a campaign did: its days, who bought in it and before, and for how much."""
    # L10N: {days}：{members} 名会员消费 {amount}（前四周 {before} 名，{sum}）
    return _("{days}: {members} members bought for {amount} (before: {before}, {sum})").format(
        days=f"{say.day(each.since)} – {say.day(each.until)}", members=f"{each.members:,}", amount=figures(each.fen),
        before=f"{each.before_members:,}", sum=figures(each.before_fen),
    )  # fmt: skip


__all__ = ["MemberReportPage"]
