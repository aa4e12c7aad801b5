"""Dunning: ages to the limitation, the four steps, letters that the law allows, promises, fulfilment (handbook B3, C-33, S1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit import calendar
from desk.rules.kit.calendar import HolidayTable
from desk.rules.kit.dates import add_months
from desk.rules.kit.wording import listed

DAY = timedelta(days=1)
AGES = ("not-due", "30", "90", "half", "older", "limitation")
"""Not due, up to 30 days, up to 90, up to six months, older (the target is none), past the limitation of three years."""
STEPS = ("reminder", "notice", "last", "at-law")
"""Reminder, 催缴通知单, last notice, at law."""
OUTCOMES = ("reached", "not-reached", "refused", "promised")
LIMITATION_MONTHS = 36
CLASS_AFTER = {"A": "C", "B": "C"}
"""What becomes of a customer's class below the fulfilment rate (handbook C-33)."""


def age(due: date, today: date) -> str:
    """The age of a debt, of `AGES`; months by the Civil Code's count, and no holiday moves them.

    Due 2026-05-25 is older than six months from 2026-11-26.
    """
    if today <= due:
        return "not-due"
    if today <= due + DAY * 30:
        return "30"
    if today <= due + DAY * 90:
        return "90"
    if today <= add_months(due, 6):
        return "half"
    if today <= add_months(due, LIMITATION_MONTHS):
        return "older"
    return "limitation"


def age_edges(today: date) -> dict[str, tuple[date | None, date | None]]:
    """By age the first and the last due date that has it: what a list asks the database for.

    Months end where the month is shorter, so the edge is looked for by `age` itself.
    """
    edges: dict[str, tuple[date | None, date | None]] = {"not-due": (today, None)}
    newest = today - DAY
    for name in AGES[1:-1]:
        guess = {
            "30": today - DAY * 30,
            "90": today - DAY * 90,
            "half": add_months(today, -6),
            "older": add_months(today, -LIMITATION_MONTHS),
        }[name]
        order = AGES.index(name)
        while AGES.index(age(guess, today)) > order:
            guess += DAY
        while AGES.index(age(guess - DAY, today)) <= order:
            guess -= DAY
        edges[name] = (guess, newest)
        newest = guess - DAY
    edges["limitation"] = (None, newest)
    return edges


def limitation_day(due: date, table: HolidayTable) -> date:
    """The last day to sue: three years after the due date, on to the next working day (民法典 188, 203)."""
    return working_day_on(add_months(due, LIMITATION_MONTHS), table)


def working_day_on(day: date, table: HolidayTable) -> date:
    """The day itself when it is a working day, else the next one."""
    while not calendar.is_workday(day, table):
        day += DAY
    return day


def pay_by(issued: date, days: int, table: HolidayTable) -> date:
    """The last day to pay that a letter names: so many days later, on to the next working day."""
    return working_day_on(issued + DAY * days, table)


