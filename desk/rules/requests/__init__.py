"""Rules of the request desk (DOMAIN A4, B1, decisions C-3, C-16, C-19): kinds, states, legal moves, clocks.

A request's events are the truth; its state is what the last move led to. The table `MOVES` is the whole life cycle:
received → (solved on the spot) or assigned → accepted / returned / transferred → in progress ⇄ on hold → resolved → replied →
closed; reopened from any later state; cancelled with a reason.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.errors import DeskError, NotAllowed, Problem
from desk.i18n import _

KINDS = ("complaint", "repair", "help", "enquiry", "suggestion", "praise")
PREFIXES: Mapping[str, str] = {
    "complaint": "TS",
    "repair": "BX",
    "help": "QZ",
    "enquiry": "WX",
    "suggestion": "JY",
    "praise": "BY",
}
"""What a request's number begins with: 投诉 报修 求助 问询 建议 表扬."""
CHANNELS = ("phone", "counter", "letter", "email", "staff", "wechat", "other")
SEVERITIES = ("emergency", "urgent", "normal", "planned")
"""From what cannot wait to what can."""

PROMISED_KINDS = frozenset({"complaint", "repair", "help"})
"""Somebody is sent and a service time is promised; the three-minute hand-over counts for these."""
ANONYMOUS_KINDS = frozenset({"complaint", "suggestion"})
"""Nobody can be sent to, thanked or answered without a name."""
WRITTEN_CHANNELS = frozenset({"letter", "email"})
"""There is nobody to repeat the words to."""

UNFINISHED = ("received", "assigned", "accepted", "in-progress", "on-hold")
"""The work is not done yet: promises run."""
OPEN = (*UNFINISHED, "resolved", "replied")
"""Not closed: someone still has to look after it."""
ENDED = ("closed", "cancelled")
STATES = (*OPEN, *ENDED)

