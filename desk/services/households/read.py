"""The household page and the list of units, read in few questions (architecture "The clearance", "The window")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, column, exists, func, or_, select, table
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
from desk.models.kit.functions import holds, words_in
from desk.rules import households as rules
from desk.rules.kit import phones, wording
from desk.services.finder.query import words as reading
from desk.services.finder.reading import met
from desk.services.households import health, opened
from desk.services.households.people import person_view
from desk.services.households.views import (
    DossierView,
    HouseholdView,
    PersonView,
    UnitRow,
    UnitView,
)
from desk.services.kit.desk import Desk
from desk.services.kit.lines import LightView
from desk.services.kit.paging import Page


def household(desk: Desk, unit_id: int, *, purpose: str = "") -> HouseholdView:
    """Everything about one unit: people now and before, papers, what happened, what stands open.

    Args:
        desk: the desk.
        unit_id: the unit.
        purpose: what for, where the site notes that (`opened.note_opening`).

    Raises:
        DeskError: `purpose`: it has to be said what for. NotFound: no such unit.
    """
    opened.note_opening(desk, unit_id, purpose=purpose)
    with desk.look() as session:
        return _told_by_features(session, desk, home_of(session, desk, unit_id))


def _told_by_features(session: Session, desk: Desk, home: HouseholdView) -> HouseholdView:
    """History, cards and lamps, of the features that know the household; they see what was read already."""
    asked = _asked(session, home.unit.id)
    timeline = [
        line for feature in asked for ref in feature.timeline for line in features.load(ref)(session, desk, home)
    ]
    timeline.sort(key=lambda event: event.at, reverse=True)
    cards = {
        card.code: features.load(card.read)(session, desk, home)
        for feature in asked
        for card in feature.household_cards
    }
    whole = replace(
        home,
        timeline=tuple(timeline),
        lights=_lights(session, desk, home, asked),
        cards={code: shown for code, shown in cards.items() if shown},
    )
    return replace(whole, health=health.of(desk.policy, whole))


def _lights(
    session: Session, desk: Desk, home: HouseholdView, asked: Iterable[features.kit.Feature], *, leaving: bool = False
) -> tuple[LightView, ...]:
    """The lamps in their order; those of features without rows of the household are green unread."""
    known = {light.code for feature in asked for light in feature.lights}
    return tuple(
        features.load(light.read)(session, desk, home)
        if light.code in known or not light.none
        else LightView(light.code, _(light.label), _(light.none), "green", "")
        for light in sorted(features.each("lights"), key=lambda light: light.order)
        if light.leaving or not leaving
    )


def open_matters(session: Session, desk: Desk, unit_id: int) -> tuple[str, tuple[LightView, ...]]:
    """The room's name, and the lamps that are asked when a household leaves (architecture "The clearance").

    Raises:
        NotFound: no such unit.
    """
    home = home_of(session, desk, unit_id, dossier=False)
    return home.unit.name, _lights(session, desk, home, _asked(session, unit_id), leaving=True)


def _asked(session: Session, unit_id: int) -> list[features.kit.Feature]:
    """The features that may tell of a room: with rows of it or of its people, by one question, or that do not say where theirs are."""
    places = tuple(
        (name, name in feature.homes) for feature in features.features() for name in (*feature.homes, *feature.people)
    )
    answer = session.execute(_who_has_rows(places), {"room": unit_id}).one() if places else ()
    there = dict(zip((name for name, _of_room in places), answer, strict=True))
    return [
        feature
        for feature in features.features()
        if not (feature.homes or feature.people) or any(there[name] for name in (*feature.homes, *feature.people))
    ]


@cache
def _who_has_rows(places: tuple[tuple[str, bool], ...]) -> Select[Any]:
    """The question in which columns (`move.unit_id`) a room is, or one of its people; it is made once for all rooms."""
    room: Any = bindparam("room")
    there_ever = select(Occupancy.customer_id).where(Occupancy.unit_id == room)
    questions: list[Any] = []
    for name, of_room in places:
        of, _dot, key = name.partition(".")
        rows = column(key) == room if of_room else column(key).in_(there_ever)
        questions.append(exists().select_from(table(of)).where(rows).label(name))
    return select(*questions)


def home_of(session: Session, desk: Desk, unit_id: int, *, dossier: bool = True) -> HouseholdView:
    """A household without what the features tell of it: what these are given; the papers of its file only where they are asked for.

    Raises:
        NotFound: no such unit.
    """
    rows = session.execute(
        select(Unit, Building.name, Vehicle.plate)
        .join(Building, Building.id == Unit.building_id)
        .outerjoin(Vehicle, and_(Vehicle.unit_id == Unit.id, Vehicle.until.is_(None)))
        .where(Unit.id == unit_id)
        .order_by(Vehicle.plate.nulls_first())
    ).all()
    if not rows:
        raise NotFound(_("This room is not registered."))
    return HouseholdView(
        unit=unit_view(rows[0][0], rows[0][1]),
        people=_people(session, unit_id, desk.today()),
        dossier=_dossier(session, unit_id) if dossier else (),
        vehicles=tuple(plate for _unit, _building, plate in rows if plate),
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
    where += [_word(desk, word) for word in words_in(text)]
    with desk.look() as session:
        total, rows = _fitting(session, where, offset, limit, at_once=bool(text))
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


def _fitting(
    session: Session, where: Sequence[ColumnElement[bool]], offset: int, limit: int, *, at_once: bool
) -> tuple[int, Sequence[Any]]:
    """How many rooms fit, and a page of them; `at_once` by one statement, so that words are looked for once."""
    fits = select(Unit.id, Unit.sort, Unit.name, Unit.state, Unit.area).where(*where)
    if at_once:
        known = fits.cte("fits")
        counted = select(func.count()).select_from(known).scalar_subquery()
        page = select(known, counted.label("total")).order_by(known.c.sort, known.c.id)
        rows = session.execute(page.offset(offset).limit(limit)).all()
        if rows or not offset:
            return (rows[0].total if rows else 0), rows
    total = session.scalar(select(func.count(Unit.id)).where(*where)) or 0
    return total, session.execute(fits.order_by(Unit.sort, Unit.id).offset(offset).limit(limit)).all()


def _word(desk: Desk, word: str) -> ColumnElement[bool]:
    """Whether a room has the word in its name, its code or the name of somebody there.

    Sets, each looked for once, and not room by room: the list answers each key (architecture "Speed"). What reads as a room means
    the room itself, not all homes of those who live there.
    """
    somebody: ColumnElement[bool] = Occupancy.customer_id.in_(select(Customer.id).where(holds(Customer.name, word)))
    if not all(each.room for each in reading(word)):
        somebody = or_(somebody, met(desk, word, customer=Occupancy.customer_id))
    theirs = select(Occupancy.unit_id).where(somebody, belongs_now(desk.today()))
    return or_(holds(Unit.name, word), holds(Unit.code, word), Unit.id.in_(theirs), met(desk, word, unit=Unit.id))


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
    agreed = exists().where(
        Consent.customer_id == Customer.id,
        Consent.withdrawn_at.is_(None),
        Consent.purpose.in_(("register", "guardian")),
    )
    greets = exists().where(
        Consent.customer_id == Customer.id, Consent.withdrawn_at.is_(None), Consent.purpose == "greetings"
    )
    rows = session.execute(
        select(Occupancy, Customer, agreed, greets)
        .join(Customer, Customer.id == Occupancy.customer_id)
        .where(Occupancy.unit_id == unit_id)
    ).all()
    numbers = _numbers(session, {customer.id for _occupancy, customer, _agreed, _greets in rows})
    people = [
        person_view(customer, stay, today, numbers=tuple(numbers[customer.id]), consent=consent, greets=likes)
        for stay, customer, consent, likes in rows
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
        paper: catalog.label("dossier", paper)
        for paper, (item, _name) in rows.items()
        if paper not in labels and item.state == "received"
    }

    def line(paper: str, label: str) -> DossierView:
        if paper not in rows:
            return DossierView(paper, label, "missing", None, "", "")
        item, name = rows[paper]
        return DossierView(paper, label, item.state, item.received_on, item.filed_at, name, item.attachment)

    return tuple(line(paper, label) for paper, label in labels.items())
