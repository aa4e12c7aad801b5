"""Dates: read from any usual writing, months by the Civil Code, ages (handbook B3, C-7)."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.numerals import to_digits
from desk.rules.kit.texts import visible

EARLIEST = date(1800, 1, 1)
_LATEST_YEARS = 100
_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(3_000, 100_000)
"""Serial numbers of a spreadsheet that can be dates here: 1908 to 2173."""

_TIME = re.compile(
    r"(?:T|\s+|(?<=[日号\d])\s*(?=[上下早晚中凌]))\s*(?:上午|下午|早上|晚上|中午|凌晨|[AP]M\s)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AP]M)?"
    r"\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_CHINESE_TIME = re.compile(
    r"(?<=[日号\d\s])\s*(?:上午|下午|早上|晚上|中午|凌晨)?\s*\d{1,2}\s*[时時点點](?:\s*\d{1,2}\s*分(?:\s*\d{1,2}\s*秒)?|半|整)?$"
)
_WEEKDAY = re.compile(
    r"[\s,]*\(?\s*(?:(?:星期|礼拜|禮拜|周|週)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)\s*\)?\s*$",
    re.IGNORECASE,
)
_WEEKDAYS = {name: day for day, name in enumerate("一二三四五六日")} | {"天": 6}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINGUO = re.compile(r"(?:中华|中華)?民[国國]\s*(\d{1,3}|元)\s*年")
_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾", "一二二三三四五六六七八九十")
_PARTS = re.compile(r"(\d{4})(?:\s*[-/.,、年]\s*|\s+)(\d{1,2})(?:\s*[-/.,、月]\s*|\s+)(\d{1,2})\s*[日号]?")
_PLAIN = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def _not_a_date(value: object) -> Problem:
    return Problem("date", _("“{value}” is not a date. Write it like 2026-03-01.").format(value=str(value).strip()))


def _from_figure(figure: int) -> date | None:
    if figure in _SERIALS:
        return _SERIAL_START + timedelta(days=figure)
    found = _COMPACT.fullmatch(str(figure))
    return _from_parts(found) if found else None


def _from_parts(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _from_text(text: str) -> date | None:
    if (plain := _PLAIN.fullmatch(text)) is not None:  # the usual cell of a list
        return _from_parts(plain)
    text = unicodedata.normalize("NFKC", visible(text))
    text = re.sub(r"[\u2010-\u2015\u2212\u30fb\u3002]", "-", text).strip().rstrip("-.")
    # Twice: a weekday stands behind the day, the time behind it, or the other way round.
    for _round in range(2):
        text = _WEEKDAY.sub("", _CHINESE_TIME.sub("", _TIME.sub("", text).strip()).strip()).strip()
    text = to_digits(text.translate(_FORMAL))
    text = _MINGUO.sub(lambda found: f"{1911 + (1 if found[1] == '元' else int(found[1]))}年", text)
    found = _PARTS.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        return _from_parts(found)
    return (
        _from_figure(int(text))
        if re.fullmatch(r"\d{4,6}", text) and int(text) in _SERIALS and int(text) > 9999
        else None
    )


def parse_date(value: object, *, today: date) -> date | Problem | None:
    """Reads a date from a form or a spreadsheet's cell.

    2019-08-19, 2018年4月23日, 2023.11.13, 2016/01/17, 20190819, full-width digits, Chinese numerals, `date` and `datetime`
    values, serial numbers of spreadsheets. The year has four digits and comes first: 03/04/25 could be three days.

    Args:
        value: what the form or the cell holds.
        today: dates more than a century later, or before 1800, are refused.

    Returns:
        The date, None for nothing (None or blank text), or a problem with the code `date`.
    """
    found: date | None = None
    if value is None or (isinstance(value, str) and not visible(value).strip()):
        return None
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, str):
        found = _from_text(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        # A serial number's fraction is the time of day; nan and infinity are no numbers of days.
        found = _from_figure(int(value)) if abs(value) < 1e9 else None
    if found is None:
        return _not_a_date(value)
    if not found >= EARLIEST or found.year > today.year + _LATEST_YEARS:
        return Problem(
            "date", _("The year {year} cannot be right. Write the date like 2026-03-01.").format(year=found.year)
        )
    return found


def weekday_problem(text: str, found: date) -> Problem | None:
    """A weekday that is written beside a day and does not fit it: one of the two is wrong. Only warns."""
    text = unicodedata.normalize("NFKC", visible(text))
    for _round in range(2):
        written = _WEEKDAY.search(text)
        if written:
            name = (written[2] or "").lower()
            day = _ENGLISH_WEEKDAYS.index(name) if name else _WEEKDAYS[written[1]]
            if day == found.weekday():
                return None
            message = _("The weekday does not fit {day}. Please compare.").format(day=found.isoformat())
            return Problem("weekday", message, warning=True)
        text = _CHINESE_TIME.sub("", _TIME.sub("", text).strip()).strip()
    return None


def add_months(start: date, months: int) -> date:
    """The day `months` later by the Civil Code's count: the corresponding day of the month, else its last day (handbook C-7).

    Args:
        start: the first day.
        months: how many; negative counts back.

    Raises:
        ValueError: the result lies outside the years 1 to 9999.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"{months} months from {start} is outside the calendar")
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def age_on(birthday: date, day: date) -> int:
    """Full years of age on a day; who was born on 29 February is a year older on 28 February of other years (handbook C-18).

    Negative when `day` lies before the birth.
    """
    age = day.year - birthday.year
    return age if day >= add_months(birthday, age * 12) else age - 1
