"""Buildings, their rooms, and the people and companies who own them or live in them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desk.models.kit.base import Base, Numbered
from desk.models.kit.types import Hundredths
from desk.models.staff import Staff  # noqa: F401 - a note's foreign key leads there


class Building(Numbered, Base):
    """A building.

    Attributes:
        code: the short ASCII code used in room codes, `1` or `A`.
        name: as the site writes it, 1栋 or A座.
        sort: natural order.
    """

    __tablename__ = "building"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort: Mapped[str]


class Unit(Numbered, Base):
    """One suite (每一套房): everything of a household hangs on it.

    Attributes:
        entrance: the code of the entrance (1单元 → `1`); "" where the building has none.
        room: the room's number, `1203`.
        code: `1-1-101`, unique on the site.
        name: as printed, 1栋1单元101.
        sort: text whose order is building, entrance, floor, number as numbers.
        area: floor area in square metres.
        kind: residence, shop, office, parking, other.
        state: vacant, occupied, let (出租), renovating.
    """

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("building_id", "entrance", "room"),)

    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True)
    entrance: Mapped[str] = mapped_column(default="")
    room: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort: Mapped[str] = mapped_column(index=True)
    floor: Mapped[int | None]
    area: Mapped[Decimal | None] = mapped_column(Hundredths)
    kind: Mapped[str] = mapped_column(default="residence")
    state: Mapped[str] = mapped_column(default="vacant")
    note: Mapped[str] = mapped_column(default="")

    building: Mapped[Building] = relationship()


class Customer(Numbered, Base):
    """A person or company the site deals with; the data belongs to the person, not to a room or a card.

    Attributes:
        kind: person or company.
        surname_length: how many characters of the name are the surname (compound surnames; the clerk may correct it).
        salutation: as the clerk wants to be addressed, "" = by rule.
        document_kind: see `rules.identity`; document_number is normalised; document_key identifies the person.
        document_checked: the clerk saw the paper (handbook C-12).
        birthday_month/day/leap: for lunar birthdays the lunar month and day; `birthday` is the solar date of birth.
        klass: customer class A–D, "" when unset.
        contact_name: of a company, who speaks for it; "" for a person.
        contact_rhythm: how often to be in touch (handbook A1), a code of `contact_rhythms`, "" when unset.
    """

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_birthday_month_birthday_day", "birthday_month", "birthday_day"),)

    kind: Mapped[str] = mapped_column(default="person")
    name: Mapped[str] = mapped_column(index=True)
    surname_length: Mapped[int] = mapped_column(default=1)
    salutation: Mapped[str] = mapped_column(default="")
    sex: Mapped[str] = mapped_column(default="")
    document_kind: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    document_key: Mapped[str] = mapped_column(default="", index=True)
    document_checked: Mapped[bool] = mapped_column(default=False)
    birthday: Mapped[date | None]
    birthday_calendar: Mapped[str] = mapped_column(default="solar")
    birthday_month: Mapped[int | None]
    birthday_day: Mapped[int | None]
    birthday_leap: Mapped[bool] = mapped_column(default=False)
    workplace: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    emergency_name: Mapped[str] = mapped_column(default="")
    emergency_relation: Mapped[str] = mapped_column(default="")
    emergency_phone: Mapped[str] = mapped_column(default="")
    klass: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    photo: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_rhythm: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    phones: Mapped[list[Phone]] = relationship(
        back_populates="customer", order_by="Phone.position", cascade="all, delete-orphan"
    )
    occupancies: Mapped[list[Occupancy]] = relationship(back_populates="customer")
    consents: Mapped[list[Consent]] = relationship(back_populates="customer", order_by="Consent.id")


class Phone(Numbered, Base):
    """One of a customer's telephone numbers, normalised, in the order the clerk typed them."""

    __tablename__ = "phone"
    __table_args__ = (UniqueConstraint("customer_id", "number"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(index=True)
    label: Mapped[str] = mapped_column(default="")

    customer: Mapped[Customer] = relationship(back_populates="phones")


class Occupancy(Numbered, Base):
    """Customer × unit × role, from–to, and beside it whether the person lives there (handbook C-21). It is ended, never deleted.

    Attributes:
        role: owner, tenant, member (household member), relative, borrower.
        relation: relation to the head of the household, free words.
        until: the last day of the role, None while it lasts; an owner's ends by a transfer only.
        lives: registered as living there, now or before. lives_since: from when. lives_until: the last day, None while it lasts.
        end_paper: what ended an ownership (kind and number of the paper), "" else.
        lease_until: the last day of a tenant's or borrower's lease; None where it has no end.
    """

    __tablename__ = "occupancy"
    __table_args__ = (Index("ix_occupancy_unit_until", "unit_id", "until"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str]
    relation: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    until: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    lives: Mapped[bool] = mapped_column(default=True)
    lives_since: Mapped[date | None]
    lives_until: Mapped[date | None]
    end_paper: Mapped[str] = mapped_column(default="")
    lease_until: Mapped[date | None] = mapped_column(index=True)

    customer: Mapped[Customer] = relationship(back_populates="occupancies")
    unit: Mapped[Unit] = relationship()


class PastResidence(Numbered, Base):
    """A time of living there that is over and was followed by another one: an owner let the home and moved back."""

    __tablename__ = "past_residence"

    occupancy_id: Mapped[int] = mapped_column(ForeignKey("occupancy.id"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]


class Vehicle(Numbered, Base):
    """A number plate that belongs to a unit, and to one of its people when known."""

    __tablename__ = "vehicle"
    __table_args__ = (UniqueConstraint("plate", "unit_id"),)

    plate: Mapped[str] = mapped_column(index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    until: Mapped[date | None]


class Consent(Numbered, Base):
    """What a person agreed to, when, and the version of the text (PIPL 13–17); withdrawal is a date, not a deletion.

    Attributes:
        signed_by: who signed, where it was not the person: the guardian of a child; "" else.
        signed_as: what that one is to the person, a code of `guardians` or free words.
        signed_on: the day of the signature; None where it was signed when it was recorded.
    """

    __tablename__ = "consent"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    purpose: Mapped[str]
    text_version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    signed_by: Mapped[str] = mapped_column(default="")
    signed_as: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]

    customer: Mapped[Customer] = relationship(back_populates="consents")


class DossierItem(Numbered, Base):
    """One of the 14 kinds of paper of a unit's file (handbook A1).

    Attributes:
        paper: the code in catalog.toml.
        state: missing or received.
        filed_at: where the paper is (cabinet, folder).
        attachment: SHA-256 of a scan, or "".
    """

    __tablename__ = "dossier_item"
    __table_args__ = (UniqueConstraint("unit_id", "paper"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    paper: Mapped[str]
    state: Mapped[str] = mapped_column(default="missing")
    received_on: Mapped[date | None]
    filed_at: Mapped[str] = mapped_column(default="")
    attachment: Mapped[str] = mapped_column(default="")


class HouseholdNote(Numbered, Base):
    """What whoever calls at a home has to know: a dog, do not ring, an old person alone (handbook A1).

    Attributes:
        unit_id: the home. customer_id: whom it is about; None where it is about the home itself.
        text: the words; "" once they were erased.
        until: the last day on which it is shown; what is told of a home does not stay for ever.
        noted_at, staff_id: when and by whom. ended_at: taken away before its time, by hand or because whom it was about left.
    """

    __tablename__ = "household_note"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    text: Mapped[str]
    until: Mapped[date]
    noted_at: Mapped[datetime]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None]


def belongs_now(today: date) -> ColumnElement[bool]:
    """Who has a role in the unit on a day: `rules.households.belongs_there` in SQL."""
    return or_(Occupancy.until.is_(None), Occupancy.until >= today)


def lives_now(today: date) -> ColumnElement[bool]:
    """Who lives in the unit on a day: `rules.households.lives_there` in SQL."""
    lasts = or_(Occupancy.lives_until.is_(None), Occupancy.lives_until >= today)
    return and_(Occupancy.lives, lasts, belongs_now(today))
