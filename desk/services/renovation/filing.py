"""A filing from the draft to the certificate: filed, checked, approved, told, signed, paid, started (handbook A5, R6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import whole_catalog
from desk.errors import Checker, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.renovation import (
    Renovation,
    RenovationDocument,
    RenovationPeriod,
    RenovationWork,
)
from desk.rules import renovation as rules
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.phones import check_phone
from desk.rules.kit.wording import listed
from desk.rules.renovation.cycle import ALIVE
from desk.services.kit import attachments
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.kit.sequences import next_number
from desk.services.renovation import money, papers, register, texts
from desk.services.renovation.core import (
    FILES,
    checklist,
    get,
    missing_papers,
    record,
    refuse,
    tick_dossier,
    work_of,
    works_of,
)
from desk.services.renovation.entries import DocumentEntry, FileEntry, OldFileEntry, WorkEntry
from desk.services.renovation.read import view
from desk.services.renovation.views import RenovationView

PREFIX = "ZX"


def check_file(desk: Desk, entry: FileEntry) -> list[Problem]:
    """What is wrong with a filing as it is typed; missing papers and plans are told when it is approved."""
    check = Checker(
        rules.applicant_problems(
            rules.Applicant(
                entry.applicant_role, entry.handed_over, entry.owner_consents, entry.owner_told, entry.letter
            )
        )
    )
    # L10N: 请填写申请人
    check.require("applicant", entry.applicant, _("Who applies?"))
    # L10N: 请填写开工日期 / 请填写完工日期
    check.require("first", entry.first, _("On which day does it begin?"))
    check.require("last", entry.last, _("On which day does it end?"))
    if entry.first is not None and entry.last is not None:
        months = int(desk.policy["renovation.months"])
        problem = rules.period_problem(entry.first, entry.last, months=months)
        if problem is not None:
            check.add("last", problem.code, problem.message)
    works = _works(check, entry.works)
    check.problems += [
        each for each in rules.work_problems(works, owner_pledge=True) if each.code in ("required", "forbidden")
    ]
    if entry.deposit is not None and entry.deposit < 0:
        check.add("deposit", "positive", _("An amount is more than 0."))
    for name, phone in (("applicant_phone", entry.applicant_phone), ("leader_phone", entry.leader_phone)):
        wrong = check_phone(phone).problem if phone.strip() else None
        if wrong is not None:
            check.add(name, wrong.code, wrong.message)
    if entry.contractor_id is not None:
        # L10N: 请填写施工负责人
        check.require("leader", entry.leader, _("Who leads the works on site?"))
        check.require("leader_phone", entry.leader_phone, _("Write the site leader's phone."))
    # L10N: 请选择装修管理员
    check.require("officer_id", entry.officer_id, _("Choose the officer."))
    return check.problems


def _works(check: Checker, entries: Sequence[WorkEntry]) -> list[rules.Work]:
    found = []
    for entry in entries:
        work = work_of(entry.code, plan=entry.plan)
        if work is None:
            # L10N: 请从目录中选择项目
            check.add("works", "choice", _("Choose items of work from the list."))
        else:
            found.append(work)
    return found


def file(desk: Desk, entry: FileEntry) -> RenovationView:
    """Files a renovation as a draft.

    Raises:
        InvalidInput: fields of `FileEntry`; `unit_id`: `running`, another file of the room is alive. NotFound; NotAllowed.
    """
    refuse(check_file(desk, entry))
    with desk.act("renovation.file") as act:
        desk.require("receptionist")
        row = _new(act, desk, entry)
        record(act, row, "filed-draft", row.summary)
        return view(act.session, desk, row)


def _new(act: Act, desk: Desk, entry: FileEntry) -> Renovation:
    unit = act.session.get(Unit, entry.unit_id)
    if unit is None:
        raise NotFound(_("This room is not there."))
    other = act.session.scalars(
        select(Renovation.number).where(Renovation.unit_id == unit.id, Renovation.state.in_(ALIVE))
    ).first()
    if other is not None:
        # L10N: 该房已有装修档案 {number}
        words = _("This room has the renovation file {number} already.").format(number=other)
        raise InvalidInput([Problem("running", words, "unit_id")])
    assert entry.first is not None
    assert entry.last is not None
    row = Renovation(
        number=next_number(act.session, PREFIX, desk.local(act.at).date()), unit_id=unit.id, created_at=act.at,
        staff_id=act.staff_id, applicant=entry.applicant, first_day=entry.first, last_day=entry.last,
    )  # fmt: skip
    act.session.add(row)
    _fill(act, desk, row, entry)
    act.session.flush()
    return row


def _fill(act: Act, desk: Desk, row: Renovation, entry: FileEntry) -> None:
    assert entry.first is not None
    assert entry.last is not None
    session = act.session
    for name, staff_id in (("officer_id", entry.officer_id), ("deputy_id", entry.deputy_id)):
        if staff_id is not None and session.get(Staff, staff_id) is None:
            raise InvalidInput([Problem("choice", _("Choose the officer."), name)])
    if entry.contractor_id is not None:
        refuse(register.fitness(register.get(session, entry.contractor_id), desk.local(act.at).date()))
    row.applicant_role, row.applicant = entry.applicant_role, entry.applicant.strip()
    row.applicant_phone = check_phone(entry.applicant_phone).number if entry.applicant_phone.strip() else ""
    row.owner = entry.owner.strip() or (row.applicant if entry.applicant_role == "owner" else "")
    row.owner_consents, row.owner_told, row.letter = entry.owner_consents, entry.owner_told, entry.letter
    row.contractor_id, row.leader = entry.contractor_id, entry.leader.strip()
    row.leader_phone = check_phone(entry.leader_phone).number if entry.leader_phone.strip() else ""
    row.officer_id, row.deputy_id = entry.officer_id, entry.deputy_id
    row.summary, row.workers = entry.summary.strip(), max(entry.workers, 0)
    pledged = any(each.code == "owner-pledge" and each.received_on is not None for each in row.documents)
    row.first_day, row.last_day, row.owner_pledge = entry.first, entry.last, entry.owner_pledge or pledged
    row.deposit_due = money.proposed_deposit(desk) if entry.deposit is None else entry.deposit
    planned = {work.code for work in row.works if work.plan}
    row.works = [
        RenovationWork(
            position=place, code=work.code, detail=work.detail.strip(), plan=work.plan or work.code in planned
        )
        for place, work in enumerate(entry.works)
    ]


def edit(desk: Desk, renovation_id: int, entry: FileEntry) -> RenovationView:
    """Changes a draft, or a filing that was returned; the room stays.

    Raises:
        InvalidInput: fields of `FileEntry`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    problems = check_file(desk, entry)
    with moving(
        desk, FILES, renovation_id, "edit", checks=lambda _act, _row, check: check.problems.extend(problems)
    ) as step:
        _fill(step.act, desk, step.row, entry)
        record(step.act, step.row, step.move.happened)
        return view(step.act.session, desk, step.row)


