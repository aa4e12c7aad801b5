"""F1: the manual over the window, beginning with the page shown and its keys; also from inside a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desk.i18n import _

if TYPE_CHECKING:
    from desk.ui.manual import ManualDialog

Rows = Sequence[tuple[str, str]]
"""Keys with msgids of what they do."""


def open_manual(
    window: Any, parent: QWidget, *, general: Rows, here: Rows, pages: Any, dialog: bool = False
) -> ManualDialog:
    """Opens the manual at the page that is shown.

    Args:
        window: the window.
        parent: what F1 was pressed in; it stays as it is, with what was typed.
        general: keys that work everywhere.
        here: keys of the page, or of the dialog.
        pages: `(code) → keys` of any page that was opened.
        dialog: whether `here` are a dialog's.
    """
    from desk.ui.kit.keys import FORM_KEYS
    from desk.ui.manual import ManualDialog

    place = window.place()[0]
    # L10N: 在此窗口; 本页; 填表时; 随处可用
    heading = _("In this dialog") if dialog else _("On this page")
    parts = [(heading, here), (_("In a form"), FORM_KEYS), (_("Everywhere"), general)]
    return ManualDialog(parent, place, keys=parts, keys_of=pages).over(window)


__all__ = ["open_manual"]
