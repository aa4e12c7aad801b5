"""Custody: taken with the owner's consent, changed, handed back, lost, found, void (handbook M8)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import i18n
from desk.catalog import label
from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models import Unit
from desk.models.keys import KeySet
from desk.rules import keys as rules
from desk.rules.kit.phones import check_phone
from desk.rules.kit.texts import entry_problems
from desk.services.keys import papers
from desk.services.keys.core import SETS, get, held, owners_of, record, release_places, the_loan, view
from desk.services.keys.entries import ChangeEntry, HandBackEntry, KeySetEntry
from desk.services.keys.views import KeySetView
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.kit.sequences import next_number
from desk.services.kit.words import TextView, texts_of

PREFIX = "KT"


def take(desk: Desk, entry: KeySetEntry) -> KeySetView:
    """Takes a set of keys, or a piece of equipment, into custody and issues its 钥匙托管单.

    Raises:
        InvalidInput: fields of `KeySetEntry`: `consented`, `consent_by` (`not-owner`), `tag`, `hook` (`taken`), `pieces`, `seal` …
        NotFound: no such room. NotAllowed: nobody is signed in.
    """
    with desk.act("key-set.take") as act:
        desk.require("receptionist")
        check = Checker(entry_problems(entry, names=("given_by", "consent_by"), long=("note",)))
        unit = act.session.get(Unit, entry.unit_id) if entry.unit_id is not None else None
        if entry.unit_id is not None and unit is None:
            raise NotFound(_("This room is not registered."))
        check.problems += rules.custody_problems(_typed(act.session, desk, entry))
        phone = _phone(check, entry.phone)
        if entry.until is not None and entry.until < desk.today():
            # L10N: 托管期限已过
            check.add("until", "past", _("This day is over. Choose a later one."))
        check.done()
        row = KeySet(
            number=next_number(act.session, PREFIX, desk.local(act.at).date()), kind=entry.kind, state="kept",
            unit_id=unit.id if unit is not None and entry.kind == rules.HOUSEHOLD else None, name=entry.name.strip(),
            tag=entry.tag.strip(), hook=entry.hook.strip(), tag_held=entry.tag.strip(), hook_held=entry.hook.strip(),
            pieces=entry.pieces, sealed=entry.sealed, seal=entry.seal.strip() if entry.sealed else "",
            given_by=entry.given_by.strip(), phone=phone, consent_by=entry.consent_by.strip(), standing=entry.standing,
            until=entry.until, note=entry.note.strip(), taken_at=act.at, staff_id=act.staff_id, ended_to="",
        )  # fmt: skip
        act.session.add(row)
        act.session.flush()
        papers.issue_custody(act, desk, row)
        record(act, row, "taken", pieces=row.pieces, tag=row.tag, hook=row.hook)
        act.data["given_by"] = act.sealed(f"key-set:{row.id}", "name", row.given_by)
        return view(act.session, desk, row)


def _typed(session: Session, desk: Desk, entry: KeySetEntry) -> rules.Custody:
    used = session.execute(select(KeySet.tag_held, KeySet.hook_held).where(KeySet.tag_held.is_not(None))).all()
    return rules.Custody(
        entry.kind, entry.name, entry.tag, entry.hook, entry.pieces, entry.unit_id is not None, entry.given_by,
        entry.consent_by, entry.consented, entry.sealed, entry.seal, owners_of(session, desk, entry.unit_id),
        {row.tag_held for row in used}, {row.hook_held for row in used if row.hook_held},
    )  # fmt: skip


def _phone(check: Checker, text: str) -> str:
    if not text.strip():
        return ""
    found = check_phone(text)
    check.note("phone", found.problem)
    return found.number


def change(desk: Desk, key_set_id: int, entry: ChangeEntry) -> KeySetView:
    """Changes hook, seal, standing agreement, end or note of a set on its hook.

    Raises:
        InvalidInput: fields of `ChangeEntry`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: KeySet, check: Checker) -> None:
        check.problems += entry_problems(entry, long=("note",))
        check.require("hook", entry.hook, _("Write the hook or place."))
        taken = select(KeySet.id).where(KeySet.hook_held == entry.hook.strip(), KeySet.id != row.id)
        if act.session.scalars(taken).first() is not None:
            check.add("hook", "taken", _("This hook is in use. Take another one."))
        if entry.sealed:
            check.require("seal", entry.seal, _("Write the number of the seal."))

    with moving(desk, SETS, key_set_id, "change", checks=checks) as step:
        row = step.row
        before = {"hook": row.hook, "seal": row.seal}
        row.hook = row.hook_held = entry.hook.strip()
        row.sealed, row.seal = entry.sealed, entry.seal.strip() if entry.sealed else ""
        row.standing, row.until, row.note = entry.standing, entry.until, entry.note.strip()
        record(step.act, row, "changed", before=before, hook=row.hook, seal=row.seal)
        return view(step.act.session, desk, row)


def recount(desk: Desk, key_set_id: int, *, pieces: int, note: str) -> KeySetView:
    """Corrects how many pieces a set has; a supervisor does it, with the reason.

    Raises:
        InvalidInput: fields `pieces`, `note`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """

    def checks(_act: Act, _row: KeySet, check: Checker) -> None:
        check.note("pieces", rules.pieces_problem(pieces))

    with moving(desk, SETS, key_set_id, "recount", {"note": note}, checks=checks) as step:
        before, step.row.pieces = step.row.pieces, pieces
        record(step.act, step.row, "recounted", note, before=before, pieces=pieces)
        return view(step.act.session, desk, step.row)


