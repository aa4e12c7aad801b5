"""Member reports of a month, quarter, half-year or year, TOP 500, target lists (handbook A9, V14, C-36): numbers, PDF, xlsx."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desk.catalog import label
from desk.errors import InvalidInput, Problem
from desk.i18n import _, current_language, speaking
from desk.models import Consent, Customer, Phone
from desk.models.cards import Member
from desk.models.points import PointAccount, PointEntry, Purchase
from desk.models.schemes import ShopCounter
from desk.rules.kit import wording
from desk.rules.kit.dates import add_months, age_on
from desk.rules.kit.money import yuan
from desk.rules.kit.phones import mask_phone
from desk.rules.schemes import level_name
from desk.services import schemes
from desk.services.kit.desk import Desk
from desk.services.kit.words import issued_line
from desk.services.points.report_views import Breakdown, Line, Reaction, ReportView, sums
from desk.services.points.views import Chart

SPANS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""Months of each kind of report."""
BANDS = (100_00, 300_00, 500_00, 1000_00, 3000_00, 5000_00, 10000_00)
"""Upper ends of the price bands, in fen; what is above the last is a band of its own."""
AGES = (25, 35, 45, 55, 65)
"""Upper ends of the age bands, not included."""
TOP = 500
BEFORE = 28
"""Days before a campaign that its days are compared with (default)."""


@dataclass(frozen=True, slots=True)
class TopView:
    """A member of the TOP 500: place, what was spent in fen, last visit."""

    place: int
    member_id: int
    number: str
    name: str
    tier: str
    fen: int
    count: int
    last: date


