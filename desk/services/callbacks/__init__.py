"""The callback desk (handbook A4, C-3): who is to be called, each attempt, the grade; a bad one reopens at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from desk.catalog import catalog, label
from desk.errors import Checker, Problem
from desk.i18n import _
from desk.models import CallbackAttempt, Request
from desk.rules import callbacks as rules
from desk.rules.callbacks import METHODS, OUTCOMES, SCORES, CallbackEntry
from desk.rules.kit import wording
from desk.rules.kit.clocks import into_service, passed
from desk.rules.kit.phones import mask_phone
from desk.rules.requests.cycle import CYCLE
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.kit.paging import Page
from desk.services.kit.personal import require_phones
from desk.services.requests import core as request_core
from desk.services.requests.core import REQUESTS, actor_name, finish, record
from desk.services.requests.lists import requests
from desk.services.requests.read import doers, events_of, get, histories
from desk.services.requests.views import RequestFilter, RequestView


@dataclass(frozen=True, slots=True)
class DueRow:
    """A request whose customer is to be called.

    Attributes:
        phone: masked; `phone()` gives the whole one.
        due_at: when; late: that has passed.
        attempts: how often it was tried in this round; last_outcome: how the last one ended.
        may_score: the one at the counter did not do the job.
    """

    request_id: int
    number: str
    kind: str
    state: str
    room: str
    caller: str
    phone: str
    content: str
    result: str
    responsible: str
    resolved_at: datetime | None
    due_at: datetime
    attempts: int
    last_outcome: str
    late: bool
    may_score: bool


@dataclass(frozen=True, slots=True)
class CallbackRates:
    """How calling back went for the complaints closed in a span of days.

    Attributes:
        complaints: how many were closed; called: how many of them with a callback; waived: with a supervisor's waiver.
        attempts: attempts of that span, of all kinds of requests.
        scores: how many of each grade, 5 to 1.
        average: of the grades, to two places; None without any.
        rate: called of closed; None when none was closed.
    """

    complaints: int
    called: int
    waived: int
    attempts: int
    scores: Mapping[int, int]
    average: Decimal | None
    rate: Fraction | None


def check_callback(desk: Desk, request_id: int, entry: CallbackEntry) -> list[Problem]:
    """What is wrong with an attempt as it is typed, by field of `CallbackEntry`.

    Raises:
        NotFound: there is no such request; DeskError: `illegal-move`: nothing was done yet.
    """
    with desk.look() as session:
        row = get(session, request_id)
        CYCLE.after(row, "callback")
        return _problems(session, desk, row, entry, desk.clock())


def record_callback(desk: Desk, request_id: int, entry: CallbackEntry) -> RequestView:
    """Notes an attempt to call back. From dissatisfied down the request is taken up again in the same act.

    Raises:
        InvalidInput: fields `outcome`, `method`, `score` (`own-job`: who did the job does not record its grade), `reasons`,
            `again_at`.
        DeskError: `illegal-move`: nothing was done yet; NotFound; NotAllowed.
    """

    def checks(act: Act, row: Request, check: Checker) -> None:
        check.problems += _problems(act.session, desk, row, entry, act.at)

    with moving(desk, REQUESTS, request_id, "callback", checks=checks, name="callback.record") as step:
        act, row = step.act, step.row
        act.session.add(
            CallbackAttempt(
                request_id=row.id,
                round=row.reopened,
                at=act.at,
                staff_id=act.staff_id,
                outcome=entry.outcome,
                method=entry.method,
                score=entry.score,
                reasons=list(entry.reasons),
                words=entry.words.strip(),
                again_at=entry.again_at,
            )
        )
        row.callback_due_at = rules.next_call(
            entry,
            row.callback_due_at,
            now=act.at,
            retry_at=_retry_at(desk, act.at),
            complaint=row.kind == "complaint",
        )
        record(
            act,
            row,
            step.move.happened,
            note=entry.words,
            outcome=entry.outcome,
            method=entry.method,
            score=entry.score,
            reasons=list(entry.reasons),
            again_at=entry.again_at.isoformat() if entry.again_at else "",
        )
        act.data.update(outcome=entry.outcome, score=entry.score)
        if rules.dissatisfied(entry.score):
            advance(CYCLE, row, "reopen")
            request_core.reopen(act, row, came=step.came, reason=_reason(entry))
        return finish(act, desk, row)


def callbacks_due(desk: Desk, *, late_only: bool = False, offset: int = 0, limit: int = 200) -> Page[DueRow]:
    """Who is to be called, the earliest due first."""
    found = requests(
        desk, RequestFilter(state="callback-late" if late_only else "callback"), sort="callback", descending=False,
        offset=offset, limit=limit,
    )  # fmt: skip
    with desk.look() as session:
        return Page(_due_rows(session, desk, {row.id: row.room for row in found.rows}), found.total)


def phone(desk: Desk, request_id: int) -> str:
    """The whole number to call; looking at it is noted.

    Raises:
        NotFound: there is no such request; NotAllowed: nobody is signed in.
    """
    with desk.act("callback.reveal") as act:
        require_phones(desk)
        row = get(act.session, request_id)
        act.about("request", row.id, number=row.number, purpose="callback")
        act.only_looked()
        return row.caller_phone


def rates(desk: Desk, first: date, last: date) -> CallbackRates:
    """How calling back went from one day to another, both included."""
    begin = datetime.combine(first, time(), desk.zone)
    end = datetime.combine(last + timedelta(days=1), time(), desk.zone)
    with desk.look() as session:
        closed = (
            Request.kind == "complaint",
            Request.state == "closed",
            Request.closed_at >= begin,
            Request.closed_at < end,
        )
        good = exists().where(
            CallbackAttempt.request_id == Request.id,
            CallbackAttempt.round == Request.reopened,
            CallbackAttempt.outcome == "reached",
        )
        complaints = session.scalar(select(func.count()).select_from(Request).where(*closed)) or 0
        called = session.scalar(select(func.count()).select_from(Request).where(*closed, good)) or 0
        in_span = (CallbackAttempt.at >= begin, CallbackAttempt.at < end)
        attempts = session.scalar(select(func.count()).select_from(CallbackAttempt).where(*in_span)) or 0
        by_score = dict(
            session.execute(
                select(CallbackAttempt.score, func.count())
                .where(*in_span, CallbackAttempt.score.is_not(None))
                .group_by(CallbackAttempt.score)
            ).all()
        )
    scores = {score: int(by_score.get(score, 0)) for score in SCORES}
    graded = sum(scores.values())
    average = None
    if graded:
        total = sum(score * count for score, count in scores.items())
        average = (Decimal(total) / graded).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return CallbackRates(
        complaints=complaints,
        called=called,
        waived=complaints - called,
        attempts=attempts,
        scores=scores,
        average=average,
        rate=Fraction(called, complaints) if complaints else None,
    )


def _retry_at(desk: Desk, now: datetime) -> datetime:
    """When to call again after an unanswered call (policy `callbacks.retry_hours`): nobody calls at six in the morning."""
    wait = timedelta(hours=float(desk.policy["callbacks.retry_hours"]))
    return into_service(now, now + wait, desk.hours, desk.holidays)


def _problems(session: Session, desk: Desk, row: Request, entry: CallbackEntry, now: datetime) -> list[Problem]:
    return rules.problems(
        entry,
        now=now,
        recorder=actor_name(desk),
        doers=doers(row, events_of(session, row.id)),
        known_reasons={choice.code for choice in catalog("callback_reasons")},
    )


def _reason(entry: CallbackEntry) -> str:
    why = wording.listed(label("callback_reasons", code) for code in entry.reasons)
    said = wording.labelled(why, entry.words.strip())
    # L10N: 回访不满意：{why}
    return _("Not satisfied at the callback: {why}").format(why=said)


def _due_rows(session: Session, desk: Desk, rooms: Mapping[int, str]) -> tuple[DueRow, ...]:
    """The rows of a page, in its order, by three questions however many there are."""
    now, me = desk.clock(), actor_name(desk)
    found = {row.id: row for row in session.scalars(select(Request).where(Request.id.in_(rooms)))}
    outcomes: dict[int, list[str]] = {}
    for request_id, outcome in session.execute(
        select(CallbackAttempt.request_id, CallbackAttempt.outcome)
        .join(Request, Request.id == CallbackAttempt.request_id)
        .where(CallbackAttempt.request_id.in_(rooms), CallbackAttempt.round == Request.reopened)
        .order_by(CallbackAttempt.id)
    ):
        outcomes.setdefault(request_id, []).append(outcome)
    history = histories(session, rooms)
    return tuple(
        DueRow(
            request_id=row.id,
            number=row.number,
            kind=row.kind,
            state=row.state,
            room=room,
            caller=row.caller_name,
            phone=mask_phone(row.caller_phone),
            content=row.content,
            result=row.result,
            responsible=row.responsible,
            resolved_at=row.resolved_at,
            due_at=row.callback_due_at or now,
            attempts=len(outcomes.get(row.id, ())),
            last_outcome=outcomes.get(row.id, [""])[-1],
            late=passed(row.callback_due_at, now),
            may_score=not rules.own_job(me, doers(row, history.get(row.id, ()))),
        )
        for row, room in ((found[request_id], room) for request_id, room in rooms.items())
    )


__all__ = [
    "METHODS",
    "OUTCOMES",
    "SCORES",
    "CallbackEntry",
    "CallbackRates",
    "DueRow",
    "callbacks_due",
    "check_callback",
    "phone",
    "rates",
    "record_callback",
]
