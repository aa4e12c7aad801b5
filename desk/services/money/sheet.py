"""What a shift did, for its page and the 交接班记录: money by method, papers by kind, the book, what follows (handbook S15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from desk.features import each, hooks, load
from desk.i18n import _
from desk.models import SlipRecord, Staff
from desk.models.money import Account, Receipt, ReceiptTender, Shift, ShiftLog
from desk.rules.money import COMES_IN
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.lines import ShiftLine
from desk.services.money.views import LogView, ShiftView


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one kind that a shift issued: how many, the first and the last number, how much."""

    kind: str
    count: int
    first: str
    last: str
    fen: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a 交接班记录.

    Attributes:
        methods: fen by method: what came in less what went out, less what was voided.
        papers: receipts, refunds, settlements by kind. voids: receipts voided in the shift.
        slips: other slips by title. due: (words, count) of what is due now.
        custody: keys, cards and things that are out or kept (handbook S15).
    """

    shift: ShiftView
    methods: Mapping[str, int]
    papers: tuple[Papers, ...]
    voids: tuple[tuple[str, int, str], ...]
    slips: tuple[Papers, ...]
    due: tuple[tuple[str, int], ...]
    custody: tuple[ShiftLine, ...] = ()


def sheet(session: Session, desk: Desk, row: Shift, now: datetime) -> Sheet:
    """The sheet of a shift, up to its hand-over or now."""
    until = row.handed_at or now
    receipts = session.execute(
        select(Receipt.kind, Receipt.number, Receipt.fen).where(Receipt.shift_id == row.id).order_by(Receipt.id)
    ).all()
    voided = session.execute(
        select(Receipt.id, Receipt.kind, Receipt.number, Receipt.fen, Receipt.void_reason)
        .where(Receipt.void_by_id.is_not(None), Receipt.void_at >= row.opened_at, Receipt.void_at <= until)
        .order_by(Receipt.void_at.nulls_first(), Receipt.id)
    ).all()
    money: Counter[str] = Counter()
    for kind, method, fen in session.execute(
        select(Receipt.kind, ReceiptTender.method, ReceiptTender.fen)
        .join(Receipt, Receipt.id == ReceiptTender.receipt_id)
        .where(Receipt.shift_id == row.id)
    ):
        money[method] += fen if kind in COMES_IN else -fen
    for kind, method, fen in session.execute(
        select(Receipt.kind, ReceiptTender.method, ReceiptTender.fen)
        .join(Receipt, Receipt.id == ReceiptTender.receipt_id)
        .where(Receipt.id.in_([each_one.id for each_one in voided]))
    ):
        money[method] -= fen if kind in COMES_IN else -fen
    by_kind: dict[str, list[tuple[str, int]]] = {}
    for kind, number, fen in receipts:
        by_kind.setdefault(kind, []).append((number, fen))
    numbers = {number for _kind, number, _fen in receipts}
    return Sheet(
        shift=shift_view(session, row),
        methods=dict(money),
        papers=tuple(
            Papers(kind, len(found), found[0][0], found[-1][0], sum(fen for _number, fen in found))
            for kind, found in by_kind.items()
        ),
        voids=tuple((void.number, void.fen, reasons.said(void.void_reason)) for void in voided),
        slips=_slips(session, row, until, numbers),
        due=_due(session, desk, now),
        custody=tuple(line for lines in hooks("shift_lines") for line in lines(session, desk)),
    )


def _slips(session: Session, row: Shift, until: datetime, without: set[str]) -> tuple[Papers, ...]:
    found: dict[str, list[str]] = {}
    for title, number in session.execute(
        select(SlipRecord.title, SlipRecord.number)
        .where(
            SlipRecord.issued_at >= row.opened_at, SlipRecord.issued_at <= until, SlipRecord.staff_id == row.staff_id
        )
        .order_by(SlipRecord.id)
    ):
        if number not in without:
            found.setdefault(title, []).append(number)
    return tuple(Papers(title, len(numbers), numbers[0], numbers[-1]) for title, numbers in found.items())


def _due(session: Session, desk: Desk, now: datetime) -> tuple[tuple[str, int], ...]:
    """What is due now, for the next shift: what every feature says of it; a state (how old the backup is) is no number of things."""
    found = []
    for due in sorted((due for due in each("due") if not due.standing), key=lambda due: due.order):
        items = load(due.items)(session, desk, now, 0)
        if items.count:
            found.append((items.label or _(due.label), items.count))
    return tuple(found)


def shift_view(session: Session, row: Shift) -> ShiftView:
    """A shift as it is shown, with its book and the gap before it."""
    session.flush()
    account = session.get(Account, row.account_id)
    cash = account.balance if account else 0
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    return ShiftView(
        id=row.id,
        number=row.number,
        counter=row.counter,
        state=row.state,
        staff_id=row.staff_id,
        staff=names[row.staff_id],
        opened_at=row.opened_at,
        opening=row.opening,
        cash=cash,
        handed_at=row.handed_at,
        expected=row.expected,
        counted=row.counted,
        difference=row.difference,
        pieces={int(coin): count for coin, count in (row.pieces or {}).items()},
        reason=row.reason,
        taken_at=row.taken_at,
        taken_by=names.get(row.taken_by_id or 0, ""),
        refused_reason=row.refused_reason,
        remarks=row.remarks,
        log=tuple(
            LogView(
                line.id, line.kind, line.at, line.until, line.text, line.told, line.follow_up, names[line.staff_id],
                names.get(line.stand_in_id or 0, ""), names.get(line.leader_id or 0, ""),
            )
            for line in session.scalars(select(ShiftLog).where(ShiftLog.shift_id == row.id).order_by(ShiftLog.id))
        ),
        gap=_gap(session, row),
    )  # fmt: skip


def _gap(session: Session, row: Shift) -> tuple[datetime, datetime] | None:
    """From when to when the counter had nobody: between the hand-over of the shift before, by the clock, and this one."""
    before = aliased(Shift)
    question = select(before.handed_at).where(before.id == row.previous_id) if row.previous_id else None
    ended = session.scalar(question) if question is not None else None
    return (ended, row.opened_at) if ended is not None and ended < row.opened_at else None


__all__ = ["Papers", "Sheet", "sheet", "shift_view"]
