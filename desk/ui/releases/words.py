"""How releases are said in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desk.catalog import catalog
from desk.i18n import pgettext
from desk.rules.releases import SCOPES

TONES = {"issued": "amber", "refused": "red", "passed": "muted", "partly": "muted", "expired": "red"}
LAMPS = {"good": "green", "early": "red", "expired": "red", "used": "red", "void": "red"}


def choices(name: str, *, blank: bool = False) -> Callable[[], list[tuple[str, str]]]:
    """The entries of a list as choices."""
    return lambda: [*([("", "")] if blank else []), *((each.code, each.label) for each in catalog(name))]


def scope_words(scope: str) -> str:
    """A part, or everything."""
    # L10N: 部分 / 全部
    return pgettext("release", "Whole") if scope == "whole" else pgettext("release", "Part")


def scopes() -> list[tuple[str, str]]:
    """Both, as choices."""
    return [(code, scope_words(code)) for code in SCOPES]


def tone(row: Any) -> str:
    """The colour of a release's state in a list."""
    return TONES.get(row.state, "")


__all__ = ["LAMPS", "choices", "scope_words", "scopes", "tone"]
