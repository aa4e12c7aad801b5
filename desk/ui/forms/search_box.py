"""A box that searches while typing, and the list under it: the finder at the top, and the fields that choose a room or a person.

Each change of the text searches on the search worker; while one search runs only the newest text waits, so answers never
pile up and never come out of order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk.i18n import _
from desk.ui.kit import tasks, theme

Index = QModelIndex | QPersistentModelIndex
Headings = Callable[[], Mapping[str, str]]
"""Gives the msgid over the hits of each kind."""
_NO_PARENT = QModelIndex()

MAX_ROWS = 12
"""Rows the list shows before it scrolls."""


class HitModel(QAbstractListModel):
    """The results with a heading before each kind; headings cannot be chosen."""

    HitRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QWidget | None = None, *, headings: Headings | None = None) -> None:
        super().__init__(parent)
        self._headings = headings
        self._rows: list[Any] = []

    def fill(self, hits: Sequence[Any]) -> None:
        """Shows these results."""
        self.beginResetModel()
        self._rows = []
        if self._headings is not None:
            labels = self._headings()
            for kind in dict.fromkeys(hit.kind for hit in hits):  # the group of the best result comes first
                if kind in labels:
                    self._rows.append(labels[kind])
                self._rows += [hit for hit in hits if hit.kind == kind]
        else:
            self._rows = list(hits)
        self.endResetModel()

    def hit(self, row: int) -> Any | None:
        """The result in a row, None for a heading."""
        if 0 <= row < len(self._rows) and not isinstance(self._rows[row], str):
            return self._rows[row]
        return None

    def best(self) -> int:
        """The row of the first result, -1 when there is none."""
        return next((row for row in range(len(self._rows)) if self.hit(row) is not None), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == self.HitRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _(row) if isinstance(row, str) else f"{row.title}  {row.subtitle}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class HitDelegate(QStyledItemDelegate):
    """A heading in small muted letters; a result as bold title and muted subtitle, past ones quieter."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(HitModel.HitRole)
        return QSize(100, round(QFontMetrics(option.font).height() * (1.5 if isinstance(row, str) else 1.9)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(HitModel.HitRole)
        c = theme.colors()
        painter.save()
        area: QRect = option.rect
        inside = area.adjusted(12, 0, -12, 0)
        if isinstance(row, str):
            font = QFont(option.font)
            font.setPointSizeF(font.pointSizeF() * 0.88)
            painter.setFont(font)
            painter.setPen(QColor(c.muted))
            painter.drawText(inside.adjusted(0, 3, 0, 0), Qt.AlignmentFlag.AlignVCenter, _(row))
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.selection))
            painter.drawRoundedRect(area.adjusted(4, 1, -4, -1), 5, 5)
        font = QFont(option.font)
        font.setBold(not row.past)
        painter.setFont(font)
        painter.setPen(QColor(c.muted if row.past else c.text))
        metrics = QFontMetrics(font)
        share = 0.6 if row.subtitle else 1
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, round(inside.width() * share))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, title)
        # Subtitles start in one line where the titles are short, so that the eye can run down them.
        left = max(metrics.horizontalAdvance(title) + 16, metrics.horizontalAdvance("0") * 22)
        rest = inside.adjusted(left, 0, 0, 0)
        painter.setFont(option.font)
        painter.setPen(QColor(c.muted))
        subtitle = QFontMetrics(option.font).elidedText(row.subtitle, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, subtitle)
        painter.restore()


