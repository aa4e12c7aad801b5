"""Moves and residence passes that an undone act had made (services.undo): they keep their numbers and are over."""

from __future__ import annotations

from desk.models.moves import Move, ResidentPass
from desk.rules.moves.cycle import CYCLE, PASS_CYCLE
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance
from desk.services.moves.core import record
from desk.services.undo import reason


def move(act: Act, desk: Desk, row: Move) -> None:
    """Cancelled: the home may begin another one."""
    moved = advance(CYCLE, row, "cancel")
    row.open_unit, row.done_at = None, act.at
    record(act, row, moved.happened, reason(desk))


def resident_pass(act: Act, desk: Desk, row: ResidentPass) -> None:
    """Void: nobody goes in by it."""
    advance(PASS_CYCLE, row, "void")
    row.bearer, row.ended_on, row.note = None, desk.local(act.at).date(), reason(desk)
    act.touch("resident-pass", row.id)


__all__ = ["move", "resident_pass"]
