"""Lending and taking back (handbook M8): a set is lent once; fewer pieces than lent leave it out."""

from __future__ import annotations

from datetime import datetime

from desk.errors import Checker
from desk.i18n import _
from desk.models.keys import KeyLoan, KeySet
from desk.rules import keys as rules
from desk.rules.kit.phones import check_phone
from desk.rules.kit.texts import entry_problems
from desk.services.keys import papers
from desk.services.keys.core import SETS, get, owners_of, record, the_loan, view
from desk.services.keys.entries import LoanEntry, ReturnEntry
from desk.services.keys.views import KeySetView
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.kit.sequences import next_number

PREFIX = "KJ"


def lend(desk: Desk, key_set_id: int, entry: LoanEntry) -> KeySetView:
    """Lends a set and issues its 钥匙借用单, which the borrower signs.

    Raises:
        InvalidInput: fields of `LoanEntry`; `permission`: keys of a home need the owner's word.
        DeskError: `illegal-move`, it is not on its hook (lent, lost, handed back). NotFound; NotAllowed.
    """
    phone = check_phone(entry.phone) if entry.phone.strip() else None

    def checks(act: Act, row: KeySet, check: Checker) -> None:
        check.problems += entry_problems(entry, names=("borrower", "permitted_by"), long=("note",))
        typed = rules.Loan(
            row.kind, entry.borrower_kind, entry.borrower, entry.purpose, entry.due_at, entry.permission,
            entry.permitted_by, row.standing, row.sealed,
        )  # fmt: skip
        check.problems += rules.loan_problems(
            typed, now=act.at, most_days=int(desk.policy["keys.most_days"]), owners=owners_of(act.session, desk, row.unit_id)
        )  # fmt: skip
        if phone is not None:
            check.note("phone", phone.problem)

    with moving(desk, SETS, key_set_id, "lend", checks=checks) as step:
        act, row = step.act, step.row
        assert entry.due_at is not None
        asked = rules.needs_permission(row.kind, entry.borrower_kind)
        loan = KeyLoan(
            number=next_number(act.session, PREFIX, desk.local(act.at).date()), key_set_id=row.id, out_of=row.id,
            borrower_kind=entry.borrower_kind, borrower=entry.borrower.strip(), company=entry.company.strip(),
            phone=phone.number if phone else "", purpose=entry.purpose.strip(),
            permission=entry.permission if asked else "", permitted_by=entry.permitted_by.strip() if asked else "",
            pieces=row.pieces, lent_at=act.at, due_at=entry.due_at, note=entry.note.strip(), staff_id=act.staff_id,
            condition="", pieces_back=0, pieces_lost=0,
        )  # fmt: skip
        act.session.add(loan)
        act.session.flush()
        papers.issue_loan(act, desk, row, loan)
        record(act, row, "lent", loan=loan.number, pieces=loan.pieces)
        act.data["borrower"] = act.sealed(f"key-loan:{loan.id}", "name", loan.borrower)
        return view(act.session, desk, row)


def take_back(desk: Desk, key_set_id: int, entry: ReturnEntry) -> KeySetView:
    """Accepts a return: the pieces are counted. All of them end the loan; fewer leave the set out, partly returned.

    Raises:
        InvalidInput: `pieces`, `condition`, `note`, `seal`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with desk.look() as session:
        row = get(session, key_set_id)
        left = rules.outstanding(the_loan(session, row)) if row.state in rules.OUT else 0
    whole = entry.pieces >= left

    def checks(act: Act, row: KeySet, check: Checker) -> None:
        check.problems += entry_problems(entry, long=("note",))
        loan = the_loan(act.session, row)
        check.problems += rules.return_problems(
            entry.pieces, outstanding=rules.outstanding(loan), condition=entry.condition, note=entry.note
        )
        if whole and row.sealed:
            # L10N: 请填写新封条号
            check.require("seal", entry.seal, _("It was sealed. Seal it again and write the number of the new seal."))

    with moving(desk, SETS, key_set_id, "return" if whole else "return-part", checks=checks) as step:
        act, row = step.act, step.row
        loan = the_loan(act.session, row)
        loan.pieces_back += entry.pieces
        loan.condition = entry.condition if loan.condition != "damaged" else loan.condition
        loan.note = " ".join(part for part in (loan.note, entry.note.strip()) if part)
        loan.accepted_by_id = act.staff_id
        if loan.pieces_back == loan.pieces:
            loan.out_of, loan.ended_at = None, act.at
            if row.sealed:
                row.seal = entry.seal.strip()
        record(
            act, row, step.move.happened, entry.note, loan=loan.number, pieces=entry.pieces, condition=entry.condition
        )
        return view(act.session, desk, row)


def prolong(desk: Desk, key_set_id: int, *, due_at: datetime | None, note: str) -> KeySetView:
    """Gives a loan a later time, with the reason (handbook S11: later needs a reason and a date).

    Raises:
        InvalidInput: `due_at`, `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, _row: KeySet, check: Checker) -> None:
        check.require("due_at", due_at, _("When is it due back?"))
        if due_at is not None:
            check.note(
                "due_at", rules.due_problem(due_at, now=act.at, most_days=int(desk.policy["keys.most_days"]))
            )  # fmt: skip

    with moving(desk, SETS, key_set_id, "prolong", {"note": note}, checks=checks) as step:
        loan = the_loan(step.act.session, step.row)
        assert due_at is not None
        loan.due_at = due_at
        record(step.act, step.row, "prolonged", note, loan=loan.number)
        return view(step.act.session, desk, step.row)


__all__ = ["PREFIX", "lend", "prolong", "take_back"]
