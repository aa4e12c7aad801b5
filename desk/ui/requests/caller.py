"""The caller card beside the request form: while somebody talks it says what is open, what came again, what is owed, what to know.

One key says "the same as that one": the running request gets the call into its history, and nothing is registered twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import _
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.record_cards import clear
from desk.ui.requests.parts import Repeats

if TYPE_CHECKING:
    from desk.services.requests.calling import CallerCard
    from desk.services.requests.views import RepeatView
    from desk.ui.kit.pages import Page

JOIN_KEY = "Ctrl+Shift+L"
NEXT_KEY = "Ctrl+PgDown"


class CallerCardView(theme.Card):
    """What is known of who is calling.

    Args:
        page: the form's page.
        join: called when the call belongs to the request that is named.

    Attributes:
        repeats: the requests that are open or came lately.
        shown: what the card shows; None for nothing.
        button: joins the request named on it.
    """

    def __init__(self, page: Page, join: Callable[[], object]) -> None:
        super().__init__()
        self._page = page
        self._at = 0
        self._compact = False
        self.shown: CallerCard | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        self.body.addLayout(self._lines)
        self.repeats = Repeats(page)
        self.body.addWidget(self.repeats)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.button = theme.Button("", key=JOIN_KEY, role="small")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(lambda _checked: join())
        row.addWidget(self.button)
        row.addStretch(1)
        self._about = theme.text("", "small")
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.body.addWidget(self._about)
        self.next_button = theme.Button("", key=NEXT_KEY, role="link")
        self.next_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.next_button.clicked.connect(lambda _checked: self.choose_next())
        row.addWidget(self.next_button)
        self.body.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def set_compact(self, *, on: bool) -> None:
        """In a narrow window it stands over the fields and leaves them room: everything in one sentence, and the key."""
        if on != self._compact:
            self._compact = on
            self.retranslate()

    def chosen(self) -> RepeatView | None:
        """The running request that the call may belong to."""
        running = self.shown.running if self.shown is not None else ()
        return running[self._at % len(running)] if running else None

    def choose_next(self) -> None:
        """Names the next running request."""
        self._at += 1
        self.retranslate()

    def show_card(self, card: CallerCard | None) -> None:
        """Shows what is known now; None, or nothing to say, hides the card."""
        before = self.chosen()
        self.shown = card
        running = card.running if card is not None else ()
        kept = [each.request_id for each in running]
        self._at = kept.index(before.request_id) if before is not None and before.request_id in kept else 0
        self.repeats.show_repeats(card.repeats if card is not None else ())
        self.retranslate()

    def retranslate(self) -> None:
        """Says its words anew."""
        card, chosen = self.shown, self.chosen()
        clear(self._lines)
        self.repeats.retranslate()
        for line in self._shown_lines():
            self._lines.addWidget(_Line(line))
        self.repeats.setVisible(bool(self.repeats.found) and not self._compact)
        self.button.setVisible(chosen is not None)
        self._about.setVisible(chosen is not None and not self._compact)
        self.next_button.setVisible(card is not None and len(card.running) > 1)
        if chosen is not None:
            # L10N: 同 {number}
            self.button.set_words(_("Same as {number}").format(number=chosen.number))
            about = (chosen.number, label("categories", chosen.category), label("states", chosen.state), chosen.content)
            self._about.setText(say.dotted(*about))
            # L10N: 下一单
            self.next_button.set_words(_("Another one"))
        self.setVisible(card is not None and bool(card.lines or card.repeats))

    def _shown_lines(self) -> Sequence[Any]:
        lines = self.shown.lines if self.shown is not None else ()
        if not self._compact or not (lines or self.repeats.found):
            return lines
        state = next((state for state in ("red", "amber") if any(line.state == state for line in lines)), "amber")
        return (_Told(say.dotted(*(line.text for line in lines), self.repeats.sentence()), state),)


class _Told(NamedTuple):
    """Everything in one sentence, in the colour of the worst."""

    text: str
    state: str


class _Line(QWidget):
    """One thing to know, with a dot in its colour."""

    def __init__(self, line: Any) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(theme.Light(line.state or "blue"), 0, Qt.AlignmentFlag.AlignTop)
        words = theme.text(line.text, {"red": "bad", "amber": "warning"}.get(line.state, ""), wrap=True)
        words.setMinimumWidth(1)
        row.addWidget(words, 1)


__all__ = ["JOIN_KEY", "NEXT_KEY", "CallerCardView"]
