"""What is known of a person, on one sheet for that person (handbook B3, PIPL 44 and 45): every table that refers to somebody is asked.

Which tables these are is read from the models, so that no feature can be forgotten: `references`. What a record is called its manifest
says: the label of its `Record`, or `person_words` for what has no record of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import Column, Table, func, select
from sqlalchemy.orm import Session

from desk import features
from desk.catalog import label
from desk.errors import NotFound
from desk.i18n import _
from desk.models import AuditEvent, Consent, Customer, Occupancy, Staff, Unit, Vehicle
from desk.models.households import HouseholdNote
from desk.models.kit.base import Base
from desk.rules.kit import identity, personal, phones, wording
from desk.services.households import birthday_text
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing
from desk.services.kit.sealed import Personal, hide_numbers
from desk.services.slips import SlipView, issue
from desk.slips.access.known import KnownFacts
from desk.slips.access.known import person_sheet as build
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

SHOWN = {"consent", "phone", "occupancy", "household_note", "vehicle"}
"""Tables that have a place of their own on the sheet."""
LOOKED = 60
"""So many looks are printed, the newest; the sheet says how many more there are."""
_DAYS = ("created_at", "received_at", "issued_at", "noted_at", "joined_on", "at", "day", "on", "took_at", "came_at")
_TITLES = ("number", "name", "receipt", "occasion")


class Reference(NamedTuple):
    """A column that says whose a row is: a person's id, or (`held`) a number as it was typed there."""

    table: Table
    column: Column[Any]
    held: bool = False

    @property
    def code(self) -> str:
        """`table.column`."""
        return f"{self.table.name}.{self.column.name}"


def references() -> tuple[Reference, ...]:
    """Every column that refers to a person, whichever feature has it."""
    for module in features.each("tables"):
        import_module(module)
    found = [
        Reference(table, column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == Customer.__tablename__ for key in column.foreign_keys)
    ]
    for held in features.each("numbers_held"):
        name, _dot, column = held.column.partition(".")
        table = Base.metadata.tables[name]
        found.append(Reference(table, table.columns[column], held=True))
    return tuple(found)


def words_of(reference: Reference) -> str:
    """What a row of it is called; "" when nobody says it."""
    own = {f"{table}": words for feature in features.features() for table, words in feature.person_words.items()}
    for record in features.records().values():
        if features.load(record.model).__tablename__ == reference.table.name:
            return _(record.label)
    return _(own[reference.table.name]) if reference.table.name in own else ""


def person_sheet(desk: Desk, customer_id: int) -> SlipView:
    """Issues the sheet with everything that is known of a person, numbers whole: for that person, by the manager's word (handbook C-27).

    Raises:
        NotFound: no such customer. NotAllowed: not a manager.
    """
    with desk.act("access.person-sheet") as act:
        desk.require("manager")
        row = _person(act.session, customer_id)
        slip = _sheet(act.session, desk, row)
        about = f"customer:{row.id}"
        act.about("customer", row.id, name=act.sealed(about, "name", row.name), purpose="own")
        return issue(act, desk, slip, subject=about, people=_people(act.session, row))


def person_sheet_preview(desk: Desk, customer_id: int) -> Slip:
    """The sheet as it would be issued now, numbers masked.

    Raises:
        NotFound: no such customer.
    """
    with desk.look() as session:
        row = _person(session, customer_id)
        return Slip.from_json(hide_numbers(_sheet(session, desk, row).to_json(), _people(session, row)))


def _person(session: Session, customer_id: int) -> Customer:
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFound(_("This person is not on file."))
    return row


def _people(session: Session, row: Customer) -> list[Personal]:
    about = f"customer:{row.id}"
    texts = [
        ("name", row.name),
        ("document", row.document_number),
        ("other", birthday_text(row)),
        ("address", row.address),
    ]
    texts += [("other", row.workplace), ("other", row.position), ("other", row.note), ("name", row.emergency_name)]
    texts += [("name", row.contact_name)]
    texts += [
        ("phone", phones.format_phone(each))
        for each in (*(one.number for one in row.phones), row.emergency_phone)
        if each
    ]
    texts += [("plate", plate) for plate in session.scalars(select(Vehicle.plate).where(Vehicle.customer_id == row.id))]
    notes = session.scalars(select(HouseholdNote.text).where(HouseholdNote.customer_id == row.id))
    texts += [("other", words) for words in notes]
    return [Personal(about, kind, text) for kind, text in texts if text]


def _sheet(session: Session, desk: Desk, row: Customer) -> Slip:
    with writing(desk) as head:
        looks, left_out = _looks(session, desk, row.id)
        facts = KnownFacts(
            row.name, tuple(_data(session, desk, row)), tuple(_consents(session, desk, row.id)), tuple(_homes(session, row.id)),
            tuple(_notes(session, row.id)), tuple(_records(session, desk, row)), looks, left_out,
        )  # fmt: skip
        return build(facts, PaperHead(**head))


