"""How the window says moments of the site, people responsible, and what somebody typed where Qt would read HTML."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from desk.catalog import label
from desk.rules.kit import wording
from desk.rules.kit.wording import day, dotted, duration, full_day, labelled, listed, month, percent, weekday

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
"""What `html.escape` does, whose package begins with a table of 2,200 entities (0.3 MB at the start); a test compares the two."""


def when(desk: Desk, at: datetime | None) -> str:
    """A stored moment as a list shows it: today's and tomorrow's by name, else the day too; nothing for none."""
    return "" if at is None else wording.when(desk.local(at), desk.today())


def short_moment(desk: Desk, at: datetime | None) -> str:
    """A stored moment as the past is told: `11-21 09:14`; nothing for none."""
    return "" if at is None else wording.short_moment(desk.local(at), desk.today())


def moment(desk: Desk, at: datetime | None) -> str:
    """A stored moment in full: `2026-11-21 09:14`; nothing for none."""
    return "" if at is None else wording.moment(desk.local(at))


def hour(desk: Desk, at: datetime) -> str:
    """The time of day of a stored moment."""
    return wording.hour(desk.local(at))


def short_day(desk: Desk, on: date) -> str:
    """A day as a list says it, without the year when it is this one."""
    return wording.short_day(on, desk.today())


def word(name: str, code: str) -> str:
    """The words of a code of a list; nothing for none."""
    return label(name, code) if code else ""


def responsible(department: str, person: str) -> str:
    """Department and person, as far as they are known."""
    return " ".join(part for part in (word("departments", department), person) if part)


def tooltip(words: str) -> str:
    """Words for a tooltip: Qt takes what looks like HTML for HTML, and would load a picture that somebody typed.

    Every tooltip that holds anything typed goes through here.
    """
    return f"<p style='white-space: pre-wrap'>{words.translate(_ESCAPES)}</p>" if words else ""


__all__ = [
    "day",
    "dotted",
    "duration",
    "full_day",
    "hour",
    "labelled",
    "listed",
    "moment",
    "month",
    "percent",
    "responsible",
    "short_day",
    "short_moment",
    "tooltip",
    "weekday",
    "when",
    "word",
]
