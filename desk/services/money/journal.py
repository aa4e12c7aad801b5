"""The journal: entries whose postings add up to zero, never changed, taken back only by an entry of their own.

Debit is positive: money that comes in is a debit of the drawer, what somebody owes a debit of the receivable; deposits,
prepayments and income stand on the other side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from desk.errors import DeskError
from desk.i18n import _
from desk.models.kit.functions import new_ids
from desk.models.money import Account, JournalEntry, Posting, Shift
from desk.rules.kit.money import figures
from desk.services.kit.desk import Act, Desk

_DEBIT_ONLY = ("drawer", "receivable")
_CREDIT_ONLY = ("deposit", "pass-deposit", "prepaid")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about.

    Attributes:
        subject: kind and id of a record. shift: whose drawer it concerns. note: why.
    """

    subject: str = ""
    shift: Shift | None = None
    note: str = ""


NOTHING = About()


class Place(NamedTuple):
    """An account where only its id is wanted: tens of thousands of them are written to at once."""

    id: int


def account(session: Session, code: str, kind: str, *, unit_id: int | None = None, charge_kind: str = "") -> Account:
    """The account with this code; opened when it is first needed."""
    found = session.scalars(select(Account).where(Account.code == code)).first()
    if found is None:
        found = Account(code=code, kind=kind, unit_id=unit_id, charge_kind=charge_kind, balance=0)
        session.add(found)
        session.flush()
    return found


def receivable(session: Session, unit_id: int | None, charge_kind: str) -> Account:
    """What a room (None: people without one) owes of one kind."""
    return account(
        session, f"receivable:{unit_id or ''}:{charge_kind}", "receivable", unit_id=unit_id, charge_kind=charge_kind
    )


def prepaid(session: Session, unit_id: int, charge_kind: str = "") -> Account:
    """What a room has paid ahead, for one kind of fee or, with "", for any."""
    code = f"prepaid:{unit_id}:{charge_kind}" if charge_kind else f"prepaid:{unit_id}"
    return account(session, code, "prepaid", unit_id=unit_id, charge_kind=charge_kind)


def draw_prepaid(
    session: Session, unit_id: int, fen: int, shares: Mapping[str, int] | None = None
) -> list[tuple[Account, int]]:
    """Where so much of a room's prepayment is taken from: what was paid ahead for a kind pays that kind, the rest is for any.

    Args:
        session: of the act.
        unit_id: the room.
        fen: how much; what is not there is asked of the account for any kind, which refuses it.
        shares: the most by kind that may be taken of what is for that kind alone; None: whatever there is of each.
    """
    found: list[tuple[Account, int]] = []
    bound = session.scalars(
        select(Account)
        .where(Account.unit_id == unit_id, Account.kind == "prepaid", Account.charge_kind != "", Account.balance < 0)
        .order_by(Account.id)
    ).all()
    for each in bound:
        part = min(fen, -each.balance, fen if shares is None else shares.get(each.charge_kind, 0))
        if part > 0:
            found.append((each, part))
            fen -= part
    if fen:
        found.append((prepaid(session, unit_id), fen))
    return found


def accounts(session: Session, wanted: Mapping[str, Mapping[str, Any]]) -> dict[str, Place]:
    """Many accounts by their codes, in a few statements; those that are missing are opened with the fields given."""
    found: dict[str, Place] = {}
    codes = list(wanted)
    for start in range(0, len(codes), _CHUNK):
        some = codes[start : start + _CHUNK]
        rows = session.execute(select(Account.code, Account.id).where(Account.code.in_(some)))
        there = {code: Place(one) for code, one in rows}
        missing = [code for code in some if code not in there]
        if missing:
            ids = new_ids(session, Account, len(missing))
            empty = {"unit_id": None, "charge_kind": "", "since": None, "balance": 0}
            session.execute(
                insert(Account.__table__),  # type: ignore[arg-type]  # a Table, whatever its declaration says
                [{"id": one, "code": code, **empty, **wanted[code]} for one, code in zip(ids, missing, strict=True)],
            )
            there |= {code: Place(one) for one, code in zip(ids, missing, strict=True)}
        found |= there
    return found


