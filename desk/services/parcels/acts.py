"""Things are taken, told of, handed out once, given back, passed on, disposed of (handbook S20)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models import Customer, Occupancy, Phone, Staff, Unit
from desk.models.households import belongs_now
from desk.models.parcels import Parcel
from desk.models.slips import SlipRecord
from desk.rules import parcels as rules
from desk.rules.kit import phones, wording
from desk.rules.kit.texts import entry_problems
from desk.services import slips
from desk.services.finder import index
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, advance, moving
from desk.services.kit.papers import writing, writing_copies
from desk.services.kit.sealed import Personal
from desk.services.kit.sequences import next_number
from desk.services.kit.words import moment_of, word
from desk.services.parcels.views import HandingEntry, ParcelEntry, ParcelView
from desk.services.slips import SlipView, issue, void_within
from desk.services.undo import reason
from desk.slips import parcels as forms
from desk.slips.engine.head import PaperHead

THINGS = Kept(rules.CYCLE, Parcel, lambda: _("This thing is not there."))
"""Things that are kept, and their life cycle."""
TAGS = {"parcel": "parcel", "left": "left-thing", "found": "found-thing"}
"""Kinds of slips by kind of thing."""


def get(session: Session, parcel_id: int) -> Parcel:
    """A thing.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Parcel, parcel_id)
    if row is None:
        raise NotFound(THINGS.absent())
    return row


def take(desk: Desk, entry: ParcelEntry) -> ParcelView:
    """Takes a thing and issues its tag in two parts.

    Raises:
        InvalidInput: fields of `ParcelEntry`: `contents`: `dangerous`, `perishable`, `identity`; `sealed`: `cash`; `witness_id` …
        NotFound: no such room. NotAllowed: nobody is signed in.
    """
    with desk.act("parcel.take") as act:
        desk.require("receptionist")
        today = desk.local(act.at).date()
        check = Checker(entry_problems(entry, names=("recipient", "brought_by"), long=("note",)))
        unit = act.session.get(Unit, entry.unit_id) if entry.unit_id is not None else None
        if entry.unit_id is not None and unit is None:
            raise NotFound(_("This room is not registered."))
        witness = act.session.get(Staff, entry.witness_id) if entry.witness_id is not None else None
        second = witness is not None and witness.active and witness.id != act.staff_id
        typed = rules.Keeping(
            entry.kind, entry.what, entry.contents, entry.place, entry.pieces, unit is not None, entry.recipient,
            entry.brought_by, entry.sealed, entry.seal, second, entry.where_found,
        )  # fmt: skip
        check.problems += rules.keeping_problems(typed)
        phone = phones.check_phone(entry.phone) if entry.phone.strip() else None
        if phone is not None:
            check.note("phone", phone.problem)
        if entry.due_on is not None and entry.due_on < today:
            check.add("due_on", "past", _("This day is over. Choose a later one."))
        check.done()
        found = entry.kind == "found"
        row = Parcel(
            number=next_number(act.session, rules.PREFIXES[entry.kind], today), kind=entry.kind, state="kept",
            unit_id=unit.id if unit is not None and not found else None,
            recipient="" if found else entry.recipient.strip(), phone=phone.number if phone else "",
            what=entry.what.strip(), contents=entry.contents, pieces=entry.pieces, sealed=entry.sealed,
            seal=entry.seal.strip() if entry.sealed else "", brought_by=entry.brought_by.strip(),
            tracking=entry.tracking.strip(), where_found=entry.where_found.strip() if found else "",
            place=entry.place.strip(), witness_id=witness.id if witness is not None and second else None, taken_at=act.at,
            due_on=entry.due_on or _due(desk, entry, today), note=entry.note.strip(), staff_id=act.staff_id,
        )  # fmt: skip
        act.session.add(row)
        act.session.flush()
        _issue_tag(act, desk, row)
        _noted(act, row, what=row.kind)
        return view(act.session, desk, row)


def _due(desk: Desk, entry: ParcelEntry, today: date) -> date:
    policy = desk.policy
    return rules.due_on(
        entry.kind, entry.contents, today, return_days=int(policy["parcels.return_days"]),
        found_days=int(policy["parcels.found_days"]),
    )  # fmt: skip


def facts_of(session: Session, desk: Desk, row: Parcel) -> forms.ThingFacts:
    """A thing as papers tell of it, in the language in force."""
    names = {each.id: each.name for each in session.scalars(select(Staff))}
    return forms.ThingFacts(
        row.number, row.kind, row.unit.name if row.unit else "", row.recipient, row.what,
        word("parcel_contents", row.contents), row.pieces, row.place, moment_of(desk, row.taken_at), wording.day(row.due_on),
        row.brought_by, row.tracking, row.seal, row.where_found, names.get(row.staff_id, ""),
        names.get(row.witness_id or 0, ""),
    )  # fmt: skip


