"""What the requests tell of a household: its history, and the lamp of what is not finished."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk import catalog
from desk.i18n import _
from desk.models import Request, Staff
from desk.models.requests import past_promise
from desk.rules import households as rules
from desk.rules.requests import OPEN
from desk.services import slips
from desk.services.households.views import HouseholdView
from desk.services.kit.desk import Desk
from desk.services.kit.lines import MOST, LightView, TimelineView


def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Amber with open requests, red with one past its promised time."""
    late = past_promise(desk.clock())
    counted = session.execute(
        select(func.count(Request.id), func.count(Request.id).filter(late)).where(
            Request.unit_id == home.unit.id, Request.state.in_(OPEN)
        )
    ).one()
    lamp = rules.request_light(unfinished=counted[0], overdue=counted[1])
    # L10N: 工单
    return LightView("requests", _("Requests"), lamp.text, lamp.state, "" if lamp.state == "green" else "requests")


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """The requests of the household, and their slips where those have a number of their own (work orders)."""
    rows = session.execute(
        select(Request, Staff.name)
        .join(Staff, Staff.id == Request.first_receiver_id)
        .where(Request.unit_id == home.unit.id)
        .order_by(Request.received_at.desc())
        .limit(MOST)
    ).all()
    found = [
        TimelineView(
            at=request.received_at,
            title=f"{catalog.label('kinds', request.kind)} {request.number}",
            detail=" ".join(request.content.split())[:80],
            state=request.state,
            staff=staff,
            target=f"request:{request.id}",
        )
        for request, staff in rows
    ]
    numbers = {request.number for request, _staff in rows}
    subjects = [f"request:{request.id}" for request, _staff in rows]
    return [*found, *slips.lines(session, subjects, without=numbers)]
