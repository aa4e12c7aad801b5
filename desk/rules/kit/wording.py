"""Moments, days, shares and lists in words, in the language in force (of the screen, or of a slip inside `speaking()`).

The one place that says how a time looks: screens and papers call it, nothing writes a format of its own. Patterns stand in the
catalogue (Chinese lists keep `11-21 09:14`, English ones say `Nov 21 09:14`); Babel knows the rest. Moments are given in
the zone in which they are said (`Desk.local`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from desk.i18n import _, current_language, pgettext

if TYPE_CHECKING:
    from babel import Locale


@lru_cache
def _locale(language: str) -> Locale:
    """A language as Babel knows it; kept, because Babel goes through its thousand locales for each `zh_CN`."""
    from babel import Locale

    return Locale.parse(language)


@lru_cache(maxsize=4096)
def _written(at: datetime, pattern: str, language: str) -> str:
    """A moment without zone by a pattern; kept, because a list says the same ones at every paint."""
    from babel.dates import format_datetime

    return str(format_datetime(at, pattern, locale=_locale(language)))


def _by(at: date, pattern: str) -> str:
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    # The zone was chosen by who asks: Babel would turn it into UTC, and equal moments of two zones would be one entry.
    return _written(moment.replace(tzinfo=None), pattern, current_language())


def hour(at: datetime) -> str:
    """The time of day: `09:14`."""
    # L10N: 09:14
    return _by(at, pgettext("pattern of a time", "HH:mm"))


def day(on: date | None) -> str:
    """A whole date, the same in every language and on every paper: `2026-11-21`; nothing for none."""
    return "" if on is None else _by(on, "yyyy-MM-dd")


def moment(at: datetime | None) -> str:
    """A whole moment, as papers and records say it: `2026-11-21 09:14`; nothing for none."""
    return "" if at is None else _by(at, "yyyy-MM-dd HH:mm")


def short_day(on: date, today: date) -> str:
    """A day as a list says it: without the year when it is this one."""
    # L10N: 11-21
    return _by(on, pgettext("pattern of a day", "MMM d")) if on.year == today.year else day(on)


def short_moment(at: datetime, today: date) -> str:
    """A moment as a list says it, without words: `11-21 09:14`; with the year when it is another one."""
    # L10N: 11-21 09:14
    return _by(at, pgettext("pattern of a moment", "MMM d HH:mm")) if at.year == today.year else moment(at)


def when(at: datetime | None, today: date) -> str:
    """A moment as it is spoken of: today and tomorrow by name, else the day; nothing for none."""
    if at is None:
        return ""
    days = (at.date() - today).days
    if days == 0:
        # L10N: 今天 {time}
        return _("Today {time}").format(time=hour(at))
    if days == 1:
        # L10N: 明天 {time}
        return _("Tomorrow {time}").format(time=hour(at))
    return short_moment(at, today)


def month(of: date) -> str:
    """A month in words: `2026年11月`, `November 2026`."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", of, locale=_locale(current_language())))


def full_day(on: date) -> str:
    """A date with its weekday in words: `2026年11月21日星期六`."""
    from babel.dates import format_date

    return str(format_date(on, format="full", locale=_locale(current_language())))


def weekday(on: date) -> str:
    """A day of a week's table: `周六 11-21`, `Sat 21`."""
    # L10N: 周六 21
    return _by(on, pgettext("pattern of a day of a week", "EEE d"))


def written_day(on: date | None) -> str:
    """A date as letters and certificates write it: `2026年11月21日`; nothing for none."""
    from babel.dates import format_date

    return "" if on is None else str(format_date(on, format="long", locale=_locale(current_language())))


def duration(span: timedelta) -> str:
    """A span of time in words, to the minute: `2 h 5 min`, `3 d 4 h`."""
    minutes = max(0, int(span.total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        # L10N: {d} 天 {h} 小时
        return _("{d} d {h} h").format(d=hours // 24, h=hours % 24)
    if hours and not rest:
        # L10N: {h} 小时
        return _("{h} h").format(h=hours)
    if hours:
        # L10N: {h} 小时 {m} 分
        return _("{h} h {m} min").format(h=hours, m=rest)
    # L10N: {m} 分
    return _("{m} min").format(m=rest)


def percent(share: Fraction | None, *, places: int = 1) -> str:
    """A share as a percentage; a dash without any."""
    if share is None:
        return "–"
    from babel.numbers import format_percent

    from desk.rules.kit.amounts import percent as rounded

    pattern = "0." + "0" * places + "%" if places else "0%"
    return str(format_percent(rounded(share, places) / 100, pattern, locale=_locale(current_language())))


def listed(parts: Iterable[str]) -> str:
    """Several things of a kind in one line, by the signs of the language: `赵铁柱、林晓`, `Zhao, Lin`; empty ones are left out."""
    found = [part for part in parts if part]
    if len(found) < 2:
        return "".join(found)
    # The sign between the first ones of a list: names in a cell want no "and".
    start = _locale(current_language()).list_patterns["standard"]["start"]
    return str(start).replace("{0}", "").replace("{1}", "").join(found)


def clauses(parts: Iterable[str]) -> str:
    """Several statements in one line: `微信 500；现金 20`, `WeChat 500; cash 20`; empty ones are left out."""
    said = ""
    for part in parts:
        # L10N: {said}；{more}
        said = _("{said}; {more}").format(said=said, more=part) if said and part else said or part
    return said


def either(parts: Iterable[str]) -> str:
    """Several ways of which one is enough: `满 5,000 元或 300 分`, `5,000 yuan or 300 points`; empty ones are left out."""
    from babel.lists import format_list

    return str(format_list([part for part in parts if part], "or", locale=_locale(current_language())))


def labelled(name: str, words: str) -> str:
    """What it is and what is said of it: `原因：噪声`, `Reason: noise`; only one of them when the other is empty."""
    if not name or not words:
        return name or words
    # L10N: {label}：{words}
    return _("{label}: {words}").format(label=name, words=words)


def bracketed(words: str, remark: str) -> str:
    """Words with a remark in the brackets of the language; without a remark the words alone."""
    return _("{name} ({role})").format(name=words, role=remark) if remark else words


def dotted(*parts: str) -> str:
    """Facts beside each other, ` · ` between them; empty ones are left out."""
    return " · ".join(part for part in parts if part)


__all__ = [
    "bracketed",
    "clauses",
    "day",
    "dotted",
    "duration",
    "either",
    "full_day",
    "hour",
    "labelled",
    "listed",
    "moment",
    "month",
    "percent",
    "short_day",
    "short_moment",
    "weekday",
    "when",
    "written_day",
]
