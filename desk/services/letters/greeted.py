"""What became of each greeting (handbook A12, C-36): greeted, missed, dropped, and the lists of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models import Customer, Staff, Unit
from desk.models.kit.functions import holds, words_in
from desk.models.letters import Greeting, GreetingRun
from desk.rules import letters as rules
from desk.services.finder.reading import met
from desk.services.households.callers import salutation_of
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.lifecycle import Kept, Step, moving
from desk.services.kit.paging import Page
from desk.services.letters.entries import GreetingEntry
from desk.services.letters.occasions import names_of_occasions
from desk.services.letters.views import GreetingView
from desk.services.letters.whom import KEY_CLASS, audience, checked, key_customers


def _absent() -> str:
    # L10N: 没有这条问候
    return _("This greeting is not there.")


GREETINGS = Kept(rules.GREETING, Greeting, _absent)
"""Greetings and their life cycle."""


VIEWS = {"today": 0, "week": 7, "month": 30}
"""Lists that look ahead, and how many days."""


@dataclass(frozen=True, slots=True)
class GreetingFilter:
    """Which greetings a list shows: `view`: today, week, month (due up to then, birthdays not listed yet among them), done, missed, all."""

    view: str = "today"
    run_id: int | None = None
    text: str = ""


# ---------------------------------------------------------------------------------------------- what became of each
def note_greeted(desk: Desk, greeting_id: int, *, note: str = "") -> GreetingView:
    """Notes that somebody was greeted, by whom and when.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, GREETINGS, greeting_id, "done", {"note": note}) as step:
        return _told(desk, step, note)


def note_missed(desk: Desk, greeting_id: int, *, note: str = "") -> GreetingView:
    """Notes that somebody was not reached.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, GREETINGS, greeting_id, "miss", {"note": note}) as step:
        return _told(desk, step, note)


def drop_greeting(desk: Desk, greeting_id: int, *, note: str) -> GreetingView:
    """Takes somebody off the list; they may be listed for the occasion again.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, GREETINGS, greeting_id, "drop", {"note": note}) as step:
        step.row.holder = None
        return _told(desk, step, note)


def _told(desk: Desk, step: Step[Greeting], note: str) -> GreetingView:
    act, row = step.act, step.row
    row.note, row.done_at, row.done_by_id = note.strip(), act.at, act.staff_id
    act.about("greeting", row.id, occasion=row.occasion, year=row.year, state=row.state)
    act.touch("unit", row.unit_id)
    act.touch("greeting-run", row.run_id)
    act.session.flush()
    return greeting_views(act.session, desk, [row])[0]


def note_all_greeted(desk: Desk, greeting_ids: Sequence[int]) -> tuple[GreetingView, ...]:
    """Notes that several were greeted; all or none.

    Raises:
        InvalidInput: field `greetings`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with desk.act("greeting.done-many") as act:
        desk.require("receptionist")
        check = Checker()
        if not greeting_ids:
            # L10N: 请先选中
            check.add("greetings", "required", _("Mark them first."))
        check.done()
        rows = [act.session.get(Greeting, each) for each in dict.fromkeys(greeting_ids)]
        found = [row for row in rows if row is not None]
        if len(found) < len(rows):
            raise NotFound(_absent())
        for row in found:
            row.state = rules.GREETING.after(row, "done")
            row.done_at, row.done_by_id = act.at, act.staff_id
            act.touch("greeting", row.id)
            act.touch("unit", row.unit_id)
        act.about("greeting", found[0].id, greetings=len(found))
        return greeting_views(act.session, desk, found)


def greeting(desk: Desk, greeting_id: int) -> GreetingView:
    """One greeting.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        row = session.get(Greeting, greeting_id)
        if row is None:
            raise NotFound(_absent())
        return greeting_views(session, desk, [row])[0]


