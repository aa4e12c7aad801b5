"""The meters: read one after another by keyboard in building order; put in, exchanged, imported, printed as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desk.catalog import label
from desk.errors import DeskError, InvalidInput
from desk.i18n import N_, _, ngettext
from desk.services import fees
from desk.ui.fees.doors import Doors
from desk.ui.fees.words import chosen, plain
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.forms.fields import DateField, NumberField
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.fees import MeterView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Page

MOST = 5000
LOW = 340
"""Below this height the card says only what is needed."""
# L10N: 没有表。按 Ins 登记。
_NONE = N_("There is no meter here. Ins puts one in.")


@dataclass(frozen=True, slots=True)
class MetersQuery(Query):
    """Which meters are shown; `kind`: of one kind only. `today`: what "unread" is reckoned from."""

    kind: str = ""
    today: date = date.min


class ReadingLine(NumberField):
    """The box for what a meter shows: Enter keeps it and goes to the next one, Up and Down go without."""

    def __init__(self, card: ReadingCard) -> None:
        super().__init__(FieldSpec("value", N_("Reading now"), "number"))
        self._card = card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._card.keep()
        elif event.key() == Qt.Key.Key_Down:
            self._card.go(1)
        elif event.key() == Qt.Key.Key_Up:
            self._card.go(-1)
        else:
            super().keyPressEvent(event)


class ReadingCard(theme.Card):
    """Reads meters one after another, in building order.

    Attributes:
        queue: the meters to be read. at: which one is read now.
    """

    def __init__(self, page: MetersPage) -> None:
        super().__init__()
        self._page = page
        self.queue: Sequence[MeterView] = ()
        self.at = 0
        self.read = 0
        self._asked = ""
        self.busy = tasks.Busy(self._busy_changed)
        self._day_words = theme.text("", "label")
        self.on = DateField(FieldSpec("on", N_("Read on"), "date"), page.desk)
        self._room = theme.text("", "title")
        self._meter = theme.text("", "muted", wrap=True)
        self._last = theme.text("", "", wrap=True)
        self.value = ReadingLine(self)
        self._problem = theme.text("", "bad", wrap=True)
        self._count = theme.text("", "muted", wrap=True)
        self._help = theme.text("", "muted", wrap=True)
        day = QHBoxLayout()
        day.addWidget(self._day_words)
        day.addWidget(self.on, 1)
        self.body.addLayout(day)
        for widget in (self._room, self._meter, self._last, self.value, self._problem, self._count, self._help):
            self.body.addWidget(widget)
        for box in (self.on, self.value):  # what is typed is never squeezed
            box.setMinimumHeight(box.sizeHint().height())
        self.body.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is low, what the keys do is told by F1 alone, and the list says which meter it is."""
        super().resizeEvent(event)
        for widget in (self._help, self._count, self._meter):
            widget.setVisible(self.height() >= LOW)

    def show_queue(self, queue: Sequence[MeterView]) -> None:
        """Other meters are to be read."""
        current = self.queue[self.at].id if self.at < len(self.queue) else 0
        self.queue = queue
        self.at = next(
            (place for place, each in enumerate(queue) if each.id == current), min(self.at, max(0, len(queue) - 1))
        )
        self.retranslate()

    def start_at(self, meter_id: int) -> None:
        """Begins with a meter."""
        place = next((place for place, each in enumerate(self.queue) if each.id == meter_id), None)
        if place is not None:
            self.at = place
            self._clear()
        self.value.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, step: int) -> None:
        """The next or the previous meter."""
        if self.queue and not self.busy:
            self.at = min(max(0, self.at + step), len(self.queue) - 1)
            self._clear()

    def _clear(self) -> None:
        self.value.set_value(None)
        self._problem.setText("")
        self._asked = ""
        self.retranslate()

    def keep(self) -> None:
        """Keeps what was typed and goes on; a reading that jumps asks, and Enter again says that it was looked at."""
        if self.busy or self.at >= len(self.queue):
            return
        if self.value.problem():
            self._problem.setText(self.value.problem())
            return
        if self.value.is_empty():
            self.go(1)
            return
        meter, on, value = self.queue[self.at], self.on.value() or self._page.desk.today(), self.value.value()
        sure, desk = self._asked == f"{meter.id}:{value}", self._page.desk

        def work() -> Any:
            return fees.read_meter(desk, fees.ReadingEntry(meter.id, on, value, sure))

        def done(_after: Any) -> None:
            self.read += 1
            self._page.shell.changed(_after)
            self.at = min(self.at + 1, len(self.queue) - 1)
            self._clear()

        def failed(error: DeskError) -> None:
            words = error.message
            if isinstance(error, InvalidInput) and error.problems[0].code == "jump":
                self._asked = f"{meter.id}:{value}"
                # L10N: 确认无误请再按回车
                words = " ".join((words, _("Enter again keeps it.")))
            self._problem.setText(words)
            self.value.selectAll()

        tasks.run(work, on_done=done, on_error=failed, owner=self, busy=self.busy, pool=tasks.ACTS)

    def _busy_changed(self, on: bool) -> None:
        self.value.set_read_only(on)

    def retranslate(self) -> None:
        """Says its words anew."""
        # L10N: 抄表录入
        self.set_heading(_("Read the meters"))
        # L10N: 抄表日期
        self._day_words.setText(_("Read on"))
        self.on.setAccessibleName(_("Read on"))
        self.value.setAccessibleName(_("Reading now"))
        self.value.retranslate()
        # L10N: 回车保存并到下一块表，上下键移动
        self._help.setText(_("Enter keeps it and goes to the next meter; Up and Down move."))
        left = len(self.queue)
        # L10N: 第 {at} 块，共 {n} 块；本次已录 {read} 块
        words = _("Meter {at} of {n}; {read} read now")
        self._count.setText(words.format(at=min(self.at + 1, left), n=left, read=self.read) if left else "")
        if self.at >= left:
            # L10N: 没有待抄的表
            self._room.setText(_("No meter is left to be read."))
            self._meter.setText("")
            self._last.setText("")
            self.value.setEnabled(False)
            return
        self.value.setEnabled(True)
        meter = self.queue[self.at]
        self._room.setText(meter.room)
        self._meter.setText(say.dotted(label("meter_kinds", meter.kind), meter.number))
        # L10N: 上次读数 {value}（{day}）
        words = _("Last reading {value} ({day})")
        self._last.setText(
            words.format(value=plain(meter.last), day=say.day(meter.last_on)) if meter.last is not None else ""
        )


