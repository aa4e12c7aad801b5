"""The buttons of a record: which acts its life cycle offers now, the likely next one first, and their keys; the texts to copy about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desk import features
from desk.i18n import _
from desk.rules.kit.lifecycle import LifeCycle
from desk.ui.kit import theme

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

TEXT_KEY = "Ctrl+F8"


def by_key(cycle: LifeCycle, keys: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """The keys in the order of the acts, each with the acts that share it (they are never possible together)."""
    found: dict[str, list[str]] = {}
    for move in cycle.moves:
        if not move.hidden and move.code in keys:
            found.setdefault(keys[move.code], []).append(move.code)
    return [(key, tuple(codes)) for key, codes in found.items()]


class ActsCard(theme.Card):
    """The acts that make sense now: the likely next one first, the other steps, and smaller what is no step.

    Args:
        cycle: the life cycle of the record. keys: the key of each act, where it has one.

    Attributes:
        buttons: by the act's code.

    Signals:
        chosen: the code of an act.
    """

    chosen = Signal(str)

    def __init__(self, cycle: LifeCycle, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._cycle = cycle
        self.buttons: dict[str, theme.Button] = {}
        self._steps: list[str] = []
        self._others: list[str] = []
        self._next = ""
        self._room = 0
        self._grids = [QGridLayout() for _each in range(2)]
        for grid in self._grids:
            grid.setSpacing(theme.GAP)
            self.body.addLayout(grid)
        for move in cycle.moves:
            if move.hidden:
                continue
            button = theme.Button("", key=keys.get(move.code, ""), parent=self)
            button.clicked.connect(lambda _checked=False, code=move.code: self.chosen.emit(code))
            button.setMinimumWidth(1)  # the columns follow the room there is, not the room the columns
            button.hide()
            self.buttons[move.code] = button

    def retranslate(self) -> None:
        """Says the words of the buttons anew."""
        for code, button in self.buttons.items():
            button.set_words(_(self._cycle.by_code[code].label))
        self._place()  # longer words leave room for fewer beside each other

    def show_for(self, record: Any) -> None:
        """Shows the acts that fit a record; none for None."""
        moves = self._cycle.fitting(record) if record is not None else ()
        self._next = self._cycle.next_move(record) if record is not None else ""
        codes = {move.code for move in moves}
        for code, button in self.buttons.items():
            move = self._cycle.by_code[code]
            button.setEnabled(code in codes)
            button.setVisible(code in codes)
            usual = "danger" if move.danger else "small" if move.quiet else ""
            theme.set_role(button, "primary" if code == self._next else usual)
        self._steps = [move.code for move in moves if not move.quiet and not move.danger and move.code != self._next]
        self._others = [move.code for move in moves if move.quiet or move.danger]
        self._place()

    def _place(self) -> None:
        """Puts the buttons into as many columns as there is room for."""
        self._room = self.width()
        room = self._room - 2 * theme.MARGIN
        first = [self._next] if self._next else []
        before = self._fill(self._grids[0], [*first, *self._steps], room, None)
        self._fill(self._grids[1], self._others, room, before)

    def _fill(self, grid: QGridLayout, codes: list[str], room: int, before: QWidget | None) -> QWidget | None:
        while grid.count():
            grid.takeAt(0)
        for place in range(grid.columnCount()):
            grid.setColumnStretch(place, 0)
        widest = max((self.buttons[code].sizeHint().width() for code in codes if code != self._next), default=room)
        columns = max(1, min(6, (room + theme.GAP) // (widest + theme.GAP)))
        row = place = 0
        for code in codes:
            button = self.buttons[code]
            span = (columns if columns <= 3 else 2) if code == self._next else 1
            if place + span > columns:
                row, place = row + 1, 0
            grid.addWidget(button, row, place, 1, span)
            place += span
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        return before

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.characters(self, 24), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._room:
            self._place()


class Texts:
    """One key that puts the fitting text about a record on the clipboard and says so; again for the next one (handbook S30).

    Where its feature keeps that a customer was told, the message notes the text as sent.

    Args:
        page: the page that shows the record. kind: of the record; its declaration names its texts.
    """

    def __init__(self, page: Page, kind: str) -> None:
        self._page = page
        self._record = features.records()[kind]
        self._last: tuple[int, int] = (0, -1)

    def copy(self, record_id: int) -> None:
        """Puts the text that fits on the clipboard; pressed again, the next one."""
        desk, page, record = self._page.desk, self._page, self._record

        def look() -> Any:
            return features.load(record.texts)(desk, record_id)

        def show(found: Any) -> None:
            if not found:
                # L10N: 没有短信模板，请在“设置－选项列表”中添加
                page.shell.messages.info(_("There is no text to copy: add one among the lists in the settings."))
                return
            before, place = self._last
            place = (place + 1) % len(found) if before == record_id else 0
            self._last = (record_id, place)
            one = found[place]
            QGuiApplication.clipboard().setText(one.words)
            # L10N: 已复制：{words}
            words = _("Copied: {words}").format(words=one.words)
            if not record.text_sent:
                page.shell.messages.info(words)
                return
            # L10N: 记为已联系
            page.shell.messages.info(words, label=_("Note as sent"), action=lambda: self._note(record_id, one.code))

        page.ask(look, show)

    def _note(self, record_id: int, code: str) -> None:
        desk, page, record = self._page.desk, self._page, self._record

        def work() -> Any:
            return features.load(record.text_sent)(desk, record_id, code)

        # L10N: 已记入经过
        page.act(work, lambda _view: page.shell.messages.info(_("Noted in the history.")))


__all__ = ["TEXT_KEY", "ActsCard", "Texts", "by_key"]
