"""The page of a renovation file: head, acts, papers, works, money, passes, inspections, violations, history."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.renovation.cycle import CYCLE
from desk.ui.kit import theme
from desk.ui.kit.acts import ActsCard, by_key
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.renovation import cards, money_forms, passes
from desk.ui.renovation.acts import KEYS, RenovationActs
from desk.ui.renovation.around import Around
from desk.ui.renovation.papers import PapersButton, keep_whole_file
from desk.ui.slips.actions import SlipBar

if TYPE_CHECKING:
    from desk.services.kit.changes import Changes
    from desk.services.kit.desk import Desk
    from desk.services.money import ChargeView
    from desk.services.renovation import RenovationView

NARROW = 132
"""Below so many characters of width the acts stand over the facts."""
LIGHTS = {"expired": "red", "rectify": "red", "running": "green", "extended": "green", "filed": "green"}
SHOWN_PASSES = 8
# L10N: 通过或合格; 退回或不合格; 出具登记证或归档; 暂停或恢复
SHARED = {
    "Ctrl+A": N_("Approve, or inspection passed"),
    "Ctrl+R": N_("Return, or inspection failed"),
    "Ctrl+J": N_("Issue the certificate, or file away"),
    "Ctrl+Shift+S": N_("Suspend, or resume"),
}
MONEY = (
    # L10N: 收费项目
    ("fee", N_("Fee"), "Ctrl+Shift+G"),
    # L10N: 缴费通知单
    ("notice", N_("Payment notice"), "Ctrl+Shift+N"),
    # L10N: 收取费用
    ("pay", N_("Take the fees"), "Ctrl+Shift+O"),
    # L10N: 退还保证金（已取消）
    ("refund-cancelled", N_("Refund the deposit"), "Ctrl+Shift+U"),
)
PRINTS = (
    # L10N: 打印 A4（八张一页）
    ("a4", N_("Print on A4"), "Ctrl+Shift+A"),
    # L10N: 打印卡片
    ("cr80", N_("Print on cards"), "Ctrl+Shift+K"),
)


class RenovationPage(Page):
    """One renovation file."""

    shows = frozenset({"renovation"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self._number = ""
        self._view: RenovationView | None = None
        self._fees: tuple[ChargeView, ...] = ()
        self.acts = RenovationActs(self)
        layout = column(self)
        layout.addLayout(self._head())
        self._acts_card = ActsCard(CYCLE, KEYS)
        self._acts_card.chosen.connect(self.do)
        self.buttons = self._acts_card.buttons
        self._make_cards()
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(12)
        for card in (self._facts_card, self.passes, self.violations, self._inspections_card, self._history_card):
            left.addWidget(card)
        left.addStretch(1)
        for card in (self._acts_card, self._money_card, self._papers_card, self._works_card, self._slips_card):
            right.addWidget(card)
        right.addStretch(1)
        self._right, self._outer, self._narrow = right, layout, False
        self._split.addLayout(left, 3)
        self._split.addLayout(right, 2)
        layout.addLayout(self._split)
        layout.addStretch(1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._light = theme.Light("green")
        self._state = theme.text("", "strong")
        self._late = theme.text("", "bad", wrap=True)
        for widget in (self._title, self._light, self._state):
            head.addWidget(widget)
        head.addWidget(self._late, 1)
        self.room_button = theme.Button("", role="link")
        self.room_button.clicked.connect(self._open_room)
        head.addWidget(self.room_button)
        return head

    def _make_cards(self) -> None:
        self._facts_card, self._facts = theme.Card(), cards.Grid(1)
        self._papers_card, self._papers = theme.Card(), cards.Grid(1)
        self._works_card, self._works = theme.Card(), cards.Grid(1)
        self._money_card, self._money = theme.Card(), cards.Grid(1)
        self._inspections_card, self._inspections = theme.Card(), cards.Grid(1)
        self._periods = cards.Grid(1)
        self._history_card, self._history = theme.Card(), cards.History(self)
        self._slips_card, self.slips = theme.Card(), SlipBar(self)
        for card, content in (
            (self._facts_card, self._facts),
            (self._facts_card, self._periods),
            (self._papers_card, self._papers),
            (self._works_card, self._works),
            (self._money_card, self._money),
            (self._inspections_card, self._inspections),
            (self._history_card, self._history),
            (self._slips_card, self.slips),
        ):
            card.body.addWidget(content)
        self.passes, self.violations = passes.PassesCard(self), passes.ViolationsCard(self)
        self.money_buttons: dict[str, theme.Button] = {}
        across = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        across.setSpacing(theme.GAP)
        for code, _words, key in MONEY:
            button = self.money_buttons[code] = theme.Button("", key=key, role="small")
            button.clicked.connect(lambda _checked=False, c=code: self._with_money(c))
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._money_card.body.addLayout(across)
        self.print_buttons: dict[str, theme.Button] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for paper, _words, key in PRINTS:
            button = self.print_buttons[paper] = theme.Button("", key=key, role="small")
            button.clicked.connect(lambda _checked=False, p=paper: self.print_passes(p))
            row.addWidget(button)
        row.addStretch(1)
        self.passes.body.addLayout(row)
        self.papers = PapersButton(self, self.view)
        self.whole_button = theme.Button("", key="Ctrl+Shift+F", role="small")
        self.whole_button.clicked.connect(self.keep_whole)
        for button in (self.papers, self.whole_button):
            self._slips_card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        return self._view.number if self._view else ""

    def open(self, **args: Any) -> None:
        """`renovation_id`, or `number`: of the file, its certificate or one of its passes (a scan)."""
        wanted = int(args.get("renovation_id") or 0)
        self._number = str(args.get("number") or "")
        if self._view is not None and self._view.id != wanted:
            self._view = None
            self._acts_card.show_for(None)
        self._id = wanted

    def refresh(self) -> None:
        desk, wanted, number = self.desk, self._id, self._number

        def look() -> Any:
            from desk.services import renovation as service

            view = service.by_number(desk, number) if number and not wanted else service.renovation(desk, wanted)
            return view, service.fees(desk, view.id)

        self.ask(look, self._answered)

    def _answered(self, answer: Any) -> None:
        view, self._fees = answer
        if not self._id:
            self._id = view.id
        self._show(view)

    def concerned(self, changes: Changes) -> bool:
        return changes.touch("renovation", self._id) or changes.concern(("worker-pass", "violation", "receipt"))

    def first_focus(self) -> QWidget | None:
        code = CYCLE.next_move(self._view) if self._view is not None else ""
        return self.buttons[code] if code else self

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *(
                PageAction(SHARED.get(key, CYCLE.by_code[codes[0]].label), key, partial(self.do, *codes))
                for key, codes in by_key(CYCLE, KEYS)
            ),
            *self.passes.actions_by_key(),
            *self.violations.actions_by_key(),
            *(PageAction(words, key, partial(self._with_money, code)) for code, words, key in MONEY),
            *(PageAction(words, key, partial(self.print_passes, paper)) for paper, words, key in PRINTS),
            # L10N: 打印
            PageAction(N_("Print the slip"), "Ctrl+P", self.slips.print_newest),
            PageAction(N_("Other papers…"), "Ctrl+Shift+P", self.papers.choose),
            # L10N: 整份档案存为一个 PDF
            PageAction(N_("Whole file as one PDF"), "Ctrl+Shift+F", self.keep_whole),
            # L10N: 打开住户
            PageAction(N_("Open the household"), "Ctrl+H", self._open_room),
        )

    def retranslate(self) -> None:
        # L10N: 装修档案; 资料; 装修项目; 收费; 检查; 出入证; 违规; 经过; 办理; 单据
        self._facts_card.set_heading(_("Details"))
        self._papers_card.set_heading(_("Papers of the file"))
        self._works_card.set_heading(_("Works"))
        self._money_card.set_heading(_("Deposit and fees"))
        self._inspections_card.set_heading(_("Inspections"))
        self.passes.set_heading(_("Passes of the workers"))
        self.violations.set_heading(_("Violations"))
        self._history_card.set_heading(_("History"))
        self._acts_card.set_heading(_("What to do"))
        self._slips_card.set_heading(_("Slips"))
        for code, words, _key in MONEY:
            self.money_buttons[code].set_words(_(words))
        for paper, words, _key in PRINTS:
            self.print_buttons[paper].set_words(_(words))
        self.whole_button.set_words(_("Whole file as one PDF"))
        self._acts_card.retranslate()
        self.slips.retranslate()
        self.passes.retranslate()
        self.violations.retranslate()
        if self._view is not None:
            self._say(self._view)

    # ------------------------------------------------------------------------------------------------------ showing
    def view(self) -> RenovationView | None:
        """The file that is shown; None while it is being read."""
        return self._view

    def _show(self, view: RenovationView) -> None:
        if view.id != self._id:
            return  # another one was opened meanwhile
        focused = self.window().focusWidget()
        held = self.shell.page() is self and (
            focused is None or focused is self or any(button is focused for button in self.buttons.values())
        )
        self._view = view
        self.slips.show_slips(view.slips)
        self.passes.table.fit_rows(max(1, min(len(view.passes), SHOWN_PASSES)))
        self.passes.table.set_rows(view.passes)
        self.violations.table.fit_rows(max(1, min(len(view.violations), SHOWN_PASSES)))
        self.violations.table.set_rows(view.violations)
        self.retranslate()
        self._acts_card.show_for(view)
        if held and (focused is self or focused is None or not focused.isEnabled()):
            self.buttons[CYCLE.next_move(view) or "note"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.title_changed.emit()

    def _say(self, view: RenovationView) -> None:
        self._title.setText(view.number)
        late = bool(view.days_left < 0 and view.state in ("running", "extended", "suspended", "expired"))
        self._light.set_state("red" if late else LIGHTS.get(view.state, "amber"))
        self._state.setText(label("renovation_states", view.state))
        words = ""
        if late:
            # L10N: 已超期 {n} 天
            words = ngettext("{n} day past the last day", "{n} days past the last day", -view.days_left).format(
                n=-view.days_left
            )
        elif view.state in ("running", "extended") and view.days_left <= 7:
            # L10N: 还剩 {n} 天
            words = ngettext("{n} day left", "{n} days left", view.days_left).format(n=view.days_left)
        self._late.setText(words)
        self.room_button.set_words(f"{view.room}  Ctrl+H")
        self._facts.fill(cards.facts(view))
        self._periods.fill(cards.periods(view))
        self._periods.setVisible(bool(view.periods))
        # L10N: 尚无资料; 尚无装修项目; 没有押金和费用; 尚未检查
        self._papers.fill(cards.documents(view), empty=_("No paper is asked for."))
        self._works.fill(cards.works(view), empty=_("No item of work."))
        self._money.fill(cards.money(view, self._fees), empty=_("No deposit and no fee."))
        self._inspections.fill(cards.inspections(view), empty=_("No inspection yet."))
        self._history.fill(view.events)
        self.passes.setVisible(bool(view.passes))
        self.violations.setVisible(bool(view.violations))
        early = view.state in ("approved", "told")
        self.money_buttons["fee"].setVisible(early)
        self.money_buttons["notice"].setVisible(early)
        self.money_buttons["pay"].setVisible(bool(self._fees))
        self.money_buttons["refund-cancelled"].setVisible(CYCLE.possible(view, "refund-cancelled") and self._held(view))

    @staticmethod
    def _held(view: RenovationView) -> bool:
        return any(each.held for each in view.deposits)

    # --------------------------------------------------------------------------------------------------------- acts
    def do(self, code: str, *instead: str) -> None:
        """Opens the form of an act, when it is possible now; `instead` are acts of the same key."""
        if self._view is not None:
            self.acts.open_for(self._view.id, code, instead=instead)

    def _with_money(self, code: str) -> None:
        view = self._view
        if view is None or self.money_buttons[code].isHidden():
            return
        if code == "fee":
            money_forms.charge_fee(self, view)
        elif code == "notice":
            money_forms.issue_notice(self, view)
        elif code == "pay":
            self.pay_fees()
        else:
            self.do(code)

    def pay_fees(self) -> None:
        """Takes the open fees of the file."""
        if self._view is not None:
            money_forms.pay_fees(self, self._view, Around(fees=self._fees))

    def print_passes(self, paper: str = "a4") -> None:
        """Prints the valid cards of the file."""
        if self._view is not None:
            passes.print_passes(self, self._view.id, paper)

    def show_passes(self) -> None:
        """Goes to the passes, those that are out first."""
        self.passes.table.select(lambda row: row.state == "active")
        self.passes.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_violations(self) -> None:
        """Goes to the violations, those that are open first."""
        self.violations.table.select(lambda row: row.state != "put-right")
        self.violations.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_whole(self) -> None:
        """Keeps the whole file as one PDF."""
        if self._view is not None:
            keep_whole_file(self, self._view)

    def _open_room(self) -> None:
        if self._view is not None:
            self.shell.open_target(f"unit:{self._view.unit_id}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
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


__all__ = ["RenovationPage"]
