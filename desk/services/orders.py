"""Work orders on paper: the crew has no phones, so its copy comes back and is recorded here (handbook B1 报修派工单).

Scanning the code opens the job. What is written on it is recorded: arrival, finish, materials and labour, the
customer's signature, the result. Those that are not back are on a list.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound, Problem
from desk.i18n import _
from desk.models import PrintLog, Request, Staff, WorkLine, WorkOrder
from desk.rules import orders as rules
from desk.rules import requests as request_rules
from desk.rules.orders import LINE_KINDS, LineEntry, ReturnEntry, Totals, totals
from desk.rules.requests.cycle import CYCLE
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, advance, moving
from desk.services.kit.paging import Page
from desk.services.requests import core as request_core
from desk.services.requests.core import finish, record
from desk.services.requests.due import OfState
from desk.services.requests.read import events_of, orders
from desk.services.requests.views import OrderRow
from desk.services.slips import Batch, print_many

ORDERS = Kept(rules.CYCLE, WorkOrder, lambda: _("This work order is not there."))
"""Work orders and their life cycle."""


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of materials or labour; `amount` is quantity × price."""

    kind: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class OrderView:
    """A work order with what came back on it.

    Attributes:
        row: as in lists.
        resolves: recording its return can resolve the request; False when that happened already.
        returned_by: who recorded it.
        materials, labour, total: in yuan.
    """

    row: OrderRow
    request_state: str
    resolves: bool
    arrived_at: datetime | None
    finished_at: datetime | None
    returned_by: str
    signed: bool
    signer: str
    result: str
    cause: str
    lines: tuple[LineView, ...]
    materials: Decimal
    labour: Decimal
    total: Decimal

    @property
    def id(self) -> int:
        """Of the work order."""
        return self.row.id

    @property
    def number(self) -> str:
        """Of the work order."""
        return self.row.number

    @property
    def state(self) -> str:
        """In its life cycle."""
        return self.row.state


def by_code(desk: Desk, text: str) -> OrderView:
    """The work order whose code was scanned; of a request's number, its newest one that is valid.

    Raises:
        NotFound: no work order has this code.
    """
    wanted = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    with desk.look() as session:
        found = session.scalars(select(WorkOrder.id).where(WorkOrder.number == wanted)).first()
        if found is None:
            found = session.scalars(
                select(WorkOrder.id)
                .join(Request, Request.id == WorkOrder.request_id)
                .where(Request.number == wanted, WorkOrder.state != "void")
                .order_by(WorkOrder.id.desc())
                .limit(1)
            ).first()
        if found is None:
            # L10N: 没有派工单 {number}
            raise NotFound(_("There is no work order {number}.").format(number=text.strip()))
        return _view(session, desk, found)


