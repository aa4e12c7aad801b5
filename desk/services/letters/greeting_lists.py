"""Greetings (handbook A12, C-36, S9): occasions, lists of whom to greet with who is left out and why, what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import DeskError, NotFound
from desk.i18n import _, speaking
from desk.models import Customer, Staff
from desk.models.letters import Greeting, GreetingRun, Letter
from desk.rules.households import is_child
from desk.rules.kit import wording
from desk.services import slips
from desk.services.kit.desk import Act, Desk
from desk.services.kit.paging import Page
from desk.services.kit.papers import writing
from desk.services.kit.personal.leaving import hand_out
from desk.services.kit.sealed import Personal
from desk.services.kit.sequences import next_number
from desk.services.kit.sheets import Sheet, new_book
from desk.services.kit.workbooks import Cancelled, Progress
from desk.services.letters import runs
from desk.services.letters.entries import GreetingEntry
from desk.services.letters.greeted import greeting_views
from desk.services.letters.occasions import names_of_occasions, occasion_words
from desk.services.letters.views import GreetingPreview, GreetingRunView, Recipient
from desk.services.letters.whom import Wanted, audience, checked, key_customers
from desk.services.letters.writing import write
from desk.services.slips import issue
from desk.services.undo import reason as why_undone
from desk.slips import letters as forms
from desk.slips.engine.head import PaperHead

PREFIX = "WH"


def preview_greetings(desk: Desk, entry: GreetingEntry) -> GreetingPreview:
    """Whom a list would have and whom it would leave out, each with the reason; nothing is kept.

    Raises:
        InvalidInput: fields of the entry.
    """
    with desk.look() as session:
        wanted = checked(session, desk, entry)
        found = [one for one, _year in audience(session, desk, wanted, entry)]
        return GreetingPreview(
            occasion_words(wanted.occasion), wanted.day, wanted.until, wanted.template.id or 0,
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
        wanted = checked(session, desk, entry)
        # The number first: its lock makes a second list wait, so that it sees whom this one has.
        number = next_number(session, PREFIX, desk.local(act.at).date())
        found = audience(session, desk, wanted, entry)
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
    wanted: Wanted,
    people: Sequence[Recipient],
    left: Sequence[Recipient],
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> int:
    run = runs.start(
        act, desk, wanted.template, occasion_words(wanted.occasion), {"occasion": wanted.occasion.code}, left
    )
    letters = write(
        act, desk, wanted.template, people, run_id=run.id, household=False, progress=progress, cancelled=cancelled
    )
    runs.finish(act, desk, run, wanted.template, people, letters)
    return run.id


def _list_slip(act: Act, desk: Desk, row: GreetingRun, wanted: Wanted, people: Sequence[Recipient]) -> None:
    phones, _mails = runs.reach(act.session, [one.customer_id for one in people])
    keys = key_customers(act.session, [one.customer_id for one in people])
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
        slip = forms.greeting_list(row.number, occasion_words(wanted.occasion), span, means, lines, PaperHead(**head))
    issue(act, desk, slip, subject=f"greeting-run:{row.id}", number=row.number, people=personal)


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
    names, staff = names_of_occasions(session), {each.id: each.name for each in session.scalars(select(Staff))}
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


def export_greetings(desk: Desk, run_id: int, file: Path) -> Path:
    """The people of a list with telephone and e-mail as a workbook, for messages sent elsewhere (handbook C-27).

    Raises:
        NotFound: there is none. NotAllowed: not a manager. StorageError: the file cannot be written.
    """
    with desk.act("greeting-run.export") as act:
        desk.require("manager")
        session = act.session
        row = _run(session, run_id)
        people = greeting_views(
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