def income(session: Session, charge_kind: str) -> Account:
    """Income of one kind."""
    return account(session, f"income:{charge_kind}", "income", charge_kind=charge_kind)


def plain(session: Session, code: str) -> Account:
    """An account that there is once: wechat, alipay, card, transfer, over-short, opening, safe."""
    return account(session, code, code if code in ("over-short", "opening", "safe") else "bank")


def post(
    act: Act, desk: Desk, kind: str, postings: Iterable[tuple[Account, int]], about: About = NOTHING
) -> JournalEntry:
    """Writes one entry inside the act it belongs to.

    Args:
        act: the act under way.
        desk: the desk.
        kind: what the entry is (charge, payment, deposit, refund, …).
        postings: accounts with fen, debit positive; several of one account are added up.
        about: what it is about.

    Raises:
        DeskError: `drawer`, `deposit`, `prepaid`, `receivable`: less is there than is to be taken. Nothing of the act is saved.
        ValueError: the postings do not add up to zero (a mistake of the program).
    """
    sums: dict[int, int] = {}
    for each, fen in postings:
        sums[each.id] = sums.get(each.id, 0) + fen
    if sum(sums.values()) != 0:
        raise ValueError(f"the postings of {kind} add up to {sum(sums.values())} fen")
    entry = JournalEntry(
        at=act.at,
        day=desk.local(act.at).date(),
        act=kind,
        note=about.note,
        subject=about.subject,
        staff_id=act.actor.id if act.actor else None,
        shift_id=about.shift.id if about.shift else None,
    )
    return _write(act.session, entry, sums)


def post_many(
    act: Act, desk: Desk, kind: str, entries: Sequence[tuple[Sequence[tuple[Account | Place, int]], About]]
) -> Sequence[int]:
    """Writes many entries at once, as `post` does each; gives their ids in the order of `entries`.

    Raises:
        DeskError, ValueError: as `post`.
    """
    session = act.session
    for postings, _about in entries:
        if sum(fen for _account, fen in postings) != 0:
            raise ValueError(f"the postings of {kind} do not add up to zero")
    ids = new_ids(session, JournalEntry, len(entries))
    day = desk.local(act.at).date()
    session.execute(
        insert(JournalEntry.__table__),  # type: ignore[arg-type]  # SQLAlchemy's stubs: __table__ is a Table
        [
            {
                "id": entry_id, "at": act.at, "day": day, "act": kind, "note": about.note, "subject": about.subject,
                "staff_id": act.actor.id if act.actor else None, "shift_id": about.shift.id if about.shift else None,
                "reverses_id": None,
            }
            for entry_id, (_postings, about) in zip(ids, entries, strict=True)
        ],
    )  # fmt: skip
    sums: dict[int, int] = {}
    lines = []
    for entry_id, (postings, _about) in zip(ids, entries, strict=True):
        for each, fen in postings:
            sums[each.id] = sums.get(each.id, 0) + fen
            lines.append({"entry_id": entry_id, "account_id": each.id, "fen": fen})
    numbers = new_ids(session, Posting, len(lines))
    session.execute(
        insert(Posting.__table__),  # type: ignore[arg-type]  # SQLAlchemy's stubs: __table__ is a Table
        [{"id": number, **line} for number, line in zip(numbers, lines, strict=True)],
    )
    _move_many(session, sums)
    return ids


