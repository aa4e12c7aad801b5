"""The cell for one of the goods: words as typed, or one of the usual goods by pinyin, initials or any part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from desk.catalog import catalog
from desk.rules.kit.names import fold, pinyin_terms
from desk.ui.forms.base import Common, FieldSpec
from desk.ui.forms.search_box import SearchBox

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

FEW = 8
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Up)


@dataclass(frozen=True, slots=True)
class Good:
    """One of the usual goods, as the list under the cell shows it."""

    title: str
    kind: str = "good"
    subtitle: str = ""
    target: str = ""
    past: bool = False


def usual(typed: str, language: str = "") -> Sequence[Good]:
    """The usual goods that are what was typed, then those that begin with it or hold it; in words, pinyin or initials.

    Args:
        typed: what was typed, in the clerk's language or that of the slips.
        language: of the slips, in which the guard reads the list; the clerk's when "".
    """
    wanted = fold(typed).replace(" ", "")
    exact, first, later = [], [], []
    for choice in catalog("release_goods"):
        title = choice.labels.get(language) or choice.label
        words = fold(title)
        terms = {words, fold(choice.label), *pinyin_terms(title)}
        if wanted in terms:
            exact.append(_good(title, choice.label))
        elif any(term.startswith(wanted) for term in terms):
            first.append(_good(title, choice.label))
        elif wanted in words:
            later.append(_good(title, choice.label))
    for found in (exact, first):
        found.sort(key=lambda good: len(good.title))  # what was typed is more of a short name
    return (*exact, *first, *later)[:FEW]


def _good(title: str, said: str) -> Good:
    return Good(title, subtitle=said if said != title else "")


class GoodsField(SearchBox, Common):
    """What leaves. Latin letters are pinyin: Enter takes the first of the list; words stay as they are typed."""

    changed = Signal()

    def __init__(self, spec: FieldSpec, desk: Desk) -> None:
        self._language = desk.site.slip_language
        super().__init__(self._usual)
        self.spec = spec
        self.setMaxLength(spec.max_length)
        self._walked = False
        self.chosen.connect(self._take)
        self.textEdited.connect(self._typed)

    def _usual(self, typed: str) -> Sequence[Good]:
        return usual(typed, self._language)

    def _typed(self, _text: str) -> None:
        self._walked = False
        self.changed.emit()

    def _take(self, hit: Any) -> None:
        if not self.isReadOnly():
            self.set_value(hit.title)
            self.focusNextChild()

    def value(self) -> str:
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        self.setText(str(value or ""))
        self._walked = False
        self.changed.emit()

    def set_read_only(self, on: bool) -> None:
        self.close_list()
        self.setReadOnly(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._walked = self._walked or event.key() in _DOWN
        super().keyPressEvent(event)

    def takes_enter(self) -> bool:
        # The letters of pinyin are no words yet; words that were typed whole are.
        typed = self.text().strip()
        found = self._usual(typed) if typed else ()
        if not found or any(typed == good.title for good in found):
            return False
        return self._walked or (typed.isascii() and typed.isalpha())

    def wants_enter(self) -> bool:
        return self.takes_enter()

    def escape(self) -> bool:
        return self.close_list()

    def retranslate(self) -> None:
        """Nothing of it is words of the program."""


__all__ = ["GoodsField", "usual"]
