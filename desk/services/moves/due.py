"""What falls due of moves (handbook S11, M6, M7), their lines in a household's history, what the finder and `desk check` know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import Session, aliased

from desk.catalog import label
from desk.i18n import _
from desk.models import Customer, Occupancy, Request, Staff, Unit
from desk.models.moves import Move, MoveDefect, MoveEvent, MovePerson, ResidentPass
from desk.rules.kit.wording import listed, short_day
from desk.rules.moves.words import SHOWN
from desk.rules.requests import UNFINISHED
from desk.services.finder import index
from desk.services.households.views import HouseholdView
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, TimelineView
from desk.services.moves.lists import SOON
from desk.services.requests.due import is_pressing
from desk.services.site.check import Finding


# ---------------------------------------------------------------------------------------------------------- due items
def _late(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    """Under way past the policy's days, or past the day of the move."""
    before = now - timedelta(days=int(desk.policy["moves.unfinished_days"]))
    return [Move.open_unit.is_not(None), (Move.created_at < before) | (Move.day < desk.local(now).date())]


@counted_by(lambda desk, now: select(func.count(Move.id)).where(*_late(desk, now)))
def unfinished(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Moves that were begun and are not done."""
    conditions = _late(desk, now)
    count = session.scalar(select(func.count(Move.id)).where(*conditions)) or 0
    rows = session.execute(
        select(Move, Unit.name)
        .join(Unit, Unit.id == Move.unit_id)
        .where(*conditions)
        .order_by(Move.day, Move.id)
        .limit(limit)
    )
    today = desk.local(now).date()
    return DueItems(
        count,
        tuple(
            DueRow(
                f"{row.number} {room}",
                f"{label('move_states', row.state)} {short_day(row.day, today)}",
                f"move:{row.id}",
            )
            for row, room in rows
        ),
        "moves:open",
    )


def _open_defects(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    """Past their deadline, and not due already as the requests that they became."""
    today = desk.local(now).date()
    return [MoveDefect.deadline < today, Request.state.in_(UNFINISHED), ~is_pressing(desk, now)]


def defects(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Defects of handovers that are past their deadline and not put right."""
    base = (
        select(MoveDefect, Request.number, Unit.name)
        .join(Request, Request.id == MoveDefect.request_id)
        .join(Move, Move.id == MoveDefect.move_id)
        .join(Unit, Unit.id == Move.unit_id)
        .where(*_open_defects(desk, now))
    )
    count = session.scalar(select(func.count()).select_from(base.with_only_columns(MoveDefect.id).subquery())) or 0
    rows = session.execute(base.order_by(MoveDefect.deadline.nulls_last(), MoveDefect.id).limit(limit))
    return DueItems(
        count,
        tuple(
            DueRow(f"{number} {room}", f"{label('handover_rooms', row.room)} {row.words}", f"request:{row.request_id}")
            for row, number, room in rows
        ),
        "moves:defects",
    )


def _overdue_passes(desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
    last = desk.local(now).date() - timedelta(days=int(desk.policy["moves.pass_return_days"]))
    return [ResidentPass.state == "cancelled", ResidentPass.ended_on < last]


@counted_by(lambda desk, now: select(func.count(ResidentPass.id)).where(*_overdue_passes(desk, now)))
def passes(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Cancelled passes that did not come back within the policy's days."""
    return _pass_items(session, _overdue_passes(desk, now), limit, "cancelled")


def ending(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Passes that run out soon, or ran out."""
    soon = [ResidentPass.state == "active", ResidentPass.until <= desk.local(now).date() + SOON]
    return _pass_items(session, soon, limit, "ending")


def _pass_items(session: Session, conditions: list[ColumnElement[bool]], limit: int, name: str) -> DueItems:
    count = session.scalar(select(func.count(ResidentPass.id)).where(*conditions)) or 0
    rows = session.execute(
        select(ResidentPass, Unit.name, Customer.name)
        .join(Unit, Unit.id == ResidentPass.unit_id)
        .join(Customer, Customer.id == ResidentPass.customer_id)
        .where(*conditions)
        .order_by(ResidentPass.until.nulls_last(), ResidentPass.id)
        .limit(limit)
    )
    return DueItems(
        count,
        tuple(
            DueRow(f"{row.number} {who}", room, f"resident-passes:{row.unit_id}", f"resident-pass:{row.id}")
            for row, room, who in rows
        ),
        f"resident-passes:{name}",
    )


# --------------------------------------------------------------------------------------------- timeline, finder, check
def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """What happened to the moves of a room: their beginning and end, and what was handed out and came back."""
    rows = session.execute(
        select(MoveEvent, Move.number, Staff.name)
        .join(Move, Move.id == MoveEvent.move_id)
        .outerjoin(Staff, Staff.id == MoveEvent.staff_id)
        .where(Move.unit_id == home.unit.id, MoveEvent.kind.in_(SHOWN))
        .order_by(MoveEvent.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            at=event.at,
            title=f"{label('move_events', event.kind)} {number}",
            detail=reasons.said(event.note),
            state="",
            staff=name or "",
            target=f"move:{event.move_id}",
        )
        for event, number, name in rows
    ]


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What the finder knows of moves: numbers, the room; who moves is found as a person."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for move_id, name in connection.execute(
        select(MovePerson.move_id, Customer.name)
        .join(Customer, Customer.id == MovePerson.customer_id)
        .where(MovePerson.move_id.in_(ids))
        .order_by(MovePerson.id)
    ):
        names[move_id].append(name)
    for row in connection.execute(
        select(Move.id, Move.number, Move.kind, Move.state, Unit.name.label("room"))
        .join(Unit, Unit.id == Move.unit_id)
        .where(Move.id.in_(ids))
    ):
        detail = {"room": row.room, "state": row.state, "names": names[row.id][:3]}
        over = row.state not in ("open", "leaving")
        page = index.Page("move", row.id, over, row.number, detail, f"move:{row.id}", index.newest(row.id))
        page.add(index.number_terms(row.number))
        yield page


def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: done move-ins whose people are registered nowhere, passes of who does not live there, two moves at once."""
    found = []
    lost = session.execute(
        select(Move.number)
        .join(MovePerson, MovePerson.move_id == Move.id)
        .where(Move.state == "moved-in", MovePerson.occupancy_id.is_(None))
        .distinct()
    )
    # L10N: {number} 已办结入住，但人员未登记
    found += [
        Finding("move-people", _("{number} is done, and somebody is not registered.").format(number=number))
        for (number,) in lost
    ]
    stay = aliased(Occupancy)
    dead = session.scalars(
        select(ResidentPass.number)
        .join(stay, stay.id == ResidentPass.occupancy_id)
        .where(
            ResidentPass.state == "active",
            ~select(Occupancy.id)
            .where(
                Occupancy.unit_id == ResidentPass.unit_id, Occupancy.customer_id == ResidentPass.customer_id,
                Occupancy.lives, Occupancy.lives_until.is_(None),
            )
            .exists(),
        )
        .order_by(ResidentPass.number)
    ).all()  # fmt: skip
    if dead:
        # L10N: 居住证仍有效，持证人已不在住：{numbers}
        found.append(
            Finding(
                "resident-pass", _("Passes are valid whose bearers moved out: {numbers}").format(numbers=listed(dead))
            )
        )
    return found


__all__ = ["check", "defects", "ending", "lines", "pages", "passes", "unfinished"]