def _issue_tag(act: Act, desk: Desk, row: Parcel) -> SlipView:
    kind = TAGS[row.kind]
    with writing_copies(desk, kind) as head:
        slip = forms.tag(facts_of(act.session, desk, row), kind, PaperHead(**head))
    about = f"parcel:{row.id}"
    people = [Personal(about, "name", text) for text in (row.recipient, row.brought_by) if text]
    return issue(act, desk, slip, subject=about, number=row.number, people=people)


def _noted(act: Act, row: Parcel, **data: object) -> None:
    act.about("parcel", row.id, number=row.number, state=row.state, **data)
    act.touch("unit", row.unit_id)
    act.session.flush()
    index.write(act.session, "parcel", [row.id])


def _end(act: Act, row: Parcel, note: str) -> None:
    row.ended_at, row.ended_by_id = act.at, act.staff_id
    row.note = " ".join(part for part in (row.note, note.strip()) if part)


def tell(desk: Desk, parcel_id: int, *, how: str) -> ParcelView:
    """Notes that the recipient was told, and how.

    Raises:
        InvalidInput: field `how`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, THINGS, parcel_id, "tell", {"how": how}) as step:
        step.row.told_at, step.row.told_how = step.act.at, how.strip()
        _noted(step.act, step.row)
        return view(step.act.session, desk, step.row)


def hand_out(desk: Desk, parcel_id: int, entry: HandingEntry) -> ParcelView:
    """Hands a thing out, once: to somebody of the home by name and phone tail or signature, else with the home's word.

    Raises:
        InvalidInput: `receiver`, `tail` (`mismatch`), `authorised_by`, `claim` … DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Parcel, check: Checker) -> None:
        check.problems += entry_problems(entry, names=("receiver", "authorised_by"), long=("claim", "note"))
        people, tails = who_may(act.session, desk, row)
        typed = rules.Handing(
            entry.receiver, entry.tail, entry.signed, entry.authorised_by, entry.authorised_how, entry.claim,
            entry.document_seen,
        )  # fmt: skip
        check.problems += rules.handing_problems(typed, row.kind, people=people, tails=tails, known=bool(people))

    with moving(desk, THINGS, parcel_id, "hand-out", checks=checks) as step:
        act, row = step.act, step.row
        row.receiver, row.tail = entry.receiver.strip(), entry.tail.strip()
        row.authorised_by = entry.authorised_by.strip()
        row.authorised_how = entry.authorised_how if row.authorised_by else ""
        row.claim = entry.claim.strip()
        _end(act, row, entry.note)
        _noted(act, row, authorised=row.authorised_how)
        act.data["receiver"] = act.sealed(f"parcel:{row.id}", "name", row.receiver)
        return view(act.session, desk, row)


def who_may(session: Session, desk: Desk, row: Parcel) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of those to whom a thing may be handed without asking, and the last digits of their phones."""
    names = [row.recipient] if row.recipient else []
    tails = [row.phone[-rules.TAIL :]] if row.phone else []
    if row.unit_id is not None:
        for name, number in session.execute(
            select(Customer.name, Phone.number)
            .join(Occupancy, Occupancy.customer_id == Customer.id)
            .outerjoin(Phone, Phone.customer_id == Customer.id)
            .where(Occupancy.unit_id == row.unit_id, belongs_now(desk.today()))
            .order_by(Occupancy.id, Phone.position)
        ):
            names.append(name)
            if number:
                tails.append(phones.digits(number)[-rules.TAIL :])
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(tails))


def give_back(desk: Desk, parcel_id: int, *, note: str) -> ParcelView:
    """A thing goes back to who brought it.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    return _ended(desk, parcel_id, "return", note)


def to_police(desk: Desk, parcel_id: int, *, note: str) -> ParcelView:
    """A found thing is passed on to the police.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    return _ended(desk, parcel_id, "police", note)


def void(desk: Desk, parcel_id: int, *, note: str) -> ParcelView:
    """Voids what was entered by mistake, its tag with it; the number is never used again (handbook C-19).

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, THINGS, parcel_id, "void", {"note": note}) as step:
        row = step.row
        for number in step.act.session.scalars(
            select(SlipRecord.number).where(SlipRecord.number == row.number, SlipRecord.state == "issued")
        ).all():
            void_within(step.act, number, note.strip())
        _end(step.act, row, note)
        _noted(step.act, row)
        return view(step.act.session, desk, row)


def withdraw(act: Act, desk: Desk, row: Parcel) -> None:
    """A thing whose taking was undone is void (services.undo)."""
    advance(rules.CYCLE, row, "void")
    _end(act, row, reason(desk))
    _noted(act, row)


