"""The list of everything that can be done (Ctrl+K): found by a few letters, done by Enter; the key beside each act teaches itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk.i18n import _, current_language
from desk.ui.kit import tasks, theme
from desk.ui.kit.words import labelled
from desk.ui.shell import offers
from desk.ui.shell.letters import fit
from desk.ui.shell.offers import Offer, Window

if TYPE_CHECKING:
    from typing import Any

RECENT = "acts_used"
"""The name under which this PC remembers what was done by the list."""
MANY = 12
"""So many are remembered."""
SHOWN = 60
"""So many are shown: whoever sees more has to type one letter more anyway."""
ROWS = 11
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


def ranked(typed: str, found: Sequence[Offer], used: Sequence[str]) -> list[Offer]:
    """The acts that were meant, the best first: how well the letters fit, what is shown before the rest, what was used lately.

    Whose own letters were typed comes before everything: so each act is reached by them from anywhere.

    Without letters: what was used lately, then what can be done here, then the rest in its order.
    """
    recent = {code: place for place, code in enumerate(used)}
    last = len(recent)
    wanted = " ".join(typed.casefold().split())
    if not wanted:
        order = sorted(found, key=lambda offer: (recent.get(offer.code, last), not offer.here))
        return [offer for offer in order if offer.here or not offer.why_not]
    ranks = []
    for place, offer in enumerate(found):
        rank = fit(wanted, offer.words, offer.where, offer.letters)
        if rank is None and wanted == offer.key.casefold():
            rank = 0
        if rank is not None:
            own = rank == 0 and (offer.here or not offer.why_not)  # in a dialog the acts behind it are no answer
            near = 0 if own else 1 if offer.here and rank <= 1 else rank + 1
            ranks.append((near, bool(offer.why_not), not offer.here, recent.get(offer.code, last), place, offer))
    return [offer for *_rank, offer in sorted(ranks, key=lambda each: each[:-1])]


class _Model(QAbstractListModel):
    OfferRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []

    def fill(self, found: list[Offer]) -> None:
        """Shows these."""
        self.beginResetModel()
        self.offers = found
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer = self.offers[index.row()]
        if role == self.OfferRole:
            return offer
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "  ".join(part for part in (offer.words, offer.where, offer.why_not, offer.key) if part)
        return None


class _Row(QStyledItemDelegate):
    """The act, its page, why it cannot be done now; at the right its letters and its key."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, round(QFontMetrics(option.font).height() * 1.9))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer: Offer = index.data(_Model.OfferRole)
        c = theme.colors()
        painter.save()
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.selection))
            painter.drawRoundedRect(area.adjusted(4, 1, -4, -1), 5, 5)
        inside = area.adjusted(14, 0, -14, 0)
        metrics = QFontMetrics(option.font)
        digit = metrics.horizontalAdvance("0")
        inside.setRight(self._right(painter, option.font, inside, offer))
        bold = QFont(option.font)
        bold.setBold(not offer.why_not)
        painter.setFont(bold)
        painter.setPen(QColor(c.muted if offer.why_not else c.text))
        title = QFontMetrics(bold).elidedText(offer.words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, title)
        left = max(QFontMetrics(bold).horizontalAdvance(title) + 2 * digit, digit * 26)
        rest = inside.adjusted(left, 0, 0, 0)
        painter.setFont(option.font)
        painter.setPen(QColor(c.muted))
        about = " · ".join(part for part in (offer.where, offer.why_not) if part)
        if rest.width() > 4 * digit:
            painter.drawText(
                rest,
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(about, Qt.TextElideMode.ElideRight, rest.width()),
            )
        painter.restore()

    @staticmethod
    def _right(painter: QPainter, font: QFont, inside: QRect, offer: Offer) -> int:
        """Paints letters and key; where they begin."""
        c = theme.colors()
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        digit = metrics.horizontalAdvance("0")
        keys = inside.adjusted(inside.width() - 16 * digit, 0, 0, 0)
        if offer.key:
            width = metrics.horizontalAdvance(offer.key) + 12
            box = QRect(
                keys.right() - width, inside.center().y() - metrics.height() // 2 - 1, width, metrics.height() + 3
            )
            painter.setPen(QColor(c.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(c.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, offer.key)
        letters = QRect(keys.left() - 6 * digit, inside.top(), 6 * digit, inside.height())
        painter.setPen(QColor(c.muted))
        painter.drawText(letters, Qt.AlignmentFlag.AlignVCenter, offer.letters)
        return letters.left() - digit


class _Line(QLineEdit):
    """The line for the letters; the arrows move in the list."""

    moved = Signal(int)
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS - 1, Qt.Key.Key_PageUp: 1 - ROWS}
        step = steps.get(Qt.Key(event.key())) if event.key() in steps else None
        if step is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class Palette(QDialog):
    """The list over the page or the dialog that is shown.

    Args:
        window: where it is shown. around: the same, for what is done. over: the dialog that it stands over, if any.

    Attributes:
        line: where the letters are typed. shown: the acts that are shown, the best first.

    Signals:
        filled: the list shows what fits the letters (for tests and the tour).
    """

    filled = Signal()
    owns_help = True

    def __init__(self, window: QWidget, around: Window, over: QDialog | None) -> None:
        super().__init__(over or window)
        self._window = window
        self._around = around
        self._over = over
        self._all: list[Offer] | None = None
        self._used = [code for code in str(around.preferences.get(RECENT, "")).split("\n") if code]
        self._enter_waits = False
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        # L10N: 全部功能
        self.setWindowTitle(_("Everything"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popup")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        self.line = _Line()
        self.line.setProperty("role", "finder")
        # L10N: 输入拼音首字母、拼音或汉字，回车执行
        words = _("What would you like to do? Initials, pinyin or words; Enter does it")
        self.line.setPlaceholderText(words)
        self.line.setAccessibleName(words)
        self._icon = theme.IconLabel("search", size=18, parent=self.line)
        self._icon.move(11, 9)
        layout.addWidget(self.line)
        self.model = _Model(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Row(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(self.windowTitle())
        self.view.clicked.connect(lambda _index: self.take())
        layout.addWidget(self.view, 1)
        self._note = theme.text("", "note-warning", wrap=True)
        self._note.hide()
        layout.addWidget(self._note)
        self.line.textChanged.connect(lambda _text: self._fill())
        self.line.moved.connect(self._move)
        self.line.taken.connect(self.take)
        self._place()

    def _place(self) -> None:
        around = self._window
        width = min(theme.characters(self, 92), around.width() - 24)
        rows = ROWS * round(self.fontMetrics().height() * 1.9)
        height = min(rows + self.line.sizeHint().height() + 40, around.height() - 24)
        self.resize(width, height)
        left = (around.width() - width) // 2
        self.move(around.mapToGlobal(QPoint(left, min(54, around.height() - height - 12))))

    @property
    def shown(self) -> list[Offer]:
        """The acts that are shown, the best first."""
        return self.model.offers

    def start(self) -> Palette:
        """Shows it; the letters of the acts are thought out on a worker the first time."""
        language = current_language()
        self._all = offers.all_of(self._around, self._over, {})
        self._fill()
        self.open()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        tasks.run(lambda: offers.letters_of(language), on_done=self._know, owner=self, pool=tasks.SEARCH)
        return self

    def _know(self, letters: Mapping[str, str]) -> None:
        assert self._all is not None
        self._all = offers.lettered(self._all, letters)
        self._ready, waits = True, self._enter_waits
        self._fill()
        if waits:
            self.take()

    _ready = False

    def _fill(self) -> None:
        assert self._all is not None
        self._note.hide()
        self._enter_waits = False
        if self.line.text().strip() and not self._ready:
            return  # pinyin is not there yet; it comes in a moment
        found = ranked(self.line.text(), self._all, self._used)
        self.model.fill(found[:SHOWN])
        if found:
            self.view.setCurrentIndex(self.model.index(0))
            self.view.scrollToTop()
        else:
            # L10N: 没有找到
            self._say(_("Nothing found for “{text}”.").format(text=self.line.text().strip()))
        self.filled.emit()

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _move(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            at = self.view.currentIndex().row()
            there = (at + by) % count if abs(by) == 1 else max(0, min(count - 1, at + by))
            self.view.setCurrentIndex(self.model.index(there))
            self._note.hide()

    def take(self) -> None:
        """Does the act that is marked, or says why it cannot be done now."""
        if self.line.text().strip() and not self._ready:
            self._enter_waits = True  # typed faster than thought
            return
        index = self.view.currentIndex()
        if not index.isValid():
            return
        offer: Offer = index.data(_Model.OfferRole)
        if offer.why_not:
            self._say(labelled(offer.words, offer.why_not))
            return
        self._remember(offer.code)
        self.accept()
        # The keyboard is back where it was before the act takes it on.
        QTimer.singleShot(0, self._window, offer.run)

    def _remember(self, code: str) -> None:
        if code.startswith("dialog:"):
            return
        used = [code, *(each for each in self._used if each != code)][:MANY]
        self._around.preferences.put(RECENT, "\n".join(used))

    def done(self, result: int) -> None:
        super().done(result)
        over = self._over or self._window
        over.activateWindow()


__all__ = ["Palette", "ranked"]
