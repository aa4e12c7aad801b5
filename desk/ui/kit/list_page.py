"""A page that is a list: columns, views, a box for words, acts and what is said when it is empty are declared; the rest is here.

What the list shows is a frozen value, made of the widgets on the window's thread and handed to the reading: nothing reads a
widget on a worker, so an answer always belongs to what was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.i18n import N_, _, ngettext
from desk.ui.kit import theme
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.marks import MOST
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.views import View, ViewButtons, ViewList, ViewRow, view_rows

if TYPE_CHECKING:
    from desk.services.kit.changes import Changes
    from desk.services.kit.desk import Desk

NARROW = 960
"""Below this width of the page the list shows fewer columns."""
TYPING_MS = 150
"""What is typed while an answer is on its way is asked after this pause, or as soon as the answer is there."""


@dataclass(frozen=True, slots=True)
class Query:
    """What a list shows: its view and the words typed. A page that narrows by more has a query of its own."""

    view: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows of a list are wanted, and in which order."""

    offset: int
    limit: int
    sort: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Empty:
    """What is said when a list shows nothing, and what can be done about it; words are translated."""

    words: str
    button: str = ""
    action: Callable[[], object] | None = None


class FilterLine(QLineEdit):
    """The box for words over a list: Down and Enter go on to the list, Esc empties the box first.

    Signals:
        left: by Down or Enter, for the list.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(theme.characters(self, 44))
        self.setMinimumWidth(theme.characters(self, 12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ListPage(Page):
    """Base of the pages that are a list.

    Attributes:
        heading: msgid of the title.
        views: parts of the list; the first one is shown at first.
        views_aside: the views stand at the side with their counts, instead of over the list.
        search: msgid of what can be typed into the box for words; "" has no box.
        hint: msgid of a remark over the list, where there is room.
        sort, descending: the first sorting, as the service calls it.
        marking: whether several rows can be marked.
        hides: columns left out where there is little room.
        meant: id of the row the list was opened for; it is made current once it is read.
    """

    heading: ClassVar[str]
    views: ClassVar[tuple[View, ...]] = ()
    views_aside: ClassVar[bool] = False
    search: ClassVar[str] = ""
    hint: ClassVar[str] = ""
    sort: ClassVar[str] = ""
    descending: ClassVar[bool] = False
    marking: ClassVar[bool] = False
    hides: ClassVar[tuple[str, ...]] = ()

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._view = self.views[0].code if self.views else ""
        self.meant = 0
        self._counts: Mapping[str, int] = {}
        self._more = 0
        self._compared: Any = None
        self._asked: Any = None
        self._newest: int | None = None
        """While new rows are expected: the highest id that was shown before."""
        self.card = ListCard(
            self.columns(), self.list_acts(), marking=self.marking, sort=self.sort, descending=self.descending
        )
        self.table, self.marks = self.card.table, self.card.marks
        self.buttons = self.card.buttons
        self.text = FilterLine()
        self.text.left.connect(self._to_the_list)
        self.filters = ViewList() if self.views_aside else ViewButtons(self.views)
        self.filters.chosen.connect(self.show_view)
        layout = column(self, scroll=False)
        layout.addLayout(self._head())
        layout.addLayout(self._line())
        self.between(layout)
        across = QHBoxLayout()
        across.setSpacing(12)
        if isinstance(self.filters, ViewList):
            across.addWidget(self.filters)
        across.addWidget(self.card, 3)
        beside = self.beside()
        if beside is not None:
            across.addWidget(beside, 2)
        layout.addLayout(across, 1)
        self.table.answered.connect(self._answered)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self.again)
        self.text.textChanged.connect(self._typed)

    def _head(self) -> QHBoxLayout:
        row = self.head = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._total = theme.text("", "muted")
        row.addWidget(self._title)
        row.addWidget(self._total)
        row.addStretch(1)
        for act in self.card.acts:
            if act.at == "head":
                row.addWidget(self.buttons[act.code])
        return row

    def _line(self) -> QHBoxLayout:
        """Views, the box for words, what else the page filters by, and the hints."""
        row = self.line = QHBoxLayout()
        row.setSpacing(theme.GAP)
        if isinstance(self.filters, ViewList):
            self.filters.box.hide()
            row.addWidget(self.filters.box)
        elif self.views:
            row.addWidget(self.filters)
        row.addWidget(self.text, 2)
        if not self.search:  # shown without a parent it would be a window of its own
            self.text.hide()
        for widget in self.narrowing():
            if isinstance(widget, QComboBox):
                widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # also in a longer language
            row.addWidget(widget)
        # Closed ones that the words fit too: nothing is hidden without saying so.
        self.closed_button = theme.Button("", role="link")
        self.closed_button.clicked.connect(lambda: self.show_view("all"))
        self.closed_button.hide()
        row.addWidget(self.closed_button)
        row.addStretch(1)
        self._hint = theme.text("", "muted")
        self._hint.hide()
        row.addWidget(self._hint)
        return row

    # ------------------------------------------------------------------------------------- what a list declares
    @staticmethod
    def counted(total: int) -> str:
        """How many there are, with `{n}` for the number: `ngettext("{n} request", "{n} requests", total)`."""
        raise NotImplementedError

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        raise NotImplementedError

    def list_acts(self) -> tuple[ListAct, ...]:
        """What can be done; the one with the key Enter opens a row."""
        return ()

    @staticmethod
    def read(desk: Desk, query: Any, part: Part) -> Answer:
        """Reads rows, on a worker: it has no page, so that it can read no widget."""
        raise NotImplementedError

    @staticmethod
    def count(_desk: Desk) -> Mapping[str, int]:
        """How many each view shows, by code, on a worker; empty counts none."""
        return {}

    def query(self) -> Any:
        """What is to be shown, as a frozen value."""
        return Query(self._view, self.words())

    def mark(self, row: Any) -> str:
        """The tick of a marked row, for the first column."""
        return "✓" if self.marks is not None and row in self.marks else ""

    def narrowing(self) -> Sequence[QWidget]:
        """Further widgets beside the box for words."""
        return ()

    def between(self, layout: QVBoxLayout) -> None:
        """Puts something between the filters and the list."""

    def beside(self) -> QWidget | None:
        """What stands at the right of the list."""
        return None

    def offered(self) -> list[ViewRow]:
        """The views as they are offered."""
        return view_rows(self.views, self._counts)

    def narrowed(self) -> bool:
        """Whether more than the view narrows the list."""
        return bool(self.words())

    def empty(self) -> Empty:
        """What is said when nothing is shown."""
        if self.narrowed():
            # L10N: 没有符合条件的记录
            return Empty(_("Nothing fits these filters."), _("Show all"), self.show_all)
        view = next((view for view in self.views if view.code == self._view), None)
        new = next((act for act in self.card.acts if act.on == "list" and act.role == "primary"), None)
        words = _(view.empty) if view is not None and view.empty else ""
        return Empty(words, _(new.words(None)), new.run) if new is not None else Empty(words)

    def took(self, answer: Any) -> None:
        """Shows what else the answer tells, and makes the row that is meant current."""
        meant = self.meant
        if meant and self.table.select(lambda row: row.id == meant):
            self.meant = 0

    # -------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        return _(self.heading)

    def open(self, **args: Any) -> None:
        """`view`: the code of a view; `text`: words to look for."""
        if "text" in args:
            self._set_text(str(args["text"]))
        wanted = str(args.get("view") or "")
        if wanted and self.knows(wanted):
            self._view = wanted
        if self._asked is not None and self.query() == self._asked:
            self._expect()
        self.show_state()

    def knows(self, code: str) -> bool:
        """Whether there is such a view."""
        return any(view.code == code for view in self.views)

    def refresh(self) -> None:
        self._ask(keep=True)
        if type(self).count is not ListPage.count:
            self.ask(partial(type(self).count, self.desk), self._counted)

    def refresh_after(self, changes: Changes, result: Any = None) -> None:
        if getattr(result, "id", None) is not None:
            self._expect()
        super().refresh_after(changes, result)

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 筛选
        self.text.setPlaceholderText(f"{_(self.search)}  Ctrl+F" if self.search else "")
        self.text.setAccessibleName(_("Filter the list"))
        self._hint.setText(_(self.hint) if self.hint else "")
        if isinstance(self.filters, ViewList):
            self.filters.retranslate()
        self.card.retranslate()
        self._say_total(self.table.total())
        self.show_state()
        self._fit_head()

    def first_focus(self) -> QWidget | None:
        return self.table.keys()

    def key_back(self) -> bool:
        if self.marks is not None and self.marks.ids():
            self.marks.clear()
            return True
        if self.search and self.text.text():
            self._set_text("")
            self.again()
            self._to_the_list()
            return True
        return False

    def actions_by_key(self) -> tuple[PageAction, ...]:
        found: list[PageAction] = [*self.card.actions_by_key()]
        if self.search:
            found.append(PageAction(N_("Filter the list"), "Ctrl+F", self._to_the_words, on="view"))
        if len(self.views) > 1:
            # L10N: 下一个筛选
            found.append(PageAction(N_("Next filter"), "F6", lambda: self._step(1), on="view"))
            found.append(PageAction(N_("Previous filter"), "Shift+F6", lambda: self._step(-1), on="view"))
        if self.marks is not None:
            # L10N: 选中全部
            found.append(PageAction(N_("Mark all (Space marks one)"), "Ctrl+A", self._mark_all, on="view"))
        return tuple(found)

    def offered_acts(self) -> tuple[PageAction, ...]:
        acts = self.card.offered_acts()
        keys = {act.key for act in acts if act.key}
        others = tuple(action for action in self.actions_by_key() if action.key not in keys)
        views = tuple(PageAction(row.label, "", partial(self.show_view, row.id), on="view") for row in self.offered())
        return (*acts, *others, *(views if len(views) > 1 else ()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(narrow=self.width() < NARROW)

    def fit(self, *, narrow: bool) -> None:
        """Leaves out what there is no room for."""
        self._fit_head()
        self.table.hide_columns(*(self.hides if narrow else ()))
        self._hint.setVisible(bool(self.hint) and not narrow)
        if isinstance(self.filters, ViewList):
            self.filters.setVisible(not narrow)
            self.filters.box.setVisible(narrow)

    def _fit_head(self) -> None:
        buttons = [self.buttons[act.code] for act in self.card.acts if act.at == "head"]
        fit_head(self.head, self.width() - 2 * theme.MARGIN, self._total, buttons)

    # --------------------------------------------------------------------------------------------------- showing
    def view(self) -> str:
        """The code of the view that is shown."""
        return self._view

    def words(self) -> str:
        """What is typed in the box for words."""
        return self.text.text().strip()

    def show_view(self, code: str) -> None:
        """Shows another view."""
        self._view = code
        self.again()

    def show_all(self) -> None:
        """Takes every filter away: the words, and a view that shows a part only."""
        self._set_text("")
        self.show_view(next((view.code for view in self.views if view.code == "all"), self._view))

    def again(self) -> None:
        """Shows what the filters say now, from the top; marks belong to what is shown."""
        self._typing.stop()
        if self.query() == self._asked:
            return
        if self.marks is not None:
            self.marks.clear()
        self._ask(keep=False)
        self.show_state()

    def _typed(self, _text: str) -> None:
        """A key is answered at once; what is typed while an answer is on its way is asked together, once it has come."""
        self._typing.start(TYPING_MS if self.table.reading() else 0)

    def _ask(self, *, keep: bool) -> None:
        asked = self._asked = self.query()
        self._compared = None
        read, desk = type(self).read, self.desk
        self.table.set_fetch(
            lambda offset, limit, sort, descending: read(desk, asked, Part(offset, limit, sort, descending))
        )
        self.table.reload(keep=keep)

    def _answered(self, answer: Any) -> None:
        if self._typing.isActive():
            self._typing.start(0)
        self._more = getattr(answer, "more", 0)
        self._say_total(answer.total)
        # L10N: 另有 {n} 条已关闭
        words = ngettext("{n} more among the closed", "{n} more among the closed", self._more).format(
            n=f"{self._more:,}"
        )
        if self._more or self._compared != self._asked:
            self.closed_button.set_words(words)
            self.closed_button.setEnabled(True)
            self.closed_button.setVisible(bool(self._more))
        if not self._more:
            self._compare(answer.total)
        if self.marks is not None and not answer.total:
            self.marks.clear()  # somebody else was quicker: nothing that is marked is shown
        self._to_the_new()
        self.took(answer)
        self.show_state()

    def _compare(self, shown: int) -> None:
        """Where words are typed over a part of the list: how many they find besides, in the whole of it."""
        whole = next((view for view in self.views if view.code == "all"), None)
        asked, here = self._asked, self._view
        if whole is None or here == whole.code or not self.words() or self._compared == asked:
            return
        self._compared = asked
        self._view = whole.code
        everything = self.query()
        self._view = here
        read, desk, part = type(self).read, self.desk, Part(0, 1, self.sort, self.descending)

        def show(found: int) -> None:
            if self._asked == asked and found > shown:
                # L10N: “{view}”中另有 {n} 条
                words = ngettext("{n} more under “{view}”", "{n} more under “{view}”", found - shown)
                self.closed_button.set_words(words.format(n=f"{found - shown:,}", view=_(whole.label)))
                self.closed_button.setEnabled(True)
                self.closed_button.show()

        self.ask(lambda: read(desk, everything, part).total, show)

    def _expect(self) -> None:
        """Rows may have been added since the list was read: the newest of them will be chosen."""
        ids = [row_id for _at, row in self.table.model.loaded() if isinstance(row_id := getattr(row, "id", None), int)]
        self._newest = max(ids, default=0)

    def _to_the_new(self) -> None:
        before, self._newest = self._newest, None
        ids = [row_id for _at, row in self.table.model.loaded() if isinstance(row_id := getattr(row, "id", None), int)]
        if before is not None and max(ids, default=0) > before:
            self.table.select(lambda row: row.id == max(ids))

    def _counted(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self.show_state()

    def _say_total(self, total: int) -> None:
        self._total.setText(self.counted(total).format(n=f"{total:,}"))

    def show_state(self) -> None:
        """Says what depends on view, filters and rows."""
        self.filters.show_views(self.offered(), self._view)
        empty = self.empty()
        self.table.set_empty(empty.words, button=empty.button, action=empty.action)
        self.card.show_state()

    # ------------------------------------------------------------------------------------------------------ keys
    def _set_text(self, words: str) -> None:
        self.text.blockSignals(True)
        self.text.setText(words)
        self.text.blockSignals(False)

    def _to_the_words(self) -> None:
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def _to_the_list(self) -> None:
        self.again()
        self.table.keys().setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, by: int) -> None:
        codes = [row.id for row in self.offered()]
        here = codes.index(self._view) if self._view in codes else 0
        self.show_view(codes[(here + by) % len(codes)])

    def _mark_all(self) -> None:
        if self.text.hasFocus():
            self.text.selectAll()
        elif self.marks is not None:
            self.mark_all()

    def mark_all(self) -> None:
        """Marks every row of the list, as far as that makes sense."""
        assert self.marks is not None
        marks, most = self.marks, MOST
        read, desk, asked = type(self).read, self.desk, self.query()

        def mark(answer: Answer) -> None:
            marks.add(answer.rows)
            if answer.total > len(answer.rows):
                # L10N: 最多选中 {n} 件
                self.shell.messages.info(_("The first {n} are marked; more cannot be done in one go.").format(n=most))

        part = Part(0, most, self.sort, self.descending)
        self.ask(lambda: read(desk, asked, part), mark)


def fit_head(head: QHBoxLayout, room: int, about: QWidget, buttons: Sequence[theme.Button]) -> None:
    """Where the head is too long for the page, what stands beside the title goes first, then the keys on the buttons."""
    for told, keys in ((True, True), (False, True), (False, False)):
        about.setVisible(told)
        for button in buttons:
            button.show_key(shown=keys)
        found = [item for at in range(head.count()) if (item := head.itemAt(at)) is not None]
        widgets = [widget for item in found if (widget := item.widget()) is not None and not widget.isHidden()]
        if sum(widget.sizeHint().width() + theme.GAP for widget in widgets) <= room:
            return


__all__ = ["Empty", "FilterLine", "ListAct", "ListCard", "ListPage", "Part", "Query", "View", "ViewRow", "fit_head"]
