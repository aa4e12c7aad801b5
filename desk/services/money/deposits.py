"""Deposits: taken on receipts of their own, held, given back with deductions (handbook B3, C-9, R8, R9). They stay the payer's.

A deposit credits an account of its own, so that what is held of it can never go below zero, whoever refunds it at the same time.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label, whole_catalog
from desk.errors import Checker, DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _, speaking
from desk.models.money import Account, Deposit, JournalEntry, Receipt, ReceiptLine
from desk.models.money import Deduction as DeductionRow
from desk.rules import money as rules
from desk.rules.kit.amounts import to_fen
from desk.rules.kit.money import Settled, Tender, settle
from desk.services.kit.desk import Act, Desk
from desk.services.kit.gate import obstacles
from desk.services.money import charges, journal, papers
from desk.services.money.core import (
    answers_for,
    check_payout,
    check_tenders,
    place_of,
    refund_role,
    shift_at_work,
    the_unit,
    today,
)
from desk.services.money.entries import ChargeEntry, DepositEntry, OldDepositEntry, SettleEntry, TakeEntry
from desk.services.money.read import deposit_views, receipt_view
from desk.services.money.receipts import Head, keep
from desk.services.money.views import DepositView, ReceiptView, SettlementView


def check_take(desk: Desk, entry: TakeEntry) -> list[Problem]:
    """What is wrong with deposits as they are typed, as `deposits.0.amount`; tenders as `tenders.0.fen`."""
    check = Checker()
    # L10N: 请填写付款方
    check.require("payer", entry.payer, _("Who pays?"))
    check_tenders(check, entry.tenders, None)
    if not entry.deposits:
        check.add("deposits", "required", _("Enter at least one deposit."))
    for place, each in enumerate(entry.deposits):
        for problem in _of_deposit(desk, each):
            check.add(f"deposits.{place}.{problem.field}", problem.code, problem.message)
    return check.problems


def _of_deposit(desk: Desk, each: DepositEntry | OldDepositEntry) -> list[Problem]:
    found = []
    if each.kind not in {choice.code for choice in whole_catalog("deposit_kinds")}:
        found.append(Problem("required", _("Choose what the deposit is for."), "kind"))
    most = to_fen(Decimal(str(desk.policy["money.deposit_most"]))) if each.kind == "renovation" else 0
    bound = rules.deposit_problem(each.fen, most if isinstance(each, DepositEntry) else 0)
    return [*found, bound] if bound else found


def take_deposit(desk: Desk, entry: TakeEntry) -> ReceiptView:
    """Takes deposits and gives their receipt, which never holds income.

    Raises:
        InvalidInput: fields of `TakeEntry`; `tenders`: `short`, `change`.
        DeskError: `no-shift`. NotFound: there is no such room. NotAllowed: nobody is signed in.
    """
    _refuse_wrong(check_take(desk, entry))
    with desk.act("money.take-deposit") as act:
        desk.require("receptionist")
        row = take(act, desk, entry)
        slip = papers.issue_receipt(act, desk, row)
        act.about("receipt", row.id, number=row.number, fen=row.fen)
        return receipt_view(act.session, row, slip)


def take(act: Act, desk: Desk, entry: TakeEntry) -> Receipt:
    """Takes deposits inside the act they belong to, without their paper; the entry was checked.

    Raises:
        InvalidInput: field `tenders`. DeskError: `no-shift`.
    """
    shift = shift_at_work(act)
    the_unit(act.session, entry.unit_id)
    settled = settle(sum(each.fen for each in entry.deposits), entry.tenders)
    if isinstance(settled, Problem):
        raise InvalidInput([settled])
    postings = [(place_of(act.session, tender.method, shift, None), tender.fen) for tender in settled.kept]
    lines = []
    for each in entry.deposits:
        row = _open(act, desk, each, entry.payer, entry.unit_id, entry.subject)
        postings.append((row.account, -each.fen))
        lines.append(ReceiptLine(kind="deposit", item=row.item, fen=each.fen, deposit_id=row.id))
    posted = journal.post(act, desk, "deposit", postings, journal.About(entry.subject, shift))
    head = Head("deposit", entry.payer.strip(), entry.unit_id, entry.subject, entry.note.strip())
    return keep(act, desk, head, posted, lines, settled)


def _open(
    act: Act, desk: Desk, each: DepositEntry | OldDepositEntry, payer: str, unit_id: int | None, subject: str
) -> Deposit:
    with speaking(desk.site.slip_language):
        item = each.item.strip() or label("deposit_kinds", each.kind)
    kind = "pass-deposit" if each.kind == "pass" else "deposit"
    held = journal.account(act.session, "deposit:new", kind, unit_id=unit_id)
    row = Deposit(
        kind=each.kind, item=item, unit_id=unit_id, subject=subject, payer=payer.strip(), fen=each.fen,
        taken_on=today(act, desk), account_id=held.id, account=held,
    )  # fmt: skip
    act.session.add(row)
    act.session.flush()
    held.code, held.since = f"deposit:{row.id}", row.taken_on
    act.session.flush()
    return row


def open_deposit(desk: Desk, entry: OldDepositEntry) -> DepositView:
    """Takes over a deposit that was taken on paper before Desk; it stands against the account "opening" (handbook R1).

    Its refund passes the same gate as any other.

    Raises:
        InvalidInput: fields of `OldDepositEntry`; `paper_number`: `taken`, that old receipt is there already.
        NotFound; NotAllowed: not a supervisor.
    """
    check = Checker(_of_deposit(desk, entry))
    check.require("payer", entry.payer, _("Who pays?"))
    # L10N: 请填写原收据号
    check.require("paper_number", entry.paper_number, _("Write the number of the old receipt."))
    check.require("taken_on", entry.taken_on, _("On which day was it taken?"))
    if entry.taken_on is not None and entry.taken_on > desk.today():
        check.add("taken_on", "future", _("This day has not come yet. Choose today or an earlier one."))
    check.done()
    assert entry.taken_on is not None
    with desk.act("money.open-deposit") as act:
        desk.require("supervisor")
        the_unit(act.session, entry.unit_id)
        number = entry.paper_number.strip()
        there = act.session.scalars(
            select(Deposit.id).where(
                Deposit.paper_number == number, Deposit.kind == entry.kind, Deposit.payer == entry.payer
            )
        ).first()
        if there is not None:
            check.add("paper_number", "taken", _("This old receipt was entered already."))
        check.done()
        row = _open(act, desk, entry, entry.payer, entry.unit_id, entry.subject)
        row.taken_on = row.account.since = entry.taken_on
        row.paper_number = number
        postings = [(journal.plain(act.session, "opening"), entry.fen), (row.account, -entry.fen)]
        journal.post(act, desk, "opening", postings, journal.About(entry.subject, note=number))
        act.about("deposit", row.id, paper=number, fen=entry.fen)
        return deposit_views(act.session, desk, [row])[0]


def check_settle(_desk: Desk, entry: SettleEntry) -> list[Problem]:
    """What is wrong with a refund as it is typed, deductions as `deductions.0.amount`."""
    check = Checker(rules.deduction_problems(entry.deductions))
    # L10N: 请填写领款人
    check.require("payee", entry.payee, _("Who receives the money?"))
    check_payout(check, entry.method)
    if not entry.deposits:
        check.add("deposits", "required", _("Choose a deposit."))
    return check.problems


def settle_deposit(desk: Desk, entry: SettleEntry) -> SettlementView:
    """Gives deposits back, less what is deducted; what exceeds them is claimed from the room (handbook R9).

    2,000.00 − 350.50 pays out 1,649.50. 2,000.00 − 2,300.00 pays out nothing, gives no refund slip, and 300.00 is owed.

    Raises:
        InvalidInput: fields of `SettleEntry`; what the gate of the deposit's subject has against it.
        DeskError: `deposit`, nothing is held of it any more; `drawer`, the cash is not there; `no-shift`.
        NotFound; NotAllowed: more than a receptionist refunds alone (policy).
    """
    _refuse_wrong(check_settle(desk, entry))
    with desk.act("money.refund-deposit") as act:
        for deposit in _locked(act.session, entry.deposits):
            if deposit.subject:
                in_way = obstacles(act.session, desk, "deposit.refund", deposit.subject)
                _refuse_wrong([each.problem() for each in in_way])
        return settle_within(act, desk, entry)


def settle_within(act: Act, desk: Desk, entry: SettleEntry) -> SettlementView:
    """Gives deposits back inside the act of the feature whose gate was passed; the entry was checked. See `settle_deposit`."""
    rows = _locked(act.session, entry.deposits)
    held = [-row.account.balance for row in rows]
    division = rules.divide(sum(held), entry.deductions)
    approver = answers_for(desk, refund_role(desk, sum(held)))
    unit_id = rows[0].unit_id
    if division.claim and unit_id is None:
        # L10N: 没有房号，无法登记应补缴款
        raise DeskError("no-room", _("What exceeds the deposit is claimed from a room, and there is none here."))
    shift = shift_at_work(act) if division.refund else None
    postings = [(row.account, fen) for row, fen in zip(rows, held, strict=True)]
    if entry.deductions:
        postings.append((journal.income(act.session, "damages"), -division.deducted - division.claim))
    if division.claim:
        postings.append((journal.receivable(act.session, unit_id, "damages"), division.claim))
    kept: tuple[Tender, ...] = ()
    if shift is not None:
        postings.append((place_of(act.session, entry.method, shift, None), -division.refund))
        kept = (Tender(entry.method, division.refund, entry.reference),)
    kind = "deposit-refund" if division.refund else "settlement"
    posted = journal.post(act, desk, kind, postings, journal.About(rows[0].subject, shift))
    lines = [
        ReceiptLine(kind="deposit", item=row.item, fen=fen, deposit_id=row.id)
        for row, fen in zip(rows, held, strict=True)
    ]
    if division.claim:
        lines.append(_claim(act, desk, rows[0], division.claim, posted))
    head = Head(kind, entry.payee.strip(), unit_id, rows[0].subject, entry.remark.strip(), approver_id=approver)
    receipt = keep(act, desk, head, posted, lines, Settled(kept, 0), fen=division.refund or division.claim)
    for line in entry.deductions:
        act.session.add(
            DeductionRow(
                receipt_id=receipt.id, item=line.item.strip(), reason=line.reason.strip(),
                evidence=line.evidence.strip(), fen=line.fen,
            )
        )  # fmt: skip
    act.session.flush()
    slip = papers.issue_settlement(act, desk, receipt)
    act.about("receipt", receipt.id, number=receipt.number, refund=division.refund, claim=division.claim)
    return SettlementView(receipt_view(act.session, receipt, slip), division.refund, division.deducted, division.claim)


def _claim(act: Act, desk: Desk, deposit: Deposit, fen: int, posted: JournalEntry) -> ReceiptLine:
    """What exceeds the deposits, as a charge of the room that the same entry has raised."""
    with speaking(desk.site.slip_language):
        # L10N: 应补缴（超出押金的赔偿）
        item = _("Damages beyond the deposit")
    entry = ChargeEntry("damages", fen, deposit.unit_id, item, subject=deposit.subject)
    row = charges.note_charge(act, desk, entry, posted)
    return ReceiptLine(kind="damages", item=item, fen=fen, charge_id=row.id, own=True)


def _locked(session: Session, ids: tuple[int, ...]) -> list[Deposit]:
    """Deposits of one room and payer of which something is held, with their accounts locked.

    Raises:
        NotFound: one of them is not there. DeskError: `deposit`, nothing is held of one; `mixed`, they are not one payer's.
    """
    rows = list(session.scalars(select(Deposit).where(Deposit.id.in_(ids)).order_by(Deposit.id)))
    if len(rows) != len(set(ids)) or not rows:
        # L10N: 没有这笔押金
        raise NotFound(_("This deposit is not there."))
    session.scalars(
        select(Account)
        .where(Account.id.in_([row.account_id for row in rows]))
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        if not row.account.balance:
            # L10N: 该押金已退清
            raise DeskError("deposit", _("Nothing is held of this deposit any more: it went back already."))
    if len({(row.unit_id, row.payer, row.subject) for row in rows}) > 1:
        # L10N: 一张退款单只退一位付款方的押金
        raise DeskError("mixed", _("One refund slip gives back the deposits of one payer and one room."))
    return rows


def _refuse_wrong(problems: list[Problem]) -> None:
    if problems:
        raise InvalidInput(problems)


__all__ = [
    "check_settle",
    "check_take",
    "open_deposit",
    "settle_deposit",
    "settle_within",
    "take",
    "take_deposit",
]
