"""Custodies and loans that an undone act had made (services.undo): they keep their numbers and are over."""

from __future__ import annotations

from desk.models.keys import KeyLoan, KeySet
from desk.rules.keys import CYCLE
from desk.services.keys.core import record, release_places
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance
from desk.services.undo import reason


def key_set(act: Act, desk: Desk, row: KeySet) -> None:
    """The custody is void; tag and hook are free."""
    advance(CYCLE, row, "void")
    release_places(row, act.at)
    record(act, row, "void", reason(desk))


def loan(act: Act, desk: Desk, row: KeyLoan) -> None:
    """The loan ended when it began: every piece is on its hook."""
    row.pieces_back, row.pieces_lost, row.out_of, row.ended_at = row.pieces, 0, None, act.at
    row.note = reason(desk)
    row.accepted_by_id = act.staff_id


__all__ = ["key_set", "loan"]
