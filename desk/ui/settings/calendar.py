"""Holidays year by year, and the hours in which the clocks of service run: editable, and odd days are told while typing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.errors import InvalidInput
from desk.i18n import N_, _, ngettext
from desk.rules.kit import calendar
from desk.services.site import holidays
from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.forms.saving import submit
from desk.ui.kit import messages, tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page
from desk.ui.kit.tables import Column, Table
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.settings.parts import Part

DAYS = (
    # L10N: 周一
    ("mon", N_("Monday")),
    ("tue", N_("Tuesday")),
    ("wed", N_("Wednesday")),
    ("thu", N_("Thursday")),
    ("fri", N_("Friday")),
    ("sat", N_("Saturday")),
    ("sun", N_("Sunday")),
    # L10N: 法定节假日
    ("holiday", N_("Holidays")),
    # L10N: 调休上班日
    ("makeup", N_("Make-up workdays")),
)
YEAR = FormSpec(
    # L10N: 节假日
    N_("Holidays"),
    (
        # L10N: 放假
        FieldSpec(
            "off",
            N_("Days off"),
            "multiline",
            span="full",
            lines=3,
            placeholder=N_("Such as 01-01..01-03, 02-15..02-23"),
        ),
        # L10N: 调休上班
        FieldSpec(
            "makeup", N_("Make-up workdays"), "multiline", span="full", lines=2, placeholder=N_("Such as 02-14, 02-28")
        ),
        # L10N: 依据
        FieldSpec(
            "source",
            N_("Source"),
            span="full",
            max_length=120,
            placeholder=N_("Such as the State Council's notice of November"),
        ),
    ),
)
HOURS = FormSpec(
    # L10N: 服务时间
    N_("Service hours"),
    tuple(FieldSpec(code, words, placeholder=N_("closed")) for code, words in DAYS),
)


def split_days(text: str) -> list[str]:
    """The entries of a box: separated by commas, spaces or lines; Chinese signs are understood."""
    plain = _half(text).replace("~", "..").replace("至", "..")
    plain = re.sub(r"\s*\.\.+\s*", "..", plain)
    return [entry for entry in re.split(r"[,\s]+", plain) if entry]


def split_hours(text: str) -> list[str] | str:
    """The spans of a box; the word `usual` (平时) keeps the weekday's hours, nothing is closed."""
    # L10N: 照常
    if text.strip().casefold() in ("usual", "照常", _("usual").casefold()):
        return "usual"
    plain = _half(text).replace("–", "-").replace("—", "-").replace("~", "-")
    return [entry for entry in re.split(r"[,\s]+", plain) if entry]


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("、", ",").replace(";", ",")


def hours_words(value: Any) -> str:
    """Spans as they are typed."""
    if value == "usual":
        return _("usual")
    return ", ".join(value) if isinstance(value, (list, tuple)) else str(value or "")


