"""The request desk: complaints, repairs, help, enquiries, suggestions, praise, from the first word to the end.

Each act is one move of the life cycle in `rules.requests.cycle`. Logging issues the 投诉/服务登记单, assigning the 派工单.
The steps between are in `request_moves`, calling back in `callbacks`; lists are in `request_lists` and can be called
from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from desk.catalog import catalog
from desk.errors import Checker, InvalidInput, Problem
from desk.i18n import _
from desk.models import Customer, Incident, Request, Unit, WorkOrder
from desk.rules import requests as rules
from desk.rules.kit.clocks import into_service, serves
from desk.rules.kit.phones import check_phone, mask_phone
from desk.rules.requests import RequestEntry, promises
from desk.rules.requests.cycle import CYCLE
from desk.services.households.within import notes_of, notes_personal
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.kit.sequences import next_number
from desk.services.requests import clocks, core, forms, links
from desk.services.requests.core import (
    REQUESTS,
    actor_name,
    check_code,
    check_department,
    check_staff,
    finish,
    record,
    void_orders,
)
from desk.services.requests.lists import SORTS, repeats, requests
from desk.services.requests.read import get, request, subject
from desk.services.requests.views import EventView, RepeatView, RequestFilter, RequestRow, RequestView
from desk.services.slips import issue
from desk.slips.engine.slip import Slip


def check_request(desk: Desk, entry: RequestEntry) -> list[Problem]:
    """What is wrong with a request as it is typed, by field; empty when it can be saved."""
    with desk.look() as session:
        return _problems(session, desk, entry, now=desk.clock())


def log_request(desk: Desk, entry: RequestEntry) -> RequestView:
    """Takes down a request and issues its slip, which carries the request's own number.

    Solved on the spot, it is resolved at once (events received and solved); else somebody has to be assigned.

    Raises:
        InvalidInput: fields of `RequestEntry`.
        NotAllowed: nobody is signed in.
    """
    with desk.act("request.log") as act:
        desk.require("receptionist")
        return log_within(act, desk, entry)


def log_within(act: Act, desk: Desk, entry: RequestEntry) -> RequestView:
    """What `log_request` does, inside the act that it belongs to: a defect found at a handover becomes a repair request.

    Raises:
        InvalidInput: fields of `RequestEntry`.
    """
    # Held until the end: papers, index and view ask for them, and find them in the session.
    held = [
        act.session.get(kind, record_id)
        for kind, record_id in ((Unit, entry.unit_id), (Customer, entry.customer_id))
        if record_id is not None
    ]
    problems = _problems(act.session, desk, entry, now=act.at)
    if problems:
        raise InvalidInput(problems)
    entry = replace(entry, caller_phone=links.whole_phone(act.session, entry))
    row = forms.request_row(act.session, entry, at=act.at, staff_id=act.staff_id)
    row.number = next_number(act.session, rules.PREFIXES[row.kind], desk.local(act.at).date())
    act.session.add(row)
    act.session.flush()
    record(act, row, "received")
    if entry.solved_on_spot:
        solved = advance(CYCLE, row, "solve")
        core.mark_resolved(desk, row, act.at)
        record(act, row, solved.happened, note=row.result)
    if entry.origin_id is not None:
        links.add(act, entry.origin_id, row, kind=entry.origin_kind)
    other = forms.around(act.session, desk, row, receiver=actor_name(desk))
    slip = issue(
        act,
        desk,
        forms.complaint(desk, row, other, at=act.at),
        subject=subject(row.id),
        number=row.number,
        people=forms.people(row),
    )
    view = finish(act, desk, row, slips=(slip,))
    held.clear()
    return view


def complaint_slip_preview(desk: Desk, entry: RequestEntry) -> Slip:
    """The slip that logging would issue, without number; unfinished entries show what there is."""
    with desk.look() as session:
        at = desk.clock()
        staff_id = desk.actor.id if desk.actor else 0
        row = forms.request_row(session, entry, at=at, staff_id=staff_id)
        other = forms.around(session, desk, row, receiver=actor_name(desk))
        return forms.complaint(desk, row, other, at=at)


def proposed_promise(desk: Desk, severity: str) -> datetime:
    """The promised time that the form proposes for a severity (policy `requests.promise_hours`), in the site's zone.

    It falls into service hours, as nobody comes at two in the night; an emergency's does not wait for them.
    """
    now = desk.now()
    proposed = rules.propose_promise(now, severity, desk.policy["requests.promise_hours"])
    served = into_service(now, proposed, clocks.hours(desk, severity), desk.holidays)
    return rules.to_step(served).astimezone(now.tzinfo)


def promise_offers(desk: Desk, severity: str) -> tuple[datetime, ...]:
    """The times that are promised by the keys 1, 2, 3 (handbook A4), inside the service hours of the severity, in the site's zone."""
    return promises.offers(desk.now(), clocks.hours(desk, severity), desk.holidays)


