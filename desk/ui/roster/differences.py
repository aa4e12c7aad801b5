"""Where a roster says something else than what is stored: each by room and person, with what shall count, before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import N_, _, ngettext
from desk.services.roster import Choices
from desk.ui.kit import theme
from desk.ui.kit.tables import Column, Table
from desk.ui.kit.theme.chooser import Chooser

if TYPE_CHECKING:
    from desk.services.roster import Choice, Difference, RosterReport

# L10N: 保留现有 / 一并登记 / 以花名册为准
CHOICES: dict[Choice, str] = {
    "skip": N_("Keep what is stored"),
    "co-owner": N_("Register as well"),
    "replace": N_("Take the list's"),
}
"""What may count, in the order of the list for all of them; the first is preset."""
KEYS: dict[Choice, str] = {"skip": "Ctrl+Shift+Y", "co-owner": "Ctrl+Ins", "replace": "Ctrl+Y"}
KINDS = {
    # L10N: 业主不同 / 租户不同 / 借用人不同
    "owner": N_("Other owners"),
    "tenant": N_("Other tenants"),
    "borrower": N_("Other borrowers"),
    "area": N_("Floor area"),
    "name": N_("Name"),
    "document": N_("Document"),
    "phone": N_("Phone"),
    "sex": N_("Sex"),
    "workplace": N_("Workplace"),
    "address": N_("Address"),
    "emergency_name": N_("Emergency contact"),
    "emergency_phone": N_("Emergency phone"),
    "since": N_("Since"),
    "relation": N_("Relation"),
}
_TONES = {"skip": "muted", "co-owner": "amber", "replace": "red"}

COLUMNS = (
    # L10N: 房号
    Column("room", N_("Room"), 16, bold=True),
    # L10N: 姓名
    Column("person", N_("Name"), 14),
    # L10N: 不同之处
    Column("kind", N_("What differs"), 13, get=lambda row: _(KINDS.get(row.kind, row.kind))),
    # L10N: 现有
    Column("stored", N_("Stored"), 18),
    # L10N: 花名册
    Column("listed", N_("In the list"), 18),
    # L10N: 采用
    Column(
        "choice", N_("What counts"), 13, get=lambda row: _(CHOICES[row.choice]), tone=lambda row: _TONES[row.choice]
    ),
)


def differences_words(report: RosterReport) -> str:
    """How many rooms have others and in how many places the list differs, "" where it does not."""
    parts = []
    if report.rooms_of_others:
        # L10N: {n} 套房已有其他业主或租户
        parts.append(
            ngettext(
                "{n} room has other owners or tenants", "{n} rooms have other owners or tenants", report.rooms_of_others
            ).format(n=f"{report.rooms_of_others:,}")
        )
    if n := len(report.differences):
        # L10N: {n} 处与现有不同
        parts.append(ngettext("{n} difference", "{n} differences", n).format(n=f"{n:,}"))
    return " · ".join(parts)


class Differences(QWidget):
    """The list of differences, and what counts: for all of them, or for one.

    Signals:
        chosen: something else counts now.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._each: dict[str, Choice] = {}
        self._rows: list[Difference] = []
        self.table = Table(COLUMNS)
        self._for_all = theme.text("", "label")
        self.for_all = Chooser()
        for code in CHOICES:
            self.for_all.addItem("", code)
        self.for_all.currentIndexChanged.connect(lambda _at: self._chose_for_all())
        self.buttons = {code: theme.Button("", key=key, role="small") for code, key in KEYS.items()}
        self.buttons["skip"].clicked.connect(lambda: self.choose("skip"))
        self.buttons["co-owner"].clicked.connect(lambda: self.choose("co-owner"))
        self.buttons["replace"].clicked.connect(lambda: self.choose("replace"))
        self.table.selected.connect(lambda _row: self._show_buttons())
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addWidget(self._for_all)
        line.addWidget(self.for_all)
        line.addStretch(1)
        under = QHBoxLayout()
        under.setSpacing(theme.GAP)
        under.addStretch(1)
        for button in self.buttons.values():
            under.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.GAP, 0, 0)
        box.setSpacing(theme.GAP)
        box.addLayout(line)
        box.addWidget(self.table, 1)
        box.addLayout(under)

    # -- what is chosen
    def choices(self) -> Choices:
        """What counts, as the clerk left it."""
        return Choices(dict(self._each), self.for_all.currentData())

    def forget(self) -> None:
        """Another file: nothing was said yet."""
        self._each = {}
        self.for_all.blockSignals(True)
        self.for_all.setCurrentIndex(0)
        self.for_all.blockSignals(False)

    def choose(self, code: Choice) -> None:
        """Says what counts for the current row, and goes to the next."""
        row = self.table.current()
        if row is None or code not in row.choices:
            return
        self._each[row.key] = code
        self._show_rows()
        at = self.table.view.currentIndex().row() + 1
        if at < self.table.total():
            self.table.view.setCurrentIndex(self.table.model.index(at, 0))
        self.chosen.emit()

    def to_all(self) -> None:
        """Leads to the list that says what counts for all."""
        self.for_all.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _chose_for_all(self) -> None:
        self._each = {}
        self._show_rows()
        self.chosen.emit()

    # -- showing
    def show_rows(self, differences: Sequence[Difference]) -> None:
        """Shows where the list differs."""
        self._rows = list(differences)
        self._show_rows()

    def _show_rows(self) -> None:
        otherwise = self.for_all.currentData()
        self._rows = [
            replace(row, choice=choice if choice in row.choices else "skip")
            for row in self._rows
            for choice in (self._each.get(row.key, otherwise),)
        ]
        self.table.set_rows(self._rows)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.table.current()
        for code, button in self.buttons.items():
            button.setEnabled(row is not None and code in row.choices)

    def retranslate(self) -> None:
        """Says its words anew."""
        # L10N: 全部不同之处
        self._for_all.setText(_("All differences"))
        self.for_all.setAccessibleName(_("All differences"))
        for at, label in enumerate(CHOICES.values()):
            self.for_all.setItemText(at, _(label))
        for code, button in self.buttons.items():
            button.set_words(_(CHOICES[code]))
        self.table.set_empty(_("The list says nothing else than what is stored."))
        self.table.retranslate()
        self._show_rows()


__all__ = ["CHOICES", "Differences", "differences_words"]
