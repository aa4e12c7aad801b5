"""Notes about a household: what whoever calls there, or goes there, has to know, until a day (handbook A1).

They stand on the household page, on the caller card while somebody calls, and on work orders. A note about a person is
forgotten with that person: when the stay ends it is taken away, when the consent is withdrawn its words are erased, also from
events and slips.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models import Customer, HouseholdNote, Occupancy, Staff, Unit
from desk.models.households import belongs_now
from desk.rules import households as rules
from desk.services.households.consents import in_force
from desk.services.households.read import get_unit
from desk.services.households.views import HouseholdView
from desk.services.kit import sealed
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lines import CallerLine

FORGOTTEN_WITH = ("register", "guardian")
"""Consents with which the notes about a person go."""


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """What is typed: the words, the last day they are shown, and whom they are about (None: the home itself)."""

    text: str
    until: date | None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note that holds today.

    Attributes:
        unit_id, room: the home. person: the name of whom it is about; "" for the home itself.
        until: the last day. by: who wrote it.
    """

    id: int
    unit_id: int
    room: str
    text: str
    person: str
    until: date
    by: str


def add_note(desk: Desk, unit_id: int, entry: NoteEntry) -> NoteView:
    """Keeps a note about a household.

    Raises:
        InvalidInput: fields `text`, `until`, `customer_id`.
        NotFound: no such unit; NotAllowed: nobody is signed in.
    """
    with desk.act("household.note") as act:
        desk.require("receptionist")
        get_unit(act.session, unit_id)
        check = Checker(rules.note_problems(entry.text, entry.until, today=desk.local(act.at).date()))
        if entry.customer_id is not None and not _belongs(act.session, desk, unit_id, entry.customer_id):
            check.add("customer_id", "unknown", _("This person is not registered in this room."))
        elif entry.customer_id is not None and not in_force(act.session, entry.customer_id, FORGOTTEN_WITH):
            # L10N: 关于个人的提示须先取得本人同意
            words = _(
                "A note about a person needs the person's consent. Record the consent first, or note it for the home."
            )
            check.add("customer_id", "consent", words)
        check.done()
        assert entry.until is not None
        row = HouseholdNote(
            unit_id=unit_id, customer_id=entry.customer_id, text=rules.note_text(entry.text), until=entry.until,
            noted_at=act.at, staff_id=act.staff_id,
        )  # fmt: skip
        act.session.add(row)
        act.session.flush()
        text = act.sealed(_seal(row.id), "other", row.text)
        act.about("unit", unit_id, note=row.id, text=text, until=entry.until.isoformat(), person=entry.customer_id)
        return _read(act.session, HouseholdNote.id == row.id)[0]


def end_note(desk: Desk, note_id: int) -> None:
    """Takes a note away before its time; its words stay in the history of the household.

    Raises:
        NotFound: there is no such note, or it is over; NotAllowed: nobody is signed in.
    """
    with desk.act("household.end-note") as act:
        desk.require("receptionist")
        row = act.session.get(HouseholdNote, note_id)
        if row is None or row.ended_at is not None:
            # L10N: 该提示已不存在
            raise NotFound(_("This note is not there any more."))
        row.ended_at = act.at
        act.about("unit", row.unit_id, note=row.id, text=act.sealed(_seal(row.id), "other", row.text))


def notes(desk: Desk, unit_id: int) -> tuple[NoteView, ...]:
    """The notes of a household that hold today, the newest first."""
    with desk.look() as session:
        return of_unit(session, desk, unit_id)


def of_unit(session: Session, desk: Desk, unit_id: int) -> tuple[NoteView, ...]:
    """The same inside a question or an act."""
    return _read(
        session,
        HouseholdNote.unit_id == unit_id,
        HouseholdNote.ended_at.is_(None),
        HouseholdNote.until >= desk.today(),
    )


def of_home(session: Session, desk: Desk, home: HouseholdView) -> tuple[NoteView, ...]:
    """What the household page shows."""
    return of_unit(session, desk, home.unit.id)


def caller_lines(session: Session, desk: Desk, unit_id: int | None, _customer_id: int | None) -> list[CallerLine]:
    """What the caller card says of the home."""
    found = of_unit(session, desk, unit_id) if unit_id is not None else ()
    # L10N: {name}：{note}
    return [
        CallerLine(
            "note", _("{name}: {note}").format(name=note.person, note=note.text) if note.person else note.text, "amber"
        )
        for note in found
    ]


def personal(found: Iterable[NoteView]) -> list[sealed.Personal]:
    """What a slip says of a household; it is sealed, so that it can be erased."""
    return [sealed.Personal(_seal(note.id), "other", note.text) for note in found]


# --------------------------------------------------------------------------------------------------- what others bring about
def stay_ended(act: Act, _desk: Desk, unit_id: int, customer_id: int) -> None:
    """Whoever a note is about has left: it is not shown any more."""
    for row in act.session.scalars(
        select(HouseholdNote).where(
            HouseholdNote.unit_id == unit_id,
            HouseholdNote.customer_id == customer_id,
            HouseholdNote.ended_at.is_(None),
        )
    ):
        row.ended_at = act.at


def consent_withdrawn(act: Act, _desk: Desk, customer_id: int, purpose: str) -> list[str]:
    """The words about somebody who took the agreement back are erased, from the notes, from events and slips."""
    if purpose not in FORGOTTEN_WITH:
        return []
    rows = act.session.scalars(select(HouseholdNote).where(HouseholdNote.customer_id == customer_id)).all()
    told = [row for row in rows if row.text]
    for row in told:
        row.text, row.ended_at = "", row.ended_at or act.at
        act.session.flush()
        sealed.shred(act.session, _seal(row.id))
    return ["household_note"] if told else []


# ------------------------------------------------------------------------------------------------------------------ inside
def _seal(note_id: int) -> str:
    """About whom the sealed words of a note are."""
    return f"household-note:{note_id}"


def _belongs(session: Session, desk: Desk, unit_id: int, customer_id: int) -> bool:
    here = (Occupancy.unit_id == unit_id, Occupancy.customer_id == customer_id, belongs_now(desk.today()))
    return session.scalars(select(Occupancy.id).where(*here).limit(1)).first() is not None


def _read(session: Session, *where: object) -> tuple[NoteView, ...]:
    rows = session.execute(
        select(HouseholdNote, Unit.name, Customer.name, Staff.name)
        .join(Unit, Unit.id == HouseholdNote.unit_id)
        .join(Staff, Staff.id == HouseholdNote.staff_id)
        .outerjoin(Customer, Customer.id == HouseholdNote.customer_id)
        .where(*where)  # type: ignore[arg-type]  # conditions and plain truths alike
        .order_by(HouseholdNote.id.desc())
    )
    return tuple(
        NoteView(row.id, row.unit_id, room, row.text, person or "", row.until, by) for row, room, person, by in rows
    )


__all__ = [
    "NoteEntry", "NoteView", "add_note", "caller_lines", "consent_withdrawn", "end_note", "notes", "of_home", "of_unit", "personal",
    "stay_ended",
]  # fmt: skip
