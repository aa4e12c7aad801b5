"""What falls due of cards (handbook S11), and what the finder, a household's page and the check show of members."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Customer, Phone, Staff
from desk.models.cards import Card, Member, MemberEvent
from desk.rules import cards as rules
from desk.rules.cards.cycle import HELD, LIVING
from desk.rules.kit import wording
from desk.rules.kit.phones import mask_phone
from desk.rules.schemes import level_name
from desk.services.cards import scheme
from desk.services.finder import index
from desk.services.finder.index import Page, name_terms, number_terms, phone_terms
from desk.services.households.views import HouseholdView
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, LightView, TimelineView
from desk.services.site.check import Finding

Conditions = Callable[[Desk, datetime], Sequence[ColumnElement[bool]]]


def _counted(conditions: Conditions) -> Callable[[Desk, datetime], Select[int]]:
    """How many cards; a living card's member is in force, so that nobody else need be asked."""
    return lambda desk, now: select(func.count(Card.id)).where(*conditions(desk, now))


def _items(
    session: Session,
    desk: Desk,
    now: datetime,
    limit: int,
    conditions: Conditions,
    target: str,
    *,
    by_end: bool = False,
) -> DueItems:
    found = conditions(desk, now)
    counted = func.count(Member.id if target == "applied" else Card.id)
    count = session.scalar(select(counted).where(*found)) or 0
    rows = session.execute(
        select(Member.id, Member.number, Customer.name, Card.number.label("card"), Card.expires_on)
        .join(Customer, Customer.id == Member.customer_id)
        .outerjoin(Card, Card.living == Member.id)
        .where(*found)
        .order_by(*((Card.expires_on.nulls_last(), Member.id) if by_end else (Member.id,)))
        .limit(limit)
    )
    return DueItems(
        count,
        tuple(
            DueRow(
                row.name,
                " ".join(
                    part
                    for part in (rules.grouped(row.card or ""), wording.day(row.expires_on) if by_end else "")
                    if part
                )
                or row.number,
                f"member:{row.id}",
            )
            for row in rows
        ),
        f"members:{target}",
    )


def _applied(_desk: Desk, _now: datetime) -> Sequence[ColumnElement[bool]]:
    return [Member.state == "applied"]


