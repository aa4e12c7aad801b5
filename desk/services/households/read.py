"""The household page and the list of units, read in few questions (architecture "The clearance", "The window")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from desk import catalog, features
from desk.errors import NotFound
from desk.i18n import _
from desk.models import (
    Attachment,
    Building,
    Consent,
    Customer,
    DossierItem,
    Occupancy,
    Phone,
    Unit,
    Vehicle,
)
from desk.models.households import belongs_now
from desk.models.kit.functions import holds
from desk.rules import households as rules
from desk.rules.kit import phones, wording
from desk.services.households.people import person_view
from desk.services.households.views import (
    DossierView,
    HouseholdView,
    PersonView,
    UnitRow,
    UnitView,
)
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page


def household(desk: Desk, unit_id: int) -> HouseholdView:
    """Everything about one unit: people now and before, papers, what happened, what stands open.

    Raises:
        NotFound: no such unit.
    """
    with desk.look() as session:
        home = home_of(session, desk, unit_id)
        # What the features tell of it; they see what was read already.
        timeline = [line for ref in features.each("timeline") for line in features.load(ref)(session, desk, home)]
        timeline.sort(key=lambda event: event.at, reverse=True)
        lights = sorted(features.each("lights"), key=lambda light: light.order)
        return replace(
            home,
            timeline=tuple(timeline),
            lights=tuple(features.load(light.read)(session, desk, home) for light in lights),
        )


def home_of(session: Session, desk: Desk, unit_id: int) -> HouseholdView:
    """A household without its timeline and lights: what the features that tell these are given.

    Raises:
        NotFound: no such unit.
    """
    row = session.execute(
        select(Unit, Building.name).join(Building, Building.id == Unit.building_id).where(Unit.id == unit_id)
    ).first()
    if row is None:
        raise NotFound(_("This room is not registered."))
    plates = session.scalars(
        select(Vehicle.plate).where(Vehicle.unit_id == unit_id, Vehicle.until.is_(None)).order_by(Vehicle.plate)
    )
    return HouseholdView(
        unit=unit_view(row[0], row[1]),
        people=_people(session, unit_id, desk.today()),
        dossier=_dossier(session, unit_id),
        vehicles=tuple(plates),
    )


def units(
    desk: Desk, *, building_id: int | None = None, text: str = "", offset: int = 0, limit: int = 200
) -> Page[UnitRow]:
    """A page of the units in the order of building, entrance, floor, number.

    Args:
        desk: the desk.
        building_id: only this building.
        text: words that must all occur in the room's name or code, or in the name of somebody registered there now.
        offset: how many rows to leave out.
        limit: how many rows at most.
    """
    where = [] if building_id is None else [Unit.building_id == building_id]
    where += [_word(word, desk.today()) for word in text.split()]
    with desk.look() as session:
        total = session.scalar(select(func.count(Unit.id)).where(*where)) or 0
        rows = session.execute(
            select(Unit.id, Unit.name, Unit.state, Unit.area)
            .where(*where)
            .order_by(Unit.sort, Unit.id)
            .offset(offset)
            .limit(limit)
        ).all()
        ids = [row.id for row in rows]
        owners: dict[int, list[tuple[int, str]]] = defaultdict(list)
        tenants: dict[int, int] = defaultdict(int)
        stays = session.execute(
            select(Occupancy.unit_id, Occupancy.role, Customer.id, Customer.name)
            .join(Customer, Customer.id == Occupancy.customer_id)
            .where(Occupancy.unit_id.in_(ids), belongs_now(desk.today()), Occupancy.role.in_(("owner", "tenant")))
            .order_by(Occupancy.id)
        )
        for unit_id, role, customer_id, name in stays:
            if role == "owner":
                owners[unit_id].append((customer_id, name))
            else:
                tenants[unit_id] += 1
        numbers = _numbers(session, [found[0][0] for found in owners.values()])
        return Page(
            tuple(
                UnitRow(
                    id=row.id,
                    name=row.name,
                    owner=wording.listed(name for _id, name in owners[row.id]),
                    tenants=tenants[row.id],
                    state=row.state,
                    area=row.area,
                    phone_masked=phones.mask_phone(next(iter(numbers[owners[row.id][0][0]]), ""))
                    if owners[row.id]
                    else "",
                )
                for row in rows
            ),
            total,
        )


def unit_view(unit: Unit, building: str) -> UnitView:
    """A unit as plain data."""
    return UnitView(
        id=unit.id,
        code=unit.code,
        name=unit.name,
        building=building,
        area=unit.area,
        kind=unit.kind,
        state=unit.state,
        note=unit.note,
        floor=unit.floor,
    )


def get_unit(session: Session, unit_id: int) -> Unit:
    """The unit, or NotFound in words."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(_("This room is not registered."))
    return unit


def papers() -> dict[str, str]:
    """The papers of a complete file (handbook A1): words by code, in order."""
    return {choice.code: choice.label for choice in catalog.catalog("dossier")}


def _word(word: str, today: date) -> ColumnElement[bool]:
    somebody = exists().where(
        Occupancy.unit_id == Unit.id,
        belongs_now(today),
        Occupancy.customer_id == Customer.id,
        holds(Customer.name, word),
    )
    return or_(holds(Unit.name, word), holds(Unit.code, word), somebody)


def _numbers(session: Session, customer_ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = (
        select(Phone.customer_id, Phone.number)
        .where(Phone.customer_id.in_(list(customer_ids)))
        .order_by(Phone.position, Phone.id)
    )
    for customer_id, number in session.execute(query):
        found[customer_id].append(number)
    return found


def _people(session: Session, unit_id: int, today: date) -> tuple[PersonView, ...]:
    rows = session.execute(
        select(Occupancy, Customer)
        .join(Customer, Customer.id == Occupancy.customer_id)
        .where(Occupancy.unit_id == unit_id)
    ).all()
    ids = {customer.id for _occupancy, customer in rows}
    numbers = _numbers(session, ids)
    agreed = set(
        session.scalars(
            select(Consent.customer_id).where(
                Consent.customer_id.in_(ids),
                Consent.withdrawn_at.is_(None),
                Consent.purpose.in_(("register", "guardian")),
            )
        )
    )
    people = [
        person_view(customer, stay, today, numbers=tuple(numbers[customer.id]), consent=customer.id in agreed)
        for stay, customer in rows
    ]
    order = {role: place for place, role in enumerate(rules.ROLES)}
    current = [person for person in people if person.here]
    past = [person for person in people if not person.here]
    current.sort(key=lambda person: (order.get(person.role, 9), person.since or date.max, person.occupancy_id))
    past.sort(key=lambda person: (person.until or date.max, person.occupancy_id), reverse=True)
    return (*current, *past)


def _dossier(session: Session, unit_id: int) -> tuple[DossierView, ...]:
    rows = {
        item.paper: (item, name or "")
        for item, name in session.execute(
            select(DossierItem, Attachment.name)
            .outerjoin(Attachment, Attachment.sha256 == DossierItem.attachment)
            .where(DossierItem.unit_id == unit_id)
        )
    }
    labels = papers()
    # A paper that the catalog no longer lists stays readable when there is something of it.
    labels |= {
        paper: paper for paper, (item, _name) in rows.items() if paper not in labels and item.state == "received"
    }

    def line(paper: str, label: str) -> DossierView:
        if paper not in rows:
            return DossierView(paper, label, "missing", None, "", "")
        item, name = rows[paper]
        return DossierView(paper, label, item.state, item.received_on, item.filed_at, name, item.attachment)

    return tuple(line(paper, label) for paper, label in labels.items())
