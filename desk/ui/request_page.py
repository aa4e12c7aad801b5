"""The page of a request: its facts, its history, its slips, and the acts that are possible now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desk.config import label
from desk.i18n import N_, _, ngettext
from desk.ui import theme
from desk.ui.pages import Page, PageAction, column
from desk.ui.request_acts import ACTS, ASSIGN_AGAIN, RequestActs
from desk.ui.requests import moment_words, responsible_words
from desk.ui.slip_actions import SlipBar

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.services.request_views import EventView, RequestView
    from desk.ui.main_window import MainWindow

LIGHTS = {"received": "amber", "assigned": "blue", "accepted": "blue", "in-progress": "blue", "on-hold": "amber"}


def state_light(view: RequestView) -> str:
    """The colour of the state; it is always written beside it too."""
    if view.overdue:
        return "red"
    return LIGHTS.get(view.state, "green")


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class _Facts(QWidget):
    """Captions and values in a grid, each row as wide as it needs."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)

    def fill(self, pairs: list[tuple[str, str, str]], wide: list[tuple[str, str, str]]) -> None:
        """Shows (caption, words, role): the first list two in a row, the second over the whole width."""
        _empty(self._grid)
        shown = [pair for pair in pairs if pair[1]]
        for place, (caption, words, role) in enumerate(shown):
            row, side = divmod(place, 2)
            self._grid.addWidget(self._caption(caption), row, side * 2, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self._value(words, role), row, side * 2 + 1, Qt.AlignmentFlag.AlignTop)
        row = (len(shown) + 1) // 2
        for caption, words, role in wide:
            if words:
                self._grid.addWidget(self._caption(caption), row, 0, Qt.AlignmentFlag.AlignTop)
                self._grid.addWidget(self._value(words, role), row, 1, 1, 3)
                row += 1

    @staticmethod
    def _caption(words: str) -> QWidget:
        return theme.text(words, "label")

    @staticmethod
    def _value(words: str, role: str) -> QWidget:
        value = theme.text(words, role, wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return value


class _History(QWidget):
    """What happened, newest first."""

    def __init__(self, page: RequestPage) -> None:
        super().__init__()
        self._page = page
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(14)
        self._layout.setVerticalSpacing(8)
        self._layout.setColumnStretch(2, 1)

    def fill(self, events: tuple[EventView, ...]) -> None:
        _empty(self._layout)
        for row, event in enumerate(reversed(events)):
            at = theme.text(f"{self._page.desk.local(event.at):%m-%d %H:%M}", "muted")
            what = theme.text(label("events", event.kind), "strong")
            told = theme.text(self._told(event), "", wrap=True)
            for place, widget in enumerate((at, what, told)):
                self._layout.addWidget(widget, row, place, Qt.AlignmentFlag.AlignTop)
            self._layout.addWidget(theme.text(event.staff, "muted"), row, 3, Qt.AlignmentFlag.AlignTop)

    @staticmethod
    def _told(event: EventView) -> str:
        who = responsible_words(str(event.data.get("department", "")), str(event.data.get("responsible", "")))
        return " · ".join(part for part in (who, str(event.data.get("slip", "")), event.note) if part)


class RequestPage(Page):
    """One request."""

    def __init__(self, shell: MainWindow, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self._view: RequestView | None = None
        self.acts = RequestActs(self)
        layout = column(self)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._number = theme.text("", "title")
        self._light = theme.Light("green")
        self._state = theme.text("", "strong")
        self._late = theme.text("", "bad")
        for widget in (self._number, self._light, self._state, self._late):
            head.addWidget(widget)
        head.addStretch(1)
        self.room_button = theme.Button("", role="link")
        self.room_button.clicked.connect(self._open_room)
        head.addWidget(self.room_button)
        layout.addLayout(head)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(12)
        self._facts_card = theme.Card()
        self._content = theme.text("", "", wrap=True)
        self._content.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = _Facts()
        self._facts_card.body.addWidget(self._content)
        self._facts_card.body.addWidget(theme.Rule())
        self._facts_card.body.addWidget(self._facts)
        self._history_card = theme.Card()
        self._history = _History(self)
        self._history_card.body.addWidget(self._history)
        left.addWidget(self._facts_card)
        left.addWidget(self._history_card)
        left.addStretch(1)
        self._acts_card = theme.Card()
        self.buttons: dict[str, theme.Button] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.GAP)
        for place, act in enumerate(ACTS):
            button = theme.Button("", key=act.key, role="danger" if act.danger else "")
            button.clicked.connect(lambda _checked=False, code=act.code: self.do(code))
            self.buttons[act.code] = button
            grid.addWidget(button, place // 2, place % 2)
        self._acts_card.body.addLayout(grid)
        self._slips_card = theme.Card()
        self.slips = SlipBar(self)
        self._slips_card.body.addWidget(self.slips)
        right.addWidget(self._acts_card)
        right.addWidget(self._slips_card)
        right.addStretch(1)
        self._split.addLayout(left, 3)
        self._split.addLayout(right, 2)
        layout.addLayout(self._split)
        layout.addStretch(1)

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        return self._view.number if self._view else ""

    def open(self, **args: Any) -> None:
        """`request_id`: which one."""
        self._id = int(args.get("request_id") or 0)
        if self._view is not None and self._view.id != self._id:
            self._view = None
            self._show_nothing()

    def refresh(self) -> None:
        desk, wanted = self.desk, self._id

        def look() -> RequestView:
            from desk.services import requests

            return requests.request(desk, wanted)

        self.ask(look, self._show)

    def first_focus(self) -> QWidget | None:
        return self.buttons["assign"]

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *(PageAction(act.label, act.key, partial(self.do, act.code)) for act in ACTS),
            # L10N: 打印
            PageAction(N_("Print the slip"), "Ctrl+P", self.slips.print_newest),
            # L10N: 打开住户
            PageAction(N_("Open the household"), "Ctrl+H", self._open_room),
        )

    def context(self) -> dict[str, Any]:
        if self._view is None:
            return {}
        known = {"unit_id": self._view.unit_id, "customer_id": self._view.customer_id}
        return {name: value for name, value in known.items() if value}

    def retranslate(self) -> None:
        # L10N: 内容; 经过; 办理; 单据
        self._facts_card.set_heading(_("Details"))
        self._history_card.set_heading(_("History"))
        self._acts_card.set_heading(_("What to do"))
        self._slips_card.set_heading(_("Slips"))
        for act in ACTS:
            again = act.code == "assign" and self._view is not None and bool(self._view.responsible)
            self.buttons[act.code].set_words(_(ASSIGN_AGAIN if again else act.label))
        self.slips.retranslate()
        if self._view is not None:
            self._say(self._view)

    # ------------------------------------------------------------------------------------------------------ showing
    def view(self) -> RequestView | None:
        """The request that is shown; None while it is being read."""
        return self._view

    def _show_nothing(self) -> None:
        self._number.setText("")
        self._state.setText("")
        self._late.setText("")
        self._content.setText("")
        self.slips.show_slips(())
        for button in self.buttons.values():
            button.setEnabled(False)

    def _show(self, view: RequestView) -> None:
        if view.id != self._id:
            return  # another one was opened meanwhile
        self._view = view
        focused = self.window().focusWidget()
        focus = next((code for code, button in self.buttons.items() if button is focused), "")
        for act in ACTS:
            button = self.buttons[act.code]
            button.setEnabled(act.code in view.moves)
            usual = "danger" if act.danger else ""
            theme.set_role(button, "primary" if act.code == self._next_act(view) else usual)
        if focus and not self.buttons[focus].isEnabled() and self._next_act(view):
            self.buttons[self._next_act(view)].setFocus()
        self.slips.show_slips(view.slips)
        self.retranslate()
        self.title_changed.emit()

    @staticmethod
    def _next_act(view: RequestView) -> str:
        """The act that is due: assign, then resolve, then close."""
        if view.state == "received":
            wanted = "assign"
        elif view.state in ("resolved", "replied"):
            wanted = "close"
        else:
            wanted = "resolve"
        return wanted if wanted in view.moves else ""

    def _say(self, view: RequestView) -> None:
        desk = self.desk
        self._number.setText(view.number)
        self._light.set_state(state_light(view))
        self._state.setText(f"{label('kinds', view.kind)} · {label('states', view.state)}")
        late = []
        if view.overdue:
            # L10N: 已超过承诺时间
            late.append(_("past the promised time"))
        if view.handover_late and view.state == "received":
            # L10N: 超过三分钟未派工
            late.append(_("not handed over in three minutes"))
        if view.reopened:
            # L10N: 重新打开 {n} 次
            late.append(ngettext("reopened {n} time", "reopened {n} times", view.reopened).format(n=view.reopened))
        self._late.setText(" · ".join(late))
        self.room_button.setVisible(bool(view.room))
        self.room_button.set_words(f"{view.room}  Ctrl+H" if view.room else "")
        self._content.setText(view.content)
        # L10N: 匿名
        caller = _("Anonymous") if view.anonymous else " ".join(part for part in (view.caller_name, view.caller_phone) if part)
        solved = []
        if view.repeated_back:
            # L10N: 已复述确认
            solved.append(_("Repeated back and confirmed"))
        if view.solved_on_spot:
            # L10N: 已当场解决
            solved.append(_("Solved on the spot"))
        self._facts.fill(
            [
                # L10N: 房号
                (_("Room"), view.room, "strong"),
                # L10N: 来人
                (_("Caller"), caller, ""),
                # L10N: 类别
                (_("Category"), label("categories", view.category) if view.category else "", ""),
                # L10N: 地点
                (_("Place"), label("places", view.place) if view.place else "", ""),
                # L10N: 紧急程度
                (_("Urgency"), label("severities", view.severity), "bad" if view.severity == "emergency" else ""),
                # L10N: 渠道
                (_("Channel"), label("channels", view.channel), ""),
                # L10N: 受理时间
                (_("Received"), f"{desk.local(view.received_at):%Y-%m-%d %H:%M}", ""),
                # L10N: 首接人
                (_("First receiver"), view.first_receiver, ""),
                # L10N: 承诺时间
                (_("Promised by"), moment_words(desk, view.promised_at), "bad" if view.overdue else ""),
                # L10N: 责任人
                (_("Responsible"), responsible_words(view.department, view.responsible), ""),
            ],
            [
                # L10N: 客户诉求
                (_("Customer's wish"), view.wish, ""),
                # L10N: 复述确认
                (_("Confirmation"), " · ".join(solved), "good"),
                # L10N: 原因
                (_("Cause"), view.cause, ""),
                # L10N: 处理结果
                (_("Result"), view.result, ""),
            ],
        )
        self._history.fill(view.events)

    # --------------------------------------------------------------------------------------------------------- acts
    def do(self, code: str) -> None:
        """Opens the form of an act, when it is possible now."""
        if self._view is not None:
            self.acts.open_for(self._view.id, code)

    def _open_room(self) -> None:
        if self._view is not None and self._view.unit_id is not None:
            self.shell.open_target(f"unit:{self._view.unit_id}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where facts and acts do not fit side by side the cards stand under each other.
        least = self._acts_card.minimumSizeHint().width() + theme.characters(self, 62)
        narrow = self.width() < least
        self._split.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


__all__ = ["RequestPage", "state_light"]
