"""The keys: what each means in the whole program (`MEANINGS`), which of them a page has, and the sheet that shows them (F1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk import features
from desk.i18n import N_, _
from desk.ui.kit import theme
from desk.ui.kit.messages import ACT_KEY

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

Rows = Sequence[tuple[str, str]]
"""Keys, each with what it does, translated."""

GENERAL = (
    # L10N: 查找
    ("F2", N_("Find anything")),
    # L10N: 全部功能：输入拼音首字母执行
    ("Ctrl+K", N_("Everything that can be done")),
    ("Esc", N_("Go back")),
    ("F5", N_("Read anew")),
    # L10N: 执行提示条上的操作
    (ACT_KEY, N_("Do what the message offers")),
    # L10N: 换班 / 切换人员
    ("Ctrl+L", N_("Switch user")),
    ("Alt+1…9", N_("Open a page of the sidebar")),
    ("F1", N_("Show the keys")),
)
"""Keys that mean the same on every page."""
IN_FORMS = (
    ("Enter", N_("Next field")),
    ("Shift+Enter", N_("New line in a text")),
)
BETWEEN = 36
"""Room between two columns of the sheet."""
LINE = 7
"""Room between two lines of it."""


def general() -> Rows:
    """The keys that work on every page, those of the quick acts among them."""
    quick = sorted(features.each("actions"), key=lambda action: (len(action.key), action.key))
    return [(key, _(words)) for key, words in (*GENERAL[:2], *((each.key, each.label) for each in quick), *GENERAL[2:])]


def keys_of(page: Page) -> Rows:
    """The keys of a page besides those that work everywhere, each once, in the order of what it does."""
    taken = {key for key, _words in general()}
    rows: dict[str, str] = {}
    for action in page.actions_by_key():
        if action.key and action.key not in taken:
            rows.setdefault(action.key, _(action.label))
    if page.findChild(QWidget, FORM) is not None:
        for key, words in IN_FORMS:
            rows.setdefault(key, _(words))
    return list(rows.items())


FORM = "form"
"""The object name of a form: a page that has one has the keys of a form."""


class KeysDialog(QDialog):
    """The keys that work everywhere and those of the page shown, in as many columns as there is room for; a dialog has its own alone."""

    def __init__(self, parent: QWidget, *, general: Rows, here: Rows, title: str = "") -> None:
        super().__init__(parent)
        # L10N: 按键说明
        self.setWindowTitle(_("Keys"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(12)
        # L10N: 本页
        own = (title or _("On this page"), here)
        # L10N: 随处可用
        self._sections = [section for section in (own, (_("Everywhere"), general)) if section[1]]
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        layout.addWidget(self.area, 1)
        bottom = QHBoxLayout()
        # L10N: 扫码枪随时可用，不必先点输入框
        scanner = _("A barcode scanner works at any time, wherever the cursor is.")
        bottom.addWidget(theme.text(scanner if general else "", "muted", wrap=True), 1)
        close = theme.Button(_("Close"), key="Esc", role="primary")
        close.clicked.connect(self.accept)
        bottom.addWidget(close)
        layout.addLayout(bottom)
        room = parent.window().size() if not isinstance(parent, QDialog) else (parent.parentWidget() or parent).window().size()
        self._fill(room.width() - 40, room.height() - 40)
        close.setFocus()

    def _fill(self, width: int, height: int) -> None:
        """Puts the lines into columns of the same height; what a low screen has no room for is scrolled to."""
        wide = self._column_width()
        line = self.fontMetrics().height() + LINE + 5
        lines = sum(len(rows) + 2 for _title, rows in self._sections)
        inside = height - 110
        most = max(1, (width - 48 + BETWEEN) // (wide + BETWEEN))
        columns = max(1, min(most, -(-lines * line // max(inside, line))))
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(BETWEEN)
        tallest = -(-lines // columns) + 1
        grid, used = self._column(across), 0
        for title, rows in self._sections:
            if used and used + 3 > tallest and across.count() < columns:
                grid, used = self._column(across), 0
            used = self._heading(grid, used, title)
            for key, words in rows:
                if used >= tallest and across.count() < columns:
                    grid, used = self._column(across), 0
                grid.addWidget(theme.text(key, "key"), used, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(theme.text(words), used, 1)
                used += 1
        for at in range(across.count()):
            item = across.itemAt(at)
            if item is not None and isinstance(item.layout(), QGridLayout):
                item.layout().setRowStretch(200, 1)  # type: ignore[union-attr]
        content.setAutoFillBackground(False)
        self.area.setWidget(content)
        needed = content.sizeHint()
        self.resize(min(width, max(needed.width() + 48 + 16, 420)), min(height, needed.height() + 100))

    @staticmethod
    def _column(across: QHBoxLayout) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(LINE)
        grid.setColumnStretch(1, 1)
        across.addLayout(grid, 1)
        return grid

    @staticmethod
    def _heading(grid: QGridLayout, used: int, title: str) -> int:
        if used:
            grid.setRowMinimumHeight(used, LINE)
            used += 1
        grid.addWidget(theme.text(title, "heading"), used, 0, 1, 2)
        return used + 1

    def _column_width(self) -> int:
        metrics = self.fontMetrics()
        rows = [row for _title, found in self._sections for row in found]
        keys = max((metrics.horizontalAdvance(key) for key, _words in rows), default=0) + 16
        words = max((metrics.horizontalAdvance(words) for _key, words in rows), default=0)
        return keys + 14 + words + 8

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows scroll where not everything fits."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        bar = self.area.verticalScrollBar()
        if event.key() in steps and bar is not None:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())] * 3 * self.fontMetrics().height() // 2)
        else:
            super().keyPressEvent(event)


__all__ = ["FORM", "GENERAL", "IN_FORMS", "KeysDialog", "general", "keys_of"]
