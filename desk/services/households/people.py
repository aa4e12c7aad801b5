"""People and companies: registering, changing, duplicates, revealing numbers, consent (handbook A1, A2, B3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased, joinedload

from desk import catalog
from desk.errors import Checker, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Customer, Occupancy, Phone, Unit
from desk.rules import households as rules
from desk.rules.kit import identity, names, phones
from desk.services.finder import index as finder_index
from desk.services.households import index, people_check
from desk.services.households.callers import salutation_of
from desk.services.households.consents import agree, born_on, in_force, withdraw_unticked
from desk.services.households.people_check import PLAIN, Checked, inspect, kept_phone
from desk.services.households.views import DuplicateView, PersonEntry, PersonView, Revealed, StayEntry
from desk.services.kit import attachments, personal, reasons
from desk.services.kit.desk import Act, Desk

_KINDS = {"name": "name", "document_number": "document", "phones": "phone", "emergency_phone": "phone"}
"""Kinds of the sealed values of columns; the rest is `other`."""
_HIDDEN = "****"
"""What a masked number begins with (`identity.mask_number`)."""
_MASKED = {"document_number": identity.mask_number, "emergency_phone": phones.mask_phone}


def check_person(desk: Desk, person: PersonEntry, *, customer_id: int | None = None) -> list[Problem]:
    """What is wrong with what is typed so far, and what only deserves a second look (`warning`); nothing is saved.

    Args:
        desk: the desk.
        person: the form's contents; problems carry the names of its fields.
        customer_id: the record being changed, if any.
    """
    if customer_id is not None and person.document_number.startswith(_HIDDEN):
        person = replace(person, document_number="")  # as it was given, masked: what is on file stays
    return inspect(person, desk.today()).problems


def register_person(
    desk: Desk,
    person: PersonEntry,
    stay: StayEntry | None = None,
    *,
    customer_id: int | None = None,
    photo_file: Path | None = None,
) -> PersonView:
    """Puts a person or company on file, and into a unit (handbook A1, A2).

    Args:
        desk: the desk.
        person: what was typed.
        stay: the unit and the role there; None only puts the person on file.
        customer_id: somebody on file whom the clerk recognised: the record is kept, empty fields are filled from `person`
            and new phones added; a `person` without a name changes nothing of it.
        photo_file: a new photo, kept with the act or not at all.

    Raises:
        InvalidInput: fields of PersonEntry and StayEntry; `name` with the code `already-registered` when the same person
            has the same role in the unit already.
        DeskError: as `attachments.store`, for the photo.
        NotFound: no such unit or customer.
        NotAllowed: nobody is signed in.
    """
    with desk.act("household.register") as act:
        desk.require("receptionist")
        row, occupancy, changed = register_within(
            act, desk, person, stay, customer_id=customer_id, photo_file=photo_file
        )
        data: dict[str, Any] = {"customer": row.id, "name": act.sealed(f"customer:{row.id}", "name", row.name)}
        if customer_id is not None:
            data["changed"] = changed
        if occupancy is not None:
            state = occupancy.unit.state
            act.about("unit", occupancy.unit_id, **data, occupancy=occupancy.id, role=occupancy.role, state=state)
        else:
            act.about("customer", row.id, **data)
        if customer_id is not None:
            return view(act.session, row, occupancy, desk.today())
        numbers = tuple(phone.number for phone in row.phones)
        return person_view(row, occupancy, desk.today(), numbers=numbers, consent=person.consent)


def register_within(
    act: Act,
    desk: Desk,
    person: PersonEntry,
    stay: StayEntry | None = None,
    *,
    customer_id: int | None = None,
    photo_file: Path | None = None,
) -> tuple[Customer, Occupancy | None, dict[str, list[Any]]]:
    """What `register_person` does, inside the act it belongs to.

    Returns:
        The person, the registration in the unit if one was asked for, and what changed of somebody on file.

    Raises:
        As `register_person`.
    """
    session, today = act.session, desk.local(act.at).date()
    row = None if customer_id is None else _get(session, customer_id)
    if row is not None:
        person = _merged(_entry(session, row), person) if person.name.strip() else _entry(session, row)
    checked = _inspect(row, person, today, photo_file)
    unit, living = None, set[str]()
    if stay is not None:
        unit = session.get(Unit, stay.unit_id)
        if unit is None:
            raise NotFound(_("This room is not registered."))
        checked.problems += rules.stay_problems(role=stay.role, kind=person.kind, since=stay.since, today=today)
        if lease := rules.lease_problem(stay.since, stay.lease_until, role=stay.role):
            checked.problems.append(lease)
        problems, living = _already_there(session, checked, unit, stay.role, customer_id)
        checked.problems += problems
    checked.done()
    changed: dict[str, list[Any]] = {}
    if row is None:
        row = Customer(name="", phones=[], consents=[], created_at=act.at, changed_at=act.at)
        if photo_file is None:
            _write(row, checked, act, told=False)
        session.add(row)
        session.flush()  # a photo is kept under its number
    if photo_file is not None or (customer_id is not None and person.name.strip()):
        _keep_photo(act, desk, row, checked, photo_file)
        changed = _write(row, checked, act, told=customer_id is not None)
        session.flush()
    agree(act, row, person, checked)
    occupancy = _move_in(session, row, unit, stay, living) if unit is not None and stay is not None else None
    session.flush()
    if customer_id is None:
        _index_new(session, row.id, unit)
    else:
        _index(session, row.id)
    return row, occupancy, changed


def on_file(
    session: Session, person: PersonEntry, customer_id: int | None, today: date
) -> tuple[PersonEntry, list[Problem]]:
    """What would be on file of somebody after an act that registers people besides: the record with what it lacks, and what is wrong.

    Args:
        session: of the act, or of a question.
        person: what was typed; nothing known is overwritten by it.
        customer_id: somebody on file; None for somebody new.
        today: the site's date.

    Raises:
        NotFound: no such customer.
    """
    row = None if customer_id is None else _get(session, customer_id)
    whole = person if row is None else _merged(_entry(session, row), person)
    return whole, _inspect(row, whole, today, None).problems


def put_on_file(act: Act, desk: Desk, person: PersonEntry, customer_id: int | None = None) -> Customer:
    """Writes somebody's record inside another act: a new one, or what `on_file` gave for an old one.

    Raises:
        InvalidInput: fields of PersonEntry. NotFound: no such customer.
    """
    row = None if customer_id is None else _get(act.session, customer_id)
    checked = _inspect(row, person, desk.local(act.at).date(), None)
    checked.done()
    if row is None:
        row = Customer(name="", created_at=act.at, changed_at=act.at)
        act.session.add(row)
    act.session.flush()
    changed = _write(row, checked, act, told=customer_id is not None)
    act.session.flush()
    agree(act, row, person, checked)
    act.session.flush()
    _index(act.session, row.id)
    if changed and customer_id is not None:
        act.data["changed"] = changed
    act.touch("customer", row.id)
    return row


def change_person(desk: Desk, customer_id: int, person: PersonEntry, *, photo_file: Path | None = None) -> PersonView:
    """Changes the data of a person on file; before and after go into the audit, numbers masked.

    An unticked consent withdraws the one in force, and what was kept because of it is erased.

    Raises:
        InvalidInput: fields of PersonEntry.
        DeskError: as `attachments.store`, for the photo.
        NotFound: no such customer.
        NotAllowed: nobody is signed in.
    """
    with desk.act("household.change") as act:
        desk.require("receptionist")
        session = act.session
        row = _get(session, customer_id)
        checked = _inspect(row, person, desk.local(act.at).date(), photo_file)
        checked.done()
        _keep_photo(act, desk, row, checked, photo_file)
        # A company is not asked for consent: an empty tick takes nothing back.
        if not person.consent and person.kind != "company" and withdraw_unticked(act, desk, row):
            changed = _write(row, checked, act) | {"consent": [True, False]}
        else:
            changed = _write(row, checked, act)
        session.flush()
        agree(act, row, person, checked)
        session.flush()
        _index(session, row.id)
        act.about("customer", row.id, name=act.sealed(f"customer:{row.id}", "name", row.name), changed=changed)
        return view(session, row, None, desk.today())


def person_for_edit(desk: Desk, customer_id: int) -> PersonEntry:
    """The data of a person, for the form that changes it, phones whole; audited like `reveal`.

    The identity number stays masked for whoever may not see it (handbook C-34). Given back as it is, `change_person` leaves it alone;
    a wrong one is typed anew from the paper.

    Raises:
        NotFound: no such customer.
        NotAllowed: nobody is signed in, or the site lets phones be seen by the word of a higher role.
    """
    with desk.act("household.reveal") as act:
        personal.require_phones(desk)
        row = _get(act.session, customer_id)
        whole = row.kind == "company" or personal.sees_identity(desk)
        act.about("customer", row.id, purpose="edit", document=whole and bool(row.document_number))
        act.only_looked()
        entry = _entry(act.session, row)
        return entry if whole else replace(entry, document_number=identity.mask_number(row.document_number))


def reveal(desk: Desk, customer_id: int, *, purpose: str, document: bool = False) -> Revealed:
    """The whole phones of a person, and the document number where it was asked for or may be seen anyway (handbook C-34).

    Who looked, at what, and what for is kept.

    Args:
        desk: the desk.
        customer_id: who.
        purpose: code of `view_purposes`.
        document: the identity number too, by the word of who may see it (policy `access.identity`). Without it the number comes only
            for one who has that role; a company's credit code always comes.

    Raises:
        InvalidInput: field `purpose`. NotFound: no such customer.
        NotAllowed: nobody is signed in, or a role whose word it needs.
    """
    personal.check_purpose(purpose)
    with desk.act("household.reveal") as act:
        personal.require_phones(desk)
        row = _get(act.session, customer_id)
        if document and row.kind != "company":
            personal.require_identity(desk)
        whole = document or row.kind == "company" or personal.sees_identity(desk)
        act.about("customer", row.id, purpose=purpose, document=whole and bool(row.document_number))
        act.only_looked()
        number = row.document_number if whole else ""
        return Revealed(tuple(phone.number for phone in row.phones), number, row.emergency_phone)


def check_identity(desk: Desk, customer_id: int, *, number: str) -> bool:
    """Whether the number on the card that lies on the counter is the one on file: nobody needs to see that one (handbook C-34).

    Args:
        desk: the desk.
        customer_id: who.
        number: as typed or read; an old number of 15 digits meets its 18.

    Raises:
        InvalidInput: field `number`, nothing was typed; there is none on file. NotFound: no such customer. NotAllowed: nobody is signed in.
    """
    check = Checker()
    check.require("number", number, _("Type the number that stands on the document."))
    check.done()
    with desk.act("household.check-identity") as act:
        desk.require("receptionist")
        row = _get(act.session, customer_id)
        if not row.document_number:
            # L10N: 档案中没有证件号码
            raise InvalidInput([Problem("none", _("There is no document number on file."), "number")])
        typed = people_check.document_key(number, desk.local(act.at).date()) or identity.normalise(number)
        agrees = typed in (row.document_key, identity.normalise(row.document_number))
        act.about("customer", row.id, agrees=agrees)
        act.only_looked()
        return agrees


def duplicates(
    desk: Desk, *, name: str, document_number: str, phones: Iterable[str], exclude: int | None = None
) -> list[DuplicateView]:
    """Who on file may be the person being typed: the same identity number, or the same name and a phone; at most 5.

    Args:
        desk: the desk.
        name: as typed so far.
        document_number: as typed so far; an old 15-digit number meets its 18 digits, a renewed travel permit the old one.
        phones: as typed so far.
        exclude: the record being changed.
    """
    key = people_check.document_key(document_number, desk.today())
    numbers = {kept_phone(text) for text in phones} - {""}
    wanted = rules.fold_name(name)
    found: dict[int, Literal["document", "name-phone"]] = {}
    with desk.look() as session:
        if key:
            rows = session.scalars(
                select(Customer.id).where(Customer.document_key == key).order_by(Customer.id).limit(6)
            )
            found.update(dict.fromkeys(rows, "document"))
        if numbers and wanted:
            pairs = session.execute(
                select(Customer.id, Customer.name, Customer.document_key)
                .join(Phone, Phone.customer_id == Customer.id)
                .where(Phone.number.in_(numbers))
                .order_by(Customer.id)
            )
            for customer_id, other, other_key in pairs:
                if rules.fold_name(other) == wanted and not (key and other_key and key != other_key):
                    found.setdefault(customer_id, "name-phone")
        found.pop(exclude or 0, None)
        today = desk.today()
        return [_duplicate(session, customer_id, why, today) for customer_id, why in list(found.items())[:5]]


def view(session: Session, row: Customer, occupancy: Occupancy | None, today: date) -> PersonView:
    """One person as the lists show it."""
    numbers = tuple(phone.number for phone in row.phones)
    return person_view(
        row, occupancy, today, numbers=numbers, consent=bool(in_force(session, row.id, ("register", "guardian")))
    )


def person_view(
    row: Customer,
    occupancy: Occupancy | None,
    today: date,
    *,
    numbers: tuple[str, ...],
    consent: bool,
    greets: bool = False,
) -> PersonView:
    """One person from rows that were read together with many others."""
    masked = tuple(phones.mask_phone(number) for number in numbers)
    return PersonView(
        customer_id=row.id,
        occupancy_id=occupancy.id if occupancy else 0,
        name=row.name,
        kind=row.kind,
        role=occupancy.role if occupancy else "",
        relation=occupancy.relation if occupancy else "",
        phone=masked[0] if masked else "",
        document=identity.mask_number(row.document_number),
        since=occupancy.since if occupancy else None,
        until=occupancy.until if occupancy else None,
        here=occupancy is not None and rules.belongs_there(occupancy.until, today),
        sex=row.sex,
        klass=row.klass,
        consent=consent,
        greets=greets,
        note=row.note,
        birthday_text=birthday_text(row),
        salutation=row.salutation or salutation_of(row, today, style="sir-madam"),
        phones=masked,
        document_kind=row.document_kind,
        document_checked=row.document_checked,
        photo=row.photo,
        end_reason=reasons.said(occupancy.end_reason) if occupancy else "",
        lives=occupancy is not None
        and rules.lives_there(lives=occupancy.lives, until=occupancy.lives_until or occupancy.until, today=today),
        lives_since=(occupancy.lives_since or occupancy.since) if occupancy is not None and occupancy.lives else None,
        lives_until=(occupancy.lives_until or occupancy.until) if occupancy is not None and occupancy.lives else None,
        lease_until=occupancy.lease_until if occupancy is not None else None,
        contact_name=row.contact_name,
        contact_rhythm=row.contact_rhythm,
        child=row.kind == "person" and rules.is_child(born_on(row, today), today),
    )


def birthday_text(row: Customer) -> str:
    """The birthday that is kept, in words (handbook A1: solar or lunar)."""
    if row.birthday_calendar == "lunar" and row.birthday_month and row.birthday_day:
        # L10N: 农历{month}月{day}日 / 农历闰{month}月{day}日
        text = _("lunar leap month {month}, day {day}") if row.birthday_leap else _("lunar month {month}, day {day}")
        return text.format(month=row.birthday_month, day=row.birthday_day)
    return row.birthday.isoformat() if row.birthday else ""


def _already_there(
    session: Session, checked: Checked, unit: Unit, role: str, customer_id: int | None
) -> tuple[list[Problem], set[str]]:
    """A second registration of the same person with the same open role in the unit is refused; and the roles of those who live there."""
    living = set()
    same_role = aliased(Customer)
    open_there = session.execute(
        select(Occupancy.role, Occupancy.lives, Occupancy.lives_until, same_role)
        .outerjoin(same_role, and_(same_role.id == Occupancy.customer_id, Occupancy.role == role))
        .where(Occupancy.unit_id == unit.id, Occupancy.until.is_(None))
        .options(joinedload(same_role.phones))
    ).unique()
    for taken, lives, until, found in open_there:
        other = cast("Customer | None", found)
        if lives and until is None:
            living.add(taken)
        if other is None:  # in another role
            continue
        if other.id == customer_id or rules.same_person(
            name=checked.values["name"],
            document_key=checked.values["document_key"],
            phones=checked.phones,
            other_name=other.name,
            other_key=other.document_key,
            other_phones=[phone.number for phone in other.phones],
        ):
            message = _("{name} is registered in {room} as {role} already.").format(
                name=other.name, room=unit.name, role=catalog.label("roles", role)
            )
            return [Problem("already-registered", message, "name")], living
    return [], living


def _move_in(session: Session, row: Customer, unit: Unit, stay: StayEntry, living: set[str]) -> Occupancy:
    lives = rules.lives_at_first(stay.role, living) if stay.lives is None else stay.lives
    occupancy = Occupancy(
        customer_id=row.id, unit_id=unit.id, role=stay.role, relation=stay.relation.strip(), since=stay.since,
        lives=lives, lives_since=(stay.lives_since or stay.since) if lives else None, end_paper="",
        lease_until=stay.lease_until,
    )  # fmt: skip
    occupancy.unit = unit
    session.add(occupancy)
    unit.state = rules.state_after(unit.state, living | ({stay.role} if lives else set()))
    return occupancy


def _inspect(row: Customer | None, person: PersonEntry, today: date, photo_file: Path | None) -> Checked:
    """The checks of an entry; a photo is a new file, or the one on file: nobody else's. A number given back masked is the one on file."""
    if row is not None and row.document_number and person.document_number == identity.mask_number(row.document_number):
        person = replace(person, document_number=row.document_number)
    signed = row is not None and any(one.purpose == "guardian" and one.withdrawn_at is None for one in row.consents)
    checked = inspect(replace(person, photo="new") if photo_file is not None else person, today, signed=signed)
    if photo_file is None and checked.values["photo"] not in ("", row.photo if row is not None else ""):
        # L10N: 请重新选择照片
        checked.problems.append(Problem("photo", _("Please choose the photo anew."), "photo"))
    return checked