def submit(desk: Desk, renovation_id: int) -> RenovationView:
    """Hands a filing in: the clock of the answer begins.

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, "submit") as step:
        step.row.submitted_at = step.act.at
        record(step.act, step.row, step.move.happened)
        return view(step.act.session, desk, step.row)


def receive(desk: Desk, renovation_id: int, documents: Sequence[DocumentEntry]) -> RenovationView:
    """Notes papers that were received, and whether each copy is stamped; ticks the household's file (handbook R5).

    Raises:
        InvalidInput: field `documents`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    known = {paper.code for paper in checklist()}

    def checks(act: Act, _row: Renovation, check: Checker) -> None:
        for entry in documents:
            if entry.code not in known:
                check.add("documents", "choice", _("Choose one of the papers of the file."))
            if entry.on is not None and entry.on > desk.local(act.at).date():
                check.add("documents", "future", _("This day has not come yet. Choose today or an earlier one."))

    with moving(desk, FILES, renovation_id, "document", checks=checks) as step:
        act, row = step.act, step.row
        by_code = {each.code: each for each in row.documents}
        for entry in documents:
            paper = by_code.get(entry.code)
            if paper is None:
                paper = RenovationDocument(renovation_id=row.id, code=entry.code, scan="")
                row.documents.append(paper)
                by_code[entry.code] = paper
            paper.received_on = (entry.on or desk.local(act.at).date()) if entry.received else None
            paper.stamped = entry.received and entry.stamped
            if entry.code == "owner-pledge":
                row.owner_pledge = entry.received
        record(act, row, step.move.happened, papers=[each.code for each in documents if each.received])
        tick_dossier(act, desk, row, [each.code for each in documents if each.received])
        return view(act.session, desk, row)


