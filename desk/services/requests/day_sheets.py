"""The 客户沟通登记表 of a day, filled in from the records (handbook A4, B1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from desk.catalog import label
from desk.errors import Checker
from desk.i18n import _
from desk.models import Request
from desk.rules.kit import wording
from desk.rules.kit.phones import mask_phone
from desk.rules.requests import written_channels
from desk.services.kit import audit
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing
from desk.services.kit.words import word
from desk.services.requests.forms import people
from desk.services.requests.read import calls, histories
from desk.services.requests.views import CallbackView, EventView
from desk.services.requests.words import caller_of, category_of, who
from desk.services.slips import SlipView, issue
from desk.slips.engine.slip import Slip
from desk.slips.requests.day_sheet import DaySheetFacts, TalkFacts, day_sheet

_STEPS_LEFT_OUT = frozenset({"received", "callback", "linked"})


def day_sheet_preview(desk: Desk, day: date, *, blank: int = 0) -> Slip:
    """The 客户沟通登记表 of a local day: every request received on it, with what has become of it; `blank` lines below."""
    with desk.look() as session:
        return _day_sheet(session, desk, day, blank)


def issue_day_sheet(desk: Desk, day: date, *, blank: int = 0) -> SlipView:
    """Issues the 客户沟通登记表 of a day.

    Raises:
        InvalidInput: field `day`: a day to come.
        NotAllowed: nobody is signed in.
    """
    check = Checker()
    if day > desk.today():
        check.add("day", "future", _("This day has not come yet. Choose today or an earlier one."))
    check.done()
    with desk.act("day-sheet.issue") as act:
        desk.require("receptionist")
        slip = _day_sheet(act.session, desk, day, blank)
        about = people(*_received(act.session, desk, day))
        issued = issue(act, desk, slip, subject=f"day:{day:%Y-%m-%d}", people=about)
        act.subject = issued.subject
        return issued


def _day_sheet(session: Session, desk: Desk, day: date, blank: int) -> Slip:
    rows = _received(session, desk, day)
    with writing(desk) as head:
        head["issued"] = audit.stamped(session, head["issued"])
        talks, staff = [], []
        ids = [row.id for row in rows]
        told, called = histories(session, ids), calls(session, ids)
        for row in rows:
            staff.append(row.first_receiver.name)
            talks.append(
                TalkFacts(
                    time=wording.hour(desk.local(row.received_at)),
                    customer=caller_of(row),
                    room=row.unit.name if row.unit is not None else "",
                    phone=mask_phone(row.caller_phone),
                    subject=" / ".join(part for part in (word("kinds", row.kind), category_of(row)) if part),
                    content=row.content,
                    repeated_back=None if row.channel in written_channels() else row.repeated_back,
                    promised=wording.short_moment(desk.local(row.promised_at), day) if row.promised_at else "",
                    responsible=who(row),
                    steps="\n".join(
                        _step(desk, day, event) for event in told.get(row.id, ()) if event.kind not in _STEPS_LEFT_OUT
                    ),
                    result=row.result,
                    callback=_last_call(desk, called.get(row.id, ())),
                )
            )
        return day_sheet(
            DaySheetFacts(
                day=wording.day(day),
                staff=" ".join(dict.fromkeys(staff)),
                talks=tuple(talks),
                blank=blank,
                **head,
            )
        )


def _received(session: Session, desk: Desk, day: date) -> Sequence[Request]:
    return session.scalars(
        select(Request)
        .options(joinedload(Request.unit), joinedload(Request.first_receiver), joinedload(Request.customer))
        .where(Request.received_at >= desk.midnight(day), Request.received_at < desk.midnight(day + timedelta(days=1)))
        .order_by(Request.received_at, Request.id)
    ).all()


def _step(desk: Desk, day: date, event: EventView) -> str:
    at = desk.local(event.at)
    when = wording.hour(at) if at.date() == day else wording.short_day(at, day)
    return f"{when} {label('events', event.kind)}"


def _last_call(desk: Desk, attempts: Sequence[CallbackView]) -> str:
    if not attempts:
        return ""
    last = attempts[-1]
    said = word("scores", str(last.score)) if last.score else word("callback_outcomes", last.outcome)
    return f"{wording.short_day(desk.local(last.at), desk.today())} {said}"


__all__ = ["day_sheet_preview", "issue_day_sheet"]
