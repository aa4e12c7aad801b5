"""The morning walk: what is due, one thing after the other, each with its one act, until nothing is left (handbook S30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk import features
from desk.i18n import N_, _, ngettext
from desk.services.kit import due
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, Shell, column

if TYPE_CHECKING:
    from datetime import date

    from desk.services.kit.desk import Desk
    from desk.services.kit.due import WalkView


class WalkPage(Page):
    """One due thing at a time."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._view: WalkView | None = None
        self._put_off: tuple[str, ...] = ()
        self._day: date | None = None
        layout = column(self)
        head = QHBoxLayout()
        head.setSpacing(12)
        self._title = theme.text("", "title")
        self._left = theme.text("", "strong")
        self._groups = theme.text("", "muted", wrap=True)
        head.addWidget(self._title)
        head.addWidget(self._left)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(self._groups)
        self.card = theme.Card()
        self._light = theme.Light("blue")
        self.card.add_to_heading(self._light)
        self._what = theme.text("", "strong", wrap=True)
        self._detail = theme.text("", "", wrap=True)
        self.card.body.addWidget(self._what)
        self.card.body.addWidget(self._detail)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.act_button = theme.Button("", key="Enter", role="primary")
        self.act_button.clicked.connect(lambda _checked=False: self.do())
        self.later_button = theme.Button("", key="Ctrl+PgDown")
        self.later_button.clicked.connect(lambda _checked=False: self.later())
        self.open_button = theme.Button("", role="small")
        self.open_button.clicked.connect(lambda _checked=False: self.open_it())
        for button in (self.act_button, self.later_button, self.open_button):
            row.addWidget(button)
        row.addStretch(1)
        self.card.body.addLayout(row)
        layout.addWidget(self.card)
        self._note = theme.text("", "muted", wrap=True)
        layout.addWidget(self._note)
        layout.addStretch(1)

    def title(self) -> str:
        # L10N: 晨检
        return _("Morning walk")

    def view(self) -> WalkView | None:
        """Where the walk stands; None while it is read for the first time."""
        return self._view

    def open(self, **args: object) -> None:
        today = self.desk.today()
        if self._day != today:  # what was put off yesterday is due today
            self._day, self._put_off = today, ()

    def refresh(self) -> None:
        desk, put_off = self.desk, self._put_off

        def look() -> WalkView:
            return due.walk(desk, put_off=put_off)

        self.ask(look, self._show)

    def first_focus(self) -> QWidget:
        return self.act_button

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 办理；先放一放
            PageAction(N_("Do it"), "Enter", self.do),
            PageAction(N_("Put it off, on to the next"), "Ctrl+PgDown", self.later),
        )

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 先放一放; 打开
        self.later_button.set_words(_("Later"))
        self.open_button.set_words(_("Open"))
        if self._view is not None:
            self.refresh()  # the services say the labels

    # ---------------------------------------------------------------------------------------------------- showing
    def _show(self, view: WalkView) -> None:
        self._view = view
        step = view.step
        # L10N: 还有 {n} 件
        self._left.setText(
            ngettext("{n} thing left", "{n} things left", view.left).format(n=f"{view.left:,}") if step else ""
        )
        self._groups.setText(say.dotted(*(f"{label} {count:,}" for label, count in view.groups)))
        self._groups.setVisible(bool(view.groups))
        self._light.set_state("red" if step and step.urgent else "blue" if step else "green")
        # L10N: 都办完了
        self.card.set_heading(step.label if step else _("All done"))
        # L10N: 没有要办的事项了，按 Enter 回到今日。
        self._what.setText(step.row.title if step else _("Nothing is left to do. Enter goes back to Today."))
        self._detail.setText(step.row.detail if step else "")
        self._detail.setVisible(bool(step and step.row.detail))
        self.act_button.set_words(self._act_words())
        self.later_button.setVisible(step is not None)
        self.open_button.setVisible(bool(step and step.row.act))
        # L10N: 放过的 {n} 件最后再来
        self._note.setText(
            ngettext(
                "{n} was put off and comes again at the end.",
                "{n} were put off and come again at the end.",
                view.put_off,
            ).format(n=view.put_off)
            if view.put_off
            else ""
        )
        self.shell.set_badge("today", view.left)

    def _act_words(self) -> str:
        step = self._view.step if self._view else None
        if step is None:
            # L10N: 回到今日
            return _("Back to Today")
        return step.row.act_words or _("Open")

    # ------------------------------------------------------------------------------------------------------- acts
    def do(self) -> None:
        """Does the one act of what is shown; when nothing is left, goes back."""
        step = self._view.step if self._view else None
        if self._view is not None and step is None:
            self.shell.open_page("today")
        elif step is not None:
            due = next(each for each in features.each("due") if each.code == step.code)
            if due.act and step.row.act:
                features.load(due.act)(self, step.row)
            else:
                self.open_it()

    def later(self) -> None:
        """Puts what is shown off: it comes again when all else is done."""
        step = self._view.step if self._view else None
        if step is not None:
            kept = tuple(each for each in self._put_off if each != step.row.about)
            self._put_off = (*kept, step.row.about)
            self.refresh()
            self.act_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_it(self) -> None:
        """Opens the record of what is shown; Esc comes back here."""
        step = self._view.step if self._view else None
        if step is not None and step.row.target:
            self.shell.open_target(step.row.target)


__all__ = ["WalkPage"]
