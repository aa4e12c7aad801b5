"""Files and passes that an undone act had made (services.undo): they keep their numbers and are over."""

from __future__ import annotations

from desk.models.renovation import Renovation, WorkerPass
from desk.rules.renovation.cycle import CYCLE, PASS_CYCLE
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance
from desk.services.renovation.core import record
from desk.services.undo import reason


def renovation(act: Act, desk: Desk, row: Renovation) -> None:
    """Cancelled: the home may file another one."""
    moved = advance(CYCLE, row, "cancel")
    record(act, row, moved.happened, reason(desk))


def worker_pass(act: Act, desk: Desk, row: WorkerPass) -> None:
    """Void: nobody goes in by it."""
    advance(PASS_CYCLE, row, "void")
    row.bearer, row.ended_on, row.note = None, desk.local(act.at).date(), reason(desk)
    act.touch("worker-pass", row.id)


__all__ = ["renovation", "worker_pass"]