def greetings(
    desk: Desk, which: GreetingFilter | None = None, *, offset: int = 0, limit: int = 200
) -> Page[GreetingView]:
    """Whom to greet, by day; the lists that look ahead have the birthdays which nobody has listed yet among them.

    Args:
        desk: the desk.
        which: which ones.
        offset: rows left out at the start.
        limit: the most rows.
    """
    wanted = which or GreetingFilter()
    today = desk.today()
    with desk.look() as session:
        base = (
            select(Greeting)
            .join(Customer, Customer.id == Greeting.customer_id)
            .outerjoin(Unit, Unit.id == Greeting.unit_id)
        )
        if wanted.run_id is not None:
            base = base.where(Greeting.run_id == wanted.run_id)
        if wanted.view in VIEWS:
            base = base.where(Greeting.state == "due", Greeting.on <= today + timedelta(days=VIEWS[wanted.view]))
        elif wanted.view in rules.GREETING.states:
            base = base.where(Greeting.state == wanted.view)
        for word in words_in(wanted.text):
            known = met(desk, word, unit=Greeting.unit_id, customer=Greeting.customer_id)
            base = base.where(holds(Customer.name, word) | holds(func.coalesce(Unit.name, ""), word) | known)
        rows = session.scalars(base.order_by(Greeting.on, func.coalesce(Unit.sort, "~"), Greeting.id)).all()
        found = list(greeting_views(session, desk, rows))
        if wanted.view in VIEWS and wanted.run_id is None:
            found += _unlisted(session, desk, VIEWS[wanted.view], words_in(wanted.text))
            found.sort(key=lambda one: one.on)
        return Page(tuple(found[offset : offset + limit]), len(found))


def greeting_counts(desk: Desk) -> dict[str, int]:
    """How many each list has."""
    return {
        **{view: greetings(desk, GreetingFilter(view), limit=0).total for view in VIEWS},
        **_counted(desk),
    }


def _counted(desk: Desk) -> dict[str, int]:
    with desk.look() as session:
        found = session.execute(select(Greeting.state, func.count()).group_by(Greeting.state)).all()
        counts = {state: int(count) for state, count in found}
        return {**{state: counts.get(state, 0) for state in ("done", "missed")}, "all": sum(counts.values())}


def _unlisted(session: Session, desk: Desk, window: int, words: Collection[str]) -> list[GreetingView]:
    """Birthdays of the next days of people who agreed, that stand on no list yet."""
    entry = GreetingEntry("birthday", "call", days=window)
    found = audience(session, desk, checked(session, desk, entry), entry)
    keys = key_customers(session, [one.customer_id for one, _year in found])
    name = names_of_occasions(session)["birthday"]
    return [
        GreetingView(
            0, None, "", "birthday", name, year, one.customer_id, one.name, one.salutation, one.unit_id, one.room,
            one.on or desk.today(), "", one.customer_id in keys, "", None, "", "",
        )
        for one, year in found
        if not one.why and all(word in one.name or word in one.room for word in words)
    ]  # fmt: skip


def greeting_views(session: Session, desk: Desk, rows: Sequence[Greeting]) -> tuple[GreetingView, ...]:
    """Greetings as the lists show them, with the name of the occasion, who did it and when."""
    names, staff = names_of_occasions(session), {each.id: each.name for each in session.scalars(select(Staff))}
    found = {
        row.id: row
        for row in session.scalars(select(GreetingRun).where(GreetingRun.id.in_({row.run_id for row in rows})))
    }
    today, language = desk.today(), desk.site.slip_language
    return tuple(
        GreetingView(
            row.id, row.run_id, found[row.run_id].number, row.occasion, names.get(row.occasion, row.occasion), row.year,
            row.customer_id, row.customer.name,
            row.customer.salutation or salutation_of(row.customer, today, style="sir-madam", language=language), row.unit_id,
            row.unit.name if row.unit is not None else "", row.on, found[row.run_id].means, row.customer.klass == KEY_CLASS,
            row.state, row.done_at, staff.get(row.done_by_id or 0, ""), reasons.said(row.note),
        )
        for row in rows
    )  # fmt: skip
