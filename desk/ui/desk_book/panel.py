"""The book beside a running form: one key opens it at the right, Esc closes it, and what was typed is as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _
from desk.services import desk_book as service
from desk.ui.desk_book.entry import sheet
from desk.ui.kit import tasks, theme
from desk.ui.kit.pages import Page, registered, scrolling, shortcut
from desk.ui.kit.record_cards import Facts
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.desk_book import BookView

WIDTH = 64
"""The panel's width in characters."""
TYPING_MS = 120
LOW = 640
"""Below this height of the window (768 lines at 150 %) the list is shorter, so that the text has room."""


class BookPanel(QDialog):
    """A box for words, what was found, and the text of the one that is chosen.

    Args:
        owner: the window or dialog that it is opened over.
        page: the page that is shown; what belongs beside it comes first.
        code: of the page.
    """

    def __init__(self, owner: QWidget, page: Page, code: str) -> None:
        super().__init__(owner)
        self._desk, self._code = page.desk, code
        self._page = page
        self._before = QApplication.focusWidget()
        self._asked = ""
        # L10N: 前台手册
        self.setWindowTitle(_("Desk handbook"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(theme.text(_("Desk handbook"), "heading"))
        self.box = QLineEdit()
        # L10N: 查找：拼音、首字母、文字
        self.box.setPlaceholderText(_("Find: pinyin, initials, words"))
        self.box.setAccessibleName(_("Find: pinyin, initials, words"))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.look)
        self.box.textChanged.connect(lambda _text: self._typing.start())
        self.box.installEventFilter(self)
        layout.addWidget(self.box)
        self.table = Table(
            (
                Column("title", N_("Title"), 22, bold=True),
                Column("kind", N_("Kind"), 12, get=lambda row: label("book_kinds", row.kind)),
            )
        )
        self.table.selected.connect(self._show)
        low = page.window().height() < LOW
        self.table.fit_rows(4 if low else 9)
        # L10N: 手册中没有找到
        self.table.set_empty(_("The book says nothing about it."))
        layout.addWidget(self.table)
        self.name = theme.text("", "strong", wrap=True)
        layout.addWidget(self.name)
        self.facts = Facts()
        held = QWidget()
        within = QVBoxLayout(held)
        within.setContentsMargins(0, 0, 0, 0)
        within.addWidget(self.facts)
        within.addStretch(1)  # a short text stands at the top
        layout.addWidget(scrolling(held), 1)
        # L10N: ↑↓ 选择，Esc 返回，填写的内容不变
        layout.addWidget(theme.text(_("Up and Down choose. Esc goes back; what you typed stays."), "muted", wrap=True))
        if owner is page.window():  # over a dialog there is nowhere to go
            # L10N: 打开前台手册
            self.open_button = theme.Button(_("Open the handbook"), key="Ctrl+O", role="small")
            self.open_button.clicked.connect(self._open_book)
            layout.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
            shortcut("Ctrl+O", self, self._open_book)
        self.table.retranslate()
        self._place()

    def _place(self) -> None:
        """At the right of the window, as high as it is."""
        window = self._page.window()
        width = min(theme.characters(self, WIDTH), window.width() - 40)
        self.resize(width, max(320, window.height() - 60))
        corner = window.mapToGlobal(window.rect().topRight())
        self.move(corner.x() - width - 12, corner.y() + 40)

    def start(self) -> BookPanel:
        """Shows it, the cursor in the box."""
        self.open()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look()
        return self

    def look(self) -> None:
        """Finds what is typed; nothing typed shows what belongs beside the page."""
        desk, text, code = self._desk, self.box.text(), self._code
        self._asked = text

        def work() -> Any:
            return text, service.search(desk, text, page=code)

        tasks.run(work, on_done=self._found, owner=self, pool=tasks.READS)

    def _found(self, answer: tuple[str, Sequence[BookView]]) -> None:
        text, rows = answer
        if text == self._asked:
            self.table.set_rows(rows)
            self._show(self.table.current())

    def _show(self, row: BookView | None) -> None:
        self.name.setText(row.title if row is not None else "")
        self.facts.setVisible(row is not None)
        if row is not None:
            self.facts.fill(sheet(self._desk, row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the cursor stays in the box."""
        if watched is self.box and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                QApplication.sendEvent(self.table.view, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return True  # there is nothing to confirm
        return super().eventFilter(watched, event)

    def _open_book(self) -> None:
        """Goes on to the book itself; a form that is left keeps its draft."""
        self.reject()
        self._page.shell.open_page("book")

    def done(self, code: int) -> None:
        super().done(code)
        if self._before is not None:
            self._before.window().activateWindow()
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)


def look_up(owner: QWidget, page: Page) -> BookPanel:
    """Opens the book beside what is being done."""
    return BookPanel(owner, page, page_code(page)).start()


def page_code(page: Page) -> str:
    """The code of the page that is shown."""
    name = type(page).__name__
    return next((spec.code for spec in registered() if spec.factory.endswith(f":{name}")), "")


__all__ = ["BookPanel", "look_up"]
