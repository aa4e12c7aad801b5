# ruff: noqa: PLC0415 - Babel and its data (4 MB) wait for the first share or foreign pattern
"""Moments, days, shares and lists in words, in the language in force (of the screen, or of a slip inside `speaking()`).

The one place that says how a time looks: screens and papers call it, nothing writes a format of its own. Patterns stand in the
catalogue (Chinese lists keep `11-21 09:14`, English ones say `Nov 21 09:14`); shares and ways are Babel's. Moments are given in
the zone in which they are said (`Desk.local`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from desk.i18n import _, current_language, pgettext, speaking

if TYPE_CHECKING:
    from fractions import Fraction

    from babel import Locale

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LETTERS = re.compile(r"y+|M+|d+|E+|H+|m+|[a-zA-Z']")
"""The letters of a pattern (Unicode's locale data, LDML): what they stand for is said in their place."""


@lru_cache
def _locale(language: str) -> Locale:
    """A language as Babel knows it. `Locale.parse` would read the thousand locales of the world for each `zh_CN`, 2 MB of them."""
    from babel import Locale

    name, _separator, territory = language.partition("_")
    script = {"zh_CN": "Hans", "zh_TW": "Hant"}.get(language)
    return Locale(name, territory or None, script)


@lru_cache
def _weekdays(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The days of a week from Monday on, whole and short."""
    with speaking(language):
        return (
            (
                # L10N: 星期一至星期日
                pgettext("weekday", "Monday"), pgettext("weekday", "Tuesday"), pgettext("weekday", "Wednesday"),
                pgettext("weekday", "Thursday"), pgettext("weekday", "Friday"), pgettext("weekday", "Saturday"),
                pgettext("weekday", "Sunday"),
            ),
            (
                # L10N: 周一至周日
                pgettext("weekday, short", "Mon"), pgettext("weekday, short", "Tue"), pgettext("weekday, short", "Wed"),
                pgettext("weekday, short", "Thu"), pgettext("weekday, short", "Fri"), pgettext("weekday, short", "Sat"),
                pgettext("weekday, short", "Sun"),
            ),
        )  # fmt: skip


def weekday_name(number: int) -> str:
    """A day of the week in words: 0 is `星期一`, `Monday`."""
    return _weekdays(current_language())[0][number]


def _part(at: datetime, letters: str, language: str) -> str | None:
    """What some letters of a pattern stand for; None for what only Babel knows."""
    if letters == "EEEE":
        return _weekdays(language)[0][at.weekday()]
    if letters == "EEE":
        return _weekdays(language)[1][at.weekday()]
    if letters in ("MMM", "MMMM"):
        name = _MONTHS[at.month - 1] if language == "en" else None
        return name[:3] if name and letters == "MMM" else name
    value = {"y": at.year, "M": at.month, "d": at.day, "H": at.hour, "m": at.minute}.get(letters[0])
    return None if value is None or len(letters) not in (1, 2, 4) or letters == "yy" else f"{value:0{len(letters)}d}"


@lru_cache(maxsize=4096)
def _written(at: datetime, pattern: str, language: str) -> str:
    """A moment without zone by a pattern; kept, because a list says the same ones at every paint.

    The patterns of the catalogues are written here: for them Babel and its data would be loaded with the first page (4 MB). What
    others say is Babel's (a test compares the two).
    """
    parts = {letters: _part(at, letters, language) for letters in _LETTERS.findall(pattern)}
    if None not in parts.values():
        return _LETTERS.sub(lambda found: parts[found[0]] or "", pattern)
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
    # L10N: 2026年11月
    return _by(of, pgettext("pattern of a month", "MMMM y"))


def full_day(on: date) -> str:
    """A date with its weekday in words: `2026年11月21日星期六`."""
    # L10N: 2026年11月21日星期六
    return _by(on, pgettext("pattern of a day with its weekday", "EEEE, MMMM d, y"))


def weekday(on: date) -> str:
    """A day of a week's table: `周六 11-21`, `Sat 21`."""
    # L10N: 周六 21
    return _by(on, pgettext("pattern of a day of a week", "EEE d"))


def written_day(on: date | None) -> str:
    """A date as letters and certificates write it: `2026年11月21日`; nothing for none."""
    # L10N: 2026年11月21日
    return "" if on is None else _by(on, pgettext("pattern of a written day", "MMMM d, y"))


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
    said = found[0]
    for part in found[1:]:
        # L10N: {said}、{more}
        said = _("{said}, {more}").format(said=said, more=part)
    return said


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
    "weekday_name",
    "when",
    "written_day",
]
