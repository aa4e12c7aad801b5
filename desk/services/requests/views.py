"""What goes in and comes out of the request services, as plain data. Phones in views are masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from desk.rules.kit.gate import Obstacle
from desk.rules.requests import RequestEntry
from desk.rules.requests.cycle import CYCLE
from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened to a request.

    Attributes:
        kind: code in rules.requests.EVENTS; `catalog.label("events", kind)` gives the words.
        note: reason, result or remark.
        data: what changed (department, responsible, promised_at, slip …).
    """

    at: datetime
    kind: str
    staff: str
    note: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClockView:
    """What one clock of a request shows (rules.request_clocks).

    Attributes:
        code: handover, response, resolution, promise, reply; label: in words.
        due: the last moment in time; None while a hold stops it. warns: when it turns amber.
        spent: time on the clock; held: time it stood still; together `service`.
        light: green, amber or red.
        done: it has stopped for good.
        provisional: it leans on a year whose holidays are not published; note says so in a sentence.
    """

    code: str
    label: str
    start: datetime
    due: datetime | None
    warns: datetime | None
    spent: timedelta
    held: timedelta
    service: timedelta
    allowance: timedelta
    light: str
    done: bool
    provisional: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallbackView:
    """One attempt to call back (rules.callbacks)."""

    id: int
    at: datetime
    staff: str
    outcome: str
    method: str
    again_at: datetime | None
    score: int | None
    reasons: tuple[str, ...]
    words: str
    round: int


@dataclass(frozen=True, slots=True)
class LinkView:
    """Another request that this one has to do with.

    Attributes:
        relation: became (this one turned into that), came-from, related, duplicate.
        content: shortened.
    """

    request_id: int
    number: str
    kind: str
    state: str
    relation: str
    content: str = ""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A work order in a list.

    Attributes:
        state: out, returned, void.
        printings: how often it was printed.
        late: it is still out after the promised time.
    """

    id: int
    number: str
    request_id: int
    request_number: str
    room: str
    worker: str
    department: str
    content: str
    state: str
    issued_at: datetime
    promised_at: datetime | None
    returned_at: datetime | None
    printings: int
    late: bool


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
        callback: `done` when the customer was reached in this round and is content enough, "" else.
        closing: what stands in the way of closing it, once its work is done.
        escalated: supervisor, manager or "".
        hold_until, hold_reason: while it is on hold.
        resolved_at, replied_at: of this round.
        waiver: why a supervisor closed it without a callback.
        callback_due_at: when somebody has to call back next.
        incident: title of the mass incident it belongs to.
        may_score: the one at the counter did not do the job and may record the customer's grade.
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
    callback: str
    closing: tuple[Obstacle, ...]
    problem: str = ""
    confirmed: str = ""
    escalated: str = ""
    hold_until: datetime | None = None
    hold_reason: str = ""
    resolved_at: datetime | None = None
    replied_at: datetime | None = None
    waiver: str = ""
    callback_due_at: datetime | None = None
    incident_id: int | None = None
    incident: str = ""
    links: tuple[LinkView, ...] = ()
    clocks: tuple[ClockView, ...] = ()
    callbacks: tuple[CallbackView, ...] = ()
    orders: tuple[OrderRow, ...] = ()
    may_score: bool = False
    analysis: str = ""
    summary: str = ""
    answer_by: date | None = None

    @property
    def lacks_words(self) -> bool:
        """A complaint without its analysis or its closing remark (handbook A4): closing it warns."""
        return self.kind == "complaint" and not (self.analysis and self.summary)

    @property
    def moves(self) -> tuple[str, ...]:
        """What may be done now, in the order it is offered; some of it with the approval of a supervisor."""
        return tuple(move.code for move in CYCLE.fitting(self))


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests a list shows.

    Attributes:
        state: open (not closed), unfinished (work not done), all, unassigned (past the three minutes), due (promised
            for the rest of today), overdue (past the promised time), at-risk (a clock is amber), late (a clock is red),
            hold-over (the hold's date has passed), callback (to be called back), unreturned (a work order is not back),
            escalated, or a state's code.
        kind: "" for every kind.
        only: a state's code, beside what `state` asks; "" for every.
        text: words that all have to occur in number, room, caller, phone's end, content or responsible; rooms and names are
            found as the finder finds them.
        since, until: the local days on which it came in, both counted.
        overdue: only those past their promised time.
        category, department, severity, channel: codes, "" for every.
        mine: those that the one at the counter is responsible for or took first.
        responsible: a person's name, "" for every.
    """

    state: str = "open"
    kind: str = ""
    text: str = ""
    unit_id: int | None = None
    overdue: bool = False
    category: str = ""
    department: str = ""
    severity: str = ""
    mine: bool = False
    responsible: str = ""
    incident_id: int | None = None
    building_id: int | None = None
    channel: str = ""
    only: str = ""
    since: date | None = None
    until: date | None = None


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
    escalated: str = ""
    hold_until: datetime | None = None
    callback_due_at: datetime | None = None
    reopened: int = 0
    due_at: datetime | None = None
    light: str = "green"


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A request like the one being typed: of the same room, of the same caller, of the rooms above and below, or of the building.

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
    why: Literal["room", "caller", "line", "building"]
    room: str = ""
    content: str = ""


__all__ = [
    "CallbackView",
    "ClockView",
    "EventView",
    "LinkView",
    "OrderRow",
    "RepeatView",
    "RequestEntry",
    "RequestFilter",
    "RequestRow",
    "RequestView",
]
