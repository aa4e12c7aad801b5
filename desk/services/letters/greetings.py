"""Greetings (handbook A12, C-36, S9): occasions, lists of whom to greet with who is left out and why, what became of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _, speaking
from desk.models import Customer, Staff, Unit
from desk.models.kit.functions import holds, words_in
from desk.models.letters import Greeting, GreetingOccasion, GreetingRun, Letter, LetterTemplate
from desk.rules import letters as rules
from desk.rules.households import is_child
from desk.rules.kit import wording
from desk.rules.letters import occasions as days
from desk.rules.letters.occasions import Occasion
from desk.services import slips
from desk.services.finder.reading import met
from desk.services.households.callers import salutation_of
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, Step, moving
from desk.services.kit.paging import Page
from desk.services.kit.papers import writing
from desk.services.kit.personal.leaving import hand_out
from desk.services.kit.sealed import Personal
from desk.services.kit.sequences import next_number
from desk.services.kit.sheets import Sheet, new_book
from desk.services.kit.workbooks import Cancelled, Progress
from desk.services.letters import runs
from desk.services.letters.audience import recipients
from desk.services.letters.entries import GreetingEntry, OccasionEntry, RunEntry
from desk.services.letters.views import GreetingPreview, GreetingRunView, GreetingView, OccasionView, Recipient
from desk.services.letters.writing import write
from desk.services.slips import issue
from desk.services.undo import reason as why_undone
from desk.slips import letters as forms
from desk.slips.engine.head import PaperHead

PREFIX = "WH"
KEY_CLASS = "A"
"""Key customers (handbook A9): a cake on their birthday, a graded gift."""


def _absent() -> str:
    # L10N: 没有这条问候
    return _("This greeting is not there.")


GREETINGS = Kept(rules.GREETING, Greeting, _absent)
"""Greetings and their life cycle."""


@dataclass(frozen=True, slots=True)
class GreetingFilter:
    """Which greetings a list shows: `view`: today, week, month (due up to then, birthdays not listed yet among them), done, missed, all."""

    view: str = "today"
    run_id: int | None = None
    text: str = ""


# ------------------------------------------------------------------------------------------------------ occasions
def _own(row: GreetingOccasion) -> Occasion:
    return Occasion(f"own:{row.id}", row.name, row.rule, row.month, row.day, row.nth, row.weekday)  # type: ignore[arg-type]  # checked


def _occasions(session: Session) -> list[Occasion]:
    own = session.scalars(
        select(GreetingOccasion).where(GreetingOccasion.retired.is_(False)).order_by(GreetingOccasion.id)
    )
    return [*days.OCCASIONS, *(_own(row) for row in own)]


def _named(occasion: Occasion) -> str:
    return occasion.name if occasion.code.startswith("own:") else _(occasion.name)


def _names(session: Session) -> dict[str, str]:
    own = {f"own:{row.id}": row.name for row in session.scalars(select(GreetingOccasion))}
    return {**{each.code: _(each.name) for each in days.OCCASIONS}, **own}


def occasions(desk: Desk) -> tuple[OccasionView, ...]:
    """The occasions with their next day, the nearest first; birthdays and what is set by hand stand at the end."""
    today = desk.today()
    with desk.look() as session:
        found = [
            OccasionView(each.code, _named(each), each.rule, each.next_day(today), each.code.startswith("own:"))
            for each in _occasions(session)
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
        made = _own(row)
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


# ------------------------------------------------------------------------------------------------------- audience
@dataclass(frozen=True, slots=True)
class _Wanted:
    occasion: Occasion
    day: date
    until: date
    template: LetterTemplate


def _checked(session: Session, desk: Desk, entry: GreetingEntry) -> _Wanted:
    """What a list is about: occasion, days, text; everything that is wrong is told at once."""
    today = desk.today()
    check = Checker()
    occasion = next((each for each in _occasions(session) if each.code == entry.occasion), None)
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
    return _Wanted(occasion, day, until, template)


def _audience(session: Session, desk: Desk, wanted: _Wanted, entry: GreetingEntry) -> list[tuple[Recipient, int]]:
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


def preview_greetings(desk: Desk, entry: GreetingEntry) -> GreetingPreview:
    """Whom a list would have and whom it would leave out, each with the reason; nothing is kept.

    Raises:
        InvalidInput: fields of the entry.
    """
    with desk.look() as session:
        wanted = _checked(session, desk, entry)
        found = [one for one, _year in _audience(session, desk, wanted, entry)]
        return GreetingPreview(
            _named(wanted.occasion), wanted.day, wanted.until, wanted.template.id or 0,
            tuple(one for one in found if not one.why), tuple(one for one in found if one.why),
        )  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- lists
def make_greetings(
    desk: Desk, entry: GreetingEntry, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> GreetingRunView:
    """Makes the list of an occasion: cards are written as letters, other means get a list to work through.

    Args:
        desk: the desk.
        entry: occasion, means, filter.
        progress: called with done and total, for cards.
        cancelled: asked before each card; a list that was stopped leaves nothing.

    Raises:
        InvalidInput: fields of the entry. DeskError: `nothing`, nobody is to be greeted; `cancelled`. NotAllowed.
    """
    with desk.act("greeting-run.make") as act:
        desk.require("receptionist")
        session = act.session
        wanted = _checked(session, desk, entry)
        # The number first: its lock makes a second list wait, so that it sees whom this one has.
        number = next_number(session, PREFIX, desk.local(act.at).date())
        found = _audience(session, desk, wanted, entry)
        to = [(one, year) for one, year in found if not one.why]
        left = [one for one, _year in found if one.why]
        if not to:
            # L10N: 没有需要问候的人（{n} 人未列入）
            raise DeskError("nothing", _("Nobody is to be greeted; {n} were left out.").format(n=len(left)))
        row = GreetingRun(
            number=number, occasion=wanted.occasion.code, day=wanted.day, until=wanted.until, means=entry.means,
            people=len(to), left_out=[{"unit": one.unit_id, "customer": one.customer_id, "why": one.why} for one in left],
            at=act.at, staff_id=act.staff_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        for one, year in to:
            session.add(
                Greeting(
                    run_id=row.id, occasion=row.occasion, year=year, holder=one.customer_id, customer_id=one.customer_id,
                    unit_id=one.unit_id, on=one.on or wanted.day, state="due", note="",
                )
            )  # fmt: skip
            act.touch("unit", one.unit_id)
        session.flush()
        people = [one for one, _year in to]
        if entry.means == "card":
            row.letter_run_id = _cards(act, desk, wanted, people, left, progress, cancelled)
        else:
            _list_slip(act, desk, row, wanted, people)
        act.about("greeting-run", row.id, number=row.number, people=row.people, left_out=len(left))
        return _run_views(session, [row])[0]


def _cards(
    act: Act,
    desk: Desk,
    wanted: _Wanted,
    people: Sequence[Recipient],
    left: Sequence[Recipient],
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> int:
    run = runs.start(act, desk, wanted.template, _named(wanted.occasion), {"occasion": wanted.occasion.code}, left)
    letters = write(
        act, desk, wanted.template, people, run_id=run.id, household=False, progress=progress, cancelled=cancelled
    )
    runs.finish(act, desk, run, wanted.template, people, letters)
    return run.id


def _list_slip(act: Act, desk: Desk, row: GreetingRun, wanted: _Wanted, people: Sequence[Recipient]) -> None:
    phones, _mails = runs.reach(act.session, [one.customer_id for one in people])
    keys = _key_customers(act.session, [one.customer_id for one in people])
    personal = []
    with writing(desk) as head, speaking(desk.site.slip_language):
        lines = []
        for one in people:
            phone = phones.get(one.customer_id, "")
            about = f"customer:{one.customer_id}"
            personal += [Personal(about, "name", text) for text in {one.name, one.salutation}]
            personal += [Personal(about, "phone", phone)] if phone else []
            lines.append(
                forms.GreetingLine(
                    one.room, one.name, one.salutation, phone, wording.day(one.on), one.customer_id in keys
                )
            )
        span = wording.day(wanted.day)
        if wanted.until != wanted.day:
            span = f"{span} – {wording.day(wanted.until)}"
        means = label("greeting_means", row.means)
        slip = forms.greeting_list(row.number, _named(wanted.occasion), span, means, lines, PaperHead(**head))
    issue(act, desk, slip, subject=f"greeting-run:{row.id}", number=row.number, people=personal)


def _key_customers(session: Session, people: Iterable[int]) -> set[int]:
    wanted = list(people)
    return set(session.scalars(select(Customer.id).where(Customer.id.in_(wanted), Customer.klass == KEY_CLASS)))


def undone(act: Act, desk: Desk, row: GreetingRun) -> None:
    """A list that is undone keeps its number; everybody is taken off it and may stand on another one (services.undo)."""
    for one in act.session.scalars(select(Greeting).where(Greeting.run_id == row.id)):
        one.state, one.holder, one.note = "dropped", None, why_undone(desk)
        act.touch("greeting", one.id)
    act.touch("greeting-run", row.id)


def greeting_run(desk: Desk, run_id: int) -> GreetingRunView:
    """A list of greetings.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        return _run_views(session, [_run(session, run_id)])[0]


