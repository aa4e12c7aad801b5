"""What features tell of a household: lines of its history, lamps of its clearance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

MOST = 200
"""Lines of each kind in a household's history; older ones are found through their own lists."""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """One thing that happened in the household, newest first.

    Attributes:
        title, detail: in words, in the current language.
        state: code of a request's or slip's state; "" otherwise.
        staff: who did it; "" when not known.
        target: where Enter goes (`request:7`, `slip:TS-…`, `customer:3`) or "".
    """

    at: datetime
    title: str
    detail: str
    state: str
    staff: str
    target: str


@dataclass(frozen=True, slots=True)
class EventView:
    """A line of a record's own history; `data`: what the act noted beside its words."""

    at: datetime
    staff: str
    kind: str
    note: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LightView:
    """One light of the clearance (architecture "The clearance").

    Attributes:
        code: requests, dossier, owner.
        label, text: in words.
        state: green, amber, red.
        act: code of the act that settles it (`requests`, `dossier`, `add-person`); "" when green.
    """

    code: str
    label: str
    text: str
    state: Literal["green", "amber", "red"]
    act: str


@dataclass(frozen=True, slots=True)
class CallerLine:
    """One thing to know of a home or a person while somebody calls (hook `caller_lines`).

    Attributes:
        code: what it is about (`note`, `fees`, `callback`).
        text: in words, in the current language.
        state: red, amber, or "" for what is merely worth knowing.
        target: the record it is about, `request:7`; "" for none.
    """

    code: str
    text: str
    state: Literal["", "amber", "red"] = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One thing that is out of the desk's hands or kept in them when a shift is handed over (handbook S15).

    Attributes:
        title: what kind of thing, in words; lines of one title stand together.
        number: of the record, "" for a sum. detail: what, with whom, until when. count: pieces.
    """

    title: str
    number: str
    detail: str
    count: int = 1
