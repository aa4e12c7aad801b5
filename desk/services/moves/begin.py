"""A move-in from its beginning to the day it is done (handbook A2, M3, M6): who, with which papers, photos and the owner's word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Customer, Occupancy, Unit
from desk.models.moves import Move, MovePaper, MovePerson
from desk.rules import households as household_rules
from desk.rules import moves as rules
from desk.rules.kit.dates import EARLIEST
from desk.rules.kit.identity import DocumentKind, check_document
from desk.rules.kit.phones import mask_phone
from desk.rules.kit.wording import listed
from desk.services.households import receive_within
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.households.within import come_within, register_within, settle_state
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.kit.sequences import next_number
from desk.services.moves import papers
from desk.services.moves.core import (
    MOVES,
    PREFIX,
    checklist,
    open_move,
    owner_phones,
    owners_of,
    record,
)
from desk.services.moves.entries import BeginEntry, DoneEntry, MoverEntry
from desk.services.moves.read import view
from desk.services.moves.views import MoveView


def check_begin(desk: Desk, entry: BeginEntry) -> list[Problem]:
    """What is wrong with a move-in as it is typed, and what only deserves a second look (`warning`)."""
    with desk.look() as session:
        return _problems(session, entry, desk.today())


def _problems(session: Session, entry: BeginEntry, today: date) -> list[Problem]:
    check = Checker()
    if entry.who not in rules.WHO:
        # L10N: 请选择谁入住
        check.add("who", "choice", _("Choose who moves in."))
    # L10N: 请填写入住日期
    check.require("day", entry.day, _("On which day?"))
    for name, day in (("day", entry.day), ("fees_from", entry.fees_from)):
        if day is not None and not EARLIEST <= day <= today + household_rules.FAR_AHEAD:
            check.add(name, "date", _("Please check the date."))
    if entry.lease_until is not None and entry.day is not None and entry.lease_until < entry.day:
        # L10N: 租期结束日早于入住日期
        check.add("lease_until", "order", _("The lease ends before the move-in."))
    if entry.who in ("relative", "borrower") or entry.owner_word.strip():
        now, former = owners_of(session, entry.unit_id)
        word = rules.OwnerWord(entry.owner_word, entry.owner_signed, entry.owner_phone)
        found = rules.owner_problems(entry.who, word, owners=set(now.values()), former=former)
        # What is not here yet is told at the end; what is wrong is told now.
        check.problems += [each for each in found if each.code not in ("required", "consent")]
        check.problems += rules.owner_warnings(word, owner_phones(session, now))
    if entry.who == "owner" and entry.deed_holder.strip():
        now, _former = owners_of(session, entry.unit_id)
        names = {*now.values(), *(person.name.strip() for person in entry.people)}
        check.problems += rules.deed_warnings(entry.deed_holder, names)
    check.problems += _people_problems(entry.people, entry.who, today)
    return check.problems


def _people_problems(people: Sequence[MoverEntry], who: str, today: date) -> list[Problem]:
    check = Checker()
    for place, person in enumerate(people):
        at = f"people.{place}."
        if person.customer_id is None:
            # L10N: 请填写姓名
            check.require(at + "name", person.name, _("Write the name."))
        if not 0 <= person.photos <= 99:
            # L10N: 照片张数不对
            check.add(at + "photos", "number", _("Count the photos."))
        if person.document_kind and person.document_kind not in set(DocumentKind):
            # L10N: 请选择证件类型
            check.add(at + "document_kind", "unknown", _("Choose the kind of document."))
        elif person.document_number.strip():
            found = check_document(person.document_kind or "resident-card", person.document_number, today=today)
            if found.error is not None:
                check.add(at + "document_number", found.error.code, found.error.message)
        if person.company and (place or who not in ("company", "owner")):
            # L10N: 单位只能是申请人
            check.add(at + "company", "company", _("A company can only be the applicant."))
    return check.problems


def begin(desk: Desk, entry: BeginEntry) -> MoveView:
    """Begins a move-in; it can be left and taken up again at any step.

    Raises:
        InvalidInput: fields of `BeginEntry`; `unit_id`: `under-way`. NotFound: no such unit or person. NotAllowed.
    """
    with desk.act("move.begin") as act:
        desk.require("receptionist")
        unit = act.session.get(Unit, entry.unit_id)
        if unit is None:
            raise NotFound(_("This room is not registered."))
        today = desk.local(act.at).date()
        check = Checker([each for each in _problems(act.session, entry, today) if not each.warning])
        other = open_move(act.session, unit.id, "in")
        if other is not None:
            # L10N: {room} 正在办理入住：{number}
            words = _("{room} has a move-in under way: {number}.")
            check.add("unit_id", "under-way", words.format(room=unit.name, number=other.number))
        check.done()
        assert entry.day is not None
        row = Move(
            number=next_number(act.session, PREFIX, today), kind="in", state="open", unit_id=unit.id,
            open_unit=f"in:{unit.id}", who=entry.who, day=entry.day, rooms=[], utilities={}, waived={}, created_at=act.at,
            staff_id=act.staff_id,
        )  # fmt: skip
        act.session.add(row)
        _write(row, entry)
        act.session.flush()
        _people(act, desk, row, entry.people)
        record(act, row, "begun")
        return view(act.session, desk, row)


def edit(desk: Desk, move_id: int, entry: BeginEntry) -> MoveView:
    """Changes what was typed of a move-in; the room stays, and so do the people unless others are named.

    Raises:
        InvalidInput: fields of `BeginEntry`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def typed(row: Move) -> BeginEntry:
        """The phone is shown masked: left as it is shown it is the one on file."""
        shown = entry.owner_phone.strip() == mask_phone(row.owner_phone)
        return replace(entry, unit_id=row.unit_id, owner_phone=row.owner_phone if shown else entry.owner_phone)

    def checks(act: Act, row: Move, check: Checker) -> None:
        same = typed(row)
        if row.kind == "in":
            found = _problems(act.session, same, desk.local(act.at).date())
            check.problems += [each for each in found if not each.warning]
        elif entry.day is None:
            check.require("day", entry.day, _("On which day?"))

    with moving(desk, MOVES, move_id, "edit", checks=checks) as step:
        act, row = step.act, step.row
        assert entry.day is not None
        row.day = entry.day
        if row.kind == "in":
            row.who = entry.who
            _write(row, typed(row))
            if entry.people:
                _people(act, desk, row, entry.people)
        else:
            row.note = entry.note.strip()
        record(act, row, step.move.happened)
        return view(act.session, desk, row)


