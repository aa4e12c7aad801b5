"""Rules of the request desk (handbook A4, B1, C-3, C-16): kinds, states, what is typed, what counts as late.

The life cycle is in `cycle`, the clocks are in `clocks`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desk.catalog import catalog, whole_catalog
from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit import texts
from desk.rules.kit.clocks import handover_in_time, passed
from desk.rules.kit.names import name_problem

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
SEVERITIES = ("emergency", "urgent", "normal", "planned")
"""From what cannot wait to what can."""

PROMISED_KINDS = frozenset({"complaint", "repair", "help"})
"""Somebody is sent and a service time is promised; the three-minute hand-over counts for these."""
ANONYMOUS_KINDS = frozenset({"complaint", "suggestion"})
"""Nobody can be sent to, thanked or answered without a name."""
WRITTEN, AUTHORITY = "written", "authority"
"""Marks of a channel (catalog.toml, and a site's own): nobody is there to repeat the words to; an authority passed it on and waits."""

UNFINISHED = ("received", "assigned", "accepted", "in-progress", "on-hold")
"""The work is not done yet: promises run."""
OPEN = (*UNFINISHED, "resolved", "replied")
"""Not closed: someone still has to look after it."""
ENDED = ("closed", "cancelled")
STATES = (*OPEN, *ENDED)


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """What is typed about a new request. Codes are those below and of catalog.toml.

    Attributes:
        kind: complaint, repair, help, enquiry, suggestion, praise.
        channel: a code of the list `channels`.
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
        answer_by: the day until which an authority that passed it on wants its answer.
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
    answer_by: date | None = None


ESCALATIONS = ("supervisor", "manager")
"""Hard ones go to the supervisor, major ones to the centre manager (handbook A4)."""
ORIGINS = ("became", "related", "duplicate")
"""What one request has to do with another one."""
REPLY_METHODS = ("phone", "counter", "wechat", "letter", "email", "visit")
HANDED_OVER = frozenset({"assigned", "solved", "resolved", "cancelled"})
"""The first of these ends the hand-over."""


def written_channels() -> frozenset[str]:
    """Channels without anybody to repeat the words to: letters, the complaints box; retired ones too."""
    return frozenset(choice.code for choice in whole_catalog("channels") if choice.extra.get(WRITTEN))


def from_authority(channel: str) -> bool:
    """Whether a channel is an authority (工商、消协、街道) that passes requests on and sets a day for the answer."""
    return any(choice.code == channel and choice.extra.get(AUTHORITY) for choice in whole_catalog("channels"))


def answer_problem(channel: str, answer_by: date | None, *, today: date) -> Problem | None:
    """An authority's day for the answer is given, lies not behind, and within a year; field `answer_by`."""
    if not from_authority(channel):
        return None
    if answer_by is None:
        # L10N: 请填写主管部门要求的答复日期
        return Problem("required", _("Until when does the authority want its answer?"), "answer_by")
    if answer_by < today:
        return Problem("past", _("That day has passed already."), "answer_by")
    if answer_by > today + FARTHEST_PROMISE:
        return Problem("far", _("That is more than a year ahead. Please check the date."), "answer_by")
    return None


def must_repeat_back(kind: str, channel: str) -> bool:
    """Whether the words are repeated to the customer before they are saved: a complaint that was not written."""
    return kind == "complaint" and channel not in written_channels()


def entry_problems(entry: RequestEntry, *, now: datetime, repeat_back: bool = True) -> list[Problem]:
    """What is wrong with a new request, by field (handbook A4: recorded, repeated back, solved at once or promised).

    Args:
        entry: what was typed.
        now: the present moment.
        repeat_back: policy `requests.repeat_back` is `required`: a spoken complaint is not saved before it was repeated.
    """
    found = texts.entry_problems(entry, names=("caller_name",), long=("content", "wish", "result", "cause"))

    def wrong(field: str, code: str, message: str) -> None:
        found.append(Problem(code, message, field))

    if not entry.anonymous and (problem := name_problem(entry.caller_name)):
        found.append(replace(problem, field="caller_name"))
    if entry.kind not in KINDS:
        wrong("kind", "unknown", _("Choose what it is: a complaint, a repair, …"))
    if entry.channel not in {choice.code for choice in catalog("channels")}:
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
    if repeat_back and must_repeat_back(entry.kind, entry.channel) and not entry.repeated_back:
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


def put_off(before: datetime | None, after: datetime | None) -> bool:
    """Whether a promise is moved to a later time: what is due is put off with a reason and a date only (handbook S11)."""
    return before is not None and after is not None and after > before


def hold_problem(until: datetime | None, *, now: datetime) -> Problem | None:
    """A hold's end lies ahead, and within a year; field `until`. That there is one is a need of the life cycle."""
    if until is None:
        return None
    if until <= now:
        return Problem("past", _("This time has passed already. Choose one that lies ahead."), "until")
    if until > now + FARTHEST_PROMISE:
        return Problem("far", _("That is more than a year ahead. Please check the date."), "until")
    return None


_STEP = timedelta(minutes=5)


def propose_promise(now: datetime, severity: str, hours: Mapping[str, Any]) -> datetime:
    """The service time that the form proposes: now and the hours of the severity, up to the next full five minutes.

    Args:
        now: the present moment.
        severity: its code; an unknown one counts as normal.
        hours: policy `requests.promise_hours`.
    """
    wait = timedelta(hours=float(hours.get(severity, hours["normal"])))
    proposed = to_step(now + wait)
    return (proposed if proposed > now else proposed + _STEP).astimezone(now.tzinfo)


def to_step(moment: datetime) -> datetime:
    """The next full five minutes, in UTC: nobody promises 14:03."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + math.ceil((moment - epoch) / _STEP) * _STEP


def overdue(state: str, promised_at: datetime | None, now: datetime) -> bool:
    """Whether the promised time has passed and the work is not done; exactly at the promised time is in time (handbook C-16)."""
    return state in UNFINISHED and passed(promised_at, now)


def handover_late(received_at: datetime, handed_over_at: datetime, minutes: float) -> bool:
    """Whether the hand-over took longer than the limit: 10:00:00 → 10:03:00 is in time (handbook A4 三分钟服务原则).

    Args:
        received_at: when the first word was taken down.
        handed_over_at: when somebody was assigned or it was solved; the present moment while neither has happened.
        minutes: policy `requests.handover_minutes`.
    """
    return not handover_in_time(received_at, handed_over_at, timedelta(minutes=minutes))


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
    "AUTHORITY",
    "ENDED",
    "ESCALATIONS",
    "HANDED_OVER",
    "KINDS",
    "OPEN",
    "ORIGINS",
    "PREFIXES",
    "PROMISED_KINDS",
    "REPLY_METHODS",
    "SEVERITIES",
    "STATES",
    "UNFINISHED",
    "WRITTEN",
    "RequestEntry",
    "answer_problem",
    "entry_problems",
    "from_authority",
    "handover_deadline",
    "handover_late",
    "hold_problem",
    "line_of",
    "must_repeat_back",
    "overdue",
    "promise_problem",
    "propose_promise",
    "put_off",
    "to_step",
    "written_channels",
]
