"""What the features offer on the household page: their acts, and tabs with what they show (architecture "The household page")."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desk import features
from desk.features.kit import HouseholdAct, HouseholdCard
from desk.i18n import _
from desk.ui.kit import theme
from desk.ui.kit.pages import PageAction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk.ui.households.shown import HouseholdShown


def actions(page: HouseholdShown) -> tuple[PageAction, ...]:
    """What the features do for a household, in their order; those with a button."""
    return tuple(
        PageAction(act.label, act.key, partial(run, page, act))
        for act in sorted(features.each("household_acts"), key=lambda act: act.order)
        if act.label
    )


def window_keys() -> frozenset[str]:
    """Keys that stay the window's, which asks `context()` what they are about."""
    return frozenset(action.key for action in features.each("actions"))


def run(page: HouseholdShown, act: HouseholdAct) -> None:
    """Does what a feature declares for a household."""
    if act.run:
        features.load(act.run)(page)
    else:
        page.shell.open_page(act.page, **page.context())


def of_code(code: str) -> HouseholdAct | None:
    """The act of a feature by its code."""
    return next((act for act in features.each("household_acts") if act.code == code), None)


def lamp_words(code: str) -> str:
    """What stands on the button of a lamp."""
    # L10N: 登记 / 补录
    own = {"add-person": _("Add"), "dossier": _("File")}
    act = of_code(code)
    return own.get(code) or (_(act.short) if act is not None and act.short else _("Open"))


class CardTabs:
    """The features' tabs, behind the page's own.

    Args:
        page: the household's. tabs: where they stand.
    """

    def __init__(self, page: HouseholdShown, tabs: QTabWidget) -> None:
        self._page = page
        self._tabs = tabs
        self._declared: list[HouseholdCard] = sorted(features.each("household_cards"), key=lambda card: card.order)
        self._contents: dict[str, Any] = {}
        self._frames: dict[str, QWidget] = {}

    def show_cards(self, shown: Mapping[str, Any]) -> None:
        """Shows what the features have to show, in their order; a tab that has nothing is taken away."""
        place = self._tabs.count() - sum(self._tabs.indexOf(frame) >= 0 for frame in self._frames.values())
        for card in self._declared:
            frame = self._frames.get(card.code)
            if card.code not in shown:
                if frame is not None and (index := self._tabs.indexOf(frame)) >= 0:
                    self._tabs.removeTab(index)
                continue
            if frame is None:
                frame = self._make(card)
            if self._tabs.indexOf(frame) < 0:
                self._tabs.insertTab(place, frame, "")
            self._contents[card.code].fill(shown[card.code])
            self._tabs.setTabText(self._tabs.indexOf(frame), _(card.heading))
            place += 1

    def content(self, code: str) -> Any:
        """What stands in a tab, None before it was ever shown."""
        return self._contents.get(code)

    def open(self, code: str) -> bool:
        """Goes to a tab; False when it is not there."""
        frame = self._frames.get(code)
        if frame is None or self._tabs.indexOf(frame) < 0:
            return False
        self._tabs.setCurrentWidget(frame)
        return True

    def _make(self, card: HouseholdCard) -> QWidget:
        frame = QWidget()
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, theme.GAP, 0, 0)
        self._contents[card.code] = content = features.load(card.make)(self._page)
        layout.addWidget(content)
        layout.addStretch(1)
        self._frames[card.code] = frame
        return frame


__all__ = ["CardTabs", "actions", "lamp_words", "of_code", "run", "window_keys"]
