"""The request desk: complaints, repairs, calls for help, enquiries, suggestions, praise, from the first word to the end.

Each act is one event of the life cycle in `rules.requests.MOVES`. Logging issues the 投诉/服务登记单, assigning the 派工单.
Lists and questions are in `request_lists` and can be called from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.config import catalog
from desk.errors import Checker, InvalidInput, Problem
from desk.i18n import _
from desk.models import Customer, Request, RequestEvent, SlipRecord, Staff, Unit
from desk.rules import requests as rules
from desk.rules.requests import RequestEntry
from desk.services import request_slips
from desk.services.desk import Act, Desk, next_number
from desk.services.request_lists import SORTS, case_of, get, repeats, request, requests, roles_of, subject, view
from desk.services.request_views import EventView, RepeatView, RequestFilter, RequestRow, RequestView
from desk.slips.slip import Slip


def check_request(desk: Desk, entry: RequestEntry) -> list[Problem]:
    """What is wrong with a request as it is typed, by field; empty when it can be saved."""
    with desk.look() as session:
        return _problems(session, entry, now=desk.clock())


def log_request(desk: Desk, entry: RequestEntry) -> RequestView:
    """Takes down a request and issues its slip, which carries the request's own number.

    Solved on the spot, it is resolved at once (events received and solved); else somebody has to be assigned.

    Raises:
        InvalidInput: fields of `RequestEntry`.
        NotAllowed: nobody is signed in.
    """
    from desk.services.slips import issue

    with desk.act("request.log") as act:
        desk.require("receptionist")
        problems = _problems(act.session, entry, now=act.at)
        if problems:
            raise InvalidInput(problems)
        row = request_slips.request_row(act.session, entry, at=act.at, staff_id=act.staff_id)
        row.number = next_number(act.session, rules.PREFIXES[row.kind], desk.local(act.at).date())
        act.session.add(row)
        act.session.flush()
        _record(act, row, "received")
        if entry.solved_on_spot:
            row.state = rules.after(case_of(row), "solved")
            _record(act, row, "solved", note=row.result)
        other = request_slips.around(act.session, desk, row, receiver=_actor_name(desk))
        slip = issue(
            act, desk, request_slips.complaint(desk, row, other, at=act.at), subject=subject(row.id), number=row.number
        )
        return _finish(act, desk, row, slips=(slip,))


def complaint_slip_preview(desk: Desk, entry: RequestEntry) -> Slip:
    """The slip that logging would issue, without number; unfinished entries show what there is."""
    with desk.look() as session:
        at = desk.clock()
        staff_id = desk.actor.id if desk.actor else 0
        row = request_slips.request_row(session, entry, at=at, staff_id=staff_id)
        other = request_slips.around(session, desk, row, receiver=_actor_name(desk))
        return request_slips.complaint(desk, row, other, at=at)


def proposed_promise(desk: Desk, severity: str) -> datetime:
    """The promised time that the form proposes for a severity (policy `requests.promise_hours`), in the site's zone."""
    return rules.propose_promise(desk.now(), severity, desk.policy["requests.promise_hours"])