def _write(row: Move, entry: BeginEntry) -> None:
    row.agent, row.note = entry.agent.strip(), entry.note.strip()
    row.owner_word, row.owner_signed = entry.owner_word.strip(), entry.owner_signed
    row.owner_phone = entry.owner_phone.strip()
    row.deed_number, row.deed_holder = entry.deed_number.strip(), entry.deed_holder.strip()
    row.fees_from = entry.fees_from or entry.day
    row.lease_until = entry.lease_until
    row.company = entry.people[0].name.strip() if entry.people and entry.people[0].company else row.company or ""


def name_people(desk: Desk, move_id: int, people: tuple[MoverEntry, ...]) -> MoveView:
    """Says who moves in, the applicant first, with the photos counted and the identity documents seen (handbook A2).

    Raises:
        InvalidInput: `people.0.name` …, `people`: nobody is named. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Move, check: Checker) -> None:
        if not people:
            # L10N: 请填写入住人
            check.add("people", "required", _("Who moves in?"))
        check.problems += _people_problems(people, row.who, desk.local(act.at).date())

    with moving(desk, MOVES, move_id, "people", checks=checks) as step:
        _people(step.act, desk, step.row, people)
        record(step.act, step.row, step.move.happened)
        return view(step.act.session, desk, step.row)


def _people(act: Act, desk: Desk, row: Move, people: Sequence[MoverEntry]) -> None:
    """Puts the people on file and beside the move, in the place of those named before."""
    known = {each.customer_id: each for each in row.people}
    wanted: list[MovePerson] = []
    problems: list[Problem] = []
    for place, person in enumerate(people):
        try:
            customer = _on_file(act, desk, row, person, people[0].name.strip() if place else "")
        except InvalidInput as error:
            problems += [_placed(each, place) for each in error.problems]
            continue
        each = known.get(customer.id)
        if each is None or each in wanted:
            if any(other.customer_id == customer.id for other in wanted):
                # L10N: {name} 填写了两次
                words = _("{name} is named twice.").format(name=customer.name)
                problems.append(Problem("twice", words, f"people.{place}.name"))
                continue
            each = MovePerson(customer_id=customer.id, role="", relation="", photos=0, before=None)
        each.main, each.photos, each.identity = place == 0, person.photos, person.identity
        each.relation = person.relation.strip()
        each.role = rules.ROLE_OF[row.who] if place == 0 else "member"
        wanted.append(each)
    if problems:
        raise InvalidInput(problems)
    if wanted:
        row.people[:] = wanted
    act.session.flush()


def _placed(problem: Problem, place: int) -> Problem:
    field = {"phones": "phone", "consent": "consent"}.get(problem.field, problem.field)
    return Problem(problem.code, problem.message, f"people.{place}.{field}", warning=problem.warning)


def _on_file(act: Act, desk: Desk, row: Move, person: MoverEntry, guardian: str) -> Customer:
    """The person's record: the one chosen, who has the same document, or the same name in this home; else a new one."""
    session = act.session
    customer_id = person.customer_id or _recognised(act, desk, row, person)
    number = person.document_number.strip()
    said = check_document(person.document_kind or "resident-card", number, today=desk.local(act.at).date())
    typed = PersonEntry(
        person.name.strip(),
        kind="company" if person.company else "person",
        document_kind=(person.document_kind or "resident-card") if person.document_number.strip() else "",
        document_number=person.document_number.strip(),
        document_checked=person.identity and bool(person.document_number.strip()),
        birthday=person.birthday or said.birthday,
        sex=said.sex or "",
        phones=(person.phone.strip(),) if person.phone.strip() else (),
        consent=person.consent,
        # Whoever moves in with a child stands at the desk and signs.
        guardian_name=guardian if person.consent else "",
        guardian_as="guardian" if person.consent and guardian else "",
    )
    known = session.get(Customer, customer_id) if customer_id is not None else None
    if known is not None and not (typed.document_number or typed.phones or typed.birthday or typed.consent):
        return known  # nothing new is said of somebody on file
    if known is not None:
        typed = replace(typed, name=known.name, kind=known.kind)
    found, _stay, _changed = register_within(act, desk, typed, customer_id=customer_id)
    return found


