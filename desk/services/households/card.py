# ruff: noqa: PLC0415 - the first page needs no slips
"""The 住户成员情况登记表 of a unit: previewed masked, issued whole (handbook A1, A2)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from desk import catalog
from desk.i18n import speaking
from desk.models import Building, Consent, Customer, Occupancy, Vehicle
from desk.models.households import belongs_now, lives_now
from desk.rules import households as rules
from desk.rules.kit import identity, phones, wording
from desk.services import slips
from desk.services.households.people import birthday_text
from desk.services.households.read import get_unit
from desk.services.kit.desk import Desk
from desk.services.kit.sealed import Personal
from desk.services.slips import SlipView
from desk.slips.engine.slip import Slip


def register_card(desk: Desk, unit_id: int) -> SlipView:
    """Issues the 住户成员情况登记表 of a unit with whole numbers, for the resident to check and sign (handbook A1, A2).

    Raises:
        NotFound: no such unit.
        NotAllowed: nobody is signed in.
    """
    with desk.act("household.register-card") as act:
        desk.require("receptionist")
        slip = _card(act.session, desk, unit_id, masked=False, by=act.actor.name if act.actor else "")
        act.about("unit", unit_id)
        persons = _persons(act.session, unit_id)
        return slips.issue(act, desk, slip, subject=f"unit:{unit_id}", people=persons)


def register_card_preview(desk: Desk, unit_id: int) -> Slip:
    """The register card as it would be issued now, numbers masked.

    Raises:
        NotFound: no such unit.
    """
    with desk.look() as session:
        return _card(session, desk, unit_id, masked=True, by=desk.actor.name if desk.actor else "")


def _persons(session: Session, unit_id: int) -> list[Personal]:
    """Every text of the card that belongs to one of the people on it."""
    found: list[Personal] = []
    for row in session.scalars(
        select(Customer)
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .where(Occupancy.unit_id == unit_id, Occupancy.until.is_(None))
    ):
        texts = [("name", row.name), ("document", row.document_number), ("other", birthday_text(row))]
        texts += [("phone", phones.format_phone(phone.number)) for phone in row.phones]
        texts += [("address", row.address), ("other", row.workplace), ("name", row.emergency_name)]
        texts += [("phone", phones.format_phone(row.emergency_phone))]
        found += [Personal(f"customer:{row.id}", kind, text) for kind, text in texts if text]
    for vehicle in session.scalars(select(Vehicle).where(Vehicle.unit_id == unit_id, Vehicle.until.is_(None))):
        about = f"unit:{unit_id}" if vehicle.customer_id is None else f"customer:{vehicle.customer_id}"
        found.append(Personal(about, "plate", vehicle.plate))
    return found


def _people(session: Session, desk: Desk, unit_id: int) -> list[tuple[Occupancy, Customer]]:
    """Who lives there now, and the owners wherever they live; the owners first."""
    rows = session.execute(
        select(Occupancy, Customer)
        .join(Customer, Customer.id == Occupancy.customer_id)
        .where(
            Occupancy.unit_id == unit_id,
            or_(lives_now(desk.today()), and_(Occupancy.role == "owner", belongs_now(desk.today()))),
        )
    ).all()
    order = {role: place for place, role in enumerate(rules.ROLES)}
    return sorted(((stay, who) for stay, who in rows), key=lambda row: (order.get(row[0].role, 9), row[0].id))


def _consent(session: Session, owners: list[int]) -> Consent | None:
    """The first of the owners' consents to being registered that still holds."""
    return session.scalars(
        select(Consent)
        .where(Consent.customer_id.in_(owners), Consent.purpose == "register", Consent.withdrawn_at.is_(None))
        .order_by(Consent.id)
    ).first()


def _plates(session: Session, unit_id: int) -> tuple[str, ...]:
    here = (Vehicle.unit_id == unit_id, Vehicle.until.is_(None))
    return tuple(session.scalars(select(Vehicle.plate).where(*here).order_by(Vehicle.plate)))


def _living(people: list[tuple[Occupancy, Customer]], today: date) -> list[tuple[Occupancy, Customer]]:
    """Those of them who live there: an owner may live elsewhere (handbook C-21)."""
    return [
        (stay, who) for stay, who in people if rules.lives_there(lives=stay.lives, until=stay.lives_until, today=today)
    ]


def _card(session: Session, desk: Desk, unit_id: int, *, masked: bool, by: str) -> Slip:
    from desk.slips.households import HouseholdFacts, MemberFacts
    from desk.slips.households import register_card as build

    unit = get_unit(session, unit_id)
    building = session.get_one(Building, unit.building_id)
    people = _people(session, desk, unit_id)
    site = desk.site
    owners = [(stay, customer) for stay, customer in people if stay.role == "owner"]
    consent = _consent(session, [customer.id for _stay, customer in owners])

    def phone(number: str) -> str:
        return phones.mask_phone(number) if masked else phones.format_phone(number)

    def all_phones(who: Customer) -> str:
        return " ".join(phone(found.number) for found in who.phones)

    def document(customer: Customer) -> str:
        number = identity.mask_number(customer.document_number) if masked else customer.document_number
        return f"{identity.kind_name(customer.document_kind)} {number}" if number else ""

    with speaking(site.slip_language):
        urgent = next((customer for _stay, customer in people if customer.emergency_name), None)
        living = _living(people, desk.today())
        begun = (stay.lives_since or stay.since for stay, _customer in living)
        moved_in = min((day for day in begun if day), default=None)
        facts = HouseholdFacts(
            room=unit.name if unit.name.startswith(building.name) else f"{building.name} {unit.name}",
            area=f"{unit.area} ㎡" if unit.area is not None else "",
            use=catalog.label("unit_kinds", unit.kind),
            owner=wording.listed(customer.name for _stay, customer in owners),
            owner_document="\n".join(filter(None, (document(customer) for _stay, customer in owners))),
            owner_phone="\n".join(filter(None, (all_phones(customer) for _stay, customer in owners))),
            moved_in=wording.day(moved_in),
            address=next((customer.address for _stay, customer in owners if customer.address), ""),
            members=tuple(
                MemberFacts(
                    name=customer.name,
                    relation=catalog.label("relations", stay.relation) or catalog.label("roles", stay.role),
                    sex=catalog.label("sexes", customer.sex),
                    birth=birthday_text(customer),
                    document=document(customer),
                    phone=all_phones(customer),
                    workplace=customer.workplace,
                )
                for stay, customer in living
            ),
            vehicles=_plates(session, unit_id),
            emergency_name=urgent.emergency_name if urgent else "",
            emergency_relation=urgent.emergency_relation if urgent else "",
            emergency_phone=phone(urgent.emergency_phone) if urgent and urgent.emergency_phone else "",
            notes=unit.note,
            consent_given=consent is not None,
            consent_text=f"{consent.text_version} {wording.day(desk.local(consent.given_at))}" if consent else "",
            site=site.name,
            hotline=site.hotline,
            issued=f"{wording.moment(desk.now())}  {by}".strip(),
            language=site.slip_language,
        )
        return build(facts)