def assign(
    desk: Desk,
    request_id: int,
    *,
    department: str,
    responsible: str,
    promised_at: datetime | None = None,
    note: str = "",
) -> RequestView:
    """Gives a request to a department and a person and issues the work order; given away again, the older order is void.

    Args:
        desk: the desk.
        request_id: its id.
        department: a code of the catalog.
        responsible: the person's name.
        promised_at: a new promised time; None keeps the old one.
        note: a remark for the history.

    Raises:
        InvalidInput: fields `department`, `responsible`, `promised_at`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    from desk.services.slips import issue

    with _moving(desk, "request.assign", request_id) as (act, row):
        event = "assigned" if row.state == "received" else "transferred"
        state = rules.after(case_of(row), event)
        check = Checker()
        # L10N: 请选择责任部门
        check.require("department", department, _("Choose the department that does it."))
        _check_department(check, department)
        # L10N: 请填写责任人
        check.require("responsible", responsible, _("Who does it? Type the name."))
        _check_staff(act.session, check, responsible)
        required = row.kind in rules.PROMISED_KINDS and row.promised_at is None
        check.note("promised_at", rules.promise_problem(promised_at, now=act.at, required=required))
        check.done()
        row.state = state
        row.department, row.responsible = department, responsible.strip()
        row.promised_at = promised_at or row.promised_at
        act.session.flush()
        dispatcher = _actor_name(desk)
        voided = _void_orders(act, row) if event == "transferred" else []
        other = request_slips.around(act.session, desk, row, receiver=dispatcher)
        slip = issue(
            act,
            desk,
            request_slips.dispatch(desk, row, other, at=act.at, dispatcher=dispatcher),
            subject=subject(row.id),
        )
        _record(
            act,
            row,
            event,
            note=note,
            department=department,
            responsible=row.responsible,
            promised_at=promised_at.isoformat() if promised_at else "",
            slip=slip.number,
            voided=voided,
        )
        return _finish(act, desk, row)


def resolve(desk: Desk, request_id: int, *, result: str, cause: str = "") -> RequestView:
    """Notes that the work is done, how it was handled, and, when known, why it happened.

    Raises:
        InvalidInput: field `result`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    with _moving(desk, "request.resolve", request_id) as (act, row):
        state = rules.after(case_of(row), "resolved")
        check = Checker()
        check.require("result", result, _("Please write in a sentence how it was handled."))
        check.done()
        row.state = state
        row.result = result.strip()
        row.cause = cause.strip() or row.cause
        _record(act, row, "resolved", note=row.result, cause=cause.strip())
        return _finish(act, desk, row)


def close(
    desk: Desk, request_id: int, *, note: str = "", responsible: str = "", cause: str = "", result: str = ""
) -> RequestView:
    """Closes a resolved request. A complaint needs responsible person, cause and result (DOMAIN A4).

    Args:
        desk: the desk.
        request_id: its id.
        note: a remark for the history.
        responsible: what the record lacks may be filled in here; "" keeps what it says.
        cause: as above.
        result: as above.

    Raises:
        InvalidInput: fields `responsible`, `cause`, `result`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    with _moving(desk, "request.close", request_id) as (act, row):
        changed = {
            name: text.strip()
            for name, text in (("responsible", responsible), ("cause", cause), ("result", result))
            if text.strip() and text.strip() != getattr(row, name)
        }
        wanted = rules.Case(
            row.kind,
            row.state,
            changed.get("responsible", row.responsible),
            changed.get("cause", row.cause),
            changed.get("result", row.result),
        )
        problems = rules.close_problems(wanted) if row.state in rules.MOVES["closed"].sources else []
        if problems:
            raise InvalidInput(problems)
        state = rules.after(wanted, "closed")
        for name, text in changed.items():
            setattr(row, name, text)
        row.state = state
        row.closed_at = act.at
        _record(act, row, "closed", note=note, **changed)
        return _finish(act, desk, row)


def cancel(desk: Desk, request_id: int, *, reason: str) -> RequestView:
    """Cancels a request that is not done yet; its number stays, its work orders become void.

    A complaint that somebody works on is cancelled by a supervisor only.

    Raises:
        InvalidInput: field `reason`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    with _moving(desk, "request.cancel", request_id) as (act, row):
        state = rules.after(case_of(row), "cancelled")
        rules.require_role(case_of(row), "cancelled", roles_of(desk))
        # L10N: 请填写取消原因
        _require_reason(reason, _("Say why it is cancelled."))
        row.state = state
        voided = _void_orders(act, row)
        _record(act, row, "cancelled", note=reason, voided=voided)
        return _finish(act, desk, row)


def reopen(desk: Desk, request_id: int, *, reason: str) -> RequestView:
    """Takes up again what was resolved, closed or cancelled: somebody has to be assigned anew, a new result is needed.

    Raises:
        InvalidInput: field `reason`.
        DeskError: `illegal-move`; NotFound; NotAllowed.
    """
    with _moving(desk, "request.reopen", request_id) as (act, row):
        state = rules.after(case_of(row), "reopened")
        # L10N: 请填写重新打开的原因
        _require_reason(reason, _("Say why it is taken up again."))
        before = {"state": row.state, "result": row.result}
        row.state = state
        row.result = ""
        row.closed_at = None
        _record(act, row, "reopened", note=reason, before=before)
        return _finish(act, desk, row)


