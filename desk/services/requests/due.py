"""What is due of the requests: promises, hand-overs, limits, holds, what is escalated or wants closing; the calendar of promises."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Request
from desk.rules.kit import wording
from desk.rules.requests import UNFINISHED
from desk.rules.requests.cycle import CYCLE
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow
from desk.services.requests.lists import first_rows, where
from desk.services.requests.views import RequestFilter, RequestRow


@dataclass(frozen=True, slots=True)
class OfState:
    """The requests of a list (`RequestFilter.state`), as what is due: `items(session, desk, now, limit)`.

    Attributes:
        state: which. sort: the first ones in this order. target: what is opened; "" is the list itself.
        words: gives the label where the declared one is not enough.
        worse: states that say more of a request: one that stands there is not said again here (each thing once).
        thing: what of the request is due, where it is not the request itself.
    """

    state: str
    sort: str
    target: str = ""
    words: Callable[[Desk], str] | None = None
    worse: tuple[str, ...] = ()
    thing: str = ""

    def _conditions(self, desk: Desk, now: datetime) -> list[ColumnElement[bool]]:
        found = where(desk, RequestFilter(state=self.state), now=now)
        for state in self.worse:
            said = select(Request.id).where(*where(desk, RequestFilter(state=state), now=now)).correlate(None)
            found.append(Request.id.not_in(said))
        return found

    def question(self, desk: Desk, now: datetime) -> Select[int]:
        """How many there are, to be asked together with others."""
        return select(func.count()).select_from(Request).where(*self._conditions(desk, now))

    def __call__(self, session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
        """Their count, and the first ones."""
        total, rows = first_rows(session, self._conditions(desk, now), now, sort=self.sort, limit=limit)
        return DueItems(
            total,
            tuple(
                replace(_row(desk, row, self.state), thing=f"{self.thing}:{row.id}" if self.thing else "")
                for row in rows
            ),
            self.target or f"requests:{self.state}",
            label=self.words(desk) if self.words is not None else "",
            urgent=True if self.state == "callback" and any(row.light == "red" for row in rows) else None,
            # L10N: 打开全部（清单里另有已在上面列出的）
            button=_("The whole list") if self.worse and total > len(rows) else "",
        )


def _handover_words(desk: Desk) -> str:
    # L10N: 超过{minutes}分钟未派工
    return _("Not handed over within {minutes} minutes").format(minutes=desk.policy["requests.handover_minutes"])


_COMPLAINT = {"assigned": "accept", "accepted": "start"}
"""A complaint goes through hands that say so."""


def _act(row: RequestRow, state: str) -> str:
    """The one act that comes next, as far as a row tells it."""
    if state == "callback":
        return "callback"
    steps = _COMPLAINT if row.kind == "complaint" else {}
    return steps.get(row.state) or CYCLE.likely.get(row.state, "")


def _row(desk: Desk, row: RequestRow, state: str) -> DueRow:
    where_and_what = [row.room, label("categories", row.category) if row.category else "", row.responsible]
    if row.promised_at is not None and row.state in UNFINISHED:
        promised_at = desk.local(row.promised_at)
        today = desk.today()
        moment = wording.hour(promised_at) if promised_at.date() == today else wording.short_moment(promised_at, today)
        # L10N: {moment} 前
        where_and_what.append(_("by {moment}").format(moment=moment))
    return DueRow(
        title=f"{row.number} {row.content}".strip(),
        detail=" · ".join(part for part in where_and_what if part),
        target=f"request:{row.id}",
        act=_act(row, state),
        act_words=_(CYCLE.by_code[_act(row, state)].label) if _act(row, state) else "",
    )


overdue = OfState("overdue", "promised")
handover = OfState("unassigned", "received", words=_handover_words, worse=("overdue",))
"""Work that was not handed over within the minutes of the policy."""
hold_over = OfState("hold-over", "hold", worse=("overdue",))
late = OfState("late", "due", worse=("overdue", "unassigned", "hold-over", "callback"))
"""What waits for a callback is said there, for that call is what settles it; a red lamp makes it urgent."""
at_risk = OfState("at-risk", "due", worse=("overdue", "unassigned", "hold-over", "late", "callback"))
promised = OfState("due", "promised", worse=("unassigned", "hold-over", "late", "at-risk"))
PRESSING = ("overdue", "unassigned", "hold-over", "late", "at-risk", "due")
"""What says more of a request than that its paper is out, or that somebody higher has it."""
escalated = OfState("escalated", "received", worse=PRESSING)
resolved = OfState("resolved", "received", worse=("late", "at-risk", "callback", "escalated"))


def is_pressing(desk: Desk, now: datetime) -> ColumnElement[bool]:
    """Whether Today says a request under a reason of its own: what else is due about it is not said again."""
    said = or_(*(and_(*where(desk, RequestFilter(state=state), now=now)) for state in PRESSING))
    return Request.id.in_(select(Request.id).where(said).correlate(None))  # a list: what compares nothing is no answer


# ---------------------------------------------------------------------------------------- the calendar of promises
MOST = 500
"""So many of a week's promises are listed."""


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Somebody's promises: `who` ("" for jobs that nobody has yet), how many on each of the seven days, and together."""

    who: str
    days: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WeekView:
    """The promises of a week that are not kept yet.

    Attributes:
        first: its Monday. rows: by who does them, nobody first, then by how many. total: of all, by day.
    """

    first: date
    rows: tuple[WeekRow, ...]
    total: WeekRow


