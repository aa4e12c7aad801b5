"""Many charges at once, and prepayments that pay them by rule: what the month's run needs (handbook S1, settled reading "Cashier").

In bulk, since a site has tens of thousands of bills a month; each charge still has an entry of its own, so that one can be taken
back without the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from desk.models.kit.functions import new_ids
from desk.models.money import Account, Allocation, Charge, JournalEntry
from desk.services.kit.desk import Act, Desk
from desk.services.money import charges, journal
from desk.services.money.core import today
from desk.services.money.entries import ChargeEntry

USED = "prepayment"
"""The kind of entry by which a prepayment pays a charge without anybody at the counter."""


def raise_many(act: Act, desk: Desk, entries: Sequence[ChargeEntry]) -> list[int]:
    """Raises many charges of rooms inside the act they belong to; the entries were checked. Gives their ids in the same order."""
    if not entries:
        return []
    session = act.session
    owed = {
        _owed(entry): {"kind": "receivable", "unit_id": entry.unit_id, "charge_kind": entry.kind} for entry in entries
    }
    income = {f"income:{entry.kind}": {"kind": "income", "charge_kind": entry.kind} for entry in entries}
    known = journal.accounts(session, {**owed, **income})
    posted = journal.post_many(
        act,
        desk,
        "charge",
        [
            (
                [(known[_owed(entry)], entry.fen), (known[f"income:{entry.kind}"], -entry.fen)],
                journal.About(entry.subject, note=entry.item),
            )
            for entry in entries
        ],
    )
    ids = new_ids(session, Charge, len(entries))
    session.execute(
        insert(Charge.__table__),  # type: ignore[arg-type]
        [
            {
                "id": charge_id, "unit_id": entry.unit_id, "kind": entry.kind, "item": entry.item, "period": entry.period,
                "fen": entry.fen, "open_fen": entry.fen, "since": entry.since or today(act, desk), "source": entry.source,
                "brought_forward": False, "disputed": False, "subject": entry.subject, "note": entry.note,
                "entry_id": entry_id, "void_entry_id": None,
            }
            for charge_id, entry_id, entry in zip(ids, posted, entries, strict=True)
        ],
    )  # fmt: skip
    return list(ids)


def _owed(entry: ChargeEntry) -> str:
    return f"receivable:{entry.unit_id or ''}:{entry.kind}"


def use_prepaid(act: Act, desk: Desk, charge_ids: Sequence[int]) -> Mapping[int, int]:
    """Pays charges from what their rooms have paid ahead, the oldest first: that for their kind, then that for any.

    Returns:
        What was paid of each, in fen by charge; only those of which something was.
    """
    session = act.session
    rows = _chosen(session, charge_ids)
    ahead: dict[tuple[int, str], Account] = {}
    units = sorted({row.unit_id for row in rows if row.unit_id})
    for start in range(0, len(units), 500):
        found = session.scalars(
            select(Account).where(
                Account.unit_id.in_(units[start : start + 500]), Account.kind == "prepaid", Account.balance < 0
            )
        )
        ahead |= {(each.unit_id or 0, each.charge_kind): each for each in found}
    paid: dict[int, int] = {}
    if not ahead:
        return paid
    for row in rows:
        for kind in (row.kind, ""):
            account = ahead.get((row.unit_id or 0, kind))
            fen = min(row.open_fen, -account.balance) if account is not None else 0
            if account is None or fen <= 0:
                continue
            owed = journal.receivable(session, row.unit_id, row.kind)
            about = journal.About(row.subject, note=row.item)
            entry = journal.post(act, desk, USED, [(account, fen), (owed, -fen)], about)
            charges.allocate(session, row, entry.id, fen)
            paid[row.id] = paid.get(row.id, 0) + fen
    return paid


def _chosen(session: Session, charge_ids: Sequence[int]) -> list[Charge]:
    rows: list[Charge] = []
    for start in range(0, len(charge_ids), 500):
        some = charge_ids[start : start + 500]
        rows += session.scalars(select(Charge).where(Charge.id.in_(some), Charge.open_fen > 0, ~Charge.disputed))
    return sorted(rows, key=lambda row: (row.since, row.id))


def give_prepaid_back(act: Act, desk: Desk, row: Charge, reason: str) -> int:
    """Takes back what a prepayment has paid of a charge by itself, so that the charge can be taken back; gives the fen."""
    session = act.session
    used = session.execute(
        select(Allocation, JournalEntry)
        .join(JournalEntry, JournalEntry.id == Allocation.entry_id)
        .where(Allocation.charge_id == row.id, JournalEntry.act == USED)
    ).all()
    reversed_ids = set(
        session.scalars(
            select(JournalEntry.reverses_id).where(JournalEntry.reverses_id.in_([entry.id for _one, entry in used]))
        )
    )
    given = 0
    for one, entry in used:
        if entry.id in reversed_ids:
            continue
        back = journal.reverse(act, desk, entry, reason)
        charges.allocate(session, row, back.id, -one.fen)
        given += one.fen
    return given


def mark_disputed(session: Session, charge_id: int, *, on: bool) -> None:
    """Says whether payments pass over a charge."""
    session.execute(update(Charge).where(Charge.id == charge_id).values(disputed=on))


__all__ = ["give_prepaid_back", "mark_disputed", "raise_many", "use_prepaid"]
