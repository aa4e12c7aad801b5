"""A row of small buttons, the ways from a page to its neighbours, that fits whatever room there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.kit import theme

GAP = 6


class ButtonLines(QWidget):
    """The row. Where there is little room the buttons go without their keys, then in two rows."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, theme.Button] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, code: str, key: str, pressed: Callable[..., object]) -> None:
        """Adds a button; its words come with `say`."""
        button = theme.Button("", key=key, role="small", parent=self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to the list or the fields
        button.clicked.connect(pressed)
        self.buttons[code] = button

    def say(self, words: Mapping[str, str]) -> None:
        """Says what each button is called, already translated."""
        for code, button in self.buttons.items():
            button.set_words(words[code])
        self._place()

    def _widths(self, *, keys: bool) -> list[int]:
        for button in self.buttons.values():
            button.show_key(shown=keys)
        return [button.sizeHint().width() for button in self.buttons.values()]

    def _place(self) -> None:
        room = max(self.width(), 1)
        widths = self._widths(keys=True)
        if sum(widths) + GAP * (len(widths) - 1) > room:
            widths = self._widths(keys=False)
        left = top = 0
        height = max((button.sizeHint().height() for button in self.buttons.values()), default=0)
        for button, width in zip(self.buttons.values(), widths, strict=True):
            if left and left + width > room:
                left, top = 0, top + height + GAP
            button.setGeometry(left, top, min(width, room), height)
            left += width + GAP
        self.setFixedHeight(top + height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self._place()


__all__ = ["ButtonLines"]