def _data(session: Session, desk: Desk, row: Customer) -> Iterator[tuple[str, str]]:
    kind = identity.kind_name(row.document_kind) if row.document_number else ""
    # L10N: 是 / 否
    plates = session.execute(
        select(Vehicle.plate, Vehicle.until).where(Vehicle.customer_id == row.id).order_by(Vehicle.id)
    )
    found = (
        (_("Name or company"), row.name),
        (_("Kind of customer"), label("customer_kinds", row.kind)),
        (_("Salutation"), row.salutation),
        (_("Sex"), label("sexes", row.sex) if row.sex else ""),
        (_("Birthday"), birthday_text(row)),
        (_("Document"), f"{kind} {row.document_number}".strip()),
        # L10N: 已核原件
        (_("Document seen"), _("paper seen") if row.document_checked else ""),
        (_("Phone"), wording.listed(phones.format_phone(one.number) for one in row.phones)),
        (_("Workplace"), row.workplace),
        (_("Position"), row.position),
        (_("Address"), row.address),
        (_("Emergency contact"), f"{row.emergency_name} {row.emergency_relation}".strip()),
        (_("Emergency phone"), phones.format_phone(row.emergency_phone) if row.emergency_phone else ""),
        (_("Contact person"), row.contact_name),
        (_("To be in touch"), label("contact_rhythms", row.contact_rhythm) if row.contact_rhythm else ""),
        (_("Class"), label("classes", row.klass) if row.klass else ""),
        (_("Note"), row.note),
        # L10N: 照片：有
        (_("Photo"), _("kept") if row.photo else ""),
        (_("Vehicles"), wording.listed(plate for plate, _until in plates)),
        # L10N: 建档 / 最近更改
        (_("On file since"), wording.day(desk.local(row.created_at).date())),
        (_("Last changed"), wording.day(desk.local(row.changed_at).date())),
    )
    return ((name, value) for name, value in found if value)


def _consents(session: Session, desk: Desk, customer_id: int) -> Iterator[tuple[str, ...]]:
    for one in session.scalars(select(Consent).where(Consent.customer_id == customer_id).order_by(Consent.id)):
        signed = f" ({one.signed_by})" if one.signed_by else ""
        gone = wording.day(desk.local(one.withdrawn_at).date()) if one.withdrawn_at else ""
        yield label("consent_purposes", one.purpose) + signed, wording.day(desk.local(one.given_at).date()), gone


def _homes(session: Session, customer_id: int) -> Iterator[tuple[str, ...]]:
    for stay, room in session.execute(
        select(Occupancy, Unit.name)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .where(Occupancy.customer_id == customer_id)
        .order_by(Occupancy.id)
    ):
        yield room, label("roles", stay.role), wording.day(stay.since), wording.day(stay.until)


def _notes(session: Session, customer_id: int) -> Iterator[tuple[str, ...]]:
    for note, room in session.execute(
        select(HouseholdNote, Unit.name)
        .join(Unit, Unit.id == HouseholdNote.unit_id)
        .where(HouseholdNote.customer_id == customer_id, HouseholdNote.text != "")
        .order_by(HouseholdNote.id)
    ):
        yield room, note.text, wording.day(note.until)


def _records(session: Session, desk: Desk, row: Customer) -> Iterator[tuple[str, ...]]:
    """The rows of all other tables that refer to the person, a line each; the same row once."""
    numbers = [text for text in (row.document_number, *(one.number for one in row.phones)) if text]
    told: set[tuple[str, Any]] = set()
    for reference in references():
        table = reference.table
        if table.name in SHOWN:
            continue
        key = next(iter(table.primary_key.columns))
        day = next((table.columns[name] for name in _DAYS if name in table.columns), None)
        title = next((table.columns[name] for name in _TITLES if name in table.columns), None)
        wanted = reference.column.in_(numbers) if reference.held else reference.column == row.id
        shown = [column for column in (key, title, day) if column is not None]
        for found in session.execute(select(*shown).where(wanted).order_by(key)).mappings():
            if (table.name, found[key]) in told:
                continue
            told.add((table.name, found[key]))
            number = f"{found[title]}" if title is not None and found[title] else f"{found[key]}"
            yield words_of(reference), number, _day(desk, found[day]) if day is not None else ""


def _day(desk: Desk, value: Any) -> str:
    if isinstance(value, datetime):
        return wording.day(desk.local(value).date())
    return wording.day(value) if isinstance(value, date) else f"{value or ''}"


def _looks(session: Session, desk: Desk, customer_id: int) -> tuple[tuple[tuple[str, ...], ...], int]:
    where = (AuditEvent.act.in_(personal.acts_of()), AuditEvent.subject == f"customer:{customer_id}")
    total = session.scalar(select(func.count(AuditEvent.id)).where(*where)) or 0
    words = {each.act: each.words for each in personal.LOOKS}
    rows = session.execute(
        select(AuditEvent.at, AuditEvent.act, AuditEvent.data, Staff.name)
        .outerjoin(Staff, Staff.id == AuditEvent.staff_id)
        .where(*where)
        .order_by(AuditEvent.id.desc())
        .limit(LOOKED)
    )
    found = tuple(
        (
            wording.moment(desk.local(row.at)), row.name or "", _(words[row.act]),
            purpose_words(str((row.data or {}).get("purpose", "") or "")),
        )
        for row in rows
    )  # fmt: skip
    return found, max(0, total - LOOKED)


def purpose_words(code: str) -> str:
    """What a look was for: a fixed purpose of the act, or one of the site's short list."""
    return _(personal.PURPOSES[code]) if code in personal.PURPOSES else label("view_purposes", code) if code else ""


__all__ = ["SHOWN", "Reference", "person_sheet", "person_sheet_preview", "purpose_words", "references", "words_of"]
