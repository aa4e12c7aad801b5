"""What the reports say, as plain data. Words are finished, in the language in which the report was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from desk.rules.kit.statistics import Rate


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a breakdown.

    Attributes:
        code: what was counted; "" where it was left open.
        label: in words.
        count: requests received in the month; share: of all, in per cent; the shares add up to 100.
        handover: handed over within the three minutes, of those that had to be.
        promise: done by the promised time, of those whose promise has come due.
        reply: complaints answered within the reply limit, of those answered or past it.
        unfinished, cancelled: how many are not done, were cancelled; reopened: how many were taken up again.
    """

    code: str
    label: str
    count: int
    share: Decimal
    handover: Rate
    promise: Rate
    reply: Rate
    unfinished: int
    cancelled: int
    reopened: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The month's requests by one property.

    Attributes:
        code: kind, category, building, department, channel; title: in words.
        lines: the most frequent first; their counts add up to the month's total.
    """

    code: str
    title: str
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One month of the trend: its name (2026-11), and the requests received by kind, in the order of the kinds."""

    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All kinds together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """How often a grade (5 to 1) was given in the month's callbacks."""

    grade: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """A room in which the same matter came again, and how often within the days that count as a repeat."""

    unit_id: int
    room: str
    category: str
    count: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """The monthly report of the request desk (handbook A4).

    Attributes:
        first, last: the month's days.
        made_at: when it was made; a month that is not over is counted up to then. by: who made it.
        total: requests received; equal to unfinished + done + cancelled, which are as of made_at.
        handover, promise, reply: in-time rates as in `ReportLine`.
        callbacks: complaints closed in the month whose customer was reached, of all closed in it (handbook C-3: 100 %).
        attempts: attempts to call back in the month.
        scores: grade 5 to 1, all five; mean: in words; satisfied: grades 4 and 5 of all given.
        not_repeated: spoken complaints that were not repeated back to the customer.
        repeats: requests like one of the same room in the days before; repeat_days: how many days.
        repeated: the rooms with most of them.
        breakdowns: kind, category, building, department, channel.
        trend: twelve months up to this one; trend_kinds: codes and words of the kinds.
    """

    first: date
    last: date
    made_at: datetime
    by: str
    site: str
    language: str
    handover_minutes: int
    reply_days: int
    total: int
    unfinished: int
    done: int
    cancelled: int
    reopened: int
    handover: Rate
    promise: Rate
    reply: Rate
    callbacks: Rate
    attempts: int
    scores: tuple[ScoreLine, ...]
    mean: str
    satisfied: Rate
    not_repeated: int
    repeats: int
    repeat_days: int
    repeated: tuple[RepeatLine, ...]
    breakdowns: tuple[Breakdown, ...]
    trend: tuple[TrendPoint, ...]
    trend_kinds: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The month as files and headings name it: 2026-11."""
        return f"{self.first:%Y-%m}"

    def breakdown(self, code: str) -> Breakdown:
        """One of the breakdowns.

        Raises:
            KeyError: no such breakdown (a mistake of the program).
        """
        for breakdown in self.breakdowns:
            if breakdown.code == code:
                return breakdown
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class UnfinishedRow:
    """A request that was not closed at the end of the day.

    Attributes:
        state, state_label: as of that day; kind_label, category_label: in words.
        content: shortened.
        days: whole days since it came in, by the site's dates.
        overdue: the promised time had passed and the work was not done.
        done: the work was done (resolved or replied); only the reply, the callback or the closing lacks.
    """

    request_id: int
    number: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    room: str
    caller: str
    category_label: str
    content: str
    received_at: datetime
    promised_at: datetime | None
    department: str
    responsible: str
    days: int
    overdue: bool
    done: bool


@dataclass(frozen=True, slots=True)
class UnfinishedView:
    """Everything unfinished at the end of a day (年终清理, handbook A4): not done first, each the oldest first."""

    on: date
    made_at: datetime
    by: str
    site: str
    language: str
    zone: str
    rows: tuple[UnfinishedRow, ...]
    by_kind: tuple[tuple[str, int], ...] = field(default=())

    @property
    def working(self) -> int:
        """How many are not done."""
        return sum(not row.done for row in self.rows)

    @property
    def waiting(self) -> int:
        """How many are done and wait for the reply, the callback or the closing."""
        return len(self.rows) - self.working

    @property
    def overdue(self) -> int:
        """How many had passed their promised time."""
        return sum(row.overdue for row in self.rows)


__all__ = [
    "Breakdown",
    "MonthView",
    "RepeatLine",
    "ReportLine",
    "ScoreLine",
    "TrendPoint",
    "UnfinishedRow",
    "UnfinishedView",
]
