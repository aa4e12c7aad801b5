"""Reads dates and times as a receptionist types them: `20261121`, `11-21`, `今天 11:00`, `+3`, `周五`, `明天下午3点半`."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from desk.rules.kit import dates
from desk.rules.kit.numerals import to_digits
from desk.rules.kit.texts import visible

_DAYS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "後天": 2, "大后天": 3, "大後天": 3,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_HALVES = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜"
_CLOCK = re.compile(
    rf"(?:^|(?<=[\s日号天一二三四五六)]))({_HALVES}|am|pm)?\s*(\d{{1,2}})\s*(?:[:点點时時]\s*(\d{{1,2}}|半|一刻|三刻)?\s*分?)\s*(am|pm)?(?:前|左右|钟)?$"
)
_HALF_CLOCK = re.compile(r"(?:^|(?<=\s))(\d{1,2})\s*(am|pm)$")
_NOON = re.compile(r"(?:^|(?<=[\s日号天一二三四五六]))(?:中午|noon)$")
_BARE_CLOCK = re.compile(r"\s(\d{1,2})(\d{2})$")
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
_OFFSET = re.compile(
    r"(?:\+\s*)?(\d{1,5}(?:\.5)?)\s*(h|m|小时|小時|钟头|分钟|分鐘|min)\s*(?:后|後|以后|之后|以後|之後|内|內|之内|以内|之內|以內)?"
)
_DAYS_ON = re.compile(r"(\d{1,4})\s*(天|日|周|星期)\s*(?:后|後|以后|之后|以後|之後|内|內|之内|以内)")
_WEEKDAY_BEHIND = re.compile(r"(?<=[日号\d])\s*\(?(?:周|星期|礼拜|禮拜)[一二三四五六日天]\)?")
_NUMERALS_BEFORE = "(?:点|點|时|時|分|小时|小時|钟头|天|日|号|周后|周内|星期后|月)"
_WORDS = (
    ("今早", "今天早上"), ("明早", "明天早上"), ("今晚", "今天晚上"), ("明晚", "明天晚上"), ("后天晚上", "后天 晚上"), ("本周", "周"), ("这周", "周"), ("這週", "周"),
    ("週", "周"), ("半个", "半"), ("半個", "半"), ("个半", ".5"), ("個半", ".5"), ("半小时", "0.5小时"), ("半小時", "0.5小时"), ("半钟头", "0.5小时"),
    ("一刻钟", "15分钟"), ("一周后", "7天后"), ("一个星期后", "7天后"), ("一星期后", "7天后"), ("下班前", " 18:00"), ("个小时", "小时"), ("個小時", "小时"), ("个钟头", "小时"),
)  # fmt: skip
"""What is said in another way than it is read below."""


def fold(text: str) -> str:
    """Half-width, lower case, trimmed; the signs of an input method's Chinese mode are understood too."""
    return unicodedata.normalize("NFKC", visible(text)).strip().lower()


def _plain(text: str) -> str:
    """The text in the words that are read: 明早三点 → 明天早上3点, 半个小时后 → 0.5小时后."""
    text = re.sub(r"(?<=\d)t(?=\d{1,2}:)", " ", fold(text))  # 2026-12-01T09:00
    if text.isascii():
        return text
    for said, read in _WORDS:
        text = text.replace(said, read)
    text = _WEEKDAY_BEHIND.sub("", text)
    return re.sub(r"(\d)\s*个(?=小时|钟头)", r"\1", to_digits(text, before=_NUMERALS_BEFORE)).strip()


def read_date(text: str, *, today: date) -> date | None:
    """The date a text means, None when it means none.

    Without a year the day nearest to today is meant: in January `12-30` is last December.
    """
    text = _plain(text)
    if not text:
        return None
    if text in _DAYS:
        return today + timedelta(days=_DAYS[text])
    found = re.fullmatch(r"([+-])\s*(\d{1,4})\s*(?:天|日|d)?", text)
    if found:
        return today + timedelta(days=int(found[1] + found[2]))
    found = _DAYS_ON.fullmatch(text)
    if found:
        return today + timedelta(days=int(found[1]) * (1 if found[2] in "天日" else 7))
    found = re.fullmatch(r"(下*)(?:周|星期|礼拜|禮拜)([一二三四五六日天])", text)
    if found:
        return _next_weekday(today, _WEEKDAYS[found[2]], weeks=len(found[1]))
    found = re.fullmatch(r"(\d{1,2})[日号]", text)
    if found:
        return _day_of_a_month(int(found[1]), today)
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
    text = _plain(text)
    if not text:
        return None
    found = _OFFSET.fullmatch(text)
    if found:
        minutes = float(found[1]) * (60 if found[2] in ("h", "小时", "小時") else 1)
        moment = now + timedelta(minutes=minutes)
        return moment.replace(second=0, microsecond=0)
    day_text, hour, minute = _parted(text)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    day = read_date(day_text, today=now.date()) if day_text else now.date()
    if day is None:
        return None
    moment = now.replace(
        year=day.year, month=day.month, day=day.day, hour=hour % 24, minute=minute, second=0, microsecond=0
    )
    moment += timedelta(days=hour // 24)  # 晚上12点, 24:00
    if not day_text and moment < now:
        moment += timedelta(days=1)
    return moment


def _parted(text: str) -> tuple[str, int, int]:
    """The words for the day, the hour and the minute; 18:00 where no time is said."""
    if clock := _CLOCK.search(text):
        return (text[: clock.start()].strip(), *_clock(clock))
    if half := _HALF_CLOCK.search(text):
        hour = int(half[1]) % 12 + (12 if half[2] == "pm" else 0)
        return text[: half.start()].strip(), hour if 0 < int(half[1]) < 13 else 99, 0
    if noon := _NOON.search(text):
        return text[: noon.start()].strip(), 12, 0
    if bare := _BARE_CLOCK.search(text):
        return text[: bare.start()].strip(), int(bare[1]), int(bare[2])
    figure = re.fullmatch(r"(\d{2})(\d{2})", text)
    if figure and not (1 <= int(figure[1]) <= 12 and 1 <= int(figure[2]) <= 31):  # 1201 is a day
        return "", int(figure[1]), int(figure[2])
    return text, 18, 0


def _clock(found: re.Match[str]) -> tuple[int, int]:
    half = found[1] or found[4] or ""
    hour = int(found[2])
    minute = _QUARTERS.get(found[3] or "", 0) if not (found[3] or "").isdigit() else int(found[3])
    if (
        half in ("下午", "傍晚", "晚上", "夜里", "半夜", "pm")
        and hour < 12
        and not (half in ("夜里", "半夜") and hour < 6)
    ):
        hour += 12
    elif half in ("晚上", "夜里", "半夜") and hour == 12:
        hour = 24
    if half == "中午" and hour < 3:
        hour += 12
    if half in ("am", "凌晨") and hour == 12:
        hour = 0
    return hour, minute


def _next_weekday(today: date, weekday: int, *, weeks: int) -> date:
    if weeks:  # 下周五: the Friday of the next calendar week
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(days=7 * weeks + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _day_of_a_month(day: int, today: date) -> date | None:
    """27号: of this month, or the next where it lies behind a fortnight and more; None where neither has it."""
    for months in (0, 1):
        first = dates.add_months(today.replace(day=1), months)
        try:
            found = first.replace(day=day)
        except ValueError:
            continue
        if months or (today - found).days < 14:
            return found
    return None


def _nearest(month: int, day: int, today: date) -> date | None:
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda candidate: abs((candidate - today).days), default=None)
