"""Occasions of greetings: on which day they fall in a year (handbook A12, C-18, S9). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from desk.errors import Checker, Problem
from desk.i18n import N_, _
from desk.rules.kit import lunar

Rule = Literal["fixed", "lunar", "nth", "birthday", "by-hand"]
RULES: tuple[Rule, ...] = ("fixed", "lunar", "nth")
"""What a site's own occasion may go by."""
MEANS = ("card", "call", "sms", "gift")
"""Printed card, call list, telephone list for messages, gift."""
WINDOWS = (0, 7, 30)
"""Days that the lists of whom to greet look ahead."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion.

    Attributes:
        code: of the program's own, or of the site's. name: msgid, or the site's words.
        rule: fixed (month, day), lunar (month and day of the lunar year), nth (the so-manieth weekday of a month), birthday, by-hand.
        weekday: 0 Monday to 6 Sunday. nth: 1 to 5; the fifth is the last where there are only four.
    """

    code: str
    name: str
    rule: Rule
    month: int = 0
    day: int = 0
    nth: int = 0
    weekday: int = 0

    def in_year(self, year: int) -> date | None:
        """The day of a year; None for what has no day of its own, or where the calendar's tables end."""
        if self.rule == "fixed":
            return lunar.birthday_in(year, self.month, self.day, False, "solar")
        if self.rule == "lunar":
            # The lunar year that begins in this one; its last months end in the next.
            days = (lunar.birthday_in(each, self.month, self.day, False, "lunar") for each in (year - 1, year))
            return next((day for day in days if day is not None and day.year == year), None)
        if self.rule == "nth":
            return nth_weekday(year, self.month, self.nth, self.weekday)
        return None

    def next_day(self, after: date) -> date | None:
        """The next day of the occasion, the day itself included."""
        days = (self.in_year(year) for year in (after.year, after.year + 1))
        return next((day for day in days if day is not None and day >= after), None)


BIRTHDAY = Occasion("birthday", N_("Birthday of a person"), "birthday")
OCCASIONS: tuple[Occasion, ...] = (
    # L10N: 生日
    BIRTHDAY,
    # L10N: 元旦
    Occasion("new-year", N_("New Year's Day"), "fixed", 1, 1),
    # L10N: 春节
    Occasion("spring", N_("Spring Festival"), "lunar", 1, 1),
    # L10N: 劳动节
    Occasion("labour", N_("Labour Day"), "fixed", 5, 1),
    # L10N: 母亲节
    Occasion("mothers", N_("Mother's Day"), "nth", 5, nth=2, weekday=6),
    # L10N: 端午节
    Occasion("dragon-boat", N_("Dragon Boat Festival"), "lunar", 5, 5),
    # L10N: 中秋节
    Occasion("mid-autumn", N_("Mid-Autumn Festival"), "lunar", 8, 15),
    # L10N: 国庆节
    Occasion("national", N_("National Day"), "fixed", 10, 1),
    # L10N: 感恩节
    Occasion("thanksgiving", N_("Thanksgiving"), "nth", 11, nth=4, weekday=3),
    # L10N: 圣诞节
    Occasion("christmas", N_("Christmas"), "fixed", 12, 25),
    # L10N: 降温提醒
    Occasion("cold-spell", N_("Cold spell"), "by-hand"),
)
"""The program's own. The day of mourning (清明) is none to send greetings on."""


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The so-manieth weekday of a month; the fifth is the last one where there are only four."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else day - timedelta(days=7)


_ABOUT = {
    "birthday": ("生日", "壽辰", "寿辰", "birthday"),
    "cold-spell": ("降温", "降溫", "寒潮", "cold spell", "colder"),
}
"""Occasions with cards of their own, and the words by which one is known."""


def fits(name: str, text: str, occasion: str) -> bool:
    """Whether a card says what an occasion is about: one that speaks of a birthday or of cold is for that only, and no other is for it."""
    words = f"{name}\n{text}".lower()
    about = next((code for code, known in _ABOUT.items() if any(word in words for word in known)), "")
    return about == (occasion if occasion in _ABOUT else "")


def own_problems(name: str, rule: str, month: int, day: int, nth: int, weekday: int) -> list[Problem]:
    """What is wrong with a site's own occasion, by field."""
    check = Checker()
    # L10N: 请填写节日名称
    check.require("name", name, _("Give the occasion a name."))
    if rule not in RULES:
        check.add("rule", "choice", _("Choose one from the list."))
    if not 1 <= month <= 12:
        check.add("month", "range", _("The month is 1 to 12."))
    elif rule == "nth":
        if not 1 <= nth <= 5:
            check.add("nth", "range", _("Choose one from the list."))
        if not 0 <= weekday <= 6:
            check.add("weekday", "range", _("Choose one from the list."))
    elif rule in RULES:
        check.note("day", lunar.check_birthday(month, day, False, "lunar" if rule == "lunar" else "solar"))
    return check.problems


def birthday_near(
    month: int | None, day: int | None, leap: bool, calendar: str, today: date, days: int
) -> tuple[date, int] | None:
    """Somebody's birthday from today on within so many days, and the year it counts for.

    A lunar birthday counts for its lunar year: two of them may fall into one solar year, and none into another.
    """
    if not month or not day:
        return None
    kind: lunar.Calendar = "lunar" if calendar == "lunar" else "solar"
    found = lunar.next_birthday(month, day, leap, kind, today)
    if found is None or found > today + timedelta(days=days):
        return None
    return found, lunar.to_lunar(found).year if kind == "lunar" else found.year


__all__ = [
    "BIRTHDAY", "MEANS", "OCCASIONS", "RULES", "WINDOWS", "Occasion", "birthday_near", "fits", "nth_weekday", "own_problems",
]  # fmt: skip
