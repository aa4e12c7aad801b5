"""Importing the office's own readings of the meters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _, ngettext
from desk.services import fees
from desk.ui.forms.import_page import ImportPage
from desk.ui.kit import words as say

if TYPE_CHECKING:
    from desk.services.fees import ReadingsReport


class ReadingsImportPage(ImportPage):
    """`open_page("readings-import")`, or with `file=` a path."""

    # L10N: 导入抄表读数
    heading = N_("Import readings")
    # L10N: 选择抄表读数表
    choosing = N_("Choose a list of readings")
    # L10N: 抄表日期（表内无日期列时）
    day = N_("Read on, where the list does not say")
    # L10N: 用量异常的读数已核对
    ticks = (N_("Readings that jump were looked at"),)
    # L10N: 选择 Excel 抄表读数表：按表头识别房号、表号、本次读数、抄表日期，先试读并列出问题，确认后才写入。
    hint = N_(
        "Choose the readings you keep in Excel. Rooms, meter numbers, readings and days are known by the headings and"
        " every row is tried first; nothing is written until you press Import."
    )
    # L10N: 正在试读抄表读数
    trying = N_("Trying the readings")
    # L10N: 正在导入抄表读数
    importing = N_("Importing the readings")

    def take_in(self, file: Path, **options: Any) -> Callable[..., Any]:
        (sure,) = options["ticks"]
        return partial(
            fees.import_readings, self.desk, file, on=options["day"], sure=sure, skip_bad=options["skip_bad"]
        )

    def counts(self, report: ReadingsReport) -> str:
        return say.dotted(
            ngettext("{n} meter", "{n} meters", report.read).format(n=f"{report.read:,}"),
            _("unchanged {n}").format(n=f"{report.unchanged:,}"),
            # L10N: 用量异常 {n}
            _("jumping {n}").format(n=f"{report.asked:,}") if report.asked else "",
        )

    def brings(self, report: ReadingsReport) -> bool:
        return report.read > 0

    def imported(self, report: ReadingsReport) -> None:
        # L10N: 已录入 {n} 个读数
        words = ngettext("{n} reading kept.", "{n} readings kept.", report.read).format(n=f"{report.read:,}")
        self.shell.messages.info(words, label=_("Meters"), action=lambda: self.shell.open_page("meters"))


__all__ = ["ReadingsImportPage"]
