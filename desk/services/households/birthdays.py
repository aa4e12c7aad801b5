"""Who has a birthday today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from desk import features
from desk.models import Consent, Customer, Occupancy, Unit
from desk.models.households import belongs_now
from desk.rules.kit import lunar
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow


def birthdays(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """People who agreed to greetings, live or own here now and have their birthday today, by their calendar (handbook C-18, C-36)."""
    rows = _celebrating(session, desk.today())
    return DueItems(len(rows), tuple(DueRow(name, room, f"unit:{unit_id}") for name, unit_id, room in rows[:limit]))


def _celebrating(session: Session, day: date) -> Sequence[tuple[str, int, str]]:
    # 29 February is kept on the 28th of other years; the rule below decides.
    days = [(day.month, day.day), *([(2, 29)] if (day.month, day.day) == (2, 28) else [])]
    solar = or_(*(and_(Customer.birthday_month == m, Customer.birthday_day == d) for m, d in days))
    people = session.execute(
        select(
            Customer.id,
            Customer.birthday_calendar,
            Customer.birthday_month,
            Customer.birthday_day,
            Customer.birthday_leap,
        ).where(
            Customer.kind == "person",
            Customer.birthday_month.is_not(None),
            exists().where(
                Consent.customer_id == Customer.id, Consent.purpose == "greetings", Consent.withdrawn_at.is_(None)
            ),
            or_(and_(Customer.birthday_calendar == "solar", solar), Customer.birthday_calendar == "lunar"),
        )
    ).all()
    keep_lunar = any(calendar == "lunar" for _id, calendar, *_rest in people)
    lunar_day = lunar.to_lunar(day) if keep_lunar else None
    ids = []
    for customer_id, calendar, month, of_month, leap in people:
        if not month or not of_month:
            continue
        if calendar == "lunar":
            # Cheap questions first: the rule works through a whole lunar year. 三十 may be kept on 廿九.
            if lunar_day is None or month != lunar_day.month or of_month not in (lunar_day.day, lunar_day.day + 1):
                continue
            due = lunar.next_birthday(month, of_month, leap, "lunar", day)
        else:
            due = lunar.next_birthday(month, of_month, False, "solar", day)
        if due == day:
            ids.append(customer_id)
    barred = {each for hook in features.hooks("no_greetings") for each in hook(session, ids)} if ids else set()
    ids = [each for each in ids if each not in barred]
    if not ids:
        return []
    found: dict[int, tuple[str, int, str]] = {}
    for customer_id, name, unit_id, room in session.execute(
        select(Customer.id, Customer.name, Unit.id, Unit.name)
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .where(Customer.id.in_(ids), belongs_now(day))
        .order_by(Unit.sort, Customer.id)
    ):
        found.setdefault(customer_id, (name, unit_id, room))
    return list(found.values())
