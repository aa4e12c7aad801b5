"""What the program says on its own: a quiet bar under the finder for news and errors, and the question before something is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import _
from desk.ui.kit import theme

ACT_KEY = "F12"
"""Does what the message offers, from anywhere on the window."""
INFO_MS = 6000
"""News go away by themselves; errors stay until they are read."""


class MessageBar(QFrame):
    """One line (or more) under the finder: what happened, at most one thing to do about it, and the way back.

    Signals:
        said: a message came, with its words.
        undo_pressed: the way back was wanted.
        gone: it was taken away.
    """

    said = Signal(str)
    undo_pressed = Signal()
    gone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 7, 8, 7)
        row.setSpacing(theme.GAP)
        self._words = theme.text("", "", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._words, 1)
        self._button = theme.Button("", key=ACT_KEY, role="small")
        self._button.clicked.connect(self.act)
        row.addWidget(self._button)
        self._undo = theme.Button("", key="Ctrl+Z", role="small")
        self._undo.clicked.connect(self.undo_pressed)
        row.addWidget(self._undo)
        self._undo.hide()
        self._close = theme.Button("", role="link")
        self._close.clicked.connect(self.clear)
        row.addWidget(self._close)
        self._action: Callable[[], object] | None = None
        self._new = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Says its button anew."""
        self._close.set_words(_("Close"))

    def info(self, words: str, *, label: str = "", action: Callable[[], object] | None = None) -> None:
        """Good news; goes away by itself."""
        self._show("info", words, label, action)
        self._timer.start(INFO_MS)

    def warn(self, words: str, *, label: str = "", action: Callable[[], object] | None = None) -> None:
        """Something to look at; stays."""
        self._show("warning", words, label, action)

    def error(self, words: str, *, label: str = "", action: Callable[[], object] | None = None) -> None:
        """Something went wrong; stays."""
        self._show("error", words, label, action)

    def explain(self, error: DeskError) -> None:
        """Shows an error's sentence."""
        self.error(error.message)

    def offer_undo(self, words: str) -> None:
        """Carries the way back of the act that it tells of; "" takes it away."""
        self._undo.set_words(words)
        self._undo.setVisible(bool(words))

    def text(self) -> str:
        """What is shown, "" when nothing is."""
        return self._words.text() if not self.isHidden() else ""

    def clear(self) -> None:
        """Takes the message away."""
        self._timer.stop()
        self._action = None
        self.hide()
        self.gone.emit()

    def end(self) -> None:
        """Another page is shown: a message ends with its own; one that was said just now belongs to the page that comes."""
        if not self._new:
            self.clear()

    def _old(self) -> None:
        self._new = False

    @property
    def carries(self) -> bool:
        """Whether a message is shown, which may carry the way back."""
        return not self.isHidden()

    def _show(self, kind: str, words: str, label: str, action: Callable[[], object] | None) -> None:
        self._timer.stop()
        self.kind = kind
        self._action = action
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._button.set_words(label)
        self._button.setVisible(bool(label and action))
        theme.set_role(self, f"message-{kind}")
        self._new = True
        QTimer.singleShot(0, self, self._old)
        self.show()
        self.said.emit(words)

    def act(self) -> None:
        """Does what the message offers (F12); nothing when it offers nothing."""
        action = self._action
        if action is None or self.isHidden():
            return
        self.clear()
        action()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class Question(QDialog):
    """A short question with two answers, both by key: Enter for the safe one, Esc for staying."""

    def __init__(
        self, parent: QWidget | None, title: str, words: str, *, yes: str, no: str, danger: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(theme.text(title, "heading"))
        body = theme.text(words, "muted", wrap=True)
        body.setMinimumWidth(theme.characters(self, 46))
        layout.addWidget(body)
        row = QHBoxLayout()
        row.addStretch(1)
        self.no_button = theme.Button(no, key="Esc")
        self.no_button.clicked.connect(self.reject)
        self.yes_button = theme.Button(yes, role="danger" if danger else "primary")
        self.yes_button.clicked.connect(self.accept)
        row.addWidget(self.no_button)
        row.addWidget(self.yes_button)
        layout.addLayout(row)
        (self.no_button if danger else self.yes_button).setFocus()


def ask(parent: QWidget | None, title: str, words: str, *, yes: str, no: str, danger: bool = False) -> bool:
    """Asks and waits for the answer.

    Args:
        parent: the widget it concerns.
        title: the question in a few words.
        words: what happens with each answer.
        yes: the words of the answer that does it.
        no: the words of the answer that stays.
        danger: the answer loses something: the other one has the focus.
    """
    question = Question(parent.window() if parent else None, title, words, yes=yes, no=no, danger=danger)
    answer = question.exec() == QDialog.DialogCode.Accepted
    question.deleteLater()
    return answer
