"""A renovation file as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import i18n
from desk.errors import NotFound
from desk.i18n import _
from desk.models import Staff
from desk.models.money import Account, Deposit, Receipt
from desk.models.renovation import (
    DownstairsAttempt,
    Renovation,
    RenovationEvent,
    RenovationInspection,
    Violation,
    WorkerPass,
)
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.identity import mask_number
from desk.rules.kit.phones import mask_phone
from desk.rules.renovation import gate
from desk.rules.renovation.cycle import WAITING
from desk.rules.renovation.papers import Paper
from desk.rules.renovation.passes import pass_state
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.kit.lines import EventView
from desk.services.kit.personal import require_phones
from desk.services.kit.words import TextView, texts_of
from desk.services.money.within import deposit_views, receipt_rows
from desk.services.renovation.core import (
    FILES,
    checklist,
    get,
    held_fen,
    here,
    missing_papers,
    needed_papers,
    subject,
    works_of,
)
from desk.services.renovation.entries import FileEntry, WorkEntry
from desk.services.renovation.facts import facts, in_the_way
from desk.services.renovation.views import (
    DocumentView,
    InspectionView,
    PassView,
    PeriodView,
    RenovationView,
    ViolationView,
    WorkView,
)
from desk.services.slips import views


def renovation(desk: Desk, renovation_id: int) -> RenovationView:
    """One file.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return view(session, desk, get(session, renovation_id))


def by_number(desk: Desk, number: str) -> RenovationView:
    """A file by its number, its certificate's, or the number of one of its passes.

    Raises:
        NotFound: no file has it.
    """
    wanted = number.strip().upper()
    with desk.look() as session:
        row = session.scalars(
            select(Renovation).where((Renovation.number == wanted) | (Renovation.certificate == wanted))
        ).first()
        if row is None:
            row = session.scalars(
                select(Renovation)
                .join(WorkerPass, WorkerPass.renovation_id == Renovation.id)
                .where(WorkerPass.number == wanted)
            ).first()
        if row is None:
            raise NotFound(FILES.absent())
        return view(session, desk, row)


def of_unit(desk: Desk, unit_id: int) -> tuple[RenovationView, ...]:
    """The files of a room, the newest first."""
    with desk.look() as session:
        rows = session.scalars(select(Renovation).where(Renovation.unit_id == unit_id).order_by(Renovation.id.desc()))
        return tuple(view(session, desk, row) for row in rows)


def view(session: Session, desk: Desk, row: Renovation) -> RenovationView:
    """A file as it is shown."""
    session.flush()
    deposits = session.scalars(select(Deposit).where(Deposit.subject == subject(row)).order_by(Deposit.id)).all()
    receipts = session.scalars(select(Receipt).where(Receipt.subject == subject(row)).order_by(Receipt.id)).all()
    attempts = session.scalar(
        select(func.count()).select_from(DownstairsAttempt).where(DownstairsAttempt.renovation_id == row.id)
    )
    waiting = row.state in WAITING
    opens = (
        gate.opens_on(
            facts(session, row),
            from_moving_in_alone=bool(desk.policy["renovation.from_moving_in"]),
            months=int(desk.policy["renovation.wait_months"]),
        )
        if waiting
        else None
    )
    return RenovationView(
        id=row.id, number=row.number, unit_id=row.unit_id, room=row.unit.name, state=row.state,
        applicant_role=row.applicant_role, applicant=row.applicant, applicant_phone=mask_phone(row.applicant_phone),
        owner=row.owner, contractor_id=row.contractor_id, contractor=row.contractor.name if row.contractor else "",
        leader=row.leader, leader_phone=mask_phone(row.leader_phone), officer=row.officer.name if row.officer else "",
        deputy=row.deputy.name if row.deputy else "", summary=row.summary, workers=row.workers, first=row.first_day,
        last=row.last_day, extended=row.extended, days_left=(row.last_day - desk.today()).days,
        owner_pledge=row.owner_pledge, deposit_due=row.deposit_due, held=held_fen(session, row, "renovation"),
        certificate=row.certificate, agreement_version=row.agreement_version, signed_on=row.signed_on,
        told_at=row.told_at, passed_on=row.passed_on, moved_in=row.moved_in, nobody_moved_in=row.nobody_moved_in,
        downstairs_room=row.downstairs_unit.name if row.downstairs_unit else "",
        downstairs_signer=row.downstairs_signer, downstairs_signed_on=row.downstairs_signed_on,
        downstairs_waiver=row.downstairs_waiver, attempts=attempts or 0, works=_works(row), documents=_documents(row),
        periods=tuple(
            PeriodView(each.first_day, each.last_day, each.old_last, each.days_without, each.granted_on, each.slip)
            for each in row.periods
        ),
        inspections=_inspections(session, row), violations=_violations(session, desk, row),
        passes=_passes(session, desk, row), deposits=deposit_views(session, desk, deposits),
        receipts=receipt_rows(session, receipts), events=_events(session, row), slips=views(session, [subject(row)]),
        missing=missing_papers(row, signing=row.state not in ("draft", "submitted", "returned")),
        obstacles=in_the_way(session, desk, row) if waiting else (), opens=opens, taken_over=row.taken_over,
    )  # fmt: skip


def _works(row: Renovation) -> tuple[WorkView, ...]:
    known = {work.code: work for work in works_of(row)}
    return tuple(
        WorkView(work.code, known[work.code].label, work.detail, work.plan, known[work.code].waterproofing)
        for work in row.works
    )


