"""The manual's window: contents and search at the left, the chapter at the right; Esc goes back to the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desk.i18n import _
from desk.services import manual
from desk.ui.kit import theme
from desk.ui.kit.pages import shortcut
from desk.ui.manual import html

SIDE = 34
"""Width of the contents, in characters."""
CODE = Qt.ItemDataRole.UserRole


class Browser(QTextBrowser):
    """Shows a chapter; pictures come from the manual's folder."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so that the width stays

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        url = QUrl(name) if isinstance(name, str) else name
        if kind == QTextDocument.ResourceType.ImageResource.value and url.scheme() == "picture":
            file = manual.picture(url.path())
            if file is not None:
                return QImage(str(file))
        return super().loadResource(kind, url)


class ManualDialog(QDialog):
    """The manual over the window: it stays open on the page that is read, and nothing under it changes.

    Args:
        parent: the window, or the dialog that F1 was pressed in.
        code: the page to begin with.
        keys: lists of keys with their headings, shown above that page's words.
        keys_of: `(code) → keys` of any page; empty for one that was not opened yet.
    """

    owns_help = True

    def __init__(
        self,
        parent: QWidget | None,
        code: str,
        *,
        keys: Sequence[tuple[str, html.Keys]] = (),
        keys_of: Callable[[str], html.Keys] = lambda _code: (),
    ) -> None:
        super().__init__(parent)
        self._first, self._keys, self._keys_of = code, keys, keys_of
        self._code = self._drawn = ""
        self._trail: list[str] = []
        # L10N: 使用手册
        self.setWindowTitle(_("Manual"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._fill("")
        self.show_page(code)
        self.contents.setFocus()

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 14, 16, 14)
        across.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(theme.GAP)
        self.box = QLineEdit()
        # L10N: 在手册中查找
        self.box.setPlaceholderText(_("Search the manual"))
        self.box.setAccessibleName(_("Search the manual"))
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._fill)
        self.box.installEventFilter(self)
        left.addWidget(self.box)
        self.contents = QListWidget()
        # L10N: 目录
        self.contents.setAccessibleName(_("Contents"))
        self.contents.currentItemChanged.connect(lambda item, _old: self._chosen(item))
        self.contents.installEventFilter(self)
        left.addWidget(self.contents, 1)
        holder = QWidget()
        holder.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        over = self.parentWidget()
        width = over.window().width() if over is not None else 1200
        holder.setFixedWidth(min(theme.characters(self, SIDE), max(180, width // 4)))
        across.addWidget(holder)
        right = QVBoxLayout()
        right.setSpacing(theme.GAP)
        self.browser = Browser()
        self.browser.setAccessibleName(_("Manual"))
        self.browser.resized.connect(lambda: self._render() if self._code else None)
        self.browser.anchorClicked.connect(self._followed)
        right.addWidget(self.browser, 1)
        row = QHBoxLayout()
        # L10N: 上一页（手册中）
        self.back_button = theme.Button(_("Page before"), key="Alt+Left")
        self.back_button.clicked.connect(self.page_before)
        row.addWidget(self.back_button)
        row.addStretch(1)
        close = theme.Button(_("Close"), key="Esc", role="primary")
        close.clicked.connect(self.reject)
        row.addWidget(close)
        right.addLayout(row)
        across.addLayout(right, 1)
        for key, run in (("Ctrl+F", self.box.setFocus), ("Alt+Left", self.page_before), ("F1", self.reject)):
            shortcut(key, self, run)

    def over(self, window: QWidget) -> ManualDialog:
        """Shows it, nearly as large as the window."""
        self.resize(round(window.width() * 0.92), round(window.height() * 0.92))
        self.open()
        return self

    def done(self, result: int) -> None:
        super().done(result)
        parent = self.parentWidget()
        if parent is not None:
            parent.window().activateWindow()  # where there is no window manager nobody else gives the keys back

    # ------------------------------------------------------------------------------------------------- contents
    def _fill(self, words: str) -> None:
        """The contents, or the chapters in which the words stand."""
        found = manual.search(words) if words.strip() else manual.chapters()
        shown = self._code
        self.contents.blockSignals(True)
        self.contents.clear()
        for chapter in found:
            item = QListWidgetItem(chapter.title)
            item.setData(CODE, chapter.code)
            item.setSizeHint(QSize(0, round(self.fontMetrics().height() * 1.8)))
            self.contents.addItem(item)
        self.contents.blockSignals(False)
        self._mark(shown)
        if words.strip() and found and shown not in {chapter.code for chapter in found}:
            self.contents.setCurrentRow(0)

    def _mark(self, code: str) -> None:
        """The line of a chapter is the current one."""
        for row in range(self.contents.count()):
            if self.contents.item(row).data(CODE) == code:
                self.contents.blockSignals(True)
                self.contents.setCurrentRow(row)
                self.contents.blockSignals(False)
                self.contents.scrollToItem(self.contents.item(row))
                return

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(str(item.data(CODE)))

    # --------------------------------------------------------------------------------------------------- a page
    def shown(self) -> str:
        """The code of the chapter that is read."""
        return self._code

    def show_page(self, code: str, *, back: bool = False) -> None:
        """Shows a chapter."""
        if code == self._code:
            return
        if self._code and not back:
            self._trail.append(self._code)
        self._code = code
        self._render()
        self._mark(code)
        self.back_button.setEnabled(bool(self._trail))

    def page_before(self) -> None:
        """The chapter that was read before."""
        if self._trail:
            self.show_page(self._trail.pop(), back=True)

    def _followed(self, url: QUrl) -> None:
        if url.scheme() == "page":
            self.show_page(url.path())

    def _render(self) -> None:
        chapter = manual.chapter(self._code)
        names = {self._code, *(block.target for block in chapter.blocks if block.kind == "picture")}
        pictures = [name for name in names if manual.picture(name) is not None]
        at = self.browser.verticalScrollBar().value() if self._drawn == self._code else 0
        self._drawn = self._code
        width = max(240, self.browser.viewport().width() - 30)
        self.browser.document().setDefaultStyleSheet(html.style())
        own = self._keys_of(self._code)
        keys = self._keys if self._code == self._first else [(_("Keys of this page"), own)]
        everywhere = [row for _heading, rows in self._keys[1:] for row in rows]
        shortcuts = {words: key for key, words in (*everywhere, *own)}
        self.browser.setHtml(html.page(chapter, pictures, min(width, 900), keys, shortcuts))
        self.browser.verticalScrollBar().setValue(at)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill(self.box.text())
            self._render()

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """From the box the arrows walk the contents; PgUp and PgDown turn the chapter from anywhere."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Space) and (
                watched is self.contents or event.key() != Qt.Key.Key_Space
            ):
                bar = self.browser.verticalScrollBar()
                down = event.key() != Qt.Key.Key_PageUp
                bar.setValue(bar.value() + (1 if down else -1) * round(bar.pageStep() * 0.9))
                return True
            if watched is self.box and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = self.contents.currentRow() + step
                self.contents.setCurrentRow(max(0, min(row, self.contents.count() - 1)))
                return True
            if watched is self.box and event.key() == Qt.Key.Key_Escape and self.box.text():
                self.box.clear()
                return True
        return super().eventFilter(watched, event)


__all__ = ["ManualDialog"]
