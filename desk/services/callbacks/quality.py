"""The monthly quality sample of complaints (handbook C-3): drawn by the supervisor, visited at the door, counted."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desk.catalog import catalog
from desk.errors import Checker, InvalidInput, NotFound
from desk.i18n import _
from desk.models import QualitySample, Request, SampleItem, Unit
from desk.rules import callbacks
from desk.rules.callbacks import sampling
from desk.rules.kit import texts
from desk.services.kit.desk import Act, Desk
from desk.services.requests.core import actor_name
from desk.services.requests.read import doers, events_of


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """How a sampled complaint's return visit went.

    Attributes:
        visited_on: the day.
        at_door: at the door; False: asked in another way.
        signed: the customer signed; signer: who.
        score: 5 very satisfied to 1.
        reasons: codes of catalog `callback_reasons`.
        words: what the customer said.
    """

    visited_on: date | None
    at_door: bool = True
    signed: bool = False
    signer: str = ""
    score: int | None = None
    reasons: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class SampleItemView:
    """One complaint of a sample.

    Attributes:
        at_door: it is to be visited at the door.
        visited_on: None while nobody has asked; visited: that was at the door.
        counts: it is done as handbook C-3 wants it: a door visit without a signature does not count.
    """

    id: int
    request_id: int
    number: str
    state: str
    room: str
    caller: str
    content: str
    at_door: bool
    visited_on: date | None
    visited: bool
    staff: str
    signed: bool
    signer: str
    score: int | None
    words: str
    counts: bool


@dataclass(frozen=True, slots=True)
class SampleView:
    """The sample of a month, and how far it has come.

    Attributes:
        month: its first day.
        seed: with it anyone can draw the same sample again (`reproduces`).
        population: the month's complaints by now; needed, doors_needed: how many handbook C-3 wants of them.
        done: sampled ones that count; doors_done: those visited at the door with a signature.
        rate: done of the month's complaints; door_rate: doors done of done; None without any.
        met, doors_met: exactly at the limit is enough (handbook C-16).
    """

    id: int
    month: date
    seed: str
    drawn_at: datetime
    drawn_by: str
    population: int
    needed: int
    doors_needed: int
    done: int
    doors_done: int
    rate: Fraction | None
    door_rate: Fraction | None
    met: bool
    doors_met: bool
    items: tuple[SampleItemView, ...]


def draw_sample(desk: Desk, month: date, *, seed: str = "") -> SampleView:
    """Draws the sample of a month; drawn again in the same month, adds what is lacking for the complaints since.

    Args:
        desk: the desk.
        month: a day of the month, by when the complaints came in.
        seed: for the first draw; made by the program when "".

    Raises:
        InvalidInput: field `month`: it has not begun, or it has no complaints.
        NotAllowed: not a supervisor.
    """
    month = sampling.month_of(month)
    with desk.act("quality.draw") as act:
        desk.require("supervisor")
        check = Checker()
        check.note("month", sampling.month_problem(month, desk.today()))
        check.done()
        people = _population(act.session, desk, month)
        if not people:
            # L10N: 该月没有投诉
            check.add("month", "empty", _("There are no complaints of this month to draw from."))
        check.done()
        row = act.session.scalars(select(QualitySample).where(QualitySample.month == month)).first()
        if row is None:
            row = QualitySample(
                month=month, seed=seed or secrets.token_hex(8), drawn_at=act.at, staff_id=act.staff_id, draws=[]
            )
            act.session.add(row)
            act.session.flush()
        by_number = {request.number: request for request in people}
        share, door_share = _shares(desk)
        kept = act.session.scalars(select(SampleItem).where(SampleItem.sample_id == row.id)).all()
        numbers = {request.id: request.number for request in people}
        drawn = sampling.draw(
            by_number,
            row.seed,
            share=share,
            door_share=door_share,
            visitable=[request.number for request in people if _has_door(request)],
            already=[numbers[item.request_id] for item in kept if item.request_id in numbers],
            already_at_door=[numbers[item.request_id] for item in kept if item.at_door and item.request_id in numbers],
        )
        for number in drawn.numbers:
            act.session.add(
                SampleItem(
                    sample_id=row.id, request_id=by_number[number].id, at_door=number in drawn.at_door, reasons=[]
                )
            )
        row.draws = [*row.draws, _draw_record(act, by_number, drawn, share, door_share, people)]
        act.session.flush()
        act.about("quality-sample", row.id, month=f"{month:%Y-%m}", seed=row.seed, drawn=list(drawn.numbers))
        return _view(act.session, desk, row)


def sample(desk: Desk, month: date) -> SampleView | None:
    """The sample of a month; None while none was drawn."""
    with desk.look() as session:
        row = session.scalars(select(QualitySample).where(QualitySample.month == sampling.month_of(month))).first()
        return None if row is None else _view(session, desk, row)


def sample_months(desk: Desk) -> tuple[date, ...]:
    """The months that have a sample, the newest first."""
    with desk.look() as session:
        return tuple(session.scalars(select(QualitySample.month).order_by(QualitySample.month.desc())))


def reproduces(desk: Desk, month: date) -> bool:
    """Whether drawing again from the kept numbers with the kept seed gives the very same sample.

    Raises:
        NotFound: none was drawn.
    """
    with desk.look() as session:
        row = session.scalars(select(QualitySample).where(QualitySample.month == sampling.month_of(month))).first()
        if row is None:
            raise NotFound(_("No sample was drawn for this month."))
        kept = {
            (number, at_door)
            for number, at_door in session.execute(
                select(Request.number, SampleItem.at_door)
                .join(Request, Request.id == SampleItem.request_id)
                .where(SampleItem.sample_id == row.id)
            )
        }
        again: set[tuple[str, bool]] = set()
        for each in row.draws:
            present = set(each["population"])
            drawn = sampling.draw(
                each["population"],
                row.seed,
                share=Fraction(each["share"]),
                door_share=Fraction(each["door_share"]),
                visitable=each["visitable"],
                already=[number for number, _door in again if number in present],
                already_at_door=[number for number, door in again if door and number in present],
            )
            again |= {(number, number in drawn.at_door) for number in drawn.numbers}
        return kept == again


def record_visit(desk: Desk, item_id: int, entry: VisitEntry) -> SampleView:
    """Notes how a sampled complaint's return visit went; noted again, it replaces what was noted before (audited).

    Raises:
        InvalidInput: fields `visited_on`, `score`, `reasons`, `signer`.
        NotFound: no such item; NotAllowed: nobody is signed in.
    """
    with desk.act("quality.visit") as act:
        desk.require("receptionist")
        item = act.session.get(SampleItem, item_id)
        if item is None:
            raise NotFound(_("This complaint is not in the sample."))
        _check_visit(desk, act.session, item, entry)
        before = {"visited_on": item.visited_on.isoformat() if item.visited_on else "", "score": item.score}
        item.visited_on = entry.visited_on
        item.visited = entry.at_door
        item.staff_id = act.staff_id
        item.signed = entry.signed
        item.signer = entry.signer.strip()
        item.score = entry.score
        item.reasons = list(entry.reasons)
        item.words = entry.words.strip()
        act.session.flush()
        act.about(
            "quality-sample", item.sample_id, item=item.id, request=item.request_id, before=before, score=entry.score,
            at_door=entry.at_door, signed=entry.signed,
        )  # fmt: skip
        return _view(act.session, desk, item.sample)


def _check_visit(desk: Desk, session: Session, item: SampleItem, entry: VisitEntry) -> None:
    check = Checker(texts.entry_problems(entry, names=("signer",), long=("words",)))
    # L10N: 请填写上门日期
    check.require("visited_on", entry.visited_on, _("On which day was it?"))
    received_on = desk.local(item.request.received_at).date()
    if entry.visited_on is not None and entry.visited_on > desk.today():
        check.add("visited_on", "future", _("This day has not come yet."))
    elif entry.visited_on is not None and entry.visited_on < received_on:
        check.add("visited_on", "early", _("That is before the complaint came in."))
    if entry.score is None:
        check.add("score", "required", _("Which grade does the customer give?"))
    elif entry.score not in callbacks.SCORES:
        check.add("score", "unknown", _("Choose one of the five grades."))
    elif callbacks.own_job(actor_name(desk), doers(item.request, events_of(session, item.request_id))):
        words = _("{name} did this job, so somebody else has to record the grade. Please let a colleague sign in.")
        check.add("score", "own-job", words.format(name=actor_name(desk)))
    if callbacks.dissatisfied(entry.score) and not entry.reasons:
        check.add("reasons", "required", _("Why is the customer dissatisfied? Choose at least one reason."))
    known = {choice.code for choice in catalog("callback_reasons")}
    if unknown := [code for code in entry.reasons if code not in known]:
        check.add("reasons", "unknown", _("{code} is not in the list of reasons.").format(code=unknown[0]))
    if entry.signed and not entry.signer.strip():
        # L10N: 请填写签字人
        check.add("signer", "required", _("Who signed? Type the name."))
    if check.problems:
        raise InvalidInput(check.problems)


def _population(session: Session, desk: Desk, month: date) -> Sequence[Request]:
    """The month's complaints."""
    return session.scalars(select(Request).where(*_complaints_of(desk, month)).order_by(Request.number)).all()


