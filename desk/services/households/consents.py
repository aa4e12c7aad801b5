"""What people agreed to; and what is erased at once when they take it back (PIPL 13–17, 47)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from desk import features
from desk.errors import DeskError, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Consent, Customer, DossierItem, Draft, Erasure, Occupancy, Request
from desk.models.kit.types import canonical
from desk.rules import households as rules
from desk.rules.kit import identity
from desk.services.finder import index as finder_index
from desk.services.households import index
from desk.services.households.numbers_held import forget_numbers
from desk.services.kit import attachments, sealed, viewing
from desk.services.kit.desk import Act, Desk

if TYPE_CHECKING:
    from desk.services.households.people_check import Checked
    from desk.services.households.views import PersonEntry

FILE_PURPOSES = ("register", "guardian", "photo")
"""The consents that the one tick of the form stands for; greetings are asked for on their own."""

_CHILD_KINDS = ("document", "phone")
"""What is kept of a child only while the guardian agrees, as kinds of sealed values."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for a child: the name, as what (a code of `guardians`, or free words), on which day (None: today)."""

    name: str = ""
    relation: str = ""
    on: date | None = None


def give_consent(
    desk: Desk,
    customer_id: int,
    purpose: str,
    *,
    guardian_name: str = "",
    guardian_as: str = "",
    guardian_on: date | None = None,
) -> None:
    """Records that a person agreed, with the moment and the version of the text; once while it is in force (PIPL 13–17).

    Args:
        desk: the desk.
        customer_id: the person.
        purpose: of `rules.CONSENT_PURPOSES`.
        guardian_name: who signed for a child.
        guardian_as: as what, a code of `guardians` or free words.
        guardian_on: on which day; None: today.

    Raises:
        InvalidInput: field `purpose`; for `guardian` the three of the signature.
        NotFound: no such customer.
    """
    _known_purpose(purpose)
    with desk.act("household.consent") as act:
        desk.require("receptionist")
        row = _customer(act.session, customer_id)
        today = desk.local(act.at).date()
        child = rules.is_child(_birthday(row, desk, act.at), today)
        purpose = "guardian" if purpose == "register" and child else purpose
        signature = Signature(guardian_name.strip(), guardian_as.strip(), guardian_on or today)
        if purpose == "guardian" and child:
            found = rules.guardian_problems(guardian_name, guardian_as, guardian_on, today=today, child=row.name)
            if found:
                raise InvalidInput(found)
        agree_within(act, row.id, {purpose}, signature=signature if purpose == "guardian" else None)
        about = f"customer:{row.id}"
        name = act.sealed(about, "name", row.name)
        act.about("customer", row.id, name=name, purpose=purpose, given=True, version=rules.CONSENT_VERSION)


def withdraw_consent(desk: Desk, customer_id: int, purpose: str) -> None:
    """Records that a person withdrew an agreement; what was only kept because of it is erased (PIPL 15, 47).

    Without `photo` the photo and the scans of the identity document go; without `guardian` a child's document, phones and
    photo go: from the file, from what events and slips say, from drafts.

    Raises:
        InvalidInput: field `purpose`.
        DeskError: `no-consent`, there is none in force.
        NotFound: no such customer.
    """
    _known_purpose(purpose)
    with desk.act("household.withdraw-consent") as act:
        desk.require("receptionist")
        session = act.session
        row = _customer(session, customer_id)
        consents = in_force(session, row.id, [purpose])
        if not consents:
            raise DeskError("no-consent", _("No such consent is in force; there is nothing to withdraw."))
        for consent in consents:
            consent.withdrawn_at = act.at
        session.flush()
        name = act.sealed(f"customer:{row.id}", "name", row.name)
        erased = forget(act, desk, row, [purpose])
        row.changed_at = act.at
        session.flush()
        index.index_customer(session, row.id)
        act.about("customer", row.id, name=name, purpose=purpose, given=False, erased=erased)


def withdraw_unticked(act: Act, desk: Desk, row: Customer) -> bool:
    """The tick of the form was taken away: its consents end, and what was kept because of them is erased."""
    consents = in_force(act.session, row.id, FILE_PURPOSES)
    for consent in consents:
        consent.withdrawn_at = act.at
    act.session.flush()
    if consents:
        forget(act, desk, row, [consent.purpose for consent in consents])
    return bool(consents)


