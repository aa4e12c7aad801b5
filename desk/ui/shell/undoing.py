# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered
"""Ctrl+Z: takes back what was done in the last minute, from any page (handbook S34). One place for the whole window.

The message after an act carries the button; when it goes by itself, the line at the bottom keeps the button until the minute is
over, whatever page is open by then. A text field that has typed changes keeps Ctrl+Z for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desk.i18n import _
from desk.rules.kit import wording
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.keys import UNDO_KEY as KEY
from desk.ui.kit.pages import shortcut

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.undo import Undone, UndoView
    from desk.ui.kit.messages import MessageBar
    from desk.ui.kit.pages import Page
    from desk.ui.shell.status import StatusLine

TICK_MS = 1000


class Around(Protocol):
    """What of the window is used."""

    messages: MessageBar
    status: StatusLine

    def page(self) -> Page | None:
        """The page shown now."""
        ...

    def locked(self) -> bool:
        """Whether the sign-in covers the window."""
        ...

    def changed(self, result: Any = None) -> None:
        """Says that an act was done."""
        ...

    def go_on_with(self, code: str, args: dict[str, Any], slot: str) -> Page | None:
        """Opens the form that a draft belongs to, with the draft in it."""
        ...


class Undoer(QObject):
    """The way back of one window.

    Args:
        window: the window. It is a widget, too.
    """

    def __init__(self, window: Any, app: QApplication) -> None:
        super().__init__(window)
        self._window: Around = window
        self._desk: Desk | None = None
        self._field: QWidget | None = None
        self._busy = tasks.Busy()
        self._seen = 0
        self.button = theme.Button("", key=KEY, role="link")
        self.button.clicked.connect(self.undo)
        self.button.hide()
        self._window.status.carry(self.button)
        shortcut(KEY, window, self.undo)
        self._window.messages.said.connect(self._said)
        self._window.messages.undo_pressed.connect(self.undo)
        self._window.messages.gone.connect(self.show)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.show)
        app.focusChanged.connect(self._watch)

    def use(self, desk: Desk) -> None:
        """Takes back what is done at this desk."""
        self._desk = desk
        self.show()

    # -- what is shown
    def _offer(self) -> UndoView | None:
        if self._desk is None or not self._desk.steps:
            return None
        from desk.services import undo

        offer = undo.offered(self._desk)
        return None if self._window.locked() else offer

    def show(self) -> None:
        """Shows what can be undone, and how long yet."""
        offer = self._offer()
        shown = offer is not None and not offer.instead
        if self._desk is None or not self._desk.steps:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()  # also while somebody else's sign-in covers the window: what is over is forgotten
        # L10N: 撤销（{seconds} 秒）
        words = _("Undo ({seconds} s)").format(seconds=offer.seconds) if offer is not None and shown else ""
        in_message = offer is not None and offer.event == self._seen and self._window.messages.carries
        self._window.messages.offer_undo(words if in_message else "")
        self.button.set_words(words)
        self.button.setVisible(shown and not in_message)
        self.button.setToolTip(say.tooltip(offer.words if offer is not None and shown else ""))

    def _said(self, words: str) -> None:
        """A message came: where it tells of an act that has just been done, it is what the act is called from here on."""
        self._seen = self._desk.steps.named(words) if self._desk is not None else 0
        self.show()

    # -- the key
    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = (
            new if isinstance(new, QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox | QComboBox) else None
        )
        if self._field is not None:
            self._field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text field would take the key for itself even where it has nothing to take back."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if watched is not self._field or not event.matches(QKeySequence.StandardKey.Undo) or has_typed(self._field):
            return False
        event.ignore()
        return True

    def undo(self) -> None:
        """Takes the last act back; what cannot be undone says what to do instead, and the act before comes next."""
        if self._desk is None or self._busy or self._window.locked():
            return
        desk = self._desk

        def work() -> Undone:
            from desk.services import undo

            return undo.undo(desk)

        def failed(error: Any) -> None:
            if error.code == "nothing-to-undo":
                self._window.messages.info(error.message)
            else:
                self._window.messages.warn(error.message)
            self.show()

        tasks.run(
            work, on_done=self._done, on_error=failed, owner=self._window.page(), busy=self._busy, pool=tasks.ACTS
        )

    def _done(self, undone: Undone) -> None:
        # L10N: 已撤销：{words}
        words = [_("Undone: {words}").format(words=undone.words) if undone.words else _("The last act is undone.")]
        if undone.papers:
            papers = wording.listed(undone.papers)
            # L10N: 已打印的 {papers} 已作废，请收回纸张。
            words.append(_("{papers} was printed and is void now: take the paper back.").format(papers=papers))
        draft = undone.draft
        if draft is not None:
            # L10N: 录入的内容已存为草稿。
            words.append(_("What was typed is a draft again."))
        following = self._offer()
        if following is not None and not following.instead and following.words:
            # L10N: 再按 {key} 撤销：{words}
            words.append(_("{key} again undoes: {words}").format(key=KEY, words=following.words))
        self._window.changed()
        show = self._window.messages.warn if undone.papers else self._window.messages.info
        if draft is not None and draft.page:
            # L10N: 继续填写
            show(
                " ".join(words),
                label=_("Continue"),
                action=lambda: self._window.go_on_with(draft.page, dict(draft.args), draft.key),
            )
        else:
            show(" ".join(words))
        self.show()


def has_typed(field: QWidget) -> bool:
    """Whether a text field has changes of its own to take back."""
    inner: Any = field
    if isinstance(field, QComboBox | QAbstractSpinBox):
        inner = field.lineEdit()
    if isinstance(inner, QLineEdit):
        return not inner.isReadOnly() and inner.isUndoAvailable()
    if isinstance(inner, QPlainTextEdit | QTextEdit):
        return not inner.isReadOnly() and inner.document().isUndoAvailable()
    return False


__all__ = ["KEY", "Undoer", "has_typed"]