def next_step(last: str) -> str:
    """The step after the last letter; at law there is none."""
    if not last:
        return STEPS[0]
    place = STEPS.index(last) + 1
    return STEPS[place] if place < len(STEPS) else ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to pay: the day it was made on, and the day it runs through."""

    made: date
    by: date


def promise_state(promises: Sequence[Promise], today: date, oldest: date | None) -> str:
    """`running` through its day, `broken` after it while something is owed that was due when it was made (handbook S1).

    Args:
        promises: in the order in which they were made; the last one counts.
        today: the site's date.
        oldest: the oldest day on which what is still owed fell due; None when nothing is.
    """
    if not promises or oldest is None:
        return ""
    newest = promises[-1]
    if today <= newest.by:
        return "running"
    return "broken" if oldest <= newest.made else ""


# ------------------------------------------------------------------------------------------------------------ letters
OF_THE_LAW = ("停水", "停电", "停气", "停暖", "断水", "断电", "断气", "断暖")
"""What no letter may threaten (民法典 944)."""
_SIMPLE = str.maketrans("電氣斷門禁閘熱應開關", "电气断门禁闸热应开关")
_BEFORE = {
    "断": "判诊推果武垄论决独",
    "停": "调暂居",
    "限": "有无期年权界极局上下",
}
_AFTER = {
    "水": "表泥果平准彩利域",
    "电": "梯话脑视子影器邮池",
    "气": "味氛体象质候",
    "暖": "心和意",
}
_EVASIVE = (
    re.compile(r"(?:停止|中断|切断|停供|暂停|终止)(?:供应|供给|提供|您的|贵户的?|该户的?)?(?:供)?[水电气暖]"),
    re.compile(r"(?:切断|关闭|关停)(?:您的|贵户的?)?(?:水源|电源|水阀|气阀|电闸|水闸)|拉闸"),
    re.compile(
        r"\b(?:cut|turn|shut|switch)(?:ting)?\s*(?:off)?[^.]{0,30}\b(?:water|power|electricity|gas|heat(?:ing)?|supply)\b"
    ),
    re.compile(r"\bdisconnect\w*[^.]{0,30}\b(?:water|power|electricity|gas|heat(?:ing)?|supply)\b"),
)


@dataclass(frozen=True, slots=True)
class Threat:
    """A word of a letter that threatens supply.

    Attributes:
        word: as it stands in the list. chance: it may be part of other words (判断水表): a supervisor can save it with a reason.
    """

    word: str
    chance: bool = False


def threats(text: str, words: Iterable[str]) -> tuple[Threat, ...]:
    """What in a letter threatens to cut the supply; one that denies the threat (不会停水) threatens too (handbook S1).

    Args:
        text: of the letter.
        words: the site's list; those of the law count whatever it says.
    """
    loose = unicodedata.normalize("NFKC", text).translate(_SIMPLE).casefold()
    plain = re.sub(r"[\W_]+", "", loose)
    found: dict[str, bool] = {}
    for word in dict.fromkeys([*OF_THE_LAW, *(each.strip().translate(_SIMPLE) for each in words)]):
        start = plain.find(word) if word else -1
        while start >= 0:
            end = start + len(word)
            before = plain[start - 1 : start]
            after = plain[end : end + 1]
            chance = bool(before and before in _BEFORE.get(word[0], "")) or bool(
                after and after in _AFTER.get(word[-1], "")
            )
            found[word] = found.get(word, True) and chance
            start = plain.find(word, end)
    for pattern in _EVASIVE:
        match = pattern.search(plain) or pattern.search(loose)
        if match and match[0] not in found and not any(word in match[0] for word in found):
            found[match[0].strip()] = False
    return tuple(Threat(word, chance) for word, chance in found.items())


PLACEHOLDERS = ("姓名", "房号", "金额", "大写", "日期", "期限", "落款")
"""What a letter's text may hold in braces."""
_BRACES = re.compile(r"\{([^{}]*)\}")


def template_problems(text: str, words: Iterable[str], *, reason: str = "") -> list[Problem]:
    """What is wrong with the text of a dunning letter: empty, an unknown placeholder, a threat to supply (民法典 944).

    Args:
        text: what is typed.
        words: the site's list of forbidden words.
        reason: a supervisor's, that a word is only a chance part of others.
    """
    found = []
    if not text.strip():
        # L10N: 请填写函件内容
        return [Problem("required", _("Write the text of the letter."), "text")]
    unknown = [name for name in _BRACES.findall(text) if name not in PLACEHOLDERS]
    if unknown or text.count("{") != text.count("}"):
        # L10N: 未知的占位符：{names}
        message = _("Unknown placeholder: {names}.").format(names=listed(f"{{{name}}}" for name in unknown) or "{ }")
        found.append(Problem("placeholder", message, "text"))
    return [*found, *threat_problems(text, words, reason=reason)]


