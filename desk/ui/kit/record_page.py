"""A page of one record: head, cards, acts and keys are declared; reading, showing, narrowing and keeping the focus are here.

It stands in the kit because it needs nothing above it: what opens the forms of acts comes from the feature (`Doer`), and the
papers of a record are a card like the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk import features
from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle
from desk.ui.kit import tasks, theme
from desk.ui.kit.acts import TEXT_KEY, ActsCard, Texts, by_key
from desk.ui.kit.pages import NOTHING_CHOSEN, Page, PageAction, Shell, column
from desk.ui.kit.record_cards import Columns

if TYPE_CHECKING:
    from desk.services.kit.changes import Changes
    from desk.services.kit.desk import Desk

NARROW = 132
"""Below so many characters of width the acts stand over the cards."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a record; words are translated.

    Attributes:
        title: what names it. lamp: colour of its state; the state is always written too. state: the state.
        late: what has gone on for too long, or again. facts: what else is said in one line.
        link: words of the button that leads on. target: where it leads.
    """

    title: str
    lamp: str = ""
    state: str = ""
    late: str = ""
    facts: str = ""
    link: str = ""
    target: str = ""


class RecordHead(QWidget):
    """Title, lamp, state, facts and the button that leads on."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._light = theme.Light("green")
        self._state = theme.text("", "strong")
        self.late = theme.text("", "bad", wrap=True)
        self.facts = theme.text("", "muted", wrap=True)
        self.link = theme.Button("", role="link")
        for widget, stretch in (
            (self._title, 0), (self._light, 0), (self._state, 0), (self.late, 1), (self.facts, 1), (self.link, 0),
        ):  # fmt: skip
            row.addWidget(widget, stretch)
        self.show_head(Head(""))

    def show_head(self, head: Head) -> None:
        """Shows the head of a record; an empty one shows nothing."""
        self._title.setText(head.title)
        self._light.setVisible(bool(head.lamp))
        if head.lamp:
            self._light.set_state(head.lamp)
        self._state.setText(head.state)
        self.late.setText(head.late)
        self.late.setVisible(bool(head.late))
        self.facts.setText(head.facts)
        self.facts.setVisible(bool(head.facts) or not head.late)  # one of the two takes the room up to the button
        self.link.set_words(head.link)
        self.link.setVisible(bool(head.link))


@dataclass(frozen=True, slots=True)
class RecordCard:
    """A card of the page.

    Attributes:
        code: names it. heading: msgid.
        make: `(page) → content`, a widget with `fill(shown)`; where it has `page_keys()`, the page has these keys too.
        of: `(record) → what it shows`, asked anew when another language is spoken.
        read: `(desk, record_id) → what it shows` where that is no part of the record: a read of its own, on a worker.
        shows: kinds of records that `read` tells of; only when one was changed it is read again.
        empty: msgid of what is said when there is nothing to show; without it the card is hidden then.
        always: its content says by itself that there is nothing.
        right: stands in the narrower column.
        bare: its content is a card itself (`set_heading`, `retranslate`), with a frame of its own.
    """

    code: str
    heading: str
    make: Callable[[Any], QWidget]
    of: Callable[[Any], Any] | None = None
    read: Callable[[Desk, int], Any] | None = None
    shows: frozenset[str] = frozenset()
    empty: str = ""
    always: bool = False
    right: bool = False
    bare: bool = False


class Doer(Protocol):
    """Opens the form of an act (ui.forms.acts.Acts).

    Attributes:
        busy: an act without a form is under way.
    """

    busy: tasks.Busy

    def open_for(self, record_id: int, code: str, *, instead: Collection[str] = ()) -> None:
        """Reads the record, then opens the act's form, or says why not."""
        ...


class _Shown(theme.Card):
    """A card with its content, or the words when there is nothing to show."""

    def __init__(self, page: Page, card: RecordCard) -> None:
        super().__init__()
        self.declared = card
        self.content: Any = card.make(page)
        self._none = theme.text("", "muted", wrap=True)
        self.body.addWidget(self.content)
        self.body.addWidget(self._none)
        self.answer: Any = None
        self.hide()

    def fill(self, shown: Any) -> None:
        """Shows what was read."""
        self.answer = shown
        there = bool(shown) or self.declared.always
        if there:
            self.content.fill(shown)
        self.content.setVisible(there)
        self._none.setVisible(not there)
        self.setVisible(there or bool(self.declared.empty))

    def retranslate(self) -> None:
        """Says its words anew."""
        self.set_heading(_(self.declared.heading))
        self._none.setText(_(self.declared.empty) if self.declared.empty else "")


class _Bare(QWidget):
    """A card that is its content."""

    def __init__(self, page: Page, card: RecordCard) -> None:
        super().__init__()
        self.declared = card
        self.content: Any = card.make(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.content)
        self.answer: Any = None
        self.hide()

    def fill(self, shown: Any) -> None:
        """Shows what was read."""
        self.answer = shown
        if there := bool(shown) or self.declared.always:
            self.content.fill(shown)
        self.setVisible(there)

    def retranslate(self) -> None:
        """Says its words anew."""
        self.content.set_heading(_(self.declared.heading))
        self.content.retranslate()


