"""What is owed: one-off charges, balances brought forward, and their reversal (handbook A6, R1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desk.catalog import whole_catalog
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.features import hooks
from desk.i18n import _
from desk.models.money import Allocation, Charge, JournalEntry, Receipt
from desk.rules import money as rules
from desk.services.kit.desk import Act, Desk
from desk.services.money import journal
from desk.services.money.core import the_unit, today, words_of_kind
from desk.services.money.entries import ChargeEntry
from desk.services.money.views import ChargeView, charge_view


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
