"""Payments and their receipts: several tenders, change from cash, part payment, voiding by a reversal of today (handbook A6, R2).

What posts what: a payment debits the drawer or the means of payment and credits the receivables it settles. A cash overpayment
is given back as change and posts nothing; kept by wish, it credits the room's prepayment. A bounced transfer is a void receipt:
its reversal takes the money off the transfer account again and what it had paid is owed again. A receipt of an earlier day is
taken back out of today's drawer, which must hold the cash; that day's book stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import features
from desk.catalog import whole_catalog
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.features import hooks
from desk.i18n import _
from desk.models import PrintLog, SlipRecord, Unit
from desk.models.money import (
    Account,
    Allocation,
    Charge,
    JournalEntry,
    Posting,
    Receipt,
    ReceiptLine,
    ReceiptTender,
    Shift,
)
from desk.rules import money as rules
from desk.rules.kit import wording
from desk.rules.kit.money import Settled
from desk.rules.money import PREPAID
from desk.services.finder import index
from desk.services.kit.changes import Step
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import writing_copies
from desk.services.kit.sequences import next_number
from desk.services.money import charges, journal, papers
from desk.services.money.core import (
    answers_for,
    check_tenders,
    drawer,
    place_of,
    shift_at_work,
    the_unit,
    today,
    words_of_kind,
)
from desk.services.money.entries import PayEntry
from desk.services.money.read import receipt_view
from desk.services.money.views import ReceiptView
from desk.services.slips import void_within
from desk.services.undo import added
from desk.services.undo import reason as why_undone
from desk.slips.engine.slip import Slip
from desk.slips.money.receipt import SLIPS, LineFacts, ReceiptFacts, receipt_slip


@dataclass(frozen=True, slots=True)
class Head:
    """Who a receipt is for and what it is about."""

    kind: str
    payer: str
    unit_id: int | None = None
    subject: str = ""
    note: str = ""
    refers_id: int | None = None
    approver_id: int | None = None


def check_payment(desk: Desk, entry: PayEntry) -> list[Problem]:
    """What is wrong with a payment as it is typed; lines as `lines.0.amount`, tenders as `tenders.0.fen`."""
    check = Checker()
    # L10N: 请填写付款方
    check.require("payer", entry.payer, _("Who pays?"))
    check_tenders(check, entry.tenders, entry.unit_id)
    for place, line in enumerate(entry.lines):
        for problem in charges.check_charge(desk, line):
            check.add(f"lines.{place}.{problem.field}", problem.code, problem.message)
    if entry.unit_id is None and not entry.lines:
        check.add("unit_id", "required", _("Choose a room."))
    if entry.keep and entry.unit_id is None:
        check.add("keep", "required", _("Choose a room."))
    if entry.keep_kind and entry.keep_kind not in {choice.code for choice in whole_catalog("charge_kinds")}:
        check.add("keep_kind", "required", _("Choose what kind of fee it is."))
    return check.problems


def quote(desk: Desk, entry: PayEntry) -> rules.Payment:
    """How a payment would be split, and its change; nothing is saved. Own lines count as the charges −1, −2 and so on.

    Raises:
        InvalidInput: as `pay`.
    """
    _refuse_wrong(check_payment(desk, entry))
    with desk.look() as session:
        return _split(entry, [(row.id, row.open_fen) for row in _wanted(session, entry)], own=None)


def receipt_preview(desk: Desk, entry: PayEntry) -> Slip:
    """The receipt of a payment as far as it is typed; what cannot be paid like this shows without lines."""
    try:
        split = quote(desk, entry)
        shares, change, prepaid = dict(split.shares), split.settled.change, split.prepaid
    except InvalidInput:
        shares = dict(entry.named or {})
        shares.update({-place: line.fen for place, line in enumerate(entry.lines, 1)})
        change = prepaid = 0
    with writing_copies(desk, SLIPS["income"]) as head, desk.look() as session:
        unit = session.get(Unit, entry.unit_id) if entry.unit_id is not None else None
        lines = []
        for one, fen in shares.items():
            if one < 0:
                own = entry.lines[-one - 1]
                lines.append(LineFacts(own.item.strip() or words_of_kind(own.kind), fen, own.period))
            elif (row := session.get(Charge, one)) is not None:
                lines.append(LineFacts(row.item, fen, row.period))
        if prepaid:
            lines.append(LineFacts(papers.kept_words(desk, entry.keep_kind), prepaid))
        return receipt_slip(
            ReceiptFacts(
                kind="income",
                day=wording.day(desk.today()),
                payer=entry.payer.strip(),
                room=unit.name if unit else "",
                lines=tuple(lines),
                fen=sum(line.fen for line in lines),
                method=papers.how_paid(entry.tenders, change),
                invoice=entry.invoice_number.strip(),
                remark=entry.note.strip(),
                cashier=desk.actor.name if desk.actor else "",
                **head,
            )
        )


def pay(desk: Desk, entry: PayEntry) -> ReceiptView:
    """Takes a payment and gives its receipt.

    Raises:
        InvalidInput: fields of `PayEntry`; `amount`, `tenders`, `named` as `rules.money.payment`.
        DeskError: `no-shift`; `prepaid`, less is left of the prepayment.
        NotFound: there is no such room. NotAllowed: nobody is signed in.
    """
    _refuse_wrong(check_payment(desk, entry))
    with desk.act("money.pay") as act:
        desk.require("receptionist")
        shift = shift_at_work(act)
        the_unit(act.session, entry.unit_id)
        row = take(act, desk, entry, shift)
        slip = papers.issue_receipt(act, desk, row)
        act.about("receipt", row.id, number=row.number, fen=row.fen)
        return receipt_view(act.session, row, slip)


def take(act: Act, desk: Desk, entry: PayEntry, shift: Shift) -> Receipt:
    """A payment inside the act it belongs to, without its paper; the entry was checked."""
    rows = {row.id: row for row in _wanted(act.session, entry)}
    own = [charges.raise_charge(act, desk, line) for line in entry.lines]
    split = _split(entry, [(row.id, row.open_fen) for row in rows.values()], own=own)
    rows.update((row.id, row) for row in own)
    postings, owed = [], Counter[str]()
    for charge_id, fen in split.shares.items():
        owed[rows[charge_id].kind] += fen
    for tender in split.settled.kept:
        if tender.method == PREPAID and entry.unit_id is not None:
            postings += journal.draw_prepaid(act.session, entry.unit_id, tender.fen, owed)
        else:
            postings.append((place_of(act.session, tender.method, shift, entry.unit_id), tender.fen))
    lines = []
    for charge_id, fen in split.shares.items():
        row = rows[charge_id]
        postings.append((journal.receivable(act.session, row.unit_id, row.kind), -fen))
        lines.append(
            ReceiptLine(kind=row.kind, item=row.item, period=row.period, fen=fen, charge_id=row.id, own=row in own)
        )
    if split.prepaid and entry.unit_id is not None:
        postings.append((journal.prepaid(act.session, entry.unit_id, entry.keep_kind), -split.prepaid))
        lines.append(ReceiptLine(kind=rules.PREPAID, item=papers.kept_words(desk, entry.keep_kind), fen=split.prepaid))
    posted = journal.post(act, desk, "payment", postings, journal.About(entry.subject, shift))
    for charge_id, fen in split.shares.items():
        charges.allocate(act.session, rows[charge_id], posted.id, fen)
    head = Head("income", entry.payer.strip(), entry.unit_id, entry.subject, entry.note.strip())
    receipt = keep(act, desk, head, posted, lines, split.settled)
    receipt.invoice_number = entry.invoice_number.strip()
    return receipt


def keep(
    act: Act,
    desk: Desk,
    head: Head,
    posted: JournalEntry,
    lines: Sequence[ReceiptLine],
    settled: Settled,
    *,
    fen: int | None = None,
) -> Receipt:
    """Keeps a numbered money paper inside the act that posted its entry; the number is the next of its kind and day.

    Args:
        act: the act under way.
        desk: the desk.
        head: who it is for.
        posted: its entry.
        lines: what it is about.
        settled: how it was paid.
        fen: the sum; that of the lines when None.
    """
    for place, line in enumerate(lines):
        line.position = place
    day = today(act, desk)
    row = Receipt(
        number=next_number(act.session, rules.PREFIXES[head.kind], day),
        kind=head.kind,
        at=act.at,
        day=day,
        payer=head.payer,
        unit_id=head.unit_id,
        subject=head.subject,
        fen=sum(line.fen for line in lines) if fen is None else fen,
        change=settled.change,
        note=head.note,
        entry_id=posted.id,
        shift_id=posted.shift_id,
        staff_id=act.staff_id,
        approver_id=head.approver_id,
        refers_id=head.refers_id,
        lines=list(lines),
        tenders=[
            ReceiptTender(position=place, method=tender.method, fen=tender.fen, reference=tender.reference.strip())
            for place, tender in enumerate(settled.kept)
        ],
    )
    act.session.add(row)
    act.session.flush()
    return row


def void(desk: Desk, receipt_id: int, *, reason: str) -> ReceiptView:
    """Voids a receipt, refund or settlement by a reversal of today; its number is never used again (handbook C-19).

    What it had paid is owed again, what it had charged itself is taken back with it. Cash comes out of, or goes back into, the
    drawer of now.

    Raises:
        InvalidInput: field `reason`. NotFound. NotAllowed: a supervisor approves it.
        DeskError: `void-already`; `refunded`, money went back on it; `no-shift`; `drawer`, `deposit`, `prepaid`: it is not there any
            more.
    """
    check = Checker()
    check.require("reason", reason, _("Say why the receipt is void."))
    check.done()
    with desk.act("money.void") as act:
        approver = answers_for(desk, "supervisor")
        row = get(act.session, receipt_id)
        take_back(act, desk, row, reason.strip(), approver)
        act.about("receipt", row.id, number=row.number, reason=row.void_reason)
        return receipt_view(act.session, row, papers.slip_of(act.session, row))


def take_back(act: Act, desk: Desk, row: Receipt, reason: str, approver_id: int) -> None:
    """Voids a receipt inside the act it belongs to; see `void`."""
    if row.state == "void":
        raise DeskError("void-already", _("{number} is void already.").format(number=row.number))
    back = act.session.scalars(select(Receipt).where(Receipt.refers_id == row.id, Receipt.state == "issued")).first()
    if back is not None:
        # L10N: 已按 {other} 退款，请先作废退款单
        words = _("Money went back on {number} by {other}. Void that refund first.")
        raise DeskError("refunded", words.format(number=row.number, other=back.number))
    entry = act.session.get(JournalEntry, row.entry_id)
    assert entry is not None
    needs_drawer = any(tender.method == "cash" for tender in row.tenders)
    shift = shift_at_work(act) if needs_drawer else None
    reversal = journal.reverse(
        act, desk, entry, reason, shift=shift, instead=_drawers(act.session, entry, shift) if shift else None
    )
    for charge_id, fen in act.session.execute(
        select(Allocation.charge_id, Allocation.fen).where(Allocation.entry_id == entry.id)
    ).all():
        charges.allocate(act.session, charges.get(act.session, charge_id), reversal.id, -fen)
    for line in row.lines:
        if line.own and line.charge_id is not None:
            _take_charge_back(act, desk, charges.get(act.session, line.charge_id), row, reversal)
    row.state, row.void_reason = "void", reason
    row.void_at, row.void_day = act.at, today(act, desk)
    row.void_by_id, row.void_approver_id = act.staff_id, approver_id
    row.void_entry_id = reversal.id
    act.session.flush()
    void_within(act, row.number, reason)
    index.write(act.session, "receipt", [row.id])
    for hook in hooks("receipt_voided"):
        hook(act, desk, row.kind, row.subject)


def _take_charge_back(act: Act, desk: Desk, charge: Charge, row: Receipt, reversal: JournalEntry) -> None:
    if charge.entry_id != row.entry_id:
        charges.take_back(act, desk, charge, row.void_reason or reversal.note)
    elif charge.open_fen != charge.fen:
        raise DeskError("paid", _("Something was paid on this charge. Void the receipt first."))
    else:  # a claim: the entry that raised it is the one just taken back
        charge.void_entry_id, charge.open_fen = reversal.id, 0


def _drawers(session: Session, entry: JournalEntry, shift: Shift) -> Mapping[int, Account]:
    """Today's drawer in place of the one that the entry moved."""
    old = session.scalars(
        select(Account.id)
        .join(Posting, Posting.account_id == Account.id)
        .where(Posting.entry_id == entry.id, Account.kind == "drawer")
    )
    return {account_id: drawer(session, shift) for account_id in old}


