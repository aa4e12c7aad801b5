"""Who may be calling: the people of a room, and what the request form fills in for a known caller. Phones are masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from desk.errors import NotFound
from desk.i18n import _
from desk.models import Customer, Occupancy, Phone, Unit
from desk.models.households import belongs_now
from desk.rules import households as rules
from desk.rules.kit import names
from desk.rules.kit.phones import mask_phone
from desk.services.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class CallerView:
    """A known caller.

    Attributes:
        customer_id: the person; None where only the room is known.
        role: in the room; "" outside any.
        phone: the first one, masked.
        unit_id, room: where the person lives or owns now; None and "" for nowhere.
    """

    customer_id: int | None
    name: str
    role: str
    phone: str
    unit_id: int | None
    room: str


def caller(desk: Desk, customer_id: int, *, unit_id: int | None = None) -> CallerView:
    """What is known of a caller; the room asked for when the person belongs to it, else the first one.

    Raises:
        NotFound: there is no such person.
    """
    with desk.look() as session:
        row = session.get(Customer, customer_id)
        if row is None:
            raise NotFound(_("This person is not on file."))
        stays = session.execute(
            select(Occupancy.role, Unit.id, Unit.name)
            .join(Unit, Unit.id == Occupancy.unit_id)
            .where(Occupancy.customer_id == customer_id, belongs_now(desk.today()))
            .order_by(Occupancy.unit_id != (unit_id or 0), _rank(), Occupancy.id)
        ).first()
        role, its_unit, room = stays or ("", None, "")
        return CallerView(
            customer_id, row.name, role, _phones(session, [customer_id]).get(customer_id, ""), its_unit, room
        )


def residents(desk: Desk, unit_id: int) -> tuple[CallerView, ...]:
    """The people of a room now: owners first, then tenants, family and relatives."""
    with desk.look() as session:
        rows = session.execute(
            select(Customer.id, Customer.name, Occupancy.role, Unit.id, Unit.name)
            .join(Occupancy, Occupancy.customer_id == Customer.id)
            .join(Unit, Unit.id == Occupancy.unit_id)
            .where(Occupancy.unit_id == unit_id, belongs_now(desk.today()))
            .order_by(_rank(), Occupancy.id)
        ).all()
        phones = _phones(session, [row[0] for row in rows])
        return tuple(
            CallerView(person, name, role, phones.get(person, ""), unit, room)
            for person, name, role, unit, room in rows
        )


def room(desk: Desk, unit_id: int) -> CallerView:
    """A room without a caller.

    Raises:
        NotFound: there is no such room.
    """
    with desk.look() as session:
        name = session.scalar(select(Unit.name).where(Unit.id == unit_id))
        if name is None:
            raise NotFound(_("This room is not there."))
        return CallerView(None, "", "", "", unit_id, name)


def _rank() -> ColumnElement[int]:
    return case(*((Occupancy.role == role, rank) for rank, role in enumerate(rules.ROLES)), else_=len(rules.ROLES))


def _phones(session: Session, people: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for person, number in session.execute(
        select(Phone.customer_id, Phone.number).where(Phone.customer_id.in_(people)).order_by(Phone.position, Phone.id)
    ):
        found.setdefault(person, mask_phone(number))
    return found


def salutation_of(row: Customer, today: date, *, style: names.Style = "gong", language: str = "zh_CN") -> str:
    """How the rule addresses a person or company on file; what the clerk wrote instead stands in the record."""
    return names.salutation(
        row.name,
        style=style,
        sex=row.sex,
        surname_length=row.surname_length,
        company=row.kind == "company",
        child=rules.is_child(row.birthday, today),
        language=language,
    )
