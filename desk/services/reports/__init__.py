"""Reports of the request desk (handbook A4): the month, and everything unfinished on a day; on screen, paper, as xlsx.

The numbers are in `report_numbers`, the views in `report_views`, charts and pages in `report_pages`, the workbook in
`report_book`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from desk.catalog import label
from desk.errors import Checker
from desk.i18n import _, current_language, speaking
from desk.models import Building
from desk.rules import requests as rules
from desk.rules.kit import wording
from desk.rules.kit.statistics import GRADES, Rate, mean, mean_text, month_days, months_until, satisfied, shares, total
from desk.services import callbacks
from desk.services.kit.desk import Desk
from desk.services.kit.personal.leaving import hand_out
from desk.services.kit.sheets import Pages, save
from desk.services.reports import book, numbers, pages
from desk.services.reports.views import (
    Breakdown,
    MonthView,
    RepeatLine,
    ReportLine,
    ScoreLine,
    TrendPoint,
    UnfinishedRow,
    UnfinishedView,
)
from desk.slips.engine.charts import Chart, on_screen
from desk.slips.requests import satisfaction

Progress = Callable[[int, int], object]
TREND_MONTHS = 12
REPEATED_ROOMS = 15
EARLIEST = 2000
"""No site has requests from before; an earlier year is a mistake of typing."""
_STEPS = 5


def _check_month(desk: Desk, year: int, month: int) -> None:
    check, today = Checker(), desk.today()
    if not 1 <= month <= 12:
        check.add("month", "unknown", _("Choose a month from 1 to 12."))
    elif not EARLIEST <= year <= today.year or (year, month) > (today.year, today.month):
        # L10N: 该月份还没有开始，请选择更早的月份
        check.add("year", "future", _("There is nothing to report of this month. Choose another one."))
    check.done()


def _totals(kinds: Collection[numbers.Sums]) -> dict[str, Any]:
    """The figures of all kinds of requests together."""
    received = sum(sums.count for sums in kinds)
    unfinished, cancelled = sum(sums.unfinished for sums in kinds), sum(sums.cancelled for sums in kinds)
    return {
        "total": received,
        "unfinished": unfinished,
        "done": received - unfinished - cancelled,
        "cancelled": cancelled,
        "reopened": sum(sums.reopened for sums in kinds),
        "handover": total(sums.handover for sums in kinds),
        "promise": total(sums.promise for sums in kinds),
        "reply": total(sums.reply for sums in kinds),
    }


def month_report(desk: Desk, year: int, month: int, *, progress: Progress | None = None) -> MonthView:
    """The monthly report: what was received in a month, how much of it in time, what customers said of it.

    Args:
        desk: the desk.
        year: by the site's calendar.
        month: 1 to 12.
        progress: called with steps done and steps in all; what it raises ends the report (Cancel).

    Raises:
        InvalidInput: fields `year`, `month`: no such month, or one that has not begun.
    """
    now = desk.clock()
    _check_month(desk, year, month)
    step = _Steps(progress)
    first, after = month_days(year, month)
    span = numbers.Span.of(desk, first, after)
    with desk.look() as session:
        step()
        groups = numbers.by_dimension(session, desk, first, after, now)
        step()
        repeats, rooms = numbers.repeats(session, desk, span, most=REPEATED_ROOMS)
        not_repeated = numbers.not_repeated_back(session, span)
        step()
        months = [month_days(*name) for name in months_until(year, month, TREND_MONTHS)]
        trend = numbers.trend(session, desk, months)
        step()
        asked = callbacks.rates(desk, first, after - timedelta(days=1))
        step()
        buildings = {str(row.id): row for row in session.query(Building).order_by(Building.sort)}
    view = MonthView(
        first=first,
        last=after - timedelta(days=1),
        made_at=now,
        by=desk.actor.name if desk.actor else "",
        site=desk.site.name,
        language=current_language(),
        handover_minutes=desk.policy["requests.handover_minutes"],
        reply_days=desk.policy["requests.reply_days"],
        **_totals(groups["kind"].values()),
        callbacks=Rate(asked.called, asked.complaints),
        attempts=asked.attempts,
        scores=tuple(ScoreLine(grade, grade_label(grade), asked.scores[grade]) for grade in GRADES),
        mean=mean_text(mean(asked.scores)),
        satisfied=satisfied(asked.scores),
        not_repeated=not_repeated,
        repeats=repeats,
        repeat_days=desk.policy["requests.repeat_days"],
        repeated=tuple(RepeatLine(unit, room, _word("categories", code), count) for unit, room, code, count in rooms),
        breakdowns=tuple(
            Breakdown(code, title, _lines(groups[code], _words_of(code, buildings)))
            for code, title in _dimensions().items()
        ),
        trend=_points(trend, [start for start, _after in months]),
        trend_kinds=tuple((kind, label("kinds", kind)) for kind in rules.KINDS),
    )
    step()
    return view


def _points(trend: Mapping[tuple[int, str], int], months: Sequence[date]) -> tuple[TrendPoint, ...]:
    return tuple(
        TrendPoint(f"{start:%Y-%m}", tuple(trend.get((place, kind), 0) for kind in rules.KINDS))
        for place, start in enumerate(months)
    )


def unfinished_report(desk: Desk, on: date, *, progress: Progress | None = None) -> UnfinishedView:
    """Everything that was not closed at the end of a day (handbook A4: the year-end list), not done first, the oldest first.

    The state is that of the day; room, promise and who is responsible are as the record has them now.

    Args:
        desk: the desk.
        on: the day; today gives what is unfinished now.
        progress: as in `month_report`.

    Raises:
        InvalidInput: field `on`: a day to come.
    """
    check = Checker()
    if on > desk.today():
        # L10N: 该日期还没有到
        check.add("on", "future", _("This day has not come yet. Choose today or an earlier one."))
    elif on.year < EARLIEST:
        check.add("on", "far", _("There is nothing to report of this day. Choose a later one."))
    check.done()
    step = _Steps(progress, 2)
    now = desk.clock()
    # Of today it is now that counts: nothing has happened later.
    end = min(desk.midnight(on + timedelta(days=1)), now + timedelta(microseconds=1))
    with desk.look() as session:
        step()
        found = numbers.unfinished(session, end)
        step()
    rows = [_unfinished_row(desk, row, state, on, end) for row, state in found]
    rows.sort(key=lambda row: row.done)
    by_kind = {kind: sum(row.kind == kind for row in rows) for kind in rules.KINDS}
    view = UnfinishedView(
        on=on,
        made_at=now,
        by=desk.actor.name if desk.actor else "",
        site=desk.site.name,
        language=current_language(),
        zone=desk.site.zone,
        rows=tuple(rows),
        by_kind=tuple((label("kinds", kind), count) for kind, count in by_kind.items() if count),
    )
    step()
    return view


def report_pdf(desk: Desk, view: MonthView | UnfinishedView) -> bytes:
    """The report on A4, with the pictures that the screen shows, in the language it was made in."""
    with speaking(view.language):
        if isinstance(view, MonthView):
            return pages.month_pdf(view, made=_made(desk, view))
        return pages.unfinished_pdf(view, made=_made(desk, view), zone=desk.zone)


def report_charts(view: MonthView, *, dpi: float = 96, dark: bool = False) -> tuple[Chart, ...]:
    """The charts of the month as pictures, the same drawings that the paper has.

    Args:
        view: the month.
        dpi: pixels per inch of the screen times its scale: 96 at 100 %, 144 at 150 %.
        dark: light writing on a dark ground.
    """
    with speaking(view.language):
        return tuple(
            on_screen(picture.code, picture.title, picture.drawing, picture.text, dpi=dpi)
            for picture in pages.pictures(view, dark=dark)
        )


def save_report(desk: Desk, view: MonthView | UnfinishedView, path: Path) -> Path:
    """The report as a file: pages where the name ends with .pdf, else a workbook; a file that is there is replaced once it is complete.

    The month counts and names nobody. The list of what is unfinished names callers: it leaves by the manager's word, with an event
    (handbook C-27).

    Raises:
        NotAllowed: the list of what is unfinished, not a manager.
        StorageError: `file-in-use` or `io`: the file is open in another program, or cannot be written.
    """
    pdf = path.suffix.lower() == ".pdf"
    with speaking(view.language):
        made = Pages(report_pdf(desk, view)) if pdf else book.made(view)
        if isinstance(view, MonthView):
            return save(made, path)
        with desk.act("report.export") as act:
            return hand_out(act, desk, made, path, people=len(view.rows), list="unfinished", day=f"{view.on}")


def save_unfinished(desk: Desk, on: date, path: Path) -> Path:
    """What was unfinished at the end of a day as a file; it names callers and leaves by the manager's word (handbook C-27).

    Raises:
        As `unfinished_report` and `save_report`.
    """
    return save_report(desk, unfinished_report(desk, on), path)


def file_name(view: MonthView | UnfinishedView, ending: str) -> str:
    """The name that "save as" proposes: 月报-2026-11.pdf, 未完成-2026-12-31.xlsx."""
    with speaking(view.language):
        if isinstance(view, MonthView):
            # L10N: 客服月报
            name = _("Monthly report")
            return f"{name}-{view.name}.{ending}"
        # L10N: 未完成事项
        name = _("Unfinished items")
        return f"{name}-{view.on:%Y-%m-%d}.{ending}"


def grade_label(grade: int) -> str:
    """The words of a grade, 5 (very satisfied) to 1."""
    return satisfaction()[5 - grade].label


def _dimensions() -> dict[str, str]:
    return {
        # L10N: 按类型
        "kind": _("By kind"),
        # L10N: 按类别
        "category": _("By category"),
        # L10N: 按楼栋
        "building": _("By building"),
        # L10N: 按部门
        "department": _("By department"),
        # L10N: 按渠道
        "channel": _("By channel"),
    }


def _words_of(dimension: str, buildings: dict[str, Any]) -> Callable[[str], str]:
    if dimension == "building":
        # L10N: 未填房号
        return lambda code: buildings[code].name if code in buildings else _("No room")
    lists = {"kind": "kinds", "category": "categories", "department": "departments", "channel": "channels"}
    return lambda code: _word(lists[dimension], code)


def _word(name: str, code: str) -> str:
    # L10N: 未填写
    return label(name, code) if code else _("Not given")


def _lines(groups: dict[str, numbers.Sums], word: Callable[[str], str]) -> tuple[ReportLine, ...]:
    """The most frequent first; what was left open last, where the counts are equal by their words."""
    ordered = sorted(groups.items(), key=lambda item: (-item[1].count, not item[0], word(item[0])))
    parts = shares([sums.count for _code, sums in ordered])
    return tuple(
        ReportLine(
            code=code,
            label=word(code),
            count=sums.count,
            share=part,
            handover=sums.handover,
            promise=sums.promise,
            reply=sums.reply,
            unfinished=sums.unfinished,
            cancelled=sums.cancelled,
            reopened=sums.reopened,
        )
        for (code, sums), part in zip(ordered, parts, strict=True)
    )


def _unfinished_row(desk: Desk, row: Any, state: str, on: date, end: datetime) -> UnfinishedRow:
    (
        request_id, number, kind, room, caller, category, content, received, promised, department, responsible,
        anonymous, *_rest,
    ) = row  # fmt: skip
    return UnfinishedRow(
        request_id=request_id,
        number=number,
        kind=kind,
        kind_label=label("kinds", kind),
        state=state,
        state_label=label("states", state),
        room=room or "",
        caller=_("Anonymous") if anonymous else caller,
        category_label=label("categories", category) if category else "",
        content=content,
        received_at=received,
        promised_at=promised,
        department=label("departments", department) if department else "",
        responsible=responsible,
        days=(on - desk.local(received).date()).days,
        overdue=state in rules.UNFINISHED and promised is not None and promised < end,
        done=state not in rules.UNFINISHED,
    )


def _made(desk: Desk, view: MonthView | UnfinishedView) -> str:
    # L10N: {moment} {staff} 制表
    return _("Made {moment} by {staff}").format(moment=wording.moment(desk.local(view.made_at)), staff=view.by).strip()


class _Steps:
    """Counts the steps of a report and tells who waits."""

    def __init__(self, progress: Progress | None, steps: int = _STEPS) -> None:
        self._progress, self._steps, self._done = progress, steps, -1

    def __call__(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._steps)


__all__ = [
    "Breakdown",
    "Chart",
    "MonthView",
    "RepeatLine",
    "ReportLine",
    "ScoreLine",
    "TrendPoint",
    "UnfinishedRow",
    "UnfinishedView",
    "file_name",
    "grade_label",
    "month_report",
    "report_charts",
    "report_pdf",
    "save_report",
    "save_unfinished",
    "unfinished_report",
]
