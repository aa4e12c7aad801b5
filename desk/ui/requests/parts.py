"""Parts of the request form: categories found by words and pinyin, lists offered under empty boxes, and the repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from desk.catalog import catalog, label
from desk.i18n import _
from desk.rules.kit.names import pinyin_terms
from desk.rules.requests import ANONYMOUS_KINDS
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.theme.chooser import rank

if TYPE_CHECKING:
    from desk.services.requests.views import RepeatView
    from desk.ui.forms.search_box import SearchBox
    from desk.ui.kit.pages import Page

SHOWN = 3
"""So many repeats are named; the sentence counts all of them."""


# --------------------------------------------------------------------------------------------------------- the category
@dataclass(frozen=True, slots=True)
class Pick:
    """A line of the list under a box: a category (its id is the code), or one of the room's people."""

    kind: str
    id: int | str
    title: str
    subtitle: str
    target: str = ""
    past: bool = False


@lru_cache(maxsize=1024)
def _sounds(words: str) -> frozenset[str]:
    return frozenset(pinyin_terms(words))


def _sounds_like(words: str, typed: str) -> bool:
    """Whether pinyin or initials of the words begin with what is typed."""
    return any(term.startswith(typed) for term in _sounds(words))


def categories(kind: str, typed: str = "") -> list[Pick]:
    """The categories offered for a kind of request, those that fit what is typed: words, pinyin or initials."""
    groups = {choice.code: choice.label for choice in catalog("groups")}
    typed = typed.strip().casefold()
    found: list[tuple[int, Pick]] = []
    for choice in catalog("categories"):
        if kind and kind not in choice.extra.get("kinds", (kind,)):
            continue
        rank = _fits(choice.label, typed, choice.labels)
        if rank is not None:
            found.append(
                (rank, Pick("category", choice.code, choice.label, groups.get(choice.extra.get("group", ""), "")))
            )
    if not found and kind and typed:  # of another kind: choosing one says which
        return [replace(pick, subtitle=label("kinds", kind_of(pick.id, ""))) for pick in categories("", typed)]
    return [pick for _rank, pick in sorted(found, key=lambda item: item[0])]


def kind_of(category: int | str, kind: str) -> str:
    """The kind that a category stands under: the one chosen where it fits, else the category's first."""
    kinds = next((one.extra.get("kinds", ()) for one in catalog("categories") if one.code == category), ())
    return kind if not kinds or kind in kinds else str(kinds[0])


def _fits(words: str, typed: str, labels: Mapping[str, str]) -> int | None:
    """How well a category fits, 0 best; None not at all. Pinyin and words of the other languages count whatever is shown."""
    chinese = labels.get("zh_CN", words)
    if not typed:
        return 0
    if words.casefold().startswith(typed):
        return 0
    if typed.isascii() and _sounds_like(chinese, typed):
        return 1
    if any(typed in other.casefold() for other in labels.values()):
        return 2
    if typed.isascii() and any(_sounds_like(chinese[start:], typed) for start in range(1, len(chinese))):
        return 3
    return None


NOBODY = "nobody"
"""The kind of the line that says: no name is kept."""


def nobody(kind: str, typed: str) -> list[Pick]:
    """The line for an anonymous caller, where the kind of request allows one and it is what is typed (匿名, nm)."""
    # L10N: 匿名
    words = _("Anonymous")
    if kind not in ANONYMOUS_KINDS or not typed.strip() or rank(words, typed) > 2:
        return []
    return [Pick(NOBODY, "", words, _("No name is kept"))]


def problems_of(kind: str) -> list[tuple[str, str]]:
    """The problems to choose from for a kind of request, an empty line first."""
    return [("", ""), *((c.code, c.label) for c in catalog("problems") if kind in c.extra.get("kinds", (kind,)))]


class Offers(QObject):
    """Lets an empty search box offer its list: by Down or a click, and (for people) when it gets the focus."""

    def __init__(self, box: SearchBox, offers: Any, *, at_once: bool = False) -> None:
        super().__init__(box)
        self._box = box
        self._offers = offers
        self._at_once = at_once
        box.installEventFilter(self)

    def show(self) -> bool:
        """Opens the list when there is something to offer."""
        hits = self._offers()
        if not hits or not self._box.isVisible():
            return False
        self._box.list.show_hits(hits, "")
        return True

    def _may(self) -> bool:
        return not self._box.text().strip() or getattr(self._box, "value", lambda: None)() is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            open_now = self._box.list.isVisible()
            if event.key() == Qt.Key.Key_Down and not open_now and self._may():
                return self.show()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and open_now and not self._box.text().strip():
                return self._box.list.choose()
        else:
            clicked = kind == QEvent.Type.MouseButtonRelease and self._may() and not self._box.list.isVisible()
            entered = kind == QEvent.Type.FocusIn and self._at_once and not self._box.text().strip()
            if clicked or entered:
                self.show()
        return False


# ----------------------------------------------------------------------------------------------------------- the repeats
class Repeats(QFrame):
    """What is open or came lately for the same room, the rooms above and below, and the building."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.found: tuple[RepeatView, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._words = theme.text("", "note-warning", wrap=True)
        layout.addWidget(self._words)
        self._row = QHBoxLayout()
        self._row.setSpacing(2)
        layout.addLayout(self._row)
        self.links: list[theme.Button] = []
        self.hide()

    def sentence(self) -> str:
        """What was found, in a sentence; "" when there is nothing."""
        return self._words.text() if self.found else ""

    def words(self) -> str:
        """The sentence shown; "" when there is nothing."""
        return self._words.text() if not self.isHidden() else ""

    def show_repeats(self, found: Sequence[RepeatView]) -> None:
        self.found = tuple(found)
        for link in self.links:
            self._row.removeWidget(link)
            link.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        self.links = []
        for repeat in self.found[:SHOWN]:
            link = theme.Button("", role="link")
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            link.setMinimumWidth(1)
            link.clicked.connect(
                lambda _checked=False, r=repeat: self._page.shell.open_page("request", request_id=r.request_id)
            )
            self.links.append(link)
            self._row.addWidget(link)
        self._row.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        self.setVisible(bool(self.found))
        if not self.found:
            return
        counted = {
            why: sum(repeat.why == why for repeat in self.found) for why in ("room", "caller", "line", "building")
        }
        what = []
        if counted["room"]:
            # L10N: 本户 {n} 件
            what.append(_("this room {n}").format(n=counted["room"]))
        if counted["caller"]:
            # L10N: 来人的其他工单 {n} 件
            what.append(_("of the caller elsewhere {n}").format(n=counted["caller"]))
        if counted["line"]:
            # L10N: 上下楼 {n} 件
            what.append(_("rooms above and below {n}").format(n=counted["line"]))
        if counted["building"]:
            # L10N: 同一楼栋 {n} 件
            what.append(_("same building {n}").format(n=counted["building"]))
        days = self._page.desk.policy["requests.repeat_days"]
        # L10N: 未结或 {days} 天内的同类单：{what}
        words = _("Still open, or of the last {days} days: {what}").format(days=days, what=" · ".join(what))
        self._words.setText(words)
        for link, repeat in zip(self.links, self.found, strict=False):
            link.set_words(repeat.number)
            what = [repeat.room, label("categories", repeat.category), label("states", repeat.state), repeat.content]
            link.setToolTip(say.tooltip(say.dotted(*what)))


__all__ = ["NOBODY", "Offers", "Pick", "Repeats", "categories", "kind_of", "nobody", "problems_of"]
