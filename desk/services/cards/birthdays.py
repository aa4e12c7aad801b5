"""Which members have a birthday, and who of them may be greeted (handbook S9, C-18, C-36)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, exists, or_, select
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
    solar = {(day.month, day.day) for day in days}
    if (2, 28) in solar:
        solar.add((2, 29))  # kept on the 28th of other years; the rule below decides
    agreed = exists().where(
        Consent.customer_id == Member.customer_id, Consent.purpose == "greetings", Consent.withdrawn_at.is_(None)
    )
    question = (
        select(
            Member.id, Member.opted_out, agreed.label("agreed"), Customer.birthday, Customer.birthday_calendar,
            Customer.birthday_month, Customer.birthday_day, Customer.birthday_leap,
        )
        .join(Customer, Customer.id == Member.customer_id)
        .where(Member.state == "active", Customer.birthday_month.is_not(None), Customer.birthday_day.is_not(None))
    )  # fmt: skip
    by_month: dict[int, set[int]] = {}
    for month, of_month in solar:
        by_month.setdefault(month, set()).add(of_month)
    is_solar = or_(
        *(and_(Customer.birthday_month == m, Customer.birthday_day.in_(sorted(found))) for m, found in by_month.items())
    )
    rows = list(session.execute(question.where(Customer.birthday_calendar == "solar", is_solar)))
    if session.scalar(
        select(Customer.id)
        .join(Member, Member.customer_id == Customer.id)
        .where(Customer.birthday_calendar == "lunar")
        .limit(1)
    ):
        # Cheap questions first: the rule works through a whole lunar year. 三十 may be kept on 廿九.
        moons = [lunar.to_lunar(day) for day in days]
        near = or_(
            *(
                and_(Customer.birthday_month == month, Customer.birthday_day.in_(sorted({each, each + 1})))
                for month, each in {(moon.month, moon.day) for moon in moons}
            )
        )
        rows += session.execute(question.where(Customer.birthday_calendar == "lunar", near))
    greeted, left_out = [], 0
    for row in rows:
        calendar: lunar.Calendar = "lunar" if row.birthday_calendar == "lunar" else "solar"
        leap = bool(row.birthday_leap) and calendar == "lunar"
        on = lunar.next_birthday(row.birthday_month, row.birthday_day, leap, calendar, first)
        if on is None or on > last:
            continue
        if row.agreed and not row.opted_out and not is_child(row.birthday, first):
            greeted.append((row.id, on))
        else:
            left_out += 1
    return Celebrating(tuple(sorted(greeted, key=lambda pair: (pair[1], pair[0]))), left_out)


__all__ = ["Celebrating", "celebrating"]