def _run(session: Session, run_id: int) -> GreetingRun:
    row = session.get(GreetingRun, run_id)
    if row is None:
        # L10N: 没有这份问候名单
        raise NotFound(_("This list of greetings is not there."))
    return row


def greeting_runs(desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[GreetingRunView]:
    """Lists of greetings, the newest first."""
    with desk.look() as session:
        total = session.scalar(select(func.count(GreetingRun.id))) or 0
        rows = session.scalars(select(GreetingRun).order_by(GreetingRun.id.desc()).offset(offset).limit(limit)).all()
        return Page(_run_views(session, rows), total)


def _run_views(session: Session, rows: Sequence[GreetingRun]) -> tuple[GreetingRunView, ...]:
    session.flush()
    ids = [row.id for row in rows]
    states: dict[int, dict[str, int]] = {}
    for run_id, state, count in session.execute(
        select(Greeting.run_id, Greeting.state, func.count())
        .where(Greeting.run_id.in_(ids))
        .group_by(Greeting.run_id, Greeting.state)
    ):
        states.setdefault(run_id, {})[state] = count
    cards: dict[int | None, list[str]] = {}
    for letter_run, number in session.execute(
        select(Letter.run_id, Letter.number)
        .where(Letter.run_id.in_([row.letter_run_id for row in rows if row.letter_run_id]), Letter.state != "void")
        .order_by(Letter.id)
    ):
        cards.setdefault(letter_run, []).append(number)
    names, staff = _names(session), {each.id: each.name for each in session.scalars(select(Staff))}
    papers = {slip.subject: slip for slip in slips.views(session, [f"greeting-run:{row.id}" for row in rows])}
    return tuple(
        GreetingRunView(
            row.id, row.number, row.occasion, names.get(row.occasion, row.occasion), row.day, row.until, row.means, row.at,
            staff.get(row.staff_id, ""), row.people, len(row.left_out), states.get(row.id, {}).get("done", 0),
            states.get(row.id, {}).get("missed", 0), states.get(row.id, {}).get("due", 0), papers.get(f"greeting-run:{row.id}"),
            tuple(cards.get(row.letter_run_id, ())) if row.letter_run_id else (),
        )
        for row in rows
    )  # fmt: skip


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
    return _views(act.session, desk, [row])[0]


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
        return _views(act.session, desk, found)


def greeting(desk: Desk, greeting_id: int) -> GreetingView:
    """One greeting.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        row = session.get(Greeting, greeting_id)
        if row is None:
            raise NotFound(_absent())
        return _views(session, desk, [row])[0]


VIEWS = {"today": 0, "week": 7, "month": 30}
"""Lists that look ahead, and how many days."""


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
        found = list(_views(session, desk, rows))
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
    found = _audience(session, desk, _checked(session, desk, entry), entry)
    keys = _key_customers(session, [one.customer_id for one, _year in found])
    name = _names(session)["birthday"]
    return [
        GreetingView(
            0, None, "", "birthday", name, year, one.customer_id, one.name, one.salutation, one.unit_id, one.room,
            one.on or desk.today(), "", one.customer_id in keys, "", None, "", "",
        )
        for one, year in found
        if not one.why and all(word in one.name or word in one.room for word in words)
    ]  # fmt: skip


def _views(session: Session, desk: Desk, rows: Sequence[Greeting]) -> tuple[GreetingView, ...]:
    names, staff = _names(session), {each.id: each.name for each in session.scalars(select(Staff))}
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


def export_greetings(desk: Desk, run_id: int, file: Path) -> Path:
    """The people of a list with telephone and e-mail as a workbook, for messages sent elsewhere (handbook C-27).

    Raises:
        NotFound: there is none. NotAllowed: not a manager. StorageError: the file cannot be written.
    """
    with desk.act("greeting-run.export") as act:
        desk.require("manager")
        session = act.session
        row = _run(session, run_id)
        people = _views(
            session, desk, session.scalars(
                select(Greeting).where(Greeting.run_id == row.id, Greeting.state != "dropped").order_by(Greeting.on, Greeting.id)
            ).all(),
        )  # fmt: skip
        phones, mails = runs.reach(session, [one.customer_id for one in people])
        act.about("greeting-run", row.id, number=row.number)
        book = new_book()
        headings = [
            (_("Room"), 18),
            (_("Name"), 16),
            (_("Salutation"), 16),
            (_("Phone"), 18),
            (_("E-mail"), 26),
            (_("Date"), 14),
        ]
        sheet = Sheet(book, row.number, headings)
        for one in people:
            sheet.row(
                [
                    one.room, one.name, one.salutation, phones.get(one.customer_id, ""), mails.get(one.customer_id, ""),
                    wording.day(one.on),
                ]
            )  # fmt: skip
        return hand_out(act, desk, book, file, people=len(people))


def consent_withdrawn(act: Act, desk: Desk, customer_id: int, purpose: str) -> list[str]:
    """Who takes the agreement back, or wants no notices, is on no list any more; nor is a child without a guardian's word (handbook C-36)."""
    person = act.session.get(Customer, customer_id) if purpose == "guardian" else None
    child = person is not None and is_child(person.birthday, desk.local(act.at).date())
    if purpose in ("greetings", "notices") or child:
        for row in act.session.scalars(
            select(Greeting).where(Greeting.customer_id == customer_id, Greeting.state.in_(("due", "missed")))
        ):
            row.state, row.holder = "dropped", None
            # L10N: 已撤回同意
            row.note = _("The agreement was taken back")
            act.touch("greeting", row.id)
    return []


__all__ = [
    "GREETINGS", "PREFIX", "VIEWS", "GreetingFilter", "add_occasion", "consent_withdrawn", "drop_greeting", "export_greetings",
    "greeting", "greeting_counts", "greeting_run", "greeting_runs", "greetings", "make_greetings", "note_all_greeted",
    "note_greeted", "note_missed", "occasions", "preview_greetings", "retire_occasion",
]  # fmt: skip