def outside_service(desk: Desk, moment: datetime, severity: str) -> bool:
    """Whether nobody works at a typed moment, by the service hours of its severity; it may be promised all the same."""
    return not serves(moment, clocks.hours(desk, severity), desk.holidays)


def assign(
    desk: Desk,
    request_id: int,
    *,
    department: str,
    responsible: str,
    promised_at: datetime | None = None,
    note: str = "",
    again: bool = False,
) -> RequestView:
    """Gives a request to a department and a person and issues the work order; given away again, the older one is void.

    Args:
        desk: the desk.
        request_id: its id.
        department: a code of the catalog.
        responsible: the person's name.
        promised_at: a new promised time; None keeps the old one.
        note: a remark for the history; a promise that is put off needs it as its reason (handbook S11).
        again: only a job that somebody has is given to somebody else.

    Raises:
        InvalidInput: fields `department`, `responsible`, `promised_at`, `note`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """

    def checks(act: Act, row: Request, check: Checker) -> None:
        check_department(check, department)
        check_staff(act.session, check, responsible)
        check.note("promised_at", rules.promise_problem(promised_at, now=act.at, required=False))
        if rules.put_off(row.promised_at, promised_at):
            # L10N: 承诺时间推迟了，请填写原因
            check.require("note", note, _("It is promised for later than before. Say why."))

    typed = {"department": department, "responsible": responsible, "promised_at": promised_at}
    code: str | tuple[str, ...] = "transfer" if again else ("assign", "transfer")
    with moving(desk, REQUESTS, request_id, code, typed, checks=checks) as step:
        act, row = step.act, step.row
        row.department, row.responsible = department, responsible.strip()
        row.promised_at = promised_at or row.promised_at
        row.hold_until = None
        act.session.flush()
        replaces = step.move.code == "transfer"
        voided = void_orders(act, row, _("Given to somebody else.")) if replaces else []
        number = _issue_order(act, desk, row)
        record(
            act,
            row,
            step.move.happened,
            note=note,
            department=department,
            responsible=row.responsible,
            promised_at=promised_at.isoformat() if promised_at else "",
            slip=number,
            voided=voided,
        )
        return finish(act, desk, row)


def _issue_order(act: Act, desk: Desk, row: Request) -> str:
    """Issues the work order for who has the job now; gives its number."""
    dispatcher = actor_name(desk)
    other = forms.around(act.session, desk, row, receiver=dispatcher)
    told = notes_of(act.session, desk, row.unit_id) if row.unit_id is not None else ()
    slip = issue(
        act,
        desk,
        forms.dispatch(
            act.session, desk, row, other, at=act.at, dispatcher=dispatcher, notes=[note.text for note in told]
        ),
        subject=subject(row.id),
        people=[*forms.people(row), *notes_personal(told)],
    )
    act.session.add(
        WorkOrder(
            slip_id=slip.id,
            number=slip.number,
            request_id=row.id,
            department=row.department,
            worker=row.responsible,
            issued_at=act.at,
        )
    )
    return slip.number


