"""A member report on paper and as charts."""

from __future__ import annotations

from desk.i18n import _
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.rules.kit.wording import clauses
from desk.services.points.reports.views import Breakdown, ReportView, sums
from desk.slips.engine import charts as drawn
from desk.slips.engine.charts import DARK, LIGHT, Bar, Chart, Palette, on_screen
from desk.slips.engine.slip import Column, Table
from desk.slips.reports import Figure, Picture, Report, Section, render_report, room

MOST = 10
"""Bars of a chart; the table shows all."""


def pictures(view: ReportView, *, dark: bool = False) -> tuple[Picture, ...]:
    """The charts: a year's months, then each breakdown."""
    colours = DARK if dark else LIGHT
    whole, half = room("a4"), room("a4", 2)
    points = [(month, (fen // 100,)) for month, fen in view.months]
    text = clauses(f"{month} {figures(fen)}" for month, fen in view.months)
    # L10N: 近十二个月会员消费（元）
    title = _("Members' purchases in twelve months (yuan)")
    found = [Picture("months", title, drawn.columns(points, [title], whole, 150, palette=colours), text)]
    return (*found, *(_bars(part, half, colours) for part in view.breakdowns))


def _bars(part: Breakdown, width: float, colours: Palette) -> Picture:
    rows = [Bar(line.words, line.fen // 100, figures(line.fen)) for line in part.lines[:MOST]]
    text = clauses(f"{row.label} {row.text}" for row in rows)
    return Picture(part.code, part.title, drawn.bars(rows, width, palette=colours), text)


def charts(view: ReportView, *, dpi: float, dark: bool) -> tuple[Chart, ...]:
    """The same as pictures for the screen."""
    return tuple(
        on_screen(each.code, each.title, each.drawing, each.text, dpi=dpi) for each in pictures(view, dark=dark)
    )


def pdf(view: ReportView, *, made: str) -> bytes:
    """The pages."""
    months, *others = pictures(view)
    sections = [Section(pictures=(months,))]
    sections += [Section(pictures=tuple(others[place : place + 2])) for place in range(0, len(others), 2)]
    sections += [Section(heading=part.title, table=_table(part)) for part in view.breakdowns]
    if view.reactions:
        # L10N: 活动反应（与活动前四周比较）
        sections.append(
            Section(heading=_("Reaction to campaigns, against the four weeks before"), table=_reactions(view))
        )
    return render_report(
        Report(
            title=view.title,
            subtitle=view.name,
            site=view.site,
            made=made,
            figures=tuple(Figure(name, value) for name, value in sums(view)),
            sections=tuple(sections),
            notes=(
                # L10N: 金额为会员实付减退货；会员等级为制表时的等级。
                _("Amounts are what members paid less refunds; levels are those of the day the report was made."),
            ),
        )
    )


def _table(part: Breakdown) -> Table:
    return Table(
        (Column("", 3.0), Column(_("Shop receipts"), 1.0, right=True), Column(_("Members"), 1.0, right=True),
         Column(_("Amount (yuan)"), 1.6, right=True)),
        tuple((line.words, f"{line.count:,}", f"{line.members:,}", figures(line.fen)) for line in part.lines),
        closing="" if part.lines else _("Nothing"),
    )  # fmt: skip


def _reactions(view: ReportView) -> Table:
    return Table(
        # L10N: 活动; 期间; 消费会员; 消费额; 前四周会员; 前四周消费额
        (Column(_("Campaign"), 2.0), Column(_("Period"), 2.0), Column(_("Members"), 1.0, right=True),
         Column(_("Amount (yuan)"), 1.6, right=True), Column(_("Members before"), 1.2, right=True),
         Column(_("Amount before"), 1.6, right=True)),
        tuple(
            (each.name, f"{wording.day(each.since)} – {wording.day(each.until)}", f"{each.members:,}", figures(each.fen),
             f"{each.before_members:,}", figures(each.before_fen))
            for each in view.reactions
        ),
    )  # fmt: skip


__all__ = ["charts", "pdf", "pictures"]
