"""The last calls as a caller-ID box tells them (`desk call NUMBER`): who rang, and whether somebody took it.

They are no record of the office but a note on the desk: kept beside the drafts, for as long, by nobody's name, and not in the
audit; whoever looks at a whole number leaves an event. What a person's withdrawn consent takes from drafts, it takes here.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Draft, Phone
from desk.models.kit.functions import begins_with, upsert
from desk.rules.kit.phones import check_phone, mask_phone
from desk.services.drafts import KEPT
from desk.services.households import callers
from desk.services.kit.desk import Act, Desk
from desk.services.kit.personal import require_phones

KEY = "calls:"
"""What the keys of calls begin with; those of drafts begin with a clerk's number."""
RINGS = timedelta(minutes=10)
"""A call that nobody took for so long has been given up."""
MOST = 100
"""So many calls are listed."""


@dataclass(frozen=True, slots=True)
class CallView:
    """One call.

    Attributes:
        phone: masked.
        state: ringing, taken, missed.
        customer_id, name: who has this number; None and "" for nobody on file. unit_id, room: where that person lives or owns.
    """

    id: str
    at: datetime
    phone: str
    state: str
    customer_id: int | None = None
    name: str = ""
    unit_id: int | None = None
    room: str = ""


@dataclass(frozen=True, slots=True)
class TakenCall:
    """A call with its whole number."""

    call: CallView
    number: str


def ring(desk: Desk, number: str) -> CallView:
    """Notes that somebody rings; also while nobody is signed in.

    Args:
        desk: the desk.
        number: as the box tells it; a service or a short number too.

    Raises:
        InvalidInput: field `number`, there are no digits in it.
    """
    found = check_phone(number)
    kept = found.number if found.fits else "".join(sign for sign in number if sign.isdigit() or sign == "+")[:40]
    if not kept.strip("+"):
        raise InvalidInput([Problem("phone", _("Type a phone number."), "number")])
    key = f"{KEY}{uuid.uuid4().hex[:12]}"
    with desk.database.write() as session:
        session.execute(delete(Draft).where(begins_with(Draft.key, KEY), Draft.saved_at < desk.clock() - KEPT))
        upsert(session, Draft, {"key": key, "data": {"number": kept, "taken": False}, "saved_at": desk.clock()})
    return _view(desk, key, {"number": kept, "taken": False}, desk.clock())


def calls(desk: Desk, *, limit: int = MOST) -> tuple[CallView, ...]:
    """The last calls, the newest first."""
    with desk.look() as session:
        rows = session.execute(
            select(Draft.key, Draft.data, Draft.saved_at)
            .where(begins_with(Draft.key, KEY), Draft.saved_at >= desk.clock() - KEPT)
            .order_by(Draft.saved_at.desc(), Draft.key)
            .limit(limit)
        ).all()
    return tuple(_view(desk, key, data, at) for key, data, at in rows)


def ringing(desk: Desk) -> tuple[CallView, ...]:
    """The calls that nobody took yet and that are not given up, the oldest first."""
    return tuple(call for call in reversed(calls(desk)) if call.state == "ringing")


def take(desk: Desk, call_id: str) -> TakenCall:
    """Somebody answers: the whole number, for the request that comes of it.

    Raises:
        NotFound: there is no such call any more; NotAllowed: nobody is signed in.
    """
    with desk.act("call.take") as act:
        return _take(act, desk, call_id, taken=True)


def number(desk: Desk, call_id: str) -> TakenCall:
    """The whole number of a call, to ring back.

    Raises:
        NotFound: there is no such call any more; NotAllowed: nobody is signed in.
    """
    with desk.act("call.number") as act:
        require_phones(desk)
        act.data["purpose"] = "callback"
        return _take(act, desk, call_id, taken=False)


def _take(act: Act, desk: Desk, call_id: str, *, taken: bool) -> TakenCall:
    desk.require("receptionist")
    row = act.session.get(Draft, KEY + call_id)
    if row is None:
        # L10N: 该来电记录已不存在
        raise NotFound(_("This call is not in the list any more."))
    if taken:
        row.data = {**row.data, "taken": True}
        act.session.flush()
    whole = str(row.data["number"])
    who = _known(act.session, whole)
    act.data["phone"] = act.sealed(f"customer:{who}" if who is not None else f"call:{call_id}", "phone", whole)
    act.only_looked()
    return TakenCall(_seen(desk, row.key, row.data, row.saved_at, who), whole)


def _known(session: Session, whole: str) -> int | None:
    """Who has a number; the one who was put on file first where several have it."""
    return session.scalar(
        select(Phone.customer_id).where(Phone.number == whole).order_by(Phone.position, Phone.id).limit(1)
    )


def _view(desk: Desk, key: str, data: dict[str, Any], at: datetime) -> CallView:
    with desk.look() as session:
        who = _known(session, str(data["number"]))
    return _seen(desk, key, data, at, who)


def _seen(desk: Desk, key: str, data: dict[str, Any], at: datetime, who: int | None) -> CallView:
    given_up = desk.clock() - at > RINGS
    state = "taken" if data.get("taken") else "missed" if given_up else "ringing"
    call, phone = key.removeprefix(KEY), mask_phone(str(data["number"]))
    if who is None:
        return CallView(call, at, phone, state)
    known = callers.caller(desk, who)
    return CallView(call, at, phone, state, who, known.name, known.unit_id, known.room)


__all__ = ["CallView", "TakenCall", "calls", "number", "ring", "ringing", "take"]
