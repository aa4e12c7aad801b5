"""Member reports of a month, quarter, half-year or year (handbook A9, V14): numbers, charts, PDF, xlsx."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desk.errors import InvalidInput, Problem
from desk.i18n import _, current_language, speaking
from desk.models.cards import Member
from desk.models.points import PointEntry, Purchase
from desk.rules.kit import wording
from desk.rules.kit.dates import add_months
from desk.services import schemes
from desk.services.kit.desk import Desk
from desk.services.kit.words import issued_line
from desk.services.points.reports import book, pages
from desk.services.points.reports.parts import breakdowns, totals
from desk.services.points.reports.views import Breakdown, Line, Reaction, ReportView, sums
from desk.slips.engine.charts import Chart

SPANS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
"""Months of each kind of report."""
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
        count, members, fen = totals(session, first, after)
        joined = _joined(session, Member.joined_on, first, after)
        ended = _joined(session, Member.ended_on, first, after)
        earned, spent = _points(session, first, after)
        return ReportView(
            kind, _titles(kind), _name(kind, year, part), desk.site.name, first, after - timedelta(days=1),
            fen, count, members, joined, ended, earned, spent, breakdowns(session, desk, first, after), _months(session, after),
            _reactions(session, first, after), current_language(),
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
    with speaking(view.language):
        return pages.pdf(view, made=issued_line(desk))


def report_charts(view: ReportView, *, dpi: float = 96, dark: bool = False) -> tuple[Chart, ...]:
    """The charts as pictures, the same drawings that the paper has."""
    with speaking(view.language):
        return pages.charts(view, dpi=dpi, dark=dark)


def report_xlsx(_desk: Desk, view: ReportView, file: Path) -> Path:
    """The report as a workbook: sums, months, breakdowns, campaigns, with charts; nobody is named in it.

    Raises:
        StorageError: the file is open in another program, or cannot be written.
    """
    with speaking(view.language):
        return book.write(view, Path(file))


__all__ = [
    "SPANS", "Breakdown", "Line", "Reaction", "ReportView", "report", "report_charts", "report_pdf", "report_xlsx", "sums",
]  # fmt: skip
