"""What falls due of renovations (handbook R6, S11): limits of the process, expiries; what a household's page and the check show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.money import Account, Deposit
from desk.models.renovation import Contractor, Renovation, RenovationEvent, RenovationInspection, Violation, WorkerPass
from desk.rules.kit.calendar import working_days_after
from desk.rules.kit.money import figures
from desk.rules.renovation.cycle import ALIVE, AT_WORK, STARTED
from desk.services.households.views import HouseholdView
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, LightView, TimelineView
from desk.services.renovation.lists import started_without_deposit, where
from desk.services.site.check import Finding

FILES = 8
"""Files shown of a room; older ones are in its history."""


@dataclass(frozen=True, slots=True)
class HomeFile:
    """A file on the page of its household: what names it, its state's code, its period (local dates)."""

    id: int
    number: str
    state: str
    first_day: date
    last_day: date


def _rows(
    session: Session, conditions: Sequence[ColumnElement[bool]], limit: int, target: str, *, thing: str = "renovation"
) -> DueItems:
    """Files of a list as due items, the one whose period ends first at the top; `thing`: what of them is due."""
    count = session.scalar(select(func.count()).select_from(Renovation).where(*conditions)) or 0
    rows = session.execute(
        select(Renovation, Unit.name)
        .join(Unit, Unit.id == Renovation.unit_id)
        .where(*conditions)
        .order_by(Renovation.last_day, Renovation.id)
        .limit(limit)
    )
    return DueItems(
        count,
        tuple(
            DueRow(
                f"{room} {row.number}",
                f"{label('renovation_states', row.state)} {row.first_day} — {row.last_day}",
                f"renovation:{row.id}",
                f"{thing}:{row.id}",
            )
            for row, room in rows
        ),
        target,
    )


def _files(
    conditions: Callable[[Desk, datetime], Sequence[ColumnElement[bool]]],
) -> Callable[[Desk, datetime], Select[int]]:
    """The question how many files there are of a list."""
    return lambda desk, now: select(func.count()).select_from(Renovation).where(*conditions(desk, now))


def _passed(desk: Desk, since: date, days: int, today: date) -> bool:
    return working_days_after(since, days, desk.holidays).day < today