def threat_problems(text: str, words: Iterable[str], *, reason: str = "", field: str = "reason") -> list[Problem]:
    """What in a text threatens the supply (民法典 944): field `text`, or `field` where a supervisor may say why it is no threat.

    Args:
        text: of a letter, or of any template that asks for money.
        words: the site's list of forbidden words.
        reason: a supervisor's, that a word is only a chance part of others.
        field: where that reason is typed.
    """
    found = []
    for threat in threats(text, words):
        if not threat.chance:
            # L10N: 催缴函不得以停供相威胁（{word}，民法典第944条）
            message = _("A letter may not threaten the supply ({word}): the Civil Code forbids it. Please take it out.")
            found.append(Problem("threat", message.format(word=threat.word), "text"))
        elif not reason.strip():
            # L10N: “{word}”疑似停供用语；若为其他词语的一部分，请主管说明原因
            message = _(
                "“{word}” reads like a threat to the supply. If it is part of another word, a supervisor says so."
            )
            found.append(Problem("chance", message.format(word=threat.word), field))
    return found


def filled(text: str, values: dict[str, str]) -> str:
    """The letter's text with its placeholders filled in."""
    return _BRACES.sub(lambda found: values.get(found[1], found[0]), text)


# --------------------------------------------------------------------------------------------------------- fulfilment
@dataclass(frozen=True, slots=True)
class Due:
    """A bill that fell due: its day, the day it was settled (None: not yet), whether it is disputed."""

    due: date
    settled: date | None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How many of the bills that fell due in a year were paid in time."""

    paid: int
    due: int

    @property
    def share(self) -> Fraction | None:
        """The rate; None when nothing fell due."""
        return Fraction(self.paid, self.due) if self.due else None

    def below(self, percent: Decimal) -> bool:
        """Whether it is below the limit: 74.9 % is, 75.0 % is not (handbook C-16, C-33)."""
        return self.share is not None and self.share * 100 < Fraction(percent)


def fulfilment(bills: Iterable[Due], today: date, months: int = 12) -> Fulfilment:
    """By number of bills whose due date lies in the months up to yesterday; disputed ones are left out (handbook S1)."""
    first = add_months(today, -months)
    counted = [bill for bill in bills if first <= bill.due < today and not bill.disputed]
    return Fulfilment(sum(bill.settled is not None and bill.settled <= bill.due for bill in counted), len(counted))


# ---------------------------------------------------------------------------------------------------------- statements
def quarter_of(day: date) -> date:
    """The first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_end(first: date) -> date:
    """The last day of a quarter."""
    return add_months(quarter_of(first), 3) - DAY


def statement_limit(quarter: date, days: int, table: HolidayTable) -> date:
    """The last day in time: so many working days after the quarter's end (handbook S1)."""
    return calendar.working_days_after(quarter_end(quarter), days, table).day


@dataclass(frozen=True, slots=True)
class StatementRates:
    """Both rates of a quarter; the target of each is 100 %.

    Attributes:
        payers: who has a balance or turnover. done: signed or disputed. in_time: of these, by the limit.
    """

    payers: int
    done: int
    in_time: int

    @property
    def done_share(self) -> Fraction | None:
        """Done of all; None for nobody."""
        return Fraction(self.done, self.payers) if self.payers else None

    @property
    def in_time_share(self) -> Fraction | None:
        """Done in time of all; None for nobody."""
        return Fraction(self.in_time, self.payers) if self.payers else None


def statement_rates(payers: int, done: Sequence[date], limit: date) -> StatementRates:
    """Both rates from the days on which statements were signed or disputed."""
    return StatementRates(payers, len(done), sum(day <= limit for day in done))


__all__ = [
    "AGES",
    "CLASS_AFTER",
    "OF_THE_LAW",
    "OUTCOMES",
    "PLACEHOLDERS",
    "STEPS",
    "Due",
    "Fulfilment",
    "Promise",
    "StatementRates",
    "Threat",
    "age",
    "age_edges",
    "filled",
    "fulfilment",
    "limitation_day",
    "next_step",
    "pay_by",
    "promise_state",
    "quarter_end",
    "quarter_of",
    "statement_limit",
    "statement_rates",
    "template_problems",
    "threats",
    "working_day_on",
]
