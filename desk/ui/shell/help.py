# ruff: noqa: PLC0415 - the manual is loaded when it is opened
"""F1 and Ctrl+K from anywhere: the manual beginning with what is shown and its keys, the list of acts; in every dialog and question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desk.i18n import _
from desk.ui.kit import theme
from desk.ui.kit.keys import general
from desk.ui.kit.pages import shortcut

if TYPE_CHECKING:
    from desk.ui.manual import ManualDialog

Rows = Sequence[tuple[str, str]]
"""Keys with what they do, translated."""


def open_manual(
    window: Any, parent: QWidget, *, here: Rows, pages: Callable[[str], Rows], dialog: bool = False
) -> ManualDialog:
    """Opens the manual at the page that is shown.

    Args:
        window: the window.
        parent: what F1 was pressed in; it stays as it is, with what was typed.
        here: keys of the page, or of the dialog.
        pages: `(code) → keys` of any page that was opened.
        dialog: whether `here` are a dialog's.
    """
    from desk.ui.manual import ManualDialog

    place = window.place()[0]
    # L10N: 在此窗口; 本页; 随处可用
    heading = _("In this dialog") if dialog else _("On this page")
    parts = [(heading, here), (_("Everywhere"), general())]
    return ManualDialog(parent, place, keys=parts, keys_of=pages).over(window)


class DialogKeys(QObject):
    """Gives F1 and Ctrl+K to every dialog that has buttons of ours and does not see to them itself: questions, what was refused, progress.

    A shortcut of the window does not reach what is modal over it, so each dialog gets its own once it has the keyboard.

    Args:
        window: the window.
    """

    MARK = "has-help"

    def __init__(self, window: Any, app: QApplication) -> None:
        super().__init__(window)
        self._window = window
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        top = new.window() if new is not None else None
        if not isinstance(top, QDialog) or top.property(self.MARK) or getattr(top, "owns_help", False):
            return
        if not top.findChildren(theme.Button):
            return  # a dialog of the system's
        top.setProperty(self.MARK, True)
        for key, run in (("F1", self._help), ("Ctrl+K", self._acts)):
            shortcut(key, top, partial(run, top))

    def _help(self, dialog: QDialog) -> None:
        buttons = [button for button in dialog.findChildren(theme.Button) if button.isVisibleTo(dialog)]
        keys = [(button.key(), button.accessibleName()) for button in buttons if button.key()]
        if not self._window.locked():
            self._window.show_manual(dialog, keys)

    def _acts(self, dialog: QDialog) -> None:
        self._window.show_palette(dialog)


__all__ = ["DialogKeys", "open_manual"]