def _complaints_of(desk: Desk, month: date) -> tuple[ColumnElement[bool], ...]:
    """A month's complaints, by the site's dates; cancelled ones do not count."""
    first = datetime.combine(month, time(), desk.zone)
    last = datetime.combine(sampling.next_month(month), time(), desk.zone)
    return (
        Request.kind == "complaint",
        Request.state != "cancelled",
        Request.received_at >= first,
        Request.received_at < last,
    )


def _has_door(request: Request) -> bool:
    return request.unit_id is not None and not request.anonymous


def _shares(desk: Desk) -> tuple[Fraction, Fraction]:
    percents = (desk.policy["quality.sample_percent"], desk.policy["quality.door_percent"])
    first, second = (Fraction(str(percent)) / 100 for percent in percents)
    return first, second


def _draw_record(
    act: Act,
    population: dict[str, Request],
    drawn: sampling.Draw,
    share: Fraction,
    door_share: Fraction,
    people: Sequence[Request],
) -> dict[str, object]:
    """What is kept of a draw, so that it can be repeated."""
    numbers = sorted(population)
    return {
        "at": act.at.isoformat(),
        "staff": act.staff_id,
        "population": numbers,
        "population_sha256": hashlib.sha256("\n".join(numbers).encode()).hexdigest(),
        "visitable": [request.number for request in people if _has_door(request)],
        "drawn": list(drawn.numbers),
        "at_door": list(drawn.at_door),
        "share": str(share),
        "door_share": str(door_share),
    }


