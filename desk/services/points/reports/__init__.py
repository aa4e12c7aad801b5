"""Member reports of a month, quarter, half-year or year (handbook A9, V14): numbers, charts, PDF, xlsx."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desk.catalog import label
from desk.errors import InvalidInput, Problem
from desk.i18n import _, current_language, speaking
from desk.models import Customer
from desk.models.cards import Member
from desk.models.points import PointEntry, Purchase
from desk.models.schemes import ShopCounter
from desk.rules.kit import wording
from desk.rules.kit.dates import add_months, age_on
from desk.rules.schemes import level_name
from desk.services import schemes
from desk.services.kit.desk import Desk
from desk.services.kit.words import issued_line
from desk.services.points.reports.views import Breakdown, Line, Reaction, ReportView, sums
from desk.slips.engine.charts import Chart

SPANS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""Months of each kind of report."""
BANDS = (100_00, 300_00, 500_00, 1000_00, 3000_00, 5000_00, 10000_00)
"""Upper ends of the price bands, in fen; what is above the last is a band of its own."""
AGES = (25, 35, 45, 55, 65)
"""Upper ends of the age bands, not included."""
BEFORE = 28
"""Days before a campaign that its days are compared with (default)."""


def report(desk: Desk, kind: str, year: int, part: int = 1) -> ReportView:
    """The report of a month (part 1–12), quarter (1–4), half-year (1–2) or year.

    Raises:
        InvalidInput: `kind`, `part`, `year`: it has not begun.
    """
    months = SPANS.get(kind, 0)
    if not months:
        raise InvalidInput([Problem("choice", _("Choose month, quarter, half-year or year."), "kind")])
    if not 1 <= part <= 12 // months or not 2000 <= year <= 2200:
        # L10N: 请选择有效的期间
        raise InvalidInput([Problem("range", _("There is no such period."), "part")])
    first = date(year, (part - 1) * months + 1, 1)
    if first > desk.today():
        raise InvalidInput([Problem("future", _("This day has not come yet. Choose today or an earlier one."), "year")])
    after = add_months(first, months)
    with desk.look() as session:
        rows = _rows(session, first, after)
        joined = _joined(session, Member.joined_on, first, after)
        ended = _joined(session, Member.ended_on, first, after)
        earned, spent = _points(session, first, after)
        return ReportView(
            kind, _titles(kind), _name(kind, year, part), desk.site.name, first, after - timedelta(days=1),
            sum(row.fen for row in rows), len(rows), len({row.member for row in rows}), joined, ended, earned, spent,
            _breakdowns(session, desk, rows, first), _months(session, after), _reactions(session, first, after),
            current_language(),
        )  # fmt: skip


def _titles(kind: str) -> str:
    return {
        # L10N: 会员月报; 会员季报; 会员半年报; 会员年报
        "month": _("Members' monthly report"),
        "quarter": _("Members' quarterly report"),
        "half-year": _("Members' half-year report"),
        "year": _("Members' yearly report"),
    }[kind]


def _name(kind: str, year: int, part: int) -> str:
    if kind == "month":
        return wording.month(date(year, part, 1))
    if kind == "quarter":
        # L10N: {year} 年第 {n} 季度
        return _("quarter {n} of {year}").format(n=part, year=year)
    if kind == "half-year":
        # L10N: {year} 年上半年; {year} 年下半年
        return (_("first half of {year}") if part == 1 else _("second half of {year}")).format(year=year)
    return str(year)


@dataclass(frozen=True, slots=True)
class _Sale:
    member: int | None
    fen: int
    tier: str
    counter: str
    category: str
    sex: str
    birthday: date | None


def _rows(session: Session, first: date, after: date) -> list[_Sale]:
    rows = session.execute(
        select(
            Purchase.member_id, Purchase.paid - Purchase.refunded, Member.tier, ShopCounter.name, ShopCounter.category,
            Customer.sex, Customer.birthday,
        )
        .join(Member, Member.id == Purchase.member_id)
        .join(Customer, Customer.id == Purchase.customer_id)
        .outerjoin(ShopCounter, ShopCounter.id == Purchase.counter_id)
        .where(Purchase.day >= first, Purchase.day < after, Purchase.void == "", Purchase.paid > Purchase.refunded)
    )  # fmt: skip
    return [
        _Sale(member, fen, tier, name or "", category or "", sex, born)
        for member, fen, tier, name, category, sex, born in rows
    ]


def _joined(
    session: Session, column: InstrumentedAttribute[date] | InstrumentedAttribute[date | None], first: date, after: date
) -> int:
    states = Member.state.in_(("active", "ended"))
    return session.scalar(select(func.count(Member.id)).where(column >= first, column < after, states)) or 0


def _points(session: Session, first: date, after: date) -> tuple[int, int]:
    sums = dict(
        session.execute(
            select(PointEntry.kind, func.sum(PointEntry.points))
            .where(PointEntry.day >= first, PointEntry.day < after)
            .group_by(PointEntry.kind)
        ).all()
    )
    return int(sums.get("earn", 0) + sums.get("refund", 0)), -int(sums.get("redeem", 0) + sums.get("coupon", 0))


