"""The weekly count by keys: Space says that a set is whole, figures say how many there are, a scanned tag marks its set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desk.catalog import label
from desk.i18n import N_, _
from desk.services import keys as service
from desk.ui.forms import FormSpec
from desk.ui.forms.common import NOTE
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.keys import CountView, KeyRow
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell


class KeyCountPage(Page):
    """Every set that should be on its hook, in the order of the hooks.

    Attributes:
        pieces: what was counted so far, by id.
    """

    shows = frozenset({"key-set", "key-count"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.pieces: dict[int, int] = {}
        self._rows: tuple[KeyRow, ...] = ()
        layout = column(self, scroll=False)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title, self._total = theme.text("", "title"), theme.text("", "muted")
        self.all_button = theme.Button("", key="Ctrl+A")
        self.all_button.clicked.connect(self.count_all)
        self.save_button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.save_button.clicked.connect(self.save)
        head.addWidget(self._title)
        head.addWidget(self._total)
        head.addStretch(1)
        head.addWidget(self.all_button)
        head.addWidget(self.save_button)
        layout.addLayout(head)
        self._hint = theme.text("", "muted", wrap=True)
        layout.addWidget(self._hint)
        self.table = Table(
            (
                # L10N: 挂钩, 标签号, 房号, 名称
                Column("hook", N_("Hook"), 8, bold=True, least=7),
                Column("tag", N_("Tag"), 12),
                Column("room", N_("Room"), 14, get=lambda row: row.room or label("key_kinds", row.kind)),
                Column("name", N_("What it is"), 16),
                # L10N: 应有
                Column("pieces", N_("By the book"), 9, get=lambda row: f"{row.pieces - row.out}", align="right"),
                # L10N: 实有
                Column("found", N_("Counted"), 9, get=self._found, align="right", bold=True, tone=self._tone),
                # L10N: 借用人
                Column("borrower", N_("Borrower"), 12, tone=lambda _row: "muted"),
            )
        )
        self.table.view.installEventFilter(self)
        layout.addWidget(self.table, 1)

    def title(self) -> str:
        # L10N: 钥匙盘点
        return _("Count of keys")

    def first_focus(self) -> Any:
        return self.table.view

    def refresh(self) -> None:
        desk = self.desk

        def look() -> Any:
            return service.to_count(desk)

        self.ask(look, self._show)

    def _show(self, rows: tuple[KeyRow, ...]) -> None:
        self.pieces = {row.id: self.pieces[row.id] for row in rows if row.id in self.pieces}
        self._rows = rows
        self.table.set_rows(rows)
        self._say()

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 空格：件数相符；数字：实有件数；也可以扫描标签
        self._hint.setText(_("Space: as the book says. A figure: so many are there. A tag may be scanned."))
        # L10N: 全部相符 / 保存并打印
        self.all_button.set_words(_("All as the book says"))
        self.save_button.set_words(_("Save and print"))
        self.table.retranslate()
        # L10N: 没有托管的钥匙，无需盘点。
        self.table.set_empty(_("No keys are in custody; there is nothing to count."))
        self._say()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Save and print"), "Ctrl+Enter", self.save),
            PageAction(N_("All as the book says"), "Ctrl+A", self.count_all),
        )

    # ------------------------------------------------------------------------------------------------------- counting
    def _found(self, row: KeyRow) -> str:
        return f"{self.pieces[row.id]}" if row.id in self.pieces else ""

    def _tone(self, row: KeyRow) -> str:
        if row.id not in self.pieces:
            return ""
        return "green" if self.pieces[row.id] == row.pieces - row.out else "red"

    def _say(self) -> None:
        rows = self._rows
        # L10N: 已清点 {n} / {total}
        self._total.setText(_("{n} of {total} counted").format(n=len(self.pieces), total=len(rows)))
        self.save_button.setEnabled(bool(rows))
        self.all_button.setEnabled(bool(rows))

    def set_count(self, row: KeyRow, pieces: int) -> None:
        """So many pieces of a set were found."""
        self.pieces[row.id] = pieces
        self._again()

    def _again(self) -> None:
        self.table.view.viewport().update()
        self._say()

    def scanned(self, text: str) -> bool:
        """A tag that is read: its set is whole, and is the current one."""
        found = next((row for row in self._rows if text.strip() in (row.tag, row.number)), None)
        if found is None:
            return False
        self.table.select(lambda row: row.id == found.id)
        self.set_count(found, found.pieces - found.out)
        return True

    def count_all(self) -> None:
        """Every set that is not counted yet is as the book says."""
        for row in self._rows:
            self.pieces.setdefault(row.id, row.pieces - row.out)
        self._again()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            row = self.table.current()
            if row is not None and event.key() == Qt.Key.Key_Space:
                self.set_count(row, row.pieces - row.out)
                self._next()
                return True
            if row is not None and event.text().isdecimal():
                self.set_count(row, int(event.text()))
                self._next()
                return True
        return super().eventFilter(watched, event)

    def _next(self) -> None:
        rows, row = self._rows, self.table.current()
        at = rows.index(row) + 1 if row in rows else 0
        if at < len(rows):
            following = rows[at]
            self.table.select(lambda each: each.id == following.id)

    def save(self) -> None:
        """Keeps the count; differences are asked about."""
        desk = self.desk
        counted = dict(self.pieces)

        def save(values: dict[str, Any]) -> Any:
            return service.count(desk, service.CountEntry(counted, values["note"]))

        def done(view: CountView) -> None:
            self.pieces = {}
            self.refresh()
            # L10N: {number} 已保存，差异 {n} 项
            words = _("{number} is saved, {n} differences.").format(number=view.number, n=view.differences)
            self.shell.messages.info(words)
            print_slip(self, view.slip)

        # L10N: 保存盘点
        dialog = ActDialog(self, FormSpec(N_("Save the count"), (NOTE,)), save, yes=_("Save and print"))
        dialog.acted.connect(done)
        dialog.start()


__all__ = ["KeyCountPage"]
