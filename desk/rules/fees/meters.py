"""Meters: what a reading may say, when it jumps, what was used between two bills (handbook S1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desk.errors import Problem
from desk.i18n import _
from desk.rules.fees import PLACES
from desk.rules.fees.billing import Used

LARGEST = Decimal(10**9)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter showed on a day."""

    id: int
    on: date
    value: Decimal


def reading_problem(on: date | None, value: Decimal | None, readings: Sequence[Reading], today: date) -> Problem | None:
    """What is wrong with a reading: in the future, below the last one without an exchange, above the next one.

    Args:
        on: the day.
        value: what the meter showed.
        readings: of the meter, the oldest first, without the one that is replaced.
        today: the site's date.
    """
    if on is None:
        return Problem("required", _("On which day?"), "on")
    if value is None:
        # L10N: 请填写读数
        return Problem("required", _("What does the meter show?"), "value")
    if on > today:
        # L10N: 抄表日期不能晚于今天
        return Problem("future", _("A meter cannot be read on a day that has not come."), "on")
    if value < 0 or value >= LARGEST or value != round(value, PLACES):
        # L10N: 读数不正确
        return Problem("value", _("A reading is 0 or more, with at most four places."), "value")
    if any(each.on == on for each in readings):
        # L10N: 当日已抄表
        return Problem("taken", _("The meter was read on this day already."), "on")
    before = [each for each in readings if each.on < on]
    after = [each for each in readings if each.on > on]
    if readings and not before:
        # L10N: 早于装表日 {day}
        words = _("The meter was put in on {day}.")
        return Problem("order", words.format(day=readings[0].on.isoformat()), "on")
    if before and value < before[-1].value:
        # L10N: 小于上次读数 {value}；如已换表请登记换表
        words = _("Below the last reading, {value}. If the meter was exchanged, record the exchange.")
        return Problem("below", words.format(value=_plain(before[-1].value)), "value")
    if after and value > after[0].value:
        # L10N: 大于 {day} 的读数 {value}
        words = _("Above the reading of {day}, {value}.")
        return Problem("above", words.format(day=after[0].on.isoformat(), value=_plain(after[0].value)), "value")
    return None


def jump(on: date, value: Decimal, readings: Sequence[Reading], *, times: Decimal, least: Decimal) -> str:
    """The sentence that asks about a reading that jumps; "" when it does not.

    It jumps when the use a day is more than so many times that of the time before, and more than `least` units in all.

    Args:
        on: the day of the new reading.
        value: the new reading.
        readings: of the meter, the oldest first.
        times: how many times the use before.
        least: units that never ask.
    """
    before = [each for each in readings if each.on < on]
    if not before:
        return ""
    last = before[-1]
    used = value - last.value
    if used <= least:
        return ""
    usual: Decimal | None = None
    if len(before) > 1:
        days = max(1, (last.on - before[0].on).days)
        usual = (last.value - before[0].value) / days
    now = used / max(1, (on - last.on).days)
    if usual is not None and now <= usual * times:
        return ""
    if usual is None:
        return ""
    # L10N: 用量 {used}，是平时的 {n} 倍以上，请核对
    words = _("{used} were used, more than {n} times as much as usual. Please compare.")
    return words.format(used=_plain(used), n=_plain(times))


def _plain(value: Decimal) -> str:
    """A quantity without noughts at its end: 120.50 → 120.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Counted:
    """What the readings of one meter say of a month.

    Attributes:
        used: None when there is no reading in the month. covered: its readings of the month are billed already.
    """

    used: Used | None
    covered: bool = False


def count(
    meter_id: int, readings: Sequence[Reading], billed: Iterable[tuple[date, date]], month: date, last: date
) -> Counted:
    """What a meter counted up to its last reading of a month, from the last reading that was billed.

    Args:
        meter_id: of the meter.
        readings: the oldest first.
        billed: (day of the first reading, day of the last) of what valid bills cover.
        month: its first day.
        last: its last day.
    """
    inside = [each for each in readings if month <= each.on <= last]
    if not inside:
        return Counted(None)
    end = inside[-1]
    spans = list(billed)
    begin = max((to for _from, to in spans if to < end.on), default=None)
    start = next((each for each in readings if begin is None or each.on >= begin), readings[0])
    if start.on >= end.on or any(first < end.on and to > start.on for first, to in spans):
        return Counted(None, covered=bool(spans))
    return Counted(Used(meter_id, end.value - start.value, start.id, end.id, start.on, end.on))


__all__ = ["Counted", "Reading", "count", "jump", "reading_problem"]
