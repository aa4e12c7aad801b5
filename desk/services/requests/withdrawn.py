"""A request or a work order that an undone act had made (services.undo): it keeps its number and is over."""

from __future__ import annotations

from desk.models import Request, WorkOrder
from desk.rules import orders
from desk.rules.requests.cycle import CYCLE
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance
from desk.services.requests.core import finish, record
from desk.services.undo import reason


def request(act: Act, desk: Desk, row: Request) -> None:
    """Cancelled: nothing of it falls due any more."""
    row.hold_until = row.callback_due_at = None
    moved = advance(CYCLE, row, "withdraw")
    record(act, row, moved.happened, note=reason(desk))
    finish(act, desk, row)


def order(act: Act, _desk: Desk, row: WorkOrder) -> None:
    """Void with its slip."""
    advance(orders.CYCLE, row, "void")
    act.touch("work-order", row.id)


__all__ = ["order", "request"]
