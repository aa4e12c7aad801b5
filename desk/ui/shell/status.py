# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered
"""The line at the bottom: the site, its units, the printer, and the age of the last backup."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk.i18n import _, ngettext
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


class StatusLine(QFrame):
    """What is good to know at a glance, in words, with an amber word when a backup is due."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self._desk: Desk | None = None
        self._units = 0
        self._printer = ""
        self._backup: datetime | None = None
        self._known = False
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 5, theme.MARGIN, 5)
        row.setSpacing(20)
        self._site = theme.text("", "small")
        self._printing = theme.text("", "small")
        self._saved = theme.text("", "small")
        row.addWidget(self._site)
        row.addStretch(1)
        row.addWidget(self._printing)
        row.addWidget(self._saved)

    def carry(self, button: QWidget) -> None:
        """Shows a button of the window's in the middle of the line."""
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(1, button)

    def use(self, desk: Desk) -> None:
        """Watches this desk."""
        self._desk = desk

    def refresh(self) -> None:
        """Reads the figures off the UI thread."""
        if self._desk is None:
            return
        desk = self._desk

        def read() -> tuple[int, str, datetime | None]:
            from desk.services import site, slips
            from desk.services.site import backup

            return (
                site.counts(desk).units,
                slips.printer_choice(desk, "complaint").printer,
                backup.latest_backup(desk.data, now=desk.now()),
            )

        tasks.run(read, on_done=self._show, on_error=lambda _error: None, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        """Leaves the printer out where there is little room."""
        self._narrow = narrow
        self._printing.setVisible(not narrow)
        self.retranslate()

    def _show(self, figures: Any) -> None:
        self._units, self._printer, self._backup = figures
        self._known = True
        self.retranslate()

    def retranslate(self) -> None:
        """Says its words anew."""
        if self._desk is None or not self._known:
            return
        # L10N: {n} 户
        units = ngettext("{n} unit", "{n} units", self._units).format(n=f"{self._units:,}")
        name = self._desk.site.name
        # Where the side bar is narrow, who is signed in stands here.
        clerk = self._desk.actor.name if self._narrow and self._desk.actor is not None else ""
        self._site.setText(" · ".join(part for part in (clerk, name, units) if part))
        # L10N: 打印机 {printer}
        self._printing.setText(
            _("Printer {printer}").format(printer=self._printer) if self._printer else _("No printer chosen")
        )
        self._saved.setText(self._backup_words())

    def _backup_words(self) -> str:
        desk = self._desk
        if desk is None or self._backup is None:
            theme.set_role(self._saved, "warning")
            # L10N: 尚未备份
            return _("No backup yet")
        at = desk.local(self._backup)
        days = (desk.today() - at.date()).days
        theme.set_role(self._saved, "small" if days <= 1 else "warning")
        if days <= 0:
            # L10N: 备份 今天 {time}
            return _("Backup today {time}").format(time=say.hour(desk, self._backup))
        # L10N: 备份 {n} 天前
        return ngettext("Backup {n} day ago", "Backup {n} days ago", days).format(n=days)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
