"""The register of contractors: credit code, licence and qualification with their last days, running files, violations (handbook R6)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound, Problem
from desk.i18n import _
from desk.models.kit.functions import holds
from desk.models.renovation import Contractor, Renovation, Violation, WorkerPass
from desk.rules.kit.identity import check_document, normalise
from desk.rules.kit.phones import check_phone
from desk.rules.renovation.cycle import STARTED
from desk.rules.renovation.papers import validity_problems
from desk.services.kit.desk import Desk
from desk.services.renovation.core import refuse
from desk.services.renovation.entries import ContractorEntry
from desk.services.renovation.views import ContractorView


def check_contractor(desk: Desk, entry: ContractorEntry, contractor_id: int | None = None) -> list[Problem]:
    """What is wrong with a contractor as it is typed; an old registration number of 15 digits only warns (handbook B2.3)."""
    check = Checker()
    # L10N: 请填写施工单位名称
    check.require("name", entry.name, _("Write the contractor's name."))
    code = normalise(entry.credit_code)
    if code.isdigit() and len(code) == 15:
        # L10N: 15 位旧注册号，请核对新照
        words = _("This is an old registration number. Ask for the licence with the credit code.")
        check.problems.append(Problem("id-old", words, "credit_code", warning=True))
    else:
        check.problems += [
            Problem(each.code, each.message, "credit_code", each.warning)
            for each in check_document("credit-code", code, today=desk.today()).problems
        ]
    if entry.phone.strip():
        problem = check_phone(entry.phone).problem
        if problem is not None:
            check.add("phone", problem.code, problem.message)
    with desk.look() as session:
        other = session.scalars(select(Contractor).where(Contractor.credit_code == code)).first()
        if code and other is not None and other.id != contractor_id:
            # L10N: 该代码已登记为{name}
            check.add("credit_code", "taken", _("{name} is registered with this code.").format(name=other.name))
    return check.problems


def save_contractor(desk: Desk, entry: ContractorEntry, contractor_id: int | None = None) -> ContractorView:
    """Adds a contractor, or changes one.

    Raises:
        InvalidInput: fields of `ContractorEntry`. NotFound; NotAllowed: refusing one, or taking that back, needs a supervisor.
    """
    refuse([each for each in check_contractor(desk, entry, contractor_id) if not each.warning])
    with desk.act("contractor.save") as act:
        desk.require("receptionist")
        row = get(act.session, contractor_id) if contractor_id is not None else None
        if (row.refused if row is not None else "") != entry.refused.strip():
            desk.require("supervisor")
        if row is None:
            row = Contractor(created_at=act.at, name="", credit_code="")
            act.session.add(row)
        row.name, row.credit_code = entry.name.strip(), normalise(entry.credit_code)
        row.contact, row.address, row.note = entry.contact.strip(), entry.address.strip(), entry.note.strip()
        row.phone = check_phone(entry.phone).number if entry.phone.strip() else ""
        row.licence_until, row.qualification_until = entry.licence_until, entry.qualification_until
        row.qualification, row.refused = entry.qualification.strip(), entry.refused.strip()
        act.session.flush()
        act.about("contractor", row.id, name=row.name, refused=row.refused)
        return view(act.session, row, desk.today())


def contractor(desk: Desk, contractor_id: int) -> ContractorView:
    """One contractor.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return view(session, get(session, contractor_id), desk.today())


def contractors(desk: Desk, *, text: str = "", limit: int = 200) -> tuple[ContractorView, ...]:
    """The contractors by name; `text` is in the name or begins the code."""
    question = select(Contractor).order_by(Contractor.name).limit(limit)
    if text.strip():
        wanted = text.strip()
        question = question.where(holds(Contractor.name, wanted) | Contractor.credit_code.startswith(wanted.upper()))
    with desk.look() as session:
        return tuple(view(session, row, desk.today()) for row in session.scalars(question))


def get(session: Session, contractor_id: int) -> Contractor:
    """A contractor.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Contractor, contractor_id)
    if row is None:
        # L10N: 没有该施工单位
        raise NotFound(_("This contractor is not there."))
    return row


def fitness(row: Contractor, today: date) -> list[Problem]:
    """Why no filing is taken from a contractor now: refused, licence or qualification ran out."""
    found = []
    if row.refused:
        # L10N: 不受理该施工单位：{reason}
        found.append(
            Problem("refused", _("No filing is taken from it: {reason}").format(reason=row.refused), "contractor_id")
        )
    # L10N: 营业执照
    found += validity_problems(_("The business licence"), row.licence_until, today, "contractor_id")
    # L10N: 承建资格
    found += validity_problems(_("The qualification"), row.qualification_until, today, "contractor_id")
    return found


def view(session: Session, row: Contractor, today: date) -> ContractorView:
    """A contractor as it is shown."""
    running = session.scalar(
        select(func.count())
        .select_from(Renovation)
        .where(Renovation.contractor_id == row.id, Renovation.state.in_(STARTED))
    )
    violations = session.scalar(
        select(func.count())
        .select_from(Violation)
        .join(Renovation, Renovation.id == Violation.renovation_id)
        .where(Renovation.contractor_id == row.id, Violation.state != "put-right")
    )
    return ContractorView(
        row.id, row.name, row.credit_code, row.contact, row.phone, row.address, row.licence_until, row.qualification,
        row.qualification_until, row.refused, row.note, running or 0, violations or 0,
        tuple(problem.message for problem in fitness(row, today)),
    )  # fmt: skip


def of_code(session: Session, _desk: Desk, code: str) -> list[tuple[str, dict[str, Any]]]:
    """Where the contractor with a credit code is opened (what a scanner read)."""
    found = session.scalar(select(Contractor.id).where(Contractor.credit_code == code))
    return [] if found is None else [(f"contractor:{found}", {})]


def of_worker(session: Session, _desk: Desk, number: str) -> list[tuple[str, dict[str, Any]]]:
    """The files for which somebody with this identity number has a pass in force (what a card reader read)."""
    files = session.scalars(select(WorkerPass.renovation_id).where(WorkerPass.bearer == normalise(number)).distinct())
    return [(f"renovation:{file}", {}) for file in files]


__all__ = [
    "check_contractor", "contractor", "contractors", "fitness", "get", "of_code", "of_worker", "save_contractor", "view",
]  # fmt: skip
