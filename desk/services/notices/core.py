"""A notice as its services read it: the record, its view, its texts for paper."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import NotFound
from desk.i18n import _
from desk.models import Incident, Staff, Unit
from desk.models.notices import Notice, NoticeDelivery, NoticeIncident, NoticePosting
from desk.rules import notices as rules
from desk.rules.kit import wording
from desk.services import slips
from desk.services.finder import index
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept
from desk.services.notices import area as areas
from desk.services.notices.views import NoticeView, PostingView

PREFIX = "TZ"
"""What a notice's number begins with: 通知."""
NOTICES = Kept(rules.CYCLE, Notice, lambda: _("This notice is not there."))
"""Notices and their life cycle."""


def get(session: Session, notice_id: int) -> Notice:
    """A notice.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Notice, notice_id)
    if row is None:
        raise NotFound(NOTICES.absent())
    return row


def noted(act: Act, row: Notice, **data: object) -> None:
    """What every act on a notice does at its end: the event, the finder."""
    act.about("public-notice", row.id, number=row.number, state=row.state, **data)
    act.session.flush()
    index.write(act.session, "public-notice", [row.id])


def incidents_of(session: Session, row: Notice) -> Sequence[Incident]:
    """The mass incidents that it opened."""
    return session.scalars(
        select(Incident)
        .join(NoticeIncident, NoticeIncident.incident_id == Incident.id)
        .where(NoticeIncident.notice_id == row.id)
        .order_by(Incident.id)
    ).all()


def reached(session: Session, desk: Desk, row: Notice, area: areas.Area) -> tuple[int, int]:
    """How many homes in which somebody lives there are in its area, and how many of them a delivery reached."""
    base = (
        select(func.count(NoticeDelivery.id))
        .join(Unit, Unit.id == NoticeDelivery.unit_id)
        .where(
            NoticeDelivery.notice_id == row.id,
            NoticeDelivery.outcome.in_(rules.REACHED),
            areas.homes(area),
            areas.lived_in(desk),
        )
    )
    return areas.counted(session, desk, area)[1], session.scalar(base) or 0


def is_late(desk: Desk, row: Notice) -> bool:
    """Whether less time is left, or was when it was issued, than its kind is told ahead; an emergency is told at once."""
    if row.emergency or row.withdraws_id is not None:
        return False
    lead = rules.lead_of(row.kind, desk.policy)
    return rules.is_short(lead, desk.local(row.since), desk.local(row.issued_at or desk.clock()))


def view(session: Session, desk: Desk, row: Notice) -> NoticeView:
    """A notice as plain data."""
    session.flush()
    area = areas.of_notice(session, row)
    homes, done = reached(session, desk, row, area)
    tried = session.scalar(select(func.count(NoticeDelivery.id)).where(NoticeDelivery.notice_id == row.id)) or 0
    names = dict(
        session.execute(select(Staff.id, Staff.name).where(Staff.id.in_((row.staff_id, row.approved_by or 0)))).all()
    )
    opened = incidents_of(session, row)
    running = tuple(each.number for each in opened if each.state == "running")
    other = session.get(Notice, row.withdraws_id) if row.withdraws_id is not None else None
    by = session.scalars(select(Notice).where(Notice.withdraws_id == row.id).limit(1)).first()
    now = desk.clock()
    return NoticeView(
        row.id, row.number, row.kind, row.state, row.title, row.text, row.english, row.scope, row.places, area.words(), homes,
        row.since, row.until, row.emergency, row.category, rules.lead_of(row.kind, desk.policy).words(), is_late(desk, row),
        row.late_reason, row.begun_at, row.issued_at, row.ended_at, names.get(row.approved_by or 0, ""),
        names.get(row.staff_id, ""), row.result, reasons.said(row.note), row.up, row.told, done,
        wording.percent(rules.percent(done, homes), places=0) if tried else "", running, tuple(each.id for each in opened),
        bool(running) and row.state == "issued" and row.until is not None and row.until <= now,
        other.number if other is not None else "", row.withdraws_id, by.number if by is not None else "",
        by.id if by is not None else None, _postings(session, row), slips.views(session, [f"public-notice:{row.id}"]),
    )  # fmt: skip


def _postings(session: Session, row: Notice) -> tuple[PostingView, ...]:
    return tuple(
        PostingView(
            each.id,
            each.place,
            each.posted_at,
            each.posted_by,
            each.down_at,
            each.down_by,
            bool(each.photo),
            each.note,
            each.photo,
        )
        for each in session.scalars(
            select(NoticePosting).where(NoticePosting.notice_id == row.id).order_by(NoticePosting.id)
        )
    )


__all__ = ["NOTICES", "PREFIX", "get", "incidents_of", "is_late", "noted", "reached", "view"]
