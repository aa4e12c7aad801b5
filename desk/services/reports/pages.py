"""From the views of the reports to their charts and pages. Called in the language of the view."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from desk.i18n import _, ngettext
from desk.rules.kit import wording
from desk.rules.kit.statistics import Rate, leading
from desk.rules.kit.wording import clauses
from desk.services.reports.views import Breakdown, MonthView, ReportLine, UnfinishedRow, UnfinishedView
from desk.slips.engine import charts
from desk.slips.engine.charts import DARK, LIGHT, Bar, Gauge, Palette
from desk.slips.engine.slip import Column, Table
from desk.slips.reports import Figure, Picture, Report, Section, render_report, room

MOST_BARS = 10
"""A chart shows the nine most frequent and the others together; the table shows all."""


def month_pdf(view: MonthView, *, made: str) -> bytes:
    """The monthly report on A4."""
    chart = {picture.code: picture for picture in pictures(view)}
    # L10N: 客服月报
    title = _("Monthly report of the request desk")
    sections = [Section(pictures=(chart["trend"],))]
    pairs = (("kind", "rates"), ("category", "building"), ("department", "channel"), ("scores",))
    sections += [Section(pictures=tuple(chart[code] for code in pair)) for pair in pairs]
    sections += [Section(heading=part.title, table=_breakdown_table(part)) for part in view.breakdowns]
    sections.append(_repeats(view))
    return render_report(
        Report(
            title=title,
            subtitle=view.name,
            site=view.site,
            made=made,
            figures=_figures(view),
            sections=tuple(sections),
            notes=notes(view),
        )
    )


def pictures(view: MonthView, *, dark: bool = False) -> tuple[Picture, ...]:
    """The charts of a month: one drawing for paper and screen, but for the colours of a dark window."""
    colours = DARK if dark else LIGHT
    whole, half = room("a4"), room("a4", 2)
    found = [_trend(view, whole, colours), _rates(view, half, colours)]
    found += [_breakdown_chart(part, half, colours) for part in view.breakdowns]
    found.append(_scores(view, half, colours))
    return tuple(found)


def notes(view: MonthView) -> tuple[str, ...]:
    """How it was counted, in sentences."""
    return (
        # L10N: 统计范围为本月受理的事项，状态以制表时间为准；恰好到时限的计为及时。
        _(
            "Counted are the requests received in the month, with their state when the report was made. "
            "What ends exactly at its limit is in time."
        ),
        # L10N: 移交及时：{minutes} 分钟内派工或当场解决。
        _("Handed over in time: assigned or solved on the spot within {minutes} minutes.").format(
            minutes=view.handover_minutes
        ),
        # L10N: 承诺兑现：……
        _("Promise kept: done by the promised time; what is not due yet is not counted."),
        # L10N: 回复及时：投诉在 {days} 天内回复；重新受理的以最后一次回复为准。
        _("Answered in time: complaints answered within {days} days; of those reopened the last answer counts.").format(
            days=view.reply_days
        ),
        # L10N: 回访率：本月关闭的投诉中已回访到客户的比例；比例四舍五入，但不进到未达到的整数百分点。
        _(
            "Callback rate: of the complaints closed in the month, those whose customer was reached. "
            "Rates are rounded half up, but never onto a whole per cent that is not reached."
        ),
        # L10N: 未复述的投诉：{n} 件（信函、邮件除外）
        *(
            [_("Spoken complaints that were not repeated back to the customer: {n}.").format(n=view.not_repeated)]
            if view.not_repeated
            else []
        ),
    )


# ------------------------------------------------------------------------------------------------------------- charts
def _trend(view: MonthView, width: float, colours: Palette) -> Picture:
    points = [(point.label, point.counts) for point in view.trend]
    names = [name for _code, name in view.trend_kinds]
    drawing = charts.columns(points, names, width, 150, palette=colours)
    text = clauses(f"{point.label} {point.total}" for point in view.trend)
    # L10N: 近十二个月受理量
    return Picture("trend", _("Received in twelve months"), drawing, text)


def rates(view: MonthView) -> tuple[tuple[str, Rate], ...]:
    """The rates of a month with their names."""
    return (
        # L10N: 移交及时率
        (_("Handed over in time"), view.handover),
        # L10N: 承诺兑现率
        (_("Promise kept"), view.promise),
        # L10N: 回复及时率
        (_("Answered in time"), view.reply),
        # L10N: 投诉回访率
        (_("Callback rate"), view.callbacks),
        # L10N: 满意率
        (_("Satisfaction rate"), view.satisfied),
    )


def _rates(view: MonthView, width: float, colours: Palette) -> Picture:
    rows = [Gauge(name, value.part, value.whole, value.text) for name, value in rates(view)]
    text = clauses(f"{row.label} {row.text}" for row in rows)
    # L10N: 及时率与回访
    return Picture("rates", _("Rates"), charts.gauges(rows, width, palette=colours), text)


def _breakdown_chart(part: Breakdown, width: float, colours: Palette) -> Picture:
    lines = {line.code: line for line in part.lines}
    shown, others = leading({line.code: line.count for line in part.lines}, MOST_BARS)
    rows = [Bar(lines[code].label, count, f"{count:,}　{lines[code].share} %", not code) for code, count in shown]
    if others:
        # L10N: 其余 {count} 项
        words = ngettext("{count} other", "{count} others", len(lines) - len(shown))
        # Without a bar: all the others together would make every single one look small.
        rows.append(Bar(words.format(count=len(lines) - len(shown)), 0, f"{others:,}", True))
    text = clauses(f"{row.label} {row.text}" for row in rows)
    return Picture(part.code, part.title, charts.bars(rows, width, palette=colours), text)


def _scores(view: MonthView, width: float, colours: Palette) -> Picture:
    rows = [Bar(f"{line.label} {line.grade}", line.count) for line in view.scores]
    text = clauses(f"{row.label} {row.value}" for row in rows)
    # L10N: 回访评价
    return Picture("scores", _("Grades of the callbacks"), charts.bars(rows, width, palette=colours), text)


# -------------------------------------------------------------------------------------------------------------- pages
def _figures(view: MonthView) -> tuple[Figure, ...]:
    before = view.trend[-2].total if len(view.trend) > 1 else 0
    return (
        Figure(
            # L10N: 受理件数
            _("Requests received"),
            f"{view.total:,}",
            # L10N: 上月 {count}
            _("the month before: {count}").format(count=f"{before:,}"),
        ),
        Figure(
            # L10N: 已完成
            _("Done"),
            f"{view.done:,}",
            # L10N: 未完成 {open}　取消 {cancelled}
            _("not done {open}, cancelled {cancelled}").format(
                open=f"{view.unfinished:,}", cancelled=f"{view.cancelled:,}"
            ),
        ),
        Figure(
            # L10N: 重复反映
            _("Came again"),
            f"{view.repeats:,}",
            # L10N: {days} 天内同户同类
            _("same room and matter within {days} days").format(days=view.repeat_days),
        ),
        # L10N: 重新受理
        Figure(_("Reopened"), f"{view.reopened:,}", ""),
        Figure(_("Handed over in time"), view.handover.text, part_of(view.handover)),
        Figure(_("Promise kept"), view.promise.text, part_of(view.promise)),
        Figure(_("Callback rate"), view.callbacks.text, part_of(view.callbacks)),
        Figure(
            # L10N: 平均评价
            _("Mean grade"),
            view.mean,
            # L10N: 满意率 {rate}
            _("satisfied: {rate}").format(rate=view.satisfied.text),
        ),
    )


def part_of(value: Rate) -> str:
    """A rate's counts: 38 of 40."""
    # L10N: {part} / {whole}
    return _("{part} of {whole}").format(part=f"{value.part:,}", whole=f"{value.whole:,}") if value.whole else ""


