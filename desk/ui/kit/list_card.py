"""A table and what can be done with its rows: one declaration gives button, key, context menu, and the bar over marked rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.i18n import N_, _
from desk.ui.kit import theme
from desk.ui.kit.marks import Marks, MarksBar
from desk.ui.kit.pages import NOT_NOW, PageAction
from desk.ui.kit.tables import Column, Table


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class ListAct:
    """Something that can be done on a list.

    Attributes:
        code: its name.
        label: msgid; `(row) → msgid` where it depends on the row (None when there is none).
        key: works on the whole page.
        run: gets nothing, the current row, or the rows (see `on`).
        on: `list`: the list itself. `row`: the current row. `rows`: the marked rows, else the current one.
        at: where its button stands: `head` (with the title), `under` the table, `beside` it (the page places it), "" in the
            context menu alone.
        fits: whether it can be done with a row (with the list, for `list`: asked with None).
        role: of the button: "", primary, danger, small.
        help: msgid for the list of keys (F1) where it says more than the label.
    """

    code: str
    label: str | Callable[[Any], str]
    key: str
    run: Callable[..., object]
    on: Literal["list", "row", "rows"] = "row"
    at: Literal["", "head", "under", "beside"] = ""
    fits: Callable[[Any], bool] = _always
    role: str = ""
    help: str = ""

    def words(self, row: Any) -> str:
        """Its msgid for a row."""
        return self.label if isinstance(self.label, str) else self.label(row)


class ListCard(theme.Card):
    """A card with a table and its acts.

    Args:
        columns: of the table.
        acts: what can be done; Enter and a double click do the one whose key is Enter.
        marking: whether several rows can be marked.
        sort, descending: the first sorting, as the service calls it.
        heading: puts the buttons of `head` into the card's heading; else a page takes them from `buttons`.

    Attributes:
        table: the table. marks: the marked rows, None without marking. buttons: by code.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        acts: Sequence[ListAct],
        *,
        marking: bool = False,
        sort: str = "",
        descending: bool = False,
        heading: bool = False,
    ) -> None:
        super().__init__()
        self.acts = tuple(acts)
        self.table = Table(columns, sort=sort, descending=descending)
        self.marks: Marks | None = Marks(self.table) if marking else None
        self.marks_bar: MarksBar | None = None
        self.buttons: dict[str, theme.Button] = {}
        self._under = QHBoxLayout()
        self._under.setSpacing(theme.GAP)
        if self.marks is not None:
            bar = [(act.words(None), act.key, partial(self.run, act.code)) for act in self.acts if act.on == "rows"]
            # L10N: 取消选中
            self.marks_bar = MarksBar(self.marks, [*bar, (N_("Clear marks"), "Esc", self.marks.clear)])
            self.body.addWidget(self.marks_bar)
        self.body.addWidget(self.table, 1)
        self._add_buttons(heading=heading)
        self.table.opened.connect(lambda _row: self.enter())
        self.table.selected.connect(lambda _row: self.show_state())

    def _add_buttons(self, *, heading: bool) -> None:
        for act in self.acts:
            if act.on != "list":
                self.table.add_action(act.words, act.key, partial(self._from_menu, act.code))
            if not act.at:
                continue
            button = self.buttons[act.code] = theme.Button("", key=act.key, role=act.role, parent=self)
            button.clicked.connect(lambda _checked=False, code=act.code: self.run(code))
            if act.at == "under":
                self._under.addWidget(button)
            elif heading and act.at == "head":
                self.add_to_heading(button)
        if self.marks is not None:
            # L10N: 选中 / 取消选中
            self.table.add_action(lambda _row: N_("Mark (Space)"), "", self.marks.toggle)
        if self._under.count():
            self._under.addStretch(1)
            self.body.addLayout(self._under)

    def add_below(self, widget: QWidget) -> None:
        """Puts something between the table and the buttons under it."""
        self.body.insertWidget(self.body.indexOf(self.table) + 1, widget)

    def act(self, code: str) -> ListAct:
        """The act of a code."""
        return next(act for act in self.acts if act.code == code)

    def rows(self) -> list[Any]:
        """The marked rows, else the current one."""
        marked = self.marks.rows() if self.marks is not None else []
        current = self.table.current()
        return marked or ([current] if current is not None else [])

    def run(self, code: str) -> None:
        """Does an act with what is current; nothing when it does not fit."""
        act, row = self.act(code), self.table.current()
        if act.on == "list":
            if act.fits(None):
                act.run()
        elif act.on == "rows":
            rows = [each for each in self.rows() if act.fits(each)]
            if rows:
                act.run(rows)
        elif row is not None and act.fits(row):
            act.run(row)

    def _from_menu(self, code: str, _row: Any) -> None:
        self.run(code)

    def enter(self) -> None:
        """Does what Enter does."""
        code = next((act.code for act in self.acts if act.key == "Enter"), "")
        if code:
            self.run(code)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        """The keys of the acts, for the page: they work wherever the focus is on it."""
        return tuple(self._offered(act, act.help or act.words(None)) for act in self.acts if act.key)

    def offered_acts(self) -> tuple[PageAction, ...]:
        """Everything that can be done with the list or its current row, in the words of its buttons."""
        return tuple(self._offered(act, act.words(self.table.current())) for act in self.acts)

    def _offered(self, act: ListAct, words: str) -> PageAction:
        return PageAction(
            words,
            act.key,
            partial(self.run, act.code),
            on="" if act.on == "list" else "row",
            why_not=partial(self._why_not, act),
        )

    def _why_not(self, act: ListAct) -> str:
        if act.on == "list":
            return "" if act.fits(None) else _(NOT_NOW)
        rows = self.rows() if act.on == "rows" else [row for row in (self.table.current(),) if row is not None]
        if not rows:
            # L10N: 列表里还没有选中的行
            return _("Nothing is chosen in the list")
        # L10N: 选中的这一行不能这样做
        return "" if any(act.fits(row) for row in rows) else _("Not possible with the chosen row")

    def show_state(self) -> None:
        """Says the buttons anew, and which of them can be used now."""
        row = self.table.current()
        for code, button in self.buttons.items():
            act = self.act(code)
            words = _(act.words(row))
            if button.accessibleName() != words:
                button.set_words(words)
            button.setEnabled(act.fits(None) if act.on == "list" else row is not None and act.fits(row))

    def retranslate(self) -> None:
        """Says every word anew."""
        if self.marks_bar is not None:
            self.marks_bar.retranslate()
        self.table.retranslate()
        for code, button in self.buttons.items():
            button.set_words(_(self.act(code).words(self.table.current())))
        self.show_state()


__all__ = ["ListAct", "ListCard"]
