"""Fields of several cells: lines that are added as they are typed (works, workers, deductions), ticks of a checklist, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.i18n import N_, _
from desk.ui.forms.base import Common, FieldSpec, is_page_key
from desk.ui.forms.fields import TextField, make
from desk.ui.kit import theme
from desk.ui.kit.pages import clear, shortcut

MOST = 30
Wrong = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""`(line) → sentences by cell`."""


def _plain_enter(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held


def _show(cell: QWidget) -> None:
    """Scrolls the form to a cell: what it belongs to may be higher than the screen."""
    area = cell.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None and cell.hasFocus():
        area.ensureWidgetVisible(cell, 0, 40)


class FilesField(TextField):
    """Paths of files, several apart by a semicolon; F4 chooses them. Its value is a tuple of paths."""

    kinds = "*.jpg *.jpeg *.png"

    def value(self) -> tuple[Path, ...]:
        return tuple(Path(part.strip()) for part in self.text().split(";") if part.strip())

    def set_value(self, value: Any) -> None:
        self.setText("; ".join(str(each) for each in value or ()))

    def problem(self) -> str:
        for file in self.value():
            if not file.is_file():
                # L10N: 找不到文件 {file}
                return _("The file {file} is not there.").format(file=file.name)
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and not self.isReadOnly():
            # L10N: 选择照片
            found, _kind = QFileDialog.getOpenFileNames(self.window(), _("Choose photos"), "", self.kinds)
            if found:
                self.set_value(found)
        else:
            super().keyPressEvent(event)


class ScansField(FilesField):
    """Paths of scans: pictures, or a PDF of several pages."""

    kinds = "*.pdf *.jpg *.jpeg *.png"


# L10N: F4 选择文件
FILES_HINT = N_("F4 chooses files")


class CellsField(QWidget, Common):
    """Base of a field that is a grid of cells: keys lead from cell to cell, and out of it at its end."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._read_only = False
        self._wrong: QWidget | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(5)
        outer.addLayout(self._grid)
        self._outer = outer

    def rows_of_cells(self) -> list[list[Any]]:
        """The cells that can be gone through, by row."""
        raise NotImplementedError

    def _place_of(self, cell: QObject) -> tuple[int, int] | None:
        for at, row in enumerate(self.rows_of_cells()):
            if cell in row:
                return at, row.index(cell)
        return None

    def _at_the_end(self, at: int, place: int) -> bool:
        rows = self.rows_of_cells()
        return (at, place) == (len(rows) - 1, len(rows[-1]) - 1)

    def takes_enter(self) -> bool:
        found = self._place_of(self.window().focusWidget())
        return found is not None and not self._at_the_end(*found)

    def focusInEvent(self, event: QFocusEvent) -> None:
        rows = self.rows_of_cells()
        if not rows:
            self.focusNextChild()
        elif self._wrong is not None:
            self._wrong.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            rows[-1][0].setFocus(Qt.FocusReason.BacktabFocusReason)
        else:
            rows[0][0].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            QTimer.singleShot(0, watched, lambda: _show(watched))
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        found = self._place_of(watched)
        if found is None:
            return False
        if is_page_key(event):
            return True
        at, place = found
        rows = self.rows_of_cells()
        if _plain_enter(event):
            if getattr(watched, "takes_enter", bool)():
                return False  # its list is open: Enter chooses
            if self._at_the_end(at, place) or not self.takes_enter():
                return False
            row, here = (at, place + 1) if place + 1 < len(rows[at]) else (at + 1, 0)
            rows[row][here].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        is_list = getattr(getattr(watched, "spec", None), "kind", "") in ("choice", "entry")
        if step is not None and not is_list and 0 <= at + step < len(rows):
            following = rows[at + step]
            following[min(place, len(following) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def last_stop(self) -> QWidget:
        self._order()
        rows = self.rows_of_cells()
        return rows[-1][-1] if rows else self

    def _order(self) -> None:
        cells = [self, *(cell for row in self.rows_of_cells() for cell in row)]
        for before, after in pairwise(cells):
            QWidget.setTabOrder(before, after)


class RowsField(CellsField):
    """Lines of cells; there is always one empty line at the end. Its value is a tuple of dicts.

    Args:
        spec: of the whole.
        desk: the desk.
        cells: the fields of a line. shares: how they share the width.
        wrong: what is wrong with a line, by cell.
        sums: the sentence under the lines.
    """

    def __init__(
        self,
        spec: FieldSpec,
        desk: Any,
        cells: Sequence[FieldSpec],
        shares: Sequence[int],
        *,
        wrong: Wrong | None = None,
        sums: Callable[[Sequence[Mapping[str, Any]]], str] | None = None,
    ) -> None:
        super().__init__(spec)
        self._desk, self._cells, self._check, self._sums = desk, tuple(cells), wrong, sums
        self._rows: list[list[Any]] = []
        self._quiet = False
        self._headings = [theme.text("", "small", parent=self) for _each in cells]
        for at, heading in enumerate(self._headings):
            self._grid.addWidget(heading, 0, at)
            self._grid.setColumnStretch(at, shares[at])
        self._sum = theme.text("", "strong", wrap=True, parent=self)
        self._sum.hide()
        self._outer.addWidget(self._sum)
        drop = shortcut("Ctrl+Del", self, self._drop_current)
        drop.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._add()
        self.retranslate()

    def rows_of_cells(self) -> list[list[Any]]:
        return self._rows

    def takes_enter(self) -> bool:
        """On the empty line at the end Enter leaves the lines."""
        found = self._place_of(self.window().focusWidget())
        return found is not None and not (found[0] == len(self._rows) - 1 and self._is_empty(self._rows[-1]))

    def _add(self) -> list[Any]:
        row = [make(cell, self._desk) for cell in self._cells]
        self._rows.append(row)
        for at, cell in enumerate(row):
            self._grid.addWidget(cell, len(self._rows), at)
            if cell.spec.kind != "check":  # a tick keeps the room its word needs
                cell.setMinimumWidth(theme.characters(self, 6))
            cell.changed.connect(lambda c=cell: self._typed(c))
            cell.installEventFilter(self)
            cell.retranslate()
        self._name(row)
        self._order()
        return row

    def _name(self, row: list[Any]) -> None:
        for spec, cell in zip(self._cells, row, strict=True):
            cell.setAccessibleName(f"{_(spec.label)} {self._rows.index(row) + 1}")

    @staticmethod
    def _is_empty(row: list[Any]) -> bool:
        return all(cell.is_empty() for cell in row)

    def _typed(self, cell: QWidget) -> None:
        if self._quiet:
            return
        theme.set_role(cell, "", name="problem")
        if cell is self._wrong:
            self._wrong = None
        if not self._is_empty(self._rows[-1]) and len(self._rows) < MOST:
            self._add()
        self._say_sum()
        self.changed.emit()

    def _say_sum(self) -> None:
        words = self._sums(self.value()) if self._sums is not None else ""
        self._sum.setText(words)
        self._sum.setVisible(bool(words))

    def _drop_current(self) -> None:
        found = self._place_of(self.window().focusWidget())
        if found is None or self._read_only or found[0] == len(self._rows) - 1:
            return
        state = self.state()
        del state[found[0]]
        self.restore(state)
        self._rows[min(found[0], len(self._rows) - 1)][0].setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------------------------------------------ values
    def value(self) -> tuple[dict[str, Any], ...]:
        return tuple(
            {spec.name: cell.value() for spec, cell in zip(self._cells, row, strict=True)}
            for row in self._rows
            if not self._is_empty(row)
        )

    def set_value(self, value: Any) -> None:
        self._clear()
        for line in value or ():
            for spec, cell in zip(self._cells, self._add(), strict=True):
                cell.set_value(line.get(spec.name))
        self._ended()

    def state(self) -> Any:
        return [[cell.state() for cell in row] for row in self._rows if not self._is_empty(row)]

    def restore(self, state: Any) -> None:
        self._clear()
        for line in state or ():
            for kept, cell in zip(line, self._add(), strict=False):
                cell.restore(kept)
        self._ended()

    def _clear(self) -> None:
        self._quiet, self._wrong = True, None
        for row in self._rows:
            for cell in row:
                self._grid.removeWidget(cell)
                cell.hide()
                cell.deleteLater()
        self._rows = []

    def _ended(self) -> None:
        self._add()
        self._quiet = False
        self._say_sum()
        self.changed.emit()

    def settle(self) -> None:
        for row in self._rows:
            for cell in row:
                cell.settle()

    def is_empty(self) -> bool:
        return all(self._is_empty(row) for row in self._rows)

    def problem(self) -> str:
        self._wrong, said = None, ""
        for number, row in enumerate((row for row in self._rows if not self._is_empty(row)), start=1):
            line = {spec.name: cell.value() for spec, cell in zip(self._cells, row, strict=True)}
            found = dict(self._check(line)) if self._check is not None else {}
            for spec, cell in zip(self._cells, row, strict=True):
                words = cell.problem() or found.get(spec.name, "")
                theme.set_role(cell, "true" if words else "", name="problem")
                cell.setAccessibleDescription(words)
                if words and not said:
                    said = _("Line {n}: {problem}").format(n=number, problem=words)
                    self._wrong = cell
        return said

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        for row in self._rows:
            for cell in row:
                cell.set_read_only(on)

    def retranslate(self) -> None:
        for spec, heading in zip(self._cells, self._headings, strict=True):
            heading.setText(_(spec.label))
        for row in self._rows:
            self._name(row)
            for cell in row:
                if hasattr(cell, "refill"):
                    cell.refill()
                cell.retranslate()
        self._say_sum()


class ChecksField(CellsField):
    """Ticks, some for each row: `received` and `stamped` of each paper. Its value: by the row's code the ticks that are set.

    Args:
        spec: of the whole.
        ticks: code and msgid of each column. rows: gives `(code, words, ticks offered)`; asked again by `refill`.
    """

    def __init__(
        self,
        spec: FieldSpec,
        ticks: Sequence[tuple[str, str]],
        rows: Callable[[], Sequence[tuple[str, str, Sequence[str]]]],
    ) -> None:
        super().__init__(spec)
        self._ticks, self._offered = dict(ticks), rows
        self._set: dict[str, set[str]] = {}
        self._boxes: dict[tuple[str, str], QCheckBox] = {}
        self._order_of: list[list[QCheckBox]] = []
        self._shown: list[Any] = []
        self._grid.setColumnStretch(0, 1)
        self.refill()

    def rows_of_cells(self) -> list[list[Any]]:
        return self._order_of

    def refill(self) -> None:
        """Asks for the rows anew; ticks that were set stay."""
        rows = [(code, words, tuple(ticks)) for code, words, ticks in self._offered()]
        said = [*rows, *(_(words) for words in self._ticks.values())]
        if said == self._shown:
            return
        self._shown, self._wrong = said, None
        clear(self._grid)
        self._boxes, self._order_of = {}, []
        for at, (code, words, ticks) in enumerate(rows):
            self._grid.addWidget(theme.text(words, "", wrap=True, parent=self), at, 0)
            line = []
            for place, (tick, said_tick) in enumerate(self._ticks.items()):
                if tick not in ticks:
                    continue
                box = QCheckBox(_(said_tick), self)
                box.setAccessibleName(f"{words}: {_(said_tick)}")
                box.setChecked(tick in self._set.get(code, ()))
                box.toggled.connect(lambda on, c=code, t=tick: self._toggled(c, t, on))
                box.installEventFilter(self)
                self._grid.addWidget(box, at, place + 1)
                self._boxes[code, tick] = box
                line.append(box)
            if line:
                self._order_of.append(line)
        self._order()
        self.updateGeometry()

    def _toggled(self, code: str, tick: str, on: bool) -> None:
        ticks = self._set.setdefault(code, set())
        ticks.add(tick) if on else ticks.discard(tick)
        first = next(iter(self._ticks))
        if on and tick != first and (code, first) in self._boxes:
            self._boxes[code, first].setChecked(True)  # what is stamped is here
        self.changed.emit()

    def value(self) -> dict[str, tuple[str, ...]]:
        return {
            code: tuple(t for t in self._ticks if t in self._set.get(code, ())) for code, _words, _t in self._rows()
        }

    def _rows(self) -> list[Any]:
        return [row for row in self._shown if isinstance(row, tuple)]

    def set_value(self, value: Any) -> None:
        self._set = {code: set(ticks) for code, ticks in (value or {}).items()}
        for (code, tick), box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(tick in self._set.get(code, ()))
            box.blockSignals(False)
        self.changed.emit()

    def state(self) -> Any:
        return {code: sorted(ticks) for code, ticks in self._set.items() if ticks}

    def restore(self, state: Any) -> None:
        self.set_value(state)

    def is_empty(self) -> bool:
        return not any(self._set.values())

    def set_read_only(self, on: bool) -> None:
        for box in self._boxes.values():
            box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on)
        self._read_only = on

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if self._read_only and event.key() == Qt.Key.Key_Space:
            return True
        return super()._key(watched, event)

    def retranslate(self) -> None:
        self.refill()


__all__ = ["FILES_HINT", "ChecksField", "FilesField", "RowsField"]
