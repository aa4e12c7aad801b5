"""F1: the manual over the window, beginning with the page shown and its keys; also from inside a dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk.i18n import _

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
    from desk.ui.kit.keys import general
    from desk.ui.manual import ManualDialog

    place = window.place()[0]
    # L10N: 在此窗口; 本页; 随处可用
    heading = _("In this dialog") if dialog else _("On this page")
    parts = [(heading, here), (_("Everywhere"), general())]
    return ManualDialog(parent, place, keys=parts, keys_of=pages).over(window)


__all__ = ["open_manual"]
