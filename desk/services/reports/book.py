"""The reports as workbooks. Texts stay texts: what begins with = in a complaint is no formula.

Called in the language of the view.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from desk.i18n import _
from desk.rules.kit.statistics import Rate
from desk.services.kit.sheets import Percent, Sheet, new_book
from desk.services.reports import pages
from desk.services.reports.views import MonthView, UnfinishedView

_WIDEST = 60


def made(view: MonthView | UnfinishedView) -> Any:
    """The workbook of a report."""
    book = new_book()
    if isinstance(view, MonthView):
        _month(book, view)
    else:
        _unfinished(book, view)
    return book


def _month(book: Any, view: MonthView) -> None:
    # L10N: 汇总
    sheet = Sheet(
        book, _("Overview"), [(_("Monthly report of the request desk"), 34), (view.name, 14), ("", 14), ("", 14)]
    )
    sheet.row([_("Site"), view.site])
    for name, count in (
        (_("Requests received"), view.total),
        (_("Done"), view.done),
        (_("Not done"), view.unfinished),
        (_("Cancelled"), view.cancelled),
        (_("Reopened"), view.reopened),
        (_("Came again"), view.repeats),
        # L10N: 投诉未复述
        (_("Complaints not repeated back"), view.not_repeated),
        # L10N: 回访次数
        (_("Attempts to call back"), view.attempts),
    ):
        sheet.row([name, count])
    for name, value in pages.rates(view):
        sheet.row([name, *_rate(value)])
    for line in view.scores:
        sheet.row([f"{line.label} ({line.grade})", line.count])
    mean = view.mean
    sheet.row([_("Mean grade"), Decimal(mean) if mean[0].isdigit() else mean])
    for note in pages.notes(view):
        sheet.row([note])
    for part in view.breakdowns:
        headings = [
            (part.title, 24), (_("Count"), 10), (_("Share"), 10),
            *((what.format(name=name), 14) for name in (_("Handed over in time"), _("Promise kept"), _("Answered in time"))
              # L10N: {name}（达到件数）; {name}（计入件数）
              for what in ("{name}", _("{name}, met"), _("{name}, counted"))),
            (_("Not done"), 10), (_("Cancelled"), 10), (_("Reopened"), 10),
        ]  # fmt: skip
        sheet = Sheet(book, part.title, headings)
        for entry in part.lines:
            sheet.row(
                [
                    entry.label, entry.count, Percent(entry.share), *_rate(entry.handover), *_rate(entry.promise),
                    *_rate(entry.reply), entry.unfinished, entry.cancelled, entry.reopened,
                ]
            )  # fmt: skip
    # L10N: 趋势
    sheet = Sheet(
        book, _("Trend"), [(_("Month"), 12), *((name, 10) for _code, name in view.trend_kinds), (_("Total"), 10)]
    )
    for point in view.trend:
        sheet.row([point.label, *point.counts, point.total])
    # L10N: 重复反映
    sheet = Sheet(book, _("Came again"), [(_("Room"), 22), (_("Category"), 22), (_("Times again"), 12)])
    for again in view.repeated:
        sheet.row([again.room, again.category, again.count])


def _unfinished(book: Any, view: UnfinishedView) -> None:
    zone = ZoneInfo(view.zone)
    headings = [(name, min(width * 9 + 4, _WIDEST)) for name, width, _right in pages.list_columns()]
    # L10N: 未完成合计
    sheet = Sheet(book, _("Unfinished"), [*headings, (_("Past the promised time"), 14)])
    for number, row in enumerate(view.rows, 1):
        texts = pages.cells(row, zone)
        sheet.row([number, *texts[:7], _local(row.received_at, zone), _local(row.promised_at, zone), texts[9], row.days,
                   # L10N: 是
                   _("Yes") if row.overdue else ""])  # fmt: skip


def _rate(value: Rate) -> list[object]:
    """The rate as on paper, and its counts; no rate where there was nothing."""
    percent = value.percent
    return [Percent(percent) if percent is not None else "", value.part, value.whole]


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | str:
    """A moment of the site's zone; workbooks know no zones."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment else ""


__all__ = ["made"]
