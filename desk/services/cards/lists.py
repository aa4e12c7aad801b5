"""Lists of members and cards: in force, applied, waiting to be handed over, lost, running out, dormant, birthdays; the issue book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.models import Customer, Phone, Staff
from desk.models.cards import Card, Member
from desk.models.kit.functions import begins_with, ends_with, holds
from desk.rules import cards as rules
from desk.rules.cards.cycle import HELD
from desk.rules.kit.phones import mask_phone
from desk.rules.schemes import level_name
from desk.services.cards import scheme
from desk.services.cards.birthdays import celebrating
from desk.services.cards.entries import BookFilter, MemberFilter
from desk.services.cards.views import BookRow, MemberRow
from desk.services.finder.reading import met
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page, check_sort

LISTS = (
    "active",
    "applied",
    "waiting",
    "lost",
    "frozen",
    "expiring",
    "expired",
    "dormant",
    "birthdays",
    "without",
    "ended",
    "all",
)
"""active: in force; applied: to be approved; waiting: a card lies at the desk; without: in force and no card."""
_SORTS: dict[str, Any] = {
    "name": Customer.name,
    "number": Member.id,
    "tier": Member.tier,
    "joined_on": Member.joined_on,
    "last_use_on": Member.last_use_on,
    "expires_on": Card.expires_on,
}


def where(session: Session, desk: Desk, name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list, over members joined with their living cards.

    A living card's member is in force: what an end leaves is dead.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    today = desk.today()
    soon = today + timedelta(days=int(desk.policy["cards.remind_days"]))
    active = Member.state == "active"
    lists: dict[str, list[ColumnElement[bool]]] = {
        "all": [],
        "active": [active],
        "applied": [Member.state == "applied"],
        "waiting": [Card.state == "active", Card.collected_on.is_(None)],
        "lost": [Card.state == "lost"],
        "frozen": [Card.state == "frozen"],
        "expiring": [Card.state.in_(("active", "frozen")), Card.expires_on <= soon],
        "expired": [Card.state == "expired"],
        "without": [active, Card.id.is_(None)],
        "ended": [Member.state.in_(("ended", "rejected"))],
    }
    if name == "dormant":
        edge = rules.dormant_edge(today, scheme.in_force(session, desk).dormant_months)
        return [active, Member.last_use_on <= edge]
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


OF_CARDS = ("waiting", "lost", "frozen", "expiring", "expired")
"""Lists that only cards decide; the others but `without` only members."""


def _question(name: str, *columns: Any, people: bool) -> Select[Any]:
    """What a list is read from: no table more than it needs, or counting 100,000 rows would join them."""
    if name in OF_CARDS:
        question = select(*columns).select_from(Card).join(Member, Member.id == Card.living)
    else:
        question = select(*columns).select_from(Member)
        if people or name == "without":
            question = question.outerjoin(Card, Card.living == Member.id)
    return question.join(Customer, Customer.id == Member.customer_id) if people else question


def _count(
    session: Session, desk: Desk, name: str, more: Sequence[ColumnElement[bool]] = (), *, people: bool = False
) -> int:
    conditions = [*where(session, desk, name), *more]
    if name in OF_CARDS and not more:
        return session.scalar(select(func.count(Card.id)).where(*conditions)) or 0
    return session.scalar(_question(name, func.count(Member.id), people=people).where(*conditions)) or 0


def _text(desk: Desk, text: str) -> ColumnElement[bool]:
    plain = rules.plain(text)
    found = [begins_with(Member.number, text.upper()), holds(Customer.name, text)]
    found.append(met(desk, text, customer=Member.customer_id, member=Member.id))
    if rules.foreign(text) or plain.isdigit():
        found.append(begins_with(Card.number, plain))
        found.append(ends_with(Card.number, plain))
    if plain.isdigit():
        found.append(exists().where(Phone.customer_id == Member.customer_id, ends_with(Phone.number, plain)))
    return or_(*found)


def members(
    desk: Desk,
    which: MemberFilter | None = None,
    *,
    sort: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int = 200,
) -> Page[MemberRow]:
    """Members of a list; birthdays in the order of their days, everybody else as wanted, the newest first.

    Raises:
        InvalidInput: field `name` or `sort`, there is none such.
    """
    if sort:
        check_sort(sort, _SORTS)
    with desk.look() as session:
        return read(
            session, desk, which or MemberFilter(), sort=sort, descending=descending, offset=offset, limit=limit
        )


def read(
    session: Session, desk: Desk, wanted: MemberFilter, *, sort: str = "", descending: bool = False, offset: int = 0,
    limit: int = 200,
) -> Page[MemberRow]:  # fmt: skip
    """The same inside a transaction."""
    if wanted.name == "birthdays":
        return _birthdays(session, desk, wanted, offset=offset, limit=limit)
    more = [Member.tier == wanted.tier] if wanted.tier else []
    text = wanted.text.strip()
    total = _count(session, desk, wanted.name, [*more, *([_text(desk, text)] if text else [])], people=bool(text))
    column = _SORTS[sort] if sort else Member.id
    order = column.desc() if descending or not sort else column.asc()
    order = order.nulls_last() if sort == "expires_on" else order
    if wanted.name == "dormant" and not sort:
        order = Member.last_use_on.asc()  # who slept longest comes first
    question = _question(wanted.name, Member, Customer.name, Card, people=True)
    conditions = [*where(session, desk, wanted.name), *more, *([_text(desk, text)] if text else [])]
    rows = session.execute(question.where(*conditions).order_by(order, Member.id).offset(offset).limit(limit)).all()
    return Page(tuple(_rows(session, desk, [tuple(row) for row in rows])), total)


def _birthdays(session: Session, desk: Desk, wanted: MemberFilter, *, offset: int, limit: int) -> Page[MemberRow]:
    """Those to be greeted: with consent and not opted out (handbook C-36); how many were left out is said besides."""
    today = desk.today()
    found = celebrating(session, today, today + timedelta(days=max(0, wanted.days)))
    if wanted.tier or wanted.text.strip():
        conditions = [Member.tier == wanted.tier] if wanted.tier else []
        conditions += [_text(desk, wanted.text.strip())] if wanted.text.strip() else []
        ids = set(
            session.scalars(
                _question("all", Member.id, people=True).where(
                    Member.id.in_([each for each, _day in found.greeted]), *conditions
                )
            )
        )
        greeted = [pair for pair in found.greeted if pair[0] in ids]
    else:
        greeted = list(found.greeted)
    part = dict(greeted[offset : offset + limit])
    rows = session.execute(_question("all", Member, Customer.name, Card, people=True).where(Member.id.in_(part))).all()
    lines = {line.id: line for line in _rows(session, desk, [tuple(row) for row in rows], part)}
    return Page(tuple(lines[each] for each in part), len(greeted), found.left_out)


def _rows(
    session: Session, desk: Desk, rows: list[tuple[Any, ...]], days: dict[int, Any] | None = None
) -> list[MemberRow]:
    people = [row[0].customer_id for row in rows]
    numbers: dict[int, list[str]] = {}
    for customer_id, number in session.execute(
        select(Phone.customer_id, Phone.number).where(Phone.customer_id.in_(people)).order_by(Phone.position, Phone.id)
    ):
        numbers.setdefault(customer_id, []).append(number)
    schemes = {code: scheme.named(session, desk, code) for code in {row[0].scheme for row in rows}}
    found = []
    for member, name, card in rows:
        own = numbers.get(member.customer_id, [])
        found.append(
            MemberRow(
                member.id, member.number, member.customer_id, name, member.tier,
                level_name(schemes[member.scheme], member.tier), member.state, card.number if card else "",
                card.state if card else "", card is not None and card.collected_on is not None,
                mask_phone(rules.mobile_of(own) or (own[0] if own else "")), member.joined_on, member.last_use_on,
                card.expires_on if card else None, (days or {}).get(member.id),
            )
        )  # fmt: skip
    return found


def counts(desk: Desk) -> dict[str, int]:
    """How many members each list holds."""
    today = desk.today()
    with desk.look() as session:
        found = {name: _count(session, desk, name) for name in LISTS if name not in ("birthdays", "without")}
        held = session.scalar(select(func.count(Card.id)).where(Card.state.in_(HELD))) or 0
        found["without"] = found["active"] - held
        found["birthdays"] = len(celebrating(session, today, today + timedelta(days=MemberFilter().days)).greeted)
        return found


# ---------------------------------------------------------------------------------------------------- the issue book
def book_question(desk: Desk, which: BookFilter) -> Any:
    """The cards of the issue book, in the order they were issued."""
    old = aliased(Card)
    conditions: list[ColumnElement[bool]] = []
    if which.since is not None:
        conditions.append(Card.issued_on >= which.since)
    if which.until is not None:
        conditions.append(Card.issued_on <= which.until)
    if which.text.strip():
        text = rules.plain(which.text.strip())
        digits = text.isdigit() or rules.foreign(text)
        by_number = [begins_with(Card.number, text), ends_with(Card.number, text)] if digits else []
        known = met(desk, which.text, customer=Member.customer_id)
        conditions.append(or_(holds(Customer.name, which.text.strip()), known, *by_number))
    return (
        select(
            Card.id, Card.member_id, Member.customer_id, Member.scheme, Card.issued_on, Card.number, Customer.name, Card.tier,
            Card.cause, old.number.label("old"), Card.state, Card.collected_on, Card.collected_by, Staff.name.label("staff"),
        )
        .join(Member, Member.id == Card.member_id)
        .join(Customer, Customer.id == Member.customer_id)
        .join(Staff, Staff.id == Card.staff_id)
        .outerjoin(old, old.id == Card.replaces_id)
        .where(*conditions)
        .order_by(Card.id)
    )  # fmt: skip


def issue_list(desk: Desk, which: BookFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[BookRow]:
    """The issue book (发卡登记簿), the newest card first."""
    question = book_question(desk, which or BookFilter())
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(question.order_by(None).subquery())) or 0
        rows = session.execute(question.order_by(None).order_by(Card.id.desc()).offset(offset).limit(limit)).all()
        schemes = {code: scheme.named(session, desk, code) for code in {row.scheme for row in rows}}
        return Page(
            tuple(
                BookRow(
                    row.id, row.member_id, row.issued_on, row.number, row.name, level_name(schemes[row.scheme], row.tier),
                    row.cause, row.old or "", row.state, row.collected_on, row.collected_by, row.staff,
                )
                for row in rows
            ),
            total,
        )  # fmt: skip


__all__ = ["LISTS", "book_question", "counts", "issue_list", "members", "read", "where"]
