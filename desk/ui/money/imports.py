"""Importing the office's own list of arrears."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _, ngettext
from desk.rules.kit.money import figures
from desk.services import money
from desk.ui.forms.import_page import ImportPage
from desk.ui.kit import words as say
from desk.ui.money.words import kind_words

if TYPE_CHECKING:
    from desk.services.money import ArrearsReport


class ArrearsImportPage(ImportPage):
    """`open_page("arrears-import")`, or with `file=` a path."""

    # L10N: 导入欠费表
    heading = N_("Import arrears")
    # L10N: 选择欠费表
    choosing = N_("Choose a list of arrears")
    # L10N: 余额截止日（表内无日期列时）
    day = N_("Balances as of")
    # L10N: 选择 Excel 欠费表：按表头识别房号与各项费用，先试读并列出问题，确认后才写入。
    hint = N_(
        "Choose the list of arrears you keep in Excel or WPS, or as text. Rooms and fees are known by the headings and"
        " every row is tried first; nothing is written until you press Import."
    )
    # L10N: 正在试读欠费表
    trying = N_("Reading the list")
    # L10N: 正在导入欠费表
    importing = N_("Importing the list")

    def take_in(self, file: Path, **options: Any) -> Callable[..., Any]:
        return partial(money.import_arrears, self.desk, file, as_of=options["day"], skip_bad=options["skip_bad"])

    def counts(self, report: ArrearsReport) -> str:
        return say.dotted(
            ngettext("{n} room", "{n} rooms", report.rooms).format(n=f"{report.rooms:,}"),
            # L10N: 新增 {n} / 不变 {n}
            _("new {n}").format(n=f"{report.created:,}"),
            _("unchanged {n}").format(n=f"{report.unchanged:,}"),
            *(f"{kind_words(kind)} {figures(fen)}" for kind, fen in report.fen.items()),
            _("prepaid {amount}").format(amount=figures(report.prepaid)) if report.prepaid else "",
        )

    def brings(self, report: ArrearsReport) -> bool:
        return report.created > 0

    def imported(self, report: ArrearsReport) -> None:
        self.shell.messages.info(
            _("Imported: {counts}").format(counts=self.counts(report)),
            # L10N: 查看欠费
            label=_("See the arrears"),
            action=lambda: self.shell.open_page("arrears"),
        )


__all__ = ["ArrearsImportPage"]