def keep_scan(desk: Desk, renovation_id: int, code: str, file: Path) -> RenovationView:
    """Keeps the scan of a paper of the file; the paper counts as received.

    Raises:
        InvalidInput: field `code`. DeskError: `illegal-move`; `file-missing`, `file-kind` … NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Renovation, check: Checker) -> None:
        if code not in {paper.code for paper in checklist()}:
            check.add("code", "choice", _("Choose one of the papers of the file."))

    with moving(desk, FILES, renovation_id, "document", checks=checks, name="renovation.scan") as step:
        act, row = step.act, step.row
        paper = next((each for each in row.documents if each.code == code), None)
        if paper is None:
            paper = RenovationDocument(renovation_id=row.id, code=code, stamped=False, scan="")
            row.documents.append(paper)
        paper.received_on = paper.received_on or desk.local(act.at).date()
        about = f"renovation:{row.id}"
        paper.scan = attachments.store(act, desk, file, subject=about, role=f"document:{code}").sha256
        record(act, row, step.move.happened, papers=[code])
        tick_dossier(act, desk, row, [code])
        return view(act.session, desk, row)


def receive_plans(desk: Desk, renovation_id: int, codes: Sequence[str]) -> RenovationView:
    """Notes for which works the plan is here: one plan for each item (handbook R5).

    Raises:
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, "document", name="renovation.plans") as step:
        for work in step.row.works:
            work.plan = work.code in codes
        record(step.act, step.row, step.move.happened, plans=list(codes))
        return view(step.act.session, desk, step.row)


def approving(session: Session, _desk: Desk, about: str) -> tuple[Obstacle, ...]:
    """What stands in the way of an approval: forbidden works, missing plans, papers, seals, the owner's pledge."""
    row = get(session, int(about.partition(":")[2]))
    found = [
        Obstacle(problem.code, problem.message, "documents")
        for problem in rules.work_problems(works_of(row), owner_pledge=row.owner_pledge)
        if problem.code != "plan"
    ]
    lacking = missing_papers(row)
    if lacking:
        # L10N: 装修档案不全，缺：{names}
        words = _("The file lacks: {names}").format(names=listed(lacking))
        found.append(Obstacle("file", words, "documents", _("Add papers")))
    return tuple(found)


def approve(desk: Desk, renovation_id: int) -> RenovationView:
    """Approves a filing: the officer, the deputy, or else a supervisor; issues the 装修备案表 and the 告知书.

    Raises:
        InvalidInput: everything that is missing. DeskError: `illegal-move`. NotFound.
        NotAllowed: not the officer, the deputy or a supervisor.
    """
    with moving(desk, FILES, renovation_id, "approve") as step:
        act, row = step.act, step.row
        if act.staff_id not in (row.officer_id, row.deputy_id):
            desk.require("supervisor")
        row.approved_at, row.approved_by_id = act.at, act.staff_id
        act.session.flush()
        papers.issue_within(act, desk, row, "filing-form")
        papers.issue_within(act, desk, row, "notice")
        record(act, row, step.move.happened)
        return view(act.session, desk, row)


def return_(desk: Desk, renovation_id: int, *, missing: str = "") -> RenovationView:
    """Returns a filing; what is missing is named, by the checklist when nothing is written.

    Raises:
        InvalidInput: field `missing`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with desk.look() as session:
        named = missing.strip() or listed(missing_papers(get(session, renovation_id)))
    with moving(desk, FILES, renovation_id, "return", {"missing": named}) as step:
        record(step.act, step.row, step.move.happened, named)
        return view(step.act.session, desk, step.row)


def tell(desk: Desk, renovation_id: int, *, how: str, at: datetime | None = None, note: str = "") -> RenovationView:
    """Notes when and how the owner was told of the approval.

    Args:
        desk: the desk.
        renovation_id: the file.
        how: code of `told_by`.
        at: aware; now when None.
        note: who was told.

    Raises:
        InvalidInput: fields `how`, `at`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Renovation, check: Checker) -> None:
        if how and how not in {choice.code for choice in whole_catalog("told_by")}:
            check.add("how", "choice", _("How was the owner told?"))
        if at is not None and (at > act.at or (row.approved_at is not None and at < row.approved_at)):
            # L10N: 告知时间应在批准之后、现在之前
            check.add("at", "time", _("The owner is told after the approval, and not later than now."))

    with moving(desk, FILES, renovation_id, "tell", {"how": how}, checks=checks) as step:
        step.row.told_at, step.row.told_how = at or step.act.at, how
        record(step.act, step.row, step.move.happened, note, how=how)
        return view(step.act.session, desk, step.row)


