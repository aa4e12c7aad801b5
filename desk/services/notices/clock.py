"""What time itself does to notices: an outage begins and its mass incident opens; what is over ends (handbook S22)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from desk.i18n import _, speaking
from desk.models import Incident
from desk.models.notices import Notice, NoticeIncident
from desk.rules.kit import wording
from desk.services import incidents
from desk.services.incidents import IncidentEntry
from desk.services.kit.changes import LASTS
from desk.services.kit.desk import Act, Desk
from desk.services.notices import area as areas
from desk.services.notices.core import incidents_of, noted

MOST = 50
"""Notices that one run looks at; the next run takes the rest."""


def begins(now: datetime) -> ColumnElement[bool]:
    """Outages that were told and whose time has come; a withdrawal is none."""
    return and_(
        Notice.state == "issued", Notice.kind == "outage", Notice.withdraws_id.is_(None), Notice.begun_at.is_(None),
        Notice.since <= now,
    )  # fmt: skip


def running(since: datetime | None = None) -> ColumnElement[bool]:
    """Notices whose mass incident runs, or was ended after a moment: its end may still be taken back."""
    runs = Incident.state == "running"
    return exists(
        select(NoticeIncident.id)
        .join(Incident, Incident.id == NoticeIncident.incident_id)
        .where(NoticeIncident.notice_id == Notice.id, runs if since is None else or_(runs, Incident.ended_at > since))
    )


def ends(now: datetime) -> ColumnElement[bool]:
    """Notices that are over: their time is, and no incident of theirs runs; an outage also when its incidents were ended."""
    plain = and_(or_(Notice.kind != "outage", Notice.withdraws_id.is_not(None)), Notice.until <= now)
    outage = and_(Notice.kind == "outage", Notice.begun_at.is_not(None), ~running(now - LASTS))
    return and_(Notice.state == "issued", or_(plain, outage))


def sweep(desk: Desk) -> int:
    """Opens the mass incidents of outages that begin, and ends what is over. It finds nothing when it was done.

    Returns:
        How many notices it touched.

    Raises:
        NotAllowed: nobody is signed in.
    """
    if desk.actor is None:
        return 0
    now = desk.clock()
    with desk.look() as session:
        if session.scalars(select(Notice.id).where(or_(begins(now), ends(now))).limit(1)).first() is None:
            return 0
    with desk.act("public-notice.sweep") as act:
        desk.require("receptionist")
        begun = list(act.session.scalars(select(Notice).where(begins(act.at)).order_by(Notice.id).limit(MOST)))
        for row in begun:
            _begin(act, desk, row)
        act.session.flush()
        over = list(act.session.scalars(select(Notice).where(ends(act.at)).order_by(Notice.id).limit(MOST)))
        for row in over:
            _end(act, row)
        act.data |= {"begun": [row.number for row in begun], "ended": [row.number for row in over]}
        return len(begun) + len(over)


def _begin(act: Act, desk: Desk, row: Notice) -> None:
    """One incident for each building it touches, so that no other building's callers are told of it."""
    row.begun_at = act.at
    entry = told(desk, row)
    for building_id in areas.building_ids(act.session, areas.of_notice(act.session, row)):
        incident = incidents.open_within(
            act, desk, IncidentEntry(entry.title, entry.category, "", building_id, entry.note, entry.expected_at), row.staff_id
        )  # fmt: skip
        act.session.add(NoticeIncident(notice_id=row.id, incident_id=incident.id))
    noted(act, row)


def told(desk: Desk, row: Notice) -> IncidentEntry:
    """What callers are told of an outage: its text, and until when it is expected to last."""
    with speaking(desk.site.language):
        until = wording.moment(desk.local(row.until)) if row.until is not None else ""
        # L10N: 预计 {time} 恢复
        expected = _("Expected back: {time}.").format(time=until) if until else ""
    return IncidentEntry(row.title, row.category, "", None, "\n".join(filter(None, (row.text, expected))), row.until)


def _end(act: Act, row: Notice) -> None:
    row.state, row.ended_at = "ended", act.at
    results = [incident.result for incident in incidents_of(act.session, row) if incident.result]
    row.result = results[-1] if results else ""
    noted(act, row)


__all__ = ["begins", "ends", "running", "sweep", "told"]
