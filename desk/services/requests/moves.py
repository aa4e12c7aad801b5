"""Steps of a request between logging and closing: accept, return, transfer, hold, reply, escalate, confirm, link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from desk.errors import Checker, DeskError, StorageError
from desk.i18n import _
from desk.models import Incident, Request, SlipRecord, Unit
from desk.models.kit.functions import begins_with
from desk.rules import requests as rules
from desk.rules.kit.texts import LONG, length_problem
from desk.rules.requests.cycle import CYCLE
from desk.services import requests
from desk.services.kit.changes import together
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.requests import forms, links
from desk.services.requests.core import REQUESTS, check_code, finish, record, void_orders
from desk.services.requests.read import get, subject
from desk.services.requests.views import RequestView
from desk.services.slips import issue
from desk.services.undo import reason as undone_because


@dataclass(frozen=True, slots=True)
class Refused:
    """A request of many that an act was refused for, and why in a sentence."""

    request_id: int
    number: str
    message: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """What became of an act on many requests: each is an act of its own."""

    done: tuple[RequestView, ...]
    refused: tuple[Refused, ...]


def accept(desk: Desk, request_id: int, *, note: str = "") -> RequestView:
    """Notes that the crew has taken the job (接单).

    Raises:
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    return _step(desk, request_id, "accept", note)


def start(desk: Desk, request_id: int, *, note: str = "") -> RequestView:
    """Notes that the work has begun.

    Raises:
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    return _step(desk, request_id, "start", note)


def resume(desk: Desk, request_id: int, *, note: str = "") -> RequestView:
    """Ends a hold: the clocks run again.

    Raises:
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    return _step(desk, request_id, "resume", note)


def return_(desk: Desk, request_id: int, *, reason: str) -> RequestView:
    """The crew gives the job back (退回): its work order is void, somebody else has to be assigned.

    Raises:
        InvalidInput: field `reason`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    with moving(desk, REQUESTS, request_id, "return", {"reason": reason}) as step:
        row = step.row
        before = {"department": row.department, "responsible": row.responsible}
        row.responsible = ""
        voided = void_orders(step.act, row, _("The crew gave the job back."))
        record(step.act, row, step.move.happened, note=reason, before=before, voided=voided)
        return finish(step.act, desk, row)


def transfer(
    desk: Desk,
    request_id: int,
    *,
    department: str,
    responsible: str,
    promised_at: datetime | None = None,
    note: str = "",
) -> RequestView:
    """Gives a job that somebody has to somebody else (转派); the older work order is void, a new one is issued.

    Raises:
        InvalidInput: fields `department`, `responsible`, `promised_at`, `note`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    return requests.assign(
        desk,
        request_id,
        department=department,
        responsible=responsible,
        promised_at=promised_at,
        note=note,
        again=True,
    )


def hold(
    desk: Desk, request_id: int, *, reason: str, until: datetime | None, promised_at: datetime | None = None
) -> RequestView:
    """Puts a job on hold (暂缓): response and resolution stand still until it is resumed.

    Args:
        desk: the desk.
        request_id: its id.
        reason: a code of catalog `hold_reasons` or free words.
        until: until when, ahead; it then shows on Today, nothing resumes by itself.
        promised_at: a new promised time, agreed with the customer; None keeps the old one, which no hold stops.

    Raises:
        InvalidInput: fields `reason`, `until`, `promised_at`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """

    def checks(act: Act, _row: Request, check: Checker) -> None:
        check.note("until", rules.hold_problem(until, now=act.at))
        check.note("promised_at", rules.promise_problem(promised_at, now=act.at, required=False))

    with moving(desk, REQUESTS, request_id, "hold", {"reason": reason, "until": until}, checks=checks) as step:
        row = step.row
        row.hold_until = until
        row.promised_at = promised_at or row.promised_at
        record(
            step.act,
            row,
            step.move.happened,
            note=reason,
            until=until.isoformat() if until else "",
            promised_at=promised_at.isoformat() if promised_at else "",
        )
        return finish(step.act, desk, row)


