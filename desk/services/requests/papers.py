"""The papers of one request, filled in from its record: 投诉处理单, 回访记录表, 回复函.

Each can be looked at before it is issued. Phones are masked: papers leave the counter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import DeskError
from desk.features import slip_kinds
from desk.i18n import _, speaking
from desk.models import Customer, Request
from desk.rules.kit import names
from desk.services.kit.desk import Desk
from desk.services.kit.words import caller_of, category_of, issued_line, moment_of, said, who, word
from desk.services.requests.forms import around, people
from desk.services.requests.read import get, subject, view
from desk.services.requests.views import RequestView
from desk.services.slips import SlipView, issue
from desk.slips.engine.slip import Slip

_STEPS_LEFT_OUT = frozenset({"received", "callback", "linked"})


@dataclass(frozen=True, slots=True)
class LetterEntry:
    """What is typed for a letter of reply; the rest is in the record.

    Attributes:
        findings: what was found; "" takes the confirmed problem of the record.
        further: what will follow.
        signed_by: who signs for the centre; "" takes who is at the counter.
        salutation: "" salutes by surname (李公), or as the customer wants to be addressed.
    """

    findings: str = ""
    further: str = ""
    signed_by: str = ""
    salutation: str = ""


def handling_preview(desk: Desk, request_id: int) -> Slip:
    """The 投诉处理单 as the record stands now; what is not known yet leaves room to write.

    Raises:
        NotFound: there is no such request.
    """
    return _preview(desk, request_id, _handling)


def issue_handling(desk: Desk, request_id: int) -> SlipView:
    """Issues the 投诉处理单 under a number of its own.

    Raises:
        NotFound; NotAllowed.
    """
    return _issue(desk, request_id, "request.handling-form", _handling)


def callback_preview(desk: Desk, request_id: int) -> Slip:
    """The 回访记录表 with every attempt of the last round.

    Raises:
        NotFound: there is no such request.
    """
    return _preview(desk, request_id, _callback)


def issue_callback(desk: Desk, request_id: int) -> SlipView:
    """Issues the 回访记录表 under a number of its own.

    Raises:
        NotFound; NotAllowed.
    """
    return _issue(desk, request_id, "request.callback-record", _callback)


def letter_preview(desk: Desk, request_id: int, entry: LetterEntry | None = None) -> Slip:
    """The 回复函 as it would be issued.

    Raises:
        NotFound: there is no such request. DeskError: `anonymous`: there is nobody to write to.
    """
    wanted = entry or LetterEntry()
    return _preview(desk, request_id, lambda session, desk, row, found: _letter(session, desk, row, found, wanted))


def issue_letter(desk: Desk, request_id: int, entry: LetterEntry | None = None) -> SlipView:
    """Issues the 回复函. It is a paper only: that the customer was answered is recorded by `request_moves.reply`.

    Raises:
        NotFound; NotAllowed; DeskError: `anonymous`, or `not-resolved`: there is no result to write of.
    """
    wanted = entry or LetterEntry()

    def build(session: Session, desk: Desk, row: Request, found: RequestView) -> Slip:
        if not row.result.strip():
            raise DeskError("not-resolved", _("The request is not resolved yet. Please record the result first."))
        return _letter(session, desk, row, found, wanted)

    return _issue(desk, request_id, "request.letter", build)


_Build = Callable[[Session, Desk, Request, RequestView], Slip]


def _preview(desk: Desk, request_id: int, build: _Build) -> Slip:
    with desk.look() as session:
        row = get(session, request_id)
        return build(session, desk, row, view(session, desk, row))


def _issue(desk: Desk, request_id: int, act_name: str, build: _Build) -> SlipView:
    with desk.act(act_name) as act:
        desk.require("receptionist")
        row = get(act.session, request_id)
        slip = build(act.session, desk, row, view(act.session, desk, row))
        issued = issue(act, desk, slip, subject=subject(row.id), people=people(row))
        act.about("request", row.id, number=row.number)
        return issued


def _handling(session: Session, desk: Desk, row: Request, found: RequestView) -> Slip:
    from desk.slips.requests.handling import HandlingFacts, StepFacts, handling_form

    with speaking(desk.site.slip_language):
        reached = next(
            (c for c in reversed(found.callbacks) if c.round == row.reopened and c.outcome == "reached"), None
        )
        last_up = next((event for event in reversed(found.events) if event.kind == "escalated"), None)
        answered = next((event for event in reversed(found.events) if event.kind == "replied"), None)
        return handling_form(
            HandlingFacts(
                request=row.number,
                room=found.room,
                caller=caller_of(row),
                role=word("roles", around(session, desk, row, receiver="").role),
                phone=found.caller_phone,
                received_at=moment_of(desk, row.received_at),
                first_receiver=found.first_receiver,
                channel=word("channels", row.channel),
                category=category_of(row),
                severity=word("severities", row.severity),
                content=row.content,
                wish=row.wish,
                confirmed=row.confirmed,
                cause=row.cause,
                responsible=who(row),
                promised=moment_of(desk, row.promised_at),
                steps=tuple(
                    StepFacts(moment_of(desk, event.at), label("events", event.kind), event.staff, event.note)
                    for event in found.events
                    if event.kind not in _STEPS_LEFT_OUT
                ),
                result=row.result,
                reply=said(desk, answered),
                callback=" ".join(
                    (moment_of(desk, reached.at), word("callback_methods", reached.method), reached.staff)
                )
                if reached
                else "",
                grade=(reached.score or 0) if reached else 0,
                opinion=reached.words if reached else "",
                escalated_to=row.escalated,
                escalation=said(desk, last_up),
                reopened=row.reopened,
                waiver=found.waiver,
                site=desk.site.name,
                hotline=desk.site.hotline,
                issued=issued_line(desk),
                language=desk.site.slip_language,
            )
        )


def _callback(session: Session, desk: Desk, row: Request, found: RequestView) -> Slip:
    from desk.slips.callbacks import AttemptFacts, CallbackFacts, callback_record

    with speaking(desk.site.slip_language):
        attempts = [attempt for attempt in found.callbacks if attempt.round == row.reopened] or list(found.callbacks)
        reached = next((attempt for attempt in reversed(attempts) if attempt.outcome == "reached"), None)
        return callback_record(
            CallbackFacts(
                request=row.number,
                room=found.room,
                caller=caller_of(row),
                role=word("roles", around(session, desk, row, receiver="").role),
                phone=found.caller_phone,
                kind=word("kinds", row.kind),
                category=category_of(row),
                content=row.content,
                result=row.result,
                done_by=who(row),
                resolved_at=moment_of(desk, row.resolved_at),
                attempts=tuple(
                    AttemptFacts(
                        moment_of(desk, attempt.at),
                        word("callback_methods", attempt.method),
                        attempt.staff,
                        word("callback_outcomes", attempt.outcome),
                        attempt.words,
                    )
                    for attempt in attempts
                ),
                door_visit={"visit": True, "phone": False}.get(reached.method) if reached else None,
                grade=(reached.score or 0) if reached else 0,
                reasons=tuple(label("callback_reasons", code) for code in reached.reasons) if reached else (),
                opinion=reached.words if reached else "",
                caller_back=reached.staff if reached else "",
                site=desk.site.name,
                hotline=desk.site.hotline,
                issued=issued_line(desk),
                language=desk.site.slip_language,
            )
        )


def _letter(session: Session, desk: Desk, row: Request, found: RequestView, entry: LetterEntry) -> Slip:
    from desk.slips.requests.letter import ReplyFacts, reply_letter

    if row.anonymous:
        raise DeskError("anonymous", _("The complaint is anonymous: there is nobody to write to."))
    with speaking(desk.site.slip_language):
        return reply_letter(
            ReplyFacts(
                request=row.number,
                salutation=entry.salutation.strip() or _salutation(session, row),
                room=found.room,
                received_on=f"{desk.local(row.received_at):%Y-%m-%d}",
                channel=word("channels", row.channel),
                kind=word("kinds", row.kind),
                content=row.content,
                findings=entry.findings.strip() or row.confirmed,
                cause=row.cause,
                result=row.result,
                further=entry.further.strip(),
                signed_by=entry.signed_by.strip() or (desk.actor.name if desk.actor else ""),
                day=f"{desk.today():%Y-%m-%d}",
                site=desk.site.name,
                hotline=desk.site.hotline,
                issued=issued_line(desk),
                copies=tuple(_(copy) for copy in slip_kinds()["reply"].copies),
                language=desk.site.slip_language,
            )
        )


def _salutation(session: Session, row: Request) -> str:
    """As the customer wants to be addressed, else by surname (A6: 李公); a company by its name."""
    customer = session.get(Customer, row.customer_id) if row.customer_id is not None else None
    if customer is None:
        return names.salutation(row.caller_name)
    if customer.salutation or customer.kind == "company":
        return customer.salutation or customer.name
    return names.salutation(customer.name, surname_length=customer.surname_length)


__all__ = [
    "LetterEntry",
    "callback_preview",
    "handling_preview",
    "issue_callback",
    "issue_handling",
    "issue_letter",
    "letter_preview",
]