@dataclass(frozen=True, slots=True)
class TargetList:
    """Whom to tell of something: rows, and how many were left out because they opted out or did not agree (handbook C-36)."""

    rows: tuple[TargetView, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class TargetView:
    """Somebody of a target list; the phone is masked."""

    member_id: int
    number: str
    name: str
    tier: str
    phone: str
    balance: int


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


# ------------------------------------------------------------------------------------------------------------------ lists
def top_members(desk: Desk, since: date, until: date, *, limit: int = TOP) -> tuple[TopView, ...]:
    """The members who spent most in a time, the first at the top, with their last visit (handbook V14)."""
    with desk.look() as session:
        scheme = schemes.at(session, desk.today())
        fen = func.sum(Purchase.paid - Purchase.refunded)
        rows = session.execute(
            select(
                Member.id, Member.number, Customer.name, Member.tier, fen, func.count(Purchase.id), Member.last_use_on
            )
            .join(Purchase, Purchase.member_id == Member.id)
            .join(Customer, Customer.id == Member.customer_id)
            .where(Purchase.day >= since, Purchase.day <= until, Purchase.void == "")
            .group_by(Member.id, Member.number, Customer.name, Member.tier, Member.last_use_on)
            .having(fen > 0)
            .order_by(fen.desc(), Member.number)
            .limit(limit)
        )
        return tuple(
            TopView(place, key, number, name, level_name(scheme, tier), int(total), count, last)
            for place, (key, number, name, tier, total, count, last) in enumerate(rows, 1)
        )


def target_list(desk: Desk, *, tier: str = "", least: int = 0, bought_since: date | None = None) -> TargetList:
    """Members to tell of an event: of a level, with so many points, who bought since a day; opt-outs are left out and counted."""
    with desk.look() as session:
        scheme = schemes.at(session, desk.today())
        agreed = select(Consent.customer_id).where(Consent.purpose == "greetings", Consent.withdrawn_at.is_(None))
        question = (
            select(Member, Customer.name, func.coalesce(PointAccount.balance, 0))
            .join(Customer, Customer.id == Member.customer_id)
            .outerjoin(PointAccount, PointAccount.member_id == Member.id)
            .where(Member.state == "active")
            .order_by(Member.number)
        )
        if tier:
            question = question.where(Member.tier == tier)
        if least:
            question = question.where(PointAccount.balance >= least)
        if bought_since is not None:
            question = question.where(Member.last_use_on >= bought_since)
        every = session.scalar(select(func.count()).select_from(question.subquery())) or 0
        kept = session.execute(question.where(~Member.opted_out, Member.customer_id.in_(agreed))).all()
        phones: Mapping[int, str] = {}
        if kept:
            phones = dict(
                session.execute(
                    select(Phone.customer_id, Phone.number)
                    .join(Member, Member.customer_id == Phone.customer_id)
                    .order_by(Phone.position.desc(), Phone.id.desc())
                ).all()
            )
        rows = tuple(
            TargetView(
                row.id, row.number, name, level_name(scheme, row.tier),
                mask_phone(phones[row.customer_id]) if row.customer_id in phones else "", balance,
            )
            for row, name, balance in kept
        )  # fmt: skip
        return TargetList(rows, every - len(rows))


def target_xlsx(desk: Desk, file: Path, *, tier: str = "", least: int = 0, bought_since: date | None = None) -> Path:
    """The target list as a workbook; whole phone numbers leave the desk with the manager's word only (handbook C-27).

    Raises:
        NotAllowed: not a manager. StorageError.
    """
    from desk.services.kit.sheets import Sheet, new_book, save

    found = target_list(desk, tier=tier, least=least, bought_since=bought_since)
    with desk.act("points.export") as act:
        desk.require("manager")
        ids = [row.member_id for row in found.rows]
        numbers: dict[int, str] = dict(
            act.session.execute(
                select(Member.id, Phone.number)
                .join(Phone, Phone.customer_id == Member.customer_id)
                .where(Member.id.in_(ids))
                .order_by(Phone.position.desc(), Phone.id.desc())
            ).all()
        )
        act.subject = "site:1"
        act.data.update(members=len(ids), left_out=found.left_out, file=Path(file).name)
        book = new_book()
        # L10N: 目标名单
        sheet = Sheet(
            book,
            _("Target list"),
            [(_("Number"), 20), (_("Name"), 16), (_("Level"), 18), (_("Phone"), 16), (_("Points"), 12)],
        )
        for row in found.rows:
            sheet.row([row.number, row.name, row.tier, numbers.get(row.member_id, ""), row.balance])
        # L10N: 另有 {n} 人未同意或已退订，不在名单中
        sheet.row([_("{n} others opted out or did not agree; they are not listed.").format(n=found.left_out)])
        # Inside the act: what could not be written did not leave the desk, and what left it has its event.
        saved = save(book, Path(file))
        act.if_lost.append(lambda: saved.unlink(missing_ok=True))
    return saved


# --------------------------------------------------------------------------------------------------------- paper and file
def report_pdf(desk: Desk, view: ReportView) -> bytes:
    """The report on A4 with its charts, in the language it was made in.

    Raises:
        DeskError: `missing-glyph`.
    """
    from desk.services.points import report_pages

    with speaking(view.language):
        return report_pages.pdf(view, made=issued_line(desk))


def report_charts(view: ReportView, *, dpi: float = 96, dark: bool = False) -> tuple[Chart, ...]:
    """The charts as pictures, the same drawings that the paper has."""
    from desk.services.points import report_pages

    with speaking(view.language):
        return report_pages.charts(view, dpi=dpi, dark=dark)


def report_xlsx(desk: Desk, view: ReportView, file: Path) -> Path:
    """The report as a workbook: sums, breakdowns, TOP 500 of its days.

    Raises:
        StorageError: the file is open in another program, or cannot be written.
    """
    from desk.services.kit.sheets import Amount, Sheet, new_book, save

    top = top_members(desk, view.first, view.last)
    with speaking(view.language):
        book = new_book()
        sheet = Sheet(book, view.title, [(view.title, 30), (view.name, 16)])
        for name, value in sums(view):
            sheet.row([name, value])
        for part in view.breakdowns:
            sheet = Sheet(
                book, part.title, [("", 28), (_("Shop receipts"), 10), (_("Members"), 10), (_("Amount (yuan)"), 14)]
            )
            for line in part.lines:
                sheet.row([line.words, line.count, line.members, Amount(yuan(line.fen))])
        # L10N: 前 500 名会员
        headings = [
            ("", 6),
            (_("Number"), 20),
            (_("Name"), 16),
            (_("Level"), 18),
            (_("Amount (yuan)"), 14),
            (_("Shop receipts"), 10),
            (_("Last visit"), 14),
        ]
        sheet = Sheet(book, _("TOP 500"), headings)
        for row in top:
            sheet.row([row.place, row.number, row.name, row.tier, Amount(yuan(row.fen)), row.count, f"{row.last}"])
        return save(book, Path(file))


__all__ = [
    "SPANS", "Breakdown", "Line", "Reaction", "ReportView", "TargetList", "TargetView", "TopView", "report", "report_charts",
    "report_pdf", "report_xlsx", "sums", "target_list", "target_xlsx", "top_members",
]  # fmt: skip
