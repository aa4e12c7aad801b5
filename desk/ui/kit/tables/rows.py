"""The rows of a table and its columns: rows come in blocks when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from desk.i18n import _
from desk.ui.kit import theme
from desk.ui.kit.words import tooltip

BLOCK = 200
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class Answer(Protocol):
    """Some rows of a list, and how many there are in all (services.kit.paging.Page, or a page's own)."""

    @property
    def rows(self) -> Sequence[Any]:
        """The rows asked for."""
        ...

    @property
    def total(self) -> int:
        """How many there are in all."""
        ...


Fetch = Callable[[int, int, str, bool], Answer]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: its name; without `get` the attribute of the row.
        label: msgid of its heading.
        width: in characters (a Chinese one counts two); columns shrink where there is little room, the last one stretches.
        get: gives the text of a row.
        sort: how the service calls it when sorting; "" = not by this column.
        align: left or right.
        tone: gives "", muted, green, amber or red for a row.
        bold: for what the eye looks for.
        least: characters it keeps where there is little room (a number that is cut tells nothing).
    """

    name: str
    label: str
    width: float = 12
    get: Callable[[Any], str | None] | None = None
    sort: str = ""
    align: str = "left"
    tone: Callable[[Any], str] | None = None
    bold: bool = False
    least: float = 10

    def text(self, row: Any) -> str:
        """What stands in the cell."""
        value = self.get(row) if self.get is not None else getattr(row, self.name)
        return "" if value is None else str(value)


class RowsModel(QAbstractTableModel):
    """The rows looked at so far.

    Signals:
        wanted: the block that is needed to draw what is visible.
    """

    RowRole = Qt.ItemDataRole.UserRole + 1
    wanted = Signal(int)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.headings: dict[str, str] = {}
        self._blocks: dict[int, Sequence[Any]] = {}
        self._total = 0

    def fill(self, total: int, blocks: dict[int, Sequence[Any]]) -> None:
        """Other rows from now on."""
        if total == self._total:
            self._blocks = blocks
            if total:
                self.dataChanged.emit(self.index(0, 0), self.index(total - 1, len(self.columns) - 1))
        else:
            self.beginResetModel()
            self._blocks, self._total = blocks, total
            self.endResetModel()

    def add_block(self, block: int, rows: Sequence[Any]) -> None:
        """A block that was asked for."""
        self._blocks[block] = rows
        if len(self._blocks) > 60:  # 12,000 rows are more than anybody remembers
            for old in list(self._blocks)[:20]:
                del self._blocks[old]
        first = block * BLOCK
        last = min(first + len(rows), self._total) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def row(self, number: int) -> Any | None:
        """A row if it is here."""
        block = self._blocks.get(number // BLOCK)
        at = number % BLOCK
        return block[at] if block is not None and at < len(block) else None

    def loaded(self) -> list[tuple[int, Any]]:
        """Number and row of everything that is here."""
        return [(block * BLOCK + at, row) for block, rows in self._blocks.items() for at, row in enumerate(rows)]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                column = self.columns[section]
                return self.headings.get(column.name) or _(column.label)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(self.columns[section])
        return None

    @staticmethod
    def _alignment(column: Column) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            if role == Qt.ItemDataRole.DisplayRole and index.column() == 0:
                self.wanted.emit(index.row() // BLOCK)
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row).replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(column.text(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            tone = column.tone(row)
            return QColor(getattr(theme.colors(), tone)) if tone else None
        if role == Qt.ItemDataRole.FontRole and column.bold:
            font = QFont()
            font.setBold(True)
            return font
        if role == self.RowRole:
            return row
        return None
