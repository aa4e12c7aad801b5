"""Workers (handbook S30): kept without a sign-in, and offered for a job with the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import null, select, union_all
from sqlalchemy.orm import Session

from desk.catalog import catalog
from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models import Staff
from desk.models.workers import Worker
from desk.rules import workers as rules
from desk.rules.kit import phones, texts
from desk.rules.workers import Candidate
from desk.services.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class WorkerEntry:
    """What is typed about a worker.

    Attributes:
        department: code in catalog.toml; trades: codes in catalog.toml.
        hours: of the shift, `08:00-17:00`; "" is the whole day. days: on which days of the week it begins, `12345`.
        away_until: the last day of a leave.
    """

    name: str
    department: str = ""
    trades: tuple[str, ...] = ()
    hours: str = ""
    days: str = "1234567"
    phone: str = ""
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class WorkerView:
    """A worker, as lists show them; a number at work is not masked. `on_duty`: now."""

    id: int
    name: str
    department: str
    trades: tuple[str, ...]
    hours: str
    days: str
    phone: str
    away_until: date | None
    active: bool
    on_duty: bool


def add_worker(desk: Desk, entry: WorkerEntry) -> WorkerView:
    """Adds a worker. Needs the supervisor.

    Raises:
        InvalidInput: fields `name`, `department`, `trades`, `hours`, `days`, `phone`, `away_until`.
        NotAllowed: a lesser role.
    """
    with desk.act("worker.add") as act:
        desk.require("supervisor")
        _check(act.session, entry).done()
        row = Worker(name="", trades=[])
        _write(row, entry)
        act.session.add(row)
        act.session.flush()
        act.about("worker", row.id, name=row.name)
        return _view(desk, row)


def change_worker(desk: Desk, worker_id: int, entry: WorkerEntry) -> WorkerView:
    """Changes a worker. Needs the supervisor.

    Raises:
        InvalidInput: as `add_worker`. NotFound: no such worker; NotAllowed.
    """
    with desk.act("worker.change") as act:
        desk.require("supervisor")
        row = _get(act.session, worker_id)
        _check(act.session, entry, kept=row).done()
        before = _entry(row)
        _write(row, entry)
        after = _entry(row)
        names = ("name", "department", "trades", "hours", "days", "away_until")
        changed = {name: [str(getattr(before, name)), str(getattr(after, name))] for name in names}
        act.about("worker", row.id, changed={name: pair for name, pair in changed.items() if pair[0] != pair[1]})
        return _view(desk, row)


def retire_worker(desk: Desk, worker_id: int) -> WorkerView:
    """Notes that a worker has left: records keep the name, new jobs are not given to it. Needs the supervisor.

    Raises:
        NotFound: no such worker; NotAllowed.
    """
    return _turn(desk, "worker.retire", worker_id, active=False)


def restore_worker(desk: Desk, worker_id: int) -> WorkerView:
    """Takes a worker who left back. Needs the supervisor.

    Raises:
        InvalidInput: field `name`, somebody else has it meanwhile. NotFound: no such worker; NotAllowed.
    """
    return _turn(desk, "worker.restore", worker_id, active=True)


def _turn(desk: Desk, name: str, worker_id: int, *, active: bool) -> WorkerView:
    with desk.act(name) as act:
        desk.require("supervisor")
        row = _get(act.session, worker_id)
        if active:
            check = Checker()
            _check_name(act.session, check, row.name, row.id)
            check.done()
        row.active = active
        act.about("worker", row.id, name=row.name)
        return _view(desk, row)


def workers(desk: Desk, *, active_only: bool = False) -> tuple[WorkerView, ...]:
    """The workers by name, those who left last."""
    question = select(Worker).order_by(Worker.active.desc(), Worker.name, Worker.id)
    if active_only:
        question = question.where(Worker.active)
    with desk.look() as session:
        return tuple(_view(desk, row) for row in session.scalars(question))


def candidates(desk: Desk, *, department: str = "", present: str = "") -> tuple[Candidate, ...]:
    """Whom a job may be given to, in the order in which they are offered: workers and staff, each name once.

    Args:
        desk: the desk.
        department: that of the job.
        present: who has it now.
    """
    at = desk.local(desk.clock())
    with desk.look() as session:
        found = {
            row.name: Candidate(
                row.name,
                row.department,
                tuple(row.trades),
                rules.on_duty(row.hours, row.days, row.away_until, at),
                phone=row.phone,
            )
            for row in session.scalars(select(Worker).where(Worker.active).order_by(Worker.name, Worker.id))
        }
        for row in session.scalars(select(Staff).where(Staff.active).order_by(Staff.name, Staff.id)):
            found.setdefault(row.name, Candidate(row.name, row.department, staff=True, phone=row.phone))
    return rules.ordered(found.values(), department=department, present=present)


def has_left(session: Session, name: str) -> bool:
    """Whether somebody of this name worked here and does not any more; a name that was never known has not left."""
    known = _named(session, name)
    return bool(known) and not any(active for active, _trades in known)


def trades_of(session: Session, name: str) -> tuple[str, ...]:
    """The trades of the worker of this name, for a work order; none for a name that is no worker's."""
    return next((trades for active, trades in _named(session, name) if active and trades), ())


