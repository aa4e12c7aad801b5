"""What is owed: one-off charges, balances brought forward, their reversal (handbook A6, R1); many at once for the month's bills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from desk.catalog import whole_catalog
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.features import hooks
from desk.i18n import _
from desk.models.kit.functions import new_ids
from desk.models.money import Account, Allocation, Charge, JournalEntry, Receipt
from desk.rules import money as rules
from desk.services.kit.changes import Step
from desk.services.kit.desk import Act, Desk
from desk.services.money import journal
from desk.services.money.core import the_unit, today, words_of_kind
from desk.services.money.entries import ChargeEntry
from desk.services.money.views import ChargeView, charge_view
from desk.services.undo import added
from desk.services.undo import reason as why_undone


def check_charge(desk: Desk, entry: ChargeEntry, *, brought_forward: bool = False) -> list[Problem]:
    """What is wrong with a charge as it is typed."""
    kinds = [choice.code for choice in whole_catalog("charge_kinds")]
    check = Checker(rules.charge_problems(entry.kind, entry.item, entry.fen, kinds))
    if brought_forward:
        # L10N: 请填写截止日期
        check.require("since", entry.since, _("As of which day is this balance?"))
        if entry.since is not None and entry.since > desk.today():
            check.add("since", "future", _("This day has not come yet. Choose today or an earlier one."))
        if entry.unit_id is None:
            check.add("unit_id", "required", _("Choose a room."))
    return check.problems


def charge(desk: Desk, entry: ChargeEntry) -> ChargeView:
    """Charges something once.

    Raises:
        InvalidInput: fields of `ChargeEntry`. NotFound: there is no such room. NotAllowed: nobody is signed in.
    """
    _refuse_wrong(check_charge(desk, entry))
    with desk.act("money.charge") as act:
        desk.require("receptionist")
        row = raise_charge(act, desk, entry)
        return charge_view(row)


def bring_forward(desk: Desk, entry: ChargeEntry) -> ChargeView:
    """Takes over what a room owed before Desk; it stands against the account "opening" (handbook R1).

    Raises:
        InvalidInput: fields of `ChargeEntry`; `since` is the as-of date. NotFound; NotAllowed: not a supervisor.
    """
    _refuse_wrong(check_charge(desk, entry, brought_forward=True))
    with desk.act("money.bring-forward") as act:
        desk.require("supervisor")
        row = raise_charge(act, desk, entry, brought_forward=True)
        return charge_view(row)


def bring_credit_forward(desk: Desk, unit_id: int, fen: int, *, source: str = "") -> None:
    """Takes over what a room had paid ahead before Desk.

    Raises:
        InvalidInput: field `amount`. NotFound; NotAllowed: not a supervisor.
    """
    check = Checker()
    if fen <= 0:
        check.add("amount", "positive", _("An amount is more than 0."))
    check.done()
    with desk.act("money.bring-forward") as act:
        desk.require("supervisor")
        the_unit(act.session, unit_id)
        raise_credit(act, desk, unit_id, fen, source)


def void_charge(desk: Desk, charge_id: int, *, reason: str) -> ChargeView:
    """Takes a charge back of which nothing was paid.

    Raises:
        InvalidInput: field `reason`. NotFound.
        DeskError: `paid`, something was paid on it; `void-already`; `claim`, a settlement claims it. NotAllowed: not a supervisor.
    """
    check = Checker()
    check.require("reason", reason, _("Say why it is reversed."))
    check.done()
    with desk.act("money.void-charge") as act:
        desk.require("supervisor")
        row = get(act.session, charge_id)
        _refuse_claim(act.session, row)
        take_back(act, desk, row, reason.strip())
        for hook in hooks("charge_voided"):
            hook(act, desk, row.subject, reason.strip())
        act.about("unit" if row.unit_id else "charge", row.unit_id or row.id, charge=row.id, reason=reason.strip())
        return charge_view(row)


# ------------------------------------------------------------------------------------------- inside somebody's act
def raise_charge(act: Act, desk: Desk, entry: ChargeEntry, *, brought_forward: bool = False) -> Charge:
    """Raises a charge inside the act it belongs to; the entry was checked."""
    unit = the_unit(act.session, entry.unit_id)
    owed = journal.receivable(act.session, entry.unit_id, entry.kind)
    against = journal.plain(act.session, "opening") if brought_forward else journal.income(act.session, entry.kind)
    item = entry.item.strip() or words_of_kind(entry.kind)
    posted = journal.post(
        act,
        desk,
        "opening" if brought_forward else "charge",
        [(owed, entry.fen), (against, -entry.fen)],
        journal.About(entry.subject, note=item),
    )
    row = note_charge(act, desk, replace(entry, item=item), posted, brought_forward=brought_forward)
    if unit is not None:
        act.about("unit", unit.id)
    act.data.setdefault("charged", []).append({"id": row.id, "kind": row.kind, "fen": row.fen})
    return row


def note_charge(
    act: Act, desk: Desk, entry: ChargeEntry, posted: JournalEntry, *, brought_forward: bool = False
) -> Charge:
    """Keeps what an entry has put on a receivable as a charge."""
    row = Charge(
        unit_id=entry.unit_id,
        kind=entry.kind,
        item=entry.item,
        period=entry.period.strip(),
        fen=entry.fen,
        open_fen=entry.fen,
        since=entry.since or today(act, desk),
        source=entry.source.strip(),
        brought_forward=brought_forward,
        subject=entry.subject,
        note=entry.note.strip(),
        entry_id=posted.id,
    )
    act.session.add(row)
    act.session.flush()
    return row


def raise_credit(act: Act, desk: Desk, unit_id: int, fen: int, source: str) -> None:
    """Brings a prepayment of a room forward inside the act it belongs to."""
    postings = [(journal.plain(act.session, "opening"), fen), (journal.prepaid(act.session, unit_id), -fen)]
    journal.post(act, desk, "opening", postings, journal.About(f"unit:{unit_id}", note=source))
    act.about("unit", unit_id)
    act.data.setdefault("credited", []).append({"fen": fen, "source": source})


def take_back(act: Act, desk: Desk, row: Charge, reason: str) -> None:
    """Reverses a charge inside the act it belongs to.

    Raises:
        DeskError: `paid`, `void-already`.
    """
    if row.void_entry_id is not None:
        raise DeskError("void-already", _("This charge was reversed already."))
    if row.open_fen != row.fen:
        # L10N: 该项已收款，请先作废收据
        raise DeskError("paid", _("Something was paid on this charge. Void the receipt first."))
    entry = act.session.get(JournalEntry, row.entry_id)
    assert entry is not None
    row.void_entry_id = journal.reverse(act, desk, entry, reason).id
    row.open_fen = 0
    act.session.flush()


def _refuse_claim(session: Session, row: Charge) -> None:
    """A claim was raised by the entry that gave the deposit back: only its settlement can be taken back, with both."""
    number = session.scalars(
        select(Receipt.number).where(Receipt.entry_id == row.entry_id, Receipt.state == "issued")
    ).first()
    if number is not None:
        # L10N: 该款由 {number} 产生，请作废该单
        raise DeskError("claim", _("This is claimed by {number}. Void that paper instead.").format(number=number))


def open_charges(session: Session, unit_id: int | None, ids: Iterable[int] = ()) -> list[Charge]:
    """What is open on a room, the oldest first, locked until the transaction ends; with `ids` only those of it.

    What is disputed is passed over unless it is named (handbook S1).
    """
    wanted = list(ids)
    question = select(Charge).where(Charge.open_fen > 0)
    question = question.where(Charge.unit_id == unit_id)
    question = question.where(Charge.id.in_(wanted)) if wanted else question.where(~Charge.disputed)
    return list(session.scalars(question.order_by(Charge.since, Charge.id).with_for_update()))


def allocate(session: Session, row: Charge, entry_id: int, fen: int) -> None:
    """Notes that so much of an entry went on a charge; less than 0 takes it back."""
    session.add(Allocation(charge_id=row.id, entry_id=entry_id, fen=fen))
    session.flush()
    session.execute(update(Charge).where(Charge.id == row.id).values(open_fen=Charge.open_fen - fen))
    session.refresh(row)


def get(session: Session, charge_id: int) -> Charge:
    """A charge, locked.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Charge, charge_id, with_for_update=True)
    if row is None:
        raise NotFound(_("This charge is not there."))
    return row


