"""What several acts of a release need: the record, its history, the register of its room, its view."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import i18n
from desk.errors import NotFound
from desk.i18n import _
from desk.models import Customer, Staff
from desk.models.releases import Release, ReleaseEvent
from desk.rules.kit.identity import mask_number
from desk.rules.kit.phones import mask_phone
from desk.rules.releases.cycle import CYCLE, verdict, verdict_words
from desk.services.finder import index
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept
from desk.services.kit.words import TextView, texts_of
from desk.services.releases.views import ItemView, ReleaseEventView, ReleaseView
from desk.services.slips import views

PREFIX = "FX"
RELEASES = Kept(CYCLE, Release, lambda: _("This release is not there."))
"""Release slips and their life cycle."""


def get(session: Session, release_id: int) -> Release:
    """A release.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Release, release_id)
    if row is None:
        raise NotFound(RELEASES.absent())
    return row


def find(session: Session, number: str) -> Release:
    """A release by its number, as a scanner reads it.

    Raises:
        NotFound: no release has it.
    """
    wanted = number.strip().upper()
    row = session.scalars(select(Release).where(Release.number == wanted)).first()
    if row is None:
        # L10N: 没有放行单 {number}，不予放行
        raise NotFound(_("There is no release {number}. It does not pass.").format(number=wanted or "—"))
    return row


def subject(row: Release) -> str:
    """How slips name it."""
    return f"release:{row.id}"


def record(act: Act, row: Release, kind: str, note: str = "", **data: Any) -> None:
    """Writes a line of the history, renews the finder's entry, and says what the act is about."""
    act.session.add(
        ReleaseEvent(
            release_id=row.id,
            at=act.at,
            staff_id=act.actor.id if act.actor else None,
            kind=kind,
            note=note.strip(),
            data=data or None,
        )
    )
    act.about("release", row.id, number=row.number, state=row.state, **data)
    act.session.flush()
    index.write(act.session, "release", [row.id])


def view(session: Session, desk: Desk, row: Release) -> ReleaseView:
    """A release as it is shown."""
    owner = session.get(Customer, row.owner_id) if row.owner_id is not None else None
    before = session.get(Release, row.replaces_id) if row.replaces_id is not None else None
    after = session.scalars(select(Release.number).where(Release.replaces_id == row.id)).first()
    events = session.execute(
        select(ReleaseEvent, Staff.name)
        .outerjoin(Staff, Staff.id == ReleaseEvent.staff_id)
        .where(ReleaseEvent.release_id == row.id)
        .order_by(ReleaseEvent.id.desc())
    )
    code = verdict(row.state, row.valid_from, row.valid_to, desk.today())
    return ReleaseView(
        id=row.id, number=row.number, unit_id=row.unit_id, room=row.unit.name, state=row.state,
        applicant=row.applicant, name=row.name, company=row.company,
        document=mask_number(row.document) if row.document else "", phone=mask_phone(row.phone) if row.phone else "",
        owner=owner.name if owner else "", owner_here=row.owner_here,
        owner_phone=mask_phone(row.owner_phone) if row.owner_phone else "", papers=seen(row), on_site=row.on_site,
        scope=row.scope, lease_end=row.lease_end, leaving=row.leaving,
        waived=tuple((row.waived or {}).values()), waived_by=row.waived_by.name if row.waived_by else "",
        carrier=row.carrier, plate=row.plate, move_at=desk.local(row.move_at), slot=row.slot,
        valid_from=row.valid_from, valid_to=row.valid_to, note=row.note,
        gate_at=desk.local(row.gate_at) if row.gate_at else None, guard=row.guard,
        carrier_document=mask_number(row.carrier_document) if row.carrier_document else "",
        copy_back_on=row.copy_back_on, difference=row.difference, void_reason=reasons.said(row.void_reason),
        replaces=before.number if before else "", replaced_by=after or "", created_at=desk.local(row.created_at),
        staff=row.staff.name,
        items=tuple(ItemView(item.name, item.quantity, item.remark, item.passed) for item in row.items),
        events=tuple(ReleaseEventView(desk.local(e.at), e.kind, reasons.said(e.note), name or "") for e, name in events),
        slips=views(session, [subject(row)]), verdict=code,
        verdict_words=verdict_words(code, row.valid_from, row.valid_to),
    )  # fmt: skip


def seen(row: Release) -> tuple[str, ...]:
    """The papers that were seen."""
    return tuple((row.papers or {}).get("seen", ()))


def release(desk: Desk, release_id: int) -> ReleaseView:
    """One release.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return view(session, desk, get(session, release_id))


def by_number(desk: Desk, number: str) -> ReleaseView:
    """A release by its number.

    Raises:
        NotFound: no release has it.
    """
    with desk.look() as session:
        return view(session, desk, find(session, number))


def texts_for(desk: Desk, release_id: int) -> tuple[TextView, ...]:
    """The texts to send about a goods release, in the language of the slips, those that fit its state first (handbook S30).

    Raises:
        NotFound: there is no such release.
    """
    shown = release(desk, release_id)
    with i18n.speaking(desk.site.slip_language):
        # L10N: 放行条
        matter = _("Goods release")
        return texts_of(
            desk, "release", shown.state, number=shown.number, matter=matter, until=shown.valid_to, ahead=False
        )


__all__ = [
    "PREFIX",
    "RELEASES",
    "by_number",
    "find",
    "get",
    "record",
    "release",
    "seen",
    "subject",
    "texts_for",
    "view",
]
