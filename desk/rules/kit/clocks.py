"""Clocks of the request desk (handbook A4, B3, B5, C-16): service hours, holds, deadlines, lights, in-time rates.

Service time is the time inside the service hours. A hold stops the clock. The law of this module, for any holds
(overlapping, open-ended, outside the hours): time on the clock + time on hold = elapsed service time.

Everything is reckoned in UTC between moments that know their zone, so a change of summer time neither adds nor loses
a minute; service hours are wall-clock times of the site's zone. Limits are inclusive: who ends exactly on time is in
time. Nothing here is a float: lengths are timedelta, shares and rates are Fraction or Decimal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from desk.rules.kit.amounts import percent
from desk.rules.kit.calendar import DAY, HolidayTable, years_without_data
from desk.rules.kit.service_hours import MIDNIGHT, Moments, ServiceHours, Span, day_spans, moment_of, parse_hours

ZERO = timedelta(0)
HANDOVER = timedelta(minutes=3)
"""三分钟服务原则 (handbook A4)."""
REPLY_DAYS = 10
"""Calendar days to reply to a complaint (handbook B3)."""
WARN_AT = Fraction(4, 5)
"""From this share of the allowance on a running clock is amber."""

_END = datetime.max.replace(tzinfo=UTC)


# -------------------------------------------------------------------------------------------------------------- holds
@dataclass(frozen=True, slots=True)
class Hold:
    """The clock stands still from `start` until `end`; None: nobody has resumed it yet.

    Raises:
        ValueError: a moment without its zone, or an end before the start.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        start = _utc(self.start)
        if self.end is not None and _utc(self.end) < start:
            raise ValueError("a hold ends before it starts")


def spells(changes: Iterable[tuple[datetime, str]], states: Collection[str]) -> list[Hold]:
    """The times spent in some states, as holds: `spells(changes, {"on-hold"})` (handbook A4: 暂停).

    Args:
        changes: each change's moment and the state it led to, in order.
        states: the states that stop the clock.
    """
    found: list[Hold] = []
    since: datetime | None = None
    for moment, state in changes:
        if state in states and since is None:
            since = moment
        elif state not in states and since is not None:
            # A computer whose clock was set back must not lose the list.
            found.append(Hold(since, max(since, moment)))
            since = None
    if since is not None:
        found.append(Hold(since))
    return found


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone cannot be reckoned with")
    return moment.astimezone(UTC)


def _merged(holds: Iterable[Hold]) -> list[Moments]:
    """Holds in order, those that touch or overlap as one."""
    merged: list[Moments] = []
    for start, end in sorted((_utc(hold.start), _END if hold.end is None else _utc(hold.end)) for hold in holds):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


# --------------------------------------------------------------------------------------------------- the clock itself
def _served(start: datetime, end: datetime, hours: ServiceHours, table: HolidayTable) -> Iterator[Moments]:
    """The service spans from `start` to `end`, in order; ends without more where the calendar ends."""
    day = start.astimezone(hours.zone).date()
    try:
        while True:
            midnight, spans = day_spans(day, hours, table)
            if midnight >= end:
                return
            for opens, closes in spans:
                first, last = max(opens, start), min(closes, end)
                if first < last:
                    yield first, last
            day += DAY
    except OverflowError:
        return


def _without(span: Moments, holds: list[Moments]) -> Iterator[Moments]:
    """What is left of a span when the (merged) holds are cut out."""
    first, last = span
    for start, end in holds:
        if end <= first:
            continue
        if start >= last:
            break
        if start > first:
            yield first, start
        first = end
        if first >= last:
            return
    yield first, last


def elapsed(
    start: datetime, end: datetime, hours: ServiceHours, table: HolidayTable, holds: Iterable[Hold] = ()
) -> timedelta:
    """The service time on the clock from `start` to `end`: closed hours, holidays and holds are left out (handbook A4, B5).

    Without holds it is the elapsed service time. Zero when `end` is not after `start`.

    Raises:
        ValueError: a moment without its zone.
    """
    merged = _merged(holds)
    spans = _served(_utc(start), _utc(end), hours, table)
    return sum((last - first for span in spans for first, last in _without(span, merged)), ZERO)


def held(
    start: datetime, end: datetime, hours: ServiceHours, table: HolidayTable, holds: Iterable[Hold] = ()
) -> timedelta:
    """The service time from `start` to `end` during which the clock stood still; overlapping holds count once.

    Raises:
        ValueError: a moment without its zone.
    """
    merged = _merged(holds)
    total = ZERO
    for first, last in _served(_utc(start), _utc(end), hours, table):
        for begun, resumed in merged:
            total += max(min(last, resumed) - max(first, begun), ZERO)
    return total