def order(desk: Desk, order_id: int) -> OrderView:
    """One work order.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return _view(session, desk, _get(session, order_id).id)


def check_return(desk: Desk, order_id: int, entry: ReturnEntry) -> list[Problem]:
    """What is wrong with a returned order as it is typed, by field; a line's fields are named like `lines.0.quantity`.

    Raises:
        NotFound: there is no such order.
    """
    with desk.look() as session:
        row = _get(session, order_id)
        missing = rules.CYCLE.missing(row, "return", {"arrived_at": entry.arrived_at})
        return [*missing, *rules.return_problems(entry, issued_at=row.issued_at, now=desk.clock())]


def record_return(desk: Desk, order_id: int, entry: ReturnEntry) -> OrderView:
    """Records what stands on a work order that came back; with `resolve` its request becomes resolved.

    Raises:
        InvalidInput: fields `arrived_at`, `finished_at`, `result`, `lines.0.quantity` …
        DeskError: `illegal-move`: it was replaced by another one, or it is recorded already.
        NotFound; NotAllowed.
    """

    def checks(act: Act, paper: WorkOrder, check: Checker) -> None:
        check.problems += rules.return_problems(entry, issued_at=paper.issued_at, now=act.at)

    typed = {"arrived_at": entry.arrived_at}
    with moving(desk, ORDERS, order_id, "return", typed, checks=checks) as step:
        act, paper = step.act, step.row
        row = act.session.get_one(Request, paper.request_id)
        total = _write(act, paper, entry)
        back = advance(CYCLE, row, "order-back")
        record(
            act,
            row,
            back.happened,
            note=paper.result,
            slip=paper.number,
            responsible=paper.worker,
            arrived_at=entry.arrived_at.isoformat() if entry.arrived_at else "",
            signed=entry.signed,
            total=str(total),
        )
        if entry.resolve and _resolves(act.session, row, paper):
            resolved = advance(CYCLE, row, "resolve")
            row.result = paper.result
            row.cause = paper.cause or row.cause
            finished = entry.finished_at
            request_core.mark_resolved(desk, row, act.at, finished_at=finished)
            record(
                act,
                row,
                resolved.happened,
                note=row.result,
                cause=paper.cause,
                slip=paper.number,
                finished_at=finished.isoformat() if finished else "",
            )
        finish(act, desk, row)
        act.data.update(order=paper.number, total=str(total), signed=entry.signed)
        return _view(act.session, desk, paper.id)


def check_correction(desk: Desk, order_id: int, entry: ReturnEntry, *, reason: str) -> list[Problem]:
    """What is wrong with the correction of a returned order as it is typed, by field.

    Raises:
        NotFound: there is no such order.
    """
    with desk.look() as session:
        row = _get(session, order_id)
        missing = rules.CYCLE.missing(row, "correct", {"arrived_at": entry.arrived_at, "reason": reason})
        return [*missing, *rules.return_problems(entry, issued_at=row.issued_at, now=desk.clock())]


def correct_return(desk: Desk, order_id: int, entry: ReturnEntry, *, reason: str) -> OrderView:
    """Puts right what was recorded of a returned work order (materials forgotten), with the reason; before and after are kept (handbook S34).

    On the day it was recorded whoever is at the counter does it, later a supervisor. The request keeps its state; where it
    was resolved with this paper's result, it gets the new one.

    Raises:
        InvalidInput: fields `reason`, those of `record_return`.
        DeskError: `illegal-move`: it is not recorded yet, or void. NotFound. NotAllowed: not a supervisor, on a later day.
    """

    def checks(act: Act, paper: WorkOrder, check: Checker) -> None:
        check.problems += rules.return_problems(entry, issued_at=paper.issued_at, now=act.at)

    typed = {"arrived_at": entry.arrived_at, "reason": reason}
    with moving(desk, ORDERS, order_id, "correct", typed, checks=checks) as step:
        act, paper = step.act, step.row
        row = act.session.get_one(Request, paper.request_id)
        returned_at, returned_by = paper.returned_at, paper.returned_by_id
        if returned_at is None or desk.local(returned_at).date() != desk.local(act.at).date():
            desk.require("supervisor")
        before = _written(paper)
        result, cause = paper.result, paper.cause
        for line in list(paper.lines):
            act.session.delete(line)
        act.session.flush()
        total = _write(act, paper, entry)
        paper.returned_at, paper.returned_by_id = returned_at, returned_by
        if result and row.result == result:
            row.result = paper.result or row.result
        if cause and row.cause == cause:
            row.cause = paper.cause or row.cause
        record(act, row, "note", note=reason, slip=paper.number, total=str(total))
        act.session.expire(paper, ["lines"])
        finish(act, desk, row)
        act.data.update(order=paper.number, reason=reason.strip(), before=before, after=_written(paper))
        return _view(act.session, desk, paper.id)


def _written(paper: WorkOrder) -> dict[str, Any]:
    """What stands on a returned order, for the record of acts."""
    return {
        "arrived_at": paper.arrived_at.isoformat() if paper.arrived_at else "",
        "finished_at": paper.finished_at.isoformat() if paper.finished_at else "",
        "signed": paper.signed,
        "result": paper.result,
        "cause": paper.cause,
        "lines": [
            [line.kind, line.name, f"{line.quantity}", f"{line.price}", f"{line.amount}"] for line in paper.lines
        ],
    }


def _write(act: Act, paper: WorkOrder, entry: ReturnEntry) -> Decimal:
    """What stands on the paper, into its record; gives the sum of its lines."""
    sums = totals(entry.lines)
    for line, amount in zip(entry.lines, sums.amounts, strict=True):
        act.session.add(
            WorkLine(
                order_id=paper.id,
                kind=line.kind,
                name=line.name.strip(),
                quantity=line.quantity,
                unit=line.unit.strip(),
                price=line.price,
                amount=amount,
            )
        )
    paper.arrived_at, paper.finished_at = entry.arrived_at, entry.finished_at
    paper.returned_at, paper.returned_by_id = act.at, act.staff_id
    paper.signed, paper.signer = entry.signed, entry.signer.strip()
    paper.result, paper.cause = entry.result.strip(), entry.cause.strip()
    paper.materials, paper.labour = sums.materials, sums.labour
    return sums.total


def unreturned(desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[OrderRow]:
    """The work orders that are not back, the oldest first."""
    with desk.look() as session:
        out = WorkOrder.state == "out"
        total = session.scalar(select(func.count()).select_from(WorkOrder).where(out)) or 0
        return Page(orders(session, desk.clock(), out, offset=offset, limit=limit), total)


def morning(desk: Desk, *, day: date | None = None) -> tuple[OrderRow, ...]:
    """The jobs to print in the morning: work orders out that were never printed, or are promised for the day."""
    begin = datetime.combine(day or desk.today(), time(), desk.zone)
    end = begin + timedelta(days=1)
    printed = select(PrintLog.id).where(PrintLog.slip_id == WorkOrder.slip_id, PrintLog.taken).exists()
    with desk.look() as session:
        promised = (Request.promised_at >= begin) & (Request.promised_at < end)
        return orders(
            session,
            desk.clock(),
            WorkOrder.state == "out",
            Request.state.in_(request_rules.UNFINISHED),
            or_(~printed, promised),
        )


def morning_page(desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[OrderRow]:
    """A page of the morning's jobs."""
    rows = morning(desk)
    return Page(rows[offset : offset + limit], len(rows))


