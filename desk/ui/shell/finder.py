# ruff: noqa: PLC0415 - the window is on the screen before this is loaded
"""The one box that finds everything: rooms, people, requests, slips, whatever a feature declares to be found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk import features
from desk.i18n import _
from desk.ui.forms.search_box import SearchBox
from desk.ui.kit import theme

LEAST = 6
"""No code is shorter: only then a text is asked for its form."""

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


def headings() -> Mapping[str, str]:
    """Msgids over the hits, by kind."""
    return {record.code: record.find.heading for record in features.findable().values() if record.find}


class Finder(SearchBox):
    """The box at the top of the window (F2).

    Attributes:
        read: tells whether a text is a code; such a text opens its record at Enter, whatever else the list shows.

    Signals:
        scanned: the code.
    """

    scanned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, headings=headings, parent=parent)
        self.read: Callable[[str], bool] = lambda _text: False
        self.setProperty("role", "finder")
        self.setClearButtonEnabled(False)
        self._icon = theme.IconLabel("search", size=18, parent=self)
        self.retranslate()

    def use(self, desk: Desk) -> None:
        """Searches this desk."""

        def search(text: str) -> Sequence[Any]:
            from desk.services import finder as service

            return service.find(desk, text, limit=30)

        self.set_search(search)
        if self.text().strip():
            self._edited(self.text())  # typed while the desk was being opened

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        text = self.text().strip()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
        if enter and len(text) >= LEAST and self.at_the_best() and self.read(text):
            self.close_list()
            self.scanned.emit(text)
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Says its words anew."""
        self._fit_placeholder()
        # L10N: 查找
        self.setAccessibleName(_("Find"))
        self.setToolTip("F2")

    def wants_enter(self) -> bool:
        """Nothing typed: Enter goes on to the page that has a use for it."""
        return bool(self.text().strip())

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._icon.move(11, (self.height() - self._icon.height()) // 2)
        self._fit_placeholder()

    def _fit_placeholder(self) -> None:
        """The longest explanation that there is room for."""
        # L10N: 找人、房号、电话尾号、单号，或直接扫码
        words = _("Room, name, pinyin, last digits of a phone, slip number, or scan a code")
        # L10N: 找人、房号、电话、单号或扫码 / 查找
        for shorter in (_("Room, name, phone, number, or scan"), _("Find")):
            if self.fontMetrics().horizontalAdvance(words) <= self.width() - 56:
                break
            words = shorter
        if words != self.placeholderText():
            self.setPlaceholderText(words)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.close_list()
        super().changeEvent(event)