def _keep_photo(act: Act, desk: Desk, row: Customer, checked: Checked, photo_file: Path | None) -> None:
    about = f"customer:{row.id}"
    if photo_file is not None:
        checked.values["photo"] = attachments.store(act, desk, photo_file, subject=about, role="photo").sha256
    elif not checked.values["photo"]:
        attachments.release(act, desk, subject=about, role="photo")


def _write(row: Customer, checked: Checked, act: Act, *, told: bool = True) -> dict[str, list[Any]]:
    """Stores the columns and phones; gives what changed, before and after, numbers masked, each value sealed."""
    changed: dict[str, list[Any]] = {}
    about = f"customer:{row.id}"

    def sealed(name: str, value: Any) -> Any:
        return act.sealed(about, _KINDS.get(name, "other"), value) if told else None

    for name, after in checked.values.items():
        before = getattr(row, name)
        if before == after:
            continue
        setattr(row, name, after)
        if name != "document_key":
            changed[name] = [sealed(name, _audited(name, before)), sealed(name, _audited(name, after))]
    before_phones = [phone.number for phone in row.phones]
    if before_phones != list(checked.phones):
        kept = {phone.number: phone for phone in row.phones}
        row.phones[:] = [kept.get(number) or Phone(number=number) for number in checked.phones]
        for position, phone in enumerate(row.phones):
            phone.position = position
        changed["phones"] = [
            sealed("phones", [phones.mask_phone(n) for n in before_phones]),
            sealed("phones", [phones.mask_phone(n) for n in checked.phones]),
        ]
    if changed:
        row.changed_at = act.at
    return changed