@dataclass(frozen=True, slots=True)
class Load:
    """What is promised for a day already: in all, and by one person."""

    day: int
    who: int


def week(desk: Desk, day: date) -> WeekView:
    """The week that a day (local) lies in: open promises by who does them and by day."""
    first = day - timedelta(days=day.weekday())
    counts: dict[str, list[int]] = {}
    with desk.look() as session:
        for at, who in _promised(session, desk, first, 7):
            place = (desk.local(at).date() - first).days
            counts.setdefault(who, [0] * 7)[place] += 1
    rows = [WeekRow(who, tuple(days), sum(days)) for who, days in counts.items()]
    rows.sort(key=lambda row: (bool(row.who), -row.total, row.who))
    days = tuple(sum(row.days[place] for row in rows) for place in range(7))
    return WeekView(first, tuple(rows), WeekRow("", days, sum(days)))


def week_jobs(desk: Desk, day: date, *, who: str | None = None) -> tuple[RequestRow, ...]:
    """The jobs promised for the week that a day lies in, the earliest first.

    Args:
        desk: the desk.
        day: local.
        who: only this person's, "" for those that nobody has; None: everybody's.
    """
    first = day - timedelta(days=day.weekday())
    conditions = _between(desk, first, 7)
    if who is not None:
        conditions.append(Request.responsible == who)
    with desk.look() as session:
        return first_rows(session, conditions, desk.clock(), sort="promised", limit=MOST)[1]


def load(desk: Desk, at: datetime, *, who: str = "", but: int | None = None) -> Load:
    """How much is promised already for the day of a moment; `but`: without this request, whose promise is being changed."""
    day = desk.local(at).date()
    with desk.look() as session:
        conditions = _between(desk, day, 1)
        if but is not None:
            conditions.append(Request.id != but)
        names = session.scalars(select(Request.responsible).where(*conditions)).all()
    return Load(len(names), sum(bool(who) and name == who for name in names))


def _between(desk: Desk, first: date, days: int) -> list[ColumnElement[bool]]:
    begin = datetime.combine(first, time(), desk.zone)
    end = datetime.combine(first + timedelta(days=days), time(), desk.zone)
    return [Request.state.in_(UNFINISHED), Request.promised_at >= begin, Request.promised_at < end]


def _promised(session: Session, desk: Desk, first: date, days: int) -> Iterable[tuple[datetime, str]]:
    rows = session.execute(select(Request.promised_at, Request.responsible).where(*_between(desk, first, days)))
    return [(at, who) for at, who in rows if at is not None]


__all__ = [
    "PRESSING", "Load", "OfState", "WeekRow", "WeekView", "at_risk", "escalated", "handover", "hold_over", "is_pressing",
    "late", "load", "overdue", "promised", "resolved", "week", "week_jobs",
]  # fmt: skip
