# ruff: noqa: PLC0415 - the first page needs no slips
"""What stands on the slips of a request: from the record and the catalog's words to the builders' facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.features import slip_kinds
from desk.i18n import _
from desk.models import Customer, Occupancy, Phone, Request, Unit
from desk.models.households import belongs_now
from desk.rules.kit import wording
from desk.rules.kit.phones import check_phone, mask_phone
from desk.rules.requests import RequestEntry, from_authority
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing_copies
from desk.services.kit.sealed import Personal
from desk.services.requests import clocks
from desk.services.requests.views import EventView
from desk.services.workers import trades_of
from desk.slips.engine.slip import Slip


@dataclass(frozen=True, slots=True)
class Around:
    """What the slip says of others: the room's name, the caller's role in it, and who took it first."""

    room: str = ""
    role: str = ""
    receiver: str = ""


def request_row(session: Session, entry: RequestEntry, *, at: datetime, staff_id: int) -> Request:
    """The record of an entry, not yet saved; what the form leaves open of a known customer is filled in."""
    name, phone = entry.caller_name.strip(), entry.caller_phone.strip()
    customer_id = entry.customer_id
    if entry.anonymous:
        name, phone, customer_id = "", "", None
    elif customer_id is not None:
        customer = session.get(Customer, customer_id)
        name = name or (customer.name if customer is not None else "")
        phone = known_phone(session, customer_id, phone)
    return Request(
        number="",
        kind=entry.kind,
        state="received",
        channel=entry.channel,
        unit_id=entry.unit_id,
        customer_id=customer_id,
        caller_name=name,
        caller_phone=kept_phone(phone),
        anonymous=entry.anonymous,
        category=entry.category,
        place=entry.place.strip(),
        severity=entry.severity,
        content=entry.content.strip(),
        wish=entry.wish.strip(),
        repeated_back=entry.repeated_back,
        solved_on_spot=entry.solved_on_spot,
        received_at=at,
        promised_at=None if entry.solved_on_spot else entry.promised_at,
        department=entry.department,
        responsible=entry.responsible.strip(),
        cause=entry.cause.strip(),
        result=entry.result.strip() if entry.solved_on_spot else "",
        first_receiver_id=staff_id,
        problem=entry.problem,
        incident_id=entry.incident_id,
        reopened=0,
        escalated="",
        analysis="",
        summary="",
        answer_by=entry.answer_by if from_authority(entry.channel) else None,
    )


def known_phone(session: Session, customer_id: int, typed: str) -> str:
    """The customer's phone that the form shows masked, or their first one when none was typed; else what was typed."""
    if typed and "*" not in typed:
        return typed
    numbers = session.scalars(
        select(Phone.number).where(Phone.customer_id == customer_id).order_by(Phone.position, Phone.id)
    ).all()
    if not typed:
        return numbers[0] if numbers else ""
    return next((number for number in numbers if mask_phone(number) == typed), typed)


def kept_phone(typed: str) -> str:
    """The phone as it is kept; a wrong one as typed (only a preview shows it)."""
    return check_phone(typed).number if typed else ""


def around(session: Session, desk: Desk, row: Request, *, receiver: str) -> Around:
    """What the slip needs besides the record."""
    unit = session.get(Unit, row.unit_id) if row.unit_id is not None else None
    role = ""
    if row.customer_id is not None and row.unit_id is not None:
        role = (
            session.scalar(
                select(Occupancy.role)
                .where(
                    Occupancy.customer_id == row.customer_id,
                    Occupancy.unit_id == row.unit_id,
                    belongs_now(desk.today()),
                )
                .order_by(Occupancy.id)
                .limit(1)
            )
            or ""
        )
    return Around(unit.name if unit is not None else "", role, receiver)


def people(*rows: Request) -> list[Personal]:
    """What slips of these requests say of their callers; it is sealed, so that it can be erased."""
    found = []
    for row in rows:
        about = f"customer:{row.customer_id}" if row.customer_id is not None else f"request:{row.id}"
        found += [
            Personal(about, kind, text)
            for kind, text in (("name", row.caller_name), ("phone", row.caller_phone))
            if text
        ]
    return found