def _documents(row: Renovation) -> tuple[DocumentView, ...]:
    got = here(row)
    scans = {each.code: each.scan for each in row.documents}
    return tuple(
        DocumentView(
            paper.code, paper.label, paper.side, got[paper.code].on if paper.code in got else None, paper.stamped,
            paper.code in got and got[paper.code].stamped, paper.at == "signing", scans.get(paper.code, ""),
        )
        for paper in needed_papers(row, signing=True)
        if not paper.plans
    )  # fmt: skip


def _inspections(session: Session, row: Renovation) -> tuple[InspectionView, ...]:
    found = session.scalars(
        select(RenovationInspection)
        .where(RenovationInspection.renovation_id == row.id)
        .order_by(RenovationInspection.id)
    )
    return tuple(
        InspectionView(each.id, each.kind, each.on, each.inspector, each.passed, each.note, tuple(each.photos))
        for each in found
    )


def _violations(session: Session, desk: Desk, row: Renovation) -> tuple[ViolationView, ...]:
    today = desk.today()
    found = session.scalars(select(Violation).where(Violation.renovation_id == row.id).order_by(Violation.id))
    return tuple(
        ViolationView(
            each.id, each.number, each.state, each.found_on, each.finding, each.demand, each.deadline,
            each.state != "put-right" and each.deadline < today, tuple(each.photos), each.checked_on, each.checked_note,
            each.authority, each.reported_on,
        )
        for each in found
    )  # fmt: skip


def _passes(session: Session, desk: Desk, row: Renovation) -> tuple[PassView, ...]:
    found = session.scalars(select(WorkerPass).where(WorkerPass.renovation_id == row.id).order_by(WorkerPass.number))
    return tuple(pass_view(session, desk, each) for each in found)


def pass_view(session: Session, desk: Desk, each: WorkerPass) -> PassView:
    """A pass as it is shown; the document's number is masked (handbook C-34)."""
    file = get(session, each.renovation_id)
    held = 0
    if each.deposit_id is not None:
        balance = session.scalar(
            select(Account.balance).join(Deposit, Deposit.account_id == Account.id).where(Deposit.id == each.deposit_id)
        )
        held = -(balance or 0)
    return PassView(
        each.id, each.number, each.renovation_id, file.unit.name, each.state,
        pass_state(each.state, each.until, desk.today(), file_state=file.state), each.name,
        mask_number(each.document_number), each.trade, each.photo, each.first_day, each.until, held, each.ended_on,
        reasons.said(each.note),
    )  # fmt: skip


def _events(session: Session, row: Renovation) -> tuple[EventView, ...]:
    found = session.execute(
        select(RenovationEvent, Staff.name)
        .outerjoin(Staff, Staff.id == RenovationEvent.staff_id)
        .where(RenovationEvent.renovation_id == row.id)
        .order_by(RenovationEvent.id)
    )
    return tuple(
        EventView(each.at, name or "", each.kind, reasons.said(each.note), each.data or {}) for each, name in found
    )


def papers_to_hand_in() -> tuple[Paper, ...]:
    """The whole checklist of papers; plans are ticked with the works."""
    return tuple(paper for paper in checklist() if not paper.plans)


def gate_obstacles(desk: Desk, renovation_id: int, gate: str) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of an act (`renovation.start`), before it is tried."""
    with desk.look() as session:
        return obstacles(session, desk, gate, f"renovation:{renovation_id}")


def entry_of(desk: Desk, renovation_id: int) -> FileEntry:
    """A filing as it was typed, to be changed; its numbers are whole, so the look is noted.

    Raises:
        NotFound: there is none with this id. NotAllowed: nobody is signed in.
    """
    with _looking(desk, renovation_id, purpose="edit") as row:
        return FileEntry(
            row.unit_id, row.applicant, row.first_day, row.last_day, row.applicant_role, row.applicant_phone, row.owner,
            row.owner_consents, row.owner_told, row.letter, True, row.contractor_id, row.leader, row.leader_phone,
            row.officer_id, row.deputy_id,
            tuple(WorkEntry(work.code, work.detail, work.plan) for work in row.works), row.summary, row.workers,
            row.owner_pledge, row.deposit_due,
        )  # fmt: skip


def numbers(desk: Desk, renovation_id: int) -> tuple[str, str]:
    """The whole phones of the applicant and of the site leader; the look is noted (handbook C-34).

    Raises:
        NotFound: there is none with this id. NotAllowed: nobody is signed in.
    """
    with _looking(desk, renovation_id, purpose="papers") as row:
        return row.applicant_phone, row.leader_phone


@contextmanager
def _looking(desk: Desk, renovation_id: int, *, purpose: str) -> Iterator[Renovation]:
    with desk.act("renovation.reveal") as act:
        require_phones(desk)
        row = get(act.session, renovation_id)
        act.about("unit", row.unit_id, number=row.number, purpose=purpose)
        act.only_looked()
        yield row


def texts_for(desk: Desk, renovation_id: int) -> tuple[TextView, ...]:
    """The texts to send about a renovation, in the language of the slips, those that fit its state first (handbook S30).

    Raises:
        NotFound: there is no such file.
    """
    shown = renovation(desk, renovation_id)
    with i18n.speaking(desk.site.slip_language):
        # L10N: 装修
        matter = _("Renovation")
        return texts_of(
            desk, "renovation", shown.state, number=shown.number, matter=matter, until=shown.last, ahead=False
        )


__all__ = [
    "by_number",
    "entry_of",
    "gate_obstacles",
    "of_unit",
    "papers_to_hand_in",
    "pass_view",
    "renovation",
    "texts_for",
    "view",
]
