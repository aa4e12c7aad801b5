"""Dialogs: one frame for all of them, and the short form for one act on a record (assign, resolve, void…)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout

from desk.errors import DeskError
from desk.i18n import N_, _
from desk.ui.forms import Form, FormSpec
from desk.ui.forms.approval import ApprovalBox
from desk.ui.forms.saving import submit
from desk.ui.kit import tasks, theme
from desk.ui.kit.pages import LOOK_UP, Page, look_up, scrolling, shortcut
from desk.ui.kit.theme.spoken import say_names

SIDE = 22
"""The frame at the left and right of the content."""
WAYS = 3
"""So many acts that settle something stand in a row."""
_left: dict[tuple[object, ...], dict[str, Any]] = {}
"""What was typed in dialogs that were left by Esc, by who typed it, where, and in what; until Desk is closed."""
MANY = 6
"""A form of more fields takes two columns where the window has the room."""


class Dialog(QDialog):
    """The frame of a dialog over a page: title, note, content, what is wrong with the whole, buttons, and its keys (F1).

    Args:
        page: the page it belongs to; it gets the keyboard back.
        title: the words of the title.
        note: a sentence under it.

    Attributes:
        content: where a subclass puts what it shows.
        busy: an act is under way; until it has ended the dialog stays.
        owns_help: it sees to F1 and Ctrl+K itself (ui.shell.help).
    """

    owns_help = True

    def __init__(self, page: Page, title: str, *, note: str = "") -> None:
        super().__init__(page.window())
        self._page = page
        self._keys: list[tuple[str, str]] = []
        self.busy = tasks.Busy(self._busy_changed)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDE, 20, SIDE, 18)
        layout.setSpacing(12)
        layout.addWidget(theme.text(title, "heading"))
        if note:
            layout.addWidget(theme.text(note, "muted", wrap=True))
        self.content = QVBoxLayout()
        self.content.setSpacing(12)
        layout.addLayout(self.content, 1)
        self._problem = theme.text("", "note-bad", wrap=True)
        self._problem.hide()
        layout.addWidget(self._problem)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.GAP + 4)
        self._row.addStretch(1)
        layout.addLayout(self._row)
        self._bind("F1", self.show_keys)
        self._bind("Ctrl+K", lambda: page.shell.show_palette(self))
        self._bind(LOOK_UP, self.look_up)
        self._bind("Ctrl+L", self._lock)

    def add_button(
        self, words: str, key: str, run: Callable[[], object], *, role: str = "", first: bool = False
    ) -> theme.Button:
        """A button with its key, at the right of the row, or at the left of it (another way on). Neither works while busy."""
        button = self._button(words, key, run, role)
        self._row.insertWidget(0 if first else self._row.count(), button)
        return button

    def _button(self, words: str, key: str, run: Callable[[], object], role: str) -> theme.Button:
        button = theme.Button(words, key=key, role=role)

        def press() -> None:
            if not self.busy:
                run()

        button.clicked.connect(lambda _checked=False: press())
        if key not in ("Esc", "Enter"):  # these reach the dialog by themselves
            self._bind(key, press)
        self._keys.append((key, words))
        return button

    def _bind(self, key: str, run: Callable[[], object]) -> None:
        for sequence in {key, key.replace("Enter", "Return")}:  # Enter has two keys
            shortcut(sequence, self, run)

    def say_problem(self, words: str) -> None:
        """What is wrong with the whole; "" takes it away."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def problem(self) -> str:
        """What is wrong with the whole; "" when nothing is."""
        return self._problem.text() if self._problem.isVisibleTo(self) else ""

    def show_keys(self) -> None:
        """The manual over this dialog, its keys first (F1); what was typed stays."""
        self._page.shell.show_manual(self, [(key, _(words)) for key, words in self._keys])

    def _lock(self) -> None:
        """Somebody else takes the counter (Ctrl+L): the window puts the dialog aside for who began it."""
        if not self.busy:
            self._page.shell.lock()

    def look_up(self) -> None:
        """The desk's own book beside the dialog; what is typed stays (Shift+F1)."""
        look_up(self, self._page)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        say_names(self, self.windowTitle())

    def _busy_changed(self, on: bool) -> None:
        """An act begins or ends."""

    def reject(self) -> None:
        """Esc and Cancel; not while the act is under way, whose outcome would be told to nobody."""
        if not self.busy:
            super().reject()

    def done(self, code: int) -> None:
        super().done(code)
        # Window managers give the focus back by themselves; where there is none (no display) the next key would be lost.
        window = self._page.window()
        window.activateWindow()
        if window.focusWidget() is None:
            self._page.setFocus()