class MetersPage(ListPage):
    """Meters in building order; F4 … Ctrl+G begins to read at the current one."""

    # L10N: 抄表
    heading = N_("Meters")
    views = (
        # L10N: 本月未抄; 本月的表都已抄。
        View("unread", N_("Not read this month"), N_("Every meter was read this month.")),
        # L10N: 在用
        View("used", N_("In use"), _NONE),
        # L10N: 全部
        View("all", N_("All"), _NONE),
    )
    # L10N: 房号、表号
    search = N_("Room, meter number")
    shows = frozenset({"meter", "unit"})
    hides = ("last_on",)

    def between(self, layout: QVBoxLayout) -> None:
        self.doors = Doors(self, "meters")
        layout.addWidget(self.doors)

    def beside(self) -> QWidget:
        self.reading = ReadingCard(self)
        return self.reading

    def narrowing(self) -> Sequence[QWidget]:
        self.kind = Chooser()
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind.currentIndexChanged.connect(lambda _at: self._narrow())
        return (self.kind,)

    def _narrow(self) -> None:
        self.again()
        self._read_queue()

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 块表
        return ngettext("{n} meter", "{n} meters", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("room", N_("Room"), 16, bold=True, least=13),
            # L10N: 表种
            Column("kind", N_("Meter"), 8, get=lambda row: label("meter_kinds", row.kind)),
            # L10N: 表号
            Column("number", N_("Meter number"), 14, tone=lambda row: "muted" if row.until else ""),
            # L10N: 上次读数
            Column("last", N_("Last reading"), 12, get=lambda row: plain(row.last), align="right"),
            # L10N: 抄表日
            Column("last_on", N_("Read on"), 11, get=lambda row: say.day(row.last_on)),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the meter"), "Enter", lambda row: self.shell.open_target(f"meter:{row.id}")),
            # L10N: 登记表
            ListAct("new", N_("Put a meter in"), "Ins", lambda: ask_meter(self), on="list", at="head"),
            # L10N: 导入读数
            ListAct("import", N_("Import readings"), "Ctrl+I", self._import, on="list", at="head"),
            # L10N: 打印抄表单
            ListAct("sheet", N_("Print the meter sheet"), "Ctrl+P", self.print_sheet, on="list", at="head"),
            # L10N: 从此表开始抄
            ListAct(
                "read",
                N_("Read from here"),
                "Ctrl+J",
                lambda row: self.reading.start_at(row.id),
                at="under",
                role="primary",
            ),
            # L10N: 换表
            ListAct(
                "exchange",
                N_("Exchange"),
                "Ctrl+Shift+N",
                lambda row: ask_exchange(self, row),
                at="under",
                fits=_in_use,
            ),
        )

    @staticmethod
    def read(desk: Desk, query: MetersQuery, part: Part) -> Answer:
        which = fees.MeterFilter(
            query.kind,
            gone=query.view == "all",
            text=query.text,
            unread=query.today if query.view == "unread" else None,
        )
        return fees.meters(desk, which, offset=part.offset, limit=part.limit)

    def query(self) -> MetersQuery:
        return MetersQuery(self._view, self.words(), self.kind.currentData() or "", self.desk.today())

    def refresh(self) -> None:
        super().refresh()
        self._read_queue()

    def _read_queue(self) -> None:
        desk, kind = self.desk, self.kind.currentData() or ""

        def look() -> Any:
            return fees.meters(desk, fees.MeterFilter(kind, unread=desk.today()), limit=MOST).rows

        self.ask(look, self.reading.show_queue)

    def open(self, **args: Any) -> None:
        self.reading.on.set_value(self.desk.today())
        super().open(**args)

    def retranslate(self) -> None:
        self._fill_kinds()
        self.doors.retranslate()
        self.reading.retranslate()
        super().retranslate()

    def _fill_kinds(self) -> None:
        kept = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        # L10N: 全部表种
        self.kind.addItem(_("Every kind"), "")
        for code, words in chosen("meter_kinds"):
            self.kind.addItem(words, code)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kept)))
        self.kind.setAccessibleName(_("Meter"))
        self.kind.blockSignals(False)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (*super().actions_by_key(), *self.doors.keys())

    def _import(self) -> None:
        self.shell.open_page("readings-import")

    def print_sheet(self) -> None:
        """Issues and prints the sheet for the round."""
        desk, kind = self.desk, self.kind.currentData() or ""

        def work() -> Any:
            return fees.meter_paper(desk, kind=kind)

        self.act(work, lambda slip: print_slip(self, slip))