def agree(act: Act, row: Customer, person: PersonEntry, checked: Checked) -> None:
    """Records the tick of the form as the consents it stands for."""
    if person.consent:
        wanted = {"guardian" if checked.child else "register"} | ({"photo"} if row.photo else set())
        signature = Signature(person.guardian_name.strip(), person.guardian_as.strip(), person.guardian_on)
        agree_within(act, row.id, wanted, signature=signature if checked.child else None)


def consents_of(desk: Desk, customer_id: int) -> tuple[str, ...]:
    """What somebody agreed to and has not taken back, in the order of `CONSENT_PURPOSES`.

    Raises:
        NotFound: no such customer.
    """
    with desk.look() as session:
        _customer(session, customer_id)
        there = {consent.purpose for consent in in_force(session, customer_id, rules.CONSENT_PURPOSES)}
        return tuple(purpose for purpose in rules.CONSENT_PURPOSES if purpose in there)


def in_force(session: Session, customer_id: int, purposes: Iterable[str]) -> list[Consent]:
    """The consents that somebody gave for one of the purposes and has not taken back."""
    query = select(Consent).where(
        Consent.customer_id == customer_id, Consent.withdrawn_at.is_(None), Consent.purpose.in_(list(purposes))
    )
    return list(session.scalars(query))


# ---------------------------------------------------------------------------------------------------------------- erasing
def forget(act: Act, desk: Desk, row: Customer, purposes: Iterable[str]) -> list[str]:
    """Erases what was only kept because of consents that are withdrawn; the consents are no longer in force.

    Returns:
        The names of the columns that were emptied.
    """
    erased: list[str] = []
    for purpose in purposes:
        child = purpose == "guardian" and rules.is_child(_birthday(row, desk, act.at), desk.local(act.at).date())
        if purpose in ("photo", "guardian"):
            erased += _forget_images(act, desk, row)
        if child:
            erased += _forget_numbers(act, row)
        for hook in features.hooks("consent_withdrawn"):
            erased += hook(act, desk, row.id, purpose)
        if erased:
            act.if_kept.append(lambda: viewing.empty(desk.data))  # what is open in another program says it, too
        act.session.add(Erasure(at=act.at, subject=f"customer:{row.id}", since=row.created_at, purpose=purpose))
    return erased


def _forget_images(act: Act, desk: Desk, row: Customer) -> list[str]:
    erased = []
    if attachments.release(act, desk, subject=f"customer:{row.id}", role="photo", erase=True) or row.photo:
        row.photo = ""
        erased.append("photo")
    # A copy of the identity document stands on the owners' consent; the unit's other owners may have given theirs.
    owned = act.session.scalars(
        select(Occupancy.unit_id).where(Occupancy.customer_id == row.id, Occupancy.role == "owner")
    ).all()
    for item in act.session.scalars(
        select(DossierItem).where(
            DossierItem.unit_id.in_(owned), DossierItem.paper.in_(rules.IMAGE_PAPERS), DossierItem.attachment != ""
        )
    ).all():
        if not image_agreed(act.session, item.unit_id):
            attachments.release(act, desk, subject=f"unit:{item.unit_id}", role=f"dossier:{item.paper}", erase=True)
            item.attachment = ""
            erased.append(item.paper)
    return erased


def _forget_numbers(act: Act, row: Customer) -> list[str]:
    session, about = act.session, f"customer:{row.id}"
    erased = [name for name in ("document_number", "phones") if getattr(row, name)]
    texts = [row.document_number, *(phone.number for phone in row.phones)]
    row.document_kind = row.document_number = row.document_key = ""
    row.document_checked = False
    row.phones.clear()
    session.flush()
    _forget_in_requests(session, row.id)
    forget_numbers(session, row.id, texts)
    drop_drafts(session, row.id, texts)
    sealed.shred(session, about, _CHILD_KINDS)
    return erased


def _forget_in_requests(session: Session, customer_id: int) -> None:
    """The phone that a request keeps of its caller, also as the finder knows it."""
    ids = list(
        session.scalars(select(Request.id).where(Request.customer_id == customer_id, Request.caller_phone != ""))
    )
    if ids:
        session.execute(update(Request).where(Request.id.in_(ids)).values(caller_phone=""))
        finder_index.write(session, "request", ids)


