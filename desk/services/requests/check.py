"""What `desk check` asks of the requests."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models import Request, RequestEvent
from desk.services.kit.desk import Desk
from desk.services.site.check import Finding


def without_history(session: Session, _desk: Desk) -> list[Finding]:
    """Requests that nothing happened to: logging one writes its first event."""
    numbers = session.scalars(
        select(Request.number).where(~select(RequestEvent.id).where(RequestEvent.request_id == Request.id).exists())
    )
    return [
        Finding("request-events", _("Request {number} has no history.").format(number=number)) for number in numbers
    ]