@counted_by(lambda desk, now: select(func.count(Member.id)).where(*_applied(desk, now)))
def applied(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Applications that a leader has to decide."""
    return _items(session, desk, now, limit, _applied, "applied")


def _waiting(desk: Desk, now: datetime) -> Sequence[ColumnElement[bool]]:
    edge = desk.local(now).date() - timedelta(days=int(desk.policy["cards.pick_up_days"]))
    return [Card.state == "active", Card.collected_on.is_(None), Card.issued_on <= edge]


@counted_by(_counted(_waiting))
def waiting(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Cards that nobody has come for in the days of the policy."""
    return _items(session, desk, now, limit, _waiting, "waiting")


def _expiring(desk: Desk, now: datetime) -> Sequence[ColumnElement[bool]]:
    soon = desk.local(now).date() + timedelta(days=int(desk.policy["cards.remind_days"]))
    return [Card.state.in_(("active", "frozen")), Card.expires_on <= soon]


@counted_by(_counted(_expiring))
def expiring(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Cards that run out within the days of the policy."""
    return _items(session, desk, now, limit, _expiring, "expiring", by_end=True)


def _lost(_desk: Desk, _now: datetime) -> Sequence[ColumnElement[bool]]:
    return [Card.state == "lost"]


@counted_by(_counted(_lost))
def lost(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Cards reported lost and not replaced yet."""
    return _items(session, desk, now, limit, _lost, "lost")


# ---------------------------------------------------------------------------------------- finder, household, check
def pages(connection: Connection, ids: Sequence[int]) -> Iterator[Page]:
    """What the finder knows of members: name, phones, membership and card numbers; old cards lead there too."""
    phones: dict[int, list[str]] = {}
    cards: dict[int, list[tuple[str, str, str]]] = {}
    for member_id, number in connection.execute(
        select(Member.id, Phone.number)
        .join(Phone, Phone.customer_id == Member.customer_id)
        .where(Member.id.in_(ids))
        .order_by(Phone.position, Phone.id)
    ):
        phones.setdefault(member_id, []).append(number)
    for member_id, number, serial, state in connection.execute(
        select(Card.member_id, Card.number, Card.serial, Card.state).where(Card.member_id.in_(ids)).order_by(Card.id)
    ):
        cards.setdefault(member_id, []).append((number, serial, state))
    for row in connection.execute(
        select(Member.id, Member.number, Member.state, Member.scheme, Member.tier, Customer.name)
        .join(Customer, Customer.id == Member.customer_id)
        .where(Member.id.in_(ids))
    ):
        own, numbers = cards.get(row.id, []), phones.get(row.id, [])
        held = next((number for number, _serial, state in reversed(own) if state in HELD), "")
        detail = {
            "scheme": row.scheme, "tier": row.tier, "card": rules.grouped(held) or row.number,
            "phone": mask_phone(numbers[0]) if numbers else "",
        }  # fmt: skip
        page = Page("member", row.id, row.state not in LIVING, row.name, detail, f"member:{row.id}", row.number)
        whole, parts = name_terms(row.name)
        page.add(whole)
        page.add(parts, minor=True)
        page.add(number_terms(row.number))
        for number in numbers:
            page.add(phone_terms(number))
        for number, serial, state in own:
            page.add({number.lower(), f"#{number[::-1].lower()}"}, past=page.past or state not in HELD)
            page.add({serial.lower()}, past=page.past or state not in HELD)
        yield page


def people_changed(session: Session, customer_ids: Iterable[int]) -> None:
    """Name or phones of people are others: their memberships are found by the new ones."""
    people = list(customer_ids)
    for start in range(0, len(people), 1000):
        ids = session.scalars(select(Member.id).where(Member.customer_id.in_(people[start : start + 1000]))).all()
        if ids:
            index.write(session, "member", ids)


@dataclass(frozen=True, slots=True)
class HomeMember:
    """A member on the page of the household: name, level in words, states as codes, number of the card ("" without one)."""

    id: int
    number: str
    name: str
    tier_name: str
    state: str
    card: str
    card_state: str
    handed_over: bool


def of_home(session: Session, desk: Desk, home: HouseholdView) -> tuple[HomeMember, ...]:
    """The memberships of the people who belong to the household."""
    here = {person.customer_id: person.name for person in home.people if person.here}
    rows = [(row, card) for row, card in _of_people(session, home) if row.holder in here]
    names = {code: scheme.named(session, desk, code) for code in {row.scheme for row, _card in rows}}
    return tuple(
        HomeMember(
            row.id, row.number, here[row.customer_id], level_name(names[row.scheme], row.tier), row.state,
            card.number if card is not None else "", card.state if card is not None else "",
            card is not None and card.collected_on is not None,
        )
        for row, card in rows
    )  # fmt: skip


def _of_people(session: Session, home: HouseholdView) -> Sequence[tuple[Member, Card | None]]:
    """Every membership of people who live or lived there; read once, however often one reading of the household asks for it."""
    kept = (__name__, home.unit.id)
    if kept not in session.info:
        people = {person.customer_id for person in home.people}
        question = select(Member, Card).outerjoin(Card, Card.living == Member.id).where(Member.customer_id.in_(people))
        session.info[kept] = [tuple(row) for row in session.execute(question.order_by(Member.id))] if people else []
    found: Sequence[tuple[Member, Card | None]] = session.info[kept]
    return found


def no_greetings(session: Session, customer_ids: Sequence[int]) -> set[int]:
    """Those among people who opted out of notices as members (handbook C-36)."""
    rows = session.scalars(select(Member.holder).where(Member.holder.in_(list(customer_ids)), Member.opted_out))
    return {each for each in rows if each is not None}


def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """The memberships of the people here: amber while a card is lost, run out, or waits to be handed over."""
    # L10N: 会员
    name = _("Members")
    found = of_home(session, desk, home)
    if not found:
        # L10N: 无会员
        return LightView("cards", name, _("No member"), "green", "")
    texts, amber = [], False
    for each in found:
        words = [each.name, each.tier_name]
        if each.state == "applied":
            words.append(label("member_states", "applied"))
        elif each.card and each.card_state != "active":
            words.append(label("card_states", each.card_state))
            amber = True
        elif each.card and not each.handed_over:
            # L10N: 待领卡
            words.append(_("card to be handed over"))
            amber = True
        texts.append(" ".join(words))
    return LightView("cards", name, wording.listed(texts), "amber" if amber else "green", f"member:{found[0].id}")


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """What happened to the memberships of the people of a room."""
    people = {person.customer_id: person.name for person in home.people}
    rows = session.execute(
        select(MemberEvent, Member.number, Member.customer_id, Staff.name)
        .join(Member, Member.id == MemberEvent.member_id)
        .outerjoin(Staff, Staff.id == MemberEvent.staff_id)
        .where(Member.customer_id.in_(people), MemberEvent.kind.not_in(("paper", "tier")))
        .order_by(MemberEvent.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            at=event.at,
            title=f"{label('member_events', event.kind)} {number}",
            detail=" ".join(part for part in (people[customer], reasons.said(event.note)) if part),
            state="",
            staff=staff or "",
            target=f"member:{event.member_id}",
        )
        for event, number, customer, staff in rows
    ]


def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` looks for: one living membership a person, one living card a member, numbers that fit, dead cards dead."""
    found = []
    for row in session.execute(select(Member.number, Member.state, Member.holder, Member.customer_id)):
        if (row.holder == row.customer_id) != (row.state in LIVING) or (row.holder is None) != (
            row.state not in LIVING
        ):
            # L10N: 会籍 {number} 的状态与持有人不符
            found.append(
                Finding("member-holder", _("{number}: state and holder do not fit.").format(number=row.number))
            )
    cards = select(
        Card.number, Card.own, Card.serial, Card.state, Card.living, Card.member_id, Member.state.label("of")
    )
    for card in session.execute(cards.join(Member, Member.id == Card.member_id)):
        alive = card.living == card.member_id
        if alive != (card.state in HELD) or (alive and card.of != "active"):
            # L10N: 会员卡 {number} 的状态与持卡会籍不符
            words = _("The card {number}: state and member do not fit.")
            found.append(Finding("card-state", words.format(number=card.number)))
        if (card.number == rules.card_number(card.serial)) != card.own:
            # L10N: 会员卡 {number} 的卡号与编号不符
            words = _("The card {number} does not have the number of its paper.")
            found.append(Finding("card-number", words.format(number=card.number)))
    told: dict[int, str] = {}
    for event in session.execute(
        select(MemberEvent.member_id, MemberEvent.data).where(MemberEvent.kind == "tier").order_by(MemberEvent.id)
    ):
        told[event.member_id] = (event.data or {}).get("after", "")
    for each in session.execute(select(Member.id, Member.number, Member.tier).where(Member.tier_since.is_not(None))):
        if told.get(each.id) != each.tier:
            # L10N: 会籍 {number} 的等级没有对应的记录
            words = _("{number}: its level has no event.")
            found.append(Finding("member-tier", words.format(number=each.number)))
    return found


__all__ = [
    "HomeMember", "applied", "check", "expiring", "light", "lines", "lost", "no_greetings", "of_home", "pages", "people_changed", "waiting",
]  # fmt: skip
