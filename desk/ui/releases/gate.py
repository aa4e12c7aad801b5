"""The gate: a slip is scanned or its number typed; what it is stands there in large words, and one key closes it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desk.errors import DeskError
from desk.i18n import N_, _
from desk.rules.releases.cycle import CYCLE
from desk.services import releases
from desk.ui.kit import tasks, theme
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.record_cards import Facts
from desk.ui.releases import cards
from desk.ui.releases.acts import ReleaseActs
from desk.ui.releases.words import LAMPS

if TYPE_CHECKING:
    from desk.services.kit.changes import Changes
    from desk.services.kit.desk import Desk
    from desk.services.releases import ReleaseView

ACTS = (
    # L10N: 放行
    ("pass", "Ctrl+Enter", N_("Let it pass")),
    # L10N: 部分放行
    ("part", "Ctrl+Shift+J", N_("Partly passed")),
    # L10N: 不予放行
    ("refuse", "Ctrl+Shift+Y", N_("Refused at the gate")),
)


class _Number(QLineEdit):
    """The number as typed or scanned; Enter looks it up."""

    def __init__(self, page: GatePage) -> None:
        super().__init__()
        self._page = page
        self.setMaxLength(40)
        self.setFixedWidth(theme.characters(self, 30))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._page.look_up(self.text())
        else:
            super().keyPressEvent(event)


class GatePage(Page):
    """`open_page("gate")`: the page of the guard's PC, or of the desk for the guard on the telephone."""

    shows = frozenset({"release"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.view: ReleaseView | None = None
        self._refused = ""
        self.acts = ReleaseActs(self)
        layout = column(self)
        self._title = theme.text("", "title")
        layout.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.number = _Number(self)
        row.addWidget(self.number)
        self._hint = theme.text("", "muted", wrap=True)
        row.addWidget(self._hint, 1)
        layout.addLayout(row)
        self._card = theme.Card()
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self.light = theme.Light("green")
        self.verdict = theme.text("", "title", wrap=True)
        self.verdict.setObjectName("verdict")
        head.addWidget(self.light)
        head.addWidget(self.verdict, 1)
        self._card.body.addLayout(head)
        self._who = theme.text("", "heading", wrap=True)
        self._card.body.addWidget(self._who)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        self.buttons: dict[str, theme.Button] = {}
        for code, key, _words in ACTS:
            button = theme.Button("", key=key, role="primary" if code == "pass" else "")
            button.clicked.connect(lambda _checked=False, c=code: self.do(c))
            self.buttons[code] = button
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.record_button = theme.Button("", key="Ctrl+O", role="link")
        self.record_button.clicked.connect(self.open_record)
        buttons.addWidget(self.record_button)
        self._card.body.addLayout(buttons)
        self.goods, self._facts = cards.GoodsList(), Facts()
        self._card.body.addWidget(self.goods)
        self._card.body.addWidget(theme.Rule())
        self._card.body.addWidget(self._facts)
        layout.addWidget(self._card)
        layout.addStretch(1)
        self.retranslate()

    # -------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 门岗核验
        return _("At the gate")

    def first_focus(self) -> QWidget:
        return self.number

    def open(self, **args: Any) -> None:
        """`number`: a slip that was scanned."""
        self._show(None)
        self.number.clear()
        if args.get("number"):
            self.look_up(str(args["number"]))

    def scanned(self, text: str) -> bool:
        self.number.setText(text)
        self.look_up(text)
        return True

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *(PageAction(words, key, partial(self.do, code)) for code, key, words in ACTS),
            # L10N: 查看放行单
            PageAction(N_("Open the release"), "Ctrl+O", self.open_record),
        )

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 扫描放行单，或输入编号后按 Enter
        self._hint.setText(_("Scan the slip, or type its number and press Enter."))
        self.number.setAccessibleName(_("Number"))
        for code, _key, words in ACTS:
            self.buttons[code].set_words(_(words))
        self.record_button.set_words(_("Open the release"))
        self._say()

    def refresh_after(self, changes: Changes, result: Any = None) -> None:
        if self.view is None or not changes.touch("release", self.view.id):
            return
        desk, wanted = self.desk, self.view.id

        def look() -> Any:
            return releases.release(desk, wanted)

        self.ask(look, self._again)

    def _again(self, view: ReleaseView) -> None:
        if self.view is not None and view.id == self.view.id:
            self._show(view)

    # ----------------------------------------------------------------------------------------------------- showing
    def look_up(self, number: str) -> None:
        """Says what a slip is; one that is not good is noted as an event of the gate."""
        if not number.strip():
            return
        desk = self.desk

        def work() -> Any:
            return releases.show(desk, number)

        def failed(error: DeskError) -> None:
            self._refused = str(error)
            self._show(None)

        tasks.run(work, on_done=self._found, on_error=failed, owner=self, pool=tasks.ACTS)

    def _found(self, view: ReleaseView) -> None:
        self._refused = ""
        self.shell.changed(view)
        self._show(view)
        self.number.selectAll()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, view: ReleaseView | None) -> None:
        self.view = view
        self._say()

    def _say(self) -> None:
        view = self.view
        self._card.setVisible(view is not None or bool(self._refused))
        good = view is not None and view.verdict == "good"
        self.light.set_state(LAMPS[view.verdict] if view is not None else "red")
        self.verdict.setText(view.verdict_words if view is not None else self._refused)
        theme.set_role(self.verdict, "title" if good else "title-bad")
        if view is not None and view.state in ("passed", "partly") and view.gate_at is not None:
            self.verdict.setText(f"{CYCLE.state_words(view.state)}　{view.verdict_words}")
        for widget in (self._who, self.goods, self._facts, self.record_button):
            widget.setVisible(view is not None)
        for button in self.buttons.values():
            button.setVisible(good)
        if view is not None:
            self._who.setText(f"{view.number}　{view.room}　{view.company} {view.name}　{view.plate}".strip())
            self.goods.fill(view.items)
            self._facts.fill(cards.facts(self.desk, view))

    # -------------------------------------------------------------------------------------------------------- acts
    def do(self, code: str) -> None:
        """Opens the form of what happened at the gate."""
        if self.view is not None and self.view.verdict == "good":
            self.acts.open_for(self.view.id, code)

    def open_record(self) -> None:
        """Opens the slip's page."""
        if self.view is not None:
            self.shell.open_target(f"release:{self.view.id}")


__all__ = ["GatePage"]