def _breakdowns(session: Session, desk: Desk, rows: Sequence[_Sale], first: date) -> tuple[Breakdown, ...]:
    scheme = schemes.at(session, desk.today())
    ranks = {code: level_name(scheme, code) for code in scheme.codes}
    none = _("Not known")
    sexes = {
        # L10N: 女; 男
        "female": _("Female"),
        "male": _("Male"),
    }
    return (
        # L10N: 按会员等级
        _group("tier", _("By level"), rows, lambda row: ranks.get(row.tier, row.tier), list(ranks.values())),
        # L10N: 按价格带
        _group("band", _("By price band"), rows, lambda row: _band(row.fen), [_band(each) for each in (*BANDS, BANDS[-1] + 1)]),
        # L10N: 按品牌（专柜）
        _group("brand", _("By brand"), rows, lambda row: row.counter or _("Centre")),
        # L10N: 按商品类型
        _group("category", _("By kind of goods"), rows, lambda row: label("goods_types", row.category) if row.category else none),
        # L10N: 按年龄段
        _group("age", _("By members' age"), rows, lambda row: _age(row.birthday, first) or none),
        # L10N: 按性别
        _group("sex", _("By sex"), rows, lambda row: sexes.get(row.sex, none)),
    )  # fmt: skip


def _group(
    code: str, title: str, rows: Sequence[_Sale], words: Callable[[_Sale], str], order: Sequence[str] = ()
) -> Breakdown:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    people: dict[str, set[int | None]] = defaultdict(set)
    for row in rows:
        name = words(row)
        sums[name][0] += 1
        sums[name][1] += row.fen
        people[name].add(row.member)
    places = {name: place for place, name in enumerate(order)}
    names = sorted(sums, key=lambda name: (places.get(name, len(places)), -sums[name][1], name))
    return Breakdown(code, title, tuple(Line(name, sums[name][0], len(people[name]), sums[name][1]) for name in names))


def _band(fen: int) -> str:
    low = 0
    for high in BANDS:
        if fen <= high:
            return f"{low // 100:,}–{high // 100:,}"
        low = high
    # L10N: {amount} 以上
    return _("over {amount}").format(amount=f"{BANDS[-1] // 100:,}")


def _age(born: date | None, on: date) -> str:
    if born is None:
        return ""
    age, low = age_on(born, on), 0
    for high in AGES:
        if age < high:
            return f"{low}–{high - 1}"
        low = high
    # L10N: {age} 岁及以上
    return _("{age} and older").format(age=AGES[-1])


def _months(session: Session, after: date) -> tuple[tuple[str, int], ...]:
    start = add_months(after, -12)
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for day, fen in session.execute(
        select(Purchase.day, func.sum(Purchase.paid - Purchase.refunded))
        .where(Purchase.day >= start, Purchase.day < after, Purchase.void == "", Purchase.member_id.is_not(None))
        .group_by(Purchase.day)
    ):
        sums[day.year, day.month] += int(fen)
    months = [add_months(start, place) for place in range(12)]
    return tuple((wording.month(month), sums[month.year, month.month]) for month in months)


def _reactions(session: Session, first: date, after: date) -> tuple[Reaction, ...]:
    found: list[Reaction] = []
    for dated in schemes.timeline(session):
        for each in dated.scheme.campaigns:
            if (
                each.until < first
                or each.since >= after
                or any(other.name == each.name and other.since == each.since for other in found)
            ):
                continue
            members, fen = _bought(session, each.since, each.until)
            before = _bought(session, each.since - timedelta(days=BEFORE), each.since - timedelta(days=1))
            found.append(Reaction(each.name, each.since, each.until, members, fen, *before))
    return tuple(found)


def _bought(session: Session, first: date, last: date) -> tuple[int, int]:
    members, fen = session.execute(
        select(func.count(Purchase.member_id.distinct()), func.sum(Purchase.paid - Purchase.refunded)).where(
            Purchase.day >= first, Purchase.day <= last, Purchase.void == "", Purchase.member_id.is_not(None)
        )
    ).one()
    return int(members or 0), int(fen or 0)


# --------------------------------------------------------------------------------------------------------- paper and file
def report_pdf(desk: Desk, view: ReportView) -> bytes:
    """The report on A4 with its charts, in the language it was made in.

    Raises:
        DeskError: `missing-glyph`.
    """
    from desk.services.points.reports import pages

    with speaking(view.language):
        return pages.pdf(view, made=issued_line(desk))


def report_charts(view: ReportView, *, dpi: float = 96, dark: bool = False) -> tuple[Chart, ...]:
    """The charts as pictures, the same drawings that the paper has."""
    from desk.services.points.reports import pages

    with speaking(view.language):
        return pages.charts(view, dpi=dpi, dark=dark)


def report_xlsx(_desk: Desk, view: ReportView, file: Path) -> Path:
    """The report as a workbook: sums, months, breakdowns, campaigns, with charts; nobody is named in it.

    Raises:
        StorageError: the file is open in another program, or cannot be written.
    """
    from desk.services.points.reports import book

    with speaking(view.language):
        return book.write(view, Path(file))


__all__ = [
    "SPANS", "Breakdown", "Line", "Reaction", "ReportView", "report", "report_charts", "report_pdf", "report_xlsx", "sums",
]  # fmt: skip
