"""The page of a request: its facts, clocks and history, its slips, and the acts that make sense now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.requests.cycle import CYCLE
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.acts import ActsCard, by_key
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.requests.acts import KEYS, RequestActs
from desk.ui.requests.cards import Callbacks, Clocks, Facts, History, Links
from desk.ui.requests.papers import KEY, OTHER_PAPERS, PapersButton
from desk.ui.slips.actions import SlipBar

if TYPE_CHECKING:
    from desk.services.kit.changes import Changes
    from desk.services.kit.desk import Desk
    from desk.services.requests.views import RequestView

LIGHTS = {"received": "amber", "assigned": "blue", "accepted": "blue", "in-progress": "blue", "on-hold": "amber"}
NARROW = 132
"""Below so many characters of width the acts stand over the facts."""
# One key, two acts that are never possible together.
# L10N: 挂起或恢复; 派工或改派
SHARED = {"Ctrl+U": N_("Put on hold, or resume"), "Ctrl+D": N_("Assign")}


def state_light(view: RequestView) -> str:
    """The colour of the state; it is always written beside it too."""
    if view.overdue:
        return "red"
    return LIGHTS.get(view.state, "green")


def late_words(view: RequestView) -> list[str]:
    """What has gone on for too long, or again."""
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
    if view.escalated:
        # L10N: 已上报{who}
        late.append(_("escalated to: {who}").format(who=label("escalations", view.escalated)))
    return late


class RequestPage(Page):
    """One request."""

    shows = frozenset({"request"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self._view: RequestView | None = None
        self._wants_focus = False
        self.acts = RequestActs(self)
        layout = column(self)
        layout.addLayout(self._build_head())
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(12)
        self._build_cards()
        for card in (self._facts_card, self._callbacks_card, self._links_card, self._history_card):
            left.addWidget(card)
        left.addStretch(1)
        for card in (self._acts_card, self._clocks_card, self._slips_card):
            right.addWidget(card)
        right.addStretch(1)
        self._right = right
        self._outer = layout
        self._narrow = False
        self._split.addLayout(left, 3)
        self._split.addLayout(right, 2)
        layout.addLayout(self._split)
        layout.addStretch(1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._number = theme.text("", "title")
        self._light = theme.Light("green")
        self._state = theme.text("", "strong")
        self._late = theme.text("", "bad", wrap=True)
        for widget in (self._number, self._light, self._state):
            head.addWidget(widget)
        head.addWidget(self._late, 1)
        self.room_button = theme.Button("", role="link")
        self.room_button.clicked.connect(self._open_room)
        head.addWidget(self.room_button)
        return head

    def _build_cards(self) -> None:
        self._facts_card = theme.Card()
        self._content = theme.text("", "", wrap=True)
        self._content.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts = Facts()
        for part in (self._content, theme.Rule(), self._facts):
            self._facts_card.body.addWidget(part)
        self._callbacks_card, self._callbacks = theme.Card(), Callbacks(self)
        self._links_card, self._links = theme.Card(), Links(self)
        self._history_card, self._history = theme.Card(), History(self)
        self._clocks_card, self._clocks = theme.Card(), Clocks(self)
        self._slips_card, self.slips = theme.Card(), SlipBar(self)
        for card, content in (
            (self._callbacks_card, self._callbacks),
            (self._links_card, self._links),
            (self._history_card, self._history),
            (self._clocks_card, self._clocks),
            (self._slips_card, self.slips),
        ):
            card.body.addWidget(content)
        self.papers = PapersButton(self, self.view)
        self._slips_card.body.addWidget(self.papers, 0, Qt.AlignmentFlag.AlignLeft)
        self.links = self._links
        self._acts_card = ActsCard(CYCLE, KEYS)
        self._acts_card.chosen.connect(self.do)
        self.buttons = self._acts_card.buttons
        for card in (self._callbacks_card, self._links_card, self._clocks_card):
            card.hide()

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

    def concerned(self, changes: Changes) -> bool:
        view = self._view
        linked = view.links if view is not None else ()
        return any(changes.touch("request", each) for each in (self._id, *(link.request_id for link in linked)))

    def take_result(self, result: Any) -> bool:
        from desk.services.requests.views import RequestView

        if not isinstance(result, RequestView) or result.id != self._id:
            return False
        self._show(result)
        return True

    def first_focus(self) -> QWidget | None:
        return self._focus_holder()

    def _focus_holder(self) -> QWidget:
        """The likely next act; the page itself while it is being read."""
        code = CYCLE.next_move(self._view) if self._view is not None else ""
        self._wants_focus = not code
        return self.buttons[code] if code else self

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *(
                PageAction(SHARED.get(key, CYCLE.by_code[codes[0]].label), key, partial(self.do, *codes))
                for key, codes in by_key(CYCLE, KEYS)
            ),
            # L10N: 打印
            PageAction(N_("Print the slip"), "Ctrl+P", self.slips.print_newest),
            PageAction(OTHER_PAPERS, KEY, self.papers.choose),
            # L10N: 打开住户
            PageAction(N_("Open the household"), "Ctrl+H", self._open_room),
            # L10N: 同一户再登记一件
            PageAction(N_("Log another one of this household"), "Shift+F3", self._another),
        )

    def retranslate(self) -> None:
        # L10N: 内容; 经过; 办理; 单据; 时限; 关联的单; 回访
        self._facts_card.set_heading(_("Details"))
        self._history_card.set_heading(_("History"))
        self._acts_card.set_heading(_("What to do"))
        self._slips_card.set_heading(_("Slips"))
        self._clocks_card.set_heading(_("Clocks"))
        self._links_card.set_heading(_("Linked requests"))
        self._callbacks_card.set_heading(_("Callbacks"))
        self._acts_card.retranslate()
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
        self._acts_card.show_for(None)

    def _show(self, view: RequestView) -> None:
        if view.id != self._id:
            return  # another one was opened meanwhile
        self._view = view
        focused = self.window().focusWidget()
        held = self._wants_focus and self.shell.page() is self and (focused is None or focused is self)
        held = held or any(button is focused for button in self.buttons.values())
        following = CYCLE.next_move(view)
        self.slips.show_slips(view.slips)
        self.retranslate()
        self._acts_card.show_for(view)
        if held and (focused is self or focused is None or not focused.isEnabled()):
            self._wants_focus = False
            self.buttons[following or "note"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.title_changed.emit()

    def _say(self, view: RequestView) -> None:
        self._number.setText(view.number)
        self._light.set_state(state_light(view))
        self._state.setText(f"{label('kinds', view.kind)} · {label('states', view.state)}")
        self._late.setText(" · ".join(late_words(view)))
        self.room_button.setVisible(bool(view.room))
        self.room_button.set_words(f"{view.room}  Ctrl+H" if view.room else "")
        self._content.setText(view.content)
        self._facts.fill(self._short_facts(view), self._long_facts(view))
        self._history.fill(view.events)
        self._clocks.fill(view.clocks)
        self._clocks_card.setVisible(bool(view.clocks))
        self._links.fill(view.links)
        self._links_card.setVisible(bool(view.links))
        self._callbacks.fill(view.callbacks)
        self._callbacks_card.setVisible(bool(view.callbacks))

    def _short_facts(self, view: RequestView) -> list[tuple[str, str, str]]:
        desk = self.desk
        # L10N: 匿名
        caller = (
            _("Anonymous")
            if view.anonymous
            else " ".join(part for part in (view.caller_name, view.caller_phone) if part)
        )
        return [
            # L10N: 房号
            (_("Room"), view.room, "strong"),
            # L10N: 来人
            (_("Caller"), caller, ""),
            # L10N: 类别
            (_("Category"), label("categories", view.category) if view.category else "", ""),
            # L10N: 问题类别
            (_("Kind of problem"), label("problems", view.problem) if view.problem else "", ""),
            # L10N: 地点
            (_("Place"), label("places", view.place) if view.place else "", ""),
            # L10N: 紧急程度
            (_("Urgency"), label("severities", view.severity), "bad" if view.severity == "emergency" else ""),
            # L10N: 渠道
            (_("Channel"), label("channels", view.channel), ""),
            # L10N: 受理时间
            (_("Received"), say.moment(desk, view.received_at), ""),
            # L10N: 首接人
            (_("First receiver"), view.first_receiver, ""),
            # L10N: 承诺时间
            (_("Promised by"), say.when(desk, view.promised_at), "bad" if view.overdue else ""),
            # L10N: 责任人
            (_("Responsible"), say.responsible(view.department, view.responsible), ""),
            # L10N: 挂起至
            (_("On hold until"), self._hold_words(view), "warning"),
            # L10N: 应回访时间
            (_("Call by"), say.when(desk, view.callback_due_at), ""),
        ]

    def _long_facts(self, view: RequestView) -> list[tuple[str, str, str]]:
        solved = []
        if view.repeated_back:
            # L10N: 已复述确认
            solved.append(_("Repeated back and confirmed"))
        if view.solved_on_spot:
            # L10N: 已当场解决
            solved.append(_("Solved on the spot"))
        return [
            # L10N: 客户诉求
            (_("Customer's wish"), view.wish, ""),
            # L10N: 群体事件
            (_("Mass incident"), view.incident, ""),
            # L10N: 核实情况
            (_("Confirmed problem"), view.confirmed, ""),
            # L10N: 复述确认
            (_("Confirmation"), " · ".join(solved), "good"),
            # L10N: 原因
            (_("Cause"), view.cause, ""),
            # L10N: 处理结果
            (_("Result"), view.result, ""),
            # L10N: 免回访原因
            (_("Callback waived"), view.waiver, ""),
        ]

    def _hold_words(self, view: RequestView) -> str:
        if view.state != "on-hold":
            return ""
        return " · ".join(
            part for part in (say.when(self.desk, view.hold_until), label("hold_reasons", view.hold_reason)) if part
        )

    # --------------------------------------------------------------------------------------------------------- acts
    def do(self, code: str, *instead: str) -> None:
        """Opens the form of an act, when it is possible now; `instead` are acts of the same key."""
        if self._view is not None:
            self.acts.open_for(self._view.id, code, instead=instead)

    def _another(self) -> None:
        """The same caller has something else: F3 alone is a new call."""
        view = self._view
        if view is not None:
            self.shell.new_request(view.unit_id, view.customer_id)

    def _open_room(self) -> None:
        if self._view is not None and self._view.unit_id is not None:
            self.shell.open_target(f"unit:{self._view.unit_id}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where facts and acts do not fit side by side the acts come first, and the cards stand under each other.
        narrow = self.width() < theme.characters(self, NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._right.removeWidget(self._acts_card)
            self._outer.insertWidget(1, self._acts_card)
        else:
            self._outer.removeWidget(self._acts_card)
            self._right.insertWidget(0, self._acts_card)
        self._split.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


__all__ = ["RequestPage", "state_light"]
