"""What goes in and comes out of the household services, as plain data.

Views hold masked identity numbers and phones; whole ones come only from `household.reveal` and
`household.person_for_edit`, which are audited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from desk.services.kit.lines import LightView, TimelineView


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What is typed about a person or company.

    Attributes:
        kind: person or company.
        sex: male, female or "".
        document_kind: a `rules.identity.DocumentKind` value, "" without a document.
        document_checked: the clerk saw the paper (handbook C-12).
        birthday: the solar date of birth, also for those who keep the lunar day.
        birthday_calendar: which day is kept, solar or lunar (the lunar day is worked out).
        birthday_leap: whether the lunar month is a leap one; worked out from `birthday`, what is typed here does not count.
        klass: A–D or "".
        salutation: as the person wants to be addressed; "" = by rule.
        surname_length: the clerk's correction; None = by rule.
        photo: SHA-256 of an attachment; needs consent.
        consent: the person (under 14: the guardian) agreed to the notice on personal data.
        guardian_name, guardian_as, guardian_on: under 14, who signed it, as what (a code of `guardians`, or free words), when.
        contact_name: of a company, who speaks for it. contact_rhythm: how often to be in touch, a code of `contact_rhythms`.
    """

    name: str
    kind: str = "person"
    sex: str = ""
    document_kind: str = ""
    document_number: str = ""
    document_checked: bool = False
    birthday: date | None = None
    birthday_calendar: str = "solar"
    birthday_leap: bool = False
    phones: tuple[str, ...] = ()
    workplace: str = ""
    position: str = ""
    address: str = ""
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""
    klass: str = ""
    note: str = ""
    salutation: str = ""
    surname_length: int | None = None
    photo: str = ""
    consent: bool = False
    guardian_name: str = ""
    guardian_as: str = ""
    guardian_on: date | None = None
    contact_name: str = ""
    contact_rhythm: str = ""


@dataclass(frozen=True, slots=True)
class StayEntry:
    """In which unit, as what, from when.

    Attributes:
        role: owner, tenant, member, relative, borrower.
        relation: to the head of the household, free words.
        since: from when the role lasts.
        lives: whether the person lives there (handbook C-21); None: everybody does, but an owner who has let the home.
        lives_since: from when; `since` when None.
        lease_until: the last day of a tenant's or borrower's lease; None where it has no end.
    """

    unit_id: int
    role: str
    relation: str = ""
    since: date | None = None
    lives: bool | None = None
    lives_since: date | None = None
    lease_until: date | None = None


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person in a unit (or, with occupancy_id 0, outside any).

    Attributes:
        phone: the first phone, masked; phones: all of them, masked.
        document: the number, masked; document_kind: code of `rules.identity`.
        until: the last day of the role; None while it lasts. here: has a role in the unit today, the last day included.
        lease_until: the last day of the lease. child: under 14, as far as is known.
        lives: lives there today (handbook C-21). lives_since, lives_until: from when, the last day; None while it lasts.
        consent: whether a consent is in force. greets: agreed to greetings (handbook C-36).
        birthday_text: the day that is kept, in words: 1990-05-12, or the lunar day.
        salutation: how a letter addresses the person.
    """

    customer_id: int
    occupancy_id: int
    name: str
    kind: str
    role: str
    relation: str
    phone: str
    document: str
    since: date | None
    until: date | None
    sex: str
    klass: str
    consent: bool
    note: str
    birthday_text: str
    salutation: str
    phones: tuple[str, ...] = ()
    document_kind: str = ""
    document_checked: bool = False
    photo: str = ""
    end_reason: str = ""
    here: bool = False
    lives: bool = False
    lives_since: date | None = None
    lives_until: date | None = None
    lease_until: date | None = None
    contact_name: str = ""
    contact_rhythm: str = ""
    child: bool = False
    greets: bool = False

    @property
    def leaving(self) -> bool:
        """Whether today is the last day of living there."""
        return self.lives and self.lives_until is not None


@dataclass(frozen=True, slots=True)
class DuplicateView:
    """Somebody on file who may be the person being typed.

    Attributes:
        why: document or name-phone.
        rooms: the names of the units where the person is registered now, then earlier ones.
    """

    customer_id: int
    name: str
    why: Literal["document", "name-phone"]
    rooms: tuple[str, ...]
    document_masked: str
    phone_masked: str


@dataclass(frozen=True, slots=True)
class Revealed:
    """The whole numbers of a person; reading them is audited."""

    phones: tuple[str, ...]
    document_number: str
    emergency_phone: str = ""


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit. `state` vacant, occupied, let, renovating; `area` in square metres."""

    id: int
    code: str
    name: str
    building: str
    area: Decimal | None
    kind: str
    state: str
    note: str
    floor: int | None


@dataclass(frozen=True, slots=True)
class DossierView:
    """One of the papers of the file: code, words, missing or received, since when, where; the scan's name and hash."""

    paper: str
    label: str
    state: str
    received_on: date | None
    filed_at: str
    attachment_name: str
    attachment: str = ""


@dataclass(frozen=True, slots=True)
class HealthPart:
    """A part of the health index: its score of 100, its weight, why it is no more, and the act that helps ("" for none)."""

    code: str
    label: str
    score: Decimal
    weight: int
    why: str
    act: str


@dataclass(frozen=True, slots=True)
class HealthView:
    """The health of a household (handbook S11); for the staff only, never printed."""

    value: Decimal
    state: Literal["green", "amber", "red"]
    parts: tuple[HealthPart, ...]


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """Everything the household page shows; people: current first, then past.

    The features that tell its timeline, its lights and their cards get it with those three still empty.
    cards: what they show, by the card's code; only those that have something.
    """

    unit: UnitView
    people: tuple[PersonView, ...]
    dossier: tuple[DossierView, ...]
    vehicles: tuple[str, ...]
    timeline: tuple[TimelineView, ...] = ()
    lights: tuple[LightView, ...] = ()
    cards: Mapping[str, Any] = field(default_factory=dict)
    health: HealthView | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A line of the list of units; owner: the owners' names; phone_masked: the first owner's."""

    id: int
    name: str
    owner: str
    tenants: int
    state: str
    area: Decimal | None
    phone_masked: str
