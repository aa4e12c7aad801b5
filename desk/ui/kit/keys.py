"""The keys, on one sheet (F1)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import N_, _
from desk.ui.kit import theme

FORM_KEYS = (
    ("Enter", N_("Next field")),
    ("Shift+Enter", N_("New line in a text")),
    ("Ctrl+S", N_("Save")),
    ("Ctrl+Enter", N_("Save and print")),
)


class KeysDialog(QDialog):
    """Two lists: keys that work everywhere, and those of the page shown; a dialog has its own alone."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        general: Sequence[tuple[str, str]],
        here: Sequence[tuple[str, str]],
        title: str = "",
    ) -> None:
        super().__init__(parent)
        # L10N: 按键说明
        self.setWindowTitle(_("Keys"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(14)
        across = QHBoxLayout()
        across.setSpacing(36)
        # L10N: 随处可用
        if general:
            across.addLayout(self._list(_("Everywhere"), general))
        # L10N: 填表时
        right = QVBoxLayout()
        right.setSpacing(16)
        if here:
            # L10N: 本页
            right.addLayout(self._list(title or _("On this page"), here))
        if general:
            right.addLayout(self._list(_("In a form"), FORM_KEYS))
        right.addStretch(1)
        across.addLayout(right)
        layout.addLayout(across)
        # L10N: 扫码枪随时可用，不必先点输入框
        layout.addWidget(
            theme.text(_("A barcode scanner works at any time, wherever the cursor is."), "muted", wrap=True)
        )
        row = QHBoxLayout()
        row.addStretch(1)
        close = theme.Button(_("Close"), key="Esc", role="primary")
        close.clicked.connect(self.accept)
        row.addWidget(close)
        layout.addLayout(row)

    @staticmethod
    def _list(title: str, keys: Sequence[tuple[str, str]]) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(8)
        box.addWidget(theme.text(title, "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        for row, (key, label) in enumerate(keys):
            grid.addWidget(theme.text(key, "key"), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(theme.text(_(label)), row, 1)
        grid.setColumnStretch(1, 1)
        box.addLayout(grid)
        box.addStretch(1)
        return box
