"""Who is responsible: the field that offers workers and staff, those of the department and on duty first (handbook S30)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFocusEvent

from desk.i18n import N_, _
from desk.rules.workers import Candidate, ordered
from desk.ui.forms.base import FieldSpec
from desk.ui.forms.choice import ChoiceField
from desk.ui.kit import words as say
from desk.ui.kit.theme.chooser import OWN

People = Callable[[], Sequence[Candidate]]


def candidate_words(each: Candidate) -> str:
    """A candidate in the list: name, trades, and for workers whether they are on duty."""
    trades = say.listed(say.word("crew_trades", code) for code in each.trades)
    if each.staff:
        return say.dotted(each.name, say.word("departments", each.department))
    # L10N: 当班 / 不当班
    return say.dotted(each.name, trades, _("on duty") if each.on_duty else _("off duty"))


class ResponsibleField(ChoiceField):
    """A name out of those who may get the job. Words that name nobody are a name of their own, chosen as such or when none fits.

    Args:
        spec: of the field.
        people: whom it offers; asked again by `refill`.
        present: who has the job now: offered last.
    """

    def __init__(self, spec: FieldSpec, people: People, present: str = "") -> None:
        self._people = people
        self._present = present
        self._department = ""
        self._own = ""
        super().__init__(replace(spec, choices=self._lines))
        self.activated.connect(self._activated)

    def _lines(self) -> list[tuple[str, str]]:
        found = ordered(self._people(), department=self._department, present=self._present)
        return [("", ""), *((each.name, candidate_words(each)) for each in found)]

    def focusInEvent(self, event: QFocusEvent) -> None:
        form: Any = self.parent()
        while form is not None and not hasattr(form, "has_field"):
            form = form.parent()
        department = form.value("department") if form is not None and form.has_field("department") else ""
        if department != self._department:
            self._department = department
            self.refill()
        # Last: it marks the words there, which the next key replaces; a list made anew would unmark them.
        super().focusInEvent(event)

    # ------------------------------------------------------------------------------------------- a name of its own
    def _search(self, text: str) -> None:
        self._offer(text.strip())
        super()._search(text)

    def _own_row(self) -> int:
        return next((row for row in range(self.count()) if self.itemData(row, OWN)), -1)

    def _offer(self, name: str) -> None:
        """The line that stands for what is typed, as long as it is nobody's name."""
        row = self._own_row()
        known = not name or any(self.itemData(at) == name for at in range(self.count()) if at != row)
        with QSignalBlocker(self):
            if known:
                if row >= 0:
                    self.removeItem(row)
                return
            # L10N: 就用“{name}”（名单以外的人）
            words = _("As typed: {name}").format(name=name)
            if row < 0:
                self.addItem(words, name)
                self.setItemData(self.count() - 1, True, OWN)
            else:
                self.setItemText(row, words)
                self.setItemData(row, name)

    def take(self, row: int) -> None:
        if not self.itemData(row, OWN):
            super().take(row)
            return
        self._keep(str(self.itemData(row)))
        self.changed.emit()

    def _keep(self, name: str) -> None:
        self._own = name
        with QSignalBlocker(self):
            self._offer("")
            self.setCurrentIndex(-1)
            self.setEditText(name)

    def _activated(self, row: int) -> None:
        if self.itemData(row, OWN):
            self.take(row)

    def settle(self) -> None:
        """Leaving the field takes what stands on top; a name of its own stays when it was chosen or nothing fits it."""
        text = self.currentText().strip()
        at = self.currentIndex()
        if not text or text == self._own or (at >= 0 and text == self.itemText(at) and not self.itemData(at, OWN)):
            return
        own = self._own_row()
        named = next((row for row in range(self.count()) if self.itemData(row) == text and row != own), -1)
        row = named if named >= 0 else self.found(text)
        if own >= 0 and text == self.itemText(own):
            self.take(own)
        elif row >= 0:
            super().take(row)
        else:
            self._keep(text)

    def set_value(self, value: Any) -> None:
        super().set_value(value)
        self._own = self.currentText().strip() if value and self.currentIndex() < 0 else ""


def responsible_field(people: People, *, present: str = "", name: str = "responsible", **more: Any) -> FieldSpec:
    """The field of a form in which somebody gets a job.

    Args:
        people: whom it offers.
        present: who has the job now.
        name: of the field.
        more: what else the spec says.
    """
    return FieldSpec(
        name,
        # L10N: 责任人
        N_("Responsible"),
        "choice",
        editable=True,
        widget=lambda spec, _desk: ResponsibleField(spec, people, present),
        **more,
    )


__all__ = ["ResponsibleField", "candidate_words", "responsible_field"]