def _recognised(act: Act, desk: Desk, row: Move, person: MoverEntry) -> int | None:
    session = act.session
    if person.document_number.strip():
        kind = person.document_kind or "resident-card"
        found = check_document(kind, person.document_number, today=desk.local(act.at).date())
        key = found.person_key or found.number
        known = session.scalars(select(Customer).where(Customer.document_key == key).order_by(Customer.id)).first()
        if known is not None:
            if household_rules.fold_name(known.name) != household_rules.fold_name(person.name):
                # L10N: 该证件登记在 {name} 名下
                words = _("This document is on file for {name}.").format(name=known.name)
                raise InvalidInput([Problem("document", words, "document_number")])
            return known.id
    there = session.execute(
        select(Customer.id, Customer.name, Customer.document_number)
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .where(Occupancy.unit_id == row.unit_id, Occupancy.until.is_(None))
        .order_by(Occupancy.id)
    ).all()
    wanted = household_rules.fold_name(person.name)
    return next(
        (
            customer_id
            for customer_id, name, document in there
            if household_rules.fold_name(name) == wanted and not (document and person.document_number.strip())
        ),
        None,
    )


def see_papers(desk: Desk, move_id: int, codes: Sequence[str], *, notes: Mapping[str, str] | None = None) -> MoveView:
    """Says which papers are here; those not named count as missing again. What belongs to the household's file is ticked there.

    Raises:
        InvalidInput: field `papers`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    known = {paper.code: paper for paper in checklist()}

    def checks(_act: Act, _row: Move, check: Checker) -> None:
        unknown = [code for code in codes if code not in known]
        if unknown:
            # L10N: 没有这种资料
            check.add("papers", "choice", _("There is no such paper."))

    with moving(desk, MOVES, move_id, "papers", checks=checks) as step:
        act, row = step.act, step.row
        today = desk.local(act.at).date()
        here = {each.code: each for each in row.papers}
        for code, each in here.items():
            if code not in codes:
                act.session.delete(each)
        for code in codes:
            if code not in here:
                note = (notes or {}).get(code, "").strip()
                act.session.add(MovePaper(move_id=row.id, code=code, on=today, note=note))
        act.session.flush()
        act.session.expire(row, ["papers"])
        _tick(act, desk, row, [known[code].dossier for code in codes])
        record(act, row, step.move.happened, papers=list(codes))
        return view(act.session, desk, row)


def _tick(act: Act, desk: Desk, row: Move, wanted: Sequence[str]) -> None:
    for paper in wanted:
        if paper:
            receive_within(act, desk, row.unit_id, paper)


def move_in(desk: Desk, move_id: int, entry: DoneEntry | None = None) -> MoveView:
    """The household has moved in: the people live there from the day, the file has its papers, the sheets are issued (handbook A2, M6).

    Raises:
        InvalidInput: everything that is missing, all at once; field `day`. DeskError: `illegal-move`. NotFound.
        NotAllowed: a waiver needs a higher role.
    """
    done = entry or DoneEntry()

    def checks(act: Act, row: Move, check: Checker) -> None:
        day = done.day or row.day
        if day > desk.local(act.at).date():
            # L10N: 入住日期未到
            check.add("day", "future", _("This day has not come yet. Choose today or an earlier one."))

    with moving(desk, MOVES, move_id, "move-in", checks=checks, waived=done.waived) as step:
        act, row = step.act, step.row
        if done.day is not None:
            row.fees_from = done.day if row.fees_from == row.day else row.fees_from
            row.day = done.day
        for each in row.people:
            each.occupancy_id = _settle_in(act, desk, row, each).id
        act.session.flush()
        settle_state(act.session, row.unit_id)
        row.open_unit, row.done_at, row.waived = None, act.at, dict(step.waived)
        act.session.flush()
        if row.who == "owner":
            _tick(act, desk, row, ["move-in-sign-off", "register-card"])
            papers.issue_within(act, desk, row, "sign-off")
        papers.issue_within(act, desk, row, "members")
        record(
            act, row, step.move.happened, listed(each.customer.name for each in row.people), day=row.day.isoformat(),
            waived=dict(step.waived),
        )  # fmt: skip
        return view(act.session, desk, row)


def _settle_in(act: Act, desk: Desk, row: Move, each: MovePerson) -> Occupancy:
    """The registration of somebody who moves in: one that lasts goes on, else a new one; living there begins."""
    session = act.session
    stays = session.scalars(
        select(Occupancy)
        .where(Occupancy.unit_id == row.unit_id, Occupancy.customer_id == each.customer_id, Occupancy.until.is_(None))
        .order_by(Occupancy.role != each.role, Occupancy.id)
    ).all()
    stay = next((found for found in stays if found.role == each.role), stays[0] if stays else None)
    if stay is None or (each.main and each.role == "owner" and stay.role != "owner"):
        _row, made, _changed = register_within(
            act, desk, PersonEntry(""),
            StayEntry(
                row.unit_id, each.role, each.relation, since=row.day, lives=True, lives_since=row.day,
                lease_until=row.lease_until if each.role in household_rules.LEASED else None,
            ),
            customer_id=each.customer_id,
        )  # fmt: skip
        assert made is not None
        return made
    if not stay.lives or stay.lives_until is not None:
        come_within(act, stay, row.day)
    if stay.role in household_rules.LEASED and row.lease_until is not None:
        stay.lease_until = row.lease_until
    each.role = stay.role
    return stay


__all__ = ["begin", "check_begin", "edit", "move_in", "name_people", "see_papers"]
