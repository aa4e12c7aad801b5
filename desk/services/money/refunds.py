"""Money that goes back on income: fees taken too much or for nothing, prepayments (handbook R2). Refunds of deposits: `deposits`.

A refund pays out of the drawer of now, whoever took the money and whenever: the drawer must hold the cash, else it is paid by
transfer.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, InvalidInput, Problem
from desk.i18n import _
from desk.models.money import Account, Posting, Receipt, ReceiptLine
from desk.rules.kit.money import Settled, Tender, figures
from desk.rules.money import PREPAID
from desk.services.kit.desk import Desk
from desk.services.money import journal, papers
from desk.services.money.core import answers_for, check_payout, place_of, refund_role, shift_at_work, the_unit
from desk.services.money.entries import RefundEntry
from desk.services.money.read import receipt_view, refunded
from desk.services.money.receipts import Head, get, keep
from desk.services.money.views import ReceiptView


def check_refund(desk: Desk, entry: RefundEntry) -> list[Problem]:
    """What is wrong with a refund as it is typed; amounts as `lines.12` by the line's id."""
    check = Checker()
    check.require("payee", entry.payee, _("Who receives the money?"))
    check.require("reason", entry.reason, _("Say why the money goes back."))
    check_payout(check, entry.method)
    if not entry.lines:
        check.add("lines", "required", _("Choose what goes back."))
    with desk.look() as session:
        known = dict(
            session.execute(
                select(ReceiptLine.id, ReceiptLine.fen).where(ReceiptLine.receipt_id == entry.receipt_id)
            ).all()
        )
        back = refunded(session, entry.receipt_id)
    for line_id, fen in entry.lines.items():
        left = known.get(line_id, 0) - back.get(line_id, 0)
        if fen <= 0:
            check.add(f"lines.{line_id}", "positive", _("An amount is more than 0."))
        elif fen > left:
            # L10N: 最多可退 {left}
            check.add(f"lines.{line_id}", "most", _("At most {left} can go back here.").format(left=figures(left)))
    return check.problems


def refund(desk: Desk, entry: RefundEntry) -> ReceiptView:
    """Pays money back on a receipt of income and gives a refund slip; the receipt stays.

    Raises:
        InvalidInput: fields of `RefundEntry`. NotFound.
        DeskError: `refund-kind`, it is no receipt of income; `void`; `drawer`, the cash is not there; `no-shift`.
        NotAllowed: more than a receptionist refunds alone (policy).
    """
    with desk.act("money.refund") as act:
        row = get(act.session, entry.receipt_id)
        if row.kind != "income":
            # L10N: 此处只退费用，押金请走退押金
            raise DeskError("refund-kind", _("Only income goes back here. A deposit goes back by its own way."))
        if row.state == "void":
            raise DeskError("void", _("{number} is void already.").format(number=row.number))
        problems = check_refund(desk, entry)
        if problems:
            raise InvalidInput(problems)
        total = sum(entry.lines.values())
        approver = answers_for(desk, refund_role(desk, total))
        shift = shift_at_work(act)
        postings = [(place_of(act.session, entry.method, shift, None), -total)]
        lines = []
        for line in row.lines:
            fen = entry.lines.get(line.id, 0)
            if not fen:
                continue
            if line.kind == PREPAID:
                assert row.unit_id is not None
                postings.append((_kept_on(act.session, row), fen))
            else:
                postings.append((journal.income(act.session, line.kind), fen))
            lines.append(ReceiptLine(kind=line.kind, item=line.item, period=line.period, fen=fen, refers_id=line.id))
        reason = entry.reason.strip()
        posted = journal.post(act, desk, "refund", postings, journal.About(row.subject, shift, reason))
        head = Head("refund", entry.payee.strip(), row.unit_id, row.subject, reason, row.id, approver)
        kept = Settled((Tender(entry.method, total, entry.reference),), 0)
        back = keep(act, desk, head, posted, lines, kept)
        slip = papers.issue_refund(act, desk, back)
        act.about("receipt", back.id, number=back.number, of=row.number, fen=total, reason=reason)
        return receipt_view(act.session, back, slip)


def _kept_on(session: Session, row: Receipt) -> Account:
    """The account on which a receipt kept what was over: for any kind of fee, or for one."""
    question = (
        select(Account)
        .join(Posting, Posting.account_id == Account.id)
        .where(Posting.entry_id == row.entry_id, Account.kind == "prepaid", Posting.fen < 0)
    )
    found = session.scalars(question).first()
    assert found is not None
    return found


def refund_prepayment(
    desk: Desk, unit_id: int, fen: int, *, payee: str, reason: str, method: str = "cash", reference: str = ""
) -> ReceiptView:
    """Pays a room's prepayment back.

    Raises:
        InvalidInput: fields `amount`, `payee`, `reason`, `method`. NotFound; NotAllowed, see `refund`.
        DeskError: `prepaid`, less is left; `drawer`; `no-shift`.
    """
    check = Checker()
    if fen <= 0:
        check.add("amount", "positive", _("An amount is more than 0."))
    check.require("payee", payee, _("Who receives the money?"))
    check.require("reason", reason, _("Say why the money goes back."))
    check_payout(check, method)
    check.done()
    with desk.act("money.refund-prepayment") as act:
        approver = answers_for(desk, refund_role(desk, fen))
        the_unit(act.session, unit_id)
        shift = shift_at_work(act)
        postings = [
            (place_of(act.session, method, shift, None), -fen), *journal.draw_prepaid(act.session, unit_id, fen),
        ]  # fmt: skip
        about = journal.About(f"unit:{unit_id}", shift, reason.strip())
        posted = journal.post(act, desk, "refund", postings, about)
        line = ReceiptLine(kind=PREPAID, item=papers.in_slip_language(desk, PREPAID), fen=fen)
        head = Head("refund", payee.strip(), unit_id, note=reason.strip(), approver_id=approver)
        row = keep(act, desk, head, posted, [line], Settled((Tender(method, fen, reference),), 0))
        slip = papers.issue_refund(act, desk, row)
        act.about("receipt", row.id, number=row.number, fen=fen, reason=reason.strip())
        return receipt_view(act.session, row, slip)


__all__ = ["check_refund", "refund", "refund_prepayment"]
