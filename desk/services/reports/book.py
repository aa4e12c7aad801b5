"""The reports as workbooks. Texts stay texts: what begins with = in a complaint is no formula.

Called in the language of the view.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desk.errors import StorageError
from desk.i18n import _
from desk.rules.kit.statistics import Rate
from desk.services.reports import pages
from desk.services.reports.views import MonthView, UnfinishedView
from desk.slips.engine.fonts import clean

_WIDEST = 60
_PERCENT = "0.0%"
_MOMENT = "yyyy-mm-dd hh:mm"


def write(view: MonthView | UnfinishedView, path: Path) -> Path:
    """Writes the workbook beside its place and moves it there when it is complete.

    Raises:
        StorageError: `file-in-use` when another program holds the file, `io` else.
    """
    from openpyxl import Workbook

    book: Any = Workbook(write_only=False)
    book.remove(book.active)
    if isinstance(view, MonthView):
        _month(book, view)
    else:
        _unfinished(book, view)
    part = path.with_name(path.name + ".part")
    try:
        book.save(part)
        os.replace(part, path)  # noqa: PTH105 - replaces on Windows too
    except PermissionError as error:
        raise StorageError(
            "file-in-use",
            _("{file} is open in another program or write-protected. Close it there, or choose another name.").format(
                file=path.name
            ),
        ) from error
    except OSError as error:
        raise StorageError(
            "io", _("{file} cannot be written ({error}).").format(file=path.name, error=error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _month(book: Any, view: MonthView) -> None:
    # L10N: 汇总
    sheet = _Sheet(
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
            *((f"{name}{what}", 14) for name in (_("Handed over in time"), _("Promise kept"), _("Answered in time"))
              for what in ("", " #", " /")),
            (_("Not done"), 10), (_("Cancelled"), 10), (_("Reopened"), 10),
        ]  # fmt: skip
        sheet = _Sheet(book, part.title, headings)
        for entry in part.lines:
            sheet.row(
                [
                    entry.label, entry.count, _Percent(entry.share), *_rate(entry.handover), *_rate(entry.promise),
                    *_rate(entry.reply), entry.unfinished, entry.cancelled, entry.reopened,
                ]
            )  # fmt: skip
    # L10N: 趋势
    sheet = _Sheet(
        book, _("Trend"), [(_("Month"), 12), *((name, 10) for _code, name in view.trend_kinds), (_("Total"), 10)]
    )
    for point in view.trend:
        sheet.row([point.label, *point.counts, point.total])
    # L10N: 重复反映
    sheet = _Sheet(book, _("Came again"), [(_("Room"), 22), (_("Category"), 22), (_("Times again"), 12)])
    for again in view.repeated:
        sheet.row([again.room, again.category, again.count])


def _unfinished(book: Any, view: UnfinishedView) -> None:
    zone = ZoneInfo(view.zone)
    headings = [(name, min(width * 9 + 4, _WIDEST)) for name, width, _right in pages.list_columns()]
    # L10N: 未完成合计
    sheet = _Sheet(book, _("Unfinished"), [*headings, (_("Past the promised time"), 14)])
    for number, row in enumerate(view.rows, 1):
        texts = pages.cells(row, zone)
        sheet.row([number, *texts[:7], _local(row.received_at, zone), _local(row.promised_at, zone), texts[9], row.days,
                   # L10N: 是
                   _("Yes") if row.overdue else ""])  # fmt: skip


class _Percent(Decimal):
    """A share in per cent, to be written as a rate."""


def _rate(value: Rate) -> list[object]:
    """The rate, rounded down as on paper, and its counts; no rate where there was nothing."""
    percent = value.percent
    return [_Percent(percent) if percent is not None else "", value.part, value.whole]


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | str:
    """A moment of the site's zone; workbooks know no zones."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment else ""


class _Sheet:
    """A sheet with headings in bold that stay in sight."""

    def __init__(self, book: Any, title: str, headings: Sequence[tuple[str, float]]) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self._sheet = book.create_sheet(_sheet_name(title, book.sheetnames))
        self._row = 0
        self.row([heading for heading, _width in headings])
        for place, (_heading, width) in enumerate(headings, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = width
            self._sheet.cell(1, place).font = Font(bold=True)
        self._sheet.freeze_panes = "A2"

    def row(self, values: Iterable[object]) -> None:
        """Adds a line: texts as texts, whole numbers, shares, moments."""
        self._row += 1
        for place, value in enumerate(values, 1):
            if value == "" or value is None:
                continue
            cell = self._sheet.cell(self._row, place)
            if isinstance(value, _Percent):
                cell.value = value / 100
                cell.number_format = _PERCENT
            elif isinstance(value, datetime):
                cell.value = value
                cell.number_format = _MOMENT
            elif isinstance(value, str):
                cell.value = clean(value)
                cell.data_type = "s"  # = + - @ begin a formula else
            else:
                cell.value = value


def _sheet_name(title: str, taken: Iterable[str]) -> str:
    """A name that workbooks allow: at most 31 characters, without the marks of their formulas, each once."""
    name = "".join(" " if character in "[]:*?/\\" else character for character in title).strip()[:28] or "-"
    used = {other.casefold() for other in taken}
    number, found = 1, name
    while found.casefold() in used:
        number += 1
        found = f"{name} {number}"
    return found


__all__ = ["write"]
