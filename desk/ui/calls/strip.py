# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered
"""The strip of calls under the finder: each call that was interrupted waits there by name, and so does one that rings.

A chip is a draft of the request form (`ui.forms.draft_box`): so nothing is lost by a scan, a lock, a sign-out, or a crash. It
is there from the first words on; Ctrl+Tab goes from one to the next. The strip shows itself only when something waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk.i18n import _, ngettext
from desk.rules.kit import wording
from desk.ui.forms import draft_box
from desk.ui.kit import pages, tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear

if TYPE_CHECKING:
    from desk.services.calls import CallView, TakenCall

FORM = "request"
"""The form whose drafts are calls."""
PAGE = "request-form"
NEXT_KEY = "Ctrl+Tab"
LIST_KEY = "Ctrl+F7"
WORDS = 10
"""So many characters of what was said stand on a chip."""
NAME = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that waits.

    Attributes:
        key: the slot of its draft, or `call:` and the call's id while it rings.
        words: who, from where, about what.
        rings: nobody took it yet.
    """

    key: str
    words: str
    rings: bool = False


class CallStrip(QFrame):
    """The chips of the calls of whoever is at the counter.

    Args:
        window: the one it stands in.

    Attributes:
        chips: one button for each call shown, in the order of Ctrl+Tab.
    """

    def __init__(self, window: Any) -> None:
        super().__init__()
        self._window = window
        self._begun: dict[str, Mapping[str, Any]] = {}
        self._ringing: dict[str, CallView] = {}
        self._untold: list[str] = []
        self.chips: dict[str, theme.Button] = {}
        self.setProperty("role", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 4, 8, 4)
        row.setSpacing(theme.GAP)
        self._head = theme.text("", "small")
        row.addWidget(self._head)
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        row.addLayout(self._row)
        row.addStretch(1)
        self._more = theme.text("", "small")
        row.addWidget(self._more)
        self._key = theme.text(NEXT_KEY, "key")
        row.addWidget(self._key)
        self.list_button = theme.Button("", key=LIST_KEY, role="link")
        self.list_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list_button.clicked.connect(lambda _checked: self.show_list())
        row.addWidget(self.list_button)
        for keys, run in ((NEXT_KEY, self.next), (LIST_KEY, self.show_list)):
            pages.shortcut(keys, window, run)
        draft_box.news.kept.connect(self._kept)
        draft_box.news.dropped.connect(self._dropped)
        window.signed_in.connect(self.read)
        window.page_opened.connect(lambda _code: self.show_chips())
        window.call_came.connect(self.ring)
        self.retranslate()
        self.hide()

    # ------------------------------------------------------------------------------------------------- what waits
    def waiting(self) -> list[Waiting]:
        """The calls in the order of Ctrl+Tab: those that ring, then those begun, the oldest first."""
        found = [Waiting(f"call:{call.id}", ring_words(call), rings=True) for call in self._ringing.values()]
        return [*found, *(Waiting(slot, draft_words(state)) for slot, state in self._begun.items())]

    def read(self) -> None:
        """Reads the calls of who is at the counter now: those begun, and those that ring."""
        self._begun, self._ringing = {}, {}
        self.show_chips()
        desk = self._window.desk
        untold, self._untold = self._untold, []

        def look() -> tuple[Any, Any]:
            from desk.services import calls, drafts

            for number in untold:
                calls.ring(desk, number)
            return drafts.drafts(desk, form=FORM), calls.ringing(desk)

        def show(found: tuple[Any, Any]) -> None:
            begun = {draft.key: draft.data for draft in sorted(found[0], key=lambda draft: draft.saved_at)}
            self._begun = {**begun, **self._begun}
            self._ringing = {call.id: call for call in found[1]}
            self.show_chips()

        tasks.run(look, on_done=show, owner=self, pool=tasks.READS)

    def ring(self, number: str) -> None:
        """Somebody rings: a chip with who it is; the cursor stays where it is."""
        if self._window.locked() or self._window.page() is None:
            self._untold.append(number)  # told to whoever signs in
            return
        desk = self._window.desk

        def note() -> CallView:
            from desk.services import calls

            return calls.ring(desk, number)

        def show(call: CallView) -> None:
            self._ringing[call.id] = call
            self.show_chips()

        tasks.run(note, on_done=show, owner=self, pool=tasks.READS)

    def _kept(self, slot: str, state: Mapping[str, Any]) -> None:
        if slot.partition(draft_box.MARK)[0] == FORM:
            self._begun[slot] = state
            self.show_chips()

    def _dropped(self, slot: str) -> None:
        if self._begun.pop(slot, None) is not None:
            self.show_chips()

    # --------------------------------------------------------------------------------------------------- the ways
    def next(self) -> None:
        """Goes to the next call that waits; round at the end."""
        if self._window.locked():
            return
        keys = [call.key for call in self.waiting()]
        here = self._here()
        if here in keys:
            keys = [*keys[keys.index(here) + 1 :], *keys[: keys.index(here)]]
        if keys:
            self.go(keys[0])

    def go(self, key: str) -> None:
        """Goes on with a call; one that rings is taken."""
        kind, _colon, call = key.partition(":")
        if kind == "call":
            self._take(call)
        else:
            self._window.open_page(PAGE, draft=key)

    def show_list(self) -> None:
        """Shows the last calls."""
        if not self._window.locked():
            self._window.open_page("calls")

    def _take(self, call_id: str) -> None:
        desk = self._window.desk
        self._ringing.pop(call_id, None)

        def take() -> TakenCall:
            from desk.services import calls

            return calls.take(desk, call_id)

        def taken(found: TakenCall) -> None:
            open_call(self._window, found)
            self.show_chips()

        tasks.run(take, on_done=taken, owner=self, pool=tasks.ACTS)

    def _here(self) -> str:
        """The slot of the call that is on the screen."""
        page = self._window.page()
        return str(getattr(page, "slot", "")) if getattr(page, "draft_key", "") == FORM else ""

    # ------------------------------------------------------------------------------------------------- the chips
    def show_chips(self) -> None:
        """Shows a chip for each call while one waits besides the one on the screen."""
        here = self._here()
        found = self.waiting()
        waits = [call for call in found if call.key != here]
        self.setVisible(bool(waits) and not self._window.locked())
        clear(self._row)
        self.chips = {}
        for call in found:
            chip = theme.Button(call.words, role="ringing" if call.rings else "chip")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setCheckable(True)
            chip.setChecked(call.key == here)
            chip.clicked.connect(lambda _checked=False, key=call.key: self.go(key))
            chip.setToolTip(say.tooltip(call.words))
            self.chips[call.key] = chip
            self._row.addWidget(chip)
        self._fit()

    def _fit(self) -> None:
        """Chips that have no room are counted; Ctrl+Tab reaches them all the same."""
        room = (
            self.width()
            - 2 * theme.MARGIN
            - sum(part.sizeHint().width() + theme.GAP for part in (self._head, self._key, self.list_button, self._more))
        )
        left_out = 0
        for key, chip in self.chips.items():
            room -= chip.sizeHint().width() + 6
            shown = room >= 0 or key == self._here()
            chip.setVisible(shown)
            left_out += not shown
        # L10N: 另有 {n} 个
        words = ngettext("and {n} more call", "and {n} more calls", left_out).format(n=left_out)
        self._more.setText(words if left_out else "")

    def retranslate(self) -> None:
        """Says its words anew."""
        # L10N: 通话
        self._head.setText(_("Calls waiting"))
        # L10N: 最近来电
        self.list_button.set_words(_("Last calls"))
        self.show_chips()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def draft_words(state: Mapping[str, Any]) -> str:
    """Who, from where, about what, as far as it was typed: 谭文 · 1-1-101 · 客厅跳闸."""
    # L10N: 匿名
    who = _("Anonymous") if state.get("anonymous") else _title(state.get("customer_id"))
    parts = [
        _cut(who or str(state.get("caller_phone") or ""), NAME + 4),
        _title(state.get("unit_id")),
        _cut(str(state.get("content") or "") or _title(state.get("category")), WORDS),
    ]
    # L10N: 新来电
    return wording.dotted(*parts) or _("New call")


def ring_words(call: CallView) -> str:
    """Who rings."""
    # L10N: 来电：{who}
    return _("Rings: {who}").format(who=wording.dotted(call.name or call.phone, call.room))


def open_call(window: Any, found: TakenCall) -> QWidget | None:
    """A new request of who is calling: the person and the room where they are known, else the number."""
    call = found.call
    known: dict[str, Any] = {"unit_id": call.unit_id, "customer_id": call.customer_id}
    if call.customer_id is None:
        known = {"phone": found.number}
    told = {name: value for name, value in known.items() if value}
    page: QWidget | None = window.open_page(PAGE, rang=call.id, **told)
    return page


def _title(value: Any) -> str:
    return str(value[1] if isinstance(value, list | tuple) and len(value) > 1 else value or "")


def _cut(words: str, most: int) -> str:
    text = " ".join(words.split())
    return text if len(text) <= most else f"{text[:most]}…"


__all__ = ["LIST_KEY", "NEXT_KEY", "CallStrip", "Waiting", "draft_words", "open_call", "ring_words"]
