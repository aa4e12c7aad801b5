"""The acts on a move: their keys, what is read before each, what settles an obstacle (the forms: *_forms)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk.i18n import _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import Move
from desk.rules.moves.cycle import CYCLE
from desk.services import moves as service
from desk.ui.forms.acts import Acts
from desk.ui.moves.in_forms import IN
from desk.ui.moves.out_forms import OUT

if TYPE_CHECKING:
    from desk.services.moves import MoveView
    from desk.ui.kit.pages import Page

KEYS = {
    "people": "Alt+F",
    "papers": "Ctrl+Shift+D",
    "inspect": "Ctrl+Shift+I",
    "readings": "Alt+D",
    "keys": "Alt+K",
    "handouts": "Alt+J",
    "sign": "Ctrl+T",
    "move-in": "Ctrl+J",
    "utilities": "Alt+F",
    "keys-back": "Alt+K",
    "passes-back": "Alt+J",
    "clearance": "Alt+I",
    "move-out": "Ctrl+J",
    "fee": "Ctrl+Shift+G",
    "passes": "Alt+I",
    "edit": "Ctrl+E",
    "note": "Ctrl+N",
    "cancel": "Ctrl+Del",
    "reverse": "Ctrl+Del",
}
"""By the act's code. Acts that are never possible at the same time may share a key."""


class MoveActs(Acts):
    """Opens the act's form for a move, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, {**IN, **OUT})
        self._ways: tuple[Obstacle, ...] = ()

    def read(self, record_id: int, code: str) -> tuple[MoveView, None]:
        view = service.move(self._desk, record_id)
        gated = code in ("move-in", "move-out")
        self._ways = service.in_the_way(self._desk, record_id) if gated and view.state in ("open", "leaving") else ()
        return view, None

    def note(self, record: MoveView) -> tuple[str, ...]:
        return (record.number, record.room, record.people[0].name if record.people else "")

    def in_the_way(self, record: MoveView, move: Move) -> tuple[Obstacle, ...]:
        # L10N: 办理
        return tuple(
            replace(each, settle_words=each.settle_words or _("Settle it")) if each.settle else each
            for each in (self._ways if move.gate else ())
        )

    def settle(self, record: MoveView, obstacle: Obstacle, move: Move) -> None:
        page: Any = self._page
        page.settle(obstacle.settle)


__all__ = ["KEYS", "MoveActs"]
