"""The papers of keys, made from what is stored, in the language of the slips."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from desk.models.keys import KeyCount, KeyLoan, KeySet
from desk.models.slips import SlipRecord
from desk.rules.kit import wording
from desk.services.keys.entries import HandBackEntry
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import writing, writing_copies
from desk.services.kit.sealed import Personal
from desk.services.kit.words import moment_of, word
from desk.services.slips import SlipView, issue, void_within
from desk.slips import keys as forms
from desk.slips.engine.head import PaperHead


def _facts(row: KeySet) -> forms.SetFacts:
    return forms.SetFacts(
        row.number, word("key_kinds", row.kind), row.unit.name if row.unit else "", row.name, row.tag, row.hook, row.pieces,
        row.seal if row.sealed else "",
    )  # fmt: skip


def _people(row: KeySet) -> list[Personal]:
    about = f"key-set:{row.id}"
    found = [("name", row.given_by), ("name", row.consent_by), ("phone", row.phone), ("name", row.ended_to)]
    return [Personal(about, kind, text) for kind, text in found if text]


def issue_custody(act: Act, desk: Desk, row: KeySet) -> SlipView:
    """Issues the 钥匙托管单 under the set's own number."""
    with writing_copies(desk, "key-custody") as head:
        slip = forms.custody_slip(
            _facts(row),
            forms.ConsentFacts(row.given_by, row.phone, row.consent_by, row.standing, wording.day(row.until), row.note),
            moment_of(desk, row.taken_at), act.actor.name if act.actor else "", PaperHead(**head),
        )  # fmt: skip
    return issue(act, desk, slip, subject=f"key-set:{row.id}", number=row.number, people=_people(row))


def void_custody(act: Act, row: KeySet, reason: str) -> None:
    """Voids the 钥匙托管单 with its custody."""
    wanted = select(SlipRecord.number).where(
        SlipRecord.number == row.number, SlipRecord.kind == "key-custody", SlipRecord.state == "issued"
    )
    for number in act.session.scalars(wanted).all():
        void_within(act, number, reason)


def issue_loan(act: Act, desk: Desk, row: KeySet, loan: KeyLoan) -> SlipView:
    """Issues the 钥匙借用单 under the loan's own number."""
    with writing_copies(desk, "key-loan") as head:
        slip = forms.loan_slip(
            _facts(row),
            forms.LoanFacts(
                loan.number, word("key_borrowers", loan.borrower_kind), loan.borrower, loan.company, loan.phone,
                loan.purpose, word("key_permissions", loan.permission), loan.permitted_by, loan.pieces,
                moment_of(desk, loan.lent_at), moment_of(desk, loan.due_at), loan.note,
            ),
            act.actor.name if act.actor else "", PaperHead(**head),
        )  # fmt: skip
    about = f"key-loan:{loan.id}"
    told = [("name", loan.borrower), ("name", loan.permitted_by), ("phone", loan.phone)]
    people = [Personal(about, kind, text) for kind, text in told if text]
    return issue(act, desk, slip, subject=f"key-set:{row.id}", number=loan.number, people=people)


def issue_hand_back(act: Act, desk: Desk, rows: Sequence[KeySet], entry: HandBackEntry) -> SlipView:
    """Issues the 钥匙交还单 for one or several sets."""
    with writing_copies(desk, "key-hand-back") as head:
        slip = forms.hand_back_slip(
            [_facts(row) for row in rows], entry.receiver.strip(), entry.note.strip(), moment_of(desk, act.at),
            act.actor.name if act.actor else "", PaperHead(**head),
        )  # fmt: skip
    people = [person for row in rows for person in _people(row)]
    return issue(act, desk, slip, subject=f"key-set:{rows[0].id}", people=people)


def issue_count(act: Act, desk: Desk, made: KeyCount, rows: Sequence[KeySet]) -> SlipView:
    """Issues the 钥匙盘点表 of a count under its own number."""
    with writing(desk) as head:
        counted = {key: (expected, found) for key, _number, expected, found in made.lines}
        lines = [forms.CountLine(_facts(row), *counted[row.id]) for row in rows]
        slip = forms.count_sheet(
            lines, moment_of(desk, made.at), act.actor.name if act.actor else "", made.note, PaperHead(**head)
        )
    return issue(act, desk, slip, subject=f"key-count:{made.id}", number=made.number)


__all__ = ["issue_count", "issue_custody", "issue_hand_back", "issue_loan", "void_custody"]
