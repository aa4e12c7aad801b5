"""Tables for any number of rows: the count is known, rows come in blocks when they are looked at, sorting happens in SQL.

A table of 100,000 rows opens as fast as one of ten, and the scroll bar tells the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desk.i18n import _
from desk.ui.kit import tasks, theme
from desk.ui.kit.tables.rows import BLOCK, Answer, Column, Fetch, RowsModel
from desk.ui.kit.tables.view import TableView

MEASURED = 60
"""So many rows say how wide a column has to be."""
FIGURES = 24
"""What is longer is a sentence, even with a figure in it."""
CELL = 22
"""What a cell has around its words."""


def _without(parts: Sequence[int], over: int, widths: Sequence[int]) -> list[int]:
    """Widths less their parts, as far as that takes away what is over."""
    share = min(1.0, over / max(1, sum(parts)))
    return [width - round(part * share) for width, part in zip(widths, parts, strict=True)]


class Table(QWidget):
    """A table with its empty state.

    Args:
        columns: the columns.
        fetch: `(offset, limit, sort, descending) -> Answer`, called on a worker.
        empty: msgid said when there is no row.
        sort: the service's name of the first sorting.
        descending: its direction.

    Signals:
        opened: the row, by Enter or double click.
        selected: the current row, None when there is none.
        loaded: the total, after each reading.
        answered: what `fetch` gave, when it is the list that was asked for last.
    """

    opened = Signal(object)
    selected = Signal(object)
    loaded = Signal(int)
    answered = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Fetch | None = None,
        *,
        empty: str = "",
        sort: str = "",
        descending: bool = False,
    ) -> None:
        super().__init__()
        self._fetch = fetch
        self._empty = empty
        self._sort, self._descending = sort, descending
        self._generation = 0
        self._loading: set[int] = set()
        self._next_block: int | None = None
        self._busy = False
        self._actions: list[tuple[Callable[[Any], str], str, Callable[[Any], object]]] = []
        self._fixed_rows = 0
        self.model = RowsModel(columns)
        self.model.wanted.connect(self._want, Qt.ConnectionType.QueuedConnection)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        self._layers = QStackedLayout(self)
        self.view = TableView()
        view = self.view
        view.setModel(self.model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(20)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._header_clicked)
        header.setSortIndicatorShown(False)
        view.opened.connect(self._open_current)
        view.doubleClicked.connect(lambda _index: self._open_current())
        view.resized.connect(self._fit_columns)
        view.selectionModel().currentRowChanged.connect(lambda _new, _old: self.selected.emit(self.current()))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        self._layers.addWidget(view)
        nothing = self._nothing = QWidget()
        box = QVBoxLayout(nothing)
        box.setSpacing(10)
        box.addStretch(1)
        self._picture = theme.IconLabel("empty", size=36)
        box.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.empty_words = theme.text("", "muted", wrap=True)
        self.empty_words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.empty_words)
        self.empty_button = theme.Button("")
        self.empty_button.hide()
        self._empty_action: Callable[[], object] | None = None
        self.empty_button.clicked.connect(lambda: self._empty_action() if self._empty_action else None)
        box.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self._layers.addWidget(nothing)
        self._row_height()
        self._show_sort()

    # ---------------------------------------------------------------------------------------------------- rows
    def set_fetch(self, fetch: Fetch) -> None:
        """Says where the rows come from."""
        self._fetch = fetch

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Shows a small list as it is."""
        kept = list(rows)
        self._fetch = None
        self._generation += 1
        self._arrived(
            len(kept),
            {block: kept[block * BLOCK : (block + 1) * BLOCK] for block in range((len(kept) + BLOCK - 1) // BLOCK)},
        )

    def reading(self) -> bool:
        """Whether an answer is on its way."""
        return self._busy

    def reload(self, *, keep: bool = True) -> None:
        """Reads anew; with `keep` the current row and the place stay where they are."""
        if self._fetch is None:
            return
        self._generation += 1
        self._loading.clear()
        self._next_block = None
        block = max(0, self.view.rowAt(0)) // BLOCK if keep else 0
        if not keep:
            self.view.scrollToTop()
        self._read(block, whole=True)

    def _read(self, block: int, *, whole: bool = False) -> None:
        fetch, generation = self._fetch, self._generation
        if fetch is None:
            return
        self._loading.add(block)
        self._busy = True
        sort, descending = self._sort, self._descending

        def done(answer: Answer) -> None:
            self._busy = False
            if generation == self._generation:
                self._loading.discard(block)
                rows, total = answer.rows, answer.total
                if whole and not rows and total and block:
                    self._read(0, whole=True)  # the list became shorter than where we stood
                    return
                if whole or total != self.model.rowCount():
                    self._arrived(total, {block: list(rows)})
                    self.answered.emit(answer)
                else:
                    self.model.add_block(block, list(rows))
            self._read_next()

        def failed(error: Any) -> None:
            self._busy = False
            self._loading.discard(block)
            tasks.default_error(error)

        tasks.run(lambda: fetch(block * BLOCK, BLOCK, sort, descending), on_done=done, on_error=failed, owner=self)

    def _want(self, block: int) -> None:
        if block in self._loading or self._fetch is None or self.model.row(block * BLOCK) is not None:
            return
        if self._busy:
            self._next_block = block  # only where the view stands now: blocks flown over are not read
        else:
            self._read(block)

    def _read_next(self) -> None:
        block, self._next_block = self._next_block, None
        if block is not None and not self._busy:
            self._want(block)

    def _arrived(self, total: int, blocks: dict[int, Sequence[Any]]) -> None:
        before = self.current()
        at = self.view.currentIndex().row()
        scroll = self.view.verticalScrollBar().value()
        self.model.fill(total, blocks)
        self._turn(full=bool(total))
        if total:
            key = getattr(before, "id", None)
            same = next(
                (n for n, row in self.model.loaded() if key is not None and getattr(row, "id", None) == key), None
            )
            row = same if same is not None else min(max(at, 0), total - 1)
            self.view.setCurrentIndex(self.model.index(row, 0))
            if same is None and at < 0:
                self.view.scrollToTop()
            else:
                self.view.verticalScrollBar().setValue(scroll)
        self._fit_columns()
        if self._fixed_rows:
            self._fit_height()
        self.loaded.emit(total)
        self.selected.emit(self.current())

    def _turn(self, *, full: bool) -> None:
        """Shows the rows or the empty state; who had the keys in one has them in the other."""
        if self._layers.currentIndex() == (0 if full else 1):
            return
        held = any(widget.hasFocus() for widget in (self.view, self._nothing, self.empty_button))
        self._layers.setCurrentIndex(0 if full else 1)
        if held:
            self.keys().setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> QWidget:
        """What takes the keys now: the rows, or where there are none the button that does something about it."""
        if self._layers.currentIndex() == 0:
            return self.view
        return self._nothing if self.empty_button.isHidden() else self.empty_button

    def current(self) -> Any | None:
        """The current row."""
        return self.model.row(self.view.currentIndex().row())

    def total(self) -> int:
        """How many rows there are."""
        return self.model.rowCount()

    def select(self, wanted: Callable[[Any], bool]) -> bool:
        """Makes the first row current that is wanted, among those that are here."""
        for number, row in self.model.loaded():
            if wanted(row):
                self.view.setCurrentIndex(self.model.index(number, 0))
                return True
        return False

    def _open_current(self) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    # --------------------------------------------------------------------------------------------------- sorting
    def _header_clicked(self, section: int) -> None:
        column = self.model.columns[section]
        if not column.sort:
            return
        if column.sort == self._sort:
            self._descending = not self._descending
        else:
            self._sort, self._descending = column.sort, False
        self._show_sort()
        self.reload(keep=False)

    def sort_by(self, sort: str, *, descending: bool) -> None:
        """Marks another order; the next reading follows it."""
        self._sort, self._descending = sort, descending
        self._show_sort()

    def _show_sort(self) -> None:
        header = self.view.horizontalHeader()
        section = next(
            (at for at, column in enumerate(self.model.columns) if column.sort and column.sort == self._sort), -1
        )
        header.setSortIndicatorShown(section >= 0)
        if section >= 0:
            header.setSortIndicator(
                section, Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
            )

    # ----------------------------------------------------------------------------------------------------- looks
    def fit_rows(self, count: int) -> None:
        """Makes the table just as high as its rows, up to `count`, so that the page scrolls and not the table."""
        self._fixed_rows = count
        self._fit_height()

    def _fit_height(self) -> None:
        rows = max(1, min(self.total(), self._fixed_rows))
        header = self.view.horizontalHeader().sizeHint().height()
        least = self.view.verticalHeader().defaultSectionSize()
        if self.total():
            self.setFixedHeight(header + rows * least + 4)  # and the frame
        else:
            self.setFixedHeight(header + 3 * least + 4)
        self._picture.setVisible(not self._fixed_rows)

    def _row_height(self) -> None:
        self.view.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.75))

    def _fit_columns(self) -> None:
        columns = self.model.columns
        wanted = [theme.characters(self.view, column.width) + 14 for column in columns]
        header = self.view.horizontalHeader()
        headings = [
            header.fontMetrics().horizontalAdvance(_(column.label)) + 20 + (14 if column.sort else 0)
            for column in columns
        ]
        needed = self._needed()
        figures = self._figures(needed)
        for at, heading in enumerate(headings):
            wanted[at] = 0 if self.view.isColumnHidden(at) else max(wanted[at], heading, figures[at])
        room = self.view.viewport().width()
        # Words that need more than their column has get it, up to twice as much, as long as others do not need theirs.
        more = [
            max(0, min(words, 2 * width) - width) if width else 0 for width, words in zip(wanted, needed, strict=True)
        ]
        wanted = [width + part for width, part in zip(wanted, more, strict=True)]
        over = sum(wanted) - room
        if over > 0:
            # Columns whose words need less than they have give way first: an empty one cuts no name beside it.
            idle = [
                max(0, width - max(words, heading))
                for width, words, heading in zip(wanted, needed, headings, strict=True)
            ]
            wanted = _without(idle, over, wanted)
            over = sum(wanted) - room
        if over > 0:
            wanted = _without(more, over, wanted)
            over = sum(wanted) - room
        if over > 0:
            # Then wide columns: what is above the floor and above the heading shrinks in proportion; words first, then figures
            # (a moment, a number, a telephone), which tell nothing when they are cut.
            floors = [
                max(theme.characters(self.view, column.least) + (14 if column.least > 10 else 0), heading)
                for column, heading in zip(columns, headings, strict=True)
            ]
            whole = [max(floor, width) for floor, width in zip(floors, figures, strict=True)]
            for least in (whole, floors, [0] * len(columns)):
                wanted = _without(
                    [max(0, width - kept) for width, kept in zip(wanted, least, strict=True)], over, wanted
                )
                over = sum(wanted) - room
                if over <= len(columns):  # but for what rounding leaves
                    break
        last = max((at for at in range(len(columns)) if not self.view.isColumnHidden(at)), default=0)
        wanted[last] += max(0, room - sum(wanted))
        for at, width in enumerate(wanted):
            if not self.view.isColumnHidden(at):
                header.resizeSection(at, max(24, width))

    def _needed(self) -> list[int]:
        """How wide each column's words are among the first rows that are here; its declared width while there are none."""
        rows = [row for _number, row in self.model.loaded()[:MEASURED]]
        bold = QFont(self.view.font())
        bold.setBold(True)
        plain, strong = QFontMetrics(self.view.font()), QFontMetrics(bold)
        return [
            max((strong if column.bold else plain).horizontalAdvance(column.text(row)) for row in rows) + CELL
            if rows
            else theme.characters(self.view, column.width) + 14
            for column in self.model.columns
        ]

    def _figures(self, needed: Sequence[int]) -> list[int]:
        """How wide the columns are whose cells are figures or short words with figures, whole; 0 for those of words."""
        rows = [row for _number, row in self.model.loaded()[:MEASURED]]
        found = []
        for column, width in zip(self.model.columns, needed, strict=True):
            texts = [text for row in rows if (text := column.text(row))]
            plain = texts and all(len(text) <= FIGURES and any(sign.isdigit() for sign in text) for text in texts)
            found.append(width if plain else 0)
        return found

    def hide_columns(self, *names: str) -> None:
        """Leaves these columns out (where there is little room); every other one is shown."""
        for at, column in enumerate(self.model.columns):
            self.view.setColumnHidden(at, column.name in names)
        self._fit_columns()

    def set_headings(self, words: Mapping[str, str]) -> None:
        """Headings that only the rows know (which month a column is), by column; the others have their own."""
        self.model.headings = dict(words)
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.model.columns) - 1)

    def set_empty(self, words: str, button: str = "", action: Callable[[], object] | None = None) -> None:
        """What is said when there is no row (translated words), and what can be done about it."""
        self.empty_words.setText(words)
        self.empty_button.set_words(button)
        self.empty_button.setVisible(bool(button and action))
        self._empty_action = action

    def add_action(self, label: Callable[[Any], str], key: str, run: Callable[[Any], object]) -> None:
        """Something to do with the current row, in the context menu; its key is shown there and bound by the page."""
        self._actions.append((label, key, run))

    def _run(self, run: Callable[[Any], object]) -> None:
        row = self.current()
        if row is not None:
            run(row)

    def _menu(self, at: QPoint) -> None:
        if not self._actions or self.current() is None:
            return
        menu = QMenu(self)
        for label, key, run in self._actions:
            action = menu.addAction(_(label(self.current())))
            if key:
                action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _checked=False, r=run: self._run(r))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def retranslate(self) -> None:
        """Says its headings anew; cells say themselves."""
        if self._empty:
            self.empty_words.setText(_(self._empty))
        if self.model.columns:
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.model.columns) - 1)
        if self.total():
            self.model.dataChanged.emit(
                self.model.index(0, 0), self.model.index(self.total() - 1, len(self.model.columns) - 1)
            )
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._refit)

    def _refit(self) -> None:
        self._row_height()
        self._fit_columns()
        if self._fixed_rows:
            self._fit_height()


__all__ = ["Table"]


__all__ = ["BLOCK", "Answer", "Column", "Table"]