def hand_back(desk: Desk, key_set_id: int, entry: HandBackEntry) -> KeySetView:
    """Ends a custody: the set is handed back and signed for; its 钥匙交还单 is issued.

    Raises:
        InvalidInput: `receiver`, `signed`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: KeySet, check: Checker) -> None:
        _receiver(check, entry)

    with moving(desk, SETS, key_set_id, "hand-back", checks=checks) as step:
        _end(step.act, desk, [step.row], entry)
        return view(step.act.session, desk, step.row)


def hand_over_all(desk: Desk, unit_id: int, entry: HandBackEntry) -> tuple[KeySetView, ...]:
    """Hands all keys of a home over in one act, to a new owner for example; none of them may be out (handbook M8).

    Raises:
        InvalidInput: `receiver`, `signed`. DeskError: `keys-out`, one of them is lent; `no-keys`, there are none.
        NotFound: no such room. NotAllowed.
    """
    with desk.act("key-set.hand-over-all") as act:
        desk.require("receptionist")
        if act.session.get(Unit, unit_id) is None:
            raise NotFound(_("This room is not registered."))
        check = Checker()
        _receiver(check, entry)
        check.done()
        rows = [row for row in held(act.session, unit_id) if row.state != "lost"]
        if not rows:
            # L10N: 该户没有托管的钥匙
            raise DeskError("no-keys", _("No keys of this home are in custody."))
        for row in rows:
            if row.state in rules.OUT:
                raise DeskError("keys-out", rules.keys_out(row.number, the_loan(act.session, row).borrower).words)
            advance(rules.CYCLE, row, "hand-back")
        _end(act, desk, rows, entry)
        act.subject = f"unit:{unit_id}"
        act.data["sets"] = [row.number for row in rows]
        return tuple(view(act.session, desk, row) for row in rows)


def _receiver(check: Checker, entry: HandBackEntry) -> None:
    check.problems += entry_problems(entry, names=("receiver",), long=("note",))
    # L10N: 请填写领取人
    check.require("receiver", entry.receiver, _("Who takes them?"))
    if not entry.signed:
        # L10N: 领取人须签字
        check.add("signed", "required", _("Whoever takes them has to sign."))


def _end(act: Act, desk: Desk, rows: Sequence[KeySet], entry: HandBackEntry) -> None:
    for row in rows:
        release_places(row, act.at, entry.receiver.strip())
    slip = papers.issue_hand_back(act, desk, rows, entry)
    for row in rows:
        record(act, row, "handed-back", entry.note, slip=slip.number)


def lose(desk: Desk, key_set_id: int, *, note: str) -> KeySetView:
    """Records that keys are lost: a whole set, or what is missing of one that came back in part (the rest stays in custody).

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, SETS, key_set_id, ("lose", "lose-rest"), {"note": note}) as step:
        act, row = step.act, step.row
        missing = row.pieces
        if step.came in rules.OUT:
            loan = the_loan(act.session, row)
            missing = rules.outstanding(loan)
            loan.pieces_lost, loan.out_of, loan.ended_at = missing, None, act.at
            loan.note = note.strip()
        if step.move.code == "lose-rest":
            row.pieces -= missing
        record(act, row, step.move.happened, note, pieces=missing)
        return view(act.session, desk, row)


def find(desk: Desk, key_set_id: int, *, note: str) -> KeySetView:
    """A lost set was found again: it is on its hook.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, SETS, key_set_id, "find", {"note": note}) as step:
        record(step.act, step.row, "found", note)
        return view(step.act.session, desk, step.row)


def void(desk: Desk, key_set_id: int, *, note: str) -> KeySetView:
    """Voids a custody that was entered by mistake; its number is never used again (handbook C-19).

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, SETS, key_set_id, "void", {"note": note}) as step:
        release_places(step.row, step.act.at)
        papers.void_custody(step.act, step.row, note.strip())
        record(step.act, step.row, "void", note)
        return view(step.act.session, desk, step.row)


def key_set(desk: Desk, key_set_id: int) -> KeySetView:
    """A set with its loans and papers.

    Raises:
        NotFound: there is no such set.
    """
    with desk.look() as session:
        return view(session, desk, get(session, key_set_id))


def texts_for(desk: Desk, key_set_id: int) -> tuple[TextView, ...]:
    """The texts to send about keys that are lent, those that fit its state first (handbook S30); those on the hook have none.

    Raises:
        NotFound: there is no such set.
    """
    shown = key_set(desk, key_set_id)
    until = shown.loan.due_at if shown.loan is not None else None
    number = shown.loan.number if shown.loan is not None else shown.number
    with i18n.speaking(desk.site.slip_language):
        matter = label("key_kinds", shown.kind)
        return texts_of(desk, "key-set", shown.state, number=number, matter=matter, until=until, ahead=False)


__all__ = [
    "PREFIX",
    "change",
    "find",
    "hand_back",
    "hand_over_all",
    "key_set",
    "lose",
    "recount",
    "take",
    "texts_for",
    "void",
]