@counted_by(_files(lambda desk, _now: where(desk, "submitted")))
def answer(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Filings that wait for their answer; red when the working days of the policy are over (handbook S11)."""
    found = _rows(session, where(desk, "submitted"), limit, "renovations:submitted")
    days, today = int(desk.policy["renovation.answer_days"]), desk.local(now).date()
    since = session.scalars(select(Renovation.submitted_at).where(*where(desk, "submitted"))).all()
    late = any(each is not None and _passed(desk, desk.local(each).date(), days, today) for each in since)
    return DueItems(found.count, found.rows, found.target, urgent=late)


def plans(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Filings whose plans nobody has checked within the working days of the policy."""
    checked = (
        select(RenovationInspection.id)
        .where(RenovationInspection.renovation_id == Renovation.id, RenovationInspection.kind == "plans")
        .exists()
    )
    days, today = int(desk.policy["renovation.plans_days"]), desk.local(now).date()
    waiting = session.execute(
        select(Renovation.id, Renovation.submitted_at).where(Renovation.state.in_(("submitted", "approved")), ~checked)
    ).all()
    late = [each for each, at in waiting if at is not None and _passed(desk, desk.local(at).date(), days, today)]
    if not late:
        return DueItems(0, (), "renovations:submitted")
    return _rows(session, [Renovation.id.in_(late)], limit, "renovations:submitted", thing="plans-of")


@counted_by(_files(lambda desk, _now: where(desk, "told")))
def told(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Approved, and the owner does not know yet."""
    return _rows(session, where(desk, "told"), limit, "renovations:told")


@counted_by(_files(lambda desk, _now: where(desk, "running-out")))
def running_out(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Periods that end within the days of the policy."""
    return _rows(session, where(desk, "running-out"), limit, "renovations:running-out")


@counted_by(_files(lambda desk, _now: where(desk, "overdue")))
def overdue(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Periods that ended without an extension."""
    return _rows(session, where(desk, "overdue"), limit, "renovations:overdue")


def _unvisited(desk: Desk, now: datetime) -> Sequence[ColumnElement[bool]]:
    edge = desk.local(now).date() - timedelta(days=int(desk.policy["renovation.interim_days"]))
    looked = (
        select(RenovationInspection.id)
        .where(RenovationInspection.renovation_id == Renovation.id, RenovationInspection.on >= edge)
        .exists()
    )
    said = select(Renovation.id).where(*where(desk, "overdue")).correlate(None)
    return [Renovation.state.in_(AT_WORK), Renovation.started_on < edge, ~looked, Renovation.id.not_in(said)]


@counted_by(_files(_unvisited))
def interim(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Works at which nobody looked for the days of the policy."""
    return _rows(session, _unvisited(desk, now), limit, "renovations:running")


@counted_by(_files(lambda desk, _now: where(desk, "waiting")))
def inspection(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Completion inspections that were asked for; red when the working days of the policy are over."""
    found = _rows(session, where(desk, "waiting"), limit, "renovations:waiting")
    days, today = int(desk.policy["renovation.inspection_days"]), desk.local(now).date()
    since = session.scalars(select(Renovation.inspection_asked_on).where(Renovation.state == "inspection-asked")).all()
    late = any(each is not None and _passed(desk, each, days, today) for each in since)
    return DueItems(found.count, found.rows, found.target, urgent=late)


@counted_by(_files(lambda desk, _now: where(desk, "refundable")))
def refundable(session: Session, desk: Desk, _now: datetime, limit: int) -> DueItems:
    """Deposits that can go back."""
    return _rows(session, where(desk, "refundable"), limit, "renovations:refundable")


def _to_come_back(desk: Desk, now: datetime) -> Sequence[ColumnElement[bool]]:
    gone = or_(WorkerPass.until < desk.local(now).date(), Renovation.state.not_in((*AT_WORK, "suspended")))
    return [WorkerPass.state == "active", gone]


@counted_by(
    lambda desk, now: (
        select(func.count(WorkerPass.id))
        .join(Renovation, Renovation.id == WorkerPass.renovation_id)
        .where(*_to_come_back(desk, now))
    )
)
def passes(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Passes out that ran out, or whose file is not at work any more: they have to come back (handbook B1)."""
    today = desk.local(now).date()
    base = (
        select(WorkerPass, Unit.name)
        .join(Renovation, Renovation.id == WorkerPass.renovation_id)
        .join(Unit, Unit.id == Renovation.unit_id)
        .where(*_to_come_back(desk, now))
    )
    count = session.scalar(select(func.count()).select_from(base.subquery())) or 0
    edge = today - timedelta(days=int(desk.policy["renovation.pass_return_days"]))
    late = session.scalar(select(func.min(WorkerPass.until)).where(WorkerPass.state == "active"))
    rows = session.execute(base.order_by(WorkerPass.until, WorkerPass.number).limit(limit))
    return DueItems(
        count,
        tuple(
            DueRow(
                f"{each.number} {each.name}",
                f"{room} {each.until}",
                f"renovation:{each.renovation_id}",
                f"worker-pass:{each.id}",
            )
            for each, room in rows
        ),
        "renovations:passes",
        urgent=late is not None and late < edge,
    )


def papers(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Licences and qualifications of contractors at work that ran out, or do so soon."""
    today = desk.local(now).date()
    soon = today + timedelta(days=int(desk.policy["renovation.remind_days"]))
    at_work = (
        select(Renovation.id).where(Renovation.contractor_id == Contractor.id, Renovation.state.in_(STARTED)).exists()
    )
    ends = or_(Contractor.licence_until <= soon, Contractor.qualification_until <= soon)
    count = session.scalar(select(func.count()).select_from(Contractor).where(at_work, ends)) or 0
    rows = session.scalars(select(Contractor).where(at_work, ends).order_by(Contractor.id).limit(limit))
    return DueItems(
        count,
        tuple(
            DueRow(
                each.name,
                " ".join(f"{day}" for day in (each.licence_until, each.qualification_until) if day is not None),
                f"contractor:{each.id}",
            )
            for each in rows
        ),
        "contractors",
    )


@counted_by(
    lambda desk, now: select(func.count(Violation.id)).where(
        Violation.state != "put-right", Violation.deadline < desk.local(now).date()
    )
)
def violations(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Violations past their deadline that are not put right."""
    today = desk.local(now).date()
    late = [Violation.state != "put-right", Violation.deadline < today]
    count = session.scalar(select(func.count()).select_from(Violation).where(*late)) or 0
    rows = session.scalars(select(Violation).where(*late).order_by(Violation.deadline, Violation.id).limit(limit))
    return DueItems(
        count,
        tuple(
            DueRow(
                f"{each.number} {each.finding}",
                f"{each.deadline}",
                f"renovation:{each.renovation_id}",
                f"violation:{each.id}",
            )
            for each in rows
        ),
        "renovations",
    )


# ----------------------------------------------------------------------------------------------- household and check
def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Red when the period ended or a violation is open, amber while there are works or a deposit is held, else green."""
    # L10N: 装修
    name = _("Renovation")
    row = session.scalars(
        select(Renovation)
        .where(Renovation.unit_id == home.unit.id, Renovation.state.in_(ALIVE))
        .order_by(Renovation.id.desc())
        .limit(1)
    ).first()
    if row is None:
        # L10N: 无装修
        return LightView("renovation", name, _("No works"), "green", "")
    open_violations = session.scalar(
        select(func.count())
        .select_from(Violation)
        .where(Violation.renovation_id == row.id, Violation.state != "put-right")
    )
    held = session.scalar(
        select(func.sum(Account.balance))
        .join(Deposit, Deposit.account_id == Account.id)
        .where(Deposit.subject == f"renovation:{row.id}")
    )
    text = f"{label('renovation_states', row.state)} {row.last_day}"
    if held:
        text += f"，{figures(-int(held))}"
    late = row.state == "expired" or (row.state in AT_WORK and row.last_day < desk.today())
    return LightView("renovation", name, text, "red" if late or open_violations else "amber", f"renovation:{row.id}")


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """What happened to the files of a room."""
    rows = session.execute(
        select(RenovationEvent, Renovation.number, Staff.name)
        .join(Renovation, Renovation.id == RenovationEvent.renovation_id)
        .outerjoin(Staff, Staff.id == RenovationEvent.staff_id)
        .where(Renovation.unit_id == home.unit.id)
        .order_by(RenovationEvent.id.desc())
        .limit(MOST)
    )
    return [
        TimelineView(
            at=event.at,
            title=f"{_('Renovation')} {number} {label('renovation_events', event.kind)}",
            detail=reasons.said(event.note),
            state="",
            staff=name or "",
            target=f"renovation:{event.renovation_id}",
        )
        for event, number, name in rows
    ]


def files(session: Session, _desk: Desk, home: HouseholdView) -> tuple[HomeFile, ...]:
    """The files of a room, the newest first."""
    rows = session.execute(
        select(Renovation.id, Renovation.number, Renovation.state, Renovation.first_day, Renovation.last_day)
        .where(Renovation.unit_id == home.unit.id)
        .order_by(Renovation.id.desc())
        .limit(FILES)
    )
    return tuple(HomeFile(*row) for row in rows)


def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: files at work without their deposit, closed files with one, passes out of closed files."""
    found = [
        # L10N: 装修档案 {number} 未押足保证金
        Finding("renovation-deposit", _("{number}: its deposit is not held.").format(number=row.number))
        for row in started_without_deposit(session)
    ]
    closed = session.execute(
        select(Renovation.number)
        .join(WorkerPass, WorkerPass.renovation_id == Renovation.id)
        .where(Renovation.state.in_(("refunded", "filed")), WorkerPass.state == "active")
        .distinct()
    )
    # L10N: 装修档案 {number} 已结束，仍有出入卡未退
    found += [
        Finding("renovation-passes", _("{number} is closed, and passes are out.").format(number=number))
        for (number,) in closed
    ]
    held = session.execute(
        select(Deposit.subject, func.sum(Account.balance))
        .join(Account, Account.id == Deposit.account_id)
        .where(Deposit.subject.startswith("renovation:"), Account.balance != 0)
        .group_by(Deposit.subject)
    )
    states = {row.id: row.state for row in session.execute(select(Renovation.id, Renovation.state))}
    for about, _balance in held:
        if states.get(int(about.partition(":")[2])) in ("refunded", "filed", None):
            # L10N: 装修档案已结束，仍有押金
            found.append(Finding("renovation-held", _("{about} is closed, and a deposit is held.").format(about=about)))
    return found


__all__ = [
    "answer", "check", "inspection", "interim", "light", "lines", "overdue", "papers", "passes", "plans",
    "refundable", "running_out", "told", "violations",
]  # fmt: skip