def _breakdown_table(part: Breakdown) -> Table:
    return Table(
        columns=(
            Column("", 2.4),
            # L10N: 件数
            Column(_("Count"), 0.9, right=True),
            # L10N: 占比
            Column(_("Share"), 1.0, right=True),
            Column(_("Handed over in time"), 1.5, right=True),
            Column(_("Promise kept"), 1.5, right=True),
            Column(_("Answered in time"), 1.5, right=True),
            # L10N: 未完成
            Column(_("Not done"), 1.0, right=True),
            # L10N: 取消
            Column(_("Cancelled"), 1.3, right=True),
            Column(_("Reopened"), 1.3, right=True),
        ),
        rows=tuple(_line(line) for line in part.lines),
        # L10N: （无）
        closing="" if part.lines else _("Nothing"),
    )


def _line(line: ReportLine) -> tuple[str, ...]:
    def rate(value: Rate) -> str:
        return f"{value.text}\n{value.part:,}/{value.whole:,}" if value.whole else value.text

    return (
        line.label, f"{line.count:,}", f"{line.share} %", rate(line.handover), rate(line.promise), rate(line.reply),
        f"{line.unfinished:,}", f"{line.cancelled:,}", f"{line.reopened:,}",
    )  # fmt: skip


def _repeats(view: MonthView) -> Section:
    # L10N: 重复反映的房号
    heading = _("Rooms with the same matter again")
    if not view.repeated:
        # L10N: 本月没有重复反映。
        return Section(heading, text=_("Nothing came twice in this month."))
    return Section(
        heading,
        table=Table(
            columns=(
                # L10N: 房号
                Column(_("Room"), 2),
                # L10N: 类别
                Column(_("Category"), 2),
                # L10N: 重复次数
                Column(_("Times again"), 1, right=True),
            ),
            rows=tuple((line.room, line.category, str(line.count)) for line in view.repeated),
        ),
    )


