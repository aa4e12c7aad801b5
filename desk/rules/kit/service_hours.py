"""Service hours (handbook A4, B5): when the clock of a promise runs, in wall-clock times of the site's zone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.rules.kit.calendar import HolidayTable, is_makeup, is_off

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~]\s*(\d{1,2}):(\d{2})", re.ASCII)

Moments = tuple[datetime, datetime]
"""From the first moment up to, not including, the second; both in UTC."""


class Span(NamedTuple):
    """Open from `opens` until `closes`, in minutes of the local day: (510, 1080) is 08:30–18:00."""

    opens: int
    closes: int


ALL_DAY = (Span(0, MIDNIGHT),)


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When the clock of a promise runs.

    Attributes:
        zone: the zone of the site.
        week: the spans of Monday to Sunday, each day's in order and not overlapping.
        on_holidays: the spans of a published day off; None keeps to the weekday. Closed by default.
        on_makeup_days: the spans of a make-up workday (调休); None keeps to the weekday.

    Raises:
        ValueError: not seven days, spans that overlap or leave the day, or no span in the whole week.
    """

    zone: tzinfo
    week: tuple[tuple[Span, ...], ...]
    on_holidays: tuple[Span, ...] | None = ()
    on_makeup_days: tuple[Span, ...] | None = None

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("service hours are those of seven days, at least one of them open")
        for spans in (*self.week, self.on_holidays or (), self.on_makeup_days or ()):
            if not _in_order(spans):
                raise ValueError(f"spans overlap or leave the day: {spans}")

    @classmethod
    def always(cls, zone: tzinfo) -> ServiceHours:
        """24 hours, holidays included: plain elapsed time."""
        return cls(zone, (ALL_DAY,) * 7, on_holidays=None)

    @property
    def by_calendar(self) -> bool:
        """Whether holidays make a difference."""
        return self.on_holidays is not None or self.on_makeup_days is not None


def _in_order(spans: tuple[Span, ...]) -> bool:
    last = 0
    for opens, closes in spans:
        if not last <= opens < closes <= MIDNIGHT:
            return False
        last = closes
    return True


def parse_hours(data: Mapping[str, Any], zone: tzinfo) -> ServiceHours:
    """Service hours as the policy writes them.

    Args:
        data: by `mon` … `sun` a list of spans such as `08:30-12:00`, `00:00-24:00` for the whole day; a day that is
            missing is closed. `holiday` is closed when missing, `makeup` has Monday's hours (the weekday's own when
            Monday is closed); the word `usual` keeps the weekday's.
        zone: the zone of the site.

    Raises:
        InvalidInput: with every problem, by key.
    """
    problems: list[Problem] = []
    found: dict[str, tuple[Span, ...] | None] = {}
    for key, value in data.items():
        if key not in (*WEEKDAYS, "holiday", "makeup"):
            problems.append(Problem("unknown", _("“{key}” is no day of the week.").format(key=key), str(key)))
        elif value == "usual" and key in ("holiday", "makeup"):
            found[key] = None
        else:
            spans = _spans_of(value)
            if spans is None:
                # L10N: 请按 08:30-18:00 填写服务时间，先后有序且不重叠
                message = _("Write service hours like 08:30-18:00, in order and without overlap.")
                problems.append(Problem("hours", message, key))
            else:
                found[key] = spans
    week = tuple(found.get(day) or () for day in WEEKDAYS)
    if not problems and not any(week):
        problems.append(Problem("closed", _("At least one day of the week must have service hours."), "mon"))
    if problems:
        raise InvalidInput(problems)
    return ServiceHours(zone, week, found.get("holiday", ()), found.get("makeup", week[0] or None))


def _spans_of(value: object) -> tuple[Span, ...] | None:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple):
        return None
    spans = []
    for entry in listed:
        text = unicodedata.normalize("NFKC", entry).strip() if isinstance(entry, str) else ""
        match = _SPAN.fullmatch(text)
        if match is None:
            return None
        hour, minute, last_hour, last_minute = (int(figure) for figure in match.groups())
        if minute > 59 or last_minute > 59:
            return None
        spans.append(Span(hour * 60 + minute, last_hour * 60 + last_minute))
    return tuple(spans) if _in_order(tuple(spans)) else None


# ------------------------------------------------------------------------------------------------------------ moments
def moment_of(day: date, minute: int, zone: tzinfo) -> datetime:
    """The moment of a wall-clock time, in UTC; one that the clocks jump over is the moment of the jump.

    Of a time that comes twice it is the first. So later wall-clock times are never earlier moments, and whole days
    leave no gap and do not overlap.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while moment - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(moment - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            moment = middle
    return moment


@lru_cache(maxsize=8192)
def day_spans(day: date, hours: ServiceHours, table: HolidayTable) -> tuple[datetime, tuple[Moments, ...]]:
    """Midnight at which the local day begins, and its service spans (empty ones where the clocks jump over them)."""
    spans: tuple[Span, ...] | None = None
    if hours.on_holidays is not None and is_off(day, table):
        spans = hours.on_holidays
    elif hours.on_makeup_days is not None and is_makeup(day, table):
        spans = hours.on_makeup_days
    if spans is None:
        spans = hours.week[day.weekday()]
    zone = hours.zone
    moments = tuple((moment_of(day, span.opens, zone), moment_of(day, span.closes, zone)) for span in spans)
    return moment_of(day, 0, zone), moments
