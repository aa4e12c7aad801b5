"""A short form for one act on a record: assign, resolve, void…; what is wrong is said beside its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from desk.errors import DeskError, InvalidInput
from desk.i18n import _
from desk.ui.forms import Form, FormSpec
from desk.ui.kit import theme
from desk.ui.kit.pages import Page


class ActDialog(QDialog):
    """Asks what an act needs, does it off the UI thread, and closes when it is done.

    Args:
        page: the page it belongs to.
        spec: the fields.
        save: does the act with the form's values; runs off the UI thread.
        yes: words of the button that does it; Ctrl+Enter does the same.
        values: what the fields start with.
        note: a sentence above the fields.
        danger: the act cannot be taken back.
        title: words of the title; the spec's when "".

    Signals:
        acted: what `save` returned.
    """

    acted = Signal(object)

    def __init__(
        self,
        page: Page,
        spec: FormSpec,
        save: Callable[[dict[str, Any]], Any],
        *,
        yes: str,
        values: Mapping[str, Any] | None = None,
        note: str = "",
        danger: bool = False,
        title: str = "",
    ) -> None:
        super().__init__(page.window())
        self._page = page
        self._save = save
        self._busy = False
        title = title or _(spec.title)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(theme.text(title, "heading"))
        if note:
            layout.addWidget(theme.text(note, "muted", wrap=True))
        self.form = Form(spec, page.desk)
        self.form.retranslate()
        if values:
            self.form.set_values(dict(values))
        layout.addWidget(self.form)
        self._problem = theme.text("", "note-bad", wrap=True)
        self._problem.hide()
        layout.addWidget(self._problem)
        layout.addStretch(1)
        row = self._row = QHBoxLayout()
        row.setSpacing(theme.GAP + 4)
        row.addStretch(1)
        self.cancel_button = theme.Button(_("Cancel"), key="Esc")
        self.cancel_button.clicked.connect(self.reject)
        self.yes_button = theme.Button(yes, key="Ctrl+Enter", role="danger" if danger else "primary")
        self.yes_button.clicked.connect(self.act)
        yes_button = self.yes_button
        self.form.finished.connect(lambda: yes_button.setFocus(Qt.FocusReason.TabFocusReason))
        row.addWidget(self.cancel_button)
        row.addWidget(self.yes_button)
        layout.addLayout(row)
        for sequence in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(sequence), self).activated.connect(self.act)
        self.setMinimumWidth(min(theme.characters(self, 78), max(360, page.window().width() - 60)))

    def add_button(self, words: str, key: str, run: Callable[[], object]) -> theme.Button:
        """Another way on, at the left of the buttons."""
        button = theme.Button(words, key=key)
        button.clicked.connect(lambda: None if self._busy else run())
        QShortcut(QKeySequence(key), self).activated.connect(button.click)
        self._row.insertWidget(0, button)
        return button

    def start(self) -> ActDialog:
        """Shows it, the cursor in the first field."""
        self.open()
        self.form.focus_first()
        return self

    def problem(self) -> str:
        """What is wrong with the whole act; "" when nothing is."""
        return self._problem.text() if self._problem.isVisibleTo(self) else ""

    def act(self) -> None:
        """Does the act with what is typed."""
        if self._busy:
            return
        self.form.clear_problems()
        typed = self.form.problems_typed()
        if typed:
            self.form.show_problems(typed)
            return
        self._busy = True
        self.yes_button.setEnabled(False)
        values = self.form.values()
        from desk.ui.kit import tasks

        tasks.run(lambda: self._save(values), on_done=self._done, on_error=self._failed, owner=self)

    def reject(self) -> None:
        """Esc and Cancel; not while the act is under way, whose outcome would be told to nobody."""
        if not self._busy:
            super().reject()

    def done(self, code: int) -> None:
        super().done(code)
        # Window managers give the focus back by themselves; where there is none (no display) the next key would be lost.
        window = self._page.window()
        window.activateWindow()
        if window.focusWidget() is None:
            self._page.setFocus()

    def _done(self, result: Any) -> None:
        self.accept()
        self._page.shell.changed(result)
        self.acted.emit(result)

    def _failed(self, error: DeskError) -> None:
        self._busy = False
        self.yes_button.setEnabled(True)
        if isinstance(error, InvalidInput):
            self.form.show_problems(error)  # what belongs to no field of this form stands above them
            words = ""
        else:
            words = error.message
        self._problem.setText(words)
        self._problem.setVisible(bool(words))


__all__ = ["ActDialog"]