class HitList(QFrame):
    """The list under a search box: a child of the window, not a popup window, so the focus and the input method stay in the box."""

    chosen = Signal(object)

    def __init__(self, box: QLineEdit, *, headings: Headings | None) -> None:
        super().__init__(box.window())
        self._box = box
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 5, 1, 5)
        layout.setSpacing(0)
        self.model = HitModel(self, headings=headings)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(HitDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.entered.connect(self.view.setCurrentIndex)
        self.view.clicked.connect(lambda index: self.choose(index.row()))
        layout.addWidget(self.view)
        self._note = theme.text("", "muted", wrap=True)
        self._note.setContentsMargins(12, 4, 12, 4)
        layout.addWidget(self._note)
        self.hide()

    def show_hits(self, hits: Sequence[Any], note: str) -> None:
        """Shows results, or the note when there are none."""
        self.model.fill(hits)
        self.view.setVisible(bool(hits))
        self._note.setText(note)
        self._note.setVisible(not hits)
        best = self.model.best()
        if best >= 0:
            self.view.setCurrentIndex(self.model.index(best))
            self.view.scrollToTop()
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Puts the list under its box, inside the window."""
        window = self._box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        rows = self.model.rowCount()
        height = 12  # the frame and its margins
        if rows:
            height += sum(self.view.sizeHintForRow(row) for row in range(min(rows, MAX_ROWS))) + 2
        else:
            height += self._note.sizeHint().height()
        below = self._box.mapTo(window, QPoint(0, self._box.height() + 3))
        width = max(self._box.width(), min(theme.characters(self, 56), window.width() - below.x() - 8))
        room = window.height() - below.y() - 8
        if room < min(height, 120):  # a field at the bottom of a form: the list opens upwards
            above = self._box.mapTo(window, QPoint(0, 0)).y() - 3
            height = min(height, above - 8)
            self.setGeometry(below.x(), above - height, width, height)
        else:
            self.setGeometry(below.x(), below.y(), width, min(height, room))

    def move_by(self, step: int) -> None:
        """Moves the choice to the next or previous result, over headings, and round at the ends."""
        count = self.model.rowCount()
        row = self.view.currentIndex().row()
        for _try in range(count):
            row = (row + step) % count
            if self.model.hit(row) is not None:
                self.view.setCurrentIndex(self.model.index(row))
                if row == self.model.best():
                    self.view.scrollToTop()  # with its heading
                return

    def choose(self, row: int | None = None) -> bool:
        """Chooses a row (the current one); False when there is nothing to choose."""
        hit = self.model.hit(self.view.currentIndex().row() if row is None else row)
        if hit is None:
            return False
        self.hide()
        self.chosen.emit(hit)
        return True


class SearchBox(QLineEdit):
    """A line that searches while typing.

    Args:
        search: called on the search worker with the text; gives hits.
        headings: what stands over the hits of each kind; None shows them as they come.

    Signals:
        chosen: a hit, by Enter or click.
        submitted: Enter on a text without any hit.
        answered: the text whose hits are shown now (for tests and the tour).
    """

    chosen = Signal(object)
    submitted = Signal(str)
    answered = Signal(str)

    def __init__(
        self,
        search: Callable[[str], Sequence[Any]] | None = None,
        *,
        headings: Headings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._headings = headings
        self._list: HitList | None = None
        self._running = False
        self._waiting: str | None = None
        self._shown_for = ""
        self._enter_waits = False
        self._dropped: str | None = None
        """A text whose answer comes too late."""
        self.textEdited.connect(self._edited)

    @property
    def list(self) -> HitList:
        """The list under the box."""
        if self._list is None:
            self._list = HitList(self, headings=self._headings)
            self._list.chosen.connect(self._chose)
        return self._list

    def set_search(self, search: Callable[[str], Sequence[Any]]) -> None:
        """Says where to search."""
        self._search = search

    def type_in(self, text: str) -> None:
        """Puts a text in as if it were typed (a scan that found several records)."""
        self.setText(text)
        self._edited(text)

    def at_the_best(self) -> bool:
        """Whether nobody chose another hit than the first."""
        shown = self._list
        return shown is None or not shown.isVisible() or shown.view.currentIndex().row() == shown.model.best()

    def close_list(self) -> bool:
        """Hides the list; False when it was not open. An answer that is still on its way does not open it again."""
        self._dropped = self.text() if self._running and not self._enter_waits else None
        if self._list is None or not self._list.isVisible():
            return False
        self._list.hide()
        return True

    def stop(self) -> bool:
        """Esc: hides the list, and takes an Enter back that waits for its answer; False when there was neither."""
        waited, self._enter_waits, self._waiting = self._enter_waits, False, None
        return self.close_list() or waited

    def _edited(self, text: str) -> None:
        self._enter_waits = False
        self._dropped = None
        if not text.strip():
            self._waiting = None
            self._shown_for = ""
            self.close_list()
            return
        self._ask(text)

    def _ask(self, text: str) -> None:
        if self._search is None:
            return
        if self._running:
            self._waiting = text
            return
        self._running = True
        search = self._search

        answered = []

        def done(hits: Sequence[Any]) -> None:
            answered.append(text)
            self._answer(text, hits)

        def failed(error: Any) -> None:
            answered.append(text)
            self._next()
            tasks.default_error(error)

        def ended() -> None:
            if not answered:  # a bug in one search must not silence the box for the rest of the day
                self._next()

        job = tasks.run(lambda: search(text), on_done=done, on_error=failed, owner=self, pool=tasks.SEARCH)
        job.at_end(ended)

    def _next(self) -> bool:
        self._running = False
        if self._waiting is None:
            return False
        text, self._waiting = self._waiting, None
        self._ask(text)
        return True

    def _answer(self, text: str, hits: Sequence[Any]) -> None:
        if self._next():
            return  # a newer text is already being searched
        late, self._dropped = self._dropped == text, None
        if late or text != self.text() or not self.isVisible():
            return
        self._shown_for = text
        # L10N: 没有找到
        self.list.show_hits(hits, _("Nothing found for “{text}”.").format(text=text.strip()))
        self.answered.emit(text)
        if self._enter_waits:
            self._enter_waits = False
            self._enter()

    def _chose(self, hit: Any) -> None:
        self._shown_for = ""
        self.chosen.emit(hit)

    def _enter(self) -> None:
        text = self.text().strip()
        if not text:
            return
        if self._shown_for != self.text() and (self._running or self._waiting is not None):
            self._enter_waits = True  # typed faster than found: Enter counts for the answer that is coming
        elif self._list is not None and self._list.isVisible() and self._list.choose():
            pass
        elif self._shown_for == self.text():
            self.submitted.emit(text)
        else:
            self._enter_waits = True
            self._ask(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and plain:
            if self._list is not None and self._list.isVisible():
                self._list.move_by(1 if key == Qt.Key.Key_Down else -1)
            elif self.text().strip():
                self._ask(self.text())
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.wants_enter():
            self._enter()
            return
        if key == Qt.Key.Key_Escape and self.escape():
            return
        super().keyPressEvent(event)

    def wants_enter(self) -> bool:
        """Whether Enter chooses (the finder) or may mean something else (a field that is already chosen)."""
        return True

    def escape(self) -> bool:
        """Esc: the list first, then the text; False lets it go on to the window."""
        if self.stop():
            return True
        if self.text():
            self.clear()
            self._edited("")
            return True
        return False

    def focusOutEvent(self, event: Any) -> None:
        self.close_list()
        super().focusOutEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self._list is not None and self._list.isVisible():
            self._list.place()


__all__ = ["Headings", "HitList", "HitModel", "SearchBox"]