def print_orders(
    desk: Desk, numbers: Iterable[str], *, printer: str = "", paper: str | None = None, waits: bool = False
) -> Batch:
    """Many work orders as one PDF; each printing is logged before anything goes to the printer (`waits`: services.slips).

    Raises:
        NotFound: one of the numbers is not a slip; NotAllowed.
        DeskError: the paper does not suit. Nothing is logged then.
    """
    return print_many(desk, numbers, printer=printer, paper=paper, waits=waits)


due = OfState("unreturned", sort="received", target="work-orders", thing="paper-of")
"""Work orders that are not back: the paper, whatever is due of its request."""


def slip_voided(act: Act, _desk: Desk, slip_id: int, _reason: str) -> None:
    """A void work order is nowhere to be waited for."""
    row = act.session.scalars(select(WorkOrder).where(WorkOrder.slip_id == slip_id)).first()
    if row is not None and row.state == "out":
        row.state = "void"
        act.touch("work-order", row.id)


def _get(session: Session, order_id: int) -> WorkOrder:
    row = session.get(WorkOrder, order_id)
    if row is None:
        raise NotFound(ORDERS.absent())
    return row


def _resolves(session: Session, row: Request, paper: WorkOrder) -> bool:
    """Whether the job on this paper is the one the request waits for: not one of an earlier round."""
    if not CYCLE.possible(row, "resolve") or paper.state == "void":
        return False
    newest = session.scalar(
        select(func.max(WorkOrder.id)).where(WorkOrder.request_id == row.id, WorkOrder.state != "void")
    )
    if newest != paper.id:
        return False
    reopened = [event.at for event in events_of(session, row.id) if event.kind == "reopened"]
    return not reopened or paper.issued_at >= reopened[-1]


def _view(session: Session, desk: Desk, order_id: int) -> OrderView:
    session.flush()
    (listed,) = orders(session, desk.clock(), WorkOrder.id == order_id)
    paper = _get(session, order_id)
    lines = tuple(
        LineView(line.kind, line.name, line.quantity, line.unit, line.price, line.amount)
        for line in session.scalars(select(WorkLine).where(WorkLine.order_id == order_id).order_by(WorkLine.id))
    )
    by = session.scalar(select(Staff.name).where(Staff.id == paper.returned_by_id)) if paper.returned_by_id else ""
    return OrderView(
        row=listed,
        request_state=paper.request.state,
        resolves=paper.state == "out" and _resolves(session, paper.request, paper),
        arrived_at=paper.arrived_at,
        finished_at=paper.finished_at,
        returned_by=by or "",
        signed=paper.signed,
        signer=paper.signer,
        result=paper.result,
        cause=paper.cause,
        lines=lines,
        materials=paper.materials,
        labour=paper.labour,
        total=paper.materials + paper.labour,
    )


def withdraw(act: Act, _desk: Desk, row: WorkOrder) -> None:
    """A work order that an undone act had made is void with its slip."""
    advance(rules.CYCLE, row, "void")
    act.touch("work-order", row.id)


__all__ = [
    "LINE_KINDS",
    "Batch",
    "LineEntry",
    "LineView",
    "OrderRow",
    "OrderView",
    "ReturnEntry",
    "Totals",
    "by_code",
    "check_return",
    "morning",
    "order",
    "print_orders",
    "record_return",
    "totals",
    "unreturned",
    "withdraw",
]
