"""How moves are said in the window: states, choices, where problems stand, the paper that is printed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.moves import MoveView
    from desk.ui.kit.pages import Page

_TONES = {"open": "amber", "leaving": "amber", "moved-in": "green", "moved-out": "muted", "cancelled": "muted"}
_PASS_TONES = {"active": "green", "expired": "red", "cancelled": "amber", "lost": "red"}


def state_tone(row: Any) -> str:
    """The colour of a move's state in a list."""
    return _TONES.get(row.state, "muted")


def pass_tone(row: Any) -> str:
    """The colour of a pass's state in a list."""
    return _PASS_TONES.get(row.shown, "muted")


def choices(name: str, *, blank: bool = False) -> Callable[[], list[tuple[str, str]]]:
    """The entries of a list as choices."""
    return lambda: [*([("", "")] if blank else []), *((each.code, each.label) for each in catalog(name))]


def print_newest(page: Page, view: MoveView, kind: str) -> None:
    """Prints the newest slip of a kind."""
    found = [slip for slip in view.slips if slip.kind == kind and slip.state != "void"]
    if found:
        print_slip(page, max(found, key=lambda slip: slip.number))


__all__ = ["choices", "pass_tone", "print_newest", "state_tone"]
