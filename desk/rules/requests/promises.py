"""The three service times that are promised by one key (handbook A4): within two hours, today at six, tomorrow at ten.

All of them lie in service hours: what does not, moves on to when somebody is there.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from desk.rules.kit.calendar import DAY, HolidayTable
from desk.rules.kit.clocks import into_service
from desk.rules.kit.service_hours import ServiceHours, day_spans
from desk.rules.requests import FARTHEST_PROMISE, to_step

SOON = timedelta(hours=2)
TODAY = time(18)
TOMORROW = time(10)


def offers(now: datetime, hours: ServiceHours, table: HolidayTable) -> tuple[datetime, datetime, datetime]:
    """The times behind the keys 1, 2 and 3, in the zone of the service hours.

    1: in two hours, up to the next full five minutes. 2: today 18:00, or closing time where that is earlier; when it is over,
    the same of the next day with service. 3: 10:00 of the next day with service, or its opening where that is later.

    Args:
        now: the present moment, aware.
        hours: when somebody is there.
        table: the holidays.
    """
    soon = to_step(into_service(now, now + SOON, hours, table)).astimezone(hours.zone)
    local = now.astimezone(hours.zone)
    return soon, _by(local, hours, table), _from(local, hours, table)


def _at(day: datetime, at: time) -> datetime:
    return datetime.combine(day.date(), at, day.tzinfo)


def _by(now: datetime, hours: ServiceHours, table: HolidayTable) -> datetime:
    """The last moment of a day with service that is still ahead, at six at the latest."""
    day = now
    while day <= now + FARTHEST_PROMISE:
        wanted = _at(day, TODAY)
        _midnight, spans = day_spans(day.date(), hours, table)
        ends = [min(closes.astimezone(hours.zone), wanted) for opens, closes in spans if opens < wanted]
        if ends and max(ends) > now:
            return max(ends)
        day += DAY
    return _at(now + DAY, TODAY)  # a site without any service hours


def _from(now: datetime, hours: ServiceHours, table: HolidayTable) -> datetime:
    """Ten o'clock of the next day with service."""
    day = now + DAY
    while day <= now + FARTHEST_PROMISE:
        wanted = _at(day, TOMORROW)
        _midnight, spans = day_spans(day.date(), hours, table)
        begins = [max(opens.astimezone(hours.zone), wanted) for opens, closes in spans if closes > wanted]
        if begins:
            return min(begins)
        day += DAY
    return _at(now + DAY, TOMORROW)


__all__ = ["SOON", "TODAY", "TOMORROW", "offers"]
