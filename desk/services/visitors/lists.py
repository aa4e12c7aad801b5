"""Lists of visits and cards: here now, today, matters to feed back; cards that are not back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Unit
from desk.models.kit.functions import holds
from desk.models.visitors import Visit, VisitorCard, VisitPerson
from desk.services.finder.reading import met
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.visitors.core import VISITS, card_views, get, view
from desk.services.visitors.views import VisitorCardView, VisitRow, VisitView

LISTS = ("here", "late", "today", "matters", "refused", "all")
CARD_LISTS = ("out", "late", "lost", "all")


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits a list shows; `text`: in number, visitor, host, room, plate, label of a card."""

    name: str = "here"
    text: str = ""


def _unknown(name: str) -> InvalidInput:
    return InvalidInput([Problem("unknown", _("There is no such list."), name)])


def where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list of visits.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    lists: dict[str, list[ColumnElement[bool]]] = {
        "here": [Visit.state == "here"],
        "late": [Visit.state == "here", Visit.until < desk.clock()],
        "today": [Visit.came_at >= desk.midnight(desk.today())],
        "matters": [Visit.matter != "", Visit.answered_at.is_(None)],
        "refused": [Visit.state == "refused"],
        "all": [],
    }
    if name not in lists:
        raise _unknown("name")
    return lists[name]


def card_where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list of cards.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    lists: dict[str, list[ColumnElement[bool]]] = {
        "out": [VisitorCard.state == "out"],
        "late": [VisitorCard.state == "out", VisitorCard.until < desk.clock()],
        "lost": [VisitorCard.state == "lost"],
        "all": [],
    }
    if name not in lists:
        raise _unknown("name")
    return lists[name]


def visits(desk: Desk, which: VisitFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[VisitRow]:
    """Visits, the newest first.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or VisitFilter()
    conditions = where(desk, wanted.name)
    if text := wanted.text.strip():
        person = select(VisitPerson.id).where(VisitPerson.visit_id == Visit.id, holds(VisitPerson.name, text)).exists()
        card = select(VisitorCard.id).where(VisitorCard.visit_id == Visit.id, holds(VisitorCard.label, text)).exists()
        conditions.append(
            or_(
                person, card, holds(Visit.number, text), holds(Visit.host, text), holds(Visit.plate, text),
                holds(func.coalesce(Unit.name, ""), text), met(desk, text, unit=Visit.unit_id, visit=Visit.id),
            )
        )  # fmt: skip
    with desk.look() as session:
        base = select(Visit.id).outerjoin(Unit, Unit.id == Visit.unit_id).where(*conditions)
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        ids = list(session.scalars(base.order_by(Visit.id.desc()).offset(offset).limit(limit)))
        return Page(_rows(session, desk, ids), total)


def _rows(session: Session, desk: Desk, ids: list[int]) -> tuple[VisitRow, ...]:
    now = desk.clock()
    out: dict[int, int] = dict(
        session.execute(
            select(VisitorCard.visit_id, func.count())
            .where(VisitorCard.visit_id.in_(ids), VisitorCard.state == "out")
            .group_by(VisitorCard.visit_id)
        ).all()
    )
    people: dict[int, list[str]] = {}
    for visit_id, name in session.execute(
        select(VisitPerson.visit_id, VisitPerson.name)
        .where(VisitPerson.visit_id.in_(ids))
        .order_by(VisitPerson.visit_id, VisitPerson.position)
    ):
        people.setdefault(visit_id, []).append(name)
    found = {}
    for row, room in session.execute(
        select(Visit, Unit.name).outerjoin(Unit, Unit.id == Visit.unit_id).where(Visit.id.in_(ids))
    ):
        over = row.until is not None and row.until < now
        found[row.id] = VisitRow(
            row.id, row.number, row.state, people[row.id][0], len(people[row.id]), room or "", row.host, row.purpose,
            row.came_at, row.until, row.left_at, out.get(row.id, 0), over and (row.state == "here" or row.id in out),
            bool(row.matter) and row.answered_at is None,
        )  # fmt: skip
    return tuple(found[each] for each in ids)


def counts(desk: Desk) -> dict[str, int]:
    """How many visits each list holds."""
    with desk.look() as session:
        return {
            name: session.scalar(select(func.count(Visit.id)).where(*where(desk, name))) or 0 for name in LISTS
        }  # fmt: skip


def cards(desk: Desk, name: str = "out", *, text: str = "", offset: int = 0, limit: int = 200) -> Page[VisitorCardView]:
    """Temporary cards, those that should be back longest first: the list of what is not returned.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    conditions = card_where(desk, name)
    if text.strip():
        conditions.append(holds(VisitorCard.label, text.strip()) | holds(VisitorCard.number, text.strip()))
    with desk.look() as session:
        base = select(VisitorCard.id).where(*conditions)
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        ids = session.scalars(base.order_by(VisitorCard.until, VisitorCard.id).offset(offset).limit(limit)).all()
        return Page(card_views(session, desk, ids), total)


def card_counts(desk: Desk) -> dict[str, int]:
    """How many cards each list holds."""
    with desk.look() as session:
        return {
            name: session.scalar(select(func.count(VisitorCard.id)).where(*card_where(desk, name))) or 0
            for name in CARD_LISTS
        }  # fmt: skip


def visit(desk: Desk, visit_id: int) -> VisitView:
    """A visit with its people, cards and papers.

    Raises:
        NotFound: there is no such visit.
    """
    with desk.look() as session:
        return view(session, desk, get(session, visit_id))


def by_number(desk: Desk, number: str) -> VisitView:
    """A visit by its number, the number of a card, or the label of one that is out: what a scanner reads.

    Raises:
        NotFound: there is none.
    """
    wanted = number.strip()
    with desk.look() as session:
        row = (
            session.scalars(select(Visit).where(Visit.number == wanted.upper())).first()
            or session.scalars(
                select(Visit)
                .join(VisitorCard, VisitorCard.visit_id == Visit.id)
                .where((VisitorCard.number == wanted.upper()) | (VisitorCard.label_out == wanted))
            ).first()
        )
        if row is None:
            raise NotFound(VISITS.absent())
        return view(session, desk, row)


def of_plate(session: Session, _desk: Desk, plate: str) -> list[tuple[str, dict[str, Any]]]:
    """The visit for which a car is here (what a scanner read)."""
    visits = session.scalars(select(Visit.id).where(Visit.plate == plate, Visit.state == "here"))
    return [(f"visit:{visit}", {}) for visit in visits]


__all__ = [
    "CARD_LISTS", "LISTS", "VisitFilter", "by_number", "card_counts", "card_where", "cards", "counts", "of_plate", "visit", "visits", "where",
]  # fmt: skip