def note_invoice(desk: Desk, receipt_id: int, number: str) -> ReceiptView:
    """Notes the number of the tax invoice that was written for a receipt; "" takes a wrong one away.

    Raises:
        NotFound; NotAllowed: nobody is signed in. DeskError: `void`; `invoice`, it is no receipt of income.
    """
    with desk.act("money.invoice") as act:
        desk.require("receptionist")
        row = get(act.session, receipt_id)
        if row.state == "void":
            raise DeskError("void", _("{number} is void already.").format(number=row.number))
        if row.kind != "income":
            # L10N: 押金不开发票
            raise DeskError("invoice", _("A tax invoice belongs to a receipt of income."))
        before, row.invoice_number = row.invoice_number, number.strip()
        index.write(act.session, "receipt", [row.id])
        act.about("receipt", row.id, number=row.number, before=before, after=row.invoice_number)
        return receipt_view(act.session, row, papers.slip_of(act.session, row))


def get(session: Session, receipt_id: int) -> Receipt:
    """A receipt, locked.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Receipt, receipt_id, with_for_update={"of": Receipt})
    if row is None:
        raise NotFound(_("This receipt is not there."))
    return row


def _wanted(session: Session, entry: PayEntry) -> list[Charge]:
    """The charges that a payment may go on: those named, all of the room, or none when only its own lines are paid."""
    if entry.named:
        return charges.open_charges(session, entry.unit_id, entry.named)
    return [] if entry.lines or entry.unit_id is None else charges.open_charges(session, entry.unit_id)


def _split(entry: PayEntry, owed: Sequence[tuple[int, int]], *, own: Sequence[Charge] | None) -> rules.Payment:
    named = dict(entry.named or {})
    lines = [(-place, line.fen) for place, line in enumerate(entry.lines, 1)]
    if own is not None:
        lines = [(row.id, row.open_fen) for row in own]
    named.update(lines)
    split = rules.payment([*owed, *lines], entry.tenders, named or None, keep=entry.keep)
    if isinstance(split, Problem):
        raise InvalidInput([split])
    return split


def _refuse_wrong(problems: list[Problem]) -> None:
    if problems:
        raise InvalidInput(problems)


def undo_receipts(desk: Desk, step: Step) -> None:
    """Voids the receipts, refunds or settlements that an act gave, as `void` does; a supervisor approves it.

    Raises:
        DeskError: `not-undoable`: one was printed and may have been handed out. As `void`.
        NotAllowed: not a supervisor.
    """
    _not_handed_out(desk, step)
    for receipt_id in reversed(added(step, "receipt")):
        void(desk, receipt_id, reason=why_undone(desk))


def _not_handed_out(desk: Desk, step: Step) -> None:
    with desk.look() as session:
        kinds = session.scalars(
            select(SlipRecord.kind).where(
                SlipRecord.id.in_(step.issued), SlipRecord.id.in_(select(PrintLog.slip_id).where(PrintLog.taken))
            )
        ).all()
    for kind in kinds:
        # L10N: 已打印，可能已交给客户。
        words = _("It was printed and may have been handed out.")
        raise DeskError("not-undoable", f"{words} {_(features.slip_kinds()[kind].own_void)}")


__all__ = [
    "Head",
    "check_payment",
    "get",
    "keep",
    "note_invoice",
    "pay",
    "quote",
    "receipt_preview",
    "take",
    "take_back",
    "void",
]
