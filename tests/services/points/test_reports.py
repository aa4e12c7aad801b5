"""Reports of members' purchases are counted by the database, on both engines (handbook V14)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from desk.models import Customer
from desk.models.cards import Member
from desk.rules.kit.dates import age_on
from desk.services import points
from desk.services.kit.desk import Desk
from desk.services.points.reports import parts
from tests.services.points.works import buy, join


def test_a_report_counts_in_the_database_by_the_very_ages_of_the_people(shop: Desk) -> None:
    """At, just below and just above a band's end, 29 February among them; nobody is read for it."""
    shown = {}
    born = {2: date(2001, 11, 1), 3: date(2001, 11, 2), 4: date(1961, 11, 1), 5: date(1961, 11, 2), 6: None}
    for unit_id in born:
        member = join(shop, unit_id)
        buy(shop, member.id, 10_00)
        shown[unit_id] = member.id
    with shop.act("test.birthdays") as act:
        for unit_id, day in born.items():
            row = act.session.get(Member, shown[unit_id])
            act.session.execute(update(Customer).where(Customer.id == row.customer_id).values(birthday=day))
    view = points.report(shop, "month", 2026, 11)
    ages = next(part for part in view.breakdowns if part.code == "age")
    assert [(line.words, line.count) for line in ages.lines] == [
        ("0–24", 1), ("25–34", 1), ("55–64", 1), ("65 岁及以上", 1), ("未知", 1),
    ]  # fmt: skip
    assert {part.code: sum(line.fen for line in part.lines) for part in view.breakdowns} == dict.fromkeys(
        ("tier", "band", "brand", "category", "age", "sex"), 50_00
    )


def test_an_age_band_ends_where_ages_do_29_february_too() -> None:
    for place in range(4 * 366):
        on = date(2023, 3, 1) + timedelta(days=place)
        for age in parts.AGES:
            last = parts.born_by(age, on)
            assert age_on(last, on) >= age > age_on(last + timedelta(days=1), on)