def _in_use(row: MeterView | None) -> bool:
    return row is not None and row.until is None


def ask_meter(page: Page, unit_id: int | None = None) -> ActDialog:
    """Asks for a meter that is put in."""
    desk = page.desk
    fields = (
        FieldSpec("unit_id", N_("Room"), "room", required=True),
        FieldSpec("kind", N_("Meter"), "choice", required=True, choices=lambda: chosen("meter_kinds"), default="water"),
        FieldSpec("number", N_("Meter number"), required=True, max_length=30),
        # L10N: 装表日期
        FieldSpec("since", N_("Put in on"), "date", required=True),
        # L10N: 起始读数
        FieldSpec("first", N_("First reading"), "number", required=True),
        FieldSpec("note", N_("Note"), max_length=60),
    )

    def save(values: dict[str, Any]) -> Any:
        return fees.add_meter(desk, fees.MeterEntry(**{field.name: values[field.name] for field in fields}))

    values: dict[str, Any] = {"since": desk.today()}
    if unit_id:
        values["unit_id"] = unit_id
    # L10N: 登记表
    dialog = ActDialog(page, FormSpec(N_("Put a meter in"), fields), save, yes=_("Save"), values=values)
    # L10N: {number} 已登记
    dialog.acted.connect(lambda meter: page.shell.messages.info(_("{number} is put in.").format(number=meter.number)))
    dialog.start()
    return dialog


def ask_exchange(page: Page, row: MeterView) -> ActDialog:
    """Asks for the exchange of a meter."""
    desk = page.desk
    fields = (
        # L10N: 换表日期
        FieldSpec("on", N_("Exchanged on"), "date", required=True),
        # L10N: 旧表读数
        FieldSpec("last", N_("Last reading of the old one"), "number", required=True),
        # L10N: 新表号
        FieldSpec("number", N_("Number of the new one"), required=True, max_length=30),
        # L10N: 新表起始读数
        FieldSpec("first", N_("First reading of the new one"), "number", required=True),
    )

    def save(values: dict[str, Any]) -> Any:
        return fees.exchange(
            desk, fees.ExchangeEntry(row.id, values["on"], values["last"], values["number"], values["first"])
        )

    note = say.dotted(row.room, label("meter_kinds", row.kind), row.number, plain(row.last))
    # L10N: 换表
    dialog = ActDialog(
        page, FormSpec(N_("Exchange the meter"), fields), save, yes=_("Save"), values={"on": desk.today()}, note=note
    )
    dialog.acted.connect(lambda meter: page.shell.messages.info(_("{number} is put in.").format(number=meter.number)))
    dialog.start()
    return dialog


__all__ = ["MetersPage", "ReadingCard", "ask_exchange", "ask_meter"]
