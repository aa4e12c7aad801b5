"""Memberships and cards that an undone act had made (services.undo): they keep their numbers and are over."""

from __future__ import annotations

from desk.models.cards import Card, Member
from desk.rules.cards.cycle import CARD_CYCLE, CYCLE
from desk.services.cards.core import record
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance
from desk.services.undo import reason


def member(act: Act, desk: Desk, row: Member) -> None:
    """Ended: the person may join anew."""
    moved = advance(CYCLE, row, "end")
    row.holder, row.ended_on, row.end_reason = None, desk.local(act.at).date(), reason(desk)
    record(act, row, moved.happened, row.end_reason)


def card(act: Act, desk: Desk, row: Card) -> None:
    """Cancelled: nobody can use it."""
    advance(CARD_CYCLE, row, "cancel")
    row.living, row.ended_on, row.note = None, desk.local(act.at).date(), reason(desk)
    act.touch("member", row.member_id)


__all__ = ["card", "member"]
