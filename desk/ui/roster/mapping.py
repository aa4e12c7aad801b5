"""How the columns of a roster are read: each heading with the field it means, to be changed by the clerk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QScrollArea, QTabBar, QVBoxLayout, QWidget

from desk.i18n import _
from desk.rules.roster import column_letter
from desk.rules.roster_headings import FIELDS
from desk.ui.kit import theme
from desk.ui.kit.pages import scrolling
from desk.ui.kit.theme.chooser import Chooser

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from desk.services.roster import SheetPlan


HEADING = 10
"""So many characters of a heading stand on one line."""


class _FieldBox(Chooser):
    """The field of a column; the wheel scrolls the list, it must not change a field in passing."""

    def __init__(self) -> None:
        super().__init__()
        # The heading of the column beside it is read first: the list, longer in English, takes what is left.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Mapping(theme.Card):
    """The sheets of a file and the meaning of their columns.

    Signals:
        changed: the clerk chose another field, or left out a sheet.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(theme.characters(self, 40))
        self.setMaximumWidth(theme.characters(self, 54))
        self._plans: list[SheetPlan] = []
        self._left_out: set[str] = set()
        self.sheets = QTabBar()
        self.sheets.setExpanding(False)
        self.sheets.setDrawBase(False)
        self.sheets.setUsesScrollButtons(True)
        self.sheets.currentChanged.connect(lambda _index: self._show_sheet())
        self.body.addWidget(self.sheets)
        self.use = QCheckBox()
        self.use.toggled.connect(self._use_toggled)
        self.body.addWidget(self.use)
        self._inner = QWidget()
        box = QVBoxLayout(self._inner)
        box.setContentsMargins(0, 0, 8, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        box.addLayout(self._grid)
        box.addStretch(1)
        self._area: QScrollArea = scrolling(self._inner)
        self.body.addWidget(self._area, 1)
        self.boxes: list[_FieldBox] = []

    def show_plans(self, plans: Sequence[SheetPlan]) -> None:
        """Shows how a file's sheets are read."""
        self._plans = list(plans)
        self._left_out = set()
        self.sheets.blockSignals(True)
        while self.sheets.count():
            self.sheets.removeTab(0)
        for plan in self._plans:
            self.sheets.addTab(plan.sheet)
        self.sheets.blockSignals(False)
        self.sheets.setCurrentIndex(0)
        self._show_sheet()
        self._say()

    def plans(self) -> list[SheetPlan]:
        """The plans as the clerk left them, without the sheets that are left out."""
        return [plan for plan in self._plans if plan.sheet not in self._left_out]

    def set_narrow(self, narrow: bool) -> None:
        """Takes less room where there is little."""
        self.setMaximumWidth(theme.characters(self, 42 if narrow else 54))
        self.setMinimumWidth(theme.characters(self, 34 if narrow else 40))

    def box(self, heading: str) -> QComboBox:
        """The list of fields beside a heading of the sheet shown."""
        plan = self._plans[self.sheets.currentIndex()]
        return self.boxes[[text for text in plan.headings if text].index(heading)]

    def _show_sheet(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.boxes = []
        index = self.sheets.currentIndex()
        if not 0 <= index < len(self._plans):
            return
        plan = self._plans[index]
        self.use.blockSignals(True)
        self.use.setChecked(plan.sheet not in self._left_out)
        self.use.blockSignals(False)
        by_column = {at: name for name, at in plan.columns.items()}
        row = 0
        for at, heading in enumerate(plan.headings):
            if not heading:
                continue
            box = _FieldBox()
            # L10N: （不导入）
            box.addItem(_("(not imported)"), "")
            for name, label in FIELDS.items():
                box.addItem(_(label), name)
            box.setCurrentIndex(max(0, box.findData(by_column.get(at, ""))))
            box.setMaxVisibleItems(14)
            box.setAccessibleName(heading)
            box.setEnabled(plan.sheet not in self._left_out)
            box.currentIndexChanged.connect(
                lambda _index, column=at, field=box: self._chose(column, str(field.currentData() or ""))
            )
            letter = theme.text(column_letter(at), "muted")
            words = theme.text(heading, "" if by_column.get(at) else "muted", wrap=True)
            words.setMinimumWidth(theme.characters(self, HEADING))
            self._grid.addWidget(letter, row, 0)
            self._grid.addWidget(words, row, 1)
            self._grid.addWidget(box, row, 2)
            self.boxes.append(box)
            row += 1

    def _chose(self, column: int, name: str) -> None:
        index = self.sheets.currentIndex()
        plan = self._plans[index]
        # A field is in one column, a column is one field.
        columns = {field: at for field, at in plan.columns.items() if at != column and field != name}
        if name:
            columns[name] = column
        self._plans[index] = replace(plan, columns=columns)
        texts = [at for at, heading in enumerate(plan.headings) if heading]
        for at, box in zip(texts, self.boxes, strict=True):
            if at != column and box.currentData() == name and name:
                box.blockSignals(True)
                box.setCurrentIndex(0)
                box.blockSignals(False)
        self.changed.emit()

    def _use_toggled(self, on: bool) -> None:
        sheet = self._plans[self.sheets.currentIndex()].sheet
        (self._left_out.discard if on else self._left_out.add)(sheet)
        for box in self.boxes:
            box.setEnabled(on)
        self.changed.emit()

    def _say(self) -> None:
        # L10N: 各列的含义
        self.set_heading(_("How the columns are read"))
        # L10N: 导入此工作表
        self.use.setText(_("Import this sheet"))
        self.sheets.setVisible(len(self._plans) > 1)
        self.use.setVisible(len(self._plans) > 1)

    def retranslate(self) -> None:
        """Says its words anew."""
        self._say()
        self._show_sheet()


__all__ = ["Mapping"]