# --------------------------------------------------------------------------------------------- the year-end list
def unfinished_pdf(view: UnfinishedView, *, made: str, zone: ZoneInfo) -> bytes:
    """The list of everything unfinished on A4 landscape."""
    working = [row for row in view.rows if not row.done]
    waiting = [row for row in view.rows if row.done]
    sections = [
        # L10N: 未处理完毕
        _list(_("Work not done"), working, 1, zone),
        # L10N: 已处理，待回复、回访或关闭
        _list(_("Done, waiting for the reply, the callback or the closing"), waiting, 1 + len(working), zone),
    ]
    if not view.rows:
        # L10N: 没有未完成的事项。
        sections = [Section(text=_("Nothing is unfinished."))]
    return render_report(
        Report(
            # L10N: 未完成事项清单
            title=_("Everything unfinished"),
            # L10N: 截至 {day}
            subtitle=_("as of {day}").format(day=wording.day(view.on)),
            site=view.site,
            made=made,
            figures=(
                # L10N: 未完成合计
                Figure(
                    _("Unfinished in all"),
                    f"{len(view.rows):,}",
                    "　".join(f"{name} {count}" for name, count in view.by_kind),
                ),
                # L10N: 未处理完毕
                Figure(_("Work not done"), f"{view.working:,}"),
                # L10N: 待回复、回访或关闭
                Figure(_("Done, to be closed"), f"{view.waiting:,}"),
                # L10N: 已超承诺时间
                Figure(_("Past the promised time"), f"{view.overdue:,}"),
            ),
            sections=tuple(section for section in sections if section.table or section.text),
            paper="a4-wide",
        )
    )


def _list(heading: str, rows: list[UnfinishedRow], first: int, zone: ZoneInfo) -> Section:
    if not rows:
        return Section()
    return Section(
        heading,
        table=Table(
            columns=tuple(Column(name, width, right) for name, width, right in list_columns()),
            rows=tuple((str(number), *cells(row, zone)) for number, row in enumerate(rows, first)),
        ),
    )


def list_columns() -> tuple[tuple[str, float, bool], ...]:
    """The columns of the list: heading, relative width, at the right."""
    return (
        # L10N: 序号
        (_("No."), 0.6, True),
        # L10N: 编号
        (_("Number"), 2.2, False),
        # L10N: 类型
        (_("Kind"), 0.9, False),
        # L10N: 状态
        (_("State"), 1.0, False),
        # L10N: 房号
        (_("Room"), 1.5, False),
        # L10N: 客户
        (_("Customer"), 1.2, False),
        # L10N: 类别
        (_("Category"), 1.4, False),
        # L10N: 内容
        (_("Details"), 3.8, False),
        # L10N: 受理时间
        (_("Received"), 1.5, False),
        # L10N: 承诺时间
        (_("Promised"), 1.9, False),
        # L10N: 责任人
        (_("Responsible"), 1.6, False),
        # L10N: 天数
        (_("Days"), 0.7, True),
    )


def cells(row: UnfinishedRow, zone: ZoneInfo) -> tuple[str, ...]:
    """A line of the list without its running number."""

    def moment(value: datetime | None) -> str:
        return wording.moment(value.astimezone(zone)) if value else ""

    # L10N: {moment}（已超时）
    promised = (
        _("{moment} (overdue)").format(moment=moment(row.promised_at)) if row.overdue else moment(row.promised_at)
    )
    who = " ".join(part for part in (row.department, row.responsible) if part)
    return (
        row.number, row.kind_label, row.state_label, row.room, row.caller, row.category_label, row.content,
        moment(row.received_at), promised, who, str(row.days),
    )  # fmt: skip


__all__ = ["cells", "list_columns", "month_pdf", "notes", "part_of", "pictures", "rates", "unfinished_pdf"]