def complaint(desk: Desk, row: Request, other: Around, *, at: datetime) -> Slip:
    """The 投诉/服务登记单 of a request (all kinds). The phone is masked: the customer takes a copy, others see it."""
    from desk.slips.requests import ComplaintFacts, complaint_slip

    with writing_copies(desk, "complaint", at=at, staff=other.receiver) as head:
        category = " / ".join(
            part
            for part in (
                _label("categories", row.category),
                _label("places", row.place),
                _label("problems", row.problem),
            )
            if part
        )
        return complaint_slip(
            ComplaintFacts(
                number=row.number,
                room=other.room,
                # L10N: 匿名
                caller=_("Anonymous") if row.anonymous else row.caller_name,
                phone=mask_phone(row.caller_phone),
                role=_label("roles", other.role),
                channel=_label("channels", row.channel),
                kind=_label("kinds", row.kind),
                category=category,
                urgency=_label("severities", row.severity),
                received_at=_moment(desk, row.received_at),
                first_receiver=other.receiver,
                content=row.content,
                wish=row.wish,
                repeated_back=row.repeated_back,
                solved_on_spot=row.solved_on_spot,
                promised=_promise(desk, row.promised_at),
                responsible=_who(row),
                result=row.result,
                escalated=_label("escalations", row.escalated),
                **head,
            )
        )


def dispatch(
    session: Session,
    desk: Desk,
    row: Request,
    other: Around,
    *,
    at: datetime,
    dispatcher: str,
    notes: Iterable[str] = (),
) -> Slip:
    """The 派工单 for the crew. It carries the whole phone number: the crew has to call before it comes; and what the home's notes say."""
    from desk.slips.requests import DispatchFacts, dispatch_slip

    with writing_copies(desk, "dispatch", at=at, staff=dispatcher) as head:
        return dispatch_slip(
            DispatchFacts(
                title="" if row.kind == "repair" else _(slip_kinds()["dispatch"].label),
                repair=row.kind == "repair",
                request=row.number,
                room=other.room,
                place=_label("places", row.place),
                caller=_("Anonymous") if row.anonymous else row.caller_name,
                role=_label("roles", other.role),
                phone=row.caller_phone,
                channel=_label("channels", row.channel),
                category=" / ".join(
                    part
                    for part in (
                        _label("kinds", row.kind),
                        _label("categories", row.category),
                        _label("problems", row.problem),
                    )
                    if part
                ),
                urgency=_urgency(row),
                received_at=_moment(desk, row.received_at),
                content=row.content,
                dispatched_at=_moment(desk, at),
                crew=_who(row, trades_of(session, row.responsible)),
                dispatcher=dispatcher,
                due=_due(desk, row, at),
                notes="\n".join(notes),
                **head,
            )
        )


def _label(name: str, code: str) -> str:
    return label(name, code) if code else ""


def _moment(desk: Desk, moment: datetime) -> str:
    return wording.moment(desk.local(moment))


def _urgency(row: Request) -> str:
    words = _label("severities", row.severity)
    if not row.escalated:
        return words
    # L10N: {urgency}（已升级：{whom}）
    return _("{urgency} (escalated: {whom})").format(urgency=words, whom=_label("escalations", row.escalated))


def _due(desk: Desk, row: Request, at: datetime) -> str:
    """The expected completion, and whether the time allowed was counted with holidays that are not published yet."""
    words = _moment(desk, row.promised_at) if row.promised_at else ""
    history = [EventView(row.received_at, "received", "", "")]
    notes = {clocks.note(desk, clock) for clock in clocks.read(desk, row, history, at)}
    return "\n".join([words, *sorted(notes - {""})]).strip()


def _promise(desk: Desk, moment: datetime | None) -> str:
    # L10N: {moment} 前
    return _("by {moment}").format(moment=_moment(desk, moment)) if moment else ""


def _who(row: Request, trades: tuple[str, ...] = ()) -> str:
    named = row.responsible
    if trades:
        # L10N: {name}（{trades}）
        named = _("{name} ({trades})").format(
            name=named, trades=wording.listed(_label("crew_trades", code) for code in trades)
        )
    return " ".join(part for part in (_label("departments", row.department), named) if part)
