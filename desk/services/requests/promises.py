"""What is promised by day and by who does it (handbook S30): a week as a table, and how much a day holds already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desk.models import Request
from desk.rules.requests import UNFINISHED
from desk.services.kit.desk import Desk
from desk.services.requests.lists import first_rows
from desk.services.requests.views import RequestRow

MOST = 500
"""So many of a week's promises are listed."""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Somebody's promises: `who` ("" for jobs that nobody has yet), how many on each of the seven days, and together."""

    who: str
    days: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WeekView:
    """The promises of a week that are not kept yet.

    Attributes:
        first: its Monday. rows: by who does them, nobody first, then by how many. total: of all, by day.
    """

    first: date
    rows: tuple[WeekRow, ...]
    total: WeekRow


@dataclass(frozen=True, slots=True)
class Load:
    """What is promised for a day already: in all, and by one person."""

    day: int
    who: int


def week(desk: Desk, day: date) -> WeekView:
    """The week that a day (local) lies in: open promises by who does them and by day."""
    first = day - timedelta(days=day.weekday())
    counts: dict[str, list[int]] = {}
    with desk.look() as session:
        for at, who in _promised(session, desk, first, 7):
            place = (desk.local(at).date() - first).days
            counts.setdefault(who, [0] * 7)[place] += 1
    rows = [WeekRow(who, tuple(days), sum(days)) for who, days in counts.items()]
    rows.sort(key=lambda row: (bool(row.who), -row.total, row.who))
    days = tuple(sum(row.days[place] for row in rows) for place in range(7))
    return WeekView(first, tuple(rows), WeekRow("", days, sum(days)))


def week_jobs(desk: Desk, day: date, *, who: str | None = None) -> tuple[RequestRow, ...]:
    """The jobs promised for the week that a day lies in, the earliest first.

    Args:
        desk: the desk.
        day: local.
        who: only this person's, "" for those that nobody has; None: everybody's.
    """
    first = day - timedelta(days=day.weekday())
    conditions = _between(desk, first, 7)
    if who is not None:
        conditions.append(Request.responsible == who)
    with desk.look() as session:
        return first_rows(session, conditions, desk.clock(), sort="promised", limit=MOST)[1]


def load(desk: Desk, at: datetime, *, who: str = "", but: int | None = None) -> Load:
    """How much is promised already for the day of a moment; `but`: without this request, whose promise is being changed."""
    day = desk.local(at).date()
    with desk.look() as session:
        conditions = _between(desk, day, 1)
        if but is not None:
            conditions.append(Request.id != but)
        names = session.scalars(select(Request.responsible).where(*conditions)).all()
    return Load(len(names), sum(bool(who) and name == who for name in names))


def _between(desk: Desk, first: date, days: int) -> list[ColumnElement[bool]]:
    begin = datetime.combine(first, time(), desk.zone)
    end = datetime.combine(first + timedelta(days=days), time(), desk.zone)
    return [Request.state.in_(UNFINISHED), Request.promised_at >= begin, Request.promised_at < end]


def _promised(session: Session, desk: Desk, first: date, days: int) -> Iterable[tuple[datetime, str]]:
    rows = session.execute(select(Request.promised_at, Request.responsible).where(*_between(desk, first, days)))
    return [(at, who) for at, who in rows if at is not None]


__all__ = ["Load", "WeekRow", "WeekView", "load", "week", "week_jobs"]
