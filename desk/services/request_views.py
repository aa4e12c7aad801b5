"""What goes in and comes out of the request services, as plain data. Phones in views are masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from desk.rules.requests import RequestEntry

if TYPE_CHECKING:
    from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened to a request.

    Attributes:
        kind: code in rules.requests.EVENTS; `config.label("events", kind)` gives the words.
        note: reason, result or remark.
        data: what changed (department, responsible, promised_at, slip …).
    """

    at: datetime
    kind: str
    staff: str
    note: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with its history.

    Attributes:
        room: the unit's name; "" without one.
        caller_phone: masked.
        first_receiver: who took it first (首接).
        slips: oldest first, so the newest last.
        overdue: the promised time has passed and the work is not done.
        handover_late: it took, or is taking, more than the three minutes to hand it over.
        reopened: how often it was reopened.
        moves: what the one at the counter may do now: assign, resolve, close, cancel, reopen, note.
        closing_needs: fields still to be filled in before it can be closed: responsible, cause, result.
    """

    id: int
    number: str
    kind: str
    state: str
    channel: str
    unit_id: int | None
    room: str
    customer_id: int | None
    caller_name: str
    caller_phone: str
    anonymous: bool
    category: str
    place: str
    severity: str
    content: str
    wish: str
    repeated_back: bool
    solved_on_spot: bool
    promised_at: datetime | None
    department: str
    responsible: str
    cause: str
    result: str
    received_at: datetime
    closed_at: datetime | None
    first_receiver: str
    events: tuple[EventView, ...]
    slips: tuple[SlipView, ...]
    overdue: bool
    handover_late: bool
    reopened: int
    moves: tuple[str, ...]
    closing_needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests a list shows.

    Attributes:
        state: open (not closed), unfinished (work not done), all, unassigned (past the three minutes), due (promised
            for the rest of today), or a state's code.
        kind: "" for every kind.
        text: words that all have to occur in number, room, caller, phone's end, content or responsible.
        overdue: only those past their promised time.
        category, department, severity: codes, "" for every.
    """

    state: str = "open"
    kind: str = ""
    text: str = ""
    unit_id: int | None = None
    overdue: bool = False
    category: str = ""
    department: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A line of the list of requests; `content` is shortened."""

    id: int
    number: str
    kind: str
    state: str
    room: str
    caller: str
    category: str
    content: str
    promised_at: datetime | None
    responsible: str
    received_at: datetime
    overdue: bool
    severity: str = "normal"
    department: str = ""


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A request like the one being typed: of the same room, of the rooms above and below, or of the building.

    Attributes:
        room: the unit's name.
        content: shortened.
    """

    number: str
    request_id: int
    kind: str
    category: str
    state: str
    received_at: datetime
    why: Literal["room", "line", "building"]
    room: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One of the first few things behind a count: words, and where Enter goes (`request:7`, `customer:3`)."""

    title: str
    detail: str
    target: str


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One thing that is due.

    Attributes:
        code: overdue, handover, due, resolved, birthdays, backup.
        label: in words.
        count: how many; for the backup its age in days (-1: there is none).
        urgent: wants doing now.
        target: where Enter goes: `requests:overdue`, `requests:unassigned`, `requests:due`, `requests:resolved`, `backup`, "".
        rows: the first five.
        text: the count in words, where a bare figure would not say it (the backup).
    """

    code: str
    label: str
    count: int
    urgent: bool
    target: str
    rows: tuple[TodayRow, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class TodayView:
    """What is due now."""

    items: tuple[TodayItem, ...]


__all__ = [
    "EventView",
    "RepeatView",
    "RequestEntry",
    "RequestFilter",
    "RequestRow",
    "RequestView",
    "TodayItem",
    "TodayRow",
    "TodayView",
]
