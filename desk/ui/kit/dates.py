"""Reads dates and times as a receptionist types them: `20261121`, `11-21`, `今天 11:00`, `+3`, `周五`, `明天下午3点半`."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from desk.rules.kit import dates
from desk.rules.kit.texts import visible

_DAYS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "後天": 2, "大后天": 3, "大後天": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_CLOCK = re.compile(
    r"(?:^|(?<=[\s日号天午晚上晨]))(上午|早上|中午|下午|晚上|am|pm)?\s*(\d{1,2})\s*(?:[:点點时時]\s*(\d{1,2}|半|一刻|三刻)?\s*分?)\s*(am|pm)?$"
)
_BARE_CLOCK = re.compile(r"\s(\d{1,2})(\d{2})$")
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
_OFFSET = re.compile(r"\+\s*(\d{1,5}(?:\.5)?)\s*(h|m|小时|小時|分钟|分鐘|min)")


def fold(text: str) -> str:
    """Half-width, lower case, trimmed; the signs of an input method's Chinese mode are understood too."""
    return unicodedata.normalize("NFKC", visible(text)).strip().lower()


def read_date(text: str, *, today: date) -> date | None:
    """The date a text means, None when it means none.

    Without a year the day nearest to today is meant: in January `12-30` is last December.
    """
    text = fold(text)
    if not text:
        return None
    if text in _DAYS:
        return today + timedelta(days=_DAYS[text])
    found = re.fullmatch(r"([+-])\s*(\d{1,4})\s*(?:天|日|d)?", text)
    if found:
        return today + timedelta(days=int(found[1] + found[2]))
    found = re.fullmatch(r"(下)?(?:周|星期|礼拜|禮拜)([一二三四五六日天])", text)
    if found:
        return _next_weekday(today, _WEEKDAYS[found[2]], weeks=1 if found[1] else 0)
    if text[:3] in _ENGLISH_WEEKDAYS and text.isalpha():
        return _next_weekday(today, _ENGLISH_WEEKDAYS.index(text[:3]), weeks=0)
    found = _SHORT.fullmatch(text) or re.fullmatch(r"(\d{2})(\d{2})", text)
    if found:
        return _nearest(int(found[1]), int(found[2]), today)
    whole = dates.parse_date(text, today=today)
    return whole if isinstance(whole, date) else None


def read_moment(text: str, *, now: datetime) -> datetime | None:
    """The moment a text means, in the zone of `now`; None when it means none.

    A time alone means today, or tomorrow when it is already past; a day alone means the end of office hours, 18:00.
    `+2h` and `+30m` count from now.
    """
    text = fold(text)
    if not text:
        return None
    found = _OFFSET.fullmatch(text)
    if found:
        minutes = float(found[1]) * (60 if found[2] in ("h", "小时", "小時") else 1)
        moment = now + timedelta(minutes=minutes)
        return moment.replace(second=0, microsecond=0)
    clock = _CLOCK.search(text)
    hour, minute = 18, 0
    day_text = text
    if clock:
        hour, minute = _clock(clock)
        day_text = text[: clock.start()].strip()
    else:
        bare = _BARE_CLOCK.search(text)
        if bare:
            hour, minute = int(bare[1]), int(bare[2])
            day_text = text[: bare.start()].strip()
    if hour > 23 or minute > 59:
        return None
    day = read_date(day_text, today=now.date()) if day_text else now.date()
    if day is None:
        return None
    moment = now.replace(year=day.year, month=day.month, day=day.day, hour=hour, minute=minute, second=0, microsecond=0)
    if not day_text and moment < now:
        moment += timedelta(days=1)
    return moment


def _clock(found: re.Match[str]) -> tuple[int, int]:
    half = found[1] or found[4] or ""
    hour = int(found[2])
    minute = _QUARTERS.get(found[3] or "", 0) if not (found[3] or "").isdigit() else int(found[3])
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    if half == "中午" and hour < 3:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return hour, minute


def _next_weekday(today: date, weekday: int, *, weeks: int) -> date:
    if weeks:  # 下周五: the Friday of the next calendar week
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 * weeks + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _nearest(month: int, day: int, today: date) -> date | None:
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda candidate: abs((candidate - today).days), default=None)