def reply(desk: Desk, request_id: int, *, note: str, method: str = "phone") -> RequestView:
    """Notes that the customer was told how it was handled (回复), which ends the reply limit.

    Raises:
        InvalidInput: fields `note`, `method`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Request, check: Checker) -> None:
        if method and method not in rules.REPLY_METHODS:
            check.add("method", "unknown", _("Choose how the customer was told."))

    with moving(desk, REQUESTS, request_id, "reply", {"note": note, "method": method}, checks=checks) as step:
        step.row.replied_at = step.act.at
        record(step.act, step.row, step.move.happened, note=note, method=method)
        return finish(step.act, desk, step.row)


def escalate(desk: Desk, request_id: int, *, to: str, reason: str) -> RequestView:
    """Hands a hard request to the supervisor or a major one to the centre manager (handbook A4), at any time.

    A new edition of the request's form says so: its number is the request's with a count behind it.

    Raises:
        InvalidInput: fields `to`, `reason`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """

    def checks(_act: Act, row: Request, check: Checker) -> None:
        if to and to not in rules.ESCALATIONS:
            check.add("to", "unknown", _("Choose whom it goes to."))
        elif to and row.escalated in (to, rules.ESCALATIONS[-1]):
            # L10N: 已升级至{whom}
            check.add("to", "already", _("It was escalated there already."))

    with moving(desk, REQUESTS, request_id, "escalate", {"to": to, "reason": reason}, checks=checks) as step:
        act, row = step.act, step.row
        row.escalated = to
        act.session.flush()
        other = forms.around(act.session, desk, row, receiver=row.first_receiver.name)
        slip = issue(
            act,
            desk,
            forms.complaint(desk, row, other, at=act.at),
            subject=subject(row.id),
            number=_edition(act, row),
            people=forms.people(row),
        )
        record(act, row, step.move.happened, note=reason, to=to, slip=slip.number)
        return finish(act, desk, row)


def confirm(
    desk: Desk,
    request_id: int,
    *,
    confirmed: str,
    problem: str | None = None,
    category: str | None = None,
    place: str | None = None,
    severity: str | None = None,
    cause: str | None = None,
) -> RequestView:
    """Notes what was really found (核实), and what has to be put right in the record; None leaves a field as it is.

    Raises:
        InvalidInput: fields `confirmed`, `problem`, `category`, `severity`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """

    def checks(_act: Act, row: Request, check: Checker) -> None:
        check_code(check, "problem", "problems", problem or "", kept=row.problem)
        check_code(check, "category", "categories", category or "", kept=row.category)
        if category is not None:
            check.require("category", category, _("Choose the category."))
        if severity is not None and severity not in rules.SEVERITIES:
            check.add("severity", "unknown", _("Choose how urgent it is."))

    with moving(desk, REQUESTS, request_id, "confirm", {"confirmed": confirmed}, checks=checks) as step:
        row = step.row
        wanted = {
            "confirmed": confirmed.strip(),
            "problem": problem,
            "category": category,
            "place": place,
            "severity": severity,
            "cause": cause,
        }
        before = {}
        for name, value in wanted.items():
            if value is None or value.strip() == getattr(row, name):
                continue
            before[name] = getattr(row, name)
            setattr(row, name, value.strip())
        record(step.act, row, step.move.happened, note=confirmed, before=before)
        return finish(step.act, desk, row)


def link(desk: Desk, request_id: int, other_id: int, *, kind: str = "related") -> RequestView:
    """Links two requests, in the history of both: became (turned into), related, duplicate.

    Raises:
        InvalidInput: fields `other_id`, `kind`.
        NotFound: one of them is not there; NotAllowed.
    """
    with moving(desk, REQUESTS, request_id, "link", {"other_id": other_id}) as step:
        links.add(step.act, step.row.id, get(step.act.session, other_id), kind=kind)
        step.act.data["other"] = other_id
        return finish(step.act, desk, step.row)


def again(
    desk: Desk, request_id: int, *, note: str = "", unit_id: int | None = None, customer_id: int | None = None
) -> RequestView:
    """Somebody called about what runs already: the call stands in its history, and no second request is made (handbook A4).

    Args:
        desk: the desk.
        request_id: the request that runs.
        note: what was said this time; "" when it was only asked about.
        unit_id: the room the call came from, where it is another one.
        customer_id: who called, where that is known.

    Raises:
        InvalidInput: fields `note`, `unit_id`.
        DeskError: `illegal-move`, it is over; NotFound; NotAllowed.
    """
    room: list[str] = []

    def checks(act: Act, row: Request, check: Checker) -> None:
        check.note("note", length_problem(note, LONG))
        if unit_id is not None and unit_id != row.unit_id:
            name = act.session.scalar(select(Unit.name).where(Unit.id == unit_id))
            if name is None:
                check.add("unit_id", "unknown", _("This room is not there."))
            else:
                room.append(name)

    with moving(desk, REQUESTS, request_id, "again", checks=checks) as step:
        data: dict[str, Any] = {"room": room[0]} if room else {}
        if customer_id is not None and customer_id != step.row.customer_id:
            data["customer"] = customer_id
        record(step.act, step.row, step.move.happened, note=note.strip(), **data)
        return finish(step.act, desk, step.row)


def attach(desk: Desk, request_id: int, incident_id: int | None) -> RequestView:
    """Attaches a request to a running incident, or takes it out of one (None); only while it is not over.

    Raises:
        InvalidInput: field `incident_id`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    found: list[Incident] = []

    def checks(act: Act, _row: Request, check: Checker) -> None:
        incident = act.session.get(Incident, incident_id) if incident_id is not None else None
        if incident is not None and incident.state == "running":
            found.append(incident)
        elif incident_id is not None:
            check.add("incident_id", "ended", _("This incident is over. Take the request down on its own."))

    with moving(desk, REQUESTS, request_id, "attach", checks=checks) as step:
        row, incident = step.row, found[0] if found else None
        before = row.incident_id
        row.incident_id = incident_id
        # L10N: 并入事件：{title}; 移出事件
        words = _("Part of: {title}").format(title=incident.title) if incident else _("No longer part of an incident")
        number = incident.number if incident else ""
        record(step.act, row, step.move.happened, note=words, incident=number, before=before)
        return finish(step.act, desk, row)