_IN_HAND = ("assigned", "accepted", "in-progress", "on-hold")
_LATER = ("resolved", "replied", "closed", "cancelled")


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """What is typed about a new request. Codes are those below and of catalog.toml.

    Attributes:
        kind: complaint, repair, help, enquiry, suggestion, praise.
        channel: phone, counter, letter, email, staff, wechat, other.
        unit_id, customer_id: the room and the caller when they are known.
        caller_name, caller_phone: as given; the customer's own when "" and the customer is known.
        anonymous: no name is kept, only for complaints and suggestions.
        place: a code of catalog.toml or free words, down to the room.
        severity: emergency, urgent, normal, planned.
        wish: what the customer wants (诉求).
        repeated_back: it was repeated back and confirmed.
        solved_on_spot: it was solved at once; `result` says how, `cause` why it happened.
        promised_at: the promised service time, aware.
        department, responsible: who is to do it, when that is clear already.
        problem: a code of catalog.toml, the third word of place × category × problem.
        incident_id: the running incident it belongs to.
        origin_id: the request it came from (a complaint turned into a repair): both stay, linked by `origin_kind`.
    """

    kind: str
    channel: str
    unit_id: int | None = None
    customer_id: int | None = None
    caller_name: str = ""
    caller_phone: str = ""
    anonymous: bool = False
    category: str = ""
    place: str = ""
    severity: str = "normal"
    content: str = ""
    wish: str = ""
    repeated_back: bool = False
    solved_on_spot: bool = False
    result: str = ""
    promised_at: datetime | None = None
    department: str = ""
    responsible: str = ""
    cause: str = ""
    problem: str = ""
    incident_id: int | None = None
    origin_id: int | None = None
    origin_kind: str = "became"


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the life cycle.

    Attributes:
        event: what happened.
        sources: the states it may happen in.
        target: the state it leads to; "" leaves the state as it is.
        role: the least role that may do it.
        needs: fields that must be filled in.
    """

    event: str
    sources: tuple[str, ...]
    target: str
    role: str = "receptionist"
    needs: tuple[str, ...] = ()


MOVES: Mapping[str, Move] = {
    move.event: move
    for move in (
        Move("received", ("",), "received"),
        Move("solved", ("received",), "resolved", needs=("result",)),
        Move("assigned", ("received",), "assigned", needs=("department", "responsible")),
        Move("transferred", _IN_HAND, "assigned", needs=("department", "responsible")),
        Move("accepted", ("assigned",), "accepted"),
        Move("returned", ("assigned", "accepted"), "received", needs=("reason",)),
        Move("started", ("assigned", "accepted"), "in-progress"),
        Move("held", ("assigned", "accepted", "in-progress"), "on-hold", needs=("reason", "until")),
        Move("resumed", ("on-hold",), "in-progress"),
        Move("resolved", UNFINISHED, "resolved", needs=("result",)),
        Move("replied", ("resolved",), "replied"),
        # A repair may be closed before its callback; its grade still counts, and a bad one takes it up again.
        Move("callback", ("resolved", "replied", "closed"), ""),
        Move("escalated", OPEN, "", needs=("reason",)),
        Move("confirmed", OPEN, "", needs=("confirmed",)),
        # The crew's copy may come back long after the work.
        Move("order-back", (*UNFINISHED, "resolved", "replied", "closed"), ""),
        Move("linked", STATES, ""),
        Move("note", STATES, "", needs=("note",)),
        Move("closed", ("resolved", "replied"), "closed"),
        Move("reopened", _LATER, "received", needs=("reason",)),
        Move("cancelled", UNFINISHED, "cancelled", needs=("reason",)),
    )
}
"""Event by event what may happen when, what it leads to, and who may do it."""

EVENTS = tuple(MOVES)
ESCALATIONS = ("supervisor", "manager")
"""Hard ones go to the supervisor, major ones to the centre manager (A4)."""
ORIGINS = ("became", "related", "duplicate")
"""What one request has to do with another one."""
REPLY_METHODS = ("phone", "counter", "wechat", "letter", "email", "visit")
HANDED_OVER = frozenset({"assigned", "solved", "resolved", "cancelled"})
"""The first of these ends the hand-over."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules have to know of a request.

    Attributes:
        responsible: the person's name; cause, result: in sentences, "" while unknown.
        callback: `done` when the customer was reached in this round and is not dissatisfied, `waived` when a supervisor
            does without (with a reason), "" else.
    """

    kind: str
    state: str
    responsible: str = ""
    cause: str = ""
    result: str = ""
    callback: str = ""


def least_role(case: Case, event: str) -> str:
    """The least role that may do it: a complaint somebody works on is cancelled by a supervisor only."""
    if event == "cancelled" and case.kind == "complaint" and case.state != "received":
        return "supervisor"
    return MOVES[event].role


def after(case: Case, event: str) -> str:
    """The state after an event.

    Raises:
        DeskError: `illegal-move`, the request is not in a state where this may happen.
        DeskError: `not-complete`, it is being closed without what `close_problems` asks for.
        KeyError: no such event (a mistake of the program).
    """
    move = MOVES[event]
    if case.state not in move.sources:
        raise DeskError("illegal-move", _illegal(case.state, event))
    if move.target == "closed":
        problems = close_problems(case)
        if problems:
            raise DeskError("not-complete", problems[0].message)
    return move.target or case.state


def may(case: Case, event: str, roles: Collection[str]) -> bool:
    """Whether somebody who has all of `roles` may do it now (what is still missing in the form is not looked at)."""
    return case.state in MOVES[event].sources and least_role(case, event) in roles


def require_role(case: Case, event: str, roles: Collection[str]) -> None:
    """Refuses what the one at the counter may not do.

    Raises:
        NotAllowed: with a sentence that says who may.
    """
    if least_role(case, event) not in roles:
        raise NotAllowed(_("A complaint that is being worked on is cancelled by a supervisor. Please let one sign in."))


def _illegal(state: str, event: str) -> str:
    if event in ("closed", "callback", "replied") and state in ("", *UNFINISHED):
        return _("The request is not resolved yet. Please record the result first.")
    if state == "closed":
        return _("The request is closed. Reopen it first.")
    if state == "cancelled":
        return _("The request was cancelled. Reopen it first.")
    if event == "reopened":
        return _("The request is still being worked on; there is nothing to reopen.")
    if state in ("resolved", "replied"):
        return _("The request is resolved already. Reopen it first.")
    if event in ("accepted", "started", "held", "returned", "transferred") and state == "received":
        return _("Nobody is assigned yet. Please assign it first.")
    return _("This cannot be done in the present state of the request.")


def close_problems(case: Case) -> list[Problem]:
    """What a request lacks to be closed: every one its result, a complaint also responsible person, cause and callback.

    Every complaint is called back before it is closed, or a supervisor does without and says why (A4, C-3).
    """
    found = []
    if case.kind == "complaint":
        if not case.responsible.strip():
            # L10N: 请填写责任人
            found.append(
                Problem("required", _("A complaint is closed with the person responsible. Who is it?"), "responsible")
            )
        if not case.cause.strip():
            # L10N: 请填写原因
            found.append(
                Problem("required", _("A complaint is closed with its cause. Please write it in a sentence."), "cause")
            )
    if not case.result.strip():
        # L10N: 请填写处理结果
        found.append(Problem("required", _("Please write in a sentence how it was handled."), "result"))
    if case.kind == "complaint" and case.callback not in ("done", "waived"):
        # L10N: 投诉须回访后才能关闭，或由主管说明原因免除回访
        words = _(
            "A complaint is closed after a callback. Call back first, or let a supervisor waive it with a reason."
        )
        found.append(Problem("callback", words, "callback"))
    return found


def entry_problems(entry: RequestEntry, *, now: datetime) -> list[Problem]:
    """What is wrong with a new request, by field (DOMAIN A4: recorded, repeated back, solved at once or promised)."""
    found = []

    def wrong(field: str, code: str, message: str) -> None:
        found.append(Problem(code, message, field))

    if entry.kind not in KINDS:
        wrong("kind", "unknown", _("Choose what it is: a complaint, a repair, …"))
    if entry.channel not in CHANNELS:
        wrong("channel", "unknown", _("Choose how it came in."))
    if entry.severity not in SEVERITIES:
        wrong("severity", "unknown", _("Choose how urgent it is."))
    if entry.anonymous and entry.kind not in ANONYMOUS_KINDS:
        wrong("anonymous", "anonymous", _("Only complaints and suggestions can be anonymous."))
    if not (entry.caller_name.strip() or entry.customer_id) and not (entry.anonymous and entry.kind in ANONYMOUS_KINDS):
        # L10N: 请填写来人
        wrong("caller_name", "required", _("Who is calling? Type the name, or choose the person."))
    if entry.kind == "repair" and not (entry.unit_id or entry.place.strip()):
        # L10N: 请选择房号或填写地点
        wrong("unit_id", "required", _("Where is it? Choose the room, or write the place."))
    if not entry.category:
        # L10N: 请选择类别
        wrong("category", "required", _("Choose the category."))
    if not entry.content.strip():
        # L10N: 请填写内容
        wrong("content", "required", _("Please write down what was said."))
    if entry.kind == "complaint" and entry.channel not in WRITTEN_CHANNELS and not entry.repeated_back:
        # L10N: 请先向客户复述一遍并勾选
        wrong("repeated_back", "repeat-back", _("Please repeat it back to the customer first, then tick this."))
    if entry.solved_on_spot:
        if not entry.result.strip():
            # L10N: 已当场解决，请填写处理结果
            wrong("result", "required", _("Solved on the spot: please write in a sentence how."))
    else:
        problem = promise_problem(entry.promised_at, now=now, required=entry.kind in PROMISED_KINDS)
        if problem is not None:
            found.append(problem)
    return found


FARTHEST_PROMISE = timedelta(days=366)


def promise_problem(promised_at: datetime | None, *, now: datetime, required: bool) -> Problem | None:
    """A promised service time lies ahead, and within a year; field `promised_at`."""
    if promised_at is None:
        if not required:
            return None
        # L10N: 请填写承诺时间，或勾选已当场解决
        return Problem("required", _("Promise a time, or tick that it was solved on the spot."), "promised_at")
    if promised_at <= now:
        # L10N: 承诺时间已经过去
        return Problem("past", _("This time has passed already. Promise one that lies ahead."), "promised_at")
    if promised_at > now + FARTHEST_PROMISE:
        return Problem("far", _("That is more than a year ahead. Please check the date."), "promised_at")
    return None


def hold_problems(reason: str, until: datetime | None, *, now: datetime) -> list[Problem]:
    """A hold has a reason and an end that lies ahead; fields `reason`, `until`."""
    found = []
    if not reason.strip():
        # L10N: 请填写暂缓原因
        found.append(Problem("required", _("Say why it has to wait."), "reason"))
    if until is None:
        # L10N: 请填写暂缓到何时
        found.append(Problem("required", _("Until when does it wait?"), "until"))
    elif until <= now:
        found.append(Problem("past", _("This time has passed already. Choose one that lies ahead."), "until"))
    elif until > now + FARTHEST_PROMISE:
        found.append(Problem("far", _("That is more than a year ahead. Please check the date."), "until"))
    return found


_STEP = timedelta(minutes=5)


def propose_promise(now: datetime, severity: str, hours: Mapping[str, Any]) -> datetime:
    """The service time that the form proposes: now and the hours of the severity, up to the next full five minutes.

    Args:
        now: the present moment.
        severity: its code; an unknown one counts as normal.
        hours: policy `requests.promise_hours`.
    """
    wait = timedelta(hours=float(hours.get(severity, hours["normal"])))
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    steps = math.ceil((now + wait - epoch) / _STEP)
    proposed = epoch + steps * _STEP
    if proposed <= now:
        proposed += _STEP
    return proposed.astimezone(now.tzinfo)


def overdue(state: str, promised_at: datetime | None, now: datetime) -> bool:
    """Whether the promised time has passed and the work is not done; exactly at the promised time is in time (C-16)."""
    return promised_at is not None and state in UNFINISHED and now > promised_at


def handover_late(received_at: datetime, handed_over_at: datetime, minutes: float) -> bool:
    """Whether the hand-over took longer than the limit: 10:00:00 → 10:03:00 is in time (A4 三分钟服务原则).

    Args:
        received_at: when the first word was taken down.
        handed_over_at: when somebody was assigned or it was solved; the present moment while neither has happened.
        minutes: policy `requests.handover_minutes`.
    """
    return handed_over_at - received_at > timedelta(minutes=minutes)


def handover_deadline(now: datetime, minutes: float) -> datetime:
    """Requests received before this moment and not handed over are late."""
    return now - timedelta(minutes=minutes)


def line_of(room: str, floor: int | None) -> str:
    """What rooms above each other share: 1203 and 1303 are of line 03. "" when the room's number does not say."""
    digits = "".join(character for character in room if character.isdigit())
    if len(digits) < 3 or room[-1:].isalpha():
        # 12A below 13A: the letter is the line.
        return room[-1] if floor is not None and len(room) > 1 and room[-1:].isalpha() and digits == str(floor) else ""
    return digits[-2:]


__all__ = [
    "ANONYMOUS_KINDS",
    "CHANNELS",
    "ENDED",
    "ESCALATIONS",
    "EVENTS",
    "HANDED_OVER",
    "KINDS",
    "MOVES",
    "OPEN",
    "ORIGINS",
    "PREFIXES",
    "PROMISED_KINDS",
    "REPLY_METHODS",
    "SEVERITIES",
    "STATES",
    "UNFINISHED",
    "WRITTEN_CHANNELS",
    "Case",
    "Move",
    "RequestEntry",
    "after",
    "close_problems",
    "entry_problems",
    "handover_deadline",
    "handover_late",
    "hold_problems",
    "least_role",
    "line_of",
    "may",
    "overdue",
    "promise_problem",
    "propose_promise",
    "require_role",
]