def reverse(
    act: Act, desk: Desk, entry: JournalEntry, reason: str, *, shift: Shift | None = None,
    instead: Mapping[int, Account] | None = None,
) -> JournalEntry:  # fmt: skip
    """Takes an entry back by one of today; the entry and its day's book stay as they are.

    Args:
        act: the act under way.
        desk: the desk.
        entry: what is taken back.
        reason: why.
        shift: whose drawer it concerns now.
        instead: accounts that stand in today for those of the entry: today's drawer for the one of that day.

    Raises:
        DeskError: `reversed`, it was taken back before; and as `post`.
    """
    taken_back = act.session.scalars(select(JournalEntry.id).where(JournalEntry.reverses_id == entry.id)).first()
    if taken_back is not None:
        # L10N: 已冲销，不能再次冲销
        raise DeskError("reversed", _("This was reversed already."))
    swapped = instead or {}
    sums: dict[int, int] = {}
    for posting in act.session.scalars(select(Posting).where(Posting.entry_id == entry.id)):
        place = swapped[posting.account_id].id if posting.account_id in swapped else posting.account_id
        sums[place] = sums.get(place, 0) - posting.fen
    back = JournalEntry(
        at=act.at,
        day=desk.local(act.at).date(),
        act="reversal",
        note=reason,
        subject=entry.subject,
        staff_id=act.actor.id if act.actor else None,
        shift_id=shift.id if shift else None,
        reverses_id=entry.id,
    )
    return _write(act.session, back, sums)


def _write(session: Session, entry: JournalEntry, sums: Mapping[int, int]) -> JournalEntry:
    session.add(entry)
    session.flush()
    session.add_all(
        Posting(entry_id=entry.id, account_id=account_id, fen=fen) for account_id, fen in sorted(sums.items()) if fen
    )
    _move(session, sums)
    return entry


def _move(session: Session, sums: Mapping[int, int]) -> None:
    """Moves the balances of accounts, locked in the order of their ids until the transaction ends."""
    session.flush()
    ids = sorted(account_id for account_id, fen in sums.items() if fen)
    for start in range(0, len(ids), _CHUNK):
        locked = session.scalars(
            select(Account)
            .where(Account.id.in_(ids[start : start + _CHUNK]))
            .order_by(Account.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        for each in locked:
            fen = sums[each.id]
            each.balance += fen
            if (each.kind in _CREDIT_ONLY and each.balance > 0) or (each.kind in _DEBIT_ONLY and each.balance < 0):
                raise _too_little(each, fen)
    session.flush()


def _move_many(session: Session, sums: Mapping[int, int]) -> None:
    """The same for many accounts in one statement each; what would overdraw one is told by the slower way."""
    table: Any = Account.__table__
    changes = [{"one": account_id, "fen": fen} for account_id, fen in sorted(sums.items()) if fen]
    if not changes:
        return
    statement = update(table).where(table.c.id == bindparam("one")).values(balance=table.c.balance + bindparam("fen"))
    try:
        with session.begin_nested():
            session.connection().execute(statement, changes)
    except IntegrityError:
        _move(session, sums)
    # What is loaded of them says the old balance.
    for each in list(session.identity_map.values()):
        if isinstance(each, Account) and each.id in sums:
            session.expire(each)


def _too_little(found: Account, fen: int) -> DeskError:
    held, wanted = abs(found.balance - fen), abs(fen)
    words = {
        # L10N: 钱箱现金只有 {held}，不足 {wanted}，请改用转账
        "drawer": _("The drawer holds {held} in cash, not {wanted}. Pay it by transfer."),
        # L10N: 该押金只剩 {held}
        "deposit": _("Of this deposit {held} is held, not {wanted}."),
        "pass-deposit": _("Of this deposit {held} is held, not {wanted}."),
        # L10N: 预缴款只剩 {held}
        "prepaid": _("Of the prepayment {held} is left, not {wanted}."),
        # L10N: 该项应收只剩 {held}
        "receivable": _("Only {held} is owed here, not {wanted}."),
    }[found.kind]
    code = "deposit" if found.kind == "pass-deposit" else found.kind
    return DeskError(code, words.format(held=figures(held), wanted=figures(wanted)))


__all__ = [
    "NOTHING",
    "About",
    "Place",
    "account",
    "accounts",
    "draw_prepaid",
    "income",
    "plain",
    "post",
    "post_many",
    "prepaid",
    "receivable",
    "reverse",
]