class ActDialog(Dialog):
    """Asks what an act needs, does it off the UI thread, and closes when it is done.

    Args:
        page: the page it belongs to.
        spec: the fields.
        save: does the act with the form's values; runs off the UI thread.
        yes: words of the button that does it; Ctrl+Enter and Ctrl+S do the same.
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
        super().__init__(page, title or _(spec.title), note=note)
        self._save = save
        self._note = note
        self._who = page.desk.actor.id if page.desk.actor is not None else 0
        self._told = theme.text("", "note-info", wrap=True)
        self._told.hide()
        self.content.addWidget(self._told)
        self._ways = QGridLayout()
        self._ways.setSpacing(theme.GAP)
        self.content.addLayout(self._ways)
        self.form = Form(spec, page.desk)
        self.form.retranslate()
        if values:
            self.form.set_values(dict(values))
        self.form.mark_saved()
        self._area = scrolling(self.form)
        self.content.addWidget(self._area, 1)
        self.approval = ApprovalBox(page.desk)
        self.approval.comes_first = not spec.fields
        self.content.addWidget(self.approval)
        self.form.focused.connect(lambda cell: self._area.ensureWidgetVisible(cell, 0, 24))
        self.form.installEventFilter(self)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        self.cancel_button = self.add_button(_("Cancel"), "Esc", self.reject)
        self.yes_button = self.add_button(yes, "Ctrl+Enter", self.act, role="danger" if danger else "primary")
        self._bind("Ctrl+S", self.act)
        for words, key in ((N_("Next field"), "Enter"), (N_("New line in a text"), "Shift+Enter")):
            self._keys.append((key, words))
        yes_button = self.yes_button
        self.form.finished.connect(lambda: yes_button.setFocus(Qt.FocusReason.TabFocusReason))
        room = page.window().width()
        wide = sum(field.visible_when is None for field in spec.fields) > MANY
        self.setMinimumWidth(min(theme.characters(self, 120 if wide else 78), max(360, room - (40 if wide else 60))))

    def start(self) -> ActDialog:
        """Shows it, the cursor in the first field; as wide as its buttons need."""
        buttons = self._row.sizeHint().width() + 2 * SIDE
        self.setMinimumWidth(max(self.minimumWidth(), min(buttons, self._page.window().width())))
        self._offer()
        self._fit()
        self.open()
        self.form.focus_first()
        return self

    def about(self) -> str:
        """What the dialog is about, where its page and title do not say it: what was typed comes back for the same only."""
        return self._note

    def _slot(self) -> tuple[object, ...]:
        code, args = self._page.shell.place()
        return (
            self._who,
            code,
            *sorted((name, str(value)) for name, value in args.items()),
            self.windowTitle(),
            self.about(),
        )

    def _offer(self) -> None:
        """What was typed here before Esc is offered again."""
        state = _left.get(self._slot())
        if state is None:
            return
        # L10N: 上次未保存的内容：{about}
        self.tell(_("Typed here before: {about}").format(about=self.form.summary(state)))
        self._again = self.add_way(_("Continue the draft"), "F7", self._take)

    def _take(self) -> None:
        state = _left.pop(self._slot(), None)
        if state is not None:
            self.form.restore(state)
            self._again.setEnabled(False)
            self.form.focus_first()

    def reject(self) -> None:
        """Esc and Cancel; what was typed is kept for who comes back to it."""
        if self.busy:
            return
        self.form.settle()
        if self.isVisible() and self.form.has_content() and self.form.summary(self.form.state()):
            _left[self._slot()] = self.form.state()
            # L10N: 已保留填写的内容，重新打开后按 {key} 继续。
            self._page.shell.messages.info(_("What you typed is kept: {key} there goes on with it.").format(key="F7"))
        super().reject()

    def act(self) -> None:
        """Does the act with what is typed."""
        self.say_problem("")
        self.approval.form.clear_problems()
        save = self.approval.around(self._save)
        submit(self.form, save, owner=self, busy=self.busy, done=self._done, failed=self._failed, wrong=self.wrong())

    def scanned(self, code: str) -> bool:
        """A code is scanned while the dialog is open: the field that is meant for it takes it."""
        return not self.busy and self.form.take_scan(code)

    def tell(self, words: str) -> None:
        """Says a sentence above the fields: what stands in the way. Several stand under each other."""
        self._told.setText("\n".join(part for part in (self._told.text(), words) if part))
        self._told.show()

    def add_way(self, words: str, key: str, run: Callable[[], object]) -> theme.Button:
        """A button under what stands in the way: an act that settles a part of it."""
        button = self._button(words, key, run, "small")
        at = self._ways.count()
        self._ways.addWidget(button, at // WAYS, at % WAYS)
        return button

    def told(self) -> str:
        """What stands in the way, as it is said above the fields."""
        return self._told.text()

    def wrong(self) -> Mapping[str, str]:
        """What the dialog sees wrong besides the form, by field."""
        missing = self.approval.missing()
        return {"approval": missing} if missing else {}

    def _busy_changed(self, on: bool) -> None:
        self.form.set_read_only(on)
        self.approval.form.set_read_only(on)

    def _done(self, result: Any) -> None:
        _left.pop(self._slot(), None)
        self.accept()
        self._page.shell.changed(result)
        self.acted.emit(result)

    def _failed(self, error: DeskError) -> None:
        if not self.approval.takes(error):
            self.say_problem(error.message)

    def _fit(self) -> None:
        """Gives the fields the height they need with all that is said under them, as far as the window has it."""
        form = self.form
        frame = 2 * SIDE
        width = max(self.width(), self.minimumWidth()) - frame
        layout, whole = form.layout(), self.layout()
        needed = layout.totalHeightForWidth(width) if layout is not None else form.sizeHint().height()
        # What stands around the fields, its sentences broken as they are at this width.
        given = max(self._area.sizeHint().height(), self._area.minimumHeight())
        broken = whole is not None and whole.hasHeightForWidth()
        around = (whole.totalHeightForWidth(width + frame) if whole and broken else self.sizeHint().height()) - given
        if whole is not None:
            # It is never lower than this: a sentence that may be broken asks for the lines it has at its narrowest.
            area = max(self._area.minimumSizeHint().height(), self._area.minimumHeight())
            around = max(around, whole.minimumSize().height() - area)
        room = max(120, self._page.window().height() - around - 20)
        height = min(needed + 2, room)
        if height != self._area.minimumHeight():
            self._area.setMinimumHeight(height)
            self.resize(self.width(), around + height)  # no taller than its fields: the scroll area would ask for more

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if watched is self.form and event.type() == QEvent.Type.LayoutRequest:
            self._fitting.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitting.start()


__all__ = ["ActDialog", "Dialog"]
