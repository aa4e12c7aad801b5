"""The cashier's counter of the tests: an open shift and short words for what is done at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError, InvalidInput
from desk.models.money import Account, Posting
from desk.services import money
from desk.services.kit.desk import Desk
from desk.services.money import ChargeEntry, DepositEntry, HandOverEntry, PayEntry, SettleEntry, TakeEntry, Tender
from desk.services.money.core import current_shift, drawer
from tests.kit.site import PIN

ROOM = 1
MAY = date(2026, 5, 1)


def charge(desk: Desk, fen: int, kind: str = "management", **more: Any) -> int:
    return money.charge(desk, ChargeEntry(kind, fen, **{"unit_id": ROOM, **more})).id


def pay(desk: Desk, *tenders: tuple[str, int], **more: Any) -> money.ReceiptView:
    given = tuple(Tender(method, fen) for method, fen in tenders)
    return money.pay(desk, PayEntry("王芳", given, **{"unit_id": ROOM, **more}))


def deposit(
    desk: Desk, fen: int = 200000, method: str = "cash", kind: str = "renovation", **more: Any
) -> money.ReceiptView:
    entry = TakeEntry("王芳", (Tender(method, fen),), (DepositEntry(kind, fen),), **{"unit_id": ROOM, **more})
    return money.take_deposit(desk, entry)


def give_back(desk: Desk, *ids: int, **more: Any) -> money.SettlementView:
    return money.settle_deposit(desk, SettleEntry(ids, "王芳", **more))


def pieces(fen: int) -> Mapping[int, int]:
    """Notes and coins for an amount of whole jiao."""
    from desk.rules.kit.money import DENOMINATIONS

    found = {}
    for coin in DENOMINATIONS:
        found[coin], fen = divmod(fen, coin)
    assert fen == 0
    return found


def hand_over(desk: Desk, fen: int, reason: str = "", **more: Any) -> money.ShiftView:
    return money.hand_over(desk, HandOverEntry(pieces(fen), PIN, reason, **more))


def balance(desk: Desk, code: str) -> int:
    """What an account says; its postings say the same."""
    with desk.look() as session:
        row = session.scalars(select(Account).where(Account.code == code)).first()
        if row is None:
            return 0
        posted = session.scalar(select(func.sum(Posting.fen)).where(Posting.account_id == row.id))
        assert row.balance == int(posted or 0)
        return row.balance


def in_drawer(desk: Desk) -> int:
    """What the drawer of the one at the counter holds by the journal."""
    assert desk.actor is not None
    with desk.look() as session:
        shift = current_shift(session, desk.actor.id)
        if shift is None:
            raise DeskError("no-shift", "")
        return drawer(session, shift).balance


def codes(refused: Any) -> dict[str, str]:
    """The problems of a refusal: code by field."""
    error = refused.value
    assert isinstance(error, InvalidInput)
    return {problem.field: problem.code for problem in error.problems}
