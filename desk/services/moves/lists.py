"""Lists of moves and of residence passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.models import Customer, Request, Unit
from desk.models.kit.functions import holds
from desk.models.moves import Move, MoveDefect, MovePerson, ResidentPass
from desk.rules.kit.wording import listed
from desk.rules.requests import UNFINISHED
from desk.services.finder.reading import met
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.moves.core import HELD_PASSES
from desk.services.moves.read import pass_view
from desk.services.moves.views import MoveRow, ResidentPassView

LISTS = ("open", "in", "out", "defects", "done", "all")
"""open: under way; in, out: done ones of a kind; defects: with repairs that are not done."""
PASS_LISTS = ("held", "cancelled", "ending", "all")
"""held: with somebody; cancelled: to come back; ending: within the next 30 days."""
SOON = timedelta(days=30)


def _defective() -> ColumnElement[bool]:
    return exists().where(
        MoveDefect.move_id == Move.id, MoveDefect.request_id == Request.id, Request.state.in_(UNFINISHED)
    )


def where(name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list."""
    lists: dict[str, list[ColumnElement[bool]]] = {
        "open": [Move.open_unit.is_not(None)],
        "in": [Move.state == "moved-in"],
        "out": [Move.state == "moved-out"],
        "defects": [_defective()],
        "done": [Move.state.in_(("moved-in", "moved-out"))],
        "all": [],
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


@dataclass(frozen=True, slots=True)
class MoveFilter:
    """Which moves a list shows; `text`: begins the number, or is in a name or the room."""

    name: str = "all"
    text: str = ""
    unit_id: int | None = None


def moves(desk: Desk, which: MoveFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[MoveRow]:
    """Moves, the newest first.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or MoveFilter()
    conditions = where(wanted.name)
    if wanted.unit_id is not None:
        conditions.append(Move.unit_id == wanted.unit_id)
    if wanted.text.strip():
        text = wanted.text.strip()
        somebody = exists().where(
            MovePerson.move_id == Move.id, MovePerson.customer_id == Customer.id, holds(Customer.name, text)
        )
        known = met(desk, text, unit=Move.unit_id, move=Move.id)
        conditions.append(or_(Move.number.startswith(text.upper()), holds(Unit.name, text), somebody, known))
    with desk.look() as session:
        base = select(Move, Unit.name).join(Unit, Unit.id == Move.unit_id).where(*conditions)
        total = session.scalar(select(func.count()).select_from(base.with_only_columns(Move.id).subquery())) or 0
        rows = session.execute(base.order_by(Move.id.desc()).offset(offset).limit(limit)).all()
        ids = [row.id for row, _room in rows]
        names, defects = _names(session, ids), _open_defects(session, ids)
        return Page(
            tuple(
                MoveRow(
                    row.id, row.number, row.kind, row.state, row.unit_id, room, row.who, listed(names.get(row.id, ())),
                    row.day, defects.get(row.id, 0),
                )
                for row, room in rows
            ),
            total,
        )  # fmt: skip


def _names(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for move_id, name in session.execute(
        select(MovePerson.move_id, Customer.name)
        .join(Customer, Customer.id == MovePerson.customer_id)
        .where(MovePerson.move_id.in_(ids))
        .order_by(MovePerson.id)
    ):
        found.setdefault(move_id, []).append(name)
    return found


def _open_defects(session: Session, ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(MoveDefect.move_id, func.count(MoveDefect.id))
        .join(Request, Request.id == MoveDefect.request_id)
        .where(MoveDefect.move_id.in_(ids), Request.state.in_(UNFINISHED))
        .group_by(MoveDefect.move_id)
    ).all()
    return {move_id: count for move_id, count in rows}  # noqa: C416 - rows are no pairs to mypy


def counts(desk: Desk) -> dict[str, int]:
    """How many moves each list holds."""
    with desk.look() as session:
        return {name: session.scalar(select(func.count()).select_from(Move).where(*where(name))) or 0 for name in LISTS}


def _pass_where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    today = desk.today()
    lists: dict[str, list[ColumnElement[bool]]] = {
        "held": [ResidentPass.state.in_(HELD_PASSES)],
        "cancelled": [ResidentPass.state == "cancelled"],
        "ending": [ResidentPass.state == "active", ResidentPass.until <= today + SOON],
        "all": [],
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


@dataclass(frozen=True, slots=True)
class PassFilter:
    """Which passes a list shows; `text`: begins the number, or is in the name or the room."""

    name: str = "held"
    text: str = ""
    unit_id: int | None = None


def passes(desk: Desk, which: PassFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[ResidentPassView]:
    """Residence passes, the newest first.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or PassFilter()
    conditions = _pass_where(desk, wanted.name)
    if wanted.unit_id is not None:
        conditions.append(ResidentPass.unit_id == wanted.unit_id)
    if wanted.text.strip():
        text = wanted.text.strip()
        conditions.append(
            or_(
                ResidentPass.number.startswith(text.upper()),
                holds(Unit.name, text),
                holds(Customer.name, text),
                met(desk, text, unit=ResidentPass.unit_id, customer=ResidentPass.customer_id),
            )
        )
    base = (
        select(ResidentPass)
        .join(Unit, Unit.id == ResidentPass.unit_id)
        .join(Customer, Customer.id == ResidentPass.customer_id)
        .where(*conditions)
    )
    with desk.look() as session:
        total = (
            session.scalar(select(func.count()).select_from(base.with_only_columns(ResidentPass.id).subquery())) or 0
        )
        rows = session.scalars(base.order_by(ResidentPass.id.desc()).offset(offset).limit(limit))
        return Page(tuple(pass_view(session, desk, row) for row in rows), total)


def passes_of(desk: Desk, unit_id: int) -> tuple[ResidentPassView, ...]:
    """The passes of a room, the newest first."""
    return passes(desk, PassFilter("all", unit_id=unit_id)).rows


def pass_counts(desk: Desk) -> dict[str, int]:
    """How many passes each list holds."""
    with desk.look() as session:
        return {
            name: session.scalar(select(func.count(ResidentPass.id)).where(*_pass_where(desk, name))) or 0
            for name in PASS_LISTS
        }


__all__ = [
    "LISTS", "PASS_LISTS", "MoveFilter", "PassFilter", "counts", "moves", "pass_counts", "passes", "passes_of", "where",
]  # fmt: skip
