"""Prices, points, redemption: pure functions of a scheme and what is on the receipt (handbook A9, C-5, C-6, C-23, V2, V5, V10)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desk.errors import Problem
from desk.i18n import _
from desk.rules import roster
from desk.rules.kit.lunar import Calendar, birthday_in
from desk.rules.kit.money import figures
from desk.rules.schemes import FULL, Double, Ladder, Scheme


def share(fen: int, rate: int) -> int:
    """A part of an amount in thousandths, half up to the fen (handbook C-23)."""
    return (fen * rate + FULL // 2) // FULL


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a receipt.

    Attributes:
        label: the label price, in fen. promotion: the counter's own, in thousandths (8折 is 800).
        special: 特公价: no discount at all. graded: medium or high-grade goods (handbook V7).
    """

    label: int
    promotion: int = FULL
    special: bool = False
    graded: bool = False


@dataclass(frozen=True, slots=True)
class Priced:
    """What a receipt comes to, in fen: label, slip (after the promotion), paid (after the card), and of that on graded goods."""

    label: int
    slip: int
    paid: int
    graded: int = 0


def priced(lines: Sequence[Line], rate: int) -> Priced:
    """The slip price is label × promotion, paid is slip × card, each half up, per line, then summed (handbook V2).

    Args:
        lines: of the receipt.
        rate: of the card, in thousandths; 1000 for none.
    """
    label = slip = paid = graded = 0
    for line in lines:
        one = line.label if line.special else share(line.label, line.promotion)
        own = one if line.special else share(one, rate)
        label, slip, paid = label + line.label, slip + one, paid + own
        graded += own if line.graded else 0
    return Priced(label, slip, paid, graded)


@dataclass(frozen=True, slots=True)
class Terms:
    """What decided about the points of a purchase, kept with it: a refund keeps its day's rules (handbook V5).

    Attributes:
        day: of the receipt. doubled: why the base counts twice: `weekday`, `birthday`, `first`, `days`; "" when it does not.
        earns: it earns at all.
    """

    day: date
    doubled: str = ""
    earns: bool = True


def is_birthday(day: date, month: int | None, of_month: int | None, calendar: Calendar, *, leap: bool = False) -> bool:
    """Whether a birthday is kept on a day, by its calendar (handbook C-18)."""
    if not month or not of_month:
        return False
    years = (day.year - 1, day.year) if calendar == "lunar" else (day.year,)
    return any(birthday_in(year, month, of_month, leap, calendar) == day for year in years)


def doubled_by(scheme: Scheme, day: date, *, birthday: bool, place: int | None) -> str:
    """Why a purchase's points count twice; "" when they do not. Several reasons still double once (handbook C-6).

    Args:
        scheme: of the day.
        day: of the receipt.
        birthday: it is the member's.
        place: the member's place among those who bought on this day, 1 for the first; None where that does not count.
    """
    for rule in scheme.doubles:
        if rule.on and _inside(rule, day) and _doubles(rule, day, birthday=birthday, place=place):
            return rule.kind
    return ""


def _inside(rule: Double, day: date) -> bool:
    return (rule.since is None or rule.since <= day) and (rule.until is None or day <= rule.until)


def _doubles(rule: Double, day: date, *, birthday: bool, place: int | None) -> bool:
    if rule.kind == "weekday":
        return day.weekday() in rule.weekdays and (not rule.months or day.month in rule.months)
    if rule.kind == "birthday":
        return birthday
    if rule.kind == "first":
        return place is not None and place <= rule.count
    return True


def counts_places(scheme: Scheme, day: date) -> bool:
    """Whether the order in which members buy matters on a day."""
    return any(rule.on and rule.kind == "first" and _inside(rule, day) for rule in scheme.doubles)


def points_of(scheme: Scheme, fen: int, terms: Terms) -> int:
    """The points of a purchase of which so much counts: the base dropped down per receipt, doubled, the bonus on top (handbook C-6).

    Args:
        scheme: of the purchase's day.
        fen: paid, less refunds and what a coupon paid.
        terms: of the purchase.
    """
    if not terms.earns or fen <= 0:
        return 0
    base = fen // scheme.earn_fen * scheme.earn_points
    bonus = scheme.bonus if scheme.bonus and base >= scheme.bonus_from else 0
    return base * (2 if terms.doubled else 1) + bonus


def points_needed(ladder: Ladder, fen: int) -> int:
    """The smallest step that covers a label price (handbook A9): up to 200.00 → 1,000, up to 400.00 → 1,500, 200.00 more → 500 more."""
    beyond = max(0, fen - ladder.fen)
    return ladder.points + -(-beyond // ladder.step_fen) * ladder.step_points


def covered(ladder: Ladder, points: int) -> int:
    """Up to which label price points reach, in fen; 0 below the first step."""
    if points < ladder.points:
        return 0
    return ladder.fen + (points - ladder.points) // ladder.step_points * ladder.step_fen


def redemption_problem(ladder: Ladder | None, label: int, balance: int) -> Problem | None:
    """Why an item cannot be had for points: codes `none`, `positive`, `points`."""
    if ladder is None:
        # L10N: 现行会员制度不设积分兑换
        return Problem("none", _("The scheme in force has no redemption."), "label")
    if label <= 0:
        return Problem("positive", _("An amount is more than 0."), "label")
    needed = points_needed(ladder, label)
    if balance < needed:
        # L10N: 标价 {price} 需 {needed} 分，可用积分 {balance} 分，最高可兑换标价 {most} 的商品
        words = _("A label price of {price} takes {needed} points; there are {balance}, enough for {most} at most.")
        return Problem(
            "points",
            words.format(
                price=figures(label),
                needed=f"{needed:,}",
                balance=f"{balance:,}",
                most=figures(covered(ladder, balance)),
            ),
            "label",
        )
    return None


def quarter(day: date) -> str:
    """The calendar quarter of a day, `2026Q4`."""
    return f"{day.year}Q{(day.month + 2) // 3}"


_PROMOTION = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)(折|%)?")


def read_promotion(text: str) -> int | None:
    """8折, 85折, 8.5, 0.85, 85% as thousandths; nothing is no promotion. None for what is none of these."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain or roster.is_nothing(plain) or plain in ("无折扣", "原价", "不打折"):
        return 1000
    found = _PROMOTION.fullmatch(plain)
    if found is None:
        return None
    value = Decimal(found[1])
    times = 10 if found[2] == "%" or value > 10 else 100 if found[2] or value > 1 else 1000
    parts = int(value * times)
    return parts if 0 < parts <= 1000 else None


__all__ = [
    "Line", "Priced", "Terms", "counts_places", "covered", "doubled_by", "is_birthday", "points_needed", "points_of",
    "priced", "quarter", "read_promotion", "redemption_problem", "share",
]  # fmt: skip