def bulk_assign(
    desk: Desk,
    request_ids: Iterable[int],
    *,
    department: str,
    responsible: str,
    promised_at: datetime | None = None,
    note: str = "",
) -> Bulk:
    """Gives many requests to one crew. Each is an act of its own: one that is refused does not hold up the others.

    The note is the reason of every promise that is put off by it (handbook S11).

    Raises:
        StorageError: the disk or the database said no; what is done is done.
    """
    done, refused = [], []
    with together():
        for request_id in dict.fromkeys(request_ids):
            try:
                done.append(
                    requests.assign(
                        desk,
                        request_id,
                        department=department,
                        responsible=responsible,
                        promised_at=promised_at,
                        note=note,
                    )
                )
            except StorageError:
                raise
            except DeskError as error:
                refused.append(Refused(request_id, _number(desk, request_id), str(error)))
    return Bulk(tuple(done), tuple(refused))


def _step(desk: Desk, request_id: int, code: str, note: str) -> RequestView:
    """A step that only changes the state."""
    with moving(desk, REQUESTS, request_id, code) as step:
        step.row.hold_until = None
        record(step.act, step.row, step.move.happened, note=note)
        return finish(step.act, desk, step.row)


def _edition(act: Act, row: Request) -> str:
    """The number of the next edition of a request's form: `TS-20261121-0031-2`."""
    earlier = act.session.scalar(
        select(func.count()).select_from(SlipRecord).where(begins_with(SlipRecord.number, f"{row.number}-"))
    )
    return f"{row.number}-{(earlier or 0) + 2}"


def _number(desk: Desk, request_id: int) -> str:
    with desk.look() as session:
        return session.scalar(select(Request.number).where(Request.id == request_id)) or ""


def withdraw(act: Act, desk: Desk, row: Request) -> None:
    """A request that an undone act had made keeps its number and is over: nothing of it falls due any more."""
    row.hold_until = row.callback_due_at = None
    moved = advance(CYCLE, row, "withdraw")
    record(act, row, moved.happened, note=undone_because(desk))
    finish(act, desk, row)


__all__ = [
    "Bulk",
    "Refused",
    "accept",
    "again",
    "attach",
    "bulk_assign",
    "confirm",
    "escalate",
    "hold",
    "link",
    "reply",
    "resume",
    "return_",
    "start",
    "transfer",
    "withdraw",
]
