# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered, and dialogs when they are opened
"""The guide of the first week on Today: steps that tick themselves, each with the key that leads there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout

from desk.i18n import N_, _
from desk.ui.forms import FormSpec
from desk.ui.kit import theme
from desk.ui.kit.pages import Page, PageAction, clear

if TYPE_CHECKING:
    from desk.services.site.guide import StepView


class GuideCard(theme.Card):
    """The steps of the first week.

    Attributes:
        buttons: of the steps that are not done.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.steps: tuple[StepView, ...] = ()
        self.buttons: list[theme.Button] = []
        self._count = theme.text("", "muted")
        self._dismiss = theme.Button("", role="small")
        self._dismiss.clicked.connect(lambda _checked=False: self.dismiss())
        self.add_to_heading(self._count)
        self.add_to_heading(self._dismiss)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GAP * 2)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.hide()

    def show_steps(self, steps: tuple[StepView, ...]) -> bool:
        """Shows the steps; whether there is anything new to see."""
        if steps == self.steps:
            return False
        self.steps = steps
        clear(self._grid)
        self.buttons = []
        for number, step in enumerate(steps, 1):
            self._add(number, step)
        self.setVisible(bool(steps))
        self.retranslate()
        return True

    def _add(self, number: int, step: StepView) -> None:
        light = theme.text("✓" if step.done else f"{number}", "good" if step.done else "muted")
        self._grid.addWidget(light, number, 0)
        if step.done:
            words = theme.text(step.label, "muted")
            words.setContentsMargins(7, 4, 0, 4)  # in line with the buttons
            self._grid.addWidget(words, number, 1)
            return
        button = theme.Button(step.label, key=f"Ctrl+{number}", role="link")
        button.clicked.connect(lambda _checked=False: self._page.shell.open_target(step.target))
        self._grid.addWidget(button, number, 1)
        self.buttons.append(button)

    def keys(self) -> tuple[PageAction, ...]:
        """The keys of the steps that are not done."""
        if not self.steps:
            return ()
        return tuple(
            PageAction(step.label, f"Ctrl+{number}", partial(self._page.shell.open_target, step.target), on="view")
            for number, step in enumerate(self.steps, 1)
            if not step.done
        )

    def dismiss(self) -> None:
        """Asks whether nobody needs it any more."""
        from desk.ui.forms.dialog import ActDialog

        if not self.steps:
            return
        desk = self._page.desk

        def save(_values: dict[str, Any]) -> None:
            from desk.services.site import guide

            guide.dismiss(desk)

        spec = FormSpec(N_("Put the guide away"), ())
        # L10N: 清单不再出现；各项设置随时可在“设置”中办理
        note = _("It does not come back. Everything in it can be done in the settings at any time.")
        dialog = ActDialog(self._page, spec, save, yes=_("Put away"), note=note)
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda _nothing: self._page.refresh())
        dialog.start()

    def retranslate(self) -> None:
        """Says its own words anew; those of the steps come with them."""
        # L10N: 第一周
        self.set_heading(_("The first week"))
        self._dismiss.set_words(_("Put away"))
        done = sum(step.done for step in self.steps)
        # L10N: 已完成 {n} / {all}
        self._count.setText(_("{n} of {all} done").format(n=done, all=len(self.steps)))


__all__ = ["GuideCard"]