class CalendarPart(Part):
    """Two sheets: the holidays of a year, the service hours of the week."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._shown: tuple[int, str] | None = None
        self.box.addWidget(self._year_card())
        self.box.addWidget(self._hours_card())
        self.box.addWidget(self._editions_card())
        self.busy_year = tasks.Busy(self.form.set_read_only)
        self.busy_hours = tasks.Busy(self.hours.set_read_only)
        self.box.addStretch(1)

    def _year_card(self) -> QWidget:
        self.year_card = theme.Card()
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self.year = Chooser()
        self.year.setMaxVisibleItems(12)
        self.year.activated.connect(lambda _at: self._other_year())
        top.addWidget(self.year)
        self.count = theme.text("", "muted", wrap=True)
        top.addWidget(self.count, 1)
        self.year_card.body.addLayout(top)
        self.provisional = theme.text("", "note-warning", wrap=True)
        self.provisional.hide()
        self.year_card.body.addWidget(self.provisional)
        self.form = Form(YEAR, self.desk)
        self.form.changed.connect(self._check)
        self.year_card.body.addWidget(self.form)
        row = QHBoxLayout()
        self.note = theme.text("", "muted", wrap=True)
        row.addWidget(self.note, 1)
        self.year_button = theme.Button("", key="Ctrl+S", role="primary")
        self.year_button.clicked.connect(self._save_year)
        row.addWidget(self.year_button)
        self.year_card.body.addLayout(row)
        self.form.finished.connect(self.year_button.setFocus)
        return self.year_card

    def _hours_card(self) -> QWidget:
        self.hours_card = theme.Card()
        self.hours_note = theme.text("", "muted", wrap=True)
        self.hours_card.body.addWidget(self.hours_note)
        self.hours = Form(HOURS, self.desk)
        self.hours_card.body.addWidget(self.hours)
        row = QHBoxLayout()
        row.addStretch(1)
        self.hours_button = theme.Button("", key="Ctrl+S", role="primary")
        self.hours_button.clicked.connect(self._save_hours)
        row.addWidget(self.hours_button)
        self.hours_card.body.addLayout(row)
        self.hours.finished.connect(self.hours_button.setFocus)
        return self.hours_card

    def _editions_card(self) -> QWidget:
        self.editions_card = theme.Card()
        self.editions = Table(
            (
                # L10N: 版本
                Column("version", N_("Version"), 10, bold=True),
                Column("updated", N_("Updated"), 12, get=lambda row: say.day(row.updated)),
                Column("staff", N_("By"), 10, get=lambda row: row.staff or _("The program")),
                Column(
                    "years", N_("Years"), 14, get=lambda row: f"{row.years[0]}–{row.years[-1]}" if row.years else ""
                ),
                Column("source", N_("Source"), 30),
            )
        )
        self.editions.fit_rows(12)
        self.editions_card.body.addWidget(self.editions)
        return self.editions_card

    # ------------------------------------------------------------------------------------------------------- showing
    def refresh(self) -> None:
        for widget in (self.form, self.hours, self.year_button, self.hours_button):
            widget.setEnabled(self.may_try())
        self.note.setText("" if self.desk.may("manager") else _("Saving needs the manager's PIN."))

        def read() -> Any:
            return holidays.table(self.desk), holidays.editions(self.desk), holidays.hours(self.desk)

        def show(answer: Any) -> None:
            table, editions, hours = answer
            self.editions.set_rows(editions)
            self._table = table
            self._fill_years()
            if not self.form.is_changed():
                self._show_year()
            if not self.hours.is_changed():
                self.hours.set_values({code: hours_words(hours.get(code, ())) for code, _words in DAYS})
                self.hours.mark_saved()

        tasks.run(read, on_done=show, owner=self)

    _table: Any = None

    def _fill_years(self) -> None:
        wanted = self.year.currentData() or self.desk.today().year
        years = {*self._table.years, self.desk.today().year, self.desk.today().year + 1}
        self.year.clear()
        for year in sorted(years, reverse=True):
            # L10N: {year}（暂计）
            words = str(year) if self._table.knows(year) else _("{year} (provisional)").format(year=year)
            self.year.addItem(words, year)
        self.year.setCurrentIndex(max(0, self.year.findData(wanted)))

    def chosen(self) -> int:
        """The year that is shown."""
        return int(self.year.currentData() or self.desk.today().year)

    def _other_year(self) -> None:
        if self.form.is_changed() and not self._lose():
            self.year.setCurrentIndex(self.year.findData(self._shown[0] if self._shown else self.chosen()))
            return
        self._show_year()

    def _show_year(self) -> None:
        if self._table is None:
            return
        year = self.chosen()
        days = calendar.as_mapping(self._table)["years"].get(str(year), {"off": [], "makeup": []})
        self._shown = (year, self._table.version)
        self.form.set_values({"off": ", ".join(days["off"]), "makeup": ", ".join(days["makeup"]), "source": ""})
        self.form.mark_saved()
        self.form.clear_problems()
        self._check()

    def _check(self) -> None:
        """Says what is odd about the days typed, and how many they are."""
        if self._table is None:
            return
        year = self.chosen()
        known = self._table.knows(year)
        self.provisional.setText("" if known else calendar.provisional_note([year]))
        self.provisional.setVisible(not known)
        values = self.form.values()
        listed = {"off": split_days(values["off"]), "makeup": split_days(values["makeup"])}
        found = calendar.table_problems(
            {"version": "1", "updated": "2000-01-01", "source": "", "years": {str(year): listed}}
        )
        for name in ("off", "makeup"):
            said = [problem.message for problem in found if problem.field == f"years.{year}.{name}"]
            self.form.show_hint(name, "\n".join(dict.fromkeys(said)) if listed[name] or known else "")
        wrong = any(not problem.warning for problem in found)
        if wrong:
            self.count.setText("")
            return
        read = calendar.parse_table(
            {"version": "1", "updated": "2000-01-01", "source": "", "years": {str(year): listed}}
        ).years[year]
        off, makeup = len(read.off), len(read.makeup)
        # L10N: 放假 {n} 天
        words = ngettext("{n} day off", "{n} days off", off).format(n=off)
        # L10N: 调休上班 {n} 天
        words += " · " + ngettext("{n} make-up workday", "{n} make-up workdays", makeup).format(n=makeup)
        self.count.setText(words)

    # ---------------------------------------------------------------------------------------------------------- acts
    def save(self) -> None:
        if not self.may_try():
            return
        if self.form.is_changed():
            self._save_year()
        if self.hours.is_changed():
            self._save_hours()

    def _save_year(self) -> None:
        year = self.chosen()

        def work(values: dict[str, Any]) -> Any:
            try:
                return holidays.change_year(
                    self.desk,
                    year,
                    off=split_days(values["off"]),
                    makeup=split_days(values["makeup"]),
                    source=values["source"],
                )
            except InvalidInput as error:
                beside = [replace(problem, field=problem.field.rpartition(".")[2]) for problem in error.problems]
                raise InvalidInput(beside) from error

        def done(edition: Any) -> None:
            # L10N: 节假日表 {version} 已启用，未结的时限已重新计算
            self.shell.messages.info(
                _("Holiday table {version} is in force; open time limits are counted anew.").format(
                    version=edition.version
                )
            )
            self.shell.changed()

        submit(self.form, work, owner=self, busy=self.busy_year, done=done, failed=self.shell.messages.explain)

    def _save_hours(self) -> None:
        def work(values: dict[str, Any]) -> None:
            holidays.change_hours(self.desk, {code: split_hours(values[code]) for code, _words in DAYS})

        def done(_nothing: Any) -> None:
            # L10N: 服务时间已保存
            self.shell.messages.info(_("The service hours are saved; open time limits are counted anew."))
            self.shell.changed()

        submit(self.hours, work, owner=self, busy=self.busy_hours, done=done, failed=self.shell.messages.explain)

    def _lose(self) -> bool:
        return messages.ask(
            self,
            _("Leave the settings?"),
            _("What you changed was not saved."),
            yes=_("Leave"),
            no=_("Stay"),
            danger=True,
        )

    def can_leave(self) -> bool:
        if self.busy_year or self.busy_hours:
            return False
        if not (self.form.is_changed() or self.hours.is_changed()):
            return True
        if not self._lose():
            return False
        self.form.mark_saved()
        self.hours.mark_saved()
        return True

    def retranslate(self) -> None:
        # L10N: 节假日与调休
        self.year_card.set_heading(_("Holidays and make-up workdays"))
        self.year.setAccessibleName(_("Year"))
        self.year_button.set_words(_("Save"))
        self.hours_button.set_words(_("Save"))
        # L10N: 服务时间
        self.hours_card.set_heading(_("Service hours"))
        # L10N: 响应和处理时限只在服务时间内计时
        self.hours_note.setText(
            _(
                "The clocks of response and resolution run in these hours only, such as 08:30-12:00, 13:30-18:00. Empty is closed."
            )
        )
        # L10N: 节假日表的版本
        self.editions_card.set_heading(_("States of the holiday table"))
        self.editions.retranslate()
        if self._table is not None:
            self._fill_years()
            self._check()


__all__ = ["CalendarPart", "split_days", "split_hours"]