def drop_drafts(session: Session, customer_id: int, texts: Iterable[str]) -> None:
    """Drops drafts about a person, and those that hold one of the texts."""
    wanted = [text for text in texts if text]
    mine = re.compile(rf":person:{customer_id}(?!\d)")
    for key, data in session.execute(select(Draft.key, Draft.data)).all():
        tight = canonical(data).replace(" ", "").replace("-", "")
        if mine.search(key) or any(text.replace("-", "") in tight for text in wanted):
            session.execute(delete(Draft).where(Draft.key == key))


def image_agreed(session: Session, unit_id: int) -> bool:
    """Whether one of the owners of a unit agreed to images (handbook C-12)."""
    query = select(Consent.id).join(Occupancy, Occupancy.customer_id == Consent.customer_id)
    return bool(
        session.scalars(
            query.where(
                Occupancy.unit_id == unit_id,
                Occupancy.role == "owner",
                Occupancy.until.is_(None),
                Consent.purpose == "photo",
                Consent.withdrawn_at.is_(None),
            ).limit(1)
        ).first()
    )


def repeat_erasures(desk: Desk, done: Iterable[tuple[datetime, str, datetime, str]]) -> int:
    """Does again what was erased after the copy was made that is now in place (`desk restore`).

    Args:
        desk: the desk on the restored data, somebody signed in.
        done: moment, subject, when the record was made, purpose, of each erasure of the data that was replaced.

    Returns:
        How many people had to be forgotten again.
    """
    count = 0
    with desk.act("backup.erase-again") as act:
        session = act.session
        known = {(one.at, one.subject, one.purpose) for one in session.scalars(select(Erasure))}
        for at, subject, since, purpose in done:
            if (at, subject, purpose) in known or not subject.startswith("customer:"):
                continue
            row = session.get(Customer, int(subject.removeprefix("customer:")))
            if row is None or row.created_at != since:
                continue  # the copy does not know this person: there is nothing to forget
            for consent in in_force(session, row.id, [purpose]):
                if consent.given_at <= at:
                    consent.withdrawn_at = at
            session.flush()
            if in_force(session, row.id, [purpose]):
                continue  # agreed to again since
            forget(act, desk, row, [purpose])
            session.flush()
            index.index_customer(session, row.id)
            count += 1
        act.data["people"] = count
    return count


def agree_within(
    act: Act,
    customer_id: int,
    purposes: set[str],
    version: str = rules.CONSENT_VERSION,
    signature: Signature | None = None,
) -> None:
    """Records inside another act that somebody agreed, once while it is in force.

    Args:
        act: the act.
        customer_id: the person.
        purposes: of `rules.CONSENT_PURPOSES`.
        version: of the text that was signed.
        signature: who signed for a child; also noted where the consent stood without it.
    """
    signed = signature or Signature()
    there = in_force(act.session, customer_id, purposes)
    for consent in there:
        if signed.name and (consent.signed_by, consent.signed_as) != (signed.name, signed.relation):
            consent.signed_by, consent.signed_as, consent.signed_on = signed.name, signed.relation, signed.on
    for purpose in sorted(purposes - {consent.purpose for consent in there}):
        act.session.add(
            Consent(
                customer_id=customer_id, purpose=purpose, text_version=version, given_at=act.at, signed_by=signed.name,
                signed_as=signed.relation, signed_on=signed.on,
            )
        )  # fmt: skip


def _birthday(row: Customer, desk: Desk, at: datetime) -> date | None:
    return born_on(row, desk.local(at).date())


def born_on(row: Customer, today: date) -> date | None:
    """The birthday on file, else the one inside the document's number."""
    if row.birthday is not None or not row.document_number:
        return row.birthday
    return identity.check_document(row.document_kind, row.document_number, today=today).birthday


def _known_purpose(purpose: str) -> None:
    if purpose not in rules.CONSENT_PURPOSES:
        raise InvalidInput([Problem("choice", _("Choose what the consent is for."), "purpose")])


def _customer(session: Session, customer_id: int) -> Customer:
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFound(_("This person is not on file."))
    return row


__all__ = [
    "FILE_PURPOSES",
    "Signature",
    "agree",
    "agree_within",
    "born_on",
    "drop_drafts",
    "forget",
    "give_consent",
    "image_agreed",
    "in_force",
    "repeat_erasures",
    "withdraw_consent",
    "withdraw_unticked",
]
