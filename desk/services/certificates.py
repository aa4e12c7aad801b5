"""Residents' certificates (入住证明): issued from the register, listed, void with a reason (handbook C-19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker, NotFound
from desk.i18n import _
from desk.models import Customer, Occupancy, Staff, Unit
from desk.models.certificates import Certificate
from desk.models.households import lives_now
from desk.models.kit.functions import holds
from desk.rules import certificates as rules
from desk.rules.kit import identity, wording
from desk.rules.kit.texts import entry_problems
from desk.services import slips
from desk.services.finder.reading import met
from desk.services.households.views import HouseholdView
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, advance, moving
from desk.services.kit.lines import MOST, TimelineView
from desk.services.kit.paging import Page
from desk.services.kit.papers import writing
from desk.services.kit.sealed import Personal
from desk.services.kit.sequences import next_number
from desk.services.kit.words import word
from desk.services.slips import SlipView, issue, void_within
from desk.services.undo import reason as why
from desk.slips import certificates as forms
from desk.slips.engine.head import PaperHead

PREFIX = "RM"
CERTIFICATES = Kept(rules.CYCLE, Certificate, lambda: _("This certificate is not there."))
"""Certificates and their life cycle."""


@dataclass(frozen=True, slots=True)
class CertificateEntry:
    """For whom of which home, what for, and to whom it is given ("" for whom it concerns)."""

    unit_id: int
    customer_id: int
    purpose: str
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate with its slip."""

    id: int
    number: str
    state: str
    unit_id: int
    room: str
    customer_id: int
    name: str
    purpose: str
    addressee: str
    issued_at: datetime
    staff: str
    reason: str
    slip: SlipView | None


@dataclass(frozen=True, slots=True)
class ResidentView:
    """Somebody who lives in a home today."""

    customer_id: int
    name: str
    role: str


def residents(desk: Desk, unit_id: int) -> tuple[ResidentView, ...]:
    """For whom of a home a certificate may be written: the people who live there today.

    Raises:
        NotFound: no such room.
    """
    with desk.look() as session:
        if session.get(Unit, unit_id) is None:
            raise NotFound(_("This room is not registered."))
        rows = session.execute(
            select(Customer.id, Customer.name, Occupancy.role)
            .join(Occupancy, Occupancy.customer_id == Customer.id)
            .where(Occupancy.unit_id == unit_id, Customer.kind == "person", lives_now(desk.today()))
            .order_by(Occupancy.id)
        )
        return tuple(ResidentView(*row) for row in rows)


def issue_certificate(desk: Desk, entry: CertificateEntry) -> CertificateView:
    """Issues a certificate for somebody who lives in the home today, from the register.

    Raises:
        InvalidInput: `customer_id` (`not-here`, `company`), `purpose`. NotFound: no such room or person. NotAllowed.
    """
    with desk.act("certificate.issue") as act:
        desk.require("receptionist")
        session = act.session
        unit, person = session.get(Unit, entry.unit_id), session.get(Customer, entry.customer_id)
        if unit is None:
            raise NotFound(_("This room is not registered."))
        if person is None:
            raise NotFound(_("This person is not on file."))
        stay = session.scalars(
            select(Occupancy)
            .where(
                Occupancy.unit_id == unit.id, Occupancy.customer_id == person.id, lives_now(desk.local(act.at).date())
            )
            .order_by(Occupancy.id)
        ).first()
        check = Checker(entry_problems(entry))
        check.problems += rules.certificate_problems(
            lives_here=stay is not None, company=person.kind != "person", purpose=entry.purpose, name=person.name
        )
        check.done()
        assert stay is not None
        row = Certificate(
            number=next_number(session, PREFIX, desk.local(act.at).date()), state="issued", unit_id=unit.id,
            customer_id=person.id, purpose=entry.purpose.strip(), addressee=entry.addressee.strip(), issued_at=act.at,
            reason="", staff_id=act.staff_id, unit=unit, customer=person,
        )  # fmt: skip
        session.add(row)
        session.flush()
        _issue_slip(act, desk, row, stay)
        about = f"customer:{person.id}"
        act.about("certificate", row.id, number=row.number, name=act.sealed(about, "name", person.name))
        act.touch("unit", unit.id)
        return _view(session, row)


