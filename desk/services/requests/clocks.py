"""The clocks of a request, wired to the policy, the service hours, the holidays and its history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.models import Request, RequestEvent
from desk.rules.kit.calendar import provisional_note, years_without_data
from desk.rules.kit.clocks import ServiceHours
from desk.rules.requests import OPEN
from desk.rules.requests import clocks as rules
from desk.rules.requests.clocks import Clock, Happening, Limits
from desk.services.kit.desk import Desk
from desk.services.requests.views import ClockView, EventView

ROUND_THE_CLOCK = frozenset({"emergency"})
"""Urgencies whose clocks also run at night and on holidays."""


def limits(desk: Desk, severity: str, *, anonymous: bool = False) -> Limits:
    """What the policy allows for an urgency; an unknown one counts as normal. Who gave no name is told nothing."""
    code = severity if severity in ("emergency", "urgent", "normal", "planned") else "normal"
    policy = desk.policy
    return Limits(
        handover=timedelta(minutes=float(policy["requests.handover_minutes"])),
        response=timedelta(minutes=float(policy[f"requests.response_minutes.{code}"])),
        resolution=timedelta(hours=float(policy[f"requests.resolution_hours.{code}"])),
        reply_days=int(policy["requests.reply_days"]),
        warn_at=Fraction(str(policy["requests.at_risk_percent"])) / 100,
        first_word_days=None
        if anonymous or not policy["requests.first_word"]
        else int(policy["requests.first_word_days"]),
    )


def hours(desk: Desk, severity: str) -> ServiceHours:
    """When the clocks of an urgency run."""
    return ServiceHours.always(desk.zone) if severity in ROUND_THE_CLOCK else desk.hours


def read(desk: Desk, row: Request, events: Iterable[EventView], now: datetime) -> tuple[Clock, ...]:
    """Every clock of a request."""
    return rules.read(
        row.kind,
        [Happening(_moment(event), event.kind, _tells(event)) for event in events],
        row.promised_at,
        answer_by=row.answer_by,
        now=now,
        limits=limits(desk, row.severity, anonymous=row.anonymous),
        hours=hours(desk, row.severity),
        table=desk.holidays,
    )


def _tells(event: EventView) -> bool:
    """Whether the customer was told something by it: a callback that reached them, a text sent, a note that says so."""
    if event.kind == "callback":
        return event.data.get("outcome") == "reached"
    return event.kind == "note" and bool(event.data.get("text") or event.data.get("told"))


def _moment(event: EventView) -> datetime:
    """When it happened: what the crew wrote on its paper counts, not when the paper came back."""
    written = event.data.get({"order-back": "arrived_at", "resolved": "finished_at"}.get(event.kind, ""))
    return datetime.fromisoformat(written) if written else event.at


def views(desk: Desk, clocks: Sequence[Clock]) -> tuple[ClockView, ...]:
    """The clocks in words."""
    return tuple(
        ClockView(
            code=clock.code,
            label=label("clocks", clock.code),
            start=clock.start,
            due=clock.due,
            warns=clock.warns,
            spent=clock.spent,
            held=clock.held,
            service=clock.service,
            allowance=clock.allowance,
            light=clock.light.value,
            done=clock.done,
            provisional=clock.provisional,
            note=note(desk, clock),
        )
        for clock in clocks
    )


def note(desk: Desk, clock: Clock) -> str:
    """The sentence beside a time that was counted with years whose holidays are not published; "" for others."""
    if not clock.provisional:
        return ""
    last = clock.due or clock.start + clock.allowance
    first, last_day = desk.local(clock.start).date(), desk.local(last).date()
    return provisional_note(years_without_data(first, last_day, desk.holidays))


def keep(row: Request, clocks: Sequence[Clock]) -> None:
    """Notes on the record what lists of late and risky requests ask for."""
    running = row.state in OPEN
    row.warns_at = rules.first_warning(clocks) if running else None
    row.due_at = rules.first_late(clocks) if running else None


def policy_changed(session: Session, desk: Desk, keys: Collection[str]) -> None:
    """What lists know of the clocks follows the rules that they lean on."""
    if any(key.startswith("requests.") or key == "holidays" for key in keys):
        refresh_open(session, desk, desk.clock())


def refresh_open(session: Session, desk: Desk, now: datetime) -> int:
    """Reckons the clocks of every open request anew, after holidays, hours or allowances were changed.

    Returns:
        How many requests were looked at.
    """
    rows = session.scalars(select(Request).where(Request.state.in_(OPEN))).all()
    events: dict[int, list[EventView]] = {}
    for request_id, at, kind, data in session.execute(
        select(RequestEvent.request_id, RequestEvent.at, RequestEvent.kind, RequestEvent.data)
        .join(Request, Request.id == RequestEvent.request_id)
        .where(Request.state.in_(OPEN))
        .order_by(RequestEvent.id)
    ):
        events.setdefault(request_id, []).append(EventView(at, kind, "", "", data or {}))
    for row in rows:
        keep(row, read(desk, row, events.get(row.id, ()), now))
    return len(rows)