class Due(NamedTuple):
    """When an allowance is used up.

    Attributes:
        at: the last moment in time, in UTC; None: never, because the clock stands still.
        provisional: a year whose holidays are not published was counted (handbook B5).
    """

    at: datetime | None
    provisional: bool


def due(
    start: datetime, allowance: timedelta, hours: ServiceHours, table: HolidayTable, holds: Iterable[Hold] = ()
) -> Due:
    """The first moment at which `elapsed` reaches the allowance; ending exactly then is in time (handbook C-16).

    With an open-ended hold it is None unless the allowance is used up before; close the hold at the present moment to
    see when it would be due if it were resumed now.

    Raises:
        ValueError: a negative allowance, or a moment without its zone.
    """
    if allowance < ZERO:
        raise ValueError("an allowance cannot be negative")
    begin = _utc(start)
    if allowance == ZERO:
        return Due(begin, False)
    merged = _merged(holds)
    # Nothing is served inside a hold without end, so there is no need to look beyond its beginning.
    horizon = merged[-1][0] if merged and merged[-1][1] == _END else _END
    left = allowance
    for span in _served(begin, horizon, hours, table):
        for first, last in _without(span, merged):
            if last - first >= left:
                at = first + left
                return Due(at, provisional(begin, at, hours, table))
            left -= last - first
    return Due(None, False)


def serves(moment: datetime, hours: ServiceHours, table: HolidayTable) -> bool:
    """Whether somebody is there at that moment; opening and closing time belong to the hours."""
    at = _utc(moment)
    _midnight, spans = day_spans(at.astimezone(hours.zone).date(), hours, table)
    return any(first <= at <= last for first, last in spans)


def into_service(now: datetime, moment: datetime, hours: ServiceHours, table: HolidayTable) -> datetime:
    """A proposed moment that falls into service hours: what lies after closing time runs on from the next opening.

    17:00 + 2 h, closed from 18:00 to 08:30: tomorrow 09:30. Called at 22:05, + 4 h: tomorrow 12:30 and not 02:05.

    Raises:
        ValueError: a moment without its zone.
    """
    if serves(moment, hours, table):
        return moment
    begin, end = _utc(now), _utc(moment)
    closed = max((last for _first, last in _served(begin, end, hours, table)), default=begin)
    found = due(closed, end - closed, hours, table).at
    return moment if found is None else found


def late_after(
    start: datetime, allowance: timedelta, hours: ServiceHours, table: HolidayTable, holds: Iterable[Hold] = ()
) -> datetime | None:
    """The last moment in time: `elapsed` exceeds the allowance only after it; None while that cannot happen (a hold).

    It is what `due` gives, except where the allowance is used up exactly when the clock stops: at closing time, or at the
    beginning of a hold. Then it is in time until the clock runs again (handbook C-16).

    Raises:
        ValueError: a negative allowance, or a moment without its zone.
    """
    if allowance < ZERO:
        raise ValueError("an allowance cannot be negative")
    merged = _merged(holds)
    horizon = merged[-1][0] if merged and merged[-1][1] == _END else _END
    left = allowance
    for span in _served(_utc(start), horizon, hours, table):
        for first, last in _without(span, merged):
            if last - first > left:
                return first + left
            left -= last - first
    return None


def passed(limit: datetime | None, now: datetime) -> bool:
    """Whether a moment that something was to be done by has passed: exactly then is in time (handbook C-16)."""
    return limit is not None and now > limit


def lamp(late: datetime | None, warns: datetime | None, now: datetime) -> Light:
    """What a limit shows from its two kept moments, for lists that do not reckon: the same as its clock.

    Args:
        late: the last moment in time (`late_after`), None without one.
        warns: from when it is amber, None without one.
        now: the present moment.
    """
    if passed(late, now):
        return Light.RED
    return Light.AMBER if warns is not None and now >= warns else Light.GREEN


def provisional(start: datetime, end: datetime, hours: ServiceHours, table: HolidayTable) -> bool:
    """Whether what was reckoned between two moments leans on a year whose holidays are not published (handbook B5)."""
    first, last = _utc(start), _utc(end)
    if not hours.by_calendar or last <= first:
        return False
    last -= timedelta(microseconds=1)
    zone = hours.zone
    return bool(years_without_data(first.astimezone(zone).date(), last.astimezone(zone).date(), table))


# ------------------------------------------------------------------------------------------ fixed limits of the centre
def handover_in_time(received_at: datetime, handed_over_at: datetime, limit: timedelta = HANDOVER) -> bool:
    """Whether somebody had it within three minutes (handbook A4): 10:00:00 → 10:03:00 is in time, one second more is not."""
    return _utc(handed_over_at) - _utc(received_at) <= limit


