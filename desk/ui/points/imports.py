"""Importing the receipts that a shop keeps in a list of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _, ngettext
from desk.services import points
from desk.ui.forms.import_page import ImportPage
from desk.ui.kit import words as say
from desk.ui.points.words import yuan_words

if TYPE_CHECKING:
    from desk.services.points import ImportReport


class ReceiptsImportPage(ImportPage):
    """`open_page("receipts-import")`, or with `file=` a path."""

    # L10N: 导入小票
    heading = N_("Import receipts")
    # L10N: 选择小票清单
    choosing = N_("Choose the list of receipts")
    # L10N: 选择商户的小票清单：按表头识别日期、专柜、小票号、实付、卡号，先试读并列出问题，确认后才写入。
    hint = N_(
        "Choose the list of receipts that a shop keeps. Days, counters, numbers, amounts and cards are known by the"
        " headings and every row is tried first; nothing is written until you press Import."
    )
    # L10N: 正在试读小票清单
    trying = N_("Trying the list of receipts")
    # L10N: 正在导入小票清单
    importing = N_("Importing the list of receipts")

    def take_in(self, file: Path, **options: Any) -> Callable[..., Any]:
        return partial(points.import_purchases, self.desk, file, skip_bad=options["skip_bad"])

    def counts(self, report: ImportReport) -> str:
        return say.dotted(
            # L10N: {n} 张小票
            ngettext("{n} receipt", "{n} receipts", report.created).format(n=f"{report.created:,}"),
            # L10N: {n} 分
            ngettext("{n} point", "{n} points", report.points).format(n=f"{report.points:,}"),
            yuan_words(report.fen),
            _("unchanged {n}").format(n=f"{report.unchanged:,}"),
        )

    def brings(self, report: ImportReport) -> bool:
        return report.created > 0

    def imported(self, report: ImportReport) -> None:
        # L10N: 已导入 {n} 张小票，共 {points} 分
        words = _("{n} receipts are booked, {points} points.")
        self.shell.messages.info(
            words.format(n=f"{report.created:,}", points=f"{report.points:,}"),
            # L10N: 消费积分
            label=_("Purchases and points"),
            action=lambda: self.shell.open_page("purchases"),
        )


__all__ = ["ReceiptsImportPage"]
