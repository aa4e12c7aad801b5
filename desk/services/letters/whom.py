"""Whom a list of greetings is about: people here or members who agreed, each once a year (handbook A12, C-36)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker
from desk.i18n import _
from desk.models import Customer
from desk.models.letters import Greeting, LetterTemplate
from desk.rules.letters import occasions as days
from desk.rules.letters.occasions import Occasion
from desk.services.kit.desk import Desk
from desk.services.letters.audience import recipients
from desk.services.letters.entries import GreetingEntry, RunEntry
from desk.services.letters.occasions import known_occasions
from desk.services.letters.views import Recipient

KEY_CLASS = "A"
"""Key customers (handbook A9): a cake on their birthday, a graded gift."""


# ------------------------------------------------------------------------------------------------------- audience
@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is about: an occasion, its days, the text."""

    occasion: Occasion
    day: date
    until: date
    template: LetterTemplate


def checked(session: Session, desk: Desk, entry: GreetingEntry) -> Wanted:
    """What a list is about: occasion, days, text; everything that is wrong is told at once."""
    today = desk.today()
    check = Checker()
    occasion = next((each for each in known_occasions(session) if each.code == entry.occasion), None)
    day = until = today
    if occasion is None:
        check.add("occasion", "choice", _("Choose one from the list."))
    elif occasion.rule == "birthday":
        if entry.days not in days.WINDOWS:
            check.add("days", "choice", _("Choose one from the list."))
        else:
            until = today + timedelta(days=entry.days)
    else:
        wanted = entry.day or occasion.next_day(today)
        if wanted is None:
            check.add("day", "required", _("Give the day."))
        elif wanted < today:
            check.add("day", "past", _("This day has passed already."))
        day = until = wanted or today
    if entry.means not in days.MEANS:
        check.add("means", "choice", _("Choose one from the list."))
    template = LetterTemplate(
        number="", kind="greeting", customers="any", of="", language=desk.site.slip_language, style="sir-madam", text=""
    )
    if entry.means == "card":
        row = session.get(LetterTemplate, entry.template_id)
        if row is None or row.state != "in-use" or row.kind != "greeting":
            # L10N: 请选择已启用的问候模板
            check.add("template_id", "not-in-use", _("Choose a greeting that is approved and in use."))
        else:
            template = row
    check.done()
    assert occasion is not None
    return Wanted(occasion, day, until, template)


def audience(session: Session, desk: Desk, wanted: Wanted, entry: GreetingEntry) -> list[tuple[Recipient, int]]:
    """People now here or members, each once, with the year their greeting counts for; whoever is left out has the reason.

    There is no way past the agreement: the audience is asked with the kind of a greeting (handbook C-36).
    """
    filters = RunEntry(
        wanted.template.id or 0, "", entry.building_id, klass=entry.klass, tier=entry.tier, persons=True, again=True,
        without=entry.without,
    )  # fmt: skip
    to, left = recipients(session, desk, wanted.template, filters, people=True)
    people = [*to, *left]
    if wanted.occasion.rule == "birthday":
        found = _birthdays(session, people, wanted.day, (wanted.until - wanted.day).days)
    else:
        found = [(replace(one, on=wanted.day), wanted.day.year) for one in people]
    years = {year for _one, year in found}
    had = {
        (row.holder, row.year)
        for row in session.execute(
            select(Greeting.holder, Greeting.year).where(
                Greeting.occasion == wanted.occasion.code, Greeting.year.in_(years), Greeting.holder.is_not(None)
            )
        )
    }
    return [
        (replace(one, why="greeted") if not one.why and (one.customer_id, year) in had else one, year)
        for one, year in found
    ]


def _birthdays(session: Session, people: Sequence[Recipient], today: date, window: int) -> list[tuple[Recipient, int]]:
    """Those with a birthday in the next days, in the order of the days."""
    by_id = {one.customer_id: one for one in people}
    found = []
    for row in session.execute(
        select(
            Customer.id,
            Customer.birthday_month,
            Customer.birthday_day,
            Customer.birthday_leap,
            Customer.birthday_calendar,
        ).where(Customer.birthday_month.is_not(None), Customer.kind == "person")
    ):
        one = by_id.get(row[0])
        near = days.birthday_near(row[1], row[2], row[3], row[4], today, window) if one is not None else None
        if one is not None and near is not None:
            found.append((replace(one, on=near[0]), near[1]))
    places = {one.customer_id: at for at, one in enumerate(people)}
    return sorted(found, key=lambda each: (each[0].on or today, places[each[0].customer_id]))


def key_customers(session: Session, people: Iterable[int]) -> set[int]:
    """Those among them whose birthday gets more than a card."""
    wanted = list(people)
    return set(session.scalars(select(Customer.id).where(Customer.id.in_(wanted), Customer.klass == KEY_CLASS)))
