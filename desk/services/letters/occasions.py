"""Occasions to greet on (handbook A12, S9): the calendar's and a site's own."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models.letters import GreetingOccasion
from desk.rules.letters import occasions as days
from desk.rules.letters.occasions import Occasion
from desk.services.kit.desk import Desk
from desk.services.letters.entries import OccasionEntry
from desk.services.letters.views import OccasionView


# ------------------------------------------------------------------------------------------------------ occasions
def own_occasion(row: GreetingOccasion) -> Occasion:
    """A row of a site's own occasions as the rules know one."""
    return Occasion(f"own:{row.id}", row.name, row.rule, row.month, row.day, row.nth, row.weekday)  # type: ignore[arg-type]  # checked


def known_occasions(session: Session) -> list[Occasion]:
    """The calendar's occasions, then the site's own."""
    own = session.scalars(
        select(GreetingOccasion).where(GreetingOccasion.retired.is_(False)).order_by(GreetingOccasion.id)
    )
    return [*days.OCCASIONS, *(own_occasion(row) for row in own)]


def occasion_words(occasion: Occasion) -> str:
    """The name of an occasion in the current language."""
    return occasion.name if occasion.code.startswith("own:") else _(occasion.name)


def names_of_occasions(session: Session) -> dict[str, str]:
    """Every occasion by its code, retired ones too."""
    own = {f"own:{row.id}": row.name for row in session.scalars(select(GreetingOccasion))}
    return {**{each.code: _(each.name) for each in days.OCCASIONS}, **own}


def occasions(desk: Desk) -> tuple[OccasionView, ...]:
    """The occasions with their next day, the nearest first; birthdays and what is set by hand stand at the end."""
    today = desk.today()
    with desk.look() as session:
        found = [
            OccasionView(each.code, occasion_words(each), each.rule, each.next_day(today), each.code.startswith("own:"))
            for each in known_occasions(session)
        ]
    return tuple(sorted(found, key=lambda each: (each.day is None, each.day or today)))


def add_occasion(desk: Desk, entry: OccasionEntry) -> OccasionView:
    """Adds an occasion of the site's own.

    Raises:
        InvalidInput: fields `name`, `rule`, `month`, `day`, `nth`, `weekday`. NotAllowed: not a supervisor.
    """
    with desk.act("greeting.occasion") as act:
        desk.require("supervisor")
        check = Checker(days.own_problems(entry.name, entry.rule, entry.month, entry.day, entry.nth, entry.weekday))
        name = entry.name.strip()
        there = set(act.session.scalars(select(GreetingOccasion.name)))
        if name in there | {_(each.name) for each in days.OCCASIONS}:
            # L10N: 已有同名的节日
            check.add("name", "taken", _("There is an occasion of this name."))
        check.done()
        nth = entry.rule == "nth"
        row = GreetingOccasion(
            name=name, rule=entry.rule, month=entry.month, day=0 if nth else entry.day, nth=entry.nth if nth else 0,
            weekday=entry.weekday if nth else 0, retired=False,
        )  # fmt: skip
        act.session.add(row)
        act.session.flush()
        act.about("greeting-occasion", row.id, name=name)
        made = own_occasion(row)
        return OccasionView(made.code, made.name, made.rule, made.next_day(desk.today()), True)


def retire_occasion(desk: Desk, code: str) -> OccasionView:
    """Offers an occasion of the site's own no more; lists that were made stay.

    Raises:
        NotFound: no such occasion of the site's own. NotAllowed: not a supervisor.
    """
    with desk.act("greeting.retire") as act:
        desk.require("supervisor")
        number = code.removeprefix("own:")
        row = act.session.get(GreetingOccasion, int(number)) if number.isdecimal() and len(number) < 10 else None
        if row is None or not code.startswith("own:"):
            # L10N: 没有这个自定义节日
            raise NotFound(_("There is no such occasion of the site's own."))
        row.retired = True
        act.about("greeting-occasion", row.id, name=row.name)
        return OccasionView(code, row.name, row.rule, None, True)
