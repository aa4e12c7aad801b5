"""The calendar of promises: a week by who does the jobs; and the line beside a promise that says how full its day is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from desk.i18n import N_, _, ngettext
from desk.services.requests import due
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Column

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.requests.due import WeekView
    from desk.ui.forms import Form


class PromisesPage(Page):
    """A week of promises: who has how many on which day, and the jobs of whoever is marked."""

    shows = frozenset({"request", "work-order"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._day: date = desk.today()
        self._view: WeekView | None = None
        layout = column(self)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._days = theme.text("", "muted")
        self.before = theme.Button("", key="Ctrl+PgUp", role="small")
        self.after = theme.Button("", key="Ctrl+PgDown", role="small")
        self.before.clicked.connect(lambda _checked=False: self.step(-7))
        self.after.clicked.connect(lambda _checked=False: self.step(7))
        head.addWidget(self._title)
        head.addWidget(self._days)
        head.addStretch(1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        layout.addLayout(head)
        self.week = ListCard(self._columns(), (), heading=False)
        self.week.table.fit_rows(14)
        self.week.table.selected.connect(lambda _row: self._read_jobs())
        layout.addWidget(self.week)
        self.jobs = ListCard(
            (
                Column("promised_at", N_("Promised by"), 15, get=lambda row: say.when(desk, row.promised_at), least=15),
                Column("number", N_("Number"), 18, bold=True, least=18),
                Column("room", N_("Room"), 14, least=12),
                Column("responsible", N_("Responsible"), 14),
                Column("content", N_("Details"), 40),
            ),
            (ListAct("open", N_("Open the request"), "Enter", self._open),),
            heading=True,
        )
        self.jobs.table.fit_rows(30)
        layout.addWidget(self.jobs)
        layout.addStretch(1)

    def _columns(self) -> tuple[Column, ...]:
        def of_day(place: int) -> Any:
            return lambda row: str(row.days[place]) if row.days[place] else "·"

        return (
            Column("who", N_("Responsible"), 18, get=lambda row: row.who or _("nobody yet"), bold=True, least=12),
            *(Column(f"day{place}", N_("Day"), 9, get=of_day(place), least=7) for place in range(7)),
            Column("total", N_("Together"), 9, get=lambda row: str(row.total), bold=True, least=6),
        )

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 承诺日历
        return _("Calendar of promises")

    def view(self) -> WeekView | None:
        """The week that is shown; None while it is read for the first time."""
        return self._view

    def open(self, **args: Any) -> None:
        """Opens this week."""
        self._day = self.desk.today()

    def refresh(self) -> None:
        desk, day = self.desk, self._day

        def look() -> WeekView:
            return due.week(desk, day)

        self.ask(look, lambda view: self._show(view) if day == self._day else None)

    def step(self, days: int) -> None:
        """Shows another week."""
        self._day += timedelta(days=days)
        self.refresh()

    def first_focus(self) -> Any:
        return self.week.table.view

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 上一周; 下一周
            PageAction(N_("The week before"), "Ctrl+PgUp", lambda: self.step(-7)),
            PageAction(N_("The week after"), "Ctrl+PgDown", lambda: self.step(7)),
            *self.jobs.actions_by_key(),
        )

    def retranslate(self) -> None:
        self._title.setText(self.title())
        self.before.set_words(_("The week before"))
        self.after.set_words(_("The week after"))
        # L10N: 这一周没有未完成的承诺
        self.week.table.set_empty(_("Nothing is promised for this week."))
        self.week.table.view.setAccessibleName(self.title())
        self.week.retranslate()
        # L10N: 承诺的工单
        self.jobs.set_heading(_("Jobs promised"))
        self.jobs.table.set_empty(_("Nothing is promised for this week."))
        self.jobs.retranslate()
        if self._view is not None:
            self._show(self._view)

    def _show(self, view: WeekView) -> None:
        self._view = view
        today = self.desk.today()
        days = [view.first + timedelta(days=place) for place in range(7)]
        self._days.setText(f"{say.day(days[0])} – {say.day(days[6])}")
        model = self.week.table.model
        model.columns = tuple(
            replace(one, label=_heading(days[int(one.name[3:])], today)) if one.name.startswith("day") else one
            for one in model.columns
        )
        self.week.table.retranslate()
        # L10N: 合计
        total = replace(view.total, who=_("All"))
        self.week.table.set_rows([total, *view.rows] if view.rows else [])
        self._read_jobs()

    def _read_jobs(self) -> None:
        row, view, desk, day = self.week.table.current(), self._view, self.desk, self._day
        if view is None:
            return
        # The first row is everybody's.
        who = None if row is None or row not in view.rows else row.who

        def look() -> Any:
            return due.week_jobs(desk, day, who=who)

        self.ask(look, lambda found: self.jobs.table.set_rows(list(found)) if day == self._day else None)

    def _open(self, row: Any) -> None:
        self.shell.open_page("request", request_id=row.id)


def _heading(day: date, today: date) -> str:
    # L10N: 今天
    return _("Today") if day == today else say.weekday(day)


class Fullness:
    """The line beside a promise: how many jobs its day holds already, and how many of them the person chosen has.

    Args:
        page: the page whose form it is. form: with `promised_at` and `responsible`. but: the request that is being changed.
    """

    def __init__(self, page: Page, form: Form, *, but: int | None = None) -> None:
        self._page, self._form, self._but = page, form, but
        self._asked: tuple[Any, ...] = ()
        self.words = ""

    def follow(self, then: Any) -> None:
        """Asks how full the day is when that is another question than the last one; `then` is called with the words."""
        at, who = self._form.value("promised_at"), self._form.value("responsible")
        asked = (at, who)
        if asked == self._asked:
            return
        self._asked = asked
        desk, but = self._page.desk, self._but
        if at is None:
            self.words = ""
            then("")
            return

        def look() -> Any:
            return due.load(desk, at, who=who, but=but)

        def show(load: Any) -> None:
            if asked == self._asked:
                self.words = _full_words(load, who)
                then(self.words)

        self._page.ask(look, show)


def _full_words(load: Any, who: str) -> str:
    if not load.day:
        return ""
    # L10N: 当天已承诺 {n} 件
    words = ngettext("{n} job is promised for that day.", "{n} jobs are promised for that day.", load.day).format(
        n=load.day
    )
    if who and load.who:
        # L10N: 其中 {who} {n} 件
        words += " " + ngettext("{who} has {n} of them.", "{who} has {n} of them.", load.who).format(
            who=who, n=load.who
        )
    return words


__all__ = ["Fullness", "PromisesPage"]