def reply_last_day(received_on: date, days: int = REPLY_DAYS) -> date:
    """The last day to reply to a complaint, in calendar days; the day it came in is not counted (handbook B3, 民法典 201).

    A holiday does not move it: the owner waits no longer.
    """
    return received_on + DAY * days


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which a local day is over: before it is in time (for `<` in lists and queries)."""
    return moment_of(day, MIDNIGHT, zone)


# ------------------------------------------------------------------------------------------------------------- lights
class Light(StrEnum):
    """The warning light of a clock."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def part_of(allowance: timedelta, share: Fraction | Decimal) -> timedelta:
    """A share of an allowance, to the microsecond above: with `due` the moment a light turns amber."""
    whole = _exact(share) * (allowance // timedelta.resolution)
    return timedelta(microseconds=-(-whole.numerator // whole.denominator))


def light(
    spent: timedelta, allowance: timedelta, warn_at: Fraction | Decimal = WARN_AT, *, done: bool = False
) -> Light:
    """Green, amber from `warn_at` of the allowance on, red only past it: using it up exactly is in time (handbook A4, C-16).

    Args:
        spent: the time on the clock.
        allowance: the limit.
        warn_at: a share from 0 to 1.
        done: the clock has stopped for good; there is nothing left to warn of.

    Raises:
        TypeError: `warn_at` is a float.
        ValueError: it is no share.
    """
    if spent > allowance:
        return Light.RED
    return Light.AMBER if spent >= part_of(allowance, warn_at) and not done else Light.GREEN


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows, with its proof: `on_clock + on_hold == service`.

    Attributes:
        service: the elapsed service time.
        on_clock, on_hold: its two parts.
        due: when the allowance is used up; late: the last moment in time; `warns` when the light turns amber; None while
            that is never.
        light: as of now.
        provisional: a year whose holidays are not published was counted, in the times or in what is due.
    """

    service: timedelta
    on_clock: timedelta
    on_hold: timedelta
    due: datetime | None
    late: datetime | None
    warns: datetime | None
    light: Light
    provisional: bool


def read_clock(
    start: datetime,
    now: datetime,
    allowance: timedelta,
    hours: ServiceHours,
    table: HolidayTable,
    holds: Collection[Hold] = (),
    *,
    warn_at: Fraction | Decimal = WARN_AT,
    done: bool = False,
) -> Reading:
    """Everything a screen or slip says about one clock; `now` is the moment it stopped when it is `done`."""
    on_clock = elapsed(start, now, hours, table, holds)
    end = due(start, allowance, hours, table, holds)
    return Reading(
        service=elapsed(start, now, hours, table),
        on_clock=on_clock,
        on_hold=held(start, now, hours, table, holds),
        due=end.at,
        late=late_after(start, allowance, hours, table, holds),
        warns=due(start, part_of(allowance, warn_at), hours, table, holds).at,
        light=light(on_clock, allowance, warn_at, done=done),
        provisional=end.provisional or provisional(start, now, hours, table),
    )


# -------------------------------------------------------------------------------------------------------------- rates
def rate(part: int, whole: int) -> Fraction | None:
    """The exact rate, such as in-time replies of all replies; None when there were none.

    Raises:
        ValueError: a negative count, or a part larger than the whole.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no rate")
    return Fraction(part, whole) if whole else None


def passes(part: int, whole: int, limit: Fraction | Decimal) -> bool:
    """Whether a rate reaches its limit; exactly at the limit passes (handbook C-16), and so does nothing at all.

    Raises:
        TypeError: the limit is a float, which is never exactly 95 %.
        ValueError: the limit is no share from 0 to 1, or the counts make no rate.
    """
    share = _exact(limit)
    reached = rate(part, whole)
    return reached is None or reached >= share


def _exact(share: Fraction | Decimal) -> Fraction:
    if not isinstance(share, Fraction | Decimal):
        raise TypeError("a share is a Fraction or a Decimal")
    exact = Fraction(share)
    if not 0 <= exact <= 1:
        raise ValueError(f"{share} is no share from 0 to 1")
    return exact


__all__ = [
    "HANDOVER",
    "REPLY_DAYS",
    "WARN_AT",
    "Due",
    "Hold",
    "Light",
    "Reading",
    "ServiceHours",
    "Span",
    "due",
    "elapsed",
    "end_of_day",
    "handover_in_time",
    "held",
    "lamp",
    "late_after",
    "light",
    "parse_hours",
    "part_of",
    "passed",
    "passes",
    "percent",
    "provisional",
    "rate",
    "read_clock",
    "reply_last_day",
    "spells",
]