def _refuse_wrong(problems: list[Problem]) -> None:
    if problems:
        raise InvalidInput(problems)


# --------------------------------------------------------------------------------------- many at once (handbook S1)
# In bulk, since a site has tens of thousands of bills a month; each charge still has an entry of its own, so that one can be
# taken back without the others.
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
        insert(Charge.__table__),  # type: ignore[arg-type]  # a Table, whatever its declaration says
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
            allocate(session, row, entry.id, fen)
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
        allocate(session, row, back.id, -one.fen)
        given += one.fen
    return given


def mark_disputed(session: Session, charge_id: int, *, on: bool) -> None:
    """Says whether payments pass over a charge."""
    session.execute(update(Charge).where(Charge.id == charge_id).values(disputed=on))


def undo_charges(desk: Desk, step: Step) -> None:
    """Takes back the charges that an act raised, as `void_charge` does.

    Raises:
        DeskError: `not-undoable`: it raised none, a credit was brought forward. As `void_charge`.
        NotAllowed: not a supervisor.
    """
    raised = added(step, "charge")
    if not raised:
        # L10N: 期初预存款不能撤销：请办理预存款退款。
        raise DeskError("not-undoable", _("A credit brought forward is not undone: refund the prepayment instead."))
    for charge_id in reversed(raised):
        void_charge(desk, charge_id, reason=why_undone(desk))
