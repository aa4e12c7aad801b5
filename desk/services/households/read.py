"""The household page and the list of units, read in few questions (DESIGN §4, §5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from desk import catalog
from desk.errors import NotFound
from desk.i18n import _
from desk.models import (
    Attachment,
    AuditEvent,
    Building,
    Consent,
    Customer,
    DossierItem,
    Occupancy,
    Phone,
    Request,
    Staff,
    Unit,
    Vehicle,
)
from desk.models.kit.functions import holds
from desk.rules import households as rules
from desk.rules.kit import phones
from desk.services import slips
from desk.services.households.people import person_view
from desk.services.households.views import (
    DossierView,
    HouseholdView,
    LightView,
    PersonView,
    TimelineView,
    UnitRow,
    UnitView,
)
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page

TIMELINE_MOST = 200
"""Of each kind of event; older ones are found through their own lists."""
_DONE = ("closed", "cancelled")
_WAITING = ("received", "assigned")


def household(desk: Desk, unit_id: int) -> HouseholdView:
    """Everything about one unit: people now and before, papers, what happened, what stands open.

    Raises:
        NotFound: no such unit.
    """
    with desk.look() as session:
        row = session.execute(
            select(Unit, Building.name).join(Building, Building.id == Unit.building_id).where(Unit.id == unit_id)
        ).first()
        if row is None:
            raise NotFound(_("This room is not registered."))
        unit = unit_view(row[0], row[1])
        people = _people(session, unit_id)
        dossier = _dossier(session, unit_id)
        requests = _requests(session, unit_id)
        timeline = [*_from_requests(requests), *_from_slips(session, unit_id, requests)]
        timeline += _from_audit(session, desk, unit_id, people, timeline_people := _noted())
        timeline += _from_stays(desk, people, timeline_people)
        timeline.sort(key=lambda event: event.at, reverse=True)
        plates = session.scalars(
            select(Vehicle.plate).where(Vehicle.unit_id == unit_id, Vehicle.until.is_(None)).order_by(Vehicle.plate)
        )
        return HouseholdView(
            unit=unit,
            people=people,
            dossier=dossier,
            timeline=tuple(timeline),
            vehicles=tuple(plates),
            lights=_lights(session, desk, unit_id, people, dossier),
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
    where += [_word(word) for word in text.split()]
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
            .where(Occupancy.unit_id.in_(ids), Occupancy.until.is_(None), Occupancy.role.in_(("owner", "tenant")))
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
                    owner="、".join(name for _id, name in owners[row.id]),
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
    """The papers of a complete file (DOMAIN A1): words by code, in order."""
    return {choice.code: choice.label for choice in catalog.catalog("dossier")}


def _word(word: str) -> ColumnElement[bool]:
    somebody = exists().where(
        Occupancy.unit_id == Unit.id,
        Occupancy.until.is_(None),
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


def _people(session: Session, unit_id: int) -> tuple[PersonView, ...]:
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
        person_view(customer, stay, numbers=tuple(numbers[customer.id]), consent=customer.id in agreed)
        for stay, customer in rows
    ]
    order = {role: place for place, role in enumerate(rules.ROLES)}
    current = [person for person in people if person.until is None]
    past = [person for person in people if person.until is not None]
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


def _requests(session: Session, unit_id: int) -> list[tuple[Request, str]]:
    rows = session.execute(
        select(Request, Staff.name)
        .join(Staff, Staff.id == Request.first_receiver_id)
        .where(Request.unit_id == unit_id)
        .order_by(Request.received_at.desc())
        .limit(TIMELINE_MOST)
    )
    return [(request, name) for request, name in rows]


def _lights(
    session: Session, desk: Desk, unit_id: int, people: tuple[PersonView, ...], dossier: tuple[DossierView, ...]
) -> tuple[LightView, ...]:
    late = and_(Request.state.in_(_WAITING), Request.promised_at < desk.clock())
    counted = session.execute(
        select(func.count(Request.id), func.count(Request.id).filter(late)).where(
            Request.unit_id == unit_id, Request.state.not_in(_DONE)
        )
    ).one()
    now = [person for person in people if person.until is None]
    owners = sum(person.role == "owner" for person in now)
    known = papers()
    missing = {paper.paper: paper.label for paper in dossier if paper.state == "missing" and paper.paper in known}
    lights = (
        # L10N: 业主
        ("owner", _("Owner"), rules.owner_light(owners, len(now)), "add-person"),
        # L10N: 工单
        ("requests", _("Requests"), rules.request_light(unfinished=counted[0], overdue=counted[1]), "requests"),
        # L10N: 资料
        ("dossier", _("Papers"), rules.dossier_light(missing, len(known)), "dossier"),
    )
    return tuple(
        LightView(code, label, lamp.text, lamp.state, "" if lamp.state == "green" else act)
        for code, label, lamp, act in lights
    )


def _from_requests(requests: list[tuple[Request, str]]) -> list[TimelineView]:
    return [
        TimelineView(
            at=request.received_at,
            title=f"{catalog.label('kinds', request.kind)} {request.number}",
            detail=" ".join(request.content.split())[:80],
            state=request.state,
            staff=staff,
            target=f"request:{request.id}",
        )
        for request, staff in requests
    ]


def _from_slips(session: Session, unit_id: int, requests: list[tuple[Request, str]]) -> list[TimelineView]:
    """Slips of the unit, and of its requests where they have a number of their own (work orders)."""
    numbers = {request.number for request, _staff in requests}
    subjects = [f"unit:{unit_id}", *(f"request:{request.id}" for request, _staff in requests)]
    return [
        TimelineView(
            at=slip.issued_at,
            title=f"{slip.title} {slip.number}",
            detail=slip.void_reason,
            state=slip.state,
            staff=slip.staff,
            target=f"slip:{slip.number}",
        )
        for slip in slips.views(session, subjects)
        if slip.number not in numbers
    ]


def _noted() -> dict[str, set[tuple[int, date]]]:
    """Which stays have an audited beginning or end on which day, so that it is not told twice."""
    return {"began": set(), "ended": set()}


def _from_audit(
    session: Session, desk: Desk, unit_id: int, people: tuple[PersonView, ...], noted: dict[str, set[tuple[int, date]]]
) -> list[TimelineView]:
    subjects = [f"unit:{unit_id}", *{f"customer:{person.customer_id}" for person in people}]
    acting = aliased(Staff)
    rows = session.execute(
        select(AuditEvent.at, AuditEvent.act, AuditEvent.subject, AuditEvent.data, acting.name)
        .outerjoin(acting, acting.id == AuditEvent.staff_id)
        .where(AuditEvent.subject.in_(subjects), AuditEvent.act.in_(list(_TITLES)))
        .order_by(AuditEvent.id.desc())
        .limit(TIMELINE_MOST)
    )
    found = []
    for at, act, subject, data, staff in rows:
        day = desk.local(cast(datetime, at)).date()
        if act == "household.register" and "occupancy" in data:
            noted["began"].add((data["occupancy"], day))
        if act == "household.end-stay":
            noted["ended"].add((data["occupancy"], day))
        title, detail = _TITLES[act](data)
        target = (
            subject if subject.startswith("customer:") else f"customer:{data['customer']}" if "customer" in data else ""
        )
        found.append(TimelineView(at=at, title=title, detail=detail, state="", staff=staff or "", target=target))
    return found


def _from_stays(
    desk: Desk, people: tuple[PersonView, ...], noted: dict[str, set[tuple[int, date]]]
) -> list[TimelineView]:
    found = []
    for person in people:
        detail = f"{person.name} · {catalog.label('roles', person.role)}"
        target = f"customer:{person.customer_id}"
        if person.since and (person.occupancy_id, person.since) not in noted["began"]:
            # L10N: 入住
            found.append(
                TimelineView(desk.midnight(person.since).astimezone(UTC), _("Moved in"), detail, "", "", target)
            )
        if person.until and (person.occupancy_id, person.until) not in noted["ended"]:
            # L10N: 搬出
            found.append(
                TimelineView(desk.midnight(person.until).astimezone(UTC), _("Moved out"), detail, "", "", target)
            )
    return found


def _registered(data: dict[str, Any]) -> tuple[str, str]:
    detail = data["name"] + (f" · {catalog.label('roles', data['role'])}" if "role" in data else "")
    # L10N: 登记
    return _("Registered"), detail


def _ended(data: dict[str, Any]) -> tuple[str, str]:
    parts = [data["name"], catalog.label("roles", data["role"]), data["reason"]]
    # L10N: 注销登记
    return _("Registration ended"), " · ".join(part for part in parts if part)


def _filed(data: dict[str, Any]) -> tuple[str, str]:
    label = catalog.label("dossier", data["paper"])
    if data.get("state") == "missing":
        # L10N: 资料标记为缺
        return _("Paper marked missing"), label
    # L10N: 资料归档
    return _("Paper filed"), label


def _agreed(data: dict[str, Any]) -> tuple[str, str]:
    # L10N: 同意 / 撤回同意
    return (_("Consent given") if data["given"] else _("Consent withdrawn")), data["name"]


_TITLES = {
    "household.register": _registered,
    # L10N: 资料变更
    "household.change": lambda data: (_("Data changed"), data["name"]),
    "household.end-stay": _ended,
    "household.unit": lambda _data: (_("Room data changed"), ""),
    "household.dossier": _filed,
    # L10N: 扫描件
    "household.attach": lambda data: (_("Scan added"), catalog.label("dossier", data["paper"])),
    # L10N: 车辆登记
    "household.vehicle": lambda data: (_("Vehicle registered"), data["plate"]),
    "household.consent": _agreed,
}
"""The acts that belong into a household's history, and their words; looking somebody up is in the audit only."""