def resolve(desk: Desk, request_id: int, *, result: str, cause: str = "", analysis: str = "") -> RequestView:
    """Notes that the work is done, how it was handled, and, when known, why it happened.

    Args:
        desk: the desk.
        request_id: its id.
        result: how it was handled.
        cause: why it happened; "" keeps what the record says.
        analysis: of a complaint, its nature and how it came about (性质与分析); likewise.

    Raises:
        InvalidInput: field `result`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    words = {"analysis": analysis}
    with moving(desk, REQUESTS, request_id, "resolve", {"result": result}, checks=core.said(words)) as step:
        row = step.row
        row.result = result.strip()
        row.cause = cause.strip() or row.cause
        core.write_texts(row, words)
        core.mark_resolved(desk, row, step.act.at)
        record(step.act, row, step.move.happened, note=row.result, cause=cause.strip())
        return finish(step.act, desk, row)


def close(
    desk: Desk,
    request_id: int,
    *,
    note: str = "",
    responsible: str = "",
    cause: str = "",
    result: str = "",
    waiver: str = "",
    words: Mapping[str, str] | None = None,
) -> RequestView:
    """Closes a resolved request. A complaint needs responsible person, cause, result and a callback (handbook A4, C-3).

    It also wants its analysis and a closing remark; without them it is closed all the same (`lacks_words` says so).

    Args:
        desk: the desk.
        request_id: its id.
        note: a remark for the history.
        responsible: what the record lacks may be filled in here; "" keeps what it says.
        cause: as above.
        result: as above.
        waiver: why a complaint is closed without a callback; a supervisor's word.
        words: of a complaint, its `analysis` and its `summary`, the closing remark (总结评价); "" keeps what the record says.

    Raises:
        InvalidInput: fields `responsible`, `cause`, `result`, `callback`, `analysis`, `summary`.
        DeskError: `illegal-move`; NotFound; NotAllowed, also for a waiver without a supervisor or the approval of one.
    """
    typed = {"responsible": responsible, "cause": cause, "result": result}
    waived = {"callback": waiver} if waiver.strip() else {}
    words = words or {}
    with moving(desk, REQUESTS, request_id, "close", typed, waived=waived, checks=core.said(words)) as step:
        act, row = step.act, step.row
        changed = {
            name: text.strip() for name, text in typed.items() if text.strip() and text.strip() != getattr(row, name)
        }
        for name, text in changed.items():
            setattr(row, name, text)
        core.write_texts(row, words)
        row.closed_at = act.at
        if row.kind == "complaint":
            row.callback_due_at = None
        record(act, row, step.move.happened, note=note, waiver=step.waived.get("callback", ""), **changed)
        return finish(act, desk, row)


def cancel(desk: Desk, request_id: int, *, reason: str) -> RequestView:
    """Cancels a request that is not done yet; its number stays, its work orders become void.

    A complaint that somebody works on is cancelled by a supervisor, or with the approval of one.

    Raises:
        InvalidInput: field `reason`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    with moving(desk, REQUESTS, request_id, "cancel", {"reason": reason}) as step:
        row = step.row
        row.hold_until = row.callback_due_at = None
        voided = void_orders(step.act, row, _("The request was cancelled."))
        record(step.act, row, step.move.happened, note=reason, voided=voided)
        return finish(step.act, desk, row)


