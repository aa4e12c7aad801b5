"""Who gets a letter: the audience by its filter, in building order, and who is left out, with the reason (handbook S3, C-36)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import Session

from desk import features
from desk.models import Consent, Customer, Occupancy, Unit
from desk.models.cards import Member
from desk.models.households import belongs_now, lives_now
from desk.models.letters import Letter, LetterTemplate
from desk.rules import households as households_rules
from desk.rules import letters as rules
from desk.rules.kit.names import Style
from desk.services import fees
from desk.services.households.callers import salutation_of
from desk.services.kit.desk import Desk
from desk.services.letters.entries import RunEntry
from desk.services.letters.views import Recipient

_MANY = 400
"""So many ids in one question."""


@dataclass
class Around:
    """What is known of the people of an audience besides their own row.

    Attributes:
        agreed, guarded: customers with the agreement to greetings, and children whose guardian agreed. members: who agreed as a
            member. opted_out: who wants no notices. had_units, had_people: who got this letter lately.
        debts: by unit what is past due, and of whom.
    """

    agreed: set[int] = field(default_factory=set)
    guarded: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    opted_out: set[int] = field(default_factory=set)
    had_units: set[int] = field(default_factory=set)
    had_people: set[int] = field(default_factory=set)
    debts: dict[int, list[Any]] = field(default_factory=dict)


def recipients(
    session: Session, desk: Desk, template: LetterTemplate, entry: RunEntry, *, people: bool = False
) -> tuple[list[Recipient], list[Recipient]]:
    """Who of the audience gets the letter, and who does not and why; both in building order.

    Args:
        session: the session.
        desk: the desk.
        template: what is written.
        entry: the filter.
        people: persons only, and members without a room here among them.
    """
    question = _question(desk, template, entry)
    rows = session.execute(question.where(Customer.kind == "person") if people else question).all()
    around = look_around(session, desk, template, [row.Customer.id for row in rows])
    found: list[Recipient] = []
    for group in _groups(rows, entry):
        found += _of_group(group, desk, template, entry, around)
    tier = _tier(template, entry)
    if entry.persons and entry.building_id is None and not entry.role and not entry.unit_kind and (tier or people):
        found += _strangers(session, desk, template, entry, around, {one.customer_id for one in found})
    without = set(entry.without)
    found = [replace(one, why="taken-out") if one.customer_id in without and not one.why else one for one in found]
    return [one for one in found if not one.why], [one for one in found if one.why]


def _tier(template: LetterTemplate, entry: RunEntry) -> str:
    return template.of if template.customers == "tier" else entry.tier


def _question(desk: Desk, template: LetterTemplate, entry: RunEntry) -> Select[Customer, str, int, str]:
    """The people of the audience with their rooms, in building order: owners first, then tenants."""
    today = desk.today()
    rank = case(
        *((Occupancy.role == role, at) for at, role in enumerate(_order(template))), else_=len(households_rules.ROLES)
    )
    question = (
        select(Customer, Occupancy.role, Unit.id.label("unit_id"), Unit.name.label("room"))
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .where(belongs_now(today))
        .order_by(Unit.sort, rank, Occupancy.id)
    )
    conditions: list[ColumnElement[bool]] = []
    if entry.building_id is not None:
        conditions.append(Unit.building_id == entry.building_id)
    if entry.unit_kind:
        conditions.append(Unit.kind == entry.unit_kind)
    if entry.role == "living":
        conditions.append(lives_now(today))
    elif entry.role:
        conditions.append(Occupancy.role == entry.role)
    elif not entry.persons:
        conditions.append(
            Occupancy.role.in_(("owner", "tenant"))
        )  # a household is written to by its owner or its tenant
    if entry.klass:
        conditions.append(Customer.klass == entry.klass)
    if entry.tier:
        conditions.append(Customer.id.in_(_holders(entry.tier)))
    conditions += _of_template(template)
    return question.where(*conditions)


def _holders(tier: str) -> Select[Any]:
    """Members of a level, of every level for ""."""
    question = select(Member.customer_id).where(Member.holder.is_not(None), Member.state == "active")
    return question.where(Member.tier == tier) if tier else question


def _of_template(template: LetterTemplate) -> list[ColumnElement[bool]]:
    """For whom the template is written narrows every audience."""
    if template.customers in ("owner", "tenant"):
        return [Occupancy.role == template.customers]
    if template.customers == "company":
        return [Customer.kind == "company"]
    if template.customers == "class":
        return [Customer.klass == template.of]
    if template.customers == "tier":
        return [Customer.id.in_(_holders(template.of))]
    return []


def _order(template: LetterTemplate) -> tuple[str, ...]:
    """Who of a home is addressed first."""
    roles = households_rules.ROLES
    first = template.customers if template.customers in roles else ""
    return (first, *(role for role in roles if role != first)) if first else roles


def _groups(rows: Sequence[Any], entry: RunEntry) -> Iterable[list[Any]]:
    """Rows that make one letter: of a home, or of a person, who counts once wherever they are registered."""
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.Customer.id if entry.persons else row.unit_id, []).append(row)
    return ([rows[0]] if entry.persons else rows for rows in groups.values())


def _of_group(
    group: Sequence[Any], desk: Desk, template: LetterTemplate, entry: RunEntry, around: Around
) -> list[Recipient]:
    """One letter for a household: to the first of its people who may have it; where money is named, to each who owes."""
    unit_id = group[0].unit_id
    owing = around.debts.get(unit_id, [])
    if _names_money(template):
        found = []
        for debt in owing:
            row = next((row for row in group if debt.payer_id in (None, row.Customer.id)), None)
            if row is not None:
                found.append(_recipient(row, desk, template, entry, around, debt))
        return found
    first: Recipient | None = None
    for row in group:
        one = _recipient(row, desk, template, entry, around, None)
        if not one.why:
            return [one]
        first = first or one
    return [first] if first is not None else []


def _names_money(template: LetterTemplate) -> bool:
    return template.kind == "dunning" or "金额" in rules.asked(template.text)


def _recipient(
    row: Any, desk: Desk, template: LetterTemplate, entry: RunEntry, around: Around, debt: Any | None
) -> Recipient:
    person: Customer = row.Customer
    today = desk.today()
    agreed = person.id in around.agreed or (template.kind == "news" and person.id in around.members)
    facts = rules.Facts(
        name=person.name,
        room=row.unit_id is not None,
        agreed=agreed,
        opted_out=person.id in around.opted_out,
        child=households_rules.is_child(person.birthday, today),
        guardian=person.id in around.guarded,
        owed=debt.fen if debt is not None else None,
        disputed=debt is not None and bool(debt.disputed),
        promised=debt is not None and debt.promise == "running",
        had=person.id in around.had_people if entry.persons or row.unit_id is None else row.unit_id in around.had_units,
    )
    why = rules.left_out(template.kind, rules.asked(template.text), facts, again=entry.again)
    return Recipient(
        person.id, person.name, salutation(person, template, today), row.role, row.unit_id, row.room, facts.owed, why
    )


def salutation(person: Customer, template: LetterTemplate, today: date) -> str:
    """How the letter addresses somebody: as they wish, else by the one rule for it (handbook A6)."""
    style: Style = "gong" if template.style == "gong" else "sir-madam"
    return person.salutation or salutation_of(person, today, style=style, language=template.language)


def look_around(session: Session, desk: Desk, template: LetterTemplate, people: Sequence[int]) -> Around:
    """What decides besides the people themselves, in a few questions for all of them."""
    around = Around()
    if template.kind in rules.FREE_KINDS:
        consents(session, people, around)
    since = desk.today() - timedelta(days=int(desk.policy["letters.again_days"]))
    for unit_id, customer_id, household in session.execute(
        select(Letter.unit_id, Letter.customer_id, Letter.household).where(
            Letter.template == template.number, Letter.state != "void", Letter.day > since
        )
    ):
        around.had_people.add(customer_id)
        if household and unit_id is not None:
            around.had_units.add(unit_id)
    if _names_money(template):
        for debt in fees.debts(desk, view="all", limit=1_000_000).rows:
            around.debts.setdefault(debt.unit_id, []).append(debt)
    return around


def still_wanted(session: Session, desk: Desk, template: LetterTemplate, people: Sequence[int]) -> set[int]:
    """Who of those that a letter was written to may be sent one today: whoever took the agreement back since may not (handbook C-36)."""
    if template.kind not in rules.FREE_KINDS:
        return set(people)
    around, today = Around(), desk.today()
    consents(session, people, around)
    agreed = around.agreed | (around.members if template.kind == "news" else set())
    born: dict[int, date | None] = {}
    ids = sorted(set(people))
    for start in range(0, len(ids), _MANY):
        part = ids[start : start + _MANY]
        born |= dict(session.execute(select(Customer.id, Customer.birthday).where(Customer.id.in_(part))).all())
    children = {each for each in ids if households_rules.is_child(born.get(each), today)}
    return {each for each in ids if each in agreed and each not in around.opted_out} - (children - around.guarded)


def consents(session: Session, people: Sequence[int], around: Around) -> None:
    """Who agreed to greetings, whose guardian agreed, who wants none (handbook C-36)."""
    ids = sorted(set(people))
    for start in range(0, len(ids), _MANY):
        part = ids[start : start + _MANY]
        for customer_id, purpose in session.execute(
            select(Consent.customer_id, Consent.purpose).where(
                Consent.customer_id.in_(part),
                Consent.purpose.in_(("greetings", "guardian", "membership")),
                Consent.withdrawn_at.is_(None),
            )
        ):
            {"greetings": around.agreed, "guardian": around.guarded, "membership": around.members}[purpose].add(
                customer_id
            )
        for hook in features.hooks("no_greetings"):
            around.opted_out |= set(hook(session, part))


@dataclass(frozen=True, slots=True)
class _Stranger:
    """A member without a room here."""

    Customer: Customer
    role: str = ""
    unit_id: int | None = None
    room: str = ""


def _strangers(
    session: Session, desk: Desk, template: LetterTemplate, entry: RunEntry, around: Around, there: Collection[int]
) -> list[Recipient]:
    """Members (of a level) who have no room here, by name, after the homes."""
    wanted = _holders(_tier(template, entry))
    rows = [
        person
        for person in session.scalars(
            select(Customer)
            .where(Customer.id.in_(wanted), *([Customer.klass == entry.klass] if entry.klass else []))
            .order_by(Customer.name, Customer.id)
        )
        if person.id not in there
    ]
    if template.kind in rules.FREE_KINDS:
        consents(session, [person.id for person in rows], around)
    return [_recipient(_Stranger(person), desk, template, entry, around, None) for person in rows]


def one_recipient(
    session: Session, desk: Desk, template: LetterTemplate, unit_id: int, customer_id: int, *, again: bool
) -> Recipient | None:
    """Somebody of a home as the recipient of one letter, with the reason why not; None when they do not belong to it."""
    row = session.execute(
        select(Customer, Occupancy.role, Unit.id.label("unit_id"), Unit.name.label("room"))
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .where(Occupancy.unit_id == unit_id, Customer.id == customer_id, belongs_now(desk.today()))
        .order_by(Occupancy.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    around = look_around(session, desk, template, [customer_id])
    owing = [debt for debt in around.debts.get(unit_id, []) if debt.payer_id in (None, customer_id)]
    entry = RunEntry(template.id, "", persons=True, again=again)
    return _recipient(row, desk, template, entry, around, owing[0] if owing else None)


__all__ = ["Around", "consents", "look_around", "one_recipient", "recipients", "salutation", "still_wanted"]