def dispose(desk: Desk, parcel_id: int, *, note: str, witness_id: int | None) -> ParcelView:
    """What nobody claimed is disposed of by two of the staff.

    Raises:
        InvalidInput: `note`; `witness_id`: nobody else is named; `due_on`: its day has not come. DeskError: `illegal-move`.
        NotFound; NotAllowed: not a supervisor.
    """

    def checks(act: Act, row: Parcel, check: Checker) -> None:
        witness = act.session.get(Staff, witness_id) if witness_id is not None else None
        if witness is None or not witness.active or witness.id == act.staff_id:
            # L10N: 须两人处理，请选择另一名工作人员
            check.add("witness_id", "required", _("Two of the staff do it. Choose the second one."))
        if row.due_on >= desk.local(act.at).date():
            # L10N: 保管期限未到
            words = _("It is kept until {day}. Before that it is handed out or given back.")
            check.add("note", "too-early", words.format(day=wording.day(row.due_on)))

    with moving(desk, THINGS, parcel_id, "dispose", {"note": note}, checks=checks) as step:
        step.row.witness_id = witness_id
        _end(step.act, step.row, note)
        _noted(step.act, step.row, witness=witness_id)
        return view(step.act.session, desk, step.row)


def _ended(desk: Desk, parcel_id: int, code: str, note: str) -> ParcelView:
    with moving(desk, THINGS, parcel_id, code, {"note": note}) as step:
        _end(step.act, step.row, note)
        _noted(step.act, step.row)
        return view(step.act.session, desk, step.row)


def issue_count_sheet(desk: Desk) -> SlipView:
    """Issues the 盘点表 of everything that is kept, in the order of the shelves.

    Raises:
        NotAllowed: nobody is signed in.
    """
    with desk.act("parcel.count-sheet") as act:
        desk.require("receptionist")
        rows = act.session.scalars(select(Parcel).where(Parcel.state == "kept").order_by(Parcel.place, Parcel.id)).all()
        with writing(desk) as head:
            things = [facts_of(act.session, desk, row) for row in rows]
            slip = forms.count_sheet(
                things, moment_of(desk, act.at), act.actor.name if act.actor else "", PaperHead(**head)
            )
        people = [Personal(f"parcel:{row.id}", "name", row.recipient) for row in rows if row.recipient]
        act.data["things"] = len(rows)
        return issue(act, desk, slip, subject="site:1", people=people)


def issue_notice(desk: Desk) -> SlipView:
    """Issues the 招领启事 of the found things that nobody claimed: when, where, of what kind, and nothing of how they look.

    Raises:
        NotFound: nothing found is kept. NotAllowed: nobody is signed in.
    """
    with desk.act("parcel.notice") as act:
        desk.require("receptionist")
        rows = act.session.scalars(
            select(Parcel).where(Parcel.state == "kept", Parcel.kind == "found").order_by(Parcel.id)
        ).all()
        if not rows:
            # L10N: 没有待认领的物品
            raise NotFound(_("No found thing is kept now."))
        with writing(desk) as head:
            things = [facts_of(act.session, desk, row) for row in rows]
            slip = forms.found_notice(things, wording.day(desk.today()), PaperHead(**head))
        act.data["things"] = len(rows)
        return issue(act, desk, slip, subject="site:1")


def view(session: Session, desk: Desk, row: Parcel, *, whole: bool = True) -> ParcelView:
    """A thing as plain data; `whole`: with its papers and who may take it."""
    session.flush()
    names = {each.id: each.name for each in session.scalars(select(Staff))}
    return ParcelView(
        row.id, row.number, row.kind, row.state, row.unit_id, row.unit.name if row.unit else "", row.recipient,
        phones.mask_phone(row.phone), row.what, row.contents, row.pieces, row.sealed, row.seal, row.brought_by, row.tracking,
        row.where_found, row.place, names.get(row.witness_id or 0, ""), row.taken_at, row.due_on,
        row.state == "kept" and row.due_on < desk.today(), row.told_at, row.told_how, row.ended_at,
        names.get(row.ended_by_id or 0, ""), row.receiver, row.authorised_by, row.authorised_how, row.claim, reasons.said(row.note),
        names.get(row.staff_id, ""), who_may(session, desk, row)[0] if whole else (),
        slips.views(session, [f"parcel:{row.id}"]) if whole else (),
    )  # fmt: skip


__all__ = [
    "TAGS", "THINGS", "dispose", "facts_of", "get", "give_back", "hand_out", "issue_count_sheet", "issue_notice", "take",
    "tell", "to_police", "view", "void", "who_may",
]  # fmt: skip
