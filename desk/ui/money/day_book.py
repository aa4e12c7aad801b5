"""The counter's day book: a day's money papers and what they add up to; on paper and as a workbook."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.kit.money import figures
from desk.rules.kit.wording import listed
from desk.services import money
from desk.ui.forms import FieldSpec
from desk.ui.forms.fields import DateField
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import NARROW
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table
from desk.ui.money.words import RECEIPT_KINDS
from desk.ui.slips.actions import print_slip
from desk.ui.slips.export import export

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.money import BookRow, DayBook
    from desk.ui.kit.pages import Shell


def _void(row: BookRow) -> str:
    # L10N: 作废 / 冲销前日
    return {"day": _("Void"), "later": _("Reversal of an earlier day")}.get(row.void, "")


ROWS = (
    Column("number", N_("Number"), 18, bold=True, least=18),
    Column("kind", N_("Slip"), 12, get=lambda row: _(RECEIPT_KINDS[row.kind])),
    Column("room", N_("Room"), 14, least=11),
    Column("payer", N_("Payer"), 12),
    Column("items", N_("Items"), 18),
    Column("fen", N_("Amount"), 13, get=lambda row: figures(row.fen), align="right", least=11),
    Column("methods", N_("Paid by"), 14, get=lambda row: listed(label("tenders", one) for one in row.methods)),
    Column("invoice", N_("Invoice number"), 12),
    Column("void", N_("State"), 12, get=_void, tone=lambda _row: "red"),
)


class DayBookPage(Page):
    """A day's book; Left and Right of the day by Ctrl+PageUp and Ctrl+PageDown."""

    shows = frozenset({"receipt", "shift"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.day: date | None = None
        self.book: DayBook | None = None
        layout = column(self, scroll=False)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        head.addWidget(self._title)
        self.day_field = DateField(FieldSpec("day", N_("Day"), "date"), desk)
        self.day_field.setFixedWidth(theme.characters(self, 16))
        self.day_field.editingFinished.connect(self._day_typed)
        head.addWidget(self.day_field)
        head.addStretch(1)
        self.buttons: dict[str, theme.Button] = {}
        for action in self.actions_by_key()[-2:]:
            button = theme.Button("", key=action.key, role="primary" if action.key == "Ctrl+P" else "")
            button.clicked.connect(lambda _checked=False, run=action.run: run())
            self.buttons[action.key] = button
            head.addWidget(button)
        layout.addLayout(head)
        self.sums = theme.text("", "strong", wrap=True)
        self.items = theme.text("", "muted", wrap=True)
        layout.addWidget(self.sums)
        layout.addWidget(self.items)
        card = theme.Card()
        self.table = Table(ROWS)
        self.table.opened.connect(self._open_row)
        card.body.addWidget(self.table, 1)
        layout.addWidget(card, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.hide_columns(*(("methods", "invoice", "payer") if self.width() < NARROW else ()))

    def title(self) -> str:
        # L10N: 收款日报
        return _("Day book")

    def open(self, **args: Any) -> None:
        self.day = args.get("day") or self.desk.today()
        self.day_field.set_value(self.day)

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 前一天 / 后一天
            PageAction(N_("The day before"), "Ctrl+PgUp", lambda: self._step(-1)),
            PageAction(N_("The day after"), "Ctrl+PgDown", lambda: self._step(1)),
            # L10N: 打印日报
            PageAction(N_("Print the day book"), "Ctrl+P", self.print_it),
            # L10N: 存为 Excel
            PageAction(N_("Save as Excel"), "Ctrl+Shift+E", self.save_it),
        )

    def refresh(self) -> None:
        day, desk = self.day, self.desk
        if day is None:
            return

        def look() -> DayBook:
            return money.day_book(desk, day)

        self.ask(look, self._show)

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 日期
        self.day_field.setAccessibleName(_("Day"))
        for action in self.actions_by_key()[-2:]:
            self.buttons[action.key].set_words(_(action.label))
        self.table.retranslate()
        # L10N: 当天没有收付款
        self.table.set_empty(_("No money was taken or paid out on this day."))
        if self.book is not None:
            self._show(self.book)

    def _show(self, book: DayBook) -> None:
        if book.day != self.day:
            return
        self.book = book
        self.table.set_rows(book.rows)
        papers = ngettext("{n} receipt", "{n} receipts", book.count).format(n=f"{book.count:,}")
        words = [
            say.full_day(book.day),
            papers,
            # L10N: 收入 {amount}
            _("income {amount}").format(amount=figures(book.income)),
            # L10N: 押金 {amount}
            _("deposits {amount}").format(amount=figures(book.deposits)),
            # L10N: 退款 {amount}
            _("refunds {amount}").format(amount=figures(book.refunds)),
        ]
        if book.voids:
            # L10N: 作废 {n} 张
            words.append(ngettext("{n} void", "{n} void", book.voids).format(n=book.voids))
        if book.over_short:
            # L10N: 长短款 {amount}
            words.append(_("over/short {amount}").format(amount=figures(book.over_short)))
        self.sums.setText(" · ".join(words))
        methods = " · ".join(f"{label('tenders', code)} {figures(fen)}" for code, fen in book.methods.items())
        self.items.setText(methods)
        self.items.setVisible(bool(methods))

    def _day_typed(self) -> None:
        day = self.day_field.value()
        if day is not None and day != self.day:
            self.day = day
            self.refresh()

    def _step(self, by: int) -> None:
        if self.day is not None:
            self.day += timedelta(days=by)
            self.day_field.set_value(self.day)
            self.refresh()

    def _open_row(self, row: BookRow) -> None:
        number, desk = row.number, self.desk

        def look() -> int:
            return money.receipt_by_number(desk, number).id

        self.ask(look, lambda found: self.shell.open_page("receipt", receipt_id=found))

    def print_it(self) -> None:
        """Issues the day's book on paper and prints it."""
        day, desk = self.day, self.desk
        if day is None:
            return

        def issue() -> Any:
            return money.issue_day_book(desk, day)

        self.act(issue, lambda slip: print_slip(self, slip))

    def save_it(self, path: Path | None = None) -> None:
        """Writes the book as a workbook; it names who paid, so the manager approves it."""
        day, desk = self.day, self.desk
        if day is None:
            return

        def work(target: Path, _given: dict[str, Any]) -> Path:
            return money.save_day_book(desk, day, target)

        export(self, f"{_('Day book')} {day:%Y-%m-%d}.xlsx", work, path=path)


__all__ = ["DayBookPage"]
