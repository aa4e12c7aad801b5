# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered
"""Today: what is due now, each with its count and the first few, one Enter away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desk.i18n import N_, _
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.today.guide import GuideCard

if TYPE_CHECKING:
    from desk.services.kit.changes import Changes
    from desk.services.kit.desk import Desk
    from desk.services.kit.due import DueRow, DueView
    from desk.services.site.guide import StepView

EVERY_MS = 60_000
"""Promises run out while nobody does anything: the page reads anew each minute."""
NARROW = 900


class _RowButton(theme.Button):
    """One thing that is due: its title, and quietly what it is about; shortened to the room there is."""

    def __init__(self, page: TodayPage, row: DueRow) -> None:
        super().__init__("", role="link")
        self.row = row
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: page.go(row.target))
        self._words = "   ".join(part for part in (row.title, row.detail) if part)
        self.setToolTip(say.tooltip(self._words))
        self.setAccessibleName(self._words)
        self.setEnabled(bool(row.target))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(self.font())
        room = max(40, self.width() - 16)
        # Where there is little room the title gives way first: room and promise tell more than the end of a sentence.
        gap = "   " if self.row.detail else ""
        rest = min(metrics.horizontalAdvance(gap + self.row.detail), round(room * 0.55))
        title = metrics.elidedText(self.row.title, Qt.TextElideMode.ElideRight, room - rest)
        left = room - metrics.horizontalAdvance(title)
        shown = title + metrics.elidedText(gap + self.row.detail, Qt.TextElideMode.ElideRight, left)
        self.setText(shown.replace("&", "&&"))


class _ItemCard(theme.Card):
    def __init__(self, page: TodayPage, item: DueView) -> None:
        super().__init__(item.label)
        self.item = item
        self._light = theme.Light("red" if item.urgent and item.count else "blue" if item.count > 0 else "green")
        role = "bad" if item.urgent and (item.count or item.text) else "strong"
        if item.text:  # a sentence has lines of its own: the card is as narrow as the window wants it
            self.body.addWidget(theme.text(item.text, role, wrap=True))
        else:
            self.add_to_heading(theme.text(f"{item.count:,}", role))
        self.add_to_heading(self._light)
        self.buttons: list[theme.Button] = []
        for row in item.rows:
            self._add(_RowButton(page, row))
        more = item.count - len(item.rows)
        if item.target and (more > 0 or (item.count > 0 and not item.rows) or item.button):
            # L10N: 全部 {n} 件
            button = theme.Button(item.button or _("All {n}").format(n=f"{item.count:,}"), role="small")
            button.clicked.connect(lambda: page.go(item.target))
            self.buttons.append(button)
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            self.body.addLayout(line)
        self.body.addStretch(1)

    def _add(self, button: theme.Button) -> None:
        self.buttons.append(button)
        self.body.addWidget(button)


class TodayPage(Page):
    """What is due now."""

    shows = frozenset({"request", "work-order", "customer", "unit", "site", "staff", "settings", "slip"})
    takes_idle_enter = True

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._view: tuple[DueView, ...] | None = None
        self._columns = 2
        self.cards: list[_ItemCard] = []
        layout = column(self)
        self._title = theme.text("", "title")
        self._day = theme.text("", "muted")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._day)
        head.addStretch(1)
        self.walk_button = theme.Button("", key="Enter", role="primary")
        self.walk_button.clicked.connect(lambda _checked=False: self.start_walk())
        self.walk_button.hide()
        head.addWidget(self.walk_button)
        layout.addLayout(head)
        self.guide = GuideCard(self)
        layout.addWidget(self.guide)
        self._calm = theme.Card()
        calm = QHBoxLayout()
        calm.setSpacing(14)
        calm.addWidget(theme.IconLabel("today", color="green", size=28))
        self._calm_words = theme.text("", "", wrap=True)
        calm.addWidget(self._calm_words, 1)
        self._calm.body.addLayout(calm)
        self._calm.hide()
        layout.addWidget(self._calm)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        layout.addWidget(holder)
        layout.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        shell.something_changed.connect(self._elsewhere)
        self._waiting = 0

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 今日
        return _("Today")

    def refresh(self) -> None:
        desk = self.desk

        def look() -> tuple[tuple[DueView, ...], tuple[StepView, ...]]:
            from desk.services.kit import due
            from desk.services.site import guide

            return due.items(desk), guide.guide(desk)

        def show(answer: tuple[tuple[DueView, ...], tuple[StepView, ...]]) -> None:
            view, steps = answer
            if self.guide.show_steps(steps):
                self.bind_keys()
                self.set_keys_enabled(self.shell.page() is self)
            self._show(view)

        self.ask(look, show, on_error=None if self.isVisible() else lambda _error: None)

    def _elsewhere(self, changes: Changes) -> None:
        """Something changed while another page is shown: only the count beside the sidebar's entry is wanted."""
        if self.shell.page() is self or not changes.concern(self.shows or ()):
            return
        desk = self.desk

        def look() -> int:
            from desk.services.kit import due

            return due.waiting(desk)

        self.ask(look, self._badge, on_error=lambda _error: None)

    def _badge(self, count: int) -> None:
        self._waiting = count
        self.shell.set_badge("today", count)

    def retranslate(self) -> None:
        self._title.setText(_("Today"))
        self.walk_button.set_words(_("Begin the morning walk"))
        self.guide.retranslate()
        # L10N: 没有到期或超时的事项
        self._calm_words.setText(_("Nothing is due. New complaints and repairs are logged with F3; F2 finds anything."))
        if self._view is not None:
            self.refresh()  # the services say the labels

    def first_focus(self) -> QWidget | None:
        return self

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 开始晨检
            PageAction(N_("Begin the morning walk"), "Enter", self.start_walk),
            # L10N: 转到待办
            PageAction(N_("Go to what is due"), "F6", self.focus_due),
            *self.guide.keys(),
        )

    def start_walk(self) -> None:
        """Goes through what waits, one thing after the other."""
        if self._waiting:
            self.shell.open_page("walk")

    # ------------------------------------------------------------------------------------------------------ showing
    def view(self) -> tuple[DueView, ...] | None:
        """What is shown; None while it is being read."""
        return self._view

    def waiting(self) -> int:
        """How many things wait to be done: the count beside the sidebar's entry."""
        return self._waiting

    def _show(self, view: tuple[DueView, ...]) -> None:
        self._day.setText(say.full_day(self.desk.today()))
        if view != self._view or len(self.cards) != len(view):
            focused = self.window().focusWidget()
            held = next((n for n, button in enumerate(self._buttons()) if button is focused), -1)
            self._view = view
            for card in self.cards:
                self._grid.removeWidget(card)
                card.deleteLater()
            shown = [item for item in view if item.count or item.standing]
            self.cards = [_ItemCard(self, item) for item in shown]
            for card in self.cards:
                for button in card.buttons:
                    button.installEventFilter(self)
            self._place()
            buttons = self._buttons()
            if held >= 0 and buttons:
                buttons[min(held, len(buttons) - 1)].setFocus()
        due = any(item.count for item in view if not item.standing and not item.text)
        self._calm.setVisible(not due)
        self._badge(sum(item.count for item in view if item.waits))
        self.walk_button.setVisible(self._waiting > 0)

    def _place(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        for number, card in enumerate(self.cards):
            self._grid.addWidget(card, number // self._columns, number % self._columns)
        for side in range(2):
            self._grid.setColumnStretch(side, 1 if side < self._columns else 0)

    def _buttons(self) -> list[theme.Button]:
        return [button for card in self.cards for button in card.buttons if button.isEnabled()]

    def focus_due(self) -> None:
        """Puts the focus on the first thing that is due."""
        buttons = self._buttons()
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def go(self, target: str) -> None:
        """Opens what a line is about."""
        if target:  # a record, a list, a part of a page: `request:7`, `requests:late`, `callbacks`, `settings:backup`
            self.shell.open_target(target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            buttons: list[Any] = self._buttons()
            if step is not None and watched in buttons:
                buttons[(buttons.index(watched) + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 1 if self.width() < NARROW else 2
        if columns != self._columns:
            self._columns = columns
            self._place()


__all__ = ["TodayPage"]
