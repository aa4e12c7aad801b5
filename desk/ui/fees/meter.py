"""One meter with all its readings; a reading that was not billed can be put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _
from desk.services import fees
from desk.ui.fees.meters import ask_exchange
from desk.ui.fees.words import plain
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column

if TYPE_CHECKING:
    from desk.services.fees import MeterView, ReadingView
    from desk.services.kit.desk import Desk


class MeterPage(Page):
    """`meter_id`: which one."""

    shows = frozenset({"meter", "bill"})

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self.meter: MeterView | None = None
        layout = column(self, scroll=False)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._facts = theme.text("", "muted", wrap=True)
        head.addWidget(self._title)
        head.addWidget(self._facts, 1)
        self.room_button = theme.Button("", role="link")
        self.room_button.clicked.connect(self._open_room)
        self.room_button.hide()  # until there is a room
        head.addWidget(self.room_button)
        layout.addLayout(head)
        self.card = ListCard(self._columns(), self._acts(), heading=True)
        layout.addWidget(self.card, 1)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("on", N_("Read on"), 12, get=lambda row: say.day(row.on), bold=True),
            # L10N: 读数
            Column("value", N_("Meter reading"), 12, get=lambda row: plain(row.value), align="right"),
            # L10N: 用量
            Column("used", N_("Used"), 12, get=lambda row: plain(row.used), align="right"),
            # L10N: 来源
            Column("source", N_("Comes from"), 10, get=lambda row: label("reading_sources", row.source)),
            # L10N: 已出账
            Column("billed", N_("On a bill"), 8, get=lambda row: "✓" if row.billed else ""),
            # L10N: 抄表人
            Column("staff", N_("Read by"), 12),
        )

    def _acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 更正读数
            ListAct(
                "correct",
                N_("Correct the reading"),
                "Ctrl+E",
                self.correct,
                at="under",
                fits=lambda row: not row.billed,
            ),
            # L10N: 换表
            ListAct("exchange", N_("Exchange"), "Ctrl+Shift+N", self._exchange, on="list", at="head"),
        )

    def title(self) -> str:
        return self.meter.number if self.meter is not None else _("Meter")

    def open(self, **args: Any) -> None:
        wanted = int(args.get("meter_id") or 0)
        if wanted != self._id:
            self._id, self.meter = wanted, None

    def first_focus(self) -> QWidget | None:
        return self.card.table.keys()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (*self.card.actions_by_key(), PageAction(N_("Open the household"), "Ctrl+H", self._open_room))

    def refresh(self) -> None:
        desk, wanted = self.desk, self._id
        if not wanted:
            return

        def look() -> Any:
            return fees.meter(desk, wanted)

        def show(meter: MeterView) -> None:
            if meter.id == self._id:
                self.meter = meter
                self.card.table.set_rows(meter.readings)
                self.retranslate()
                self.title_changed.emit()

        self.ask(look, show)

    def retranslate(self) -> None:
        # L10N: 抄表记录
        self.card.set_heading(_("Readings"))
        self.card.retranslate()
        # L10N: 还没有读数
        self.card.table.set_empty(_("No reading yet."))
        meter = self.meter
        self._title.setText(self.title())
        if meter is None:
            return
        # L10N: {day} 起 / 至 {day}
        since = _("since {day}").format(day=say.day(meter.since))
        until = _("until {day}").format(day=say.day(meter.until)) if meter.until else ""
        self._facts.setText(say.dotted(label("meter_kinds", meter.kind), since, until, meter.note))
        self.room_button.set_words(f"{meter.room}  Ctrl+H")
        self.room_button.show()

    def _open_room(self) -> None:
        if self.meter is not None:
            self.shell.open_target(f"unit:{self.meter.unit_id}")

    def _exchange(self) -> None:
        if self.meter is not None and self.meter.until is None:
            ask_exchange(self, self.meter)

    def correct(self, row: ReadingView) -> None:
        """Puts a reading right that was not billed."""
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return fees.correct_reading(desk, row.id, values["value"], reason=values["reason"])

        fields = (
            FieldSpec("value", N_("Meter reading"), "number", required=True),
            FieldSpec("reason", N_("Reason"), required=True, span="full", max_length=60),
        )
        note = say.dotted(say.day(row.on), plain(row.value))
        # L10N: 更正读数
        dialog = ActDialog(self, FormSpec(N_("Correct the reading"), fields), save, yes=_("Save"), note=note)
        dialog.acted.connect(lambda _after: self.refresh())
        dialog.start()


__all__ = ["MeterPage"]
