"""One field of a form, and the place where it is said what is wrong with it, odd about it, or how it was understood."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk.ui.forms.base import FieldSpec
from desk.ui.kit import theme


class Cell(QWidget):
    """A field with what is said about it underneath."""

    def __init__(self, spec: FieldSpec, field: Any) -> None:
        super().__init__()
        self.spec = spec
        self.field = field
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(field)
        under = field.beneath()
        if under is not None:
            layout.addWidget(under)
        self.problem = theme.text("", "problem", wrap=True)
        self.note = theme.text("", "warning", wrap=True)
        self._noted = ""
        self.help = theme.text("", "small", wrap=True)
        for label in (self.problem, self.note, self.help):
            label.hide()
            layout.addWidget(label)
        # The columns share the room evenly, whatever the fields would like.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setRetainSizeWhenHidden(bool(spec.keeps_place))
        self.setSizePolicy(policy)

    def say(self, label: QLabel, words: str) -> None:
        """Shows words under the field, or takes them away; a note does not repeat what the problem says."""
        if label is self.note:
            self._noted = words
        self._show(label, words)
        if label is not self.help:
            said = self.problem.text().split("\n")
            self._show(self.note, "\n".join(line for line in self._noted.split("\n") if line not in said))

    @staticmethod
    def _show(label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))
