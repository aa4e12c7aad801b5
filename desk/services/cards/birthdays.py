"""Which members have a birthday, and who of them may be greeted (handbook S9, C-18, C-36)."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from desk.models import Consent, Customer
from desk.models.cards import Member
from desk.rules.households import is_child
from desk.rules.kit import lunar


@dataclass(frozen=True, slots=True)
class Celebrating:
    """Members with a birthday in some days.

    Attributes:
        greeted: `(member id, day)` of those to be greeted, in the order of the days.
        left_out: how many are not: no consent to greetings, opted out of notices, or a child.
    """

    greeted: tuple[tuple[int, date], ...]
    left_out: int


def celebrating(session: Session, first: date, last: date) -> Celebrating:
    """The members whose birthday is kept on a day from `first` to `last`, each by its calendar (handbook C-18)."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    solar = {(day.month, day.day): day for day in reversed(days)}
    if (2, 28) in solar and not calendar.isleap(solar[2, 28].year):
        solar.setdefault((2, 29), solar[2, 28])  # kept on the 28th of other years (handbook C-18)
    by_month: dict[int, set[int]] = {}
    for month, of_month in solar:
        by_month.setdefault(month, set()).add(of_month)
    people = _born(session, "solar", by_month)
    if session.scalar(select(Customer.id).where(Customer.birthday_calendar == "lunar").limit(1)):
        # Cheap questions first: the rule works through a whole lunar year. 三十 may be kept on 廿九.
        moons: dict[int, set[int]] = {}
        for moon in map(lunar.to_lunar, days):
            moons.setdefault(moon.month, set()).update((moon.day, moon.day + 1))
        people += _born(session, "lunar", moons)
    rows = [row for start in range(0, len(people), CHUNK) for row in _members(session, people[start : start + CHUNK])]
    greeted, left_out = [], 0
    for row in rows:
        if row.state != "active":
            continue
        month, of_month = row.birthday_month, row.birthday_day
        if row.birthday_calendar == "lunar":
            on = lunar.next_birthday(month, of_month, bool(row.birthday_leap), "lunar", first)
        else:
            on = solar.get((month, of_month))
        if on is None or on > last:
            continue
        if row.agreed and not row.opted_out and not is_child(row.birthday, first):
            greeted.append((row.id, on))
        else:
            left_out += 1
    return Celebrating(tuple(sorted(greeted, key=lambda pair: (pair[1], pair[0]))), left_out)


CHUNK = 1000


def _born(session: Session, kept_by: str, days: Mapping[int, Collection[int]]) -> list[int]:
    """People with a birthday on one of the days of a calendar, by the index of months and days, before anything is joined."""
    found: list[int] = []
    for month, of_month in days.items():
        found += session.scalars(
            select(Customer.id).where(
                Customer.birthday_month == month, Customer.birthday_day.in_(sorted(of_month)),
                Customer.birthday_calendar == kept_by,
            )
        )  # fmt: skip
    return found


def _members(session: Session, people: Sequence[int]) -> Sequence[Any]:
    """Their living memberships, found by who holds them: an index of one row each."""
    agreed = exists().where(
        Consent.customer_id == Member.customer_id, Consent.purpose == "greetings", Consent.withdrawn_at.is_(None)
    )
    return session.execute(
        select(
            Member.id, Member.state, Member.opted_out, agreed.label("agreed"), Customer.birthday, Customer.birthday_calendar,
            Customer.birthday_month, Customer.birthday_day, Customer.birthday_leap,
        )
        .join(Customer, Customer.id == Member.customer_id)
        .where(Member.holder.in_(people))
    ).all()  # fmt: skip


__all__ = ["Celebrating", "celebrating"]
