"""Which clocks a request has, when each runs, and what it shows (handbook A4, B3): from its history alone.

hand-over (3 minutes, plain time) · response (until somebody accepts or arrives) · resolution (until the work is done;
holds stop it) · promise (the moment promised to the customer; nothing stops it) · first word (who complains hears what
happens with it, calendar days; handbook S11) · reply (a complaint's answer, calendar days).
All but the hand-over begin anew when the request is reopened.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from desk.rules.kit import clocks
from desk.rules.kit.calendar import HolidayTable
from desk.rules.kit.clocks import ZERO, Hold, Light, ServiceHours
from desk.rules.requests import HANDED_OVER, PROMISED_KINDS
from desk.rules.requests.cycle import CYCLE

CODES = ("handover", "response", "resolution", "promise", "first-word", "reply")
STEP = timedelta(microseconds=1)
"""A reply limit ends with its day: the last moment in time is one step before midnight."""

_ANSWERED = frozenset({"accepted", "started", "order-back", "resolved", "solved"})
_DONE = frozenset({"resolved", "solved"})
_REPLIED = frozenset({"replied", "closed"})
_HEARD = _REPLIED | {"solved"}
"""Solved on the spot is told on the spot."""


class Happening(NamedTuple):
    """An event as the clocks see it; `told`: by it the customer was told how things stand."""

    at: datetime
    kind: str
    told: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """What the policy allows.

    Attributes:
        handover: 3 minutes (handbook A4).
        response, resolution: service time by urgency.
        reply_days: calendar days (handbook B3).
        warn_at: the share from which a clock is amber.
        first_word_days: calendar days until who complains has heard something (handbook S11); None where the site does
            without that clock, or nobody can be told.
    """

    handover: timedelta
    response: timedelta
    resolution: timedelta
    reply_days: int
    warn_at: Fraction
    first_word_days: int | None = None


class _Times(NamedTuple):
    now: datetime
    warn_at: Fraction
    hours: ServiceHours
    table: HolidayTable


@dataclass(frozen=True, slots=True)
class Clock:
    """What one clock shows.

    Attributes:
        code: of `CODES`.
        start: when it began; `end`: when it stopped for good, None while it runs.
        due: when it is used up; None while a hold stops it. `warns`: when it turns amber.
        late: the last moment in time: after `due` where it is used up exactly when the clock stops (handbook C-16).
        spent: time on the clock; `held`: time it stood still; together `service`, the elapsed (service) time.
        allowance: the limit.
        light: as of the moment asked for.
        provisional: it leans on a year whose holidays are not published.
    """

    code: str
    start: datetime
    end: datetime | None
    due: datetime | None
    late: datetime | None
    warns: datetime | None
    spent: timedelta
    held: timedelta
    service: timedelta
    allowance: timedelta
    light: Light
    provisional: bool = False

    @property
    def done(self) -> bool:
        """Whether it has stopped for good."""
        return self.end is not None


def read(
    kind: str,
    events: Sequence[Happening],
    promised_at: datetime | None,
    *,
    answer_by: date | None = None,
    now: datetime,
    limits: Limits,
    hours: ServiceHours,
    table: HolidayTable,
) -> tuple[Clock, ...]:
    """Every clock of a request, in the order of `CODES`; a cancelled one stops them all.

    Args:
        kind: the request's kind: hand-over, response and resolution are of those somebody is sent for.
        events: its history, oldest first, beginning with `received`.
        promised_at: the promised service time in force.
        answer_by: the day until which an authority that passed it on wants its answer.
        now: the present moment.
        limits: the policy's allowances for its urgency.
        hours: service hours in which response and resolution run.
        table: the holidays.
    """
    if not events:
        return ()
    cut = max((place for place, event in enumerate(events) if event.kind == "reopened"), default=0)
    rounds = events[cut:]
    begun, begun_again = events[0].at, rounds[0].at
    holds = _holds(rounds)
    times = _Times(now, limits.warn_at, hours, table)

    def stopped(kinds: Collection[str], within: Sequence[Happening] = rounds) -> datetime | None:
        return next((event.at for event in within if event.kind in kinds or event.kind == "cancelled"), None)

    found = []
    if kind in PROMISED_KINDS:
        found.append(_plain("handover", begun, stopped(HANDED_OVER, events), begun + limits.handover, now, limits))
        for code, ends, allowance in (
            ("response", _ANSWERED, limits.response),
            ("resolution", _DONE, limits.resolution),
        ):
            found.append(_served(code, (begun_again, stopped(ends)), allowance, holds, times))
    if promised_at is not None and promised_at > begun_again:
        found.append(_plain("promise", begun_again, stopped(_DONE), promised_at, now, limits))
    received_on = begun_again.astimezone(hours.zone).date()

    def days_clock(code: str, last: date, end: datetime | None) -> Clock:
        return _plain(code, begun_again, end, clocks.end_of_day(last, hours.zone) - STEP, now, limits)

    if kind == "complaint" and limits.first_word_days is not None:
        heard_by = clocks.reply_last_day(received_on, limits.first_word_days)
        told = [event.at for event in rounds if event.told]
        heard = [at for at in (stopped(_HEARD), *told) if at is not None]
        found.append(days_clock("first-word", heard_by, min(heard, default=None)))
    days = [clocks.reply_last_day(received_on, limits.reply_days)] if kind == "complaint" else []
    if answer_by is not None and answer_by >= received_on:
        days.append(answer_by)  # the earlier of the two binds
    if days:
        found.append(days_clock("reply", min(days), stopped(_REPLIED)))
    return tuple(found)


def _holds(events: Sequence[Happening]) -> list[Hold]:
    """The times on hold, from the states that the events led to.

    What a paper says of its finish may lie before the hold that was noted meanwhile: it ends the hold where it began.
    """
    changes: list[tuple[datetime, str]] = []
    for event in events:
        if target := CYCLE.targets[event.kind]:
            changes.append((max(event.at, changes[-1][0]) if changes else event.at, target))
    return clocks.spells(changes, {"on-hold"})


def _plain(code: str, start: datetime, end: datetime | None, due: datetime, now: datetime, limits: Limits) -> Clock:
    """A clock of plain time, which nothing stops but its end."""
    allowance = due - start
    until = end or now
    spent = max(until - start, ZERO)
    return Clock(
        code=code,
        start=start,
        end=end,
        due=due.astimezone(UTC),
        late=due.astimezone(UTC),
        warns=(start + clocks.part_of(allowance, limits.warn_at)).astimezone(UTC),
        spent=spent,
        held=ZERO,
        service=spent,
        allowance=allowance,
        light=clocks.light(spent, allowance, limits.warn_at, done=end is not None),
    )


def _served(
    code: str, span: tuple[datetime, datetime | None], allowance: timedelta, holds: Collection[Hold], times: _Times
) -> Clock:
    """A clock that runs in service hours and stands still on hold."""
    start, end = span
    shown = clocks.read_clock(
        start,
        end or times.now,
        allowance,
        times.hours,
        times.table,
        holds,
        warn_at=times.warn_at,
        done=end is not None,
    )
    return Clock(
        code=code,
        start=start,
        end=end,
        due=shown.due,
        late=shown.late,
        warns=shown.warns,
        spent=shown.on_clock,
        held=shown.on_hold,
        service=shown.service,
        allowance=allowance,
        light=shown.light,
        provisional=shown.provisional,
    )


def first_warning(found: Sequence[Clock]) -> datetime | None:
    """The first moment at which a clock that still runs turns amber: for lists of what is at risk."""
    return min((clock.warns for clock in found if not clock.done and clock.warns is not None), default=None)


def first_late(found: Sequence[Clock]) -> datetime | None:
    """The first moment after which a clock that still runs is late."""
    return min((clock.late for clock in found if not clock.done and clock.late is not None), default=None)


__all__ = ["CODES", "Clock", "Happening", "Limits", "first_late", "first_warning", "read"]
