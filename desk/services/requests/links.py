"""Links between requests: a complaint that turned into a repair keeps both; what belongs together, what came twice."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from desk.errors import Checker
from desk.i18n import _
from desk.models import Request, RequestLink
from desk.rules import requests as rules
from desk.rules.kit.phones import mask_phone
from desk.rules.requests import RequestEntry
from desk.services.kit.desk import Act
from desk.services.requests.core import record
from desk.services.requests.read import get


def add(act: Act, from_id: int, other: Request, *, kind: str) -> None:
    """Links two requests, in the history of both.

    Args:
        act: the act under way.
        from_id: the one it came from.
        other: the one it became, or that is related to it, or came in twice; flushed.
        kind: became, related, duplicate.

    Raises:
        InvalidInput: field `other_id` or `kind`.
        NotFound: there is no request `from_id`.
    """
    row = get(act.session, from_id)
    check = Checker()
    if kind not in rules.ORIGINS:
        check.add("kind", "unknown", _("Choose what the two requests have to do with each other."))
    if row.id == other.id:
        # L10N: 不能关联自己
        check.add("other_id", "same", _("A request is not linked to itself. Choose another one."))
    either_way = or_(
        and_(RequestLink.from_id == row.id, RequestLink.to_id == other.id),
        and_(RequestLink.from_id == other.id, RequestLink.to_id == row.id),
    )
    if act.session.scalars(select(RequestLink.id).where(either_way)).first() is not None:
        check.add("other_id", "linked", _("These two requests are linked already."))
    check.done()
    act.session.add(RequestLink(from_id=row.id, to_id=other.id, kind=kind, at=act.at, staff_id=act.staff_id))
    record(act, row, "linked", number=other.number, relation=kind)
    back = "came-from" if kind == "became" else kind
    record(act, other, "linked", number=row.number, relation=back)


def whole_phone(session: Session, entry: RequestEntry) -> str:
    """The phone as typed; a masked one that is shown from the request it came from is that request's phone."""
    typed = entry.caller_phone.strip()
    if entry.origin_id is None or "*" not in typed:
        return typed
    kept = session.scalar(select(Request.caller_phone).where(Request.id == entry.origin_id)) or ""
    return kept if mask_phone(kept) == typed else typed
