"""What members bought in a time, summed by level, price band, brand, kind of goods, age and sex: the database counts, no sale is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Customer
from desk.models.cards import Member
from desk.models.points import Purchase
from desk.models.schemes import ShopCounter
from desk.rules.kit.dates import age_on
from desk.rules.schemes import level_name
from desk.services import schemes
from desk.services.kit.desk import Desk
from desk.services.points.reports.views import Breakdown, Line

BANDS = (100_00, 300_00, 500_00, 1000_00, 3000_00, 5000_00, 10000_00)
"""Upper ends of the price bands, in fen; what is above the last is a band of its own."""
AGES = (25, 35, 45, 55, 65)
"""Upper ends of the age bands, not included."""
_FEN = Purchase.paid - Purchase.refunded
_SUMS = (func.count(Purchase.id), func.count(Purchase.member_id.distinct()), func.coalesce(func.sum(_FEN), 0))


def _sold(first: date, after: date) -> tuple[ColumnElement[bool], ...]:
    return Purchase.day >= first, Purchase.day < after, Purchase.void == "", Purchase.paid > Purchase.refunded


def totals(session: Session, first: date, after: date) -> tuple[int, int, int]:
    """Receipts, members who bought, and what they paid less refunds in fen, from a day until before another."""
    question = select(*_SUMS).join(Member, Member.id == Purchase.member_id).where(*_sold(first, after))
    count, members, fen = session.execute(question).one()
    return int(count), int(members), int(fen)


def breakdowns(session: Session, desk: Desk, first: date, after: date) -> tuple[Breakdown, ...]:
    """The sales of a time in six views."""
    scheme = schemes.at(session, desk.today())
    ranks = {code: level_name(scheme, code) for code in scheme.codes}
    none = _("Not known")
    # L10N: 女; 男
    sexes = {"female": _("Female"), "male": _("Male")}
    bands, ages = _band_words(), [*_age_words(), none]

    def by(
        code: str, title: str, key: ColumnElement[Any], words: Callable[[Any], str], order: Sequence[str] = ()
    ) -> Breakdown:
        return _group(session, code, title, (key, words, order), first, after)

    return (
        # L10N: 按会员等级
        by("tier", _("By level"), Member.tier.expression, lambda tier: ranks.get(tier, tier), list(ranks.values())),
        # L10N: 按价格带
        by("band", _("By price band"), _place(_FEN, BANDS), lambda place: bands[place], bands),
        # L10N: 按品牌（专柜）
        by("brand", _("By brand"), func.coalesce(ShopCounter.name, ""), lambda name: name or _("Centre")),
        # L10N: 按商品类型
        by("category", _("By kind of goods"), func.coalesce(ShopCounter.category, ""),
           lambda code: label("goods_types", code) if code else none),
        # L10N: 按年龄段
        by("age", _("By members' age"), _age_place(first), lambda place: ages[place], ages),
        # L10N: 按性别
        by("sex", _("By sex"), case((Customer.sex.in_(list(sexes)), Customer.sex), else_=""), lambda code: sexes.get(code, none),
           [*sexes.values(), none]),
    )  # fmt: skip


def _group(
    session: Session,
    code: str,
    title: str,
    by: tuple[ColumnElement[Any], Callable[[Any], str], Sequence[str]],
    first: date,
    after: date,
) -> Breakdown:
    """One view: by what, its words, and the order of these (what is not in it comes after, by amount)."""
    key, words, order = by
    key = key.label("part")
    rows = session.execute(
        select(key, *_SUMS)
        .join(Member, Member.id == Purchase.member_id)
        .join(Customer, Customer.id == Purchase.customer_id)
        .outerjoin(ShopCounter, ShopCounter.id == Purchase.counter_id)
        .where(*_sold(first, after))
        .group_by("part")
    )
    lines = [Line(words(part), int(count), int(members), int(fen)) for part, count, members, fen in rows]
    places = {name: place for place, name in enumerate(order)}
    lines.sort(key=lambda line: (places.get(line.words, len(places)), -line.fen, line.words))
    return Breakdown(code, title, tuple(lines))


def _place(value: ColumnElement[Any], ends: Sequence[int]) -> ColumnElement[Any]:
    """Which band an amount lies in, counted from 0."""
    return case(*((value <= high, place) for place, high in enumerate(ends)), else_=len(ends))


def _band_words() -> list[str]:
    lows = (0, *BANDS)
    found = [f"{low // 100:,}–{high // 100:,}" for low, high in zip(lows, BANDS, strict=False)]
    # L10N: {amount} 以上
    return [*found, _("over {amount}").format(amount=f"{BANDS[-1] // 100:,}")]


def _age_place(on: date) -> ColumnElement[Any]:
    """Which age band a member lies in on a day, counted from 0; the last one is those whose birthday is not known."""
    ends = [(Customer.birthday > born_by(age, on), place) for place, age in enumerate(AGES)]
    return case((Customer.birthday.is_(None), len(AGES) + 1), *ends, else_=len(AGES))


def born_by(age: int, on: date) -> date:
    """The last birthday with which somebody is so old on a day, by the very count of ages (29 February: handbook C-18)."""
    born = date(on.year - age, on.month, min(on.day, 28))
    while age_on(born + timedelta(days=1), on) >= age:
        born += timedelta(days=1)
    while age_on(born, on) < age:
        born -= timedelta(days=1)
    return born


def _age_words() -> list[str]:
    lows = (0, *AGES)
    found = [f"{low}–{high - 1}" for low, high in zip(lows, AGES, strict=False)]
    # L10N: {age} 岁及以上
    return [*found, _("{age} and older").format(age=AGES[-1])]


__all__ = ["AGES", "BANDS", "born_by", "breakdowns", "totals"]