def _named(session: Session, name: str) -> list[tuple[bool, tuple[str, ...]]]:
    """Whether those of a name are here, and their trades: asked once in a session, for checking and for the paper."""
    kept: dict[str, list[tuple[bool, tuple[str, ...]]]] = session.info.setdefault("workers-named", {})
    if name not in kept:
        of_workers = select(Worker.active.label("active"), Worker.trades.label("trades")).where(Worker.name == name)
        of_staff = select(Staff.active, null().label("trades")).where(Staff.name == name)
        rows = session.execute(union_all(of_workers, of_staff))
        kept[name] = [(bool(active), tuple(trades or ())) for active, trades in rows]
    return kept[name]


def _check(session: Session, entry: WorkerEntry, kept: Worker | None = None) -> Checker:
    check = Checker(rules.worker_problems(entry.name, entry.hours, entry.days, entry.away_until))
    check.problems += texts.entry_problems(entry, names=("name",))
    _check_name(session, check, entry.name.strip(), kept.id if kept is not None else None)
    known = {choice.code for choice in catalog("departments")} | {kept.department if kept is not None else ""}
    if entry.department and entry.department not in known:
        check.add("department", "unknown", _("This department is not in the list. Choose another one."))
    trades = {choice.code for choice in catalog("crew_trades")} | set(kept.trades if kept is not None else ())
    if set(entry.trades) - trades:
        check.add("trades", "unknown", _("This is not in the list (any more). Choose another one."))
    if entry.phone.strip():
        check.note("phone", phones.check_phone(entry.phone).problem)
    return check


def _check_name(session: Session, check: Checker, name: str, worker_id: int | None) -> None:
    taken = session.scalars(select(Worker.id).where(Worker.name == name, Worker.active)).all()
    if set(taken) - {worker_id}:
        # L10N: 已有同名工人，请加以区别（如 王强·水）
        check.add(
            "name", "taken", _("There is a worker of this name already. Tell them apart, as “Wang Qiang (lift)”.")
        )


def _write(row: Worker, entry: WorkerEntry) -> None:
    phone = entry.phone.strip()
    row.name, row.department, row.days = entry.name.strip(), entry.department, entry.days
    row.trades = list(dict.fromkeys(entry.trades))
    row.hours, row.away_until = rules.written_hours(entry.hours), entry.away_until
    row.phone = phones.check_phone(phone).number if phone else ""


def _entry(row: Worker) -> WorkerEntry:
    return WorkerEntry(row.name, row.department, tuple(row.trades), row.hours, row.days, row.phone, row.away_until)


def _get(session: Session, worker_id: int) -> Worker:
    row = session.get(Worker, worker_id)
    if row is None:
        raise NotFound(_("This worker is not registered."))
    return row


def _view(desk: Desk, row: Worker) -> WorkerView:
    on_duty = row.active and rules.on_duty(row.hours, row.days, row.away_until, desk.local(desk.clock()))
    return WorkerView(
        row.id, row.name, row.department, tuple(row.trades), row.hours, row.days, row.phone, row.away_until, row.active,
        on_duty,
    )  # fmt: skip


__all__ = [
    "WorkerEntry", "WorkerView", "add_worker", "candidates", "change_worker", "has_left", "restore_worker", "retire_worker",
    "trades_of", "workers",
]  # fmt: skip
