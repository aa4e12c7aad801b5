"""The cards that only a request has: history, clocks, callbacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desk.catalog import label
from desk.i18n import _
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear
from desk.ui.kit.record_cards import TOP, Grid

if TYPE_CHECKING:
    from desk.services.requests.views import CallbackView, ClockView, EventView
    from desk.ui.kit.pages import Page
    from desk.ui.kit.record_page import RecordPage

SHOWN_EVENTS = 12
"""So many of the last events are shown at first."""


class History(Grid):
    """What happened, newest first; the oldest of a long story come out by a button."""

    def __init__(self, page: Page) -> None:
        super().__init__(2)
        self._page = page
        self._all = False
        self._events: tuple[EventView, ...] = ()

    def fill(self, events: tuple[EventView, ...]) -> None:
        """Shows the events of a request."""
        if self._events[:1] != events[:1]:
            self._all = False
        self._events = events
        clear(self._grid)
        shown = events if self._all else events[-SHOWN_EVENTS:]
        for row, event in enumerate(reversed(shown)):
            at = theme.text(say.short_moment(self._page.desk, event.at), "muted")
            what = theme.text(label("events", event.kind), "strong")
            told = theme.text(self._told(event), "", wrap=True)
            for place, widget in enumerate((at, what, told)):
                self._grid.addWidget(widget, row, place, TOP)
            self._grid.addWidget(theme.text(event.staff, "muted"), row, 3, TOP)
        if len(shown) < len(events):
            # L10N: 显示更早的 {n} 条
            more = theme.Button(_("Show {n} earlier ones").format(n=len(events) - len(shown)), role="link")
            more.clicked.connect(self._show_all)
            self._grid.addWidget(more, len(shown), 0, 1, 4, Qt.AlignmentFlag.AlignLeft)

    def _show_all(self) -> None:
        self._all = True
        self.fill(self._events)

    def _told(self, event: EventView) -> str:
        data = event.data
        words = [say.responsible(str(data.get("department", "")), str(data.get("responsible", "")))]
        if event.kind == "held":
            words += [label("hold_reasons", event.note), self._until(data.get("until"))]
        elif event.kind == "callback":
            what = (
                label("scores", str(data["score"]))
                if data.get("score")
                else label("callback_outcomes", str(data.get("outcome", "")))
            )
            why = say.listed(label("callback_reasons", str(code)) for code in data.get("reasons", ()))
            words += [what, why, event.note, self._until(data.get("again_at"))]
        else:
            if event.kind == "linked":
                words += [label("link_kinds", str(data.get("relation", ""))), str(data.get("number", ""))]
            if event.kind == "escalated":
                words.append(label("escalations", str(data.get("to", ""))))
            words += [str(data.get("room", "")), str(data.get("slip", "")), event.note]
            if data.get("told"):
                # L10N: 已告知客户
                words.append(_("The customer was told so"))
            if data.get("waiver"):
                # L10N: 免回访：{why}
                words.append(_("Callback waived: {why}").format(why=data["waiver"]))
            if event.kind == "returned" and isinstance(data.get("before"), dict):
                words.insert(0, str(data["before"].get("responsible", "")))
        return " · ".join(part for part in words if part)

    def _until(self, written: object) -> str:
        if not written:
            return ""
        # L10N: 至 {time}
        return _("until {time}").format(time=say.when(self._page.desk, datetime.fromisoformat(str(written))))


class Clocks(Grid):
    """The clocks of a request: until when, how long they ran and stood still."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(2)
        self._page = page
        self._grid.setHorizontalSpacing(9)

    def fill(self, clocks: Sequence[ClockView]) -> None:
        """Shows the clocks, those that still run first."""
        clear(self._grid)
        row = 0
        for clock in sorted(clocks, key=lambda each: each.done):
            light = theme.Light(clock.light)
            self._grid.addWidget(light, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(theme.text(clock.label, "muted" if clock.done else "strong"), row, 1, TOP)
            tone = {"red": "bad", "amber": "warning"}.get(clock.light, "muted" if clock.done else "")
            due = theme.text(self._due(clock), tone, wrap=True)
            due.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(due, row, 2, TOP)
            row += 1
            if not clock.done or clock.held:
                self._grid.addWidget(theme.text(self._spent(clock), "small", wrap=True), row, 1, 1, 2)
                row += 1
        for note in dict.fromkeys(clock.note for clock in clocks if clock.note):
            self._grid.addWidget(theme.text(note, "note-warning", wrap=True), row, 0, 1, 3)
            row += 1

    def _due(self, clock: ClockView) -> str:
        if clock.done:
            if getattr(getattr(self._page, "record", None), "state", "") == "cancelled":
                # L10N: 已取消，不再计时
                return _("cancelled: no longer counted")
            if clock.light == "red":
                # L10N: 超时完成
                return _("done, too late")
            # L10N: 按时完成
            return _("done in time")
        if clock.due is None:
            # L10N: 暂停计时
            return _("stands still")
        when = say.when(self._page.desk, clock.due)
        if clock.light == "red":
            # L10N: 已超 {time}
            return _("was due {time}").format(time=when)
        return when

    @staticmethod
    def _spent(clock: ClockView) -> str:
        spent, allowance = say.duration(clock.spent), say.duration(clock.allowance)
        # L10N: 已用 {spent} / {allowance}
        words = (
            _("used {spent} of {allowance}").format(spent=spent, allowance=allowance)
            if clock.allowance
            else say.duration(clock.spent)
        )
        if clock.held:
            # L10N: 暂缓 {held}
            words += " · " + _("on hold {held}").format(held=say.duration(clock.held))
        return words


class Callbacks(Grid):
    """The attempts to call back, newest first."""

    def __init__(self, page: Page) -> None:
        super().__init__(2)
        self._page = page

    def fill(self, callbacks: Sequence[CallbackView]) -> None:
        """Shows the attempts."""
        clear(self._grid)
        for row, attempt in enumerate(reversed(callbacks)):
            what = label("callback_outcomes", attempt.outcome)
            role = "muted"
            if attempt.score is not None:
                what = f"{attempt.score} {label('scores', str(attempt.score))}"
                role = "bad" if attempt.score <= 2 else "good" if attempt.score >= 4 else "strong"
            why = say.listed(label("callback_reasons", code) for code in attempt.reasons)
            again = ""
            if attempt.again_at is not None:
                again = _("again {time}").format(time=say.when(self._page.desk, attempt.again_at))
            told = " · ".join(
                part for part in (label("callback_methods", attempt.method), why, attempt.words, again) if part
            )
            self._grid.addWidget(theme.text(say.short_moment(self._page.desk, attempt.at), "muted"), row, 0, TOP)
            self._grid.addWidget(theme.text(what, role), row, 1, TOP)
            self._grid.addWidget(theme.text(told, "", wrap=True), row, 2, TOP)
            self._grid.addWidget(theme.text(attempt.staff, "muted"), row, 3, TOP)


__all__ = ["Callbacks", "Clocks", "History"]