def reopen(desk: Desk, request_id: int, *, reason: str) -> RequestView:
    """Takes up again what was resolved, closed or cancelled: somebody has to be assigned anew, a new result is needed.

    Raises:
        InvalidInput: field `reason`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    with moving(desk, REQUESTS, request_id, "reopen", {"reason": reason}) as step:
        core.reopen(step.act, step.row, came=step.came, reason=reason)
        return finish(step.act, desk, step.row)


def add_note(desk: Desk, request_id: int, note: str, *, told: bool = False) -> RequestView:
    """Adds a remark to the history; possible at any time.

    Args:
        desk: the desk.
        request_id: the request.
        note: in a sentence.
        told: the customer was told so, which is the first word back to who complains (handbook S11).

    Raises:
        InvalidInput: field `note`.
        NotFound: there is no such request; NotAllowed.
    """
    with moving(desk, REQUESTS, request_id, "note", {"note": note}) as step:
        record(step.act, step.row, step.move.happened, note=note, told=told or None)
        return finish(step.act, desk, step.row)


def _problems(session: Session, desk: Desk, entry: RequestEntry, *, now: datetime) -> list[Problem]:
    """The rules' verdict, and what only the database and the catalog know."""
    check = Checker(rules.entry_problems(entry, now=now, repeat_back=desk.policy["requests.repeat_back"] == "required"))
    if entry.unit_id is not None and session.get(Unit, entry.unit_id) is None:
        check.add("unit_id", "unknown", _("This room is not there."))
    if entry.customer_id is not None and session.get(Customer, entry.customer_id) is None:
        check.add("customer_id", "unknown", _("This person is not on file."))
    elif not entry.anonymous:
        phone = links.whole_phone(session, entry)
        if phone and entry.customer_id is not None:
            phone = forms.known_phone(session, entry.customer_id, phone)
        if phone:
            check.note("caller_phone", check_phone(phone).problem)
    if entry.category and entry.category not in {choice.code for choice in catalog("categories")}:
        check.add("category", "unknown", _("This category is not in the list. Choose another one."))
    check_code(check, "problem", "problems", entry.problem)
    if entry.incident_id is not None:
        incident = session.get(Incident, entry.incident_id)
        if incident is None or incident.state != "running":
            check.add("incident_id", "ended", _("This incident is over. Take the request down on its own."))
    if entry.origin_id is not None and session.get(Request, entry.origin_id) is None:
        check.add("origin_id", "unknown", _("The request that this one came from is not there."))
    check.note("answer_by", rules.answer_problem(entry.channel, entry.answer_by, today=desk.local(now).date()))
    check_department(check, entry.department)
    check_staff(session, check, entry.responsible)
    return check.problems


def entry_from(desk: Desk, request_id: int, *, kind: str = "repair") -> RequestEntry:
    """What a new request starts with that another one turned into (a complaint into a repair); both stay, linked.

    The phone is masked; saving finds the whole one in the request it came from.

    Raises:
        NotFound: there is no such request.
    """
    with desk.look() as session:
        row = get(session, request_id)
        offered = {choice.code for choice in catalog("categories") if kind in choice.extra.get("kinds", (kind,))}
        return RequestEntry(
            kind=kind,
            channel=row.channel,
            unit_id=row.unit_id,
            customer_id=row.customer_id,
            caller_name=row.caller_name,
            caller_phone=mask_phone(row.caller_phone),
            anonymous=row.anonymous and kind in rules.ANONYMOUS_KINDS,
            category=row.category if row.category in offered else "",
            place=row.place,
            severity=row.severity,
            content=row.content,
            wish=row.wish,
            repeated_back=row.repeated_back,
            promised_at=rules.propose_promise(desk.now(), row.severity, desk.policy["requests.promise_hours"]),
            department="engineering" if kind == "repair" else row.department,
            problem=row.problem,
            incident_id=None,
            origin_id=row.id,
            origin_kind="became",
            answer_by=row.answer_by,
        )


__all__ = [
    "SORTS",
    "EventView",
    "RepeatView",
    "RequestEntry",
    "RequestFilter",
    "RequestRow",
    "RequestView",
    "add_note",
    "assign",
    "cancel",
    "check_request",
    "close",
    "complaint_slip_preview",
    "entry_from",
    "log_request",
    "log_within",
    "outside_service",
    "promise_offers",
    "proposed_promise",
    "reopen",
    "repeats",
    "request",
    "requests",
    "resolve",
]