def _issue_slip(act: Act, desk: Desk, row: Certificate, stay: Occupancy) -> SlipView:
    person = row.customer
    with writing(desk) as head:
        document = wording.labelled(
            identity.kind_name(person.document_kind) if person.document_kind else "", person.document_number
        )
        facts = forms.CertificateFacts(
            row.number, person.name, document, row.unit.name, word("roles", stay.role),
            wording.written_day(stay.lives_since or stay.since), row.purpose, row.addressee,
            wording.written_day(desk.local(act.at).date()), act.actor.name if act.actor else "",
        )  # fmt: skip
        slip = forms.certificate(facts, PaperHead(**head))
    people = [Personal(f"customer:{person.id}", "name", person.name)]
    if person.document_number:
        people.append(Personal(f"customer:{person.id}", "document", person.document_number))
    return issue(act, desk, slip, subject=f"certificate:{row.id}", number=row.number, people=people)


def void_certificate(desk: Desk, certificate_id: int, *, reason: str) -> CertificateView:
    """Voids a certificate; its number is never used again (handbook C-19).

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, CERTIFICATES, certificate_id, "void", {"reason": reason}) as step:
        act, row = step.act, step.row
        row.reason = reason.strip()
        void_within(act, row.number, row.reason)
        act.about("certificate", row.id, number=row.number)
        act.touch("unit", row.unit_id)
        return _view(act.session, row)


def withdraw(_act: Act, desk: Desk, row: Certificate) -> None:
    """A certificate whose issue was undone is void (services.undo)."""
    advance(CERTIFICATES.cycle, row, "void")
    row.reason = why(desk)


def certificate(desk: Desk, certificate_id: int) -> CertificateView:
    """A certificate.

    Raises:
        NotFound: there is no such certificate.
    """
    with desk.look() as session:
        row = session.get(Certificate, certificate_id)
        if row is None:
            raise NotFound(CERTIFICATES.absent())
        return _view(session, row)


def certificates(
    desk: Desk, *, unit_id: int | None = None, text: str = "", offset: int = 0, limit: int = 200
) -> Page[CertificateView]:
    """Certificates, the newest first.

    Args:
        desk: the desk.
        unit_id: of one home.
        text: in number, name, room, purpose.
        offset: how many rows to leave out.
        limit: how many rows at most.
    """
    with desk.look() as session:
        base = (
            select(Certificate)
            .join(Unit, Unit.id == Certificate.unit_id)
            .join(Customer, Customer.id == Certificate.customer_id)
        )
        if unit_id is not None:
            base = base.where(Certificate.unit_id == unit_id)
        if word_typed := text.strip():
            columns = (Certificate.number, Customer.name, Unit.name, Certificate.purpose)
            found = holds(columns[0], word_typed)
            for column in columns[1:]:
                found |= holds(column, word_typed)
            known = met(desk, word_typed, unit=Certificate.unit_id, customer=Certificate.customer_id)
            base = base.where(found | known)
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        rows = session.scalars(base.order_by(Certificate.id.desc()).offset(offset).limit(limit)).all()
        return Page(_views(session, rows), total)


def _view(session: Session, row: Certificate) -> CertificateView:
    session.flush()
    return _views(session, [row])[0]


def _views(session: Session, rows: Sequence[Certificate]) -> tuple[CertificateView, ...]:
    names = {each.id: each.name for each in session.scalars(select(Staff))}
    papers = {slip.subject: slip for slip in slips.views(session, [f"certificate:{row.id}" for row in rows])}
    return tuple(
        CertificateView(
            row.id, row.number, row.state, row.unit_id, row.unit.name, row.customer_id, row.customer.name, row.purpose,
            row.addressee, row.issued_at, names.get(row.staff_id, ""), reasons.said(row.reason), papers.get(f"certificate:{row.id}"),
        )
        for row in rows
    )  # fmt: skip


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The certificates of a home."""
    rows = session.execute(
        select(Certificate, Customer.name, Staff.name)
        .join(Customer, Customer.id == Certificate.customer_id)
        .join(Staff, Staff.id == Certificate.staff_id)
        .where(Certificate.unit_id == home.unit.id)
        .order_by(Certificate.id.desc())
        .limit(MOST)
    )
    return [
        # L10N: 入住证明 {number}
        TimelineView(
            row.issued_at, _("Residence certificate {number}").format(number=row.number),
            wording.dotted(name, row.purpose, reasons.said(row.reason)), "", staff, f"certificate:{row.id}",
        )
        for row, name, staff in rows
    ]  # fmt: skip


__all__ = [
    "CERTIFICATES", "PREFIX", "CertificateEntry", "CertificateView", "ResidentView", "certificate", "certificates",
    "issue_certificate", "lines", "residents", "void_certificate",
]  # fmt: skip
