"""The papers of one request, filled in from its record: 投诉处理单, 回访记录表, 回复函.

Each can be looked at before it is issued. Phones are masked: papers leave the counter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import Checker, DeskError
from desk.i18n import N_, _
from desk.models import Customer, Request
from desk.rules.kit import names, texts, wording
from desk.services.households.callers import salutation_of
from desk.services.kit.desk import Desk
from desk.services.kit.papers import Offer, Paper, offers, writing, writing_copies
from desk.services.kit.words import moment_of, word
from desk.services.requests.forms import around, people
from desk.services.requests.notices import NoticeEntry, build_notice
from desk.services.requests.read import get, subject, view
from desk.services.requests.views import RequestView
from desk.services.requests.words import caller_of, category_of, said, who
from desk.services.site import record_files
from desk.services.slips import SlipView, issue
from desk.slips.callbacks import AttemptFacts, CallbackFacts, callback_record
from desk.slips.engine.slip import Picture, Slip
from desk.slips.requests.handling import HandlingFacts, StepFacts, handling_form
from desk.slips.requests.letter import ReplyFacts, reply_letter

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
    return preview(desk, request_id, "handling")


def issue_handling(desk: Desk, request_id: int) -> SlipView:
    """Issues the 投诉处理单 under a number of its own.

    Raises:
        NotFound; NotAllowed.
    """
    return _issue(desk, request_id, HANDLING, None)


def callback_preview(desk: Desk, request_id: int) -> Slip:
    """The 回访记录表 with every attempt of the last round.

    Raises:
        NotFound: there is no such request.
    """
    return preview(desk, request_id, "callback")


def issue_callback(desk: Desk, request_id: int) -> SlipView:
    """Issues the 回访记录表 under a number of its own.

    Raises:
        NotFound; NotAllowed; DeskError: `paper-not-yet`: nobody was called and nothing is done yet.
    """
    return _issue(desk, request_id, CALLBACK, None)


def letter_preview(desk: Desk, request_id: int, entry: LetterEntry | None = None) -> Slip:
    """The 回复函 as it would be issued.

    Raises:
        NotFound: there is no such request. DeskError: `anonymous`: there is nobody to write to.
    """
    return preview(desk, request_id, "reply", entry)


def issue_letter(desk: Desk, request_id: int, entry: LetterEntry | None = None) -> SlipView:
    """Issues the 回复函. It is a paper only: that the customer was answered is recorded by `request_moves.reply`.

    Raises:
        NotFound; NotAllowed; DeskError: `anonymous`, or `paper-not-yet`: there is no result to write of.
    """
    return _issue(desk, request_id, LETTER, entry or LetterEntry())


def offered(desk: Desk, request_id: int) -> tuple[Offer, ...]:
    """The papers that fit a request, in the order of its way; each says why it is not possible yet.

    Raises:
        NotFound: there is no such request.
    """
    with desk.look() as session:
        row = get(session, request_id)
        found = view(session, desk, row)
        return offers(PAPERS, _About(row, found), found.slips)


def preview(desk: Desk, request_id: int, kind: str, entry: LetterEntry | None = None) -> Slip:
    """A paper of a request as it would be issued.

    Raises:
        NotFound: there is no such request. DeskError: see the paper.
    """
    paper = next(paper for paper in PAPERS if paper.kind == kind)
    with desk.look() as session:
        row = get(session, request_id)
        typed = entry or LetterEntry() if paper is LETTER else None
        return paper.build(session, desk, _About(row, view(session, desk, row)), typed)


def _issue(desk: Desk, request_id: int, paper: Paper[_About], entry: LetterEntry | None) -> SlipView:
    with desk.act(paper.act) as act:
        desk.require("receptionist")
        row = get(act.session, request_id)
        about = _About(row, view(act.session, desk, row))
        if row.anonymous and paper is LETTER:
            raise DeskError("anonymous", _nobody())
        paper.refuse(about)
        slip = paper.build(act.session, desk, about, entry)
        issued = issue(act, desk, slip, subject=subject(row.id), people=people(row))
        act.about("request", row.id, number=row.number)
        return issued


@dataclass(frozen=True, slots=True)
class _About:
    """A request as its papers read it."""

    row: Request
    view: RequestView


def _handling(session: Session, desk: Desk, about: _About, _entry: None) -> Slip:
    row, found = about.row, about.view

    with writing(desk) as head:
        reached = next(
            (c for c in reversed(found.callbacks) if c.round == row.reopened and c.outcome == "reached"), None
        )
        last_up = next((event for event in reversed(found.events) if event.kind == "escalated"), None)
        answered = next((event for event in reversed(found.events) if event.kind == "replied"), None)
        form = handling_form(
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
                analysis=row.analysis,
                cause=row.cause,
                summary=row.summary,
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
                **head,
            )
        )
        # Photos print behind the form, on as many pages as they need.
        photos = (each for each in record_files.listed(session, subject(row.id)) if each.is_picture)
        return replace(form, pictures=tuple(Picture(each.sha256) for each in photos))


def _callback(session: Session, desk: Desk, about: _About, _entry: None) -> Slip:
    row, found = about.row, about.view

    with writing(desk) as head:
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
                **head,
            )
        )


def _letter(session: Session, desk: Desk, about: _About, entry: LetterEntry) -> Slip:
    row, found = about.row, about.view

    if row.anonymous:
        raise DeskError("anonymous", _nobody())
    check = Checker(texts.entry_problems(entry, names=("signed_by", "salutation"), long=("findings", "further")))
    check.done()
    with writing_copies(desk, "reply") as head:
        return reply_letter(
            ReplyFacts(
                request=row.number,
                salutation=entry.salutation.strip() or _salutation(session, desk, row),
                room=found.room,
                received_on=wording.day(desk.local(row.received_at)),
                channel=word("channels", row.channel),
                kind=word("kinds", row.kind),
                content=row.content,
                findings=entry.findings.strip() or row.confirmed,
                cause=row.cause,
                result=row.result,
                further=entry.further.strip(),
                signed_by=entry.signed_by.strip() or (desk.actor.name if desk.actor else ""),
                day=wording.day(desk.today()),
                **head,
            )
        )


def _salutation(session: Session, desk: Desk, row: Request) -> str:
    """As the customer wants to be addressed, else by the one rule for it (handbook A6)."""
    customer = session.get(Customer, row.customer_id) if row.customer_id is not None else None
    if customer is None:
        return names.salutation(row.caller_name, language=desk.site.slip_language)
    return customer.salutation or salutation_of(customer, desk.today(), language=desk.site.slip_language)


def _nobody() -> str:
    # L10N: 匿名投诉，无处答复
    return _("The complaint is anonymous: there is nobody to write to.")


def _no_callback(about: _About) -> str:
    if about.row.anonymous:
        # L10N: 匿名投诉，无法回访
        return _("The complaint is anonymous: there is nobody to call back.")
    if not about.row.result.strip() and not about.view.callbacks:
        # L10N: 尚未办结，办结后再回访
        return _("Not possible yet: record the result first, then call back.")
    return ""


def _no_letter(about: _About) -> str:
    if about.row.anonymous:
        return _nobody()
    if not about.row.result.strip():
        # L10N: 尚未办结，请先登记处理结果
        return _("Not possible yet: record the result first, the letter tells it.")
    return ""


def _blank_notice(session: Session, desk: Desk, about: _About, _entry: None) -> Slip:
    entry = NoticeEntry(about.row.unit_id or 0, "", "", None, request_id=about.row.id)
    return build_notice(session, desk, entry)


HANDLING: Paper[_About] = Paper(
    "handling",
    "request.handling-form",
    # L10N: 按现有记录填写：经过、结果、回访
    N_("The whole way of the complaint, as the record stands now."),
    _handling,
    fits=lambda about: about.row.kind == "complaint",
)
CALLBACK: Paper[_About] = Paper(
    "callback",
    "request.callback-record",
    # L10N: 按回访记录填写
    N_("The result and the attempts to call back."),
    _callback,
    why_not=_no_callback,
)
LETTER: Paper[_About] = Paper(
    "reply",
    "request.letter",
    # L10N: 致客户的书面答复
    N_("An answer in writing to the customer."),
    _letter,
    why_not=_no_letter,
    asks=True,
)
NOTICE: Paper[_About] = Paper(
    "rectification",
    "notice.issue",
    # L10N: 要求整改，不收费不罚款
    N_("Asks a household or a crew to put something right; it charges nothing."),
    _blank_notice,
    asks=True,
)
PAPERS = (HANDLING, CALLBACK, LETTER, NOTICE)
"""In the order of a request's way."""

__all__ = [
    "LetterEntry",
    "callback_preview",
    "handling_preview",
    "issue_callback",
    "issue_handling",
    "issue_letter",
    "letter_preview",
    "offered",
    "preview",
]