def _audited(name: str, value: Any) -> Any:
    if name in _MASKED:
        return _MASKED[name](value or "")
    return value.isoformat() if isinstance(value, date) else value


def _entry(session: Session, row: Customer) -> PersonEntry:
    by_rule = len(row.name) if row.kind == "company" else max(names.surname_length(row.name), 1)
    return PersonEntry(
        name=row.name,
        kind=row.kind,
        sex=row.sex,
        document_kind=row.document_kind,
        document_number=row.document_number,
        document_checked=row.document_checked,
        birthday=row.birthday,
        birthday_calendar=row.birthday_calendar,
        birthday_leap=row.birthday_leap,
        phones=tuple(phone.number for phone in row.phones),
        workplace=row.workplace,
        position=row.position,
        address=row.address,
        emergency_name=row.emergency_name,
        emergency_relation=row.emergency_relation,
        emergency_phone=row.emergency_phone,
        klass=row.klass,
        note=row.note,
        salutation=row.salutation,
        surname_length=None if row.surname_length == by_rule else row.surname_length,
        photo=row.photo,
        consent=bool(in_force(session, row.id, ("register", "guardian"))),
        contact_name=row.contact_name,
        contact_rhythm=row.contact_rhythm,
        **_guardian(session, row.id),
    )


def _guardian(session: Session, customer_id: int) -> dict[str, Any]:
    """Who signed for a child, as the entry has it."""
    for one in in_force(session, customer_id, ("guardian",)):
        return {"guardian_name": one.signed_by, "guardian_as": one.signed_as, "guardian_on": one.signed_on}
    return {}