def sign(desk: Desk, renovation_id: int, *, signed: Sequence[str], on: date | None = None) -> RenovationView:
    """Notes the three signatures on the agreement: contractor, owner, centre (handbook A5); without a contractor two are enough.

    Raises:
        InvalidInput: fields `signed` (who is missing), `on`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Renovation, check: Checker) -> None:
        wanted = ["owner", "centre", *(["contractor"] if row.contractor_id is not None else [])]
        # L10N: 业主 / 物业服务中心 / 施工单位
        names = {"owner": _("owner"), "centre": _("service centre"), "contractor": _("contractor")}
        lacking = [names[who] for who in wanted if who not in signed]
        if lacking:
            # L10N: 协议书缺签字：{names}
            check.add("signed", "signature", _("The agreement is not signed by: {names}").format(names=listed(lacking)))
        if on is not None and on > desk.local(act.at).date():
            check.add("on", "future", _("This day has not come yet. Choose today or an earlier one."))

    with moving(desk, FILES, renovation_id, "sign", checks=checks) as step:
        act, row = step.act, step.row
        row.signed_on = on or desk.local(act.at).date()
        row.agreement_version = texts.version(act.session, "agreement")
        record(act, row, step.move.happened, signed=list(signed), version=row.agreement_version)
        tick_dossier(act, desk, row, ["agreement"])
        return view(act.session, desk, row)


def starting(session: Session, desk: Desk, about: str) -> tuple[Obstacle, ...]:
    """What stands in the way of the certificate: signatures, deposit, fees, the papers of the signing (handbook R6)."""
    row = get(session, int(about.partition(":")[2]))
    found = []
    if row.signed_on is None:
        # L10N: 三方尚未签字
        found.append(Obstacle("signatures", _("The agreement is not signed yet."), "sign", _("Signatures")))
    found += money.unpaid(session, desk, row)
    lacking = missing_papers(row, signing=True)
    if lacking:
        words = _("The file lacks: {names}").format(names=listed(lacking))
        found.append(Obstacle("file", words, "documents", _("Add papers")))
    return tuple(found)


def start(desk: Desk, renovation_id: int) -> RenovationView:
    """Issues the 《装修备案登记证》 on its four sheets; the works may begin (handbook R3, R6).

    Raises:
        InvalidInput: `signatures`, `deposit`, `fees`, `file`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, "start") as step:
        act, row = step.act, step.row
        row.started_on = desk.local(act.at).date()
        _note_first_period(act, desk, row)
        act.session.flush()
        row.certificate = papers.issue_within(act, desk, row, "certificate").number
        row.unit.state = "renovating"
        record(act, row, step.move.happened, certificate=row.certificate)
        return view(act.session, desk, row)


def _note_first_period(act: Act, desk: Desk, row: Renovation) -> None:
    row.periods.append(
        RenovationPeriod(
            first_day=row.first_day, last_day=row.last_day, days_without=0, granted_on=desk.local(act.at).date(),
            staff_id=act.staff_id, slip="",
        )
    )  # fmt: skip


def take_over(desk: Desk, entry: OldFileEntry) -> RenovationView:
    """Takes over a renovation that was running before Desk, with its paper certificate (handbook R1); its deposit is opened at the cashier's.

    Raises:
        InvalidInput: fields of `FileEntry`, `certificate`, `started_on`. NotFound; NotAllowed: not a supervisor.
    """
    check = Checker(check_file(desk, entry.file))
    # L10N: 请填写原登记证编号
    check.require("certificate", entry.certificate, _("Write the number of the old certificate."))
    # L10N: 请填写开工日期
    check.require("started_on", entry.started_on, _("On which day did it start?"))
    if entry.started_on is not None and entry.started_on > desk.today():
        check.add("started_on", "future", _("This day has not come yet. Choose today or an earlier one."))
    check.done()
    with desk.act("renovation.take-over") as act:
        desk.require("supervisor")
        row = _new(act, desk, entry.file)
        row.state, row.taken_over, row.certificate = "running", True, entry.certificate.strip()
        row.started_on = row.signed_on = entry.started_on
        row.unit.state = "renovating"
        _note_first_period(act, desk, row)
        record(act, row, "taken-over", certificate=row.certificate)
        return view(act.session, desk, row)


def note(desk: Desk, renovation_id: int, text: str) -> RenovationView:
    """Adds a note to the history.

    Raises:
        InvalidInput: field `note`. NotFound; NotAllowed.
    """
    with moving(desk, FILES, renovation_id, "note", {"note": text}) as step:
        record(step.act, step.row, step.move.happened, text)
        return view(step.act.session, desk, step.row)


__all__ = [
    "approve", "approving", "check_file", "edit", "file", "keep_scan", "note", "receive", "receive_plans",
    "return_", "sign", "start", "starting", "submit", "take_over", "tell",
]  # fmt: skip