def add_note(desk: Desk, request_id: int, note: str) -> RequestView:
    """Adds a remark to the history; possible at any time.

    Raises:
        InvalidInput: field `note`.
        NotFound: there is no such request; NotAllowed.
    """
    with _moving(desk, "request.note", request_id) as (act, row):
        rules.after(case_of(row), "note")
        check = Checker()
        # L10N: 请填写备注
        check.require("note", note, _("Please write the remark."))
        check.done()
        _record(act, row, "note", note=note)
        return _finish(act, desk, row)


@contextmanager
def _moving(desk: Desk, name: str, request_id: int) -> Iterator[tuple[Act, Request]]:
    with desk.act(name) as act:
        desk.require("receptionist")
        yield act, get(act.session, request_id)


def _record(act: Act, row: Request, event: str, *, note: str = "", **data: Any) -> None:
    kept = {key: value for key, value in data.items() if value not in ("", [], {}, None)}
    act.session.add(
        RequestEvent(
            request_id=row.id, kind=event, at=act.at, staff_id=act.staff_id, note=note.strip(), data=kept or None
        )
    )


def _finish(act: Act, desk: Desk, row: Request, *, slips: Any = None) -> RequestView:
    from desk.services import search_index

    act.session.flush()
    search_index.index_request(act.session, row.id)
    act.about("request", row.id, number=row.number, state=row.state)
    act.data["kind"] = row.kind
    return view(act.session, desk, row, slips)


def _actor_name(desk: Desk) -> str:
    return desk.actor.name if desk.actor else ""


def _require_reason(reason: str, message: str) -> None:
    check = Checker()
    check.require("reason", reason, message)
    check.done()


def _problems(session: Session, entry: RequestEntry, *, now: datetime) -> list[Problem]:
    """The rules' verdict, and what only the database and the catalog know."""
    from desk.rules.phones import check_phone

    check = Checker(rules.entry_problems(entry, now=now))
    if entry.unit_id is not None and session.get(Unit, entry.unit_id) is None:
        check.add("unit_id", "unknown", _("This room is not there."))
    if entry.customer_id is not None and session.get(Customer, entry.customer_id) is None:
        check.add("customer_id", "unknown", _("This person is not on file."))
    elif not entry.anonymous:
        phone = entry.caller_phone.strip()
        if phone and entry.customer_id is not None:
            phone = request_slips.known_phone(session, entry.customer_id, phone)
        if phone:
            check.note("caller_phone", check_phone(phone).problem)
    if entry.category and entry.category not in {choice.code for choice in catalog("categories")}:
        check.add("category", "unknown", _("This category is not in the list. Choose another one."))
    _check_department(check, entry.department)
    _check_staff(session, check, entry.responsible)
    return check.problems


def _check_department(check: Checker, department: str) -> None:
    if department and department not in {choice.code for choice in catalog("departments")}:
        check.add("department", "unknown", _("This department is not in the list. Choose another one."))


def _check_staff(session: Session, check: Checker, name: str) -> None:
    """Work is not given to someone who has left; names that are not on the staff list (outside firms) pass."""
    name = name.strip()
    if not name:
        return
    active = session.scalars(select(Staff.active).where(Staff.name == name)).all()
    if active and not any(active):
        # L10N: {name}已离职，请另选
        check.add(
            "responsible", "left", _("{name} does not work here any more. Choose somebody else.").format(name=name)
        )


def _void_orders(act: Act, row: Request) -> list[str]:
    """Voids the work orders that are out: two valid ones would send two crews (DOMAIN C-19: void, issue anew)."""
    from desk.services import search_index

    found = act.session.scalars(
        select(SlipRecord).where(
            SlipRecord.subject == subject(row.id), SlipRecord.kind == "dispatch", SlipRecord.state == "issued"
        )
    ).all()
    for slip in found:
        slip.state = "void"
        slip.void_reason = _("The request was cancelled.") if row.state == "cancelled" else _("Given to somebody else.")
    act.session.flush()
    for slip in found:
        search_index.index_slip(act.session, slip.id)
    return [slip.number for slip in found]


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
    "log_request",
    "proposed_promise",
    "reopen",
    "repeats",
    "request",
    "requests",
    "resolve",
]