def _view(session: Session, desk: Desk, row: QualitySample) -> SampleView:
    share, door_share = _shares(desk)
    rows = session.execute(
        select(SampleItem, Request, Unit.name)
        .join(Request, Request.id == SampleItem.request_id)
        .outerjoin(Unit, Unit.id == Request.unit_id)
        .where(SampleItem.sample_id == row.id)
        .order_by(SampleItem.id)
    )
    items = tuple(_item(item, request, room or "") for item, request, room in rows)
    of_month = select(func.count()).select_from(Request).where(*_complaints_of(desk, row.month))
    population = session.scalar(of_month) or 0
    done = sum(item.counts for item in items)
    doors_done = sum(item.counts and item.visited for item in items)
    needed = sampling.size(population, share)
    doors_needed = sampling.doors(max(needed, len(items)), door_share)
    return SampleView(
        id=row.id,
        month=row.month,
        seed=row.seed,
        drawn_at=row.drawn_at,
        drawn_by=row.staff.name,
        population=population,
        needed=needed,
        doors_needed=doors_needed,
        done=done,
        doors_done=doors_done,
        rate=Fraction(done, population) if population else None,
        door_rate=Fraction(doors_done, done) if done else None,
        met=done >= needed,
        doors_met=doors_done >= doors_needed,
        items=items,
    )


def _item(item: SampleItem, request: Request, room: str) -> SampleItemView:
    return SampleItemView(
        id=item.id,
        request_id=request.id,
        number=request.number,
        state=request.state,
        room=room,
        caller=request.caller_name,
        content=request.content,
        at_door=item.at_door,
        visited_on=item.visited_on,
        visited=item.visited,
        staff=item.staff.name if item.staff else "",
        signed=item.signed,
        signer=item.signer,
        score=item.score,
        words=item.words,
        counts=item.visited_on is not None and sampling.counts(at_door=item.visited, signed=item.signed),
    )


__all__ = [
    "SampleItemView",
    "SampleView",
    "VisitEntry",
    "draw_sample",
    "record_visit",
    "reproduces",
    "sample",
    "sample_months",
]