class RecordPage(Page):
    """Base of the pages of one record.

    Attributes:
        kind: of the record; `open` takes `KIND_id`.
        cycle: its life cycle. keys: of its acts, by code. shared: msgids of keys that stand for several acts.
        resting: the act whose button holds the keyboard when nothing has to be done.
        link_key, link_label: key of the button in the head, and what it does (msgid).
        acts_heading: msgid over the acts.
        acts: opens the forms. busy: an act without a form is under way; no other one begins meanwhile.
        heading: the head's widget. buttons: of the acts, by code.
    """

    kind: ClassVar[str]
    cycle: ClassVar[LifeCycle]
    keys: ClassVar[Mapping[str, str]] = {}
    shared: ClassVar[Mapping[str, str]] = {}
    resting: ClassVar[str] = ""
    link_key: ClassVar[str] = ""
    link_label: ClassVar[str] = ""
    acts_heading: ClassVar[str] = ""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self._number = ""
        self._record: Any = None
        self._wants_focus = False
        self._kept: QWidget | None = None
        self.busy = tasks.Busy(self._busy_changed)
        record = features.records().get(self.kind)
        self.texts = Texts(self, self.kind) if record is not None and record.texts else None
        self.acts = self.make_acts()
        self.acts.busy = self.busy
        self.heading = RecordHead()
        self.heading.link.clicked.connect(self.follow_link)
        self._acts_card = ActsCard(self.cycle, self.keys)
        self._acts_card.chosen.connect(self.do)
        self.buttons = self._acts_card.buttons
        self._acts_card.hide()
        self._cards: dict[str, _Shown | _Bare] = {
            card.code: (_Bare if card.bare else _Shown)(self, card) for card in self.cards()
        }
        left = [card for card in self._cards.values() if not card.declared.right]
        right = [card for card in self._cards.values() if card.declared.right]
        self._columns = Columns(left, [self._acts_card, *right], [self._acts_card, *left, *right])
        self._nothing = theme.text("", "muted", wrap=True)
        layout = column(self)
        layout.addWidget(self.heading)
        layout.addWidget(self._nothing)
        layout.addLayout(self._columns)
        layout.addStretch(1)

    # ------------------------------------------------------------------------------------------ what a feature says
    @staticmethod
    def read(desk: Desk, record_id: int) -> Any:
        """The record, with its `id`; on a worker."""
        raise NotImplementedError

    @staticmethod
    def id_of(desk: Desk, number: str) -> int:
        """The id of the record with this number, where a page is opened by it; on a worker."""
        raise NotImplementedError

    def make_acts(self) -> Doer:
        """What opens the forms of its acts."""
        raise NotImplementedError

    def head(self, record: Any) -> Head:
        """What stands over the record."""
        raise NotImplementedError

    def cards(self) -> tuple[RecordCard, ...]:
        """The cards, from top to bottom."""
        return ()

    def also_shows(self, record: Any) -> Iterable[tuple[str, int]]:
        """Other records (kind, id) that the record's reading tells of."""
        return ()

    def more_keys(self) -> tuple[PageAction, ...]:
        """What it does by key besides the acts."""
        return ()

    # ---------------------------------------------------------------------------------------------------- the page
    @property
    def record(self) -> Any:
        """What is shown; None while it is being read."""
        return self._record

    def card(self, code: str) -> _Shown | _Bare:
        """A card by its code."""
        return self._cards[code]

    def title(self) -> str:
        return self.head(self._record).title if self._record is not None else ""

    def open(self, **args: Any) -> None:
        """`KIND_id`, or `number`: which one."""
        self._id = int(args.get(f"{self.kind}_id") or 0)
        self._number = "" if self._id else str(args.get("number") or "")
        self._nothing.setVisible(not self._id and not self._number)
        if self._record is not None and self._record.id != self._id:
            self._record = None
            self.heading.show_head(Head(""))
            self._show_acts(None)
            for card in self._cards.values():
                card.hide()

    def refresh(self) -> None:
        if self._number and not self._id:
            desk, number, id_of = self.desk, self._number, type(self).id_of
            self.ask(lambda: id_of(desk, number), lambda found: self._found(number, found))
            return
        self._read_record()
        for card in self._cards.values():
            self._read_card(card)

    def refresh_after(self, changes: Changes, result: Any = None) -> None:
        if type(result) is type(self._record) and result is not None and result.id == self._id:
            self._show(result)
        elif self.concerned(changes):
            self._read_record()
        for card in self._cards.values():
            if changes.concern(card.declared.shows):
                self._read_card(card)

    def concerned(self, changes: Changes) -> bool:
        others = self.also_shows(self._record) if self._record is not None else ()
        return any(changes.touch(kind, number) for kind, number in ((self.kind, self._id), *others))

    def _found(self, number: str, found: int) -> None:
        if number == self._number and not self._id:
            self._id = found
            self.refresh()

    def _read_record(self) -> None:
        desk, wanted, read = self.desk, self._id, type(self).read
        if wanted:
            self.ask(lambda: read(desk, wanted), self._show)

    def _read_card(self, card: _Shown | _Bare) -> None:
        desk, wanted, read = self.desk, self._id, card.declared.read
        if wanted and read is not None:
            self.ask(lambda: read(desk, wanted), lambda answer: card.fill(answer) if wanted == self._id else None)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        moves = self.cycle.by_code
        acts = (
            PageAction(self.shared.get(key, moves[codes[0]].label), key, partial(self.do, *codes))
            for key, codes in by_key(self.cycle, self.keys)
        )
        link = (PageAction(self.link_label, self.link_key, self.follow_link),) if self.link_key else ()
        contents = [card.content for card in self._cards.values() if hasattr(card.content, "page_keys")]
        of_cards = (action for content in contents for action in content.page_keys())
        return (*acts, *of_cards, *link, *self.more_keys(), *self._texts_key())

    def _texts_key(self) -> tuple[PageAction, ...]:
        texts = self.texts
        if texts is None:
            return ()
        # L10N: 复制短信文字
        return (PageAction(N_("Copy a text for the customer"), TEXT_KEY, lambda: texts.copy(self._id)),)

    def offered_acts(self) -> tuple[PageAction, ...]:
        """Each act of the life cycle in its own words, those that share a key too, and what else the page does."""
        acts = tuple(
            PageAction(
                move.label,
                self.keys.get(move.code, ""),
                partial(self.do, move.code),
                on="record",
                why_not=partial(self._why_not, move.code),
            )
            for move in self.cycle.moves
            if not move.hidden
        )
        keys = {act.key for act in acts if act.key}
        return (*acts, *(action for action in self.actions_by_key() if action.key not in keys))

    def record_kind(self) -> str:
        return self.kind

    def choose_paper(self) -> Callable[[str], object] | None:
        papers = self._cards["papers"].content if "papers" in self._cards and self._record is not None else None
        return papers.choose if papers is not None and papers.further is not None else None

    def _why_not(self, code: str) -> str:
        if self._record is None or self.cycle.possible(self._record, code):
            return ""
        said = self.cycle.refusals(self._record.state, code) if self.cycle.refusals else ""
        return said or _("This cannot be done in its present state.")

    def retranslate(self) -> None:
        self._nothing.setText(_(NOTHING_CHOSEN))
        self._acts_card.set_heading(_(self.acts_heading) if self.acts_heading else "")
        self._acts_card.retranslate()
        for card in self._cards.values():
            card.retranslate()
        if self._record is not None:
            self._say(self._record)

    # ------------------------------------------------------------------------------------------------------ showing
    def _show(self, record: Any) -> None:
        if record.id != self._id:
            return  # another one was opened meanwhile
        self._record = record
        focused = self.window().focusWidget()
        held = self._wants_focus and self.shell.page() is self and (focused is None or focused is self)
        held = held or any(button is focused for button in self.buttons.values())
        self._say(record)
        self._show_acts(record)
        if held and (focused is self or focused is None or not focused.isEnabled()):
            self._wants_focus = False
            self._focus_holder().setFocus(Qt.FocusReason.OtherFocusReason)
        self.title_changed.emit()

    def _show_acts(self, record: Any) -> None:
        self._acts_card.show_for(record)
        self._acts_card.setVisible(record is not None and bool(self.cycle.fitting(record)))

    def _say(self, record: Any) -> None:
        self.heading.show_head(self.head(record))
        for card in self._cards.values():
            if card.declared.of is not None:
                card.fill(card.declared.of(record))
            elif card.answer is not None:
                card.fill(card.answer)

    def first_focus(self) -> QWidget | None:
        return self._focus_holder()

    def _focus_holder(self) -> QWidget:
        """The likely next act; the page itself while it is being read."""
        if self._record is None:
            self._wants_focus = True
            return self
        code = self.cycle.next_move(self._record) or self.resting
        return self.buttons[code] if code and self.buttons[code].isEnabled() else self

    # --------------------------------------------------------------------------------------------------------- acts
    def do(self, code: str, *instead: str) -> None:
        """Opens the form of an act, when it is possible now; `instead` are acts of the same key."""
        if self._record is not None and not self.busy:
            self.acts.open_for(self._id, code, instead=instead)

    def _busy_changed(self, on: bool) -> None:
        if on:
            focused = self.window().focusWidget()
            self._kept = focused if focused is not None and self._acts_card.isAncestorOf(focused) else None
        self._acts_card.setEnabled(not on)
        if not on and self._kept is not None and self.shell.page() is self:
            self._kept.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow_link(self) -> None:
        """Opens what the head leads to."""
        target = self.head(self._record).target if self._record is not None else ""
        if target:
            self.shell.open_target(target)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fold(narrow=self.width() < theme.characters(self, NARROW))


__all__ = ["NARROW", "Doer", "Head", "RecordCard", "RecordHead", "RecordPage"]
