"""Goods release (handbook A3, C-13, C-15, C-22, M2–M5): the door of the feature."""

from desk.services.releases.at_gate import (
    copy_back,
    drop,
    let_part_pass,
    let_pass,
    note,
    refuse,
    show,
    sweep,
    void,
)
from desk.services.releases.core import by_number, release
from desk.services.releases.entries import GateEntry, Item, ReleaseEntry
from desk.services.releases.issuing import around, check_release, entry_of, issue, preview, usual_goods
from desk.services.releases.lists import LISTS, ReleaseFilter, counts, releases
from desk.services.releases.papers import issue_week, week_preview
from desk.services.releases.views import (
    AroundView,
    CheckView,
    ItemView,
    PersonChoice,
    ReleaseEventView,
    ReleaseRow,
    ReleaseView,
)

__all__ = [
    "LISTS",
    "AroundView",
    "CheckView",
    "GateEntry",
    "Item",
    "ItemView",
    "PersonChoice",
    "ReleaseEntry",
    "ReleaseEventView",
    "ReleaseFilter",
    "ReleaseRow",
    "ReleaseView",
    "around",
    "by_number",
    "check_release",
    "copy_back",
    "counts",
    "drop",
    "entry_of",
    "issue",
    "issue_week",
    "let_part_pass",
    "let_pass",
    "note",
    "preview",
    "refuse",
    "release",
    "releases",
    "show",
    "sweep",
    "usual_goods",
    "void",
    "week_preview",
]