def _merged(kept: PersonEntry, typed: PersonEntry) -> PersonEntry:
    """What is on file, with what it lacks from what was typed: nothing known is overwritten in passing."""
    changes: dict[str, Any] = {"phones": (*kept.phones, *typed.phones), "consent": kept.consent or typed.consent}
    if not kept.document_number:
        for name in ("document_kind", "document_number", "document_checked"):
            changes[name] = getattr(typed, name)
    if kept.birthday is None:
        changes |= {"birthday": typed.birthday, "birthday_calendar": typed.birthday_calendar}
    for name in ("sex", "emergency_phone", "contact_rhythm", "guardian_name", "guardian_as", "guardian_on", *PLAIN):
        if not getattr(kept, name):
            changes[name] = getattr(typed, name)
    return replace(kept, **changes)


def _duplicate(
    session: Session, customer_id: int, why: Literal["document", "name-phone"], today: date
) -> DuplicateView:
    row = _get(session, customer_id)
    rooms = session.execute(
        select(Unit.name, Occupancy.until)
        .join(Occupancy, Occupancy.unit_id == Unit.id)
        .where(Occupancy.customer_id == customer_id)
        .order_by(Unit.sort)
    ).all()
    ordered = [name for name, _until in sorted(rooms, key=lambda room: not rules.belongs_there(room[1], today))]
    return DuplicateView(
        customer_id=row.id,
        name=row.name,
        why=why,
        rooms=tuple(dict.fromkeys(ordered)),
        document_masked=identity.mask_number(row.document_number),
        phone_masked=phones.mask_phone(row.phones[0].number) if row.phones else "",
    )


def _get(session: Session, customer_id: int) -> Customer:
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFound(_("This person is not on file."))
    return row


def _index_new(session: Session, customer_id: int, unit: Unit | None) -> None:
    """The entries of somebody who was not on file, and of the room."""
    finder_index.write(session, "customer", [customer_id], new=True)
    finder_index.write(session, "unit", [] if unit is None else [unit.id])


def _index(session: Session, customer_id: int) -> None:
    index.index_customer(session, customer_id)
